//! What a job is: its words, types and rules. Pure: no I/O, no async, no SQL, no Automerge, no clock, no chance; `now`
//! and ids are passed in.
//!
//! # Modules
//! - [`ids`], [`digest`], [`key`], [`canonical`]: names, SHA-256, ES256 and canonical JSON
//! - [`stage`], [`state`], [`flag`], [`pack`]: the service standard as data
//! - [`time`], [`record`], [`brief`]: what a job's two documents hold
//! - [`value`], [`decimal`], [`money`]: the shapes of a record's value, and numbers without floats
//! - [`fold`], [`checklist`], [`gate`], [`lifecycle`], [`outcome`], [`order`], [`bill`], [`warranty`]: what follows from the records
//! - [`question`]: what a person has to settle
//! - [`van`]: what a technician's van holds
//! - [`settings`], [`calendar`], [`timer`]: the firm's values and price list, its working days, and what is due by when
//! - [`decide`]: what a tap becomes, or why not
//! - [`facts`], [`paper`]: the content of the service sheet, and of every other paper
//! - [`seal`], [`trust`]: what binds ink to a paper, and whose key that was

pub mod bill;
pub mod brief;
pub mod calendar;
pub mod canonical;
pub mod checklist;
pub mod decide;
pub mod decimal;
pub mod digest;
pub mod facts;
pub mod flag;
pub mod fold;
pub mod gate;
pub mod ids;
pub mod key;
pub mod lifecycle;
pub mod money;
pub mod order;
pub mod outcome;
pub mod pack;
pub mod paper;
pub mod question;
pub mod record;
pub mod seal;
pub mod settings;
pub mod stage;
pub mod state;
pub mod time;
pub mod timer;
pub mod trust;
pub mod value;
pub mod van;
pub mod warranty;
