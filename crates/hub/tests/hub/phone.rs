//! A device reduced to what the hub sees of it: a key, an actor, documents, and what it was told.

use crate::house::{House, client};
use domain::digest::Digest;
use domain::ids::{CompanyId, DeviceId, JobId, PersonId, RecordId, VisitNo};
use domain::key::{Signer, SoftwareKey};
use domain::record::{Basis, Kind, Record};
use domain::time::{At, Trust};
use hub::entropy::{self, SystemEntropy};
use replica::author::{ActorCertificate, Authorship, Registry, SignedActorCertificate};
use replica::change::{ActorId, Change};
use replica::document::{DocRef, Document};
use reqwest::{Method, Response};
use serde_json::{Map, json};
use std::collections::BTreeMap;
use sync::enrol::{self, EnrolRequest};
use sync::feed::Place;
use sync::proof::{self, Asked, Nonce, Proof};
use sync::wire::{self, Answer, Documents, Hashes, Request, Said};

pub struct Phone {
    pub key: SoftwareKey,
    pub company: CompanyId,
    pub hub: String,
    pub device: DeviceId,
    pub person: PersonId,
    pub certificate: Vec<u8>,
    pub actor: ActorId,
    pub actor_certificate: SignedActorCertificate,
    pub registry: Registry,
    pub nonce: Nonce,
    pub place: Place,
    pub highest: Place,
    pub documents: BTreeMap<DocRef, Document>,
    /// Every change, as the store would keep it.
    pub kept: BTreeMap<DocRef, Vec<Change>>,
    pub authorships: Vec<Authorship>,
    pub actor_certificates: Vec<SignedActorCertificate>,
    pub device_certificates: Vec<Vec<u8>>,
    pub outbox: Vec<(DocRef, Change)>,
    pub letters: BTreeMap<JobId, String>,
    /// Requests that had to be repeated for a fresh nonce.
    pub repeats: u32,
}

/// The parts of an enrolment link.
pub struct Link {
    pub pin: Digest,
    pub token: Vec<u8>,
}

pub fn link(url: &str) -> Link {
    let part = |name: &str| url.split(&format!("{name}=")).nth(1).unwrap().split('&').next().unwrap().to_owned();
    let token = data_encoding::BASE64URL_NOPAD.decode(part("token").as_bytes()).unwrap();
    Link { pin: Digest::from_hex(&part("pin")).unwrap(), token }
}

/// Asks to be enrolled with this token; the raw answer.
pub async fn ask_to_enrol(house: &House, token: &[u8], key: &SoftwareKey, nonce: [u8; 16]) -> Response {
    let request = EnrolRequest {
        v: enrol::VERSION,
        token: token.to_vec(),
        spki: key.spki().to_vec(),
        nonce,
        device: "test phone".into(),
    };
    let body = enrol::ask(&request, key).unwrap();
    client().post(house.url(enrol::PATH)).body(body).send().await.unwrap()
}

impl Phone {
    /// Enrols a fresh device with a code of the office.
    pub async fn enrol(house: &House, person: &str) -> Self {
        let link = link(&house.code(person).await);
        let key = entropy::new_key(&SystemEntropy);
        let nonce = entropy::bytes(&SystemEntropy);
        let response = ask_to_enrol(house, &link.token, &key, nonce).await;
        assert_eq!(response.status(), 200);
        let next = response.headers()[proof::NONCE].to_str().unwrap().to_owned();
        let bytes = response.bytes().await.unwrap();
        let asked = enrol::Asked { pin: link.pin, nonce, spki: key.spki() };
        let enrolled = enrol::read_answer(&bytes, &asked).unwrap();
        let (answer, mut registry) = (enrolled.answer, enrolled.registry);
        let actor = entropy::actor(&SystemEntropy);
        let certificate = ActorCertificate {
            v: 1,
            company: answer.company.clone(),
            key: key.key_id(),
            person: answer.person.clone(),
            device: answer.device.clone(),
            actor,
            from: 0,
        };
        let actor_certificate = certificate.sign(&key).unwrap();
        registry.admit_actor(&actor_certificate).unwrap();
        Self {
            key,
            company: answer.company,
            hub: answer.hub,
            device: answer.device,
            person: answer.person,
            certificate: answer.certificate,
            actor,
            actor_certificate,
            registry,
            nonce: Nonce::from_text(&next).unwrap(),
            place: Place::START,
            highest: Place::START,
            documents: BTreeMap::new(),
            kept: BTreeMap::new(),
            authorships: Vec::new(),
            actor_certificates: Vec::new(),
            device_certificates: Vec::new(),
            outbox: Vec::new(),
            letters: BTreeMap::new(),
            repeats: 0,
        }
    }

