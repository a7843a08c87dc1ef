//! Hand-over files at the office: a dying phone's last word, taken in by a clerk.

use crate::care::seen;
use crate::house::{House, body, client, problem};
use crate::phone::Phone;
use domain::digest::Digest;
use reqwest::Response;
use serde_json::{Value, json};
use std::fs;
use sync::handover::{HandOver, OfficeKey, VERSION};
use sync::wire::Said;

async fn hand_over(house: &House, file: Vec<u8>) -> Response {
    let request = client().post(house.url("/v1/office/handovers"));
    let request = request.header("authorization", format!("Bearer {}", house.session));
    request.header("content-type", "application/octet-stream").body(file).send().await.unwrap()
}

/// What a phone with this outbox and these files writes.
fn written(phone: &mut Phone, files: &[&[u8]]) -> HandOver {
    HandOver {
        v: VERSION,
        company: phone.company.clone(),
        device: phone.device.clone(),
        person: phone.person.clone(),
        made_ms: 1_795_000_000_000,
        part: 1,
        parts: 1,
        documents: phone.pushes(),
        actor_certificates: vec![phone.actor_certificate.clone()],
        device_certificates: vec![phone.certificate.clone()],
        files: files.iter().map(|file| file.to_vec()).collect(),
    }
}

/// The key as the phones were told it: the newest release of its kind.
fn told(house: &House) -> String {
    let text = fs::read_to_string(house.folder.path().join("keys/hand-over.txt")).unwrap();
    OfficeKey::read(&text).unwrap().recipient()
}

async fn at_work() -> (House, Phone, String) {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    phone.sync(&house).await;
    (house, phone, job)
}

#[tokio::test]
async fn what_a_dying_phone_wrote_is_at_the_office_once_however_often_the_file_comes() {
    let (house, mut phone, job) = at_work().await;
    let change = phone.tap(&job, "work.photo");
    let file = written(&mut phone, &[b"x"]).seal(&told(&house)).unwrap();

    let done: Value = body(hand_over(&house, file.clone()).await).await;
    assert_eq!((&done["name"], &done["changes"], &done["files"]), (&json!("陈志远"), &json!(1), &json!(1)));
    assert_eq!((&done["held"], &done["aside"], &done["files_known"]), (&json!(0), &json!(0), &json!(0)));
    assert!(house.document(&job, "log").await.has(&change.hash));
    assert_eq!(seen(&house, &Digest::of(b"x")).await.as_deref(), Some(b"x".as_slice()));

    let again: Value = body(hand_over(&house, file).await).await;
    assert_eq!((&again["files"], &again["files_known"]), (&json!(0), &json!(1)));
    assert_eq!(house.document(&job, "log").await.len(), 2, "the genesis and the change, once");

    // The phone recovers and syncs after all.
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &change), Said::Stored);
    assert_eq!(house.document(&job, "log").await.len(), 2);
}

#[tokio::test]
async fn a_file_says_nothing_that_its_authors_did_not_sign() {
    let (house, mut phone, job) = at_work().await;
    let mut stranger = Phone::enrol(&house, "p-417").await;
    let change = phone.tap(&job, "work.photo");
    // Somebody signs another's change, in a file of their own.
    let mut file = written(&mut phone, &[]);
    file.documents[0].authorships = vec![stranger.sign(&file.documents[0].doc, &change)];
    file.device = stranger.device.clone();
    let done: Value = body(hand_over(&house, file.seal(&told(&house)).unwrap()).await).await;
    assert_eq!((&done["changes"], &done["aside"]), (&json!(0), &json!(1)));
    assert!(!house.document(&job, "log").await.has(&change.hash));
    // The true one comes in all the same.
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &change), Said::Stored);
    stranger.sync(&house).await;
}

#[tokio::test]
async fn a_file_that_is_not_for_this_office_is_refused_in_words_and_changes_nothing() {
    let (house, mut phone, job) = at_work().await;
    phone.tap(&job, "work.photo");
    let file = written(&mut phone, &[b"x"]);
    let whole = file.seal(&told(&house)).unwrap();
    let mut bent = whole.clone();
    *bent.last_mut().unwrap() ^= 1;
    let other_company = HandOver { company: "jinzhou".into(), ..file.clone() };
    for (bytes, code) in [
        (b"%PDF-1.7 not ours".to_vec(), "handover.other_file"),
        (Vec::new(), "handover.other_file"),
        (bent, "handover.damaged"),
        (whole[..whole.len() - 9].to_vec(), "handover.damaged"),
        (file.seal(&OfficeKey::generate().recipient()).unwrap(), "handover.other_key"),
        (other_company.seal(&told(&house)).unwrap(), "handover.other_company"),
    ] {
        assert_eq!(problem(hand_over(&house, bytes).await).await, (422, code.to_owned()));
    }
    let nobody = HandOver { device: "d-nobody".into(), device_certificates: vec![], ..file };
    assert_eq!(hand_over(&house, nobody.seal(&told(&house)).unwrap()).await.status(), 404);
    assert_eq!(seen(&house, &Digest::of(b"x")).await, None);
    assert!(house.document(&job, "log").await.is_empty());
    let signed_out = client().post(house.url("/v1/office/handovers")).body(whole).send().await.unwrap();
    assert_eq!(signed_out.status(), 401);
}

#[tokio::test]
async fn the_key_stays_the_same_from_start_to_start() {
    let mut house = House::found().await;
    let before = told(&house);
    house.stop().await;
    house.start().await;
    assert_eq!(told(&house), before);
}
