//! Phones and a small hub in memory, over a network that loses requests and answers, through crashes and full disks, and
//! a hub that is set back to last night. In the end everybody has everything.

use super::office::{Office, Phone, log};
use super::*;
use crate::feed::{Audience, Row, RowKind, Subject, chain};
use proptest::prelude::*;
use replica::change::Change;

/// A hub that shows every device everything: enough to drive the engine.
#[derive(Clone)]
struct Hub {
    epoch: u8,
    rows: Vec<Item>,
    held: BTreeMap<Digest, (DocRef, Vec<u8>)>,
    documents: BTreeMap<DocRef, Document>,
    authorships: Vec<Authorship>,
    actors: Vec<SignedActorCertificate>,
    devices: Vec<Vec<u8>>,
    /// Changes in one answer at most.
    page: usize,
}

#[derive(Clone)]
struct Item {
    doc: DocRef,
    hash: Digest,
    raw: Vec<u8>,
}

impl Hub {
    fn new(phones: &[&Phone], office: &Office) -> Self {
        let devices = phones.iter().map(|phone| phone.certificate(office)).collect();
        let (rows, held, documents, authorships, actors) = Default::default();
        Self { epoch: 1, rows, held, documents, authorships, actors, devices, page: 3 }
    }

    fn place(&self, number: usize) -> Place {
        let chain = self.rows.iter().take(number).enumerate().fold(CHAIN_START, |before, (at, item)| {
            let subject = Some(Subject { job: item.doc.job.clone(), document: Some(item.doc.kind) });
            let number = at as u64 + 1;
            chain(
                &before,
                &Row { number, audience: Audience::All, kind: RowKind::Changes, subject, payload: item.hash },
            )
        });
        Place { epoch: Epoch([self.epoch; 16]), number: number as u64, chain }
    }

    fn head(&self) -> Place {
        self.place(self.rows.len())
    }

    fn exchange(&mut self, body: &[u8]) -> Vec<u8> {
        let request: Request = wire::decode(body).unwrap();
        let fresh = request.place == Place::START;
        let ahead = |place: &Place| {
            let number = place.number as usize;
            place.epoch.0 != [self.epoch; 16] || number > self.rows.len() || self.place(number) != *place
        };
        let old_epoch = !fresh && request.place.epoch.0 < [self.epoch; 16];
        let new_epoch = old_epoch || (!fresh && (ahead(&request.highest) || ahead(&request.place)));
        if new_epoch && !old_epoch {
            self.epoch += 1;
        }
        request.actor_certificates.into_iter().for_each(|it| self.learn_actor(it));
        let mut answers: Vec<ChangeAnswer> = request.pushes.into_iter().flat_map(|push| self.take(push)).collect();
        self.retry_held(&mut answers);
        let from = if new_epoch { 0 } else { request.place.number as usize };
        let to = (from + self.page).min(self.rows.len());
        let wants = request.offers.into_iter().map(|it| {
            let lacks = |hash: &Digest| !self.rows.iter().any(|item| item.hash == *hash);
            Hashes { doc: it.doc, hashes: it.hashes.into_iter().filter(lacks).collect() }
        });
        let wants = wants.filter(|it| !it.hashes.is_empty()).collect();
        let answer = Answer {
            head: self.head(),
            place: self.place(to),
            answers,
            docs: self.rows[from..to].iter().map(|item| self.documents_of(item)).collect(),
            actor_certificates: self.actors.clone(),
            device_certificates: self.devices.clone(),
            more: to < self.rows.len(),
            new_epoch,
            wants,
            ..quiet(self.head())
        };
        wire::encode(&answer).unwrap()
    }

    fn learn_actor(&mut self, certificate: SignedActorCertificate) {
        if !self.actors.contains(&certificate) {
            self.actors.push(certificate);
        }
    }

    /// A change, and where the signature over it is over a later one, that one and the way between.
    fn documents_of(&self, item: &Item) -> Documents {
        let change = Change::decode(&item.raw).unwrap();
        let of_doc: Vec<&Item> = self.rows.iter().filter(|it| it.doc == item.doc).collect();
        let place = |hash: &Digest| of_doc.iter().position(|it| it.hash == *hash);
        let covers = |it: &&Authorship| it.doc == item.doc && it.actor == change.actor && it.seq >= change.seq;
        let covering = self.authorships.iter().filter(covers).filter_map(|it| place(&it.hash)).min();
        let from = place(&item.hash).unwrap();
        let way = &of_doc[from..=covering.unwrap_or(from).max(from)];
        let signed = |it: &&Authorship| way.iter().any(|change| change.hash == it.hash);
        Documents {
            doc: item.doc.clone(),
            changes: way.iter().map(|it| it.raw.clone()).collect(),
            authorships: self.authorships.iter().filter(signed).cloned().collect(),
        }
    }

