//! Bytes or parts to ink, with every limit checked.

use serde::Deserialize;

use super::{FULL_PRESSURE, Ink, InkRefused, MAX_BOX, MAX_BYTES, MAX_MS, MAX_POINTS, MAX_STROKES, Point};

/// The blob as written, before any limit is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    v: u32,
    #[serde(rename = "box")]
    frame: [u32; 2],
    strokes: Vec<Vec<Point>>,
}

/// Only the version, so that a newer form is told apart from a broken one.
#[derive(Deserialize)]
struct Version {
    v: u32,
}

impl Ink {
    /// Ink from its parts: `frame` is width and height of the box in 1/100 mm.
    ///
    /// No strokes at all is a valid, blank ink; a stroke without points is not.
    ///
    /// # Errors
    /// [`InkRefused`] if a limit of [`super`] is broken.
    pub fn new(frame: [u32; 2], strokes: Vec<Vec<Point>>) -> Result<Ink, InkRefused> {
        if strokes.len() > MAX_STROKES || strokes.iter().map(Vec::len).sum::<usize>() > MAX_POINTS {
            return Err(InkRefused::TooLarge);
        }
        if strokes.iter().any(Vec::is_empty) {
            return Err(InkRefused::Malformed);
        }
        let [width, height] = frame;
        let side = 1..=MAX_BOX;
        let inside = |point: &Point| point.x <= width && point.y <= height;
        if !side.contains(&width) || !side.contains(&height) || !strokes.iter().flatten().all(inside) {
            return Err(InkRefused::OutsideBox);
        }
        if !strokes.iter().flatten().is_sorted_by_key(|point| point.ms)
            || strokes.iter().flatten().any(|point| point.ms > MAX_MS)
        {
            return Err(InkRefused::BrokenTiming);
        }
        if strokes.iter().flatten().any(|point| point.pressure > FULL_PRESSURE) {
            return Err(InkRefused::BrokenPressure);
        }
        let ink = Ink { v: 1, frame, strokes };
        if ink.to_json()?.len() > MAX_BYTES {
            return Err(InkRefused::TooLarge);
        }
        Ok(ink)
    }

    /// Reads an ink blob. Only the one canonical form is taken: two blobs with different digests never mean the same ink.
    ///
    /// # Errors
    /// [`InkRefused`]: too large, of a newer version, not canonical JSON of this shape, or a limit broken.
    pub fn parse(bytes: &[u8]) -> Result<Ink, InkRefused> {
        if bytes.len() > MAX_BYTES {
            return Err(InkRefused::TooLarge);
        }
        let malformed = |_| InkRefused::Malformed;
        let Version { v } = serde_json::from_slice(bytes).map_err(malformed)?;
        if v > 1 {
            return Err(InkRefused::UnknownVersion);
        }
        let written: Written = serde_json::from_slice(bytes).map_err(malformed)?;
        let ink = Ink::new(written.frame, written.strokes)?;
        if written.v != 1 || ink.to_json()? != bytes {
            return Err(InkRefused::Malformed);
        }
        Ok(ink)
    }
}
