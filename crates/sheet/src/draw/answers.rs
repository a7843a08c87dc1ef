//! The four answers a customer looks for first, then who and what.

use super::words::{amount, shown};
use crate::canvas::{LABEL, LABEL_EN, mm};
use crate::flow::{BODY, BODY_LINE, Flow, GAP, HALF, HEADING, LEFT, RIGHT, RIGHT_HALF, WIDTH, baseline_drop, label};
use crate::text::{BORDER, INK, INK2, RULE, Run, Style, fit, run, wrap};
use domain::facts::Facts;

const BIG: Style = Style::bold(15.0, INK);
const BESIDE: Style = Style::plain(9.0, INK2);
const BAND: f32 = mm(17.0);

pub(super) fn draw(flow: &mut Flow<'_>, facts: &Facts) {
    band(flow, facts);
    parties(flow, facts);
}

fn band(flow: &mut Flow<'_>, facts: &Facts) {
    let total = [run(amount(&facts.total), BIG), run(format!(" {}", shown(&facts.payment.status_name)), BESIDE)];
    let until = match &facts.warranty.until {
        Some(until) => vec![run(until, BIG)],
        None => vec![run("—", BIG)],
    };
    let rating = match &facts.rating {
        Some(rating) => {
            vec![run(rating.score.to_string(), BIG), run(format!(" / 5 {}", shown(&rating.name)), BESIDE)]
        }
        None => vec![run("—", BIG)],
    };
    let answers: [(&str, &str, Vec<Run>); 4] = [
        ("结果", "Outcome", vec![run(shown(&facts.outcome.name), BIG)]),
        ("合计", "Total", total.to_vec()),
        ("新件保修至", "Parts covered until", until),
        ("客户评价", "Rating", rating),
    ];
    let column = WIDTH / 4.0;
    let top = flow.y;
    for (number, (zh, en, answer)) in answers.into_iter().enumerate() {
        let x = LEFT + column * number as f32 + if number == 0 { 0.0 } else { mm(4.0) };
        if number > 0 {
            let rule = LEFT + column * number as f32;
            flow.page().line((rule, top), (rule, top + BAND), 0.35, RULE);
        }
        flow.set(x, top + 16.0, &label(zh, en));
        let fitted = fit(&flow.type_.faces, &answer, column - mm(6.0));
        flow.set(x, top + 33.6, &fitted);
    }
    flow.y += BAND;
    let y = flow.y;
    flow.page().line((LEFT, y), (RIGHT, y), 0.5, BORDER);
}

fn parties(flow: &mut Flow<'_>, facts: &Facts) {
    let bold = Style::bold(BODY, INK);
    let plain = Style::plain(BODY, INK);
    let (customer, product) = (&facts.customer, &facts.product);
    let left = [
        ("姓名", "Name", run(&customer.name, bold)),
        ("电话", "Phone", run(&customer.phone, plain)),
        ("地址", "Address", run(&customer.address, plain)),
    ];
    let right = [
        ("名称型号", "Model", run(&product.model, bold)),
        ("编号", "Serial", run(&product.serial, plain)),
        ("安装日期", "Installed", run(&product.installed, plain)),
        ("服务类别", "Category", run(shown(&product.category), plain)),
    ];
    flow.y += GAP;
    flow.heading_in(("客户", "Customer"), "", LEFT, HALF);
    flow.heading_in(("产品", "Product"), "", RIGHT_HALF, HALF);
    flow.y += HEADING;
    let top = flow.y;
    for (zh, en, value) in left {
        flow.y += field(flow, (LEFT, HALF), (zh, en), &[value]);
    }
    let end = std::mem::replace(&mut flow.y, top);
    for (zh, en, value) in right {
        flow.y += field(flow, (RIGHT_HALF, HALF), (zh, en), &[value]);
    }
    flow.y = flow.y.max(end);
}

/// Where the value of a field stands, from its label.
const INDENT: f32 = mm(24.0);
/// More lines than this are cut in a column, which cannot go over the page.
const MOST_LINES: usize = 16;

/// A label in two languages and its value beside it; answers the height. Absent values are left out.
fn field(flow: &mut Flow<'_>, (x, room): (f32, f32), names: (&str, &str), value: &[Run]) -> f32 {
    if value.iter().all(|run| run.text.is_empty()) {
        return 0.0;
    }
    labels(flow, x, names);
    let mut lines = wrap(&flow.type_.faces, value, room - INDENT);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.extend(value.first().map(|first| vec![run("…", first.style)]));
    }
    for (number, line) in lines.iter().enumerate() {
        let baseline = flow.y - 1.2 + BODY_LINE * (number as f32 + 0.5) + baseline_drop(line);
        flow.set(x + INDENT, baseline, line);
    }
    (BODY_LINE * lines.len() as f32 + 6.0).max(23.0)
}

fn labels(flow: &mut Flow<'_>, x: f32, (zh, en): (&str, &str)) {
    let y = flow.y;
    flow.set(x, y + 8.2, &[run(zh, LABEL)]);
    flow.set(x, y + 16.6, &[run(en, LABEL_EN)]);
}

/// A field over the whole width, over as many pages as it needs.
pub(super) fn long_field(flow: &mut Flow<'_>, names: (&str, &str), value: &[Run]) {
    if value.iter().all(|run| run.text.is_empty()) {
        return;
    }
    let height = flow.height(WIDTH - INDENT, BODY_LINE, value);
    flow.need(height.clamp(23.0, 4.0 * BODY_LINE));
    labels(flow, LEFT, names);
    let (page, top) = (flow.page_index(), flow.y);
    flow.y -= 1.2;
    flow.long((LEFT + INDENT, WIDTH - INDENT), BODY_LINE, value, |_, _| {});
    let least = if flow.page_index() == page { top + 23.0 } else { 0.0 };
    flow.y = (flow.y + 7.2).max(least);
}
