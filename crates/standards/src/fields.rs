//! A TOML table taken field by field: every field that is unknown, missing or of another shape is a fault of its own with
//! its line, and the rest is read all the same.

use crate::faults::Faults;
use crate::refused::{PackRefused, Shape};
use crate::text::{Mark, Word};
use crate::vocabulary::clip;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A broken file says the same thing on many lines.
const MOST_SYNTAX: usize = 20;

/// The file that is read.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub lines: &'a Lines,
    pub faults: &'a Faults,
}

/// Where the lines of a text begin.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(ends.map(|(at, _)| at + 1).collect())
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.0.partition_point(|begin| *begin <= at) + 1
    }
}

impl<'a> Source<'a> {
    /// The line of a byte, from 1.
    pub fn line(self, at: usize) -> usize {
        self.lines.line(at)
    }

    /// Reads the file as a whole; `Err` holds what could be made out of one that is no TOML. The nesting limit is the
    /// reader's own (80).
    pub fn parse(self) -> Result<Spanned<DeTable<'a>>, Spanned<DeTable<'a>>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        if errors.is_empty() {
            return Ok(table);
        }
        let mut told = 0;
        for error in errors.into_iter().take(MOST_SYNTAX) {
            let at = error.span().map_or(0, |span| span.start);
            let line = self.line(at);
            if line != told {
                let why = clip(error.message());
                self.faults.add(self.file, Some(at), PackRefused::Syntax { file: self.file.to_owned(), line, why });
            }
            told = line;
        }
        Err(table)
    }
}

/// One table and which of its fields were asked for.
pub(crate) struct Fields<'a> {
    source: Source<'a>,
    table: &'a DeTable<'a>,
    /// Where the table begins.
    pub at: usize,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub fn new(source: Source<'a>, table: &'a DeTable<'a>, at: usize) -> Self {
        Self { source, table, at, asked: Vec::new() }
    }

    fn get(&mut self, name: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.push(name);
        self.table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value)
    }

    fn wrong(&self, name: &str, at: usize, wanted: Shape) {
        let (file, field) = (self.source.file.to_owned(), name.to_owned());
        let refused = PackRefused::WrongShape { file, line: self.source.line(at), field, wanted };
        self.source.faults.add(self.source.file, Some(at), refused);
    }

    pub fn missing(&self, name: &str) {
        let (file, field) = (self.source.file.to_owned(), name.to_owned());
        let refused = PackRefused::FieldMissing { file, line: self.source.line(self.at), field };
        self.source.faults.add(self.source.file, Some(self.at), refused);
    }

    /// A text that may be left out.
    pub fn word(&mut self, name: &'static str) -> Option<Word> {
        let value = self.get(name)?;
        let word = word(value);
        if word.is_none() {
            self.wrong(name, value.span().start, Shape::Text);
        }
        word
    }

    /// A text that must be there.
    pub fn must(&mut self, name: &'static str) -> Option<Word> {
        if !self.has(name) {
            self.missing(name);
        }
        self.word(name)
    }

    pub fn has(&self, name: &str) -> bool {
        self.table.iter().any(|(key, _)| key.get_ref() == name)
    }

    /// A list of texts; empty where it is left out.
    pub fn words(&mut self, name: &'static str) -> Vec<Word> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let list = value.get_ref().as_array().map(|list| list.iter().map(word).collect::<Option<Vec<_>>>());
        list.flatten().unwrap_or_else(|| {
            self.wrong(name, value.span().start, Shape::Texts);
            Vec::new()
        })
    }

    /// A list of texts that must be there, and where it begins.
    pub fn must_words(&mut self, name: &'static str) -> (Vec<Word>, usize) {
        if !self.has(name) {
            self.missing(name);
        }
        (self.words(name), self.place(name))
    }

    /// Where a field is written, or else its table.
    pub fn place(&self, name: &str) -> usize {
        let found = self.table.iter().find(|(key, _)| key.get_ref() == name);
        found.map_or(self.at, |(_, value)| value.span().start)
    }

    /// Yes or no.
    pub fn mark(&mut self, name: &'static str) -> Option<Mark> {
        let value = self.get(name)?;
        let at = value.span().start;
        let mark = value.get_ref().as_bool().map(|on| Mark { on, at });
        if mark.is_none() {
            self.wrong(name, at, Shape::Mark);
        }
        mark
    }

    /// A table within this one.
    pub fn table(&mut self, name: &'static str) -> Option<Fields<'a>> {
        let value = self.get(name)?;
        let table = self.of(value);
        if table.is_none() {
            self.wrong(name, value.span().start, Shape::Table);
        }
        table
    }

    /// A list of tables.
    pub fn tables(&mut self, name: &'static str) -> Vec<Fields<'a>> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let list = value.get_ref().as_array().map(|list| list.iter().map(|one| self.of(one)).collect::<Option<_>>());
        list.flatten().unwrap_or_else(|| {
            self.wrong(name, value.span().start, Shape::Tables);
            Vec::new()
        })
    }

    fn of(&self, value: &'a Spanned<DeValue<'a>>) -> Option<Fields<'a>> {
        Some(Fields::new(self.source, value.get_ref().as_table()?, value.span().start))
    }

    /// Every field that nobody asked for is unknown.
    pub fn done(self) {
        for (key, _) in self.table.iter().filter(|(key, _)| !self.asked.contains(&key.get_ref().as_ref())) {
            if self.source.faults.is_full() {
                return;
            }
            let at = key.span().start;
            let refused = PackRefused::UnknownField {
                file: self.source.file.to_owned(),
                line: self.source.line(at),
                field: clip(key.get_ref()),
                known: self.asked.join(", "),
            };
            self.source.faults.add(self.source.file, Some(at), refused);
        }
    }
}

fn word(value: &Spanned<DeValue<'_>>) -> Option<Word> {
    Some(Word { text: value.get_ref().as_str()?.to_owned(), at: value.span().start })
}
