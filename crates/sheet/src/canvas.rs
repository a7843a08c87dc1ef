//! One page as drawing operations. Positions in pt from the top left corner, as people read; turned round on writing.

use crate::font::{Faces, Used};
use crate::text::{Color, INK2, Run, Style, shown, width};
use std::fmt::Write as _;

/// A4.
pub(crate) const PAGE_WIDTH: f32 = 595.276;
pub(crate) const PAGE_HEIGHT: f32 = 841.89;

/// Millimetres in pt.
pub(crate) const fn mm(mm: f32) -> f32 {
    mm * 72.0 / 25.4
}

/// A box: left, top, width, height.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Area {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

/// The operations of one page.
#[derive(Default)]
pub(crate) struct Canvas {
    ops: String,
    fill: Option<Color>,
}

impl Canvas {
    pub(crate) fn ops(&self) -> &str {
        &self.ops
    }

    /// Sets runs side by side with their baseline at `y`; answers where they end.
    pub(crate) fn runs(&mut self, type_: &mut Type<'_>, x: f32, y: f32, runs: &[Run]) -> f32 {
        runs.iter().fold(x, |x, run| self.text(type_, x, y, run))
    }

    fn text(&mut self, type_: &mut Type<'_>, x: f32, y: f32, run: &Run) -> f32 {
        let mut at = x;
        let mut piece: Option<Piece> = None;
        for c in shown(&run.text) {
            let Some(glyph) = type_.faces.glyph(c, run.style.bold) else {
                self.flush(piece.take(), y, run.style);
                self.missing(type_, at, y, c, run.style);
                at += run.style.size;
                continue;
            };
            if piece.as_ref().is_some_and(|piece| piece.face != glyph.face) {
                self.flush(piece.take(), y, run.style);
            }
            let piece = piece.get_or_insert_with(|| Piece { face: glyph.face, x: at, hex: String::new() });
            let _ = write!(piece.hex, "{:04X}", type_.used.number(c, glyph));
            at += glyph.advance * run.style.size;
        }
        self.flush(piece, y, run.style);
        at
    }

    fn flush(&mut self, piece: Option<Piece>, y: f32, style: Style) {
        let Some(Piece { face, x, hex }) = piece else { return };
        self.fill_color(style.color);
        let (x, y) = (Num(x), Num(PAGE_HEIGHT - y));
        let _ = writeln!(self.ops, "BT/{} {} Tf {x} {y} Td<{hex}>Tj ET", face.resource(), Num(style.size));
    }

    /// A visible box with the code point where no face has the character; copying gives the character itself.
    fn missing(&mut self, type_: &mut Type<'_>, x: f32, y: f32, c: char, style: Style) {
        let size = style.size;
        let unicode: String = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
        let _ = writeln!(self.ops, "/Span<</ActualText<FEFF{unicode}>>>BDC");
        let area = Area { x: x + size * 0.06, y: y - size * 0.84, w: size * 0.88, h: size * 0.96 };
        self.frame(area, size * 0.05, style.color);
        let code = format!("{:04X}", u32::from(c));
        let (top, bottom) = code.split_at(code.len() / 2);
        let small = Style::plain(size * 0.4, style.color);
        for (half, line) in [top, bottom].into_iter().enumerate() {
            let middle = x + (size - width(&type_.faces, line, small)) / 2.0;
            self.text(
                type_,
                middle,
                y - size * 0.47 + size * 0.44 * half as f32,
                &Run { text: line.into(), style: small },
            );
        }
        self.ops.push_str("EMC\n");
    }

    /// A straight line.
    pub(crate) fn line(&mut self, from: (f32, f32), to: (f32, f32), weight: f32, color: Color) {
        self.stroke(color, weight);
        let (from, to) = (Point(from.0, from.1), Point(to.0, to.1));
        let _ = writeln!(self.ops, "{from} m {to} l S");
    }

    /// A filled box.
    pub(crate) fn block(&mut self, area: Area, color: Color) {
        self.fill_color(color);
        let Area { x, y, w, h } = area;
        let _ = writeln!(self.ops, "{} {} {} {} re f", Num(x), Num(PAGE_HEIGHT - y - h), Num(w), Num(h));
    }

    /// An outlined box.
    pub(crate) fn frame(&mut self, area: Area, weight: f32, color: Color) {
        self.stroke(color, weight);
        let Area { x, y, w, h } = area;
        let _ = writeln!(self.ops, "{} {} {} {} re S", Num(x), Num(PAGE_HEIGHT - y - h), Num(w), Num(h));
    }

