//! Real phones (`field`) through a real hub in a process of its own.
//!
//! - `clocks`: what the clock says
//! - `house`: both
//! - `secured`: what the office's backup has
//! - `settle`: what waits for a person
//! - `versions`: settings and standards, each job in its version
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests; clippy knows only #[test] functions

mod clocks;
mod contact;
mod house;
mod schedule;
mod secured;
mod settle;
mod versions;
