//! Files that neither the backup nor the disk has: they count as not sent yet, and the jobs whose records name them ask
//! for them, so that a phone that holds one sends it again.

use crate::check::all_jobs;
use domain::digest::Digest;
use hub_storage::{StorageRefused, Tx};
use replica::document::{DocKind, DocRef, Document};

/// Forgets the lost files and asks for them.
pub fn ask_for(tx: &mut dyn Tx, lost: &[Digest], now_ms: i64) -> Result<(), StorageRefused> {
    for digest in lost {
        tx.forget_blob(digest)?;
        tx.reopen_paper(digest)?;
    }
    let jobs = if lost.is_empty() { Vec::new() } else { all_jobs(tx)? };
    for job in jobs {
        let changes = tx.changes(&DocRef::log(job.clone()))?;
        // What cannot be opened was said before, and names nothing.
        let Ok(log) = Document::load(DocKind::Log, changes.iter().map(|change| &change.raw)) else { continue };
        for record in log.document.entries().into_iter().filter_map(|entry| entry.record.ok()) {
            for blob in record.blobs().filter(|blob| lost.contains(blob)) {
                tx.name_blob(&job, &blob, now_ms)?;
            }
        }
    }
    Ok(())
}
