//! The kind of a file by its first bytes; names and MIME types are not asked.

use serde::{Deserialize, Serialize};

/// A kind of picture or film we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// JPEG. Drawn, unless it is of a rare make (arithmetic, lossless, 12 bits), which is kept.
    Jpeg,
    /// PNG. Drawn.
    Png,
    /// HEIC, what iPhones and many Android phones take.
    Heic,
    /// Another HEIF.
    Heif,
    /// AVIF.
    Avif,
    /// WebP.
    Webp,
    /// JPEG XL.
    Jxl,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// TIFF, which most cameras' raw files are too (DNG, NEF, ARW, CR2).
    Tiff,
    /// A camera's raw file of its own make (CR3, RAF, RW2, ORF).
    Raw,
    /// MP4 and 3GP films.
    Mp4,
    /// QuickTime films.
    Mov,
}

impl Kind {
    /// The usual end of such a file's name, without a dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Kind::Jpeg => "jpg",
            Kind::Png => "png",
            Kind::Heic => "heic",
            Kind::Heif => "heif",
            Kind::Avif => "avif",
            Kind::Webp => "webp",
            Kind::Jxl => "jxl",
            Kind::Gif => "gif",
            Kind::Bmp => "bmp",
            Kind::Tiff => "tif",
            Kind::Raw => "raw",
            Kind::Mp4 => "mp4",
            Kind::Mov => "mov",
        }
    }

    /// The media type to serve such a file under.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Heic => "image/heic",
            Kind::Heif => "image/heif",
            Kind::Avif => "image/avif",
            Kind::Webp => "image/webp",
            Kind::Jxl => "image/jxl",
            Kind::Gif => "image/gif",
            Kind::Bmp => "image/bmp",
            Kind::Tiff => "image/tiff",
            Kind::Raw => "application/octet-stream",
            Kind::Mp4 => "video/mp4",
            Kind::Mov => "video/quicktime",
        }
    }
}

/// Signatures at the very start. Order matters only where one begins another.
const STARTS: &[(&[u8], Kind)] = &[
    (b"\xFF\xD8", Kind::Jpeg),
    (b"\x89PNG\r\n\x1A\n", Kind::Png),
    (b"GIF87a", Kind::Gif),
    (b"GIF89a", Kind::Gif),
    (b"II*\0", Kind::Tiff),
    (b"MM\0*", Kind::Tiff),
    (b"\xFF\x0A", Kind::Jxl),
    (b"\0\0\0\x0CJXL \r\n\x87\n", Kind::Jxl),
    (b"FUJIFILMCCD-RAW", Kind::Raw),
    (b"IIU\0", Kind::Raw),
    (b"IIRO", Kind::Raw),
    (b"IIRS", Kind::Raw),
    (b"MMOR", Kind::Raw),
];

/// Tells the kind of a file, or `None` for what is no picture and no film.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    let start = STARTS.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, kind)| *kind);
    start.or_else(|| riff(bytes)).or_else(|| bitmap(bytes)).or_else(|| iso_media(bytes))
}

fn riff(bytes: &[u8]) -> Option<Kind> {
    (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice())).then_some(Kind::Webp)
}

/// `BM` begins many texts too, so the header size (bytes 14..18) must be one that exists.
fn bitmap(bytes: &[u8]) -> Option<Kind> {
    let header = bytes.get(14..18)?.first_chunk::<4>()?;
    (bytes.starts_with(b"BM") && matches!(u32::from_le_bytes(*header), 12 | 40 | 52 | 56 | 64 | 108 | 124))
        .then_some(Kind::Bmp)
}

/// ISO base media files (HEIF, AVIF, MP4, QuickTime) name their brand in a first `ftyp` box (ISO/IEC 14496-12, 4.3).
fn iso_media(bytes: &[u8]) -> Option<Kind> {
    if bytes.get(4..8)? != b"ftyp" {
        return None;
    }
    Some(match bytes.get(8..12)? {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => Kind::Heic,
        b"mif1" | b"mif2" | b"msf1" => declared_codec(bytes).unwrap_or(Kind::Heif),
        b"avif" | b"avis" => Kind::Avif,
        b"crx " => Kind::Raw,
        b"qt  " => Kind::Mov,
        _ => Kind::Mp4,
    })
}

/// A HEIF of a general brand lists the codec's own brand among the compatible ones that follow.
fn declared_codec(bytes: &[u8]) -> Option<Kind> {
    let size = u32::from_be_bytes(*bytes.first_chunk::<4>()?) as usize;
    let brands = bytes.get(16..size.min(bytes.len()))?;
    brands.chunks_exact(4).find_map(|brand| match brand {
        b"heic" | b"heix" => Some(Kind::Heic),
        b"avif" => Some(Kind::Avif),
        _ => None,
    })
}
