//! Scales down and turns upright.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};

use super::PhotoRefused;

/// Scales so that the longer side is at most `limit` pixels; a smaller picture stays as it is.
///
/// Bicubic (Catmull-Rom) over the whole footprint of each new pixel: serial numbers and hairlines stay readable.
pub(super) fn to_long_side(picture: RgbImage, limit: u32) -> Result<RgbImage, PhotoRefused> {
    let (width, height) = picture.dimensions();
    let long = width.max(height);
    if long <= limit {
        return Ok(picture);
    }
    let scaled = |side: u32| {
        let rounded = (u64::from(side) * u64::from(limit) + u64::from(long) / 2) / u64::from(long);
        (rounded as u32).clamp(1, limit)
    };
    let (to_width, to_height) = (scaled(width), scaled(height));
    let damaged = PhotoRefused::Corrupt;
    let from = Image::from_vec_u8(width, height, picture.into_raw(), PixelType::U8x3).map_err(|_| damaged.clone())?;
    let mut to = Image::new(to_width, to_height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(&from, &mut to, &options).map_err(|_| damaged.clone())?;
    RgbImage::from_raw(to_width, to_height, to.into_vec()).ok_or(damaged)
}

/// Turns and mirrors as EXIF asks (tag 0x0112, values 1 to 8).
pub(super) fn turn(picture: RgbImage, orientation: Orientation) -> RgbImage {
    if orientation == Orientation::NoTransforms {
        return picture;
    }
    let mut picture = DynamicImage::ImageRgb8(picture);
    picture.apply_orientation(orientation);
    picture.into_rgb8()
}
