//! Codes in what a camera sees: QR, Data Matrix, and the bars on a product's label. Read on the device, with no service of
//! anybody's.

use rxing::helpers::detect_in_luma_slice_with_hints;
use rxing::{BarcodeFormat, DecodeHints};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The longest side of a picture that is looked through, in pixels; the screen sends smaller ones.
pub const LONGEST_SIDE: usize = 2048;

/// What is looked for. The bars of shops (EAN, UPC) say which product it is, not which piece of it: they stand on the same
/// labels as serials, and would be taken for them.
const FORMATS: [BarcodeFormat; 5] = [
    BarcodeFormat::QR_CODE,
    BarcodeFormat::DATA_MATRIX,
    BarcodeFormat::CODE_128,
    BarcodeFormat::CODE_39,
    BarcodeFormat::CODE_93,
];

/// The text of the first code that can be read in this picture: one byte a pixel, 0 black, row after row, `width` pixels each.
/// None where there is no code, or the picture is no rectangle of at most [`LONGEST_SIDE`].
#[must_use]
pub fn read(pixels: &[u8], width: usize) -> Option<String> {
    let height = pixels.len().checked_div(width)?;
    if height == 0 || width.checked_mul(height) != Some(pixels.len()) || width.max(height) > LONGEST_SIDE {
        return None;
    }
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    let mut hints =
        DecodeHints { PossibleFormats: Some(FORMATS.into()), TryHarder: Some(true), ..DecodeHints::default() };
    // A picture that the reader fails on is one without a code: the next one comes in a moment.
    let found = catch_unwind(AssertUnwindSafe(|| {
        let found = detect_in_luma_slice_with_hints(pixels, width, height, None, &mut hints);
        found.ok().map(|code| code.getText().to_owned())
    }));
    found.unwrap_or_default().filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use qrcode::QrCode;
    use rxing::{MultiFormatWriter, Writer};

    const LINK: &str = "doorstep://enrol?hub=http%3A%2F%2F192.168.1.20%3A8710&pin=019d9f92bd35418ff5cc5c879f4fbff9a753388309793972dfadc4cd1b8eeb00&token=q7mKz0";
    /// Pixels a module, and light modules around the code.
    const MODULE: usize = 5;
    const QUIET: usize = 6;

    /// The code as a camera may see it: grey on grey, uneven light, somewhat askew.
    fn seen(text: &str, skew: usize) -> (Vec<u8>, usize) {
        let code = QrCode::new(text).unwrap();
        let modules = code.width();
        let side = (modules + 2 * QUIET) * MODULE;
        let mut pixels = vec![0; side * side];
        for y in 0..side {
            for x in 0..side {
                let (mx, my) = ((x + y * skew / 200) / MODULE, y / MODULE);
                let inside = (QUIET..modules + QUIET).contains(&mx) && (QUIET..modules + QUIET).contains(&my);
                let dark = inside && code[(mx - QUIET, my - QUIET)] == qrcode::Color::Dark;
                let light = 150 + 60 * x / side;
                pixels[y * side + x] = u8::try_from(if dark { light / 4 } else { light }).unwrap();
            }
        }
        (pixels, side)
    }

    #[test]
    fn an_enrolment_code_is_read_from_a_grey_uneven_and_skewed_picture() {
        for skew in [0, 8, 15] {
            let (pixels, width) = seen(LINK, skew);
            assert_eq!(read(&pixels, width).as_deref(), Some(LINK), "skewed by {skew}");
        }
    }

    /// The bars of a label, grey on grey, so many pixels the thinnest bar, and a little turned.
    fn bars(text: &str, format: BarcodeFormat, module: usize, skew: usize) -> (Vec<u8>, usize) {
        let code = MultiFormatWriter.encode(text, &format, 0, 0).unwrap();
        let modules = usize::try_from(code.width()).unwrap();
        let (width, height) = ((modules + 24) * module, 160);
        let mut pixels = vec![180; width * height];
        for y in 20..height - 20 {
            for x in 0..width {
                let at = (x + y * skew / 100) / module;
                let dark = at >= 12 && at < modules + 12 && code.get(u32::try_from(at - 12).unwrap(), 0);
                pixels[y * width + x] = if dark { 50 } else { 180 };
            }
        }
        (pixels, width)
    }

    #[test]
    fn a_serial_on_a_label_is_read_from_its_bars() {
        for (text, format) in [("SN2608A0071734", BarcodeFormat::CODE_128), ("CF-20", BarcodeFormat::CODE_39)] {
            for (module, skew) in [(2, 0), (3, 10), (4, 20)] {
                let (pixels, width) = bars(text, format, module, skew);
                assert_eq!(read(&pixels, width).as_deref(), Some(text), "{format} {module} {skew}");
            }
        }
    }

    #[test]
    fn the_bars_of_a_shop_are_not_taken_for_a_serial() {
        let (pixels, width) = bars("6901234567892", BarcodeFormat::EAN_13, 3, 0);
        assert_eq!(read(&pixels, width), None);
    }

    #[test]
    fn a_picture_that_is_no_rectangle_or_empty_has_no_code() {
        assert_eq!(read(&[], 0), None);
        assert_eq!(read(&[], 10), None);
        assert_eq!(read(&[0; 10], 3), None);
        assert_eq!(read(&[0; 9000], LONGEST_SIDE + 1), None);
    }

    proptest! {
        #[test]
        fn no_picture_makes_it_fail(pixels in proptest::collection::vec(any::<u8>(), 1..4000), width in 1_usize..80) {
            let _ = read(&pixels, width);
        }

        #[test]
        fn a_code_with_holes_is_read_right_or_not_at_all(holes in proptest::collection::vec((0_usize..40_000, any::<u8>()), 0..400)) {
            let (mut pixels, width) = seen("doorstep://enrol?hub=x", 0);
            for (at, value) in holes {
                let at = at % pixels.len();
                pixels[at] = value;
            }
            if let Some(text) = read(&pixels, width) {
                prop_assert_eq!(text, "doorstep://enrol?hub=x");
            }
        }
    }
}
