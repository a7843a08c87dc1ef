//! Why there is no new backup, or none that was announced.

use crate::refused::HubRefused;
use domain::digest::Digest;
use hub_storage::StorageRefused;
use std::io;

/// Why there is no backup, or not a whole one. The one before it is untouched.
#[derive(Debug, thiserror::Error)]
pub enum BackupRefused {
    /// No folder was given at the start.
    #[error("this hub was started without a backup folder; start it with one, or run: doorstep hub backup DIR")]
    NotConfigured,
    /// Nothing to copy.
    #[error("there is no hub in {0} (no hub.sqlite). Name the hub's folder: --folder")]
    NoHub(String),
    /// The hub's own folder.
    #[error("{0} is the hub's own folder. A backup beside what it backs up is none: choose a folder on another disk")]
    OwnFolder(String),
    /// Another hub's folder.
    #[error(
        "{0} is a folder a hub works in. Nothing was written there. Choose an empty folder, or that of the last backup"
    )]
    HubFolder(String),
    /// A file.
    #[error("{0} is a file. Name a folder for the backup")]
    NotAFolder(String),
    /// Somebody else's backup.
    #[error("{folder} is a backup of another company ({company}). Nothing was written there. Choose another folder")]
    OtherCompany {
        /// The file.
        folder: String,
        /// Whose.
        company: String,
    },
    /// Another backup is under way.
    #[error(transparent)]
    Hub(#[from] HubRefused),
    /// The database said no.
    #[error(transparent)]
    Storage(#[from] StorageRefused),
    /// The folder said no.
    #[error("the backup folder cannot be written ({0}). The last backup is untouched. Check the disk and try again")]
    Folder(String),
    /// Files of the hub that are lost or damaged.
    #[error(
        "the backup is written, but {count} file(s) of the hub could not be copied, the first of them {first}: missing or damaged in {folder}. It is not announced, so phones keep theirs. Run: doorstep hub check"
    )]
    BlobsUnfit {
        /// The hub's folder.
        folder: String,
        /// How many.
        count: usize,
        /// One of them.
        first: Digest,
    },
    /// Written, and the hub could not be told.
    #[error("the backup is written, but the phones are not told of it yet: {0} Then make the backup again")]
    NotAnnounced(StorageRefused),
}

impl BackupRefused {
    /// A stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotConfigured => "backup.not_configured",
            Self::NoHub(_) => "backup.no_hub",
            Self::OwnFolder(_) => "backup.own_folder",
            Self::HubFolder(_) => "backup.hub_folder",
            Self::NotAFolder(_) => "backup.not_a_folder",
            Self::OtherCompany { .. } => "backup.other_company",
            Self::Hub(refused) => refused.code(),
            Self::Storage(refused) => refused.code(),
            Self::Folder(_) => "backup.folder",
            Self::BlobsUnfit { .. } => "backup.blobs_unfit",
            Self::NotAnnounced(_) => "backup.not_announced",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NotConfigured => {
                "中台启动时没有指定备份文件夹，请指定后重新启动，或运行：doorstep hub backup 文件夹".into()
            }
            Self::NoHub(folder) => format!("{folder} 里没有中台（没有 hub.sqlite）。请用 --folder 指明中台的文件夹。"),
            Self::OwnFolder(folder) => {
                format!("{folder} 就是中台自己的文件夹，备份放在原处等于没有备份。请换到另一块磁盘上的文件夹。")
            }
            Self::HubFolder(folder) => {
                format!("{folder} 是中台正在用的文件夹，没有写入任何内容。请选空文件夹，或上一次备份的文件夹。")
            }
            Self::NotAFolder(file) => format!("{file} 是一个文件。请指定备份用的文件夹。"),
            Self::OtherCompany { folder, company } => {
                format!("{folder} 是另一家公司（{company}）的备份，没有写入任何内容。请换一个文件夹。")
            }
            Self::Hub(refused) => refused.zh(),
            Self::Storage(refused) => refused.zh(),
            Self::Folder(why) => format!("备份文件夹写不进去（{why}）。上一次备份完好。请检查磁盘后再试。"),
            Self::BlobsUnfit { folder, count, first } => format!(
                "备份已写好，但中台有 {count} 个文件无法复制（第一个是 {first}）：{folder} 里缺失或已损坏。因此没有告知手机，手机会保留自己的文件。请运行：doorstep hub check"
            ),
            Self::NotAnnounced(refused) => format!("备份已写好，但还没有告知手机：{}之后请再备份一次。", refused.zh()),
        }
    }
}

impl From<io::Error> for BackupRefused {
    fn from(error: io::Error) -> Self {
        Self::Folder(error.to_string())
    }
}
