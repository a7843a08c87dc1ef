//! Devices that mean harm, and what the others notice of it: nothing. (Bodies that are garbage: `sync`. Proofs of sync
//! requests: `enrol`. Clients that dawdle: `slow`.)

use crate::house::{House, problem};
use crate::media::{create, enrolled, head, header, patch};
use crate::phone::Phone;
use crate::raw;
use domain::digest::Digest;
use replica::change::Change;
use replica::document::DocRef;
use reqwest::{Method, Response};
use std::collections::BTreeSet;
use sync::proof::{Asked, Nonce, Proof};
use sync::wire::{self, Documents, Request, Said};
use testkit::forge::bent;

const KIND: (&str, &str) = ("content-type", "application/offset+octet-stream");

/// A hub with a hostile phone and an honest one that share a job.
async fn neighbours() -> (House, Phone, Phone, String) {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    house.person("p-9", "李敏", "0009").await;
    let (mut hostile, mut honest) = (Phone::enrol(&house, "p-417").await, Phone::enrol(&house, "p-9").await);
    let job = house.job().await;
    house.assign(&job, &["p-417", "p-9"]).await;
    hostile.sync(&house).await;
    honest.sync(&house).await;
    (house, hostile, honest, job)
}

/// The honest phone works on as if nothing had been.
async fn notices_nothing(house: &House, honest: &mut Phone, job: &str) {
    let change = honest.tap(job, "work.photo");
    let answers = honest.sync(house).await;
    assert_eq!(Phone::said(&answers, &change), Said::Stored);
    assert_eq!(honest.repeats, 0);
    assert_eq!(house.document(job, "log").await.heads(), honest.log(job).heads());
}

/// A piece sent with this proof.
async fn piece(house: &House, proof: &Proof, digest: &Digest, offset: u64, bytes: &[u8]) -> Response {
    let request = crate::house::client().patch(house.url(&format!("/v1/media/{digest}"))).body(bytes.to_vec());
    let request = request.header("upload-offset", offset).header(KIND.0, KIND.1).header("tus-resumable", "1.0.0");
    let request = proof.headers().iter().fold(request, |request, (name, value)| request.header(*name, value));
    request.send().await.unwrap()
}

#[tokio::test]
async fn replayed_forged_and_borrowed_proofs_add_nothing_to_anothers_upload() {
    let (house, mut victim) = enrolled().await;
    let mut thief = Phone::enrol(&house, "p-417").await;
    let (digest, other) = (Digest::of(b"0101010101"), Digest::of(b"elsewhere"));
    create(&house, &mut victim, &digest, 10).await;
    create(&house, &mut victim, &other, 9).await;
    let prove = |signer: &Phone, nonce: Nonce, digest: &Digest, body: &[u8]| {
        let path = format!("/v1/media/{digest}");
        Proof::sign(&Asked { method: "PATCH", path: &path, body, hub: &signer.hub }, nonce, &signer.key).unwrap()
    };
    let good = prove(&victim, victim.nonce, &digest, b"01");
    assert_eq!(piece(&house, &good, &digest, 0, b"01").await.status(), 204);
    // The very same again: its nonce is used up. Elsewhere, with other bytes, or under another's key: it is no proof.
    assert_eq!(problem(piece(&house, &good, &digest, 2, b"01").await).await, (401, "proof.nonce".into()));
    let moved = piece(&house, &good, &other, 0, b"01").await;
    assert_eq!(problem(moved).await, (401, "proof.signature".into()));
    let changed = piece(&house, &good, &digest, 2, b"10").await;
    assert_eq!(problem(changed).await, (401, "proof.signature".into()));
    let mut borrowed = prove(&thief, victim.nonce, &digest, b"01");
    borrowed.key = good.key;
    assert_eq!(problem(piece(&house, &borrowed, &digest, 2, b"01").await).await, (401, "proof.signature".into()));
    // The thief's own proof over a nonce that was dealt to the victim.
    let asked = head(&house, &mut victim, &digest).await;
    assert_eq!(header(&asked, "upload-offset"), "2");
    let stolen = prove(&thief, victim.nonce, &digest, b"01");
    assert_eq!(problem(piece(&house, &stolen, &digest, 2, b"01").await).await, (401, "proof.nonce".into()));
    let terminated = thief.call(&house, Method::DELETE, &format!("/v1/media/{digest}"), &[], b"").await;
    assert_eq!(problem(terminated).await, (403, "media.not_yours".into()));
    victim.repeats = 0;
    assert_eq!(header(&patch(&house, &mut victim, &digest, 2, b"01010101").await, "doorstep-stored"), "true");
    assert_eq!(victim.repeats, 0);
}

