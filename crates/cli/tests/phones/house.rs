//! An office, its hub a process of its own, and phones.

use domain::decide::Draft;
use domain::ids::{ItemKey, JobId, RecordId, VisitNo};
use domain::record::Kind;
use domain::value::Agreed;
use field::clock::SystemClock;
use field::entropy::SystemEntropy;
use field::transport::{Call, Http, HubAddress, Transport};
use field::vault::FileVault;
use field::view::correction::FieldLine;
use field::view::questions::QuestionView;
use field::{Field, FieldOptions};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

const VISIT: VisitNo = VisitNo(1);
const PASSWORD: &str = "doorstep-test-office";

/// An office: its hub, and a clerk signed in.
pub(crate) struct Office {
    hub: Child,
    listens: String,
    pub(crate) http: Http,
    token: String,
    pub(crate) place: TempDir,
}

impl Drop for Office {
    fn drop(&mut self) {
        self.hub.kill().unwrap();
        self.hub.wait().unwrap();
    }
}

impl Office {
    pub(crate) fn open() -> Self {
        let place = tempfile::tempdir().unwrap();
        let (hub, ready) = start(place.path(), "127.0.0.1:0");
        let port = ready["listening"].as_str().unwrap().rsplit(':').next().unwrap();
        let listens = format!("127.0.0.1:{port}");
        let mut office = Self { hub, http: to(&listens), listens, token: String::new(), place };
        let enter = json!({"name": "admin", "password": ready["first"]["password"], "new_password": PASSWORD});
        office.token = office.post("session", &enter)["token"].as_str().unwrap().to_owned();
        office
    }

    /// `doorstep hub VERB`, with the folder of its backup.
    fn care(&self, verb: &str, more: &[&str]) {
        let (folder, backup) = (self.place.path().join("hub"), self.place.path().join("backup"));
        let mut doorstep = Command::new(env!("CARGO_BIN_EXE_doorstep"));
        let said = doorstep.args(["hub", verb]).arg(backup).arg("--folder").arg(folder).args(more).output().unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }

    pub(crate) fn back_up(&self) {
        self.care("backup", &[]);
    }

    /// Puts the backup back, and starts the hub on it.
    pub(crate) fn restore(&mut self) {
        self.hub.kill().unwrap();
        self.hub.wait().unwrap();
        self.care("restore", &["--replace"]);
        (self.hub, _) = start(self.place.path(), &self.listens);
        self.http = to(&self.listens);
    }

    /// Does something to the hub's database while no hub runs on it.
    pub(crate) fn meanwhile<T>(&mut self, work: impl FnOnce(&Path) -> T) -> T {
        self.hub.kill().unwrap();
        self.hub.wait().unwrap();
        let done = work(&self.place.path().join("hub/hub.sqlite"));
        (self.hub, _) = start(self.place.path(), &self.listens);
        self.http = to(&self.listens);
        done
    }

