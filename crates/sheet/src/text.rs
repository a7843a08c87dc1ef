//! Measuring and breaking text: Chinese breaks between any two characters except before closing and after opening
//! punctuation (GB/T 15834, JLREQ's rules for line start and end), Latin at spaces. Widths in pt.

use crate::font::Faces;

/// An RGB colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Color(pub u8, pub u8, pub u8);

pub(crate) const INK: Color = Color(0x10, 0x1B, 0x22);
pub(crate) const INK2: Color = Color(0x43, 0x51, 0x5B);
pub(crate) const RULE: Color = Color(0xDB, 0xE2, 0xE6);
pub(crate) const BORDER: Color = Color(0xAE, 0xBA, 0xC2);
pub(crate) const SINK: Color = Color(0xE9, 0xEE, 0xF0);
pub(crate) const OK: Color = Color(0x13, 0x6A, 0x3A);
pub(crate) const WAIT: Color = Color(0x86, 0x4F, 0x00);
pub(crate) const BAD: Color = Color(0xAE, 0x23, 0x1B);
pub(crate) const BLACK: Color = Color(0, 0, 0);
pub(crate) const WHITE: Color = Color(0xFF, 0xFF, 0xFF);

/// How a run of text looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Style {
    pub size: f32,
    pub bold: bool,
    pub color: Color,
}

impl Style {
    pub(crate) const fn plain(size: f32, color: Color) -> Self {
        Self { size, bold: false, color }
    }

    pub(crate) const fn bold(size: f32, color: Color) -> Self {
        Self { size, bold: true, color }
    }
}

/// Text in one style.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Run {
    pub text: String,
    pub style: Style,
}

/// A run.
pub(crate) fn run(text: impl Into<String>, style: Style) -> Run {
    Run { text: text.into(), style }
}

/// The width of text in one style. Control characters have none.
pub(crate) fn width(faces: &Faces<'_>, text: &str, style: Style) -> f32 {
    shown(text).map(|c| faces.advance(c, style.bold)).sum::<f32>() * style.size
}

/// The width of runs side by side.
pub(crate) fn width_of(faces: &Faces<'_>, runs: &[Run]) -> f32 {
    runs.iter().map(|run| width(faces, &run.text, run.style)).sum()
}

/// What is printed of a text: everything but control characters and marks that only shape their neighbours.
pub(crate) fn shown(text: &str) -> impl Iterator<Item = char> + '_ {
    let hidden =
        |c: &char| c.is_control() || matches!(*c, '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}');
    text.chars().filter(move |c| !hidden(c))
}

/// Breaks runs into lines no wider than `room`. A word longer than a line is cut; a line break in the text breaks.
pub(crate) fn wrap(faces: &Faces<'_>, runs: &[Run], room: f32) -> Vec<Vec<Run>> {
    let chars: Vec<(char, Style)> = runs
        .iter()
        .flat_map(|run| run.text.chars().map(|c| (c, run.style)))
        .filter(|(c, _)| *c == '\n' || shown(c.encode_utf8(&mut [0; 4])).next().is_some())
        .collect();
    let mut lines = Vec::new();
    let mut rest = chars.as_slice();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(line_end(faces, rest, room));
        lines.push(join(line));
        rest = tail;
        while let Some(((' ', _), tail)) = rest.split_first() {
            rest = tail;
        }
    }
    lines
}

/// One line of runs no wider than `room`: set smaller, at most to 60 %, then cut with "…". For short matters that must
/// not run into their neighbour; the facts that travel in the file hold them in full.
pub(crate) fn fit(faces: &Faces<'_>, runs: &[Run], room: f32) -> Vec<Run> {
    let mut runs = runs.to_vec();
    let natural = width_of(faces, &runs);
    if natural <= room {
        return runs;
    }
    let scale = (room / natural).max(0.6);
    runs.iter_mut().for_each(|run| run.style.size *= scale);
    if natural * scale <= room + 0.01 {
        return runs;
    }
    let chars: Vec<_> = runs.iter().flat_map(|run| shown(&run.text).map(|c| (c, run.style))).collect();
    let Some((_, last)) = chars.first() else { return runs };
    let dots = width(faces, "…", *last);
    if dots > room {
        return Vec::new();
    }
    let mut x = dots;
    let fits = |(c, style): &&(char, Style)| {
        x += faces.advance(*c, style.bold) * style.size;
        x <= room
    };
    let mut line: Vec<_> = chars.iter().take_while(fits).copied().collect();
    line.push(('…', *last));
    join(&line)
}

