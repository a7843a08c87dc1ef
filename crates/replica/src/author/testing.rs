//! A company for the tests: root key 1, issuing key 2, office key 3, two phones with keys 4 and 5.

use crate::author::{ActorCertificate, Registry, SignedActorCertificate};
use crate::change::ActorId;
use crate::testing::actor;
use domain::ids::CompanyId;
use domain::key::{Signer, SoftwareKey};
use domain::trust::{self, Certificate, DeviceName, Terms};

const COMPANY: &str = "云州安信到家服务有限公司";
const NOW: i64 = 1_795_000_000_000;

pub(crate) fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_secret(&[seed; 32]).unwrap()
}

pub(crate) fn terms(serial: u8) -> Terms {
    Terms { serial: [serial; 16], from: NOW - 1000, to: NOW + 86_400_000 * 365 * 2 }
}

pub(crate) fn company() -> CompanyId {
    "anxin".into()
}

pub(crate) struct House {
    pub(crate) root: Certificate,
    pub(crate) issuing: Certificate,
    pub(crate) office: Certificate,
}

impl House {
    pub(crate) fn new() -> Self {
        Self::of(1)
    }

    /// Root key `seed`, issuing key `seed + 1`, office key `seed + 2`.
    pub(crate) fn of(seed: u8) -> Self {
        let root = trust::root(COMPANY, &terms(1), &key(seed)).unwrap();
        let issuing = trust::issuing(key(seed + 1).spki(), &terms(2), &root, &key(seed)).unwrap();
        let office = trust::office(key(seed + 2).spki(), &terms(3), &issuing, &key(seed + 1)).unwrap();
        Self { root, issuing, office }
    }

    /// A phone's certificate, issued by key 2.
    pub(crate) fn device(&self, seed: u8, device: &str, person: &str) -> Certificate {
        let who = DeviceName { device: device.into(), company: COMPANY.into(), person: person.into() };
        trust::device(key(seed).spki(), &who, &terms(seed), &self.issuing, &key(2)).unwrap()
    }

    /// Knows the office with actor 3, device d-1 of p-1 with actor 1, and d-2 of p-2 with actor 2.
    pub(crate) fn registry(&self) -> Registry {
        let mut registry = Registry::new(company(), self.root.clone(), self.issuing.clone());
        registry.admit_certificate(self.office.der()).unwrap();
        registry.admit_certificate(self.device(4, "d-1", "p-1").der()).unwrap();
        registry.admit_certificate(self.device(5, "d-2", "p-2").der()).unwrap();
        registry.admit_actor(&vouch(4, "p-1", "d-1", actor(1))).unwrap();
        registry.admit_actor(&vouch(5, "p-2", "d-2", actor(2))).unwrap();
        registry.admit_actor(&vouch(3, "clerk", "office", actor(3))).unwrap();
        registry
    }
}

pub(crate) fn certificate(seed: u8, person: &str, device: &str, actor: ActorId) -> ActorCertificate {
    let key = key(seed).key_id();
    ActorCertificate { v: 1, company: company(), key, person: person.into(), device: device.into(), actor, from: NOW }
}

pub(crate) fn vouch(seed: u8, person: &str, device: &str, actor: ActorId) -> SignedActorCertificate {
    certificate(seed, person, device, actor).sign(&key(seed)).unwrap()
}
