//! The feed: numbered rows, each with the chain up to it. A row says that something is there; its content lies with the
//! changes, the grant or the release.

use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::DeviceId;
use std::collections::BTreeMap;
use sync::feed::{Audience, Epoch, Place, Row, RowKind, Subject};

/// Where the feed ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// Epoch, number of the last row (0 before the first), chain up to it.
    pub place: Place,
    /// The last row the newest backup holds.
    pub secured: Option<u64>,
}

/// A row before it has its number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRow {
    /// Who sees it.
    pub audience: Audience,
    /// What it announces.
    pub kind: RowKind,
    /// The job and, for changes, the document.
    pub subject: Option<Subject>,
    /// SHA-256 of what it announces.
    pub payload: Digest,
    /// The changes it announces, which take its number.
    pub changes: Vec<Digest>,
    /// For a grant: the changes it carries, those numbered `after < n <= upto`.
    pub carries: (u64, u64),
}

/// A row of the feed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedRow {
    /// As it travels and is linked.
    pub row: Row,
    /// For a grant: the changes it carries, those numbered `after < n <= upto`.
    pub carries: (u64, u64),
}

/// A row of the feed with the chain kept beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkedRow {
    /// The row.
    pub row: Row,
    /// The chain up to and with it, as it was kept.
    pub chain: Digest,
}

/// The feed.
pub trait Feed {
    /// Where it ends.
    fn head(&self) -> Result<Head, StorageRefused>;
    /// The chain up to and with this number; `None` beyond the head.
    fn chain_at(&self, number: u64) -> Result<Option<Digest>, StorageRefused>;
    /// Numbers the rows and links them, in the transaction's last statements, so that commit order is number order.
    fn publish(&mut self, rows: &[NewRow]) -> Result<Head, StorageRefused>;
    /// The rows after `after` that this device may see, at most `limit`, in order.
    fn rows_for(&self, device: &DeviceId, after: u64, limit: u32) -> Result<Vec<FeedRow>, StorageRefused>;
    /// Who may see any of the rows `after < n <= upto`, each with the last of them it may see.
    fn seen_by(&self, after: u64, upto: u64) -> Result<BTreeMap<DeviceId, u64>, StorageRefused>;
    /// The rows after `after` whoever sees them, at most `limit`, in order.
    fn linked(&self, after: u64, limit: u32) -> Result<Vec<LinkedRow>, StorageRefused>;
    /// Names a new life of this database. The old name stays known.
    fn begin_epoch(&mut self, epoch: Epoch, at: i64) -> Result<(), StorageRefused>;
    /// Whether this is the name of a life of this database, the present one or an earlier one.
    fn knows_epoch(&self, epoch: Epoch) -> Result<bool, StorageRefused>;
    /// Whether the feed ever began anew: the database was put back from a backup.
    fn began_anew(&self) -> Result<bool, StorageRefused>;
    /// Announces how far the newest backup goes.
    fn secure(&mut self, number: u64) -> Result<(), StorageRefused>;
}
