//! Changes in, answers and feed out.

use crate::house::{House, problem};
use crate::phone::Phone;
use domain::digest::Digest;
use domain::ids::VisitNo;
use domain::key::Signer;
use domain::record::Kind;
use domain::trust::Certificate;
use hub::clock::Clock;
use replica::author::Authorship;
use replica::change::Change;
use replica::document::{DocRef, Document};
use serde_json::json;
use sync::wire::{self, Documents, Request, Said};

async fn one_job() -> (House, Phone, String) {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    phone.sync(&house).await;
    (house, phone, job)
}

#[tokio::test]
async fn an_assigned_job_reaches_the_phone_whole_in_one_exchange() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    assert_eq!(job, "GD261120-0001");
    house.post(&format!("jobs/{job}/notes"), json!({"text": "客户下午在家"})).await;
    house.assign(&job, &["p-417"]).await;
    let answers = phone.sync(&house).await;
    assert_eq!(answers.len(), 1);
    let brief = phone.brief(&job).brief();
    assert_eq!(brief.text("customer.name"), "王淑敏 女士");
    assert_eq!(brief.text("job.state"), "dispatched");
    assert_eq!(brief.crew()[0].badge, "0417");
    assert_eq!(brief.fields["assignment.letters"][phone.device.as_str()], "A");
    assert_eq!(phone.letters[&job.as_str().into()], "A");
    let pack: domain::brief::ReleaseRef = brief.read("release.pack").unwrap();
    let release = answers[0].releases.iter().find(|it| it.digest == pack.digest).unwrap();
    assert_eq!((release.kind.as_str(), release.name.as_str()), ("pack", "dw_repair"));
    let note = phone.log(&job).entries().remove(0).record.unwrap();
    assert_eq!(
        (note.kind.clone(), &note.value["text"], &note.later["clerk"]),
        (Kind::Note, &json!("客户下午在家"), &json!("admin"))
    );
    assert_eq!(note.at.time, "2026-11-20T13:00:00+08:00");
}

#[tokio::test]
async fn work_is_answered_per_change_and_leaves_the_outbox() {
    let (house, mut phone, job) = one_job().await;
    let changes = [phone.tap(&job, "kit.five.photo"), phone.tap(&job, "arr.door")];
    let answers = phone.sync(&house).await;
    assert_eq!(answers.len(), 1);
    for change in &changes {
        assert_eq!(Phone::said(&answers, change), Said::Stored);
    }
    assert!(phone.outbox.is_empty());
    assert!(answers[0].docs.is_empty(), "what was just pushed does not travel back");
    assert_eq!(house.document(&job, "log").await.heads(), phone.log(&job).heads());
    // The same again is no error and changes nothing.
    phone.outbox.push((DocRef::log(job.as_str().into()), changes[1].clone()));
    let again = phone.sync(&house).await;
    assert_eq!(Phone::said(&again, &changes[1]), Said::Stored);
    assert_eq!(again[0].head, answers[0].head);
}

#[tokio::test]
async fn two_phones_of_a_crew_and_the_office_see_the_same_job() {
    let (house, mut one, job) = one_job().await;
    house.person("p-9", "李敏", "0009").await;
    let mut two = Phone::enrol(&house, "p-9").await;
    house.assign(&job, &["p-417", "p-9"]).await;
    two.sync(&house).await;
    one.tap(&job, "work.photo");
    two.tap(&job, "work.photo");
    house.post(&format!("jobs/{job}/notes"), json!({"text": "备件已备好"})).await;
    one.sync(&house).await;
    two.sync(&house).await;
    one.sync(&house).await;
    for kind in ["log", "brief"] {
        let doc = if kind == "log" { DocRef::log(job.as_str().into()) } else { DocRef::brief(job.as_str().into()) };
        let office = house.document(&job, kind).await;
        assert_eq!(one.documents[&doc].heads(), office.heads(), "{kind}");
        assert_eq!(two.documents[&doc].heads(), office.heads(), "{kind}");
        let heads = house.get(&format!("jobs/{job}/heads")).await;
        assert_eq!(heads[kind], json!(office.heads()));
    }
    assert_eq!(one.log(&job).entries().len(), 3);
    assert_eq!((one.letters[&job.as_str().into()].as_str(), two.letters[&job.as_str().into()].as_str()), ("A", "B"));
}

