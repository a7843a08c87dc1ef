//! What can be wrong with what a hub keeps, and what to do about it.

use domain::digest::Digest;
use domain::ids::JobId;
use domain::trust::NotTrusted;
use hub_storage::StorageRefused;
use replica::document::DocRef;

/// One thing that is wrong. Display is the English text, [`Fault::zh`] the Chinese; both say what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// SQLite finds the file unsound.
    #[error(
        "the database is damaged ({0}). Stop the hub and put the last backup back: doorstep hub restore. The phones refill it"
    )]
    Database(String),
    /// The file is something else.
    #[error("hub.sqlite is not a hub's database. Put the last backup back: doorstep hub restore")]
    NoDatabase,
    /// Rows are missing.
    #[error(
        "the feed goes from row {after} to row {found}: what lies between is lost. Put the last backup back; the phones refill it"
    )]
    FeedGap {
        /// The last row before.
        after: u64,
        /// The next one there is.
        found: u64,
    },
    /// A row that is not the one that was linked.
    #[error("row {0} of the feed is not the one that was written. Put the last backup back; the phones refill it")]
    FeedChain(u64),
    /// A row whose changes are not those it announces.
    #[error(
        "the changes that row {0} of the feed announces are not all here. Put the last backup back; the phones refill it"
    )]
    FeedContent(u64),
    /// The head does not name the last row.
    #[error("the feed should end at row {head} and ends at row {last}. Put the last backup back; the phones refill it")]
    FeedHead {
        /// What the head says.
        head: u64,
        /// The last row there is.
        last: u64,
    },
    /// A document that does not open at all.
    #[error("the {kind} of job {job} cannot be opened ({why}). Put the last backup back; the phones refill it", kind = .doc.kind.name(), job = .doc.job)]
    Document {
        /// Which.
        doc: DocRef,
        /// A word for why.
        why: &'static str,
    },
    /// A stored change that cannot be used; the rest of the job is good.
    #[error("change {hash} in the {kind} of job {job} cannot be used ({why}). The rest of the job is good. Put the last backup back; the phones refill it", kind = .doc.kind.name(), job = .doc.job)]
    Change {
        /// Its document.
        doc: DocRef,
        /// Its hash.
        hash: Digest,
        /// A word for why.
        why: &'static str,
    },
    /// A job that does not fold.
    #[error("job {0} cannot be shown: its records make the program fail. Nothing of it is lost. Report it")]
    Fold(JobId),
    /// What lists show of a job is not what its brief says.
    #[error(
        "the list's copy of job {0} differs from its brief. Nothing of it is lost; change any field of the job and both agree again"
    )]
    Mirror(JobId),
    /// A stored file that is not there.
    #[error("the file {digest} is missing. Put it back from a backup, at {path}")]
    FileMissing {
        /// Its digest.
        digest: Digest,
        /// Where it belongs.
        path: String,
    },
    /// A stored file that is something else.
    #[error("the file {digest} is damaged. Put it back from a backup, at {path}")]
    FileDamaged {
        /// Its digest.
        digest: Digest,
        /// Where it lies.
        path: String,
    },
    /// A stored file the disk does not give.
    #[error("{path} cannot be read ({why}). Check the disk and its permissions, or put the file back from a backup")]
    FileUnreadable {
        /// Where it lies.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A certificate that is none, or from elsewhere.
    #[error("the company's certificates do not hold ({code}). Put the last backup back: doorstep hub restore", code = .0.code())]
    Certificate(NotTrusted),
    /// A key that is not there.
    #[error(
        "the key file {0} is missing. Put it back from where the folder keys is kept; without it the hub cannot sign"
    )]
    KeyMissing(String),
    /// A key of somebody else.
    #[error(
        "the key file {0} is not the one of the company's certificate. Put the right one back from where the folder keys is kept"
    )]
    KeyWrong(String),
}

