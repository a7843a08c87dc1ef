//! A backup: the database of one moment and every blob it names, in another folder that has the layout of a hub's. When
//! it is on the disk, how far it goes is announced (`secured`), and phones may let go of what lies before that. Private
//! keys are not in it: they are kept apart, once.
//!
//! # Beside the running hub
//!
//! A backup has a connection of its own to the hub's database, in whichever process it is made. The hub holds the file
//! in WAL mode and not exclusively, so a second connection reads one moment of it (`VACUUM INTO`) while the hub writes
//! on, and announces in a short transaction of its own that waits for its turn; the hub reads the watermark afresh for
//! every answer. So it is the same whether a hub runs or not, nobody has to be asked over a port, and who may read the
//! folder is all the proof there is to give. `hub.lock` is not touched; `backup.lock` keeps a second backup, and a
//! restore, away.
//!
//! # The last backup
//!
//! Nothing in the folder is written over: blobs are added, the database is written beside the last one and takes its
//! name when both are on the disk. A last one that holds what this hub does not (it went backwards since) is kept under
//! another name.
//!
//! It must not know: HTTP, what a change means.

mod refused;

pub use refused::BackupRefused;

use crate::blobs::{BlobFolder, Taken, sync_folder};
use crate::progress::{Progress, Watch, Work};
use crate::{keys, lock};
use domain::digest::Digest;
use hub_storage::company::Company;
use hub_storage::{HubStorage, SqliteStorage, StorageRefused, Tx};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The database's name in a hub's folder and in a backup.
pub const DATABASE: &str = "hub.sqlite";
/// The database that is being written.
const FRESH: &str = "hub.sqlite.fresh";
/// Blobs asked of the database at a time.
pub(crate) const A_PAGE: u32 = 1000;

/// A backup that is on the disk and announced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backup {
    /// The feed number it holds everything up to.
    pub number: u64,
    /// Blobs in it.
    pub blobs: u64,
    /// Bytes written for it this time.
    pub bytes: u64,
    /// Where the database of the last backup lies, where it held something else than an earlier part of this one.
    pub aside: Option<PathBuf>,
}

/// Writes a backup of the hub in `hub` into the folder `to`, and announces it.
pub fn back_up(hub: &Path, to: &Path, now_ms: i64, watch: Watch<'_>) -> Result<Backup, BackupRefused> {
    if !hub.join(DATABASE).is_file() {
        return Err(BackupRefused::NoHub(hub.display().to_string()));
    }
    prepare(hub, to)?;
    let _lock = lock::backup(hub)?;
    let mut live = SqliteStorage::beside(&hub.join(DATABASE))?;
    let company = company(&mut live)?.ok_or_else(|| BackupRefused::NoHub(hub.display().to_string()))?;
    let (fresh, kept) = (to.join(FRESH), to.join(DATABASE));
    let last = last(&kept, &company)?;
    keys::private_file(&fresh)?;
    let number = live.back_up(&fresh).map_err(of_the_copy)?;
    // Blobs after the database: every one that it calls stored is among them.
    let copied = copy_blobs(hub, to, &fresh, watch)?;
    let aside = match last {
        Some(last) if !contains(&mut live, &last)? => Some(keep_aside(&kept, now_ms)?),
        _ => None,
    };
    let bytes = copied.bytes + fs::metadata(&fresh)?.len();
    fs::rename(&fresh, &kept)?;
    sync_folder(to)?;
    if let Some(first) = copied.unfit.first() {
        let folder = hub.display().to_string();
        return Err(BackupRefused::BlobsUnfit { folder, count: copied.unfit.len(), first: *first });
    }
    announce(&mut live, number).map_err(BackupRefused::NotAnnounced)?;
    Ok(Backup { number, blobs: copied.blobs, bytes, aside })
}

/// A full disk here is the backup's, not the hub's.
fn of_the_copy(refused: StorageRefused) -> BackupRefused {
    match refused {
        StorageRefused::DiskFull => io::Error::from(io::ErrorKind::StorageFull).into(),
        other => other.into(),
    }
}

fn announce(live: &mut SqliteStorage, number: u64) -> Result<(), StorageRefused> {
    let mut tx = live.write()?;
    tx.secure(number)?;
    tx.commit()
}

/// Makes the folder, and refuses one a backup must not be written into.
fn prepare(hub: &Path, to: &Path) -> Result<(), BackupRefused> {
    let name = || to.display().to_string();
    if to.exists() && !to.is_dir() {
        return Err(BackupRefused::NotAFolder(name()));
    }
    keys::private_folder(to)?;
    let (own, real) = (fs::canonicalize(hub)?, fs::canonicalize(to)?);
    let inside = ["blobs", "keys"].iter().any(|part| real.starts_with(own.join(part)));
    if own == real || inside {
        return Err(BackupRefused::OwnFolder(name()));
    }
    let of_a_hub = ["keys", "hub.sqlite-wal"].iter().any(|part| real.join(part).exists());
    if of_a_hub { Err(BackupRefused::HubFolder(name())) } else { Ok(()) }
}

