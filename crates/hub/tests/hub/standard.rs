//! A job keeps its version of the standard until a clerk, who has seen what is new, moves it.

use crate::house::{House, NOON, body, problem};
use crate::phone::Phone;
use domain::brief::ReleaseRef;
use domain::ids::ItemKey;
use domain::pack::{Item, Need, Pack};
use domain::record::Kind;
use hub::core::ledger::Ledger;
use hub::reference;
use hub_storage::company::Release;
use hub_storage::{HubStorage, SqliteOptions, SqliteStorage};
use serde_json::{Value, json};

fn storage(house: &House) -> SqliteStorage {
    let options = SqliteOptions { synchronous: false, ..SqliteOptions::new(house.folder.path().join("hub.sqlite")) };
    SqliteStorage::open(&options).unwrap()
}

/// What the newest release says.
pub fn newest(house: &House, kind: &str, name: &str) -> Value {
    let mut storage = storage(house);
    let tx = storage.read().unwrap();
    serde_json::from_slice(&tx.newest_release(kind, name).unwrap().unwrap().bytes).unwrap()
}

/// Releases a newer version, as a newer program would at its start. The hub must not run.
pub fn release(house: &House, kind: &str, name: &str, version: &str, change: impl FnOnce(&mut Value)) -> Release {
    let mut value = newest(house, kind, name);
    value["version"] = json!(version);
    change(&mut value);
    let release = reference::sealed(kind, name, version, &value).unwrap();
    let mut storage = storage(house);
    let mut tx = storage.write().unwrap();
    let mut ledger = Ledger::default();
    ledger.release(release.clone());
    ledger.publish(tx.as_mut(), NOON).unwrap();
    tx.commit().unwrap();
    release
}

/// An optional item that no gate rests on.
fn optional(pack: &Pack) -> ItemKey {
    let mut plain =
        pack.items().filter(|(_, _, item)| item.need == Need::Optional).map(|(_, _, item)| item.key.clone());
    plain.next().unwrap()
}

/// 1.1: an item more, one required that was not, one in other words.
fn newer(house: &House, version: &str) -> Release {
    release(house, "pack", "dw_repair", version, |value| {
        let mut pack: Pack = serde_json::from_value(value.clone()).unwrap();
        let loose = optional(&pack);
        let stage = pack.stages.iter_mut().find(|plan| plan.stage.key() == "work").unwrap();
        let block = stage.blocks.first_mut().unwrap();
        let mut added: Item = block.items.first().unwrap().clone();
        added.key = "dwr.new_seal".into();
        added.name = domain::pack::Words { zh: "新密封条压合".into(), en: "New seal pressed home".into() };
        block.items.first_mut().unwrap().name.zh.push_str("（细看）");
        block.items.push(added);
        for item in pack.stages.iter_mut().flat_map(|plan| &mut plan.blocks).flat_map(|block| &mut block.items) {
            if item.key == loose {
                item.need = Need::Required;
            }
        }
        *value = serde_json::to_value(&pack).unwrap();
    })
}

async fn restarted(house: &mut House, work: impl FnOnce(&House) -> Release) -> Release {
    house.stop().await;
    let release = work(house);
    house.start().await;
    release
}

async fn move_to(house: &House, job: &str, to: &str) -> reqwest::Response {
    house.post(&format!("jobs/{job}/standard"), json!({"to": to})).await
}

fn pin(brief: &domain::brief::Brief, key: &str) -> Option<ReleaseRef> {
    brief.read(key)
}

#[tokio::test]
async fn a_job_keeps_its_version_until_a_clerk_moves_it_and_every_answer_stays() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    phone.sync(&house).await;
    let loose = optional(&serde_json::from_value(newest(&house, "pack", "dw_repair")).unwrap());
    phone.tap(&job, loose.as_str());
    phone.sync(&house).await;
    let view = house.get(&format!("jobs/{job}/standard")).await;
    assert_eq!((&view["version"], &view["newest"], &view["changes"]), (&json!("1.0"), &Value::Null, &json!([])));
    let release = restarted(&mut house, |house| newer(house, "1.1")).await;
    let view = house.get(&format!("jobs/{job}/standard")).await;
    assert_eq!((&view["version"], &view["newest"]["version"]), (&json!("1.0"), &json!("1.1")));
    assert_eq!(
        (&view["added"], &view["required"], &view["changed"], &view["removed"]),
        (&json!(1), &json!(1), &json!(1), &json!(0))
    );
    let changes = view["changes"].as_array().unwrap();
    let of = |how: &str| changes.iter().find(|it| it["how"] == how).unwrap();
    assert_eq!((&of("added")["item"]["zh"], &of("added")["place"]["key"]), (&json!("新密封条压合"), &json!("work")));
    assert_eq!((&of("required")["item"]["key"], &of("required")["answered"]), (&json!(loose), &json!(true)));
    assert_eq!((&of("changed")["parts"][0]["key"], &of("changed")["answered"]), (&json!("words"), &json!(false)));
    assert_eq!(view["closed"], Value::Null);
    // Nothing moves by itself.
    phone.sync(&house).await;
    assert_eq!(pin(&phone.brief(&job).brief(), "release.pack").unwrap().version, "1.0");
    let log = house.document(&job, "log").await.heads();
    let moved = move_to(&house, &job, &release.digest.hex()).await;
    assert_eq!(moved.status(), 200);
    let view = body(moved).await;
    assert_eq!((&view["version"], &view["newest"]), (&json!("1.1"), &Value::Null));
    assert_eq!((&view["before"]["version"], &view["before"]["by"]), (&json!("1.0"), &json!("admin")));
    // Asked again, as by a page that heard no answer: nothing more is written.
    let brief = house.document(&job, "brief").await.heads();
    assert_eq!(move_to(&house, &job, &release.digest.hex()).await.status(), 200);
    assert_eq!(house.document(&job, "brief").await.heads(), brief);
    assert_eq!(house.document(&job, "log").await.heads(), log, "no answer is touched");
    phone.sync(&house).await;
    let brief = phone.brief(&job).brief();
    assert_eq!(pin(&brief, "release.pack").unwrap().digest, release.digest);
    assert_eq!(pin(&brief, "release.pack_before").unwrap().version, "1.0");
    let before = &brief.fields["release.pack_before"];
    assert_eq!((&before["by"], &before["visit"]), (&json!("admin"), &json!(1)));
    // A new job begins with the newest.
    let fresh = house.job().await;
    assert_eq!(house.get(&format!("jobs/{fresh}/standard")).await["version"], "1.1");
}

