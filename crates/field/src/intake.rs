//! A page of the hub's answer becomes one transaction of the store. Nothing here believes the hub: each foreign change
//! is decoded, vetted and held to its author's signature before it is kept (docs/architecture.md "Foreign changes").

use crate::app::Field;
use crate::card::card;
use crate::clock::{Anchor, Reading};
use crate::refused::FieldRefused;
use domain::digest::Digest;
use domain::ids::JobId;
use domain::key::KeyId;
use domain::trust::Certificate;
use replica::author::Registry;
use replica::change::Change;
use replica::document::{Applied, DocKind, DocRef, Document};
use std::collections::{BTreeMap, BTreeSet};
use store::{Answer, Answered, DeviceCertificate, Epoch, Grant, MetaKey, Page, Place, RecordRow, Release};
use sync::wire;

/// What of a page was not taken, for the *set aside* screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// The document it came for.
    pub doc: DocRef,
    /// The change, where it can be read.
    pub hash: Option<Digest>,
    /// Why: the code of the check it failed.
    pub code: String,
}

/// A page ready for the store.
pub(crate) struct Prepared {
    pub page: Page,
    /// Jobs whose documents changed: what is in memory of them is dropped after the commit.
    pub touched: Vec<JobId>,
    pub left_out: Vec<LeftOut>,
    pub anchor: Anchor,
}

impl Field {
    /// Prepares a page. Changes nothing.
    pub(crate) fn prepare(
        &self,
        answer: &wire::Answer,
        next_nonce: Option<[u8; 16]>,
        heard: &Reading,
    ) -> Result<Prepared, FieldRefused> {
        let anchor = Anchor::of(heard, answer.hub_time_ms);
        let mut work = Work { field: self, registry: self.registry()?, page: Page::default(), left_out: Vec::new() };
        work.certificates(answer);
        let mut jobs: BTreeMap<JobId, BTreeMap<DocKind, Document>> = BTreeMap::new();
        for docs in &answer.docs {
            let documents = jobs.entry(docs.doc.job.clone()).or_default();
            let mut document = match documents.remove(&docs.doc.kind) {
                Some(document) => document,
                None => self.document(&docs.doc.job, docs.doc.kind)?,
            };
            work.documents(docs, &mut document);
            documents.insert(docs.doc.kind, document);
        }
        let touched: Vec<JobId> = jobs.keys().cloned().collect();
        for (job, mut documents) in jobs {
            work.project(job, &mut documents, answer.hub_time_ms)?;
        }
        work.feed(answer)?;
        let Work { mut page, left_out, .. } = work;
        page.meta.push((MetaKey::HUB_TIME, serde_json::to_vec(&anchor).unwrap_or_default()));
        if let Some(nonce) = next_nonce {
            page.meta.push((MetaKey::NONCE, nonce.to_vec()));
        }
        Ok(Prepared { page, touched, left_out, anchor })
    }

    /// The keys and actors this device knows.
    pub(crate) fn registry(&self) -> Result<Registry, FieldRefused> {
        let mut registry = self.session.registry()?;
        // A certificate that no longer holds only leaves its owner's new changes without an author.
        for certificate in self.store.device_certificates()? {
            registry.admit_certificate(&certificate.der).ok();
        }
        for actor in self.store.actor_certificates()? {
            registry.admit_actor(&actor).ok();
        }
        Ok(registry)
    }
}

struct Work<'a> {
    field: &'a Field,
    registry: Registry,
    page: Page,
    left_out: Vec<LeftOut>,
}

