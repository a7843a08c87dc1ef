//! A hub in a temporary folder, and an office that has signed in.

use domain::trust::Certificate;
use hub::clock::Clock;
use hub::entropy::SystemEntropy;
use hub::{CompanyProfile, Hub, HubOptions, HubRefused, ListenOptions, Opened, Patience, Secured, Server};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const PASSWORD: &str = "rain-season-2026";

/// 2026-11-20 13:00 +08:00.
pub const NOON: i64 = 1_795_150_800_000;

/// A clock that a test sets.
#[derive(Clone)]
pub struct TestClock(pub Arc<AtomicI64>);

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl TestClock {
    pub fn pass(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

pub struct House {
    pub folder: TempDir,
    pub clock: TestClock,
    pub address: SocketAddr,
    pub one_time: Option<String>,
    pub session: String,
    /// The page it serves from the next start on.
    pub page: Option<PathBuf>,
    /// How long it waits from the next start on.
    pub patience: Patience,
    /// How it is reached from the next start on, beside the port.
    pub secured: Option<Secured>,
    pub addresses: Vec<String>,
    /// The issuing certificate and the root.
    pub chain: Option<[Certificate; 2]>,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

pub fn open(folder: &Path, clock: &TestClock) -> Result<Opened, HubRefused> {
    open_with(folder, clock, None)
}

fn open_with(folder: &Path, clock: &TestClock, page: Option<PathBuf>) -> Result<Opened, HubRefused> {
    Hub::open(HubOptions {
        folder: folder.to_owned(),
        company: CompanyProfile::demo().unwrap(),
        clock: Box::new(clock.clone()),
        entropy: Box::new(SystemEntropy),
        synchronous: false,
        backup: Some(folder.join("backup")),
        page,
    })
}

impl House {
    /// A new hub, its office signed in.
    pub async fn found() -> Self {
        Self::found_at(NOON).await
    }

    /// The same at this time.
    pub async fn found_at(now_ms: i64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TestClock(Arc::new(AtomicI64::new(now_ms)));
        let mut house = Self {
            folder,
            clock,
            address: "127.0.0.1:0".parse().unwrap(),
            one_time: None,
            session: String::new(),
            page: None,
            patience: Patience::default(),
            secured: None,
            addresses: Vec::new(),
            chain: None,
            running: None,
        };
        house.start().await;
        let opened =
            house.post("session", json!({"name": "admin", "password": house.one_time, "new_password": PASSWORD})).await;
        assert_eq!(opened.status(), 200);
        house.session = body(opened).await["token"].as_str().unwrap().to_owned();
        house
    }

    /// Starts it on the same port as before.
    pub async fn start(&mut self) {
        let Opened { hub, first, .. } = open_with(self.folder.path(), &self.clock, self.page.clone()).unwrap();
        if let Some(first) = first {
            self.one_time = Some(first.password);
        }
        let (addresses, secured) = (self.addresses.clone(), self.secured.clone());
        let listening = hub::listen(ListenOptions { listen: self.address, addresses, secured }).await.unwrap();
        self.address = listening.socket();
        self.chain = Some([hub.identity().issuing.clone(), hub.identity().root.clone()]);
        let server = Server::new(listening, Arc::new(hub)).unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(server.serve(self.patience, async move {
            let _ = stopped.await;
        }));
        self.running = Some((stop, serving));
    }

    pub async fn stop(&mut self) {
        let (stop, serving) = self.running.take().unwrap();
        stop.send(()).unwrap();
        serving.await.unwrap();
    }

    pub fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let request = client().request(method, self.url(&format!("/v1/office/{path}")));
        let request = request.header("authorization", format!("Bearer {}", self.session));
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        };
        request.send().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Response {
        self.call(Method::POST, path, Some(body)).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let response = self.call(Method::GET, path, None).await;
        assert_eq!(response.status(), 200, "{path}");
        body(response).await
    }

    pub async fn person(&self, id: &str, name: &str, badge: &str) {
        let saved = self.post("people", json!({"person": id, "name": name, "badge": badge})).await;
        assert_eq!(saved.status(), 201);
    }

    /// An enrolment code's link.
    pub async fn code(&self, person: &str) -> String {
        let made = self.post("enrolments", json!({"person": person})).await;
        assert_eq!(made.status(), 201);
        body(made).await["url"].as_str().unwrap().to_owned()
    }

    /// A job for Mrs Wang's two windows.
    pub async fn job(&self) -> String {
        let made = self.post("jobs", windows()).await;
        assert_eq!(made.status(), 201);
        body(made).await["job"].as_str().unwrap().to_owned()
    }

    pub async fn assign(&self, job: &str, persons: &[&str]) {
        let members: Vec<Value> = persons.iter().map(|person| json!({"person": person})).collect();
        let assigned = self.post(&format!("jobs/{job}/crew"), Value::Array(members)).await;
        assert_eq!(assigned.status(), 200);
    }

    /// A move of the order that must be open.
    pub async fn moves(&self, job: &str, asked: Value) -> Value {
        let moved = self.post(&format!("jobs/{job}/move"), asked.clone()).await;
        let (status, said) = (moved.status(), body(moved).await);
        assert_eq!(status, 200, "{asked}: {said}");
        said
    }

    /// Calls back whoever was sent.
    pub async fn withdraw(&self, job: &str) {
        let asked = json!({"to": "queued", "reason": "师傅临时请假"});
        assert_eq!(self.post(&format!("jobs/{job}/move"), asked).await.status(), 200);
    }

    pub async fn document(&self, job: &str, kind: &str) -> replica::document::Document {
        let response = self.call(Method::GET, &format!("jobs/{job}/documents/{kind}"), None).await;
        assert_eq!(response.status(), 200);
        let kind = if kind == "log" { replica::document::DocKind::Log } else { replica::document::DocKind::Brief };
        replica::document::Document::load_saved(kind, &response.bytes().await.unwrap()).unwrap()
    }
}

pub fn windows() -> Value {
    json!({"pack": "dw_repair", "fields": {
        "job.kind": "repair",
        "customer.name": "王淑敏 女士",
        "customer.phone": "137 0000 8026",
        "customer.address": "云州市望江区滨河路 27 号枫林苑 3 幢 2 单元 502",
        "product.model": "断桥铝平开窗 PK-68 · 2 樘",
        "symptom.words": "北卧室、书房两扇窗关不严，漏风，大雨时下边进水。",
        "flags": ["charged"],
        "appointment.from": "2026-11-20T13:30:00+08:00",
        "appointment.to": "2026-11-20T15:00:00+08:00",
    }})
}

pub fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

pub async fn body(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// The problem of a refusal, which must be one in full.
pub async fn problem(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let body = body(response).await;
    assert_eq!(body["status"], status);
    assert!(!body["zh"].as_str().unwrap().is_ascii() && body["en"].as_str().unwrap().is_ascii(), "{body}");
    (status, body["code"].as_str().unwrap().to_owned())
}
