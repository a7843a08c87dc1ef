//! Burns a technician's marks and a stamp into a kept photo.
//!
//! | file | verb |
//! |---|---|
//! | `blur.rs` | makes a place unreadable, for good |
//! | `canvas.rs` | a picture to draw on, and sizes that fit it |
//! | `draw.rs` | arrows and rings |
//! | `write.rs` | words on the picture, and the stamp |
//! | `wrap.rs` | breaks words into lines |
//! | `fonts.rs` | letters as outlines |

mod blur;
mod canvas;
mod draw;
mod fonts;
mod wrap;
mod write;

use image::RgbImage;
use serde::{Deserialize, Serialize};

use super::sniff::{self, Kind};
use super::{Photo, PhotoRefused, Size, colour, decode, exif, keep, shrink};
use canvas::Canvas;
pub use fonts::Fonts;
pub use write::MAX_TEXT;

/// The most marks of one edit.
pub const MAX_MARKS: usize = 100;
/// The right and the lower edge, as a [`Spot`] counts.
pub const WHOLE_SIDE: u16 = 1000;

/// A place on the upright picture: thousandths of its width from the left and of its height from the top, 0 to
/// [`WHOLE_SIDE`]. Whole numbers, so that a mark is stored and compared the same everywhere.
pub type Spot = [u16; 2];

/// A mark as a finger draws it. Corners may come in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Mark {
    /// An arrow.
    Arrow {
        /// Where it begins.
        from: Spot,
        /// Where its head points.
        to: Spot,
    },
    /// The ellipse inside a box.
    Ring {
        /// A corner of the box.
        from: Spot,
        /// The corner across.
        to: Spot,
    },
    /// Words on the picture.
    Text {
        /// Upper left of the first line. Words that would leave the picture are moved inside.
        at: Spot,
        /// The words. Beyond [`MAX_TEXT`] characters, or more than the picture holds, they end in an ellipsis.
        text: String,
    },
    /// A box made unreadable.
    Blur {
        /// A corner of the box.
        from: Spot,
        /// The corner across.
        to: Spot,
    },
}

/// What is to be burned in.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a> {
    /// The marks, later ones over earlier ones; blurs always below all others.
    pub marks: &'a [Mark],
    /// Lines at the lower left on a dark band, over everything else; none for no stamp.
    pub stamp: &'a [String],
}

/// Burns `edit` into a kept JPEG and gives the new photo, as large as it was, at the quality of `size`. Its thumbnail is
/// made of the new picture, so nothing blurred is left there either; `taken` is none.
///
/// What the picture held below a blur cannot be had back from the result; the photo that was given in still holds it,
/// and who wants it gone must delete that one.
///
/// The same arguments give the same bytes on one build and kind of processor, as with [`super::intake`].
///
/// # Errors
/// A mark that cannot be, more than [`MAX_MARKS`] of them, or a file that is damaged or no JPEG that we can draw.
pub fn edit(jpeg: &[u8], edit: &Edit<'_>, fonts: &Fonts<'_>, size: Size) -> Result<Photo, PhotoRefused> {
    check_marks(edit.marks)?;
    let mut picture = open(jpeg)?;
    // First of all, whatever the order of the marks: a mark below a blur would be lost, and what is not blurred yet must
    // not show beside a letter.
    for mark in edit.marks {
        if let Mark::Blur { from, to } = mark {
            blur::region(&mut picture, *from, *to);
        }
    }
    let mut canvas = Canvas::over(&picture)?;
    for mark in edit.marks {
        match mark {
            Mark::Arrow { from, to } => draw::arrow(&mut canvas, *from, *to),
            Mark::Ring { from, to } => draw::ring(&mut canvas, *from, *to),
            Mark::Text { at, text } => write::text(&mut canvas, *at, text, fonts),
            Mark::Blur { .. } => {}
        }
    }
    write::stamp(&mut canvas, edit.stamp, fonts);
    canvas.copy_to(&mut picture);
    keep(picture, size.quality)
}

/// Whether all of these can be drawn.
///
/// # Errors
/// Where a spot lies outside of the picture, or there are too many.
pub fn check_marks(marks: &[Mark]) -> Result<(), PhotoRefused> {
    if marks.len() > MAX_MARKS {
        return Err(PhotoRefused::TooManyMarks { marks: marks.len() });
    }
    let spots = marks.iter().flat_map(|mark| match mark {
        Mark::Arrow { from, to } | Mark::Ring { from, to } | Mark::Blur { from, to } => [*from, *to],
        Mark::Text { at, .. } => [*at, *at],
    });
    match spots.flatten().find(|thousandths| *thousandths > WHOLE_SIDE) {
        Some(thousandths) => Err(PhotoRefused::MarkOutside { thousandths }),
        None => Ok(()),
    }
}

/// The pixels of a kept photo. One that is not as intake makes it (turned, in other colours) is put right: marks are
/// placed on the upright picture.
fn open(jpeg: &[u8]) -> Result<RgbImage, PhotoRefused> {
    if jpeg.is_empty() {
        return Err(PhotoRefused::Empty);
    }
    if sniff::kind(jpeg).ok_or(PhotoRefused::NotAPhoto)? != Kind::Jpeg {
        return Err(PhotoRefused::CannotDrawOn);
    }
    let decoded = decode::jpeg(jpeg)?.ok_or(PhotoRefused::CannotDrawOn)?;
    let mut upright = shrink::turn(decoded.pixels, exif::read(decoded.exif).orientation);
    if let Some(profile) = &decoded.icc {
        colour::to_srgb(&mut upright, profile);
    }
    Ok(upright)
}
