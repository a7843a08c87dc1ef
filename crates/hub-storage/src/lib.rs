//! The hub's storage behind one trait: company, people, devices, nonces, jobs, changes, feed, media index, office accounts,
//! and the office's history of its orders. All SQL of the hub is here. It decides nothing: what may be stored is `hub`'s matter.
//!
//! It must not know HTTP, the clock, chance, or what a change means.
//!
//! # Modules
//! - [`storage`]: [`HubStorage`] and its transactions, [`Tx`]
//! - [`company`], [`people`], [`nonces`], [`jobs`], [`cards`], [`documents`], [`feed`], [`media`], [`office`], [`orders`], [`vans`],
//!   [`papers`]: one noun each, its types and what a transaction can do with them
//! - [`sqlite`]: the embedded database, one company a file
//! - [`refused`]: why it said no

pub mod cards;
pub mod company;
pub mod documents;
pub mod feed;
pub mod jobs;
pub mod media;
pub mod nonces;
pub mod office;
pub mod orders;
pub mod papers;
pub mod people;
pub mod refused;
pub mod sqlite;
pub mod storage;
pub mod vans;

pub use refused::StorageRefused;
pub use sqlite::{SqliteOptions, SqliteStorage};
pub use storage::{HubStorage, Tx};
