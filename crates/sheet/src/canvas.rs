//! One page as drawing operations of printpdf. Positions in pt from the top left corner, as people read; turned round
//! here.

use crate::font::{FaceId, Faces, Used};
use crate::text::{BLACK, Color, INK2, Run, Style, WHITE, shown, width};
use printpdf::{
    Codepoint, CurTransMat, DictItem, FontId, Line, LineCapStyle, LineDashPattern, LineJoinStyle, LinePoint, Op,
    PaintMode, PdfFontHandle, PdfPage, Point, Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, WindingOrder, XObjectId,
    XObjectTransform,
};
use std::collections::BTreeMap;

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
pub(crate) struct Canvas {
    ops: Vec<Op>,
    fill: Option<Color>,
    /// Width and height; a page of a roll gets its height when its content is known.
    size: (f32, f32),
    /// Whether everything but white is printed black, as a thermal printer does.
    black_only: bool,
}

impl Default for Canvas {
    fn default() -> Self {
        Self { ops: Vec::new(), fill: None, size: (PAGE_WIDTH, PAGE_HEIGHT), black_only: false }
    }
}

impl Canvas {
    /// An empty page of a roll, whose height comes with [`Canvas::cut`].
    pub(crate) fn of_roll(width: f32) -> Self {
        Self { size: (width, PAGE_HEIGHT), black_only: true, ..Self::default() }
    }

    /// Cuts a page of a roll off below its content.
    pub(crate) fn cut(&mut self, height: f32) {
        self.size.1 = height;
    }

    /// The height of the page.
    pub(crate) fn height(&self) -> f32 {
        self.size.1
    }

    /// The page as printpdf takes it, its faces under the names they have in the file.
    pub(crate) fn into_page(mut self, names: &BTreeMap<FaceId, FontId>) -> PdfPage {
        for op in &mut self.ops {
            if let Op::SetFont { font: PdfFontHandle::External(name), .. } = op
                && let Some((_, in_file)) = names.iter().find(|(face, _)| face.name() == name.0)
            {
                name.clone_from(in_file);
            }
        }
        let (width, height) = self.size;
        if height != PAGE_HEIGHT {
            // Everything was placed as on A4; the whole moves so that its top is the top of this page.
            let matrix = CurTransMat::Translate(Pt(0.0), pt(height - PAGE_HEIGHT));
            self.ops.insert(0, Op::SetTransformationMatrix { matrix });
        }
        let paper = Rect::from_wh(Pt(width), Pt(height));
        PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops: self.ops }
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
            let meaning = type_.used.meaning(c, glyph);
            let code = Codepoint::with_cid(glyph.id.0, 0.0, meaning.to_string());
            let begin = |code| Piece { face: glyph.face, x: at, glyphs: vec![code] };
            match &mut piece {
                _ if meaning != c => {
                    self.flush(piece.take(), y, run.style);
                    self.meant(c, |page| page.flush(Some(begin(code)), y, run.style));
                }
                Some(piece) if piece.face == glyph.face => piece.glyphs.push(code),
                _ => {
                    self.flush(piece.take(), y, run.style);
                    piece = Some(begin(code));
                }
            }
            at += glyph.advance * run.style.size;
        }
        self.flush(piece, y, run.style);
        at
    }

    fn flush(&mut self, piece: Option<Piece>, y: f32, style: Style) {
        let Some(Piece { face, x, glyphs }) = piece else { return };
        self.fill_color(style.color);
        let font = PdfFontHandle::External(FontId(face.name().into()));
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFont { font, size: pt(style.size) },
            Op::SetTextCursor { pos: point((x, y)) },
            Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] },
            Op::EndTextSection,
        ]);
    }

    /// Whatever is drawn inside is copied as `c`.
    fn meant(&mut self, c: char, drawn: impl FnOnce(&mut Self)) {
        let mut units = [0; 2];
        let units = std::iter::once(0xFEFF).chain(c.encode_utf16(&mut units).iter().copied());
        let text = DictItem::Bytes(units.flat_map(u16::to_be_bytes).collect());
        let properties = DictItem::Dict { map: [("ActualText".to_owned(), text)].into() };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".into(), properties });
        drawn(self);
        self.ops.push(Op::EndMarkedContent);
    }

    /// A visible box with the code point where no face has the character; copying gives the character itself.
    fn missing(&mut self, type_: &mut Type<'_>, x: f32, y: f32, c: char, style: Style) {
        self.meant(c, |page| page.code_box(type_, (x, y), c, style));
    }

    fn code_box(&mut self, type_: &mut Type<'_>, (x, y): (f32, f32), c: char, style: Style) {
        let size = style.size;
        let area = Area { x: x + size * 0.06, y: y - size * 0.84, w: size * 0.88, h: size * 0.96 };
        self.frame(area, size * 0.05, style.color);
        let code = format!("{:04X}", u32::from(c));
        let (top, bottom) = code.split_at(code.len() / 2);
        let small = Style::plain(size * 0.4, style.color);
        for (half, line) in [top, bottom].into_iter().enumerate() {
            let middle = x + (size - width(&type_.faces, line, small)) / 2.0;
            let line = Run { text: line.into(), style: small };
            self.text(type_, middle, y - size * 0.47 + size * 0.44 * half as f32, &line);
        }
    }

    /// A straight line.
    pub(crate) fn line(&mut self, from: (f32, f32), to: (f32, f32), weight: f32, color: Color) {
        self.stroke(color, weight);
        self.polyline(&[from, to]);
    }

    /// A dashed line.
    pub(crate) fn dashed(&mut self, from: (f32, f32), to: (f32, f32), weight: f32, color: Color) {
        self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[3.0, 2.0]) });
        self.line(from, to, weight, color);
        self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::solid() });
    }

    /// A filled box.
    pub(crate) fn block(&mut self, area: Area, color: Color) {
        self.fill_color(color);
        self.rectangle(area, PaintMode::Fill);
    }

    /// An outlined box.
    pub(crate) fn frame(&mut self, area: Area, weight: f32, color: Color) {
        self.stroke(color, weight);
        self.rectangle(area, PaintMode::Stroke);
    }

    /// A box with round corners, filled.
    pub(crate) fn round_block(&mut self, area: Area, radius: f32, color: Color) {
        self.fill_color(color);
        self.polygon(vec![round(area, radius)], PaintMode::Fill);
    }

    /// A box with round corners, outlined.
    pub(crate) fn round_frame(&mut self, area: Area, radius: f32, weight: f32, color: Color) {
        self.stroke(color, weight);
        self.polygon(vec![round(area, radius)], PaintMode::Stroke);
    }

    /// A circle, filled and outlined.
    pub(crate) fn dot(&mut self, center: (f32, f32), radius: f32, fill: Color, edge: Color) {
        self.fill_color(fill);
        self.stroke(edge, 1.0);
        let area = Area { x: center.0 - radius, y: center.1 - radius, w: 2.0 * radius, h: 2.0 * radius };
        self.polygon(vec![round(area, radius)], PaintMode::FillStroke);
    }

    /// Strokes through points, with round ends.
    pub(crate) fn strokes(&mut self, strokes: &[Vec<(f32, f32)>], weight: f32, color: Color) {
        self.stroke(color, weight);
        self.ops.push(Op::SetLineCapStyle { cap: LineCapStyle::Round });
        self.ops.push(Op::SetLineJoinStyle { join: LineJoinStyle::Round });
        for points in strokes {
            self.polyline(points);
        }
        self.ops.push(Op::SetLineCapStyle { cap: LineCapStyle::Butt });
        self.ops.push(Op::SetLineJoinStyle { join: LineJoinStyle::Miter });
    }

    /// Places an image resource, clipped to a box with round corners.
    pub(crate) fn image(&mut self, name: &str, place: Area, clip: Option<f32>) {
        self.ops.push(Op::SaveGraphicsState);
        if let Some(radius) = clip {
            self.polygon(vec![round(place, radius)], PaintMode::Clip);
        }
        let Point { x, y } = point((place.x, place.y + place.h));
        let transform = XObjectTransform {
            translate_x: Some(x),
            translate_y: Some(y),
            scale_x: Some(pt(place.w).0),
            scale_y: Some(pt(place.h).0),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id: XObjectId(name.into()), transform });
        self.ops.push(Op::RestoreGraphicsState);
        self.fill = None;
    }

    fn printed(&self, color: Color) -> Color {
        if self.black_only && color != WHITE { BLACK } else { color }
    }

    fn fill_color(&mut self, color: Color) {
        let color = self.printed(color);
        if self.fill != Some(color) {
            self.ops.push(Op::SetFillColor { col: rgb(color) });
            self.fill = Some(color);
        }
    }

    fn stroke(&mut self, color: Color, weight: f32) {
        let color = self.printed(color);
        self.ops.push(Op::SetOutlineColor { col: rgb(color) });
        self.ops.push(Op::SetOutlineThickness { pt: pt(weight) });
    }

    fn polyline(&mut self, points: &[(f32, f32)]) {
        let points = points.iter().copied().map(on_line).collect();
        self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
    }

    fn rectangle(&mut self, Area { x, y, w, h }: Area, mode: PaintMode) {
        let corner = point((x, y + h));
        let mut rectangle = Rect::from_xywh(corner.x, corner.y, pt(w), pt(h));
        rectangle.mode = Some(mode);
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn polygon(&mut self, rings: Vec<PolygonRing>, mode: PaintMode) {
        self.ops.push(Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero } });
    }
}

