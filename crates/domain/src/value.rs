//! The shapes of a record's `value`, one a kind (docs/formats.md "Record kinds"). They are read leniently: unknown keys
//! are ignored here and stay in the record's text.

use crate::digest::Digest;
use crate::flag::Flag;
use crate::ids::{PartCode, RecordId};
use crate::money::Money;
use crate::state::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `answer`: what was said to an item (STANDARDS 2.4: done, not done, not applicable; the last two with a reason).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// Which of the three.
    pub answer: Said,
    /// Text of a field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Key of a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
    /// The day of a field that holds a date, such as `2022-06-18`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Why it was not done or does not apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The three answers.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Said {
    Done,
    NotDone,
    NotApplicable,
}

impl Answer {
    /// Done, nothing to add.
    pub fn done() -> Self {
        Self { answer: Said::Done, text: None, choice: None, date: None, reason: None }
    }

    /// Done, with the text of a field.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::done() }
    }

    /// Done, with a choice from the item's list.
    pub fn choice(key: impl Into<String>) -> Self {
        Self { choice: Some(key.into()), ..Self::done() }
    }

    /// Done, on this day.
    pub fn date(day: impl Into<String>) -> Self {
        Self { date: Some(day.into()), ..Self::done() }
    }

    /// Not done, and why.
    pub fn not_done(reason: impl Into<String>) -> Self {
        Self { answer: Said::NotDone, reason: Some(reason.into()), ..Self::done() }
    }

    /// Not applicable, and why.
    pub fn not_applicable(reason: impl Into<String>) -> Self {
        Self { answer: Said::NotApplicable, reason: Some(reason.into()), ..Self::done() }
    }
}

/// `measure` and `remeasure`: a reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// A decimal such as `2.1`.
    pub value: String,
    /// For example `mm`.
    pub unit: String,
    /// Values taken with it, such as `leak` -> `no`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, String>,
    /// Said about a value outside its limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `photo`: a picture or file, by its digest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Picture {
    /// The blob.
    pub blob: Digest,
    /// Its bytes.
    pub bytes: i64,
    /// Pixels across; 0 for a file we cannot draw.
    pub width: i64,
    /// Pixels down; 0 for a file we cannot draw.
    pub height: i64,
    /// MIME type, for example `image/jpeg`.
    pub media: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

/// `flag`: a context flag set or cleared on the visit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FlagSet {
    /// Which.
    pub flag: Flag,
    /// Set or cleared.
    pub on: bool,
}

/// `unit`: a repeat and its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UnitNamed {
    /// For example 窗 1 北卧室.
    pub name: String,
}

/// `transition`: the visit moved on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// Where it was.
    pub from: State,
    /// Where it is now.
    pub to: State,
    /// Why, where the move is not the main line's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How the visit ends, from the move on that left the main line or left something out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<crate::outcome::Outcome>,
    /// Where the main line was left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branched_at: Option<State>,
    /// The agreed time that holds no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallen: Option<RecordId>,
}

impl Moved {
    /// A move with nothing to say about it.
    pub fn along(from: State, to: State) -> Self {
        Self { from, to, reason: None, outcome: None, branched_at: None, fallen: None }
    }

    /// How far along the main line the visit is.
    pub fn position(&self) -> State {
        match self.branched_at {
            Some(at) if !matches!(self.to, State::Signing | State::Left) => at,
            _ => self.to,
        }
    }
}

/// `appointment`: what the customer agreed to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agreed {
    /// RFC 3339 with offset.
    pub from: String,
    /// RFC 3339 with offset.
    pub to: String,
    /// When the customer was spoken to (RFC 3339); the later contact stands (STANDARDS 2.5).
    pub contacted: String,
    /// With whom.
    pub with: String,
}

/// `quote`: cause, plan and what it will cost (D16).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Quote {
    /// 1, 2, 3 ...
    pub version: i64,
    /// The cause in plain words.
    pub cause: String,
    /// The cause's code, where the firm has a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause_code: Option<String>,
    /// What will be done.
    pub plan: String,
    /// How long it will take.
    pub minutes: i64,
    /// Parts, one line each.
    pub parts: Vec<PartLine>,
    /// Labour, visit, inspection.
    pub fees: Vec<FeeLine>,
    /// What the customer pays.
    pub total: Money,
}

/// Who pays for a line (STANDARDS 6.1): decided per line.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // free < contract < paid
pub enum Cover {
    Free,
    Contract,
    Paid,
}

/// A part in a quote (QTE-03).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PartLine {
    /// Catalogue code.
    pub part: PartCode,
    /// 名称
    pub zh: String,
    /// Brand and specification.
    pub spec: String,
    /// A decimal.
    pub quantity: String,
    /// m, 个 ...
    pub unit: String,
    /// For one unit.
    pub price: Money,
    /// Months of warranty on the part.
    pub warranty_months: i64,
    /// Who pays.
    pub cover: Cover,
    /// The last day of the term of the part whose place it takes, where it is covered (STANDARDS 6.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_until: Option<String>,
    /// What the customer pays for the line.
    pub amount: Money,
}

