//! How a device gets in.

use crate::house::{House, problem};
use crate::phone::{Phone, ask_to_enrol, link};
use domain::digest::Digest;
use hub::entropy::{self, SystemEntropy};
use reqwest::Method;
use sync::enrol::{self, EnrolRefused};
use sync::proof::{self, Asked, Nonce, Proof};
use sync::wire::{self, Answer};

#[tokio::test]
async fn a_code_enrols_one_device_and_no_second() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let code = link(&house.code("p-417").await);
    let (first, second) = (entropy::new_key(&SystemEntropy), entropy::new_key(&SystemEntropy));
    assert_eq!(ask_to_enrol(&house, &code.token, &first, [1; 16]).await.status(), 200);
    let refused = ask_to_enrol(&house, &code.token, &second, [2; 16]).await;
    assert_eq!(problem(refused).await, (403, "enrol.token_used".into()));
    let people = house.get("people").await;
    assert_eq!(people["people"][0]["devices"].as_array().unwrap().len(), 1);
    assert_eq!(people["people"][0]["devices"][0]["facts"], "test phone");
}

#[tokio::test]
async fn a_code_lasts_fifteen_minutes() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let (early, late) = (link(&house.code("p-417").await), link(&house.code("p-417").await));
    let key = || entropy::new_key(&SystemEntropy);
    house.clock.pass(15 * 60 * 1000 - 1);
    assert_eq!(ask_to_enrol(&house, &early.token, &key(), [1; 16]).await.status(), 200);
    house.clock.pass(1);
    let refused = ask_to_enrol(&house, &late.token, &key(), [1; 16]).await;
    assert_eq!(problem(refused).await, (403, "enrol.token_expired".into()));
}

#[tokio::test]
async fn a_guessed_token_a_bent_request_and_a_key_that_is_known_are_refused() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let key = entropy::new_key(&SystemEntropy);
    let refused = ask_to_enrol(&house, &[7; 32], &key, [1; 16]).await;
    assert_eq!(problem(refused).await, (403, "enrol.token_unknown".into()));
    let bent = crate::house::client().post(house.url(enrol::PATH)).body("not cbor").send().await.unwrap();
    assert_eq!(problem(bent).await, (400, "enrol.unreadable".into()));
    let code = link(&house.code("p-417").await);
    assert_eq!(ask_to_enrol(&house, &code.token, &key, [1; 16]).await.status(), 200);
    house.person("p-9", "李敏", "0009").await;
    let code = link(&house.code("p-9").await);
    assert_eq!(problem(ask_to_enrol(&house, &code.token, &key, [1; 16]).await).await, (409, "enrol.key_known".into()));
}

#[tokio::test]
async fn a_phone_that_did_not_hear_that_it_was_let_in_asks_again_and_stays_one_device() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let key = entropy::new_key(&SystemEntropy);
    let mut devices = Vec::new();
    for nonce in [[1; 16], [2; 16]] {
        let code = link(&house.code("p-417").await);
        let bytes = ask_to_enrol(&house, &code.token, &key, nonce).await.bytes().await.unwrap();
        let asked = enrol::Asked { pin: code.pin, nonce, spki: domain::key::Signer::spki(&key) };
        devices.push(enrol::read_answer(&bytes, &asked).unwrap().answer.device);
    }
    assert_eq!(devices[0], devices[1]);
    let people = house.get("people").await;
    assert_eq!(people["people"][0]["devices"].as_array().unwrap().len(), 1);
    let retired = house.post(&format!("devices/{}/state", devices[0]), serde_json::json!({"state": "retired"})).await;
    assert_eq!(retired.status(), 204);
    let code = link(&house.code("p-417").await);
    let refused = ask_to_enrol(&house, &code.token, &key, [3; 16]).await;
    assert_eq!(problem(refused).await, (409, "enrol.key_known".into()), "what was retired begins anew");
}

