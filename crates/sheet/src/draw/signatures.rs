//! What the customer agreed to, the warranty, both signatures, the customer's words and the seal. Ink and seal never part.

use super::words::{clock, day, day_and_clock, dotted, is_verified, shown};
use super::{DrawRefused, code, marks};
use crate::canvas::{Area, LABEL, mm};
use crate::flow::{Flow, GAP, HALF, HEADING, LEFT, RIGHT, RIGHT_HALF, WIDTH, label};
use crate::ink::Ink;
use crate::text::{INK, INK2, RULE, Run, Style, fit, run};
use domain::digest::Digest;
use domain::facts::{ConsentLine, Facts};
use domain::seal::{InkRole, Seal};

const TEXT: Style = Style::plain(8.5, INK);
const LINE: f32 = 11.5;
/// What is taller flows over pages instead of standing in its column.
const LONG: f32 = mm(60.0);
const INK_WEIGHT: f32 = 1.5;
pub(crate) const BOXES: f32 = mm(23.0);
pub(crate) const SEAL: f32 = mm(30.5);
/// Ink beside a consent.
const BESIDE: (f32, f32) = (mm(27.0), mm(11.0));

/// Where the seal's box stands; the signature field lies over it.
pub(crate) struct Plate {
    pub page: usize,
    pub area: Area,
}

type Inks<'a> = &'a [(InkRole, Ink)];

pub(super) fn draw(flow: &mut Flow<'_>, facts: &Facts, seal: &Seal, inks: Inks<'_>) -> Result<Plate, DrawRefused> {
    agreed_and_covered(flow, facts, inks)?;
    let comment = comment(facts);
    let mut words = if comment.is_empty() { 0.0 } else { flow.height(WIDTH, LINE, &comment) + 6.0 };
    if words > LONG {
        flow.gap(3.0 * LINE);
        flow.long((LEFT, WIDTH), LINE, &comment, |_, _| {});
        words = 0.0;
    }
    flow.gap(BOXES + words + GAP + SEAL);
    let customer = &seal.claim.signer;
    let name = format!("{}（{}）", customer.name, shown(&customer.relation));
    let when = dotted(["已过目内容与费用".to_owned(), clock(&seal.claim.at.time)]);
    let ink = ink_of(seal, inks, InkRole::Customer)?;
    let label = ("客户签字", "Customer");
    signature(flow, (LEFT, HALF), &Boxed { label, who: &name, when: &when, ink, open: false });
    let technician = format!("{} · {}", facts.technician.name, facts.technician.badge);
    let when = day_and_clock(&seal.claim.at.time);
    let ink = ink_of(seal, inks, InkRole::Technician)?;
    let label = ("技术员签字", "Technician");
    signature(flow, (RIGHT_HALF, HALF), &Boxed { label, who: &technician, when: &when, ink, open: false });
    flow.y += BOXES;
    if words > 0.0 {
        flow.paragraph((LEFT, flow.y + 4.0), WIDTH, LINE, &comment);
        flow.y += words;
    }
    flow.y += GAP;
    let title = ("本单已封存", "Sealed");
    Ok(sealed(flow, &Sealed { title, digest: &seal.claim.facts, words: seal_words(facts, seal) }))
}

fn ink_of<'a>(seal: &Seal, inks: Inks<'a>, role: InkRole) -> Result<Option<&'a Ink>, DrawRefused> {
    let Some(digest) = seal.claim.inks.get(&role) else { return Ok(None) };
    find(inks, digest).map(Some)
}

fn find<'a>(inks: Inks<'a>, digest: &Digest) -> Result<&'a Ink, DrawRefused> {
    let found = inks.iter().map(|(_, ink)| ink).find(|ink| ink.digest == *digest);
    found.ok_or(DrawRefused::InkMissing(*digest))
}

/// Consents in the left half, warranty and advice in the right; what is alone or long takes the whole width.
fn agreed_and_covered(flow: &mut Flow<'_>, facts: &Facts, inks: Inks<'_>) -> Result<(), DrawRefused> {
    let words = warranty(facts);
    let groups = grouped(&facts.consents);
    let left: f32 = groups.iter().map(|group| group_height(flow, group)).sum();
    let right: f32 = words.iter().map(|runs| flow.height(HALF, LINE, runs) + 2.0).sum();
    let side_by_side = left > 0.0 && right > 0.0 && left.max(right) <= LONG;
    let at = facts.consents.first().map_or_else(String::new, |first| day_and_clock(&first.at.time));
    if !groups.is_empty() {
        flow.gap(HEADING + left.min(LONG).max(if side_by_side { right } else { 0.0 }));
        flow.heading_in(CONSENT, &at, LEFT, if side_by_side { HALF } else { WIDTH });
        if side_by_side {
            flow.heading_in(WARRANTY, "", RIGHT_HALF, HALF);
        }
        flow.y += HEADING - 1.0;
    }
    let top = flow.y;
    for group in &groups {
        consent(flow, group, inks)?;
    }
    if side_by_side {
        let mut y = top;
        for runs in &words {
            y += flow.paragraph((RIGHT_HALF, y), HALF, LINE, runs) + 2.0;
        }
        flow.y = flow.y.max(y);
    } else if !words.is_empty() {
        flow.heading(WARRANTY, "", 2.0 * LINE);
        for runs in &words {
            flow.long((LEFT, WIDTH), LINE, runs, |_, _| {});
            flow.y += 2.0;
        }
    }
    Ok(())
}

