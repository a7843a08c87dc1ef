//! Putting a backup back in a hub's folder. Everything is looked at first: that no hub runs there, that the keys of the
//! company lie there, that the copy is whole. Then the blobs are added, the database is written beside its place and
//! takes it in one rename; one that was there is kept under a dated name.
//!
//! The restored database begins a new epoch at once, so that every phone offers everything again, whether it has seen
//! what was lost or not, and today's job numbers go on behind those that may have been dealt (`core::place` does the same
//! where a folder was put back by hand and a phone notices).
//!
//! It must not know: HTTP, what a phone holds.

pub mod lost;
mod refused;

pub use refused::RestoreRefused;

use crate::backup::{self, DATABASE, dated, remove, stored_blobs};
use crate::blobs::{BlobFolder, Seen, Taken, sync_folder};
use crate::check::{self, Fault, Report};
use crate::core::office::day_of;
use crate::core::place::LOST_JOB_NUMBERS;
use crate::entropy::{self, Entropy};
use crate::keys::{KeyFolder, private_file};
use crate::lock;
use crate::progress::{Progress, Watch, Work};
use crate::refused::HubRefused;
use domain::digest::Digest;
use domain::trust::Certificate;
use hub_storage::company::Company;
use hub_storage::{HubStorage, SqliteStorage, StorageRefused};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use sync::feed::Epoch;

/// The database that is being written.
const RESTORING: &str = "hub.sqlite.restoring";

/// What is to be put back where.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The backup.
    pub from: &'a Path,
    /// The hub's folder; the company's keys lie there.
    pub hub: &'a Path,
    /// Take the place of a database that is sound; it is kept aside.
    pub replace: bool,
    /// Go on although the copy has faults: files that are lost count as not sent yet.
    pub anyway: bool,
}

/// A database put back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    /// The feed number it holds everything up to.
    pub number: u64,
    /// Files the database calls stored.
    pub blobs: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Files that are lost: the phones that hold them may send them again.
    pub lost: u64,
    /// Where the database that was there lies now.
    pub aside: Option<PathBuf>,
}

/// Puts a backup back.
pub fn restore(
    order: &Order<'_>,
    now_ms: i64,
    entropy: &dyn Entropy,
    watch: Watch<'_>,
) -> Result<Restored, RestoreRefused> {
    let mut copy = open(order)?;
    let mut report = Report::default();
    check::contents(&mut copy, now_ms, watch, &mut report).map_err(RestoreRefused::Unreadable)?;
    if let Some(Fault::Database(what)) = report.faults.first() {
        return Err(RestoreRefused::Unreadable(StorageRefused::Damaged(what.clone())));
    }
    let company = backup::company(&mut copy)?.ok_or(RestoreRefused::Unreadable(StorageRefused::OtherFile))?;
    keys_fit(order.hub, &company)?;
    let _locks = (lock::hub(order.hub)?, lock::backup(order.hub)?);
    let there = there(order, &company)?;
    let files = Files::plan(order, &mut copy, watch)?;
    report.faults.extend(files.faults.iter().cloned());
    if !report.faults.is_empty() && !order.anyway {
        return Err(RestoreRefused::Faults(report.faults));
    }
    let staged = order.hub.join(RESTORING);
    let put = stage(&mut copy, &staged, &files, &company, (now_ms, entropy))
        .and_then(|size| Ok(size + files.copy(order, watch)?))
        .and_then(|bytes| Ok((bytes, put_in_place(order.hub, &staged, there, now_ms)?)));
    if put.is_err() {
        remove(&staged)?;
    }
    let (bytes, aside) = put?;
    let lost = files.lost.len() as u64;
    Ok(Restored { number: report.number, blobs: files.named - lost, bytes, lost, aside })
}

fn open(order: &Order<'_>) -> Result<SqliteStorage, RestoreRefused> {
    let database = order.from.join(DATABASE);
    if !database.is_file() {
        return Err(RestoreRefused::NoBackup(order.from.display().to_string()));
    }
    if fs::canonicalize(order.from).ok() == fs::canonicalize(order.hub).ok() {
        return Err(RestoreRefused::OwnFolder(order.hub.display().to_string()));
    }
    SqliteStorage::beside(&database).map_err(RestoreRefused::Unreadable)
}

/// Without its keys a hub cannot start, and with another company's it would not be this one.
fn keys_fit(hub: &Path, company: &Company) -> Result<(), RestoreRefused> {
    let unreadable = |_| RestoreRefused::Unreadable(StorageRefused::Damaged("certificates".into()));
    let issuing = Certificate::from_der(&company.issuing).map_err(unreadable)?;
    let office = Certificate::from_der(&company.office).map_err(unreadable)?;
    let keys = KeyFolder::of(hub);
    let company = || company.name_zh.clone();
    match keys.read(issuing.spki(), office.spki()) {
        Ok(_) => Ok(()),
        Err(HubRefused::KeyMissing(file)) => {
            Err(RestoreRefused::KeysMissing { file, folder: keys.name(), company: company() })
        }
        Err(_) => Err(RestoreRefused::KeysOfAnother { folder: keys.name(), company: company() }),
    }
}

