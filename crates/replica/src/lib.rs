//! A job as two Automerge documents (DESIGN "A job's documents"): records in and out, and the checks a foreign change
//! must pass before it touches a document. It knows no network, no database, no clock and no chance: raw changes, ids
//! and actors are passed in.
//!
//! # Modules
//! - [`document`]: [`document::Document`], one `brief` or `log` in memory: load, append, apply, read
//! - [`change`]: one change as bytes and as what they say; why a change is refused
//! - inside: `chunk` (the bytes, read bounded), `graph` (who knew what), `shape` (which operations a document may hold)
//! - inside: `told`, what a change would say that may not enter
//! - [`violation`]: rule breaks seen from the author's view, for the hub to judge
//! - [`author`]: whose change it is: signatures, actor certificates, the registry of keys
//! - [`cbor`]: digests, keys and signatures as CBOR byte strings, shared with the wire
//!
//! # Foreign changes
//! Automerge trusts what it loads: a start_op near `u32::MAX` wins every conflict and later panics for good, a run-length
//! count makes the decoder loop, a reused seq refuses its whole batch. So a raw change is
//! read here first, byte by byte and bounded ([`change::Change::decode`]), then held against its ancestors
//! ([`document::Document::apply`]), then given to Automerge under `catch_unwind` on a copy, which takes the place of the
//! document only when the change is among its heads.

pub mod author;
pub mod cbor;
pub mod change;
mod chunk;
pub mod document;
mod graph;
mod shape;
#[cfg(test)]
mod testing;
mod told;
pub mod violation;
