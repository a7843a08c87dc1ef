//! What the hub says.

use crate::feed::Place;
use crate::order::SignedOrder;
use crate::wire::{Documents, Hashes};
use domain::digest::Digest;
use domain::ids::JobId;
use minicbor::{Decode, Encode};
use replica::author::SignedActorCertificate;

/// *An answer per change hash; everything on your feed since then.*
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Answer {
    /// Format version.
    #[n(0)]
    pub v: u32,
    /// The hub's clock, Unix milliseconds.
    #[n(1)]
    pub hub_time_ms: i64,
    /// Where the hub's feed ends.
    #[n(2)]
    pub head: Place,
    /// The device's place once this page is committed. It passes rows of others.
    #[n(3)]
    pub place: Place,
    /// One for each change pushed. Said only of what is committed.
    #[cbor(n(4), default)]
    pub answers: Vec<ChangeAnswer>,
    /// The changes announced between the device's place and the new one.
    #[cbor(n(6), default)]
    pub docs: Vec<Documents>,
    /// Of actors in `docs`.
    #[cbor(n(7), default)]
    pub actor_certificates: Vec<SignedActorCertificate>,
    /// Of keys in `docs` (DER), devices' and the office's.
    #[cbor(n(8), default, with = "replica::cbor::blobs")]
    pub device_certificates: Vec<Vec<u8>>,
    /// New reference data.
    #[cbor(n(9), default)]
    pub releases: Vec<Release>,
    /// Jobs given and taken back.
    #[cbor(n(10), default)]
    pub grants: Vec<Grant>,
    /// There is more: ask again from `place`.
    #[cbor(n(11), default)]
    pub more: bool,
    /// The hub went backwards: `place` lies in a new epoch, and the device offers all its hashes.
    #[cbor(n(12), default)]
    pub new_epoch: bool,
    /// Rows up to this number are in a backup; absent where no backup is configured.
    #[n(13)]
    pub secured: Option<u64>,
    /// Of the hashes offered, those the hub lacks.
    #[cbor(n(14), default)]
    pub wants: Vec<Hashes>,
    /// Blobs that records of the device's jobs name and the hub has not got. Whoever has one sends it.
    #[cbor(n(15), default, with = "replica::cbor::digests", skip_if = "Vec::is_empty")]
    pub lacks: Vec<Digest>,
    /// The office's order to this device, in every answer until it was followed.
    #[n(16)]
    pub order: Option<SignedOrder>,
    /// The newest [`SCHEMA`](super::SCHEMA) in use at the office. An app that knows less keeps what it cannot read, goes on
    /// pushing, and is to be updated.
    #[n(17)]
    pub schema: Option<u32>,
    /// Every change of the request was stored and none is late: that is said once, and `answers` is empty.
    #[cbor(n(18), default, skip_if = "std::ops::Not::not")]
    pub all_stored: bool,
}

/// What became of a pushed change.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ChangeAnswer {
    /// The change; for bytes that are none, their SHA-256.
    #[cbor(n(0), with = "replica::cbor::digest")]
    pub hash: Digest,
    /// What became of it.
    #[n(1)]
    pub said: Said,
    /// It was made before the phone learnt that its grant had ended: stored and marked.
    #[cbor(n(2), default)]
    pub late: bool,
}

/// The three answers.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Said {
    /// Committed and synced to the hub's disk.
    #[n(0)]
    Stored,
    /// Kept, and waiting for these parents.
    #[n(1)]
    Held(#[cbor(n(0), with = "replica::cbor::digests")] Vec<Digest>),
    /// Kept apart under this rule (the `code()` of the refusal); the office can adopt or export it.
    #[n(2)]
    SetAside(#[n(0)] String),
}

/// An immutable version of reference data.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Release {
    /// `pack`, `prices`, `settings` ...
    #[n(0)]
    pub kind: String,
    /// For example `dw_repair`.
    #[n(1)]
    pub name: String,
    /// For example `1.0`.
    #[n(2)]
    pub version: String,
    /// SHA-256 of `bytes`.
    #[cbor(n(3), with = "replica::cbor::digest")]
    pub digest: Digest,
    /// The content.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

/// A job the device may see.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Grant {
    /// The job.
    #[cbor(n(0), with = "replica::cbor::job")]
    pub job: JobId,
    /// The device's letter for paper numbers of this job.
    #[n(1)]
    pub letter: String,
    /// When it ended, Unix milliseconds by the hub.
    #[n(2)]
    pub ended: Option<i64>,
}
