//! Boxes to tick and scores on their scales. On a blank they are empty; on a paper what was chosen has its tick.

use super::layout::{Field, FieldType};
use super::pen::{Entry, INDENT, Pen, names};
use crate::canvas::{Area, mm};
use crate::draw::marks;
use crate::flow::BODY;
use crate::text::{INK, INK2, RULE, Run, Style, WHITE, fit, run, width_of};
use domain::paper::Value;

const LINE: f32 = 16.0;
const SIDE: f32 = 8.6;
const SCORE_ROW: f32 = 18.0;
/// More points than this are said in figures alone.
const MOST_DOTS: u32 = 10;

/// A box with its words.
struct Choosing {
    ticked: bool,
    words: Vec<Run>,
}

/// Draws every field as its boxes.
pub(super) fn ticks(pen: &mut Pen<'_>, entries: &[Entry<'_>]) {
    for entry in entries {
        let options = options(pen, entry.field);
        boxes(pen, names(entry.field), &options);
        pen.flow.y += 3.0;
    }
}

fn options(pen: &Pen<'_>, field: &Field) -> Vec<Choosing> {
    let language = pen.language();
    let value = pen.value(field);
    let words = |zh: &str, en: &str| {
        vec![
            run(language.first(zh, en), Style::plain(BODY, INK)),
            run(format!(" {}", language.second(zh, en)), Style::plain(7.5, INK2)),
        ]
    };
    let is_chosen = |key: &str| match value {
        Some(Value::Choice { key: chosen, .. }) => chosen == key,
        Some(Value::Choices { chosen }) => chosen.iter().any(|one| one.key == key),
        Some(Value::Flag { yes }) => *yes == (key == "yes"),
        _ => false,
    };
    if field.type_ == FieldType::Flag {
        let flag = |(key, zh, en): (&str, &str, &str)| Choosing { ticked: is_chosen(key), words: words(zh, en) };
        return [("yes", "是", "Yes"), ("no", "否", "No")].map(flag).into();
    }
    let known = |key: &str| field.options.iter().any(|option| option.key == key);
    let mut all: Vec<Choosing> = field
        .options
        .iter()
        .map(|option| Choosing { ticked: is_chosen(&option.key), words: words(&option.zh, &option.en) })
        .collect();
    // A choice of the firm's own list stands beside the layout's.
    let own = match value {
        Some(Value::Choice { key, words }) => vec![(key, words)],
        Some(Value::Choices { chosen }) => chosen.iter().map(|one| (&one.key, &one.words)).collect(),
        _ => Vec::new(),
    };
    let own = own.into_iter().filter(|(key, _)| !known(key));
    all.extend(own.map(|(_, said)| Choosing { ticked: true, words: words(&said.zh, &said.en) }));
    all
}

/// A label and its boxes, in as many lines as they need.
fn boxes(pen: &mut Pen<'_>, label: (&str, &str), options: &[Choosing]) {
    let geometry = pen.flow.geometry;
    let indent = if pen.on_roll() { 0.0 } else { INDENT };
    let height = pen.label_height(label, INDENT - mm(2.0));
    pen.flow.need(height.max(LINE));
    if pen.on_roll() {
        pen.caption(label);
    } else {
        let at = (geometry.left, pen.flow.y);
        pen.label(at, label, INDENT - mm(2.0));
    }
    let (page, top) = (pen.flow.page_index(), pen.flow.y);
    options_at(pen, geometry.left + indent, options);
    if !pen.on_roll() && pen.flow.page_index() == page {
        pen.flow.y = pen.flow.y.max(top + height - 3.0);
    }
}

/// Boxes side by side from `left`, wrapped at the right margin; moves the cursor behind them.
fn options_at(pen: &mut Pen<'_>, left: f32, options: &[Choosing]) {
    let right = pen.flow.geometry.right;
    let mut x = left;
    for option in options {
        let words = fit(&pen.flow.type_.faces, &option.words, right - left - SIDE - 4.0);
        let wide = SIDE + 4.0 + width_of(&pen.flow.type_.faces, &words);
        if x > left && x + wide > right {
            x = left;
            pen.flow.y += LINE;
            pen.flow.need(LINE);
        }
        tick_box(pen, (x, pen.flow.y + 1.4), option.ticked);
        let baseline = pen.flow.y + 8.9;
        pen.flow.set(x + SIDE + 4.0, baseline, &words);
        x += wide + 12.0;
    }
    pen.flow.y += LINE;
}

