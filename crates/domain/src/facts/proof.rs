//! How it is known: readings, the standard kept, photos, consents, rating.

use super::Text;
use crate::digest::Digest;
use crate::ids::{ItemKey, UnitKey};
use crate::time::At;
use serde::{Deserialize, Serialize};

/// Readings and tests: rows of items, one column a unit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurements {
    /// The columns: 窗 1 北卧室. A job without repeats has one.
    pub units: Vec<UnitHead>,
    /// The rows; every row has one cell a unit.
    pub rows: Vec<MeasureRow>,
}

/// A column of the readings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitHead {
    /// The repeat; absent for the job as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<UnitKey>,
    /// Its name.
    pub name: Text,
}

/// One item measured or tested.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureRow {
    /// The item.
    pub item: ItemKey,
    /// Its name.
    pub name: Text,
    /// What is allowed, in words with its unit: `≤ 3.0 mm`.
    pub limit: Text,
    /// The unit of every value in the row; empty for tests without a number.
    pub unit: String,
    /// One a unit (window).
    pub cells: Vec<MeasureCell>,
    /// The verdict over all units after the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Judged>,
}

/// The readings of one item at one unit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureCell {
    /// Before the work, where it is measured twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Reading>,
    /// After the work, or the only reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Reading>,
}

/// One reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// A decimal string in the row's unit, or a word.
    pub value: String,
    /// What goes with it: 无渗漏.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// In or out of the limits, where it is judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Judged>,
}

/// A verdict on a reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// Within the limits.
    In,
    /// Outside.
    Out,
}

/// How the standard was kept: counts over all items of the pack, and what was not done with its reason.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Items that had to be done.
    pub due: u32,
    /// Done.
    pub done: u32,
    /// Not done; each stands in `exceptions`.
    pub not_done: u32,
    /// Not applicable; each stands in `exceptions`.
    pub not_applicable: u32,
    /// Photos taken.
    pub photos: u32,
    /// Answers confirmed with their blocks, where it is known how long those were looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together: Option<Together>,
    /// The groups the customer sees.
    pub groups: Vec<KeptGroup>,
    /// What was not done or did not apply.
    pub exceptions: Vec<Exception>,
}

/// A group of items (五个一, 鞋套, 清洁复位).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptGroup {
    /// Its name.
    pub name: Text,
    /// Items of it done.
    pub done: u32,
    /// Items of it due.
    pub due: u32,
    /// What is printed in place of the counts: `照片 2`, `早 4 分`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Text>,
}

/// Answers that were confirmed block by block, not one by one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Together {
    /// How many.
    pub items: u32,
    /// The shortest time a block was looked at before it was confirmed, in seconds.
    pub seconds: u32,
}

/// An item that was not done or did not apply.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The item.
    pub item: ItemKey,
    /// Its name.
    pub name: Text,
    /// Whether it did not apply (else it was not done).
    pub not_applicable: bool,
    /// Why.
    pub reason: Text,
}

/// A photo on the sheet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotoLine {
    /// SHA-256 of the JPEG that is printed, which is the blob's id.
    pub digest: Digest,
    /// Pixels across; 0 for a file that cannot be printed and is listed only.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// 前, 后, 防护, 配件, 检验.
    pub tag: Text,
    /// What it shows.
    pub caption: Text,
    /// When it was taken.
    pub at: At,
}

/// Something the customer agreed to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentLine {
    /// `quote`, `case`, `data`, `height`, `move` ...
    pub kind: String,
    /// What was agreed.
    pub words: Text,
    /// When.
    pub at: At,
    /// The signature under it, where one was given: SHA-256 of the ink blob.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<Digest>,
}

/// The customer's rating.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// 1 to 5.
    pub score: u8,
    /// The score in words: 满意.
    pub name: Text,
    /// In the customer's words; empty where nothing was said.
    pub comment: String,
}
