//! What the firm has set: read, changed all or nothing, released to phones, pinned by new jobs.

use crate::house::{House, body, client, problem};
use crate::phone::Phone;
use domain::brief::ReleaseRef;
use domain::settings::{Settings, whole};
use reqwest::Method;
use serde_json::{Value, json};

async fn put(house: &House, base: &str, values: Value) -> reqwest::Response {
    house.call(Method::PUT, "settings", Some(json!({"base": base, "values": values}))).await
}

fn row<'a>(view: &'a Value, key: &str) -> &'a Value {
    view["settings"].as_array().unwrap().iter().find(|row| row["key"] == key).unwrap()
}

fn pinned(house_jobs: &Value, job: &str) -> ReleaseRef {
    let jobs = house_jobs["jobs"].as_array().unwrap();
    let line = jobs.iter().find(|line| line["job"] == job).unwrap();
    serde_json::from_value(line["fields"]["release.settings"].clone()).unwrap()
}

#[tokio::test]
async fn every_setting_is_shown_with_its_limits_its_default_and_whose_that_is() {
    let house = House::found().await;
    let view = house.get("settings").await;
    assert_eq!(view["version"], "2026-11");
    assert_eq!(view["settings"].as_array().unwrap().len(), standards::Book::builtin().unwrap().settings.len());
    assert_eq!(view["groups"].as_array().unwrap().len(), 4);
    let wait = row(&view, "nobody.wait_min");
    assert_eq!((&wait["kind"], &wait["least"], &wait["most"]), (&json!("integer"), &json!("0"), &json!("60")));
    assert_eq!((&wait["default"], &wait["value"], &wait["own"]), (&json!(15), &json!(15), &json!(false)));
    assert_eq!((&wait["status"]["key"], &wait["status"]["zh"]), (&json!("silent"), &json!("产品默认")));
    assert_eq!(wait["rules"][0]["key"], "ENT-03");
    assert_eq!(row(&view, "apt.notice_short_min")["status"]["zh"], "规范来源");
    assert_eq!(row(&view, "fee.inspection_on_refusal")["own"], true, "the demonstration has set it");
    assert_eq!(row(&view, "ac.power")["here"], false);
    assert_eq!(view["history"].as_array().unwrap().len(), 1);
    assert_eq!((&view["history"][0]["by"], &view["more"]), (&json!(""), &json!(false)));
}