/// Whether a database lies in the hub's folder that must be kept aside.
fn there(order: &Order<'_>, company: &Company) -> Result<bool, RestoreRefused> {
    let database = order.hub.join(DATABASE);
    if !database.exists() {
        return Ok(false);
    }
    let sound = SqliteStorage::beside(&database).and_then(|mut found| {
        let sound = found.faults()?.is_empty();
        let of = if sound { backup::company(&mut found)? } else { None };
        of.map(|of| Ok((of, found.read()?.head()?.place.number))).transpose()
    });
    match sound {
        Ok(Some((of, _))) if of.root != company.root => {
            Err(RestoreRefused::OtherCompany { hub: of.name_zh, backup: company.name_zh.clone() })
        }
        Ok(Some((_, number))) if !order.replace => {
            Err(RestoreRefused::Sound { folder: order.hub.display().to_string(), number })
        }
        Ok(_) | Err(StorageRefused::Damaged(_) | StorageRefused::OtherFile) => Ok(true),
        Err(refused) => Err(refused.into()),
    }
}

/// What is to become of the files the copied database names.
struct Files {
    /// How many it names.
    named: u64,
    /// To be copied from the backup.
    copy: Vec<Digest>,
    /// Neither here nor there.
    lost: Vec<Digest>,
    faults: Vec<Fault>,
}

impl Files {
    /// Reads every file the backup has and the hub lacks, or has damaged.
    fn plan(order: &Order<'_>, copy: &mut SqliteStorage, watch: Watch<'_>) -> Result<Self, RestoreRefused> {
        let stored = stored_blobs(copy.read()?.as_ref())?;
        let (from, here) = (BlobFolder::at(order.from), BlobFolder::at(order.hub));
        let named: BTreeSet<Digest> = stored.iter().map(|blob| blob.digest).collect();
        let whole = |digest: &Digest| matches!(from.look(digest), Ok(Seen::Whole { .. }));
        let unnamed = from.stored()?.into_iter().filter(|digest| !named.contains(digest) && whole(digest));
        let total = stored.len() as u64;
        let mut files = Self { named: total, copy: unnamed.collect(), lost: Vec::new(), faults: Vec::new() };
        for (done, blob) in (1..).zip(stored) {
            if here.look(&blob.digest).ok() != Some(Seen::Whole { size: blob.size }) {
                match check::unfit(order.from, &blob) {
                    None => files.copy.push(blob.digest),
                    Some(fault) => {
                        files.lost.push(blob.digest);
                        files.faults.push(fault);
                    }
                }
            }
            watch(Progress { work: Work::ReadingFiles, done, total });
        }
        Ok(files)
    }

    /// Copies them, and gives the bytes. What lies in a place and is something else is put apart first.
    fn copy(&self, order: &Order<'_>, watch: Watch<'_>) -> Result<u64, RestoreRefused> {
        let (from, to) = (BlobFolder::at(order.from), BlobFolder::open(order.hub)?);
        let (mut bytes, total) = (0, self.copy.len() as u64);
        for (done, digest) in (1..).zip(&self.copy) {
            if let Seen::Other { found } = to.look(digest)? {
                to.set_apart(digest, &found)?;
            }
            if to.size(digest).is_none() {
                match to.take(&from, digest)? {
                    Taken::Copied { size } => bytes += size,
                    Taken::Unfit => return Err(RestoreRefused::Folder(format!("{digest} changed while it was read"))),
                }
            }
            watch(Progress { work: Work::CopyingFiles, done, total });
        }
        Ok(bytes)
    }
}

/// Writes the database beside its place, in a new epoch, without the files that are lost. Gives its size.
fn stage(
    copy: &mut SqliteStorage,
    staged: &Path,
    files: &Files,
    company: &Company,
    (now_ms, entropy): (i64, &dyn Entropy),
) -> Result<u64, RestoreRefused> {
    private_file(staged)?;
    copy.back_up(staged)?;
    let mut storage = SqliteStorage::beside(staged)?;
    let mut tx = storage.write()?;
    tx.begin_epoch(Epoch(entropy::bytes(entropy)), now_ms)?;
    tx.next_job_number(&day_of(now_ms, company.offset_minutes), LOST_JOB_NUMBERS)?;
    lost::ask_for(tx.as_mut(), &files.lost, now_ms)?;
    tx.commit()?;
    Ok(fs::metadata(staged)?.len())
}

/// The database of before goes aside first: a hub that starts between the two finds none and says so.
fn put_in_place(hub: &Path, staged: &Path, there: bool, now_ms: i64) -> io::Result<Option<PathBuf>> {
    let database = hub.join(DATABASE);
    let aside = dated(&database, now_ms);
    for end in ["", "-wal", "-shm"] {
        let with_end = |file: &Path| PathBuf::from(format!("{}{end}", file.display()));
        match fs::rename(with_end(&database), with_end(&aside)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    sync_folder(hub)?;
    fs::rename(staged, &database)?;
    sync_folder(hub)?;
    Ok(there.then_some(aside))
}
