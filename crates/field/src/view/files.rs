//! A job's files, one by one: what each is, and how much of it the office has.

use super::{Truth, words};
use crate::app::Field;
use crate::refused::FieldRefused;
use domain::digest::Digest;
use domain::ids::JobId;
use domain::pack::{Pack, Words};
use domain::record::Record;
use domain::value::Picture;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::media::{Blob, MediaKind, PendingMedia};
use ts_rs::TS;

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A photo that can be shown.
    Photo,
    /// A signature.
    Ink,
    /// A paper, or what it was made of.
    Paper,
    /// Anything else.
    Other,
}

/// A file of a job that leaves this device.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct FileLine {
    /// Its digest, in hex.
    pub digest: String,
    /// What it is.
    pub kind: FileKind,
    /// The item it belongs to, or the paper.
    pub name: Words,
    /// What the technician wrote to it.
    pub caption: Option<String>,
    /// Bytes.
    pub bytes: u64,
    /// Bytes the office has.
    pub sent: u64,
    /// Where it is.
    pub truth: Truth,
}

/// How far a file is on its way, as the office has just said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct FileSent {
    /// Its digest, in hex.
    pub digest: String,
    /// Bytes.
    pub bytes: u64,
    /// Bytes the office has.
    pub sent: u64,
    /// The office has all of it, checked and stored.
    pub at_office: bool,
}

impl FileSent {
    pub(crate) fn of(pending: &PendingMedia, sent: u64, at_office: bool) -> Self {
        Self { digest: pending.digest.hex(), bytes: pending.size, sent, at_office }
    }
}

/// A file as its record names it.
struct Named {
    digest: Digest,
    name: Words,
    caption: Option<String>,
}

impl Field {
    /// The job's files that leave this device, in the order in which they were made.
    pub(crate) fn files_of(&mut self, job: &JobId) -> Result<Vec<FileLine>, FieldRefused> {
        let open = self.job(job)?;
        let records = open.entries.iter().filter_map(|entry| entry.record.as_ref().ok());
        let mut seen = BTreeSet::new();
        let mut named: Vec<Named> = records.flat_map(|record| named(record, open.pack.as_deref())).collect();
        named.retain(|file| seen.insert(file.digest));
        let (mut lines, backup) = (Vec::new(), self.store.secured()?);
        for Named { digest, name, caption } in named {
            let Some(blob) = self.media.blob(&digest)?.filter(|blob| blob.kind.leaves()) else { continue };
            lines.push(FileLine {
                digest: digest.hex(),
                kind: kind(blob.kind),
                name: name_of(blob.kind).unwrap_or(name),
                caption,
                bytes: blob.size,
                sent: blob.sent,
                truth: truth(&blob, backup),
            });
        }
        Ok(lines)
    }

    /// Where a file is and how much of it the office has.
    pub(crate) fn file_truth(&self, digest: &Digest) -> Result<(Truth, u64), FieldRefused> {
        Ok(match self.media.blob(digest)? {
            Some(blob) => (truth(&blob, self.store.secured()?), blob.sent),
            None => (Truth::Elsewhere, 0),
        })
    }
}

/// Where a file of this device is, by how far the office's backup goes.
fn truth(blob: &Blob, backup: Option<u64>) -> Truth {
    match blob {
        _ if blob.is_secured(backup) => Truth::Secured,
        _ if blob.at_office || !blob.kind.leaves() => Truth::AtOffice,
        _ => Truth::Waiting,
    }
}

fn named(record: &Record, pack: Option<&Pack>) -> Vec<Named> {
    let item = record.item.as_ref().and_then(|key| pack?.item(key));
    let name = item.map_or_else(|| words("照片和文件", "Photos and files"), |item| item.name.clone());
    let caption = Picture::deserialize(&record.value).ok().and_then(|picture| picture.caption);
    record.blobs().map(|digest| Named { digest, name: name.clone(), caption: caption.clone() }).collect()
}

/// Papers are not named after an item.
fn name_of(kind: MediaKind) -> Option<Words> {
    match kind {
        MediaKind::Paper => Some(words("服务单", "Service sheet")),
        MediaKind::Facts => Some(words("服务单的内容", "What the sheet says")),
        _ => None,
    }
}

fn kind(kind: MediaKind) -> FileKind {
    match kind {
        MediaKind::Photo => FileKind::Photo,
        MediaKind::Ink => FileKind::Ink,
        MediaKind::Facts | MediaKind::Paper => FileKind::Paper,
        _ => FileKind::Other,
    }
}