#[tokio::test]
async fn a_device_enrolled_after_the_assignment_gets_the_job_too() {
    let (house, _, job) = one_job().await;
    let mut tablet = Phone::enrol(&house, "p-417").await;
    tablet.sync(&house).await;
    assert_eq!(tablet.letters[&job.as_str().into()], "B");
    assert_eq!(tablet.brief(&job).heads(), house.document(&job, "brief").await.heads());
}

#[tokio::test]
async fn a_job_is_seen_by_its_crew_alone_and_the_cursor_passes_it() {
    let (house, mut phone, job) = one_job().await;
    house.person("p-9", "李敏", "0009").await;
    let mut stranger = Phone::enrol(&house, "p-9").await;
    phone.tap(&job, "work.photo");
    phone.sync(&house).await;
    let answers = stranger.sync(&house).await;
    assert!(answers[0].docs.is_empty() && answers[0].grants.is_empty());
    assert_eq!(answers[0].place, answers[0].head);
    // What it writes into the job all the same is set aside.
    let change = stranger.tap(&job, "work.photo");
    let answers = stranger.sync(&house).await;
    assert_eq!(Phone::said(&answers, &change), Said::SetAside("grant.none".into()));
    assert_eq!(house.document(&job, "log").await.heads(), phone.log(&job).heads());
}

#[tokio::test]
async fn a_change_whose_parent_is_missing_is_held_until_it_arrives() {
    let (house, mut phone, job) = one_job().await;
    let (first, second) = (phone.tap(&job, "work.photo"), phone.tap(&job, "work.photo"));
    let doc = DocRef::log(job.as_str().into());
    phone.outbox.retain(|(_, change)| change.hash == second.hash);
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &second), Said::Held(vec![first.hash]));
    assert_eq!(phone.outbox.len(), 1, "held is not stored");
    phone.outbox = vec![(doc, first.clone())];
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &first), Said::Stored);
    assert_eq!(house.document(&job, "log").await.heads(), vec![second.hash], "the held one came along");
}

#[tokio::test]
async fn a_change_covered_by_the_signature_over_one_that_is_still_held_reaches_the_crew_with_its_proof() {
    let (house, mut one, job) = one_job().await;
    house.person("p-9", "李敏", "0009").await;
    let mut two = Phone::enrol(&house, "p-9").await;
    house.assign(&job, &["p-417", "p-9"]).await;
    one.sync(&house).await;
    two.sync(&house).await;
    // One builds on a note of the other's that the hub has not got; its only signature is over that later change.
    let stored = one.tap(&job, "work.photo");
    let foreign = two.tap(&job, "work.photo");
    let doc = DocRef::log(job.as_str().into());
    one.documents.get_mut(&doc).unwrap().apply(&foreign).unwrap();
    let held = one.tap(&job, "work.photo");
    let answers = one.sync(&house).await;
    assert_eq!(Phone::said(&answers, &stored), Said::Stored);
    assert_eq!(Phone::said(&answers, &held), Said::Held(vec![foreign.hash]));
    // The other phone checks authorship of all that it is sent; it has the parent, so it can take both.
    two.outbox.clear();
    two.sync(&house).await;
    assert!(two.log(&job).has(&stored.hash));
    two.outbox.push((doc, foreign));
    two.sync(&house).await;
    assert_eq!(house.document(&job, "log").await.heads(), vec![held.hash]);
}

#[tokio::test]
async fn a_change_nobody_vouches_for_is_set_aside_and_stored_when_its_author_is_proved() {
    let (house, mut phone, job) = one_job().await;
    let doc = DocRef::log(job.as_str().into());
    let (first, second) = (phone.tap(&job, "work.photo"), phone.tap(&job, "work.photo"));
    let mut forged = phone.sign(&doc, &second);
    forged.signature[5] ^= 1;
    let changes = vec![first.raw.clone(), second.raw.clone()];
    let push = Documents { doc: doc.clone(), changes, authorships: vec![forged] };
    let request = phone.request(vec![push]);
    let answer = phone.exchange(&house, &request).await;
    for change in [&first, &second] {
        assert_eq!(Phone::said(std::slice::from_ref(&answer), change), Said::SetAside("author.signature".into()));
    }
    let asides = house.get(&format!("jobs/{job}")).await;
    assert_eq!(asides["aside"].as_array().unwrap().len(), 2);
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &second), Said::Stored);
    let asides = house.get(&format!("jobs/{job}")).await;
    assert!(asides["aside"].as_array().unwrap().is_empty());
    assert_eq!(house.document(&job, "log").await.heads(), vec![second.hash]);
}

