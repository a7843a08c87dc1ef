//! A phone of the storm: the device's key, its document, its outbox in memory, and the product's own engine.

use anyhow::{Context, bail, ensure};
use domain::digest::Digest;
use domain::ids::{CompanyId, DeviceId, JobId, PersonId, RecordId};
use domain::key::{Signer, SoftwareKey};
use domain::record::{Kind, Record};
use domain::time::{At, Trust};
use domain::value::Noted;
use field::enrol::EnrolLink;
use replica::author::{ActorCertificate, Authorship, SignedActorCertificate};
use replica::change::{ActorId, Change};
use replica::document::{DocKind, DocRef, Document};
use serde_json::Map;
use std::time::{Duration, Instant};
use sync::engine::{Cursor, Effect, Engine, Event, Outbox, OutboxDoc, Outcome, Page, Report, Start};
use sync::enrol::{self, EnrolRequest};
use sync::feed::Place;
use sync::proof::{Asked, NONCE, Nonce, Proof};
use sync::wire::{self, Said};

/// One of them.
pub struct Phone {
    key: SoftwareKey,
    company: CompanyId,
    hub: String,
    device: DeviceId,
    person: PersonId,
    actor: ActorId,
    actor_certificate: SignedActorCertificate,
    /// The hub has the actor's certificate.
    introduced: bool,
    engine: Option<Engine>,
    nonce: Nonce,
    cursor: Cursor,
    log: Document,
    doc: DocRef,
    outbox: Vec<Change>,
    written: u64,
    n: usize,
}

/// What one exchange came to.
pub struct Exchanged {
    /// How long each request took.
    pub requests: Vec<Duration>,
    /// Changes the hub called stored.
    pub stored: usize,
}

impl Phone {
    /// Enrols the `n`-th with a code of the office; each has a key and an actor of its own.
    pub async fn enrol(http: &reqwest::Client, address: &str, code: &str, job: &str, n: usize) -> anyhow::Result<Self> {
        let link = EnrolLink::read(code)?;
        let key = SoftwareKey::from_secret(&Digest::of(format!("storm-{n}").as_bytes()).0)?;
        let nonce = bytes16(&format!("nonce-{n}"));
        let spki = key.spki().to_vec();
        let request =
            EnrolRequest { v: enrol::VERSION, token: link.token, spki: spki.clone(), nonce, device: "storm".into() };
        let response = http.post(format!("{address}{}", enrol::PATH)).body(enrol::ask(&request, &key)?).send().await?;
        ensure!(response.status() == 200, "enrolment: {}", response.text().await?);
        let next = next_nonce(&response)?;
        let asked = enrol::Asked { pin: link.pin, nonce, spki: &spki };
        let enrolled = enrol::read_answer(&response.bytes().await?, &asked)?;
        let (answer, mut registry) = (enrolled.answer, enrolled.registry);
        let actor = ActorId(bytes16(&format!("actor-{n}")));
        let certificate = ActorCertificate {
            v: 1,
            company: answer.company.clone(),
            key: key.key_id(),
            person: answer.person.clone(),
            device: answer.device.clone(),
            actor,
            from: 0,
        };
        let actor_certificate = certificate.sign(&key)?;
        registry.admit_actor(&actor_certificate)?;
        Ok(Self {
            key,
            company: answer.company,
            hub: answer.hub,
            device: answer.device,
            person: answer.person,
            actor,
            actor_certificate,
            introduced: false,
            engine: Some(Engine::new(registry)),
            nonce: next,
            cursor: Cursor { place: Place::START, highest: Place::START },
            log: Document::genesis(DocKind::Log)?,
            doc: DocRef::log(JobId::new(job)),
            outbox: Vec::new(),
            written: 0,
            n,
        })
    }

    /// Makes so many changes, a note each, with no network.
    pub fn write(&mut self, changes: usize) -> anyhow::Result<()> {
        for _ in 0..changes {
            self.written += 1;
            let id = RecordId::new(format!("019a9000-{:04x}-7000-8000-{:012x}", self.n, self.written));
            let note = self.note()?;
            self.outbox.push(self.log.append(self.actor, &[(id, note)])?);
        }
        Ok(())
    }

    /// Whether the hub has acknowledged everything.
    pub fn has_nothing_left(&self) -> bool {
        self.outbox.is_empty()
    }

