//! A tap: what a person did on the screen, as one change with all that follows from it, on the disk at once or not at all.

use crate::certificates;
use crate::documents;
use crate::drafts;
use crate::jobs::{self, JobCard};
use crate::opening;
use crate::records::{self, RecordRow};
use crate::refused::StoreRefused;
use crate::store::Store;
use domain::ids::JobId;
use replica::author::Authorship;
use replica::change::Change;
use replica::document::DocRef;

/// What one tap saves.
#[derive(Clone, Copy)]
pub struct Tap<'a> {
    /// The document it was made in.
    pub doc: &'a DocRef,
    /// The change, of this device.
    pub change: &'a Change,
    /// This device's signature over it.
    pub authorship: &'a Authorship,
    /// [`RecordRow::of_change`] of it.
    pub records: &'a [RecordRow],
    /// The job's card as it is now, where it changed.
    pub card: Option<&'a JobCard>,
    /// Slots of drafts that became records.
    pub drafts_done: &'a [String],
}

impl Store {
    /// Saves a tap. When this returns `Ok` the screen may say *saved*. After a refusal drop the document: it holds a
    /// change that the disk does not, and the next one made from it is refused as [`StoreRefused::Stale`].
    pub fn commit_tap(&mut self, tap: Tap<'_>) -> Result<(), StoreRefused> {
        let Tap { doc, change, authorship, .. } = tap;
        let signed = (&authorship.doc, authorship.actor, authorship.seq, authorship.hash);
        if signed != (doc, change.actor, change.seq, change.hash) {
            return Err(StoreRefused::Unexpected("the signature is over another change".into()));
        }
        self.write(|transaction| {
            documents::save_own(transaction, doc, change)?;
            certificates::save_authorship(transaction, authorship)?;
            records::save_records(transaction, &doc.job, tap.records)?;
            if let Some(card) = tap.card {
                jobs::save_card(transaction, card)?;
            }
            drafts::drop_drafts(transaction, &doc.job, tap.drafts_done)
        })
    }

    /// Removes a job and all that is kept of it. Refused while any of it is on this device alone; the caller asks first
    /// whether it is *secured* ([`Store::safety`]).
    pub fn purge_job(&mut self, job: &JobId) -> Result<(), StoreRefused> {
        if self.safety(job)? == documents::Safety::OnDevice {
            return Err(StoreRefused::Unsecured(job.to_string()));
        }
        self.write(|transaction| {
            jobs::drop_card(transaction, job)?;
            for table in ["change", "authorship", "record", "brief", "draft", "grant"] {
                transaction.execute(&format!("DELETE FROM {table} WHERE job = ?1"), [job.as_str()])?;
            }
            Ok(())
        })?;
        // The space goes back to the photos; where it cannot now, it does next time.
        let _ = opening::give_back(&self.connection);
        Ok(())
    }
}
