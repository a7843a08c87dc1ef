//! The power-cut disk: a disk in memory, as a SQLite VFS, that forgets what was not synced when its power goes.
//!
//! Killing a process proves little: the page cache outlives it, so even `synchronous=OFF` passes (FINDINGS 5). This disk
//! holds, for each file, what is durable and what was only written. It runs under the shipped SQLCipher build through
//! `rusqlite`, so it is the product's own database that is tested.
//!
//! **What survives a cut**
//! - The bytes of a file as of its last completed sync (`xSync`), and its length then. What was written since is lost, or with
//!   [`Unsynced::Torn`] a part of it chosen by the seed survives: some writes whole, some in 512-byte pieces, some not, in no order.
//! - A file's *name* is durable once the file was synced or its directory was (as fsync does on ext4, F2FS and APFS). A new file
//!   that never was is gone.
//! - A deletion is durable once the directory was synced (`xDelete` with the sync flag). Before, the file is back, with
//!   what was durable in it.
//! - The directory is synced by a deletion that asks for it, and with the first sync of a journal or WAL opened to be created, as SQLite's
//!   Unix VFS does. So a rollback journal's deletion, which is a commit in `journal_mode=DELETE`, is *not* durable under
//!   `synchronous=FULL` (it wants `EXTRA`): such a commit may be rolled back by a cut.
//!
//! **When it goes**: before or after the n-th sync takes effect, or at the n-th write ([`Cut`]). The call at which it goes
//! fails, and so does every later one, with an I/O error, for ever, on every file that was open: reopen after
//! [`PowerCutDisk::power_on`]. Only closing succeeds.
//!
//! ```
//! use testkit::power_cut::{Cut, PowerCutDisk};
//!
//! let disk = PowerCutDisk::new("doc");
//! let db = disk.open("store.db").unwrap();
//! db.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(n)").unwrap();
//! disk.cut_at(Cut::BeforeSync(disk.syncs() + 1));
//! assert!(db.execute("INSERT INTO t VALUES (1)", []).is_err());
//! drop(db);
//! disk.power_on();
//! let db = disk.open("store.db").unwrap();
//! assert_eq!(db.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 0);
//! ```
//!
//! Several databases live on one disk (each with its `-wal` and `-journal`) and several disks at once, each under its own VFS
//! name. Locks and WAL shared memory work between connections of one process, so `locking_mode` may be either.
//! Time stands still and `xRandomness` follows the seed; SQLCipher's salts come from OpenSSL, so the bytes of an encrypted file differ
//! from run to run while the sequence of writes and syncs does not.
//!
//! | file | what is there |
//! |---|---|
//! | `disk.rs` | the disk itself: files, names, syncs, cuts, room; safe code |
//! | `locks.rs` | file locks and shared-memory locks between connections |
//! | `vfs.rs`, `vfs/file.rs` | the C face: `sqlite3_vfs` and `sqlite3_io_methods`; unsafe code is here |

mod disk;
mod locks;
#[cfg(test)]
mod tests;
#[allow(unsafe_code)] // A VFS is a table of C functions. Each block says why it holds.
mod vfs;

use rusqlite::{Connection, OpenFlags};
use std::sync::{Mutex, MutexGuard, PoisonError};

use disk::Disk;

/// Where the power goes. Syncs and writes are counted from 1 since the disk was made; see [`PowerCutDisk::syncs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// At the n-th sync, before it takes effect: the data are lost and the caller gets an error.
    BeforeSync(u64),
    /// At the n-th sync, after it took effect: the data are safe, but the caller gets an error.
    AfterSync(u64),
    /// At the n-th write or truncation, which is itself un-synced.
    AtWrite(u64),
}

/// What becomes of un-synced writes in a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Unsynced {
    /// All of them are lost.
    #[default]
    Lost,
    /// A part survives, chosen by this seed and the moment of the cut: whole, torn in 512-byte pieces, or not, in no order.
    Torn(u64),
}

/// A disk that can lose its power. Dropping it removes its VFS; connections still open on it fail from then on.
pub struct PowerCutDisk {
    registered: vfs::Registered,
}

impl PowerCutDisk {
    /// A new, empty disk. `name` shows in [`vfs_name`](Self::vfs_name), which is unique in the process.
    #[must_use]
    pub fn new(name: &str) -> PowerCutDisk {
        PowerCutDisk { registered: vfs::register(name) }
    }

    /// The name to open databases under: `Connection::open_with_flags_and_vfs(path, flags, disk.vfs_name())`, or `?vfs=`
    /// in a URI. Paths are plain names to the disk; there are no folders.
    #[must_use]
    pub fn vfs_name(&self) -> &str {
        self.registered.name()
    }

    /// Opens or creates the database `file`.
    ///
    /// # Errors
    /// SQLite's, among them the I/O error of a disk without power.
    pub fn open(&self, file: &str) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags_and_vfs(file, flags, self.vfs_name())
    }

    /// Sets where the power will go. Replaces what was set before.
    pub fn cut_at(&self, cut: Cut) {
        self.disk().cut_at = Some(cut);
    }

    /// The power goes now.
    pub fn cut_now(&self) {
        self.disk().go_dark();
    }

    /// Whether the power is gone.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        self.disk().dark
    }

    /// The power comes back; a cut that was set and has not happened is forgotten. If the power is on, it is cut first. The
    /// counts go on.
    pub fn power_on(&self) {
        self.disk().power_on();
    }

    /// What becomes of un-synced writes at the next cut; [`Unsynced::Lost`] at first.
    pub fn unsynced(&self, unsynced: Unsynced) {
        self.disk().unsynced = unsynced;
    }

    /// The disk is full once its files have grown by `bytes` from now: then SQLite says `SQLITE_FULL`. Overwriting what is there still
    /// works, and deleting or truncating makes room.
    pub fn full_after(&self, bytes: u64) {
        let mut disk = self.disk();
        disk.capacity = Some(disk.used() + bytes);
    }

    /// There is room without end again.
    pub fn make_room(&self) {
        self.disk().capacity = None;
    }

    /// How many syncs were begun: of files, and of the directory by a deletion.
    #[must_use]
    pub fn syncs(&self) -> u64 {
        self.disk().syncs
    }

    /// How many writes and truncations were begun.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.disk().writes
    }

    /// How many bytes all files have together, as written.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.disk().used()
    }

    /// The names of all files, sorted.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        self.disk().names.keys().cloned().collect()
    }

    /// The bytes of a file as written, to look into it (is anything in clear?) or to carry it to another disk.
    #[must_use]
    pub fn read(&self, file: &str) -> Option<Vec<u8>> {
        self.disk().image(file).map(<[u8]>::to_vec)
    }

    /// Puts a file there, durable, in place of any of that name; a backup being restored, say.
    pub fn put(&self, file: &str, bytes: &[u8]) {
        self.disk().put(file, bytes);
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        locked(self.registered.disk())
    }
}

/// A panic elsewhere must not turn every later call into another: the disk's state is whole between calls.
fn locked(disk: &Mutex<Disk>) -> MutexGuard<'_, Disk> {
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}
