//! Walks the container without decoding: how large, of what make, and whether the file is whole.
//!
//! Decoders are lenient: they fill what is missing with grey and call it a picture. A photo that is evidence must not be
//! half grey, so wholeness is decided here: a JPEG must reach its end-of-image marker, a PNG its IEND chunk. `scan.rs` looks further.

use super::{MAX_PIXELS, MAX_WORKING_BYTES, PhotoRefused};

pub(super) const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// What a JPEG's frame header declares (ITU-T T.81, B.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JpegFrame {
    pub width: u32,
    pub height: u32,
    pub components: Vec<Component>,
    pub progressive: bool,
    /// 8-bit Huffman-coded baseline, extended or progressive, with 1, 3 or 4 components: what the decoder draws.
    pub drawable: bool,
}

/// A component's id and its sampling, in blocks of 8 x 8 samples a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Component {
    pub id: u8,
    pub across: u32,
    pub down: u32,
}

/// A marker segment, and for a start of scan the entropy-coded data behind it.
pub(super) struct Segment<'a> {
    pub marker: u8,
    pub body: &'a [u8],
    pub coded: &'a [u8],
}

/// Reads the marker sequence of a JPEG up to its end of image.
///
/// # Errors
/// `Truncated` if the file ends before, `Corrupt` if the markers make no sense, `TooLarge` beyond the limits (decided at the
/// frame header: the rest is not even looked at).
pub(super) fn jpeg(bytes: &[u8]) -> Result<JpegFrame, PhotoRefused> {
    let mut frame = None;
    let mut at = 2;
    while let Some(segment) = next_segment(bytes, &mut at)? {
        if is_frame(segment.marker) && frame.is_none() {
            frame = Some(frame_header(segment.marker, segment.body)?);
        }
    }
    frame.ok_or(PhotoRefused::Corrupt)
}

/// The segment at or after `at`, which moves behind it; `None` at the end of image.
pub(super) fn next_segment<'a>(bytes: &'a [u8], at: &mut usize) -> Result<Option<Segment<'a>>, PhotoRefused> {
    let marker = loop {
        let (marker, after) = next_marker(bytes, *at).ok_or(PhotoRefused::Truncated)?;
        *at = after;
        match marker {
            END_OF_IMAGE => return Ok(None),
            // Markers without a segment.
            0x01 | 0xD0..=0xD8 => {}
            _ => break marker,
        }
    };
    let body = segment_body(bytes, *at)?;
    *at += 2 + body.len();
    let mut coded: &[u8] = &[];
    if marker == START_OF_SCAN {
        let end = scan_end(bytes, *at).ok_or(PhotoRefused::Truncated)?;
        coded = bytes.get(*at..end).unwrap_or_default();
        *at = end;
    }
    Ok(Some(Segment { marker, body, coded }))
}

/// SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC), which sit in the same range.
pub(super) fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// The next marker code at or after `at`, and the position behind it. Fill bytes and stray bytes are passed over; the
/// decoder, in strict mode, decides whether those are bearable.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *bytes.get(at + 1)? {
            0x00 => at += 2,
            0xFF => at += 1,
            marker => return Some((marker, at + 2)),
        }
    }
}

/// A segment's body: two bytes of length, which counts itself, then the rest.
fn segment_body(bytes: &[u8], at: usize) -> Result<&[u8], PhotoRefused> {
    let length = bytes.get(at..).and_then(<[u8]>::first_chunk::<2>).ok_or(PhotoRefused::Truncated)?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length < 2 {
        return Err(PhotoRefused::Corrupt);
    }
    bytes.get(at + 2..at + length).ok_or(PhotoRefused::Truncated)
}

/// Where the entropy-coded data that begins at `at` ends: at the first marker that is neither stuffing nor a restart.
fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

