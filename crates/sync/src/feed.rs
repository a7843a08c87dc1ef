//! Rows of the hub's feed (FORMATS "Feed"). A device compares chains; it cannot recompute them, since it does not see
//! the rows of others.

use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};
use minicbor::{Decode, Encode};
use replica::document::DocKind;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Which life of the hub's database: 16 random bytes, fresh when it went backwards.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Epoch(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

impl Epoch {
    /// Of a device that has heard nothing yet.
    pub const NONE: Epoch = Epoch([0; 16]);
}

impl fmt::Debug for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Epoch({})", data_encoding::HEXLOWER.encode(&self.0))
    }
}

/// A place on the feed: epoch, number of the last row, chain up to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Place {
    /// The life of the database.
    #[n(0)]
    pub epoch: Epoch,
    /// The last row at or before it; 0 before the first.
    #[n(1)]
    pub number: u64,
    /// The chain after that row.
    #[cbor(n(2), with = "replica::cbor::digest")]
    pub chain: Digest,
}

impl Place {
    /// Before everything, in no epoch: where a fresh device stands.
    pub const START: Place = Place { epoch: Epoch::NONE, number: 0, chain: CHAIN_START };

    /// The later of two places of one epoch; of two epochs, `other`.
    pub fn highest(self, other: Place) -> Place {
        if self.epoch == other.epoch && self.number > other.number { self } else { other }
    }
}

/// The chain before the first row.
pub const CHAIN_START: Digest = Digest([0; 32]);

/// Who sees a row.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Audience {
    /// Every device of the company.
    #[n(0)]
    All,
    /// One device.
    #[n(1)]
    Device(#[cbor(n(0), with = "replica::cbor::device")] DeviceId),
    /// Every device with a grant for the row's job.
    #[n(2)]
    Job,
}

/// What a row announces.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum RowKind {
    /// Changes of a document.
    #[n(1)]
    Changes,
    /// A device may see a job.
    #[n(2)]
    Grant,
    /// A device's grant for a job has ended.
    #[n(3)]
    GrantEnded,
    /// A release of reference data.
    #[n(4)]
    Release,
}

/// What a row is about.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Subject {
    /// The job.
    #[cbor(n(0), with = "replica::cbor::job")]
    pub job: JobId,
    /// Its document, where one is meant.
    #[n(1)]
    pub document: Option<DocKind>,
}

/// One row: `(number, audience, kind, document, payload hash)`. It holds hashes only, so an erasure need not touch it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Row {
    /// From 1.
    #[n(0)]
    pub number: u64,
    /// Who sees it.
    #[n(1)]
    pub audience: Audience,
    /// What it announces.
    #[n(2)]
    pub kind: RowKind,
    /// What it is about; absent for releases.
    #[n(3)]
    pub subject: Option<Subject>,
    /// SHA-256 of what it announces.
    #[cbor(n(4), with = "replica::cbor::digest")]
    pub payload: Digest,
}

/// `chain_n = SHA-256(chain_{n-1} ‖ CBOR(row_n))`.
pub fn chain(before: &Digest, row: &Row) -> Digest {
    // Writing to memory cannot fail; an empty row would still give a chain that no other row gives.
    let row = minicbor::to_vec(row).unwrap_or_default();
    Digest(Sha256::new().chain_update(before.0).chain_update(row).finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64) -> Row {
        let subject = Some(Subject { job: "GD261120-0041".into(), document: Some(DocKind::Log) });
        Row { number, audience: Audience::Job, kind: RowKind::Changes, subject, payload: Digest([7; 32]) }
    }

    #[test]
    fn a_row_and_its_chain_are_the_same_bytes_for_ever() {
        let bytes = minicbor::to_vec(row(1)).unwrap();
        let mut expected = vec![0x85, 0x01, 0x82, 0x02, 0x80, 0x01, 0x82, 0x6d];
        expected.extend(b"GD261120-0041\x02\x58\x20");
        expected.extend([7; 32]);
        assert_eq!(bytes, expected);
        assert_eq!(minicbor::decode::<Row>(&bytes).unwrap(), row(1));
        let first = chain(&CHAIN_START, &row(1));
        assert_eq!(first, Digest::of(&[&[0; 32], expected.as_slice()].concat()));
    }

    #[test]
    fn a_chain_depends_on_every_row_before_it() {
        let one = chain(&chain(&CHAIN_START, &row(1)), &row(2));
        let other_audience = Row { audience: Audience::All, ..row(1) };
        assert_ne!(one, chain(&chain(&CHAIN_START, &other_audience), &row(2)));
        assert_ne!(one, chain(&CHAIN_START, &row(2)));
    }

    #[test]
    fn the_highest_place_belongs_to_the_newest_epoch() {
        let at = |epoch, number| Place { epoch: Epoch([epoch; 16]), number, chain: CHAIN_START };
        assert_eq!(at(1, 5).highest(at(1, 3)), at(1, 5));
        assert_eq!(at(1, 5).highest(at(1, 8)), at(1, 8));
        assert_eq!(at(1, 5).highest(at(2, 0)), at(2, 0));
    }
}
