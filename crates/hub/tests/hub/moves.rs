//! How the office moves its orders (STANDARDS 2.6, 7.1): each row open and shut, what is recorded, the next visit, clocks.

use crate::house::{House, body, problem, windows};
use crate::page::under_way;
use crate::phone::Phone;
use domain::ids::{RecordId, VisitNo};
use domain::lifecycle::{Guard, Side, TRANSITIONS};
use domain::order::{Fact, Source};
use domain::record::{Kind, Record};
use domain::state::State;
use serde_json::{Value, json};

/// A job that begins in this state, with a crew where it asks for one.
async fn begun(house: &House, state: State) -> String {
    let mut new = windows();
    new["fields"]["job.state"] = json!(state);
    let made = house.post("jobs", new).await;
    assert_eq!(made.status(), 201);
    body(made).await["job"].as_str().unwrap().to_owned()
}

async fn refused(house: &House, job: &str, asked: Value) -> (u16, String) {
    problem(house.post(&format!("jobs/{job}/move"), asked).await).await
}

fn record(fact: Fact) -> Value {
    json!([{"fact": fact.key(), "words": "已核对"}])
}

/// A step of the phone's, from the one before it.
fn step(
    phone: &Phone,
    visit: u32,
    before: Option<&RecordId>,
    from: &str,
    to: &str,
    outcome: &str,
) -> (RecordId, Record) {
    let (id, record) = phone.record("x");
    let mut value = json!({"from": from, "to": to});
    if !outcome.is_empty() {
        value["outcome"] = json!(outcome);
    }
    let replaces = before.into_iter().cloned().collect();
    let record = Record { kind: Kind::Transition, item: None, visit: Some(VisitNo(visit)), value, replaces, ..record };
    (id, record)
}

/// Takes these first steps of a visit, and syncs. The last one's id.
async fn walked(
    house: &House,
    phone: &mut Phone,
    job: &str,
    visit: u32,
    steps: &[(&str, &str, &str)],
) -> Option<RecordId> {
    let mut before = None;
    for (from, to, outcome) in steps {
        let (id, record) = step(phone, visit, before.as_ref(), from, to, outcome);
        phone.write(job, &[(id.clone(), record)]);
        before = Some(id);
    }
    phone.sync(house).await;
    before
}

const BOOKED: (&str, &str, &str) = ("dispatched", "booked", "");
const NOBODY: [(&str, &str, &str); 5] = [
    BOOKED,
    ("booked", "en_route", ""),
    ("en_route", "arrived", ""),
    ("arrived", "nobody_home", "nobody_home"),
    ("nobody_home", "uploaded", "nobody_home"),
];

#[tokio::test]
async fn every_row_of_the_office_is_shut_until_what_it_waits_for_is_said_and_then_open() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut tried = 0;
    // Rows of a known fault and of a dispatch need more than a job that begins there; they have tests of their own.
    let rows = TRANSITIONS.iter().filter(|row| row.side == Side::Office && !matches!(row.number, 1 | 9 | 64));
    for row in rows {
        for (from, to) in row.from.iter().flat_map(|from| row.to.iter().map(move |to| (*from, *to))) {
            let job = begun(&house, from).await;
            let asked = json!({"to": to});
            let open = match row.guards {
                [Guard::Reason] => {
                    let shut = refused(&house, &job, json!({"to": to, "reason": "  "})).await;
                    assert_eq!(shut, (409, "order.reason".into()), "{} from {from:?}", row.number);
                    json!({"to": to, "reason": "客户要求"})
                }
                [Guard::Office(fact)] if fact.source() != Source::Papers => {
                    let shut = refused(&house, &job, asked).await;
                    assert_eq!(shut, (409, "order.lacks".into()), "{} from {from:?}", row.number);
                    json!({"to": to, "records": record(*fact)})
                }
                _ => asked,
            };
            let moved = house.moves(&job, open).await;
            assert_eq!((&moved["row"], &moved["state"]["key"]), (&json!(row.number), &json!(to)));
            let shown = house.get(&format!("jobs/{job}")).await;
            assert_eq!((&shown["state"]["key"], &shown["moved"][0]["row"]), (&json!(to), &json!(row.number)));
            tried += 1;
        }
    }
    assert!(tried > 30, "{tried}");
}

