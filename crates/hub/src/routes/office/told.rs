//! What the office's routes answer beside the page's views.

use domain::digest::Digest;
use domain::ids::{JobId, PersonId, RecordId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Jobs with their whole briefs.
#[derive(Serialize, ToSchema)]
pub struct Jobs {
    /// The last changed first.
    pub jobs: Vec<JobLine>,
}

/// A job with its whole brief.
#[derive(Serialize, ToSchema)]
pub struct JobLine {
    /// Number.
    #[schema(value_type = String)]
    pub job: JobId,
    /// When it began, Unix milliseconds.
    pub created: i64,
    /// Last change, Unix milliseconds.
    pub updated: i64,
    /// The brief: dotted key and value.
    #[schema(value_type = Object)]
    pub fields: Value,
    /// Ids of the crew.
    #[schema(value_type = Vec<String>)]
    pub crew: Vec<PersonId>,
}

/// A note was added.
#[derive(Serialize, ToSchema)]
pub struct NoteAdded {
    /// Its record in the log.
    #[schema(value_type = String)]
    pub record: RecordId,
}

/// A crew was assigned.
#[derive(Serialize, ToSchema)]
pub struct Assigned {
    /// To this job.
    #[schema(value_type = String)]
    pub job: JobId,
}

/// The heads of a job's documents: hashes of changes.
#[derive(Serialize, ToSchema)]
pub struct Heads {
    /// Of the brief.
    #[schema(value_type = Vec<String>)]
    pub brief: Vec<Digest>,
    /// Of the log.
    #[schema(value_type = Vec<String>)]
    pub log: Vec<Digest>,
}

/// A backup was made.
#[derive(Serialize, ToSchema)]
pub struct Secured {
    /// Everything up to this number of the feed is in it.
    pub secured: u64,
}
