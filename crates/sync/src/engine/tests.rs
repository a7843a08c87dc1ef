//! The engine alone: each event and what it does then. `pair.rs` lets whole devices meet a hub.

mod office;
mod pair;

use super::run::OFFERED_HASHES;
use super::*;
use crate::feed::{CHAIN_START, Epoch};
use crate::wire::{ChangeAnswer, Documents, Release, Request, Said, WireRefused};
use office::{Office, Phone};
use replica::document::{DocKind, Document};
use std::collections::{BTreeMap, BTreeSet};

fn place(epoch: u8, number: u64) -> Place {
    let chain = if number == 0 { CHAIN_START } else { Digest([number as u8; 32]) };
    Place { epoch: Epoch([epoch; 16]), number, chain }
}

fn start_at(place: Place) -> Start {
    Start { cursor: Cursor { place, highest: place }, offering: false }
}

/// An answer that has nothing and stays where the device is.
fn quiet(place: Place) -> Answer {
    Answer {
        v: wire::VERSION,
        hub_time_ms: 1,
        head: place,
        place,
        answers: vec![],
        docs: vec![],
        actor_certificates: vec![],
        device_certificates: vec![],
        releases: vec![],
        grants: vec![],
        more: false,
        new_epoch: false,
        secured: None,
        wants: vec![],
        lacks: vec![],
        order: None,
        schema: None,
        all_stored: false,
    }
}

fn bytes(answer: &Answer) -> Event {
    Event::Answer(wire::encode(answer).unwrap())
}

fn engine() -> Engine {
    Engine::new(Office::new().registry())
}

/// An engine that has asked from `place` with these changes in its outbox.
fn asked(place: Place, outbox: Outbox) -> (Engine, Request) {
    let mut engine = engine();
    assert!(matches!(engine.on(Event::Start(start_at(place))), Effect::ReadOutbox { .. }));
    let request = posted(engine.on(Event::Outbox(outbox)));
    (engine, request)
}

fn posted(effect: Effect) -> Request {
    let Effect::Post(body) = effect else { panic!("no request: {effect:?}") };
    wire::decode(&body).unwrap()
}

fn page(effect: Effect) -> Page {
    let Effect::Commit(page) = effect else { panic!("no page: {effect:?}") };
    *page
}

fn report(effect: Effect) -> Report {
    let Effect::Done(report) = effect else { panic!("not done: {effect:?}") };
    *report
}

fn stopped(effect: Effect) -> &'static str {
    match report(effect).outcome {
        Outcome::InSync => "in sync",
        Outcome::Stopped(why) => why.code(),
    }
}

/// One change of a phone, as its outbox gives it.
fn one_change() -> (Outbox, Digest) {
    let mut phone = Phone::new(1);
    phone.tap("…");
    let outbox = phone.outbox(u64::MAX);
    let hash = outbox.docs[0].changes[0].0;
    (outbox, hash)
}

#[test]
fn with_nothing_to_say_one_request_asks_for_news() {
    let (mut engine, request) = asked(place(1, 5), Outbox::default());
    assert_eq!((request.place, request.highest, request.pushes.len()), (place(1, 5), place(1, 5), 0));
    let committed = page(engine.on(bytes(&Answer { head: place(1, 9), place: place(1, 9), ..quiet(place(1, 9)) })));
    assert_eq!(committed.cursor, Cursor { place: place(1, 9), highest: place(1, 9) });
    let report = report(engine.on(Event::Committed(vec![])));
    assert_eq!((report.outcome, report.rounds, report.repeats), (Outcome::InSync, 1, 0));
    assert_eq!(report.cursor.map(|cursor| cursor.place), Some(place(1, 9)));
}

#[test]
fn answers_and_cursor_are_in_one_page() {
    let (outbox, hash) = one_change();
    let (mut engine, request) = asked(place(1, 5), outbox);
    assert_eq!(request.pushes[0].changes.len(), 1);
    let answers = vec![ChangeAnswer { hash, said: Said::Stored, late: true }];
    let committed = page(engine.on(bytes(&Answer { answers: answers.clone(), ..quiet(place(1, 6)) })));
    assert_eq!((committed.answers, committed.cursor.place), (answers, place(1, 6)));
    let report = report(engine.on(Event::Committed(vec![])));
    assert_eq!((report.pushed, report.stored, report.late, report.rounds), (1, 1, 1, 1));
}

