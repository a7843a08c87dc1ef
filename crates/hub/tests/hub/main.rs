//! A real hub over real HTTP on loopback, spoken to by devices with keys of their own and by an office with a session.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod backup;
mod care;
mod checked;
mod crowd;
mod drill;
mod durable;
mod enrol;
mod handovers;
mod hostile;
mod house;
mod imports;
mod leaving;
mod live;
mod media;
mod moves;
mod office;
mod page;
mod papers;
mod phone;
mod raw;
mod restore_refused;
mod restored;
mod settings;
mod settle;
mod slow;
mod standard;
mod sync;
mod tls;
mod tus;
