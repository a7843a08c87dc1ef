//! The head of the first page, the small head of the others, and the foot of all.

use super::code::{self, SIDE};
use super::marks;
use super::words::{dotted, shown, with_offset};
use crate::canvas::{Area, Canvas, LABEL, Type, mm};
use crate::flow::{Flow, LEFT, RIGHT, TOP, WIDTH};
use crate::text::{BORDER, Color, INK, INK2, Run, Style, fit, run, width_of, wrap};
use domain::facts::Facts;
use domain::seal::Seal;

const SMALL: Style = Style::plain(7.5, INK2);
const SMALL_BOLD: Style = Style::bold(7.5, INK);
const VALUE: Style = Style::plain(7.5, INK);

/// A company's mark.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Mark {
    /// The open door.
    Door,
    /// Its own logo, so many times wider than high.
    Logo(f32),
    /// None: nobody is named.
    None,
}

/// The resource of a company's logo.
pub(crate) const LOGO: &str = "Logo";

impl Mark {
    /// Draws the mark with its top left corner at a place; answers how far it reaches.
    fn draw(self, page: &mut Canvas, area: Area, brand: Color) -> f32 {
        match self {
            Self::Door => {
                marks::door(page, area, brand);
                area.w
            }
            Self::Logo(ratio) => {
                let w = (area.h * ratio).min(area.h * 3.0);
                let h = w / ratio;
                page.image(LOGO, Area { w, h, y: area.y + (area.h - h) / 2.0, ..area }, None);
                w
            }
            Self::None => 0.0,
        }
    }
}

/// What stands at the head of the first page.
pub(crate) struct Masthead<'a> {
    pub mark: Mark,
    /// The company, and small below in the other language.
    pub name: (&'a str, &'a str),
    /// Where it is reached.
    pub lines: [Vec<Run>; 2],
    /// The paper's name, and small below in the other language.
    pub title: (&'a str, &'a str),
    /// Numbers with their labels.
    pub rows: Vec<(String, String)>,
    /// The words under the code; none where there is no code.
    pub code: Option<String>,
}

/// The head of the service sheet.
pub(super) fn full(flow: &mut Flow<'_>, facts: &Facts) {
    let company = &facts.company;
    let lines = [
        vec![
            run("服务热线 ", SMALL),
            run(&company.hotline, SMALL_BOLD),
            run(" · 监督电话 ", SMALL),
            run(&company.complaints, SMALL_BOLD),
        ],
        vec![run(dotted([&company.address, &company.hours]), SMALL)],
    ];
    let paper = &facts.paper;
    let mut rows = vec![
        ("单号 No.".to_owned(), paper.number.clone()),
        ("工单 Order".to_owned(), format!("{} · 第 {} 次上门", paper.job, paper.visit)),
        ("技术员 Technician".to_owned(), format!("{} · 工号 {}", facts.technician.name, facts.technician.badge)),
    ];
    if let Some(replaced) = &paper.replaces {
        rows.push(("更正 Replaces".to_owned(), replaced.number.clone()));
    }
    let head = Masthead {
        mark: Mark::Door,
        name: (shown(&company.name), &company.name.en),
        lines,
        title: ("服务单", "SERVICE SHEET"),
        rows,
        code: Some("扫码验真 Verify".into()),
    };
    head.draw(flow);
}

impl Masthead<'_> {
    /// Company, title, numbers, code; the cursor stands at the rule below.
    pub(crate) fn draw(&self, flow: &mut Flow<'_>) {
        company(flow, self);
        numbers(flow, self);
        if let Some(words) = &self.code {
            let place = Area { x: RIGHT - SIDE, y: TOP, w: SIDE, h: SIDE };
            code::draw(flow.page(), (place.x, place.y));
            flow.set_middle(place, TOP + SIDE + 8.5, &[run(words, Style::plain(7.0, INK2))]);
        }
        let rule = mm(44.8);
        let brand = flow.brand;
        flow.page().line((LEFT, rule), (RIGHT, rule), 1.2, brand);
        flow.y = rule;
    }
}

