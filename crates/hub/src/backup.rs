//! A backup: the database of one moment and every blob it names, in another folder. When it is on the disk the hub
//! announces how far it goes (`secured`), and phones may let go of what lies before that. Private keys are not in it:
//! they are kept apart, once.

use crate::hub::Hub;
use hub_storage::StorageRefused;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Why there is no backup. The one before it is untouched.
#[derive(Debug, thiserror::Error)]
pub enum BackupRefused {
    /// No folder was given at the start.
    #[error("this hub was started without a backup folder; start it with one")]
    NotConfigured,
    /// The database said no.
    #[error(transparent)]
    Storage(#[from] StorageRefused),
    /// The folder said no.
    #[error("the backup folder cannot be written ({0}). The last backup is untouched. Check the disk and try again")]
    Folder(String),
}

impl BackupRefused {
    /// A stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotConfigured => "backup.not_configured",
            Self::Storage(refused) => refused.code(),
            Self::Folder(_) => "backup.folder",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NotConfigured => "中台启动时没有指定备份文件夹，请指定后重新启动。".into(),
            Self::Storage(refused) => refused.zh(),
            Self::Folder(why) => format!("备份文件夹写不进去（{why}）。上一次备份完好。请检查磁盘后再试。"),
        }
    }
}

impl From<io::Error> for BackupRefused {
    fn from(error: io::Error) -> Self {
        Self::Folder(error.to_string())
    }
}

/// Writes a backup into `folder`, in the layout of a hub's folder, and announces it. Returns the feed number it holds
/// everything up to.
pub fn back_up(hub: &Hub, folder: &Path) -> Result<u64, BackupRefused> {
    fs::create_dir_all(folder)?;
    let (fresh, kept) = (folder.join("hub.sqlite.fresh"), folder.join("hub.sqlite"));
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let number = hub.storage().back_up(&fresh)?;
    // Blobs after the database: every one that it calls stored is among them.
    hub.blobs().copy_to(folder)?;
    fs::rename(&fresh, &kept)?;
    File::open(folder)?.sync_all()?;
    hub.write(|tx, _| tx.secure(number))?;
    Ok(number)
}
