//! What screens show, as plain data, and what they send. The shell passes these on as they are; their TypeScript twins
//! are generated from here ([`declarations`]) and never written by hand.
//!
//! # Modules
//! - [`today`]: the day's visits; [`job`]: a job and its stages; [`stage`], [`item`]: a stage's blocks and items
//! - [`find`]: jobs by words; [`clock`]: what is due by when
//! - [`quote`]: price list, quote, consent; [`sheet`]: the sealed sheet
//! - [`outbox`]: what is where; [`files`]: each file on its way
//! - [`questions`], [`correction`], [`who`]: what waits for a person, and who said what
//! - [`wording`]: words to avoid in what a customer will read
//! - [`sent`]: what a screen sends

pub mod book;
pub mod clock;
pub mod correction;
pub mod files;
pub mod find;
pub mod item;
pub mod job;
pub mod outbox;
pub mod questions;
pub mod quote;
pub mod schedule;
pub mod script;
pub mod sent;
pub mod sheet;
pub mod stage;
pub mod today;
pub mod ways;
pub mod who;
pub mod wording;

use domain::pack::Words;
use serde::Serialize;
use store::Safety;
use ts_rs::{Config, TS};

/// Where something is, as the chip on the screen says it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// Kept apart by the office; nothing of it is lost.
    SetAside,
    /// 待发: saved here, not yet at the office.
    Waiting,
    /// 已到公司
    AtOffice,
    /// 已备份
    Secured,
    /// 别处: on another device, which alone knows how far a file of its has come.
    Elsewhere,
}

impl From<Safety> for Truth {
    fn from(safety: Safety) -> Self {
        match safety {
            Safety::OnDevice => Self::Waiting,
            Safety::AtOffice => Self::AtOffice,
            Safety::Secured => Self::Secured,
        }
    }
}

/// Names in both languages.
pub(crate) fn words(zh: &str, en: &str) -> Words {
    Words { zh: zh.to_owned(), en: en.to_owned() }
}

macro_rules! declared {
    ($($name:ty),+ $(,)?) => {
        /// The TypeScript of every type that crosses to a screen, in this order.
        #[must_use]
        pub fn declarations() -> Vec<String> {
            let how = Config::default().with_large_int("number");
            vec![$(<$name as TS>::decl(&how)),+]
        }
    };
}

declared![
    domain::ids::JobId,
    domain::ids::ItemKey,
    domain::ids::UnitKey,
    domain::ids::VisitNo,
    domain::ids::RecordId,
    Words,
    domain::state::State,
    domain::stage::Stage,
    domain::flag::Flag,
    domain::value::Said,
    domain::value::Cover,
    domain::checklist::Lack,
    domain::value::ContactWay,
    domain::money::Money,
    domain::timer::Clock,
    domain::timer::Stand,
    clock::ClockLine,
    book::RuleLine,
    crate::me::Badge,
    crate::handover::HandOverView,
    crate::storage::StorageView,
    crate::storage::Held,
    crate::reminders::RemindersView,
    crate::reminders::ReminderKind,
    crate::reminders::Reminder,
    crate::diagnostics::DiagnosticLine,
    crate::van::VanView,
    crate::van::VanLine,
    crate::van::VanStep,
    crate::van::MovementSent,
    crate::tray::TrayView,
    crate::tray::ShotLine,
    crate::tray::BeforeShot,
    crate::tray::ShotSent,
    media::photo::Mark,
    Truth,
    today::Today,
    today::VisitRow,
    schedule::Schedule,
    schedule::DayLine,
    today::NextUp,
    today::Lacking,
    files::FileKind,
    files::FileLine,
    files::FileSent,
    outbox::OutboxLine,
    outbox::OutboxView,
    outbox::OutboxJob,
    outbox::Aside,
    outbox::SyncDone,
    who::Who,
    who::Side,
    correction::FieldLine,
    correction::WishLine,
    correction::Became,
    questions::QuestionsView,
    questions::QuestionView,
    questions::QuestionKind,
    questions::ValueLine,
    questions::SignedLine,
    questions::AsideLine,
    questions::ToldLine,
    crate::request::ServiceLine,
    job::JobView,
    crate::moved::MovedStandard,
    crate::moved::MovedItem,
    job::RequestLine,
    job::Facts,
    job::CrewLine,
    job::StageLine,
    job::NextStep,
    job::MissingLine,
    job::NoteLine,
    stage::StageView,
    stage::OnwardLine,
    ways::WayLine,
    ways::WaysView,
    stage::BlockView,
    stage::UnitLine,
    stage::FlagAsk,
    item::ItemView,
    item::Entry,
    item::AnswerLine,
    item::ClockedLine,
    item::ChoiceLine,
    item::MeasureLine,
    item::CaseLine,
    item::CasesLine,
    item::ContactLine,
    item::MeasurePartLine,
    item::PartSort,
    item::ReadingLine,
    item::PhotoLine,
    item::ScriptLine,
    quote::PriceListView,
    quote::PartPrice,
    quote::FeePrice,
    quote::QuoteView,
    quote::QuoteLine,
    quote::FittedLine,
    quote::PaymentLine,
    quote::PayCode,
    sheet::SheetView,
    wording::Avoided,
    sent::AnswerSent,
    sent::ReadingSent,
    sent::QuoteSent,
    sent::QuotedSent,
    sent::InkSent,
    sent::SignSent,
    sent::OralSent,
    sent::PartSent,
    sent::RequestSent,
    crate::me::Me,
];
