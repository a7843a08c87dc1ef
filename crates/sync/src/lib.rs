//! The wire protocol and the device's sans-I/O engine (DESIGN "Sync"). It opens no socket, no file and no database and
//! reads no clock: bytes and events go in, bytes and effects come out.
//!
//! # Modules
//! - [`wire`]: request and answer of `POST /v1/sync`, and the page they travel in
//! - [`feed`]: rows of the hub's feed and their hash chain
//! - [`proof`]: how a request proves the device's key
//! - [`enrol`]: how a device becomes one of the company's
//! - [`live`]: how a device hears that its feed moved
//! - [`media`]: where blobs lie, and what is said of one that is stored
//! - [`order`]: what the office tells one device to delete, and the device's last word
//! - [`handover`]: what a device has that the office lacks, in a file for the office alone
//! - [`engine`]: what to send, what to commit, when to stop

pub mod engine;
pub mod enrol;
pub mod feed;
pub mod handover;
pub mod live;
pub mod media;
pub mod order;
pub mod proof;
pub mod wire;
