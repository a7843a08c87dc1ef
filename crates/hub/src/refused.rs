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
    /// Off loopback, or behind a proxy, and nobody was told where.
    #[error(
        "{0} does not say where phones reach this hub. Give --address https://NAME:PORT, and how it speaks TLS: --tls own \
         (a certificate it makes itself; so it is where nothing is said), --tls-cert FILE --tls-key FILE (the company's), \
         or --trusted-proxy IP (a proxy before it does)"
    )]
    NoAddress(SocketAddr),
    /// Not an address phones can be told.
    #[error(
        "{0:?} is not an address phones can be told. Write https://NAME or https://NAME:PORT in ASCII, without a path; plain http is for this machine alone"
    )]
    Address(String),
    /// A certificate or key of the company that cannot be used.
    #[error(
        "{file} cannot be used for TLS ({why}). Give the certificate with those between it and its root, and its private key, both PEM"
    )]
    TlsFile {
        /// Which.
        file: String,
        /// What was wrong.
        why: String,
    },
    /// The company's certificate is for others.
    #[error(
        "the certificate in {file} is not for {name}. Give the one for this name, or the address it is for: --address"
    )]
    TlsName {
        /// Where it lies.
        file: String,
        /// What it should be for.
        name: String,
    },
    /// The hub's own TLS key cannot be used: a mistake of ours.
    #[error("the hub cannot use the TLS key it made ({0}). Delete keys/tls.pem and start it again")]
    TlsKey(String),
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
            Self::NoAddress(_) => "hub.no_address",
            Self::Address(_) => "hub.address",
            Self::TlsFile { .. } => "hub.tls_file",
            Self::TlsName { .. } => "hub.tls_name",
            Self::TlsKey(_) => "hub.tls_key",
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
            Self::NoAddress(listen) => format!(
                "{listen} 没有说明手机从哪里访问中台。请写 --address https://域名:端口，并选一种 TLS：--tls own（中台自己的证书，\
                 不写时即如此）、--tls-cert 文件 --tls-key 文件（公司的证书）或 --trusted-proxy IP（由前面的代理负责）。"
            ),
            Self::Address(address) => format!(
                "“{address}” 不能作为告诉手机的地址。请写 https://域名 或 https://域名:端口，只用 ASCII，不带路径；http 只用于本机。"
            ),
            Self::TlsFile { file, why } => {
                format!("{file} 不能用于 TLS（{why}）。请给出 PEM 格式的证书（连同中间证书）和它的私钥。")
            }
            Self::TlsName { file, name } => {
                format!("{file} 里的证书不是给 {name} 的。请换成给它的证书，或用 --address 写证书对应的地址。")
            }
            Self::TlsKey(why) => format!("中台不能使用自己的 TLS 密钥（{why}）。请删除 keys/tls.pem 后重新启动。"),
            Self::Listen { address, why } => format!("中台不能监听 {address}（{why}）。请换一个地址。"),
        }
    }
}
