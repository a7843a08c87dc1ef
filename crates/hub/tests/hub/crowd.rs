//! A company's phones, all listening at once.

use crate::house::{House, NOON};
use crate::page::under_way;
use crate::phone::Phone;
use crate::raw::connect;
use domain::key::{Signer, SoftwareKey};
use hub::entropy::{self, SystemEntropy};
use hub_storage::people::{Device, DeviceState};
use hub_storage::{HubStorage, SqliteOptions, SqliteStorage};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use std::net::SocketAddr;
use std::time::Duration;
use sync::live::{Mark, PATH};
use sync::proof::{Asked, Nonce, Proof};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

const MANY: u16 = 1_000;
const SOON: Duration = Duration::from_secs(10);

/// A phone reduced to a key and a nonce that was dealt to it.
struct Listener {
    key: SoftwareKey,
    nonce: Nonce,
}

/// Both ends of every stream are files of this process; a shell's limit is often 1,024.
fn open_many_files() {
    let limit = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }).unwrap();
}

/// Writes so many enrolled phones of one person into the hub's database, which does not run.
fn enrol(house: &House) -> Vec<Listener> {
    let file = house.folder.path().join("hub.sqlite");
    let mut storage = SqliteStorage::open(&SqliteOptions { synchronous: false, ..SqliteOptions::new(file) }).unwrap();
    let mut tx = storage.write().unwrap();
    let mut listeners = Vec::new();
    for n in 0..MANY {
        let listener = Listener { key: entropy::new_key(&SystemEntropy), nonce: Nonce(entropy::bytes(&SystemEntropy)) };
        let device = Device {
            id: format!("d-crowd-{n}").as_str().into(),
            person: "p-419".into(),
            key: listener.key.key_id(),
            spki: listener.key.spki().to_vec(),
            certificate: n.to_be_bytes().to_vec(),
            facts: "{}".into(),
            state: DeviceState::Active,
            enrolled: NOON,
        };
        tx.save_device(&device, NOON).unwrap();
        tx.open_nonce(&device.key, true, &listener.nonce.0, NOON).unwrap();
        listeners.push(listener);
    }
    tx.commit().unwrap();
    listeners
}

impl Listener {
    /// Opens its stream and hears that it stands.
    async fn listen(&self, house: SocketAddr, hub: &str, known: &str) -> TcpStream {
        let proof = Proof::sign(&Asked { method: "GET", path: PATH, body: b"", hub }, self.nonce, &self.key).unwrap();
        let mut request = format!("GET {PATH} HTTP/1.1\r\nhost: hub\r\nlast-event-id: {known}\r\n");
        for (name, value) in proof.headers() {
            request += &format!("{name}: {value}\r\n");
        }
        let mut stream = connect(house).await;
        stream.write_all((request + "\r\n").as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(timeout(SOON, stream.read_u8()).await.expect("an answer").unwrap());
        }
        assert!(head.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&head));
        stream
    }
}

/// What a stream says until it ends.
async fn heard(mut stream: TcpStream) -> String {
    let mut said = String::new();
    let _ = stream.read_to_string(&mut said).await;
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_phones_listen_and_none_is_in_anothers_way() {
    open_many_files();
    let (mut house, mut phone, job) = under_way().await;
    house.person("p-419", "何建国", "0419").await;
    house.person("p-418", "林晓东", "0418").await;
    let mut mate = Phone::enrol(&house, "p-418").await;
    house.assign(&job, &["p-417", "p-418"]).await;
    phone.sync(&house).await;
    mate.sync(&house).await;
    house.stop().await;
    let listeners = enrol(&house);
    house.start().await;
    let known = Mark::from(mate.place).text();
    let mut opening = JoinSet::new();
    for listener in listeners {
        let (address, hub, known) = (house.address, phone.hub.clone(), known.clone());
        opening.spawn(async move { listener.listen(address, &hub, &known).await });
    }
    let streams = opening.join_all().await;
    let listener = Listener { key: SoftwareKey::from_secret(&mate.key.secret()).unwrap(), nonce: mate.nonce };
    let mut concerned = listener.listen(house.address, &phone.hub, &known).await;
    let began = Instant::now();
    assert_eq!(house.post(&format!("jobs/{job}/notes"), json!({"text": "门禁"})).await.status(), 201);
    let mut event = [0; 64];
    let length = timeout(SOON, concerned.read(&mut event)).await.expect("an event").unwrap();
    assert!(length > 0);
    phone.sync(&house).await;
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    let hearing: JoinSet<String> = streams.into_iter().map(heard).collect();
    let began = Instant::now();
    house.stop().await;
    let stopped = began.elapsed();
    let said = timeout(SOON, hearing.join_all()).await.expect("every stream ends");
    assert!(stopped < Duration::from_secs(5), "{stopped:?}");
    assert_eq!(said.len(), usize::from(MANY));
    assert!(said.iter().all(|said| !said.contains("moved")), "no other phone was woken");
}
