//! Actor certificates: one for a run of the app, for all documents it writes in that run.

use crate::author::AuthorRefused;
use crate::change::ActorId;
use domain::ids::{CompanyId, DeviceId, PersonId};
use domain::key::{Es256, KeyId, KeyRefused, Signer};
use minicbor::{Decode, Encode};

/// The longest body read, in bytes; ours are under 200.
const LONGEST: usize = 4096;
const CONTEXT: &[u8] = b"doorstep-actor-1";

/// Which device and person an actor is.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ActorCertificate {
    /// Format version, 1.
    #[n(0)]
    pub v: u32,
    /// The company.
    #[cbor(n(1), with = "crate::cbor::company")]
    pub company: CompanyId,
    /// The key that signs for the actor.
    #[cbor(n(2), with = "crate::cbor::key_id")]
    pub key: KeyId,
    /// The person who works.
    #[cbor(n(3), with = "crate::cbor::person")]
    pub person: PersonId,
    /// The device, or the office's own id.
    #[cbor(n(4), with = "crate::cbor::device")]
    pub device: DeviceId,
    /// The actor.
    #[n(5)]
    pub actor: ActorId,
    /// Since when, Unix milliseconds by the device. Informs; decides nothing.
    #[n(6)]
    pub from: i64,
}

/// A certificate as it travels: the very bytes that were signed, so that keys of later versions stay under the signature.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SignedActorCertificate {
    /// CBOR of [`ActorCertificate`].
    #[cbor(n(0), with = "minicbor::bytes")]
    pub body: Vec<u8>,
    /// ES256 over `"doorstep-actor-1" ‖ body`.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub signature: Es256,
}

impl ActorCertificate {
    /// Signs with the device's (or office's) key.
    pub fn sign(&self, key: &dyn Signer) -> Result<SignedActorCertificate, KeyRefused> {
        let body = minicbor::to_vec(self).map_err(|error| KeyRefused::Store(error.to_string()))?;
        let signature = key.sign(&signed_bytes(&body))?;
        Ok(SignedActorCertificate { body, signature })
    }
}

impl SignedActorCertificate {
    /// What it says; nothing is verified here.
    pub fn read(&self) -> Result<ActorCertificate, AuthorRefused> {
        if self.body.len() > LONGEST {
            return Err(AuthorRefused::Unreadable);
        }
        let mut decoder = minicbor::Decoder::new(&self.body);
        let certificate: ActorCertificate = decoder.decode().map_err(|_| AuthorRefused::Unreadable)?;
        let whole = decoder.position() == self.body.len() && certificate.v >= 1;
        whole.then_some(certificate).ok_or(AuthorRefused::Unreadable)
    }

    pub(super) fn verifies(&self, spki: &[u8]) -> bool {
        domain::key::verifies(spki, &signed_bytes(&self.body), &self.signature)
    }
}

fn signed_bytes(body: &[u8]) -> Vec<u8> {
    [CONTEXT, body].concat()
}