fn company(flow: &mut Flow<'_>, head: &Masthead<'_>) {
    let brand = flow.brand;
    let mark = head.mark.draw(flow.page(), Area { x: LEFT, y: TOP, w: mm(11.9), h: mm(11.9) }, brand);
    // Beside a wide logo the name has less room.
    let x = LEFT + if head.mark == Mark::Door { mm(15.2) } else { mark + if mark > 0.0 { mm(3.3) } else { 0.0 } };
    let room = mm(95.2) - (x - LEFT);
    for (name, style, drop) in
        [(head.name.0, Style::bold(13.0, INK), 16.2), (head.name.1, Style::plain(7.0, INK2), 27.6)]
    {
        let room = if head.mark == Mark::Door { mm(80.0) } else { room };
        let name = fit(&flow.type_.faces, &[run(name, style)], room);
        flow.set(x, TOP + drop, &name);
    }
    let lines = head.lines.iter().flat_map(|line| wrap(&flow.type_.faces, line, mm(78.0))).take(4);
    for (number, line) in lines.collect::<Vec<_>>().iter().enumerate() {
        flow.set(LEFT, TOP + 51.6 + 10.6 * number as f32, line);
    }
}

/// Room for the title beside the company; without a code there is more.
const TITLE: f32 = mm(51.0);

fn numbers(flow: &mut Flow<'_>, head: &Masthead<'_>) {
    let aside = if head.code.is_some() { mm(31.0) } else { 0.0 };
    let right = RIGHT - aside;
    title(flow, (right, TITLE + mm(31.0) - aside), head.title);
    let rows = &head.rows;
    let fitted = |(_, value): &(String, String)| fit(&flow.type_.faces, &[run(value, VALUE)], mm(44.0));
    let values: Vec<Vec<Run>> = rows.iter().map(fitted).collect();
    let widest = values.iter().map(|value| width_of(&flow.type_.faces, value)).fold(0.0, f32::max);
    let x = (right - widest).min(right - mm(35.5));
    for (number, ((label, _), value)) in rows.iter().zip(&values).enumerate() {
        let baseline = TOP + 48.0 + 10.4 * number as f32;
        flow.set_right(x - 6.5, baseline, &[run(label, LABEL)]);
        flow.set(x, baseline, value);
    }
}

/// The paper's name, large where it fits, in two lines where it is long.
fn title(flow: &mut Flow<'_>, (right, room): (f32, f32), (first, second): (&str, &str)) {
    let large = |size: f32| Style::bold(size, INK);
    let gaps = first.chars().count().saturating_sub(1) as f32;
    let natural = width_of(&flow.type_.faces, &[run(first, large(22.0))]) + 2.2 * gaps;
    let scale = (room / natural.max(1.0)).min(1.0);
    if scale * 22.0 >= 13.5 {
        spaced(flow, right, TOP + 21.0, first, large(22.0 * scale), 2.2 * scale);
    } else {
        let lines = wrap(&flow.type_.faces, &[run(first, large(13.0))], room);
        let height = if second.is_empty() { 15.0 } else { 11.5 };
        for (number, line) in lines.iter().take(2).enumerate() {
            let line = fit(&flow.type_.faces, line, room);
            flow.set_right(right, TOP + 10.5 + height * number as f32, &line);
        }
    }
    let small = Style::plain(7.0, INK2);
    let gaps = second.chars().count().saturating_sub(1) as f32;
    let natural = width_of(&flow.type_.faces, &[run(second, small)]) + 0.7 * gaps;
    let scale = (room / natural.max(1.0)).min(1.0);
    spaced(flow, right, TOP + 32.4, second, Style { size: 7.0 * scale, ..small }, 0.7 * scale);
}

