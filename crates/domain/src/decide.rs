//! What a tap becomes: each method of [`Checklist`] here judges one act and answers with the records to write, or with
//! the reason why not. Ids, person, device and time are added by `field`.
//!
//! - [`answer`]: items, blocks, readings, photos, flags, units, notes
//! - [`deal`]: appointment, quote, consent, parts, payment
//! - [`finish`]: moving on, rating, signatures, seal and paper

pub mod answer;
pub mod deal;
pub mod finish;

use crate::checklist::{Checklist, Missing};
use crate::ids::{ItemKey, RecordId, UnitKey, VisitNo};
use crate::money::Money;
use crate::pack::Item;
use crate::record::{Basis, Kind, Slot};
use crate::stage::Stage;
use crate::state::State;
use serde::Serialize;
use serde_json::Value;

/// A record as far as the rules make it.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// Kind of the record.
    pub kind: Kind,
    /// The visit.
    pub visit: Option<VisitNo>,
    /// The item.
    pub item: Option<ItemKey>,
    /// The repeat.
    pub unit: Option<UnitKey>,
    /// The content.
    pub value: Value,
    /// How it came about.
    pub basis: Option<Basis>,
    /// What it takes the place of.
    pub replaces: Vec<RecordId>,
}

/// Why an act is refused. Nothing was changed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    /// The pack has no such item.
    #[error("the standard of this job has no item {0}; sync to get its current version")]
    UnknownItem(ItemKey),
    /// The item's flag is false.
    #[error("{0} does not apply to this visit; set its condition first")]
    NotShown(ItemKey),
    /// The item belongs to a later stage.
    #[error("{item} belongs to {}; finish what comes before it first", stage.en())]
    TooEarly {
        /// The item.
        item: ItemKey,
        /// Its stage.
        stage: Stage,
    },
    /// The item belongs to a branch that does not begin here.
    #[error("{0} belongs to something that has not happened here; choose what happened under 情况有变")]
    BranchShut(ItemKey),
    /// Two phones moved the visit differently.
    #[error("two phones have moved this visit differently; choose first which holds")]
    Unsettled,
    /// The visit ended without a sheet, or unsigned: what happened stays as it was told.
    #[error("this visit is over; what is new belongs to the next one")]
    Over,
    /// The item is answered in another way.
    #[error("{0} is not answered like this; use the control the screen shows for it")]
    AnotherKind(ItemKey),
    /// A gate that only *done* opens.
    #[error("{0} is a gate: it cannot be passed over; put it right, or choose what happened under 情况有变")]
    Gate(ItemKey),
    /// "Not done" or "not applicable" without a reason.
    #[error("say why {0} was not done; the office reads the reason")]
    ReasonMissing(ItemKey),
    /// Not one of the choices.
    #[error("{1} is not one of the answers of {0}; pick one from the list")]
    UnknownChoice(ItemKey, String),
    /// Not a plain decimal, or in another unit.
    #[error("{0} is not a number in {1}; type it as it stands on the instrument, such as 2.1")]
    NotAReading(String, String),
    /// No plain decimal above zero; of a count, zero is one.
    #[error("“{0}” is no quantity; type how many {1}, such as 2 or 12.6")]
    NoQuantity(String, String),
    /// A date that is none: `2022-06-18` is one.
    #[error("“{1}” is no date; write it as year-month-day, such as 2022-06-18")]
    NotADate(ItemKey, String),
    /// A day of sale after the visit.
    #[error("{1} lies ahead of this visit; look at the papers again")]
    DateAhead(ItemKey, String),
    /// The facts of the visit are sealed.
    #[error("the sheet of this visit is signed; what is new goes into an amendment with a new signature")]
    Sealed,
    /// The way on is shut.
    #[error("not yet: {} still to do before the visit can move on", .0.len())]
    Shut(Vec<Missing>),
    /// There is no step from here.
    #[error("a visit that is {} does not move to {}", from.en(), to.en())]
    NoStep {
        /// Where it is.
        from: State,
        /// Where it was to go.
        to: State,
    },
    /// A consent to a quote that no longer stands.
    #[error("the quote has changed since; show the customer the present one and ask again")]
    StaleQuote,
    /// A total that is not the sum of its lines, or a line whose amount is not price times quantity.
    #[error("the amounts do not add up; check price and quantity of each line")]
    Amounts,
    /// More than the firm lets a technician take on the spot.
    #[error("at most {} may be taken on the spot; choose the invoice, it is collected later", .0.decimal())]
    AboveLimit(Money),
    /// Something that must be filled in is empty.
    #[error("{0} is empty; fill it in first")]
    Empty(&'static str),
    /// Longer than what the office takes.
    #[error("{0} is too long; say it in fewer words")]
    TooLong(&'static str),
    /// Somebody has settled it, or nothing of the kind is open.
    #[error("this has been settled meanwhile; look at the job again")]
    Settled,
    /// A value arrived that whoever settles has not seen.
    #[error("another answer has arrived meanwhile; look at it, then choose")]
    Unseen,
    /// A field of the brief that the office decides alone.
    #[error("{0} is the office's to decide; leave a note instead")]
    NotCorrectable(String),
    /// A value that has no canonical form.
    #[error("this cannot be kept as a record: {0}")]
    Unwritable(String),
}

impl Refusal {
    /// A stable word for the UI.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownItem(_) => "act.unknown_item",
            Self::NotShown(_) => "act.not_shown",
            Self::TooEarly { .. } => "act.too_early",
            Self::BranchShut(_) => "act.branch_shut",
            Self::Unsettled => "act.unsettled",
            Self::Over => "act.over",
            Self::AnotherKind(_) => "act.another_kind",
            Self::Gate(_) => "act.gate",
            Self::ReasonMissing(_) => "act.reason_missing",
            Self::UnknownChoice(..) => "act.unknown_choice",
            Self::NotAReading(..) => "act.not_a_reading",
            Self::NoQuantity(..) => "act.quantity",
            Self::NotADate(..) => "act.not_a_date",
            Self::DateAhead(..) => "act.date_ahead",
            Self::Sealed => "act.sealed",
            Self::Shut(_) => "act.shut",
            Self::NoStep { .. } => "act.no_step",
            Self::StaleQuote => "act.stale_quote",
            Self::Amounts => "act.amounts",
            Self::AboveLimit(_) => "act.above_limit",
            Self::Empty(_) => "act.empty",
            Self::TooLong(_) => "act.too_long",
            Self::Settled => "act.settled",
            Self::Unseen => "act.unseen",
            Self::NotCorrectable(_) => "act.not_correctable",
            Self::Unwritable(_) => "act.unwritable",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::UnknownItem(item) => format!("这张工单的规范里没有 {item}，请同步取得最新版本。"),
            Self::NotShown(item) => format!("{item} 不适用于这次上门，先设好它的条件。"),
            Self::TooEarly { item, stage } => format!("{item} 属于“{}”，先做完前面的。", stage.zh()),
            Self::BranchShut(item) => format!("{item} 属于没有发生的情况，请先在“情况有变”里选发生了什么。"),
            Self::Unsettled => "两部手机的进度不一样，请先选定以哪个为准。".into(),
            Self::Over => "这次上门已经结束，新的内容记到下一次。".into(),
            Self::AnotherKind(item) => format!("{item} 不是这样填的，请用界面上给它的控件。"),
            Self::Gate(item) => format!("{item} 是关卡，不能跳过：补做，或在“情况有变”里选发生了什么。"),
            Self::ReasonMissing(item) => format!("写一下 {item} 没做的原因，公司会看。"),
            Self::UnknownChoice(item, choice) => format!("{item} 的选项里没有“{choice}”，请从列表里选。"),
            Self::DateAhead(_, day) => format!("{day} 在这次上门之后，请再看一下凭证。"),
            Self::NotADate(_, day) => format!("“{day}”不是日期，按年-月-日填写，例如 2022-06-18。"),
            Self::NotAReading(value, unit) => format!("“{value}”不是以 {unit} 为单位的数，照仪表输入，例如 2.1。"),
            Self::NoQuantity(text, unit) => format!("“{text}”不是数量，请填有多少{unit}，例如 2 或 12.6。"),
            Self::Sealed => "这次上门的服务单已签字，新的内容请做补充单并重新签字。".into(),
            Self::Shut(missing) => format!("还差 {} 项，做完才能继续。", missing.len()),
            Self::NoStep { from, to } => format!("“{}”的上门不能直接到“{}”。", from.zh(), to.zh()),
            Self::StaleQuote => "报价已变，请给客户看现在这一版再签。".into(),
            Self::Amounts => "金额对不上，请核对每行单价和数量。".into(),
            Self::AboveLimit(limit) => format!("当场最多收 {} 元，请选开票后收。", limit.decimal()),
            Self::Empty(what) => format!("{what} 还空着，请先填写。"),
            Self::TooLong(what) => format!("{what} 太长了，请写短一些。"),
            Self::Settled => "这处已经有人定了，请看最新的内容。".into(),
            Self::Unseen => "刚又来了一个不同的内容，请看过再定。".into(),
            Self::NotCorrectable(field) => format!("{field} 由公司决定，请写留言。"),
            Self::Unwritable(why) => format!("这项内容存不成记录：{why}"),
        }
    }
}

