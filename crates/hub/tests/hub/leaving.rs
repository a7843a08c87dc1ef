//! Phones that are told to leave, and what a hub asks for that it lacks.

use crate::house::{House, problem};
use crate::media::{create, patch};
use crate::page::under_way;
use crate::phone::Phone;
use domain::digest::Digest;
use reqwest::{Method, Response};
use serde_json::json;
use sync::order::{Farewell, OrderKind, PATH, SignedOrder};
use sync::wire::Said;

async fn mark(house: &House, phone: &Phone, state: &str) {
    let marked = house.post(&format!("devices/{}/state", phone.device), json!({"state": state})).await;
    assert_eq!(marked.status(), 204);
}

fn kind(phone: &Phone, order: Option<&SignedOrder>) -> OrderKind {
    order.unwrap().read(&phone.registry, &phone.device).unwrap().kind
}

async fn farewell(house: &House, phone: &mut Phone, changes: u64) -> Response {
    let said = Farewell { v: 1, changes, blobs: 2, highest: Some(phone.highest) }.to_bytes();
    phone.call(house, Method::POST, PATH, &[], &said).await
}

#[tokio::test]
async fn a_retired_phone_hears_the_order_hands_in_its_work_and_says_farewell() {
    let (house, mut phone, job) = under_way().await;
    phone.tap(&job, "prt.before");
    mark(&house, &phone, "retired").await;
    let answers = phone.sync(&house).await;
    assert_eq!(kind(&phone, answers[0].order.as_ref()), OrderKind::Retire);
    assert_eq!(answers[0].answers[0].said, Said::Stored);
    assert!(answers[0].answers[0].late, "it was made before the phone knew");
    assert!(answers[0].grants.iter().any(|grant| grant.job.as_str() == job && grant.ended.is_some()));
    // Until its last word it is let in again and again, and hears the order each time.
    let again = phone.sync(&house).await;
    assert_eq!(kind(&phone, again[0].order.as_ref()), OrderKind::Retire);
    assert_eq!(farewell(&house, &mut phone, 0).await.status(), 204);
    let request = sync::wire::encode(&phone.request(Vec::new())).unwrap();
    assert_eq!(problem(phone.post(&house, &request).await).await, (403, "device.retired".into()));
    let device = house.get("people").await["people"][0]["devices"][0].clone();
    assert_eq!((device["left"]["changes"].as_u64(), device["left"]["blobs"].as_u64()), (Some(0), Some(2)));
}

#[tokio::test]
async fn what_a_retired_phone_still_writes_until_its_last_word_is_taken_in() {
    let (house, mut phone, job) = under_way().await;
    mark(&house, &phone, "retired").await;
    phone.sync(&house).await;
    // It knows the order and that its grants have ended, and has a photo to hand in yet: the technician taps on.
    let change = phone.tap(&job, "prt.before");
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &change), Said::Stored);
    assert!(answers[0].answers[0].late);
}

#[tokio::test]
async fn a_lost_phone_is_told_to_wipe_and_hears_nothing_of_any_customer() {
    let (house, mut phone, job) = under_way().await;
    phone.tap(&job, "prt.before");
    mark(&house, &phone, "lost").await;
    house.post(&format!("jobs/{job}/notes"), json!({"text": "门禁密码已改"})).await;
    let pushes = phone.pushes();
    let place = phone.place;
    let answer = phone.exchange(&house, &phone.request(pushes)).await;
    assert_eq!(kind(&phone, answer.order.as_ref()), OrderKind::Lost);
    assert_eq!(answer.answers[0].said, Said::Stored, "work is work, whoever carries it in");
    assert!(answer.docs.is_empty() && answer.grants.is_empty() && !answer.more);
    assert_eq!(answer.place, place);
    assert_eq!(farewell(&house, &mut phone, 7).await.status(), 204);
    assert_eq!(problem(farewell(&house, &mut phone, 0).await).await, (403, "device.lost".into()));
    let device = house.get("people").await["people"][0]["devices"][0].clone();
    assert_eq!(device["left"]["changes"], 7, "the first word counts");
}

#[tokio::test]
async fn a_phone_in_use_has_no_order_and_no_last_word() {
    let (house, mut phone, _) = under_way().await;
    let answer = phone.exchange(&house, &phone.request(Vec::new())).await;
    assert_eq!(answer.order, None);
    assert_eq!(problem(farewell(&house, &mut phone, 0).await).await, (409, "device.not_leaving".into()));
    let bent = phone.call(&house, Method::POST, PATH, &[], b"\xff\xff").await;
    assert_eq!(problem(bent).await, (400, "farewell.unreadable".into()));
}

#[tokio::test]
async fn every_answer_names_the_photos_that_records_name_and_the_hub_has_not_got() {
    let (house, mut phone, job) = under_way().await;
    phone.tap(&job, "prt.before");
    let first = phone.sync(&house).await;
    assert_eq!(first[0].lacks, Vec::<Digest>::new(), "what comes with this very request is on its way");
    house.clock.pass(1_000);
    let second = phone.exchange(&house, &phone.request(Vec::new())).await;
    assert_eq!(second.lacks, vec![Digest::of(b"x")]);
    house.person("p-418", "林晓东", "0418").await;
    let mut other = Phone::enrol(&house, "p-418").await;
    let answer = other.exchange(&house, &other.request(Vec::new())).await;
    assert_eq!(answer.lacks, Vec::<Digest>::new(), "a phone that never had the job is not asked");
    assert_eq!(create(&house, &mut phone, &Digest::of(b"x"), 1).await.status(), 201);
    assert_eq!(patch(&house, &mut phone, &Digest::of(b"x"), 0, b"x").await.status(), 204);
    let third = phone.exchange(&house, &phone.request(Vec::new())).await;
    assert_eq!(third.lacks, Vec::<Digest>::new());
}

#[tokio::test]
async fn the_office_sees_which_phones_have_an_old_app_and_goes_on_taking_their_work() {
    let (house, mut phone, job) = under_way().await;
    phone.tap(&job, "prt.before");
    let pushes = phone.pushes();
    let old = sync::wire::Request { schema: None, ..phone.request(pushes) };
    let answer = phone.exchange(&house, &old).await;
    assert_eq!(answer.answers[0].said, Said::Stored);
    assert_eq!(answer.schema, Some(sync::wire::SCHEMA));
    let device = house.get("people").await["people"][0]["devices"][0].clone();
    assert_eq!((device["schema"].as_u64(), device["left"].is_null()), (Some(1), true));
}

#[tokio::test]
async fn a_hub_that_has_lost_what_a_retired_phone_handed_in_does_not_let_it_go() {
    let (house, mut phone, _) = under_way().await;
    assert_eq!(house.post(&format!("devices/{}/state", phone.device), json!({"state": "retired"})).await.status(), 204);
    phone.sync(&house).await;
    let known = phone.highest;
    phone.highest.number += 1;
    let refused = farewell(&house, &mut phone, 0).await;
    assert_eq!(problem(refused).await, (409, "farewell.sync_first".to_owned()));
    phone.highest = known;
    assert_eq!(farewell(&house, &mut phone, 0).await.status(), 204);
}