#[tokio::test]
async fn the_answer_is_for_this_pin_and_this_nonce_alone() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let code = link(&house.code("p-417").await);
    let key = entropy::new_key(&SystemEntropy);
    let bytes = ask_to_enrol(&house, &code.token, &key, [1; 16]).await.bytes().await.unwrap();
    let spki = domain::key::Signer::spki(&key);
    let read = |pin, nonce| enrol::read_answer(&bytes, &enrol::Asked { pin, nonce, spki }).map(|it| it.answer);
    assert_eq!(read(code.pin, [1; 16]).unwrap().name, "陈志远");
    assert_eq!(read(Digest::of(b"another office"), [1; 16]).unwrap_err(), EnrolRefused::Pin);
    assert_eq!(read(code.pin, [2; 16]).unwrap_err(), EnrolRefused::Signature);
}

#[tokio::test]
async fn a_request_without_a_proof_or_with_another_s_is_refused() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let (mut one, two) = (Phone::enrol(&house, "p-417").await, Phone::enrol(&house, "p-417").await);
    let page = wire::encode(&one.request(Vec::new())).unwrap();
    let bare = crate::house::client().post(house.url(wire::PATH)).body(page.clone()).send().await.unwrap();
    assert_eq!(problem(bare).await, (401, "proof.missing".into()));

    // Signed by one, said to be the other's.
    let asked = Asked { method: "POST", path: wire::PATH, body: &page, hub: &one.hub };
    let mut forged = Proof::sign(&asked, two.nonce, &one.key).unwrap();
    forged.key = domain::key::Signer::key_id(&two.key);
    let mut request = crate::house::client().post(house.url(wire::PATH)).body(page.clone());
    for (name, value) in forged.headers() {
        request = request.header(name, value);
    }
    let refused = request.send().await.unwrap();
    assert!(!refused.headers().contains_key(proof::NONCE), "no repeat for a wrong signature");
    assert_eq!(problem(refused).await, (401, "proof.signature".into()));

    // Signed for other bytes.
    let asked = Asked { method: "POST", path: wire::PATH, body: b"other", hub: &one.hub };
    let forged = Proof::sign(&asked, one.nonce, &one.key).unwrap();
    let mut request = crate::house::client().post(house.url(wire::PATH)).body(page.clone());
    for (name, value) in forged.headers() {
        request = request.header(name, value);
    }
    assert_eq!(problem(request.send().await.unwrap()).await, (401, "proof.signature".into()));

    // None of this cost the devices their nonces.
    assert_eq!(one.post(&house, &page).await.status(), 200);
    assert_eq!(one.repeats, 0);
}

#[tokio::test]
async fn a_replayed_request_costs_one_repeat_and_changes_nothing() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let phone = Phone::enrol(&house, "p-417").await;
    let page = wire::encode(&phone.request(Vec::new())).unwrap();
    let nonce = phone.nonce;
    let send = |nonce| phone.call_once(&house, Method::POST, wire::PATH, &[], &page, nonce);
    assert_eq!(send(nonce).await.status(), 200);
    let replayed = send(nonce).await;
    let fresh = replayed.headers()[proof::NONCE].to_str().unwrap().to_owned();
    assert_eq!(problem(replayed).await, (401, "proof.nonce".into()));
    assert_eq!(send(Nonce::from_text(&fresh).unwrap()).await.status(), 200);
    assert_eq!(send(Nonce::from_text(&fresh).unwrap()).await.status(), 401);
}

#[tokio::test]
async fn an_unknown_device_is_told_so_and_deals_no_nonce() {
    let house = House::found().await;
    let other = House::found().await;
    other.person("p-9", "别家", "9").await;
    let mut stranger = Phone::enrol(&other, "p-9").await;
    let page = wire::encode(&stranger.request(Vec::new())).unwrap();
    let refused = stranger.post(&house, &page).await;
    assert!(!refused.headers().contains_key(proof::NONCE));
    assert_eq!(problem(refused).await, (401, "proof.unknown_key".into()));
}

#[tokio::test]
async fn nonces_and_the_place_on_the_feed_survive_a_restart() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let first: Vec<Answer> = phone.sync(&house).await;
    assert!(!first[0].releases.is_empty());
    house.stop().await;
    house.start().await;
    assert_eq!(house.one_time.as_deref().map(str::len), Some(23), "the password was said once");
    let second = phone.sync(&house).await;
    assert_eq!(phone.repeats, 0, "the nonce dealt before the restart still holds");
    assert!(second[0].docs.is_empty() && !second[0].new_epoch);
    assert_eq!(second[0].place, first[0].place);
}
