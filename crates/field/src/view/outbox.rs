//! 发件箱: what is only on this device, what the office has, what is secured, what was set aside.

use super::Truth;
use super::files::FileLine;
use crate::app::Field;
use crate::refused::FieldRefused;
use domain::ids::JobId;
use serde::Serialize;
use store::Safety;
use ts_rs::TS;

/// The truth line at the top of screens.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct OutboxLine {
    /// Changes and files that are on this device alone.
    pub waiting: u32,
    /// Of these, changes.
    pub changes: u32,
    /// Of these, photos, inks, papers.
    pub files: u32,
    /// Their bytes.
    pub bytes: u64,
    /// Changes the office kept apart.
    pub set_aside: u32,
    /// When the office last answered, Unix milliseconds.
    pub last_office_ms: Option<i64>,
}

/// The Outbox screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct OutboxView {
    /// The sum.
    pub line: OutboxLine,
    /// Changes and files the office has.
    pub at_office: u32,
    /// Of these, in the backup that the office has announced; `null` where it announces none.
    pub secured: Option<u32>,
    /// Jobs with something that waits, then those that changed last.
    pub jobs: Vec<OutboxJob>,
    /// What was set aside.
    pub aside: Vec<Aside>,
    /// The office retires this device: it hands in everything, then empties itself.
    pub leaving: bool,
    /// Others write what this app does not understand yet: it is to be updated, and goes on working meanwhile.
    pub outdated: bool,
}

/// A job in the outbox.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct OutboxJob {
    /// The job.
    pub job: JobId,
    /// Whose; empty for the technician's own van.
    pub customer: String,
    /// It is the technician's van, and no job.
    pub van: bool,
    /// Changes that wait.
    pub changes: u32,
    /// Files that wait.
    pub files: u32,
    /// Bytes of changes and files that wait.
    pub bytes: u64,
    /// Of these, bytes of files that the office already has.
    pub sent: u64,
    /// Files the office has.
    pub files_at_office: u32,
    /// Where the job's work is.
    pub truth: Truth,
    /// The files that wait, as they were made.
    pub waiting: Vec<FileLine>,
}

/// A change the office kept apart.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Aside {
    /// The job.
    pub job: JobId,
    /// Whose.
    pub customer: String,
    /// The office's rule.
    pub rule: String,
}

/// What a round with the office did.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, TS)]
pub struct SyncDone {
    /// Changes the office stored.
    pub stored: u32,
    /// Changes that arrived.
    pub arrived: u32,
    /// Files the office stored.
    pub files: u32,
    /// Files it did not take, and why.
    pub refused: u32,
}

impl SyncDone {
    /// Two rounds as one.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        Self {
            stored: self.stored.saturating_add(next.stored),
            arrived: self.arrived.saturating_add(next.arrived),
            files: self.files.saturating_add(next.files),
            refused: next.refused,
        }
    }
}

/// How many of the jobs worked on last the screen lists.
const MOST_LISTED: u32 = 20;

impl Field {
    /// The truth line.
    pub fn outbox_line(&self) -> Result<OutboxLine, FieldRefused> {
        let changes = self.store.outbox_count()?;
        let files = self.media.count(None)?;
        let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(OutboxLine {
            waiting: count(changes.changes + files.waiting),
            changes: count(changes.changes),
            files: count(files.waiting),
            bytes: changes.bytes + files.waiting_bytes,
            set_aside: self.aside_counts()?.values().sum(),
            last_office_ms: self.anchor.as_ref().map(|anchor| anchor.hub_ms),
        })
    }

    /// The Outbox screen.
    pub fn outbox_view(&mut self) -> Result<OutboxView, FieldRefused> {
        let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let sent = self.store.sent_count()?;
        let files = self.media.count(self.store.secured()?)?;
        let mut jobs = Vec::new();
        for pending in self.store.pending_jobs()? {
            jobs.push(self.outbox_job(pending.job, pending.changes, pending.bytes)?);
        }
        let waits: Vec<JobId> = jobs.iter().map(|job| job.job.clone()).collect();
        for job in self.store.own_jobs(MOST_LISTED)?.into_iter().filter(|job| !waits.contains(job)) {
            jobs.push(self.outbox_job(job, 0, 0)?);
        }
        jobs.sort_by_key(|job| job.truth);
        let mut aside = Vec::new();
        for it in self.asides()?.into_iter().filter(|it| !it.taken_over).map(|it| it.aside) {
            aside.push(Aside { customer: self.customer(&it.doc.job)?, job: it.doc.job, rule: it.rule });
        }
        Ok(OutboxView {
            line: self.outbox_line()?,
            at_office: count(sent.stored + files.at_office),
            secured: sent.secured.map(|changes| count(changes + files.secured)),
            jobs,
            aside,
            leaving: self.order()?.is_some(),
            outdated: self.is_outdated()?,
        })
    }

    fn outbox_job(&mut self, job: JobId, changes: u64, bytes: u64) -> Result<OutboxJob, FieldRefused> {
        let mut line = OutboxJob {
            customer: self.customer(&job)?,
            van: job.is_van(),
            changes: u32::try_from(changes).unwrap_or(u32::MAX),
            files: 0,
            bytes,
            sent: 0,
            files_at_office: 0,
            truth: self.job_truth(&job)?,
            waiting: Vec::new(),
            job,
        };
        for file in self.files_of(&line.job)? {
            line.truth = line.truth.min(file.truth);
            if file.truth != Truth::Waiting {
                line.files_at_office += 1;
                continue;
            }
            line.files += 1;
            line.bytes += file.bytes;
            line.sent += file.sent;
            line.waiting.push(file);
        }
        Ok(line)
    }

    /// Where a job's changes are; its files are counted on its own screen and in the outbox. What was set aside waits for
    /// nothing on this device: the office has it, and says what it does with it.
    pub(crate) fn job_truth(&self, job: &JobId) -> Result<Truth, FieldRefused> {
        let safety = self.store.safety(job)?;
        if safety != Safety::OnDevice || self.store.waits(job)? || self.store.is_offering()? {
            return Ok(safety.into());
        }
        Ok(if self.aside_counts()?.contains_key(job) { Truth::SetAside } else { Truth::AtOffice })
    }

    fn customer(&self, job: &JobId) -> Result<String, FieldRefused> {
        Ok(self.store.card(job)?.map(|card| card.row.customer).unwrap_or_default())
    }
}
