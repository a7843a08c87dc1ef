//! A company's logo. A JPEG goes into the file untouched, a PNG with its own compressed rows (ISO 32000-2, 7.4.4.4: the
//! predictors of PNG): nothing is decoded, so nothing depends on a decoder. What cannot go in so is refused with the way out.

use crate::jpeg;
use domain::digest::Digest;

/// A logo larger than this is a photo.
const LONGEST: usize = 512 * 1024;
/// Pixels of a side; enough for 12 mm at any printer.
const MOST_PIXELS: u32 = 4_096;

/// A logo that a paper can hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Logo {
    pub(super) file: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(crate) body: Body,
}

/// How the pixels stand in the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Body {
    Jpeg {
        grey: bool,
    },
    /// Zlib rows with PNG's predictors, so many colours a pixel.
    Png {
        rows: Vec<u8>,
        colors: u8,
    },
}

/// Why a file is no logo.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum LogoRefused {
    /// Neither JPEG nor PNG, or damaged.
    #[error("this logo is no JPEG or PNG picture; choose another file")]
    Foreign,
    /// A PNG with transparency, a palette, more than 8 bits or interlacing.
    #[error("this PNG has transparency, a palette or interlacing; save it as plain RGB on white, or as JPEG")]
    Kind,
    /// Too large.
    #[error("this logo is larger than 512 KB or 4096 pixels; save it smaller")]
    TooLarge,
}

impl LogoRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Foreign => "logo.foreign",
            Self::Kind => "logo.kind",
            Self::TooLarge => "logo.too_large",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Foreign => "标志不是 JPEG 或 PNG 图片，请换一个文件。",
            Self::Kind => "这个 PNG 带透明、调色板或隔行，请存成白底的普通 RGB，或存成 JPEG。",
            Self::TooLarge => "标志超过 512 KB 或 4096 像素，请缩小后再存。",
        }
        .into()
    }
}

impl Logo {
    /// Reads a JPEG or a PNG.
    pub fn read(file: &[u8]) -> Result<Self, LogoRefused> {
        if file.len() > LONGEST {
            return Err(LogoRefused::TooLarge);
        }
        let logo = match file.strip_prefix(b"\x89PNG\r\n\x1a\n") {
            Some(chunks) => png(file, chunks)?,
            None => {
                let head = jpeg::head(file).ok_or(LogoRefused::Foreign)?;
                let (width, height) = (head.width.into(), head.height.into());
                Self { file: file.to_vec(), width, height, body: Body::Jpeg { grey: head.components == 1 } }
            }
        };
        match logo.width.max(logo.height) > MOST_PIXELS {
            true => Err(LogoRefused::TooLarge),
            false => Ok(logo),
        }
    }

    /// Width over height.
    pub(crate) fn ratio(&self) -> f32 {
        self.width as f32 / self.height.max(1) as f32
    }

    /// Pixels across and down.
    pub(crate) fn size(&self) -> (i64, i64) {
        (self.width.into(), self.height.into())
    }

    /// The file as it was given.
    pub(crate) fn file(&self) -> &[u8] {
        &self.file
    }

    /// SHA-256 of the file.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.file)
    }
}

/// The head of a PNG and its rows (W3C PNG, 11.2.1 and 11.2.3).
fn png(file: &[u8], mut chunks: &[u8]) -> Result<Logo, LogoRefused> {
    let mut head = None;
    let mut rows = Vec::new();
    loop {
        let (length, rest) = chunks.split_first_chunk::<4>().ok_or(LogoRefused::Foreign)?;
        let (name, rest) = rest.split_first_chunk::<4>().ok_or(LogoRefused::Foreign)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| LogoRefused::Foreign)?;
        let data = rest.get(..length).ok_or(LogoRefused::Foreign)?;
        chunks = rest.get(length.saturating_add(4)..).ok_or(LogoRefused::Foreign)?;
        match name {
            b"IHDR" => head = Some(*data.first_chunk::<13>().ok_or(LogoRefused::Foreign)?),
            b"tRNS" => return Err(LogoRefused::Kind),
            b"IDAT" => rows.extend_from_slice(data),
            b"IEND" => break,
            _ => {}
        }
    }
    let [w3, w2, w1, w0, h3, h2, h1, h0, depth, color, _, _, interlaced] = head.ok_or(LogoRefused::Foreign)?;
    let (width, height) = (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
    let colors = match (depth, color, interlaced) {
        (8, 0, 0) => 1,
        (8, 2, 0) => 3,
        _ => return Err(LogoRefused::Kind),
    };
    if width == 0 || height == 0 || rows.is_empty() {
        return Err(LogoRefused::Foreign);
    }
    Ok(Logo { file: file.to_vec(), width, height, body: Body::Png { rows, colors } })
}

/// A PNG two pixels wide, its checksums left out: they are not looked at.
#[cfg(test)]
pub(super) fn png_of(color: u8, interlaced: u8) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        file.extend_from_slice(&(data.len() as u32).to_be_bytes());
        file.extend_from_slice(name);
        file.extend_from_slice(data);
        file.extend_from_slice(&[0; 4]);
    };
    chunk(b"IHDR", &[0, 0, 0, 2, 0, 0, 0, 1, 8, color, 0, 0, interlaced]);
    let row: &[u8] = if color == 0 { &[0, 10, 20] } else { &[0, 10, 20, 30, 40, 50, 60] };
    chunk(b"IDAT", &crate::pdf::deflate(row));
    chunk(b"IEND", b"");
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_png_and_a_jpeg_are_logos() {
        let logo = Logo::read(&png_of(2, 0)).unwrap();
        assert_eq!((logo.width, logo.height, logo.ratio()), (2, 1, 2.0));
        assert!(matches!(logo.body, Body::Png { colors: 3, .. }));
        assert!(matches!(Logo::read(crate::sample::PHOTOS[0]).unwrap().body, Body::Jpeg { grey: false }));
    }

    #[test]
    fn what_a_paper_cannot_hold_is_refused_wherever_it_is_cut() {
        for (color, interlaced) in [(6, 0), (3, 0), (4, 0), (2, 1)] {
            assert_eq!(Logo::read(&png_of(color, interlaced)), Err(LogoRefused::Kind));
        }
        let whole = png_of(2, 0);
        for cut in 0..whole.len() {
            assert!(Logo::read(&whole[..cut]).is_err(), "{cut}");
        }
        assert_eq!(Logo::read(b"GIF89a"), Err(LogoRefused::Foreign));
        assert_eq!(Logo::read(&vec![0; LONGEST + 1]), Err(LogoRefused::TooLarge));
    }
}
