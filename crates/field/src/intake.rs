//! A page the engine has checked becomes one transaction of the store. Here the changes are vetted against their
//! ancestors and the projections computed; what fails is kept apart and never stops the rest of the page.

use crate::app::Field;
use crate::card::card;
use crate::clock::Anchor;
use crate::refused::FieldRefused;
use domain::digest::Digest;
use domain::fold::fold;
use domain::ids::JobId;
use domain::trust::Certificate;
use replica::author::Registry;
use replica::change::Change;
use replica::document::{Applied, DocKind, DocRef, Document};
use std::collections::BTreeMap;
use store::{Answer, Answered, DeviceCertificate, Epoch, Grant, MetaKey, Page, Place, RecordRow, Release, SetAside};
use sync::engine::{self, Aside, EpochStep};
use sync::proof::Nonce;
use sync::wire;

/// A page ready for the store.
pub(crate) struct Prepared {
    pub page: Page,
    /// Jobs whose documents changed: what is in memory of them is dropped after the commit.
    pub touched: Vec<JobId>,
    pub asides: Vec<Aside>,
    pub anchor: Anchor,
}

type Documents = BTreeMap<DocKind, Document>;

impl Field {
    /// Prepares a page. Changes nothing.
    pub(crate) fn prepare(&self, page: engine::Page, nonce: Option<Nonce>) -> Result<Prepared, FieldRefused> {
        let anchor = Anchor::of(&self.clock.read(), page.hub_time_ms);
        let mut ready = feed(&page);
        ready.meta.push((MetaKey::HUB_TIME, serde_json::to_vec(&anchor).unwrap_or_default()));
        ready.meta.extend(nonce.map(|nonce| (MetaKey::NONCE, nonce.0.to_vec())));
        let mut by_document: BTreeMap<DocRef, Vec<Change>> = BTreeMap::new();
        for arrived in page.arrived {
            by_document.entry(arrived.doc).or_default().push(arrived.change);
        }
        let mut jobs: BTreeMap<JobId, Documents> = BTreeMap::new();
        let mut asides = Vec::new();
        for aside in page.asides {
            if !self.store.has_change(&aside.doc, &aside.hash)? {
                asides.push(aside);
            }
        }
        let set_aside = self.store.set_aside()?;
        for (doc, changes) in by_document {
            let mut document = self.document(&doc.job, doc.kind)?;
            ready.answers.extend(let_in(&set_aside, &doc, &changes, page.cursor.highest.number));
            let fresh = take_in(&doc, &mut document, changes, &mut asides);
            ready.changes.extend(fresh.into_iter().map(|change| (doc.clone(), change)));
            jobs.entry(doc.job).or_default().insert(doc.kind, document);
        }
        let touched = jobs.keys().cloned().collect();
        for (job, documents) in jobs {
            self.project(&mut ready, job, documents, page.hub_time_ms)?;
        }
        Ok(Prepared { page: ready, touched, asides, anchor })
    }

    fn project(&self, page: &mut Page, job: JobId, mut of: Documents, now_ms: i64) -> Result<(), FieldRefused> {
        let mut document = |kind: DocKind| of.remove(&kind).map_or_else(|| self.document(&job, kind), Ok);
        let (brief, log) = (document(DocKind::Brief)?.brief(), document(DocKind::Log)?);
        if !job.is_van() {
            let values = self.values(&brief)?;
            page.cards.push(card(&job, &brief, &fold(&brief, &log.fold_entries(), now_ms), &values, now_ms));
        }
        page.records.push((job.clone(), RecordRow::of(&log)));
        page.briefs.push((job, brief));
        Ok(())
    }

