//! Boxes for signatures and stamps, consents with theirs, and what ends a paper: its seal, or its number and digest in
//! words where nobody seals it.

use super::layout::{Field, Hand, Required};
use super::pen::{BOX, Entry, INDENT, Pen, names};
use super::say::{say, signer};
use super::ticks;
use crate::canvas::{Area, mm};
use crate::draw::DrawRefused;
use crate::draw::signatures::{self, BOXES, Boxed};
use crate::draw::words::{day_and_clock, is_verified};
use crate::flow::{BODY, BODY_LINE, GAP};
use crate::ink::Ink;
use crate::text::{INK, INK2, RULE, Style, run};
use domain::digest::Digest;
use domain::paper::{Row, Value};
use domain::seal::InkRole;

const BELOW: f32 = 8.0;
/// Ink beside a consent.
const BESIDE: (f32, f32) = (mm(32.0), mm(12.0));
/// What a consent needs at least.
pub(super) const CONSENT: f32 = BESIDE.1 + 8.0;
/// What a row of boxes needs.
pub(super) const SIGNATURE: f32 = BOXES;

/// Draws the boxes, two abreast, one on a roll.
pub(super) fn draw(pen: &mut Pen<'_>, fields: &[&Field]) -> Result<(), DrawRefused> {
    let geometry = pen.flow.geometry;
    let (abreast, room) = if pen.on_roll() { (1, geometry.room()) } else { (2, (geometry.room() - mm(8.0)) / 2.0) };
    for row in fields.chunks(abreast) {
        pen.flow.need(BOXES);
        for (place, field) in row.iter().enumerate() {
            let x = geometry.left + (room + mm(8.0)) * place as f32;
            signature(pen, (x, room), field)?;
        }
        pen.flow.y += BOXES + BELOW;
    }
    pen.flow.y -= BELOW - 3.0;
    Ok(())
}

fn signature(pen: &mut Pen<'_>, (x, room): (f32, f32), field: &Field) -> Result<(), DrawRefused> {
    let language = pen.language();
    let label = (language.first(&field.zh, &field.en).to_owned(), language.second(&field.zh, &field.en).to_owned());
    let (who, when, ink) = match signed(pen, field) {
        Some(Signed { who, when, digest }) => (who, when, Some(find(pen.what.inks, &digest)?)),
        None if pen.is_blank() => (language.line("姓名", "Name"), language.line("日期", "Date"), None),
        None => (String::new(), String::new(), None),
    };
    let open = ink.is_none();
    let boxed = Boxed { label: (&label.0, &label.1), who: &who, when: &when, ink, open };
    signatures::signature(&mut pen.flow, (x, room), &boxed);
    Ok(())
}

struct Signed {
    who: String,
    when: String,
    digest: Digest,
}

/// The signature in a field: its own, or the seal's where the field is the one the sealing hand signs in.
fn signed(pen: &Pen<'_>, field: &Field) -> Option<Signed> {
    let language = pen.language();
    let unverified = |is: bool| if is { "" } else { language.first("（未核对）", " (unverified)") };
    if let Some(Value::Ink { digest, who, relation, at }) = pen.value(field) {
        let when = format!("{}{}", day_and_clock(&at.time), unverified(is_verified(at)));
        return Some(Signed { who: signer(language, who, relation), when, digest: *digest });
    }
    let claim = &pen.what.seal?.claim;
    let role = role(field.ink?)?;
    let digest = *claim.inks.get(&role).filter(|_| is_main(pen, field))?;
    let when = format!("{}{}", day_and_clock(&claim.at.time), unverified(is_verified(&claim.at)));
    let who = match role {
        InkRole::Customer => signer(language, &claim.signer.name, &claim.signer.relation),
        InkRole::Technician => String::new(),
    };
    Some(Signed { who, when, digest })
}

/// The ink of a seal that a hand can give.
fn role(hand: Hand) -> Option<InkRole> {
    match hand {
        Hand::Customer => Some(InkRole::Customer),
        Hand::Technician => Some(InkRole::Technician),
        Hand::Company | Hand::Finance | Hand::Warehouse | Hand::Supervisor => None,
    }
}

/// Whether this is the field a hand signs the whole paper in: the first required one of that hand, else its first.
fn is_main(pen: &Pen<'_>, field: &Field) -> bool {
    let of_hand = || pen.what.layout.fields.iter().filter(|other| other.ink == field.ink);
    let main = of_hand().find(|other| other.required == Required::Yes).or_else(|| of_hand().next());
    main.is_some_and(|main| main.key == field.key)
}

