//! Converts a photo with its own colour profile to sRGB.
//!
//! Phones take Display P3; without its profile such a photo looks dull, and a paper that embeds the JPEG as plain RGB
//! cannot carry one. So the pixels are converted and the profile is dropped.

use image::RgbImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Profiles of cameras and phones weigh 0.5 to 4 KB; those of printers, which have no place here, megabytes.
const MAX_PROFILE_BYTES: usize = 1 << 20;

/// Converts in place. A profile that is broken or not for RGB is ignored and the pixels are taken for sRGB.
pub(super) fn to_srgb(picture: &mut RgbImage, profile: &[u8]) {
    if profile.len() > MAX_PROFILE_BYTES {
        return;
    }
    let Ok(own) = ColorProfile::new_from_slice(profile) else { return };
    if own.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = own.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, options) else { return };
    let mut converted = vec![0; picture.as_raw().len()];
    if transform.transform(picture.as_raw(), &mut converted).is_ok() {
        picture.copy_from_slice(&converted);
    }
}
