//! When he came, what was wrong, what was done, and what it costs.

use super::answers::long_field;
use super::words::{amount, clock, day, dotted, is_verified, minutes_between, quantity, shown, weekday};
use crate::canvas::{LABEL, mm};
use crate::capital::capital;
use crate::flow::table::{Column, FIRST_ROWS, cell};
use crate::flow::{BODY, BODY_LINE, Flow, LEFT, RIGHT, WIDTH, label};
use crate::text::{INK, INK2, Run, Style, WHITE, fit, run, width_of};
use domain::facts::{Cover, Facts, FeeLine, Money, PartLine};
use domain::seal::Seal;
use domain::time::At;

const CELL: Style = Style::plain(8.5, INK);
const NOTE: Style = Style::plain(7.5, INK2);

pub(super) fn draw(flow: &mut Flow<'_>, facts: &Facts, seal: &Seal) {
    times(flow, facts, seal);
    fault(flow, facts);
    if !facts.parts.is_empty() {
        parts(flow, facts);
    }
    fees(flow, facts);
}

struct Moment {
    zh: &'static str,
    en: &'static str,
    clock: String,
    notes: Vec<String>,
    happened: bool,
}

fn moment(zh: &'static str, en: &'static str, at: Option<&At>, note: String) -> Moment {
    let unverified = at.is_some_and(|at| !is_verified(at)).then(|| "时间未核对 unverified".to_owned());
    let clock = at.map_or_else(|| "—".into(), |at| clock(&at.time));
    let notes = [note].into_iter().filter(|note| !note.is_empty()).chain(unverified).collect();
    Moment { zh, en, clock, notes, happened: at.is_some() }
}

fn moments(facts: &Facts, seal: &Seal) -> Vec<Moment> {
    let times = &facts.times;
    let late = match times.late_minutes {
        Some(0) => "准时".into(),
        Some(minutes) if minutes < 0 => format!("早到 {} 分钟", minutes.saturating_neg()),
        Some(minutes) => format!("晚到 {minutes} 分钟"),
        None => String::new(),
    };
    let agreed_first = match (&times.started, facts.consents.first()) {
        (Some(started), Some(consent)) if consent.at.unix_ms() <= started.unix_ms() => match consent.ink {
            Some(_) => "签字同意后".into(),
            None => "口头同意后".into(),
        },
        _ => String::new(),
    };
    let took = times.started.as_ref().zip(times.finished.as_ref());
    let took = took.and_then(|(from, to)| minutes_between(from, to));
    let took = took.map_or_else(String::new, |minutes| format!("用时 {minutes} 分钟"));
    let mut all = Vec::new();
    if let Some(agreed) = &times.agreed {
        let clock = clock(&agreed.from);
        all.push(Moment { zh: "约定", en: "Agreed", clock, notes: vec![], happened: false });
    }
    all.push(moment("到达", "Arrived", times.arrived.as_ref(), late));
    all.push(moment("开工", "Started", times.started.as_ref(), agreed_first));
    all.push(moment("完成", "Finished", times.finished.as_ref(), took));
    let signer = shown(&seal.claim.signer.relation).to_owned();
    all.push(moment("签字", "Signed", Some(&seal.claim.at), signer));
    all
}

fn times(flow: &mut Flow<'_>, facts: &Facts, seal: &Seal) {
    let agreed = facts.times.agreed.as_ref();
    let day_of = agreed.map_or(seal.claim.at.time.as_str(), |agreed| agreed.from.as_str());
    let window = agreed.map_or_else(String::new, |it| format!("约定 {}–{}", clock(&it.from), clock(&it.to)));
    let right = dotted([format!("{} {}", day(day_of), weekday(day_of)), window]);
    let all = moments(facts, seal);
    let notes = all.iter().map(|moment| moment.notes.len()).max().unwrap_or(0) as f32;
    let height = 41.0 + 9.6 * notes;
    flow.heading(("上门时间", "Visit"), &right, height);
    let (top, brand) = (flow.y, flow.brand);
    let step = WIDTH / all.len().max(1) as f32;
    let line = top + 5.0;
    let last = LEFT + step * all.len().saturating_sub(1) as f32 + 3.6;
    flow.page().line((LEFT + 3.6, line), (last, line), 0.9, brand);
    for (number, moment) in all.iter().enumerate() {
        let x = LEFT + step * number as f32;
        let fill = if moment.happened { brand } else { WHITE };
        flow.page().dot((x + 3.6, line), 3.4, fill, brand);
        flow.set(x, top + 19.6, &label(moment.zh, moment.en));
        flow.set(x, top + 33.0, &[run(&moment.clock, Style::bold(11.0, INK))]);
        for (row, note) in moment.notes.iter().enumerate() {
            let note = fit(&flow.type_.faces, &[run(note, NOTE)], step - 6.0);
            flow.set(x, top + 43.4 + 9.6 * row as f32, &note);
        }
    }
    flow.y += height;
}

fn fault(flow: &mut Flow<'_>, facts: &Facts) {
    let style = Style::plain(BODY, INK);
    let fault = &facts.fault;
    let mut found = shown(&fault.found).to_owned();
    if !fault.cause.is_empty() {
        found = format!("{}（原因码 {}）。", found.trim_end_matches('。'), fault.cause);
    }
    let mut rows = vec![
        ("报修现象", "Reported", run(shown(&fault.reported), style)),
        ("检查结论", "Found", run(found, style)),
        ("处理内容", "Work done", run(shown(&fault.done), style)),
    ];
    let told: Vec<String> =
        facts.outcome.told.iter().map(|line| format!("{}：{}", shown(&line.name), shown(&line.words))).collect();
    if !told.is_empty() {
        rows.push(("结果说明", "Outcome", run(told.join("；"), style)));
    }
    flow.heading(("故障与处理", "Fault and work done"), "", 23.0);
    for (zh, en, value) in rows {
        long_field(flow, (zh, en), &[value]);
    }
    flow.y -= 2.0;
}

