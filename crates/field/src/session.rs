//! One run of the app: the device's key, whom it belongs to, and the actor that writes in this run. Actor ids are random
//! and never used again, so that a stale copy of a document can never write under a number that was already given.

use crate::entropy::{Entropy, bytes16};
use crate::refused::FieldRefused;
use data_encoding::BASE64;
use domain::digest::Digest;
use domain::ids::{CompanyId, DeviceId, PersonId};
use domain::key::{Signer, SoftwareKey};
use domain::trust::Certificate;
use replica::author::{ActorCertificate, Registry, SignedActorCertificate};
use replica::change::ActorId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Whom the device belongs to, as the office answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Enrolment {
    /// The company.
    pub company: CompanyId,
    /// The hub's id; requests are proved for it alone.
    pub hub: String,
    /// The hub's address.
    pub address: String,
    /// SHA-256 of the office root's SPKI.
    pub pin: Digest,
    /// This device.
    pub device: DeviceId,
    /// The technician.
    pub person: PersonId,
    /// The technician's name as the office gave it at enrolment.
    #[serde(default)]
    pub name: String,
    /// The device's certificate.
    pub certificate: Der,
    /// The issuing CA.
    pub issuing: Der,
    /// The office's root.
    pub root: Der,
    /// The office key's certificate.
    pub office: Der,
}

/// A certificate's DER; base64 in JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Der(pub Vec<u8>);

impl Serialize for Der {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Der {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        BASE64.decode(text.as_bytes()).map(Der).map_err(de::Error::custom)
    }
}

/// One run of the app.
pub struct Session {
    key: SoftwareKey,
    enrolment: Option<Enrolment>,
    actor: ActorId,
    actor_kept: bool,
}

impl Session {
    /// Begins a run.
    pub fn begin(key: SoftwareKey, enrolment: Option<Enrolment>, entropy: &dyn Entropy) -> Self {
        Self { key, enrolment, actor: ActorId(bytes16(entropy)), actor_kept: false }
    }

    /// The device's key.
    pub fn key(&self) -> &dyn Signer {
        &self.key
    }

    /// The actor that writes now.
    pub fn actor(&self) -> ActorId {
        self.actor
    }

    /// Whom the device belongs to.
    pub fn enrolled(&self) -> Result<&Enrolment, FieldRefused> {
        self.enrolment.as_ref().ok_or(FieldRefused::NotEnrolled)
    }

    /// The device was enrolled just now.
    pub fn belong_to(&mut self, enrolment: Enrolment) {
        self.enrolment = Some(enrolment);
        self.actor_kept = false;
    }

    /// After a failed commit: nobody may ever lean on what this actor wrote and nobody kept.
    pub fn new_actor(&mut self, entropy: &dyn Entropy) {
        self.actor = ActorId(bytes16(entropy));
        self.actor_kept = false;
    }

    /// The certificate that binds the actor to this device and person, until [`Session::actor_is_kept`]: it must be in the
    /// store before the actor's first change.
    pub fn new_actor_certificate(&self, now_ms: i64) -> Result<Option<SignedActorCertificate>, FieldRefused> {
        let enrolment = self.enrolled()?;
        if self.actor_kept {
            return Ok(None);
        }
        let certificate = ActorCertificate {
            v: 1,
            company: enrolment.company.clone(),
            key: self.key.key_id(),
            person: enrolment.person.clone(),
            device: enrolment.device.clone(),
            actor: self.actor,
            from: now_ms,
        };
        Ok(Some(certificate.sign(&self.key)?))
    }

    /// The store has the actor's certificate.
    pub fn actor_is_kept(&mut self) {
        self.actor_kept = true;
    }

    /// The device's certificate and its issuer's, for the signature on a paper.
    pub fn certificates(&self) -> Result<(Certificate, Certificate), FieldRefused> {
        let enrolment = self.enrolled()?;
        let read = |der: &Der| Certificate::from_der(&der.0).map_err(|e| FieldRefused::Enrolment(e.to_string()));
        Ok((read(&enrolment.certificate)?, read(&enrolment.issuing)?))
    }

    /// A registry of keys that trusts this office.
    pub fn registry(&self) -> Result<Registry, FieldRefused> {
        let enrolment = self.enrolled()?;
        let read = |der: &Der| Certificate::from_der(&der.0).map_err(|e| FieldRefused::Enrolment(e.to_string()));
        let mut registry = Registry::new(enrolment.company.clone(), read(&enrolment.root)?, read(&enrolment.issuing)?);
        for der in [&enrolment.office, &enrolment.certificate] {
            registry.admit_certificate(&der.0).map_err(|e| FieldRefused::Enrolment(e.to_string()))?;
        }
        Ok(registry)
    }
}
