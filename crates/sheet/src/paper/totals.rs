//! Amounts: parts of a sum as lines, the sum itself large under a strong rule, with its words in capital figures.

use super::look::Language;
use super::pen::{BOX, Entry, Pen, names};
use crate::canvas::{Area, LABEL, mm};
use crate::capital::capital;
use crate::flow::{BODY, BODY_LINE};
use crate::text::{INK, INK2, RULE, Run, Style, fit, run, width_of};
use domain::paper::Value;

const PART: f32 = 18.0;
const LAST: f32 = mm(8.4);
/// Room that a total needs with its heading.
pub(super) const KEEP: f32 = PART + LAST;

/// Draws amounts; the last one is the total.
pub(super) fn draw(pen: &mut Pen<'_>, entries: &[Entry<'_>]) {
    let Some((last, parts)) = entries.split_last() else { return };
    for entry in parts {
        part(pen, entry);
    }
    total(pen, last);
}

fn label(pen: &Pen<'_>, entry: &Entry<'_>) -> Vec<Run> {
    let (zh, en) = names(entry.field);
    vec![
        run(pen.language().first(zh, en), Style::plain(BODY, INK)),
        run(format!(" {}", pen.language().second(zh, en)), Style::plain(8.0, INK2)),
    ]
}

fn part(pen: &mut Pen<'_>, entry: &Entry<'_>) {
    let geometry = pen.flow.geometry;
    pen.flow.need(PART);
    let y = pen.flow.y;
    let label = label(pen, entry);
    pen.flow.set(geometry.left, y + 12.0, &label);
    if pen.is_blank() {
        pen.write_in(Area { x: geometry.right - mm(36.0), y: y + 1.0, w: mm(36.0), h: PART - 3.0 });
    } else {
        let value = Pen::runs(entry);
        pen.flow.set_right(geometry.right, y + 12.0, &value);
    }
    pen.flow.y += PART;
    if !pen.on_roll() {
        pen.flow.rule(0.35, RULE);
    }
}

fn total(pen: &mut Pen<'_>, entry: &Entry<'_>) {
    let geometry = pen.flow.geometry;
    let size = if pen.on_roll() { 20.0 } else { 16.0 };
    pen.flow.need(LAST + 2.0 * BODY_LINE);
    pen.flow.rule(0.9, INK);
    let y = pen.flow.y;
    let label = label(pen, entry);
    let end = pen.flow.set(geometry.left, y + 19.4, &label) + 8.0;
    pen.flow.y += LAST + 2.0;
    if pen.is_blank() {
        pen.write_in(Area { x: geometry.right - mm(36.0), y: y + 4.0, w: mm(36.0), h: BOX });
        return;
    }
    let value = entry.said.as_ref().map_or("—", |said| said.first.as_str());
    let amount = fit(&pen.flow.type_.faces, &[run(value, Style::bold(size, INK))], geometry.right - end);
    let start = pen.flow.set_right(geometry.right, y + 21.0, &amount);
    let words = match pen.value(entry.field).and_then(Value::amount) {
        Some(money) if money.currency == "CNY" && pen.language() != Language::En => capital(money.minor),
        _ => return,
    };
    let words = [run(words, LABEL)];
    if !pen.on_roll() && width_of(&pen.flow.type_.faces, &words) <= start - end - 8.0 {
        pen.flow.set(end, y + 19.4, &words);
    } else {
        let at = pen.flow.y + 8.0;
        let words = fit(&pen.flow.type_.faces, &words, geometry.room());
        pen.flow.set_right(geometry.right, at, &words);
        pen.flow.y += BODY_LINE;
    }
}
