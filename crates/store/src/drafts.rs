//! Drafts (typing): what stands in a field that has not been left yet. Saved within 300 ms of a keystroke by `field`,
//! never synced, gone in the transaction that turns them into a record.

use crate::refused::StoreRefused;
use crate::store::Store;
use domain::ids::JobId;
use rusqlite::{Transaction, named_params};

/// The text of one field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// The field within the job, in the screen's words.
    pub slot: String,
    /// The text as typed.
    pub value: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

impl Store {
    /// Saves a field's text over the one before.
    pub fn save_draft(&mut self, job: &JobId, draft: &Draft) -> Result<(), StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO draft (job, slot, value, at) VALUES (:job, :slot, :value, :at)
             ON CONFLICT (job, slot) DO UPDATE SET value = excluded.value, at = excluded.at",
        )?;
        statement.execute(
            named_params! { ":job": job.as_str(), ":slot": draft.slot, ":value": draft.value, ":at": draft.at },
        )?;
        Ok(())
    }

    /// A job's drafts, by slot.
    pub fn drafts(&self, job: &JobId) -> Result<Vec<Draft>, StoreRefused> {
        let mut statement =
            self.connection.prepare_cached("SELECT slot, value, at FROM draft WHERE job = :job ORDER BY slot")?;
        let rows = statement.query_map(named_params! { ":job": job.as_str() }, |row| {
            Ok(Draft { slot: row.get("slot")?, value: row.get("value")?, at: row.get("at")? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every job's drafts whose slot begins with this.
    pub fn drafts_named(&self, prefix: &str) -> Result<Vec<Draft>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT slot, value, at FROM draft WHERE substr(slot, 1, length(:prefix)) = :prefix ORDER BY job, slot",
        )?;
        let rows = statement.query_map(named_params! { ":prefix": prefix }, |row| {
            Ok(Draft { slot: row.get("slot")?, value: row.get("value")?, at: row.get("at")? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Throws a draft away. None there is no error.
    pub fn drop_draft(&mut self, job: &JobId, slot: &str) -> Result<(), StoreRefused> {
        self.write(|transaction| drop_drafts(transaction, job, &[slot.to_owned()]))
    }
}

pub(crate) fn drop_drafts(transaction: &Transaction<'_>, job: &JobId, slots: &[String]) -> Result<(), StoreRefused> {
    let mut statement = transaction.prepare_cached("DELETE FROM draft WHERE job = :job AND slot = :slot")?;
    for slot in slots {
        statement.execute(named_params! { ":job": job.as_str(), ":slot": slot })?;
    }
    Ok(())
}
