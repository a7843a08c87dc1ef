//! What stands on the shelf, and where each thing is written.

use crate::text::Word;
use domain::flag::Flag;
use domain::ids::RuleId;
use domain::pack::{Choice, Evidence, Item, Measure, Need, Script, Words};
use domain::stage::Stage;
use std::collections::BTreeSet;

/// Where a thing is written: its file, its key and its other fields, in bytes.
#[derive(Clone, Default)]
pub(crate) struct Spot {
    pub file: String,
    pub key: usize,
    pub fields: Vec<(&'static str, usize)>,
}

impl Spot {
    /// Where a field is written, or else the key.
    pub fn of(&self, field: &str) -> usize {
        self.fields.iter().find(|(name, _)| *name == field).map_or(self.key, |(_, at)| *at)
    }
}

/// A shared block. A branch's items stand in no stage.
pub(crate) struct ShelfBlock {
    pub key: String,
    pub name: Words,
    pub branch: bool,
    pub items: Vec<ShelfItem>,
    pub spot: Spot,
    /// Something of it could not be read: what it lacks is no fault of those who use it.
    pub broken: bool,
}

/// An item as one file has it.
pub(crate) struct ShelfItem {
    pub stage: Option<Stage>,
    pub item: Item,
    /// Says in so many words that its measure has no limits.
    pub open: Option<bool>,
    pub spot: Spot,
    /// A word of it was wrong, and something else stands in its place.
    pub broken: bool,
}

/// A base flow.
pub(crate) struct Base {
    pub key: String,
    pub blocks: Vec<String>,
    pub own_before: BTreeSet<String>,
    pub branches: Vec<Word>,
    pub asks: BTreeSet<Flag>,
    pub overrides: Vec<Override>,
    pub spot: Spot,
}

/// A pack before its blocks are put in.
pub(crate) struct Draft {
    pub key: String,
    pub version: String,
    pub name: Words,
    pub base: String,
    pub blocks: Vec<Word>,
    /// Left out of a planned visit.
    pub planned_without: Vec<Word>,
    pub flags: BTreeSet<Flag>,
    pub asks: BTreeSet<Flag>,
    pub overrides: Vec<Override>,
    pub items: Vec<ShelfItem>,
    pub spot: Spot,
}

/// A change of a shared item; `None` or empty keeps what the block has.
pub(crate) struct Override {
    pub key: String,
    pub need: Option<Need>,
    pub evidence: Option<Evidence>,
    pub detail: Option<Words>,
    pub rules: Vec<RuleId>,
    pub measure: Option<Measure>,
    pub open: Option<bool>,
    pub choices: Vec<Choice>,
    pub scripts: Vec<Script>,
    pub spot: Spot,
    pub broken: bool,
}

impl Override {
    /// Whether it changes this item.
    pub fn names(&self, key: &str) -> bool {
        match self.key.strip_suffix('*') {
            Some(prefix) => key.starts_with(prefix),
            None => key == self.key,
        }
    }
}