/// How many characters go on the line that starts here; at least one.
fn line_end(faces: &Faces<'_>, chars: &[(char, Style)], room: f32) -> usize {
    let mut x = 0.0;
    let mut last_break = None;
    let mut before: Option<char> = None;
    for (place, (c, style)) in chars.iter().enumerate() {
        if *c == '\n' {
            return place + 1;
        }
        if before.is_some_and(|before| may_break(before, *c)) {
            last_break = Some(place);
        }
        x += faces.advance(*c, style.bold) * style.size;
        if x > room + 0.01 && *c != ' ' {
            return last_break.unwrap_or(place).max(1);
        }
        before = Some(*c);
    }
    chars.len()
}

fn join(line: &[(char, Style)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (c, style) in line.iter().filter(|(c, _)| *c != '\n') {
        match runs.last_mut() {
            Some(last) if last.style == *style => last.text.push(*c),
            _ => runs.push(run(*c, *style)),
        }
    }
    if let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
    }
    runs
}

/// Never at the start of a line.
const NOT_FIRST: &str = "、。，．：；？！）》」』】〕〉｝］”’…—～·%‰℃°,.:;?!)]}»›/々ー";
/// Never at the end of a line.
const NOT_LAST: &str = "（《「『【〔〈｛［“‘([{«‹¥￥$#";

fn may_break(before: char, after: char) -> bool {
    if NOT_FIRST.contains(after) || NOT_LAST.contains(before) || after == ' ' {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(after) || matches!(before, '-' | '–' | '·')
}

/// Whether a character is set solid, so that a line may break beside it.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::Release;

    fn lines(text: &str, room: f32) -> Vec<String> {
        let release = Release::builtin();
        let faces = release.faces().unwrap();
        let lines = wrap(&faces, &[run(text, Style::plain(10.0, INK))], room);
        lines.iter().map(|runs| runs.iter().map(|run| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn chinese_breaks_between_characters_but_no_line_starts_with_a_full_stop() {
        assert_eq!(lines("窗扇下沉。", 40.0), ["窗扇下", "沉。"]);
        assert_eq!(lines("更换（胶条）", 30.0), ["更换", "（胶", "条）"]);
        assert_eq!(lines("一二三四五六", 30.0), ["一二三", "四五六"]);
    }

    #[test]
    fn a_latin_word_stays_whole_and_an_endless_one_is_cut() {
        assert_eq!(lines("model PK-68 window", 60.0), ["model PK-68", "window"]);
        assert_eq!(lines("model PK-68 window", 50.0), ["model PK-", "68", "window"]);
        let cut = lines(&"W".repeat(40), 60.0);
        assert!(cut.len() > 3 && cut.iter().all(|line| !line.is_empty()), "{cut:?}");
        assert_eq!(cut.concat(), "W".repeat(40));
    }

    #[test]
    fn nothing_is_lost_but_spaces_and_line_breaks() {
        let text = "更换两窗密封条 12.6 m、窗 1 传动锁闭器 1 个；调校两窗合页，\n润滑五金。";
        for room in [1.0, 20.0, 55.0, 100.0, 400.0] {
            let all: String = lines(text, room).concat();
            assert_eq!(all.replace(' ', ""), text.replace([' ', '\n'], ""), "room {room}");
        }
    }

    #[test]
    fn a_line_never_runs_over_its_room_where_a_break_was_possible() {
        let release = Release::builtin();
        let faces = release.faces().unwrap();
        let text = "新换胶条、锁闭器保修 24 个月，人为损坏除外。每年雨季前清理排水孔、给五金上油一次。";
        for room in [60.0, 77.0, 120.0] {
            for line in wrap(&faces, &[run(text, Style::plain(9.0, INK))], room) {
                assert!(width_of(&faces, &line) <= room + 0.1);
            }
        }
    }
}
