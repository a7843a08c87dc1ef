//! What the hub decides, without HTTP, clock or chance of its own: time and random bytes are passed in, the storage is
//! one transaction. Routes and the simulator run the same code.
//!
//! - [`exchange`]: one sync request: changes in, answers, feed out
//! - [`handover`]: a hand-over file: changes in, without the device
//! - [`place`]: where a device stands on the feed, and whether the hub went backwards
//! - [`writers`]: whose keys and actors are known
//! - [`push`]: one document's changes: stored, held or set aside
//! - [`page`]: what has happened since, as far as it fits
//! - [`enrol`]: how a device becomes one of the company's
//! - [`office`]: what a clerk does: jobs, brief, notes, crew
//! - [`settle`]: how a clerk settles open questions; [`aside`]: what becomes of changes that were set aside
//! - [`settings`]: what the firm has set; [`standard`]: a job's version of its standard, and the step to a newer one
//! - [`moves`]: how a clerk moves an order; [`order`]: where it stands at the office
//! - [`request`]: jobs asked for on site
//! - [`import`]: the good rows of a table become jobs
//! - [`devices`]: phones that leave the company
//! - [`receipts`]: the office's signature on a paper that came in; [`revoking`]: certificates that hold no more;
//!   [`verifying`]: what the office says of a paper somebody shows
//! - [`van`]: what a technician's van holds
//! - [`once`]: a request that names itself is done once
//! - [`cards`]: what lists know of a job, folded when it changes
//! - [`show`]: a job as the office's page shows it, folded when asked
//! - [`crew`]: assignments become grants, with a letter a device
//! - [`ledger`]: what a transaction has changed, announced in its last statements
//! - [`papers`]: a job's documents, opened on demand and written by the office

pub mod aside;
pub mod cards;
pub mod crew;
pub mod devices;
pub mod enrol;
pub mod exchange;
pub mod handover;
pub mod import;
pub mod ledger;
pub mod moves;
pub mod office;
pub mod once;
pub(crate) mod order;
pub mod page;
pub mod papers;
pub mod place;
pub mod push;
pub mod receipts;
mod refused;
pub mod request;
pub mod revoking;
pub mod settings;
pub mod settle;
pub mod show;
pub mod standard;
pub mod van;
pub mod verifying;
pub mod writers;

pub use refused::CoreRefused;

use crate::entropy::Entropy;
use crate::identity::Identity;

/// What every act of the hub needs besides its transaction.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// Who we are.
    pub identity: &'a Identity,
    /// Unix milliseconds.
    pub now_ms: i64,
    /// Random bytes.
    pub entropy: &'a dyn Entropy,
}
