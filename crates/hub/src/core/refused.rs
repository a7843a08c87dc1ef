//! Why the hub did not do it.

use crate::core::settings::Wrong;
use crate::problem::{OfKey, Problem};
use axum::http::StatusCode;
use domain::canonical::NotCanonical;
use domain::ids::{DeviceId, JobId, PartCode, PersonId};
use domain::key::KeyRefused;
use hub_storage::StorageRefused;
use replica::author::AuthorRefused;
use replica::change::ChangeRefused;
use replica::document::NotWritten;

/// Why an act was refused. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum CoreRefused {
    /// The storage said no.
    #[error(transparent)]
    Storage(#[from] StorageRefused),
    /// The hub's own change could not be written.
    #[error(transparent)]
    NotWritten(#[from] NotWritten),
    /// The hub's own key or certificate failed.
    #[error(transparent)]
    Author(#[from] AuthorRefused),
    /// The hub's key said no.
    #[error(transparent)]
    Key(#[from] KeyRefused),
    /// A document could not be opened at all.
    #[error(transparent)]
    Document(#[from] ChangeRefused),
    /// A certificate could not be issued.
    #[error(transparent)]
    NotIssued(#[from] domain::trust::NotIssued),
    /// A value without a canonical form.
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    /// What the rules of the visit do not allow.
    #[error(transparent)]
    Act(#[from] domain::decide::Refusal),
    /// What the standard does not let the office do with an order now.
    #[error(transparent)]
    NotMoved(#[from] domain::order::NotMoved),
    /// Whoever was sent is called back by a move, with a reason.
    #[error(
        "to call back whoever was sent, withdraw the dispatch and say why: POST /v1/office/jobs/{0}/move, to queued"
    )]
    Withdraw(JobId),
    /// No such change was set aside.
    #[error("this is not set aside any more; look at the job again")]
    NoAside,
    /// A change that cannot be taken over.
    #[error("this cannot be taken over; export it, and let the technician enter it again")]
    NotAdoptable,
    /// No such job.
    #[error("there is no job {0}; look it up in the list")]
    NoJob(JobId),
    /// Nobody of that id, whose van could be looked into.
    #[error("there is nobody {0}; look under the technicians")]
    NoVan(PersonId),
    /// The catalogue has no such part.
    #[error("the price list has no part {0}; choose one that is on it")]
    NoPart(PartCode),
    /// A job of that number exists.
    #[error("there is a job {0} already; leave the number out to get the next one")]
    JobExists(JobId),
    /// No such person.
    #[error("there is no person {0}; enter the person first")]
    NoPerson(PersonId),
    /// A table without columns that every job needs.
    #[error(
        "this table has no column for: {en}. Name the columns in its first row; a job needs name, phone and address"
    )]
    ColumnsMissing {
        /// Which, in Chinese.
        zh: String,
        /// Which, in English.
        en: String,
    },
    /// The file confirmed is not the one that was looked at.
    #[error("this is not the file that was looked at; choose it again")]
    OtherFile,
    /// No such device.
    #[error("there is no device {0}; look it up in the list")]
    NoDevice(DeviceId),
    /// A device that was retired or lost does not come back.
    #[error("this device was retired or reported lost; enrol it anew with a fresh code")]
    DeviceGone,
    /// A last word of a device that nobody told to leave.
    #[error("this device was not told to leave; nothing is deleted, ask the office")]
    NotLeaving,
    /// A last word of a device that knows more than this hub.
    #[error("this office has lost what the device handed in; sync again first, nothing is deleted")]
    SyncFirst,
    /// A request named like one that was something else.
    #[error("this request was already something else; reload the page and try again")]
    RequestTaken,
    /// A field that does not say what it should.
    #[error("the field {key} {en}")]
    Field {
        /// The dotted key.
        key: String,
        /// What is wrong, in English, after the key.
        en: String,
        /// The same in Chinese.
        zh: String,
    },
    /// Settings that cannot be set so.
    #[error("{}", Wrong::en(.0))]
    Settings(Vec<Wrong>),
    /// The settings are not those the clerk looked at.
    #[error("somebody has changed the settings meanwhile; look at them again and set yours once more")]
    SettingsChanged,
    /// A list that comes with the program cannot be read.
    #[error("{0}; install the program again")]
    Program(String),
    /// A visit whose sheet is sealed keeps its standard.
    #[error("the sheet of this visit is sealed, and its standard stays; the next visit can have the newer one")]
    StandardSealed,
    /// A version of another standard.
    #[error("this is another standard than the job's; choose a version of {0}")]
    StandardOther(String),
    /// A version that is not newer.
    #[error("this version is not newer than the job's; look at the job again")]
    StandardNotNewer,
    /// A version whose file cannot be read.
    #[error("this hub cannot read that version of the standard ({0}); update the hub")]
    StandardUnreadable(String),
    /// A token nobody made.
    #[error("the office does not know this code; ask for a new one")]
    TokenUnknown,
    /// A token that enrolled a device already.
    #[error("this code has been used; ask the office for a new one")]
    TokenUsed,
    /// A token older than a quarter of an hour.
    #[error("this code has expired (it lasts 15 minutes); ask the office for a new one")]
    TokenExpired,
    /// A key that is a device already.
    #[error("this device's key is enrolled already; begin anew on the device")]
    KeyKnown,
    /// Held and set-aside changes of a device fill their room.
    #[error("too much of this device waits at the office to be looked at; nothing is lost, ask the office to look")]
    TooMuchWaiting,
    /// More changes in one request than are taken at once.
    #[error("this page holds more than 65,536 changes; update the app, nothing is lost")]
    TooManyChanges,
    /// A release that is not there.
    #[error("there is no {kind} {name}; choose one of the list")]
    NoRelease {
        /// `pack`, `prices`, `settings`.
        kind: String,
        /// Which.
        name: String,
    },
}

impl CoreRefused {
    /// A stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Storage(refused) => refused.code(),
            Self::NotWritten(refused) => refused.code(),
            Self::Author(refused) => refused.code(),
            Self::Key(refused) => refused.code(),
            Self::Document(refused) => refused.code(),
            Self::NotIssued(refused) => refused.code(),
            Self::NotCanonical(_) => "field.not_canonical",
            Self::Act(refused) => refused.code(),
            Self::NotMoved(refused) => refused.code(),
            Self::Withdraw(_) => "order.reason",
            Self::NoAside => "aside.gone",
            Self::NotAdoptable => "aside.not_adoptable",
            Self::NoJob(_) => "job.unknown",
            Self::NoVan(_) => "van.unknown",
            Self::NoPart(_) => "part.unknown",
            Self::JobExists(_) => "job.exists",
            Self::NoPerson(_) => "person.unknown",
            Self::ColumnsMissing { .. } => "import.columns_missing",
            Self::OtherFile => "import.other_file",
            Self::NoDevice(_) => "device.unknown",
            Self::NotLeaving => "device.not_leaving",
            Self::DeviceGone => "device.gone",
            Self::SyncFirst => "farewell.sync_first",
            Self::RequestTaken => "request.taken",
            Self::Field { .. } => "field.wrong",
            Self::Settings(_) => "settings.wrong",
            Self::SettingsChanged => "settings.changed",
            Self::Program(_) => "hub.program",
            Self::StandardSealed => "standard.sealed",
            Self::StandardOther(_) => "standard.other",
            Self::StandardNotNewer => "standard.not_newer",
            Self::StandardUnreadable(_) => "standard.unreadable",
            Self::TokenUnknown => "enrol.token_unknown",
            Self::TokenUsed => "enrol.token_used",
            Self::TokenExpired => "enrol.token_expired",
            Self::KeyKnown => "enrol.key_known",
            Self::TooMuchWaiting => "sync.too_much_waiting",
            Self::TooManyChanges => "sync.too_many_changes",
            Self::NoRelease { .. } => "release.unknown",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Storage(refused) => refused.zh(),
            Self::NotWritten(refused) => refused.zh(),
            Self::Author(refused) => refused.zh(),
            Self::Key(refused) => refused.zh(),
            Self::Document(refused) => refused.zh(),
            Self::NotIssued(refused) => refused.zh(),
            Self::NotCanonical(_) => "数字只能是整数，小数请写成文字并带单位。".into(),
            Self::Act(refused) => refused.zh(),
            Self::NotMoved(refused) => refused.zh(),
            Self::Withdraw(job) => {
                format!("要撤回已派的人，请用“撤回派工”并写明原因：POST /v1/office/jobs/{job}/move，to 为 queued。")
            }
            Self::NoAside => "这处已不在搁置之列，请看最新的内容。".into(),
            Self::NotAdoptable => "这处不能采纳，请导出，并让师傅重新填写。".into(),
            Self::NoJob(job) => format!("没有工单 {job}，请在列表中查找。"),
            Self::NoVan(person) => format!("没有人员 {person}，请从车载库存里选。"),
            Self::NoPart(part) => format!("价目表里没有 {part}，请从表里选备件。"),
            Self::JobExists(job) => format!("工单 {job} 已存在；不填编号即可取得下一个。"),
            Self::NoPerson(person) => format!("没有人员 {person}，请先登记。"),
            Self::ColumnsMissing { zh, .. } => {
                format!("表格里没有这些列：{zh}。请在第一行写上列名；每张工单都要有客户姓名、电话和地址。")
            }
            Self::OtherFile => "这不是刚才预览的文件，请重新选择。".into(),
            Self::NoDevice(device) => format!("没有设备 {device}，请在列表中查找。"),
            Self::NotLeaving => "公司没有让这台设备停用；什么都没有删，请询问公司。".into(),
            Self::SyncFirst => "公司丢了这台设备交过的内容，请先再同步一次；什么都没有删。".into(),
            Self::DeviceGone => "这台设备已停用或报失，请用新的二维码重新注册。".into(),
            Self::RequestTaken => "这个请求已用于别的操作，请刷新页面后再试。".into(),
            Self::Field { key, zh, .. } => format!("字段 {key} {zh}"),
            Self::Settings(wrong) => Wrong::zh(wrong),
            Self::SettingsChanged => "别人刚改过设置，请看过最新的再改一次。".into(),
            Self::Program(why) => format!("程序自带的资料读不出来（{why}），请重新安装。"),
            Self::StandardSealed => "这次上门的单据已封存，规范不能再换；下次上门可以用新版。".into(),
            Self::StandardOther(name) => format!("这不是本工单的规范，请选 {name} 的版本。"),
            Self::StandardNotNewer => "这一版不比工单现用的新，请看最新的工单。".into(),
            Self::StandardUnreadable(why) => format!("中台读不懂这一版规范（{why}），请更新中台。"),
            Self::TokenUnknown => "公司不认识这个二维码，请让公司再出一个。".into(),
            Self::TokenUsed => "这个二维码已经用过，请让公司再出一个。".into(),
            Self::TokenExpired => "这个二维码已过期（15 分钟内有效），请让公司再出一个。".into(),
            Self::KeyKnown => "这台设备的密钥已经注册过，请在设备上重新开始注册。".into(),
            Self::TooMuchWaiting => "这台设备在公司待处理的内容太多；数据没有丢，请公司先处理。".into(),
            Self::TooManyChanges => "这一页的改动超过 65536 次，请更新应用；数据没有丢。".into(),
            Self::NoRelease { kind, name } => format!("没有发布资料 {kind} {name}，请从列表中选择。"),
        }
    }
}

impl From<CoreRefused> for Problem {
    fn from(refused: CoreRefused) -> Self {
        let status = match &refused {
            CoreRefused::Storage(storage) => return storage.clone().into(),
            CoreRefused::Author(_) | CoreRefused::Key(_) | CoreRefused::Document(_) | CoreRefused::Program(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            CoreRefused::TooMuchWaiting => StatusCode::INSUFFICIENT_STORAGE,
            CoreRefused::TooManyChanges => StatusCode::PAYLOAD_TOO_LARGE,
            CoreRefused::NoJob(_) | CoreRefused::NoVan(_) | CoreRefused::NoDevice(_) | CoreRefused::NoAside => {
                StatusCode::NOT_FOUND
            }
            CoreRefused::TokenUnknown | CoreRefused::TokenUsed | CoreRefused::TokenExpired => StatusCode::FORBIDDEN,
            CoreRefused::JobExists(_)
            | CoreRefused::NoPart(_)
            | CoreRefused::Act(_)
            | CoreRefused::NotMoved(_)
            | CoreRefused::Withdraw(_)
            | CoreRefused::NotAdoptable
            | CoreRefused::KeyKnown
            | CoreRefused::DeviceGone
            | CoreRefused::NotLeaving
            | CoreRefused::SyncFirst
            | CoreRefused::OtherFile
            | CoreRefused::SettingsChanged
            | CoreRefused::StandardSealed
            | CoreRefused::StandardNotNewer
            | CoreRefused::StandardUnreadable(_)
            | CoreRefused::RequestTaken => StatusCode::CONFLICT,
            CoreRefused::NotIssued(_)
            | CoreRefused::NotWritten(_)
            | CoreRefused::NotCanonical(_)
            | CoreRefused::NoPerson(_)
            | CoreRefused::Field { .. }
            | CoreRefused::ColumnsMissing { .. }
            | CoreRefused::Settings(_)
            | CoreRefused::StandardOther(_)
            | CoreRefused::NoRelease { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let errors = match &refused {
            CoreRefused::Settings(wrong) => wrong.iter().map(OfKey::from).collect(),
            _ => Vec::new(),
        };
        Self { errors, ..Self::new(status, refused.code(), refused.zh(), refused.to_string()) }
    }
}