/// The boxes of a field or consent, from a given place on.
pub(super) fn answer(pen: &mut Pen<'_>, field: &Field, answer: Option<&Value>, left: f32) {
    let language = pen.language();
    let chosen = match answer {
        Some(Value::Choice { key, .. }) => key.as_str(),
        _ => "",
    };
    const USUAL: [(&str, &str, &str); 3] =
        [("agreed", "同意", "Agreed"), ("refused", "不同意", "Refused"), ("not_needed", "不涉及", "Not needed")];
    let own = field.options.iter().map(|option| (option.key.as_str(), option.zh.as_str(), option.en.as_str()));
    let all: Vec<_> = if field.options.is_empty() { USUAL.into() } else { own.collect() };
    let mut options: Vec<Choosing> = all
        .iter()
        .map(|(key, zh, en)| Choosing {
            ticked: *key == chosen,
            words: vec![run(language.line(zh, en), Style::plain(8.0, INK))],
        })
        .collect();
    if let Some(Value::Choice { key, words }) = answer
        && all.iter().all(|(known, ..)| known != key)
    {
        let words = vec![run(language.line(&words.zh, &words.en), Style::plain(8.0, INK))];
        options.push(Choosing { ticked: true, words });
    }
    options_at(pen, left, &options);
}

fn tick_box(pen: &mut Pen<'_>, (x, y): (f32, f32), ticked: bool) {
    let page = pen.flow.page();
    page.frame(Area { x, y, w: SIDE, h: SIDE }, 0.7, INK2);
    if ticked {
        marks::tick(page, Area { x: x + 0.4, y: y - 0.2, w: SIDE - 0.8, h: SIDE - 0.8 }, INK);
    }
}

/// Draws scores, so many abreast: a name, its scale as dots, the figure.
pub(super) fn scores(pen: &mut Pen<'_>, entries: &[Entry<'_>], columns: u8) {
    let geometry = pen.flow.geometry;
    let abreast = if pen.on_roll() { 1 } else { usize::from(columns.max(1)) };
    let gutter = mm(8.0);
    let room = (geometry.room() - gutter * (abreast as f32 - 1.0)) / abreast as f32;
    for row in entries.chunks(abreast) {
        pen.flow.need(SCORE_ROW);
        for (place, entry) in row.iter().enumerate() {
            let x = geometry.left + (room + gutter) * place as f32;
            score(pen, (x, room), entry);
        }
        pen.flow.y += SCORE_ROW;
    }
    pen.flow.y += 3.0;
}

fn score(pen: &mut Pen<'_>, (x, room): (f32, f32), entry: &Entry<'_>) {
    let (reached, of) = match pen.value(entry.field) {
        Some(Value::Score { score, of }) => (Some(*score), *of),
        _ => (None, entry.field.of.unwrap_or(5)),
    };
    let y = pen.flow.y;
    let said = reached.map_or_else(String::new, |score| format!("{score} / {of}"));
    let said = if said.is_empty() && !pen.is_blank() { "—".to_owned() } else { said };
    let mut start = pen.flow.set_right(x + room, y + 11.7, &[run(said, Style::bold(8.5, INK))]).min(x + room - 22.0);
    if of <= MOST_DOTS {
        for point in (1..=of).rev() {
            start -= 10.0;
            let fill = if reached.is_some_and(|score| score >= point) { INK } else { WHITE };
            pen.flow.page().dot((start, y + 8.8), 3.2, fill, INK2);
        }
        start -= 5.0;
    }
    let (zh, en) = names(entry.field);
    let language = pen.language();
    let name = [
        run(language.first(zh, en), Style::plain(8.5, INK)),
        run(format!("  {}", language.second(zh, en)), Style::plain(7.0, INK2)),
    ];
    let name = fit(&pen.flow.type_.faces, &name, start - x - 6.0);
    pen.flow.set(x, y + 11.7, &name);
    pen.flow.page().line((x, y + SCORE_ROW - 0.6), (x + room, y + SCORE_ROW - 0.6), 0.35, RULE);
}
