//! Arrows and rings: a strong colour with a white outline, so that they show on dark and light alike.

use tiny_skia::{Path, PathBuilder, Point, Rect};

use super::Spot;
use super::canvas::{Canvas, STRONG, WHITE};

/// The white on each side of a stroke, as a part of its width.
const OUTLINE: f32 = 0.35;
/// An arrow's head, in widths of its shaft.
const HEAD_LENGTH: f32 = 5.0;
const HEAD_HALF: f32 = 2.2;

/// Draws an arrow whose tip is at `to`. One without a length is a dot: the finger only tapped.
pub(super) fn arrow(canvas: &mut Canvas, from: Spot, to: Spot) {
    let width = canvas.stroke_width();
    let (tail, tip) = (canvas.point(from), canvas.point(to));
    let along = tip - tail;
    let length = along.length();
    if length < width {
        if let Some(dot) = PathBuilder::from_circle(tip.x, tip.y, width * 1.5) {
            outlined(canvas, &dot, width, true);
        }
        return;
    }
    let ahead = Point::from_xy(along.x / length, along.y / length);
    let neck = tip - scaled(ahead, HEAD_LENGTH * width);
    let shaft = (length > HEAD_LENGTH * width).then(|| line(tail, neck)).flatten();
    let head = head(tip, neck, scaled(Point::from_xy(-ahead.y, ahead.x), HEAD_HALF * width));
    // All white before all colour, or the outline of the one would cut through the other.
    let edge = 2.0 * OUTLINE * width;
    if let Some(shaft) = &shaft {
        canvas.stroke(shaft, width + edge, WHITE);
    }
    if let Some(head) = &head {
        canvas.stroke(head, edge, WHITE);
        canvas.fill(head, STRONG);
    }
    if let Some(shaft) = &shaft {
        canvas.stroke(shaft, width, STRONG);
    }
}

/// Draws the ellipse inside the box; a box too thin to see is widened.
pub(super) fn ring(canvas: &mut Canvas, from: Spot, to: Spot) {
    let width = canvas.stroke_width();
    let (a, b) = (canvas.point(from), canvas.point(to));
    let (left, right) = apart(a.x, b.x, 3.0 * width);
    let (top, bottom) = apart(a.y, b.y, 3.0 * width);
    if let Some(oval) = Rect::from_ltrb(left, top, right, bottom).and_then(PathBuilder::from_oval) {
        outlined(canvas, &oval, width, false);
    }
}

fn outlined(canvas: &mut Canvas, path: &Path, width: f32, filled: bool) {
    canvas.stroke(path, width * (1.0 + 2.0 * OUTLINE), WHITE);
    canvas.stroke(path, width, STRONG);
    if filled {
        canvas.fill(path, STRONG);
    }
}

fn line(from: Point, to: Point) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(from.x, from.y);
    path.line_to(to.x, to.y);
    path.finish()
}

fn head(tip: Point, neck: Point, half: Point) -> Option<Path> {
    let (left, right) = (neck + half, neck - half);
    let mut path = PathBuilder::new();
    path.move_to(tip.x, tip.y);
    path.line_to(left.x, left.y);
    path.line_to(right.x, right.y);
    path.close();
    path.finish()
}

fn scaled(point: Point, by: f32) -> Point {
    Point::from_xy(point.x * by, point.y * by)
}

/// The two in order, at least `least` apart around the same middle.
fn apart(a: f32, b: f32, least: f32) -> (f32, f32) {
    let (middle, half) = ((a + b) / 2.0, ((a - b).abs() / 2.0).max(least / 2.0));
    (middle - half, middle + half)
}
