//! Photos and codes to scan. A roll prints no photos: it lists them, with the first figures of their digests.

use super::pen::{Entry, Pen, names};
use super::say::moment;
use crate::canvas::{Area, mm};
use crate::draw::DrawRefused;
use crate::draw::code::{self, Code};
use crate::draw::photos;
use crate::flow::{BODY, BODY_LINE};
use crate::text::{BORDER, INK, INK2, Style, run};
use domain::facts::PhotoLine;
use domain::paper::Value;

/// Side of a code on a roll.
const ON_ROLL: f32 = mm(34.0);
/// What the first row of photos needs.
pub(super) const ROW: f32 = photos::ROW;
/// Empty frames on a blank.
const FRAMES: usize = 3;

/// Draws the photos that stand within the paper; the others go to its end.
pub(super) fn draw(pen: &mut Pen<'_>, entries: &[Entry<'_>], heading: &str) {
    for entry in entries {
        super::lists::caption_unless(pen, entry.field, heading);
    }
    let all: &[PhotoLine] = pen.what.paper.map_or(&[], |paper| &paper.photos);
    match (pen.is_blank(), pen.on_roll()) {
        (true, true) => {}
        (true, false) => frames(pen),
        (false, true) => all.iter().for_each(|photo| listed(pen, photo)),
        (false, false) if all.is_empty() => {
            let none = [run(pen.language().line("无照片", "No photos"), Style::plain(BODY, INK2))];
            let geometry = pen.flow.geometry;
            pen.flow.long((geometry.left, geometry.room()), BODY_LINE, &none, |_, _| {});
        }
        (false, false) => photos::grid(&mut pen.flow, all.iter().take(photos::ON_SHEET), &pen.pictures),
    }
}

/// The photos that did not find room, on pages of their own.
pub(super) fn appendix(pen: &mut Pen<'_>) {
    let all: &[PhotoLine] = pen.what.paper.map_or(&[], |paper| &paper.photos);
    if pen.on_roll() || all.len() <= photos::ON_SHEET {
        return;
    }
    let language = pen.language();
    let title = ("附页：照片", "Appendix: photos");
    pen.flow.turn();
    let title = (language.first(title.0, title.1), language.second(title.0, title.1));
    pen.flow.heading(title, "", photos::ROW);
    photos::grid(&mut pen.flow, all.iter().skip(photos::ON_SHEET), &pen.pictures);
}

fn frames(pen: &mut Pen<'_>) {
    let (w, h) = photos::CELL;
    pen.flow.need(h + 8.0);
    for place in 0..FRAMES {
        let x = pen.flow.geometry.left + (w + photos::GUTTER) * place as f32;
        let y = pen.flow.y;
        pen.flow.page().round_frame(Area { x, y, w, h }, 3.0, 0.5, BORDER);
    }
    pen.flow.y += h + 8.0;
}

fn listed(pen: &mut Pen<'_>, photo: &PhotoLine) {
    let (language, geometry) = (pen.language(), pen.flow.geometry);
    let tag = language.first(&photo.tag.zh, &photo.tag.en);
    let caption = language.first(&photo.caption.zh, &photo.caption.en);
    let id = photo.digest.hex().get(..16).unwrap_or_default().to_uppercase();
    pen.flow.long(
        (geometry.left, geometry.room()),
        BODY_LINE,
        &[run(format!("{tag} {caption}"), Style::plain(BODY, INK))],
        |_, _| {},
    );
    let line = [run(format!("{} · {id}", moment(language, &photo.at)), Style::plain(8.0, INK))];
    pen.flow.long((geometry.left, geometry.room()), 11.0, &line, |_, _| {});
    pen.flow.y += 2.0;
}

/// Draws codes with what they lead to.
pub(super) fn codes(pen: &mut Pen<'_>, entries: &[Entry<'_>]) -> Result<(), DrawRefused> {
    for entry in entries {
        let side = if pen.on_roll() { ON_ROLL } else { code::SIDE };
        pen.flow.need(side + 30.0);
        let resource = match pen.value(entry.field) {
            Some(Value::Code { text }) => Some(keep(pen, text)?),
            _ => None,
        };
        if resource.is_none() && !pen.is_blank() {
            let (zh, en) = names(entry.field);
            let line = [run(format!("{}：—", pen.language().line(zh, en)), Style::plain(BODY, INK))];
            let geometry = pen.flow.geometry;
            pen.flow.long((geometry.left, geometry.room()), BODY_LINE, &line, |_, _| {});
            continue;
        }
        match pen.on_roll() {
            true => below(pen, entry, side, resource.as_deref()),
            false => beside(pen, entry, side, resource.as_deref()),
        }
    }
    Ok(())
}

/// Takes a code among those of the file; answers its resource.
fn keep(pen: &mut Pen<'_>, text: &str) -> Result<String, DrawRefused> {
    let code = Code::new(text).ok_or(DrawRefused::Code)?;
    pen.codes.push(code);
    Ok(code::resource(pen.codes.len()))
}

fn square(pen: &mut Pen<'_>, area: Area, resource: Option<&str>) {
    match resource {
        Some(resource) => pen.flow.page().image(resource, area, None),
        None => pen.write_in(area),
    }
}

fn beside(pen: &mut Pen<'_>, entry: &Entry<'_>, side: f32, resource: Option<&str>) {
    let (left, room, y) = (pen.flow.geometry.left, pen.flow.geometry.room(), pen.flow.y + 2.0);
    square(pen, Area { x: left, y, w: side, h: side }, resource);
    let (zh, en) = names(entry.field);
    let language = pen.language();
    let x = left + side + mm(5.0);
    let name = [
        run(language.first(zh, en), Style::bold(BODY, INK)),
        run(format!("  {}", language.second(zh, en)), Style::plain(7.0, INK2)),
    ];
    pen.flow.set(x, y + side * 0.42, &name);
    let text = entry.said.as_ref().map(|said| said.first.as_str()).unwrap_or_default();
    let text = [run(short(text), Style::plain(7.5, INK2))];
    pen.flow.paragraph((x, y + side * 0.5), room - side - mm(5.0), 10.0, &text);
    pen.flow.y = y + side + 6.0;
}

fn below(pen: &mut Pen<'_>, entry: &Entry<'_>, side: f32, resource: Option<&str>) {
    let geometry = pen.flow.geometry;
    let (room, y) = (geometry.room(), pen.flow.y + 4.0);
    let area = Area { x: geometry.left + (room - side) / 2.0, y, w: side, h: side };
    square(pen, area, resource);
    pen.flow.y = y + side + 4.0;
    let (zh, en) = names(entry.field);
    let name = [run(pen.language().line(zh, en), Style::plain(BODY, INK))];
    let at = pen.flow.y + 9.8;
    pen.flow.set_middle(Area { x: geometry.left, y: at, w: room, h: 0.0 }, at, &name);
    pen.flow.y += BODY_LINE + 2.0;
    let text = entry.said.as_ref().map(|said| said.first.as_str()).unwrap_or_default();
    pen.flow.long((geometry.left, room), 11.0, &[run(short(text), Style::plain(8.0, INK))], |_, _| {});
    pen.flow.y += 4.0;
}

/// What a code leads to, for the eye; the code itself holds all of it.
fn short(text: &str) -> String {
    const MOST: usize = 160;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
