//! What an exchange costs the hub, without HTTP, every commit on the disk: one tap, a reconnect with 5 changes of the
//! phone's and 10 of the office's, and a fresh phone that takes over all jobs of 60 records.
//! `DOORSTEP_BENCH_JOBS` says how many jobs there are; 200 where it does not.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods)]

use domain::ids::JobId;
use domain::key::{Signer, SoftwareKey};
use domain::record::{Basis, Kind, Record};
use domain::time::{At, Trust};
use hub::CompanyProfile;
use hub::core::exchange::run;
use hub::core::ledger::Ledger;
use hub::core::office::NewJob;
use hub::core::settle::Clerk;
use hub::core::{Moment, crew, enrol, office};
use hub::entropy::{self, SystemEntropy};
use hub::identity::{self, Identity};
use hub_storage::people::{Device, Person};
use hub_storage::{HubStorage, SqliteOptions, SqliteStorage};
use replica::author::{ActorCertificate, Authorship, SignedActorCertificate};
use replica::change::{ActorId, Change};
use replica::document::{DocKind, DocRef, Document};
use serde_json::{Map, json};
use std::time::{Duration, Instant};
use sync::enrol::EnrolRequest;
use sync::feed::{Epoch, Place};
use sync::wire::{self, Documents, Request};

const NOW: i64 = 1_795_150_800_000;
const TAPS: usize = 20;
const RECORDS_A_TAP: usize = 3;

struct Phone {
    device: Device,
    key: SoftwareKey,
    actor: ActorId,
    certificate: SignedActorCertificate,
    place: Place,
}

struct Bench {
    storage: SqliteStorage,
    identity: Identity,
}

fn main() {
    let jobs: usize = std::env::var("DOORSTEP_BENCH_JOBS").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::begin(&SqliteOptions::new(folder.path().join("hub.sqlite")));
    let mut phone = bench.phone("p-1");
    let began = Instant::now();
    let jobs = bench.jobs(jobs, "p-1");
    say("jobs begun and assigned, each", began.elapsed() / jobs.len() as u32);
    bench.sync(&mut phone, Vec::new());

    let mut logs: Vec<(DocRef, Document)> =
        jobs.iter().map(|job| (DocRef::log(job.clone()), Document::genesis(DocKind::Log).unwrap())).collect();
    let began = Instant::now();
    let mut in_hub = Duration::ZERO;
    for logs in logs.chunks_mut(50) {
        let pushes = logs.iter_mut().map(|(doc, log)| phone.taps(&bench.identity, doc, log, TAPS)).collect();
        in_hub += bench.sync(&mut phone, pushes).0;
    }
    say("60 records of a job taken in, the hub's part", in_hub / jobs.len() as u32);
    eprintln!("  (with the phone's part {:.1?} in all)", began.elapsed());

    let (doc, log) = logs.first_mut().unwrap();
    let mut taps: Vec<Duration> = (0..50)
        .map(|_| {
            let push = phone.taps(&bench.identity, doc, log, 1);
            bench.sync(&mut phone, vec![push]).0
        })
        .collect();
    taps.sort();
    say("one tap, median", taps[taps.len() / 2]);

    bench.notes(&jobs[..10]);
    let pushes = logs.iter_mut().skip(20).take(5).map(|(doc, log)| phone.taps(&bench.identity, doc, log, 1)).collect();
    let (time, requests, up, down) = bench.sync(&mut phone, pushes);
    say("reconnect with 5 own and 10 office changes", time);
    eprintln!("  {requests} request(s), {up} bytes up, {down} bytes down");

    let mut fresh = bench.phone("p-1");
    let (time, requests, _, down) = bench.sync(&mut fresh, Vec::new());
    say("a fresh phone takes everything", time);
    eprintln!("  {} jobs, {requests} requests, {:.2} MiB down", jobs.len(), down as f64 / (1 << 20) as f64);
}

fn say(what: &str, time: Duration) {
    eprintln!("{what}: {time:.2?}");
}

impl Bench {
    fn begin(options: &SqliteOptions) -> Self {
        let mut storage = SqliteStorage::open(options).unwrap();
        let profile = CompanyProfile::demo().unwrap();
        let founded = identity::found(&profile, NOW, &SystemEntropy).unwrap();
        let mut tx = storage.write().unwrap();
        hub::hub::establish(tx.as_mut(), &founded, &profile, Epoch([1; 16]), NOW).unwrap();
        let identity = Identity::begin(&founded.company, founded.keys, NOW, &SystemEntropy).unwrap();
        identity.record_run(tx.as_mut(), NOW).unwrap();
        tx.commit().unwrap();
        Self { storage, identity }
    }

