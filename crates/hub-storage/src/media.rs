//! Which blobs are on the way and which are stored. The bytes are not here.

use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};

/// How far a blob is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlobState {
    /// Not all of it is here, or it was not checked yet.
    Arriving,
    /// All of it is on disk and has its digest.
    Stored,
}

/// A blob the hub has been told of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blob {
    /// Its id.
    pub digest: Digest,
    /// Its whole size in bytes.
    pub size: u64,
    /// Who announced it.
    pub device: DeviceId,
    /// How far it is.
    pub state: BlobState,
    /// When this was last so, Unix milliseconds; for one that is arriving, when its last piece came.
    pub changed: i64,
}

/// Bytes that were not what their digest said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quarantined {
    /// What they were announced as.
    pub digest: Digest,
    /// What they are.
    pub found: Digest,
    /// Bytes.
    pub size: u64,
    /// Who sent them.
    pub device: DeviceId,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// The index of blobs.
pub trait Media {
    /// Keeps or changes a blob's row. One that is stored is missing no more.
    fn save_blob(&mut self, blob: &Blob) -> Result<(), StorageRefused>;
    /// The blob with this digest.
    fn blob(&self, digest: &Digest) -> Result<Option<Blob>, StorageRefused>;
    /// The stored blobs whose digests come after `after`, at most `limit`, by digest.
    fn stored_blobs(&self, after: Option<&Digest>, limit: u32) -> Result<Vec<Blob>, StorageRefused>;
    /// Forgets a blob whose file is lost, so that it may be sent again.
    fn forget_blob(&mut self, digest: &Digest) -> Result<(), StorageRefused>;
    /// At most `most` uploads that nobody has added to since `since` or before, the oldest first.
    fn untouched(&self, since: i64, most: u32) -> Result<Vec<Blob>, StorageRefused>;
    /// Forgets an upload that never became a stored blob.
    fn forget_arriving(&mut self, digest: &Digest) -> Result<(), StorageRefused>;
    /// Bytes of a device's uploads that are not stored yet.
    fn arriving_bytes(&self, device: &DeviceId) -> Result<u64, StorageRefused>;
    /// Notes bytes that were put apart.
    fn quarantine(&mut self, quarantined: &Quarantined) -> Result<(), StorageRefused>;
    /// Notes that a record of the job names this blob; nothing where it is stored.
    fn name_blob(&mut self, job: &JobId, digest: &Digest, at: i64) -> Result<(), StorageRefused>;
    /// Blobs that are named in jobs this device ever saw and are not stored, noted before this moment: at most `limit`.
    fn missing_blobs(&self, device: &DeviceId, before: i64, limit: u32) -> Result<Vec<Digest>, StorageRefused>;
    /// What was put apart, oldest first.
    fn quarantined(&self) -> Result<Vec<Quarantined>, StorageRefused>;
}
