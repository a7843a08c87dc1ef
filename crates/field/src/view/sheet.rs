//! 服务单: the sealed sheet of a visit, and the code the customer scans.

use super::Truth;
use crate::app::Field;
use crate::refused::FieldRefused;
use domain::digest::Digest;
use domain::ids::JobId;
use domain::record::Kind;
use domain::seal::Seal;
use domain::value::PaperMade;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The Sheet screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct SheetView {
    /// The sheet's number.
    pub number: String,
    /// Digest of the signed PDF, in hex; `null` where sealing was interrupted before the PDF was kept.
    pub pdf: Option<String>,
    /// Its pages.
    pub pages: i64,
    /// Its bytes.
    pub bytes: i64,
    /// Who signed for the customer.
    pub signer: String,
    /// When it was sealed, Unix milliseconds.
    pub sealed_ms: Option<i64>,
    /// Rows of the QR, top to bottom; `true` is dark.
    pub qr: Vec<Vec<bool>>,
    /// Where the PDF is.
    pub truth: Truth,
}

impl Field {
    /// Number and bytes of the signed sheet of the current visit.
    pub fn sheet_file(&mut self, job: &JobId) -> Result<(String, Vec<u8>), FieldRefused> {
        let none = || FieldRefused::SheetLacks("已封存的 PDF the sealed PDF");
        let sheet = self.sheet_view(job)?.ok_or_else(none)?;
        let pdf = sheet.pdf.as_deref().and_then(Digest::from_hex).ok_or_else(none)?;
        Ok((sheet.number, self.blob(&pdf)?))
    }

    /// The sheet of the current visit; none before it is sealed.
    pub fn sheet_view(&mut self, job: &JobId) -> Result<Option<SheetView>, FieldRefused> {
        let visit = self.current_visit(job)?;
        let (seal, paper) = self.look(job, visit, |list| {
            let seals = list.fold.of_kind(visit, &Kind::Seal);
            let papers = list.fold.of_kind(visit, &Kind::Paper);
            let seal = seals.last().and_then(|(_, record)| Seal::deserialize(&record.value).ok());
            (seal, papers.last().and_then(|(_, record)| PaperMade::deserialize(&record.value).ok()))
        })?;
        let Some(seal) = seal else { return Ok(None) };
        let host = self.settings(job)?.company.verify_host;
        let truth = match &paper {
            Some(paper) => self.job_truth(job)?.min(self.file_truth(&paper.pdf)?.0),
            None => Truth::Waiting,
        };
        Ok(Some(SheetView {
            number: seal.claim.paper.clone(),
            pdf: paper.as_ref().map(|paper| paper.pdf.hex()),
            pages: paper.as_ref().map_or(0, |paper| paper.pages),
            bytes: paper.as_ref().map_or(0, |paper| paper.bytes),
            signer: seal.claim.signer.name.clone(),
            sealed_ms: seal.claim.at.unix_ms(),
            qr: sheet::qr_modules(&seal, &host)?,
            truth,
        }))
    }
}