const CONSENT: (&str, &str) = ("客户同意", "Consent");
const WARRANTY: (&str, &str) = ("保修与建议", "Warranty and advice");

fn warranty(facts: &Facts) -> Vec<Vec<Run>> {
    let warranty = &facts.warranty;
    let (words, advice) = (shown(&warranty.words), shown(&warranty.advice));
    let joint = if words.is_empty() || words.ends_with(['。', '！', '.']) { "" } else { "\n" };
    let words = format!("{words}{joint}{advice}");
    let mut paragraphs = vec![vec![run(words, TEXT)]];
    for contact in &facts.contacts {
        paragraphs.push(vec![run(format!("{}：{}", shown(&contact.name), contact.value), TEXT)]);
    }
    paragraphs.retain(|runs| runs.iter().any(|run| !run.text.is_empty()));
    paragraphs
}

/// Consents that stand under one and the same ink.
fn grouped(consents: &[ConsentLine]) -> Vec<&[ConsentLine]> {
    consents.chunk_by(|one, two| one.ink.is_some() && one.ink == two.ink).collect()
}

fn consent_lines(group: &[ConsentLine]) -> Vec<Run> {
    let day_of_first = group.first().map(|line| day(&line.at.time));
    let mut text = String::new();
    for line in group {
        let unverified = if is_verified(&line.at) { "" } else { "（时间未核对 unverified）" };
        let other_day = day_of_first.as_deref().is_some_and(|first| first != day(&line.at.time));
        let when = if other_day { format!("（{}）", day_and_clock(&line.at.time)) } else { String::new() };
        text += &format!("{}{when}{unverified}\n", shown(&line.words));
    }
    vec![run(text.trim_end(), TEXT)]
}

fn text_room(group: &[ConsentLine]) -> f32 {
    if group.iter().any(|line| line.ink.is_some()) { HALF - BESIDE.0 - 6.0 } else { HALF }
}

fn group_height(flow: &Flow<'_>, group: &[ConsentLine]) -> f32 {
    let text = flow.height(text_room(group), LINE, &consent_lines(group));
    let ink = if group.iter().any(|line| line.ink.is_some()) { BESIDE.1 } else { 0.0 };
    text.max(ink) + 3.0
}

fn consent(flow: &mut Flow<'_>, group: &[ConsentLine], inks: Inks<'_>) -> Result<(), DrawRefused> {
    let height = group_height(flow, group);
    flow.need(height.min(LONG));
    let (page, y) = (flow.page_index(), flow.y);
    if let Some(digest) = group.first().and_then(|line| line.ink) {
        let area = Area { x: LEFT + HALF - BESIDE.0, y: y + 1.0, w: BESIDE.0, h: BESIDE.1 };
        let strokes = find(inks, &digest)?.fit(area);
        flow.page().strokes(&strokes, 1.0, INK);
    }
    flow.long((LEFT, text_room(group)), LINE, &consent_lines(group), |_, _| {});
    flow.y = if flow.page_index() == page { y + height } else { flow.y + 3.0 };
    Ok(())
}

/// A box for a signature: what it is for, who signed and when, or empty to be signed in.
pub(crate) struct Boxed<'a> {
    pub label: (&'a str, &'a str),
    pub who: &'a str,
    pub when: &'a str,
    pub ink: Option<&'a Ink>,
    /// Nobody has signed yet: what stands at the bottom only says what to write there.
    pub open: bool,
}

/// Draws a box at the cursor; does not move it.
pub(crate) fn signature(flow: &mut Flow<'_>, (x, room): (f32, f32), boxed: &Boxed<'_>) {
    let y = flow.y;
    let frame = Area { x, y, w: room, h: BOXES };
    flow.page().round_frame(frame, 3.6, 0.7, INK2);
    let heading = fit(&flow.type_.faces, &label(boxed.label.0, boxed.label.1), room - 14.0);
    let end = flow.set(x + 7.0, y + 11.0, &heading);
    let rule = y + BOXES - 16.4;
    if let Some(ink) = boxed.ink {
        // Beside a short label, below a long one.
        let (drop, less) = if end < x + mm(34.0) { (4.0, 6.0) } else { (13.0, 15.0) };
        let area = Area { x: x + mm(28.0), y: y + drop, w: room - mm(32.0), h: BOXES - 16.4 - less };
        flow.page().strokes(&ink.fit(area), INK_WEIGHT, INK);
    }
    flow.page().line((x + 7.0, rule), (x + room - 7.0, rule), 0.35, RULE);
    // Open, the words leave room to write behind them.
    let (style, right) = match boxed.open {
        true => (LABEL, x + room * 0.75),
        false => (Style::bold(8.0, INK), x + room - 7.0),
    };
    let start = flow.set_right(right, rule + 11.0, &[run(boxed.when, Style::plain(7.5, INK2))]);
    let who = fit(&flow.type_.faces, &[run(boxed.who, style)], start - x - 13.0);
    flow.set(x + 7.0, rule + 11.0, &who);
}

