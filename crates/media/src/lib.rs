//! Photos, ink and codes as pure functions over bytes.
//!
//! What a camera or a finger made goes in; what the job keeps comes out: a photo upright, small and without the
//! camera's private notes, or a signature as strokes in canonical JSON. Everything here is a function of its
//! arguments.
//!
//! This crate must not know: files, databases, jobs, the clock, chance, the network. It does not know what a photo
//! is *for*; the rule that asks for one lives in `domain`, its storage in `store`.
//!
//! | module | what is there |
//! |---|---|
//! | [`photo`] | [`photo::intake`]: sniff, check, decode, turn upright, shrink, strip, encode; what we cannot draw is kept. [`photo::edit`]: marks and a stamp burned in, places made unreadable |
//! | [`code`] | QR codes in a grey picture |
//! | [`ink`] | [`ink::Ink`]: strokes in 1/100 mm, read and written as canonical JSON, and as curves for a PDF |

pub mod code;
pub mod ink;
pub mod photo;

use sha2::{Digest, Sha256};

/// SHA-256 of `bytes`: the id of a blob (DESIGN.md, "Media") and what a seal holds of an ink or photo.
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
