//! Lists: tables, which become two-line entries on a roll, and numbered clauses.

use super::layout::{Column as Declared, Field, FieldType};
use super::look::Language;
use super::pen::{Entry, Pen, names};
use super::say::{Said, say, say_in_table};
use crate::canvas::mm;
use crate::flow::table::{Cell, Column, cell};
use crate::flow::{BODY, BODY_LINE, Flow};
use crate::text::{INK, INK2, RULE, Run, Style, run, width_of, wrap};
use domain::paper::{Row, Value};

const CELL: f32 = 8.5;
/// Rows of a blank where the layout says nothing.
const BLANK_ROWS: u8 = 4;
/// The number before a clause.
const NUMBER: f32 = mm(6.0);

/// Draws lists as tables.
pub(super) fn tables(pen: &mut Pen<'_>, entries: &[Entry<'_>], heading: &str) {
    for entry in entries {
        caption_unless(pen, entry.field, heading);
        match pen.on_roll() {
            true => on_roll(pen, entry.field),
            false => table(pen, entry.field),
        }
    }
}

/// The field's own name over it, where the heading does not say it.
pub(super) fn caption_unless(pen: &mut Pen<'_>, field: &Field, heading: &str) {
    if pen.language().first(&field.zh, &field.en) != heading {
        pen.caption(names(field));
        pen.flow.y += 2.0;
    }
}

fn rows<'a>(pen: &Pen<'a>, field: &Field) -> &'a [Row] {
    pen.value(field).map(Value::rows).unwrap_or_default()
}

fn table(pen: &mut Pen<'_>, field: &Field) {
    let language = pen.language();
    let column = |declared: &Declared| Column {
        share: f32::from(declared.share),
        right: declared.is_right(),
        zh: language.first(&declared.zh, &declared.en).into(),
        en: language.second(&declared.zh, &declared.en).into(),
    };
    let columns: Vec<Column> = field.columns.iter().map(column).collect();
    let cells = |row: &Row| field.columns.iter().map(|column| in_cell(language, row.get(&column.key))).collect();
    let mut drawn: Vec<Vec<Cell>> = rows(pen, field).iter().map(cells).collect();
    if pen.is_blank() {
        let row: Vec<Cell> = field.columns.iter().map(|column| to_fill(language, column)).collect();
        drawn = vec![row; usize::from(field.lines.unwrap_or(BLANK_ROWS))];
    } else if drawn.is_empty() {
        drawn = vec![vec![cell([run(language.line("无", "None"), Style::plain(CELL, INK2))])]];
    }
    pen.flow.table(&columns, drawn, 0.0);
    let end = pen.flow.y;
    if pen.is_blank() {
        let geometry = pen.flow.geometry;
        pen.flow.page().line((geometry.left, end), (geometry.right, end), 0.35, RULE);
    }
    pen.flow.y += 2.0;
}

fn in_cell(language: Language, value: Option<&Value>) -> Cell {
    cell(value.map(|value| say_in_table(language, value).runs(CELL)).unwrap_or_default())
}

/// A cell of a blank: two lines high, with the options to tick where there are some.
fn to_fill(language: Language, column: &Declared) -> Cell {
    let options = match column.type_ {
        FieldType::Choice => {
            let box_of = |option: &super::layout::Choosable| format!("□{}", language.first(&option.zh, &option.en));
            column.options.iter().map(box_of).collect::<Vec<_>>().join(" ")
        }
        FieldType::Flag => format!("□{} □{}", language.first("是", "Yes"), language.first("否", "No")),
        _ => String::new(),
    };
    let quiet = Style::plain(7.5, INK2);
    match options.as_str() {
        "" => vec![vec![run(" ", quiet)], vec![run(" ", quiet)]],
        options => vec![vec![run(options, quiet)], vec![run(" ", quiet)]],
    }
}

/// An entry a row: the first words and the amount in one line, the rest small below.
fn on_roll(pen: &mut Pen<'_>, field: &Field) {
    let (language, geometry) = (pen.language(), pen.flow.geometry);
    if pen.is_blank() {
        let heads: Vec<String> =
            field.columns.iter().map(|column| language.first(&column.zh, &column.en).to_owned()).collect();
        pen.flow.long(
            (geometry.left, geometry.room()),
            11.0,
            &[run(heads.join(" · "), Style::plain(8.0, INK))],
            |_, _| {},
        );
        for _ in 0..field.lines.unwrap_or(BLANK_ROWS) {
            pen.flow.need(22.0);
            pen.flow.y += 22.0;
            pen.flow.rule(0.5, INK);
        }
        pen.flow.y += 4.0;
        return;
    }
    if rows(pen, field).is_empty() {
        let none = [run(language.line("无", "None"), Style::plain(BODY, INK))];
        pen.flow.long((geometry.left, geometry.room()), BODY_LINE, &none, |_, _| {});
    }
    for row in rows(pen, field) {
        roll_row(pen, field, row);
    }
}

