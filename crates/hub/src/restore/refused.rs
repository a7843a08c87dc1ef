//! Why a backup was not put back.

use crate::check::Fault;
use crate::refused::HubRefused;
use hub_storage::StorageRefused;
use std::io;

/// Why a backup was not put back. The database in the hub's folder, if there is one, is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreRefused {
    /// Nothing to put back.
    #[error("there is no backup in {0} (no hub.sqlite). Name the folder of a backup")]
    NoBackup(String),
    /// The backup's own folder.
    #[error("{0} is the backup itself. Name the hub's folder with --folder; the backup stays where it is")]
    OwnFolder(String),
    /// The backup's database cannot be used.
    #[error("this backup cannot be put back; the hub's folder is as it was. Take an older backup. What was found: {0}")]
    Unreadable(StorageRefused),
    /// Parts of the backup are damaged.
    #[error("this backup has {} fault(s); the hub's folder is as it was. Mend them or take an older backup; or restore with --anyway: then files that are lost count as not sent yet, and phones that hold them can send them again. The first: {}", .0.len(), first(.0, false))]
    Faults(Vec<Fault>),
    /// No keys.
    #[error(
        "a backup holds no private keys, and {file} is missing. Put issuing.pem and office.pem of {company} into {folder} from where they are kept, then restore again"
    )]
    KeysMissing {
        /// Which.
        file: String,
        /// Where they belong.
        folder: String,
        /// Whose.
        company: String,
    },
    /// Keys of somebody else.
    #[error(
        "the keys in {folder} are not those of {company}, whose backup this is. Put the right ones there, or name the right folder: --folder"
    )]
    KeysOfAnother {
        /// Where.
        folder: String,
        /// Whose backup it is.
        company: String,
    },
    /// A hub of another company.
    #[error("this folder is the hub of {hub}; the backup is of {backup}. Name the right folder: --folder")]
    OtherCompany {
        /// Whose hub it is.
        hub: String,
        /// Whose backup it is.
        backup: String,
    },
    /// There is a sound database.
    #[error(
        "the database in {folder} is sound (up to number {number}). To put the backup in its place all the same: --replace; the present one is then kept under a dated name"
    )]
    Sound {
        /// The hub's folder.
        folder: String,
        /// How far it goes.
        number: u64,
    },
    /// A hub runs there, or the folder cannot be used.
    #[error(transparent)]
    Hub(#[from] HubRefused),
    /// The database said no.
    #[error(transparent)]
    Storage(#[from] StorageRefused),
    /// The folder said no.
    #[error(
        "the hub's folder cannot be written ({0}). Its database is as it was, or kept under a dated name beside it. Check the disk and restore again"
    )]
    Folder(String),
}

impl RestoreRefused {
    /// A stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoBackup(_) => "restore.no_backup",
            Self::OwnFolder(_) => "restore.own_folder",
            Self::Unreadable(_) => "restore.unreadable",
            Self::Faults(_) => "restore.faults",
            Self::KeysMissing { .. } => "restore.keys_missing",
            Self::KeysOfAnother { .. } => "restore.keys_of_another",
            Self::OtherCompany { .. } => "restore.other_company",
            Self::Sound { .. } => "restore.sound",
            Self::Hub(refused) => refused.code(),
            Self::Storage(refused) => refused.code(),
            Self::Folder(_) => "restore.folder",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NoBackup(folder) => format!("{folder} 里没有备份（没有 hub.sqlite）。请指明备份所在的文件夹。"),
            Self::OwnFolder(folder) => {
                format!("{folder} 就是备份本身。请用 --folder 指明中台的文件夹，备份留在原处。")
            }
            Self::Unreadable(refused) => {
                format!("这份备份无法恢复，中台的文件夹没有改动。请换一份更早的备份。原因：{}", refused.zh())
            }
            Self::Faults(faults) => format!(
                "这份备份有 {} 处问题，中台的文件夹没有改动。请修复或换一份更早的备份；或加 --anyway 照样恢复：丢失的文件视为尚未上传，仍保存着它们的手机可以再传。第一处：{}",
                faults.len(),
                first(faults, true)
            ),
            Self::KeysMissing { file, folder, company } => format!(
                "备份里没有私钥，而 {file} 不在。请从保管处把“{company}”的 issuing.pem 和 office.pem 放进 {folder}，再恢复一次。"
            ),
            Self::KeysOfAnother { folder, company } => format!(
                "{folder} 里的密钥不是“{company}”的，而这是该公司的备份。请放入正确的密钥，或用 --folder 指明正确的文件夹。"
            ),
            Self::OtherCompany { hub, backup } => {
                format!("这个文件夹是“{hub}”的中台，备份却是“{backup}”的。请用 --folder 指明正确的文件夹。")
            }
            Self::Sound { folder, number } => format!(
                "{folder} 里的数据库完好（到第 {number} 号）。仍要用备份替换，请加 --replace；现有数据库会改用带日期的名字保留。"
            ),
            Self::Hub(refused) => refused.zh(),
            Self::Storage(refused) => refused.zh(),
            Self::Folder(why) => format!(
                "中台的文件夹写不进去（{why}）。原有数据库没有改动，或以带日期的名字保留在旁边。请检查磁盘后再恢复一次。"
            ),
        }
    }
}

fn first(faults: &[Fault], zh: bool) -> String {
    faults.first().map(|fault| if zh { fault.zh() } else { fault.to_string() }).unwrap_or_default()
}

impl From<io::Error> for RestoreRefused {
    fn from(error: io::Error) -> Self {
        Self::Folder(error.to_string())
    }
}
