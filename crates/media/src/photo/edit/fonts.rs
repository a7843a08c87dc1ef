//! Letters as outlines, from the first of several fonts that has them.

use ab_glyph::{Font, FontRef, GlyphId, OutlineCurve, Point};
use tiny_skia::PathBuilder;

use crate::photo::PhotoRefused;

/// How wide a letter is that no font has, and a blank that no font has, in ems.
const MISSING: f32 = 0.7;
const BLANK: f32 = 0.3;

/// Fonts in the order they are asked: the first that has a character draws it. A character that none has is drawn as a
/// small box, so that nobody takes a text for complete that is not.
#[derive(Clone, Debug)]
pub struct Fonts<'a> {
    fonts: Vec<FontRef<'a>>,
}

/// A letter one can draw.
enum Letter<'f, 'a> {
    Drawn(&'f FontRef<'a>, GlyphId, f32),
    Blank,
    Missing,
}

impl<'a> Fonts<'a> {
    /// Reads the heads of TrueType or OpenType files; their letters are read as they are drawn.
    ///
    /// # Errors
    /// [`PhotoRefused::BrokenFont`] if one of them is no font.
    pub fn read(files: &[&'a [u8]]) -> Result<Fonts<'a>, PhotoRefused> {
        let fonts = files.iter().map(|file| FontRef::try_from_slice(file)).collect::<Result<_, _>>();
        fonts.map(|fonts| Fonts { fonts }).map_err(|_| PhotoRefused::BrokenFont)
    }

    /// How far the next letter is from this one, in ems.
    pub(super) fn advance(&self, letter: char) -> f32 {
        match self.letter(letter) {
            Letter::Drawn(font, id, em) => font.h_advance_unscaled(id) / em,
            Letter::Blank => BLANK,
            Letter::Missing => MISSING,
        }
    }

    /// Adds the outline of `letter` to `path`, its origin on the baseline at `x`, `y`.
    pub(super) fn trace(&self, letter: char, [x, y]: [f32; 2], em: f32, path: &mut PathBuilder) {
        match self.letter(letter) {
            Letter::Drawn(font, id, units) => {
                let curves = font.outline(id).map(|outline| outline.curves).unwrap_or_default();
                trace_curves(&curves, |point| [x + point.x * em / units, y - point.y * em / units], path);
            }
            Letter::Blank => {}
            Letter::Missing => trace_box([x, y], em, path),
        }
    }

    fn letter(&self, letter: char) -> Letter<'_, 'a> {
        let found = self.fonts.iter().find_map(|font| {
            let (id, em) = (font.glyph_id(letter), font.units_per_em()?);
            // Glyph 0 is what a font shows for a character it has not.
            (id.0 != 0).then_some(Letter::Drawn(font, id, em))
        });
        found.unwrap_or(if letter.is_whitespace() { Letter::Blank } else { Letter::Missing })
    }
}

/// Contours come as a row of curves; one that does not begin where the last ended begins a new contour.
fn trace_curves(curves: &[OutlineCurve], place: impl Fn(Point) -> [f32; 2], path: &mut PathBuilder) {
    let mut last = None;
    for curve in curves {
        let (from, to) = match curve {
            OutlineCurve::Line(from, to) | OutlineCurve::Quad(from, _, to) | OutlineCurve::Cubic(from, _, _, to) => {
                (*from, *to)
            }
        };
        if last != Some(from) {
            if last.is_some() {
                path.close();
            }
            let [x, y] = place(from);
            path.move_to(x, y);
        }
        let [x, y] = place(to);
        match curve {
            OutlineCurve::Line(..) => path.line_to(x, y),
            OutlineCurve::Quad(_, over, _) => {
                let [x1, y1] = place(*over);
                path.quad_to(x1, y1, x, y);
            }
            OutlineCurve::Cubic(_, first, second, _) => {
                let ([x1, y1], [x2, y2]) = (place(*first), place(*second));
                path.cubic_to(x1, y1, x2, y2, x, y);
            }
        }
        last = Some(to);
    }
    if last.is_some() {
        path.close();
    }
}

/// A frame as high as a capital. The inner edge runs the other way round, which leaves it hollow.
fn trace_box([x, y]: [f32; 2], em: f32, path: &mut PathBuilder) {
    let edge = |inset: f32| [x + (0.08 + inset) * em, y - (0.72 - inset) * em, x + (0.62 - inset) * em, y - inset * em];
    let [left, top, right, bottom] = edge(0.0);
    trace_corners([[left, bottom], [left, top], [right, top], [right, bottom]], path);
    let [left, top, right, bottom] = edge(0.07);
    trace_corners([[left, bottom], [right, bottom], [right, top], [left, top]], path);
}

fn trace_corners([[x, y], rest @ ..]: [[f32; 2]; 4], path: &mut PathBuilder) {
    path.move_to(x, y);
    for [x, y] in rest {
        path.line_to(x, y);
    }
    path.close();
}