#[tokio::test]
async fn what_no_row_allows_is_refused_with_where_it_stands_and_changes_nothing() {
    let house = House::found().await;
    let job = house.job().await;
    let before = house.get(&format!("jobs/{job}")).await;
    let far = house.post(&format!("jobs/{job}/move"), json!({"to": "archived", "records": record(Fact::Closed)})).await;
    let said = body(far).await;
    assert_eq!((&said["code"], &said["status"]), (&json!("order.no_way"), &json!(409)));
    assert!(said["zh"].as_str().unwrap().contains("待派工") && said["en"].as_str().unwrap().contains("Archived"));
    let nobody = house.post(&format!("jobs/{job}/move"), json!({"to": "dispatched"})).await;
    let said = body(nobody).await;
    assert_eq!(said["code"], "order.lacks");
    assert!(said["zh"].as_str().unwrap().contains(Fact::Crew.zh()), "{said}");
    assert_eq!(house.get(&format!("jobs/{job}")).await, before, "nothing was recorded either");
}

#[tokio::test]
async fn wrong_and_hostile_moves_are_4xx_and_change_nothing() {
    let house = House::found().await;
    let job = begun(&house, State::Triage).await;
    let before = house.get(&format!("jobs/{job}")).await;
    let long = "长".repeat(3_000);
    let cases = [
        (json!("nonsense"), (400, "body.json")),
        (json!({}), (400, "body.json")),
        (json!({"to": "moon"}), (400, "body.json")),
        (json!({"to": ["queued"]}), (400, "body.json")),
        (json!({"to": "queued", "row": 6}), (400, "body.json")),
        (json!({"to": "queued", "records": {"classified": "x"}}), (400, "body.json")),
        (json!({"to": "queued", "records": [{"fact": "classified", "words": 5}]}), (400, "body.json")),
        (json!({"to": "queued", "records": [{"fact": "Classified'; DROP TABLE job"}]}), (422, "field.wrong")),
        (json!({"to": "queued", "records": [{"fact": "classified"}]}), (422, "field.wrong")),
        (json!({"to": "queued", "records": [{"fact": "classified", "words": " \n"}]}), (422, "field.wrong")),
        (json!({"to": "queued", "records": [{"fact": "classified", "words": long}]}), (422, "field.wrong")),
        (json!({"to": "queued", "records": [{"fact": "received", "words": "x"}]}), (422, "field.wrong")),
        (
            json!({"to": "queued", "records": [{"fact": "plan", "words": "x"}, {"fact": "plan", "words": "y"}]}),
            (422, "field.wrong"),
        ),
        (json!({"to": "cancelled", "reason": long}), (422, "field.wrong")),
        (json!({"to": "queued", "visit_from": "tomorrow"}), (422, "field.wrong")),
        (json!({"to": "queued", "visit_to": "2026-11-21T13:30:00+08:00"}), (422, "field.wrong")),
        (
            json!({"to": "queued", "visit_from": "2026-11-21T13:30:00+08:00", "visit_to": "2026-11-21T13:30:00+08:00"}),
            (422, "field.wrong"),
        ),
        (
            json!({"to": "queued", "records": record(Fact::Classified), "visit_from": "2026-11-21T13:30:00+08:00"}),
            (422, "field.wrong"),
        ),
        (json!({"to": "queued", "request": "<script>", "records": record(Fact::Classified)}), (422, "field.wrong")),
    ];
    for (asked, (status, code)) in cases {
        assert_eq!(refused(&house, &job, asked.clone()).await, (status, code.to_owned()), "{asked}");
    }
    assert_eq!(refused(&house, "GD1", json!({"to": "queued"})).await, (404, "job.unknown".into()));
    assert_eq!(house.get(&format!("jobs/{job}")).await, before);
}