#[tokio::test]
async fn uploads_that_cannot_be_are_refused_in_words() {
    let (house, mut phone) = enrolled().await;
    let digest = Digest::of(b"0123456789");
    let announced = create(&house, &mut phone, &digest, 4 << 30).await;
    assert_eq!(problem(announced).await, (413, "media.too_large".into()));
    assert_eq!(head(&house, &mut phone, &digest).await.status(), 404, "nothing was begun");
    create(&house, &mut phone, &digest, 10).await;
    for offset in ["ten", "-1", "", "0x0", "1e3", "+1", "1 ", "18446744073709551616"] {
        let headers = [("upload-offset", offset.to_owned()), (KIND.0, KIND.1.to_owned())];
        let refused = phone.call(&house, Method::PATCH, &format!("/v1/media/{digest}"), &headers, b"0").await;
        let expected = if offset == "1 " { (409, "media.offset") } else { (400, "media.header") };
        assert_eq!(problem(refused).await, (expected.0, expected.1.to_owned()), "{offset:?}");
    }
    for offset in [1, 11, u64::MAX] {
        let refused = patch(&house, &mut phone, &digest, offset, b"0").await;
        assert_eq!(header(&refused, "upload-offset"), "0", "it says where to go on");
        assert_eq!(problem(refused).await, (409, "media.offset".into()), "{offset}");
    }
    assert_eq!(header(&patch(&house, &mut phone, &digest, 0, b"0123456789").await, "doorstep-stored"), "true");
}

#[tokio::test]
async fn names_that_are_no_digest_lead_nowhere() {
    let (house, mut phone) = enrolled().await;
    let digest = Digest::of(b"0123456789");
    create(&house, &mut phone, &digest, 10).await;
    let names = [
        "../..%2f".to_owned(),
        "..%2f..%2fhub.sqlite".to_owned(),
        format!("../arriving/{digest}"),
        format!("%2e%2e/{digest}"),
        digest.hex().to_uppercase(),
        digest.hex()[..63].to_owned(),
        format!("{digest}0"),
        format!("{digest}%00"),
        format!("{digest}/"),
        format!("/{digest}"),
        "%ff%fe".to_owned(),
        String::new(),
    ];
    let before = std::fs::read_dir(house.folder.path().join("blobs")).unwrap().count();
    for name in names {
        let path = format!("/v1/media/{name}");
        let request = raw::head(&phone, "PATCH", &path, &[("upload-offset", "0"), KIND], b"0");
        let heard = raw::exchange(&house, format!("{request}0").as_bytes()).await;
        assert!(heard.starts_with("HTTP/1.1 404"), "{name}: {heard}");
        assert!(heard.contains("application/problem+json") && heard.contains("\"zh\":\""), "{name}: {heard}");
        // A request that was let in has dealt the next nonce.
        if let Some(nonce) = heard.lines().find_map(|line| line.strip_prefix("doorstep-nonce: ")) {
            phone.nonce = Nonce::from_text(nonce.trim()).unwrap();
        }
    }
    assert_eq!(std::fs::read_dir(house.folder.path().join("blobs")).unwrap().count(), before);
    assert_eq!(header(&head(&house, &mut phone, &digest).await, "upload-offset"), "0");
    assert_eq!(phone.repeats, 0);
}

/// 4 GiB of zeros in one zstd frame of 128 KiB: 32,768 blocks of a repeated byte (RFC 8878, section 3.1.1).
fn bomb() -> Vec<u8> {
    const BLOCK: u32 = 128 << 10;
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x68]; // magic, no flags, a window of 8 MiB
    for left in (0..1_u32 << 15).rev() {
        let header = BLOCK << 3 | 1 << 1 | u32::from(left == 0);
        frame.extend(&header.to_le_bytes()[..3]);
        frame.push(0);
    }
    frame
}

#[tokio::test]
async fn gigabytes_of_zeros_in_a_small_page_are_refused_and_the_others_notice_nothing() {
    let (house, mut hostile, mut honest, job) = neighbours().await;
    let refused = hostile.post(&house, &bomb()).await;
    assert_eq!(problem(refused).await, (413, "wire.too_large".into()));
    notices_nothing(&house, &mut honest, &job).await;
}

