//! The open store: one connection, one writer. What may go wrong is in [`crate::refused`].

use crate::migrations;
use crate::opening::{self, OpenOptions};
use crate::refused::StoreRefused;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;

/// The device's encrypted data: changes, projections, drafts, outbox. Every method that writes is one transaction: it
/// is on the disk when it returns, or nothing of it is.
///
/// After a refused commit drop the documents in memory that took part in it and read them again.
pub struct Store {
    pub(crate) connection: Connection,
    #[cfg(feature = "planted")]
    pub(crate) planted: Option<crate::planted::Planted>,
}

impl Store {
    /// Opens `path` for the product, or begins a new file there. The key is 32 random bytes from the key vault.
    pub fn open(path: impl AsRef<Path>, key: &[u8; 32]) -> Result<Self, StoreRefused> {
        Self::open_with(&OpenOptions::new(path, key))
    }

    /// Opens with everything said: another VFS, other locking, other durability.
    pub fn open_with(options: &OpenOptions) -> Result<Self, StoreRefused> {
        Ok(Self {
            connection: opening::open(options, &migrations::STORE)?,
            #[cfg(feature = "planted")]
            planted: None,
        })
    }

    /// Writes the journal back into the file and closes it. Dropping does the same, without a word where it fails.
    pub fn close(self) -> Result<(), StoreRefused> {
        self.connection.close().map_err(|(_, error)| error.into())
    }

    /// Reads every page and checks it; an empty list is a healthy file. Takes seconds on a large one.
    pub fn check(&self) -> Result<Vec<String>, StoreRefused> {
        // The cipher's check reads the file alone, and pages of it may be torn while the journal still holds them whole.
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        let mut complaints = Vec::new();
        for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check"] {
            match self.said(pragma) {
                Ok(said) => complaints.extend(said.into_iter().filter(|said| said != "ok")),
                Err(StoreRefused::Damaged(what)) => complaints.push(what),
                Err(refused) => return Err(refused),
            }
        }
        Ok(complaints)
    }

    fn said(&self, pragma: &str) -> Result<Vec<String>, StoreRefused> {
        let mut statement = self.connection.prepare(pragma)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Runs `work` in one transaction: all of it is on the disk when this returns `Ok`, and none of it otherwise.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreRefused>,
    ) -> Result<T, StoreRefused> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}
