//! Why a hub does not start.

use domain::trust::{NotIssued, NotTrusted};
use hub_storage::StorageRefused;
use std::net::SocketAddr;
use std::path::Path;

/// Why the hub could not be opened or served. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum HubRefused {
    /// The database said no.
    #[error("{0}")]
    Storage(#[from] StorageRefused),
    /// The folder cannot be used.
    #[error("the hub cannot use the folder {folder} ({why}). Choose another one or check its permissions")]
    Folder {
        /// Which.
        folder: String,
        /// What the system said.
        why: String,
    },
    /// Another hub runs on this folder.
    #[error("another hub is running on {0}. Stop it first, or start this one on another folder")]
    Running(String),
    /// A backup of this folder is being made, or its database put back.
    #[error("a backup of {0} is being made, or its database put back, at this moment. Wait until that is done")]
    BackupUnderWay(String),
    /// Keys without a database.
    #[error(
        "{0} holds keys but no hub.sqlite. Put hub.sqlite back or restore the backup; to begin anew choose an empty folder"
    )]
    DatabaseMissing(String),
    /// A database without its keys.
    #[error(
        "the key file {0} is missing. Put it back from the backup of the folder keys; without it the hub cannot sign"
    )]
    KeyMissing(String),
    /// A key that is none, or not the one of the certificate.
    #[error("the key file {0} is not the key of this hub. Put the right one back from the backup of the folder keys")]
    KeyWrong(String),
    /// A certificate in the database that is none.
    #[error("the certificates of this hub cannot be read ({0}). Restore the database from the backup")]
    Certificate(#[from] NotTrusted),
    /// A certificate that could not be made.
    #[error("the hub's certificates cannot be made ({0})")]
    NotIssued(#[from] NotIssued),
    /// Reference data built into this program that cannot be read: a mistake of ours.
    #[error("the reference data of this program cannot be read ({0}). Install it again")]
    Reference(String),
    /// The port is taken.
    #[error("{0} is in use by another program. Stop it, or start the hub with another port: --listen 127.0.0.1:0")]
    PortInUse(SocketAddr),
    /// Not loopback, and no TLS.
    #[error(
        "{0} can be reached from other machines and this hub does not speak TLS yet. Listen on 127.0.0.1 and put a TLS proxy in front of it"
    )]
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    #[error("the hub cannot listen on {address} ({why}). Choose another address")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What the system said.
        why: String,
    },
}

impl HubRefused {
    /// What the system says of a folder.
    pub(crate) fn folder(folder: &Path, error: &std::io::Error) -> Self {
        Self::Folder { folder: folder.display().to_string(), why: error.to_string() }
    }

    /// A stable word for the command line and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Storage(refused) => refused.code(),
            Self::Folder { .. } => "hub.folder",
            Self::Running(_) => "hub.running",
            Self::BackupUnderWay(_) => "hub.backup_under_way",
            Self::DatabaseMissing(_) => "hub.database_missing",
            Self::KeyMissing(_) => "hub.key_missing",
            Self::KeyWrong(_) => "hub.key_wrong",
            Self::Certificate(refused) => refused.code(),
            Self::NotIssued(refused) => refused.code(),
            Self::Reference(_) => "hub.reference",
            Self::PortInUse(_) => "hub.port_in_use",
            Self::NotLoopback(_) => "hub.not_loopback",
            Self::Listen { .. } => "hub.listen",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Storage(refused) => refused.zh(),
            Self::Folder { folder, why } => format!("中台不能使用文件夹 {folder}（{why}）。请换一个，或检查权限。"),
            Self::Running(folder) => format!("文件夹 {folder} 上已有一个中台在运行。请先停掉它，或换一个文件夹。"),
            Self::BackupUnderWay(folder) => {
                format!("此刻正在备份文件夹 {folder}，或正在恢复其中的数据库。请等它完成。")
            }
            Self::DatabaseMissing(folder) => {
                format!("{folder} 里有密钥，却没有 hub.sqlite。请放回该文件或从备份恢复；要重新开始请选空文件夹。")
            }
            Self::KeyMissing(file) => format!("缺少密钥文件 {file}。请从 keys 文件夹的备份放回；没有它中台无法签名。"),
            Self::KeyWrong(file) => format!("密钥文件 {file} 不是这个中台的。请从 keys 文件夹的备份放回正确的文件。"),
            Self::Certificate(refused) => refused.zh(),
            Self::NotIssued(refused) => refused.zh(),
            Self::Reference(why) => format!("程序自带的基础资料读不出来（{why}）。请重新安装。"),
            Self::PortInUse(address) => {
                format!("{address} 已被其他程序占用。请停掉它，或换一个端口启动：--listen 127.0.0.1:0")
            }
            Self::NotLoopback(address) => {
                format!("{address} 能从其他机器访问，而中台还不支持 TLS。请改为监听 127.0.0.1，并在前面放置 TLS 代理。")
            }
            Self::Listen { address, why } => format!("中台不能监听 {address}（{why}）。请换一个地址。"),
        }
    }
}
