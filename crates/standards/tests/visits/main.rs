//! Visits by the built-in packs, without a screen: every transition of STANDARDS 2.6 by its number, every gate, and random
//! walks through every pack.
//!
//! - [`visit`]: a visit under way, and whoever answers what it lacks

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod any;
mod branches;
mod gates;
mod office;
mod transitions;
mod visit;