fn find<'i>(inks: &'i [(InkRole, Ink)], digest: &Digest) -> Result<&'i Ink, DrawRefused> {
    let found = inks.iter().map(|(_, ink)| ink).find(|ink| ink.digest == *digest);
    found.ok_or(DrawRefused::InkMissing(*digest))
}

/// Draws consents: name and words, the answer's boxes, signature and time at the right.
pub(super) fn consents(pen: &mut Pen<'_>, entries: &[Entry<'_>]) -> Result<(), DrawRefused> {
    for entry in entries {
        let row = pen.value(entry.field).and_then(|value| value.rows().first());
        consent(pen, entry.field, row)?;
    }
    Ok(())
}

fn consent(pen: &mut Pen<'_>, field: &Field, row: Option<&Row>) -> Result<(), DrawRefused> {
    let (language, geometry) = (pen.language(), pen.flow.geometry);
    let roll = pen.on_roll();
    let indent = if roll { 0.0 } else { INDENT };
    let room = geometry.room() - indent - if roll { 0.0 } else { BESIDE.0 + mm(4.0) };
    let words = row.and_then(|row| row.get("text")).map(|text| say(language, text).runs(BODY)).unwrap_or_default();
    let text = if words.is_empty() { BOX } else { pen.flow.height(room, BODY_LINE, &words) };
    pen.flow.need((text + 20.0).clamp(CONSENT, 6.0 * BODY_LINE));
    let (page, top) = (pen.flow.page_index(), pen.flow.y);
    if roll {
        pen.caption(names(field));
    } else {
        pen.label((geometry.left, top), names(field), INDENT - mm(2.0));
        beside(pen, row, Area { x: geometry.right - BESIDE.0, y: top, w: BESIDE.0, h: BESIDE.1 })?;
    }
    match words.is_empty() {
        true if pen.is_blank() => {
            let y = pen.flow.y;
            pen.write_in(Area { x: geometry.left + indent, y, w: room, h: BOX });
            pen.flow.y += BOX + 3.0;
        }
        true => {}
        false => pen.flow.long((geometry.left + indent, room), BODY_LINE, &words, |_, _| {}),
    }
    ticks::answer(pen, field, row.and_then(|row| row.get("answer")), geometry.left + indent);
    if roll {
        let y = pen.flow.y;
        beside(pen, row, Area { x: geometry.left, y, w: geometry.room(), h: BESIDE.1 })?;
        pen.flow.y += BESIDE.1 + 8.0;
    } else if pen.flow.page_index() == page {
        pen.flow.y = pen.flow.y.max(top + BESIDE.1 + 6.0);
    }
    pen.flow.y += 3.0;
    let y = pen.flow.y - 1.5;
    pen.flow.page().line((geometry.left, y), (geometry.right, y), 0.35, RULE);
    pen.flow.y += 2.0;
    Ok(())
}

/// The signature of a consent with its time, or a box to sign in.
fn beside(pen: &mut Pen<'_>, row: Option<&Row>, area: Area) -> Result<(), DrawRefused> {
    let time = match row.and_then(|row| row.get("time")) {
        Some(Value::Time { at }) => day_and_clock(&at.time),
        _ => String::new(),
    };
    if let Some(Value::Ink { digest, .. }) = row.and_then(|row| row.get("ink")) {
        let ink = Area { h: area.h - 8.0, ..area };
        let strokes = find(pen.what.inks, digest)?.fit(ink);
        pen.flow.page().strokes(&strokes, 1.0, INK);
    } else if pen.is_blank() {
        pen.write_in(area);
        let hint = pen.language().line("签字", "Signature");
        pen.flow.set(area.x + 4.0, area.y + 9.0, &[run(hint, Style::plain(6.5, INK2))]);
    }
    pen.flow.set_right(area.x + area.w, area.y + area.h, &[run(time, Style::plain(7.5, INK2))]);
    Ok(())
}

/// The digest in words, for a paper nobody seals.
pub(super) fn digest(pen: &mut Pen<'_>, number: &str, digest: &Digest) {
    let geometry = pen.flow.geometry;
    pen.flow.gap(34.0);
    let y = pen.flow.y;
    pen.flow.page().line((geometry.left, y), (geometry.right, y), 0.5, RULE);
    let label = pen.language().line("内容摘要", "Content digest");
    let line = [run(format!("{label} · {number}"), Style::plain(7.0, INK2))];
    pen.flow.set(geometry.left, y + 10.0, &line);
    signatures::groups(&mut pen.flow, geometry.left, y + 21.0, digest);
    pen.flow.y += 34.0;
}

/// Space before the seal.
pub(super) const BEFORE_SEAL: f32 = GAP;
