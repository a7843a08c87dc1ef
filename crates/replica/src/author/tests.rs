//! Signatures and certificates, honest and forged.

use super::*;
use crate::document::{DocKind, Document};
use crate::testing::{actor, id, note};
use domain::key::SoftwareKey;
use domain::trust::{self, Certificate, DeviceName, Terms};

const COMPANY: &str = "云州安信到家服务有限公司";
const NOW: i64 = 1_795_000_000_000;

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_secret(&[seed; 32]).unwrap()
}

fn terms(serial: u8) -> Terms {
    Terms { serial: [serial; 16], from: NOW - 1000, to: NOW + 86_400_000 * 365 * 2 }
}

fn company() -> CompanyId {
    "anxin".into()
}

struct House {
    root: Certificate,
    issuing: Certificate,
    office: Certificate,
}

/// Root key 1, issuing key 2, office key 3.
fn house() -> House {
    let root = trust::root(COMPANY, &terms(1), &key(1)).unwrap();
    let issuing = trust::issuing(key(2).spki(), &terms(2), &root, &key(1)).unwrap();
    let office = trust::office(key(3).spki(), &terms(3), &issuing, &key(2)).unwrap();
    House { root, issuing, office }
}

impl House {
    fn device(&self, seed: u8, device: &str, person: &str) -> Certificate {
        let who = DeviceName { device: device.into(), company: COMPANY.into(), person: person.into() };
        trust::device(key(seed).spki(), &who, &terms(seed), &self.issuing, &key(2)).unwrap()
    }

    /// Knows the office, device 4 of person p-1 with actor 1, and device 5 of p-2 with actor 2.
    fn registry(&self) -> Registry {
        let mut registry = Registry::new(company(), self.root.clone(), self.issuing.clone());
        registry.admit_certificate(self.office.der()).unwrap();
        registry.admit_certificate(self.device(4, "d-1", "p-1").der()).unwrap();
        registry.admit_certificate(self.device(5, "d-2", "p-2").der()).unwrap();
        registry.admit_actor(&vouch(4, "p-1", "d-1", actor(1))).unwrap();
        registry.admit_actor(&vouch(5, "p-2", "d-2", actor(2))).unwrap();
        registry
    }
}

fn certificate(seed: u8, person: &str, device: &str, actor: ActorId) -> ActorCertificate {
    let key = key(seed).key_id();
    ActorCertificate { v: 1, company: company(), key, person: person.into(), device: device.into(), actor, from: NOW }
}

fn vouch(seed: u8, person: &str, device: &str, actor: ActorId) -> SignedActorCertificate {
    certificate(seed, person, device, actor).sign(&key(seed)).unwrap()
}

fn doc() -> DocRef {
    DocRef::log("GD261120-0041".into())
}

fn log() -> Document {
    Document::genesis(DocKind::Log).unwrap()
}

fn signed(change: &Change, seed: u8) -> Authorship {
    Authorship::sign(&company(), &doc(), change, &key(seed)).unwrap()
}

#[test]
fn the_message_is_laid_out_to_the_byte() {
    let message = author_message(&company(), &doc(), actor(7), 258, &Digest([9; 32]));
    let mut expected = b"doorstep-author-1\x00\x05anxin\x00\x0dGD261120-0041\x02".to_vec();
    expected.extend([7; 16]);
    expected.extend([0, 0, 0, 0, 0, 0, 1, 2]);
    expected.extend([9; 32]);
    assert_eq!(message, expected);
}

#[test]
fn one_signature_covers_the_actors_earlier_changes_also_through_others() {
    let registry = house().registry();
    let (mut mine, mut theirs) = (log(), log());
    let first = mine.append(actor(1), &[(id(1), note("1"))]).unwrap();
    theirs.apply(&first).unwrap();
    let between = theirs.append(actor(2), &[(id(2), note("2"))]).unwrap();
    mine.apply(&between).unwrap();
    let last = mine.append(actor(1), &[(id(3), note("3"))]).unwrap();
    let batch = [first.clone(), between.clone(), last.clone()];
    let authored = registry.authors(&doc(), &batch, &[signed(&last, 4)]);
    let by: Vec<_> = batch.iter().map(|change| authored.by.get(&change.hash).map(|it| it.person.as_str())).collect();
    assert_eq!(by, [Some("p-1"), None, Some("p-1")]);
    assert_eq!(authored.not.get(&between.hash), Some(&AuthorRefused::NotCovered));
    let authored = registry.authors(&doc(), &batch, &[signed(&last, 4), signed(&between, 5)]);
    assert!(authored.not.is_empty());
}
