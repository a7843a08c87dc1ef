//! A table or a hand-over file on its way in.

use serde::{Deserialize, Serialize};

views! {
    /// A table as it would be taken in.
    ImportView {
        /// SHA-256 of the file; to be sent back with the confirmation.
        digest: String,
        /// `csv` or `xlsx`.
        kind: String,
        /// How its text was written, for example `GB18030`; empty for XLSX.
        encoding: String,
        /// The sheet that was read; empty for CSV.
        sheet: String,
        /// Further sheets, which are not read.
        other_sheets: Vec<String>,
        /// Its columns.
        columns: Vec<ColumnView>,
        /// Its rows.
        rows: Vec<RowView>,
        /// Rows that become jobs.
        good: u32,
        /// Rows with something wrong.
        wrong: u32,
        /// Rows that are there already.
        double: u32,
    }
    /// A column.
    ColumnView {
        /// As its head says.
        head: String,
        /// The brief's key it fills; none where it is not read.
        key: Option<String>,
    }
    /// A row.
    RowView {
        /// Its line in the table, the head being 1.
        line: u32,
        /// `good`, `wrong` or `double`.
        verdict: String,
        /// Key and text of what was read, in the order of the columns.
        cells: Vec<CellView>,
        /// What is wrong.
        faults: Vec<FaultView>,
        /// The job that is there already, or `line 5` of the same table.
        same_as: Option<String>,
    }
    /// A cell.
    CellView {
        /// The brief's key.
        key: String,
        /// Its text.
        text: String,
    }
    /// What is wrong with a row, and what to do.
    FaultView {
        /// The brief's key.
        key: String,
        /// 中文
        zh: String,
        /// English
        en: String,
    }
    /// What an import did.
    ImportDone {
        /// The jobs it began, in the order of the rows.
        jobs: Vec<String>,
        /// Rows left out as wrong.
        wrong: u32,
        /// Rows left out as there already.
        double: u32,
        /// By an earlier request of the same name; nothing was done now.
        again: bool,
    }
    /// What was in a hand-over file.
    HandOverDone {
        /// The device that wrote it.
        device: String,
        /// Who works with it.
        name: String,
        /// When it was written, by the device's clock.
        made: i64,
        /// Which of `parts`, from 1.
        part: u32,
        /// How many files belong together.
        parts: u32,
        /// Changes that are in their documents now, those known before among them.
        changes: u32,
        /// Changes that wait for others.
        held: u32,
        /// Changes that were set aside.
        aside: u32,
        /// Photos, ink and papers that came.
        files: u32,
        /// Photos, ink and papers that were here already.
        files_known: u32,
    }
}
