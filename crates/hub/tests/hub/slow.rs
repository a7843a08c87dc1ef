//! Clients that keep the hub waiting.

use crate::house::House;
use crate::phone::Phone;
use crate::raw::{connect, head, hear};
use hub::Patience;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;

/// Slow clients at once.
const MANY: usize = 20;

async fn with_patience(patience: Patience) -> (House, Phone) {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let phone = Phone::enrol(&house, "p-417").await;
    house.stop().await;
    house.patience = patience;
    house.start().await;
    (house, phone)
}

fn impatient() -> Patience {
    let half = Duration::from_millis(500);
    Patience { head: half, body: half, rate: 1 << 10 }
}

/// Begins a request and goes on with a byte now and then until nobody listens; what the hub said.
async fn dribble(hub: SocketAddr, begun: String) -> String {
    let (mut hearing, mut saying) = connect(hub).await.into_split();
    saying.write_all(begun.as_bytes()).await.unwrap();
    let saying = tokio::spawn(async move {
        while saying.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let heard = hear(&mut hearing).await;
    saying.abort();
    heard
}

/// What many of them hear, while the phone is served five times.
async fn many(house: &House, phone: &mut Phone, begun: &str) -> Vec<String> {
    let mut slow = JoinSet::new();
    for _ in 0..MANY {
        slow.spawn(dribble(house.address, begun.to_owned()));
    }
    for _ in 0..5 {
        phone.sync(house).await;
    }
    slow.join_all().await
}

#[tokio::test]
async fn a_body_that_comes_byte_by_byte_is_ended_and_the_others_are_answered_meanwhile() {
    let (house, mut phone) = with_patience(impatient()).await;
    let begun = head(&phone, "POST", "/v1/sync", &[], &[b'a'; 100_000]);
    for heard in many(&house, &mut phone, &begun).await {
        assert!(heard.starts_with("HTTP/1.1 408") && heard.contains("body.too_slow"), "{heard}");
        assert!(heard.contains("application/problem+json") && heard.contains("请求传得太慢"), "{heard}");
    }
}

#[tokio::test]
async fn a_head_that_never_ends_is_ended_and_the_others_are_answered_meanwhile() {
    let (mut house, mut phone) = with_patience(impatient()).await;
    for heard in many(&house, &mut phone, "POST /v1/sync HTTP/1.1\r\nhost: ").await {
        assert!(!heard.contains("HTTP/1.1 200"), "{heard}");
    }
    house.stop().await;
}

#[tokio::test]
async fn a_weak_network_that_goes_on_carrying_is_waited_for() {
    let patience = Patience { body: Duration::from_millis(300), rate: 1, ..Patience::default() };
    let (house, phone) = with_patience(patience).await;
    let body = [b'a'; 200];
    let mut stream = connect(house.address).await;
    stream.write_all(head(&phone, "POST", "/v1/sync", &[], &body).as_bytes()).await.unwrap();
    let (first, second) = body.split_at(100);
    stream.write_all(first).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    stream.write_all(second).await.unwrap();
    let heard = hear(&mut stream).await;
    assert!(heard.contains("wire.damaged"), "all of it arrived, and it is no page: {heard}");
}
