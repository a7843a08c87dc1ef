//! TLS as the hub speaks it, and the proxy that may speak it instead: over real sockets, with a client that trusts the
//! company's root alone. Phones that know the pin are in the program's tests.

use crate::house::{House, PASSWORD, body, client, problem};
use crate::raw::{connect, hear};
use domain::trust::Certificate;
use hub::clock::{Clock, SystemClock};
use hub::keys::KeyFolder;
use hub::{Patience, Secured};
use reqwest::tls::TlsInfo;
use reqwest::{Client, Response};
use serde_json::json;
use std::fs;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;

const DAY: i64 = 86_400_000;
const NAME: &str = "hub.firm.example";

/// An office that speaks TLS from now on, with a certificate of its own. Clients check periods by the machine's clock.
async fn own(addresses: &[&str]) -> House {
    let mut house = House::found_at(SystemClock.now_ms()).await;
    house.stop().await;
    house.secured = Some(Secured::Own);
    house.addresses = addresses.iter().map(|address| (*address).to_owned()).collect();
    house.start().await;
    house
}

/// The certificate that lies beside the hub's keys.
fn kept(house: &House) -> Certificate {
    KeyFolder::of(house.folder.path()).server().unwrap().1
}

/// A browser in which the company's root is installed; connects anew for each request.
fn browser(house: &House) -> Client {
    let [_, root] = house.chain.as_ref().unwrap();
    let installed = reqwest::Certificate::from_der(root.der()).unwrap();
    let client = Client::builder().no_proxy().tls_certs_only([installed]).tls_info(true).pool_max_idle_per_host(0);
    client.resolve(NAME, house.address).build().unwrap()
}

async fn get(client: &Client, house: &House, host: &str) -> reqwest::Result<Response> {
    client.get(format!("https://{host}:{}/v1/health", house.address.port())).send().await
}

/// The certificate the hub shows now.
async fn shown(house: &House) -> Certificate {
    let answer = get(&browser(house), house, NAME).await.unwrap();
    assert_eq!(answer.status(), 200);
    let info = answer.extensions().get::<TlsInfo>().unwrap().peer_certificate().unwrap();
    Certificate::from_der(info).unwrap()
}

#[tokio::test]
async fn its_own_certificate_is_for_all_its_addresses_and_codes_and_cookies_follow_the_first() {
    let house = own(&["https://hub.firm.example:7443", "https://127.0.0.1:7443"]).await;
    for host in [NAME, "127.0.0.1"] {
        assert_eq!(get(&browser(&house), &house, host).await.unwrap().status(), 200);
    }
    assert!(get(&browser(&house), &house, "localhost").await.is_err(), "a name nobody gave it");
    assert!(get(&client(), &house, "127.0.0.1").await.is_err(), "a client that does not know the root");
    assert!(client().get(format!("http://{}/v1/health", house.address)).send().await.is_err(), "plain http");

    let office = format!("https://{NAME}:{}/v1/office", house.address.port());
    let signed_in = browser(&house)
        .post(format!("{office}/session"))
        .body(json!({"name": "admin", "password": PASSWORD}).to_string());
    let signed_in = signed_in.send().await.unwrap();
    assert!(signed_in.headers()["set-cookie"].to_str().unwrap().ends_with("; Secure"));
    let session = body(signed_in).await["token"].as_str().unwrap().to_owned();
    let post = |path: &str, body: serde_json::Value| {
        browser(&house).post(format!("{office}/{path}")).bearer_auth(&session).body(body.to_string()).send()
    };
    post("people", json!({"person": "p-417", "name": "陈志远", "badge": "0417"})).await.unwrap();
    let code = body(post("enrolments", json!({"person": "p-417"})).await.unwrap()).await;
    assert_eq!(code["hub"], "https://hub.firm.example:7443");
    assert!(code["url"].as_str().unwrap().contains("hub=https%3A%2F%2Fhub.firm.example%3A7443&"));
}

#[tokio::test]
async fn over_plain_http_on_loopback_a_cookie_is_not_for_https_alone() {
    let house = House::found().await;
    let signed_in = house.post("session", json!({"name": "admin", "password": PASSWORD})).await;
    assert!(!signed_in.headers()["set-cookie"].to_str().unwrap().contains("Secure"));
}