    /// Exchanges pages until neither side has more.
    pub async fn exchange(&mut self, http: &reqwest::Client, address: &str) -> anyhow::Result<Exchanged> {
        let mut engine = self.engine.take().context("an exchange before this one failed")?;
        let mut exchanged = Exchanged { requests: Vec::new(), stored: 0 };
        let mut event = Event::Start(Start { cursor: self.cursor, offering: false });
        loop {
            event = match engine.on(event) {
                Effect::ReadOutbox { .. } => Event::Outbox(self.waiting()?),
                Effect::ReadOffers { .. } => bail!("a hub that never went backwards began a new epoch"),
                Effect::Post(body) => self.post(http, address, body, &mut exchanged.requests).await?,
                Effect::Commit(page) => self.commit(*page)?,
                Effect::Done(report) => {
                    let Report { outcome, stored, .. } = *report;
                    ensure!(outcome == Outcome::InSync, "phone {}: {outcome:?}", self.n);
                    exchanged.stored = stored;
                    self.engine = Some(engine);
                    return Ok(exchanged);
                }
            }
        }
    }

    fn waiting(&self) -> anyhow::Result<Outbox> {
        let Some(newest) = self.outbox.last() else { return Ok(Outbox::default()) };
        let changes = self.outbox.iter().map(|change| (change.hash, change.raw.clone())).collect();
        let authorships = vec![Authorship::sign(&self.company, &self.doc, newest, &self.key)?];
        let actor_certificates = if self.introduced { vec![] } else { vec![self.actor_certificate.clone()] };
        let docs = vec![OutboxDoc { doc: self.doc.clone(), changes, authorships }];
        Ok(Outbox { docs, actor_certificates, device_certificates: Vec::new(), more: false })
    }

    #[allow(clippy::disallowed_methods, reason = "how long it takes is what is measured")]
    async fn post(
        &mut self,
        http: &reqwest::Client,
        address: &str,
        body: Vec<u8>,
        requests: &mut Vec<Duration>,
    ) -> anyhow::Result<Event> {
        let asked = Asked { method: "POST", path: wire::PATH, body: &body, hub: &self.hub };
        let proof = Proof::sign(&asked, self.nonce, &self.key)?;
        let mut request = http.post(format!("{address}{}", wire::PATH));
        for (name, value) in proof.headers() {
            request = request.header(name, value);
        }
        let began = Instant::now();
        let response = request.body(body).send().await?;
        let (status, nonce) = (response.status().as_u16(), next_nonce(&response));
        let answer = response.bytes().await?.to_vec();
        requests.push(began.elapsed());
        self.nonce = nonce?;
        match status {
            200 => Ok(Event::Answer(answer)),
            401 => Ok(Event::UnknownNonce),
            _ => bail!("phone {}: {status} {}", self.n, String::from_utf8_lossy(&answer)),
        }
    }

    /// Keeps a page, as the store would.
    fn commit(&mut self, page: Page) -> anyhow::Result<Event> {
        ensure!(page.asides.is_empty(), "the hub sent what nobody vouches for");
        for answer in &page.answers {
            ensure!(answer.said == Said::Stored, "phone {}: {:?}", self.n, answer.said);
            self.outbox.retain(|change| change.hash != answer.hash);
            self.introduced = true;
        }
        let arrived = page.arrived.into_iter().filter(|it| it.doc == self.doc).map(|it| it.change);
        self.log.take_in(&arrived.collect::<Vec<_>>());
        self.cursor = page.cursor;
        Ok(Event::Committed(Vec::new()))
    }

    fn note(&self) -> anyhow::Result<Record> {
        let at = At { time: "2026-11-20T13:30:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None };
        let text = format!("第 {} 条：两扇窗的密封条已更换，淋水试验无渗漏", self.written);
        Ok(Record {
            v: 1,
            kind: Kind::Note,
            visit: None,
            item: None,
            unit: None,
            by: self.person.clone(),
            device: self.device.clone(),
            at,
            basis: None,
            opened: None,
            confirmed: None,
            value: serde_json::to_value(Noted { text })?,
            replaces: Vec::new(),
            later: Map::new(),
        })
    }
}

fn next_nonce(response: &reqwest::Response) -> anyhow::Result<Nonce> {
    let text = response.headers().get(NONCE).and_then(|value| value.to_str().ok());
    text.and_then(Nonce::from_text).context("an answer without a nonce")
}

fn bytes16(text: &str) -> [u8; 16] {
    let Digest(bytes) = Digest::of(text.as_bytes());
    std::array::from_fn(|n| bytes.get(n).copied().unwrap_or_default())
}
