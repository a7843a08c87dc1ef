//! A QR code as SVG, for the page to show and a phone to scan.

use qrcode::{Color, EcLevel, QrCode};

/// White around the code, in modules (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// The code of this text as one SVG path; `None` where the text is too long for any code.
#[must_use]
pub fn svg(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let path: String = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET)).collect();
    let side = width + 2 * QUIET;
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the SVG's path on a grid of 4 pixels a module and reads it as a phone would.
    #[test]
    fn the_code_reads_back_as_the_text() {
        let text = "doorstep://enrol?hub=http%3A%2F%2F127.0.0.1%3A7310&pin=00ff&token=abc";
        let svg = svg(text).unwrap();
        let side: u32 = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let mut picture = image::GrayImage::from_pixel(side * 4, side * 4, image::Luma([255]));
        for module in svg.split("d=\"").last().unwrap().split('M').skip(1) {
            let mut place = module.split('h').next().unwrap().split(' ').map(|it| it.parse::<u32>().unwrap());
            let (x, y) = (place.next().unwrap() * 4, place.next().unwrap() * 4);
            (0..16).for_each(|n| picture.put_pixel(x + n % 4, y + n / 4, image::Luma([0])));
        }
        let mut prepared = rqrr::PreparedImage::prepare(picture);
        let (_, read) = prepared.detect_grids()[0].decode().unwrap();
        assert_eq!(read, text);
    }

    #[test]
    fn a_text_too_long_for_any_code_is_none() {
        assert_eq!(svg(&"x".repeat(4_000)), None);
    }
}
