//! What the office recorded of a job, and how it moved it. What a fact or a move means is `hub`'s matter.

use crate::refused::StorageRefused;
use domain::ids::{JobId, VisitNo};

/// Something somebody recorded of a job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfficeFact {
    /// Its place among all that was recorded, from 1.
    pub number: u64,
    /// What, by its key.
    pub fact: String,
    /// When, Unix milliseconds.
    pub at: i64,
    /// The account.
    pub clerk: String,
    /// In words.
    pub words: String,
}

/// A move of an order by the office.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfficeMove {
    /// The transition's number in the standard.
    pub row: u8,
    /// Where the order was.
    pub from: String,
    /// Where it went.
    pub to: String,
    /// The visit it planned.
    pub visit: Option<VisitNo>,
    /// When, Unix milliseconds.
    pub at: i64,
    /// The account.
    pub clerk: String,
    /// Why, or empty.
    pub reason: String,
    /// The number of the last fact of the job that was recorded before it, or 0.
    pub after: u64,
}

/// The office's history of its orders.
pub trait Orders {
    /// Records a fact of a job. Nothing is overwritten.
    fn record_fact(&mut self, job: &JobId, fact: &str, clerk: &str, words: &str, at: i64)
    -> Result<(), StorageRefused>;
    /// Everything recorded of a job, oldest first.
    fn facts_of_job(&self, job: &JobId) -> Result<Vec<OfficeFact>, StorageRefused>;
    /// Keeps a move of a job.
    fn save_move(&mut self, job: &JobId, moved: &OfficeMove) -> Result<(), StorageRefused>;
    /// The moves of a job, oldest first.
    fn moves_of_job(&self, job: &JobId) -> Result<Vec<OfficeMove>, StorageRefused>;
}
