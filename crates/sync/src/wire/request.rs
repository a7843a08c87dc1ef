//! What a device asks.

use crate::feed::Place;
use domain::digest::Digest;
use minicbor::{Decode, Encode};
use replica::author::{Authorship, SignedActorCertificate};
use replica::document::DocRef;

/// *My unacknowledged changes; my place on my feed.*
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Request {
    /// Format version.
    #[n(0)]
    pub v: u32,
    /// Everything up to here is committed on the device.
    #[n(1)]
    pub place: Place,
    /// The furthest head a hub ever told the device. Beyond the hub's own head it means: the hub went backwards.
    #[n(2)]
    pub highest: Place,
    /// Changes the hub has not acknowledged.
    #[cbor(n(3), default)]
    pub pushes: Vec<Documents>,
    /// Of actors in `pushes`.
    #[cbor(n(4), default)]
    pub actor_certificates: Vec<SignedActorCertificate>,
    /// Of keys the hub may have lost (DER).
    #[cbor(n(5), default, with = "replica::cbor::blobs")]
    pub device_certificates: Vec<Vec<u8>>,
    /// In a new epoch: the hashes of everything the device holds, whoever wrote it. A page of them.
    #[cbor(n(6), default)]
    pub offers: Vec<Hashes>,
    /// The most bytes the answer may hold before compression.
    #[n(7)]
    pub page_limit: u64,
    /// The newest [`SCHEMA`](super::SCHEMA) this app knows; absent in apps from before it was said, which is 1.
    #[n(8)]
    pub schema: Option<u32>,
}

/// Changes of one document with what proves their authors. Each is covered by a signature in the same list: whoever cuts
/// a document into pages cuts after a signed change.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Documents {
    /// The document.
    #[n(0)]
    pub doc: DocRef,
    /// Raw changes, parents first.
    #[cbor(n(1), default, with = "replica::cbor::blobs")]
    pub changes: Vec<Vec<u8>>,
    /// Signatures over changes in this list.
    #[cbor(n(2), default)]
    pub authorships: Vec<Authorship>,
}

/// Hashes of changes of one document.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Hashes {
    /// The document.
    #[n(0)]
    pub doc: DocRef,
    /// The changes.
    #[cbor(n(1), default, with = "replica::cbor::digests")]
    pub hashes: Vec<Digest>,
}
