//! Why a use case did not happen. One family for the whole app; every variant keeps the code and the words of the part
//! that refused, so that the screen never shows a debug string.

use crate::transport::NoAnswer;
use crate::vault::VaultRefused;
use domain::decide::Refusal;
use domain::facts::FactsRefused;
use domain::ids::JobId;
use domain::key::KeyRefused;
use media::ink::InkRefused;
use media::photo::PhotoRefused;
use store::StoreRefused;
use store::media::MediaRefused;
use sync::handover::HandOverRefused;

/// Why it did not happen. Nothing that was saved before has changed.
#[derive(Debug, thiserror::Error)]
pub enum FieldRefused {
    /// The rules of the visit say no.
    #[error(transparent)]
    Act(#[from] Refusal),
    /// The store could not keep it.
    #[error(transparent)]
    Store(#[from] StoreRefused),
    /// The media store could not keep it.
    #[error(transparent)]
    Media(#[from] MediaRefused),
    /// The photo could not be taken in.
    #[error(transparent)]
    Photo(#[from] PhotoRefused),
    /// The ink could not be taken in.
    #[error(transparent)]
    Ink(#[from] InkRefused),
    /// The secrets could not be read or kept.
    #[error(transparent)]
    Vault(#[from] VaultRefused),
    /// The key did not sign.
    #[error(transparent)]
    Key(#[from] KeyRefused),
    /// The hub did not answer.
    #[error(transparent)]
    Network(#[from] NoAnswer),
    /// The facts of the sheet do not hold together.
    #[error(transparent)]
    Facts(#[from] FactsRefused),
    /// The sheet could not be drawn.
    #[error(transparent)]
    Draw(#[from] sheet::DrawRefused),
    /// The sheet could not be signed.
    #[error(transparent)]
    Sign(#[from] sheet::SignRefused),
    /// The hand-over file was not made.
    #[error(transparent)]
    HandOver(#[from] HandOverRefused),
    /// The documents of a job refused a change.
    #[error("{en}")]
    Document {
        /// The part's code.
        code: &'static str,
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
    /// The hub said no.
    #[error("the office refused ({en}); nothing is lost, everything stays on this device")]
    Hub {
        /// HTTP status.
        status: u16,
        /// The hub's code.
        code: String,
        /// The hub's words in Chinese.
        zh: String,
        /// The hub's words in English.
        en: String,
    },
    /// An answer that is not the hub's or was damaged on the way.
    #[error("the office's answer cannot be read ({0}); nothing is lost, try again later or call the office")]
    Answer(String),
    /// The device is not enrolled.
    #[error("this device is not enrolled yet; scan the enrolment code of the office first")]
    NotEnrolled,
    /// The office's order stands, and nothing new could leave this device any more.
    #[error("the office has retired this device and has everything from it; ask the office for another one")]
    Leaving,
    /// The device is enrolled already.
    #[error("this device is already enrolled at an office; hand in everything and retire it there first")]
    AlreadyEnrolled,
    /// The enrolment link cannot be read, or the office behind it is not the one it names.
    #[error("this enrolment code does not hold ({0}); ask the office for a new one")]
    Enrolment(String),
    /// No such job on this device.
    #[error("job {0} is not on this device; sync to fetch it")]
    NoJob(JobId),
    /// A release the job names is not on this device.
    #[error("the {0} of this job is not on this device yet; sync once before you leave")]
    NoRelease(&'static str),
    /// The job's price list has no such code.
    #[error("the price list of this job has no {0}; choose one that is on it, or sync for the newest")]
    NoPrice(String),
    /// The office has opened no van for this technician.
    #[error("the warehouse has issued nothing to you yet; once it has, sync and try again")]
    NoVan,
    /// A field somebody touched and did not sign.
    #[error("this is too little ink for a signature; clear the field and sign again")]
    BlankInk,
    /// Something the sheet needs is not there.
    #[error("the sheet cannot be made yet: {0} is missing")]
    SheetLacks(&'static str),
}

impl FieldRefused {
    /// A stable word for the UI.
    pub fn code(&self) -> &str {
        match self {
            Self::Act(e) => e.code(),
            Self::Store(e) => e.code(),
            Self::Media(e) => e.code(),
            Self::Photo(e) => e.code(),
            Self::Ink(e) => e.code(),
            Self::Vault(e) => e.code(),
            Self::Key(e) => e.code(),
            Self::Network(e) => e.code(),
            Self::Facts(e) => e.code(),
            Self::Draw(e) => e.code(),
            Self::Sign(e) => e.code(),
            Self::HandOver(e) => e.code(),
            Self::Document { code, .. } => code,
            Self::Hub { code, .. } => code,
            Self::Answer(_) => "field.answer",
            Self::NotEnrolled => "field.not_enrolled",
            Self::Leaving => "field.leaving",
            Self::AlreadyEnrolled => "field.already_enrolled",
            Self::Enrolment(_) => "field.enrolment",
            Self::NoJob(_) => "field.no_job",
            Self::NoRelease(_) => "field.no_release",
            Self::NoPrice(_) => "field.no_price",
            Self::NoVan => "field.no_van",
            Self::BlankInk => "field.blank_ink",
            Self::SheetLacks(_) => "field.sheet_lacks",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Act(e) => e.zh(),
            Self::Store(e) => e.zh(),
            Self::Media(e) => e.zh(),
            Self::Photo(e) => e.zh(),
            Self::Ink(e) => e.zh().into(),
            Self::Vault(e) => e.zh(),
            Self::Key(e) => e.zh(),
            Self::Network(e) => e.zh(),
            Self::Facts(e) => e.zh(),
            Self::Draw(e) => e.zh(),
            Self::Sign(e) => e.zh(),
            Self::HandOver(e) => e.zh().into(),
            Self::Document { zh, .. } => zh.clone(),
            Self::Hub { zh, .. } => format!("公司没有接受（{zh}）；什么都没丢，全部还在这台设备上。"),
            Self::Answer(why) => format!("公司的答复读不出来（{why}）；什么都没丢，稍后再试或打电话给公司。"),
            Self::NotEnrolled => "这台设备还没注册，请先扫公司的注册码。".into(),
            Self::Leaving => "公司已停用这台设备，内容已全部交回；请向公司要另一台。".into(),
            Self::AlreadyEnrolled => "这台设备已在一家公司注册，请先在那里交清并退役。".into(),
            Self::Enrolment(why) => format!("这个注册码不成立（{why}），请向公司要一个新的。"),
            Self::NoJob(job) => format!("工单 {job} 不在这台设备上，请同步取得。"),
            Self::NoRelease(what) => format!("这张工单的{what}还不在设备上，出发前请同步一次。"),
            Self::NoPrice(code) => format!("这张工单的价目表里没有 {code}，请从表里选，或同步取得最新版本。"),
            Self::NoVan => "仓库还没有给你发过料；发料以后同步一次，再试。".into(),
            Self::BlankInk => "笔迹太少，不像签名，请清除后重签。".into(),
            Self::SheetLacks(what) => format!("还不能出服务单：缺{what}。"),
        }
    }
}

/// A refusal of a part whose family is kept as code and words alone.
macro_rules! documents {
    ($($family:ty),+) => {$(
        impl From<$family> for FieldRefused {
            fn from(why: $family) -> Self {
                Self::Document { code: why.code(), zh: why.zh().to_string(), en: why.to_string() }
            }
        }
    )+};
}

documents!(
    replica::change::ChangeRefused,
    replica::document::NotWritten,
    replica::author::AuthorRefused,
    standards::PackRefused,
    domain::seal::SealRefused,
    sheet::InkUnreadable,
    sync::enrol::EnrolRefused,
    sync::order::OrderRefused,
    sync::wire::WireRefused,
    domain::trust::NotTrusted
);
