//! One document's changes. Each is *stored*, *held* (a parent is missing) or *set aside* with its descendants; a bad one
//! never keeps the others out. What was held is tried again whenever its document is touched.

mod cases;
mod settle;

use crate::core::ledger::{Ledger, Stored};
use crate::core::writers::Writers;
use crate::core::{CoreRefused, Moment, crew, papers, receipts, request};
#[cfg(feature = "planted")]
use crate::planted;
use cases::{Case, Origin};
use domain::brief::Verdict;
use domain::digest::Digest;
use domain::ids::DeviceId;
use hub_storage::documents::{AsideChange, HeldChange};
use hub_storage::people::Device;
use hub_storage::{StorageRefused, Tx};
use replica::author::Authorship;
use replica::document::{DocKind, DocRef};
pub(crate) use settle::{GRANT_ENDED, NO_GRANT};
use settle::{Settled, settle};
use std::collections::{BTreeMap, BTreeSet};
use sync::wire::{ChangeAnswer, Documents, Said};

/// Who brings changes, and how far it knows the feed.
#[derive(Clone, Copy)]
pub struct Bearer<'a> {
    /// The device.
    pub device: &'a Device,
    /// The number of the last row it has.
    pub place: u64,
}

/// What is brought for one document; nothing, where only what is held is to be tried again.
pub struct Pushed<'a> {
    /// The document.
    pub doc: &'a DocRef,
    /// Changes and signatures.
    pub pushed: Vec<&'a Documents>,
}

/// What becomes of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// In the document.
    Stored { late: bool },
    /// Waiting for these.
    Held(Vec<Digest>),
    /// Kept apart under this rule.
    Aside(&'static str),
}

/// Takes in one document's changes and answers for each that was brought.
pub fn take(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    writers: &mut Writers,
    ledger: &mut Ledger,
    bearer: Bearer<'_>,
    pushed: Pushed<'_>,
) -> Result<Vec<ChangeAnswer>, CoreRefused> {
    let (cases, mut answers) = cases::gather(tx, bearer, &pushed, moment.now_ms)?;
    let changes = cases.iter().map(|case| &case.change);
    request::begin(tx, moment, ledger, pushed.doc, bearer.device, changes)?;
    let decided = decide(tx, moment, writers, ledger, &pushed, &cases)?;
    let brought = cases.iter().filter(|case| case.origin == Origin::Brought).map(|case| case.change.hash);
    answers.extend(brought.filter_map(|hash| decided.fates.get(&hash).map(|fate| answer(hash, fate))));
    Ok(answers)
}

/// What was decided on changes.
#[derive(Default)]
pub(crate) struct Decided {
    /// What becomes of each.
    pub(crate) fates: BTreeMap<Digest, Fate>,
    /// Those that are in and break a rule.
    pub(crate) broken: BTreeSet<Digest>,
}

/// Decides anew on what waits in a document, and on these of its changes that were set aside.
pub(crate) fn retry(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    writers: &mut Writers,
    ledger: &mut Ledger,
    doc: &DocRef,
    asides: &BTreeSet<Digest>,
) -> Result<Decided, CoreRefused> {
    let cases = cases::again(tx, doc, asides)?;
    decide(tx, moment, writers, ledger, &Pushed { doc, pushed: Vec::new() }, &cases)
}

fn decide(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    writers: &mut Writers,
    ledger: &mut Ledger,
    pushed: &Pushed<'_>,
    cases: &[Case],
) -> Result<Decided, CoreRefused> {
    if cases.is_empty() {
        return Ok(Decided::default());
    }
    let doc = pushed.doc;
    let kept = tx.authorships(doc)?;
    let mut signed: BTreeSet<Digest> = kept.iter().map(|it| it.hash).collect();
    // The signatures brought now, and those of what is held.
    let kept = kept.into_iter().map(|signed| papers::authorship(doc, signed));
    let brought = pushed.pushed.iter().flat_map(|push| push.authorships.iter().cloned());
    let authorships: Vec<Authorship> = kept.chain(brought).collect();
    let settled = settle(tx, writers, doc, cases, &authorships)?;
    for authorship in pushed.pushed.iter().flat_map(|push| &push.authorships) {
        // A place in a chain that no database can name is set aside as such, with or without its signature. One that names
        // another place than its change has would stand in the way of the true one.
        let has_place = i64::try_from(authorship.seq).is_ok();
        let is_its = |case: &&Case| (case.change.actor, case.change.seq) == (authorship.actor, authorship.seq);
        let is_of_these = cases.iter().filter(|case| case.change.hash == authorship.hash).any(|case| is_its(&case));
        let known = settled.signatures.get(&authorship.signature);
        let holds = || known == Some(authorship) || writers.registry().verify(doc, authorship).is_ok();
        if has_place && is_of_these && holds() {
            tx.save_authorship(doc, &papers::signed(authorship))?;
            signed.insert(authorship.hash);
        }
    }
    let keeping = Keeping { doc, cases, settled: &settled, signed: &signed };
    keep(tx, moment, ledger, &keeping)?;
    judge(tx, moment, ledger, doc, &settled)?;
    let Settled { fates, entered, broken, document, brief, .. } = settled;
    if let Some(brief) = brief.filter(|_| broken.is_empty() && !entered.is_empty()) {
        ledger.read(&doc.job, brief, document);
    }
    Ok(Decided { fates, broken: broken.into_iter().map(|(hash, _)| hash).collect() })
}

