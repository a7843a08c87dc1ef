//! Every paper of STANDARDS 5.2 but the long service sheet: its content ([`domain::paper`]), a layout that says what its
//! fields are called and where they stand, and a look become a PDF through the same canvas, flow, head, foot, seal and
//! file as the sheet. Pure: the same arguments give the same bytes. It must not know where content comes from, who has to
//! make which paper, or what time it is.

mod builtin;
mod head;
mod judge;
pub mod layout;
pub mod lint;
mod lists;
pub mod logo;
pub mod look;
mod pairs;
mod pen;
mod pictures;
mod say;
mod signing;
mod ticks;
mod totals;

pub use layout::{Layout, LayoutRefused, PageKind, Words};
pub use lint::Finding;
pub use look::{Language, Look};

use crate::canvas::{Canvas, Type};
use crate::draw::code::Code;
use crate::draw::file;
use crate::draw::head::Footing;
use crate::draw::photos::Pictures;
use crate::draw::signatures::{self, Plate, Sealed};
use crate::draw::{DrawRefused, Photos};
use crate::flow::{Flow, Geometry, HEADING};
use crate::font::Used;
use crate::ink::Ink;
use crate::release::Release;
use domain::canonical;
use domain::digest::Digest;
use domain::facts::Company;
use domain::paper::Paper;
use domain::seal::{InkRole, Seal, to_qr};
use layout::{Field, Kind, Section};
use pen::{Entry, Pen};
use std::collections::BTreeMap;

/// What is printed. Everything on the page is in here.
#[derive(Clone, Copy)]
pub struct Printing<'a> {
    /// The content; none prints a blank to write in.
    pub paper: Option<&'a Paper>,
    /// The layout.
    pub layout: &'a Layout,
    /// The look.
    pub look: &'a Look,
    /// The seal over the content, where somebody sealed it.
    pub seal: Option<&'a Seal>,
    /// The signatures that seal and content name.
    pub inks: &'a [(InkRole, Ink)],
    /// Where the photos are.
    pub photos: Photos<'a>,
    /// Fonts and renderer.
    pub release: &'a Release,
}

/// What is printed, without the way to the photos.
#[derive(Clone, Copy)]
struct What<'a> {
    paper: Option<&'a Paper>,
    layout: &'a Layout,
    look: &'a Look,
    seal: Option<&'a Seal>,
    inks: &'a [(InkRole, Ink)],
    release: &'a Release,
}

impl<'a> What<'a> {
    fn company(&self) -> Option<&'a Company> {
        self.paper.map(|paper| &paper.company).or(self.look.company.as_ref())
    }

    fn geometry(&self) -> Geometry {
        match self.look.page.unwrap_or(self.layout.page) {
            PageKind::A4 => Geometry::A4,
            PageKind::Roll => Geometry::ROLL,
        }
    }
}

/// Draws a paper, or a blank of it.
///
/// # Errors
/// [`DrawRefused`] where content, layout and seal do not belong together, or something they name is not at hand.
pub fn draw_paper(printing: &Printing<'_>) -> Result<Vec<u8>, DrawRefused> {
    let Printing { paper, layout, look, seal, inks, photos, release } = *printing;
    let what = &What { paper, layout, look, seal, inks, release };
    judge::check(what)?;
    let (paper, geometry) = (what.paper, what.geometry());
    let lines = paper.filter(|_| !geometry.roll).map_or(&[][..], |paper| &paper.photos);
    let type_ = Type { faces: what.release.faces().ok_or(DrawRefused::Font)?, used: Used::default() };
    let mut pen = Pen {
        flow: Flow::on(geometry, type_, what.look.brand, head::small(what)),
        what,
        pictures: Pictures::gather(lines, photos)?,
        codes: Vec::new(),
    };
    head::full(&mut pen);
    sections(&mut pen)?;
    let plate = end(&mut pen)?;
    let Pen { flow, pictures, codes, .. } = pen;
    let (pages, type_) = finish(flow, what)?;
    write(what, Drawn { pages, used: type_.used, pictures, codes, plate })
}

/// What was drawn, on its way into a file.
struct Drawn<'a> {
    pages: Vec<Canvas>,
    used: Used,
    pictures: Pictures<'a>,
    codes: Vec<Code>,
    plate: Option<Plate>,
}

