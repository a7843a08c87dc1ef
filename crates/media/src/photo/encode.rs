//! Writes the kept JPEG.

use image::RgbImage;
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};

use super::PhotoRefused;

/// Quality on the IJG scale: 1600 x 1200 pixels of a room come to 300-400 KB.
const QUALITY: u8 = 82;

/// Encodes as baseline JPEG (JFIF), YCbCr 4:2:0, with no other metadata.
pub(super) fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, PhotoRefused> {
    // The caller has scaled both sides to 1600 or less.
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| PhotoRefused::Corrupt);
    let (width, height) = (side(picture.width())?, side(picture.height())?);
    let mut jpeg = Vec::with_capacity(picture.as_raw().len() / 8);
    let mut encoder = Encoder::new(&mut jpeg, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).map_err(|_| PhotoRefused::Corrupt)?;
    Ok(jpeg)
}
