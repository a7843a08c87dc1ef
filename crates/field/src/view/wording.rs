//! Words that do not belong in front of a customer (STANDARDS 3.29 LNG, 8.2), found in what is being typed, with better
//! ones. It is advice: nothing is refused because of it.

use super::book::BOOK;
use domain::pack::Words;
use serde::Serialize;
use standards::book::Phrase;
use ts_rs::TS;

/// Words to avoid, where they stand in a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Avoided {
    /// Where they begin, in UTF-16 code units as a text field counts.
    pub start: u32,
    /// Where they end.
    pub end: u32,
    /// The words themselves.
    pub words: String,
    /// What to say instead; [`BLANK`](super::script::BLANK) where something is still to be filled in.
    pub better: Words,
    /// Why.
    pub why: Words,
    /// Conduct rather than words: shown as a rule, not offered as a wording.
    pub manner: bool,
}

/// What in a text does not belong in front of a customer, in the order in which it stands there.
#[must_use]
pub fn avoided(text: &str) -> Vec<Avoided> {
    let Some(book) = BOOK.as_ref() else { return Vec::new() };
    let chars: Vec<char> = text.chars().collect();
    let units = |chars: &[char]| u32::try_from(chars.iter().map(|it| it.len_utf16()).sum::<usize>()).ok();
    let line = |(at, len, phrase): (usize, usize, &Phrase)| {
        let (before, words) = (chars.get(..at)?, chars.get(at..at + len)?);
        let start = units(before)?;
        Some(Avoided {
            start,
            end: start + units(words)?,
            words: words.iter().collect(),
            better: Words { zh: with_blanks(&phrase.zh), en: with_blanks(&phrase.en) },
            why: phrase.why.clone(),
            manner: phrase.manner,
        })
    };
    book.avoided(text).into_iter().filter_map(line).collect()
}

/// A wording of the book with a blank for each `{name}`.
fn with_blanks(wording: &str) -> String {
    super::script::fill(wording, |_| None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(u32, u32, String, String, bool)> {
        avoided(text).into_iter().map(|it| (it.start, it.end, it.words, it.better.zh, it.manner)).collect()
    }

    #[test]
    fn words_to_avoid_are_found_with_what_to_say_instead_and_why() {
        let found = avoided("师傅说这型号都这样");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].start, found[0].end), (3, 9));
        assert_eq!(found[0].words, "这型号都这样");
        assert_eq!(found[0].better.zh, "我按标准测给您看，再想办法改善");
        assert_eq!(found[0].why.en, "excuses");
        assert!(!found[0].manner);
    }

    #[test]
    fn places_are_counted_as_a_text_field_counts_them() {
        // The face is two code units, and one character.
        let text = "😀你错了，等配件吧";
        let found = told(text);
        let units: Vec<u16> = text.encode_utf16().collect();
        let at = |from: u32, to: u32| String::from_utf16(&units[from as usize..to as usize]).unwrap();
        assert_eq!(found.len(), 2);
        for (start, end, words, ..) in &found {
            assert_eq!(at(*start, *end), *words);
        }
        assert_eq!(found[0].0, 2);
    }

    #[test]
    fn what_is_still_to_be_filled_in_is_a_blank() {
        assert_eq!(told("等配件吧")[0].3, "需要＿＿，预计＿＿到，我会提前联系您");
        assert_eq!(with_blanks("{a}b{"), "＿＿b＿＿");
        for wording in BOOK.as_ref().unwrap().phrases.iter().flat_map(|phrase| [&phrase.zh, &phrase.en]) {
            assert!(!with_blanks(wording).contains(['{', '}']), "{wording}");
        }
    }

    #[test]
    fn swearing_is_advice_on_conduct_and_no_wording() {
        let found = told("少废话");
        assert_eq!(found[0].3, "停下，先道歉，请主管介入");
        assert!(found[0].4);
    }

    #[test]
    fn an_honest_note_and_an_empty_one_are_left_alone() {
        for honest in
            ["", "客户不在家，已留言", "北卧室窗型材老化，更换胶条", "合页松动，已调校；没办法调的一扇已报给公司"]
        {
            assert_eq!(told(honest), [], "{honest}");
        }
    }
}
