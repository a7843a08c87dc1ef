//! A picture to draw on. Strokes and letters are sized by the picture, so that they look alike on every photo.

use image::RgbImage;
use tiny_skia::{
    Color, FillRule, IntSize, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Point, Rect, Stroke, Transform,
};

use super::{Spot, WHOLE_SIDE};
use crate::photo::{MAX_WORKING_BYTES, PhotoRefused};

/// A red-orange that few things in a home have.
pub(super) const STRONG: [u8; 4] = [0xFF, 0x4D, 0x1C, 0xFF];
pub(super) const WHITE: [u8; 4] = [0xFF; 4];
/// The stamp's band: what lies below can still be made out.
pub(super) const SHADE: [u8; 4] = [0, 0, 0, 0xA0];

/// The picture's three bytes a pixel and the canvas's four.
const BYTES_PER_PIXEL: u64 = 7;

/// An opaque picture in the form the path renderer draws on.
pub(super) struct Canvas {
    pixmap: Pixmap,
    pub width: f32,
    pub height: f32,
}

impl Canvas {
    /// A copy of `picture`.
    pub fn over(picture: &RgbImage) -> Result<Canvas, PhotoRefused> {
        let (width, height) = picture.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        if pixels * BYTES_PER_PIXEL > MAX_WORKING_BYTES {
            return Err(PhotoRefused::TooLarge { megapixels: pixels / 1_000_000 });
        }
        let mut rgba = Vec::with_capacity(picture.as_raw().len() / 3 * 4);
        rgba.extend(picture.pixels().flat_map(|pixel| {
            let [red, green, blue] = pixel.0;
            [red, green, blue, u8::MAX]
        }));
        let size = IntSize::from_wh(width, height).ok_or(PhotoRefused::Corrupt)?;
        let pixmap = Pixmap::from_vec(rgba, size).ok_or(PhotoRefused::Corrupt)?;
        Ok(Canvas { pixmap, width: width as f32, height: height as f32 })
    }

    /// Puts what was drawn back. The canvas is opaque, so its colours are the picture's own.
    pub fn copy_to(&self, picture: &mut RgbImage) {
        for (pixel, drawn) in picture.pixels_mut().zip(self.pixmap.pixels()) {
            pixel.0 = [drawn.red(), drawn.green(), drawn.blue()];
        }
    }

    pub fn point(&self, [x, y]: Spot) -> Point {
        let part = |thousandths: u16| f32::from(thousandths) / f32::from(WHOLE_SIDE);
        Point::from_xy(part(x) * self.width, part(y) * self.height)
    }

    pub fn long_side(&self) -> f32 {
        self.width.max(self.height)
    }

    pub fn short_side(&self) -> f32 {
        self.width.min(self.height)
    }

    /// How wide a mark's strokes are: 0.6 % of the long side.
    pub fn stroke_width(&self) -> f32 {
        (self.long_side() * 0.006).max(4.0)
    }

    pub fn fill(&mut self, path: &Path, colour: [u8; 4]) {
        self.pixmap.fill_path(path, &paint(colour), FillRule::Winding, Transform::identity(), None);
    }

    pub fn stroke(&mut self, path: &Path, width: f32, colour: [u8; 4]) {
        let (line_cap, line_join) = (LineCap::Round, LineJoin::Round);
        let stroke = Stroke { width, line_cap, line_join, ..Stroke::default() };
        self.pixmap.stroke_path(path, &paint(colour), &stroke, Transform::identity(), None);
    }

    pub fn fill_box(&mut self, left: f32, top: f32, right: f32, bottom: f32, colour: [u8; 4]) {
        if let Some(place) = Rect::from_ltrb(left, top, right, bottom) {
            self.fill(&PathBuilder::from_rect(place), colour);
        }
    }
}

fn paint([red, green, blue, alpha]: [u8; 4]) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(Color::from_rgba8(red, green, blue, alpha));
    paint
}
