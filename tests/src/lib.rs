//! Tests that need the whole house: the house rules (`tests/architecture.rs`), journeys through it, and its papers read
//! by other people's tools. The tests are under `tests/tests`; here is only what they share with a child process.
//!
//! # Modules
//! - [`tapping`]: what a technician taps, for the child that is killed (`src/bin/tapper.rs`) and for the power-cut disk

pub mod tapping;
