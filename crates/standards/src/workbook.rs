//! A pack as a workbook that a clerk edits in a spreadsheet, and back. The headings are Chinese with the word of the TOML
//! beside it; what is read is written as TOML and goes through the same linter, whose findings come back with sheet, row
//! and column. Comments of a TOML file are not carried.

mod cells;
mod columns;
mod desk;
mod guard;
mod refused;
mod row;
mod rows;
mod write;
mod written;

pub use guard::{TooHeavy, weigh};
pub use refused::WorkbookRefused;

use crate::book::Book;
use crate::faults::Faults;
use crate::fields::{Lines, Source};
use crate::lint::{self, Finding, Level, Place};
use crate::text;
use cells::Sheets;
use columns::letters;
use desk::CellAt;
use std::collections::BTreeSet;
use std::path::Path;
use written::Written;

/// The largest workbook, in bytes; one of ours has some 40 KiB.
pub const LARGEST: usize = 4 << 20;

/// A pack that came as a workbook and is sound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// For example `dw_repair`.
    pub key: String,
    /// The TOML of `packs/{key}.toml`.
    pub toml: String,
}

/// A pack of a folder (or of the program) as an XLSX file. The folder must be sound as far as the pack needs it.
pub fn export(key: &str, folder: Option<&Path>) -> Result<Vec<u8>, WorkbookRefused> {
    let assembly = lint::files_of(folder).assemble();
    let unknown = || WorkbookRefused::NoSuchPack { key: crate::vocabulary::clip(key) };
    let found = assembly.packs.iter().find(|(_, pack)| pack.key.as_str() == key);
    let (place, pack) = found.ok_or_else(unknown)?;
    if let Some(fault) = assembly.faults.first() {
        return Err(WorkbookRefused::Unsound { first: fault.refused.clone() });
    }
    let draft = assembly.shelf.packs.get(*place).ok_or_else(unknown)?;
    let written = assembly.texts.get(&draft.spot.file).ok_or_else(unknown)?;
    let (lines, faults) = (Lines::of(written), Faults::default());
    let source = Source { file: &draft.spot.file, text: written, lines: &lines, faults: &faults };
    let text = text::pack(source).map_err(|_| unknown())?;
    write::workbook(&text, pack).map_err(|error| WorkbookRefused::Unwritable { why: error.to_string() })
}

/// Reads a workbook and checks the pack in it against the blocks, bases and scripts of a folder (or of the program). The
/// pack is there only where nothing of it is a fault; hints do not keep it back. `name` is what findings call the file.
pub fn import(name: &str, bytes: &[u8], folder: Option<&Path>, book: &Book) -> (Option<Imported>, Vec<Finding>) {
    let sheets = match Sheets::read(bytes) {
        Ok(sheets) => sheets,
        Err(refused) => {
            let (en, zh) = (refused.to_string(), refused.zh());
            let whole = Finding { file: name.to_owned(), place: Place::File, level: Level::Fault, en, zh };
            return (None, vec![whole]);
        }
    };
    let read = rows::pack(&sheets);
    let Written { text, places } = written::write(&read.pack);
    let key = read.pack.key.as_ref().map(|key| key.text.clone()).unwrap_or_default();
    let mut files = lint::files_of(folder);
    files.invite(name, &text, &format!("packs/{key}.toml"));
    let assembly = files.assemble();
    let place = |file: &str, at: usize| {
        let before = places.partition_point(|(begin, _)| *begin <= at);
        let cell = places.get(before.saturating_sub(1)).and_then(|(_, cell)| read.cells.get(*cell));
        match (file == name, cell) {
            (true, Some(cell)) => cell_place(cell),
            _ => Place::File,
        }
    };
    // The other packs are not what is asked about.
    let others = |finding: &Finding| finding.file.starts_with("packs/") && finding.file != name;
    let found = lint::findings(&assembly, book, place).into_iter().filter(|finding| !others(finding));
    let of_cells = read.notes.iter().map(|note| Finding {
        file: name.to_owned(),
        place: note.at.as_ref().map_or(Place::File, cell_place),
        level: note.level,
        en: note.en.clone(),
        zh: note.zh.clone(),
    });
    let found: Vec<Finding> = of_cells.chain(found).collect::<BTreeSet<_>>().into_iter().collect();
    let sound = !found.iter().any(Finding::is_fault);
    (sound.then_some(Imported { key, toml: text }), found)
}

fn cell_place(cell: &CellAt) -> Place {
    Place::Cell { sheet: cell.sheet.to_owned(), row: cell.row + 1, column: letters(cell.column) }
}
