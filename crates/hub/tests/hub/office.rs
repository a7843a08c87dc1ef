//! The first start, the account, and what a clerk can do.

use crate::house::{House, PASSWORD, body, client, open, problem, windows};
use hub::{HubRefused, ListenOptions};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;

#[tokio::test]
async fn the_first_start_founds_the_company_and_no_password_is_kept_in_the_clear() {
    let mut house = House::found().await;
    let folder = house.folder.path().to_owned();
    let password = house.one_time.clone().unwrap();
    for file in ["hub.sqlite", "keys/root.pem", "keys/issuing.pem", "keys/office.pem"] {
        assert!(folder.join(file).exists(), "{file}");
    }
    #[cfg(unix)]
    for file in ["keys/root.pem", "keys/issuing.pem", "keys/office.pem"] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(folder.join(file)).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
    house.stop().await;
    for entry in ["hub.sqlite", "hub.sqlite-wal"] {
        let Ok(bytes) = fs::read(folder.join(entry)) else { continue };
        for secret in [password.as_bytes(), PASSWORD.as_bytes()] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{entry} holds a password");
        }
    }
    // The root key is not needed to run.
    fs::remove_file(folder.join("keys/root.pem")).unwrap();
    let opened = open(&folder, &house.clock).unwrap();
    assert!(opened.founded.is_none());
}

#[tokio::test]
async fn every_start_deals_a_new_password_until_somebody_has_signed_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::found().await;
    house.stop().await;
    house.folder = folder;
    house.start().await;
    let unused = house.one_time.take().unwrap();
    house.stop().await;
    house.start().await;
    let second = house.one_time.take().unwrap();
    let ask = |password: &str| json!({"name": "admin", "password": password, "new_password": PASSWORD});
    assert_eq!(problem(house.post("session", ask(&unused)).await).await, (401, "session.password".into()));
    assert_eq!(house.post("session", ask(&second)).await.status(), 200);
    house.stop().await;
    house.start().await;
    assert_eq!(house.one_time, None);
    assert_eq!(house.post("session", json!({"name": "admin", "password": PASSWORD})).await.status(), 200);
}

#[tokio::test]
async fn the_printed_password_opens_nothing_without_a_new_one_and_nothing_after_it() {
    let house = House::found().await;
    let one_time = house.one_time.clone().unwrap();
    let old = house.post("session", json!({"name": "admin", "password": one_time})).await;
    assert_eq!(problem(old).await, (401, "session.password".into()));
    let new = house.post("session", json!({"name": "admin", "password": PASSWORD})).await;
    assert_eq!(new.status(), 200);
    let cookie = new.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let cookie = cookie.split(';').next().unwrap();
    let jobs = client().get(house.url("/v1/office/jobs")).header("cookie", cookie).send().await.unwrap();
    assert_eq!(jobs.status(), 200);
    let closed = house.call(Method::DELETE, "session", None).await;
    assert_eq!(closed.status(), 204);
    assert_eq!(house.call(Method::GET, "jobs", None).await.status(), 401);
}

#[tokio::test]
async fn a_one_time_password_asks_for_a_good_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::found().await;
    house.stop().await;
    house.folder = folder;
    house.start().await;
    let one_time = house.one_time.clone().unwrap();
    let ask = |new: Option<&str>| {
        let mut asked = json!({"name": "admin", "password": one_time});
        if let Some(new) = new {
            asked["new_password"] = json!(new);
        }
        asked
    };
    let refused = problem(house.post("session", ask(None)).await).await;
    assert_eq!(refused, (403, "session.new_password_needed".into()));
    for bad in ["short", one_time.as_str()] {
        assert_eq!(problem(house.post("session", ask(Some(bad))).await).await, (400, "session.new_password".into()));
    }
    assert_eq!(house.post("session", ask(Some(PASSWORD))).await.status(), 200);
}

