//! What stands in the standard beside the packs (`assets/standards/book`): its 355 rules in short words, the words to avoid
//! in front of a customer, the settings of a firm, and what the office owes.

use crate::setting::{Group, Setting};
use domain::ids::RuleId;
use domain::pack::Words;
use serde::Deserialize;
use std::collections::BTreeMap;

const RULES: &str = include_str!("../../../assets/standards/book/rules.toml");
const PHRASES: &str = include_str!("../../../assets/standards/book/phrases.toml");
const SETTINGS: &str = include_str!("../../../assets/standards/book/settings.toml");
const DUTIES: &str = include_str!("../../../assets/standards/book/duties.toml");

/// The standard's own lists.
#[derive(Debug)]
pub struct Book {
    /// The families of rules (INT, TRG ...), in their order.
    pub families: Vec<Family>,
    /// Every rule (STANDARDS 3), in its order.
    pub rules: Vec<Rule>,
    /// Words to avoid and what to say instead (STANDARDS 8.2).
    pub phrases: Vec<Phrase>,
    /// Courteous words (STANDARDS 8.4).
    pub courteous: Vec<String>,
    /// The rules these courteous words carry.
    pub courteous_rules: Vec<RuleId>,
    /// The groups of the settings, in their order.
    pub groups: Vec<Group>,
    /// Settings of a firm (STANDARDS 9).
    pub settings: Vec<Setting>,
    /// What the office owes (STANDARDS 7.1).
    pub duties: Vec<Duty>,
}

/// A family of rules.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// For example `INT`.
    pub key: String,
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

/// A rule.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// For example `KIT-01`.
    pub id: RuleId,
    /// What it asks, in a sentence.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// How it can be carried, the main way first (STANDARDS 3).
    pub kinds: Vec<String>,
    /// What in the program carries it, where no data does.
    #[serde(default)]
    pub code: Option<Words>,
    /// Why no program carries it.
    #[serde(default)]
    pub reason: Option<Words>,
}

/// Words that do not belong in front of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// For example `N01`.
    pub key: String,
    /// What gives it away in typed text.
    pub avoid: Vec<String>,
    /// What to say instead.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// Why.
    pub why: Words,
    /// Conduct rather than words: it is shown as a rule, not offered as a wording.
    #[serde(default)]
    pub manner: bool,
    /// The rules it carries.
    pub rules: Vec<RuleId>,
}

/// Something the office owes.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Duty {
    /// For example `O3`.
    pub key: String,
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
    /// Who: clerk, dispatcher ...
    pub who: Vec<String>,
    /// Settings that say by when.
    pub due: Vec<String>,
    /// The rules it serves.
    pub rules: Vec<RuleId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    family: Vec<Family>,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhrasesFile {
    courteous: Vec<String>,
    rules_courteous: Vec<RuleId>,
    phrase: Vec<Phrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    group: Vec<Group>,
    setting: Vec<Setting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DutiesFile {
    duty: Vec<Duty>,
}

/// A list of the book cannot be read. It comes with the program, so only a developer meets this.
#[derive(Debug, thiserror::Error)]
#[error("assets/standards/book/{file}: {why}")]
pub struct BookRefused {
    file: &'static str,
    why: String,
}

impl Book {
    /// The book that comes with the program.
    pub fn builtin() -> Result<Self, BookRefused> {
        let RulesFile { family, rule } = read("rules.toml", RULES)?;
        let PhrasesFile { courteous, rules_courteous, phrase } = read("phrases.toml", PHRASES)?;
        let SettingsFile { group, setting } = read("settings.toml", SETTINGS)?;
        let DutiesFile { duty } = read("duties.toml", DUTIES)?;
        Ok(Self {
            families: family,
            rules: rule,
            phrases: phrase,
            courteous,
            courteous_rules: rules_courteous,
            groups: group,
            settings: setting,
            duties: duty,
        })
    }

    /// The rule with this id.
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == *id)
    }

    /// The setting with this key.
    pub fn setting(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    /// What in a text does not belong in front of a customer: where it stands (in characters) and what to say instead.
    /// Of two findings that overlap the longer one counts.
    pub fn avoided<'a>(&'a self, text: &str) -> Vec<(usize, usize, &'a Phrase)> {
        let mut found: BTreeMap<usize, (usize, &Phrase)> = BTreeMap::new();
        for phrase in &self.phrases {
            for words in phrase.avoid.iter().filter(|words| !words.is_empty()) {
                for (at, _) in text.match_indices(words.as_str()) {
                    let longest = found.entry(at).or_insert((words.len(), phrase));
                    if words.len() > longest.0 {
                        *longest = (words.len(), phrase);
                    }
                }
            }
        }
        let mut kept: Vec<(usize, usize, &Phrase)> = Vec::new();
        for (at, (len, phrase)) in found {
            if kept.last().is_none_or(|(start, length, _)| start + length <= at) {
                kept.push((at, len, phrase));
            }
        }
        let chars = |bytes: &str| bytes.chars().count();
        kept.into_iter()
            .filter_map(|(at, len, phrase)| Some((chars(text.get(..at)?), chars(text.get(at..at + len)?), phrase)))
            .collect()
    }
}

fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, BookRefused> {
    toml::from_str(text).map_err(|error| BookRefused { file, why: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn book() -> Book {
        Book::builtin().unwrap()
    }

    #[test]
    fn the_book_has_what_the_standard_counts() {
        let book = book();
        assert_eq!((book.families.len(), book.rules.len()), (31, 355));
        assert_eq!((book.phrases.len(), book.duties.len()), (24, 39));
        assert!(book.settings.len() >= 89, "a row of two keys is two settings");
    }

    #[test]
    fn every_key_stands_once_and_every_rule_that_is_named_exists() {
        let book = book();
        let known: BTreeSet<&RuleId> = book.rules.iter().map(|rule| &rule.id).collect();
        assert_eq!(known.len(), book.rules.len());
        let families: BTreeSet<&str> = book.families.iter().map(|family| family.key.as_str()).collect();
        assert!(book.rules.iter().all(|rule| families.contains(&rule.id.as_str()[..3])));
        let settings: BTreeSet<&str> = book.settings.iter().map(|setting| setting.key.as_str()).collect();
        assert_eq!(settings.len(), book.settings.len());
        let due = book.duties.iter().flat_map(|duty| &duty.due);
        assert!(due.into_iter().all(|key| settings.contains(key.as_str())));
        let of_phrases = book.phrases.iter().flat_map(|phrase| &phrase.rules);
        let of_settings = book.settings.iter().flat_map(|setting| &setting.rules);
        let of_duties = book.duties.iter().flat_map(|duty| &duty.rules);
        for rule in of_phrases.chain(of_settings).chain(of_duties).chain(&book.courteous_rules) {
            assert!(known.contains(rule), "{rule:?}");
        }
    }

    #[test]
    fn words_to_avoid_are_found_where_they_stand_and_honest_notes_are_left_alone() {
        let book = book();
        let found = book.avoided("师傅说：你必须先交钱，你错了");
        let told: Vec<(usize, usize, &str)> = found.iter().map(|(at, len, it)| (*at, *len, it.key.as_str())).collect();
        assert_eq!(told, [(4, 3, "N04"), (11, 3, "N05")]);
        for honest in ["客户说没办法关窗，已调校合页", "不清楚何时安装，客户无票据", "客户不在家，已留言", ""]
        {
            assert!(book.avoided(honest).is_empty(), "{honest}");
        }
    }
}