fn roll_row(pen: &mut Pen<'_>, field: &Field, row: &Row) {
    let (language, geometry) = (pen.language(), pen.flow.geometry);
    let said = |column: &&Declared| {
        let said = row.get(&column.key).map(|value| say_in_table(language, value));
        said.filter(|said| !said.first.is_empty()).map(|said| ((*column).clone(), said))
    };
    let mut parts: Vec<(Declared, Said)> = field.columns.iter().collect::<Vec<_>>().iter().filter_map(said).collect();
    let is_last = |(column, _): &(Declared, Said)| {
        column.is_right() && field.columns.last().is_some_and(|last| last.key == column.key)
    };
    let amount = if parts.last().is_some_and(is_last) { parts.pop() } else { None };
    let title = if parts.is_empty() { None } else { Some(parts.remove(0)) };
    let title = title.map(|(_, said)| said.runs(BODY)).unwrap_or_default();
    let amount = amount.map(|(_, said)| said.runs(BODY)).unwrap_or_default();
    let taken = width_of(&pen.flow.type_.faces, &amount);
    let lines = wrap(&pen.flow.type_.faces, &title, (geometry.room() - taken - 8.0).max(geometry.room() * 0.4));
    pen.flow.need(BODY_LINE);
    let baseline = pen.flow.y + 9.8;
    pen.flow.set_right(geometry.right, baseline, &amount);
    for line in &lines {
        pen.flow.need(BODY_LINE);
        let baseline = pen.flow.y + 9.8;
        pen.flow.set(geometry.left, baseline, line);
        pen.flow.y += BODY_LINE;
    }
    if lines.is_empty() {
        pen.flow.y += BODY_LINE;
    }
    let note =
        |(column, said): &(Declared, Said)| format!("{} {}", language.first(&column.zh, &column.en), said.line());
    let notes = parts.iter().map(note).collect::<Vec<_>>().join(" · ");
    pen.flow.long((geometry.left, geometry.room()), 11.0, &[run(notes, Style::plain(8.0, INK))], |_, _| {});
    pen.flow.y += 2.0;
}

/// Draws numbered clauses.
pub(super) fn clauses(pen: &mut Pen<'_>, entries: &[Entry<'_>], heading: &str) {
    for entry in entries {
        caption_unless(pen, entry.field, heading);
        if pen.is_blank() {
            for number in 1..=entry.field.lines.unwrap_or(BLANK_ROWS) {
                open_clause(&mut pen.flow, number.into());
            }
            pen.flow.y += 4.0;
            continue;
        }
        for (place, row) in rows(pen, entry.field).iter().enumerate() {
            let words = row.get("text").map(|value| say(pen.language(), value).runs(BODY)).unwrap_or_default();
            clause(&mut pen.flow, place + 1, &words);
        }
    }
}

fn clause(flow: &mut Flow<'_>, number: usize, words: &[Run]) {
    let geometry = flow.geometry;
    let height = flow.height(geometry.room() - NUMBER, BODY_LINE, words);
    flow.need(height.min(3.0 * BODY_LINE));
    let baseline = flow.y + BODY_LINE * 0.5 + BODY * 0.36;
    flow.set(geometry.left, baseline, &[run(format!("{number}."), Style::bold(BODY, INK))]);
    flow.long((geometry.left + NUMBER, geometry.room() - NUMBER), BODY_LINE, words, |_, _| {});
    flow.y += 3.0;
}

fn open_clause(flow: &mut Flow<'_>, number: usize) {
    let geometry = flow.geometry;
    flow.need(22.0);
    let baseline = flow.y + 18.0;
    flow.set(geometry.left, baseline, &[run(format!("{number}."), Style::bold(BODY, INK))]);
    flow.y += 22.0;
    let y = flow.y;
    flow.page().line((geometry.left + NUMBER, y), (geometry.right, y), 0.35, INK2);
}
