//! A simulator: companies of 3 to 40 phones, their office on one to three hubs, a bad network and bad disks, all from one
//! seed. The phones are the real app (`field`), the office is the real core (`hub`), both on real SQLite in memory, over
//! disks that lose their power. At the end of each life the network heals, everybody meets, and DESIGN's promises are held
//! against what is on the disks.
//!
//! It is no part of the product, and it must not know how field and hub do what they do: it taps, syncs, breaks things
//! and looks.
//!
//! # Modules
//! - [`run`]: many lives, side by side, and their sum; [`soak`]: on and on
//! - [`plan`], [`world`]: what a seed makes of a life, and the life, step by step; [`faults`]: what went wrong in it
//! - [`phone`], [`taps`], [`standard`]: a phone, what is tapped on it, and by which standard
//! - [`office`]: hubs on one store, and the people of the office; [`guest`]: devices that are no phones of ours
//! - [`network`], [`disks`], [`time`], [`chance`]: the four ways the world has at them
//! - [`checks`], [`broken`]: what must hold, and sentences where it does not

pub mod broken;
pub mod chance;
pub mod checks;
pub mod disks;
pub mod faults;
pub mod guest;
pub mod network;
pub mod office;
pub mod phone;
pub mod plan;
pub mod run;
pub mod soak;
pub mod standard;
pub mod taps;
pub mod time;
pub mod world;