#[tokio::test]
async fn what_was_recorded_stands_with_who_and_when_and_a_move_uses_it_up() {
    let house = House::found().await;
    let job = begun(&house, State::Escalated).await;
    let asked = json!({"to": "queued", "records": [{"fact": "plan", "words": " 先加固窗框 "}, {"fact": "major", "words": "框体变形"}]});
    house.moves(&job, asked).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    let recorded = shown["recorded"].as_array().unwrap();
    assert_eq!(
        (recorded[0]["fact"]["zh"].as_str(), recorded[0]["words"].as_str()),
        (Some("专项方案"), Some("先加固窗框"))
    );
    assert_eq!((&recorded[1]["by"], &recorded[1]["at"]), (&json!("admin"), &json!(house.now())));
    let ways: Vec<(u64, Value)> = shown["moves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["row"].as_u64().unwrap(), it["lacks"].clone()))
        .collect();
    assert_eq!(ways.iter().map(|it| it.0).collect::<Vec<_>>(), [9, 46]);
    assert_eq!((&ways[0].1[0]["key"], &ways[0].1[0]["source"]), (&json!("crew"), &json!("papers")));
    assert_eq!(shown["moves"][1]["reason"], true);
}

#[tokio::test]
async fn a_crew_dispatches_an_order_that_waits_for_it_and_no_other_and_is_called_back_with_a_reason() {
    let house = House::found().await;
    for (person, name) in [("p-417", "陈志远"), ("p-9", "刘洋")] {
        house.person(person, name, "0417").await;
    }
    let state = |job: String| {
        let house = &house;
        async move { house.get(&format!("jobs/{job}")).await["state"]["key"].as_str().unwrap().to_owned() }
    };
    let brief = |job: String| {
        let house = &house;
        async move { house.document(&job, "brief").await.brief() }
    };
    let early = begun(&house, State::Triage).await;
    house.assign(&early, &["p-417"]).await;
    assert_eq!(state(early).await, "triage", "who will go is known; the order is not ready yet");

    let mut high = windows();
    high["fields"]["flags"] = json!(["height"]);
    let high = body(house.post("jobs", high).await).await["job"].as_str().unwrap().to_owned();
    house.assign(&high, &["p-417"]).await;
    assert_eq!(state(high.clone()).await, "queued", "height work takes two");
    house.assign(&high, &["p-417", "p-9"]).await;
    assert_eq!(state(high).await, "dispatched");

    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    let sent = brief(job.clone()).await.text("assignment.at").to_owned();
    assert_eq!(sent, "2026-11-20T13:00:00+08:00");
    house.clock.pass(60_000);
    house.assign(&job, &["p-417", "p-9"]).await;
    assert_eq!(brief(job.clone()).await.text("assignment.at"), sent, "the same one leads");
    house.assign(&job, &["p-9"]).await;
    assert_eq!(brief(job.clone()).await.text("assignment.at"), "2026-11-20T13:01:00+08:00");
    let nobody = problem(house.post(&format!("jobs/{job}/crew"), json!([])).await).await;
    assert_eq!(nobody, (409, "order.reason".into()));
    house.withdraw(&job).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!((&shown["crew"], &shown["state"]["key"]), (&json!([]), &json!("queued")));
    let moved: Vec<_> =
        shown["moved"].as_array().unwrap().iter().map(|it| (&it["row"], &it["reason"], &it["by"])).collect();
    let (sent, back, admin) = (json!(9), json!(10), json!("admin"));
    assert_eq!(moved, [(&sent, &json!(""), &admin), (&back, &json!("师傅临时请假"), &admin)]);
    assert_eq!(brief(job).await.text("assignment.at"), "");
}

#[tokio::test]
async fn after_nobody_was_home_a_new_time_sends_somebody_again_and_the_phone_gets_visit_two() {
    let (house, mut phone, job) = under_way().await;
    let last = walked(&house, &mut phone, &job, 1, &NOBODY[..4]).await;
    let at_the_door = house.get(&format!("jobs/{job}")).await;
    assert_eq!(
        (&at_the_door["state"]["key"], at_the_door["moves"][0]["row"].as_u64()),
        (&json!("nobody_home"), Some(62))
    );
    let (id, ended) = step(&phone, 1, last.as_ref(), "nobody_home", "uploaded", "nobody_home");
    phone.write(&job, &[(id, ended)]);
    phone.sync(&house).await;

    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!(shown["state"]["key"], "rescheduling");
    let again = shown["moves"].as_array().unwrap().iter().find(|it| it["row"] == 15).unwrap();
    assert_eq!((&again["visit"], &again["lacks"][0]["key"]), (&json!(2), &json!("new_time")));
    let words = json!([{"fact": "new_time", "words": "与王女士电话约定"}]);
    let (from, to) = ("2026-11-21T09:00:00+08:00", "2026-11-21T10:30:00+08:00");
    let asked = json!({"to": "dispatched", "records": words, "visit_from": from, "visit_to": to});
    let moved = house.moves(&job, asked).await;
    assert_eq!((&moved["row"], &moved["visit"], &moved["state"]["key"]), (&json!(15), &json!(2), &json!("dispatched")));

    phone.sync(&house).await;
    let brief = phone.brief(&job).brief();
    let fold = domain::fold::fold(&brief, &phone.log(&job).fold_entries(), house.now());
    assert_eq!(domain::order::current_visit(&brief, &fold), VisitNo(2));
    assert_eq!((brief.text("appointment.from"), brief.text("appointment.to")), (from, to));
    let (id, booked) = step(&phone, 2, None, "dispatched", "booked", "");
    phone.write(&job, &[(id, booked)]);
    phone.sync(&house).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!((shown["visits"].as_array().unwrap().len(), &shown["state"]["key"]), (2, &json!("booked")));
    assert_eq!(shown["visits"][1]["state"]["key"], "booked");
}

#[tokio::test]
async fn a_visit_planned_again_without_a_time_does_not_keep_the_old_one() {
    let (house, mut phone, job) = under_way().await;
    walked(&house, &mut phone, &job, 1, &NOBODY).await;
    house.moves(&job, json!({"to": "dispatched", "records": record(Fact::NewTime)})).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!(shown["brief"]["appointment_from"], json!(null));
}

#[tokio::test]
async fn a_part_is_issued_for_each_visit_that_waits_for_one() {
    let (house, mut phone, job) = under_way().await;
    for visit in [1, 2] {
        walked(&house, &mut phone, &job, visit, &[BOOKED, ("signing", "left", "awaiting_parts")]).await;
        assert_eq!(house.get(&format!("jobs/{job}")).await["state"]["key"], "awaiting_parts");
        assert_eq!(refused(&house, &job, json!({"to": "dispatched"})).await, (409, "order.lacks".into()));
        let moved = house.moves(&job, json!({"to": "dispatched", "records": record(Fact::PartIssued)})).await;
        assert_eq!((&moved["row"], &moved["visit"]), (&json!(45), &json!(visit + 1)));
        phone.sync(&house).await;
    }
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!((shown["recorded"].as_array().unwrap().len(), &shown["state"]["key"]), (2, &json!("dispatched")));
}

#[tokio::test]
async fn what_a_visit_under_way_came_to_is_not_the_office_s_to_move_yet() {
    let (house, mut phone, job) = under_way().await;
    let steps = [BOOKED, ("survey", "awaiting_parts", "awaiting_parts")];
    walked(&house, &mut phone, &job, 1, &steps).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!((&shown["state"]["key"], &shown["moves"]), (&json!("awaiting_parts"), &json!([])));
    let asked = json!({"to": "dispatched", "records": record(Fact::PartIssued)});
    assert_eq!(refused(&house, &job, asked).await, (409, "order.no_way".into()));
}

#[tokio::test]
async fn a_finished_visit_is_appraised_followed_up_and_archived_or_sent_again() {
    let (house, mut phone, job) = under_way().await;
    let photo = phone.record("prt.before");
    phone.write(&job, &[photo]);
    walked(&house, &mut phone, &job, 1, &[BOOKED, ("signing", "left", "")]).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!(shown["state"]["key"], "left", "its photo is still on the phone");
    let waits = &shown["moves"][0];
    assert_eq!((&waits["row"], &waits["lacks"][0]["key"]), (&json!(38), &json!("received")));
    assert_eq!(
        refused(&house, &job, json!({"to": "appraised", "records": record(Fact::Appraisal)})).await.1,
        "order.no_way"
    );
    crate::media::stored(&house, &mut phone, b"x").await;

    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!(shown["state"]["key"], "uploaded");
    let stand = |shown: &Value, key: &str| {
        let timers = shown["timers"].as_array().unwrap();
        timers.iter().find(|it| it["key"] == key).map(|it| it["stand"].as_str().unwrap().to_owned())
    };
    assert_eq!((stand(&shown, "upload"), stand(&shown, "appraisal")), (Some("kept".into()), Some("running".into())));
    house.moves(&job, json!({"to": "appraised", "records": record(Fact::Appraisal)})).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!(stand(&shown, "appraisal"), Some("kept".into()));
    assert_eq!(refused(&house, &job, json!({"to": "followup"})).await, (409, "order.lacks".into()));
    // On the second working day after it the time of the follow-up has come by itself.
    house.clock.pass(4 * 24 * 60 * 60 * 1000);
    let house = signed_in_again(house).await;
    house.moves(&job, json!({"to": "followup"})).await;

    let again = house.moves(&job, json!({"to": "queued", "records": record(Fact::NotSolved)})).await;
    assert_eq!((&again["row"], &again["visit"], &again["state"]["key"]), (&json!(41), &json!(2), &json!("queued")));
    let sent = house.moves(&job, json!({"to": "dispatched", "visit_from": "2026-11-25T09:00:00+08:00"})).await;
    assert_eq!((&sent["row"], &sent["visit"]), (&json!(9), &json!(null)), "the visit is planned once");
    walked(&house, &mut phone, &job, 2, &[BOOKED, ("signing", "left", "")]).await;
    assert_eq!(
        refused(&house, &job, json!({"to": "appraised"})).await,
        (409, "order.lacks".into()),
        "it is appraised anew"
    );
    house.moves(&job, json!({"to": "followup", "records": [{"fact": "followup_due", "words": "客户要求提前"}]})).await;
    house.moves(&job, json!({"to": "archived", "records": record(Fact::Closed)})).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    assert_eq!(shown["state"]["key"], "archived");
    let rows: Vec<u64> = shown["moved"].as_array().unwrap().iter().map(|it| it["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, [9, 39, 40, 41, 9, 40, 42]);
}

/// A session lasts half a day.
async fn signed_in_again(mut house: House) -> House {
    let opened = house.post("session", json!({"name": "admin", "password": crate::house::PASSWORD})).await;
    house.session = body(opened).await["token"].as_str().unwrap().to_owned();
    house
}

#[tokio::test]
async fn a_visit_left_with_a_known_fault_is_the_supervisor_s_and_any_other_is_not() {
    let (house, mut phone, job) = under_way().await;
    walked(&house, &mut phone, &job, 1, &[BOOKED, ("signing", "left", "left_with_known_fault")]).await;
    assert_eq!(refused(&house, &job, json!({"to": "exchange"})).await, (409, "order.lacks".into()));
    let moved = house.moves(&job, json!({"to": "exchange", "records": record(Fact::KnownFault)})).await;
    assert_eq!((&moved["row"], &moved["visit"]), (&json!(64), &json!(null)));
    let issued = house.moves(&job, json!({"to": "dispatched", "records": record(Fact::UnitIssued)})).await;
    assert_eq!((&issued["row"], &issued["visit"]), (&json!(57), &json!(2)));

    let (house, mut phone, job) = under_way().await;
    walked(&house, &mut phone, &job, 1, &[BOOKED, ("signing", "left", "")]).await;
    let asked = json!({"to": "queued", "records": record(Fact::KnownFault)});
    assert_eq!(refused(&house, &job, asked).await, (409, "order.lacks".into()));
    let ways = house.get(&format!("jobs/{job}")).await["moves"].clone();
    assert!(ways.as_array().unwrap().iter().all(|way| way["row"] != 64), "{ways}");
}

#[tokio::test]
async fn of_two_clerks_at_once_one_moves_the_order_and_the_other_is_told_where_it_stands() {
    let house = House::found().await;
    let job = begun(&house, State::Followup).await;
    let asked = json!({"to": "archived", "records": record(Fact::Closed)});
    let path = format!("jobs/{job}/move");
    let (first, second) = tokio::join!(house.post(&path, asked.clone()), house.post(&path, asked.clone()));
    let mut statuses = [first.status().as_u16(), second.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let shown = house.get(&format!("jobs/{job}")).await;
    let (moved, recorded) = (shown["moved"].as_array().unwrap().len(), shown["recorded"].as_array().unwrap().len());
    assert_eq!((moved, recorded), (1, 1), "what was refused left nothing behind");
}

#[tokio::test]
async fn a_move_that_names_its_request_is_made_once() {
    let house = House::found().await;
    let job = begun(&house, State::Followup).await;
    let asked = json!({"request": "0c0ffee0-3333", "to": "archived", "records": record(Fact::Closed)});
    let first = house.moves(&job, asked.clone()).await;
    assert_eq!(house.moves(&job, asked).await, first);
    assert_eq!(house.get(&format!("jobs/{job}")).await["moved"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_asked_for_on_site_is_first_made_a_job_or_cancelled() {
    let (house, mut phone, _) = under_way().await;
    let (id, record) = phone.record("x");
    let value = json!({"fields": {"customer.name": "李阿姨", "customer.phone": "138", "customer.address": "隔壁",
        "product.model": "纱窗", "symptom.words": "破了"}});
    let job = "RQ261120-7K3F9Q2M4C".to_owned();
    let asked = Record { kind: Kind::Request, visit: None, item: None, value, ..record };
    phone.write(&job, &[(id, asked)]);
    phone.sync(&house).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    let ways: Vec<u64> = shown["moves"].as_array().unwrap().iter().map(|it| it["row"].as_u64().unwrap()).collect();
    assert_eq!(ways, [46]);
    assert_eq!(refused(&house, &job, json!({"to": "triage"})).await, (409, "order.no_way".into()));
    house.moves(&job, json!({"to": "cancelled", "reason": "不在服务范围"})).await;
    assert_eq!(house.get(&format!("jobs/{job}")).await["state"]["key"], "cancelled");
}

#[tokio::test]
async fn clocks_go_by_the_settings_the_job_keeps_to_and_a_job_promises_by_them() {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let job = house.job().await;
    let brief = house.document(&job, "brief").await.brief();
    // Taken in on a Friday at one: three working days, as the standard has it.
    assert_eq!(brief.text("job.promised_by"), "2026-11-25T18:00:00+08:00");
    let mut own = windows();
    own["fields"]["job.promised_by"] = json!("2026-11-21T12:00:00+08:00");
    let own = body(house.post("jobs", own).await).await["job"].as_str().unwrap().to_owned();
    assert_eq!(house.document(&own, "brief").await.brief().text("job.promised_by"), "2026-11-21T12:00:00+08:00");

    house.clock.pass(61 * 60_000);
    let shown = house.get(&format!("jobs/{job}")).await;
    let timer = |key: &str| shown["timers"].as_array().unwrap().iter().find(|it| it["key"] == key).cloned().unwrap();
    let (dispatch, response) = (timer("dispatch"), timer("response"));
    assert_eq!(
        (&dispatch["stand"], &dispatch["zh"], &dispatch["visit"]),
        (&json!("over"), &json!("派工"), &json!(null))
    );
    assert_eq!(dispatch["due_ms"].as_i64().unwrap() - dispatch["from_ms"].as_i64().unwrap(), 60 * 60_000);
    assert_eq!((&response["stand"], &shown["now"]), (&json!("running"), &json!(house.now())));
    house.assign(&job, &["p-417"]).await;
    let shown = house.get(&format!("jobs/{job}")).await;
    let dispatch = shown["timers"].as_array().unwrap().iter().find(|it| it["key"] == "dispatch").unwrap().clone();
    assert_eq!((&dispatch["stand"], &dispatch["met_ms"]), (&json!("late"), &json!(house.now())));
    house.moves(&job, json!({"to": "cancelled", "reason": "客户不需要了"})).await;
    let timers = house.get(&format!("jobs/{job}")).await["timers"].clone();
    assert!(timers.as_array().unwrap().iter().all(|it| !it["met_ms"].is_null()), "{timers}");
}
