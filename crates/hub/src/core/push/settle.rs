//! What becomes of each change, decided on a copy of the document; nothing is written here.

use super::{Case, Fate};
use crate::core::writers::Writers;
use crate::core::{CoreRefused, crew, papers};
use domain::brief::Brief;
use domain::digest::Digest;
use domain::key::Es256;
use hub_storage::people::DeviceState;
use hub_storage::{StorageRefused, Tx};
use replica::author::{Author, Authorship};
use replica::change::{Change, ChangeRefused};
use replica::document::{Applied, DocKind, DocRef, Document};
use replica::violation::{Consequence, Violation};
use std::collections::{BTreeMap, BTreeSet};

/// The author never had this job.
pub(crate) const NO_GRANT: &str = "grant.none";
/// The author knew that the job was taken back.
pub(crate) const GRANT_ENDED: &str = "grant.ended";

/// What was decided.
pub(crate) struct Settled {
    /// Each change's fate.
    pub(crate) fates: BTreeMap<Digest, Fate>,
    /// Those that entered the document, parents first.
    pub(crate) entered: Vec<Digest>,
    /// Rules broken by changes that entered: one a change.
    pub(crate) broken: Vec<(Digest, Violation)>,
    /// The document with them.
    pub(crate) document: Document,
    /// The job's brief, where this is its log.
    pub(crate) brief: Option<Brief>,
    /// What was found to hold, by its signature.
    pub(crate) signatures: BTreeMap<Es256, Authorship>,
}

/// Who wrote a change that may enter, and whether the grant had ended unknown to them.
struct Permit {
    author: Author,
    late: bool,
}

/// Decides on every case.
pub(crate) fn settle(
    tx: &dyn Tx,
    writers: &mut Writers,
    doc: &DocRef,
    cases: &[Case],
    authorships: &[Authorship],
) -> Result<Settled, CoreRefused> {
    let document = papers::open(tx, doc)?;
    let mut fates = BTreeMap::new();
    let brief = match doc.kind {
        DocKind::Log => papers::known_brief(tx, &doc.job)?,
        DocKind::Brief => Some(Brief::default()),
    };
    let Some(brief) = brief else {
        // Nobody here has heard of the job: its log waits for its brief.
        fates.extend(cases.iter().map(|case| (case.change.hash, Fate::Held(Vec::new()))));
        let (entered, broken, signatures) = (Vec::new(), Vec::new(), BTreeMap::new());
        return Ok(Settled { fates, entered, broken, document, brief: None, signatures });
    };
    let asked = Asked { doc, cases, authorships, brief: &brief };
    let (permits, signatures) = permits(tx, writers, asked, &mut fates)?;
    if permits.values().any(|permit| permit.author.office) {
        // Whether the office changes a technician's record depends on who wrote that one.
        for change in tx.changes(doc)? {
            writers.author(tx, &change.actor)?;
        }
    }
    let admission = Admission { cases, permits: &permits, brief: &brief, writers };
    let (document, broken) = admission.admit(document, || papers::open(tx, doc), &mut fates)?;
    descend(tx, doc, &mut fates)?;
    let is_new = |hash: &Digest| matches!(fates.get(hash), Some(Fate::Stored { .. }));
    let entered = document.hashes().filter(is_new).collect();
    let brief = (doc.kind == DocKind::Log).then_some(brief);
    let signatures = signatures.into_iter().map(|it| (it.signature, it)).collect();
    Ok(Settled { fates, entered, broken, document, brief, signatures })
}

/// What is to be decided.
struct Asked<'a> {
    doc: &'a DocRef,
    cases: &'a [Case],
    authorships: &'a [Authorship],
    brief: &'a Brief,
}

/// Who may write here, and the signatures that say so. Changes nobody vouches for, or whose author may not, get their fate
/// at once.
fn permits(
    tx: &dyn Tx,
    writers: &mut Writers,
    asked: Asked<'_>,
    fates: &mut BTreeMap<Digest, Fate>,
) -> Result<(BTreeMap<Digest, Permit>, Vec<Authorship>), CoreRefused> {
    let Asked { doc, cases, authorships, brief } = asked;
    for case in cases {
        writers.author(tx, &case.change.actor)?;
    }
    let changes: Vec<Change> = cases.iter().map(|case| case.change.clone()).collect();
    let authored = writers.registry().authors(doc, &changes, authorships);
    fates.extend(authored.not.iter().map(|(hash, why)| (*hash, Fate::Aside(why.code()))));
    let mut permits = BTreeMap::new();
    for case in cases {
        let hash = case.change.hash;
        let Some(author) = authored.by.get(&hash) else { continue };
        match may_write(tx, doc, case, author, brief)? {
            Ok(late) => {
                permits.insert(hash, Permit { author: author.clone(), late });
            }
            Err(rule) => {
                fates.insert(hash, Fate::Aside(rule));
            }
        }
    }
    Ok((permits, authored.signatures))
}