#[tokio::test]
async fn another_s_work_is_taken_from_any_bearer_but_only_with_its_author_s_signature() {
    let (house, mut author, job) = one_job().await;
    house.person("p-9", "李敏", "0009").await;
    let mut bearer = Phone::enrol(&house, "p-9").await;
    let doc = DocRef::log(job.as_str().into());
    let change = author.tap(&job, "work.photo");
    let push = |authorships| vec![Documents { doc: doc.clone(), changes: vec![change.raw.clone()], authorships }];

    // The bearer signs for it: it is not the bearer's actor.
    let request = bearer.request(push(vec![bearer.sign(&doc, &change)]));
    let mut request = Request { actor_certificates: vec![author.actor_certificate.clone()], ..request };
    let answer = bearer.exchange(&house, &request).await;
    assert_eq!(Phone::said(&[answer], &change), Said::SetAside("author.unknown_actor".into()));

    request.pushes = push(vec![author.sign(&doc, &change)]);
    let answer = bearer.exchange(&house, &request).await;
    assert_eq!(Phone::said(&[answer], &change), Said::Stored);

    // A signature for one job is none for another.
    let other = house.job().await;
    house.assign(&other, &["p-417"]).await;
    let elsewhere = DocRef::log(other.as_str().into());
    let mut moved = author.sign(&doc, &change);
    moved.doc = elsewhere.clone();
    request.pushes = vec![Documents { doc: elsewhere, changes: vec![change.raw.clone()], authorships: vec![moved] }];
    let answer = bearer.exchange(&house, &request).await;
    assert_eq!(Phone::said(&[answer], &change), Said::SetAside("author.signature".into()));
}

#[tokio::test]
async fn a_technician_cannot_write_a_brief() {
    let (house, mut phone, job) = one_job().await;
    let doc = DocRef::brief(job.as_str().into());
    let mut document: Document = phone.brief(&job).clone();
    let fields = [("customer.name".to_owned(), json!("别人"))];
    let change: Change = document.write_brief(phone.actor, &fields, &[]).unwrap();
    phone.outbox.push((doc, change.clone()));
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &change), Said::SetAside("brief.not_office".into()));
    assert_eq!(house.document(&job, "brief").await.brief().text("customer.name"), "王淑敏 女士");
}

#[tokio::test]
async fn a_record_in_another_s_name_is_stored_with_one_verdict_and_blocks_nothing() {
    let (house, mut phone, job) = one_job().await;
    let (id, mut record) = phone.record("work.photo");
    record.by = "p-boss".into();
    let wrong = phone.write(&job, &[(id, record)]);
    let right = phone.tap(&job, "work.photo");
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &wrong), Said::Stored);
    assert_eq!(Phone::said(&answers, &right), Said::Stored);
    let verdicts = phone.brief(&job).brief().verdicts;
    assert_eq!(verdicts.keys().collect::<Vec<_>>(), [&wrong.hash], "it arrived in the same answer");
    assert_eq!(verdicts[&wrong.hash].rule, "record.not_the_author");
    // Pushed again it gets no second one.
    phone.outbox.push((DocRef::log(job.as_str().into()), wrong.clone()));
    let head = phone.highest;
    phone.sync(&house).await;
    assert_eq!(phone.highest, head);
}

#[tokio::test]
async fn an_answer_that_leaves_out_one_it_knew_gets_a_verdict() {
    let (house, mut phone, job) = one_job().await;
    let answer = |phone: &mut Phone, said: &str, replaces| {
        let (id, mut record) = phone.record("kit.five.rag");
        record.kind = Kind::Answer;
        record.visit = Some(VisitNo(1));
        record.value = json!({"answer": said, "reason": "x"});
        record.replaces = replaces;
        (id.clone(), phone.write(&job, &[(id, record)]))
    };
    let (first, _) = answer(&mut phone, "done", vec![]);
    let (_, careful) = answer(&mut phone, "not_done", vec![first]);
    let (_, careless) = answer(&mut phone, "not_applicable", vec![]);
    phone.sync(&house).await;
    let verdicts = phone.brief(&job).brief().verdicts;
    assert!(!verdicts.contains_key(&careful.hash));
    assert_eq!(verdicts[&careless.hash].rule, "record.left_out");
}