fn frame_header(marker: u8, body: &[u8]) -> Result<JpegFrame, PhotoRefused> {
    let [precision, h1, h0, w1, w0, components, table @ ..] = body else { return Err(PhotoRefused::Corrupt) };
    let (height, width) = (u32::from(u16::from_be_bytes([*h1, *h0])), u32::from(u16::from_be_bytes([*w1, *w0])));
    if width == 0 || *components == 0 {
        return Err(PhotoRefused::Corrupt);
    }
    let component = |row: &[u8]| match row {
        [id, sampling, _] => {
            Some(Component { id: *id, across: u32::from(sampling >> 4), down: u32::from(sampling & 15) })
        }
        _ => None,
    };
    let listed: Vec<Component> = table.chunks(3).take(usize::from(*components)).filter_map(component).collect();
    if listed.len() != usize::from(*components) || listed.iter().any(|c| !sane(c.across) || !sane(c.down)) {
        return Err(PhotoRefused::Corrupt);
    }
    let frame = JpegFrame {
        width,
        height,
        progressive: marker == 0xC2,
        // A height of 0 is given later by a DNL segment, which no phone writes.
        drawable: matches!(marker, 0xC0..=0xC2) && *precision == 8 && matches!(components, 1 | 3 | 4) && height > 0,
        components: listed,
    };
    // A progressive decoder holds every coefficient, two bytes each.
    let coefficients = if frame.progressive { frame.units() * u64::from(frame.blocks_per_unit()) * 128 } else { 0 };
    fits(width, height, 3, coefficients)?;
    Ok(frame)
}

/// Sampling factors run from 1 to 4 (T.81, B.2.2).
fn sane(sampling: u32) -> bool {
    (1..=4).contains(&sampling)
}

impl JpegFrame {
    /// The largest sampling across and down.
    pub fn most(&self) -> (u32, u32) {
        let most = |sampling: fn(&Component) -> u32| self.components.iter().map(sampling).max().unwrap_or(1);
        (most(|c| c.across), most(|c| c.down))
    }

    /// How many units (MCUs of an interleaved scan) the picture has.
    pub fn units(&self) -> u64 {
        let (across, down) = self.most();
        u64::from(self.width.div_ceil(8 * across)) * u64::from(self.height.div_ceil(8 * down))
    }

    fn blocks_per_unit(&self) -> u32 {
        self.components.iter().map(|c| c.across * c.down).sum()
    }
}

/// Reads a PNG's header and walks its chunks to the end; gives width and height.
///
/// # Errors
/// As [`jpeg`].
pub(super) fn png(bytes: &[u8]) -> Result<(), PhotoRefused> {
    let number = |at: usize| bytes.get(at..).and_then(<[u8]>::first_chunk::<4>).map(|n| u32::from_be_bytes(*n));
    let (width, height) = number(16).zip(number(20)).ok_or(PhotoRefused::Truncated)?;
    let (depth, colour) = bytes.get(24).zip(bytes.get(25)).ok_or(PhotoRefused::Truncated)?;
    if width == 0 || height == 0 {
        return Err(PhotoRefused::Corrupt);
    }
    let samples = if colour & 4 != 0 { 4 } else { 3 };
    let decoded = samples * if *depth == 16 { 2 } else { 1 };
    // As decoded, plus RGBA and RGB while alpha is laid on white.
    fits(width, height, decoded + 7, 0)?;
    let mut at = 8;
    loop {
        let length = number(at).ok_or(PhotoRefused::Truncated)? as usize;
        let name = bytes.get(at + 4..at + 8).ok_or(PhotoRefused::Truncated)?;
        let end = at.saturating_add(length).saturating_add(12);
        if end > bytes.len() {
            return Err(PhotoRefused::Truncated);
        }
        if name == b"IEND" {
            return Ok(());
        }
        at = end;
    }
}

/// Refuses what is beyond [`MAX_PIXELS`], or beyond [`MAX_WORKING_BYTES`] at so many bytes a pixel and so many besides.
fn fits(width: u32, height: u32, bytes_per_pixel: u64, besides: u64) -> Result<(), PhotoRefused> {
    let pixels = u64::from(width) * u64::from(height);
    // Pixels first: with those in bounds the product cannot overflow.
    if pixels > MAX_PIXELS || pixels * bytes_per_pixel + besides > MAX_WORKING_BYTES {
        return Err(PhotoRefused::TooLarge { megapixels: pixels / 1_000_000 });
    }
    Ok(())
}
