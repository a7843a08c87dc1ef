//! How the standard was kept: what was due and done in each group, and every exception with its reason.

use super::marks;
use super::words::shown;
use crate::canvas::{Area, mm};
use crate::flow::{Flow, LEFT, WIDTH};
use crate::text::{BAD, INK, OK, RULE, Style, WAIT, fit, run, width_of};
use domain::facts::{Exception, Facts, Kept, KeptGroup, Together};

const ABREAST: usize = 4;
const GUTTER: f32 = mm(4.9);
const ROW: f32 = 17.4;

pub(super) fn draw(flow: &mut Flow<'_>, facts: &Facts) {
    let kept = &facts.kept;
    if kept.due == 0 && kept.groups.is_empty() {
        return;
    }
    flow.heading(("服务规范执行情况", "How the standard was kept"), &counts(kept), ROW);
    let mut cells: Vec<Shown> = kept.groups.iter().map(group).collect();
    if kept.not_applicable > 0 {
        let value = kept.not_applicable.to_string();
        cells.push(Shown { mark: Mark::Notice, name: "不适用".into(), value });
    }
    for row in cells.chunks(ABREAST) {
        flow.need(ROW);
        for (place, cell) in row.iter().enumerate() {
            draw_cell(flow, place, cell);
        }
        flow.y += ROW;
    }
    flow.y += 4.0;
    for exception in &kept.exceptions {
        draw_exception(flow, exception);
    }
}

fn counts(kept: &Kept) -> String {
    let mut line = format!("应做 {} 项 · 已做 {}", kept.due, kept.done);
    for (word, count) in [("未做", kept.not_done), ("不适用", kept.not_applicable)] {
        if count > 0 {
            line += &format!(" · {word} {count}");
        }
    }
    line += &format!(" · 照片 {} 张", kept.photos);
    if let Some(Together { items, seconds }) = &kept.together {
        let looked = if *seconds == 0 { "不到 1".to_owned() } else { seconds.to_string() };
        line += &format!(" · 整组确认 {items} 项，最快 {looked} 秒");
    }
    line
}

enum Mark {
    Tick,
    Cross,
    Notice,
}

struct Shown {
    mark: Mark,
    name: String,
    value: String,
}

fn group(group: &KeptGroup) -> Shown {
    let mark = if group.done >= group.due { Mark::Tick } else { Mark::Cross };
    let counts = || format!("{}/{}", group.done, group.due);
    let value = match &group.detail {
        Some(detail) if group.done >= group.due => shown(detail).to_owned(),
        _ => counts(),
    };
    Shown { mark, name: shown(&group.name).into(), value }
}

fn draw_cell(flow: &mut Flow<'_>, place: usize, cell: &Shown) {
    let room = (WIDTH - GUTTER * (ABREAST as f32 - 1.0)) / ABREAST as f32;
    let x = LEFT + (room + GUTTER) * place as f32;
    let (y, icon) = (flow.y, Area { x, y: flow.y + 4.4, w: 8.4, h: 8.4 });
    match cell.mark {
        Mark::Tick => marks::tick(flow.page(), icon, OK),
        Mark::Cross => marks::cross(flow.page(), icon, BAD),
        Mark::Notice => marks::notice(flow.page(), icon, WAIT),
    }
    let color = if matches!(cell.mark, Mark::Cross) { BAD } else { INK };
    let value = fit(&flow.type_.faces, &[run(&cell.value, Style::bold(8.5, color))], room * 0.5);
    flow.set_right(x + room, y + 11.7, &value);
    let free = room - 12.2 - 4.0 - width_of(&flow.type_.faces, &value);
    let name = fit(&flow.type_.faces, &[run(&cell.name, Style::plain(8.5, INK))], free);
    flow.set(x + 12.2, y + 11.7, &name);
    flow.page().line((x, y + ROW), (x + room, y + ROW), 0.35, RULE);
}

fn draw_exception(flow: &mut Flow<'_>, exception: &Exception) {
    let word = if exception.not_applicable { "不适用" } else { "未做" };
    let reason = match shown(&exception.reason) {
        "" => String::new(),
        reason => format!("原因：{reason}"),
    };
    let text = format!("{word}：{}。{reason}", shown(&exception.name));
    let text = [run(text, Style::plain(8.0, INK))];
    let color = if exception.not_applicable { WAIT } else { BAD };
    flow.long((LEFT + 8.0, WIDTH - 8.0), 11.0, &text, |page, y| {
        page.block(Area { x: LEFT, y, w: 1.4, h: 11.0 }, color);
    });
    flow.y += 3.0;
}
