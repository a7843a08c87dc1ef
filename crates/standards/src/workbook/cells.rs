//! The bytes of a workbook as cells of text, within bounded memory. It is read cell by cell: a range of the whole sheet
//! would be as large as its farthest cell says.

use super::columns::{NEEDED, SHARED, WORDS};
use super::guard::{TooHeavy, weigh};
use super::{LARGEST, WorkbookRefused};
use calamine::{DataRef, Dimensions, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// All files of the workbook unpacked, in bytes.
const MOST_UNPACKED: u64 = 64 << 20;
/// Files in a workbook.
const MOST_FILES: usize = 500;
/// Cells that are not empty, over all sheets that are read.
const MOST_CELLS: usize = 100_000;
/// Text in them, in bytes: references in an XLSX can repeat a long text many times.
const MOST_TEXT: usize = 8 << 20;
/// A row of a pack's workbook has 25.
const MOST_COLUMNS: u32 = 64;
/// The text in one cell, in characters.
const LONGEST: usize = 4_000;

/// A cell that is not empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cell {
    /// Trimmed.
    pub text: String,
    pub sort: Sort,
}

/// What a cell is, beside its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    Text,
    Number,
    /// Its text is what was calculated when the file was last saved.
    Formula,
    /// An error such as `#REF!`, a day or a time.
    Other,
    TooLong,
    /// Characters that nobody sees.
    Control,
}

/// The rows of a sheet by number, and their cells by column, both from 0.
pub(super) type Grid = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// The sheets a pack is read from.
#[derive(Default)]
pub(super) struct Sheets {
    pub grids: BTreeMap<&'static str, Grid>,
    /// Merged cells: the sheet, then first row and column.
    pub merged: Vec<(&'static str, u32, u32)>,
    /// Sheets of other names, or of one name twice.
    pub strangers: Vec<String>,
}

impl Sheets {
    pub fn read(bytes: &[u8]) -> Result<Self, WorkbookRefused> {
        if bytes.len() > LARGEST {
            return Err(WorkbookRefused::TooLarge);
        }
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(WorkbookRefused::OldWorkbook);
        }
        weigh(bytes, MOST_FILES, MOST_UNPACKED).map_err(|heavy| match heavy {
            TooHeavy::Damaged => WorkbookRefused::Damaged,
            TooHeavy::Bomb => WorkbookRefused::Bomb,
        })?;
        // The file comes from anybody; a slip of the reader must not end the program.
        catch_unwind(AssertUnwindSafe(|| sheets(bytes))).unwrap_or(Err(WorkbookRefused::Damaged))
    }
}

fn sheets(bytes: &[u8]) -> Result<Sheets, WorkbookRefused> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| WorkbookRefused::Damaged)?;
    let mut names = workbook.sheet_names();
    let mut read = Sheets::default();
    let mut left = Room { cells: MOST_CELLS, text: MOST_TEXT };
    for sheet in NEEDED {
        let place = names.iter().position(|name| name.trim() == sheet.name);
        let name = names.remove(place.ok_or(WorkbookRefused::NoSheet { sheet: sheet.name })?);
        read.grids.insert(sheet.name, grid(&mut workbook, &name, &mut left)?);
        let merged = workbook.merge_cells_by_sheet_name(&name).map_err(|_| WorkbookRefused::Damaged)?;
        let begins = |at: &Dimensions| (sheet.name, at.start.0, at.start.1);
        read.merged.extend(merged.iter().take(100).map(begins));
    }
    let known = |name: &String| name.trim() == SHARED.name || name.trim() == WORDS;
    read.strangers = names.into_iter().filter(|name| !known(name)).take(100).collect();
    Ok(read)
}

struct Room {
    cells: usize,
    text: usize,
}

fn grid(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut Room) -> Result<Grid, WorkbookRefused> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|_| WorkbookRefused::Damaged)?;
    let mut grid = Grid::new();
    while let Some(found) = reader.next_cell_with_formula_metadata().map_err(|_| WorkbookRefused::Damaged)? {
        let mut cell = cell(&found.value);
        if found.formula.is_some() {
            cell.sort = Sort::Formula;
        }
        if cell.text.is_empty() && matches!(cell.sort, Sort::Text) {
            continue;
        }
        let (row, column) = found.pos;
        if column >= MOST_COLUMNS || left.cells == 0 || cell.text.len() > left.text {
            return Err(WorkbookRefused::TooMuch);
        }
        left.cells -= 1;
        left.text -= cell.text.len();
        grid.entry(row).or_default().insert(column, cell);
    }
    Ok(grid)
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Int(number) => Cell { text: number.to_string(), sort: Sort::Number },
        DataRef::Float(number) => Cell { text: number.to_string(), sort: Sort::Number },
        // A spreadsheet makes these out of a typed TRUE or FALSE by itself.
        DataRef::Bool(on) => Cell { text: on.to_string(), sort: Sort::Text },
        DataRef::Empty => Cell { text: String::new(), sort: Sort::Text },
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) | DataRef::Error(_) => {
            Cell { text: String::new(), sort: Sort::Other }
        }
    }
}

fn text_cell(text: &str) -> Cell {
    let text = text.trim();
    let cut = text.char_indices().nth(LONGEST).map(|(at, _)| at);
    let kept = cut.and_then(|at| text.get(..at)).unwrap_or(text).replace("\r\n", "\n");
    let control = kept.chars().any(|c| c.is_control() && c != '\n');
    let sort = match (cut, control) {
        (Some(_), _) => Sort::TooLong,
        (None, true) => Sort::Control,
        (None, false) => Sort::Text,
    };
    Cell { text: kept, sort }
}