#[test]
fn while_there_is_more_it_asks_again_from_the_committed_place() {
    let (mut engine, _) = asked(place(1, 5), Outbox::default());
    let more = Answer { head: place(1, 9), more: true, ..quiet(place(1, 7)) };
    page(engine.on(bytes(&more)));
    assert!(matches!(engine.on(Event::Committed(vec![])), Effect::ReadOutbox { .. }));
    let request = posted(engine.on(Event::Outbox(Outbox::default())));
    assert_eq!((request.place, request.highest), (place(1, 7), place(1, 9)));
    page(engine.on(bytes(&quiet(place(1, 9)))));
    assert_eq!(report(engine.on(Event::Committed(vec![]))).rounds, 2);
}

#[test]
fn a_page_that_was_not_committed_never_was() {
    let (outbox, hash) = one_change();
    let (mut engine, _) = asked(place(1, 5), outbox);
    let answers = vec![ChangeAnswer { hash, said: Said::Stored, late: false }];
    page(engine.on(bytes(&Answer { answers, ..quiet(place(1, 6)) })));
    let report = report(engine.on(Event::CommitFailed));
    assert_eq!(report.outcome, Outcome::Stopped(Stopped::Storage));
    assert_eq!((report.stored, report.cursor, report.pushed), (0, None, 1));
}

#[test]
fn an_unknown_nonce_costs_one_repeat_and_not_two() {
    let (mut engine, request) = asked(place(1, 5), Outbox::default());
    assert_eq!(posted(engine.on(Event::UnknownNonce)), request);
    page(engine.on(bytes(&quiet(place(1, 5)))));
    let done = report(engine.on(Event::Committed(vec![])));
    assert_eq!((done.repeats, done.rounds), (1, 1));

    let (mut engine, _) = asked(place(1, 5), Outbox::default());
    posted(engine.on(Event::UnknownNonce));
    assert_eq!(stopped(engine.on(Event::UnknownNonce)), "sync.not_admitted");
}

#[test]
fn whatever_goes_wrong_ends_the_run_with_its_reason() {
    let after = |event: Event| stopped(asked(place(1, 5), Outbox::default()).0.on(event));
    assert_eq!(after(Event::NetworkDown), "sync.offline");
    assert_eq!(after(Event::HttpRefused(401)), "sync.not_admitted");
    assert_eq!(after(Event::HttpRefused(503)), "sync.busy");
    assert_eq!(after(Event::HttpRefused(429)), "sync.busy");
    assert_eq!(after(Event::HttpRefused(413)), "sync.refused");
    assert_eq!(after(Event::Answer(b"<html>Wi-Fi login</html>".to_vec())), "wire.damaged");
    assert_eq!(after(Event::ReadFailed), "sync.storage");
    assert_eq!(after(Event::Committed(vec![])), "sync.out_of_turn");
    let release =
        |digest| Release { kind: "pack".into(), name: "x".into(), version: "1".into(), digest, bytes: vec![1] };
    let answer = Answer { releases: vec![release(Digest::of(&[2]))], ..quiet(place(1, 6)) };
    assert_eq!(after(bytes(&answer)), "sync.release");
    let answer = Answer { releases: vec![release(Digest::of(&[1]))], ..quiet(place(1, 6)) };
    let mut engine = asked(place(1, 5), Outbox::default()).0;
    assert_eq!(page(engine.on(bytes(&answer))).releases.len(), 1);
}

#[test]
fn each_reason_speaks_both_languages() {
    let all = [
        Stopped::Offline,
        Stopped::NotAdmitted(401),
        Stopped::Busy(503),
        Stopped::Refused(400),
        Stopped::Wire(WireRefused::TooLarge),
        Stopped::Release,
        Stopped::Backwards,
        Stopped::Storage,
        Stopped::NoProgress,
        Stopped::OutOfTurn,
    ];
    let codes: BTreeSet<_> = all.iter().map(Stopped::code).collect();
    assert_eq!(codes.len(), all.len());
    assert!(all.iter().all(|why| why.to_string().is_ascii() && !why.zh().is_ascii()));
}

#[test]
fn a_feed_that_goes_backwards_in_one_epoch_is_not_followed() {
    let after = |answer: Answer| stopped(asked(place(1, 5), Outbox::default()).0.on(bytes(&answer)));
    assert_eq!(after(quiet(place(1, 4))), "sync.backwards");
    let other_chain = Place { chain: Digest([99; 32]), ..place(1, 5) };
    assert_eq!(after(quiet(other_chain)), "sync.backwards");
    assert_eq!(after(Answer { head: place(1, 6), ..quiet(place(1, 7)) }), "sync.backwards");
    assert_eq!(after(Answer { head: place(2, 9), ..quiet(place(1, 7)) }), "sync.backwards");
}

