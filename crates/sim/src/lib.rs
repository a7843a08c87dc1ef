//! A small simulator: some phones, one office, a bad network and bad disks, all from one seed. The phones are the real
//! app (`field`), the office is the real core (`hub`), both on real SQLite over disks that lose their power. At the end of
//! each life the network heals, everybody meets, and DESIGN's promises are held against what is on the disks.
//!
//! It is no part of the product, and it must not know how field and hub do what they do: it taps, syncs, breaks things
//! and looks.
//!
//! # Modules
//! - [`run`]: many lives, side by side, and their sum
//! - [`world`]: one life, step by step; [`faults`]: what went wrong in it
//! - [`phone`], [`taps`], [`standard`]: a phone, what is tapped on it, and by which standard
//! - [`office`]: the hub's core on a disk, and its clerk
//! - [`network`], [`disks`], [`time`], [`chance`]: the four ways the world has at them
//! - [`checks`], [`broken`]: what must hold, and sentences where it does not

pub mod broken;
pub mod chance;
pub mod checks;
pub mod disks;
pub mod faults;
pub mod network;
pub mod office;
pub mod phone;
pub mod run;
pub mod standard;
pub mod taps;
pub mod time;
pub mod world;
