//! Tables from outside (CSV, XLSX) as rows of text, within bounded memory. Nothing is evaluated: a cell that begins with
//! `=`, `+`, `-` or `@` is text, and of a formula only the value that was saved with it is read.

mod csv;
mod refused;
mod xlsx;

pub use refused::TableRefused;

/// The largest file.
pub const LARGEST: usize = 10 << 20;
/// The most rows below the head.
pub const MOST_ROWS: usize = 5_000;
/// The most columns.
pub const MOST_COLUMNS: usize = 64;
/// The longest cell that is kept, in characters; a longer one is cut here and refused by its row.
pub const LONGEST_CELL: usize = 2_000;
/// All text of a table together, in bytes: references in an XLSX can repeat a long text many times.
const MOST_TEXT: usize = 32 << 20;

/// A table as it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// What it was.
    pub kind: Kind,
    /// The head's cells.
    pub head: Vec<String>,
    /// The rows that are not empty.
    pub rows: Vec<Row>,
}

/// What kind of file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text with separators, and how it was written.
    Csv {
        /// For example `UTF-8`.
        encoding: &'static str,
    },
    /// A workbook.
    Xlsx {
        /// The sheet that was read.
        sheet: String,
        /// The others.
        others: Vec<String>,
    },
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its line in the table, counted as a spreadsheet does: the head is 1.
    pub line: u32,
    /// Its cells, as many as the head has or fewer.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// Its text, trimmed.
    pub text: String,
    /// What is wrong with it, whatever it should be.
    pub fault: Option<CellFault>,
}

/// What can be wrong with a cell by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CellFault {
    /// Longer than [`LONGEST_CELL`].
    TooLong,
    /// Holds control characters.
    Control,
    /// A spreadsheet's error such as `#REF!`.
    Error,
    /// A number with more digits than a spreadsheet keeps.
    Rounded,
}

/// Reads a table. Its kind is told by its first bytes; names are not asked.
pub fn read(bytes: &[u8]) -> Result<Table, TableRefused> {
    if bytes.len() > LARGEST {
        return Err(TableRefused::TooLarge);
    }
    if bytes.is_empty() {
        return Err(TableRefused::NoRows);
    }
    let table = match bytes {
        [b'P', b'K', ..] => xlsx::read(bytes)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(TableRefused::OldWorkbook),
        _ => csv::read(bytes)?,
    };
    if table.head.iter().all(String::is_empty) || table.rows.is_empty() {
        return Err(TableRefused::NoRows);
    }
    Ok(table)
}

/// Gathers rows and keeps to the limits.
#[derive(Default)]
struct Gathered {
    head: Option<Vec<String>>,
    rows: Vec<Row>,
    text: usize,
}

impl Gathered {
    /// Takes a row in; the first that is not empty is the head.
    fn take(&mut self, line: u32, mut cells: Vec<Cell>) -> Result<(), TableRefused> {
        while cells.last().is_some_and(|cell| cell.text.is_empty() && cell.fault.is_none()) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        if cells.len() > MOST_COLUMNS {
            return Err(TableRefused::TooManyColumns);
        }
        self.text += cells.iter().map(|cell| cell.text.len()).sum::<usize>();
        if self.text > MOST_TEXT {
            return Err(TableRefused::TooMuchText);
        }
        match &self.head {
            None => self.head = Some(cells.into_iter().map(|cell| cell.text).collect()),
            Some(_) if self.rows.len() == MOST_ROWS => return Err(TableRefused::TooManyRows),
            Some(_) => self.rows.push(Row { line, cells }),
        }
        Ok(())
    }

    fn table(self, kind: Kind) -> Table {
        Table { kind, head: self.head.unwrap_or_default(), rows: self.rows }
    }
}

/// A cell of this text: trimmed, cut where it is too long. Line breaks and tabs may stand in it.
fn cell(text: &str) -> Cell {
    let text = text.trim();
    let cut = text.char_indices().nth(LONGEST_CELL).map(|(at, _)| at);
    let kept = cut.and_then(|at| text.get(..at)).unwrap_or(text);
    let control = kept.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    let fault = match (cut, control) {
        (Some(_), _) => Some(CellFault::TooLong),
        (None, true) => Some(CellFault::Control),
        (None, false) => None,
    };
    Cell { text: kept.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect(), fault }
}

#[cfg(test)]
mod tests;
