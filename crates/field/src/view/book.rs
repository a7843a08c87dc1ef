//! The standard to read: every rule in short words, found by what is asked.

use domain::pack::Words;
use serde::Serialize;
use standards::Book;
use std::sync::LazyLock;
use ts_rs::TS;

/// The book comes with the program: a test holds that it can be read.
pub(crate) static BOOK: LazyLock<Option<Book>> = LazyLock::new(|| Book::builtin().ok());

/// A rule of the standard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct RuleLine {
    /// For example `KIT-01`.
    pub key: String,
    /// What it is about, such as 行前准备.
    pub family: Words,
    /// What it asks.
    pub words: Words,
}

/// The rules in which every word occurs, in the standard's order; all of them where nothing is asked.
#[must_use]
pub fn rules(asked: &str) -> Vec<RuleLine> {
    let Some(book) = BOOK.as_ref() else { return Vec::new() };
    let wanted: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
    let line = |rule: &standards::book::Rule| {
        let family = book.families.iter().find(|family| rule.id.as_str().starts_with(&family.key));
        RuleLine {
            key: rule.id.as_str().to_owned(),
            family: family.map(|it| Words { zh: it.zh.clone(), en: it.en.clone() }).unwrap_or_default(),
            words: Words { zh: rule.zh.clone(), en: rule.en.clone() },
        }
    };
    let told = |line: &RuleLine| {
        let RuleLine { key, family, words } = line;
        let text = [key, &family.zh, &family.en, &words.zh, &words.en].map(|text| text.to_lowercase()).join("\n");
        wanted.iter().all(|word| text.contains(word))
    };
    book.rules.iter().map(line).filter(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_there_to_read_with_what_it_is_about() {
        let all = rules(" ");
        assert_eq!(all.len(), 355);
        assert!(all.iter().all(|rule| !rule.family.zh.is_empty() && !rule.words.zh.is_empty()));
    }

    #[test]
    fn a_rule_is_found_by_its_number_and_by_words_of_either_language() {
        let keys = |asked: &str| rules(asked).into_iter().map(|rule| rule.key).collect::<Vec<_>>();
        assert_eq!(keys("kit-01"), ["KIT-01"]);
        assert!(keys("鞋套").contains(&"KIT-01".to_owned()) && keys("shoe COVERS").contains(&"KIT-01".to_owned()));
        assert!(keys("鞋套 鞋柜 飞船").is_empty());
    }
}
