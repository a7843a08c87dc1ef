//! Visits by the built-in packs, without a screen: every transition of STANDARDS 2.6 by its number, every gate, and random
//! walks through every pack.
//!
//! - [`visit`]: a visit under way, and whoever answers what it lacks
//! - [`taps`]: how many taps a visit takes on the screens

// clippy.toml allows these in tests; the helpers here are part of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod any;
mod asked;
mod branches;
mod firm;
mod gates;
mod office;
mod signing;
mod taps;
mod transitions;
mod visit;
