//! Readings and tests: one column a unit, before → after, what is out of its limits said in a word.

use super::words::shown;
use crate::flow::Flow;
use crate::flow::table::{Cell, Column, FIRST_ROWS, cell};
use crate::text::{BAD, INK, INK2, OK, Run, Style, run};
use domain::facts::{Judged, MeasureCell, MeasureRow, Measurements, Reading};

const CELL: Style = Style::plain(8.5, INK);
const QUIET: Style = Style::plain(8.5, INK2);
/// More units than this go into a table of their own.
const ABREAST: usize = 3;

pub(super) fn draw(flow: &mut Flow<'_>, all: &Measurements) {
    if all.rows.is_empty() {
        return;
    }
    flow.heading(("测量与检验", "Measurements and tests"), "", FIRST_ROWS);
    let mut first = 0;
    loop {
        let units = all.units.iter().skip(first).take(ABREAST);
        let both = |row: &MeasureRow| row.cells.iter().any(|cell| cell.before.is_some());
        let arrow = if all.rows.iter().any(both) { " 维修前 → 后" } else { "" };
        let arrow_en = if arrow.is_empty() { "" } else { " before → after" };
        let mut columns = vec![Column::left(26.0, "项目", "Item"), Column::left(40.0, "允许", "Limit")];
        columns.extend(units.map(|unit| {
            Column::left(48.0, format!("{}{arrow}", shown(&unit.name)), format!("{}{arrow_en}", unit.name.en).trim())
        }));
        let shown_units = all.units.len().saturating_sub(first).min(ABREAST);
        if all.units.len() > ABREAST && shown_units < ABREAST {
            columns.push(Column::left(48.0 * (ABREAST - shown_units) as f32 + 2.0, "", "")); // columns stay in line
        }
        columns.push(Column::right(16.0, "判定", "Result"));
        let filler = columns.len() - shown_units - 3;
        let rows = all.rows.iter().map(|row| cells(row, first, filler)).collect();
        flow.table(&columns, rows, 0.0);
        first += ABREAST;
        if first >= all.units.len() {
            break;
        }
        flow.y += 6.0;
        flow.need(FIRST_ROWS);
    }
}

fn cells(row: &MeasureRow, first: usize, filler: usize) -> Vec<Cell> {
    let limit = shown(&row.limit);
    let unit = if limit.contains(&row.unit) { "" } else { row.unit.as_str() }; // said once, beside the limit or the value
    let mut cells = vec![cell([run(shown(&row.name), CELL)]), cell([run(limit, CELL)])];
    cells.extend(row.cells.iter().skip(first).take(ABREAST).map(|it| cell(values(it, unit))));
    cells.extend(vec![cell([]); filler]);
    cells.push(cell([verdict(row.verdict)]));
    cells
}

fn verdict(verdict: Option<Judged>) -> Run {
    match verdict {
        Some(Judged::In) => run("合格", Style::bold(8.5, OK)),
        Some(Judged::Out) => run("不合格", Style::bold(8.5, BAD)),
        None => run("—", QUIET),
    }
}

fn values(cell: &MeasureCell, unit: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    if let Some(before) = &cell.before {
        runs.extend(reading(before, unit, false));
        runs.push(run(" → ", QUIET));
    }
    match &cell.after {
        Some(after) => runs.extend(reading(after, unit, true)),
        None => runs.push(run("—", QUIET)),
    }
    runs
}

fn reading(reading: &Reading, unit: &str, bold: bool) -> Vec<Run> {
    let out = reading.verdict == Some(Judged::Out);
    let style = Style { size: 8.5, bold, color: if out { BAD } else { INK } };
    let mut runs = vec![run(&reading.value, style)];
    if !unit.is_empty() && !reading.value.is_empty() {
        runs.push(run(format!(" {unit}"), CELL));
    }
    if out {
        runs.push(run(" 超出", style));
    }
    if let Some(note) = reading.note.as_ref().map(shown).filter(|note| !note.is_empty()) {
        let sign = if reading.value.is_empty() { "" } else { "，" };
        runs.push(run(format!("{sign}{note}"), CELL));
    }
    runs
}
