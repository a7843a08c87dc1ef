//! What waits for a person: open questions, wishes, verdicts, and what was set aside. One click settles each, the history
//! stays, and every phone folds the same.

use crate::house::{House, problem};
use crate::phone::Phone;
use crate::restored::{back_up, restore};
use domain::ids::RecordId;
use domain::question::questions;
use domain::record::{ADOPTED, Kind};
use domain::value::Wish;
use replica::change::Change;
use replica::document::DocRef;
use serde_json::{Value, json};
use sync::wire::{Documents, Said};

/// A job two technicians share, each with a phone.
async fn crew() -> (House, Phone, Phone, String) {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    house.person("p-9", "刘洋", "0009").await;
    let mut one = Phone::enrol(&house, "p-417").await;
    let mut two = Phone::enrol(&house, "p-9").await;
    let job = house.job().await;
    house.assign(&job, &["p-417", "p-9"]).await;
    one.sync(&house).await;
    two.sync(&house).await;
    (house, one, two, job)
}

impl Phone {
    fn say(&mut self, job: &str, kind: Kind, item: &str, value: Value) -> (RecordId, Change) {
        let (id, mut record) = self.record(item);
        if kind == Kind::Correction {
            (record.visit, record.item) = (None, None);
        }
        (record.kind, record.value) = (kind, value);
        (id.clone(), self.write(job, &[(id, record)]))
    }

    fn open(&self, job: &str) -> usize {
        let brief = self.brief(job).brief();
        questions(&brief, &domain::fold::fold(&brief, &self.log(job).fold_entries(), 0)).len()
    }
}

fn window(from: &str, to: &str, contacted: &str) -> Value {
    let time = |clock: &str| format!("2026-11-21T{clock}:00+08:00");
    json!({"from": time(from), "to": time(to), "contacted": time(contacted), "with": "王淑敏"})
}

async fn settle(house: &House, job: &str, said: Value) -> u16 {
    house.post(&format!("jobs/{job}/settle"), json!({"request": fresh(), "settle": said})).await.status().as_u16()
}

fn fresh() -> String {
    hub::entropy::record_id(&hub::entropy::SystemEntropy, crate::house::NOON).as_str().to_owned()
}

#[tokio::test]
async fn two_times_agreed_apart_are_shown_with_who_and_when_and_settled_by_one_click() {
    let (house, mut one, mut two, job) = crew().await;
    let (early, _) = one.say(&job, Kind::Appointment, "apt.window", window("14:00", "15:00", "09:20"));
    let (late, _) = two.say(&job, Kind::Appointment, "apt.window", window("16:00", "17:00", "09:52"));
    one.sync(&house).await;
    two.sync(&house).await;
    let list = house.get("settle").await;
    assert_eq!(
        (&list["total"], &list["jobs"][0]["job"], &list["jobs"][0]["known"]),
        (&json!(1), &json!(job), &json!(true))
    );
    let question = &list["jobs"][0]["questions"][0];
    assert_eq!((&question["kind"], &question["about"]["key"]), (&json!("differs"), &json!("apt.window")));
    let options = question["options"].as_array().unwrap();
    let of = |id: &RecordId| options.iter().find(|it| it["record"] == id.as_str()).unwrap();
    assert_eq!((&of(&early)["zh"], &of(&early)["said"]["by"]), (&json!("11-21 14:00–15:00"), &json!("陈志远")));
    assert_eq!((&of(&late)["proposed"], &of(&early)["proposed"]), (&json!(true), &json!(false)), "the later contact");

    assert_eq!(
        settle(&house, &job, json!({"choice": {"record": late.as_str(), "seen": [early.as_str(), late.as_str()]}}))
            .await,
        204
    );
    assert_eq!(house.get("settle").await["total"], 0);
    let again = house
        .post(&format!("jobs/{job}/settle"), json!({"settle": {"choice": {"record": early.as_str(), "seen": []}}}))
        .await;
    assert_eq!(problem(again).await, (409, "act.settled".to_owned()));
    for phone in [&mut one, &mut two] {
        phone.sync(&house).await;
        assert_eq!(phone.open(&job), 0);
        assert_eq!(phone.log(&job).entries().len(), 3, "the history keeps all");
        assert!(phone.brief(&job).brief().verdicts.is_empty());
    }
}

