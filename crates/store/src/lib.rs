//! The device's encrypted data: what must survive a crash, a dead battery and a full disk. It keeps changes of documents
//! and blobs as bytes, and projections of them for lists and search. It must not know what a rule, a gate or a request to
//! the hub is, nor the time: `field` folds, decides and hands over what to keep.
//!
//! # Modules
//! - `store`: [`Store`], the open file; `opening`: key, locking, durability; `migrations`: schema versions
//! - `tap`: what one tap saves; `page`: what one page of the hub's answer saves; each one transaction
//! - `documents`: changes as bytes; `certificates`: whose they are; `outbox`: what the hub has not got
//! - `records`, `jobs`: projections for folding and for lists; `search`: a job by two characters or four digits;
//!   `rebuild`: all of these anew
//! - `drafts`: typing; `meta`: device, hub and the place on the feed; `releases`: reference data and grants
//! - [`media`]: photos, ink and papers in a file of their own
//! - `refused`: why not; `planted`: faults for the simulator

mod certificates;
mod documents;
mod drafts;
mod jobs;
pub mod media;
mod meta;
mod migrations;
mod opening;
mod outbox;
mod page;
#[cfg(feature = "planted")]
mod planted;
mod rebuild;
mod records;
mod refused;
mod releases;
mod search;
mod store;
mod tap;
#[cfg(test)]
mod tests;

pub use certificates::DeviceCertificate;
pub use documents::{Safety, SetAside};
pub use drafts::Draft;
pub use jobs::{JobCard, JobFilter, JobRow, Order};
pub use meta::{MetaKey, Place};
pub use opening::{OpenOptions, Synchronous, erase};
pub use outbox::{Answer, Answered, Outbox, OutboxCount, PendingChange, PendingDoc, PendingJob, SentCount};
pub use page::{Epoch, Page};
#[cfg(feature = "planted")]
pub use planted::Planted;
pub use records::RecordRow;
pub use refused::StoreRefused;
pub use releases::{Grant, Release};
pub use store::Store;
pub use tap::Tap;
