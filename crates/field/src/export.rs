//! A job as files: for the hand-over, for an auditor, for `doorstep compare`.

use crate::app::Field;
use crate::refused::FieldRefused;
use domain::canonical;
use domain::digest::Digest;
use domain::ids::JobId;
use domain::record::Kind;
use domain::seal::Seal;
use domain::value::{PaperMade, Picture};
use serde::Deserialize;
use std::collections::BTreeSet;

impl Field {
    /// Names and bytes of everything this device holds of a job: both documents, each sheet with its facts and seal, and
    /// the photos. The newest sheet has no number in its name.
    pub fn export(&mut self, job: &JobId) -> Result<Vec<(String, Vec<u8>)>, FieldRefused> {
        let open = self.job(job)?;
        let mut files = vec![
            ("phone/brief.automerge".to_owned(), open.brief_document.save()?),
            ("phone/log.automerge".to_owned(), open.log.save()?),
        ];
        let records: Vec<_> = open.entries.iter().filter_map(|entry| entry.record.clone().ok()).collect();
        let of = |kind: Kind| records.iter().filter(move |record| record.kind == kind);
        let papers: Vec<PaperMade> = of(Kind::Paper).filter_map(|r| PaperMade::deserialize(&r.value).ok()).collect();
        let seals: Vec<Seal> = of(Kind::Seal).filter_map(|r| Seal::deserialize(&r.value).ok()).collect();
        let mut photos: Vec<Picture> = of(Kind::Photo).filter_map(|r| Picture::deserialize(&r.value).ok()).collect();
        let mut seen = BTreeSet::new();
        photos.retain(|photo| seen.insert(photo.blob));
        if let Some(paper) = papers.last() {
            files.push(("sheet.pdf".into(), self.blob(&paper.pdf)?));
            files.push(("facts.json".into(), self.blob(&paper.facts)?));
        }
        if let Some(seal) = seals.last() {
            let text = canonical::to_string(seal).map_err(|e| FieldRefused::Answer(e.to_string()))?;
            files.push(("seal.json".into(), text.into_bytes()));
        }
        for (n, photo) in photos.iter().enumerate() {
            // One that made room is at the office alone.
            if !self.media.blob(&photo.blob)?.is_some_and(|blob| blob.freed) {
                files.push((photo_name(n, photo), self.blob(&photo.blob)?));
            }
        }
        Ok(files)
    }

    /// Every blob of the job that leaves the device: photos, inks, facts, papers.
    pub fn blobs_of(&mut self, job: &JobId) -> Result<Vec<Digest>, FieldRefused> {
        let open = self.job(job)?;
        let records = open.entries.iter().filter_map(|entry| entry.record.as_ref().ok());
        let mut blobs: Vec<Digest> = records.flat_map(|record| record.blobs()).collect();
        blobs.sort();
        blobs.dedup();
        Ok(blobs)
    }
}

fn photo_name(n: usize, photo: &Picture) -> String {
    let extension = photo.media.rsplit('/').next().unwrap_or("bin").replace("jpeg", "jpg");
    let short: String = photo.blob.hex().chars().take(8).collect();
    format!("photos/{:02}-{short}.{extension}", n + 1)
}