#[tokio::test]
async fn the_office_chooses_between_two_answers_and_a_restored_hub_finds_no_fault_in_it() {
    let (mut house, mut one, mut two, job) = crew().await;
    let (done, _) = one.say(&job, Kind::Answer, "kit.five.rag", json!({"answer": "done"}));
    let (not, _) = two.say(&job, Kind::Answer, "kit.five.rag", json!({"answer": "not_done", "reason": "没带"}));
    one.sync(&house).await;
    two.sync(&house).await;
    let copy = back_up(&mut house).await;
    assert_eq!(
        settle(&house, &job, json!({"choice": {"record": done.as_str(), "seen": [done.as_str(), not.as_str()]}})).await,
        204
    );
    one.sync(&house).await;
    restore(&mut house, copy.path()).await;
    one.sync(&house).await;
    assert_eq!(house.document(&job, "log").await.heads(), one.log(&job).heads());
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!((&shown["questions"], &shown["verdicts"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn a_correction_from_the_site_is_accepted_into_the_brief_or_declined_with_a_reason() {
    let (house, mut one, _, job) = crew().await;
    let wish = |should: &str| {
        let wish = Wish { field: "product.installed".into(), should: json!(should), reason: "窗扇铭牌".into() };
        serde_json::to_value(wish).unwrap()
    };
    let (first, _) = one.say(&job, Kind::Correction, "", wish("2019-04-12"));
    one.sync(&house).await;
    let question = house.get(&format!("jobs/{job}")).await["questions"][0].clone();
    assert_eq!((&question["kind"], &question["about"]["zh"]), (&json!("correction"), &json!("安装日期")));
    assert_eq!((&question["options"][0]["zh"], &question["reason"]), (&json!("2019-04-12"), &json!("窗扇铭牌")));
    let adopt = json!({"wish": {"wish": first.as_str(), "adopt": true}});
    assert_eq!(settle(&house, &job, adopt.clone()).await, 204);
    assert_eq!(settle(&house, &job, adopt).await, 409);
    one.sync(&house).await;
    assert_eq!(one.brief(&job).brief().text("product.installed"), "2019-04-12");

    let (second, _) = one.say(&job, Kind::Correction, "", wish("2020-01-01"));
    one.sync(&house).await;
    let decline = json!({"wish": {"wish": second.as_str(), "adopt": false, "reason": "有发票"}});
    assert_eq!(settle(&house, &job, decline).await, 204);
    one.sync(&house).await;
    assert_eq!((one.open(&job), one.brief(&job).brief().text("product.installed")), (0, "2019-04-12"));
}

#[tokio::test]
async fn work_on_a_job_that_was_never_given_is_let_in_by_the_office_as_its_author_signed_it() {
    let (mut house, mut one, _, job) = crew().await;
    house.person("p-8", "周凯", "0008").await;
    let mut stranger = Phone::enrol(&house, "p-8").await;
    stranger.sync(&house).await;
    let first = stranger.tap(&job, "work.photo");
    let second = stranger.tap(&job, "work.photo");
    let answers = stranger.sync(&house).await;
    assert_eq!(Phone::said(&answers, &second), Said::SetAside("grant.none".into()));
    let copy = back_up(&mut house).await;
    let aside = house.get("settle").await["jobs"][0]["aside"].clone();
    assert_eq!((aside[0]["can"].clone(), &aside[0]["person"]), (json!(true), &json!("周凯")));
    assert_eq!(aside[0]["records"][0]["about"]["key"], "work.photo");

    let changes = json!([first.hash, second.hash]);
    let adopt = json!({"request": fresh(), "changes": [second.hash]});
    assert_eq!(house.post(&format!("jobs/{job}/aside/adopt"), adopt.clone()).await.status(), 204);
    assert_eq!(
        house.post(&format!("jobs/{job}/aside/adopt"), adopt).await.status(),
        204,
        "named again it is done once"
    );
    let gone = house.post(&format!("jobs/{job}/aside/adopt"), json!({"changes": changes})).await;
    assert_eq!(problem(gone).await, (404, "aside.gone".to_owned()));
    assert_eq!(house.get("settle").await["total"], 0);
    one.sync(&house).await;
    assert!(one.log(&job).has(&first.hash) && one.log(&job).has(&second.hash));
    let verdicts = house.get(&format!("jobs/{job}")).await["verdicts"].clone();
    assert_eq!((&verdicts[0]["lifted_by"], &verdicts[0]["rule"]), (&json!("admin"), &json!("grant.none")));

    // A hub put back to before it learns from the phones that the office let it in.
    restore(&mut house, copy.path()).await;
    one.sync(&house).await;
    assert_eq!(house.document(&job, "log").await.heads(), one.log(&job).heads());
    assert_eq!(house.get("settle").await["total"], 0);
}

#[tokio::test]
async fn what_nobody_vouches_for_is_taken_over_beside_what_stands_and_is_no_second_record_when_it_is_proved() {
    let (house, mut one, mut two, job) = crew().await;
    two.say(&job, Kind::Answer, "kit.five.rag", json!({"answer": "done"}));
    two.sync(&house).await;
    let doc = DocRef::log(job.as_str().into());
    let (id, change) = one.say(&job, Kind::Answer, "kit.five.rag", json!({"answer": "not_done", "reason": "没带"}));
    let mut forged = one.sign(&doc, &change);
    forged.signature[5] ^= 1;
    let push = Documents { doc, changes: vec![change.raw.clone()], authorships: vec![forged] };
    let request = one.request(vec![push]);
    let answer = one.exchange(&house, &request).await;
    assert_eq!(Phone::said(&[answer], &change), Said::SetAside("author.signature".into()));

    let adopt = json!({"request": fresh(), "changes": [change.hash]});
    assert_eq!(house.post(&format!("jobs/{job}/aside/adopt"), adopt).await.status(), 204);
    two.sync(&house).await;
    let entries = two.log(&job).entries();
    let taken = entries.iter().find(|entry| entry.id == id).unwrap().record.as_ref().unwrap();
    assert_eq!((&taken.later[ADOPTED]["by"], &taken.later["clerk"]), (&json!("p-417"), &json!("admin")));
    assert_eq!(two.open(&job), 1, "it differs from what stands, so a person settles it");
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!((&shown["aside"][0]["adopted"]["by"], &shown["verdicts"]), (&json!("admin"), &json!([])));

    let answers = one.sync(&house).await;
    assert_eq!(Phone::said(&answers, &change), Said::SetAside("record.id_taken".into()));
    assert_eq!(house.get(&format!("jobs/{job}")).await["aside"][0]["adopted"]["by"], "admin", "nothing to do again");
}

#[tokio::test]
async fn what_cannot_be_read_or_pretends_to_be_the_office_is_only_exported() {
    let (house, mut one, _, job) = crew().await;
    let doc = DocRef::log(job.as_str().into());
    let push = Documents { doc, changes: vec![b"no change at all".to_vec()], authorships: vec![] };
    let request = one.request(vec![push]);
    one.exchange(&house, &request).await;
    let mut brief = one.brief(&job).clone();
    let fields = [("customer.name".to_owned(), json!("别人"))];
    let forged = brief.write_brief(one.actor, &fields, &[]).unwrap();
    one.outbox.push((DocRef::brief(job.as_str().into()), forged.clone()));
    one.sync(&house).await;

    let shown = house.get(&format!("jobs/{job}")).await["aside"].clone();
    assert_eq!(shown.as_array().unwrap().len(), 2);
    for aside in shown.as_array().unwrap() {
        assert_eq!(aside["can"], false, "{aside}");
        let changes = json!({"changes": [aside["change"]]});
        let refused = house.post(&format!("jobs/{job}/aside/adopt"), changes).await;
        assert_eq!(problem(refused).await, (409, "aside.not_adoptable".to_owned()));
    }
    let unreadable = domain::digest::Digest::of(b"no change at all");
    let file = house.get(&format!("jobs/{job}/aside?changes={unreadable}")).await;
    assert_eq!(file["changes"][0]["rule"], "change.unreadable");
    let raw = data_encoding::BASE64.decode(file["changes"][0]["raw"].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!(raw, b"no change at all");
}

#[tokio::test]
async fn a_lifted_verdict_lets_a_record_count_again_on_every_phone() {
    let (house, mut one, mut two, job) = crew().await;
    let (id, mut record) = one.record("work.photo");
    record.by = "p-9".into();
    let wrong = one.write(&job, &[(id.clone(), record)]);
    one.sync(&house).await;
    let verdict = house.get(&format!("jobs/{job}")).await["verdicts"][0].clone();
    assert_eq!((&verdict["rule"], &verdict["lifted_by"]), (&json!("record.not_the_author"), &Value::Null));
    assert_eq!(settle(&house, &job, json!({"verdict": wrong.hash})).await, 204);
    assert_eq!(settle(&house, &job, json!({"verdict": wrong.hash})).await, 409);
    two.sync(&house).await;
    let brief = two.brief(&job).brief();
    let fold = domain::fold::fold(&brief, &two.log(&job).fold_entries(), 0);
    assert_eq!(fold.records[&id].standing, domain::fold::Standing::Stands);
}

#[tokio::test]
async fn nonsense_is_refused_and_settles_nothing() {
    let (house, _, _, job) = crew().await;
    for said in
        [json!({}), json!({"choice": 7}), json!({"verdict": "abc"}), json!({"wish": {"adopt": true}}), json!("x")]
    {
        assert_eq!(settle(&house, &job, said).await, 400);
    }
    assert_eq!(settle(&house, &job, json!({"choice": {"record": fresh(), "seen": []}})).await, 409);
    assert_eq!(settle(&house, "GD000000-0000", json!({"choice": {"record": fresh(), "seen": []}})).await, 404);
    let refused = house.post(&format!("jobs/{job}/aside/adopt"), json!({"changes": []})).await;
    assert_eq!(problem(refused).await, (404, "aside.gone".to_owned()));
}

#[tokio::test]
async fn a_job_asked_for_on_site_is_at_the_office_at_once_and_becomes_one_when_a_clerk_says_so() {
    let (house, mut one, mut two, _) = crew().await;
    let job = "RQ261120-7K3F9Q2M4C";
    let fields = json!({"customer.name": "隔壁李阿姨", "customer.phone": "13700001111", "customer.address": "3 幢 503",
        "symptom.words": "纱窗坏了", "job.state": "left", "release.pack": "x"});
    let (id, mut record) = one.record("");
    (record.kind, record.visit, record.item) = (Kind::Request, None, None);
    record.value = json!({"fields": fields, "pack": "dw_repair"});
    let asked = one.write(job, &[(id, record)]);
    let answers = one.sync(&house).await;
    assert_eq!(Phone::said(&answers, &asked), Said::Stored);
    assert_eq!(one.letters[&job.into()], "A");
    let brief = one.brief(job).brief();
    assert_eq!((brief.text("customer.name"), brief.text("job.state")), ("隔壁李阿姨", "new"));
    assert!(!brief.fields.contains_key("release.pack"), "only words for the brief are taken from a request");
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!((&shown["requested"]["by"], &shown["requested"]["pack"]), (&json!("陈志远"), &json!("dw_repair")));

    let unknown = house.post(&format!("jobs/{job}/adopt"), json!({"pack": "nothing"})).await;
    assert_eq!(problem(unknown).await, (422, "release.unknown".to_owned()));
    assert_eq!(house.post(&format!("jobs/{job}/adopt"), json!({"pack": "dw_repair"})).await.status(), 204);
    let again = house.post(&format!("jobs/{job}/adopt"), json!({"pack": "dw_repair"})).await;
    assert_eq!(problem(again).await, (409, "act.settled".to_owned()));
    one.sync(&house).await;
    let brief = one.brief(job).brief();
    assert_eq!((brief.text("job.state"), brief.fields.contains_key("release.pack")), ("dispatched", true));

    // Another's words do not make a job, and the office does not deal such numbers.
    let (id, mut record) = one.record("");
    (record.kind, record.visit, record.item, record.by) = (Kind::Request, None, None, "p-9".into());
    record.value = json!({"fields": {"customer.name": "x"}});
    let forged = one.write("RQ261120-XXXXXXXXXX", &[(id, record)]);
    let answers = one.sync(&house).await;
    assert_eq!(Phone::said(&answers, &forged), Said::Held(vec![]));
    two.sync(&house).await;
    assert!(!two.letters.contains_key(&job.into()), "others do not see it");
}
