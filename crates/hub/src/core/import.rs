//! A table of customers and jobs becomes jobs. Looked at first (nothing is stored), then confirmed: the good rows are
//! stored in one transaction, or none of them.
//!
//! - [`columns`]: which column says what
//! - [`rows`]: what is wrong with a row, and what is there already
//! - [`when`]: times as people write them

mod columns;
mod rows;
mod when;

use crate::core::ledger::Ledger;
use crate::core::office::{NewJob, Pins, begin_job};
use crate::core::show::view::{CellView, ColumnView, FaultView, ImportDone, ImportView, RowView};
use crate::core::{CoreRefused, Moment};
use crate::table::{Kind, Table};
use domain::digest::Digest;
use hub_storage::Tx;
use rows::{Judged, Verdict};
use std::collections::BTreeMap;

/// The table as it would be taken in at this moment.
pub fn look(
    tx: &dyn Tx,
    moment: Moment<'_>,
    table: &Table,
    file: &Digest,
    pack: &str,
) -> Result<ImportView, CoreRefused> {
    let columns = columns::of(&table.head);
    columns::check(&columns)?;
    let judged = rows::judge(tx, moment, table, &columns, pack)?;
    Ok(view(table, &columns, judged, file))
}

/// Begins a job for every good row.
pub fn take(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    table: &Table,
    pack: &str,
) -> Result<ImportDone, CoreRefused> {
    let columns = columns::of(&table.head);
    columns::check(&columns)?;
    let judged = rows::judge(tx, moment, table, &columns, pack)?;
    let mut pins: BTreeMap<String, Pins> = BTreeMap::new();
    let mut done =
        ImportDone { wrong: count(&judged, "wrong"), double: count(&judged, "double"), ..ImportDone::default() };
    for row in judged.into_iter().filter(|row| row.verdict == Verdict::Good) {
        if !pins.contains_key(&row.pack) {
            pins.insert(row.pack.clone(), Pins::newest(tx, &row.pack)?);
        }
        let Some(pins) = pins.get(&row.pack) else { continue };
        let new = NewJob { job: None, pack: row.pack, fields: row.fields };
        done.jobs.push(begin_job(tx, moment, ledger, &new, pins)?.as_str().to_owned());
    }
    Ok(done)
}

fn count(judged: &[Judged], verdict: &str) -> u32 {
    u32::try_from(judged.iter().filter(|row| row.verdict.key() == verdict).count()).unwrap_or(u32::MAX)
}

fn view(table: &Table, columns: &[Option<&'static str>], judged: Vec<Judged>, file: &Digest) -> ImportView {
    let (kind, encoding, sheet, other_sheets) = match &table.kind {
        Kind::Csv { encoding } => ("csv", (*encoding).to_owned(), String::new(), Vec::new()),
        Kind::Xlsx { sheet, others } => ("xlsx", String::new(), sheet.clone(), others.clone()),
    };
    let column = |(head, key): (&String, &Option<&str>)| ColumnView { head: head.clone(), key: key.map(Into::into) };
    ImportView {
        digest: file.hex(),
        kind: kind.into(),
        encoding,
        sheet,
        other_sheets,
        columns: table.head.iter().zip(columns).map(column).collect(),
        good: count(&judged, "good"),
        wrong: count(&judged, "wrong"),
        double: count(&judged, "double"),
        rows: judged.into_iter().map(row).collect(),
    }
}

fn row(judged: Judged) -> RowView {
    let verdict = judged.verdict.key().to_owned();
    let same_as = if let Verdict::Double(same) = judged.verdict { Some(same) } else { None };
    let fault = |it: rows::Fault| FaultView { key: it.key.into(), zh: it.zh, en: it.en };
    let cell = |(key, text): (&'static str, String)| CellView { key: key.into(), text };
    RowView {
        line: judged.line,
        verdict,
        cells: judged.shown.into_iter().map(cell).collect(),
        faults: judged.faults.into_iter().map(fault).collect(),
        same_as,
    }
}
