//! Papers that come in: the office's receipt, and what anybody may ask about a paper in hand.

use crate::house::{House, body, client, problem};
use crate::media::stored;
use crate::page::under_way;
use crate::phone::Phone;
use domain::digest::Digest;
use domain::facts::{Facts, Replaced, Text};
use domain::ids::RecordId;
use domain::record::{Kind, Record};
use domain::seal::{Seal, Sealing, SignedBy, to_qr};
use domain::trust::{Certificate, RevocationList};
use domain::value::PaperMade;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use sheet::{Release, Signing, sample};
use sync::order::{Farewell, PATH};

const HOUR: i64 = 60 * 60 * 1000;

/// A sheet as the phone made it.
struct Sheet {
    facts: Facts,
    seal: Seal,
    pdf: Vec<u8>,
}

impl Sheet {
    /// Seals, draws and signs the sample's sheet for this job, changed.
    fn make(house: &House, phone: &Phone, job: &str, change: impl Fn(&mut Facts)) -> Self {
        let release = Release::builtin();
        let mut facts = sample::facts(&release);
        facts.paper.job = job.into();
        facts.paper.number = format!("{job}-1-D03A1");
        change(&mut facts);
        let sealing = Sealing {
            paper: facts.paper.number.clone(),
            facts: facts.digest().unwrap(),
            inks: sample::inks().into_iter().map(|(role, ink)| (role, ink.digest)).collect(),
            signer: SignedBy { name: "王淑敏".into(), relation: Text::new("本人", "self") },
            at: sample::at("13:30"),
            place: None,
        };
        let seal = Seal::sign(sealing, &phone.key).unwrap();
        let drawn = sheet::draw(&facts, &seal, &sample::inks(), &|digest| sample::photo(digest), &release).unwrap();
        let [issuing, _] = house.chain.as_ref().unwrap();
        let device = Certificate::from_der(&phone.certificate).unwrap();
        let pdf = sheet::sign(&drawn, &phone.key, &Signing { device: &device, issuing }).unwrap();
        Self { facts, seal, pdf }
    }

    fn record(&self, phone: &Phone) -> (RecordId, Record) {
        let (id, record) = phone.record("sht.copy");
        let made = PaperMade {
            number: self.facts.paper.number.clone(),
            facts: self.seal.claim.facts,
            pdf: Digest::of(&self.pdf),
            bytes: self.pdf.len() as i64,
            pages: 2,
        };
        let value = serde_json::to_value(made).unwrap();
        (id, Record { kind: Kind::Paper, item: None, value, ..record })
    }

    /// The record first, as always, and then the file.
    async fn hand_in(&self, house: &House, phone: &mut Phone) {
        let record = self.record(phone);
        phone.write(self.facts.paper.job.as_str(), &[record]);
        phone.sync(house).await;
        stored(house, phone, &self.pdf).await;
    }

    fn code(&self) -> String {
        let text = to_qr("verify.anxin.example", &self.seal).unwrap();
        text.split_once("/Q/").unwrap().1.to_owned()
    }
}

/// How the job's papers stand on the office's page.
async fn papers(house: &House, job: &str) -> Vec<Value> {
    let view = house.get(&format!("jobs/{job}")).await;
    view["visits"][0]["papers"].as_array().unwrap().clone()
}

async fn verified(house: &House, pdf: &[u8]) -> Value {
    let asked = client().post(house.url("/v1/verify")).header("content-type", "application/pdf");
    let response = asked.body(pdf.to_vec()).send().await.unwrap();
    assert_eq!(response.status(), 200);
    body(response).await
}

