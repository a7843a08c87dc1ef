//! What the hub calls stored is on the disk: the core without HTTP, on a disk whose power goes or that fills up.

use crate::house::NOON;
use domain::key::Signer;
use domain::key::SoftwareKey;
use hub::CompanyProfile;
use hub::core::exchange::run;
use hub::core::ledger::Ledger;
use hub::core::office::NewJob;
use hub::core::settle::Clerk;
use hub::core::{CoreRefused, Moment, crew, enrol, office, papers};
use hub::entropy::{self, SystemEntropy};
use hub::identity::{self, Identity};
use hub_storage::people::{Device, Person};
use hub_storage::{HubStorage, SqliteOptions, SqliteStorage};
use replica::author::{ActorCertificate, Authorship, SignedActorCertificate};
use replica::change::{ActorId, Change};
use replica::document::{DocKind, DocRef, Document};
use serde_json::json;
use sync::enrol::EnrolRequest;
use sync::feed::{Epoch, Place};
use sync::wire::{Answer, Documents, Request, Said, VERSION};
use testkit::power_cut::{Cut, PowerCutDisk};

struct Desk {
    disk: PowerCutDisk,
    identity: Identity,
    storage: Option<SqliteStorage>,
    device: Device,
    key: SoftwareKey,
    actor: ActorId,
    certificate: SignedActorCertificate,
    log: Document,
    job: DocRef,
}

fn moment(identity: &Identity) -> Moment<'_> {
    Moment { identity, now_ms: NOON, entropy: &SystemEntropy }
}

impl Desk {
    /// A hub on such a disk, one device, one job assigned to it.
    fn begin(name: &str) -> Self {
        let disk = PowerCutDisk::new(name);
        let mut storage = SqliteStorage::open(&SqliteOptions::on(disk.vfs_name(), "hub.sqlite")).unwrap();
        let profile = CompanyProfile::demo().unwrap();
        let founded = identity::found(&profile, NOON, &SystemEntropy).unwrap();
        let mut tx = storage.write().unwrap();
        hub::hub::establish(tx.as_mut(), &founded, &profile, Epoch([1; 16]), NOON).unwrap();
        let identity = Identity::begin(&founded.company, founded.keys, NOON, &SystemEntropy).unwrap();
        identity.record_run(tx.as_mut(), NOON).unwrap();
        let moment = moment(&identity);
        let person = Person { id: "p-417".into(), name: "陈志远".into(), badge: "0417".into() };
        office::save_person(tx.as_mut(), moment, &person).unwrap();
        let key = entropy::new_key(&SystemEntropy);
        let token = enrol::invite(tx.as_mut(), moment, &person.id).unwrap().token.to_vec();
        let spki = key.spki().to_vec();
        let request = EnrolRequest { v: 1, token, spki, nonce: [0; 16], device: String::new() };
        let (device, answer) = enrol::enrol(tx.as_mut(), moment, &request).unwrap();
        let mut ledger = Ledger::default();
        let fields = json!({"customer.name": "王", "customer.phone": "1", "customer.address": "云州"});
        let new = NewJob { job: None, pack: "dw_repair".into(), fields: fields.as_object().unwrap().clone() };
        let job = office::create_job(tx.as_mut(), moment, &mut ledger, &new).unwrap();
        let clerk = Clerk { job: &job, name: "admin" };
        crew::assign(tx.as_mut(), moment, &mut ledger, clerk, std::slice::from_ref(&person.id)).unwrap();
        ledger.publish(tx.as_mut(), NOON).unwrap();
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
        let log = Document::genesis(DocKind::Log).unwrap();
        let job = DocRef::log(job);
        Self { disk, identity, storage: Some(storage), device, key, actor, certificate, log, job }
    }

    fn tap(&mut self) -> Change {
        let record = office_note(&self.device);
        self.log.append(self.actor, &[(entropy::record_id(&SystemEntropy, NOON), record)]).unwrap()
    }