    fn take(&mut self, push: Documents) -> Vec<ChangeAnswer> {
        self.authorships.extend(push.authorships);
        let doc = push.doc;
        push.changes.into_iter().map(|raw| self.take_one(&doc, raw)).collect()
    }

    fn take_one(&mut self, doc: &DocRef, raw: Vec<u8>) -> ChangeAnswer {
        let change = Change::decode(&raw).unwrap();
        let hash = change.hash;
        let document = self.documents.entry(doc.clone()).or_insert_with(|| Document::genesis(doc.kind).unwrap());
        let said = match document.apply(&change) {
            Ok(replica::document::Applied::Known) => Said::Stored,
            Ok(replica::document::Applied::New) => {
                self.rows.push(Item { doc: doc.clone(), hash, raw });
                Said::Stored
            }
            Err(refused) => match refused.missing() {
                Some(missing) => {
                    self.held.insert(hash, (doc.clone(), raw));
                    Said::Held(missing.to_vec())
                }
                None => Said::SetAside(refused.code().into()),
            },
        };
        ChangeAnswer { hash, said, late: false }
    }

    fn retry_held(&mut self, answers: &mut Vec<ChangeAnswer>) {
        for (hash, (doc, raw)) in std::mem::take(&mut self.held) {
            let answer = self.take_one(&doc, raw);
            answers.retain(|it| it.hash != hash);
            answers.push(answer);
        }
    }
}

/// What goes wrong in a run.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    None,
    /// The request does not arrive.
    RequestLost(u32),
    /// The request arrives, the answer does not.
    AnswerLost(u32),
    /// The page cannot be saved.
    DiskFull(u32),
    /// The app is killed when it is about to save the page.
    KilledBefore(u32),
    /// The app is killed right after the page is saved.
    KilledAfter(u32),
    /// Planted: the cursor is saved alone, and then the app is killed.
    CursorAlone(u32),
}

/// One run; the fault strikes at its n-th request.
fn run(phone: &mut Phone, hub: &mut Hub, office: &Office, fault: Fault) -> Option<Report> {
    let mut engine = Engine::new(office.registry());
    let mut event = Event::Start(phone.start());
    let mut round = 0;
    loop {
        event = match engine.on(event) {
            Effect::ReadOutbox { most_bytes } => Event::Outbox(phone.outbox(most_bytes.min(1500))),
            Effect::ReadOffers { after, .. } => {
                let (docs, more) = phone.offers(after.as_ref());
                Event::Offers(docs, more)
            }
            Effect::Post(_) if fault == Fault::RequestLost(round) => Event::NetworkDown,
            Effect::Post(body) => {
                let answer = hub.exchange(&body);
                if fault == Fault::AnswerLost(round) { Event::NetworkDown } else { Event::Answer(answer) }
            }
            Effect::Commit(_) if fault == Fault::DiskFull(round) => Event::CommitFailed,
            Effect::Commit(_) if fault == Fault::KilledBefore(round) => return killed(phone),
            Effect::Commit(page) if fault == Fault::CursorAlone(round) => {
                phone.commit(&Page { arrived: vec![], answers: vec![], authorships: vec![], ..*page });
                return killed(phone);
            }
            Effect::Commit(page) => {
                let asides = phone.commit(&page);
                if fault == Fault::KilledAfter(round) {
                    return killed(phone);
                }
                round += 1;
                Event::Committed(asides)
            }
            Effect::Done(report) => return Some(*report),
        };
    }
}

fn killed(phone: &mut Phone) -> Option<Report> {
    phone.restart();
    None
}

/// Runs until nothing moves any more.
fn converge(phones: &mut [Phone], hub: &mut Hub, office: &Office) {
    for _ in 0..4 {
        for phone in phones.iter_mut() {
            let report = run(phone, hub, office, Fault::None).unwrap();
            assert_eq!(report.outcome, Outcome::InSync);
            assert!(report.asides.is_empty() && report.refused.is_empty(), "{report:?}");
        }
    }
}

#[test]
fn two_phones_and_a_hub_end_with_the_same_documents() {
    let office = Office::new();
    let mut phones = [Phone::new(1), Phone::new(2)];
    let mut hub = Hub::new(&[&phones[0], &phones[1]], &office);
    (0..7).for_each(|n| {
        phones[0].tap(&format!("a{n}"));
        phones[1].tap(&format!("b{n}"));
    });
    converge(&mut phones, &mut hub, &office);
    let saved = hub.documents[&log("a")].save().unwrap();
    for phone in &phones {
        assert_eq!(phone.document(&log("a")).save().unwrap(), saved);
        assert_eq!((phone.pending(), phone.document(&log("a")).entries().len()), (0, 14));
    }
}