/// The outline of a box with round corners.
fn round(area: Area, radius: f32) -> PolygonRing {
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
    let corner = |[start, one, two, end]: [(f32, f32); 4]| [on_line(start), handle(one), handle(two), on_line(end)];
    PolygonRing { points: corners.into_iter().flat_map(corner).collect() }
}

/// The faces and what was used of them: what setting text needs.
pub(crate) struct Type<'a> {
    pub faces: Faces<'a>,
    pub used: Used,
}

/// Glyphs of one face in a row.
struct Piece {
    face: FaceId,
    x: f32,
    glyphs: Vec<Codepoint>,
}

/// A length with at most two decimals (0.007 mm).
fn pt(length: f32) -> Pt {
    Pt(((f64::from(length) * 100.0).round() / 100.0) as f32)
}

/// A place on the page, turned round.
fn point((x, y): (f32, f32)) -> Point {
    Point { x: pt(x), y: pt(PAGE_HEIGHT - y) }
}

fn on_line(place: (f32, f32)) -> LinePoint {
    LinePoint { p: point(place), bezier: false }
}

fn handle(place: (f32, f32)) -> LinePoint {
    LinePoint { p: point(place), bezier: true }
}

fn rgb(Color(r, g, b): Color) -> printpdf::Color {
    let part = |byte: u8| (f32::from(byte) / 2.55).round() / 100.0;
    printpdf::Color::Rgb(Rgb { r: part(r), g: part(g), b: part(b), icc_profile: None })
}

/// The dark label on a photo and other small labels share this.
pub(crate) const LABEL: Style = Style::plain(7.5, INK2);
/// English beside or below a Chinese label.
pub(crate) const LABEL_EN: Style = Style::plain(6.5, INK2);
