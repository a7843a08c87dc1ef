//! The embedded database: one company, one file, WAL, every commit on the disk before it returns.

mod cards;
mod company;
mod documents;
mod feed;
mod integrity;
mod jobs;
mod media;
mod nonces;
mod office;
mod opening;
mod orders;
mod papers;
mod people;
mod vans;

pub use opening::SqliteOptions;

use crate::refused::StorageRefused;
use crate::storage::{HubStorage, Tx};
use rusqlite::{Connection, Transaction, TransactionBehavior, named_params};
use std::fs::File;
use std::path::Path;

/// A hub's storage in one SQLite file.
pub struct SqliteStorage {
    connection: Connection,
}

impl SqliteStorage {
    /// Opens the file and brings its schema up to date.
    pub fn open(options: &SqliteOptions) -> Result<Self, StorageRefused> {
        Ok(Self { connection: opening::open(options)? })
    }

    /// Opens a file that is there, beside a hub that may run on it. Nothing is created, migrated or set, so a backup stays
    /// as it is.
    pub fn beside(path: &Path) -> Result<Self, StorageRefused> {
        Ok(Self { connection: opening::beside(path)? })
    }

    /// What SQLite finds wrong with the whole file; nothing where it is sound.
    pub fn faults(&self) -> Result<Vec<String>, StorageRefused> {
        integrity::faults(&self.connection)
    }

    fn begin(&mut self, behaviour: TransactionBehavior) -> Result<Box<dyn Tx + '_>, StorageRefused> {
        Ok(Box::new(SqliteTx { transaction: self.connection.transaction_with_behavior(behaviour)? }))
    }
}

impl HubStorage for SqliteStorage {
    fn write(&mut self) -> Result<Box<dyn Tx + '_>, StorageRefused> {
        self.begin(TransactionBehavior::Immediate)
    }

    fn read(&mut self) -> Result<Box<dyn Tx + '_>, StorageRefused> {
        self.begin(TransactionBehavior::Deferred)
    }

    fn back_up(&mut self, to: &Path) -> Result<u64, StorageRefused> {
        let number = self.read()?.head()?.place.number;
        let name = to.to_str().ok_or_else(|| StorageRefused::NotAllowed("a path that is no text".into()))?;
        self.connection.execute("VACUUM INTO :to", named_params! { ":to": name })?;
        let disk = |error: std::io::Error| StorageRefused::Disk(error.to_string());
        File::open(to).and_then(|file| file.sync_all()).map_err(disk)?;
        Ok(number)
    }
}

/// One transaction. Rolled back where it is dropped.
struct SqliteTx<'a> {
    transaction: Transaction<'a>,
}

impl Tx for SqliteTx<'_> {
    fn commit(self: Box<Self>) -> Result<(), StorageRefused> {
        Ok(self.transaction.commit()?)
    }
}

impl SqliteTx<'_> {
    fn prepare(&self, sql: &str) -> Result<rusqlite::CachedStatement<'_>, StorageRefused> {
        Ok(self.transaction.prepare_cached(sql)?)
    }
}

#[cfg(test)]
mod beside_tests;
#[cfg(test)]
mod card_tests;
#[cfg(test)]
mod order_tests;
#[cfg(test)]
mod tests;
