//! Schema versions. A migration is a numbered file that is never edited once released; `tests/released` holds a file of
//! each released schema, which a test opens and brings up to date.

use crate::refused::StoreRefused;
use rusqlite::{Connection, TransactionBehavior};

/// One kind of file: how it is told apart, its page size and its migrations in order, the first one being version 1.
pub(crate) struct Schema {
    /// SQLite's `application_id`, four letters.
    pub application: i32,
    /// Bytes a page. Fixed for ever by the first release: an encrypted file cannot be opened with another.
    pub page_size: u32,
    /// The SQL of version 1, 2, 3 ...
    pub migrations: &'static [&'static str],
}

/// store.db: `Drsp`.
pub(crate) const STORE: Schema = Schema {
    application: i32::from_be_bytes(*b"Drsp"),
    page_size: 4096,
    migrations: &[include_str!("../migrations/0001_begin.sql"), include_str!("../migrations/0002_found.sql")],
};

/// media.db: `Drsm`. Large pages: fewer of them a photo to encrypt and to authenticate.
pub(crate) const MEDIA: Schema = Schema {
    application: i32::from_be_bytes(*b"Drsm"),
    page_size: 16384,
    migrations: &[
        include_str!("../migrations/media/0001_begin.sql"),
        include_str!("../migrations/media/0002_number.sql"),
        include_str!("../migrations/media/0003_small.sql"),
    ],
};

impl Schema {
    fn newest(&self) -> u32 {
        u32::try_from(self.migrations.len()).unwrap_or(u32::MAX)
    }
}

/// Refuses a file of another kind or of a newer app, before anything is written to it.
pub(crate) fn check(connection: &Connection, schema: &Schema) -> Result<(), StoreRefused> {
    let found = version(connection)?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) AS n FROM sqlite_schema", [], |row| row.get("n"))?;
    let fresh = tables == 0 && found == 0 && application == 0;
    if !fresh && application != schema.application {
        return Err(StoreRefused::OtherFile);
    }
    if found > schema.newest() {
        return Err(StoreRefused::NewerSchema { found, known: schema.newest() });
    }
    Ok(())
}

/// Brings the file up to date, each version in its own transaction.
pub(crate) fn migrate(connection: &mut Connection, schema: &Schema) -> Result<(), StoreRefused> {
    let found = version(connection)?;
    for (version, sql) in (1_u32..).zip(schema.migrations) {
        if version <= found {
            continue;
        }
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "application_id", schema.application)?;
        step.pragma_update(None, "user_version", version)?;
        step.commit()?;
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<u32, StoreRefused> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    u32::try_from(found).map_err(|_| StoreRefused::OtherFile)
}
