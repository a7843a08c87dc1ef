//! The two things read from EXIF before all of it is dropped.

use exif::{Exif, In, Reader, Tag, Value};
use image::metadata::Orientation;

/// More than any camera writes (a JPEG segment holds 64 KiB); a PNG could bring more.
const MAX_EXIF_BYTES: usize = 256 << 10;

/// What the camera noted and we use.
pub(super) struct Notes {
    pub orientation: Orientation,
    pub taken: Option<String>,
}

/// Reads orientation and time taken. Broken EXIF is as good as none: a photo is never refused for it.
pub(super) fn read(tiff: Option<Vec<u8>>) -> Notes {
    let exif = tiff.filter(|tiff| tiff.len() <= MAX_EXIF_BYTES).and_then(parse);
    let orientation = exif.as_ref().and_then(orientation).unwrap_or(Orientation::NoTransforms);
    Notes { orientation, taken: exif.as_ref().and_then(taken) }
}

fn parse(tiff: Vec<u8>) -> Option<Exif> {
    let read = Reader::new().continue_on_error(true).read_raw(tiff);
    read.or_else(|partial| partial.distill_partial_result(|_| {})).ok()
}

fn orientation(exif: &Exif) -> Option<Orientation> {
    let value = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    Orientation::from_exif(u8::try_from(value).ok()?)
}

/// `2008:10:22 16:28:39` (EXIF 2.3, 4.6.5) as `2008-10-22T16:28:39`; nothing for blanks, zeros and nonsense.
fn taken(exif: &Exif) -> Option<String> {
    let Value::Ascii(lines) = &exif.get_field(Tag::DateTimeOriginal, In::PRIMARY)?.value else { return None };
    let text = std::str::from_utf8(lines.first()?).ok()?.trim();
    let fits = |(byte, shape): (u8, u8)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    if text.len() != 19 || !text.bytes().zip(*b"0000:00:00 00:00:00").all(fits) {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let real = number(0, 4)? >= 1990
        && (1..=12).contains(&number(5, 7)?)
        && (1..=31).contains(&number(8, 10)?)
        && number(11, 13)? < 24
        && number(14, 16)? < 60
        && number(17, 19)? < 61;
    real.then(|| Some(format!("{}T{}", text.get(..10)?.replace(':', "-"), text.get(11..)?))).flatten()
}