#[tokio::test]
async fn after_five_wrong_passwords_there_is_a_pause() {
    let house = House::found().await;
    for _ in 0..5 {
        let wrong = house.post("session", json!({"name": "admin", "password": "wrong"})).await;
        assert_eq!(wrong.status(), 401);
    }
    let right = json!({"name": "admin", "password": PASSWORD});
    assert_eq!(problem(house.post("session", right.clone()).await).await, (429, "session.wait".into()));
    house.clock.pass(60_000);
    assert_eq!(house.post("session", right).await.status(), 200);
}

#[tokio::test]
async fn without_a_session_nothing_of_the_office_is_reached() {
    let house = House::found().await;
    for (method, path) in [
        (Method::GET, "jobs"),
        (Method::POST, "jobs"),
        (Method::POST, "people"),
        (Method::POST, "enrolments"),
        (Method::PATCH, "jobs/GD261120-0001/brief"),
        (Method::POST, "jobs/GD261120-0001/notes"),
        (Method::POST, "jobs/GD261120-0001/crew"),
        (Method::POST, "jobs/GD261120-0001/move"),
        (Method::GET, "jobs/GD261120-0001/documents/log"),
    ] {
        let request = client().request(method, house.url(&format!("/v1/office/{path}"))).body("{}");
        assert_eq!(problem(request.send().await.unwrap()).await, (401, "session.none".into()), "{path}");
    }
    house.clock.pass(12 * 60 * 60 * 1000);
    assert_eq!(house.call(Method::GET, "jobs", None).await.status(), 401, "a session ends");
}

#[tokio::test]
async fn a_job_keeps_the_releases_it_began_with_and_its_brief_can_be_changed() {
    let house = House::found().await;
    let job = house.job().await;
    let changed = house
        .call(
            Method::PATCH,
            &format!("jobs/{job}/brief"),
            Some(json!({"fields": {"job.note": "带梯子", "crew.size": 2}})),
        )
        .await;
    assert_eq!(changed.status(), 204);
    let list = house.get("jobs").await;
    let fields = &list["jobs"][0]["fields"];
    assert_eq!(
        (&fields["job.note"], &fields["crew.size"], &fields["job.state"]),
        (&json!("带梯子"), &json!(2), &json!("queued"))
    );
    assert_eq!(fields["release.pack"]["name"], "dw_repair");
    assert_eq!(fields["release.prices"]["version"], "2026-07");
    let brief = house.document(&job, "brief").await.brief();
    assert_eq!(serde_json::to_value(&brief.fields).unwrap(), *fields);
    assert!(house.document(&job, "log").await.is_empty());
}

#[tokio::test]
async fn a_change_or_a_crew_sent_again_is_answered_as_before_and_writes_nothing() {
    let house = House::found().await;
    house.person("p-li", "李建国", "0217").await;
    let job = house.job().await;
    let change = json!({"fields": {"symptom.words": "书房窗关不严", "product.count": 2.0}});
    let mut lengths = Vec::new();
    for _ in 0..2 {
        let changed = house.call(Method::PATCH, &format!("jobs/{job}/brief"), Some(change.clone())).await;
        assert_eq!(changed.status(), 204);
        house.assign(&job, &["p-li"]).await;
        lengths.push(house.document(&job, "brief").await.len());
    }
    assert_eq!(lengths[0], lengths[1]);
    assert_eq!(house.document(&job, "brief").await.brief().fields["product.count"], 2);
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_a_problem_like_any_other() {
    let house = House::found().await;
    for path in ["jobs/%ff", "cards?page=first", "cards?colour=red", "imports?confirm=x"] {
        let method = if path.starts_with("imports") { Method::POST } else { Method::GET };
        assert_eq!(problem(house.call(method, path, None).await).await, (400, "address.unreadable".into()), "{path}");
    }
}

#[tokio::test]
async fn the_hub_describes_each_of_its_routes_with_its_refusals_as_problems() {
    let house = House::found().await;
    let api = body(client().get(house.url("/v1/openapi.json")).send().await.unwrap()).await;
    let paths = api["paths"].as_object().unwrap();
    assert!(paths.len() >= 20 && paths.contains_key("/v1/sync") && paths.contains_key("/v1/office/jobs/{job}/crew"));
    let mut refusals = 0;
    let operations = paths.iter().flat_map(|(path, item)| item.as_object().unwrap().values().map(move |it| (path, it)));
    for (path, operation) in operations {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let refused = status.as_str() >= "400";
            // Whoever scans the code on a paper reads a page, whatever it says.
            let page = path.to_lowercase() == "/q/{code}" && response["content"].get("text/html").is_some();
            let problem = response["content"].get("application/problem+json").is_some();
            assert_eq!(refused, problem || refused && page, "{operation}");
            refusals += usize::from(refused);
        }
    }
    assert!(refusals > 100, "{refusals}");
    let create = &api["paths"]["/v1/office/jobs"]["post"];
    let named = |status: &str| create["responses"].get(status).is_some();
    assert!(["201", "400", "401", "403", "409", "413", "422", "507"].into_iter().all(named), "{create}");
}

