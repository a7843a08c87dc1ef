//! Jobs as the office lists them, who is assigned, and what each device may see.

use crate::refused::StorageRefused;
use domain::ids::{DeviceId, JobId, PersonId};

/// A job in the office's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    /// The id.
    pub id: JobId,
    /// The brief's fields as one JSON object.
    pub fields: String,
    /// The brief's verdicts as one JSON object; nothing where they were not mirrored yet.
    pub verdicts: Option<String>,
    /// Unix milliseconds.
    pub created: i64,
    /// Unix milliseconds of the last change to either document: its card says it.
    pub updated: i64,
}

/// What a brief says, kept beside its job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mirror {
    /// The brief's fields as one JSON object.
    pub fields: String,
    /// The brief's verdicts as one JSON object.
    pub verdicts: Option<String>,
}

impl Mirror {
    /// Of a brief that says nothing yet.
    #[must_use]
    pub fn empty() -> Self {
        Self { fields: "{}".into(), verdicts: None }
    }
}

/// A device's sight of a job: feed numbers from `number` on, and below `ended` once it has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobGrant {
    /// The job.
    pub job: JobId,
    /// The device.
    pub device: DeviceId,
    /// Its letter in this job's paper numbers.
    pub letter: String,
    /// The feed row that grants.
    pub number: u64,
    /// The feed row that ends it.
    pub ended: Option<u64>,
    /// When it ended, Unix milliseconds.
    pub ended_at: Option<i64>,
}

/// What is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// Jobs alone.
    Jobs,
    /// Everything with a brief and a log: vans too.
    All,
}

/// Jobs, assignments, grants.
pub trait Jobs {
    /// Adds a job, begun at `at` (Unix milliseconds), or changes its mirror.
    fn save_job(&mut self, id: &JobId, mirror: &Mirror, at: i64) -> Result<(), StorageRefused>;
    /// Whether there is a job with this id.
    fn has_job(&self, id: &JobId) -> Result<bool, StorageRefused>;
    /// The job with this id.
    fn job(&self, id: &JobId) -> Result<Option<Job>, StorageRefused>;
    /// Jobs by their last change, the newest first, at most `limit`, those before `before` (Unix milliseconds, id).
    fn jobs(&self, of: Of, before: Option<(i64, JobId)>, limit: u32) -> Result<Vec<Job>, StorageRefused>;
    /// Takes the next number of a day, from 1, after leaving out `skip`.
    fn next_job_number(&mut self, day: &str, skip: u32) -> Result<u32, StorageRefused>;
    /// Assigns a person. No error where it is so already.
    fn assign(&mut self, job: &JobId, person: &PersonId, at: i64) -> Result<(), StorageRefused>;
    /// Ends an assignment.
    fn unassign(&mut self, job: &JobId, person: &PersonId) -> Result<(), StorageRefused>;
    /// Who is assigned, in the order of assignment.
    fn assigned(&self, job: &JobId) -> Result<Vec<PersonId>, StorageRefused>;
    /// The jobs a person is assigned to and this device cannot see.
    fn ungranted(&self, person: &PersonId, device: &DeviceId) -> Result<Vec<JobId>, StorageRefused>;
    /// Adds a grant or ends one.
    fn save_grant(&mut self, grant: &JobGrant) -> Result<(), StorageRefused>;
    /// Every grant of a job, ended or not, in the order they were dealt.
    fn grants_of_job(&self, job: &JobId) -> Result<Vec<JobGrant>, StorageRefused>;
    /// A device's grants that have not ended, by job.
    fn grants_of_device(&self, device: &DeviceId) -> Result<Vec<JobGrant>, StorageRefused>;
    /// A device's grants for a job, in the order they were dealt.
    fn grants(&self, job: &JobId, device: &DeviceId) -> Result<Vec<JobGrant>, StorageRefused>;
}