    /// A box with round corners, filled.
    pub(crate) fn round_block(&mut self, area: Area, radius: f32, color: Color) {
        self.fill_color(color);
        self.round_path(area, radius);
        self.ops.push_str("f\n");
    }

    /// A box with round corners, outlined.
    pub(crate) fn round_frame(&mut self, area: Area, radius: f32, weight: f32, color: Color) {
        self.stroke(color, weight);
        self.round_path(area, radius);
        self.ops.push_str("S\n");
    }

    /// A circle, filled and outlined.
    pub(crate) fn dot(&mut self, center: (f32, f32), radius: f32, fill: Color, edge: Color) {
        self.fill_color(fill);
        self.stroke(edge, 1.0);
        let area = Area { x: center.0 - radius, y: center.1 - radius, w: 2.0 * radius, h: 2.0 * radius };
        self.round_path(area, radius);
        self.ops.push_str("B\n");
    }

    /// Strokes through points, with round ends.
    pub(crate) fn strokes(&mut self, strokes: &[Vec<(f32, f32)>], weight: f32, color: Color) {
        self.stroke(color, weight);
        self.ops.push_str("1 J 1 j\n");
        for points in strokes {
            let mut op = "m";
            for &(x, y) in points {
                let _ = write!(self.ops, "{} {op} ", Point(x, y));
                op = "l";
            }
            self.ops.push_str("S\n");
        }
        self.ops.push_str("0 J 0 j\n");
    }

    /// Places an image resource, clipped to a box with round corners.
    pub(crate) fn image(&mut self, name: &str, place: Area, clip: Option<f32>) {
        self.ops.push_str("q ");
        if let Some(radius) = clip {
            self.round_path(place, radius);
            self.ops.push_str("W n ");
        }
        let (w, h, x, y) = (Num(place.w), Num(place.h), Num(place.x), Num(PAGE_HEIGHT - place.y - place.h));
        let _ = writeln!(self.ops, "{w} 0 0 {h} {x} {y} cm/{name} Do Q");
        self.fill = None;
    }

    fn fill_color(&mut self, color: Color) {
        if self.fill != Some(color) {
            let _ = writeln!(self.ops, "{} rg", Rgb(color));
            self.fill = Some(color);
        }
    }

    fn stroke(&mut self, color: Color, weight: f32) {
        let _ = writeln!(self.ops, "{} RG {} w", Rgb(color), Num(weight));
    }

    fn round_path(&mut self, area: Area, radius: f32) {
        let Area { x, y, w, h } = area;
        let r = radius.min(w / 2.0).min(h / 2.0);
        let k = r * 0.447_715; // 1 − (√2 − 1)·4/3: where a curve's handles lie for a quarter circle
        let (right, bottom) = (x + w, y + h);
        let corners = [
            [(right - r, y), (right - k, y), (right, y + k), (right, y + r)],
            [(right, bottom - r), (right, bottom - k), (right - k, bottom), (right - r, bottom)],
            [(x + r, bottom), (x + k, bottom), (x, bottom - k), (x, bottom - r)],
            [(x, y + r), (x, y + k), (x + k, y), (x + r, y)],
        ];
        let mut op = "m";
        for [start, one, two, end] in corners.map(|corner| corner.map(|(x, y)| Point(x, y))) {
            let _ = write!(self.ops, "{start} {op} {one} {two} {end} c ");
            op = "l";
        }
        self.ops.push_str("h ");
    }
}

/// The faces and what was used of them: what setting text needs.
pub(crate) struct Type<'a> {
    pub faces: Faces<'a>,
    pub used: Used,
}

/// Glyphs of one face in a row.
struct Piece {
    face: crate::font::FaceId,
    x: f32,
    hex: String,
}

/// A number as PDF writes it: at most two decimals (0.007 mm), no exponent.
struct Num(f32);

impl std::fmt::Display for Num {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = (f64::from(self.0) * 100.0).round() as i64;
        let (sign, all) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
        match (all / 100, all % 100) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (whole, part) if part % 10 == 0 => write!(f, "{sign}{whole}.{}", part / 10),
            (whole, part) => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

struct Point(f32, f32);

impl std::fmt::Display for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", Num(self.0), Num(PAGE_HEIGHT - self.1))
    }
}

struct Rgb(Color);

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |byte: u8| (f32::from(byte) / 2.55).round() / 100.0;
        let Color(r, g, b) = self.0;
        write!(f, "{} {} {}", part(r), part(g), part(b))
    }
}

/// The dark label on a photo and other small labels share this.
pub(crate) const LABEL: Style = Style::plain(7.5, INK2);
/// English beside or below a Chinese label.
pub(crate) const LABEL_EN: Style = Style::plain(6.5, INK2);
