//! Jobs: every stored change enters its document, and both together fold.

use super::{Fault, Report};
use crate::backup::A_PAGE;
use crate::core::papers;
use crate::progress::{Progress, Watch, Work};
use domain::fold::{Entry, fold};
use domain::ids::JobId;
use hub_storage::jobs::Of;
use hub_storage::{StorageRefused, Tx};
use replica::document::{DocRef, Document, Opened};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Opens every job and forgets it again.
pub fn check(tx: &dyn Tx, now_ms: i64, watch: Watch<'_>, report: &mut Report) -> Result<(), StorageRefused> {
    let jobs = all_jobs(tx)?;
    let total = jobs.len() as u64;
    for (done, job) in (1..).zip(jobs) {
        let brief = open(tx, &DocRef::brief(job.clone()), report)?;
        let log = open(tx, &DocRef::log(job.clone()), report)?;
        let mirror = tx.job(&job)?.as_ref().and_then(papers::mirrored);
        if let (Some(brief), Some(mirror)) = (&brief, mirror)
            && brief.brief() != mirror
        {
            report.faults.push(Fault::Mirror(job.clone()));
        }
        if let (Some(brief), Some(log)) = (brief, log)
            && !folds(&brief, &log, now_ms)
        {
            report.faults.push(Fault::Fold(job));
        }
        report.jobs = done;
        watch(Progress { work: Work::OpeningJobs, done, total });
    }
    Ok(())
}

/// Every job, the newest first.
pub fn all_jobs(tx: &dyn Tx) -> Result<Vec<JobId>, StorageRefused> {
    let (mut jobs, mut last) = (Vec::new(), None);
    loop {
        let page = tx.jobs(Of::All, last, A_PAGE)?;
        let Some(end) = page.last() else { return Ok(jobs) };
        last = Some((end.updated, end.id.clone()));
        jobs.extend(page.into_iter().map(|job| job.id));
    }
}

fn open(tx: &dyn Tx, doc: &DocRef, report: &mut Report) -> Result<Option<Document>, StorageRefused> {
    let changes = tx.changes(doc)?;
    let Opened { document, left_out } = match Document::load(doc.kind, changes.iter().map(|change| &change.raw)) {
        Ok(opened) => opened,
        Err(why) => {
            report.faults.push(Fault::Document { doc: doc.clone(), why: why.code() });
            return Ok(None);
        }
    };
    for (place, change) in changes.iter().enumerate() {
        let why = left_out.iter().find(|(at, _)| *at == place).map(|(_, why)| why.code());
        let other_bytes = (!document.has(&change.hash)).then_some("change.other_bytes");
        let unannounced = change.number.is_none().then_some("change.unannounced");
        if let Some(why) = why.or(other_bytes).or(unannounced) {
            report.faults.push(Fault::Change { doc: doc.clone(), hash: change.hash, why });
        }
    }
    Ok(Some(document))
}

/// The fold refuses nothing; that it does not panic either is what is asked here.
fn folds(brief: &Document, log: &Document, now_ms: i64) -> bool {
    let work = || {
        let entries: Vec<Entry> = log.entries().into_iter().map(Entry::from).collect();
        fold(&brief.brief(), &entries, now_ms)
    };
    catch_unwind(AssertUnwindSafe(work)).is_ok()
}
