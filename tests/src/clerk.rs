//! A clerk at the office's API, over real HTTP.

use anyhow::{Context, bail};
use field::transport::{Call, Http, HubAddress, NoAnswer, Transport};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Nobody's secret: these hubs listen on loopback and are gone in minutes.
const PASSWORD: &str = "doorstep-tests-office";

/// A clerk with a session.
pub struct Clerk {
    http: Http,
    token: String,
}

impl Clerk {
    /// Signs in at a new hub with the one-time password it said.
    pub fn begin(address: &str, one_time: &str) -> anyhow::Result<Self> {
        let mut clerk = Self { http: Http::to(&HubAddress::unpinned(address))?, token: String::new() };
        let asked = json!({"name": "admin", "password": one_time, "new_password": PASSWORD});
        let opened = clerk.post("/v1/office/session", &asked)?;
        clerk.token = text(&opened, "token")?;
        Ok(clerk)
    }

    /// Another connection with the same session.
    pub fn again(&self, address: &str) -> anyhow::Result<Self> {
        Ok(Self { http: Http::to(&HubAddress::unpinned(address))?, token: self.token.clone() })
    }

    /// Enters a person.
    pub fn hire(&self, person: &str) -> anyhow::Result<()> {
        self.post("/v1/office/people", &json!({"person": person, "name": person, "badge": person})).map(|_| ())
    }

    /// Begins a window repair of this number and sends these persons.
    pub fn begin_job(&self, job: &str, persons: &[&str]) -> anyhow::Result<()> {
        let fields = json!({
            "customer.name": "王淑敏 女士",
            "customer.phone": "137 0000 8026",
            "customer.address": "云州市望江区滨河路 27 号枫林苑 3 幢 2 单元 502",
            "symptom.words": "北卧室、书房两扇窗关不严，漏风，大雨时下边进水。",
        });
        self.post("/v1/office/jobs", &json!({"job": job, "pack": "dw_repair", "fields": fields}))?;
        let crew: Vec<Value> = persons.iter().map(|person| json!({"person": person})).collect();
        self.post(&format!("/v1/office/jobs/{job}/crew"), &json!(crew)).map(|_| ())
    }

    /// The code for a person's next phone.
    pub fn code(&self, person: &str) -> anyhow::Result<String> {
        text(&self.post("/v1/office/enrolments", &json!({"person": person}))?, "url")
    }

    /// Posts JSON and reads the answer as JSON.
    pub fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        Ok(serde_json::from_slice(&said(path, self.send("POST", path, Some(body))?)?)?)
    }

    /// Reads bytes.
    pub fn get(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        said(path, self.send("GET", path, None)?)
    }

    /// Status and body, or no answer at all.
    pub fn send(&self, method: &'static str, path: &str, body: Option<&Value>) -> Result<(u16, Vec<u8>), NoAnswer> {
        let mut headers = BTreeMap::new();
        if !self.token.is_empty() {
            headers.insert("authorization".to_owned(), format!("Bearer {}", self.token));
        }
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let reply = self.http.call(&Call { method, path: path.to_owned(), headers, body })?;
        Ok((reply.status, reply.body))
    }
}

fn said(path: &str, (status, body): (u16, Vec<u8>)) -> anyhow::Result<Vec<u8>> {
    if (200..300).contains(&status) { Ok(body) } else { bail!("{path}: {status} {}", String::from_utf8_lossy(&body)) }
}

fn text(answer: &Value, key: &str) -> anyhow::Result<String> {
    let said = answer.get(key).and_then(Value::as_str);
    Ok(said.with_context(|| format!("the hub said no {key}"))?.to_owned())
}