#[tokio::test]
async fn a_million_tiny_changes_are_refused_and_the_others_notice_nothing() {
    let (house, mut hostile, mut honest, job) = neighbours().await;
    let doc = DocRef::log(job.as_str().into());
    let tiny = |count: u32| -> Request {
        let changes = (0..count).map(|n| n.to_be_bytes().to_vec()).collect();
        hostile.request(vec![Documents { doc: doc.clone(), changes, authorships: vec![] }])
    };
    let (more_than_fit, as_many_as_fit) = (minicbor::to_vec(tiny(1_000_000)).unwrap(), tiny(500_000));
    let page = zstd::stream::encode_all(more_than_fit.as_slice(), 3).unwrap();
    assert_eq!(problem(hostile.post(&house, &page).await).await, (413, "wire.too_large".into()));
    let page = wire::encode(&as_many_as_fit).unwrap();
    assert_eq!(problem(hostile.post(&house, &page).await).await, (413, "sync.too_many_changes".into()));
    notices_nothing(&house, &mut honest, &job).await;
    assert!(house.get(&format!("jobs/{job}")).await["aside"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn changes_that_name_each_other_as_parents_wait_and_hold_up_nobody() {
    let (house, mut hostile, mut honest, job) = neighbours().await;
    let doc = DocRef::log(job.as_str().into());
    let (first, second) = (hostile.tap(&job, "work.photo"), hostile.tap(&job, "work.photo"));
    // The second builds on the first, and this forgery of the first on the second. (No change can name itself: its name
    // is the digest of what it says.)
    let forged = Change::decode(&bent(&first.raw, |bent| bent.parents = vec![second.hash])).unwrap();
    let push = |changes: &[&Change]| Documents {
        doc: doc.clone(),
        changes: changes.iter().map(|change| change.raw.clone()).collect(),
        authorships: changes.iter().map(|change| hostile.sign(&doc, change)).collect(),
    };
    let request = hostile.request(vec![push(&[&forged, &second])]);
    let outbox = std::mem::take(&mut hostile.outbox);
    let answer = hostile.exchange(&house, &request).await;
    for change in [&forged, &second] {
        let said = Phone::said(std::slice::from_ref(&answer), change);
        assert!(matches!(said, Said::Held(_)), "{said:?}");
    }
    notices_nothing(&house, &mut honest, &job).await;
    // When the true first one comes, its child is let in, and the forgery is known for what it is.
    hostile.outbox = outbox;
    let answers = hostile.sync(&house).await;
    for change in [&first, &second] {
        assert_eq!(Phone::said(&answers, change), Said::Stored);
    }
    let aside = house.get(&format!("jobs/{job}")).await["aside"].clone();
    assert_eq!(aside[0]["rule"]["key"], "change.start_op", "{aside}");
    honest.sync(&house).await;
    notices_nothing(&house, &mut honest, &job).await;
}

#[tokio::test]
async fn changes_numbered_near_the_end_of_all_numbers_are_set_aside_and_the_others_notice_nothing() {
    let (house, mut hostile, mut honest, job) = neighbours().await;
    let doc = DocRef::log(job.as_str().into());
    let good = hostile.tap(&job, "work.photo");
    let outbox = std::mem::take(&mut hostile.outbox);
    let ends = [0, u64::from(u32::MAX) - 5, u64::from(u32::MAX), 1 << 32, i64::MAX as u64, u64::MAX - 1, u64::MAX];
    for number in ends {
        for in_chain in [false, true] {
            let raw = bent(&good.raw, |bent| match in_chain {
                true => bent.seq = number,
                false => bent.start_op = number,
            });
            let change = Change::decode(&raw);
            let authorships = change.iter().map(|change| hostile.sign(&doc, change)).collect();
            let push = Documents { doc: doc.clone(), changes: vec![raw], authorships };
            let answer = hostile.exchange(&house, &hostile.request(vec![push])).await;
            let said: BTreeSet<_> = answer.answers.iter().map(|it| format!("{:?}", it.said)).collect();
            let rules = ["change.start_op", "change.seq", "change.unreadable"];
            let set_aside = rules.map(|rule| format!("{:?}", Said::SetAside(rule.into())));
            assert!(said.len() == 1 && said.iter().all(|it| set_aside.contains(it)), "{number}: {said:?}");
        }
    }
    notices_nothing(&house, &mut honest, &job).await;
    hostile.outbox = outbox;
    let answers = hostile.sync(&house).await;
    assert_eq!(Phone::said(&answers, &good), Said::Stored, "the good change still enters");
}
