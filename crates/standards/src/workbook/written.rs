//! A pack's TOML, in the order people write it, and which cell each of its texts came from.

use crate::text::{
    CaseText, ChoiceText, ItemText, Mark, MeasureText, OverrideText, PackText, PartText, RelativeText, Word, WordsText,
};
use std::fmt::Write;

/// The text, and for each byte where something begins the place it came from, in order.
#[derive(Default)]
pub(super) struct Written {
    pub text: String,
    pub places: Vec<(usize, usize)>,
}

pub(super) fn write(pack: &PackText) -> Written {
    let mut to = Written::default();
    to.line("key", &pack.key);
    to.line("version", &pack.version);
    if let Some(name) = &pack.name {
        to.push("name = ");
        to.words(name);
        to.push("\n");
    }
    to.line("base", &pack.base);
    to.list("blocks", &pack.blocks);
    to.list("planned_without", &pack.planned_without);
    to.list("flags", &pack.flags);
    to.list("asks", &pack.asks);
    pack.overrides.iter().for_each(|change| to.change(change));
    pack.item.iter().for_each(|item| to.item(item));
    to
}

impl Written {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn here(&mut self, at: usize) {
        self.places.push((self.text.len(), at));
    }

    fn word(&mut self, word: &Word) {
        self.here(word.at);
        self.text.push('"');
        for c in word.text.chars() {
            match c {
                '"' => self.push("\\\""),
                '\\' => self.push("\\\\"),
                '\n' => self.push("\\n"),
                c if c.is_control() => {
                    // Writing to a text cannot fail.
                    let _ = write!(self.text, "\\u{:04X}", u32::from(c));
                }
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    fn line(&mut self, name: &str, word: &Option<Word>) {
        if let Some(word) = word {
            self.push(name);
            self.push(" = ");
            self.word(word);
            self.push("\n");
        }
    }

    fn list(&mut self, name: &str, words: &[Word]) {
        if let Some(first) = words.first() {
            self.push(name);
            self.push(" = ");
            self.here(first.at);
            self.array(words);
            self.push("\n");
        }
    }

    fn array(&mut self, words: &[Word]) {
        self.push("[");
        for (place, word) in words.iter().enumerate() {
            self.push(if place == 0 { "" } else { ", " });
            self.word(word);
        }
        self.push("]");
    }

    fn mark_line(&mut self, name: &str, mark: Option<Mark>) {
        if let Some(mark) = mark {
            self.push(name);
            self.push(" = ");
            self.here(mark.at);
            self.push(if mark.on { "true\n" } else { "false\n" });
        }
    }

    fn words(&mut self, words: &WordsText) {
        self.here(words.at);
        let mut inline = Inline::open(self);
        inline.both(words);
        inline.close();
    }

    fn item(&mut self, item: &ItemText) {
        self.push("\n");
        self.here(item.at);
        self.push("[[item]]\n");
        self.line("stage", &item.stage);
        self.line("key", &item.key);
        self.line("zh", &item.name.zh);
        self.line("en", &item.name.en);
        self.line("kind", &item.kind);
        self.line("req", &item.req);
        self.line("ev", &item.ev);
        self.push("rules = ");
        self.here(item.rules_at);
        self.array(&item.rules);
        self.push("\n");
        self.below(&item.detail, &item.measure, &item.choices);
        self.mark_line("each_unit", item.each_unit);
        self.mark_line("date", item.date);
        self.list("scripts", &item.scripts);
    }

    fn change(&mut self, change: &OverrideText) {
        self.push("\n");
        self.here(change.at);
        self.push("[[override]]\n");
        self.line("key", &change.key);
        self.line("req", &change.req);
        self.line("ev", &change.ev);
        self.list("rules", &change.rules);
        self.below(&change.detail, &change.measure, &change.choices);
        self.list("scripts", &change.scripts);
    }

    fn below(&mut self, detail: &Option<WordsText>, measure: &Option<MeasureText>, choices: &[ChoiceText]) {
        if let Some(detail) = detail {
            self.push("detail = ");
            self.words(detail);
            self.push("\n");
        }
        if let Some(measure) = measure {
            self.push("measure = ");
            self.measure(measure);
            self.push("\n");
        }
        if !choices.is_empty() {
            self.push("choices = [\n");
            for choice in choices {
                self.push("  ");
                self.choice(choice);
                self.push(",\n");
            }
            self.push("]\n");
        }
    }

    fn choice(&mut self, choice: &ChoiceText) {
        let mut inline = Inline::open(self);
        inline.word("key", &choice.key);
        inline.both(&choice.name);
        inline.mark("blocks", choice.blocks);
        inline.word("sets", &choice.sets);
        inline.close();
    }

    fn measure(&mut self, measure: &MeasureText) {
        self.here(measure.at);
        let mut inline = Inline::open(self);
        inline.word("unit", &measure.unit);
        inline.word("least", &measure.least);
        inline.word("most", &measure.most);
        inline.cases(&measure.cases);
        if let Some(first) = measure.units.first() {
            let to = inline.name("units");
            to.here(first.at);
            to.array(&measure.units);
        }
        inline.mark("ours", measure.ours);
        inline.mark("open", measure.open);
        if let Some(relative) = &measure.relative {
            inline.name("relative").relative(relative);
        }
        if let Some(name) = &measure.name {
            inline.name("name").words(name);
        }
        inline.mark("before_and_after", measure.before_and_after);
        if !measure.parts.is_empty() {
            inline.name("parts").parts(&measure.parts);
        }
        inline.close();
    }

    fn relative(&mut self, relative: &RelativeText) {
        let mut inline = Inline::open(self);
        inline.word("to", &relative.to);
        inline.both(&relative.name);
        inline.word("least_percent", &relative.least_percent);
        inline.word("most_percent", &relative.most_percent);
        inline.close();
    }

    fn parts(&mut self, parts: &[PartText]) {
        self.push("[");
        for (place, part) in parts.iter().enumerate() {
            self.push(if place == 0 { "" } else { ", " });
            let mut inline = Inline::open(self);
            inline.word("key", &part.key);
            inline.both(&part.name);
            inline.word("must_be", &part.must_be);
            inline.mark("words", part.words);
            inline.mark("required", part.required);
            inline.word("unit", &part.unit);
            inline.word("least", &part.least);
            inline.word("most", &part.most);
            inline.cases(&part.cases);
            inline.close();
        }
        self.push("]");
    }
}

/// `{ a = …, b = … }`
struct Inline<'a> {
    to: &'a mut Written,
    empty: bool,
}

impl<'a> Inline<'a> {
    fn open(to: &'a mut Written) -> Self {
        to.push("{");
        Self { to, empty: true }
    }

    fn name(&mut self, name: &str) -> &mut Written {
        self.to.push(if self.empty { " " } else { ", " });
        self.empty = false;
        self.to.push(name);
        self.to.push(" = ");
        self.to
    }

    fn word(&mut self, name: &str, word: &Option<Word>) {
        if let Some(word) = word {
            self.name(name).word(word);
        }
    }

    fn both(&mut self, words: &WordsText) {
        self.word("zh", &words.zh);
        self.word("en", &words.en);
    }

    fn mark(&mut self, name: &str, mark: Option<Mark>) {
        if let Some(mark) = mark {
            let to = self.name(name);
            to.here(mark.at);
            to.push(if mark.on { "true" } else { "false" });
        }
    }

    fn cases(&mut self, cases: &[CaseText]) {
        if cases.is_empty() {
            return;
        }
        let to = self.name("cases");
        to.push("[");
        for (place, case) in cases.iter().enumerate() {
            to.push(if place == 0 { "" } else { ", " });
            let mut inline = Inline::open(to);
            inline.word("key", &case.key);
            inline.both(&case.name);
            inline.word("least", &case.least);
            inline.word("most", &case.most);
            inline.close();
        }
        to.push("]");
    }

    fn close(self) {
        self.to.push(" }");
    }
}
