//! Devices of the company that are no phones of ours: they speak the wire themselves. One means harm, another runs a
//! newer app. Each time they come they read everything anew, as a device that forgets does.
//!
//! - `poison`: changes that no honest app would write

mod poison;

pub use poison::{MARK, Poison, Victim};

use crate::broken::{Broken, Tried};
use crate::chance::{Chance, Dice};
use crate::office::Office;
use crate::time::OFFSET;
use domain::digest::Digest;
use domain::ids::{CompanyId, DeviceId, JobId, PersonId, RecordId, VisitNo};
use domain::key::{Signer, SoftwareKey};
use domain::record::{Kind, Record};
use domain::time::{At, Trust, rfc3339};
use field::enrol::EnrolLink;
use field::transport::{Call, Reply};
use replica::author::{ActorCertificate, Authorship, SignedActorCertificate};
use replica::change::{ActorId, Change};
use replica::document::{DocRef, Document};
use serde_json::{Map, json};
use std::collections::{BTreeMap, BTreeSet};
use sync::enrol::{self, EnrolRequest};
use sync::feed::Place;
use sync::proof::{Asked, NONCE, Nonce, Proof};
use sync::wire::{self, Answer, Documents, PAGE, Request};

/// Pages a guest reads at most.
const PAGES: u32 = 20;

/// A device that speaks for itself.
pub struct Guest {
    /// Its holder.
    pub person: PersonId,
    /// The office's name for it.
    pub device: DeviceId,
    /// Every change it ever pushed, and bytes that are none by their digest.
    pub pushed: BTreeSet<Digest>,
    /// How often the hub had been put back when its run began.
    restores: u32,
    key: SoftwareKey,
    company: CompanyId,
    hub: String,
    certificate: Vec<u8>,
    actor: ActorId,
    /// Those it had before.
    past: Vec<ActorId>,
    actor_certificate: SignedActorCertificate,
    nonce: Nonce,
    dice: Dice,
    /// What it was told.
    documents: BTreeMap<DocRef, Document>,
    /// Jobs it may see now.
    granted: BTreeSet<JobId>,
    /// Others' changes, with the signatures over them.
    foreign: Vec<(DocRef, Change, Authorship)>,
}

impl Guest {
    /// Enrols a device for this person.
    pub fn enrol(office: &mut Office, person: &PersonId, chance: &mut Chance) -> Result<Self, Broken> {
        let dice = Dice::new(chance.branch());
        let key = hub::entropy::new_key(&dice);
        let link = EnrolLink::read(&office.code(person)?).tried("a guest's code")?;
        let nonce = hub::entropy::bytes(&dice);
        let (spki, device) = (key.spki().to_vec(), "a guest".to_owned());
        let request = EnrolRequest { v: enrol::VERSION, token: link.token, spki: spki.clone(), nonce, device };
        let body = enrol::ask(&request, &key).tried("a guest asks")?;
        let call = Call { method: "POST", path: enrol::PATH.to_owned(), headers: BTreeMap::new(), body };
        let reply = office.answer(&call)?.tried("an answer to a guest")?;
        let asked = enrol::Asked { pin: link.pin, nonce, spki: &spki };
        let answer = enrol::read_answer(&reply.body, &asked).tried("a guest is enrolled")?.answer;
        let actor = hub::entropy::actor(&dice);
        let certificate = ActorCertificate {
            v: 1,
            company: answer.company.clone(),
            key: key.key_id(),
            person: answer.person.clone(),
            device: answer.device.clone(),
            actor,
            from: 0,
        };
        Ok(Self {
            person: answer.person,
            device: answer.device,
            pushed: BTreeSet::new(),
            actor_certificate: certificate.sign(&key).tried("a guest's actor")?,
            restores: office.restores,
            key,
            company: answer.company,
            hub: answer.hub,
            certificate: answer.certificate,
            actor,
            past: Vec::new(),
            nonce: next_nonce(&reply).tried("a guest's nonce")?,
            dice,
            documents: BTreeMap::new(),
            granted: BTreeSet::new(),
            foreign: Vec::new(),
        })
    }

    /// Reads everything it is told. Gives the jobs it may see now, or `None` where it is not let in any more.
    pub fn read(&mut self, office: &mut Office) -> Result<Option<Vec<JobId>>, Broken> {
        self.begin_run(office)?;
        self.documents.clear();
        self.granted.clear();
        self.foreign.clear();
        let mut place = Place::START;
        for _ in 0..PAGES {
            let Some(answer) = self.exchange(office, &self.request(place, Vec::new()))? else { return Ok(None) };
            place = answer.place;
            let more = answer.more;
            self.take_in(answer)?;
            if !more {
                break;
            }
        }
        let has_log = |job: &&JobId| self.documents.contains_key(&DocRef::log((*job).clone()));
        Ok(Some(self.granted.iter().filter(has_log).cloned().collect()))
    }

    /// A device that forgets may not go on in a chain that the hub has forgotten too: it begins another. (One that does
    /// so all the same, to do harm, can make two phones differ for good: docs/architecture.md, "The simulator".)
    fn begin_run(&mut self, office: &Office) -> Result<(), Broken> {
        if self.restores == office.restores {
            return Ok(());
        }
        self.restores = office.restores;
        let before = self.actor_certificate.read().tried("a guest's actor")?;
        self.past.push(self.actor);
        self.actor = hub::entropy::actor(&self.dice);
        let certificate = ActorCertificate { actor: self.actor, ..before };
        self.actor_certificate = certificate.sign(&self.key).tried("a guest's actor")?;
        Ok(())
    }

