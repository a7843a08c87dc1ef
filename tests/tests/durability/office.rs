//! An office in a box: one company, one job, and the two answers a device needs to work on it. Its keys, certificates,
//! documents, changes and pages are real; it keeps everything in memory and asks for no proof, because here it is the
//! device that is tested.

use domain::brief::{ReleaseRef, keys};
use domain::canonical;
use domain::digest::Digest;
use domain::ids::RecordId;
use domain::key::{Signer, SoftwareKey};
use domain::money::Money;
use domain::record::{Kind, Record};
use domain::state::State;
use domain::time::{At, Trust};
use domain::trust::{self, Certificate, DeviceName, Terms};
use domain::value::{Moved, Quote};
use field::transport::{Call, NoAnswer, Reply, Transport};
use replica::author::{ActorCertificate, Authorship, Registry, SignedActorCertificate};
use replica::change::{ActorId, Change};
use replica::document::{DocKind, DocRef, Document};
use serde::Serialize;
use serde_json::{Map, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use sync::enrol::{self, EnrolAnswer};
use sync::feed::{CHAIN_START, Epoch, Place};
use sync::order::{Farewell, Order, OrderKind, SignedOrder};
use sync::wire::{self, Answer, ChangeAnswer, Documents, Grant, Release, Request, Said};
use tests::tapping::{JOB, VISIT};

/// The company's id.
pub const COMPANY_ID: &str = "anxin";
const COMPANY: &str = "云州安信到家服务有限公司";
const TIME: i64 = 1_795_000_000_000;
const ACTOR: ActorId = ActorId([7; 16]);

/// The office.
pub struct Office {
    root: Certificate,
    issuing: Certificate,
    office: Certificate,
    pack: Release,
    jobs: Mutex<Jobs>,
    /// What it says beside its pages.
    pub word: Mutex<Word>,
}

/// What an office says beside its pages, and what it heard.
#[derive(Default)]
pub struct Word {
    /// Its order, and the seed of the key that signs it.
    pub order: Option<(OrderKind, u8)>,
    /// Blobs it asks for.
    pub lacks: Vec<Digest>,
    /// Blobs that were announced to it, in this order.
    pub announced: Vec<Digest>,
    /// A device's last word.
    pub farewell: Option<Farewell>,
    /// Its key for hand-over files.
    pub hand_over: Option<String>,
    /// Nobody hears a last word.
    pub deaf: bool,
    /// A last word is answered 403 with this code.
    pub closed: Option<&'static str>,
    /// How new the others' apps are.
    pub schema: Option<u32>,
    /// How far its backup goes.
    pub secured: Option<u64>,
}

/// What it has of its one job.
struct Jobs {
    registry: Registry,
    log: Document,
    /// What it wrote itself, as it travels.
    written: Vec<Documents>,
    /// Of these, what nobody was told yet.
    news: Vec<Documents>,
    number: u64,
}

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_secret(&[seed; 32]).unwrap()
}

fn terms(serial: u8) -> Terms {
    Terms { serial: [serial; 16], from: TIME - 86_400_000, to: TIME + 63_072_000_000 }
}

impl Office {
    /// Founds the company and writes the job: a window repair under way, its quote made.
    pub fn open() -> Self {
        let root = trust::root(COMPANY, &terms(1), &key(1)).unwrap();
        let issuing = trust::issuing(key(2).spki(), &terms(2), &root, &key(1)).unwrap();
        let office = trust::office(key(3).spki(), &terms(3), &issuing, &key(2)).unwrap();
        let mut registry = Registry::new("anxin".into(), root.clone(), issuing.clone());
        registry.admit_certificate(office.der()).unwrap();
        registry.admit_actor(&actor()).unwrap();
        let pack = pack();
        let brief = DocRef::brief(JOB.into());
        let fields = fields(&pack);
        let in_brief = Document::genesis(DocKind::Brief).unwrap().write_brief(ACTOR, &fields, &[]).unwrap();
        let mut log = Document::genesis(DocKind::Log).unwrap();
        let in_log = log.append(ACTOR, &[begun(), quoted()]).unwrap();
        let written = vec![signed(brief, &in_brief), signed(DocRef::log(JOB.into()), &in_log)];
        let jobs = Mutex::new(Jobs { registry, log, written, news: Vec::new(), number: 0 });
        Self { root, issuing, office, pack, jobs, word: Mutex::default() }
    }

    /// The code on its screen.
    pub fn link(&self) -> String {
        let pin = Digest::of(self.root.spki());
        format!("doorstep://enrol?hub=http%3A%2F%2F127.0.0.1%3A1&pin={pin}&token=AQID")
    }

