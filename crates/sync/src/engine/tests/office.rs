//! An office's keys, and a phone with documents, an outbox and a commit that is whole or absent.

use crate::engine::{Arrived, Aside, Cursor, EpochStep, Outbox, OutboxDoc, Page, Start};
use crate::feed::Place;
use crate::wire::{Hashes, Said};
use domain::digest::Digest;
use domain::ids::{CompanyId, RecordId};
use domain::key::{Signer, SoftwareKey};
use domain::record::{Kind, Record};
use domain::time::{At, Trust};
use domain::trust::{self, Certificate, DeviceName, Terms};
use replica::author::{ActorCertificate, Authorship, Registry, SignedActorCertificate};
use replica::change::{ActorId, Change, ChangeRefused};
use replica::document::{Applied, DocKind, DocRef, Document};
use serde_json::{Map, json};
use std::collections::{BTreeMap, BTreeSet};

const NAME: &str = "云州安信到家服务有限公司";

pub(super) fn company() -> CompanyId {
    "anxin".into()
}

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_secret(&[seed; 32]).unwrap()
}

fn terms(serial: u8) -> Terms {
    Terms { serial: [serial; 16], from: 1_795_000_000_000, to: 1_895_000_000_000 }
}

/// Root key 201, issuing key 202, office key 203 with actor 203.
pub(super) struct Office {
    root: Certificate,
    issuing: Certificate,
    certificate: Certificate,
    pub(super) clerk: Phone,
}

impl Office {
    pub(super) fn new() -> Self {
        let root = trust::root(NAME, &terms(1), &key(201)).unwrap();
        let issuing = trust::issuing(key(202).spki(), &terms(2), &root, &key(201)).unwrap();
        let certificate = trust::office(key(203).spki(), &terms(3), &issuing, &key(202)).unwrap();
        Self { root, issuing, certificate, clerk: Phone::new(203) }
    }

    /// What a device knows after enrolment, but for itself.
    pub(super) fn registry(&self) -> Registry {
        let mut registry = Registry::new(company(), self.root.clone(), self.issuing.clone());
        registry.admit_certificate(self.certificate.der()).unwrap();
        registry
    }
}

/// A device of person `p-{seed}` with its own key and store.
#[derive(Clone)]
pub(super) struct Phone {
    pub(super) seed: u8,
    pub(super) actor: ActorId,
    pub(super) key: std::sync::Arc<SoftwareKey>,
    taps: u16,
    runs: u16,
    /// What is durable.
    pub(super) kept: Kept,
}

/// A store.
#[derive(Clone, Default)]
pub(super) struct Kept {
    changes: Vec<Stored>,
    authorships: Vec<Authorship>,
    certificates: Vec<Vec<u8>>,
    actors: Vec<SignedActorCertificate>,
    own_actors: Vec<SignedActorCertificate>,
    cursor: Option<Cursor>,
    offering: bool,
}

#[derive(Clone)]
struct Stored {
    doc: DocRef,
    hash: Digest,
    actor: ActorId,
    raw: Vec<u8>,
    pending: bool,
}

impl Phone {
    pub(super) fn new(seed: u8) -> Self {
        let mut phone =
            Self { seed, actor: ActorId([seed; 16]), key: key(seed).into(), taps: 0, runs: 0, kept: Kept::default() };
        phone.kept.own_actors.push(phone.vouched());
        phone
    }

    pub(super) fn vouched(&self) -> SignedActorCertificate {
        let device = if self.seed == 203 { "office".to_owned() } else { format!("d-{}", self.seed) };
        let certificate = ActorCertificate {
            v: 1,
            company: company(),
            key: self.key.key_id(),
            person: domain::ids::PersonId::new(format!("p-{}", self.seed)),
            device: domain::ids::DeviceId::new(device),
            actor: self.actor,
            from: 0,
        };
        certificate.sign(self.key.as_ref()).unwrap()
    }

    pub(super) fn certificate(&self, office: &Office) -> Vec<u8> {
        let (device, person) = (format!("d-{}", self.seed), format!("p-{}", self.seed));
        let who = DeviceName { device, company: NAME.into(), person };
        trust::device(self.key.spki(), &who, &terms(self.seed), &office.issuing, &key(202)).unwrap().der().to_vec()
    }