    pub fn record(&self, item: &str) -> (RecordId, Record) {
        let id = entropy::record_id(&SystemEntropy, crate::house::NOON);
        let record = Record {
            v: 1,
            kind: Kind::Photo,
            visit: Some(VisitNo(1)),
            item: Some(item.into()),
            unit: None,
            by: self.person.clone(),
            device: self.device.clone(),
            at: At { time: "2026-11-20T13:30:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
            basis: Some(Basis::Tapped),
            opened: None,
            confirmed: None,
            value: json!({"blob": Digest::of(b"x").hex(), "bytes": 1, "width": 1, "height": 1, "media": "image/jpeg"}),
            replaces: vec![],
            later: Map::new(),
        };
        (id, record)
    }

    /// One tap: a record in the job's log.
    pub fn tap(&mut self, job: &str, item: &str) -> Change {
        let record = self.record(item);
        self.write(job, &[record])
    }

    pub fn write(&mut self, job: &str, records: &[(RecordId, Record)]) -> Change {
        let doc = DocRef::log(job.into());
        let document = self.documents.entry(doc.clone()).or_insert_with(|| Document::genesis(doc.kind).unwrap());
        let change = document.append(self.actor, records).unwrap();
        self.kept.entry(doc.clone()).or_default().push(change.clone());
        self.outbox.push((doc, change.clone()));
        change
    }

    pub fn sign(&self, doc: &DocRef, change: &Change) -> Authorship {
        Authorship::sign(&self.company, doc, change, &self.key).unwrap()
    }

    /// The outbox as it is pushed, the newest change of each document signed.
    pub fn pushes(&mut self) -> Vec<Documents> {
        let mut by_document: BTreeMap<DocRef, Vec<Change>> = BTreeMap::new();
        for (doc, change) in &self.outbox {
            by_document.entry(doc.clone()).or_default().push(change.clone());
        }
        let mut pushes = Vec::new();
        for (doc, changes) in by_document {
            let authorship = self.sign(&doc, changes.last().unwrap());
            self.authorships.push(authorship.clone());
            let changes = changes.into_iter().map(|change| change.raw).collect();
            pushes.push(Documents { doc, changes, authorships: vec![authorship] });
        }
        pushes
    }

    pub fn request(&self, pushes: Vec<Documents>) -> Request {
        Request {
            v: wire::VERSION,
            place: self.place,
            highest: self.highest,
            pushes,
            actor_certificates: vec![self.actor_certificate.clone()],
            device_certificates: vec![self.certificate.clone()],
            offers: Vec::new(),
            page_limit: wire::PAGE as u64,
            schema: Some(wire::SCHEMA),
            known: Vec::new(),
            short: false,
        }
    }

    /// Sends a proved request, repeating it once where the hub asks for that. Keeps the next nonce.
    pub async fn call(
        &mut self,
        house: &House,
        method: Method,
        path: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> Response {
        let first = self.call_once(house, method.clone(), path, headers, body, self.nonce).await;
        self.keep_nonce(&first);
        if first.status() != 401 || !first.headers().contains_key(proof::NONCE) {
            return first;
        }
        self.repeats += 1;
        let second = self.call_once(house, method, path, headers, body, self.nonce).await;
        self.keep_nonce(&second);
        second
    }

    #[allow(clippy::too_many_arguments)]
    pub async fn call_once(
        &self,
        house: &House,
        method: Method,
        path: &str,
        headers: &[(&str, String)],
        body: &[u8],
        nonce: Nonce,
    ) -> Response {
        let asked = Asked { method: method.as_str(), path, body, hub: &self.hub };
        let proof = Proof::sign(&asked, nonce, &self.key).unwrap();
        let mut request = client().request(method.clone(), house.url(path)).body(body.to_vec());
        for (name, value) in proof.headers() {
            request = request.header(name, value);
        }
        if path.starts_with("/v1/media") && headers.iter().all(|(name, _)| *name != "tus-resumable") {
            request = request.header("tus-resumable", "1.0.0");
        }
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.send().await.unwrap()
    }

    fn keep_nonce(&mut self, response: &Response) {
        if let Some(next) = response.headers().get(proof::NONCE) {
            self.nonce = Nonce::from_text(next.to_str().unwrap()).unwrap();
        }
    }

    pub async fn post(&mut self, house: &House, body: &[u8]) -> Response {
        self.call(house, Method::POST, wire::PATH, &[], body).await
    }

    /// One exchange, taken in.
    pub async fn exchange(&mut self, house: &House, request: &Request) -> Answer {
        let response = self.post(house, &wire::encode(request).unwrap()).await;
        assert_eq!(response.status(), 200, "{:?}", response.text().await);
        let answer: Answer = wire::decode(&response.bytes().await.unwrap()).unwrap();
        self.take_in(&answer);
        answer
    }

    /// Syncs until there is no more, refilling the hub where it asks for that.
    pub async fn sync(&mut self, house: &House) -> Vec<Answer> {
        let pushes = self.pushes();
        let mut answers = vec![self.exchange(house, &self.request(pushes)).await];
        loop {
            let last = answers.last().unwrap();
            let request = if last.new_epoch {
                Request { offers: self.offers(), ..self.request(Vec::new()) }
            } else if !last.wants.is_empty() {
                let mut request = self.request(self.wanted(&last.wants.clone()));
                request.actor_certificates.extend(self.actor_certificates.clone());
                request.device_certificates.extend(self.device_certificates.clone());
                request
            } else if last.more {
                self.request(Vec::new())
            } else {
                return answers;
            };
            let answer = self.exchange(house, &request).await;
            answers.push(answer);
        }
    }

    fn offers(&self) -> Vec<Hashes> {
        let hashes = |changes: &Vec<Change>| changes.iter().map(|change| change.hash).collect();
        self.kept.iter().map(|(doc, changes)| Hashes { doc: doc.clone(), hashes: hashes(changes) }).collect()
    }

    fn wanted(&self, wants: &[Hashes]) -> Vec<Documents> {
        wants
            .iter()
            .map(|want| {
                let changes = self.kept[&want.doc].iter().filter(|change| want.hashes.contains(&change.hash));
                let authorships = self.authorships.iter().filter(|it| it.doc == want.doc).cloned().collect();
                Documents { doc: want.doc.clone(), changes: changes.map(|it| it.raw.clone()).collect(), authorships }
            })
            .collect()
    }

    fn take_in(&mut self, answer: &Answer) {
        self.device_certificates.extend(answer.device_certificates.clone());
        self.actor_certificates.extend(answer.actor_certificates.clone());
        for der in &answer.device_certificates {
            self.registry.admit_certificate(der).unwrap();
        }
        for signed in &answer.actor_certificates {
            self.registry.admit_actor(signed).unwrap();
        }
        for page in &answer.docs {
            let changes: Vec<Change> = page.changes.iter().map(|raw| Change::decode(raw).unwrap()).collect();
            let authored = self.registry.authors(&page.doc, &changes, &page.authorships);
            assert!(authored.not.is_empty(), "the hub sent what nobody vouches for: {:?}", authored.not);
            let document =
                self.documents.entry(page.doc.clone()).or_insert_with(|| Document::genesis(page.doc.kind).unwrap());
            for taken in document.take_in(&changes) {
                taken.outcome.unwrap();
            }
            let kept = self.kept.entry(page.doc.clone()).or_default();
            for change in changes {
                if kept.iter().all(|it| it.hash != change.hash) {
                    kept.push(change);
                }
            }
            self.authorships.extend(page.authorships.clone());
        }
        for grant in &answer.grants {
            match grant.ended {
                None => self.letters.insert(grant.job.clone(), grant.letter.clone()),
                Some(_) => self.letters.remove(&grant.job),
            };
        }
        let stored = |hash: &Digest| answer.answers.iter().any(|it| it.hash == *hash && it.said == Said::Stored);
        self.outbox.retain(|(_, change)| !stored(&change.hash));
        self.place = answer.place;
        self.highest = self.highest.highest(answer.head);
    }

    /// What the hub said of a change in the last of these answers that names it.
    pub fn said(answers: &[Answer], change: &Change) -> Said {
        let mut all = answers.iter().flat_map(|answer| &answer.answers);
        all.rfind(|it| it.hash == change.hash).expect("an answer for the change").said.clone()
    }

    pub fn log(&self, job: &str) -> &Document {
        &self.documents[&DocRef::log(job.into())]
    }

    pub fn brief(&self, job: &str) -> &Document {
        &self.documents[&DocRef::brief(job.into())]
    }
}