async fn asked(house: &House, path: &str) -> (u16, String) {
    let response: Response = client().get(house.url(path)).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn file(house: &House, digest: &str) -> Vec<u8> {
    house.call(Method::GET, &format!("media/{digest}"), None).await.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn a_sheet_that_comes_in_gets_the_offices_receipt_at_once() {
    let (house, mut phone, job) = under_way().await;
    let sheet = Sheet::make(&house, &phone, &job, |_| {});
    house.clock.pass(HOUR);
    sheet.hand_in(&house, &mut phone).await;
    let papers = papers(&house, &job).await;
    assert_eq!(papers.len(), 1);
    assert_eq!(papers[0]["received"], house.now());
    let received = file(&house, papers[0]["receipt"].as_str().unwrap()).await;
    assert!(received.starts_with(&sheet.pdf), "the phone's file stands in it untouched");
    let found = verified(&house, &received).await;
    assert_eq!((&found["result"], &found["facts_match"]), (&json!("valid"), &json!(true)), "{found}");
    assert_eq!(found["received"], "2026-11-20T14:00:00+08:00");
    let found = verified(&house, &sheet.pdf).await;
    assert_eq!((&found["result"], &found["reasons"][0]["code"]), (&json!("unknown"), &json!("verify.time_not_proven")));
}

#[tokio::test]
async fn a_record_that_comes_after_its_file_gets_its_receipt_with_the_next_file_or_start() {
    let (mut house, mut phone, job) = under_way().await;
    let sheet = Sheet::make(&house, &phone, &job, |_| {});
    stored(&house, &mut phone, &sheet.pdf).await;
    let record = sheet.record(&phone);
    phone.write(&job, &[record]);
    phone.sync(&house).await;
    assert!(papers(&house, &job).await[0]["receipt"].is_null());
    house.stop().await;
    house.start().await;
    assert!(papers(&house, &job).await[0]["receipt"].is_string());
}

#[tokio::test]
async fn what_is_not_the_paper_the_record_names_gets_no_receipt_and_the_office_is_told_why() {
    let (house, mut phone, job) = under_way().await;
    let good = Sheet::make(&house, &phone, &job, |_| {});
    let mut bent = good.pdf.clone();
    let middle = bent.len() / 2;
    bent[middle] ^= 1;
    let other = Sheet::make(&house, &phone, "GD261120-9999", |facts| facts.paper.number = format!("{job}-1-D03A1"));
    for (pdf, facts, why) in [
        (bent, good.seal.claim.facts, "verify.changed"),
        (b"%PDF-1.7 something".to_vec(), good.seal.claim.facts, "verify.foreign"),
        (other.pdf, other.seal.claim.facts, "receipt.other_paper"),
    ] {
        let (id, mut record) = good.record(&phone);
        record.value["pdf"] = json!(Digest::of(&pdf).hex());
        record.value["facts"] = json!(facts.hex());
        phone.write(&job, &[(id, record)]);
        phone.sync(&house).await;
        stored(&house, &mut phone, &pdf).await;
        let papers = papers(&house, &job).await;
        assert!(papers.iter().any(|paper| paper["refused"] == why), "{why}: {papers:?}");
        assert!(papers.iter().all(|paper| paper["receipt"].is_null()), "{papers:?}");
    }
}

#[tokio::test]
async fn the_code_on_a_paper_says_valid_then_amended_and_nothing_of_what_stands_on_it() {
    let (house, mut phone, job) = under_way().await;
    let sheet = Sheet::make(&house, &phone, &job, |_| {});
    let path = format!("/Q/{}", sheet.code());
    assert_eq!(asked(&house, &path).await.0, 404);
    let record = sheet.record(&phone);
    phone.write(&job, &[record]);
    phone.sync(&house).await;
    let (status, words) = asked(&house, &path).await;
    assert!(status == 404 && words.contains("还没有收到文件"), "{words}");
    stored(&house, &mut phone, &sheet.pdf).await;
    let (status, words) = asked(&house, &path).await;
    assert!(status == 200 && words.contains("有效") && words.contains(&sheet.facts.paper.number), "{words}");
    assert!(words.contains("2026-11-20 13:30 (+08:00)") && !words.contains("王淑敏") && !words.contains("滨河路"));
    assert_eq!(asked(&house, &path.to_lowercase()).await.0, 200, "as some cameras hand it on");

    let replaced = Replaced { number: sheet.facts.paper.number.clone(), digest: sheet.seal.claim.facts };
    let corrected = Sheet::make(&house, &phone, &job, |facts| {
        facts.paper.number = format!("{job}-1-D03A2");
        facts.paper.replaces = Some(replaced.clone());
    });
    corrected.hand_in(&house, &mut phone).await;
    let (status, words) = asked(&house, &path).await;
    assert!(status == 200 && words.contains("已更正") && words.contains(&corrected.facts.paper.number), "{words}");
    let papers = papers(&house, &job).await;
    let first = papers.iter().find(|paper| paper["number"] == sheet.facts.paper.number.as_str()).unwrap();
    let found = verified(&house, &file(&house, first["receipt"].as_str().unwrap()).await).await;
    assert_eq!(
        (&found["result"], &found["amended"]),
        (&json!("valid"), &json!(corrected.facts.paper.number)),
        "{found}"
    );
}

#[tokio::test]
async fn a_code_whose_paper_says_something_else_or_that_is_none_is_told_so() {
    let (house, mut phone, job) = under_way().await;
    let sheet = Sheet::make(&house, &phone, &job, |_| {});
    sheet.hand_in(&house, &mut phone).await;
    let other = Sheet::make(&house, &phone, &job, |facts| facts.customer.name = "别人".into());
    let (status, words) = asked(&house, &format!("/Q/{}", other.code())).await;
    assert!(status == 409 && words.contains("不符"), "{words}");
    let mut resealed = sheet.code();
    let last = if resealed.ends_with('A') { 'Q' } else { 'A' };
    resealed.replace_range(resealed.len() - 1.., &last.to_string());
    assert!(matches!(asked(&house, &format!("/Q/{resealed}")).await.0, 404 | 409));
    for code in ["", "x", "AAAA", "%3Cscript%3E", "..%2f.."] {
        let (status, words) = asked(&house, &format!("/q/{code}")).await;
        assert!(status == 404 && !words.contains("<script>"), "{code}: {status} {words}");
    }
}

#[tokio::test]
async fn the_papers_of_a_lost_phone_get_no_receipt_and_its_certificate_stands_on_the_list() {
    let (house, mut phone, job) = under_way().await;
    let sheet = Sheet::make(&house, &phone, &job, |_| {});
    let mut colleague = Phone::enrol(&house, "p-417").await;
    house.clock.pass(HOUR);
    let marked = house.post(&format!("devices/{}/state", phone.device), json!({"state": "lost"})).await;
    assert_eq!(marked.status(), 204);
    let record = sheet.record(&phone);
    phone.write(&job, &[record]);
    phone.sync(&house).await;
    stored(&house, &mut colleague, &sheet.pdf).await;
    let papers = papers(&house, &job).await;
    assert!(papers.iter().all(|paper| paper["receipt"].is_null()), "{papers:?}");
    assert_eq!(papers[0]["refused"], "verify.revoked");

    let der = client().get(house.url("/v1/revoked.crl")).send().await.unwrap().bytes().await.unwrap();
    let list = RevocationList::from_der(&der).unwrap();
    let [issuing, _] = house.chain.as_ref().unwrap();
    assert!(list.is_of(issuing) && list.covers(house.now()));
    let entry = list.entry(&Certificate::from_der(&phone.certificate).unwrap()).unwrap();
    assert_eq!((entry.at, entry.reason.key()), (house.now(), "lost"));
    assert_eq!(list.entry(&Certificate::from_der(&colleague.certificate).unwrap()), None);
    let found = verified(&house, &sheet.pdf).await;
    assert_eq!(found["result"], "unknown", "signed before the loss by its own word: {found}");
    let again = client().get(house.url("/v1/revoked.crl")).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(der, again, "the list lasts until something changes or a day is over");
}

#[tokio::test]
async fn a_retired_phone_s_papers_are_received_until_its_last_word_and_its_certificate_ends_then() {
    let (house, mut phone, job) = under_way().await;
    let sheet = Sheet::make(&house, &phone, &job, |_| {});
    let marked = house.post(&format!("devices/{}/state", phone.device), json!({"state": "retired"})).await;
    assert_eq!(marked.status(), 204);
    sheet.hand_in(&house, &mut phone).await;
    let receipt = papers(&house, &job).await[0]["receipt"].as_str().unwrap().to_owned();
    house.clock.pass(HOUR);
    let said = Farewell { v: 1, changes: 0, blobs: 0, highest: Some(phone.highest) }.to_bytes();
    assert_eq!(phone.call(&house, Method::POST, PATH, &[], &said).await.status(), 204);
    let der = client().get(house.url("/v1/revoked.crl")).send().await.unwrap().bytes().await.unwrap();
    let list = RevocationList::from_der(&der).unwrap();
    let entry = list.entry(&Certificate::from_der(&phone.certificate).unwrap()).unwrap();
    assert_eq!((entry.at, entry.reason.key()), (house.now(), "retired"));
    let found = verified(&house, &file(&house, &receipt).await).await;
    assert_eq!(found["result"], "valid", "what was received before stays good: {found}");
}

#[tokio::test]
async fn verifying_takes_any_bytes_and_says_what_they_are() {
    let (house, ..) = under_way().await;
    for bytes in [&b"hello"[..], b"%PDF-1.7\n", &[0xFF; 70_000]] {
        let found = verified(&house, bytes).await;
        assert_eq!((&found["result"], &found["reasons"][0]["code"]), (&json!("unknown"), &json!("verify.foreign")));
    }
    let empty = client().post(house.url("/v1/verify")).send().await.unwrap();
    assert_eq!(problem(empty).await, (400, "verify.empty".into()));
}
