//! The clerk's part of the demo, over the hub's API.

use super::hub_process::HubProcess;
use super::script::Script;
use anyhow::{Context, bail};
use domain::ids::JobId;
use field::transport::{Call, Http, Transport};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A clerk with a session.
pub struct Office {
    http: Http,
    token: String,
}

const ADMIN: &str = "admin";
/// The demo's office has nobody to keep a secret from: it lies in the output folder and listens on loopback alone.
const PASSWORD: &str = "doorstep-demo-office";

impl Office {
    /// Signs in; after the first start with the one-time password, which sets the lasting one.
    pub fn enter(hub: &HubProcess) -> anyhow::Result<Self> {
        let once = hub.ready().pointer("/first/password").and_then(Value::as_str);
        let body = match once {
            Some(once) => json!({"name": ADMIN, "password": once, "new_password": PASSWORD}),
            None => json!({"name": ADMIN, "password": PASSWORD}),
        };
        let mut office = Self { http: Http::to(&hub.address())?, token: String::new() };
        let opened = office.post("/v1/office/session", &body)?;
        office.token = text(&opened, "token").context("the hub opened no session")?.to_owned();
        Ok(office)
    }

    /// Takes the job in and sends the technician.
    pub fn take_in(&self, script: &Script, pack: &str) -> anyhow::Result<JobId> {
        let technician = &script.technician;
        let person = json!({"person": technician.person, "name": technician.name, "badge": technician.badge});
        self.post("/v1/office/people", &person)?;
        let job = json!({"job": script.job.id, "pack": pack, "fields": script.job.fields});
        self.post("/v1/office/jobs", &job)?;
        let crew = json!([{"person": technician.person}]);
        self.post(&format!("/v1/office/jobs/{}/crew", script.job.id), &crew)?;
        Ok(JobId::new(script.job.id.clone()))
    }

    /// The code for the technician's phone.
    pub fn enrolment_link(&self, person: &str) -> anyhow::Result<String> {
        let answer = self.post("/v1/office/enrolments", &json!({"person": person}))?;
        Ok(text(&answer, "url").context("the hub made no enrolment code")?.to_owned())
    }

    /// Changes the brief while the phone is away.
    pub fn change_brief(&self, job: &JobId, script: &Script) -> anyhow::Result<()> {
        let fields = json!({"fields": {"job.note": script.office.note, "job.priority": script.office.priority}});
        self.call("PATCH", &format!("/v1/office/jobs/{job}/brief"), Some(&fields)).map(|_| ())
    }

    /// Adds a note to the log.
    pub fn add_note(&self, job: &JobId, text: &str) -> anyhow::Result<()> {
        self.post(&format!("/v1/office/jobs/{job}/notes"), &json!({"text": text})).map(|_| ())
    }

    /// A document as the hub holds it.
    pub fn document(&self, job: &JobId, kind: &str) -> anyhow::Result<Vec<u8>> {
        self.call("GET", &format!("/v1/office/jobs/{job}/documents/{kind}"), None)
    }

    /// Root and issuing certificate.
    pub fn ca_pem(&self) -> anyhow::Result<Vec<u8>> {
        self.call("GET", "/v1/ca.pem", None)
    }

    fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        Ok(serde_json::from_slice(&self.call("POST", path, Some(body))?)?)
    }

    fn call(&self, method: &'static str, path: &str, body: Option<&Value>) -> anyhow::Result<Vec<u8>> {
        let mut headers = BTreeMap::new();
        if !self.token.is_empty() {
            headers.insert("authorization".to_owned(), format!("Bearer {}", self.token));
        }
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let reply = self.http.call(&Call { method, path: path.to_owned(), headers, body })?;
        if !(200..300).contains(&reply.status) {
            bail!("{method} {path}: {} {}", reply.status, String::from_utf8_lossy(&reply.body));
        }
        Ok(reply.body)
    }
}

fn text<'a>(answer: &'a Value, key: &str) -> Option<&'a str> {
    answer.get(key).and_then(Value::as_str)
}
