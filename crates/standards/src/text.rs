//! The shapes of the TOML files, as written. Words are checked one by one in `shelf`, so that a message can name the key.

use serde::Deserialize;

/// A text in both languages; a missing one is found by `shelf`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordsText {
    #[serde(default)]
    pub zh: String,
    #[serde(default)]
    pub en: String,
}

/// `blocks/*.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlockText {
    pub key: String,
    pub name: WordsText,
    /// The stage of every item that names none itself.
    pub stage: Option<String>,
    #[serde(default)]
    pub branch: bool,
    #[serde(default)]
    pub item: Vec<ItemText>,
}

/// `[[item]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemText {
    pub key: String,
    pub stage: Option<String>,
    #[serde(default)]
    pub zh: String,
    #[serde(default)]
    pub en: String,
    pub kind: String,
    pub req: String,
    pub ev: String,
    pub rules: Vec<String>,
    pub detail: Option<WordsText>,
    pub measure: Option<MeasureText>,
    #[serde(default)]
    pub choices: Vec<ChoiceText>,
    #[serde(default)]
    pub each_unit: bool,
    #[serde(default)]
    pub scripts: Vec<String>,
}

/// `measure = { … }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeasureText {
    pub unit: String,
    pub least: Option<String>,
    pub most: Option<String>,
    #[serde(default)]
    pub ours: bool,
    pub relative: Option<RelativeText>,
    pub name: Option<WordsText>,
    #[serde(default)]
    pub before_and_after: bool,
    #[serde(default)]
    pub parts: Vec<PartText>,
}

/// `relative = { … }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelativeText {
    pub to: String,
    #[serde(default)]
    pub zh: String,
    #[serde(default)]
    pub en: String,
    pub least_percent: Option<String>,
    pub most_percent: Option<String>,
}

/// One of `parts = [ … ]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartText {
    pub key: String,
    #[serde(default)]
    pub zh: String,
    #[serde(default)]
    pub en: String,
    pub must_be: Option<String>,
}

/// One of `choices = [ … ]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoiceText {
    pub key: String,
    #[serde(default)]
    pub zh: String,
    #[serde(default)]
    pub en: String,
    #[serde(default)]
    pub blocks: bool,
}

/// `scripts.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptsText {
    #[serde(default)]
    pub script: Vec<ScriptText>,
}

/// `[[script]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptText {
    pub key: String,
    pub when: WordsText,
    #[serde(default)]
    pub zh: String,
    #[serde(default)]
    pub en: String,
    pub rules: Vec<String>,
}

/// `bases.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BasesText {
    #[serde(default)]
    pub base: Vec<BaseText>,
}

/// `[[base]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BaseText {
    pub key: String,
    pub blocks: Vec<String>,
    /// Own items stand before these blocks instead of at the end of their stage.
    #[serde(default)]
    pub own_before: Vec<String>,
    #[serde(default)]
    pub branches: Vec<String>,
    #[serde(default)]
    pub asks: Vec<String>,
    #[serde(default, rename = "override")]
    pub overrides: Vec<OverrideText>,
}

/// `packs/*.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackText {
    pub key: String,
    pub version: String,
    pub name: WordsText,
    pub base: String,
    /// Blocks besides the base's.
    #[serde(default)]
    pub blocks: Vec<String>,
    #[serde(default)]
    pub flags: Vec<String>,
    #[serde(default)]
    pub asks: Vec<String>,
    #[serde(default, rename = "override")]
    pub overrides: Vec<OverrideText>,
    #[serde(default)]
    pub item: Vec<ItemText>,
}

/// `[[override]]`: what is left out or `=` stays as the block has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverrideText {
    /// A key, or a prefix and `.*`.
    pub key: String,
    pub req: Option<String>,
    pub ev: Option<String>,
    pub detail: Option<WordsText>,
    /// Rules besides the block's.
    #[serde(default)]
    pub rules: Vec<String>,
    pub measure: Option<MeasureText>,
    #[serde(default)]
    pub choices: Vec<ChoiceText>,
    #[serde(default)]
    pub scripts: Vec<String>,
}