    /// A restart: a new actor, as every run of the app takes.
    pub(super) fn restart(&mut self) {
        self.runs += 1;
        let [high, low] = self.runs.to_be_bytes();
        self.actor = ActorId([self.seed, high, low, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        self.kept.own_actors.push(self.vouched());
    }

    pub(super) fn document(&self, doc: &DocRef) -> Document {
        let raws = self.kept.changes.iter().filter(|it| it.doc == *doc).map(|it| &it.raw);
        let opened = Document::load(doc.kind, raws).unwrap();
        assert!(opened.left_out.is_empty(), "{:?}", opened.left_out);
        opened.document
    }

    /// A note into the log of job `a`, committed.
    pub(super) fn tap(&mut self, words: &str) -> Digest {
        self.tap_into("a", words)
    }

    pub(super) fn tap_into(&mut self, job: &str, words: &str) -> Digest {
        self.taps += 1;
        let doc = DocRef::log(job.into());
        let id = RecordId::new(format!("0192f0c4-7b1a-7c3e-8a{:02x}-00000000{:04x}", self.seed, self.taps));
        let change = self.document(&doc).append(self.actor, &[(id, note(words))]).unwrap();
        self.kept.authorships.push(Authorship::sign(&company(), &doc, &change, self.key.as_ref()).unwrap());
        self.kept.changes.push(Stored { doc, hash: change.hash, actor: self.actor, raw: change.raw, pending: true });
        change.hash
    }

    pub(super) fn start(&self) -> Start {
        let cursor = self.kept.cursor.unwrap_or(Cursor { place: Place::START, highest: Place::START });
        Start { cursor, offering: self.kept.offering }
    }

    pub(super) fn outbox(&self, most_bytes: u64) -> Outbox {
        let mut docs: BTreeMap<&DocRef, Vec<&Stored>> = BTreeMap::new();
        let mut outbox = Outbox { actor_certificates: self.kept.own_actors.clone(), ..Outbox::default() };
        outbox.actor_certificates.extend(self.kept.actors.iter().cloned());
        outbox.device_certificates.clone_from(&self.kept.certificates);
        let mut bytes = 0;
        for stored in self.kept.changes.iter().filter(|it| it.pending) {
            bytes += stored.raw.len() as u64;
            if bytes > most_bytes && !docs.is_empty() {
                outbox.more = true;
                break;
            }
            docs.entry(&stored.doc).or_default().push(stored);
        }
        for (doc, changes) in docs {
            let authorships = self.kept.authorships.iter().filter(|it| it.doc == *doc);
            outbox.docs.push(OutboxDoc {
                doc: doc.clone(),
                authorships: authorships.cloned().collect(),
                changes: changes.into_iter().map(|it| (it.hash, it.raw.clone())).collect(),
            });
        }
        outbox
    }

    /// Two documents at a time.
    pub(super) fn offers(&self, after: Option<&DocRef>) -> (Vec<Hashes>, bool) {
        let mut docs: BTreeMap<&DocRef, Vec<Digest>> = BTreeMap::new();
        let later = self.kept.changes.iter().filter(|it| after.is_none_or(|after| it.doc > *after));
        later.for_each(|it| docs.entry(&it.doc).or_default().push(it.hash));
        let more = docs.len() > 2;
        let docs = docs.into_iter().take(2).map(|(doc, hashes)| Hashes { doc: doc.clone(), hashes });
        (docs.collect(), more)
    }

    /// Commits a page, whole.
    pub(super) fn commit(&mut self, page: &Page) -> Vec<Aside> {
        let kept = &mut self.kept;
        if page.epoch == EpochStep::Began {
            kept.changes.iter_mut().filter(|it| it.actor.0[0] == self.seed).for_each(|it| it.pending = true);
            kept.offering = true;
        }
        for answer in &page.answers {
            let settled = matches!(answer.said, Said::Stored | Said::SetAside(_));
            kept.changes.iter_mut().filter(|it| settled && it.hash == answer.hash).for_each(|it| it.pending = false);
        }
        for (_, hash) in &page.wanted {
            kept.changes.iter_mut().filter(|it| it.hash == *hash).for_each(|it| it.pending = true);
        }
        if page.epoch == EpochStep::Offered {
            kept.offering = false;
        }
        kept.authorships.extend(page.authorships.iter().cloned());
        kept.certificates.extend(page.device_certificates.iter().cloned());
        kept.actors.extend(page.actor_certificates.iter().cloned());
        kept.cursor = Some(page.cursor);
        // What is here already is not set aside: its signature may be over a change the hub does not send back.
        let here: BTreeSet<Digest> = self.kept.changes.iter().map(|it| it.hash).collect();
        let news = page.asides.iter().filter(|aside| !here.contains(&aside.hash)).cloned();
        news.chain(self.take_in(&page.arrived)).collect()
    }

    fn take_in(&mut self, arrived: &[Arrived]) -> Vec<Aside> {
        let mut asides = Vec::new();
        let mut by_doc: BTreeMap<&DocRef, Vec<Change>> = BTreeMap::new();
        arrived.iter().for_each(|it| by_doc.entry(&it.doc).or_default().push(it.change.clone()));
        for (doc, changes) in by_doc {
            let taken = self.document(doc).take_in(&changes);
            for (change, taken) in changes.into_iter().zip(taken) {
                let (hash, actor, raw) = (change.hash, change.actor, change.raw);
                match taken.outcome {
                    Ok(Applied::Known) => {}
                    Ok(Applied::New) => {
                        self.kept.changes.push(Stored { doc: doc.clone(), hash, actor, raw, pending: false });
                    }
                    Err(refused) => asides.push(aside(doc, hash, raw, &refused)),
                }
            }
        }
        asides
    }

    pub(super) fn pending(&self) -> usize {
        self.kept.changes.iter().filter(|it| it.pending).count()
    }
}

fn aside(doc: &DocRef, hash: Digest, raw: Vec<u8>, refused: &ChangeRefused) -> Aside {
    Aside { doc: doc.clone(), hash, raw, rule: refused.code().into() }
}

fn note(words: &str) -> Record {
    Record {
        v: 1,
        kind: Kind::Note,
        visit: None,
        item: None,
        unit: None,
        by: "p-1".into(),
        device: "d-1".into(),
        at: At { time: "2026-11-20T13:20:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
        basis: None,
        opened: None,
        confirmed: None,
        value: json!({"text": words}),
        replaces: vec![],
        later: Map::new(),
    }
}

pub(super) fn log(job: &str) -> DocRef {
    DocRef { job: job.into(), kind: DocKind::Log }
}
