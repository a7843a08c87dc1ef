//! What a job is: its words, types and rules. Pure: no I/O, no async, no SQL, no Automerge, no clock, no chance; `now`
//! and ids are passed in.
//!
//! # Modules
//! - [`ids`], [`digest`], [`key`], [`canonical`]: names, SHA-256, ES256 and canonical JSON
//! - [`stage`], [`state`], [`flag`], [`pack`]: the service standard as data
//! - [`time`], [`record`], [`brief`]: what a job's two documents hold

pub mod brief;
pub mod canonical;
pub mod digest;
pub mod flag;
pub mod ids;
pub mod key;
pub mod pack;
pub mod record;
pub mod stage;
pub mod state;
pub mod time;
