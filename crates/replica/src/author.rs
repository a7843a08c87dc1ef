//! Whose change it is (FORMATS "Authorship"). Authorship is in the data, not in the connection: a change counts from any
//! bearer when its author's signature verifies.
//!
//! - [`Authorship`]: a device's signature over one change of one document; the actor's earlier changes in that document
//!   are its ancestors and so are covered
//! - [`ActorCertificate`]: which device and person an actor is, signed by the device's key
//! - [`Registry`]: the keys with a certificate of the office, and their actors; says who wrote what

mod certificate;
mod registry;

pub use certificate::{ActorCertificate, SignedActorCertificate};
pub use registry::{Admitted, Author, AuthorRefused, Authored, Registry};

use crate::change::{ActorId, Change};
use crate::document::DocRef;
use domain::digest::Digest;
use domain::ids::CompanyId;
use domain::key::{Es256, KeyId, KeyRefused, Signer};
use minicbor::{Decode, Encode};

/// A device's (or the office's) word that it wrote this change and all earlier ones of the actor in this document.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Authorship {
    /// The document; without it a change could be replayed into another job, since all share the genesis.
    #[n(0)]
    pub doc: DocRef,
    /// Who wrote.
    #[n(1)]
    pub actor: ActorId,
    /// The change's place in the actor's chain.
    #[n(2)]
    pub seq: u64,
    /// The change.
    #[cbor(n(3), with = "crate::cbor::digest")]
    pub hash: Digest,
    /// The key that signed.
    #[cbor(n(4), with = "crate::cbor::key_id")]
    pub key: KeyId,
    /// ES256 over [`author_message`].
    #[cbor(n(5), with = "minicbor::bytes")]
    pub signature: Es256,
}

impl Authorship {
    /// Signs for a change just made.
    pub fn sign(company: &CompanyId, doc: &DocRef, change: &Change, key: &dyn Signer) -> Result<Self, KeyRefused> {
        let signature = key.sign(&author_message(company, doc, change.actor, change.seq, &change.hash))?;
        let (actor, seq, hash) = (change.actor, change.seq, change.hash);
        Ok(Self { doc: doc.clone(), actor, seq, hash, key: key.key_id(), signature })
    }

    /// The bytes it must have signed.
    pub fn message(&self, company: &CompanyId) -> Vec<u8> {
        author_message(company, &self.doc, self.actor, self.seq, &self.hash)
    }
}

/// `"doorstep-author-1" ‖ company ‖ job ‖ document ‖ actor ‖ seq (u64 BE) ‖ change hash`; company and job each after
/// their length in bytes (u16 BE), so that no two pairs of names give the same bytes.
pub fn author_message(company: &CompanyId, doc: &DocRef, actor: ActorId, seq: u64, hash: &Digest) -> Vec<u8> {
    let mut message = b"doorstep-author-1".to_vec();
    push_text(&mut message, company.as_str());
    push_text(&mut message, doc.job.as_str());
    message.push(doc.kind.number());
    message.extend(actor.0);
    message.extend(seq.to_be_bytes());
    message.extend(hash.0);
    message
}

/// Ids are far shorter than 64 KiB; a longer one is cut the same way at both ends and its length says so.
fn push_text(message: &mut Vec<u8>, text: &str) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    message.extend(length.to_be_bytes());
    message.extend(text.bytes());
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
