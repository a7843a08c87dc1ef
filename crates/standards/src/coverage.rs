//! Where each rule of the standard is carried: by an item of a pack, a wording, a word to avoid, or code; or why the
//! program has no part in it.

use crate::Library;
use crate::book::{Book, Rule};
use domain::ids::RuleId;
use domain::pack::Words;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What carries a rule.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// An item of at least one pack.
    Item(String),
    /// A wording to speak or send.
    Script(String),
    /// A word to avoid, or the courteous words.
    Phrase(String),
    /// A part of the program.
    Code(String),
}

/// How one rule fares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Covered<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// What carries it, in order.
    pub by: BTreeSet<Carrier>,
    /// Why nothing does: the office or the firm does it themselves.
    pub reason: Option<Words>,
}

impl Covered<'_> {
    /// Whether the rule is neither carried nor reasoned.
    pub fn is_missing(&self) -> bool {
        self.by.is_empty() && self.reason.is_none()
    }
}

/// Every rule of the book, in its order, held against the packs.
pub fn coverage<'a>(book: &'a Book, library: &Library) -> Vec<Covered<'a>> {
    let mut by: BTreeMap<&RuleId, BTreeSet<Carrier>> = BTreeMap::new();
    let scripts: Vec<(&RuleId, Carrier)> =
        library.script_rules().map(|(key, rule)| (rule, Carrier::Script(key.to_owned()))).collect();
    let items = library.packs().flat_map(|pack| {
        let branches = pack.branches.values().flat_map(|block| &block.items);
        pack.items().map(|(.., item)| item).chain(branches)
    });
    let items = items.flat_map(|item| item.rules.iter().map(|rule| (rule, Carrier::Item(item.key.to_string()))));
    let phrases =
        book.phrases.iter().flat_map(|it| it.rules.iter().map(|rule| (rule, Carrier::Phrase(it.key.clone()))));
    let courteous = book.courteous_rules.iter().map(|rule| (rule, Carrier::Phrase("courteous".into())));
    for (rule, carrier) in items.chain(scripts).chain(phrases).chain(courteous) {
        by.entry(rule).or_default().insert(carrier);
    }
    let covered = |rule: &'a Rule| {
        let mut by = by.get(&rule.id).cloned().unwrap_or_default();
        by.extend(rule.code.as_ref().map(|code| Carrier::Code(code.en.clone())));
        let reason = by.is_empty().then(|| reason(book, rule)).flatten();
        Covered { rule, by, reason }
    };
    book.rules.iter().map(covered).collect()
}

/// Why the program has no part in a rule: as the book says, or because it is a duty of the office, or the firm's to set.
fn reason(book: &Book, rule: &Rule) -> Option<Words> {
    if rule.reason.is_some() {
        return rule.reason.clone();
    }
    let duty = book.duties.iter().find(|duty| duty.rules.contains(&rule.id));
    let setting = book.settings.iter().find(|setting| setting.rules.contains(&rule.id));
    match (duty, setting) {
        (Some(duty), _) => Some(Words {
            zh: format!("由公司执行：{}“{}”，负责人和时限见 duties.toml", duty.key, duty.zh),
            en: format!("the office does it: {} {}; who and by when stands in duties.toml", duty.key, duty.en),
        }),
        (None, Some(setting)) => Some(Words {
            zh: format!("由公司设定：{}（{}）", setting.zh, setting.key),
            en: format!("the firm sets it: {} ({})", setting.en, setting.key),
        }),
        (None, None) => None,
    }
}
