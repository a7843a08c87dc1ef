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

/// The head of the first page: company, title, numbers, code.
pub(super) fn full(flow: &mut Flow<'_>, facts: &Facts) {
    company(flow, facts);
    numbers(flow, facts);
    let place = Area { x: RIGHT - SIDE, y: TOP, w: SIDE, h: SIDE };
    code::draw(flow.page(), (place.x, place.y));
    flow.set_middle(place, TOP + SIDE + 8.5, &[run("扫码验真 Verify", Style::plain(7.0, INK2))]);
    let rule = mm(44.8);
    let brand = flow.brand;
    flow.page().line((LEFT, rule), (RIGHT, rule), 1.2, brand);
    flow.y = rule;
}

fn company(flow: &mut Flow<'_>, facts: &Facts) {
    let company = &facts.company;
    let brand = flow.brand;
    marks::door(flow.page(), Area { x: LEFT, y: TOP, w: mm(11.9), h: mm(11.9) }, brand);
    let x = LEFT + mm(15.2);
    for (name, style, drop) in [
        (shown(&company.name), Style::bold(13.0, INK), 16.2),
        (company.name.en.as_str(), Style::plain(7.0, INK2), 27.6),
    ] {
        let name = fit(&flow.type_.faces, &[run(name, style)], mm(80.0));
        flow.set(x, TOP + drop, &name);
    }
    let lines = [
        vec![
            run("服务热线 ", SMALL),
            run(&company.hotline, SMALL_BOLD),
            run(" · 监督电话 ", SMALL),
            run(&company.complaints, SMALL_BOLD),
        ],
        vec![run(dotted([&company.address, &company.hours]), SMALL)],
    ];
    let lines = lines.iter().flat_map(|line| wrap(&flow.type_.faces, line, mm(78.0))).take(4);
    for (number, line) in lines.collect::<Vec<_>>().iter().enumerate() {
        flow.set(LEFT, TOP + 51.6 + 10.6 * number as f32, line);
    }
}

fn numbers(flow: &mut Flow<'_>, facts: &Facts) {
    let right = RIGHT - mm(31.0);
    spaced(flow, right, TOP + 21.0, "服务单", Style::bold(22.0, INK), 2.2);
    spaced(flow, right, TOP + 32.4, "SERVICE SHEET", Style::plain(7.0, INK2), 0.7);
    let paper = &facts.paper;
    let mut rows = vec![
        ("单号 No.", paper.number.clone()),
        ("工单 Order", format!("{} · 第 {} 次上门", paper.job, paper.visit)),
        ("技术员 Technician", format!("{} · 工号 {}", facts.technician.name, facts.technician.badge)),
    ];
    if let Some(replaced) = &paper.replaces {
        rows.push(("更正 Replaces", replaced.number.clone()));
    }
    let fitted = |(_, value): &(&str, String)| fit(&flow.type_.faces, &[run(value, VALUE)], mm(44.0));
    let values: Vec<Vec<Run>> = rows.iter().map(fitted).collect();
    let widest = values.iter().map(|value| width_of(&flow.type_.faces, value)).fold(0.0, f32::max);
    let x = (right - widest).min(RIGHT - mm(66.5));
    for (number, ((label, _), value)) in rows.iter().zip(&values).enumerate() {
        let baseline = TOP + 48.0 + 10.4 * number as f32;
        flow.set_right(x - 6.5, baseline, &[run(*label, LABEL)]);
        flow.set(x, baseline, value);
    }
}

/// Text with space between its letters, ending at `right`.
fn spaced(flow: &mut Flow<'_>, right: f32, baseline: f32, text: &str, style: Style, gap: f32) {
    let width = width_of(&flow.type_.faces, &[run(text, style)]);
    let mut x = right - width - gap * text.chars().count().saturating_sub(1) as f32;
    for c in text.chars() {
        x = flow.set(x, baseline, &[run(c, style)]) + gap;
    }
}

/// The head of a further page; answers where the text begins.
pub(super) fn small(page: &mut Canvas, type_: &mut Type<'_>, facts: &Facts, brand: Color) -> f32 {
    marks::door(page, Area { x: LEFT, y: TOP, w: mm(6.8), h: mm(6.8) }, brand);
    let title = format!("{} · 服务单", shown(&facts.company.short));
    let title = fit(&type_.faces, &[run(title, Style::bold(10.0, INK))], WIDTH * 0.32);
    page.runs(type_, LEFT + mm(9.4), TOP + 13.2, &title);
    let who = dotted([&facts.paper.number, &facts.customer.name, &facts.product.model]);
    let line = fit(&type_.faces, &[run(who, SMALL)], WIDTH * 0.6);
    page.runs(type_, RIGHT - width_of(&type_.faces, &line), TOP + 12.6, &line);
    let rule = TOP + mm(9.0);
    page.line((LEFT, rule), (RIGHT, rule), 1.2, brand);
    rule + mm(3.0)
}

/// The foot: number and time of issue, template and price list, page.
pub(super) fn foot(page: &mut Canvas, type_: &mut Type<'_>, of: (&Facts, &Seal), (number, count): (usize, usize)) {
    let (facts, seal) = of;
    let style = Style::plain(7.0, INK2);
    let rule = mm(282.2);
    page.line((LEFT, rule), (RIGHT, rule), 0.5, BORDER);
    let baseline = rule + 11.0;
    let releases = &facts.releases;
    let issued = with_offset(&seal.claim.at.time);
    let left = [run(format!("服务单 {} · 签发 {issued}", facts.paper.number), style)];
    let middle = [run(
        format!("模板 {} {} · 收费标准 {}", releases.pack.name, releases.pack.version, releases.price.version),
        style,
    )];
    let right = [run(format!("第 {number} 页，共 {count} 页 Page {number} of {count}"), style)];
    let end = page.runs(type_, LEFT, baseline, &left);
    let start = RIGHT - width_of(&type_.faces, &right);
    page.runs(type_, start, baseline, &right);
    let middle = fit(&type_.faces, &middle, start - end - 12.0);
    let gap = (start - end - width_of(&type_.faces, &middle)) / 2.0;
    page.runs(type_, end + gap, baseline, &middle);
}