    /// A colleague ends the visit.
    pub fn end_visit(&self) {
        let mut jobs = self.jobs.lock().unwrap();
        let (id, mut left) = record(3, Kind::Transition, None, &Moved::along(State::Working, State::Left));
        left.replaces = vec![begun().0];
        let change = jobs.log.append(ACTOR, &[(id, left)]).unwrap();
        let news = signed(DocRef::log(JOB.into()), &change);
        jobs.written.push(news.clone());
        jobs.news.push(news);
    }

    /// The records it has by now.
    pub fn records(&self) -> BTreeSet<RecordId> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.log.entries().into_iter().map(|entry| entry.id).collect()
    }

    fn enrol(&self, body: &[u8]) -> Vec<u8> {
        let asked = enrol::read_request(body).unwrap();
        let who = DeviceName { device: "d-1".into(), company: COMPANY.into(), person: "p-li".into() };
        let device = trust::device(&asked.spki, &who, &terms(4), &self.issuing, &key(2)).unwrap();
        self.jobs.lock().unwrap().registry.admit_certificate(device.der()).unwrap();
        let answer = EnrolAnswer {
            v: enrol::VERSION,
            company: COMPANY_ID.into(),
            hub: "hub-1".into(),
            device: who.device.as_str().into(),
            person: who.person.as_str().into(),
            name: "李建国".into(),
            certificate: device.der().to_vec(),
            issuing: self.issuing.der().to_vec(),
            root: self.root.der().to_vec(),
            office: self.office.der().to_vec(),
        };
        enrol::answer(&answer, &asked.nonce, &key(3)).unwrap()
    }

    fn sync(&self, body: &[u8]) -> Vec<u8> {
        let asked: Request = wire::decode(body).unwrap();
        let mut jobs = self.jobs.lock().unwrap();
        let word = self.word.lock().unwrap();
        let fresh = asked.place.number == 0;
        let answers = jobs.take(&asked);
        jobs.number += 1;
        let place = Place { epoch: Epoch([1; 16]), number: jobs.number, chain: CHAIN_START };
        let news = std::mem::take(&mut jobs.news);
        let docs = if fresh { jobs.written.clone() } else { news };
        let answer = Answer {
            v: wire::VERSION,
            hub_time_ms: TIME,
            head: place,
            place,
            answers,
            docs,
            actor_certificates: vec![actor()],
            device_certificates: vec![self.office.der().to_vec()],
            releases: [Some(self.pack.clone()), word.hand_over.as_deref().map(hand_over_key)]
                .into_iter()
                .flatten()
                .collect(),
            grants: vec![Grant { job: JOB.into(), letter: "A".into(), ended: None }],
            more: false,
            new_epoch: false,
            secured: word.secured,
            wants: Vec::new(),
            lacks: word.lacks.clone(),
            order: word.order.map(|(kind, seed)| order(kind, seed)),
            all_stored: false,
            schema: word.schema,
        };
        wire::encode(&answer).unwrap()
    }

    /// Takes what is announced for stored, as a hub does that has the bytes from another upload.
    fn upload(&self, call: &Call) {
        let (_, digest) = call.headers.get("upload-metadata").unwrap().split_once(' ').unwrap();
        let hex = String::from_utf8(data_encoding::BASE64.decode(digest.as_bytes()).unwrap()).unwrap();
        self.word.lock().unwrap().announced.push(Digest::from_hex(&hex).unwrap());
    }
}

/// Signed by the office where the seed is its key's.
fn order(kind: OrderKind, seed: u8) -> SignedOrder {
    let (company, key_id) = (COMPANY_ID.into(), key(3).key_id());
    let order = Order { v: sync::order::VERSION, company, key: key_id, device: "d-1".into(), kind, at: TIME };
    order.sign(&key(seed)).unwrap()
}

impl Transport for Office {
    fn call(&self, call: &Call) -> Result<Reply, NoAnswer> {
        let mut headers = BTreeMap::new();
        let mut status = 200;
        let body = match call.path.as_str() {
            enrol::PATH => self.enrol(&call.body),
            wire::PATH => self.sync(&call.body),
            "/v1/media" => {
                self.upload(call);
                headers.insert("upload-offset".to_owned(), call.headers.get("upload-length").unwrap().clone());
                headers.insert("doorstep-stored".to_owned(), "true".to_owned());
                headers.insert("doorstep-number".to_owned(), "7".to_owned());
                Vec::new()
            }
            sync::order::PATH if self.word.lock().unwrap().deaf => {
                return Err(NoAnswer::Unreachable("no network".into()));
            }
            sync::order::PATH if self.word.lock().unwrap().closed.is_some() => {
                status = 403;
                json!({"code": self.word.lock().unwrap().closed, "en": "no", "zh": "不"}).to_string().into_bytes()
            }
            sync::order::PATH => {
                self.word.lock().unwrap().farewell = Some(Farewell::read(&call.body).unwrap());
                Vec::new()
            }
            other => panic!("the box has no {other}"),
        };
        Ok(Reply { status, headers, body })
    }
}