#[tokio::test]
async fn wrong_input_is_a_4xx_with_a_code_and_changes_nothing() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let job = house.job().await;
    let before = house.get("jobs").await;
    let with = |key: &str, value: Value| {
        let mut new = windows();
        new["fields"][key] = value;
        new
    };
    let mut nameless = windows();
    nameless["fields"].as_object_mut().unwrap().remove("customer.name");
    let mut unknown_pack = windows();
    unknown_pack["pack"] = json!("moon_repair");
    let mut taken = windows();
    taken["job"] = json!(job);
    let jobs = "jobs".to_owned();
    let (brief, notes, crew) = (format!("jobs/{job}/brief"), format!("jobs/{job}/notes"), format!("jobs/{job}/crew"));
    let cases = [
        (Method::POST, &jobs, json!("nonsense"), (400, "body.json")),
        (Method::POST, &jobs, json!({"pack": "dw_repair", "fields": {}, "colour": "red"}), (400, "body.json")),
        (Method::POST, &jobs, nameless, (422, "field.wrong")),
        (Method::POST, &jobs, unknown_pack, (422, "release.unknown")),
        (Method::POST, &jobs, taken, (409, "job.exists")),
        (Method::POST, &jobs, with("customer.name", json!(5)), (422, "field.wrong")),
        (Method::POST, &jobs, with("flags", json!(["flying"])), (422, "field.wrong")),
        (Method::POST, &jobs, with("appointment.from", json!("tomorrow")), (422, "field.wrong")),
        (Method::POST, &jobs, with("Key With Spaces", json!(1)), (422, "field.wrong")),
        (Method::POST, &jobs, with("release.pack", json!("x")), (422, "field.wrong")),
        (Method::POST, &jobs, with("gap", json!(2.1)), (422, "field.not_canonical")),
        (Method::POST, &jobs, with("long", json!("x".repeat(20_000))), (422, "field.wrong")),
        (Method::PATCH, &brief, json!({"fields": {}}), (422, "field.wrong")),
        (Method::PATCH, &brief, json!({"fields": {"assignment.crew": []}}), (422, "field.wrong")),
        (Method::PATCH, &brief, json!({"fields": {"job.state": "archived"}}), (422, "field.wrong")),
        (Method::PATCH, &brief, json!({"fields": {"job.note": "x", "job.visit": 2}}), (422, "field.wrong")),
        (Method::POST, &notes, json!({"text": "  "}), (422, "field.wrong")),
        (Method::POST, &crew, json!([{"person": "p-nobody"}]), (422, "person.unknown")),
    ];
    for (method, path, input, expected) in cases {
        let refused = problem(house.call(method, path, Some(input.clone())).await).await;
        assert_eq!(refused, (expected.0, expected.1.to_owned()), "{path} {input}");
    }
    for path in ["jobs/GD1/brief", "jobs/GD1/notes", "jobs/GD1/crew"] {
        let input = match path {
            "jobs/GD1/crew" => json!([]),
            "jobs/GD1/notes" => json!({"text": "x"}),
            _ => json!({"fields": {"job.note": "x"}}),
        };
        let method = if path.ends_with("brief") { Method::PATCH } else { Method::POST };
        assert_eq!(problem(house.call(method, path, Some(input)).await).await, (404, "job.unknown".into()));
    }
    for person in
        [json!({"person": "P 1", "name": "x", "badge": "1"}), json!({"person": "office", "name": "x", "badge": "1"})]
    {
        assert_eq!(problem(house.post("people", person).await).await, (422, "field.wrong".into()));
    }
    assert_eq!(problem(house.post("enrolments", json!({"person": "p-0"})).await).await, (422, "person.unknown".into()));
    assert_eq!(house.get("jobs").await, before);
}

