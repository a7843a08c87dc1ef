//! The shapes of the files, as written: texts and where they stand. Words are checked one by one in `shelf`, so that a
//! message can name the key. A workbook is read into the same shapes.

mod read;

pub(crate) use read::{bases, block, pack, scripts};

/// A text as written, and where: the byte of its file, or the number of its cell in a workbook.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    pub text: String,
    pub at: usize,
}

/// Yes or no, and where it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    pub on: bool,
    pub at: usize,
}

impl Mark {
    pub fn is_on(mark: Option<Mark>) -> bool {
        mark.is_some_and(|mark| mark.on)
    }
}

/// A text in both languages; a missing one is found by `shelf`.
pub(crate) struct WordsText {
    pub at: usize,
    pub zh: Option<Word>,
    pub en: Option<Word>,
}

/// `blocks/*.toml`
pub(crate) struct BlockText {
    pub key: Option<Word>,
    pub name: Option<WordsText>,
    /// The stage of every item that names none itself.
    pub stage: Option<Word>,
    pub branch: Option<Mark>,
    pub item: Vec<ItemText>,
}

/// `[[item]]`
pub(crate) struct ItemText {
    pub at: usize,
    pub key: Option<Word>,
    pub stage: Option<Word>,
    pub name: WordsText,
    pub kind: Option<Word>,
    pub req: Option<Word>,
    pub ev: Option<Word>,
    pub rules: Vec<Word>,
    pub rules_at: usize,
    pub detail: Option<WordsText>,
    pub measure: Option<MeasureText>,
    pub choices: Vec<ChoiceText>,
    pub each_unit: Option<Mark>,
    pub date: Option<Mark>,
    pub scripts: Vec<Word>,
}

/// `measure = { … }`
pub(crate) struct MeasureText {
    pub at: usize,
    pub unit: Option<Word>,
    pub least: Option<Word>,
    pub most: Option<Word>,
    pub cases: Vec<CaseText>,
    /// Units besides `unit`.
    pub units: Vec<Word>,
    pub ours: Option<Mark>,
    /// Only recorded: it has no limits on purpose.
    pub open: Option<Mark>,
    pub relative: Option<RelativeText>,
    pub name: Option<WordsText>,
    pub before_and_after: Option<Mark>,
    pub parts: Vec<PartText>,
}

/// `relative = { … }`
pub(crate) struct RelativeText {
    pub to: Option<Word>,
    pub name: WordsText,
    pub least_percent: Option<Word>,
    pub most_percent: Option<Word>,
}

/// One of `parts = [ … ]`
pub(crate) struct PartText {
    pub key: Option<Word>,
    pub name: WordsText,
    pub must_be: Option<Word>,
    pub words: Option<Mark>,
    pub required: Option<Mark>,
    pub unit: Option<Word>,
    pub least: Option<Word>,
    pub most: Option<Word>,
    pub cases: Vec<CaseText>,
}

/// One of `cases = [ … ]`
pub(crate) struct CaseText {
    pub key: Option<Word>,
    pub name: WordsText,
    pub least: Option<Word>,
    pub most: Option<Word>,
}

/// One of `choices = [ … ]`
pub(crate) struct ChoiceText {
    pub key: Option<Word>,
    pub name: WordsText,
    pub blocks: Option<Mark>,
    pub sets: Option<Word>,
}

/// `[[script]]`
pub(crate) struct ScriptText {
    pub key: Option<Word>,
    pub when: Option<WordsText>,
    pub said: WordsText,
    pub rules: Vec<Word>,
}

/// `[[base]]`
pub(crate) struct BaseText {
    pub key: Option<Word>,
    pub blocks: Vec<Word>,
    /// Own items stand before these blocks instead of at the end of their stage.
    pub own_before: Vec<Word>,
    pub branches: Vec<Word>,
    pub asks: Vec<Word>,
    pub overrides: Vec<OverrideText>,
}

/// `packs/*.toml`
pub(crate) struct PackText {
    pub key: Option<Word>,
    pub version: Option<Word>,
    pub name: Option<WordsText>,
    pub base: Option<Word>,
    /// Blocks besides the base's.
    pub blocks: Vec<Word>,
    /// Blocks of a visit without a fault: left out with the flag `planned`.
    pub planned_without: Vec<Word>,
    pub flags: Vec<Word>,
    pub asks: Vec<Word>,
    pub overrides: Vec<OverrideText>,
    pub item: Vec<ItemText>,
}

/// `[[override]]`: what is left out or `=` stays as the block has it.
pub(crate) struct OverrideText {
    pub at: usize,
    /// A key, or a prefix and `.*`.
    pub key: Option<Word>,
    pub req: Option<Word>,
    pub ev: Option<Word>,
    pub detail: Option<WordsText>,
    /// Rules besides the block's.
    pub rules: Vec<Word>,
    pub measure: Option<MeasureText>,
    pub choices: Vec<ChoiceText>,
    pub scripts: Vec<Word>,
}
