//! Who may do what in a hub's folder at a time: one hub runs on it, and one backup of it is made. Both are locks of the
//! system on a file, so that a process that dies gives them back.

use crate::refused::HubRefused;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Held while a hub runs.
const HUB: &str = "hub.lock";
/// Held while a backup is made, or the database is put back.
const BACKUP: &str = "backup.lock";

/// One hub a folder: two would count the same numbers.
pub fn hub(folder: &Path) -> Result<File, HubRefused> {
    take(folder, HUB, HubRefused::Running)
}

/// One backup of a folder at a time, and none while its database is put back.
pub fn backup(folder: &Path) -> Result<File, HubRefused> {
    take(folder, BACKUP, HubRefused::BackupUnderWay)
}

fn take(folder: &Path, name: &str, taken: fn(String) -> HubRefused) -> Result<File, HubRefused> {
    let file = File::options().create(true).truncate(false).write(true).open(folder.join(name));
    let file = file.map_err(|error| HubRefused::folder(folder, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(taken(folder.display().to_string())),
        Err(TryLockError::Error(error)) => Err(HubRefused::folder(folder, &error)),
    }
}