#[tokio::test]
async fn what_is_not_there_says_so() {
    let house = House::found().await;
    let nothing = client().get(house.url("/v2/anything")).send().await.unwrap();
    assert_eq!(problem(nothing).await, (404, "route.unknown".into()));
    let method = client().get(house.url("/v1/sync")).send().await.unwrap();
    assert_eq!(problem(method).await, (405, "route.method".into()));
    let job = house.job().await;
    let document = house.call(Method::GET, &format!("jobs/{job}/documents/diary"), None).await;
    assert_eq!(problem(document).await, (404, "document.unknown".into()));
    let health = client().get(house.url("/v1/health")).send().await.unwrap();
    assert_eq!(body(health).await["ok"], true);
}

#[tokio::test]
async fn ca_pem_holds_the_root_whose_key_is_the_pin_and_the_issuing_certificate() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let pem = client().get(house.url("/v1/ca.pem")).send().await.unwrap().text().await.unwrap();
    assert_eq!(pem.matches("BEGIN CERTIFICATE").count(), 2);
    let code = house.post("enrolments", json!({"person": "p-417"})).await;
    let pin = body(code).await["pin"].as_str().unwrap().to_owned();
    let root: String = pem.lines().skip(1).take_while(|line| !line.starts_with('-')).collect();
    let root = data_encoding::BASE64.decode(root.as_bytes()).unwrap();
    let root = domain::trust::Certificate::from_der(&root).unwrap();
    assert_eq!(domain::digest::Digest::of(root.spki()).hex(), pin);
}

#[tokio::test]
async fn a_taken_port_another_machine_s_address_and_a_second_hub_are_told_in_one_sentence() {
    let house = House::found().await;
    let taken = hub::listen(ListenOptions::at(house.address)).await.unwrap_err();
    assert_eq!(taken.code(), "hub.port_in_use");
    assert!(taken.to_string().contains("--listen 127.0.0.1:0") && taken.zh().contains("换一个端口"));
    let open_world = hub::listen(ListenOptions::at("0.0.0.0:0".parse().unwrap())).await.unwrap_err();
    assert_eq!(open_world.code(), "hub.no_address");
    for way in ["--address", "--tls own", "--tls-cert", "--trusted-proxy"] {
        assert!(open_world.to_string().contains(way) && open_world.zh().contains(way), "{way}");
    }
    let second = open(house.folder.path(), &house.clock).err().unwrap();
    assert!(matches!(second, HubRefused::Running(_)));
}

#[tokio::test]
async fn a_lost_database_or_key_is_said_and_nothing_is_founded_over_it() {
    let mut house = House::found().await;
    house.stop().await;
    let folder = house.folder.path().to_owned();
    let aside = folder.join("aside");
    fs::rename(folder.join("keys/office.pem"), &aside).unwrap();
    assert_eq!(open(&folder, &house.clock).err().unwrap().code(), "hub.key_missing");
    fs::copy(folder.join("keys/issuing.pem"), folder.join("keys/office.pem")).unwrap();
    assert_eq!(open(&folder, &house.clock).err().unwrap().code(), "hub.key_wrong");
    fs::rename(&aside, folder.join("keys/office.pem")).unwrap();
    for file in ["hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm"] {
        let _ = fs::remove_file(folder.join(file));
    }
    assert_eq!(open(&folder, &house.clock).err().unwrap().code(), "hub.database_missing");
}