#[test]
fn a_hub_restored_from_last_night_is_refilled_by_its_phones() {
    let office = Office::new();
    let mut phones = [Phone::new(1), Phone::new(2)];
    let mut hub = Hub::new(&[&phones[0], &phones[1]], &office);
    phones[0].tap("yesterday");
    converge(&mut phones, &mut hub, &office);
    let backup = hub.clone();
    for job in ["a", "b", "c", "d", "e"] {
        phones[0].tap_into(job, "today");
        phones[1].tap_into(job, "today too");
    }
    converge(&mut phones, &mut hub, &office);
    let before: BTreeMap<_, _> = hub.documents.iter().map(|(doc, it)| (doc.clone(), it.save().unwrap())).collect();

    hub = backup;
    let report = run(&mut phones[1], &mut hub, &office, Fault::None).unwrap();
    assert!(report.new_epoch && report.outcome == Outcome::InSync);
    let after: BTreeMap<_, _> = hub.documents.iter().map(|(doc, it)| (doc.clone(), it.save().unwrap())).collect();
    assert_eq!(before, after, "one phone brought back both phones' work");
    converge(&mut phones, &mut hub, &office);
    assert!(phones.iter().all(|phone| phone.pending() == 0 && !phone.kept_offering()));
}

impl Phone {
    fn kept_offering(&self) -> bool {
        self.start().offering
    }
}

#[test]
fn a_lost_answer_pushes_again_without_effect() {
    let office = Office::new();
    let mut phones = [Phone::new(1)];
    let mut hub = Hub::new(&[&phones[0]], &office);
    phones[0].tap("once");
    run(&mut phones[0], &mut hub, &office, Fault::AnswerLost(0)).unwrap();
    assert_eq!((hub.rows.len(), phones[0].pending()), (1, 1));
    converge(&mut phones, &mut hub, &office);
    assert_eq!((hub.rows.len(), phones[0].pending()), (1, 0));
}

#[test]
fn a_cursor_saved_apart_from_its_page_loses_a_change_and_these_tests_would_see_it() {
    let office = Office::new();
    let mut phones = [Phone::new(1), Phone::new(2)];
    let mut hub = Hub::new(&[&phones[0], &phones[1]], &office);
    phones[0].tap("…");
    run(&mut phones[0], &mut hub, &office, Fault::None).unwrap();
    run(&mut phones[1], &mut hub, &office, Fault::CursorAlone(0));
    converge(&mut phones, &mut hub, &office);
    assert!(phones[1].document(&log("a")).entries().is_empty());
    assert_eq!(phones[0].document(&log("a")).entries().len(), 1);
}

fn any_fault() -> impl Strategy<Value = Fault> {
    (0..6_u8, 0..4_u32).prop_map(|(kind, round)| match kind {
        0 => Fault::RequestLost(round),
        1 => Fault::AnswerLost(round),
        2 => Fault::DiskFull(round),
        3 => Fault::KilledBefore(round),
        4 => Fault::KilledAfter(round),
        _ => Fault::None,
    })
}

/// A step of a day: which phone, whether it taps (into which job), whether it syncs (with what fault), and whether the
/// hub is set back afterwards.
type Step = (usize, Option<usize>, Option<Fault>, bool);

fn day() -> impl Strategy<Value = Vec<Step>> {
    let tap = proptest::option::of(0..3_usize);
    let sync = proptest::option::of(any_fault());
    proptest::collection::vec((0..3_usize, tap, sync, proptest::bool::weighted(0.05)), 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_is_lost_whatever_goes_wrong(day in day()) {
        let office = Office::new();
        let mut phones = [Phone::new(1), Phone::new(2), Phone::new(3)];
        let mut hub = Hub::new(&[&phones[0], &phones[1], &phones[2]], &office);
        let mut backup = hub.clone();
        let mut saved = BTreeSet::new();
        for (who, tap, sync, set_back) in day {
            if let Some(job) = tap {
                saved.insert(phones[who].tap_into(["a", "b", "c"][job], "…"));
            }
            if let Some(fault) = sync {
                run(&mut phones[who], &mut hub, &office, fault);
            }
            if set_back {
                (hub, backup) = (backup, hub.clone());
                hub.epoch = hub.epoch.max(backup.epoch);
            }
        }
        converge(&mut phones, &mut hub, &office);
        let at_hub: BTreeSet<_> = hub.rows.iter().map(|item| item.hash).collect();
        prop_assert_eq!(&at_hub, &saved);
        for phone in &phones {
            prop_assert_eq!(phone.pending(), 0);
            for (doc, document) in &hub.documents {
                prop_assert_eq!(phone.document(doc).save().unwrap(), document.save().unwrap());
            }
        }
    }
}
