//! What the office can say of a paper that somebody shows: its file, or the code on it.

use crate::core::show::view::{ReasonView, SignatureFoundView, VerifyView};
use domain::digest::Digest;
use domain::seal::QrClaim;
use hub_storage::papers::{Paper, PaperState};
use hub_storage::{StorageRefused, Tx};
use sheet::Report;

/// What a code leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Spoken {
    /// Received, and this is the file with the receipt: whether its seal is the code's is still to be looked at.
    Received {
        /// SHA-256 of the file.
        file: Digest,
        /// When, Unix milliseconds.
        at: i64,
        /// The number of the paper that corrects it.
        amended: Option<String>,
    },
    /// A phone has told of it; its file is not here yet.
    Waiting,
    /// It got no receipt, or another content has its number.
    Other,
    /// Nobody has told of it.
    Unknown,
}

/// What the office knows of a code's paper.
pub fn spoken(tx: &dyn Tx, claim: &QrClaim) -> Result<Spoken, StorageRefused> {
    let numbered = tx.papers_numbered(&claim.paper)?;
    let same: Vec<&Paper> = numbered.iter().filter(|paper| paper.facts == claim.facts).collect();
    let received = same.iter().find_map(|paper| match paper.state {
        PaperState::Received { at, file } => Some((at, file)),
        _ => None,
    });
    Ok(match received {
        Some((at, file)) => {
            let amended = tx.correction_of(&claim.facts)?.map(|paper| paper.number);
            Spoken::Received { file, at, amended }
        }
        None if same.iter().any(|paper| paper.state == PaperState::Waiting) => Spoken::Waiting,
        None if numbered.is_empty() => Spoken::Unknown,
        None => Spoken::Other,
    })
}

/// A report as the page is given it. `amended` is the number of the paper that corrects it.
#[must_use]
pub fn view(report: Report, amended: Option<String>) -> VerifyView {
    let signature = |it: sheet::verify::SignatureFound| SignatureFoundView {
        role: it.role.to_owned(),
        name: it.name,
        company: it.company,
        key: it.key,
        at: it.signed_at,
        intact: it.intact,
        trusted: it.trusted == Some(true),
    };
    let reason =
        |it: sheet::verify::Reason| ReasonView { code: it.code.to_owned(), place: it.place, zh: it.zh, en: it.en };
    VerifyView {
        result: report.result.key().to_owned(),
        paper: report.paper,
        replaces: report.replaces,
        amended,
        received: report.received_at,
        facts_match: report.facts_match,
        signatures: report.signatures.into_iter().map(signature).collect(),
        reasons: report.reasons.into_iter().map(reason).collect(),
    }
}
