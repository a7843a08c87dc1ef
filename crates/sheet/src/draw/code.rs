//! The QR code: one bit a module, so that viewers keep modules square where they would let vectors grow and close the
//! white between them. The white paper around it is its quiet zone. Level M; an address in capitals and base32 takes the
//! alphanumeric mode.

use crate::canvas::{Area, Canvas, mm};
use qrcode::{Color, EcLevel, QrCode};

/// The side of a code on paper.
pub(super) const SIDE: f32 = mm(25.0);
/// The resource of the code.
pub(super) const RESOURCE: &str = "Code";

/// A code that can be printed.
pub(super) struct Code {
    /// Modules in a row.
    pub(super) side: usize,
    /// Rows of whole bytes, a dark module is 0.
    pub(super) bits: Vec<u8>,
}

impl Code {
    /// `None` for a text no code holds.
    pub(super) fn new(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let side = code.width();
        let mut bits = Vec::with_capacity(side * side.div_ceil(8));
        for modules in code.to_colors().chunks(side) {
            bits.extend(modules.chunks(8).map(|eight| {
                let dark = eight.iter().enumerate().filter(|(_, color)| **color == Color::Dark);
                !dark.fold(0_u8, |byte, (place, _)| byte | 0x80 >> place)
            }));
        }
        Some(Self { side, bits })
    }
}

/// Places the code with its top left corner at a place.
pub(super) fn draw(page: &mut Canvas, (x, y): (f32, f32)) {
    page.image(RESOURCE, Area { x, y, w: SIDE, h: SIDE }, None);
}
