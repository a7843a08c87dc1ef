//! Why the store said no.

use rusqlite::ErrorCode;

/// Why the store did not do it. What was saved before stays as it was. Display is the English text, [`StoreRefused::zh`]
/// the Chinese; both say what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreRefused {
    /// The key does not fit the file. A damaged first page looks the same.
    #[error(
        "The data on this device cannot be opened with this device's key. Nothing was changed. Restore the key, or keep the file and enrol the device again."
    )]
    WrongKey,
    /// The file was written by a newer app.
    #[error(
        "The data on this device was written by a newer app (schema {found}, this app knows {known}). Update the app; nothing was changed."
    )]
    NewerSchema {
        /// The file's schema version.
        found: u32,
        /// The newest this build knows.
        known: u32,
    },
    /// An encrypted file that opens with the key but is another kind of file.
    #[error("This file is not the one this app keeps its data in. Nothing was changed. Choose the right folder.")]
    OtherFile,
    /// The file should exist and does not, or is empty.
    #[error("The data of this device is missing. Put the file back, or enrol the device again.")]
    Missing,
    /// The file is damaged.
    #[error(
        "The data on this device is damaged ({0}). Do not delete anything. Sync or hand in what can still be read, then enrol the device again."
    )]
    Damaged(String),
    /// No space left on the disk.
    #[error(
        "The device is full. Nothing was saved just now; what was saved before is safe. Free some space and try again."
    )]
    DiskFull,
    /// Another instance of the app has the file.
    #[error("The app is already open. Close the other window and try again.")]
    Busy,
    /// The folder or file may not be read or written.
    #[error("The app may not write to its folder ({0}). Check its permissions and try again.")]
    NotAllowed(String),
    /// The disk reported an error.
    #[error(
        "The disk reported an error ({0}). Nothing was saved just now. Try again; if it comes back, sync and change the device."
    )]
    Disk(String),
    /// The change was made from a document that is not the stored one (a failed commit, or a second copy in memory).
    #[error(
        "This was made on an outdated copy of the job. Nothing was saved just now. Open the job again and repeat it."
    )]
    Stale,
    /// A job that is not yet safe at the office may not be removed from the device.
    #[error("Job {0} is not yet safe at the office. Sync first, then remove it.")]
    Unsecured(String),
    /// Content whose digest is not the one it is named by.
    #[error("{0} arrived damaged. Sync again.")]
    WrongDigest(String),
    /// Anything else SQLite says; a mistake of ours.
    #[error(
        "The data on this device could not be used ({0}). Nothing was changed. Restart the app; if it comes back, report it."
    )]
    Unexpected(String),
}

impl StoreRefused {
    /// A stable code for the UI.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKey => "store.wrong_key",
            Self::NewerSchema { .. } => "store.newer_schema",
            Self::OtherFile => "store.other_file",
            Self::Missing => "store.missing",
            Self::Damaged(_) => "store.damaged",
            Self::DiskFull => "store.disk_full",
            Self::Busy => "store.busy",
            Self::NotAllowed(_) => "store.not_allowed",
            Self::Disk(_) => "store.disk",
            Self::Stale => "store.stale",
            Self::Unsecured(_) => "store.unsecured",
            Self::WrongDigest(_) => "store.wrong_digest",
            Self::Unexpected(_) => "store.unexpected",
        }
    }

    /// The Chinese text.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::WrongKey => {
                "用本机密钥打不开本机数据。数据没有改动。请恢复密钥；或保留数据文件并重新注册设备。".into()
            }
            Self::NewerSchema { found, known } => {
                format!("本机数据由更新的应用写入（版本 {found}，本应用只认到 {known}）。请更新应用；数据没有改动。")
            }
            Self::OtherFile => "这不是本应用的数据文件。数据没有改动。请选择正确的文件夹。".into(),
            Self::Missing => "本机数据文件不见了。请放回原处，或重新注册设备。".into(),
            Self::Damaged(what) => {
                format!("本机数据有损坏（{what}）。请勿删除任何内容；先同步或移交还能读出的部分，再重新注册设备。")
            }
            Self::DiskFull => "设备存储已满。刚才的内容没有保存，之前保存的都在。请清理空间后再试。".into(),
            Self::Busy => "应用已经打开。请关闭另一个窗口后再试。".into(),
            Self::NotAllowed(what) => format!("应用不能写入自己的文件夹（{what}）。请检查权限后再试。"),
            Self::Disk(what) => {
                format!("存储报错（{what}）。刚才的内容没有保存。请重试；若再次出现，请先同步再更换设备。")
            }
            Self::Stale => "这一步是在过期的工单副本上做的，没有保存。请重新打开工单再做一次。".into(),
            Self::Unsecured(job) => format!("工单 {job} 还没有在中台安全保存。请先同步，再移除。"),
            Self::WrongDigest(what) => format!("{what} 传输中损坏，请重新同步。"),
            Self::Unexpected(what) => {
                format!("本机数据暂时无法使用（{what}）。数据没有改动。请重启应用；若再次出现，请上报。")
            }
        }
    }
}

impl From<rusqlite::Error> for StoreRefused {
    fn from(error: rusqlite::Error) -> Self {
        let said = error.to_string();
        let Some(code) = error.sqlite_error_code() else {
            return match error {
                // A value of another type than its STRICT column, or text that is no JSON: not ours, so damaged.
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
            ErrorCode::PermissionDenied | ErrorCode::ReadOnly | ErrorCode::CannotOpen => Self::NotAllowed(said),
            ErrorCode::SystemIoFailure => Self::Disk(said),
            _ => Self::Unexpected(said),
        }
    }
}

/// A stored value that cannot be read back as what it is.
pub(crate) fn unreadable(what: &str) -> StoreRefused {
    StoreRefused::Damaged(format!("{what} cannot be read"))
}
