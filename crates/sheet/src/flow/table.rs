//! A table whose head is repeated on every page it runs over. Cells hold paragraphs of runs and wrap in their column.

use super::{Flow, Geometry, WIDTH, baseline_drop};
use crate::canvas::{LABEL, LABEL_EN};
use crate::font::Faces;
use crate::text::{BORDER, RULE, Run, Style, fit, run, width, width_of, wrap};

/// 1.15 mm above and below the text of a row.
const PAD: f32 = 3.26;
const LINE: f32 = 11.5;
const HEAD: f32 = 25.0;
/// Between a column and the next.
const GUTTER: f32 = 12.0;

/// A column: its share of the width, where its text stands, its head in both languages.
pub(crate) struct Column {
    pub share: f32,
    pub right: bool,
    pub zh: String,
    pub en: String,
}

impl Column {
    pub(crate) fn left(share: f32, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { share, right: false, zh: zh.into(), en: en.into() }
    }

    pub(crate) fn right(share: f32, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { share, right: true, zh: zh.into(), en: en.into() }
    }
}

/// The paragraphs of one cell.
pub(crate) type Cell = Vec<Vec<Run>>;

/// A cell with one paragraph.
pub(crate) fn cell(runs: impl Into<Vec<Run>>) -> Cell {
    vec![runs.into()]
}

/// What a table needs of its first page: head and one row of one line.
pub(crate) const FIRST_ROWS: f32 = HEAD + LINE + 2.0 * PAD;

struct Slot {
    x: f32,
    room: f32,
    right: bool,
}

impl Flow<'_> {
    /// Draws the table at the cursor. The last row stays with `keep` pt of what follows.
    pub(crate) fn table(&mut self, columns: &[Column], rows: Vec<Vec<Cell>>, keep: f32) {
        let slots = slots(columns, &self.geometry);
        self.table_head(columns, &slots);
        let last = rows.len().saturating_sub(1);
        for (number, row) in rows.into_iter().enumerate() {
            let lines: Vec<Vec<Vec<Run>>> = row
                .iter()
                .zip(&slots)
                .map(|(cell, slot)| cell.iter().flat_map(|runs| wrap(&self.type_.faces, runs, slot.room)).collect())
                .collect();
            let keep = if number == last { keep } else { 0.0 };
            for part in parts(lines) {
                let height = 2.0 * PAD + LINE * part.iter().map(Vec::len).max().unwrap_or(0).max(1) as f32;
                if self.need(height + keep) {
                    self.table_head(columns, &slots);
                }
                self.row(&part, &slots);
                self.y += height;
            }
            if number != last {
                self.rule(0.35, RULE);
            }
        }
    }

    fn row(&mut self, cells: &[Vec<Vec<Run>>], slots: &[Slot]) {
        for (lines, slot) in cells.iter().zip(slots) {
            for (number, line) in lines.iter().enumerate() {
                let baseline = self.y + PAD + LINE * (number as f32 + 0.5) + baseline_drop(line);
                match slot.right {
                    true => self.set(slot.x + slot.room - width_of(&self.type_.faces, line), baseline, line),
                    false => self.set(slot.x, baseline, line),
                };
            }
        }
    }

    fn table_head(&mut self, columns: &[Column], slots: &[Slot]) {
        for (column, slot) in columns.iter().zip(slots) {
            for (text, style, drop) in [(&column.zh, LABEL, 9.0), (&column.en, LABEL_EN, 18.0)] {
                let text = fit(&self.type_.faces, &[run(text, style)], slot.room);
                match slot.right {
                    true => self.set_right(slot.x + slot.room, self.y + drop, &text),
                    false => self.set(slot.x, self.y + drop, &text),
                };
            }
        }
        let one_language = columns.iter().all(|column| column.en.is_empty());
        self.y += if one_language { HEAD - 8.5 } else { HEAD };
        self.rule(0.5, BORDER);
    }
}

/// A row of cells, each of lines of runs.
type Lines = Vec<Vec<Vec<Run>>>;

/// A row too tall for a page in pieces that fit.
fn parts(mut cells: Lines) -> Vec<Lines> {
    const MOST: usize = 40;
    let mut parts = Vec::new();
    loop {
        let rest: Lines = cells.iter_mut().map(|lines| lines.split_off(lines.len().min(MOST))).collect();
        parts.push(std::mem::replace(&mut cells, rest));
        if cells.iter().all(Vec::is_empty) {
            return parts;
        }
    }
}

fn slots(columns: &[Column], geometry: &Geometry) -> Vec<Slot> {
    let shares: f32 = columns.iter().map(|column| column.share).sum();
    let usable = geometry.room() - GUTTER * columns.len().saturating_sub(1) as f32;
    let mut x = geometry.left;
    let place = |column: &Column| {
        let slot = Slot { x, room: usable * column.share / shares.max(0.001), right: column.right };
        x += slot.room + GUTTER;
        slot
    };
    columns.iter().map(place).collect()
}

/// Whether the head of the column at `place` fits its share of A4, set smaller as far as [`fit`] does.
pub(crate) fn fits_head(faces: &Faces<'_>, shares: &[f32], place: usize, (text, style): (&str, Style)) -> bool {
    let usable = WIDTH - GUTTER * shares.len().saturating_sub(1) as f32;
    let share = shares.get(place).copied().unwrap_or_default() / shares.iter().sum::<f32>().max(0.001);
    width(faces, text, style) * 0.6 <= usable * share
}
