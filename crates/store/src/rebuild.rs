//! The projections anew from the changes: after an update of the app that reads records differently, or when in doubt.

use crate::jobs::{self, JobCard};
use crate::records::{self, RecordRow};
use crate::refused::StoreRefused;
use crate::store::Store;
use domain::brief::Brief;
use domain::ids::JobId;
use replica::document::{DocRef, Document, Opened};

impl Store {
    /// Computes every projection again. `card_of` folds a job as `field` does after a tap; `None` takes the job off the
    /// list. Each job is one transaction, so a kill leaves the jobs before it new and the others as they were.
    pub fn rebuild_projections(
        &mut self,
        mut card_of: impl FnMut(&JobId, &Brief, &[RecordRow]) -> Option<JobCard>,
    ) -> Result<(), StoreRefused> {
        let jobs = self.jobs_with_changes()?;
        for job in &jobs {
            let brief = self.load(&DocRef::brief(job.clone()))?.document.brief();
            let rows = RecordRow::of(&self.load(&DocRef::log(job.clone()))?.document);
            let card = card_of(job, &brief, &rows);
            self.write(|transaction| {
                records::replace_records(transaction, job, &rows)?;
                records::save_brief(transaction, job, &brief)?;
                jobs::drop_card(transaction, job)?;
                card.map_or(Ok(()), |card| jobs::save_card(transaction, &card))
            })?;
        }
        self.write(|transaction| {
            for table in ["record", "brief"] {
                transaction.execute(&format!("DELETE FROM {table} WHERE job NOT IN (SELECT job FROM change)"), [])?;
            }
            let strays = "SELECT n FROM job WHERE job NOT IN (SELECT job FROM change)";
            transaction.execute(&format!("DELETE FROM job_search WHERE rowid IN ({strays})"), [])?;
            transaction.execute("DELETE FROM job WHERE job NOT IN (SELECT job FROM change)", [])?;
            Ok(())
        })
    }

    /// A document as it is stored, and what of it could not be read.
    pub fn load(&self, doc: &DocRef) -> Result<Opened, StoreRefused> {
        Document::load(doc.kind, self.changes(doc)?).map_err(|_| StoreRefused::Unexpected("no genesis".into()))
    }
}