impl Jobs {
    /// Takes in what is pushed and holds: its author is known and the document takes it.
    fn take(&mut self, asked: &Request) -> Vec<ChangeAnswer> {
        for actor in &asked.actor_certificates {
            self.registry.admit_actor(actor).unwrap();
        }
        let mut answers = Vec::new();
        for pushed in &asked.pushes {
            let changes: Vec<Change> = pushed.changes.iter().map(|raw| Change::decode(raw).unwrap()).collect();
            let authored = self.registry.authors(&pushed.doc, &changes, &pushed.authorships);
            for change in &changes {
                let refused = match authored.not.get(&change.hash) {
                    Some(why) => Some(why.code()),
                    None => self.log.apply(change).err().map(|why| why.code()),
                };
                let said = refused.map_or(Said::Stored, |code| Said::SetAside(code.to_owned()));
                answers.push(ChangeAnswer { hash: change.hash, said, late: false });
            }
        }
        answers
    }
}

fn actor() -> SignedActorCertificate {
    let certificate = ActorCertificate {
        v: 1,
        company: COMPANY_ID.into(),
        key: key(3).key_id(),
        person: "clerk".into(),
        device: "office".into(),
        actor: ACTOR,
        from: TIME,
    };
    certificate.sign(&key(3)).unwrap()
}

fn signed(doc: DocRef, change: &Change) -> Documents {
    let authorship = Authorship::sign(&"anxin".into(), &doc, change, &key(3)).unwrap();
    Documents { doc, changes: vec![change.raw.clone()], authorships: vec![authorship] }
}

fn hand_over_key(key: &str) -> Release {
    let (kind, name) = sync::handover::RELEASE;
    let bytes = key.as_bytes().to_vec();
    Release { kind: kind.into(), name: name.into(), version: "1".into(), digest: Digest::of(&bytes), bytes }
}

fn pack() -> Release {
    let library = standards::Library::builtin().unwrap();
    let pack = library.pack("dw_repair").unwrap();
    let bytes = canonical::to_string(pack).unwrap().into_bytes();
    let (name, version) = (pack.key.to_string(), pack.version.clone());
    Release { kind: "pack".into(), name, version, digest: Digest::of(&bytes), bytes }
}

fn fields(pack: &Release) -> Vec<(String, serde_json::Value)> {
    let named = ReleaseRef { name: pack.name.clone(), version: pack.version.clone(), digest: pack.digest };
    let fields = [
        (keys::JOB_KIND, json!("repair")),
        (keys::STATE, json!("dispatched")),
        (keys::CUSTOMER_NAME, json!("王淑敏 女士")),
        (keys::CUSTOMER_PHONE, json!("137 0000 8026")),
        (keys::CUSTOMER_ADDRESS, json!("云州市望江区滨河路 27 号枫林苑 3 幢 2 单元 502")),
        (keys::SYMPTOM, json!("北卧室、书房两扇窗关不严，漏风，大雨时下边进水。")),
        (keys::CREW, json!([{"person": "p-li", "name": "李建国", "badge": "0217"}])),
        (keys::PACK, serde_json::to_value(named).unwrap()),
    ];
    fields.map(|(key, value)| (key.to_owned(), value)).into()
}

/// A colleague had begun the visit.
fn begun() -> (RecordId, Record) {
    record(1, Kind::Transition, None, &Moved::along(State::Consented, State::Working))
}

fn quoted() -> (RecordId, Record) {
    let quote = Quote {
        version: 1,
        cause: "密封条老化断裂".into(),
        cause_code: None,
        plan: "更换两窗密封条".into(),
        minutes: 60,
        parts: Vec::new(),
        fees: Vec::new(),
        total: Money::fen(0),
    };
    record(2, Kind::Quote, Some("qte.plan"), &quote)
}

fn record<T: Serialize>(n: u32, kind: Kind, item: Option<&str>, value: &T) -> (RecordId, Record) {
    let at = At { time: "2026-11-18T09:00:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None };
    let record = Record {
        v: 1,
        kind,
        visit: Some(VISIT),
        item: item.map(Into::into),
        unit: None,
        by: "clerk".into(),
        device: "office".into(),
        at,
        basis: None,
        opened: None,
        confirmed: None,
        value: serde_json::to_value(value).unwrap(),
        replaces: Vec::new(),
        later: Map::new(),
    };
    (RecordId::new(format!("019a9000-0000-7000-8000-{n:012x}")), record)
}
