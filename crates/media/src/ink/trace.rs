//! Strokes to curves for a PDF.
//!
//! A stroke becomes a uniform quadratic B-spline with its points as control points, written as cubic curves: it starts and ends
//! exactly where the finger did, is smooth between, and never leaves the hull of the points, so it stays in the box.
//! Only +, -, x, / and square roots are used, so the same ink gives the same numbers on every machine.

use super::{FULL_PRESSURE, Ink, Point};

/// Line width of the lightest touch, in millimetres.
const THIN: f32 = 0.30;
/// Line width of the firmest touch, in millimetres.
const THICK: f32 = 0.75;
/// The speed, in millimetres per millisecond, at which a stroke without pressure is thinnest.
const FAST: f32 = 0.20;

/// One stroke. Draw it with round caps and joins; lengths are millimetres from the top left of the box.
#[derive(Clone, Debug, PartialEq)]
pub struct InkPath {
    /// Where the stroke begins.
    pub start: [f32; 2],
    /// The curves in order, each from where the last one ended. A dot is one curve that stays where it starts.
    pub curves: Vec<Curve>,
}

/// A cubic Bézier curve, as the `c` operator of a PDF takes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// First control point.
    pub c1: [f32; 2],
    /// Second control point.
    pub c2: [f32; 2],
    /// Where the curve ends.
    pub to: [f32; 2],
    /// Line width.
    pub width: f32,
}

impl Ink {
    /// The strokes as curves with widths, for drawing as vectors. One path a stroke, in order.
    #[must_use]
    pub fn to_paths(&self) -> Vec<InkPath> {
        let pressed = self.strokes().iter().flatten().any(|point| point.pressure > 0);
        self.strokes().iter().filter_map(|stroke| path(stroke, pressed)).collect()
    }
}

fn path(stroke: &[Point], pressed: bool) -> Option<InkPath> {
    let mut points = stroke.to_vec();
    points.dedup_by_key(|point| (point.x, point.y));
    let (first, last) = (points.first()?, points.last()?);
    let start = place(first);
    if points.len() == 1 {
        let width = if pressed { by_pressure(first) } else { (THIN + THICK) / 2.0 };
        return Some(InkPath { start, curves: vec![Curve { c1: start, c2: start, to: start, width }] });
    }
    let mut from = start;
    let mut width = None;
    let mut curves = Vec::with_capacity(points.len());
    for pair in points.windows(2) {
        let [a, b] = pair else { continue };
        let wanted = if pressed { (by_pressure(a) + by_pressure(b)) / 2.0 } else { by_speed(a, b) };
        // Widths follow slowly, or the line would look like a string of beads.
        let now = width.map_or(wanted, |before: f32| before * 0.7 + wanted * 0.3);
        width = Some(now);
        let to = middle(place(a), place(b));
        curves.push(quadratic(from, place(a), to, now));
        from = to;
    }
    let end = place(last);
    curves.push(quadratic(from, middle(from, end), end, width.unwrap_or(THIN)));
    Some(InkPath { start, curves })
}

/// A quadratic curve with control point `over`, raised to a cubic.
fn quadratic(from: [f32; 2], over: [f32; 2], to: [f32; 2], width: f32) -> Curve {
    let toward = |a: [f32; 2]| [a[0] + (over[0] - a[0]) * 2.0 / 3.0, a[1] + (over[1] - a[1]) * 2.0 / 3.0];
    Curve { c1: toward(from), c2: toward(to), to, width }
}

fn place(point: &Point) -> [f32; 2] {
    [point.x as f32 / 100.0, point.y as f32 / 100.0]
}

fn middle(a: [f32; 2], b: [f32; 2]) -> [f32; 2] {
    [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
}

fn by_pressure(point: &Point) -> f32 {
    THIN + (THICK - THIN) * point.pressure as f32 / FULL_PRESSURE as f32
}

/// Without pressure, a slow hand writes thick, as a brush does.
fn by_speed(a: &Point, b: &Point) -> f32 {
    let [dx, dy] = [(place(b)[0] - place(a)[0]), (place(b)[1] - place(a)[1])];
    let speed = (dx * dx + dy * dy).sqrt() / b.ms.saturating_sub(a.ms).max(1) as f32;
    THICK - (THICK - THIN) * (speed / FAST).min(1.0)
}