/// What the folder holds already.
enum Last {
    /// Up to a place on the feed.
    Upto(u64, Digest),
    /// A file that cannot be read.
    Unreadable,
}

fn last(kept: &Path, ours: &Company) -> Result<Option<Last>, BackupRefused> {
    if !kept.exists() {
        return Ok(None);
    }
    let read = SqliteStorage::beside(kept).and_then(|mut last| {
        let tx = last.read()?;
        let company = tx.company()?;
        company.map(|company| Ok((company, tx.head()?.place))).transpose()
    });
    match read {
        Ok(Some((company, _))) if company.root != ours.root => {
            Err(BackupRefused::OtherCompany { folder: kept.display().to_string(), company: company.name_zh })
        }
        Ok(Some((_, place))) => Ok(Some(Last::Upto(place.number, place.chain))),
        Ok(None) | Err(_) => Ok(Some(Last::Unreadable)),
    }
}

/// Whether everything the last backup holds is in this database still.
fn contains(live: &mut SqliteStorage, last: &Last) -> Result<bool, StorageRefused> {
    match last {
        Last::Upto(number, chain) => Ok(live.read()?.chain_at(*number)? == Some(*chain)),
        Last::Unreadable => Ok(false),
    }
}

/// Gives the last database a second name, so that the first one is never without a file.
fn keep_aside(kept: &Path, now_ms: i64) -> io::Result<PathBuf> {
    let aside = dated(kept, now_ms);
    fs::hard_link(kept, &aside).or_else(|_| fs::copy(kept, &aside).map(|_| ()))?;
    Ok(aside)
}

/// A free name to keep a database under when another takes its place: `hub-20261129-062300.sqlite`, in UTC.
pub(crate) fn dated(database: &Path, now_ms: i64) -> PathBuf {
    let moment = chrono::DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    let name = format!("hub-{}", moment.format("%Y%m%d-%H%M%S"));
    let mut free = database.with_file_name(format!("{name}.sqlite"));
    let mut again = 1;
    while free.exists() {
        again += 1;
        free = database.with_file_name(format!("{name}-{again}.sqlite"));
    }
    free
}

/// Takes a file away that may not be there.
pub(crate) fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whose database it is, if anybody's yet.
pub(crate) fn company(storage: &mut SqliteStorage) -> Result<Option<Company>, StorageRefused> {
    storage.read()?.company()
}

/// The digests of all blobs a database calls stored.
pub(crate) fn stored_blobs(tx: &dyn Tx) -> Result<Vec<hub_storage::media::Blob>, StorageRefused> {
    let mut stored: Vec<hub_storage::media::Blob> = Vec::new();
    loop {
        let page = tx.stored_blobs(stored.last().map(|blob| &blob.digest), A_PAGE)?;
        if page.is_empty() {
            return Ok(stored);
        }
        stored.extend(page);
    }
}

/// Blobs copied.
#[derive(Default)]
struct Copied {
    blobs: u64,
    bytes: u64,
    /// Those the hub calls stored and does not have, or not as they should be.
    unfit: Vec<Digest>,
}

/// Copies every blob the folder lacks: those the copied database names, and those that lie in their place.
fn copy_blobs(hub: &Path, to: &Path, database: &Path, watch: Watch<'_>) -> Result<Copied, BackupRefused> {
    let (from, to) = (BlobFolder::at(hub), BlobFolder::open(to)?);
    let mut copy = SqliteStorage::beside(database)?;
    let mut wanted: BTreeSet<Digest> = stored_blobs(copy.read()?.as_ref())?.iter().map(|blob| blob.digest).collect();
    wanted.extend(from.stored()?);
    let total = wanted.len() as u64;
    let mut copied = Copied::default();
    for (done, digest) in (1..).zip(wanted) {
        // A blob gets its name when it is whole; another size means that this disk has lost some of it since.
        let there = to.size(&digest).is_some_and(|size| from.size(&digest).is_none_or(|own| own == size));
        if there {
            copied.blobs += 1;
        } else {
            match to.take(&from, &digest)? {
                Taken::Copied { size } => {
                    copied.blobs += 1;
                    copied.bytes += size;
                }
                Taken::Unfit => copied.unfit.push(digest),
            }
        }
        watch(Progress { work: Work::CopyingFiles, done, total });
    }
    Ok(copied)
}