/// Draws the sections. A heading whose section has nothing to show goes to the section that continues it.
fn sections(pen: &mut Pen<'_>) -> Result<(), DrawRefused> {
    let layout = pen.what.layout;
    let mut waiting: Option<(&str, &str)> = None;
    for section in &layout.sections {
        let titled = !section.zh.is_empty() || !section.en.is_empty();
        let title = if titled { Some((section.zh.as_str(), section.en.as_str())) } else { waiting };
        let fields: Vec<&Field> = section.fields.iter().filter_map(|key| layout.field(key)).collect();
        let entries = shown(pen, section, &fields);
        waiting = if entries.is_empty() { title } else { None };
        if !entries.is_empty() {
            let last = layout.sections.last() == Some(section);
            let keep = keep(section.kind, entries.len()) + if last { with_the_end(pen, section.kind) } else { 0.0 };
            section_of(pen, section, (title, &entries), keep)?;
        }
    }
    Ok(())
}

/// What of a section is drawn. Boxes for signatures always are: an open one is to be signed on paper.
fn shown<'a>(pen: &Pen<'a>, section: &Section, fields: &[&'a Field]) -> Vec<Entry<'a>> {
    let all = |field: &&'a Field| Entry { field, said: None };
    match section.kind {
        Kind::Signatures => {
            let optional = |field: &&&'a Field| {
                pen.is_blank() || field.required == layout::Required::Yes || pen.value(field).is_some()
            };
            fields.iter().filter(optional).map(all).collect()
        }
        Kind::Photos => {
            let some = pen.is_blank() || pen.what.paper.is_some_and(|paper| !paper.photos.is_empty());
            let required = |field: &&&'a Field| some || field.required == layout::Required::Yes;
            fields.iter().filter(required).map(all).collect()
        }
        _ => pen.entries(fields),
    }
}

fn section_of<'a>(
    pen: &mut Pen<'a>,
    section: &Section,
    (title, entries): (Option<(&str, &str)>, &[Entry<'a>]),
    keep: f32,
) -> Result<(), DrawRefused> {
    let language = pen.language();
    match title {
        Some((zh, en)) => {
            pen.flow.heading((language.first(zh, en), language.second(zh, en)), "", keep);
        }
        None => pen.flow.gap_of(4.0, keep),
    }
    let heading = title.map_or("", |(zh, en)| language.first(zh, en));
    match section.kind {
        Kind::Pairs => pairs::draw(pen, entries, section.columns),
        Kind::Text => pairs::text(pen, entries),
        Kind::Table => lists::tables(pen, entries, heading),
        Kind::Clauses => lists::clauses(pen, entries, heading),
        Kind::Ticks => ticks::ticks(pen, entries),
        Kind::Scores => ticks::scores(pen, entries, section.columns),
        Kind::Photos => pictures::draw(pen, entries, heading),
        Kind::Codes => pictures::codes(pen, entries)?,
        Kind::Totals => totals::draw(pen, entries),
        Kind::Consents => signing::consents(pen, entries)?,
        Kind::Signatures => {
            let fields: Vec<&Field> = entries.iter().map(|entry| entry.field).collect();
            signing::draw(pen, &fields)?;
        }
    }
    Ok(())
}

/// What a heading keeps with it: about the first row of what follows.
fn keep(kind: Kind, entries: usize) -> f32 {
    match kind {
        Kind::Pairs | Kind::Text | Kind::Ticks | Kind::Scores => 26.0,
        Kind::Table => crate::flow::table::FIRST_ROWS,
        Kind::Clauses => 40.0,
        Kind::Photos => pictures::ROW,
        Kind::Codes => 100.0,
        Kind::Totals => totals::KEEP,
        Kind::Consents => signing::CONSENT,
        Kind::Signatures => signing::SIGNATURE * entries.div_ceil(2).min(3) as f32,
    }
}

/// Ink and seal never part: where signatures come last, what ends the paper stays with them.
fn with_the_end(pen: &Pen<'_>, kind: Kind) -> f32 {
    match (kind, pen.what.paper, pen.what.seal) {
        (Kind::Signatures, Some(_), Some(_)) if !pen.on_roll() => signatures::SEAL + 40.0,
        (Kind::Signatures, Some(_), None) => 60.0,
        _ => 0.0,
    }
}

/// Closing lines, then the seal, or the digest in words; photos that found no room come behind.
fn end(pen: &mut Pen<'_>) -> Result<Option<Plate>, DrawRefused> {
    let what = pen.what;
    if pen.on_roll() {
        pen.flow.y += 3.0;
        pen.flow.rule_between();
    }
    pen.flow.gap_of(4.0, HEADING);
    head::closing(pen);
    if pen.on_roll() {
        head::contacts(pen);
    }
    let plate = match (what.paper, what.seal) {
        (Some(paper), Some(seal)) => {
            let words = sealed_words(what, paper, seal);
            let title =
                (what.look.language.first("本单已封存", "Sealed"), what.look.language.second("本单已封存", "Sealed"));
            let sealed = Sealed { title, digest: &seal.claim.facts, words };
            pen.flow.gap_of(signing::BEFORE_SEAL, signatures::SEAL);
            Some(match pen.on_roll() {
                true => signatures::sealed_on_roll(&mut pen.flow, &sealed),
                false => signatures::sealed(&mut pen.flow, &sealed),
            })
        }
        (Some(paper), None) => {
            signing::digest(pen, &paper.paper.number, &paper.digest()?);
            None
        }
        (None, _) => None,
    };
    pictures::appendix(pen);
    Ok(plate)
}

fn sealed_words(what: &What<'_>, paper: &Paper, seal: &Seal) -> String {
    let host = &paper.company.verify_host;
    let key = seal.claim.key.hex().to_uppercase();
    let at = say::moment(what.look.language, &seal.claim.at);
    match what.look.language {
        Language::En => format!(
            "Any change after signing breaks the digest. Scan to check, or upload this file at {host}. Key {key}, {at}."
        ),
        Language::Zh | Language::Both => {
            format!("签字后内容如有任何改动，摘要即不相符。扫码可核对，或访问 {host} 上传本文件。密钥 {key}，{at}。")
        }
    }
}

/// Feet on every page, once it is known how many there are.
fn finish<'a>(flow: Flow<'a>, what: &What<'_>) -> Result<(Vec<Canvas>, Type<'a>), DrawRefused> {
    let (geometry, language) = (flow.geometry, what.look.language);
    let short = match (what.paper, what.seal) {
        (Some(paper), None) => paper.digest()?.hex().get(..16).unwrap_or_default().to_uppercase(),
        _ => String::new(),
    };
    let footing: Footing = head::foot(what, &short);
    let (mut pages, mut type_) = flow.into_pages_with(head::ROLL_FOOT);
    let count = pages.len();
    for (index, page) in pages.iter_mut().enumerate() {
        let of = head::page_of(language, index + 1, count);
        match geometry.roll {
            true => {
                let y = page.height() - head::ROLL_FOOT;
                head::roll_foot(page, &mut type_, &footing, (geometry.left, geometry.room(), y), &of);
            }
            false => footing.draw(page, &mut type_, &of),
        }
    }
    Ok((pages, type_))
}

