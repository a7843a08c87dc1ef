//! Words on the picture: a mark's text with a white outline, and the stamp on its band.
//!
//! Lengths are in ems, the height of a Chinese character, until they are drawn.

use tiny_skia::{Path, PathBuilder};

use super::Spot;
use super::canvas::{Canvas, SHADE, STRONG, WHITE};
use super::fonts::Fonts;
use super::wrap::{self, Room};

/// The most characters of a text mark that are drawn.
pub const MAX_TEXT: usize = 200;
/// The most characters of a stamp that are drawn, all lines together.
const MAX_STAMP: usize = 1000;
/// From one baseline to the next, and from the top of a line to its baseline.
const LINE: f32 = 1.3;
const ASCENT: f32 = 1.0;
/// Around a block of lines.
const MARGIN: f32 = 0.3;
/// The white around a letter.
const OUTLINE: f32 = 0.09;

/// Writes `text` with its upper left at `at`. What would leave the picture on the right or below is moved inside; lines are
/// as long as there is room to the right, but not shorter than half the picture.
pub(super) fn text(canvas: &mut Canvas, at: Spot, text: &str, fonts: &Fonts<'_>) {
    let em = size(canvas, 0.03, 16.0);
    let (at, margin) = (canvas.point(at), MARGIN * em);
    let widest = (canvas.width - 2.0 * margin).min((canvas.width - margin - at.x).max(canvas.width / 2.0));
    let room = Room { width: widest / em, lines: fitting(canvas.height - 2.0 * margin, em), letters: MAX_TEXT };
    let block = Block::of(wrap::lines(text, room, fonts), fonts);
    let inside = |at: f32, whole: f32, size: f32| at.min(whole - margin - size * em).max(margin);
    let left = inside(at.x, canvas.width, block.width);
    let top = inside(at.y, canvas.height, block.height());
    if let Some(letters) = block.trace([left, top], em, fonts) {
        canvas.stroke(&letters, 2.0 * OUTLINE * em, WHITE);
        canvas.fill(&letters, STRONG);
    }
}

/// Writes the stamp into the lower left corner, on a band as long as its longest line and at most half as high as the
/// picture.
pub(super) fn stamp(canvas: &mut Canvas, lines: &[String], fonts: &Fonts<'_>) {
    let em = size(canvas, 0.022, 14.0);
    let margin = MARGIN * em;
    let room = Room {
        width: (canvas.width - 2.0 * margin) / em,
        lines: fitting(canvas.height / 2.0 - 2.0 * margin, em),
        letters: MAX_STAMP,
    };
    let block = Block::of(wrap::lines(&lines.join("\n"), room, fonts), fonts);
    let top = canvas.height - block.height() * em - margin;
    if let Some(letters) = block.trace([margin, top], em, fonts) {
        let right = (block.width * em + 2.0 * margin).min(canvas.width);
        canvas.fill_box(0.0, (top - margin).max(0.0), right, canvas.height, SHADE);
        canvas.fill(&letters, WHITE);
    }
}

/// The em in pixels: so much of the long side, still legible on a small picture, and never too large for a tiny one.
fn size(canvas: &Canvas, part: f32, least: f32) -> f32 {
    (canvas.long_side() * part).max(least).min(canvas.short_side() / 2.0)
}

/// How many lines fit below each other.
fn fitting(height: f32, em: f32) -> usize {
    // A negative or broken number becomes 0 in this cast, and a picture has a few thousand lines at most.
    (height / (LINE * em)) as usize
}

/// Lines that belong together.
struct Block {
    lines: Vec<String>,
    width: f32,
}

impl Block {
    fn of(lines: Vec<String>, fonts: &Fonts<'_>) -> Block {
        let width = lines.iter().map(|line| wrap::width(line.chars(), fonts)).fold(0.0, f32::max);
        Block { lines, width }
    }

    fn height(&self) -> f32 {
        self.lines.len() as f32 * LINE
    }

    /// All letters as one path, so that no outline lies over the letter before; none if there is nothing to see.
    fn trace(&self, [left, top]: [f32; 2], em: f32, fonts: &Fonts<'_>) -> Option<Path> {
        let mut path = PathBuilder::new();
        let mut baseline = top + ASCENT * em;
        for line in &self.lines {
            let mut x = left;
            for letter in line.chars() {
                fonts.trace(letter, [x, baseline], em, &mut path);
                x += fonts.advance(letter) * em;
            }
            baseline += LINE * em;
        }
        path.finish()
    }
}
