//! Tests that need the whole house: the house rules (`tests/architecture.rs`), journeys through it, and its papers read
//! by other people's tools. The tests are under `tests/tests`; here is only what they share with a child process.
//!
//! # Modules
//! - [`clerk`], [`hub_process`]: a clerk at the API of a real hub
//! - [`killing`]: `kill -9` of phone and hub over a running sync (`src/bin/kills.rs`)
//! - [`storm`]: very many phones at one hub (`src/bin/storm.rs`)
//! - [`tapping`]: what a technician taps, for the child that is killed (`src/bin/tapper.rs`) and for the power-cut disk

pub mod clerk;
pub mod hub_process;
pub mod killing;
pub mod storm;
pub mod tapping;