fn write(what: &What<'_>, drawn: Drawn<'_>) -> Result<Vec<u8>, DrawRefused> {
    let Drawn { pages, used, pictures, codes, plate } = drawn;
    let code = match (what.seal, what.company()) {
        (Some(seal), Some(company)) => {
            let code = to_qr(&company.verify_host, seal).as_deref().and_then(Code::new);
            Some(code.ok_or(DrawRefused::Code)?)
        }
        _ => None,
    };
    let name = what.look.language.first(&what.layout.zh, &what.layout.en);
    let number = what.paper.map(|paper| paper.paper.number.as_str()).unwrap_or_default();
    let company = what.company().map(|company| company.name.zh.as_str()).unwrap_or_default();
    let content = what.paper.map(Paper::to_text).transpose()?;
    let seal = what.seal.map(canonical::to_string).transpose()?;
    let id = match (&seal, &content) {
        (Some(text), _) | (None, Some(text)) => Digest::of(text.as_bytes()),
        (None, None) => what.layout.release(what.look, what.release).digest,
    };
    let inks = named(what);
    file::write(file::Parts {
        title: format!("{name} {number}").trim_end().to_owned(),
        author: company.to_owned(),
        about: ["单据的内容 the content of this paper", "封存记录 the seal over the content"],
        issued: what.seal.map(|seal| &seal.claim.at).or(what.paper.map(|paper| &paper.issued)),
        content,
        seal,
        inks,
        id,
        pages,
        used,
        release: what.release,
        pictures,
        code,
        more_codes: codes,
        logo: what.look.logo.as_ref(),
        plate,
    })
}

/// The inks that seal and content name, by digest.
fn named<'a>(what: &What<'a>) -> BTreeMap<String, &'a str> {
    let sealed = what.seal.into_iter().flat_map(|seal| seal.claim.inks.values().copied());
    let digests: Vec<Digest> = sealed.chain(what.paper.into_iter().flat_map(Paper::inks)).collect();
    let inks = what.inks.iter().filter(|(_, ink)| digests.contains(&ink.digest));
    inks.map(|(_, ink)| (ink.digest.hex(), ink.blob.as_str())).collect()
}

#[cfg(test)]
mod tests;
