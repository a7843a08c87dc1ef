//! Labels and values, side by side in columns, and long text over the whole width.

use super::pen::{BOX, Entry, INDENT, Pen, names};
use crate::canvas::{Area, mm};
use crate::flow::{BODY, BODY_LINE};
use crate::text::{INK, INK2, Run, Style, run, width_of, wrap};

/// More lines than this leave the column and take the whole width.
const MOST_LINES: usize = 6;
/// Space below a row.
const BELOW: f32 = 6.0;

/// A cell of the grid: its entry and the lines of its value.
struct Cell<'e, 'a> {
    entry: &'e Entry<'a>,
    lines: Vec<Vec<Run>>,
    height: f32,
}

/// How the cells of a grid are laid out.
struct Grid {
    columns: usize,
    gutter: f32,
    room: f32,
    /// 0 where the value stands below its label.
    indent: f32,
}

impl Grid {
    fn new(columns: usize, whole: f32) -> Self {
        let gutter = if columns > 2 { mm(5.0) } else { mm(8.0) };
        let room = (whole - gutter * (columns as f32 - 1.0)) / columns as f32;
        Self { columns, gutter, room, indent: if columns > 2 { 0.0 } else { INDENT } }
    }

    fn label_room(&self) -> f32 {
        if self.indent > 0.0 { self.indent - mm(2.0) } else { self.room }
    }
}

/// Draws pairs in so many columns.
pub(super) fn draw(pen: &mut Pen<'_>, entries: &[Entry<'_>], columns: u8) {
    if pen.on_roll() {
        return entries.iter().for_each(|entry| on_roll(pen, entry));
    }
    let grid = Grid::new(usize::from(columns.max(1)), pen.flow.geometry.room());
    let mut row: Vec<Cell<'_, '_>> = Vec::new();
    for entry in entries {
        let lines = wrap(&pen.flow.type_.faces, &Pen::runs(entry), grid.room - grid.indent);
        if lines.len() > MOST_LINES {
            draw_row(pen, &grid, std::mem::take(&mut row));
            long(pen, entry);
            continue;
        }
        let height = height(pen, &grid, entry, lines.len());
        row.push(Cell { entry, lines, height });
        if row.len() == grid.columns {
            draw_row(pen, &grid, std::mem::take(&mut row));
        }
    }
    draw_row(pen, &grid, row);
}

fn height(pen: &Pen<'_>, grid: &Grid, entry: &Entry<'_>, lines: usize) -> f32 {
    let label = pen.label_height(names(entry.field), grid.label_room());
    let value = if writes_in(pen, entry) { BOX } else { BODY_LINE * lines as f32 };
    match grid.indent > 0.0 {
        true => (value + BELOW).max(label),
        false => label + value,
    }
}

fn writes_in(pen: &Pen<'_>, entry: &Entry<'_>) -> bool {
    pen.is_blank() && entry.said.is_none()
}

fn draw_row(pen: &mut Pen<'_>, grid: &Grid, row: Vec<Cell<'_, '_>>) {
    let height = row.iter().map(|cell| cell.height).fold(0.0, f32::max);
    pen.flow.need(height);
    for (place, cell) in row.iter().enumerate() {
        let x = pen.flow.geometry.left + (grid.room + grid.gutter) * place as f32;
        let y = pen.flow.y;
        pen.label((x, y), names(cell.entry.field), grid.label_room());
        let below = if grid.indent > 0.0 { 0.0 } else { pen.label_height(names(cell.entry.field), grid.room) - 3.0 };
        if writes_in(pen, cell.entry) {
            pen.write_in(Area { x: x + grid.indent, y: y + below, w: grid.room - grid.indent, h: BOX });
        } else {
            pen.lines((x + grid.indent, y + below), &cell.lines);
        }
    }
    pen.flow.y += height;
}

/// Long text, over as many pages as it needs.
pub(super) fn text(pen: &mut Pen<'_>, entries: &[Entry<'_>]) {
    for entry in entries {
        match pen.on_roll() {
            true => on_roll(pen, entry),
            false => long(pen, entry),
        }
    }
}

fn long(pen: &mut Pen<'_>, entry: &Entry<'_>) {
    let geometry = pen.flow.geometry;
    let (x, room) = (geometry.left + INDENT, geometry.room() - INDENT);
    let label = pen.label_height(names(entry.field), INDENT - mm(2.0));
    if writes_in(pen, entry) {
        let h = BOX * f32::from(entry.field.lines.unwrap_or(1).clamp(1, 12));
        pen.flow.need((h + BELOW).max(label));
        let y = pen.flow.y;
        pen.label((geometry.left, y), names(entry.field), INDENT - mm(2.0));
        pen.write_in(Area { x, y, w: room, h });
        pen.flow.y = y + (h + BELOW).max(label);
        return;
    }
    let runs = Pen::runs(entry);
    let height = pen.flow.height(room, BODY_LINE, &runs);
    pen.flow.need((height + BELOW).max(label).min(label.max(4.0 * BODY_LINE)));
    let (page, top) = (pen.flow.page_index(), pen.flow.y);
    pen.label((geometry.left, top), names(entry.field), INDENT - mm(2.0));
    pen.flow.y -= 1.2;
    pen.flow.long((x, room), BODY_LINE, &runs, |_, _| {});
    let least = if pen.flow.page_index() == page { top + label } else { 0.0 };
    pen.flow.y = (pen.flow.y + BELOW + 1.2).max(least);
}

/// A label and its value in one line, the value at the right; below it where it is long.
fn on_roll(pen: &mut Pen<'_>, entry: &Entry<'_>) {
    let (language, geometry) = (pen.language(), pen.flow.geometry);
    let (zh, en) = names(entry.field);
    let label = [
        run(language.first(zh, en), Style::plain(BODY, INK2)),
        run(format!(" {}", language.second(zh, en)), Style::plain(8.0, INK2)),
    ];
    if writes_in(pen, entry) {
        let lines = f32::from(entry.field.lines.unwrap_or(1).clamp(1, 12));
        pen.flow.need(BODY_LINE + 20.0 * lines);
        pen.flow.long((geometry.left, geometry.room()), BODY_LINE, &label, |_, _| {});
        for _ in 0..lines as usize {
            pen.flow.y += 20.0;
            pen.flow.rule(0.5, INK);
        }
        pen.flow.y += 4.0;
        return;
    }
    let value = Pen::runs(entry);
    let faces = &pen.flow.type_.faces;
    let breaks = value.iter().any(|run| run.text.contains('\n'));
    let beside = width_of(faces, &label) + width_of(faces, &value) + 8.0 <= geometry.room() && !breaks;
    pen.flow.need(if beside { BODY_LINE + 2.0 } else { 2.0 * BODY_LINE });
    if beside {
        let baseline = pen.flow.y + 9.8;
        pen.flow.set(geometry.left, baseline, &label);
        pen.flow.set_right(geometry.right, baseline, &value);
        pen.flow.y += BODY_LINE + 2.0;
    } else {
        pen.flow.long((geometry.left, geometry.room()), BODY_LINE, &label, |_, _| {});
        pen.flow.long((geometry.left + mm(3.0), geometry.room() - mm(3.0)), BODY_LINE, &value, |_, _| {});
        pen.flow.y += 2.0;
    }
}