#[tokio::test]
async fn its_own_certificate_is_kept_and_renewed_in_time_while_it_runs() {
    let mut house = own(&["https://hub.firm.example"]).await;
    let first = shown(&house).await;
    let lasts = first.valid_until() - house.now();
    assert!((396 * DAY..398 * DAY).contains(&lasts), "{lasts}");
    house.stop().await;
    house.start().await;
    assert_eq!(shown(&house).await.der(), first.der(), "a restart changes nothing");

    house.clock.pass(lasts - 121 * DAY);
    assert_eq!(shown(&house).await.der(), first.der());
    house.clock.pass(2 * DAY);
    // The next one begins where the hub's clock is; only a client there believes it.
    let _ = get(&browser(&house), &house, NAME).await;
    let second = kept(&house);
    assert!(second.der() != first.der() && second.spki() != first.spki());
    assert_eq!(second.valid_until() / 1000, (house.now() + 397 * DAY) / 1000);

    // Another name needs another certificate, and so does one that was damaged.
    house.clock.0.store(SystemClock.now_ms(), Ordering::SeqCst);
    house.stop().await;
    house.addresses = vec!["https://hub.firm.example".into(), "https://127.0.0.1".into()];
    house.start().await;
    let third = shown(&house).await;
    assert_eq!(get(&browser(&house), &house, "127.0.0.1").await.unwrap().status(), 200);
    house.stop().await;
    fs::write(house.folder.path().join("keys/tls.pem"), "lost").unwrap();
    house.start().await;
    assert_ne!(shown(&house).await.der(), third.der());
}

#[tokio::test]
async fn the_company_s_certificate_is_read_again_when_its_files_change_and_kept_while_they_do_not_fit() {
    let mut house = own(&["https://hub.firm.example"]).await;
    let keys = house.folder.path().join("keys");
    let files = tempfile::tempdir().unwrap();
    let (certificate, key) = (files.path().join("certificate.pem"), files.path().join("key.pem"));
    let chain = |house: &House| kept(house).pem() + &house.chain.as_ref().unwrap()[0].pem();
    fs::copy(keys.join("tls.pem"), &key).unwrap();
    fs::write(&certificate, chain(&house)).unwrap();
    let first = shown(&house).await;
    // The hub makes another one for itself: the company's next.
    house.stop().await;
    fs::remove_file(keys.join("tls.pem")).unwrap();
    house.start().await;
    let next = shown(&house).await;
    house.stop().await;
    house.secured = Some(Secured::Files { certificate: certificate.clone(), key: key.clone() });
    house.start().await;
    assert_eq!(shown(&house).await.der(), first.der());

    fs::write(&certificate, chain(&house)).unwrap();
    assert_eq!(shown(&house).await.der(), first.der(), "the new certificate beside the old key");
    fs::copy(keys.join("tls.pem"), &key).unwrap();
    assert_eq!(shown(&house).await.der(), next.der());
}

#[tokio::test]
async fn a_handshake_that_never_ends_is_ended_and_the_others_are_answered_meanwhile() {
    let mut house = own(&["https://hub.firm.example"]).await;
    house.stop().await;
    house.patience = Patience { head: Duration::from_millis(500), ..Patience::default() };
    house.start().await;
    let mut slow = JoinSet::new();
    // A ClientHello of 512 bytes announced, of which the first byte comes and no more.
    for begun in [b"".as_slice(), &[0x16, 3, 1, 2, 0, 1]] {
        for _ in 0..20 {
            let address = house.address;
            slow.spawn(async move {
                let mut stream = connect(address).await;
                stream.write_all(begun).await.unwrap();
                hear(&mut stream).await
            });
        }
    }
    for _ in 0..5 {
        shown(&house).await;
    }
    for heard in slow.join_all().await {
        assert!(!heard.contains("HTTP/"), "{heard}");
    }
    // Nor is the hub's stop kept waiting by one.
    house.stop().await;
    house.patience = Patience::default();
    house.start().await;
    let mut waits = connect(house.address).await;
    shown(&house).await;
    tokio::time::timeout(Duration::from_secs(20), house.stop()).await.expect("the hub stops");
    assert_eq!(hear(&mut waits).await, "");
    house.start().await;
}

#[tokio::test]
async fn behind_a_proxy_plain_http_is_taken_from_it_alone_whatever_others_claim() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    house.stop().await;
    house.addresses = vec!["https://hub.firm.example".into()];
    house.secured = Some(Secured::Proxy(["127.0.0.2".parse().unwrap()].into()));
    house.start().await;
    let from = |address: &str| {
        let client = Client::builder().no_proxy().local_address(Some(address.parse().unwrap())).build().unwrap();
        client.get(house.url("/v1/health"))
    };
    let health = from("127.0.0.2").send().await.unwrap();
    assert_eq!(body(health).await["ok"], true);
    for claim in ["x-forwarded-for", "x-real-ip", "forwarded"] {
        let stranger = from("127.0.0.1").header(claim, "127.0.0.2").send().await.unwrap();
        assert_eq!(problem(stranger).await, (403, "hub.not_the_proxy".into()));
    }
    // What it tells phones is where the proxy is reached.
    let asked = Client::builder().no_proxy().local_address(Some("127.0.0.2".parse().unwrap())).build().unwrap();
    let asked = asked.post(house.url("/v1/office/enrolments")).bearer_auth(&house.session);
    let code = asked.body(json!({"person": "p-417"}).to_string()).send().await.unwrap();
    assert_eq!(body(code).await["hub"], "https://hub.firm.example");
}
