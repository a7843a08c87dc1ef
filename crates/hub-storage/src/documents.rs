//! The changes of the jobs' documents, what waits or was put apart, and who wrote them.

use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};
use domain::key::{Es256, KeyId};
use replica::change::ActorId;
use replica::document::{DocKind, DocRef};

/// A stored change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredChange {
    /// Its hash.
    pub hash: Digest,
    /// Who made it, as Automerge knows them.
    pub actor: ActorId,
    /// The actor's count.
    pub seq: u64,
    /// Its bytes, not deflated.
    pub raw: Vec<u8>,
    /// The feed row that announces it; `None` inside the transaction that stores it.
    pub number: Option<u64>,
    /// Who brought it; `None` for the office's own.
    pub bearer: Option<DeviceId>,
    /// Made before its author learnt that the grant had ended.
    pub late: bool,
}

/// When a change came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    /// The change.
    pub hash: Digest,
    /// Unix milliseconds.
    pub at: i64,
    /// Who brought it; `None` for the office's own.
    pub bearer: Option<DeviceId>,
}

/// A change whose parents are not all here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldChange {
    /// Its hash.
    pub hash: Digest,
    /// Its bytes.
    pub raw: Vec<u8>,
    /// Who brought it.
    pub bearer: DeviceId,
    /// How far the bearer knew the feed when it brought it.
    pub place: u64,
}

/// A change that is not applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsideChange {
    /// The document.
    pub doc: DocRef,
    /// Its hash, or the digest of bytes that are no change.
    pub hash: Digest,
    /// Its bytes.
    pub raw: Vec<u8>,
    /// Why.
    pub rule: String,
    /// Who brought it.
    pub bearer: DeviceId,
    /// When, Unix milliseconds.
    pub received: i64,
    /// The office took its records over; it is kept all the same.
    pub adopted: Option<Adopted>,
}

/// Who took over what a change says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adopted {
    /// The account.
    pub by: String,
    /// Unix milliseconds.
    pub at: i64,
}

/// A change that waits at the office, whichever way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The document.
    pub doc: DocRef,
    /// The change.
    pub held: HeldChange,
    /// Since when, Unix milliseconds.
    pub received: i64,
}

/// An author's signature over one of its changes; it covers the actor's earlier ones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedChange {
    /// The actor.
    pub actor: ActorId,
    /// The actor's count.
    pub seq: u64,
    /// The change's hash.
    pub hash: Digest,
    /// The signing key.
    pub key: KeyId,
    /// The signature.
    pub signature: Es256,
}

/// What a change costs that waits, beside its own bytes: even the smallest takes a row, its keys and their index.
pub const WAITING_ROW: u64 = 256;

/// Changes and authorship.
pub trait Documents {
    /// Every stored change of a document, in the order they were stored.
    fn changes(&self, doc: &DocRef) -> Result<Vec<StoredChange>, StorageRefused>;
    /// The changes of both documents of a job that are numbered `after < n <= upto`, in order.
    fn changes_between(
        &self,
        job: &JobId,
        after: u64,
        upto: u64,
    ) -> Result<Vec<(DocKind, StoredChange)>, StorageRefused>;
    /// When each change of a document was received, Unix milliseconds, and whether a device brought it.
    fn received(&self, doc: &DocRef) -> Result<Vec<Received>, StorageRefused>;
    /// Whether this change is stored.
    fn has_change(&self, doc: &DocRef, hash: &Digest) -> Result<bool, StorageRefused>;
    /// The hashes of a document's stored changes.
    fn hashes(&self, doc: &DocRef) -> Result<Vec<Digest>, StorageRefused>;
    /// Stores a change, unnumbered. It must not be stored already.
    fn save_change(&mut self, doc: &DocRef, change: &StoredChange, at: i64) -> Result<(), StorageRefused>;
    /// Holds a change.
    fn hold(&mut self, doc: &DocRef, held: &HeldChange, at: i64) -> Result<(), StorageRefused>;
    /// The held changes of a document.
    fn held(&self, doc: &DocRef) -> Result<Vec<HeldChange>, StorageRefused>;
    /// Everything held of a job, the oldest first.
    fn waiting(&self, job: &JobId) -> Result<Vec<Waiting>, StorageRefused>;
    /// Forgets that a change was held.
    fn unhold(&mut self, doc: &DocRef, hash: &Digest) -> Result<(), StorageRefused>;
    /// Bytes of what a device brought that is held or set aside, and [`WAITING_ROW`] for each change of it.
    fn waiting_bytes(&self, bearer: &DeviceId) -> Result<u64, StorageRefused>;
    /// Puts a change apart. One that is apart already gets the new rule and stays as it is otherwise.
    fn set_aside(&mut self, aside: &AsideChange) -> Result<(), StorageRefused>;
    /// Notes that the office took over what a change says that was set aside.
    fn adopt(&mut self, doc: &DocRef, hash: &Digest, adopted: &Adopted) -> Result<(), StorageRefused>;
    /// Why this change was set aside, if it was.
    fn aside(&self, doc: &DocRef, hash: &Digest) -> Result<Option<String>, StorageRefused>;
    /// Forgets that a change was set aside.
    fn take_back(&mut self, doc: &DocRef, hash: &Digest) -> Result<(), StorageRefused>;
    /// Everything set aside of a job.
    fn asides(&self, job: &JobId) -> Result<Vec<AsideChange>, StorageRefused>;
    /// Keeps an author's signature. No error where it is kept already.
    fn save_authorship(&mut self, doc: &DocRef, signed: &SignedChange) -> Result<(), StorageRefused>;
    /// The signatures of a document, by actor and count.
    fn authorships(&self, doc: &DocRef) -> Result<Vec<SignedChange>, StorageRefused>;
    /// Keeps whose actor it is. One actor has one key for ever: a second one changes nothing.
    fn save_actor(&mut self, actor: &ActorId, key: &KeyId, certificate: &[u8], at: i64) -> Result<(), StorageRefused>;
    /// The key and the certificate of an actor.
    fn actor(&self, actor: &ActorId) -> Result<Option<(KeyId, Vec<u8>)>, StorageRefused>;
}