/// Whether the author may, and whether it is late: made before they learnt that the grant had ended. Another bearer's
/// word says nothing about what the author knew, so what it brings is late at worst.
fn may_write(
    tx: &dyn Tx,
    doc: &DocRef,
    case: &Case,
    author: &Author,
    brief: &Brief,
) -> Result<Result<bool, &'static str>, CoreRefused> {
    if author.office {
        return Ok(Ok(false));
    }
    if brief.verdicts.get(&case.change.hash).is_some_and(|verdict| verdict.lifted_by.is_some()) {
        // The office let it in by hand; the brief says so to a restored hub, too.
        return Ok(Ok(true));
    }
    if doc.kind == DocKind::Brief {
        return Ok(Err(Violation::BriefNotOffice.code()));
    }
    let grants = tx.grants(&doc.job, &author.device)?;
    let Some(last) = grants.last() else {
        // A restored hub learns from the brief who had the job.
        let had = crew::ever_had(tx, &doc.job, &author.device)?;
        return Ok(if had { Ok(false) } else { Err(NO_GRANT) });
    };
    Ok(match last.ended {
        None => Ok(false),
        Some(ended) if case.bearer == author.device && case.place >= ended && !is_leaving(tx, author)? => {
            Err(GRANT_ENDED)
        }
        Some(_) => Ok(true),
    })
}

/// A phone that is to leave works on until it has handed in everything, and all of that is taken.
fn is_leaving(tx: &dyn Tx, author: &Author) -> Result<bool, StorageRefused> {
    Ok(tx.device(&author.device)?.is_some_and(|device| device.state != DeviceState::Active))
}

struct Admission<'a> {
    cases: &'a [Case],
    permits: &'a BTreeMap<Digest, Permit>,
    brief: &'a Brief,
    writers: &'a Writers,
}

impl Admission<'_> {
    /// Lets the permitted changes in. One that turns out to break a rule of structure is left out and all is tried again
    /// without it, on the document as it was, since others may have been built on it.
    fn admit(
        &self,
        mut document: Document,
        as_it_was: impl Fn() -> Result<Document, CoreRefused>,
        fates: &mut BTreeMap<Digest, Fate>,
    ) -> Result<(Document, Vec<(Digest, Violation)>), CoreRefused> {
        loop {
            let permitted =
                |hash: &Digest| self.permits.contains_key(hash) && !matches!(fates.get(hash), Some(Fate::Aside(_)));
            let batch: Vec<Change> =
                self.cases.iter().map(|case| &case.change).filter(|it| permitted(&it.hash)).cloned().collect();
            let taken = document.take_in(&batch);
            let (mut broken, mut out) = (Vec::new(), BTreeMap::new());
            for (change, taken) in batch.iter().zip(&taken) {
                let Some(permit) = self.permits.get(&change.hash) else { continue };
                if taken.outcome != Ok(Applied::New) {
                    continue;
                }
                let violations = document.violations(change, &permit.author, self.brief, self.writers.registry());
                match violations.iter().find(|it| it.consequence() == Consequence::SetAside) {
                    Some(worst) => {
                        out.insert(change.hash, Fate::Aside(worst.code()));
                    }
                    None => broken.extend(violations.into_iter().next().map(|first| (change.hash, first))),
                }
            }
            if out.is_empty() {
                for taken in taken {
                    let late = self.permits.get(&taken.hash).is_some_and(|permit| permit.late);
                    fates.insert(taken.hash, fate(taken.outcome, late));
                }
                return Ok((document, broken));
            }
            fates.extend(out);
            document = as_it_was()?;
        }
    }
}

fn fate(outcome: Result<Applied, ChangeRefused>, late: bool) -> Fate {
    match outcome {
        Ok(_) => Fate::Stored { late },
        Err(ChangeRefused::MissingParents(missing)) => Fate::Held(missing),
        Err(refused) => Fate::Aside(refused.code()),
    }
}

/// What waits for a change that is set aside, now or from before, is set aside with it.
fn descend(tx: &dyn Tx, doc: &DocRef, fates: &mut BTreeMap<Digest, Fate>) -> Result<(), StorageRefused> {
    loop {
        let mut lost = BTreeSet::new();
        for (hash, fate) in fates.iter() {
            let Fate::Held(missing) = fate else { continue };
            for parent in missing {
                let set_aside = match fates.get(parent) {
                    Some(fate) => matches!(fate, Fate::Aside(_)),
                    None => tx.aside(doc, parent)?.is_some(),
                };
                if set_aside {
                    lost.insert((*hash, ChangeRefused::Descends(*parent).code()));
                }
            }
        }
        if lost.is_empty() {
            return Ok(());
        }
        fates.extend(lost.into_iter().map(|(hash, rule)| (hash, Fate::Aside(rule))));
    }
}
