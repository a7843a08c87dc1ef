//! Ink (笔迹): a handwritten signature as strokes. Reads the blob of FORMATS "Papers" and fits it into a box.

use crate::canvas::Area;
use domain::digest::Digest;
use serde::Deserialize;

/// More points than a hand makes in a minute; beyond it a blob is not ink.
const MOST_POINTS: usize = 20_000;
/// The longest side of the box, 1/100 mm: 1 m.
const LONGEST: i64 = 100_000;

/// A signature as strokes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ink {
    /// SHA-256 of the blob, which the seal names.
    pub digest: Digest,
    /// The blob, which travels in the file: the sheet can be drawn again from it alone.
    pub(crate) blob: String,
    /// Strokes of points, 1/100 mm from the top left corner of the box it was written in.
    pub strokes: Vec<Vec<(i64, i64)>>,
}

/// Why a blob is not ink.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InkUnreadable {
    /// Not the JSON of an ink of version 1.
    #[error("this signature cannot be read; ask for it again")]
    Foreign,
    /// No stroke in it.
    #[error("this signature is empty; ask for it again")]
    Empty,
    /// Too many points or points outside any box.
    #[error("this signature is out of all measure; ask for it again")]
    TooLarge,
}

impl InkUnreadable {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Foreign => "ink.foreign",
            Self::Empty => "ink.empty",
            Self::TooLarge => "ink.too_large",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Foreign => "签名读不出来，请重签一次。",
            Self::Empty => "签名是空的，请重签一次。",
            Self::TooLarge => "签名超出范围，请重签一次。",
        }
        .into()
    }
}

#[derive(Deserialize)]
struct Blob {
    v: u32,
    #[serde(rename = "box")]
    size: (i64, i64),
    strokes: Vec<Vec<(i64, i64, i64, i64)>>,
}

impl Ink {
    /// Reads `{v:1, box:[w,h], strokes:[[[x,y,ms,pressure],…],…]}`.
    pub fn from_blob(blob: &[u8]) -> Result<Self, InkUnreadable> {
        let read: Blob = serde_json::from_slice(blob).map_err(|_| InkUnreadable::Foreign)?;
        if read.v != 1 {
            return Err(InkUnreadable::Foreign);
        }
        let points = read.strokes.iter().map(Vec::len).sum::<usize>();
        let fits = |length: i64| (-LONGEST..=LONGEST).contains(&length);
        let all_fit = read.strokes.iter().flatten().all(|&(x, y, ..)| fits(x) && fits(y));
        match points {
            0 => return Err(InkUnreadable::Empty),
            _ if points > MOST_POINTS || !all_fit || !fits(read.size.0) || !fits(read.size.1) => {
                return Err(InkUnreadable::TooLarge);
            }
            _ => {}
        }
        let strokes = read.strokes.iter().filter(|stroke| !stroke.is_empty());
        let strokes = strokes.map(|stroke| stroke.iter().map(|&(x, y, ..)| (x, y)).collect()).collect();
        let text = std::str::from_utf8(blob).map_err(|_| InkUnreadable::Foreign)?.to_owned();
        Ok(Self { digest: Digest::of(blob), blob: text, strokes })
    }

    /// The strokes scaled into `area`, centred, never larger than written, in pt.
    pub(crate) fn fit(&self, area: Area) -> Vec<Vec<(f32, f32)>> {
        let points = || self.strokes.iter().flatten();
        let (left, right) = bounds(points().map(|point| point.0));
        let (top, bottom) = bounds(points().map(|point| point.1));
        let pt = |hundredths: i64| hundredths as f32 * 72.0 / 2540.0;
        let (w, h) = (pt(right - left).max(0.1), pt(bottom - top).max(0.1));
        let scale = (area.w / w).min(area.h / h).min(1.0);
        let (x, y) = (area.x + (area.w - w * scale) / 2.0, area.y + (area.h - h * scale) / 2.0);
        let place = |&(px, py): &(i64, i64)| (x + pt(px - left) * scale, y + pt(py - top) * scale);
        let dot = |stroke: &Vec<(i64, i64)>| {
            let mut points: Vec<_> = stroke.iter().map(place).collect();
            if let [(x, y)] = points.as_slice() {
                points = vec![(*x, *y), (x + 0.2, *y)]; // a tap shows as a dot
            }
            points
        };
        self.strokes.iter().map(dot).collect()
    }
}

fn bounds(values: impl Iterator<Item = i64>) -> (i64, i64) {
    let (low, high) = values.fold((i64::MAX, i64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    if low > high { (0, 0) } else { (low, high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_read_and_fits_its_box() {
        let blob = br#"{"box":[8000,3000],"strokes":[[[0,0,0,500],[8000,3000,80,500]],[[100,100,90,1]]],"v":1}"#;
        let ink = Ink::from_blob(blob).unwrap();
        assert_eq!(ink.digest, Digest::of(blob));
        let area = Area { x: 10.0, y: 20.0, w: 50.0, h: 30.0 };
        for (x, y) in ink.fit(area).concat() {
            assert!((10.0..=60.3).contains(&x) && (20.0..=50.1).contains(&y), "{x} {y}");
        }
    }

    #[test]
    fn what_is_not_ink_is_refused_with_its_reason() {
        for foreign in [
            &b""[..],
            b"{}",
            b"[]",
            br#"{"box":[1,1],"strokes":[],"v":2}"#,
            br#"{"box":[1,1],"strokes":[[[0.5,1,1,1]]],"v":1}"#,
        ] {
            assert_eq!(Ink::from_blob(foreign), Err(InkUnreadable::Foreign));
        }
        assert_eq!(Ink::from_blob(br#"{"box":[1,1],"strokes":[[]],"v":1}"#), Err(InkUnreadable::Empty));
        let far = br#"{"box":[1,1],"strokes":[[[9223372036854775807,-9223372036854775808,0,0]]],"v":1}"#;
        assert_eq!(Ink::from_blob(far), Err(InkUnreadable::TooLarge));
        let many = format!(r#"{{"box":[1,1],"strokes":[[{}[0,0,0,0]]],"v":1}}"#, "[0,0,0,0],".repeat(MOST_POINTS));
        assert_eq!(Ink::from_blob(many.as_bytes()), Err(InkUnreadable::TooLarge));
    }
}