impl Checklist<'_> {
    fn draft<T: Serialize>(&self, slot: Slot, value: &T, basis: Basis) -> Result<Draft, Refusal> {
        let value = serde_json::to_value(value).map_err(|e| Refusal::Unwritable(e.to_string()))?;
        let replaces = self.fold.to_replace(&slot);
        let Slot { visit, item, unit, kind } = slot;
        Ok(Draft { kind, visit, item, unit, value, basis: Some(basis), replaces })
    }

    fn at_item(&self, item: &ItemKey, unit: Option<UnitKey>, kind: Kind) -> Slot {
        Slot { visit: Some(self.visit), item: Some(item.clone()), unit, kind }
    }

    /// The item, if it may be worked on now.
    fn open_item(&self, key: &ItemKey) -> Result<&Item, Refusal> {
        let item = self.pack.item(key).ok_or_else(|| Refusal::UnknownItem(key.clone()))?;
        if !self.shows(item) {
            return Err(Refusal::NotShown(key.clone()));
        }
        let Some(stage) = self.pack.stage_of(key) else {
            self.unsealed()?;
            return if self.is_branch_open(key) { Ok(item) } else { Err(Refusal::BranchShut(key.clone())) };
        };
        if !self.is_open(item, stage) {
            return Err(Refusal::TooEarly { item: key.clone(), stage });
        }
        if stage < Stage::Departure {
            self.unsealed()?;
        }
        Ok(item)
    }

    /// Whether the facts of the visit may still change.
    fn unsealed(&self) -> Result<(), Refusal> {
        let over = matches!(self.fold.state(self.visit), State::Left | State::Uploaded);
        match (self.fold.is_sealed(self.visit), over) {
            (true, _) => Err(Refusal::Sealed),
            (false, true) => Err(Refusal::Over),
            (false, false) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
