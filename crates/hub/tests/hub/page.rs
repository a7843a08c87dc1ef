//! What the office's page asks: the list, a job as it stands, files, phones that leave, and the page itself.

use crate::house::{House, body, client, open, problem, windows};
use crate::phone::Phone;
use domain::digest::Digest;
use domain::ids::RecordId;
use domain::record::{Kind, Record};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;

/// A job of a phone that is at it.
pub async fn under_way() -> (House, Phone, String) {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    phone.sync(&house).await;
    (house, phone, job)
}

fn said(phone: &Phone, kind: Kind, item: Option<&str>, value: Value) -> (RecordId, Record) {
    let (id, record) = phone.record("x");
    (id, Record { kind, item: item.map(Into::into), value, ..record })
}

fn moved(phone: &Phone, from: &str, to: &str) -> (RecordId, Record) {
    said(phone, Kind::Transition, None, json!({"from": from, "to": to}))
}

#[tokio::test]
async fn the_list_finds_jobs_by_words_and_state_and_follows_brief_and_visit() {
    let (house, mut phone, job) = under_way().await;
    let mut other = windows();
    other["fields"]["customer.name"] = json!("林晓东");
    house.post("jobs", other).await;
    let list = house.get("cards?state=all&page=1&size=20").await;
    assert_eq!((list["total"].as_u64(), list["cards"].as_array().unwrap().len()), (Some(2), 2));
    let found = |query: &str| {
        let path = format!("cards?{query}");
        let house = &house;
        async move {
            let cards = house.get(&path).await["cards"].clone();
            cards
                .as_array()
                .unwrap()
                .iter()
                .map(|card| card["customer"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(found("text=%E6%B7%91%E6%95%8F%208026").await, ["王淑敏 女士"], "淑敏 8026");
    assert_eq!(found("text=13700008026&state=planned").await, ["王淑敏 女士"]);
    assert_eq!(found("state=waiting").await, ["林晓东"]);
    let steps = [moved(&phone, "dispatched", "booked")];
    phone.write(&job, &steps);
    let (id, replaced) = moved(&phone, "booked", "preparing");
    phone.write(&job, &[(id, Record { replaces: vec![steps[0].0.clone()], ..replaced })]);
    phone.sync(&house).await;
    assert_eq!(found("state=under_way").await, ["王淑敏 女士"]);
    let card = &house.get("cards?state=under_way").await["cards"][0];
    assert_eq!(
        (&card["state"]["key"], &card["crew"], &card["pack"]["zh"]),
        (&json!("preparing"), &json!("陈志远"), &json!("门窗维修保养"))
    );
    let mine = house.post("jobs", windows()).await;
    let mine = body(mine).await["job"].as_str().unwrap().to_owned();
    house.assign(&mine, &["p-417"]).await;
    assert_eq!(found("state=planned").await.len(), 1);
    house.withdraw(&mine).await;
    assert_eq!(found("state=planned").await.len(), 0, "whom nobody goes to waits again");
    house.moves(&job, json!({"to": "cancelled", "reason": "客户不需要了"})).await;
    assert_eq!(found("state=cancelled").await, ["王淑敏 女士"]);
    let wrong = house.call(Method::GET, "cards?state=somewhere", None).await;
    assert_eq!(problem(wrong).await, (422, "field.wrong".into()));
}

#[tokio::test]
async fn a_job_shows_what_the_phone_sent_and_what_is_missing() {
    let (house, mut phone, job) = under_way().await;
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!((&shown["state"]["key"], &shown["heard"]), (&json!("dispatched"), &json!(null)));
    assert_eq!(shown["brief"]["customer"], "王淑敏 女士");
    assert_eq!(shown["visits"][0]["stages"].as_array().unwrap().len(), 18);
    let blob = Digest::of(b"x").hex();
    let reading = |value: &str| json!({"value": value, "unit": "mm"});
    let records = [
        said(&phone, Kind::Answer, Some("kit.five.mat"), json!({"answer": "not_done", "reason": "忘带了"})),
        said(&phone, Kind::Measure, Some("dwr.gap"), reading("9.9")),
        said(&phone, Kind::Remeasure, Some("dwr.gap"), reading("1.0")),
        said(&phone, Kind::Note, None, json!({"text": "锁闭器按在保价？"})),
        said(&phone, Kind::Paper, None, json!({"number": "N-1", "facts": blob, "pdf": blob, "bytes": 1, "pages": 2})),
        phone.record("prt.before"),
    ];
    phone.write(&job, &records);
    phone.sync(&house).await;
    house.post(&format!("jobs/{job}/notes"), json!({"text": "按收费标准。"})).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    let visit = &shown["visits"][0];
    assert_eq!(
        (&visit["exceptions"][0]["answer"], &visit["exceptions"][0]["reason"]),
        (&json!("not_done"), &json!("忘带了"))
    );
    let within: Vec<&Value> = visit["readings"].as_array().unwrap().iter().map(|it| &it["within"]).collect();
    assert_eq!(within.len(), 2);
    assert!(within.contains(&&json!(false)) && within.contains(&&json!(true)), "{within:?}");
    assert_eq!((&visit["photos"][0]["digest"], &visit["photos"][0]["here"]), (&json!(blob), &json!(false)));
    assert_eq!((&visit["papers"][0]["number"], &visit["papers"][0]["here"]), (&json!("N-1"), &json!(false)));
    let notes: Vec<(&Value, &Value)> =
        shown["notes"].as_array().unwrap().iter().map(|it| (&it["office"], &it["said"]["by"])).collect();
    assert!(notes.contains(&(&json!(true), &json!("admin"))) && notes.contains(&(&json!(false), &json!("陈志远"))));
    assert_eq!(shown["heard"], house.clock.0.load(std::sync::atomic::Ordering::SeqCst));
    assert_eq!(problem(house.call(Method::GET, "jobs/GD1", None).await).await, (404, "job.unknown".into()));
}

#[tokio::test]
async fn a_request_that_names_itself_is_done_once() {
    let house = House::found().await;
    let mut new = windows();
    new["request"] = json!("0c0ffee0-1111");
    let (first, second) = tokio::join!(house.post("jobs", new.clone()), house.post("jobs", new.clone()));
    let mut statuses = [first.status().as_u16(), second.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201]);
    let (first, second) = (body(first).await, body(second).await);
    assert_eq!(first["job"], second["job"]);
    assert_eq!(house.get("cards").await["total"], 1);
    let job = first["job"].as_str().unwrap();
    let note = json!({"text": "请带梯子", "request": "0c0ffee0-2222"});
    for _ in 0..2 {
        assert_eq!(house.post(&format!("jobs/{job}/notes"), note.clone()).await.status(), 201);
    }
    assert_eq!(house.get(&format!("jobs/{job}")).await["notes"].as_array().unwrap().len(), 1);
    let reused = json!({"text": "x", "request": "0c0ffee0-1111"});
    assert_eq!(problem(house.post(&format!("jobs/{job}/notes"), reused).await).await, (409, "request.taken".into()));
    new["request"] = json!("<script>");
    assert_eq!(problem(house.post("jobs", new).await).await, (422, "field.wrong".into()));
}

#[tokio::test]
async fn a_phone_is_retired_once_lost_for_good_and_never_comes_back() {
    let (house, phone, _) = under_way().await;
    let path = format!("devices/{}/state", phone.device);
    let mark = |state: &str| house.post(&path, json!({"state": state}));
    assert_eq!(mark("retired").await.status(), 204);
    assert_eq!(mark("retired").await.status(), 204, "a second tap changes nothing");
    assert_eq!(problem(mark("active").await).await, (409, "device.gone".into()));
    assert_eq!(problem(mark("broken").await).await, (422, "field.wrong".into()));
    let people = house.get("people").await;
    assert_eq!(people["people"][0]["devices"][0]["state"], "retired");
    assert_eq!(mark("lost").await.status(), 204);
    assert_eq!(problem(mark("retired").await).await, (409, "device.gone".into()));
    let nobody = house.post("devices/d-nobody/state", json!({"state": "lost"})).await;
    assert_eq!(problem(nobody).await, (404, "device.unknown".into()));
    let other = Phone::enrol(&house, "p-417").await;
    assert_ne!(other.device, phone.device, "a fresh code enrols a fresh phone");
}

#[tokio::test]
async fn files_are_served_as_what_they_are_and_nothing_in_them_runs() {
    let house = House::found().await;
    let store = |bytes: &[u8]| {
        let digest = Digest::of(bytes);
        let blobs = hub::blobs::BlobFolder::open(house.folder.path()).unwrap();
        blobs.append(&digest, 0, bytes).unwrap();
        blobs.finish(&digest).unwrap();
        digest
    };
    let cases: [(&[u8], &str, &str); 4] = [
        (b"\xFF\xD8\xFF\xE0 a photo", "image/jpeg", "inline"),
        (b"%PDF-1.7 a sheet", "application/pdf", "inline"),
        (b"<html><script>alert(1)</script>", "application/octet-stream", "attachment"),
        (b"<svg xmlns='x' onload='alert(1)'/>", "application/octet-stream", "attachment"),
    ];
    for (bytes, kind, way) in cases {
        let path = format!("media/{}?name=GD1-S%22A1", store(bytes));
        let file = house.call(Method::GET, &path, None).await;
        let header = |name: &str| file.headers()[name].to_str().unwrap().to_owned();
        assert_eq!((header("content-type").as_str(), header("x-content-type-options").as_str()), (kind, "nosniff"));
        assert!(header("content-disposition").starts_with(&format!("{way}; filename=\"GD1-SA1.")));
        assert!(header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(file.bytes().await.unwrap(), bytes);
    }
    assert_eq!(problem(house.call(Method::GET, "media/..%2f..%2fkeys", None).await).await.0, 404);
}

#[tokio::test]
async fn an_enrolment_brings_its_qr() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let made = body(house.post("enrolments", json!({"person": "p-417"})).await).await;
    assert!(
        made["qr"].as_str().unwrap().starts_with("<svg") && made["url"].as_str().unwrap().starts_with("doorstep://")
    );
}

#[tokio::test]
async fn with_the_cookie_only_our_own_page_can_act() {
    let house = House::found().await;
    let signed = house.post("session", json!({"name": "admin", "password": crate::house::PASSWORD})).await;
    let cookie = signed.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let act = |headers: &[(&'static str, &'static str)]| {
        let mut request = client().post(house.url("/v1/office/people")).header("cookie", &cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(json!({"person": "p-1", "name": "刘洋", "badge": "1"}).to_string()).send()
    };
    let form = ("content-type", "text/plain");
    assert_eq!(problem(act(&[form]).await.unwrap()).await, (403, "session.foreign_page".into()));
    let page = ("doorstep-page", "1");
    let foreign = act(&[page, ("sec-fetch-site", "cross-site")]).await.unwrap();
    assert_eq!(problem(foreign).await, (403, "session.foreign_page".into()));
    assert_eq!(house.get("people").await["people"], json!([]));
    assert_eq!(act(&[page, ("sec-fetch-site", "same-origin")]).await.unwrap().status(), 201);
    let here = client().get(house.url("/v1/office/session")).header("cookie", &cookie).send().await.unwrap();
    let here = body(here).await;
    assert_eq!((&here["admin"], &here["offset_minutes"]), (&json!("admin"), &json!(480)));
    assert!(here["packs"].as_array().unwrap().iter().any(|pack| pack["key"] == "dw_repair"));
}

#[tokio::test]
async fn without_a_built_page_the_hub_says_how_to_build_it_and_with_one_serves_it_strictly() {
    let mut house = House::found().await;
    let root = client().get(house.url("/")).send().await.unwrap();
    assert_eq!(root.headers()["x-content-type-options"], "nosniff");
    let words = root.text().await.unwrap();
    assert!(words.contains("npm --prefix ui run build") && words.contains("页面还没有构建"));
    let page = house.folder.path().join("page");
    fs::create_dir_all(page.join("assets")).unwrap();
    fs::write(page.join("index.html"), "<!doctype html>").unwrap();
    fs::write(page.join("assets/a-1.js"), "1").unwrap();
    house.page = Some(page);
    house.stop().await;
    house.start().await;
    let get = |path: &str| client().get(house.url(path)).send();
    let root = get("/").await.unwrap();
    let csp = root.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(csp.contains("script-src 'self'") && csp.contains("frame-ancestors 'none'") && !csp.contains("unsafe"));
    assert_eq!(root.headers()["content-type"], "text/html; charset=utf-8");
    let script = get("/assets/a-1.js").await.unwrap();
    assert_eq!(script.headers()["content-type"], "text/javascript; charset=utf-8");
    assert!(script.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    for path in
        ["/hub.sqlite", "/assets/../../hub.sqlite", "/%2e%2e/hub.sqlite", "/assets/none.js", "/keys/root.pem", "/jobs"]
    {
        assert_eq!(problem(get(path).await.unwrap()).await, (404, "route.unknown".into()), "{path}");
    }
    assert_eq!(problem(get("/v1/nothing").await.unwrap()).await, (404, "route.unknown".into()));
    let posted = client().post(house.url("/")).send().await.unwrap();
    assert_eq!(problem(posted).await.0, 404);
    assert!(open(house.folder.path(), &house.clock).is_err(), "it runs");
}

#[tokio::test]
#[allow(clippy::disallowed_methods)] // how long it takes is what is tested
async fn ten_thousand_jobs_are_listed_and_searched_quickly() {
    let mut house = House::found().await;
    house.stop().await;
    {
        use hub_storage::cards::Card;
        use hub_storage::jobs::Mirror;
        use hub_storage::{HubStorage, SqliteOptions, SqliteStorage};
        let options =
            SqliteOptions { synchronous: false, ..SqliteOptions::new(house.folder.path().join("hub.sqlite")) };
        let mut storage = SqliteStorage::open(&options).unwrap();
        let mut tx = storage.write().unwrap();
        for n in 0..10_000_u32 {
            let (job, customer) = (format!("GD26-{n:05}"), format!("客户{n}"));
            tx.save_job(&job.as_str().into(), &Mirror::empty(), 1).unwrap();
            let search = format!("{} {customer} 云州市望江区滨河路 {n} 号", job.to_lowercase());
            let text = String::new;
            tx.save_card(&Card {
                job: job.as_str().into(),
                state: "queued".into(),
                pack: "dw_repair".into(),
                customer,
                phone: text(),
                phone_digits: text(),
                address: text(),
                product: text(),
                symptom: text(),
                urgent: false,
                crew: text(),
                appointment_from: None,
                appointment_to: None,
                promised_by: None,
                external: text(),
                questions: 0,
                updated: i64::from(n),
                search,
            })
            .unwrap();
        }
        tx.commit().unwrap();
    }
    house.start().await;
    for path in [
        "cards?page=1&size=50",
        "cards?page=200&size=50",
        "cards?text=%E5%AE%A2%E6%88%B79999",
        "cards?state=waiting&page=3",
    ] {
        let begun = std::time::Instant::now();
        let list = house.get(path).await;
        let took = begun.elapsed();
        println!("{path}: {} of {} in {took:?}", list["cards"].as_array().unwrap().len(), list["total"]);
        assert!(took < std::time::Duration::from_millis(500), "{path} took {took:?}");
        assert!(!list["cards"].as_array().unwrap().is_empty());
    }
}
