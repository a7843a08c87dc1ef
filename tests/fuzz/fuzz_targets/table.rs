//! Tables of an office's old program: CSV in any encoding, XLSX that is cut short, forged or a bomb.
#![no_main]

use hub::table::{self, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(table) = table::read(bytes) else { return };
    assert!(table.rows.len() <= MOST_ROWS && table.head.len() <= MOST_COLUMNS);
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        assert!(cell.text.chars().count() <= LONGEST_CELL);
    }
});
