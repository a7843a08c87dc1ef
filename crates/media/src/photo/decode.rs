//! Pixels as RGB, 8 bits each, whatever the file held.

use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder, Limits, RgbImage};
use std::io::Cursor;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use super::{MAX_WORKING_BYTES, PhotoRefused, frame, scan};

/// The most scans a progressive JPEG may have; encoders write about ten, and each costs a pass over the picture.
const MAX_SCANS: usize = 64;

/// A picture as the file holds it: not yet upright, in the file's own colours.
pub(super) struct Decoded {
    pub pixels: RgbImage,
    /// The TIFF structure of the EXIF segment, without its `Exif\0\0` head.
    pub exif: Option<Vec<u8>>,
    pub icc: Option<Vec<u8>>,
}

/// Decodes a JPEG; `None` if it is whole but of a make we cannot draw.
///
/// The decoder runs in strict mode: a damaged block is an error, not a grey patch.
pub(super) fn jpeg(bytes: &[u8]) -> Result<Option<Decoded>, PhotoRefused> {
    let declared = frame::jpeg(bytes)?;
    if !declared.drawable {
        return Ok(None);
    }
    scan::check(bytes, &declared)?;
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let rgb = match decoder.decode() {
        Ok(rgb) => rgb,
        Err(DecodeErrors::Unsupported(_)) => return Ok(None),
        Err(DecodeErrors::ExhaustedData | DecodeErrors::IoErrors(_)) => return Err(PhotoRefused::Truncated),
        Err(_) => return Err(PhotoRefused::Corrupt),
    };
    let pixels = RgbImage::from_raw(declared.width, declared.height, rgb).ok_or(PhotoRefused::Corrupt)?;
    // A profile of a grey or CMYK photo speaks of other channels than the RGB we now have.
    let icc = if declared.components.len() == 3 { decoder.icc_profile() } else { None };
    Ok(Some(Decoded { pixels, exif: decoder.exif().cloned(), icc }))
}

/// Decodes a PNG. What is transparent lies on white, as it would on paper.
pub(super) fn png(bytes: &[u8]) -> Result<Option<Decoded>, PhotoRefused> {
    frame::png(bytes)?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_WORKING_BYTES);
    let damaged = |_| PhotoRefused::Corrupt;
    let mut decoder = PngDecoder::with_limits(Cursor::new(bytes), limits).map_err(damaged)?;
    let exif = decoder.exif_metadata().ok().flatten();
    let icc = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let icc = icc.filter(|_| picture.color().has_color());
    let pixels = if picture.color().has_alpha() { on_white(&picture.into_rgba8()) } else { picture.into_rgb8() };
    Ok(Some(Decoded { pixels, exif, icc }))
}

fn on_white(picture: &image::RgbaImage) -> RgbImage {
    let over = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (below, above) in flat.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = above.0;
        below.0 = [over(red, alpha), over(green, alpha), over(blue, alpha)];
    }
    flat
}