    fn push(&mut self, change: &Change) -> Result<Answer, CoreRefused> {
        let authorship = Authorship::sign(&self.identity.company, &self.job, change, &self.key).unwrap();
        let push =
            Documents { doc: self.job.clone(), changes: vec![change.raw.clone()], authorships: vec![authorship] };
        let request = Request {
            v: VERSION,
            place: Place::START,
            highest: Place::START,
            pushes: vec![push],
            actor_certificates: vec![self.certificate.clone()],
            device_certificates: vec![],
            offers: vec![],
            page_limit: 1 << 20,
            schema: None,
            known: Vec::new(),
            short: false,
        };
        run(self.storage.as_mut().unwrap(), moment(&self.identity), &self.device, &request)
    }

    /// The power comes back and the hub starts again.
    fn start_again(&mut self) {
        self.storage = None;
        self.disk.power_on();
        let options = SqliteOptions { create: false, ..SqliteOptions::on(self.disk.vfs_name(), "hub.sqlite") };
        self.storage = Some(SqliteStorage::open(&options).unwrap());
    }

    fn has(&mut self, change: &Change) -> bool {
        let tx = self.storage.as_mut().unwrap().read().unwrap();
        papers::open(tx.as_ref(), &self.job).unwrap().has(&change.hash)
    }

    fn head(&mut self) -> u64 {
        self.storage.as_mut().unwrap().read().unwrap().head().unwrap().place.number
    }
}

fn office_note(device: &Device) -> domain::record::Record {
    domain::record::Record {
        v: 1,
        kind: domain::record::Kind::Note,
        visit: None,
        item: None,
        unit: None,
        by: device.person.clone(),
        device: device.id.clone(),
        at: domain::time::At {
            time: "2026-11-20T13:30:00+08:00".into(),
            trust: domain::time::Trust::Verified,
            boot: None,
            elapsed_ms: None,
        },
        basis: None,
        opened: None,
        confirmed: None,
        value: json!({"text": "x"}),
        replaces: vec![],
        later: serde_json::Map::new(),
    }
}

#[test]
fn whatever_sync_the_power_goes_at_stored_means_stored() {
    let mut desk = Desk::begin("hub-cut");
    let before = desk.disk.syncs();
    let first = desk.tap();
    desk.push(&first).unwrap();
    let syncs_of_a_push = desk.disk.syncs() - before;
    assert!(syncs_of_a_push > 0, "a push waits for the disk");
    for n in 1..=syncs_of_a_push + 1 {
        for cut in [Cut::BeforeSync, Cut::AfterSync] {
            let change = desk.tap();
            desk.disk.cut_at(cut(desk.disk.syncs() + n));
            let answered = desk.push(&change);
            desk.start_again();
            if answered.is_ok() {
                assert!(desk.has(&change), "answered and lost at sync {n}");
            }
            // Answered or not, the phone offers it again, and it is there once.
            let answer = desk.push(&change).unwrap();
            assert_eq!(answer.answers[0].said, Said::Stored);
            let head = desk.head();
            assert_eq!(desk.push(&change).unwrap().head.number, head);
        }
    }
}

#[test]
fn a_full_disk_answers_nothing_and_loses_nothing() {
    let mut desk = Desk::begin("hub-full");
    let change = desk.tap();
    let head = desk.head();
    desk.disk.full_after(0);
    let refused = desk.push(&change).unwrap_err();
    assert_eq!(refused.code(), "storage.disk_full");
    assert_eq!(desk.head(), head);
    assert!(!desk.has(&change));
    desk.disk.make_room();
    assert_eq!(desk.push(&change).unwrap().answers[0].said, Said::Stored);
}

/// The simulator must find this; here it is shown that it is there to be found.
#[cfg(feature = "planted")]
#[test]
fn the_planted_fault_answers_for_what_is_not_stored() {
    let mut desk = Desk::begin("hub-planted");
    let change = desk.tap();
    desk.disk.cut_at(Cut::BeforeSync(desk.disk.syncs() + 1));
    hub::planted::plant(Some(hub::planted::Planted::AcknowledgeBeforeCommit));
    let answered = desk.push(&change);
    hub::planted::plant(None);
    assert_eq!(answered.unwrap().answers[0].said, Said::Stored);
    desk.start_again();
    assert!(!desk.has(&change));
}
