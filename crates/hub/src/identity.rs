//! Who this hub is while it runs: company, certificates, keys, and the actor its own changes are written by.

use crate::entropy::{self, Entropy};
use crate::keys::Keys;
use crate::profile::CompanyProfile;
use crate::refused::HubRefused;
use domain::ids::{CompanyId, DeviceId, PersonId};
use domain::key::Signer;
use domain::trust::{self, Certificate, Terms};
use hub_storage::Tx;
use hub_storage::company::Company;
use replica::author::{ActorCertificate, Registry, SignedActorCertificate};
use replica::change::ActorId;

/// A day.
pub(crate) const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Certificates begin a little earlier, for devices whose clock is behind.
const SLACK_MS: i64 = DAY_MS;
const ROOT_DAYS: i64 = 20 * 365;
const ISSUING_DAYS: i64 = 10 * 365;
const OFFICE_DAYS: i64 = 5 * 365;
/// A device's certificate lasts two years (DESIGN "Seal and sheet").
pub const DEVICE_DAYS: i64 = 2 * 365;

/// The person the office's own changes name; the clerk stands in the record besides.
pub const OFFICE_PERSON: &str = "office";

/// The running hub.
pub struct Identity {
    /// The company's id.
    pub company: CompanyId,
    /// The hub's id, which every request proof names; also the `device` of the office's records.
    pub hub: String,
    /// The root certificate.
    pub root: Certificate,
    /// The issuing certificate.
    pub issuing: Certificate,
    /// The office key's certificate.
    pub office: Certificate,
    /// Minutes east of UTC where the office is.
    pub offset_minutes: i32,
    /// Private keys.
    pub keys: Keys,
    /// Who writes the office's changes in this run.
    pub actor: ActorId,
    /// The office's word for that.
    pub actor_certificate: SignedActorCertificate,
    /// Knows the office alone: checked once a run, and what every request begins with.
    registry: Registry,
}

/// A company just founded: its row and every key.
pub struct Founded {
    /// For the database.
    pub company: Company,
    /// To be kept offline.
    pub root_key: domain::key::SoftwareKey,
    /// To run with.
    pub keys: Keys,
}

/// Makes keys and certificates of a new company.
pub fn found(profile: &CompanyProfile, now_ms: i64, entropy: &dyn Entropy) -> Result<Founded, HubRefused> {
    let (root_key, issuing, office) = (entropy::new_key(entropy), entropy::new_key(entropy), entropy::new_key(entropy));
    let root = trust::root(&profile.id, &terms(now_ms, ROOT_DAYS, entropy), &root_key)?;
    let issuing_certificate = trust::issuing(issuing.spki(), &terms(now_ms, ISSUING_DAYS, entropy), &root, &root_key)?;
    let office_certificate =
        trust::office(office.spki(), &terms(now_ms, OFFICE_DAYS, entropy), &issuing_certificate, &issuing)?;
    let company = Company {
        id: CompanyId::new(&profile.id),
        name_zh: profile.name.zh.clone(),
        name_en: profile.name.en.clone(),
        hub: entropy::id(entropy, "hub"),
        root: root.der().to_vec(),
        issuing: issuing_certificate.der().to_vec(),
        office: office_certificate.der().to_vec(),
        offset_minutes: profile.offset_minutes,
    };
    Ok(Founded { company, root_key, keys: Keys { issuing, office } })
}

/// Number and period of a certificate.
pub fn terms(now_ms: i64, days: i64, entropy: &dyn Entropy) -> Terms {
    Terms { serial: entropy::bytes(entropy), from: now_ms - SLACK_MS, to: now_ms + days * DAY_MS }
}

impl Identity {
    /// Begins a run: a fresh actor, certified by the office key. Two runs never share an actor, so a hub restored from a
    /// backup cannot write a second change under a number the phones have seen.
    pub fn begin(company: &Company, keys: Keys, now_ms: i64, entropy: &dyn Entropy) -> Result<Self, HubRefused> {
        let office = Certificate::from_der(&company.office)?;
        let actor = entropy::actor(entropy);
        let certificate = ActorCertificate {
            v: 1,
            company: company.id.clone(),
            key: office.key_id(),
            person: PersonId::new(OFFICE_PERSON),
            device: DeviceId::new(&company.hub),
            actor,
            from: now_ms,
        };
        let signed = certificate.sign(&keys.office).map_err(|e| HubRefused::Reference(e.to_string()))?;
        let (root, issuing) = (Certificate::from_der(&company.root)?, Certificate::from_der(&company.issuing)?);
        let mut registry = Registry::new(company.id.clone(), root.clone(), issuing.clone());
        let known = registry.admit_certificate(office.der()).and_then(|_| registry.admit_actor(&signed));
        known.map_err(|e| HubRefused::Reference(e.to_string()))?;
        Ok(Self {
            company: company.id.clone(),
            hub: company.hub.clone(),
            root,
            issuing,
            registry,
            office,
            offset_minutes: company.offset_minutes,
            keys,
            actor,
            actor_certificate: signed,
        })
    }

    /// Keeps the run's actor certificate, so that the office's changes stay provable after it.
    pub fn record_run(&self, tx: &mut dyn Tx, now_ms: i64) -> Result<(), hub_storage::StorageRefused> {
        let bytes = minicbor::to_vec(&self.actor_certificate).unwrap_or_default();
        tx.save_actor(&self.actor, &self.office.key_id(), &bytes, now_ms)
    }

    /// A registry that knows the office alone.
    #[must_use]
    pub fn registry(&self) -> Registry {
        self.registry.clone()
    }
}