/// Text with space between its letters, ending at `right`.
fn spaced(flow: &mut Flow<'_>, right: f32, baseline: f32, text: &str, style: Style, gap: f32) {
    let width = width_of(&flow.type_.faces, &[run(text, style)]);
    let mut x = right - width - gap * text.chars().count().saturating_sub(1) as f32;
    for c in text.chars() {
        x = flow.set(x, baseline, &[run(c, style)]) + gap;
    }
}

/// The head of a further page of the service sheet; answers where the text begins.
pub(super) fn small(page: &mut Canvas, type_: &mut Type<'_>, facts: &Facts, brand: Color) -> f32 {
    let title = format!("{} · 服务单", shown(&facts.company.short));
    let who = dotted([&facts.paper.number, &facts.customer.name, &facts.product.model]);
    Small { mark: Mark::Door, title, who }.draw(page, type_, brand)
}

/// The head of a further page.
pub(crate) struct Small {
    pub mark: Mark,
    pub title: String,
    /// What tells this paper from others.
    pub who: String,
}

impl Small {
    /// Draws it on A4; answers where the text begins.
    pub(crate) fn draw(self, page: &mut Canvas, type_: &mut Type<'_>, brand: Color) -> f32 {
        let mark = self.mark.draw(page, Area { x: LEFT, y: TOP, w: mm(6.8), h: mm(6.8) }, brand);
        let title = fit(&type_.faces, &[run(self.title, Style::bold(10.0, INK))], WIDTH * 0.32);
        let x = if self.mark == Mark::Door { mm(9.4) } else { mark + if mark > 0.0 { mm(2.6) } else { 0.0 } };
        page.runs(type_, LEFT + x, TOP + 13.2, &title);
        let line = fit(&type_.faces, &[run(self.who, SMALL)], WIDTH * 0.6 - (x - mm(9.4)).max(0.0));
        page.runs(type_, RIGHT - width_of(&type_.faces, &line), TOP + 12.6, &line);
        let rule = TOP + mm(9.0);
        page.line((LEFT, rule), (RIGHT, rule), 1.2, brand);
        rule + mm(3.0)
    }
}

/// The foot: number and time of issue, template and price list, page.
pub(super) fn foot(page: &mut Canvas, type_: &mut Type<'_>, of: (&Facts, &Seal), (number, count): (usize, usize)) {
    let (facts, seal) = of;
    let releases = &facts.releases;
    let issued = with_offset(&seal.claim.at.time);
    let left = format!("服务单 {} · 签发 {issued}", facts.paper.number);
    let middle = format!("模板 {} {} · 收费标准 {}", releases.pack.name, releases.pack.version, releases.price.version);
    let right = format!("第 {number} 页，共 {count} 页 Page {number} of {count}");
    Footing { left, middle }.draw(page, type_, &right);
}

/// What stands at the foot of every page, beside its number.
pub(crate) struct Footing {
    pub left: String,
    pub middle: String,
}

impl Footing {
    /// Draws it on A4, with the page's number at the right.
    pub(crate) fn draw(&self, page: &mut Canvas, type_: &mut Type<'_>, of: &str) {
        let style = Style::plain(7.0, INK2);
        let rule = mm(282.2);
        page.line((LEFT, rule), (RIGHT, rule), 0.5, BORDER);
        let baseline = rule + 11.0;
        let right = [run(of, style)];
        let start = RIGHT - width_of(&type_.faces, &right);
        let left = fit(&type_.faces, &[run(&self.left, style)], start - LEFT - 12.0);
        let end = page.runs(type_, LEFT, baseline, &left);
        page.runs(type_, start, baseline, &right);
        let middle = fit(&type_.faces, &[run(&self.middle, style)], start - end - 12.0);
        let gap = (start - end - width_of(&type_.faces, &middle)) / 2.0;
        page.runs(type_, end + gap, baseline, &middle);
    }
}