#[test]
fn a_hub_that_promises_more_and_gives_nothing_is_left() {
    let (mut engine, _) = asked(place(1, 5), Outbox::default());
    assert_eq!(stopped(engine.on(bytes(&Answer { more: true, ..quiet(place(1, 5)) }))), "sync.no_progress");
    // One that does not answer for what it was sent.
    let (outbox, _) = one_change();
    let (mut engine, _) = asked(place(1, 5), Outbox { more: true, ..outbox });
    assert_eq!(stopped(engine.on(bytes(&quiet(place(1, 5))))), "sync.no_progress");
}

#[test]
fn a_held_change_asks_for_its_parent_and_is_not_pushed_again_in_the_run() {
    let (outbox, hash) = one_change();
    let doc = outbox.docs[0].doc.clone();
    let (mut engine, _) = asked(place(1, 5), outbox.clone());
    let missing = Digest([77; 32]);
    let answers = vec![ChangeAnswer { hash, said: Said::Held(vec![missing]), late: false }];
    let committed = page(engine.on(bytes(&Answer { answers, ..quiet(place(1, 5)) })));
    assert_eq!(committed.wanted, [(doc, missing)]);
    engine.on(Event::Committed(vec![]));
    let request = posted(engine.on(Event::Outbox(outbox)));
    assert!(request.pushes.is_empty());
    page(engine.on(bytes(&quiet(place(1, 5)))));
    assert_eq!(report(engine.on(Event::Committed(vec![]))).held, 1);
}

#[test]
fn in_a_new_epoch_everything_is_offered_page_by_page_and_what_is_wanted_is_pushed() {
    let (outbox, hash) = one_change();
    let doc = outbox.docs[0].doc.clone();
    let (mut engine, _) = asked(place(1, 5), Outbox::default());
    let began = page(engine.on(bytes(&Answer { new_epoch: true, ..quiet(place(2, 0)) })));
    assert_eq!(began.epoch, EpochStep::Began);
    assert_eq!(began.cursor, Cursor { place: place(2, 0), highest: place(2, 0) });

    let offers = |job: &str| vec![Hashes { doc: DocRef::log(job.into()), hashes: vec![hash] }];
    assert_eq!(engine.on(Event::Committed(vec![])), Effect::ReadOffers { after: None, most_hashes: OFFERED_HASHES });
    let first = posted(engine.on(Event::Offers(offers("a"), true)));
    assert_eq!(first.offers, offers("a"));
    let wants = vec![Hashes { doc: doc.clone(), hashes: vec![hash] }];
    let answer = page(engine.on(bytes(&Answer { wants, ..quiet(place(2, 0)) })));
    assert_eq!((answer.epoch, answer.wanted), (EpochStep::Same, vec![(doc, hash)]));
    let after = Some(DocRef::log("a".into()));
    assert_eq!(engine.on(Event::Committed(vec![])), Effect::ReadOffers { after, most_hashes: OFFERED_HASHES });
    posted(engine.on(Event::Offers(offers("b"), false)));
    assert_eq!(page(engine.on(bytes(&quiet(place(2, 0))))).epoch, EpochStep::Offered);

    assert!(matches!(engine.on(Event::Committed(vec![])), Effect::ReadOutbox { .. }));
    assert_eq!(posted(engine.on(Event::Outbox(outbox))).pushes.len(), 1);
    let answers = vec![ChangeAnswer { hash, said: Said::Stored, late: false }];
    page(engine.on(bytes(&Answer { answers, ..quiet(place(2, 1)) })));
    let done = report(engine.on(Event::Committed(vec![])));
    assert_eq!((done.outcome, done.new_epoch, done.stored), (Outcome::InSync, true, 1));
}

#[test]
fn an_interrupted_offer_begins_again_at_the_next_run() {
    let mut engine = engine();
    let start = Start { offering: true, ..start_at(place(2, 0)) };
    assert_eq!(engine.on(Event::Start(start)), Effect::ReadOffers { after: None, most_hashes: OFFERED_HASHES });
    // A device that holds nothing offers nothing, and that ends it.
    assert!(posted(engine.on(Event::Offers(vec![], true))).offers.is_empty());
    assert_eq!(page(engine.on(bytes(&quiet(place(2, 0))))).epoch, EpochStep::Offered);
}

#[test]
fn another_epoch_is_a_new_one_even_if_the_hub_does_not_say_so() {
    let (mut engine, _) = asked(place(1, 5), Outbox::default());
    assert_eq!(page(engine.on(bytes(&quiet(place(2, 9))))).epoch, EpochStep::Began);
    let (mut fresh, _) = asked(Place::START, Outbox::default());
    assert_eq!(
        page(fresh.on(bytes(&quiet(place(2, 9))))).epoch,
        EpochStep::Same,
        "a fresh device has nothing to offer"
    );
}

