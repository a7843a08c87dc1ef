//! A clerk at the office's API, for the programs here that play one.
//!
//! It must not know which jobs there are: that is the demo's and the measurements' part.

use anyhow::{Context, bail};
use field::transport::{Call, Http, HubAddress, Transport};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ADMIN: &str = "admin";

/// A clerk with a session.
pub struct Clerk {
    http: Http,
    token: String,
}

impl Clerk {
    /// Signs in. `once` is the one-time password a new hub said; with it `password` becomes the lasting one.
    pub fn enter(address: &str, once: Option<&str>, password: &str) -> anyhow::Result<Self> {
        let body = match once {
            Some(once) => json!({"name": ADMIN, "password": once, "new_password": password}),
            None => json!({"name": ADMIN, "password": password}),
        };
        let mut clerk = Self::resume(address, "")?;
        let opened = clerk.post("/v1/office/session", &body)?;
        clerk.token = text(&opened, "token").context("the hub opened no session")?.to_owned();
        Ok(clerk)
    }

    /// Goes on with a session that is open.
    pub fn resume(address: &str, token: &str) -> anyhow::Result<Self> {
        Ok(Self { http: Http::to(&HubAddress::unpinned(address))?, token: token.to_owned() })
    }

    /// The session, for [`Clerk::resume`].
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The code for a person's next phone.
    pub fn enrolment_link(&self, person: &str) -> anyhow::Result<String> {
        let answer = self.post("/v1/office/enrolments", &json!({"person": person}))?;
        Ok(text(&answer, "url").context("the hub made no enrolment code")?.to_owned())
    }

    /// Changes fields of a job's brief.
    pub fn change_brief(&self, job: &str, fields: &Value) -> anyhow::Result<()> {
        self.call("PATCH", &format!("/v1/office/jobs/{job}/brief"), Some(&json!({"fields": fields}))).map(|_| ())
    }

    /// Posts JSON and reads the answer as JSON.
    pub fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        Ok(serde_json::from_slice(&self.call("POST", path, Some(body))?)?)
    }

    /// Reads bytes.
    pub fn get(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        self.call("GET", path, None)
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
