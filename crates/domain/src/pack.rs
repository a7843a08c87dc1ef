//! The service standard of one trade as plain data (STANDARDS 4). Packs are written as TOML and checked by `standards`;
//! this is what the gates, the fold and the screens read.
//!
//! - [`changes`]: what a newer version asks differently
//! - [`judge`]: readings held against their limits

pub mod changes;
pub mod judge;

use crate::flag::Flag;
use crate::ids::{ItemKey, PackKey, RuleId};
use crate::stage::Stage;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Words in the two languages of the product, Chinese first.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Words {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

/// A standard (服务规范) for one trade, in one version. A job keeps the version it started with (QLT-13).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pack {
    /// For example `dw_repair`.
    pub key: PackKey,
    /// For example `1.0`; printed on the sheet as the template version.
    pub version: String,
    /// The trade's name.
    pub name: Words,
    /// Flags that are true before anybody sets one.
    pub flags: BTreeSet<Flag>,
    /// Flags asked at triage or survey.
    pub asks: BTreeSet<Flag>,
    /// The stages of the main line, in order. A stage left out does not exist for this pack.
    pub stages: Vec<StagePlan>,
    /// Branch blocks by key (`blk.nobody` ...), entered by outcome and not by stage.
    pub branches: BTreeMap<String, Block>,
}

/// One stage of a pack.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StagePlan {
    /// Which.
    pub stage: Stage,
    /// Its blocks in the order they are shown.
    pub blocks: Vec<Block>,
}

/// A group of items (组), shared between packs or the pack's own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Block {
    /// For example `blk.prep`; the pack's own items of a stage stand in `own.{stage}`.
    pub key: String,
    /// The heading on the screen.
    pub name: Words,
    /// In the order they are shown.
    pub items: Vec<Item>,
}

/// One thing to confirm, measure, photograph or sign (检查项).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// Unique over the whole product; answers are stored under it.
    pub key: ItemKey,
    /// The label.
    pub name: Words,
    /// What it is.
    pub kind: ItemKind,
    /// When it must be answered.
    pub need: Need,
    /// The proof, or the way of entry, on top of the answer.
    pub evidence: Evidence,
    /// The rules of STANDARDS it carries.
    pub rules: Vec<RuleId>,
    /// The short text under the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Words>,
    /// What is measured and its limits: of a `measure`; of a check or a field that is answered with a number; beside the
    /// answer of a gate. For a `calc` the limits its result is judged by (`arr.window`); for a `timer` its length as
    /// `most`, or the notice it asks for as `least`, where the pack fixes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// For an answer from a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Whether it is answered once for each unit (窗 1, 窗 2 ...).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub each_unit: bool,
    /// What the technician may say or send at this point (话术); the first is the usual one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scripts: Vec<Script>,
    /// A field that holds a date, beside its words where it is entered by scan.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub date: bool,
    /// With this flag true the item is not shown: its block is left out (STANDARDS 4.1, `planned`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<Flag>,
}

/// A wording to speak or to send (STANDARDS 8.1). `{…}` are placeholders, filled in on the screen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Script {
    /// For example `S12`.
    pub key: String,
    /// When it is said, such as "at the door".
    pub when: Words,
    /// What is said.
    pub words: Words,
}

/// An answer of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// Stored, for example `satisfied`.
    pub key: String,
    /// Shown.
    pub name: Words,
    /// An answer that keeps its gate shut, such as "not satisfied" (TST-04).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blocks: bool,
    /// A flag that is true while this answer stands, such as "electrical problem" (`electrical_fault`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sets: Option<Flag>,
}

/// The kinds of STANDARDS 4.1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the words of STANDARDS 4.1, verbatim
pub enum ItemKind {
    Check,
    Photo,
    Measure,
    Field,
    Gate,
    Script,
    Calc,
    Timer,
    Doc,
}

/// The column *Req* of STANDARDS 4.2.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// `Y`
    Required,
    /// `N`
    Optional,
    /// `C(flag)`: with the flag false the item is not shown; true, it is required.
    When(Flag),
}