    fn take_in(&mut self, answer: Answer) -> Result<(), Broken> {
        for grant in answer.grants {
            match grant.ended {
                None => self.granted.insert(grant.job),
                Some(_) => self.granted.remove(&grant.job),
            };
        }
        for docs in answer.docs {
            let changes: Vec<Change> = docs.changes.iter().filter_map(|raw| Change::decode(raw).ok()).collect();
            let log = DocRef::log(docs.doc.job.clone());
            for doc in [docs.doc.clone(), log] {
                if !self.documents.contains_key(&doc) {
                    self.documents.insert(doc.clone(), Document::genesis(doc.kind).tried("a genesis")?);
                }
            }
            if let Some(document) = self.documents.get_mut(&docs.doc) {
                document.take_in(&changes);
            }
            let by_others = changes.into_iter().filter(|change| change.actor != self.actor);
            for change in by_others {
                let signed = docs.authorships.iter().find(|it| it.hash == change.hash).cloned();
                self.foreign.extend(signed.map(|signed| (docs.doc.clone(), change, signed)));
            }
        }
        Ok(())
    }

    /// Pushes what a newer app writes: a record of a version that others do not know, and a kind they do not know.
    pub fn write_newer(&mut self, office: &mut Office, job: &JobId, now_ms: i64) -> Result<bool, Broken> {
        let (kind, value) = (Kind::Later("hologram".into()), json!({"depth": 3}));
        let mut later = Map::new();
        later.insert("gravity".into(), json!({"g": "9.81"}));
        let of_later_kind = Record { kind, value, later, ..self.note("新应用", now_ms) };
        let of_later_version = Record { v: 2, ..self.note("新版本", now_ms) };
        let records = [of_later_kind, of_later_version].map(|record| (self.record_id(now_ms), record));
        let doc = DocRef::log(job.clone());
        let document = self.documents.get_mut(&doc).tried("the job of a newer app")?;
        let change = document.append(self.actor, &records).tried("a newer app writes")?;
        let push = self.signed(&doc, &change)?;
        Ok(self.push(office, vec![push])?.is_some())
    }

    fn note(&self, text: &str, now_ms: i64) -> Record {
        Record {
            v: 1,
            kind: Kind::Note,
            visit: Some(VisitNo(1)),
            item: None,
            unit: None,
            by: self.person.clone(),
            device: self.device.clone(),
            at: At { time: rfc3339(now_ms, OFFSET), trust: Trust::Verified, boot: None, elapsed_ms: None },
            basis: None,
            opened: None,
            confirmed: None,
            value: json!({"text": text}),
            replaces: Vec::new(),
            later: Map::new(),
        }
    }

    fn record_id(&self, now_ms: i64) -> RecordId {
        hub::entropy::record_id(&self.dice, now_ms)
    }

    fn signed(&self, doc: &DocRef, change: &Change) -> Result<Documents, Broken> {
        let signed = Authorship::sign(&self.company, doc, change, &self.key).tried("a guest signs")?;
        Ok(Documents { doc: doc.clone(), changes: vec![change.raw.clone()], authorships: vec![signed] })
    }

    /// Pushes, and gives what the hub says.
    fn push(&mut self, office: &mut Office, pushes: Vec<Documents>) -> Result<Option<Answer>, Broken> {
        for raw in pushes.iter().flat_map(|push| &push.changes) {
            self.pushed.insert(Change::decode(raw).map_or_else(|_| Digest::of(raw), |change| change.hash));
        }
        self.exchange(office, &self.request(Place::START, pushes))
    }

    fn request(&self, place: Place, pushes: Vec<Documents>) -> Request {
        Request {
            v: wire::VERSION,
            place,
            highest: place,
            pushes,
            actor_certificates: vec![self.actor_certificate.clone()],
            device_certificates: vec![self.certificate.clone()],
            offers: Vec::new(),
            page_limit: PAGE as u64,
            schema: Some(wire::SCHEMA + 1),
            known: Vec::new(),
            short: false,
        }
    }

    /// One exchange, repeated once for a fresh nonce. `None` where the device is let in no more.
    fn exchange(&mut self, office: &mut Office, request: &Request) -> Result<Option<Answer>, Broken> {
        let body = wire::encode(request).tried("a guest's page")?;
        for _ in 0..2 {
            let asked = Asked { method: "POST", path: wire::PATH, body: &body, hub: &self.hub };
            let proof = Proof::sign(&asked, self.nonce, &self.key).tried("a guest's proof")?;
            let headers = proof.headers().map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
            let call = Call { method: "POST", path: wire::PATH.to_owned(), headers, body: body.clone() };
            let reply = office.answer(&call)?.tried("an answer to a guest")?;
            self.nonce = next_nonce(&reply).unwrap_or(self.nonce);
            match reply.status {
                200 => return wire::decode(&reply.body).tried("an answer to a guest").map(Some),
                401 => {}
                _ => return Ok(None),
            }
        }
        Err(Broken::new("a guest", "is not let in with a fresh nonce"))
    }
}

fn next_nonce(reply: &Reply) -> Option<Nonce> {
    reply.headers.get(NONCE).and_then(|text| Nonce::from_text(text))
}

impl std::fmt::Display for Guest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.device, self.person)
    }
}