#[tokio::test]
async fn work_made_before_the_phone_learnt_that_its_grant_had_ended_is_late_and_later_work_is_set_aside() {
    let (house, mut phone, job) = one_job().await;
    let offline = phone.tap(&job, "work.photo");
    house.withdraw(&job).await;
    let answers = phone.sync(&house).await;
    let said = answers[0].answers.iter().find(|it| it.hash == offline.hash).unwrap();
    assert_eq!((&said.said, said.late), (&Said::Stored, true));
    assert!(phone.letters.is_empty(), "and now it has learnt it");
    let knowing = phone.tap(&job, "work.photo");
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &knowing), Said::SetAside("grant.ended".into()));
    // Given back, the job comes with the same letter, and what was set aside is taken when it is offered again.
    house.assign(&job, &["p-417"]).await;
    let answers = phone.sync(&house).await;
    assert_eq!(phone.letters[&job.as_str().into()], "A");
    assert_eq!(Phone::said(&answers, &knowing), Said::Stored);
}

#[tokio::test]
async fn a_bad_change_takes_its_descendants_along_and_leaves_the_others_alone() {
    let (house, mut phone, job) = one_job().await;
    let other = house.job().await;
    house.assign(&other, &["p-417"]).await;
    phone.sync(&house).await;
    let doc = DocRef::log(job.as_str().into());
    // Another device's actor chain with a hole in its numbers: built on a fork of the document.
    let mut bent = phone.log_or_new(&doc);
    let first = bent.append(phone.actor, &[phone.record("work.photo")]).unwrap();
    let mut fork = phone.log_or_new(&doc);
    let rival = fork.append(phone.actor, &[phone.record("work.photo")]).unwrap();
    let child = fork.append(phone.actor, &[phone.record("work.photo")]).unwrap();
    let good = phone.tap(&other, "work.photo");
    let push = |phone: &Phone, doc: &DocRef, changes: &[&Change]| Documents {
        doc: doc.clone(),
        changes: changes.iter().map(|it| it.raw.clone()).collect(),
        authorships: vec![phone.sign(doc, changes.last().unwrap())],
    };
    let elsewhere = DocRef::log(other.as_str().into());
    let request = phone.request(vec![push(&phone, &doc, &[&first])]);
    phone.exchange(&house, &request).await;
    let request = phone.request(vec![
        push(&phone, &doc, &[&rival, &child]),
        Documents { doc: doc.clone(), changes: vec![b"no change at all".to_vec()], authorships: vec![] },
        push(&phone, &elsewhere, &[&good]),
    ]);
    let answer = phone.exchange(&house, &request).await;
    let said = |hash: Digest| answer.answers.iter().find(|it| it.hash == hash).unwrap().said.clone();
    assert_eq!(said(rival.hash), Said::SetAside("change.seq".into()), "its number was taken");
    assert_eq!(said(child.hash), Said::SetAside("change.descends".into()));
    assert_eq!(said(Digest::of(b"no change at all")), Said::SetAside("change.unreadable".into()));
    assert_eq!(said(good.hash), Said::Stored);
    assert_eq!(house.document(&job, "log").await.heads(), vec![first.hash]);
}

impl Phone {
    fn log_or_new(&self, doc: &DocRef) -> Document {
        self.documents.get(doc).cloned().unwrap_or_else(|| Document::genesis(doc.kind).unwrap())
    }
}

