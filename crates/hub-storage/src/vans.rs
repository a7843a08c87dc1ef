//! What was fitted in jobs, by whose van it came out of, and vans in short. What a movement means is `hub`'s matter.

use crate::refused::StorageRefused;
use domain::ids::{JobId, PersonId, RecordId};
use std::collections::BTreeMap;

/// A part that was fitted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fitted {
    /// Its record.
    pub record: RecordId,
    /// In whose log that stands.
    pub job: JobId,
    /// Who fitted it.
    pub person: PersonId,
    /// When, as the record says it: JSON.
    pub at: String,
    /// The movement: JSON.
    pub movement: String,
}

/// Parts that were fitted.
pub trait Vans {
    /// Makes these all there are of a job.
    fn save_fitted(&mut self, job: &JobId, fitted: &[Fitted]) -> Result<(), StorageRefused>;
    /// What was fitted in a job, by record.
    fn fitted_in(&self, job: &JobId) -> Result<Vec<Fitted>, StorageRefused>;
    /// What a person fitted, by job and record.
    fn fitted_by(&self, person: &PersonId) -> Result<Vec<Fitted>, StorageRefused>;
    /// The same in jobs that the person is not assigned to any more.
    fn fitted_out_of_sight(&self, person: &PersonId) -> Result<Vec<Fitted>, StorageRefused>;
    /// Keeps a van in short.
    fn save_van_card(&mut self, person: &PersonId, line: &str) -> Result<(), StorageRefused>;
    /// Every van in short, by person.
    fn van_cards(&self) -> Result<BTreeMap<PersonId, String>, StorageRefused>;
}
