//! Breaks words into lines: Chinese between any two characters, but no line begins with a comma or ends with an opening
//! bracket; other scripts at blanks, and inside a word only if it is longer than a line.

use super::fonts::Fonts;

const ELLIPSIS: char = '…';
/// No line ends with one of these, and none begins with one of those below.
const OPENING: &str = "（《〈「『【〔“‘([";
const CLOSING: &str = "，。、；：！？）》〉」』】〕”’…—·%℃,.;:!?)]";

/// What words must fit into.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// The width of a line, in ems.
    pub width: f32,
    /// The most lines; at least one is made.
    pub lines: usize,
    /// The most characters.
    pub letters: usize,
}

/// `text` as lines that fit the room. If there is more, the last line ends in an ellipsis.
pub(super) fn lines(text: &str, room: Room, fonts: &Fonts<'_>) -> Vec<String> {
    let mut letters = text.trim().chars().filter(|letter| !is_invisible(*letter));
    let short: String = letters.by_ref().take(room.letters).collect();
    let cut = letters.next().is_some();
    let mut lines = Vec::new();
    for paragraph in short.lines() {
        let paragraph: Vec<char> = paragraph.chars().collect();
        break_up(&paragraph, room.width, fonts, &mut lines);
    }
    let most = room.lines.max(1);
    if cut || lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            end_in_ellipsis(last, room.width, fonts);
        }
    }
    lines.into_iter().map(|line| line.into_iter().collect()).collect()
}

/// The width of a line, in ems.
pub(super) fn width(line: impl IntoIterator<Item = char>, fonts: &Fonts<'_>) -> f32 {
    line.into_iter().map(|letter| fonts.advance(letter)).sum()
}

fn break_up(paragraph: &[char], width: f32, fonts: &Fonts<'_>, lines: &mut Vec<Vec<char>>) {
    let mut rest = paragraph;
    loop {
        let fitting = how_many_fit(rest, width, fonts);
        let at = if fitting == rest.len() { fitting } else { last_break(rest, fitting) };
        let (line, after) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        let end = line.iter().rposition(|letter| !letter.is_whitespace()).map_or(0, |last| last + 1);
        lines.push(line.iter().take(end).copied().collect());
        let next = after.iter().position(|letter| !letter.is_whitespace());
        let Some(next) = next.and_then(|next| after.get(next..)) else { return };
        rest = next;
    }
}

/// How many of the first letters fit side by side; one always does, or there would be no end.
fn how_many_fit(letters: &[char], width: f32, fonts: &Fonts<'_>) -> usize {
    let mut end = 0.0;
    let fits = |letter: &&char| {
        end += fonts.advance(**letter);
        end <= width
    };
    letters.iter().take_while(fits).count().max(1).min(letters.len())
}

/// The last place up to `fitting` where a line may end, else `fitting`.
fn last_break(letters: &[char], fitting: usize) -> usize {
    let mut pairs = letters.iter().zip(letters.iter().skip(1)).take(fitting);
    pairs.rposition(|(before, after)| may_break(*before, *after)).map_or(fitting, |last| last + 1)
}

fn may_break(before: char, after: char) -> bool {
    let between_words = before.is_whitespace() || after.is_whitespace();
    let beside_chinese = is_chinese(before) || is_chinese(after);
    between_words || (beside_chinese && !OPENING.contains(before) && !CLOSING.contains(after))
}

/// From the radicals on: everything that is written without blanks between words.
fn is_chinese(letter: char) -> bool {
    letter >= '\u{2E80}'
}

fn end_in_ellipsis(line: &mut Vec<char>, room: f32, fonts: &Fonts<'_>) {
    while !line.is_empty() && width(line.iter().copied(), fonts) + fonts.advance(ELLIPSIS) > room {
        line.pop();
    }
    line.push(ELLIPSIS);
}

/// Characters that have no look of their own: joiners, direction marks, variants of the character before. Phones put
/// them behind emoji; they are the only ones not drawn.
fn is_invisible(letter: char) -> bool {
    let joiner_or_direction =
        matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}');
    joiner_or_direction || matches!(letter, '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}
