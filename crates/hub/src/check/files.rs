//! Stored files: each one the database names is there, and each one that is there is what it is called.

use super::{Fault, Report};
use crate::blobs::{BlobFolder, Seen};
use crate::progress::{Progress, Watch, Work};
use domain::digest::Digest;
use hub_storage::media::Blob;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads every stored file.
pub fn check(folder: &Path, stored: &[Blob], watch: Watch<'_>, report: &mut Report) -> std::io::Result<()> {
    let blobs = BlobFolder::at(folder);
    let mut wanted: BTreeMap<Digest, Option<u64>> = blobs.stored()?.into_iter().map(|digest| (digest, None)).collect();
    wanted.extend(stored.iter().map(|blob| (blob.digest, Some(blob.size))));
    let total = wanted.len() as u64;
    for (done, (digest, size)) in (1..).zip(wanted) {
        match fault(&blobs, &digest, size) {
            Some(fault) => report.faults.push(fault),
            None => report.blobs += 1,
        }
        watch(Progress { work: Work::ReadingFiles, done, total });
    }
    Ok(())
}

/// What is wrong with one stored file of a folder.
pub(crate) fn unfit(folder: &Path, blob: &Blob) -> Option<Fault> {
    fault(&BlobFolder::at(folder), &blob.digest, Some(blob.size))
}

fn fault(blobs: &BlobFolder, digest: &Digest, expected: Option<u64>) -> Option<Fault> {
    let (digest, path) = (*digest, blobs.path(digest).display().to_string());
    match blobs.look(&digest) {
        Ok(Seen::Whole { size }) if expected.is_none_or(|expected| expected == size) => None,
        Ok(Seen::Missing) => Some(Fault::FileMissing { digest, path }),
        Ok(Seen::Whole { .. } | Seen::Other { .. }) => Some(Fault::FileDamaged { digest, path }),
        Err(error) => Some(Fault::FileUnreadable { path, why: error.to_string() }),
    }
}
