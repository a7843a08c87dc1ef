//! The head and foot of papers (STANDARDS 5.1): company, name, number, order, visit, time of issue, version of the
//! template, page n of m. On A4 they are the service sheet's; a roll has its own, narrower ones.

use super::What;
use super::layout::Layout;
use super::look::Language;
use super::pen::Pen;
use super::say::moment;
use crate::canvas::{Canvas, Type};
use crate::draw::head::{Footing, Mark, Masthead, Small};
use crate::draw::words::{dotted, with_offset};
use crate::flow::{BODY, BODY_LINE};
use crate::text::{INK, INK2, Run, Style, fit, run, width_of, wrap};
use domain::facts::Company;
use domain::paper::Paper;

fn rows(what: &What<'_>) -> Vec<(String, String)> {
    let language = what.look.language;
    let label = |zh: &str, en: &str| language.line(zh, en);
    let Some(paper) = what.paper else {
        return [("单号", "No."), ("工单", "Order"), ("签发", "Issued")]
            .map(|(zh, en)| (label(zh, en), "______________________".into()))
            .into();
    };
    let mut rows = vec![(label("单号", "No."), paper.paper.number.clone())];
    if !paper.paper.job.as_str().is_empty() {
        rows.push((label("工单", "Order"), order(language, paper)));
    }
    rows.push((label("签发", "Issued"), moment(language, &paper.issued)));
    if let Some(replaced) = &paper.paper.replaces {
        rows.push((label("更正", "Replaces"), replaced.number.clone()));
    }
    rows
}

/// `GD261120-0041 · 第 1 次上门`.
fn order(language: Language, paper: &Paper) -> String {
    let visit = paper.paper.visit.0;
    let visit = match language {
        _ if visit == 0 => String::new(),
        Language::En => format!("visit {visit}"),
        Language::Zh | Language::Both => format!("第 {visit} 次上门"),
    };
    dotted([paper.paper.job.as_str(), &visit])
}

fn lines(what: &What<'_>, company: &Company) -> [Vec<Run>; 2] {
    const SMALL: Style = Style::plain(7.5, INK2);
    const STRONG: Style = Style::bold(7.5, INK);
    let (hotline, complaints) = match what.look.language {
        Language::En => ("Service ", " · Complaints "),
        Language::Zh | Language::Both => ("服务热线 ", " · 监督电话 "),
    };
    let numbers = vec![
        run(hotline, SMALL),
        run(&company.hotline, STRONG),
        run(complaints, SMALL),
        run(&company.complaints, STRONG),
    ];
    [numbers, vec![run(dotted([&company.address, &company.hours]), SMALL)]]
}

/// The head of the first page.
pub(super) fn full(pen: &mut Pen<'_>) {
    match pen.on_roll() {
        true => narrow(pen),
        false => wide(pen),
    }
}

fn wide(pen: &mut Pen<'_>) {
    let (what, language) = (pen.what, pen.language());
    let nobody = nobody();
    let company = what.company().unwrap_or(&nobody);
    let Layout { zh, en, .. } = what.layout;
    let contact = if what.company().is_some() { lines(what, company) } else { [Vec::new(), Vec::new()] };
    let head = Masthead {
        mark: mark(what),
        name: (language.first(&company.name.zh, &company.name.en), language.second(&company.name.zh, &company.name.en)),
        lines: contact,
        title: (language.first(zh, en), &language.second(zh, en).to_uppercase()),
        rows: rows(what),
        code: what.seal.map(|_| language.line("扫码验真", "Verify")),
    };
    head.draw(&mut pen.flow);
}

fn mark(what: &What<'_>) -> Mark {
    match &what.look.logo {
        Some(logo) => Mark::Logo(logo.ratio()),
        None if what.company().is_some() => Mark::Door,
        None => Mark::None,
    }
}

fn nobody() -> Company {
    Company {
        name: Default::default(),
        short: Default::default(),
        hotline: String::new(),
        complaints: String::new(),
        address: String::new(),
        hours: String::new(),
        verify_host: String::new(),
    }
}

fn narrow(pen: &mut Pen<'_>) {
    let (what, language, geometry) = (pen.what, pen.language(), pen.flow.geometry);
    let Layout { zh, en, .. } = what.layout;
    let company = what.company().map(|company| language.first(&company.name.zh, &company.name.en));
    middle(pen, company.unwrap_or_default(), Style::bold(11.0, INK), 16.0);
    middle(pen, language.first(zh, en), Style::bold(16.0, INK), 22.0);
    middle(pen, &language.second(zh, en).to_uppercase(), Style::plain(8.0, INK), 12.0);
    pen.flow.y += 3.0;
    pen.flow.rule(0.9, INK);
    pen.flow.y += 4.0;
    for (label, value) in rows(what) {
        let baseline = pen.flow.y + 9.8;
        let end = pen.flow.set(geometry.left, baseline, &[run(label, Style::plain(BODY, INK))]);
        let value = fit(&pen.flow.type_.faces, &[run(value, Style::plain(BODY, INK))], geometry.right - end - 8.0);
        pen.flow.set_right(geometry.right, baseline, &value);
        pen.flow.y += BODY_LINE + 1.0;
    }
}

