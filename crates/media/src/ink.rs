//! Ink: a handwritten signature as strokes, the blob a seal binds (FORMATS "Ink blob").
//!
//! | file | verb |
//! |---|---|
//! | `read.rs` | bytes or parts to an [`Ink`] that keeps every limit |
//! | `trace.rs` | curves with widths, for drawing as vectors in a PDF |
//! | `refused.rs` | why ink was not taken and what the person can do |

mod read;
mod refused;
#[cfg(test)]
mod tests;
mod trace;

use serde::{Deserialize, Serialize};

pub use refused::InkRefused;
pub use trace::{Curve, InkPath};

/// The most bytes an ink blob may have: 256 KiB.
pub const MAX_BYTES: usize = 256 << 10;
/// The most strokes.
pub const MAX_STROKES: usize = 400;
/// The most points, all strokes together.
pub const MAX_POINTS: usize = 20_000;
/// The longest side of the box in 1/100 mm: one metre.
pub const MAX_BOX: u32 = 100_000;
/// The latest moment of a point in milliseconds after the first: one day.
pub const MAX_MS: u32 = 86_400_000;
/// Full pressure. Pressure is in thousandths of it; 0 where the screen cannot tell.
pub const FULL_PRESSURE: u32 = 1000;
/// The least length of ink that is more than a slip of the finger, in 1/100 mm: 8 mm.
pub const LEAST_LENGTH: u64 = 800;

/// A point of a stroke; in JSON `[x, y, ms, pressure]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u32, u32, u32)", into = "(u32, u32, u32, u32)")]
pub struct Point {
    /// From the left edge of the box, in 1/100 mm.
    pub x: u32,
    /// From the top edge of the box, in 1/100 mm.
    pub y: u32,
    /// Milliseconds since the first point of the first stroke.
    pub ms: u32,
    /// Thousandths of full pressure, 0 to [`FULL_PRESSURE`]; 0 where the screen cannot tell.
    pub pressure: u32,
}

impl From<(u32, u32, u32, u32)> for Point {
    fn from((x, y, ms, pressure): (u32, u32, u32, u32)) -> Self {
        Point { x, y, ms, pressure }
    }
}

impl From<Point> for (u32, u32, u32, u32) {
    fn from(point: Point) -> Self {
        (point.x, point.y, point.ms, point.pressure)
    }
}

/// A signature as strokes within a box. A value of this type keeps all limits of this module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ink {
    v: u32,
    #[serde(rename = "box")]
    frame: [u32; 2],
    strokes: Vec<Vec<Point>>,
}

impl Ink {
    /// Width and height of the box, in 1/100 mm.
    #[must_use]
    pub fn frame(&self) -> [u32; 2] {
        self.frame
    }

    /// The strokes in the order they were made.
    #[must_use]
    pub fn strokes(&self) -> &[Vec<Point>] {
        &self.strokes
    }

    /// The length of all strokes in 1/100 mm, each step rounded down.
    #[must_use]
    pub fn length(&self) -> u64 {
        let step = |from: &Point, to: &Point| {
            let (dx, dy) = (u64::from(from.x.abs_diff(to.x)), u64::from(from.y.abs_diff(to.y)));
            (dx * dx + dy * dy).isqrt()
        };
        self.strokes.iter().flat_map(|stroke| stroke.iter().zip(stroke.iter().skip(1))).map(|(a, b)| step(a, b)).sum()
    }

    /// Whether there is less ink than [`LEAST_LENGTH`]: nothing, a dot, a slip of the finger.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.length() < LEAST_LENGTH
    }

    /// The blob: canonical JSON (RFC 8785), the bytes whose digest a seal holds.
    ///
    /// # Errors
    /// None that an `Ink` can cause; the writer's own error is passed on as [`InkRefused::Malformed`].
    pub fn to_json(&self) -> Result<Vec<u8>, InkRefused> {
        serde_json_canonicalizer::to_vec(self).map_err(|_| InkRefused::Malformed)
    }
}