#[tokio::test]
async fn a_page_that_is_full_says_so_and_the_rest_follows() {
    let (house, mut phone, job) = one_job().await;
    for _ in 0..40 {
        let records: Vec<_> = (0..10).map(|_| phone.record("work.photo")).collect();
        phone.write(&job, &records);
        phone.sync(&house).await;
    }
    house.person("p-9", "李敏", "0009").await;
    house.assign(&job, &["p-417", "p-9"]).await;
    let mut other = Phone::enrol(&house, "p-9").await;
    let small = Request { page_limit: 200 << 10, ..other.request(Vec::new()) };
    let first = other.exchange(&house, &small).await;
    assert!(first.more);
    assert!(first.place.number < first.head.number);
    let rest = other.sync(&house).await;
    assert!(!rest.last().unwrap().more);
    assert_eq!(other.log(&job).heads(), phone.log(&job).heads());
}

#[tokio::test]
async fn bodies_that_are_garbage_cut_short_or_bombs_are_refused_and_cost_no_nonce() {
    let (house, mut phone, job) = one_job().await;
    phone.tap(&job, "work.photo");
    let pushes = phone.pushes();
    let page = wire::encode(&phone.request(pushes)).unwrap();
    let bomb = zstd::stream::encode_all(vec![0_u8; 64 << 20].as_slice(), 3).unwrap();
    let bodies: [(&[u8], u16, &str); 4] = [
        (b"hello", 400, "wire.damaged"),
        (&page[..page.len() / 2], 400, "wire.damaged"),
        (b"", 400, "wire.damaged"),
        (&bomb, 413, "wire.too_large"),
    ];
    for (body, status, code) in bodies {
        let refused = phone.post(&house, body).await;
        assert_eq!(problem(refused).await, (status, code.into()));
    }
    let long = vec![0_u8; wire::PAGE + (1 << 17)];
    assert_eq!(problem(phone.post(&house, &long).await).await, (413, "body.too_large".into()));
    phone.sync(&house).await;
    assert_eq!((phone.repeats, phone.outbox.len()), (0, 0));
}

#[tokio::test]
async fn a_certificate_that_ends_soon_is_renewed_at_sync() {
    let (house, mut phone, _) = one_job().await;
    let day = 24 * 60 * 60 * 1000;
    let device = phone.device.clone();
    let of_phone = |answer: &wire::Answer| {
        let certificates = answer.device_certificates.iter().map(|der| Certificate::from_der(der).unwrap());
        certificates.filter(|it| it.subject().name == device.as_str()).collect::<Vec<_>>()
    };
    let mut other = Phone::enrol(&house, "p-417").await;
    house.clock.pass(600 * day);
    let early = phone.key.spki().to_vec();
    let request = phone.request(Vec::new());
    let answer = other.exchange(&house, &other.request(Vec::new())).await;
    assert!(of_phone(&answer).is_empty());
    house.clock.pass(60 * day);
    let page = phone.post(&house, &wire::encode(&request).unwrap()).await.bytes().await.unwrap();
    let answer: wire::Answer = wire::decode(&page).unwrap();
    let renewed = of_phone(&answer);
    assert_eq!(renewed.len(), 1);
    assert_eq!(renewed[0].spki(), early);
    assert!(renewed[0].valid_at(house.clock.now_ms() + 700 * day));
    let page = phone.post(&house, &wire::encode(&request).unwrap()).await.bytes().await.unwrap();
    let again: wire::Answer = wire::decode(&page).unwrap();
    assert!(of_phone(&again).is_empty(), "once is enough");
}

#[tokio::test]
async fn a_signature_that_names_another_place_than_its_change_hides_nothing_from_others() {
    let (house, mut one, job) = one_job().await;
    house.person("p-9", "李敏", "0009").await;
    let mut two = Phone::enrol(&house, "p-9").await;
    house.assign(&job, &["p-417", "p-9"]).await;
    let doc = DocRef::log(job.as_str().into());
    let change = one.tap(&job, "work.photo");
    let mut pushes = one.pushes();
    let push = pushes.iter_mut().find(|push| push.doc == doc).unwrap();
    let (seq, hash) = (1 << 40, change.hash);
    let message = replica::author::author_message(&one.company, &doc, one.actor, seq, &hash);
    let signature = one.key.sign(&message).unwrap();
    push.authorships.push(Authorship { doc, actor: one.actor, seq, hash, key: one.key.key_id(), signature });
    let request = one.request(pushes);
    let answer = one.exchange(&house, &request).await;
    assert_eq!(Phone::said(&[answer], &change), Said::Stored);
    two.sync(&house).await;
    assert!(two.log(&job).has(&hash));
}
