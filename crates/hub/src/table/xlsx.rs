//! XLSX, read cell by cell: a range of the whole sheet would be as large as its farthest cell says.

use super::{Cell, CellFault, Gathered, Kind, LARGEST, MOST_COLUMNS, MOST_ROWS, Table, TableRefused, cell};
use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};
use standards::workbook::{TooHeavy, weigh};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// All files of the workbook unpacked.
const MOST_UNPACKED: u64 = 10 * LARGEST as u64;
/// Files in a workbook.
const MOST_FILES: usize = 2_000;

pub(super) fn read(bytes: &[u8]) -> Result<Table, TableRefused> {
    weigh(bytes, MOST_FILES, MOST_UNPACKED).map_err(|heavy| match heavy {
        TooHeavy::Damaged => TableRefused::Damaged,
        TooHeavy::Bomb => TableRefused::Bomb,
    })?;
    // The file comes from anybody; a slip of the reader must not take the hub's thread with it.
    catch_unwind(AssertUnwindSafe(|| sheet(bytes))).unwrap_or(Err(TableRefused::Damaged))
}

fn sheet(bytes: &[u8]) -> Result<Table, TableRefused> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| TableRefused::Damaged)?;
    let visible = workbook.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let mut names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    if names.is_empty() {
        return Err(TableRefused::NoRows);
    }
    let sheet = names.remove(0);
    let mut reader = workbook.worksheet_cells_reader(&sheet).map_err(|_| TableRefused::Damaged)?;
    let mut gathered = Gathered::default();
    let (mut row, mut cells) = (0_u32, Vec::new());
    while let Some(found) = reader.next_cell().map_err(|_| TableRefused::Damaged)? {
        let (at, column) = found.get_position();
        let text = text(found.get_value());
        if text == Cell::default() {
            continue;
        }
        if at < row {
            return Err(TableRefused::Damaged);
        }
        if at > row {
            gathered.take(row + 1, std::mem::take(&mut cells))?;
            row = at;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            return Err(TableRefused::TooManyColumns);
        }
        if cells.len() <= column {
            cells.resize(column + 1, Cell::default());
        }
        if let Some(place) = cells.get_mut(column) {
            *place = text;
        }
        if gathered.rows.len() > MOST_ROWS {
            return Err(TableRefused::TooManyRows);
        }
    }
    gathered.take(row + 1, cells)?;
    Ok(gathered.table(Kind::Xlsx { sheet, others: names }))
}

fn text(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::String(text) => cell(text),
        DataRef::SharedString(text) => cell(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cell(text),
        DataRef::Int(number) => cell(&number.to_string()),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(yes) => cell(if *yes { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::Error(_) => Cell { text: String::new(), fault: Some(CellFault::Error) },
        DataRef::Empty => Cell::default(),
    }
}

/// A spreadsheet keeps 15 digits; a longer number (an order number typed as one) has lost its end.
fn number_text(number: f64) -> Cell {
    let rounded = number.abs() >= 1e15;
    Cell { text: format!("{number}"), fault: rounded.then_some(CellFault::Rounded) }
}

/// `2026-11-20 13:30`; a day without a time is the day alone, a time without a day the time.
fn moment_text(moment: &ExcelDateTime) -> Cell {
    let value = moment.as_f64();
    if moment.is_duration() || !(0.0..3_000_000.0).contains(&value) {
        return number_text(value);
    }
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    cell(&match (value < 1.0, (hour, minute)) {
        (true, _) => format!("{hour:02}:{minute:02}"),
        (false, (0, 0)) => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    })
}
