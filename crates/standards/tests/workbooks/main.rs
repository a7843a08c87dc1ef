//! Packs as workbooks: out, edited, and back; and files that are no workbook of a pack.
// clippy.toml allows these in tests; the helpers here are part of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod edited;
mod hostile;
mod whole;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use standards::Book;
use standards::lint::{Finding, Place};
use standards::workbook::{self, Imported};
use std::io::Cursor;

fn exported(pack: &str) -> Vec<u8> {
    workbook::export(pack, None).unwrap()
}

fn imported(bytes: &[u8]) -> (Option<Imported>, Vec<Finding>) {
    workbook::import("定制.xlsx", bytes, None, &Book::builtin().unwrap())
}

/// The text of every cell, sheet by sheet, to change and write again as a spreadsheet would.
#[derive(Clone, PartialEq, Debug)]
struct Sheets(Vec<(String, Vec<Vec<String>>)>);

impl Sheets {
    fn of(bytes: &[u8]) -> Self {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let text = |cell: &Data| if let Data::String(text) = cell { text.clone() } else { String::new() };
        let rows = |range: calamine::Range<Data>| range.rows().map(|row| row.iter().map(text).collect()).collect();
        Self(book.worksheets().into_iter().map(|(name, range)| (name, rows(range))).collect())
    }

    fn of_pack(pack: &str) -> Self {
        Self::of(&exported(pack))
    }

    fn rows(&mut self, sheet: &str) -> &mut Vec<Vec<String>> {
        &mut self.0.iter_mut().find(|(name, _)| name == sheet).unwrap().1
    }

    fn column(&mut self, sheet: &str, heading: &str) -> usize {
        self.rows(sheet)[0].iter().position(|cell| cell.starts_with(heading)).unwrap()
    }

    /// Row and column of the cell under `heading` in the row that has `key`, both from 0.
    fn place(&mut self, sheet: &str, key: &str, heading: &str) -> (usize, usize) {
        let column = self.column(sheet, heading);
        let row = self.rows(sheet).iter().position(|row| row.iter().any(|cell| cell == key)).unwrap();
        (row, column)
    }

    fn with(mut self, sheet: &str, key: &str, heading: &str, text: &str) -> Self {
        let (row, column) = self.place(sheet, key, heading);
        self.rows(sheet)[row][column] = text.to_owned();
        self
    }

    fn with_row(mut self, sheet: &str, cells: &[(&str, &str)]) -> Self {
        let mut row = vec![String::new(); self.rows(sheet)[0].len()];
        for (heading, text) in cells {
            let column = self.column(sheet, heading);
            row[column] = (*text).to_owned();
        }
        self.rows(sheet).push(row);
        self
    }

    fn written(&self) -> Vec<u8> {
        self.written_and(|_| ())
    }

    /// Writes the sheets, and lets the test add what a plain text cannot say.
    fn written_and(&self, more: impl FnOnce(&mut Workbook)) -> Vec<u8> {
        let mut book = Workbook::new();
        for (name, rows) in &self.0 {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            for (row, cells) in (0..).zip(rows) {
                for (column, text) in (0..).zip(cells) {
                    if !text.is_empty() {
                        sheet.write_string(row, column, text).unwrap();
                    }
                }
            }
        }
        more(&mut book);
        book.save_to_buffer().unwrap()
    }
}

/// `检查项!C14`, or nothing for the file as a whole.
fn cell(finding: &Finding) -> String {
    match &finding.place {
        Place::Cell { sheet, row, column } => format!("{sheet}!{column}{row}"),
        Place::Line(line) => panic!("a workbook has no line {line}: {finding}"),
        Place::File => String::new(),
    }
}

/// The one finding of a workbook.
fn only(bytes: &[u8]) -> Finding {
    let (pack, found) = imported(bytes);
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(finding.file, "定制.xlsx");
    assert!(!finding.zh.is_ascii(), "{finding}");
    assert_eq!(pack.is_none(), finding.is_fault(), "only a fault keeps the pack back");
    finding.clone()
}
