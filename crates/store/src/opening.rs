//! Opening an encrypted SQLite file: key, durability, locking, schema. Used for store.db and media.db alike.

use crate::migrations::{self, Schema};
use crate::refused::StoreRefused;
use data_encoding::HEXLOWER;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

/// How often SQLCipher is asked, a millisecond apart, whether it is ready.
const TRIES: u32 = 1000;

/// How long a writer waits for another one before it says *busy*.
const PATIENCE: Duration = Duration::from_millis(250);

/// The WAL is cut back to this after a checkpoint, bytes.
const WAL_LIMIT: i64 = 8 * 1024 * 1024;

/// SQLite's number for `auto_vacuum=INCREMENTAL`.
const INCREMENTAL: i64 = 2;

/// How far a commit goes before it returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Synchronous {
    /// On the disk. What the product uses.
    #[default]
    Full,
    /// On the disk at the next checkpoint. For the power-cut test's control alone.
    Normal,
    /// Whenever the system likes. For the power-cut test's control and quick fixtures alone.
    Off,
}

/// Where and how to open a file.
#[derive(Clone)]
pub struct OpenOptions {
    /// The file. Its folder must exist.
    pub path: PathBuf,
    /// The raw SQLCipher key: 32 random bytes out of the key vault.
    pub key: Zeroizing<[u8; 32]>,
    /// A registered VFS, or the system's.
    pub vfs: Option<String>,
    /// Keep the file locked while it is open, so that a second instance of the app is told so. Needs no shared memory,
    /// which a test disk has not got.
    pub exclusive: bool,
    /// Durability of a commit.
    pub synchronous: Synchronous,
    /// Begin a new file where there is none; otherwise refuse with [`StoreRefused::Missing`].
    pub create: bool,
}

impl OpenOptions {
    /// What the product uses: the system's disk, exclusive, `FULL`, a new file where there is none.
    #[must_use]
    pub fn new(path: impl AsRef<Path>, key: &[u8; 32]) -> Self {
        Self {
            path: path.as_ref().to_owned(),
            key: Zeroizing::new(*key),
            vfs: None,
            exclusive: true,
            synchronous: Synchronous::Full,
            create: true,
        }
    }
}

/// Opens the file, brings its schema up to date and leaves nothing half done.
pub(crate) fn open(options: &OpenOptions, schema: &Schema) -> Result<Connection, StoreRefused> {
    await_the_cipher();
    let mut connection = connect(options)?;
    unlock(&connection, options, schema)?;
    migrations::check(&connection, schema)?;
    settle(&connection, options)?;
    migrations::migrate(&mut connection, schema)?;
    Ok(connection)
}

/// SQLite calls itself ready a moment before SQLCipher is: its part runs once the lock on setting up is released. Whoever
/// opens the first file just then, while another thread sets up, is told that a key needs characters.
fn await_the_cipher() {
    static READY: Once = Once::new();
    READY.call_once(|| {
        let takes_keys = || Connection::open_in_memory().is_ok_and(|it| it.execute_batch("PRAGMA key = 'k'").is_ok());
        let mut tries = 0..TRIES;
        while !takes_keys() && tries.next().is_some() {
            thread::sleep(Duration::from_millis(1));
        }
    });
}

fn connect(options: &OpenOptions) -> Result<Connection, StoreRefused> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if options.create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let opened = match &options.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(&options.path, flags, vfs.as_str()),
        None => Connection::open_with_flags(&options.path, flags),
    };
    match opened {
        Err(error) if !options.create && error.sqlite_error_code() == Some(ErrorCode::CannotOpen) => {
            Err(StoreRefused::Missing)
        }
        opened => Ok(opened?),
    }
}

/// Gives the key and reads the first page with it. Nothing is written yet.
fn unlock(connection: &Connection, options: &OpenOptions, schema: &Schema) -> Result<(), StoreRefused> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    let hex = Zeroizing::new(HEXLOWER.encode(options.key.as_ref()));
    let key = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.as_str()));
    connection.execute_batch(&key)?;
    connection.pragma_update(None, "cipher_page_size", schema.page_size)?;
    // SQLCipher's own log goes to the standard error output, which is nobody's on a phone; we return what it says.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.pragma_update(None, "locking_mode", if options.exclusive { "EXCLUSIVE" } else { "NORMAL" })?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // A plan does not depend on the values it is first used with; else a statement is planned anew for each.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    let pages = connection.query_row("SELECT count(*) AS tables FROM sqlite_schema", [], |row| row.get("tables"));
    match pages {
        Ok(0_i64) if !options.create => Err(StoreRefused::Missing),
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => Err(StoreRefused::WrongKey),
        Err(error) => Err(error.into()),
    }
}

/// Durability and the journal. `auto_vacuum` must come before the first page is written.
fn settle(connection: &Connection, options: &OpenOptions) -> Result<(), StoreRefused> {
    // Said again to a file that has it, SQLite writes a page, and a full disk would keep the app from opening.
    let vacuums: i64 = connection.query_row("PRAGMA auto_vacuum", [], |row| row.get(0))?;
    if vacuums != INCREMENTAL {
        connection.pragma_update(None, "auto_vacuum", INCREMENTAL)?;
    }
    let journal: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if journal != "wal" {
        return Err(StoreRefused::NotAllowed(format!("journal mode {journal}")));
    }
    let synchronous = match options.synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Normal => "NORMAL",
        Synchronous::Off => "OFF",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    // On Apple's systems a plain fsync leaves the data in the drive's cache.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_size_limit", WAL_LIMIT)?;
    Ok(())
}

/// Gives the pages of what was removed back to the system.
pub(crate) fn give_back(connection: &Connection) -> Result<(), StoreRefused> {
    let mut statement = connection.prepare("PRAGMA incremental_vacuum")?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(())
}

/// Removes the file `path` and its journal: on a *lost* order at once, on a *retire* order after all was handed in. Close
/// it first, and remove its key from the vault too. No file there is no error.
pub fn erase(path: &Path) -> Result<(), StoreRefused> {
    // The journals first: a kill in between leaves a file without its newest commits rather than the reverse.
    for ending in ["-wal", "-shm", "-journal", ""] {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        match std::fs::remove_file(PathBuf::from(file)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreRefused::NotAllowed(error.to_string()));
            }
            _ => {}
        }
    }
    Ok(())
}
