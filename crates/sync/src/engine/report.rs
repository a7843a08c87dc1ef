//! What a run did, for the screen and the tests.

use crate::engine::{Aside, Cursor, EpochStep, Page};
use crate::order::SignedOrder;
use crate::wire::{Said, WireRefused};
use domain::digest::Digest;

/// What a run did. Counts are of committed pages, except for what went out.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// How it ended.
    pub outcome: Outcome,
    /// Requests, repeats not counted.
    pub rounds: u32,
    /// Requests sent again for a nonce the hub did not know.
    pub repeats: u32,
    /// Bytes sent.
    pub bytes_up: usize,
    /// Changes sent.
    pub pushed: usize,
    /// Of these: at the office.
    pub stored: usize,
    /// Of these: at the office, waiting for a parent.
    pub held: usize,
    /// Of these: kept apart by the office, and why.
    pub refused: Vec<(Digest, String)>,
    /// Of these: made after the grant had ended.
    pub late: usize,
    /// Of these: not answered. They stay in the outbox.
    pub unanswered: usize,
    /// Foreign changes that arrived.
    pub arrived: usize,
    /// Foreign changes kept apart here.
    pub asides: Vec<Aside>,
    /// Releases received.
    pub releases: usize,
    /// Grants received.
    pub grants: usize,
    /// Blobs the hub lacks, by its last answer.
    pub lacks: Vec<Digest>,
    /// The office's order, not yet checked.
    pub order: Option<SignedOrder>,
    /// The newest schema in use at the office; 0 where nothing was heard.
    pub schema: u32,
    /// The hub went backwards in this run.
    pub new_epoch: bool,
    /// Where the device stands now; `None` where nothing was committed.
    pub cursor: Option<Cursor>,
    /// The hub's clock in the last answer, Unix milliseconds.
    pub hub_time_ms: Option<i64>,
}

impl Report {
    pub(super) fn count(&mut self, page: &Page) {
        for answer in &page.answers {
            match &answer.said {
                Said::Stored => self.stored += 1,
                Said::Held(_) => self.held += 1,
                Said::SetAside(rule) => self.refused.push((answer.hash, rule.clone())),
            }
            self.late += usize::from(answer.late);
        }
        self.arrived += page.arrived.len();
        self.releases += page.releases.len();
        self.grants += page.grants.len();
        self.lacks.clone_from(&page.lacks);
        self.order.clone_from(&page.order);
        self.schema = page.schema;
        self.new_epoch |= page.epoch == EpochStep::Began;
        self.hub_time_ms = Some(page.hub_time_ms);
    }
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Outcome {
    /// Everything the hub had is here, and everything here was answered.
    #[default]
    InSync,
    /// It stopped. Everything not acknowledged is still in the outbox.
    Stopped(Stopped),
}

/// Why a run stopped. None of these deletes anything.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone)]
pub enum Stopped {
    /// No answer.
    #[error("no answer from the office; everything is kept and goes out when there is a network")]
    Offline,
    /// The hub does not let this device in.
    #[error("the office does not know this device ({0}); everything is kept, ask the office to enrol it again")]
    NotAdmitted(u16),
    /// The hub is overloaded or broken.
    #[error("the office's computer is busy ({0}); everything is kept, try again in some minutes")]
    Busy(u16),
    /// The hub refuses the request itself.
    #[error("the office's computer does not accept this app's data ({0}); everything is kept, update the app")]
    Refused(u16),
    /// The page cannot be read or written.
    #[error(transparent)]
    Wire(#[from] WireRefused),
    /// A release does not have the digest it claims.
    #[error("reference data arrived damaged; try again in a better network")]
    Release,
    /// The feed went backwards without a new epoch.
    #[error("the office's computer contradicts itself; everything is kept, tell the office")]
    Backwards,
    /// The device cannot save or read.
    #[error("this device cannot save; free some space and try again, everything saved before is kept")]
    Storage,
    /// The hub says there is more and gives nothing.
    #[error("the office's computer does not get on; everything is kept, try again in some minutes")]
    NoProgress,
    /// The caller mixed up events.
    #[error("the app lost its thread; close it and open it again, everything is kept")]
    OutOfTurn,
}

impl Stopped {
    pub(super) fn of_status(status: u16) -> Self {
        match status {
            401 | 403 => Self::NotAdmitted(status),
            408 | 425 | 429 | 500.. => Self::Busy(status),
            _ => Self::Refused(status),
        }
    }

    /// A stable word for the UI.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offline => "sync.offline",
            Self::NotAdmitted(_) => "sync.not_admitted",
            Self::Busy(_) => "sync.busy",
            Self::Refused(_) => "sync.refused",
            Self::Wire(refused) => refused.code(),
            Self::Release => "sync.release",
            Self::Backwards => "sync.backwards",
            Self::Storage => "sync.storage",
            Self::NoProgress => "sync.no_progress",
            Self::OutOfTurn => "sync.out_of_turn",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Offline => "公司没有回应；数据都在，有网络时会自动发送。".into(),
            Self::NotAdmitted(status) => format!("公司不认识这台设备（{status}）；数据都在，请公司重新注册。"),
            Self::Busy(status) => format!("公司的电脑正忙（{status}）；数据都在，请过几分钟再试。"),
            Self::Refused(status) => format!("公司的电脑不接受这个应用的数据（{status}）；数据都在，请更新应用。"),
            Self::Wire(refused) => refused.zh(),
            Self::Release => "基础资料在路上损坏了，请在网络好一些的地方再试。".into(),
            Self::Backwards => "公司的电脑前后矛盾；数据都在，请告诉公司。".into(),
            Self::Storage => "这台设备存不下了；请腾出空间再试，之前保存的都在。".into(),
            Self::NoProgress => "公司的电脑没有进展；数据都在，请过几分钟再试。".into(),
            Self::OutOfTurn => "应用乱了次序，请关闭再打开，数据都在。".into(),
        }
    }
}
