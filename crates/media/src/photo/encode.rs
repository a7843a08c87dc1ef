//! Writes the kept JPEG.

use image::RgbImage;
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};

use super::PhotoRefused;

/// Encodes as baseline JPEG (JFIF), YCbCr 4:2:0, with no other metadata.
pub(super) fn jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, PhotoRefused> {
    // The caller has scaled both sides to a few thousand pixels.
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| PhotoRefused::Corrupt);
    let (width, height) = (side(picture.width())?, side(picture.height())?);
    let mut jpeg = Vec::with_capacity(picture.as_raw().len() / 8);
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).map_err(|_| PhotoRefused::Corrupt)?;
    Ok(jpeg)
}