#[tokio::test]
async fn nothing_but_a_newer_version_of_its_own_standard_is_taken() {
    let mut house = House::found().await;
    let job = house.job().await;
    let old = house.get(&format!("jobs/{job}/standard")).await["digest"].as_str().unwrap().to_owned();
    let release = restarted(&mut house, |house| newer(house, "1.1")).await;
    let other = newest(&house, "pack", "ac_repair");
    let other = reference::sealed("pack", "ac_repair", other["version"].as_str().unwrap(), &other).unwrap();
    let before = house.document(&job, "brief").await.heads();
    for (to, expected) in [
        (other.digest.hex(), (422, "standard.other")),
        ("0".repeat(64), (422, "release.unknown")),
        ("xyz".into(), (400, "body.json")),
        (String::new(), (400, "body.json")),
    ] {
        assert_eq!(problem(move_to(&house, &job, &to).await).await, (expected.0, expected.1.to_owned()), "{to}");
    }
    let path = format!("jobs/{job}/standard");
    for input in [json!({}), json!({"to": 5}), json!([]), json!({"to": release.digest, "force": true})] {
        assert_eq!(problem(house.post(&path, input.clone()).await).await, (400, "body.json".into()), "{input}");
    }
    assert_eq!(house.document(&job, "brief").await.heads(), before);
    assert_eq!(move_to(&house, &job, &release.digest.hex()).await.status(), 200);
    assert_eq!(
        problem(move_to(&house, &job, &old).await).await,
        (409, "standard.not_newer".into()),
        "there is no way back"
    );
    assert_eq!(problem(move_to(&house, "GD1", &old).await).await, (404, "job.unknown".into()));
    let nothing = house.call(reqwest::Method::GET, "jobs/GD1/standard", None).await;
    assert_eq!(problem(nothing).await, (404, "job.unknown".into()));
    let by_hand = json!({"fields": {"release.pack_before": {"name": "dw_repair"}}});
    let by_hand = house.call(reqwest::Method::PATCH, &format!("jobs/{job}/brief"), Some(by_hand)).await;
    assert_eq!(problem(by_hand).await, (422, "field.wrong".into()));
}

#[tokio::test]
async fn a_visit_whose_sheet_is_sealed_keeps_its_standard() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    phone.sync(&house).await;
    let (id, mut record) = phone.record("x");
    (record.kind, record.item, record.value) = (Kind::Seal, None, json!({}));
    phone.write(&job, &[(id, record)]);
    phone.sync(&house).await;
    let release = restarted(&mut house, |house| newer(house, "1.1")).await;
    let view = house.get(&format!("jobs/{job}/standard")).await;
    assert_eq!((&view["newest"]["version"], &view["closed"]["key"]), (&json!("1.1"), &json!("standard.sealed")));
    let refused = problem(move_to(&house, &job, &release.digest.hex()).await).await;
    assert_eq!(refused, (409, "standard.sealed".into()));
}

#[tokio::test]
async fn a_version_the_program_cannot_read_moves_no_visit() {
    let mut house = House::found().await;
    let job = house.job().await;
    let release = restarted(&mut house, |house| {
        release(house, "pack", "dw_repair", "9.0", |pack| pack["stages"] = json!("none"))
    })
    .await;
    let shown = house.get(&format!("jobs/{job}/standard")).await;
    assert_eq!((&shown["version"], &shown["newest"]), (&json!("1.0"), &Value::Null));
    let refused = problem(move_to(&house, &job, &release.digest.hex()).await).await;
    assert_eq!(refused, (409, "standard.unreadable".into()));
    assert_eq!(house.get("jobs").await["jobs"][0]["fields"]["release.pack"]["version"], "1.0");
}
