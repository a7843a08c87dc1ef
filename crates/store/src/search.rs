//! Search over the jobs on this device: Chinese from one character up, digits of phone and order numbers from any four
//! on, words by their beginning.
//!
//! FTS5's tokenizer takes a run of CJK characters for one word, so a space goes around each of them and a query is a
//! phrase of single characters. Digit runs are also indexed by their tails, so that a prefix query finds `8000` at the
//! end of a phone number.

use crate::jobs::{JobRow, row_columns, row_of};
use crate::refused::StoreRefused;
use crate::store::Store;
use rusqlite::named_params;
use std::collections::BTreeSet;

/// The longest query that is looked at, characters.
const LONGEST_QUERY: usize = 64;
/// Of the hits, this many of the jobs that came last are ordered for the screen.
const MOST_HITS: u32 = 500;
/// The shortest tail of a digit run that finds it.
const SHORTEST_TAIL: usize = 4;
/// Longer digit runs are no numbers people look for.
const LONGEST_RUN: usize = 32;

impl Store {
    /// The jobs in which every word of `text` occurs: open ones first, then the ones changed last. At most `limit`, and
    /// at most 500; where `open` is said, those alone that are open, or that are not. Nothing to look for finds nothing.
    pub fn search(&self, text: &str, open: Option<bool>, limit: u32) -> Result<Vec<JobRow>, StoreRefused> {
        let Some(query) = query(text) else { return Ok(Vec::new()) };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {} FROM job
             WHERE n IN (SELECT job_search.rowid FROM job_search JOIN job AS kept ON kept.n = job_search.rowid
               WHERE job_search MATCH :query AND (:open IS NULL OR kept.open = :open)
               ORDER BY job_search.rowid DESC LIMIT :most)
             ORDER BY open DESC, updated DESC, job LIMIT :limit",
            row_columns()
        ))?;
        let asked = named_params! { ":query": query, ":most": MOST_HITS, ":open": open, ":limit": limit };
        let rows = statement.query_map(asked, row_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The text as FTS5 indexes it.
pub(crate) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() * 2);
    for c in text.chars().map(half_width) {
        if is_cjk(c) {
            spaced.extend([' ', c, ' ']);
        } else {
            spaced.push(c);
        }
    }
    spaced
}

/// Every tail of the digit runs in these numbers, and each number with its separators left out.
pub(crate) fn tails<'a>(numbers: impl IntoIterator<Item = &'a str>) -> String {
    let mut tails = BTreeSet::new();
    for number in numbers {
        let number: String = number.chars().map(half_width).collect();
        let compact: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
        for run in number.split(|c: char| !c.is_ascii_digit()).chain(compact.split(|c: char| !c.is_ascii_digit())) {
            if (1..=LONGEST_RUN).contains(&run.len()) {
                tails.extend(
                    (0..=run.len().saturating_sub(SHORTEST_TAIL)).filter_map(|from| run.get(from..)).map(str::to_owned),
                );
            }
        }
        tails.insert(compact);
    }
    tails.into_iter().collect::<Vec<_>>().join(" ")
}

/// What FTS5 is asked, or none where `text` holds nothing to look for.
fn query(text: &str) -> Option<String> {
    let text: String = text.chars().take(LONGEST_QUERY).map(half_width).collect();
    let clauses: Vec<String> = text.split_whitespace().filter_map(clause).collect();
    (!clauses.is_empty()).then(|| clauses.join(" AND "))
}

/// One word of the query: a phrase whose last word may go on, and a number also without its separators.
fn clause(word: &str) -> Option<String> {
    let last = word.chars().rev().find(|c| c.is_alphanumeric())?;
    let phrase = spaced(&word.replace('"', " "));
    let star = if is_cjk(last) { "" } else { "*" };
    let phrase = format!("\"{}\"{star}", phrase.trim());
    let compact: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_number = word.chars().all(|c| c.is_ascii() && !c.is_whitespace()) && compact.len() < word.len();
    Some(if is_number { format!("({phrase} OR \"{compact}\"*)") } else { phrase })
}

/// Full-width digits, letters and signs as an input method may leave them.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Characters that are words by themselves: ideographs of all planes, kana, hangul, bopomofo.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_a_phrase_of_single_characters_and_words_may_go_on() {
        assert_eq!(query("胶条").unwrap(), r#""胶  条""#);
        assert_eq!(query("3楼胶条").unwrap(), r#""3 楼  胶  条""#);
        assert_eq!(query("GD26").unwrap(), r#""GD26"*"#);
        assert_eq!(query("１３８").unwrap(), r#""138"*"#);
        assert_eq!(query("王 138-0013").unwrap(), r#""王" AND ("138-0013"* OR "1380013"*)"#);
    }

    #[test]
    fn nothing_to_look_for_is_no_query() {
        for text in ["", "   ", "\"", "-- ** ()", "。，"] {
            assert_eq!(query(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_found_by_its_tails_of_four_digits_and_more() {
        assert_eq!(tails(["138 0013"]), "0013 138 1380013 380013 80013");
        assert_eq!(tails(["GD-12"]), "12 GD12");
    }
}
