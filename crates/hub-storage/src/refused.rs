//! Why the hub's storage said no.

use rusqlite::ErrorCode;

/// Why the storage did not do it. What was committed before stays as it was. Display is the English text,
/// [`StorageRefused::zh`] the Chinese; both say what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StorageRefused {
    /// The file was written by a newer hub.
    #[error(
        "the hub's database was written by a newer version (schema {found}, this one knows {known}). Update the hub; nothing was changed"
    )]
    NewerSchema {
        /// The file's schema version.
        found: u32,
        /// The newest this build knows.
        known: u32,
    },
    /// Another kind of file.
    #[error("this file is not a hub's database. Nothing was changed. Choose the right folder")]
    OtherFile,
    /// The file should exist and does not.
    #[error("the hub's database is missing. Put hub.sqlite back, or restore it from the backup")]
    Missing,
    /// The file is damaged.
    #[error(
        "the hub's database is damaged ({0}). Stop the hub, keep the file, restore the last backup; the phones refill it"
    )]
    Damaged(String),
    /// No space left.
    #[error(
        "the disk of the hub is full. Nothing was saved just now; what was saved before is safe. Free some space and try again"
    )]
    DiskFull,
    /// Another process holds the file.
    #[error("the hub's database is in use. Is another hub running on this folder? Stop it and try again")]
    Busy,
    /// The folder or file may not be read or written.
    #[error("the hub may not write to its folder ({0}). Check its permissions and try again")]
    NotAllowed(String),
    /// The disk reported an error.
    #[error(
        "the disk of the hub reported an error ({0}). Nothing was saved just now. Try again; if it comes back, change the disk"
    )]
    Disk(String),
    /// A row that refers to something that is not there, or is there already: a mistake of ours.
    #[error("the hub's database refused a row ({0}). Nothing was changed. Report it")]
    Constraint(String),
    /// Anything else SQLite says; a mistake of ours.
    #[error(
        "the hub's database could not be used ({0}). Nothing was changed. Restart the hub; if it comes back, report it"
    )]
    Unexpected(String),
}

impl StorageRefused {
    /// A stable code for the wire and the screens.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NewerSchema { .. } => "storage.newer_schema",
            Self::OtherFile => "storage.other_file",
            Self::Missing => "storage.missing",
            Self::Damaged(_) => "storage.damaged",
            Self::DiskFull => "storage.disk_full",
            Self::Busy => "storage.busy",
            Self::NotAllowed(_) => "storage.not_allowed",
            Self::Disk(_) => "storage.disk",
            Self::Constraint(_) => "storage.constraint",
            Self::Unexpected(_) => "storage.unexpected",
        }
    }

    /// The Chinese text.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NewerSchema { found, known } => {
                format!(
                    "中台数据库由更新的版本写入（版本 {found}，本程序只认到 {known}）。请更新中台程序；数据没有改动。"
                )
            }
            Self::OtherFile => "这不是中台的数据库文件。数据没有改动。请选择正确的文件夹。".into(),
            Self::Missing => "中台数据库文件不见了。请放回 hub.sqlite，或从备份恢复。".into(),
            Self::Damaged(what) => {
                format!("中台数据库有损坏（{what}）。请停止中台，保留文件，恢复最近的备份；手机会把之后的数据补回来。")
            }
            Self::DiskFull => "中台磁盘已满。刚才的内容没有保存，之前保存的都在。请清理空间后再试。".into(),
            Self::Busy => "中台数据库正被占用。是否有另一个中台在用这个文件夹？请先停掉它再试。".into(),
            Self::NotAllowed(what) => format!("中台不能写入自己的文件夹（{what}）。请检查权限后再试。"),
            Self::Disk(what) => format!("中台磁盘报错（{what}）。刚才的内容没有保存。请重试；若再次出现，请更换磁盘。"),
            Self::Constraint(what) => format!("中台数据库拒绝了一行数据（{what}）。数据没有改动。请上报。"),
            Self::Unexpected(what) => {
                format!("中台数据库暂时无法使用（{what}）。数据没有改动。请重启中台；若再次出现，请上报。")
            }
        }
    }
}

impl From<rusqlite::Error> for StorageRefused {
    fn from(error: rusqlite::Error) -> Self {
        let said = error.to_string();
        let Some(code) = error.sqlite_error_code() else {
            return match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::Utf8Error(..) => Self::Damaged(said),
                _ => Self::Unexpected(said),
            };
        };
        match code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => Self::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged(said),
            ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::NotAllowed(said),
            ErrorCode::SystemIoFailure | ErrorCode::NoLargeFileSupport => Self::Disk(said),
            ErrorCode::ConstraintViolation => Self::Constraint(said),
            _ => Self::Unexpected(said),
        }
    }
}
