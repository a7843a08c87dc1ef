//! An app and a real hub over real HTTP: the line between them, and what travels on it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod history;
mod house;
mod live;
mod van;
