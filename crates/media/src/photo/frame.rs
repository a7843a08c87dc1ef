//! Walks the container without decoding: how large, of what make, and whether the file is whole.
//!
//! Decoders are lenient: they fill what is missing with grey and call it a picture. A photo that is evidence must not be
//! half grey, so wholeness is decided here: a JPEG must reach its end-of-image marker, a PNG its IEND chunk.

use super::{MAX_PIXELS, MAX_WORKING_BYTES, PhotoRefused};

/// What a JPEG's frame header declares (ITU-T T.81, B.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct JpegFrame {
    pub width: u32,
    pub height: u32,
    pub components: u8,
    /// Samples of all components in one 8x8-block group of the largest sampling, in blocks.
    blocks_per_unit: u32,
    /// Width and height of such a group in blocks.
    unit: (u32, u32),
    progressive: bool,
    /// 8-bit Huffman-coded baseline, extended or progressive, with 1, 3 or 4 components: what the decoder draws.
    pub drawable: bool,
}

/// Reads the marker sequence of a JPEG up to its end of image.
///
/// # Errors
/// `Truncated` if the file ends before, `Corrupt` if the markers make no sense or there is too little data for the declared
/// size, `TooLarge` beyond the limits (decided at the frame header: the rest is not even scanned).
pub(super) fn jpeg(bytes: &[u8]) -> Result<JpegFrame, PhotoRefused> {
    let mut at = 2;
    let mut frame = None;
    let mut coded = 0;
    loop {
        let (marker, after) = next_marker(bytes, at).ok_or(PhotoRefused::Truncated)?;
        at = after;
        match marker {
            0xD9 => break,
            0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let body = segment(bytes, at)?;
        at += 2 + body.len();
        if marker == 0xDA {
            let end = scan_end(bytes, at).ok_or(PhotoRefused::Truncated)?;
            coded += end - at;
            at = end;
        } else if is_frame(marker) && frame.is_none() {
            frame = Some(frame_header(marker, body)?);
        }
    }
    let frame = frame.ok_or(PhotoRefused::Corrupt)?;
    if frame.drawable && (coded as u64) < frame.least_coded_bytes() {
        return Err(PhotoRefused::Truncated);
    }
    Ok(frame)
}

/// SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC), which sit in the same range.
fn is_frame(marker: u8) -> bool {
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
fn segment(bytes: &[u8], at: usize) -> Result<&[u8], PhotoRefused> {
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
    let sampling = || table.chunks_exact(3).take(usize::from(*components)).filter_map(|row| row.get(1).copied());
    let (across, down) = (|s: u8| u32::from(s >> 4), |s: u8| u32::from(s & 15));
    let frame = JpegFrame {
        width,
        height,
        components: *components,
        blocks_per_unit: sampling().map(|s| across(s) * down(s)).sum(),
        unit: (sampling().map(across).max().unwrap_or(0).max(1), sampling().map(down).max().unwrap_or(0).max(1)),
        progressive: marker == 0xC2,
        // A height of 0 is given later by a DNL segment, which no phone writes.
        drawable: matches!(marker, 0xC0..=0xC2) && *precision == 8 && matches!(components, 1 | 3 | 4) && height > 0,
    };
    let coefficients = if frame.progressive { frame.blocks() * 64 * 2 } else { 0 };
    fits(width, height, 3, coefficients)?;
    Ok(frame)
}

impl JpegFrame {
    /// How many 8x8 blocks of all components the picture has.
    fn blocks(&self) -> u64 {
        let units = u64::from(self.width.div_ceil(8 * self.unit.0)) * u64::from(self.height.div_ceil(8 * self.unit.1));
        units * u64::from(self.blocks_per_unit)
    }

    /// The fewest bytes that can hold the picture. A baseline block takes two Huffman codes of one bit or more, so a tiny file that
    /// declares a huge picture is found out before memory is taken; progressive scans can be shorter.
    fn least_coded_bytes(&self) -> u64 {
        if self.progressive { 1 } else { self.blocks() / 4 }
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
