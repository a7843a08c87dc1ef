//! The service sheet: facts, seal and release become a PDF that anybody can check. Drawing is pure: the same facts, seal,
//! inks, photos and release give the same bytes. It must not know where these come from, what time it is, or the rules
//! of a job; it prints what the facts say and nothing else.
//!
//! # Modules
//! - [`draw`]: the service sheet; [`paper`]: every other paper, from a layout; [`release`]: fonts and layout; [`ink`]: signatures as strokes
//! - [`sign`]: the device's PAdES signature; [`receipt`]: the office's over it; [`verify`]: who signed, when, and whether
//!   anything changed since
//! - [`sample`]: a whole invented sheet for tests and benches
//! - inside: `text` (measuring, breaking), `font` (faces), `canvas` (one page in printpdf's operations), `flow` (pages,
//!   tables), `pdf` (the file around what printpdf drew), `jpeg`, `capital`

pub mod draw;
pub mod ink;
pub mod paper;
pub mod receipt;
pub mod release;
pub mod sample;
pub mod sign;
pub mod verify;

mod canvas;
mod capital;
mod flow;
mod font;
mod jpeg;
mod pdf;
mod text;

pub use draw::{DrawRefused, draw};
pub use ink::{Ink, InkUnreadable};
pub use paper::draw_paper;
pub use receipt::{ReceiveRefused, Receiving, receive};
pub use release::Release;
pub use sign::{SignRefused, Signing, sign};
pub use verify::{Report, Trust, Verdict, verify};

/// The rows of the code on a sheet, top to bottom, for a screen; `true` is dark.
///
/// # Errors
/// [`DrawRefused::Code`] where host and number do not fit.
pub fn qr_modules(seal: &domain::seal::Seal, host: &str) -> Result<Vec<Vec<bool>>, DrawRefused> {
    domain::seal::to_qr(host, seal).as_deref().and_then(draw::modules).ok_or(DrawRefused::Code)
}

/// The QR code of a text, as rows of dark modules; for screens.
///
/// # Errors
/// [`DrawRefused::Code`] where the text is too long for one.
pub fn text_modules(text: &str) -> Result<Vec<Vec<bool>>, DrawRefused> {
    draw::modules(text).ok_or(DrawRefused::Code)
}

/// The seal a drawn, signed or received paper carries, unchecked; `None` for what is no paper of ours.
pub fn seal_of(pdf: &[u8]) -> Option<domain::seal::Seal> {
    pdf::read::revisions(pdf)?.first()?.seal(pdf)
}

/// How many pages a drawn or signed sheet has; `None` for what is no sheet of ours.
pub fn pages(pdf: &[u8]) -> Option<i64> {
    let revisions = pdf::read::revisions(pdf)?;
    let (count, _) =
        revisions.first()?.text(pdf, draw::file::PAGES)?.strip_prefix("<</Type/Pages/Count ")?.split_once('/')?;
    i64::try_from(pdf::read::number(count.as_bytes())?).ok()
}
