//! What is wrong with a folder of packs, in words for whoever writes them: the file, the line, what to do. The loader
//! refuses what cannot be a standard at all and stops; here every fault is told, and the files are also held against the
//! standard's own rules, against each other and against what a visit can ever reach.

mod changes;
mod conditions;
mod items;
mod reach;

use crate::assembly::{Assembly, Files};
use crate::book::Book;
#[cfg(feature = "workbook")]
use crate::builtin;
use crate::directory;
use crate::faults::Fault;
use crate::fields::Lines;
use crate::shelf::Spot;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// 错误: a technician would meet something that cannot be, or the files are no standard at all.
    Fault,
    /// 提示: it works, and is perhaps not what was meant.
    Hint,
}

/// Where a finding is, within its file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A line, from 1.
    Line(usize),
    /// A cell of a workbook: its sheet, then its column and its row as a spreadsheet names them.
    Cell {
        /// For example `检查项`.
        sheet: String,
        /// From 1.
        row: u32,
        /// For example `C`.
        column: String,
    },
}

/// One thing that is wrong, or looks so.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Finding {
    /// The file, as in the folder.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong and what to do.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

impl Finding {
    /// Whether the files cannot be used as they are.
    pub fn is_fault(&self) -> bool {
        self.level == Level::Fault
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.is_fault() { "" } else { "(hint 提示) " };
        match &self.place {
            Place::File => write!(f, "{}: {level}{}", self.file, self.en),
            Place::Line(line) => write!(f, "{}:{line}: {level}{}", self.file, self.en),
            Place::Cell { sheet, row, column } => {
                write!(f, "{}: {sheet}!{column}{row}: {level}{}", self.file, self.en)
            }
        }
    }
}

/// Everything wrong with the packs of a folder; nothing where they are sound.
pub fn check(folder: &Path, book: &Book) -> Vec<Finding> {
    told(directory::files(folder), book)
}

/// Everything wrong with files given as name (`packs/dw_repair.toml`) and content.
pub fn check_files<N: AsRef<str>, T: AsRef<[u8]>>(
    files: impl IntoIterator<Item = (N, T)>,
    book: &Book,
) -> Vec<Finding> {
    told(Files::of(files), book)
}

/// The files a pack is checked against: those of a folder, or the program's own.
#[cfg(feature = "workbook")]
pub(crate) fn files_of(folder: Option<&Path>) -> Files {
    folder.map_or_else(|| Files::of(builtin::FILES.iter().copied()), directory::files)
}

fn told(files: Files, book: &Book) -> Vec<Finding> {
    let assembly = files.assemble();
    let lines: BTreeMap<&str, Lines> =
        assembly.texts.iter().map(|(file, text)| (file.as_str(), Lines::of(text))).collect();
    let place = |file: &str, at: usize| lines.get(file).map_or(Place::File, |lines| Place::Line(lines.line(at)));
    findings(&assembly, book, place)
}

/// The faults and what the rules find, each at its place, in the order of files and lines.
pub(crate) fn findings(assembly: &Assembly, book: &Book, place: impl Fn(&str, usize) -> Place) -> Vec<Finding> {
    let mut notes = Notes::default();
    items::check(assembly, book, &mut notes);
    conditions::check(assembly, &mut notes);
    changes::check(assembly, &mut notes);
    reach::check(assembly, &mut notes);
    let placed = |file: &str, at: Option<usize>| at.map_or(Place::File, |at| place(file, at));
    let of_fault = |fault: &Fault| Finding {
        place: placed(&fault.file, fault.at),
        file: fault.file.clone(),
        level: Level::Fault,
        en: fault.refused.to_string(),
        zh: fault.refused.zh(),
    };
    let of_note = |note: Note| Finding {
        place: placed(&note.file, Some(note.at)),
        file: note.file,
        level: note.level,
        en: note.en,
        zh: note.zh,
    };
    // A change in a base is met in every pack of it.
    let found = assembly.faults.iter().map(of_fault).chain(notes.0.into_iter().map(of_note));
    found.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A finding before its line is known.
struct Note {
    file: String,
    at: usize,
    level: Level,
    en: String,
    zh: String,
}

/// What the rules found.
#[derive(Default)]
struct Notes(Vec<Note>);

impl Notes {
    /// Something wrong with what `key` names, at one of its fields.
    fn fault(&mut self, spot: &Spot, field: &str, key: &str, (en, zh): (String, String)) {
        self.add(Level::Fault, spot, field, key, (en, zh));
    }

    /// Something that looks wrong.
    fn hint(&mut self, spot: &Spot, field: &str, key: &str, (en, zh): (String, String)) {
        self.add(Level::Hint, spot, field, key, (en, zh));
    }

    fn add(&mut self, level: Level, spot: &Spot, field: &str, key: &str, (en, zh): (String, String)) {
        let (file, at) = (spot.file.clone(), spot.of(field));
        self.0.push(Note { file, at, level, en: format!("{key}: {en}"), zh: format!("{key}：{zh}") });
    }
}