pub(crate) fn answer(hash: Digest, fate: &Fate) -> ChangeAnswer {
    match fate {
        Fate::Stored { late } => ChangeAnswer { hash, said: Said::Stored, late: *late },
        Fate::Held(missing) => ChangeAnswer { hash, said: Said::Held(missing.clone()), late: false },
        Fate::Aside(rule) => ChangeAnswer { hash, said: Said::SetAside((*rule).to_owned()), late: false },
    }
}

struct Keeping<'a> {
    doc: &'a DocRef,
    cases: &'a [Case],
    settled: &'a Settled,
    /// The changes that a kept signature is over.
    signed: &'a BTreeSet<Digest>,
}

/// Writes every fate down. What was held or set aside before and is not any more is forgotten there.
fn keep(tx: &mut dyn Tx, moment: Moment<'_>, ledger: &mut Ledger, keeping: &Keeping<'_>) -> Result<(), CoreRefused> {
    let Keeping { doc, cases, settled, signed } = keeping;
    let by_hash: BTreeMap<Digest, &Case> = cases.iter().map(|case| (case.change.hash, case)).collect();
    if !settled.entered.is_empty() {
        begin(tx, moment, ledger, doc, settled)?;
    }
    for hash in &settled.entered {
        let (Some(case), Some(Fate::Stored { late })) = (by_hash.get(hash), settled.fates.get(hash)) else { continue };
        papers::save(tx, doc, &case.change, Some(&case.bearer), *late, moment.now_ms)?;
        if doc.kind == DocKind::Log {
            name_blobs(tx, doc, settled, hash, moment.now_ms)?;
        }
        let (actor, bytes) = (case.change.actor, case.change.raw.len());
        ledger.changed(doc, Stored { hash: *hash, actor, bytes, signed: signed.contains(hash) });
    }
    for case in *cases {
        let (hash, raw) = (case.change.hash, case.change.raw.clone());
        match settled.fates.get(&hash) {
            Some(Fate::Held(_)) => {
                forget(tx, doc, &hash, (false, case.waits))?;
                hold(tx, doc, case, hash, moment.now_ms)?;
            }
            Some(Fate::Aside(rule)) => {
                forget(tx, doc, &hash, (case.waits, false))?;
                put_aside(tx, doc, (hash, raw), rule, &case.bearer, moment.now_ms)?;
            }
            Some(Fate::Stored { .. }) | None => forget(tx, doc, &hash, (case.waits, case.waits))?,
        }
    }
    Ok(())
}

/// Takes a change that waited from where it waited: among the held, among those set aside.
fn forget(tx: &mut dyn Tx, doc: &DocRef, hash: &Digest, (held, aside): (bool, bool)) -> Result<(), StorageRefused> {
    if held {
        tx.unhold(doc, hash)?;
    }
    if aside {
        tx.take_back(doc, hash)?;
    }
    Ok(())
}

/// A record may be here before its photo; until that comes, the hub asks for it.
fn name_blobs(
    tx: &mut dyn Tx,
    doc: &DocRef,
    settled: &Settled,
    hash: &Digest,
    now_ms: i64,
) -> Result<(), StorageRefused> {
    for record in settled.document.records_of(hash).into_iter().filter_map(|(_, record)| record.ok()) {
        for blob in record.blobs() {
            tx.name_blob(&doc.job, &blob, now_ms)?;
        }
        receipts::name(tx, &doc.job, &record, now_ms)?;
    }
    Ok(())
}

fn hold(tx: &mut dyn Tx, doc: &DocRef, case: &Case, hash: Digest, now_ms: i64) -> Result<(), StorageRefused> {
    let (raw, bearer, place) = (case.change.raw.clone(), case.bearer.clone(), case.place);
    tx.hold(doc, &HeldChange { hash, raw, bearer, place }, now_ms)
}

pub(crate) fn put_aside(
    tx: &mut dyn Tx,
    doc: &DocRef,
    (hash, raw): (Digest, Vec<u8>),
    rule: &str,
    bearer: &DeviceId,
    now_ms: i64,
) -> Result<(), StorageRefused> {
    let (rule, bearer) = (rule.to_owned(), bearer.clone());
    tx.set_aside(&AsideChange { doc: doc.clone(), hash, raw, rule, bearer, received: now_ms, adopted: None })
}

/// A brief that comes from outside was written by an earlier run of this hub: the job and its crew are learnt again.
fn begin(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    doc: &DocRef,
    settled: &Settled,
) -> Result<(), CoreRefused> {
    match doc.kind {
        DocKind::Log => Ok(()),
        DocKind::Brief => {
            let brief = settled.document.brief();
            papers::mirror(tx, &doc.job, &brief, moment.now_ms)?;
            crew::relearn(tx, ledger, &doc.job, &brief, moment.now_ms)
        }
    }
}

/// At most one verdict a change, in the same transaction.
fn judge(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    doc: &DocRef,
    settled: &Settled,
) -> Result<(), CoreRefused> {
    if settled.broken.is_empty() {
        return Ok(());
    }
    #[cfg(feature = "planted")]
    if planted::is_on(planted::Planted::CounterEdit) {
        let broken = settled.broken.iter().map(|(hash, _)| hash);
        return planted::counter_edit(tx, moment, ledger, doc, &settled.document, broken);
    }
    let brief = papers::brief(tx, &doc.job)?;
    let verdicts: Vec<(Digest, Verdict)> = settled
        .broken
        .iter()
        .filter(|(hash, _)| !brief.verdicts.contains_key(hash))
        .map(|(hash, rule)| (*hash, Verdict { rule: rule.code().to_owned(), reason: rule.zh(), lifted_by: None }))
        .collect();
    if !verdicts.is_empty() {
        papers::write_brief(tx, moment, ledger, &doc.job, &[], &verdicts)?;
    }
    Ok(())
}