    pub(crate) fn call(&self, method: &'static str, path: &str, body: &Value) -> Value {
        let mut headers = BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]);
        if !self.token.is_empty() {
            headers.insert("authorization".to_owned(), format!("Bearer {}", self.token));
        }
        let body = if method == "GET" { Vec::new() } else { body.to_string().into_bytes() };
        let call = Call { method, path: format!("/v1/office/{path}"), headers, body };
        let reply = self.http.call(&call).unwrap();
        assert!(reply.status < 300, "{method} {path}: {} {}", reply.status, String::from_utf8_lossy(&reply.body));
        serde_json::from_slice(&reply.body).unwrap_or(Value::Null)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        self.call("POST", path, body)
    }

    /// A repair that 陈志远 and 刘洋 share.
    pub(crate) fn shared_job(&self) -> JobId {
        for (person, name) in [("p-417", "陈志远"), ("p-9", "刘洋")] {
            self.post("people", &json!({"person": person, "name": name, "badge": "0417"}));
        }
        let fields = json!({"customer.name": "王淑敏", "customer.phone": "13700008026", "customer.address": "3 幢 502",
            "product.installed": "2019-04-02"});
        let made = self.post("jobs", &json!({"pack": "dw_repair", "fields": fields}));
        let job = JobId::new(made["job"].as_str().unwrap());
        self.crew(&job, &["p-417", "p-9"]);
        job
    }

    pub(crate) fn crew(&self, job: &JobId, people: &[&str]) {
        let crew: Vec<Value> = people.iter().map(|person| json!({"person": person})).collect();
        self.post(&format!("jobs/{job}/crew"), &json!(crew));
    }

    pub(crate) fn settle(&self, job: &JobId, said: &Value) {
        self.post(&format!("jobs/{job}/settle"), &json!({"settle": said}));
    }

    /// A phone of this person's, enrolled and synced.
    pub(crate) fn phone(&self, person: &str) -> Phone {
        let home = self.place.path().join(person);
        let link = self.post("enrolments", &json!({"person": person}))["url"].as_str().unwrap().to_owned();
        let mut phone = Phone { field: Some(open(&home)), home };
        phone.app().enrol(&self.http, &link).unwrap();
        phone.sync(self);
        phone
    }
}

fn to(listens: &str) -> Http {
    Http::to(&HubAddress::unpinned(&format!("http://{listens}"))).unwrap()
}

/// A hub, and what it says of itself.
fn start(place: &Path, listen: &str) -> (Child, Value) {
    let mut doorstep = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    doorstep.args(["hub", "--json", "--listen", listen, "--folder"]).arg(place.join("hub")).stdout(Stdio::piped());
    let mut hub = doorstep.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(hub.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (hub, serde_json::from_str(&line).unwrap())
}

fn open(home: &Path) -> Field {
    Field::open(FieldOptions {
        folder: home.join("data"),
        clock: Arc::new(SystemClock::new(Some(480))),
        entropy: Arc::new(SystemEntropy),
        vault: Arc::new(FileVault::open(&home.join("keys")).unwrap()),
        disk: None,
    })
    .unwrap()
}

/// A phone: its app can be killed.
pub(crate) struct Phone {
    field: Option<Field>,
    home: PathBuf,
}

impl Phone {
    pub(crate) fn app(&mut self) -> &mut Field {
        self.field.as_mut().unwrap()
    }

    pub(crate) fn kill(&mut self) {
        self.field = None;
        self.field = Some(open(&self.home));
    }

    pub(crate) fn sync(&mut self, office: &Office) {
        self.app().sync(&office.http).unwrap();
    }

    pub(crate) fn questions(&mut self, job: &JobId) -> Vec<QuestionView> {
        self.app().questions_view(job).unwrap().questions
    }

    /// Agrees on a time, the customer spoken to at `contacted`.
    pub(crate) fn agree(&mut self, job: &JobId, hour: u32, contacted: &str) {
        let time = |clock: &str| format!("2026-11-21T{clock}:00+08:00");
        let (from, to) = (time(&format!("{hour}:00")), time(&format!("{}:00", hour + 1)));
        let agreed = Agreed { from, to, contacted: time(contacted), with: "王女士".into() };
        self.app().act(job, VISIT, |list| list.agree_time(&agreed).map(|draft| vec![draft])).unwrap();
    }

    pub(crate) fn write(
        &mut self,
        job: &JobId,
        kind: Kind,
        item: &str,
        value: Value,
        replaces: Vec<RecordId>,
    ) -> RecordId {
        let item = Some(ItemKey::new(item));
        let draft = Draft { kind, visit: Some(VISIT), item, unit: None, value, basis: None, replaces };
        self.app().act(job, VISIT, |_| Ok(vec![draft])).unwrap().remove(0)
    }

    pub(crate) fn line(&mut self, job: &JobId, field: &str) -> FieldLine {
        let view = self.app().job_view(job).unwrap();
        view.correctable.into_iter().find(|line| line.field == field).unwrap()
    }
}