    /// The keys and actors this device knows.
    pub(crate) fn registry(&self) -> Result<Registry, FieldRefused> {
        let mut registry = self.session.registry()?;
        // A certificate that no longer holds only leaves its owner's new changes without an author.
        for certificate in self.store.device_certificates()? {
            registry.admit_certificate(&certificate.der).ok();
        }
        for actor in self.store.actor_certificates()? {
            registry.admit_kept_actor(&actor).ok();
        }
        Ok(registry)
    }
}

/// Changes of this device that were set aside and come down like others': the office has let them in.
fn let_in(set_aside: &[SetAside], doc: &DocRef, changes: &[Change], number: u64) -> Vec<Answered> {
    let hashes = set_aside.iter().filter(|aside| aside.doc == *doc).map(|aside| aside.hash);
    let came = hashes.filter(|hash| changes.iter().any(|change| change.hash == *hash));
    came.map(|hash| Answered { hash, answer: Answer::Stored { number } }).collect()
}

/// Takes changes into a document; gives those that are new, parents before children.
fn take_in(doc: &DocRef, document: &mut Document, changes: Vec<Change>, asides: &mut Vec<Aside>) -> Vec<Change> {
    let taken = document.take_in(&changes);
    let places: BTreeMap<Digest, usize> = document.hashes().enumerate().map(|(n, hash)| (hash, n)).collect();
    let mut fresh: Vec<Change> = Vec::new();
    for (change, taken) in changes.into_iter().zip(taken) {
        match taken.outcome {
            Ok(Applied::New) => fresh.push(change),
            Ok(Applied::Known) => {}
            Err(refused) => asides.push(Aside {
                doc: doc.clone(),
                hash: change.hash,
                raw: change.raw,
                rule: refused.code().to_owned(),
            }),
        }
    }
    fresh.sort_by_key(|change| places.get(&change.hash).copied());
    fresh
}

/// Everything of a page but its changes.
fn feed(page: &engine::Page) -> Page {
    let number = page.cursor.highest.number;
    let certificate = |der: &Vec<u8>| {
        Certificate::from_der(der).ok().map(|read| DeviceCertificate { key: read.key_id(), der: der.clone() })
    };
    let grant = |grant: &wire::Grant| Grant {
        job: grant.job.clone(),
        letter: grant.letter.clone(),
        ended: grant.ended.is_some(),
    };
    Page {
        authorships: page.authorships.clone(),
        actor_certificates: page.actor_certificates.clone(),
        device_certificates: page.device_certificates.iter().filter_map(certificate).collect(),
        answers: page.answers.iter().map(|said| answered(said, number)).collect(),
        wanted: page.wanted.clone(),
        releases: page.releases.iter().map(release).collect(),
        grants: page.grants.iter().map(grant).collect(),
        place: Some(place(&page.cursor.place)),
        highest: Some(place(&page.cursor.highest)),
        secured: page.secured,
        epoch: match page.epoch {
            EpochStep::Same => Epoch::Same,
            EpochStep::Began => Epoch::Began,
            EpochStep::Offered => Epoch::Offered { number },
        },
        ..Page::default()
    }
}

fn answered(said: &wire::ChangeAnswer, number: u64) -> Answered {
    let answer = match &said.said {
        wire::Said::Stored => Answer::Stored { number },
        wire::Said::Held(_) => Answer::Held,
        wire::Said::SetAside(rule) => Answer::SetAside { rule: rule.clone() },
    };
    Answered { hash: said.hash, answer }
}

fn release(release: &wire::Release) -> Release {
    Release {
        kind: release.kind.clone(),
        name: release.name.clone(),
        version: release.version.clone(),
        digest: release.digest,
        bytes: release.bytes.clone(),
    }
}

/// A place as the wire has it.
pub(crate) fn from_place(place: &Place) -> sync::feed::Place {
    sync::feed::Place { epoch: sync::feed::Epoch(place.epoch), number: place.number, chain: Digest(place.chain) }
}

fn place(place: &sync::feed::Place) -> Place {
    Place { epoch: place.epoch.0, number: place.number, chain: place.chain.0 }
}
