//! The QR code: one bit a module, so that viewers keep modules square where they would let vectors grow and close the
//! white between them. The white paper around it is its quiet zone. Level M; an address in capitals and base32 takes the
//! alphanumeric mode.

use crate::canvas::{Area, Canvas, mm};
use qrcode::{Color, EcLevel, QrCode};

/// The side of a code on paper.
pub(crate) const SIDE: f32 = mm(25.0);
/// The resource of the code.
pub(crate) const RESOURCE: &str = "Code";

/// The resource of a further code, counted from 1.
pub(crate) fn resource(number: usize) -> String {
    format!("{RESOURCE}{number}")
}

/// A code that can be printed.
pub(crate) struct Code {
    /// Modules in a row.
    pub(crate) side: usize,
    /// Rows of whole bytes, a dark module is 0.
    pub(crate) bits: Vec<u8>,
}

/// The rows of a code, top to bottom; `true` is dark. `None` for a text no code holds.
pub(crate) fn modules(text: &str) -> Option<Vec<Vec<bool>>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let colors = code.to_colors();
    Some(colors.chunks(code.width()).map(|row| row.iter().map(|color| *color == Color::Dark).collect()).collect())
}

impl Code {
    /// `None` for a text no code holds.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let rows = modules(text)?;
        let byte = |eight: &[bool]| {
            let dark = eight.iter().enumerate().filter(|(_, dark)| **dark);
            !dark.fold(0_u8, |byte, (place, _)| byte | 0x80 >> place)
        };
        let bits = rows.iter().flat_map(|row| row.chunks(8).map(byte)).collect();
        Some(Self { side: rows.len(), bits })
    }
}

/// Places the code with its top left corner at a place.
pub(crate) fn draw(page: &mut Canvas, (x, y): (f32, f32)) {
    page.image(RESOURCE, Area { x, y, w: SIDE, h: SIDE }, None);
}