/// The column *Ev* of STANDARDS 4.2.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// `–`
    Tick,
    /// `P`
    Photo,
    /// `M`
    Number,
    /// `T`: text or a choice
    Text,
    /// `S`
    Signature,
    /// `A`: clock, calculation, system; done once the event is recorded or the message lies in the outbox
    Automatic,
    /// `Q`
    Scan,
}

/// What is measured, and the limits of STANDARDS 4.4 and 4.5. Outside warns and asks for a note; it does not block.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Measure {
    /// For example `mm`, `dBm`, `Mbit/s`.
    pub unit: String,
    /// Least allowed value, a decimal such as `-27`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<String>,
    /// Greatest allowed value, a decimal such as `3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<String>,
    /// The limits are ours (`[D]`), not a source's; never shown as a source's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ours: bool,
    /// Limits that depend on how it is measured, such as cooling or heating. One of them is chosen with the value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    /// Units it may be read in besides `unit`, such as `kg` beside `g`. Only for what is recorded without limits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// Limits that follow another number, such as 90 % of the speed in the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<Relative>,
    /// What the value itself is called where `parts` stand beside it, such as "download".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Words>,
    /// Measured before the work and again after it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before_and_after: bool,
    /// Further values taken with it, such as upload beside download speed, or "leak".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<MeasurePart>,
}

/// Limits in one of several cases; without either, a value is only recorded there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// Stored with the reading, for example `heating` or `r410a`.
    pub key: String,
    /// Shown.
    pub name: Words,
    /// Least allowed value, a decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<String>,
    /// Greatest allowed value, a decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<String>,
}

/// Limits in per cent of a number that is known only on site.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Relative {
    /// For example `contract` or `plate` (name plate).
    pub to: String,
    /// Shown, such as "contracted speed".
    pub name: Words,
    /// Least allowed value in per cent, a decimal such as `90`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_percent: Option<String>,
    /// Greatest allowed value in per cent, a decimal such as `110`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_percent: Option<String>,
}

/// A further value of a measure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MeasurePart {
    /// Stored, for example `up` or `leak`.
    pub key: String,
    /// Shown.
    pub name: Words,
    /// The one answer that passes, for yes/no parts (`no` for a leak).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must_be: Option<String>,
    /// It is words, such as the name of a network; else it is a number or yes and no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub words: bool,
    /// The unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Least allowed value, a decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<String>,
    /// Greatest allowed value, a decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<String>,
    /// As of a measure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    /// The reading is not whole without it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
}

impl Item {
    /// Whether a reading is taken of it.
    pub fn is_read(&self) -> bool {
        self.measure.is_some() && !matches!(self.kind, ItemKind::Calc | ItemKind::Timer)
    }

    /// Whether the reading alone answers it: a measure, or a check or a field that asks for a number.
    pub fn is_answered_by_reading(&self) -> bool {
        self.is_read()
            && (self.kind == ItemKind::Measure
                || matches!(self.kind, ItemKind::Check | ItemKind::Field) && self.choices.is_empty())
    }

    /// Whether words, a choice or a date are its answer.
    pub fn wants_words(&self) -> bool {
        let words = self.kind == ItemKind::Field || matches!(self.evidence, Evidence::Text | Evidence::Scan);
        words && self.kind != ItemKind::Script && (self.evidence != Evidence::Automatic || self.date)
    }
}

impl Pack {
    /// Every item of the main line with its stage and block, in order.
    pub fn items(&self) -> impl Iterator<Item = (Stage, &Block, &Item)> {
        self.stages.iter().flat_map(|plan| {
            plan.blocks.iter().flat_map(move |block| block.items.iter().map(move |item| (plan.stage, block, item)))
        })
    }

    /// The item with this key, on the main line or in a branch block.
    pub fn item(&self, key: &ItemKey) -> Option<&Item> {
        self.items()
            .map(|(_, _, item)| item)
            .chain(self.branches.values().flat_map(|block| &block.items))
            .find(|item| item.key == *key)
    }

    /// The stage an item of the main line belongs to.
    pub fn stage_of(&self, key: &ItemKey) -> Option<Stage> {
        self.items().find(|(_, _, item)| item.key == *key).map(|(stage, _, _)| stage)
    }
}