#[test]
fn too_large_a_page_is_asked_for_smaller() {
    let mut engine = engine();
    let Effect::ReadOutbox { most_bytes } = engine.on(Event::Start(start_at(place(1, 5)))) else { panic!() };
    let doc = DocRef::log("a".into());
    let change = |n: u8| (Digest([n; 32]), vec![n; 1 << 20]);
    let docs = |count: u8| {
        vec![OutboxDoc { doc: doc.clone(), changes: (0..count).map(change).collect(), authorships: vec![] }]
    };
    let too_large = Outbox { docs: docs(9), more: true, ..Outbox::default() };
    assert_eq!(engine.on(Event::Outbox(too_large)), Effect::ReadOutbox { most_bytes: most_bytes / 2 });
    let fits = Outbox { docs: docs(3), more: true, ..Outbox::default() };
    assert_eq!(posted(engine.on(Event::Outbox(fits))).pushes[0].changes.len(), 3);
}

#[test]
fn a_page_full_of_changes_that_wait_at_the_hub_is_looked_past() {
    let (outbox, hash) = one_change();
    let (mut engine, _) = asked(place(1, 5), Outbox { more: true, ..outbox.clone() });
    let answers = vec![ChangeAnswer { hash, said: Said::Held(vec![]), late: false }];
    page(engine.on(bytes(&Answer { answers, ..quiet(place(1, 5)) })));
    let Effect::ReadOutbox { most_bytes } = engine.on(Event::Committed(vec![])) else { panic!() };
    let again = engine.on(Event::Outbox(Outbox { more: true, ..outbox }));
    assert_eq!(again, Effect::ReadOutbox { most_bytes: most_bytes * 2 });
}

#[test]
fn a_foreign_change_without_an_author_is_kept_apart_and_the_rest_arrives() {
    let office = Office::new();
    let (mut good, mut thief) = (Phone::new(1), Phone::new(2));
    good.tap("good");
    thief.tap("forged");
    let mut documents = good.outbox(u64::MAX).docs.remove(0).documents();
    let forged = thief.outbox(u64::MAX).docs.remove(0).documents();
    documents.changes.extend(forged.changes.clone());
    documents.changes.push(b"no change".to_vec());
    // The forger's signature names another job.
    documents
        .authorships
        .extend(forged.authorships.into_iter().map(|it| Authorship { doc: DocRef::log("b".into()), ..it }));
    let answer = Answer {
        docs: vec![documents],
        actor_certificates: vec![good.vouched(), thief.vouched()],
        device_certificates: vec![good.certificate(&office), thief.certificate(&office), b"no certificate".to_vec()],
        ..quiet(place(1, 6))
    };
    let (mut engine, _) = asked(place(1, 5), Outbox::default());
    let page = page(engine.on(bytes(&answer)));
    let who: Vec<_> = page.arrived.iter().map(|it| it.author.person.as_str()).collect();
    assert_eq!(who, ["p-1"]);
    let rules: Vec<_> = page.asides.iter().map(|it| it.rule.as_str()).collect();
    assert_eq!(rules, ["change.unreadable", "author.signature"]);
    assert_eq!((page.authorships.len(), page.actor_certificates.len(), page.device_certificates.len()), (1, 2, 2));
    assert_eq!(page.cursor.place, place(1, 6), "a bad change blocks nothing");
    let vetting = Aside { doc: DocRef::log("a".into()), hash: Digest([1; 32]), raw: vec![], rule: "change.seq".into() };
    assert_eq!(report(engine.on(Event::Committed(vec![vetting.clone()]))).asides, [vetting]);
}

#[test]
fn a_brief_by_a_phone_does_not_arrive() {
    let office = Office::new();
    let phone = Phone::new(1);
    let mut brief = Document::genesis(DocKind::Brief).unwrap();
    let mut documents = |by: &Phone, words: &str| {
        let change = brief.write_brief(by.actor, &[("customer.name".into(), words.into())], &[]).unwrap();
        let doc = DocRef::brief("a".into());
        let authorships = vec![Authorship::sign(&office::company(), &doc, &change, by.key.as_ref()).unwrap()];
        Documents { doc, changes: vec![change.raw], authorships }
    };
    let answer = Answer {
        docs: vec![documents(&office.clerk, "王"), documents(&phone, "李")],
        actor_certificates: vec![phone.vouched(), office.clerk.vouched()],
        device_certificates: vec![phone.certificate(&office)],
        ..quiet(place(1, 6))
    };
    let (mut engine, _) = asked(place(1, 5), Outbox::default());
    let page = page(engine.on(bytes(&answer)));
    assert_eq!((page.arrived.len(), page.arrived[0].author.office), (1, true));
    assert_eq!(page.asides[0].rule, "brief.not_office");
}
