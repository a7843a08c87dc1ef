//! The feed: numbered rows, each with the chain up to it. A row says that something is there; its content lies with the
//! changes, the grant or the release.

use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};
use replica::document::DocKind;

/// Where the feed ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// Names this run of numbers; another one after a restored backup.
    pub epoch: [u8; 16],
    /// The last row's number; 0 before the first.
    pub number: u64,
    /// The chain up to it.
    pub chain: [u8; 32],
    /// The last row the newest backup holds.
    pub secured: Option<u64>,
}

/// Who sees a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Audience {
    /// Every device of the company.
    All,
    /// One device.
    Device(DeviceId),
    /// Every device that has a grant for the row's job at the row's number.
    Job,
}

/// What a row announces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowKind {
    /// Changes of a document.
    Changes,
    /// A device may see a job: everything stored of it so far.
    Grant,
    /// A device's grant for a job has ended.
    GrantEnded,
    /// A release of reference data.
    Release,
}

impl RowKind {
    /// Every kind.
    pub const ALL: [RowKind; 4] = [Self::Changes, Self::Grant, Self::GrantEnded, Self::Release];

    /// The number on the wire and in the file.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Changes => 1,
            Self::Grant => 2,
            Self::GrantEnded => 3,
            Self::Release => 4,
        }
    }
}

/// A row before it has its number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRow {
    /// Who sees it.
    pub audience: Audience,
    /// What it announces.
    pub kind: RowKind,
    /// The job, except for releases.
    pub job: Option<JobId>,
    /// The document, for changes.
    pub document: Option<DocKind>,
    /// SHA-256 of what it announces.
    pub payload: Digest,
    /// For a grant: the changes it carries, those numbered `after < n <= upto`.
    pub carries: (u64, u64),
}

/// A row of the feed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedRow {
    /// Its number, from 1.
    pub number: u64,
    /// Its content.
    pub row: NewRow,
    /// The chain up to and with it.
    pub chain: [u8; 32],
}

/// Links a row to the chain before it. Given by `sync`, which knows the wire form of a row.
pub type Link<'a> = &'a dyn Fn(&[u8; 32], u64, &NewRow) -> [u8; 32];

/// The feed.
pub trait Feed {
    /// Where it ends.
    fn head(&self) -> Result<Head, StorageRefused>;
    /// The chain up to and with this number; `None` beyond the head. 32 zero bytes at 0.
    fn chain_at(&self, number: u64) -> Result<Option<[u8; 32]>, StorageRefused>;
    /// Numbers the rows and links them, in the transaction's last statements, so that commit order is number order.
    /// Unnumbered changes of a row's document take its number.
    fn publish(&mut self, rows: &[NewRow], link: Link<'_>) -> Result<Head, StorageRefused>;
    /// The rows after `after` that this device may see, at most `limit`, in order.
    fn rows_for(&self, device: &DeviceId, after: u64, limit: u32) -> Result<Vec<FeedRow>, StorageRefused>;
    /// Names a new run of numbers.
    fn begin_epoch(&mut self, epoch: &[u8; 16]) -> Result<(), StorageRefused>;
    /// Announces how far the newest backup goes.
    fn secure(&mut self, number: u64) -> Result<(), StorageRefused>;
}
