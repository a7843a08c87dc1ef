//! 诊断: how this installation stands, for whoever helps. No name, number, address or text of a job is in it.

use crate::app::Field;
use crate::refused::FieldRefused;
use crate::vault::Place;
use domain::time::Trust;
use serde::Serialize;
use ts_rs::TS;

/// A line of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct DiagnosticLine {
    /// What.
    pub name: String,
    /// How it stands.
    pub value: String,
}

impl DiagnosticLine {
    /// A line.
    pub fn new(name: &str, value: impl ToString) -> Self {
        Self { name: name.to_owned(), value: value.to_string() }
    }
}

impl Field {
    /// How it stands. Names of lines are the same in every language: who reads them reads many.
    pub fn diagnostics(&mut self) -> Result<Vec<DiagnosticLine>, FieldRefused> {
        let (now, me, outbox, storage) = (self.now(), self.me()?, self.outbox_view()?, self.storage_view()?);
        let place = self.store.highest()?;
        let heard = outbox.line.last_office_ms.map_or_else(|| "never".into(), |ms| self.local_time(ms));
        let secured = outbox.secured.map_or_else(|| "no backup announced".into(), |n| n.to_string());
        let lines = [
            ("app", me.version),
            ("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
            ("time", now.time),
            ("time trust", if now.trust == Trust::Verified { "verified" } else { "unverified" }.into()),
            ("enrolled", me.enrolled.to_string()),
            ("device", me.device),
            ("keys", if self.keys_place() == Place::System { "system" } else { "file" }.into()),
            ("office last heard", heard),
            ("feed", format!("{} of {}", place.number, data_encoding::HEXLOWER.encode(&place.epoch))),
            ("jobs", storage.jobs.to_string()),
            ("changes waiting", outbox.line.changes.to_string()),
            ("files waiting", outbox.line.files.to_string()),
            ("bytes waiting", outbox.line.bytes.to_string()),
            ("set aside", outbox.line.set_aside.to_string()),
            ("at the office", outbox.at_office.to_string()),
            ("secured", secured),
            ("app outdated", outbox.outdated.to_string()),
            ("leaving", outbox.leaving.to_string()),
            ("bytes of records", storage.records.to_string()),
            ("bytes in all", storage.total.to_string()),
            ("bytes left on the device", storage.left.map_or_else(|| "unknown".into(), |left| left.to_string())),
            ("photos", format!("{} here, {} freed", storage.photos.files, storage.gone.files)),
        ];
        Ok(lines.into_iter().map(|(name, value)| DiagnosticLine { name: name.to_owned(), value }).collect())
    }
}
