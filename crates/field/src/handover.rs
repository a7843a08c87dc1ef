//! 移交文件: everything on this device that the office lacks, as files that the office alone can read (`sync::handover`).
//! For a phone that is dying, or an office that cannot be reached. Nothing leaves the outbox by it: that is the office's
//! answer to decide, and whatever comes twice is here once.

use crate::app::Field;
use crate::refused::FieldRefused;
use serde::Serialize;
use store::media::PendingMedia;
use sync::handover::{FILES, HandOver, HandOverRefused, RELEASE, VERSION};
use sync::wire::Documents;
use ts_rs::TS;

/// What a hand-over would hold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct HandOverView {
    /// Changes the office lacks.
    pub changes: u32,
    /// Photos, ink and papers it lacks.
    pub files: u32,
    /// Bytes of both.
    pub bytes: u64,
    /// How many files it takes; 0 where there is nothing to hand over.
    pub parts: u32,
    /// The office's key is known.
    pub ready: bool,
}

/// One file.
pub struct HandOverFile {
    /// A name that sorts and says whose it is.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Field {
    /// What a hand-over would hold now.
    pub fn hand_over_view(&self) -> Result<HandOverView, FieldRefused> {
        let (changes, files) = (self.store.outbox_count()?, self.not_at_office()?);
        let parts = if changes.changes == 0 && files.is_empty() { 0 } else { parts(&files).len() };
        let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(HandOverView {
            changes: count(changes.changes),
            files: count(files.len() as u64),
            bytes: changes.bytes + files.iter().map(|file| file.size).sum::<u64>(),
            parts: count(parts as u64),
            ready: self.hand_over_key()?.is_some(),
        })
    }

    /// One of the files, from 1. The first holds every change, so that it is worth most if only one arrives.
    ///
    /// # Errors
    /// Where the device is not enrolled, or was never told the office's key.
    pub fn hand_over(&mut self, part: u32) -> Result<HandOverFile, FieldRefused> {
        let enrolment = self.session.enrolled()?.clone();
        let key = self.hand_over_key()?.ok_or(HandOverRefused::NoKey)?;
        let lacking = self.not_at_office()?;
        let all = parts(&lacking);
        let now = self.now();
        let made_ms = domain::time::unix_ms(&now.time).unwrap_or_default();
        let mut file = HandOver {
            v: VERSION,
            company: enrolment.company,
            device: enrolment.device.clone(),
            person: enrolment.person,
            made_ms,
            part,
            parts: u32::try_from(all.len()).unwrap_or(u32::MAX),
            documents: Vec::new(),
            actor_certificates: Vec::new(),
            device_certificates: self.store.device_certificates()?.into_iter().map(|it| it.der).collect(),
            files: Vec::new(),
        };
        if part == 1 {
            let outbox = self.store.outbox(u64::MAX)?;
            file.actor_certificates = outbox.actor_certificates;
            file.documents = outbox.docs.into_iter().map(documents).collect();
        }
        let place = usize::try_from(part.saturating_sub(1)).unwrap_or(usize::MAX);
        for pending in all.get(place).into_iter().flatten() {
            file.files.push(self.media.read(&pending.digest)?);
        }
        let day: String = now.time.chars().take(10).filter(char::is_ascii_digit).collect();
        let name = format!("doorstep-handover-{}-{day}-{part}.age", enrolment.device);
        Ok(HandOverFile { name, bytes: file.seal(&key)? })
    }

    /// Photos, ink, facts and papers that the office has not said it has.
    fn not_at_office(&self) -> Result<Vec<PendingMedia>, FieldRefused> {
        Ok(self.media.pending()?.into_iter().filter(|file| !file.at_office).collect())
    }

    fn hand_over_key(&self) -> Result<Option<String>, FieldRefused> {
        let (kind, name) = RELEASE;
        let newest = self.store.releases(kind)?.into_iter().rfind(|release| release.name == name);
        Ok(newest.and_then(|release| String::from_utf8(release.bytes).ok()))
    }
}

/// Which photos go into which file: as many as it holds, and never none but in the only one.
fn parts(files: &[PendingMedia]) -> Vec<Vec<PendingMedia>> {
    let (mut parts, mut part, mut bytes) = (Vec::new(), Vec::new(), 0_u64);
    for file in files {
        if bytes.saturating_add(file.size) > FILES && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
            bytes = 0;
        }
        bytes = bytes.saturating_add(file.size);
        part.push(file.clone());
    }
    parts.push(part);
    parts
}

fn documents(pending: store::PendingDoc) -> Documents {
    let changes = pending.changes.into_iter().map(|change| change.raw).collect();
    Documents { doc: pending.doc, changes, authorships: pending.authorships }
}