    fn phone(&mut self, person: &str) -> Phone {
        let identity = &self.identity;
        let mut tx = self.storage.write().unwrap();
        let person = Person { id: person.into(), name: "陈志远".into(), badge: "0417".into() };
        office::save_person(tx.as_mut(), moment(identity), &person).unwrap();
        let key = entropy::new_key(&SystemEntropy);
        let token = enrol::invite(tx.as_mut(), moment(identity), &person.id).unwrap().token.to_vec();
        let spki = key.spki().to_vec();
        let request = EnrolRequest { v: 1, token, spki, nonce: [0; 16], device: String::new() };
        let (device, answer) = enrol::enrol(tx.as_mut(), moment(identity), &request).unwrap();
        tx.commit().unwrap();
        let actor = entropy::actor(&SystemEntropy);
        let certificate = ActorCertificate {
            v: 1,
            company: answer.company,
            key: key.key_id(),
            person: answer.person,
            device: answer.device,
            actor,
            from: 0,
        };
        let certificate = certificate.sign(&key).unwrap();
        Phone { device, key, actor, certificate, place: Place::START }
    }

    fn jobs(&mut self, count: usize, person: &str) -> Vec<JobId> {
        let identity = &self.identity;
        let fields = json!({"customer.name": "王淑敏 女士", "customer.phone": "137 0000 8026",
            "customer.address": "云州市望江区滨河路 27 号枫林苑 3 幢 2 单元 502",
            "symptom.words": "北卧室、书房两扇窗关不严，漏风，大雨时下边进水。"});
        let new = NewJob { job: None, pack: "dw_repair".into(), fields: fields.as_object().unwrap().clone() };
        let mut jobs = Vec::new();
        for _ in 0..count {
            let mut tx = self.storage.write().unwrap();
            let mut ledger = Ledger::default();
            let job = office::create_job(tx.as_mut(), moment(identity), &mut ledger, &new).unwrap();
            let clerk = Clerk { job: &job, name: "bench" };
            crew::assign(tx.as_mut(), moment(identity), &mut ledger, clerk, &[person.into()]).unwrap();
            ledger.publish(tx.as_mut(), NOW).unwrap();
            tx.commit().unwrap();
            jobs.push(job);
        }
        jobs
    }

    fn notes(&mut self, jobs: &[JobId]) {
        for job in jobs {
            let mut tx = self.storage.write().unwrap();
            let mut ledger = Ledger::default();
            office::add_note(tx.as_mut(), moment(&self.identity), &mut ledger, job, "admin", "客户下午在家").unwrap();
            ledger.publish(tx.as_mut(), NOW).unwrap();
            tx.commit().unwrap();
        }
    }

    /// Syncs until there is no more: time in the hub, requests, bytes up and down.
    fn sync(&mut self, phone: &mut Phone, pushes: Vec<Documents>) -> (Duration, u32, usize, usize) {
        let (mut time, mut requests, mut up, mut down) = (Duration::ZERO, 0, 0, 0);
        let mut pushes = Some(pushes);
        loop {
            let request = Request {
                v: wire::VERSION,
                place: phone.place,
                highest: phone.place,
                pushes: pushes.take().unwrap_or_default(),
                actor_certificates: vec![phone.certificate.clone()],
                device_certificates: vec![],
                offers: vec![],
                page_limit: wire::PAGE as u64,
                schema: Some(wire::SCHEMA),
                known: Vec::new(),
                short: false,
            };
            up += wire::encode(&request).unwrap().len();
            let began = Instant::now();
            let moment = Moment { identity: &self.identity, now_ms: NOW, entropy: &SystemEntropy };
            let answer = run(&mut self.storage, moment, &phone.device, &request).unwrap();
            down += wire::encode(&answer).unwrap().len();
            time += began.elapsed();
            requests += 1;
            phone.place = answer.place;
            if !answer.more {
                return (time, requests, up, down);
            }
        }
    }
}

fn moment(identity: &Identity) -> Moment<'_> {
    Moment { identity, now_ms: NOW, entropy: &SystemEntropy }
}

impl Phone {
    fn taps(&self, identity: &Identity, doc: &DocRef, log: &mut Document, count: usize) -> Documents {
        let changes: Vec<Change> = (0..count)
            .map(|_| {
                let records = (0..RECORDS_A_TAP).map(|item| {
                    (entropy::record_id(&SystemEntropy, NOW), self.record(&format!("kit.five.item_{item}")))
                });
                log.append(self.actor, &records.collect::<Vec<_>>()).unwrap()
            })
            .collect();
        let authorship = Authorship::sign(&identity.company, doc, changes.last().unwrap(), &self.key).unwrap();
        let changes = changes.into_iter().map(|change| change.raw).collect();
        Documents { doc: doc.clone(), changes, authorships: vec![authorship] }
    }

    fn record(&self, item: &str) -> Record {
        Record {
            v: 1,
            kind: Kind::Photo,
            visit: Some(domain::ids::VisitNo(1)),
            item: Some(item.into()),
            unit: None,
            by: self.device.person.clone(),
            device: self.device.id.clone(),
            at: At {
                time: "2026-11-20T13:30:00+08:00".into(),
                trust: Trust::Verified,
                boot: Some("b1".into()),
                elapsed_ms: Some(5_000),
            },
            basis: Some(Basis::Tapped),
            opened: None,
            confirmed: None,
            value: json!({"answer": "done"}),
            replaces: vec![],
            later: Map::new(),
        }
    }
}