impl Fault {
    /// A stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Database(_) => "check.database",
            Self::NoDatabase => "check.no_database",
            Self::FeedGap { .. } => "check.feed_gap",
            Self::FeedChain(_) => "check.feed_chain",
            Self::FeedContent(_) => "check.feed_content",
            Self::FeedHead { .. } => "check.feed_head",
            Self::Document { .. } => "check.document",
            Self::Change { .. } => "check.change",
            Self::Fold(_) => "check.fold",
            Self::Mirror(_) => "check.mirror",
            Self::FileMissing { .. } => "check.file_missing",
            Self::FileDamaged { .. } => "check.file_damaged",
            Self::FileUnreadable { .. } => "check.file_unreadable",
            Self::Certificate(_) => "check.certificate",
            Self::KeyMissing(_) => "check.key_missing",
            Self::KeyWrong(_) => "check.key_wrong",
        }
    }

    /// What is wrong and what to do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        const RESTORE: &str = "请恢复最近的备份（doorstep hub restore），手机会把之后的数据补回来。";
        match self {
            Self::Database(what) => format!("数据库已损坏（{what}）。请先停止中台。{RESTORE}"),
            Self::NoDatabase => format!("hub.sqlite 不是中台的数据库。{RESTORE}"),
            Self::FeedGap { after, found } => {
                format!("记录流从第 {after} 行跳到第 {found} 行，中间的丢失了。{RESTORE}")
            }
            Self::FeedChain(number) => format!("记录流第 {number} 行不是当初写入的那一行。{RESTORE}"),
            Self::FeedContent(number) => format!("记录流第 {number} 行所宣布的改动不全。{RESTORE}"),
            Self::FeedHead { head, last } => format!("记录流应到第 {head} 行，实际到第 {last} 行。{RESTORE}"),
            Self::Document { doc, why } => format!("工单 {} 的{}打不开（{why}）。{RESTORE}", doc.job, named(doc)),
            Self::Change { doc, hash, why } => {
                format!("工单 {} 的{}里，改动 {hash} 无法使用（{why}），其余完好。{RESTORE}", doc.job, named(doc))
            }
            Self::Fold(job) => format!("工单 {job} 无法显示：其中的记录使程序出错。数据没有丢失，请上报。"),
            Self::Mirror(job) => {
                format!("工单 {job} 的列表副本与任务单不符。数据没有丢失，改动这张工单任一栏后即一致。")
            }
            Self::FileMissing { digest, path } => format!("文件 {digest} 不见了。请从备份放回 {path}。"),
            Self::FileDamaged { digest, path } => format!("文件 {digest} 已损坏。请从备份放回 {path}。"),
            Self::FileUnreadable { path, why } => {
                format!("{path} 读不出来（{why}）。请检查磁盘和权限，或从备份放回该文件。")
            }
            Self::Certificate(why) => format!("公司的证书不成立（{}）。{RESTORE}", why.code()),
            Self::KeyMissing(file) => {
                format!("缺少密钥文件 {file}。请从保存 keys 文件夹的地方放回；没有它中台无法签名。")
            }
            Self::KeyWrong(file) => {
                format!("密钥文件 {file} 与公司证书不符。请从保存 keys 文件夹的地方放回正确的文件。")
            }
        }
    }
}

fn named(doc: &DocRef) -> &'static str {
    match doc.kind {
        replica::document::DocKind::Brief => "任务单",
        replica::document::DocKind::Log => "现场记录",
    }
}

/// Why nothing could be said.
#[derive(Debug, thiserror::Error)]
pub enum CheckRefused {
    /// Nothing to look at.
    #[error("there is neither a hub nor a backup in {0} (no hub.sqlite). Name the folder: --folder")]
    Nothing(String),
    /// The database could not be asked.
    #[error(transparent)]
    Storage(#[from] StorageRefused),
    /// The folder could not be read.
    #[error("the folder cannot be read ({0}). Check the disk and its permissions and try again")]
    Folder(String),
}

impl CheckRefused {
    /// A stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Nothing(_) => "check.nothing",
            Self::Storage(refused) => refused.code(),
            Self::Folder(_) => "check.folder",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Nothing(folder) => {
                format!("{folder} 里既没有中台也没有备份（没有 hub.sqlite）。请用 --folder 指明文件夹。")
            }
            Self::Storage(refused) => refused.zh(),
            Self::Folder(why) => format!("文件夹读不出来（{why}）。请检查磁盘和权限后再试。"),
        }
    }
}

impl From<std::io::Error> for CheckRefused {
    fn from(error: std::io::Error) -> Self {
        Self::Folder(error.to_string())
    }
}
