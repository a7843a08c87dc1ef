//! What a device asks.

use crate::feed::Place;
use crate::wire::Documents;
use domain::digest::Digest;
use minicbor::{Decode, Encode};
use replica::author::SignedActorCertificate;
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
    /// Certificates of the office that the device has, so that they need not travel again; some, not all.
    #[cbor(n(9), default, skip_if = "Vec::is_empty")]
    pub known: Vec<Mark>,
    /// The device understands [`Answer::all_stored`](super::Answer).
    #[cbor(n(10), default, skip_if = "std::ops::Not::not")]
    pub short: bool,
}

/// What names a certificate among the few of one office: the first 8 bytes of SHA-256 of the DER, or of the body of an
/// actor's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
#[cbor(transparent)]
pub struct Mark(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 8]);

impl Mark {
    /// The mark of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::cut(&Digest::of(bytes))
    }

    /// The mark of what has this digest.
    pub fn cut(digest: &Digest) -> Self {
        let mut mark = [0; 8];
        mark.iter_mut().zip(digest.0).for_each(|(to, from)| *to = from);
        Self(mark)
    }
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