#[tokio::test]
async fn what_is_set_is_a_new_version_that_says_who_and_when_and_goes_back_to_the_default() {
    let house = House::found().await;
    let holidays = json!(["2026-12-31", "2027-01-01"]);
    let set = put(&house, "2026-11", json!({"nobody.wait_min": 20, "calendar.holidays": holidays})).await;
    assert_eq!(set.status(), 200);
    let view = body(set).await;
    assert_eq!(view["version"], "2026-11.1");
    assert_eq!(
        (&row(&view, "nobody.wait_min")["value"], &row(&view, "nobody.wait_min")["own"]),
        (&json!(20), &json!(true))
    );
    assert_eq!(row(&view, "calendar.holidays")["value"], holidays);
    let newest = &view["history"][0];
    assert_eq!((&newest["by"], &newest["at"]), (&json!("admin"), &json!(house.now())));
    let changed: Vec<&Value> = newest["changed"].as_array().unwrap().iter().map(|it| &it["key"]).collect();
    assert_eq!(changed, ["calendar.holidays", "nobody.wait_min"]);
    // Next month, back to the default.
    house.clock.pass(11 * 24 * 60 * 60 * 1000);
    let signed_in = house.post("session", json!({"name": "admin", "password": crate::house::PASSWORD})).await;
    let token = body(signed_in).await["token"].as_str().unwrap().to_owned();
    let back = client()
        .put(house.url("/v1/office/settings"))
        .header("authorization", format!("Bearer {token}"))
        .body(json!({"base": "2026-11.1", "values": {"nobody.wait_min": null}}).to_string());
    let view = body(back.send().await.unwrap()).await;
    assert_eq!(view["version"], "2026-12");
    assert_eq!(
        (&row(&view, "nobody.wait_min")["value"], &row(&view, "nobody.wait_min")["own"]),
        (&json!(15), &json!(false))
    );
    assert_eq!(row(&view, "calendar.holidays")["value"], holidays, "what nobody touched stays");
    assert_eq!(view["history"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn jobs_under_way_keep_their_settings_and_new_ones_have_the_newest() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let before = house.job().await;
    house.assign(&before, &["p-417"]).await;
    phone.sync(&house).await;
    let set = put(&house, "2026-11", json!({"nobody.wait_min": 25, "consent.allow_oral": true})).await;
    assert_eq!(set.status(), 200);
    let after = house.job().await;
    let jobs = house.get("jobs").await;
    assert_eq!(pinned(&jobs, &before).version, "2026-11");
    let newest = pinned(&jobs, &after);
    assert_eq!(newest.version, "2026-11.1");
    // The phone gets it with its next round, whatever job it has.
    let answers = phone.sync(&house).await;
    let released: Vec<_> = answers.iter().flat_map(|answer| &answer.releases).collect();
    assert_eq!(released.len(), 1);
    assert_eq!((released[0].kind.as_str(), &released[0].digest), ("settings", &newest.digest));
    let settings: Settings = serde_json::from_slice(&released[0].bytes).unwrap();
    assert_eq!(settings.values.whole(whole::NOBODY_WAIT_MIN), 25);
    assert_eq!(settings.company.name.zh, "云州安信到家服务有限公司", "the rest of the release is kept");
    assert!(!settings.warranty.zh.is_empty() && !settings.contacts.is_empty());
}

#[tokio::test]
async fn wrong_values_are_all_named_and_nothing_is_set() {
    let house = House::found().await;
    let before = house.get("settings").await;
    let refused = put(
        &house,
        "2026-11",
        json!({
            "nobody.wait_min": 61, "calendar.hours": "9 to 5", "moon.phase": 1, "rebook.due_h": 12,
            "apt.early_min_from": 20, "warranty.plans": [{"code": "DW"}], "calendar.holidays": ["2026-10-02", "2026-10-01"],
        }),
    )
    .await;
    assert_eq!(refused.status(), 422);
    let refused = body(refused).await;
    assert_eq!(refused["code"], "settings.wrong");
    let errors = refused["errors"].as_array().unwrap();
    let codes: Vec<(&str, &str)> =
        errors.iter().map(|it| (it["key"].as_str().unwrap(), it["code"].as_str().unwrap())).collect();
    assert_eq!(
        codes,
        [
            ("apt.early_min_from", "setting.above"),
            ("calendar.holidays", "setting.out_of_order"),
            ("calendar.hours", "setting.not_hours"),
            ("moon.phase", "setting.unknown"),
            ("nobody.wait_min", "setting.out_of_range"),
            ("warranty.plans", "setting.row"),
        ]
    );
    for word in ["无人应答等候时长", "0–60 分钟", "最多提前到达", "moon.phase"] {
        assert!(refused["zh"].as_str().unwrap().contains(word), "{word}: {}", refused["zh"]);
    }
    for (base, values, expected) in [
        ("2026-11", json!({"nobody.wait_min": "20"}), (422, "settings.wrong")),
        ("2026-11", json!({"ac.power": []}), (422, "settings.wrong")),
        ("2026-11", json!({"nobody.wait_min": 20.5}), (422, "settings.wrong")),
        ("2026-10", json!({"nobody.wait_min": 20}), (409, "settings.changed")),
        ("", json!({}), (409, "settings.changed")),
        ("2026-11", json!([]), (400, "body.json")),
        ("2026-11", json!("x"), (400, "body.json")),
    ] {
        let refused = problem(put(&house, base, values.clone()).await).await;
        assert_eq!(refused, (expected.0, expected.1.to_owned()), "{base} {values}");
    }
    let many: serde_json::Map<String, Value> = (0..201).map(|n| (format!("key.{n}"), json!(1))).collect();
    assert_eq!(problem(put(&house, "2026-11", json!(many)).await).await, (422, "field.wrong".into()));
    let long = json!({"x".repeat(10_000): 1});
    let told = body(put(&house, "2026-11", long).await).await;
    assert!(told["zh"].as_str().unwrap().len() < 300, "a message does not repeat what is endless");
    for body in ["", "{}", "{\"base\":\"2026-11\",\"values\":{},\"more\":1}", "\u{0}"] {
        let request = client().put(house.url("/v1/office/settings"));
        let request = request.header("authorization", format!("Bearer {}", house.session)).body(body);
        assert_eq!(problem(request.send().await.unwrap()).await, (400, "body.json".into()), "{body}");
    }
    assert_eq!(house.get("settings").await, before);
}

#[tokio::test]
async fn of_two_clerks_the_second_looks_again_and_what_changes_nothing_is_no_version() {
    let house = House::found().await;
    let (one, two) = tokio::join!(
        put(&house, "2026-11", json!({"rebook.due_h": 12})),
        put(&house, "2026-11", json!({"nobody.wait_min": 30}))
    );
    let mut answers = [one.status().as_u16(), two.status().as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [200, 409]);
    let view = house.get("settings").await;
    assert_eq!((&view["version"], view["history"].as_array().unwrap().len()), (&json!("2026-11.1"), 2));
    for nothing in [json!({}), json!({"fup.attempts": null}), json!({"consent.allow_oral": false})] {
        let same = put(&house, "2026-11.1", nothing.clone()).await;
        assert_eq!(body(same).await["version"], "2026-11.1", "{nothing}");
    }
}

#[tokio::test]
async fn settings_are_the_office_s_alone() {
    let house = House::found().await;
    for method in [Method::GET, Method::PUT] {
        let request = client().request(method, house.url("/v1/office/settings")).body("{\"base\":\"\",\"values\":{}}");
        assert_eq!(problem(request.send().await.unwrap()).await, (401, "session.none".into()));
    }
    let opened = house.post("session", json!({"name": "admin", "password": crate::house::PASSWORD})).await;
    let cookie = opened.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let by_cookie = client().put(house.url("/v1/office/settings")).header("cookie", cookie).body("{}");
    assert_eq!(problem(by_cookie.send().await.unwrap()).await, (403, "session.foreign_page".into()));
}

#[tokio::test]
async fn values_of_another_program_are_kept_and_named() {
    let mut house = House::found().await;
    house.stop().await;
    crate::standard::release(&house, "settings", "settings", "2026-11.a", |settings| {
        settings["values"]["moon.phase"] = json!("full");
        settings["values"]["nobody.wait_min"] = json!(600);
        settings["later"] = json!({"kept": true});
    });
    house.start().await;
    let view = house.get("settings").await;
    assert_eq!(view["unknown"], json!(["moon.phase"]));
    assert_eq!(row(&view, "nobody.wait_min")["wrong"]["key"], "setting.out_of_range");
    let set = body(put(&house, "2026-11.a", json!({"rebook.due_h": 12})).await).await;
    assert_eq!((&set["version"], &set["unknown"]), (&json!("2026-11.1"), &json!(["moon.phase"])));
    let gone = body(put(&house, "2026-11.1", json!({"moon.phase": null, "nobody.wait_min": null})).await).await;
    assert_eq!((&gone["unknown"], &row(&gone, "nobody.wait_min")["wrong"]), (&json!([]), &Value::Null));
    let bytes = crate::standard::newest(&house, "settings", "settings");
    assert_eq!(bytes["later"], json!({"kept": true}));
}