fn comment(facts: &Facts) -> Vec<Run> {
    match facts.rating.as_ref().map(|rating| rating.comment.as_str()).filter(|words| !words.is_empty()) {
        Some(words) => vec![run("意见 Comments  ", LABEL), run(format!("“{words}”"), TEXT)],
        None => Vec::new(),
    }
}

/// What the box of a seal says.
pub(crate) struct Sealed<'a> {
    pub title: (&'a str, &'a str),
    pub digest: &'a Digest,
    pub words: String,
}

/// Draws the box with the code; the signature field lies over it.
pub(crate) fn sealed(flow: &mut Flow<'_>, what: &Sealed<'_>) -> Plate {
    let (y, brand) = (flow.y, flow.brand);
    let frame = Area { x: LEFT, y, w: WIDTH, h: SEAL };
    flow.page().round_frame(frame, 3.6, 1.0, brand);
    let inset = (SEAL - code::SIDE) / 2.0;
    code::draw(flow.page(), (LEFT + inset, y + inset));
    let x = LEFT + inset * 2.0 + code::SIDE + 4.0;
    marks::lock(flow.page(), Area { x, y: y + 8.6, w: 10.4, h: 10.4 }, brand);
    let second = format!("  {}", what.title.1);
    let title = [run(what.title.0, Style::bold(10.0, brand)), run(second, Style::plain(7.0, INK2))];
    flow.set(x + 14.0, y + 17.6, &title);
    groups(flow, x, y + 29.6, what.digest);
    flow.paragraph((x, y + 45.6), RIGHT - x - 8.0, 10.6, &[run(&what.words, Style::plain(7.5, INK2))]);
    flow.y += SEAL;
    Plate { page: flow.page_index(), area: frame }
}

/// The same at the end of a roll: the code in the middle, the words below.
pub(crate) fn sealed_on_roll(flow: &mut Flow<'_>, what: &Sealed<'_>) -> Plate {
    const ON_ROLL: f32 = mm(34.0);
    let (left, room) = (flow.geometry.left, flow.geometry.room());
    flow.need(ON_ROLL + 90.0);
    let line = Area { x: left, y: flow.y, w: room, h: 0.0 };
    let title = [run(what.title.0, Style::bold(9.0, INK)), run(format!(" {}", what.title.1), Style::plain(8.0, INK))];
    flow.set_middle(line, flow.y + 10.0, &title);
    let area = Area { x: left + (room - ON_ROLL) / 2.0, y: flow.y + 16.0, w: ON_ROLL, h: ON_ROLL };
    flow.page().image(code::RESOURCE, area, None);
    flow.y += ON_ROLL + 30.0;
    groups(flow, left + (room - DIGEST) / 2.0, flow.y, what.digest);
    flow.y += 16.0;
    flow.long((left, room), 11.0, &[run(&what.words, Style::plain(8.0, INK))], |_, _| {});
    flow.y += 4.0;
    Plate { page: flow.page_index(), area }
}

fn seal_words(facts: &Facts, seal: &Seal) -> String {
    let unverified = if is_verified(&seal.claim.at) { "" } else { "（时间未与公司核对 unverified）" };
    let algorithm = if seal.claim.algorithm == domain::seal::ES256 { "P-256" } else { &seal.claim.algorithm };
    format!(
        "签字后内容如有任何改动，摘要即不相符。扫码可核对，或访问 {} 上传本文件。数字签名：{}设备 {}，{algorithm}，密钥 {}，{}{unverified}。",
        facts.company.verify_host,
        brief(shown(&facts.company.short), 24),
        brief(&facts.technician.device, 24),
        seal.claim.key.hex().to_uppercase(),
        clock(&seal.claim.at.time),
    )
}

/// The first characters of a name, for a sentence that has to stay short.
fn brief(name: &str, most: usize) -> String {
    match name.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}

/// Width of a line of [`groups`].
const DIGEST: f32 = 4.9 * 32.0 + 4.9 * 0.9 * 7.0;

/// The digest in groups of four figures, each figure in a cell of its own, so that two papers compare by eye.
pub(crate) fn groups(flow: &mut Flow<'_>, x: f32, y: f32, digest: &Digest) {
    let style = Style::plain(7.6, INK);
    let step = 4.9;
    for (place, figure) in digest.hex().to_uppercase().chars().enumerate() {
        let (line, column) = (place / 32, place % 32);
        let at = x + step * column as f32 + step * 0.9 * (column / 4) as f32;
        let cell = Area { x: at, y, w: step, h: 0.0 };
        flow.set_middle(cell, y + 10.4 * line as f32, &[run(figure, style)]);
    }
}