fn parts(flow: &mut Flow<'_>, facts: &Facts) {
    let columns = [
        Column::left(37.0, "名称 / 品牌规格", "Part, brand, spec"),
        Column::left(32.0, "旧件编号", "Old serial"),
        Column::left(40.0, "新件编号", "New serial"),
        Column::right(14.0, "数量", "Qty"),
        Column::left(24.0, "保修至", "Covered until"),
        Column::right(20.0, amount_in(&facts.total), "Amount"),
    ];
    let rows = facts.parts.iter().map(part).collect();
    flow.heading(("更换配件", "Parts replaced"), shown(&facts.warranty.old_parts), FIRST_ROWS + 12.0);
    flow.table(&columns, rows, 0.0);
}

/// The head of a column of amounts: 元, or the code of another currency.
fn amount_in(total: &Money) -> String {
    format!("金额 {}", if total.currency == "CNY" { "元" } else { &total.currency })
}

fn part(line: &PartLine) -> Vec<Vec<Vec<Run>>> {
    let or_dash = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    let mut name = vec![vec![run(shown(&line.name), CELL)]];
    if !line.spec.is_empty() {
        name.push(vec![run(&line.spec, NOTE)]);
    }
    let mut amount = cell([run(line.amount.decimal(), CELL)]);
    if line.cover != Cover::Paid {
        amount.push(vec![run(cover(line.cover), NOTE)]);
    }
    vec![
        name,
        cell([run(or_dash(&line.old_serial), CELL)]),
        cell([run(or_dash(&line.new_serial), CELL)]),
        cell([run(quantity(&line.quantity), CELL)]),
        cell([run(or_dash(line.warranty_until.as_deref().unwrap_or_default()), CELL)]),
        amount,
    ]
}

fn cover(cover: Cover) -> &'static str {
    match cover {
        Cover::Paid => "有偿",
        Cover::Warranty => "保修",
        Cover::Contract => "合同",
        Cover::Goodwill => "公司承担",
    }
}

fn fees(flow: &mut Flow<'_>, facts: &Facts) {
    let columns = [
        Column::left(58.0, "项目", "Item"),
        Column::right(24.0, "单价", "Price"),
        Column::right(20.0, "数量", "Qty"),
        Column::left(45.0, "说明", "Note"),
        Column::right(22.0, amount_in(&facts.total), "Amount"),
    ];
    let mut rows = Vec::new();
    if !facts.parts.is_empty() {
        let sum = facts.parts.iter().fold(0_i64, |sum, part| sum.saturating_add(part.amount.minor));
        let sum = Money { minor: sum, currency: facts.total.currency.clone() };
        let note = if sum.minor == 0 { "免费" } else { "有偿" };
        let texts = ["配件（见上表）".into(), String::new(), String::new(), note.into(), sum.decimal()];
        rows.push(texts.map(|text| cell([run(text, CELL)])).to_vec());
    }
    rows.extend(facts.fees.iter().map(fee));
    let quote = facts.quote.as_ref().map_or_else(String::new, |quote| match quote.matches {
        true => format!("与客户签字的报价第 {} 版一致", quote.version),
        false => format!("与报价第 {} 版（{}）不同", quote.version, amount(&quote.total)),
    });
    flow.heading(("费用", "Fees"), &quote, FIRST_ROWS + TOTAL);
    flow.table(&columns, rows, TOTAL);
    total(flow, facts);
}

fn fee(line: &FeeLine) -> Vec<Vec<Vec<Run>>> {
    let price = line.price.as_ref().map_or_else(String::new, |price| match line.per.is_empty() {
        true => price.decimal(),
        false => format!("{} / {}", price.decimal(), line.per),
    });
    let texts = [shown(&line.name), &price, &line.quantity, shown(&line.note), &line.amount.decimal()];
    texts.map(|text| cell([run(text, CELL)])).to_vec()
}

const TOTAL: f32 = mm(8.4);

fn total(flow: &mut Flow<'_>, facts: &Facts) {
    let y = flow.y;
    flow.page().line((LEFT, y), (RIGHT, y), 0.9, INK);
    let start = flow.set_right(RIGHT, y + 21.0, &[run(amount(&facts.total), Style::bold(16.0, INK))]);
    let payment = &facts.payment;
    let words = if facts.total.currency == "CNY" { capital(facts.total.minor) } else { String::new() };
    let paid_at = payment.at.as_ref().map_or_else(String::new, |at| clock(&at.time));
    let way = if shown(&payment.method).is_empty() { shown(&payment.status_name) } else { shown(&payment.method) };
    let receipt = payment.receipt.as_ref().map_or_else(String::new, |number| format!("凭据 {number}"));
    let line = dotted([words, format!("{way} {paid_at}").trim().to_owned(), receipt]);
    let end = flow.set(LEFT, y + 19.4, &[run("合计 Total", Style::plain(BODY, INK))]) + 8.0;
    let note = [run(line, LABEL)];
    flow.y += TOTAL;
    if width_of(&flow.type_.faces, &note) <= start - end - 8.0 {
        flow.set(end, y + 19.4, &note);
    } else {
        flow.y += 2.0;
        flow.long((LEFT, WIDTH), BODY_LINE, &note, |_, _| {});
    }
}
