//! Photos: from whatever the camera or the gallery hands over to what the job keeps.
//!
//! | file | verb |
//! |---|---|
//! | `sniff.rs` | tells the kind of a file by its first bytes |
//! | `frame.rs` | walks a JPEG's markers or a PNG's chunks: size, kind, whether the file is whole; decodes nothing |
//! | `scan.rs` | counts a JPEG's blocks: is every one there and does it make sense |
//! | `decode.rs` | pixels as RGB, 8 bits, within the limits |
//! | `exif.rs` | the two things we read before the rest is dropped: orientation and time taken |
//! | `colour.rs` | converts a wide-gamut photo to sRGB |
//! | `shrink.rs` | scales down, never up |
//! | `encode.rs` | baseline JPEG, 4:2:0, three components |
//! | `edit.rs` | burns marks and a stamp into a kept photo |
//! | `refused.rs` | why a file was not taken and what the person can do |

mod colour;
mod decode;
mod edit;
mod encode;
mod exif;
mod frame;
mod refused;
mod scan;
mod shrink;
mod sniff;
#[cfg(test)]
mod tests;

pub use edit::{Edit, Fonts, MAX_MARKS, MAX_TEXT, Mark, Spot, WHOLE_SIDE, check_marks, edit};
pub use refused::PhotoRefused;
pub use sniff::Kind;

/// The longest side of a kept photo, in pixels.
pub const LONG_SIDE: u32 = 1600;
const QUALITY: u8 = 80;
/// The longest side of a thumbnail, in pixels.
pub const THUMB_SIDE: u32 = 320;
/// The most pixels a photo may declare: 100 megapixels. Phones that make more offer a smaller setting.
pub const MAX_PIXELS: u64 = 100_000_000;
/// The most bytes decoding may hold at once, pixels and coefficients together: 512 MiB.
pub const MAX_WORKING_BYTES: u64 = 512 << 20;

/// A photo as the job keeps it.
///
/// The JPEG is baseline, 4:2:0, three components (a grey photo too, so that a paper can embed any of them as
/// DeviceRGB), in sRGB, upright, with no EXIF, GPS, maker notes, XMP, ICC profile or embedded preview.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    /// The JPEG, long side at most [`Size::long_side`].
    pub jpeg: Vec<u8>,
    /// Width of `jpeg` in pixels, upright.
    pub width: u32,
    /// Height of `jpeg` in pixels, upright.
    pub height: u32,
    /// A JPEG of the same picture, long side at most [`THUMB_SIDE`].
    pub thumb: Vec<u8>,
    /// When the camera says it was taken, `YYYY-MM-DDTHH:MM:SS` in the camera's own time. A hint for sorting, never
    /// evidence: anyone can set a camera's clock.
    pub taken: Option<String>,
}

impl std::fmt::Debug for Photo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Photo { jpeg, width, height, thumb, taken } = self;
        write!(f, "Photo({width}x{height}, {} B, thumb {} B, taken {taken:?})", jpeg.len(), thumb.len())
    }
}

/// What became of a file that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intake {
    /// We could draw it: here is the photo. The original can go.
    Drawn(Photo),
    /// A picture or film we know but cannot draw. It is kept whole, so it still holds whatever the camera wrote into
    /// it, its place included; show the kind and size in place of a thumbnail.
    Kept {
        /// What it is.
        kind: Kind,
        /// The file, unchanged.
        bytes: Vec<u8>,
    },
}

impl Intake {
    /// The photo, if we could draw it.
    #[must_use]
    pub fn drawn(self) -> Option<Photo> {
        match self {
            Intake::Drawn(photo) => Some(photo),
            Intake::Kept { .. } => None,
        }
    }
}

/// Takes in a file from the camera or gallery.
///
/// The kind is read from the content, never from a name. Size and wholeness are checked before a pixel is decoded. Of a file
/// that holds several pictures (HDR gain map, motion photo, depth map) only the first is drawn.
///
/// The same bytes give the same result on one build and kind of processor (the SIMD paths of two kinds may differ in
/// the last bit, so a digest is taken once, from this result, and never recomputed from the original).
///
/// # Errors
/// [`PhotoRefused`] says what is wrong with the file and what to do; nothing has been kept then.
pub fn intake(bytes: &[u8]) -> Result<Intake, PhotoRefused> {
    intake_as(bytes, Size::default())
}

/// How large a photo is kept, and how well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// Its long side in pixels; a smaller one never grows.
    pub long_side: u32,
    /// On the IJG scale, 1 to 100: at 80, 1600 x 1200 pixels of a room come to 300-400 KB.
    pub quality: u8,
}

impl Default for Size {
    fn default() -> Self {
        Self { long_side: LONG_SIDE, quality: QUALITY }
    }
}

/// [`intake`] for a firm that keeps its photos in another size.
///
/// # Errors
/// As of [`intake`].
pub fn intake_as(bytes: &[u8], size: Size) -> Result<Intake, PhotoRefused> {
    if bytes.is_empty() {
        return Err(PhotoRefused::Empty);
    }
    let kind = sniff::kind(bytes).ok_or(PhotoRefused::NotAPhoto)?;
    let decoded = match kind {
        Kind::Jpeg => decode::jpeg(bytes)?,
        Kind::Png => decode::png(bytes)?,
        _ => None,
    };
    match decoded {
        Some(decoded) => finish(decoded, size).map(Intake::Drawn),
        None => Ok(Intake::Kept { kind, bytes: bytes.to_vec() }),
    }
}

/// A kept photo as lists show it: long side at most [`THUMB_SIDE`].
///
/// # Errors
/// As of [`intake`].
pub fn small(bytes: &[u8]) -> Result<Vec<u8>, PhotoRefused> {
    let size = Size { long_side: THUMB_SIDE, ..Size::default() };
    intake_as(bytes, size)?.drawn().map(|photo| photo.jpeg).ok_or(PhotoRefused::NotAPhoto)
}

/// From pixels to the kept photo: small first, because turning and colour cost by the pixel.
fn finish(decoded: decode::Decoded, size: Size) -> Result<Photo, PhotoRefused> {
    let notes = exif::read(decoded.exif);
    let small = shrink::to_long_side(decoded.pixels, size.long_side)?;
    let mut upright = shrink::turn(small, notes.orientation);
    if let Some(profile) = &decoded.icc {
        colour::to_srgb(&mut upright, profile);
    }
    Ok(Photo { taken: notes.taken, ..keep(upright, size.quality)? })
}

/// A finished picture as a photo, with the thumbnail that belongs to it.
fn keep(picture: image::RgbImage, quality: u8) -> Result<Photo, PhotoRefused> {
    let (width, height) = picture.dimensions();
    let jpeg = encode::jpeg(&picture, quality)?;
    let thumb = encode::jpeg(&shrink::to_long_side(picture, THUMB_SIDE)?, quality)?;
    Ok(Photo { jpeg, width, height, thumb, taken: None })
}