/// A fee in a quote.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeLine {
    /// Code in the fee table.
    pub code: String,
    /// 项目
    pub zh: String,
    /// Item.
    pub en: String,
    /// A decimal.
    pub quantity: String,
    /// 窗, 个, 次 ...
    pub unit: String,
    /// For one unit.
    pub price: Money,
    /// Who pays.
    pub cover: Cover,
    /// Why it is free or what it covers.
    pub note: String,
    /// What the customer pays for the line.
    pub amount: Money,
}

/// `consent`: the customer's answer before the work. It names its quote, the digest of what was shown, and its ink.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agreement {
    /// Agreed or not.
    pub agreed: bool,
    /// The quote's record, for consents to a plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<RecordId>,
    /// SHA-256 of the canonical JSON of what was shown.
    pub shown: Digest,
    /// The ink blob; absent for a recorded oral consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<Digest>,
    /// Why the consent was oral (setting `consent.allow_oral`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oral: Option<String>,
    /// Who agreed.
    pub name: String,
    /// self, family, tenant ...
    pub relation: String,
    /// The words agreed to.
    pub words: String,
}

/// `part`: a movement of the van's stock; a fitted part's line is its movement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Movement {
    /// What happened.
    pub movement: MovementKind,
    /// Catalogue code.
    pub part: PartCode,
    /// A decimal, always positive.
    pub quantity: String,
    /// m, 个 ...
    pub unit: String,
    /// Serial or batch of the new part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_serial: Option<String>,
    /// Serial of the part taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_serial: Option<String>,
    /// The old part was recovered (PAR-03).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub old_recovered: bool,
    /// The movement it answers: a request, an issue, the record of the part that was fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<RecordId>,
    /// Of a count: what the stock was said to be. What was counted, less this, is the movement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What there is to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Movement {
    /// A movement of so much of a part, and nothing else to say of it.
    #[must_use]
    pub fn new(movement: MovementKind, part: PartCode, quantity: String, unit: String) -> Self {
        let (new_serial, old_serial, of, before) = (None, None, None, None);
        Self {
            movement,
            part,
            quantity,
            unit,
            new_serial,
            old_serial,
            old_recovered: false,
            of,
            before,
            note: String::new(),
        }
    }
}

/// The movements of DESIGN "Stock", and what is said around them ([`crate::van`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum MovementKind {
    Issue,
    Fit,
    Return,
    Count,
    Ask,
    Decline,
    Receive,
    Recover,
}

/// `payment`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Paid {
    /// STANDARDS 2.3: `none_due`, `paid_on_site`, `invoice_due`, `paid_later`.
    pub status: String,
    /// wechat, cash ...
    pub method: String,
    /// How much.
    pub amount: Money,
    /// Number of the payment document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// `rating`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rated {
    /// 1 to 5.
    pub score: i64,
    /// The customer's words.
    pub comment: String,
}

/// `signature`: ink on the sheet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signed {
    /// The ink blob.
    pub ink: Digest,
    /// Who signed.
    pub name: String,
    /// self, family, tenant ...; `technician` for the technician.
    pub relation: String,
    /// What was signed: [`crate::checklist::Checklist::substance`] as it was then. Signatures of earlier versions say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Digest>,
}

/// `note`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Noted {
    /// The words.
    pub text: String,
}

/// `correction`: a wish to correct the brief.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wish {
    /// The brief's dotted key.
    pub field: String,
    /// What it should say.
    pub should: serde_json::Value,
    /// Why.
    pub reason: String,
}

/// `request`: a job a technician asks for from the site. The office makes a job of it, or does not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Requested {
    /// What the brief shall say: keys of [`crate::brief::REQUESTABLE`] -> text.
    pub fields: BTreeMap<String, String>,
    /// Key of the standard it may need; the office decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
}

/// `contact`: the phone was dialled, or a message handed to the phone's own app.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contacted {
    /// Which of the two.
    pub way: ContactWay,
    /// To which number.
    pub number: String,
    /// The wording that was sent, such as `S09`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
}

/// How somebody is reached.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ContactWay {
    Call,
    Sms,
}

/// `ruling`: a person's answer to what no further value settles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ruled {
    /// The record ruled on.
    pub about: RecordId,
    /// How.
    pub outcome: Outcome,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How a person ruled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The office wrote the correction into the brief.
    Adopted,
    /// The office did not.
    Declined,
    /// What came after the signature stands beside the signed paper, which stays as it is.
    Beside,
}

/// `paper`: the signed PDF of a sealed paper.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaperMade {
    /// The paper's number.
    pub number: String,
    /// The facts blob.
    pub facts: Digest,
    /// The signed PDF.
    pub pdf: Digest,
    /// Its bytes.
    pub bytes: i64,
    /// Its pages.
    pub pages: i64,
}