/// Words in the middle of a roll, in as many lines as they need.
fn middle(pen: &mut Pen<'_>, words: &str, style: Style, line: f32) {
    let geometry = pen.flow.geometry;
    for runs in wrap(&pen.flow.type_.faces, &[run(words, style)], geometry.room()) {
        pen.flow.need(line);
        let at = pen.flow.y + line * 0.75;
        let wide = width_of(&pen.flow.type_.faces, &runs);
        pen.flow.set(geometry.left + (geometry.room() - wide) / 2.0, at, &runs);
        pen.flow.y += line;
    }
}

/// Where to turn to, at the end of a roll.
pub(super) fn contacts(pen: &mut Pen<'_>) {
    if let Some(company) = pen.what.company() {
        let language = pen.language();
        for (zh, en, number) in
            [("服务热线", "Service", &company.hotline), ("监督电话", "Complaints", &company.complaints)]
        {
            let line = format!("{} {number}", language.line(zh, en));
            middle(pen, &line, Style::plain(8.0, INK), 11.0);
        }
    }
}

/// The closing lines.
pub(super) fn closing(pen: &mut Pen<'_>) {
    let (what, language, geometry) = (pen.what, pen.language(), pen.flow.geometry);
    for words in what.layout.closing.iter().chain(&what.look.closing) {
        let line = language.line(&words.zh, &words.en);
        if pen.on_roll() {
            middle(pen, language.first(&words.zh, &words.en), Style::plain(8.0, INK), 11.0);
            middle(pen, language.second(&words.zh, &words.en), Style::plain(8.0, INK), 11.0);
        } else {
            pen.flow.long((geometry.left, geometry.room()), 11.0, &[run(line, Style::plain(7.5, INK2))], |_, _| {});
        }
    }
}

/// Draws the head of a further page; answers where the text begins.
pub(super) fn small<'a>(what: &'a What<'a>) -> Box<crate::flow::PageHead<'a>> {
    let language = what.look.language;
    let company = what.company();
    let short = company.map_or("", |company| language.first(&company.short.zh, &company.short.en));
    let title = dotted([short, language.first(&what.layout.zh, &what.layout.en)]);
    let who = match what.paper {
        Some(paper) => dotted([paper.paper.number.as_str(), &order(language, paper)]),
        None => String::new(),
    };
    let (mark, brand) = (mark(what), what.look.brand);
    Box::new(move |page: &mut Canvas, type_: &mut Type<'_>| {
        Small { mark, title: title.clone(), who: who.clone() }.draw(page, type_, brand)
    })
}

/// The foot of a page.
pub(super) fn foot(what: &What<'_>, digest: &str) -> Footing {
    let language = what.look.language;
    let name = language.first(&what.layout.zh, &what.layout.en);
    let left = match what.paper {
        Some(paper) => {
            let issued = with_offset(&paper.issued.time);
            format!("{name} {} · {} {issued}", paper.paper.number, language.first("签发", "issued"))
        }
        None => format!("{name} · {}", language.line("空白单", "Blank form")),
    };
    let template =
        format!("{} {} {}", language.first("模板", "template"), what.layout.code.to_lowercase(), what.layout.version);
    Footing { left, middle: dotted([template.as_str(), digest]) }
}

/// `第 1 页，共 2 页 Page 1 of 2`.
pub(super) fn page_of(language: Language, number: usize, count: usize) -> String {
    let (zh, en) = (format!("第 {number} 页，共 {count} 页"), format!("Page {number} of {count}"));
    match language {
        Language::Zh => zh,
        Language::En => en,
        Language::Both => format!("{zh} {en}"),
    }
}

/// What ends a page of a roll.
pub(super) fn roll_foot(
    page: &mut Canvas,
    type_: &mut Type<'_>,
    footing: &Footing,
    (left, room, y): (f32, f32, f32),
    of: &str,
) {
    let style = Style::plain(7.0, INK);
    for (line, words) in [footing.left.as_str(), footing.middle.as_str(), of].into_iter().enumerate() {
        let runs = fit(&type_.faces, &[run(words, style)], room);
        let x = left + (room - width_of(&type_.faces, &runs)) / 2.0;
        page.runs(type_, x, y + 9.0 * (line as f32 + 1.0), &runs);
    }
}

/// The height of [`roll_foot`].
pub(super) const ROLL_FOOT: f32 = 34.0;
