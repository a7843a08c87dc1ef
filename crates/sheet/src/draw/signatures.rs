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
const BOXES: f32 = mm(23.0);
const SEAL: f32 = mm(30.5);
/// Ink beside a consent.
const BESIDE: (f32, f32) = (mm(27.0), mm(11.0));

/// Where the seal's box stands; the signature field lies over it.
pub(super) struct Plate {
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
    signature(flow, LEFT, ("客户签字", "Customer"), (&name, &when), ink_of(seal, inks, InkRole::Customer)?);
    let technician = format!("{} · {}", facts.technician.name, facts.technician.badge);
    let when = day_and_clock(&seal.claim.at.time);
    let ink = ink_of(seal, inks, InkRole::Technician)?;
    signature(flow, RIGHT_HALF, ("技术员签字", "Technician"), (&technician, &when), ink);
    flow.y += BOXES;
    if words > 0.0 {
        flow.paragraph((LEFT, flow.y + 4.0), WIDTH, LINE, &comment);
        flow.y += words;
    }
    flow.y += GAP;
    Ok(sealed(flow, facts, seal))
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

fn signature(flow: &mut Flow<'_>, x: f32, (zh, en): (&str, &str), (who, when): (&str, &str), ink: Option<&Ink>) {
    let y = flow.y;
    let frame = Area { x, y, w: HALF, h: BOXES };
    flow.page().round_frame(frame, 3.6, 0.7, INK2);
    flow.set(x + 7.0, y + 11.0, &label(zh, en));
    let rule = y + BOXES - 16.4;
    if let Some(ink) = ink {
        let area = Area { x: x + mm(28.0), y: y + 4.0, w: HALF - mm(32.0), h: BOXES - 16.4 - 6.0 };
        flow.page().strokes(&ink.fit(area), INK_WEIGHT, INK);
    }
    flow.page().line((x + 7.0, rule), (x + HALF - 7.0, rule), 0.35, RULE);
    let start = flow.set_right(x + HALF - 7.0, rule + 11.0, &[run(when, Style::plain(7.5, INK2))]);
    let who = fit(&flow.type_.faces, &[run(who, Style::bold(8.0, INK))], start - x - 13.0);
    flow.set(x + 7.0, rule + 11.0, &who);
}

fn comment(facts: &Facts) -> Vec<Run> {
    match facts.rating.as_ref().map(|rating| rating.comment.as_str()).filter(|words| !words.is_empty()) {
        Some(words) => vec![run("意见 Comments  ", LABEL), run(format!("“{words}”"), TEXT)],
        None => Vec::new(),
    }
}

fn sealed(flow: &mut Flow<'_>, facts: &Facts, seal: &Seal) -> Plate {
    let (y, brand) = (flow.y, flow.brand);
    let frame = Area { x: LEFT, y, w: WIDTH, h: SEAL };
    flow.page().round_frame(frame, 3.6, 1.0, brand);
    let inset = (SEAL - code::SIDE) / 2.0;
    code::draw(flow.page(), (LEFT + inset, y + inset));
    let x = LEFT + inset * 2.0 + code::SIDE + 4.0;
    marks::lock(flow.page(), Area { x, y: y + 8.6, w: 10.4, h: 10.4 }, brand);
    let title = [run("本单已封存", Style::bold(10.0, brand)), run("  Sealed", Style::plain(7.0, INK2))];
    flow.set(x + 14.0, y + 17.6, &title);
    groups(flow, x, y + 29.6, &seal.claim.facts);
    let unverified = if is_verified(&seal.claim.at) { "" } else { "（时间未与公司核对 unverified）" };
    let algorithm = if seal.claim.algorithm == domain::seal::ES256 { "P-256" } else { &seal.claim.algorithm };
    let words = format!(
        "签字后内容如有任何改动，摘要即不相符。扫码可核对，或访问 {} 上传本文件。数字签名：{}设备 {}，{algorithm}，密钥 {}，{}{unverified}。",
        facts.company.verify_host,
        brief(shown(&facts.company.short), 24),
        brief(&facts.technician.device, 24),
        seal.claim.key.hex().to_uppercase(),
        clock(&seal.claim.at.time),
    );
    flow.paragraph((x, y + 45.6), RIGHT - x - 8.0, 10.6, &[run(words, Style::plain(7.5, INK2))]);
    flow.y += SEAL;
    Plate { page: flow.page_index(), area: frame }
}

/// The first characters of a name, for a sentence that has to stay short.
fn brief(name: &str, most: usize) -> String {
    match name.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}

/// The digest in groups of four figures, each figure in a cell of its own, so that two papers compare by eye.
fn groups(flow: &mut Flow<'_>, x: f32, y: f32, digest: &Digest) {
    let style = Style::plain(7.6, INK);
    let step = 4.9;
    for (place, figure) in digest.hex().to_uppercase().chars().enumerate() {
        let (line, column) = (place / 32, place % 32);
        let at = x + step * column as f32 + step * 0.9 * (column / 4) as f32;
        let cell = Area { x: at, y, w: step, h: 0.0 };
        flow.set_middle(cell, y + 10.4 * line as f32, &[run(figure, style)]);
    }
}
