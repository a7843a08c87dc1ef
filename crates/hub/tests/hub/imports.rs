//! Tables of customers and jobs, looked at and taken in.

use crate::house::{House, body, client, problem};
use domain::digest::Digest;
use reqwest::{Method, Response};
use serde_json::{Value, json};

const HEAD: &str = "客户姓名,电话,地址,服务类型,故障描述,预约时间,外部单号,备注";

async fn send(house: &House, query: &str, bytes: impl Into<Vec<u8>>) -> Response {
    let url = house.url(&format!("/v1/office/imports?{query}"));
    let request = client().post(url).header("authorization", format!("Bearer {}", house.session));
    request.header("content-type", "application/octet-stream").body(bytes.into()).send().await.unwrap()
}

async fn look(house: &House, bytes: impl Into<Vec<u8>>) -> Value {
    let response = send(house, "pack=dw_repair", bytes).await;
    assert_eq!(response.status(), 200, "{:?}", response.text().await);
    body(response).await
}

async fn take(house: &House, bytes: &[u8], request: &str) -> Response {
    let digest = Digest::of(bytes);
    send(house, &format!("pack=dw_repair&confirm={digest}&request={request}"), bytes).await
}

fn verdicts(view: &Value) -> Vec<&str> {
    view["rows"].as_array().unwrap().iter().map(|row| row["verdict"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_gbk_table_is_looked_at_without_storing_and_then_taken_in_once() {
    let house = House::found().await;
    let text = format!(
        "{HEAD}\r\n\
         周慧,138 0000 1201,云州市望江区书院路 8 号,门窗维修,推拉窗卡滞,2026/11/21 9:00-10:30,A-1,=1+1\r\n\
         ,13800001202,云州市,门窗维修,漏风,,A-2,\r\n\
         何建国,12,云州市,门窗维修,漏风,,A-3,\n\
         赵明,13800001204,云州市,修飞船,漏风,明天,A-4,\n\
         周慧,13800001201,云州市望江区书院路 8 号,,推拉窗卡滞,,A-1,\n\
         孙倩,13800001206,云州市江北区,broadband_install,新装宽带,2026-11-22 14:00,A-6,\"第一行\n第二行\""
    );
    let bytes = encoding_rs::GBK.encode(&text).0.into_owned();
    let view = look(&house, bytes.clone()).await;
    assert_eq!((&view["kind"], &view["encoding"]), (&json!("csv"), &json!("GB18030")));
    assert_eq!(verdicts(&view), ["good", "wrong", "wrong", "wrong", "double", "good"]);
    assert_eq!((&view["good"], &view["wrong"], &view["double"]), (&json!(2), &json!(3), &json!(1)));
    let keys = |row: usize| -> Vec<&str> {
        view["rows"][row]["faults"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap()).collect()
    };
    assert_eq!(
        (keys(1), keys(2), keys(3)),
        (vec!["customer.name"], vec!["customer.phone"], vec!["pack", "appointment.from"])
    );
    assert_eq!(view["rows"][4]["same_as"], "line 2");
    assert_eq!(house.get("cards").await["total"], 0, "looking stores nothing");

    let (first, second) = tokio::join!(take(&house, &bytes, "import-0001"), take(&house, &bytes, "import-0001"));
    let (first, second) = (body(first).await, body(second).await);
    assert_eq!(first["jobs"], second["jobs"], "two fast taps take it in once");
    assert_eq!(first["jobs"].as_array().unwrap().len(), 2);
    let cards = house.get("cards?text=%E5%91%A8%E6%85%A7").await;
    assert_eq!((cards["total"].as_u64(), &cards["cards"][0]["external"]), (Some(1), &json!("A-1")));
    let job = first["jobs"][0].as_str().unwrap();
    let brief = house.document(job, "brief").await.brief();
    assert_eq!(brief.text("appointment.from"), "2026-11-21T09:00:00+08:00");
    assert_eq!(brief.text("appointment.to"), "2026-11-21T10:30:00+08:00");
    assert_eq!(brief.text("job.note"), "=1+1", "text stays text");
    assert_eq!(
        house.document(first["jobs"][1].as_str().unwrap(), "brief").await.brief().text("job.note"),
        "第一行\n第二行"
    );

    let again = look(&house, bytes.clone()).await;
    assert_eq!(verdicts(&again), ["double", "wrong", "wrong", "wrong", "double", "double"]);
    assert_eq!(again["rows"][0]["same_as"], job);
    let nothing = body(take(&house, &bytes, "import-0002").await).await;
    assert_eq!((&nothing["jobs"], &nothing["double"]), (&json!([]), &json!(3)));
}

#[tokio::test]
async fn english_heads_do_and_rows_without_a_number_are_known_by_what_they_say() {
    let house = House::found().await;
    let row = "Wang Shumin,+86 137-0000-8026,27 Binhe Road,draught,yes";
    let text = format!("Name;Phone (mobile);Address;Problem;Urgent;Colour\n{row}\n{row}\n").replace(',', ";");
    let view = look(&house, text.clone()).await;
    assert_eq!(verdicts(&view), ["good", "double"]);
    assert_eq!(view["columns"][5], json!({"head": "Colour", "key": null}));
    let done = body(take(&house, text.as_bytes(), "import-0001").await).await;
    let job = done["jobs"][0].as_str().unwrap();
    assert_eq!(house.document(job, "brief").await.brief().text("job.priority"), "urgent");
    let again = look(&house, text).await;
    assert_eq!((&again["rows"][0]["same_as"], verdicts(&again)), (&json!(job), vec!["double", "double"]));
}

#[tokio::test]
async fn what_cannot_be_taken_in_says_why_and_stores_nothing() {
    let house = House::found().await;
    let too_long = format!("{HEAD}\n{},13800001201,云州市\n", "长".repeat(61));
    let view = look(&house, too_long).await;
    assert_eq!((verdicts(&view), &view["rows"][0]["faults"][0]["key"]), (vec!["wrong"], &json!("customer.name")));
    let one_column = b"name\nWang\n".to_vec();
    let cases: [(Vec<u8>, u16, &str); 6] = [
        (Vec::new(), 422, "import.no_rows"),
        (HEAD.into(), 422, "import.no_rows"),
        (one_column, 422, "import.columns_missing"),
        (b"\x7fELF\x02\x01\x01\0\0\0".to_vec(), 422, "import.not_a_table"),
        (b"PK\x03\x04 cut short".to_vec(), 422, "import.damaged"),
        (vec![b'a'; 11 << 20], 413, "import.too_large"),
    ];
    for (bytes, status, code) in cases {
        assert_eq!(problem(send(&house, "pack=dw_repair", bytes).await).await, (status, code.into()));
    }
    let forty = vec![b','; 40 << 20];
    assert_eq!(problem(send(&house, "pack=dw_repair", forty).await).await, (413, "import.too_large".into()));
    let other = send(
        &house,
        &format!("pack=dw_repair&confirm={}", Digest::of(b"x")),
        format!("{HEAD}\n周慧,13800001201,云州市\n"),
    )
    .await;
    assert_eq!(problem(other).await, (409, "import.other_file".into()));
    let unknown = format!("{HEAD}\n周慧,13800001201,云州市\n");
    let confirm = format!("pack=moon_repair&confirm={}", Digest::of(unknown.as_bytes()));
    assert_eq!(problem(send(&house, &confirm, unknown).await).await, (422, "release.unknown".into()));
    let stranger =
        client().request(Method::POST, house.url("/v1/office/imports?pack=x")).body("x").send().await.unwrap();
    assert_eq!(problem(stranger).await, (401, "session.none".into()));
    assert_eq!(house.get("cards").await["total"], 0);
}

#[tokio::test]
#[allow(clippy::disallowed_methods)] // how long it takes is what is tested
async fn five_thousand_rows_become_jobs_in_one_go() {
    let house = House::found().await;
    let mut text = HEAD.to_owned();
    for n in 0..5_000 {
        text.push_str(&format!("\n客户{n},138{n:08},云州市望江区滨河路 {n} 号,门窗维修,漏风,2026-12-01 09:00,X-{n},"));
    }
    let begun = std::time::Instant::now();
    assert_eq!(look(&house, text.clone()).await["good"], 5_000);
    let looked = begun.elapsed();
    let done = body(take(&house, text.as_bytes(), "import-0001").await).await;
    println!("5000 rows: looked in {looked:?}, taken in {:?}", begun.elapsed() - looked);
    assert_eq!(done["jobs"].as_array().unwrap().len(), 5_000);
    assert_eq!(house.get("cards").await["total"], 5_000);
}