impl Work<'_> {
    fn certificates(&mut self, answer: &wire::Answer) {
        for der in &answer.device_certificates {
            if self.registry.admit_certificate(der).is_ok()
                && let Ok(certificate) = Certificate::from_der(der)
            {
                let key: KeyId = certificate.key_id();
                self.page.device_certificates.push(DeviceCertificate { key, der: der.clone() });
            }
        }
        for actor in &answer.actor_certificates {
            if self.registry.admit_actor(actor).is_ok() {
                self.page.actor_certificates.push(actor.clone());
            }
        }
    }

    /// Takes in what holds; a bad change keeps none of the others out.
    fn documents(&mut self, docs: &wire::Documents, document: &mut Document) {
        let mut changes = Vec::new();
        for raw in &docs.changes {
            match Change::decode(raw) {
                Ok(change) => changes.push(change),
                Err(refused) => self.leave_out(&docs.doc, None, refused.code()),
            }
        }
        let authored = self.registry.authors(&docs.doc, &changes, &docs.authorships);
        changes.retain(|change| match authored.by.get(&change.hash) {
            _ if document.has(&change.hash) => true,
            Some(author) if docs.doc.kind == DocKind::Log || author.office => true,
            Some(_) => {
                self.leave_out(&docs.doc, Some(change.hash), "author.not_the_office");
                false
            }
            None => {
                let code = authored.not.get(&change.hash).map_or("author.not_covered", |refused| refused.code());
                self.leave_out(&docs.doc, Some(change.hash), code);
                false
            }
        });
        let taken = document.take_in(&changes);
        // Parents before children: the order in which the document took them.
        let place: BTreeMap<Digest, usize> = document.hashes().enumerate().map(|(n, hash)| (hash, n)).collect();
        let mut fresh: Vec<Change> = Vec::new();
        for (change, taken) in changes.into_iter().zip(taken) {
            match taken.outcome {
                Ok(Applied::New) => fresh.push(change),
                Ok(Applied::Known) => {}
                Err(refused) => self.leave_out(&docs.doc, Some(taken.hash), refused.code()),
            }
        }
        fresh.sort_by_key(|change| place.get(&change.hash).copied());
        self.page.changes.extend(fresh.into_iter().map(|change| (docs.doc.clone(), change)));
        self.page.authorships.extend(docs.authorships.iter().cloned());
    }

    fn leave_out(&mut self, doc: &DocRef, hash: Option<Digest>, code: &str) {
        self.left_out.push(LeftOut { doc: doc.clone(), hash, code: code.to_owned() });
    }

    fn project(
        &mut self,
        job: JobId,
        documents: &mut BTreeMap<DocKind, Document>,
        now_ms: i64,
    ) -> Result<(), FieldRefused> {
        let of = |kind: DocKind, known: Option<Document>| match known {
            Some(document) => Ok(document),
            None => self.field.document(&job, kind),
        };
        let brief = of(DocKind::Brief, documents.remove(&DocKind::Brief))?.brief();
        let log = of(DocKind::Log, documents.remove(&DocKind::Log))?;
        self.page.cards.push(card(&job, &brief, &log.fold_entries(), now_ms));
        self.page.records.push((job.clone(), RecordRow::of(&log)));
        self.page.briefs.push((job, brief));
        Ok(())
    }

    fn feed(&mut self, answer: &wire::Answer) -> Result<(), FieldRefused> {
        let highest = from_place(&self.field.store.highest()?).highest(answer.head);
        let parents = self.parents_of_held(answer)?;
        let page = &mut self.page;
        page.answers = answer.answers.iter().map(|said| answered(said, answer.head.number)).collect();
        page.wanted = answer
            .wants
            .iter()
            .flat_map(|wanted| wanted.hashes.iter().map(|hash| (wanted.doc.clone(), *hash)))
            .chain(parents)
            .collect();
        page.releases = answer.releases.iter().filter(|r| Digest::of(&r.bytes) == r.digest).map(release).collect();
        page.grants = answer
            .grants
            .iter()
            .map(|grant| Grant { job: grant.job.clone(), letter: grant.letter.clone(), ended: grant.ended.is_some() })
            .collect();
        page.place = Some(place(&answer.place));
        page.highest = Some(place(&highest));
        page.secured = answer.secured;
        page.epoch = if answer.new_epoch { Epoch::Began } else { Epoch::Same };
        Ok(())
    }
}

impl Work<'_> {
    /// The parents the hub misses, where this device has them, whoever wrote them: they go up with the next request.
    fn parents_of_held(&self, answer: &wire::Answer) -> Result<Vec<(DocRef, Digest)>, FieldRefused> {
        let missing: BTreeSet<Digest> = answer
            .answers
            .iter()
            .filter_map(|said| match &said.said {
                wire::Said::Held(parents) => Some(parents),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        if missing.is_empty() {
            return Ok(Vec::new());
        }
        let known = self.field.store.offer()?;
        let of = |(doc, hashes): (DocRef, Vec<Digest>)| hashes.into_iter().map(move |hash| (doc.clone(), hash));
        Ok(known.into_iter().flat_map(of).filter(|(_, hash)| missing.contains(hash)).collect())
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
