//! The office's receipt of a paper: looked at once, when its file is here. What is good gets the office's signature with
//! the moment and the list of revoked certificates; what is not what it says gets none, and the office is told why.

use crate::core::Moment;
use domain::digest::Digest;
use domain::ids::JobId;
use domain::record::{Kind, Record};
use domain::time::rfc3339;
use domain::trust::RevocationList;
use domain::value::PaperMade;
use hub_storage::papers::{Paper, PaperState};
use hub_storage::{StorageRefused, Tx};
use serde::Deserialize;
use sheet::{Receiving, Release, Trust, Verdict};

/// Notes the paper a record names, so that it gets its receipt once its file is here.
pub fn name(tx: &mut dyn Tx, job: &JobId, record: &Record, now_ms: i64) -> Result<(), StorageRefused> {
    let Some(made) = (record.kind == Kind::Paper).then(|| PaperMade::deserialize(&record.value).ok()).flatten() else {
        return Ok(());
    };
    tx.name_paper(&Paper {
        pdf: made.pdf,
        job: job.clone(),
        number: made.number,
        facts: made.facts,
        named: now_ms,
        replaces: None,
        state: PaperState::Waiting,
    })
}

/// What came of looking at a paper.
pub enum Looked {
    /// It is good: the file with the receipt, and the facts of the paper it corrects.
    Good {
        /// The file.
        file: Vec<u8>,
        /// The digest of the facts it corrects.
        replaces: Option<Digest>,
    },
    /// It gets none, for this reason.
    Bad(String),
}

/// Looks at a paper's file, and signs its receipt where it is good.
#[must_use]
pub fn look(moment: Moment<'_>, release: &Release, list: &RevocationList, paper: &Paper, file: &[u8]) -> Looked {
    let identity = moment.identity;
    let lists = std::slice::from_ref(list);
    let trust = Trust { root: Some(&identity.root), lists, release };
    let report = sheet::verify(file, &trust);
    // Pages of a release this hub does not know cannot be drawn again; the signature over them holds all the same.
    let minds = |code: &str| !matches!(code, "verify.time_not_proven" | "verify.layout");
    if let Some(reason) = report.reasons.iter().find(|reason| reason.verdict == Verdict::Invalid || minds(reason.code))
    {
        return Looked::Bad(reason.code.to_owned());
    }
    let Some((facts, seal)) = &report.content else { return Looked::Bad("verify.seal".into()) };
    if seal.claim.facts != paper.facts || seal.claim.paper != paper.number || facts.paper.job != paper.job {
        return Looked::Bad("receipt.other_paper".into());
    }
    let at = rfc3339(moment.now_ms, identity.offset_minutes);
    let how = Receiving { office: &identity.office, issuing: &identity.issuing, root: &identity.root, lists, at: &at };
    let file = match sheet::receive(file, &identity.keys.office, &how) {
        Ok(file) => file,
        Err(refused) => return Looked::Bad(refused.code().to_owned()),
    };
    // What counts is the certificate now, not when the device says it signed.
    let received = sheet::verify(&file, &trust);
    match received.reasons.iter().find(|reason| reason.verdict == Verdict::Invalid) {
        Some(reason) => Looked::Bad(reason.code.to_owned()),
        None => Looked::Good { file, replaces: facts.paper.replaces.as_ref().map(|it| it.digest) },
    }
}
