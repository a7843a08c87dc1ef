//! Opening the file: durability, locking, schema; and opening it beside a hub that runs on it.

use crate::refused::StorageRefused;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a writer waits for another process (a backup) before it says *busy*.
const PATIENCE: Duration = Duration::from_secs(5);

/// SQLite's `application_id` of a hub: `Drsh`.
const APPLICATION: i32 = i32::from_be_bytes(*b"Drsh");

/// Schema versions in ascending order, each with the SQL that leads to it. A released one is never edited.
const MIGRATIONS: &[(u32, &str)] = &[
    (1, include_str!("../../migrations/0001_begin.sql")),
    (2, include_str!("../../migrations/0002_office.sql")),
    (3, include_str!("../../migrations/0003_heal.sql")),
    (4, include_str!("../../migrations/0004_settle.sql")),
    (5, include_str!("../../migrations/0005_mirror.sql")),
    (6, include_str!("../../migrations/0006_orders.sql")),
    (7, include_str!("../../migrations/0007_touch.sql")),
    (8, include_str!("../../migrations/0008_van.sql")),
    (9, include_str!("../../migrations/0009_paper.sql")),
];

/// Where and how to open a hub's database.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    /// The file. Its folder must exist.
    pub path: PathBuf,
    /// A registered VFS instead of the system's.
    pub vfs: Option<String>,
    /// The file is locked for good: for a VFS that shares no memory, and where nobody else opens the file.
    pub exclusive: bool,
    /// Begin a new file where there is none; otherwise refuse with [`StorageRefused::Missing`].
    pub create: bool,
    /// Commits wait for the disk. Off for the power-cut test's control and quick fixtures alone.
    pub synchronous: bool,
}

impl SqliteOptions {
    /// What the product uses: the system's disk, `FULL`, a new file where there is none.
    #[must_use]
    pub fn new(path: impl AsRef<Path>) -> Self {
        Self { path: path.as_ref().to_owned(), vfs: None, exclusive: false, create: true, synchronous: true }
    }

    /// The same on a registered VFS, the file locked for good.
    #[must_use]
    pub fn on(vfs: &str, path: impl AsRef<Path>) -> Self {
        Self { vfs: Some(vfs.to_owned()), exclusive: true, ..Self::new(path) }
    }
}

pub(super) fn open(options: &SqliteOptions) -> Result<Connection, StorageRefused> {
    let mut connection = connect(options)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(128);
    check(&connection)?;
    settle(&connection, options)?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// Opens a file that is there as it is: nothing is created or migrated, and its journal stays what it is. In WAL mode a
/// second process reads one moment while the hub writes, and takes its turn where it writes itself.
pub(super) fn beside(path: &Path) -> Result<Connection, StorageRefused> {
    let options = SqliteOptions { create: false, ..SqliteOptions::new(path) };
    let connection = connect(&options)?;
    connection.busy_timeout(PATIENCE)?;
    check(&connection)?;
    if version(&connection)? == 0 {
        return Err(StorageRefused::OtherFile);
    }
    guard(&connection, &options)?;
    Ok(connection)
}

fn connect(options: &SqliteOptions) -> Result<Connection, StorageRefused> {
    if options.vfs.is_none() && !options.create && !options.path.exists() {
        return Err(StorageRefused::Missing);
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if options.create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    Ok(match &options.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(&options.path, flags, vfs.as_str())?,
        None => Connection::open_with_flags(&options.path, flags)?,
    })
}

/// Refuses a file of another kind or of a newer hub before anything is written to it.
fn check(connection: &Connection) -> Result<(), StorageRefused> {
    let found = version(connection)?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let fresh = tables == 0 && found == 0 && application == 0;
    if !fresh && application != APPLICATION {
        return Err(StorageRefused::OtherFile);
    }
    let known = MIGRATIONS.last().map_or(0, |(version, _)| *version);
    if found > known {
        return Err(StorageRefused::NewerSchema { found, known });
    }
    Ok(())
}

fn settle(connection: &Connection, options: &SqliteOptions) -> Result<(), StorageRefused> {
    if options.exclusive {
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    }
    let journal: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if journal != "wal" {
        return Err(StorageRefused::NotAllowed(format!("journal mode {journal}")));
    }
    guard(connection, options)?;
    connection.query_row("PRAGMA journal_size_limit = 67108864", [], |row| row.get::<_, i64>(0))?;
    Ok(())
}

/// What holds for a connection, however the file was opened.
fn guard(connection: &Connection, options: &SqliteOptions) -> Result<(), StorageRefused> {
    connection.pragma_update(None, "synchronous", if options.synchronous { "FULL" } else { "OFF" })?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // A plan does not depend on the values it is first used with; else a statement is planned anew for each.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<(), StorageRefused> {
    let found = version(connection)?;
    for (version, sql) in MIGRATIONS {
        if *version <= found {
            continue;
        }
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "application_id", APPLICATION)?;
        step.pragma_update(None, "user_version", version)?;
        step.commit()?;
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<u32, StorageRefused> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    u32::try_from(found).map_err(|_| StorageRefused::OtherFile)
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    #[test]
    fn schema_versions_ascend() {
        assert!(MIGRATIONS.is_sorted_by(|(before, _), (after, _)| before < after));
    }
}
