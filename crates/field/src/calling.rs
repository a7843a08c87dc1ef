//! Requests to the hub, each proved with the device's key over the nonce of the last answer. A nonce the hub does not
//! know (it was restored, or forgot) costs one repeat; a hub that forgot the device itself is shown its certificate.

use crate::app::Field;
use crate::desk::Desk;
use crate::refused::FieldRefused;
use crate::transport::{Call, Reply, Transport};
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::MetaKey;
use sync::proof::{Asked, CERTIFICATE, NONCE, Nonce, Proof, ProofRefused};

/// What became of a request.
pub(crate) struct Called {
    pub reply: Reply,
    /// For the next request; to be kept in the transaction that keeps the answer.
    pub nonce: Option<Nonce>,
}

impl Called {
    /// The hub did not know the nonce and dealt another: the same request again will do.
    pub(crate) fn is_again(&self) -> bool {
        self.reply.status == 401 && self.nonce.is_some()
    }
}

/// Calls the hub, repeated once where it did not know the nonce.
pub(crate) fn call_hub(desk: &impl Desk, hub: &dyn Transport, call: Call) -> Result<Called, FieldRefused> {
    let called = call_once(desk, hub, call.clone())?;
    if !called.is_again() {
        return Ok(called);
    }
    desk.with(|field| field.keep_nonce(called.nonce))?;
    call_once(desk, hub, call)
}

/// Calls the hub with the nonce at hand. A hub that does not know the device (it was restored to before the enrolment)
/// is asked once more with the certificate it issued.
pub(crate) fn call_once(desk: &impl Desk, hub: &dyn Transport, call: Call) -> Result<Called, FieldRefused> {
    let (proved, introduced) = desk.with(|field| {
        let nonce = field.nonce()?.unwrap_or(Nonce::NONE);
        Ok::<_, FieldRefused>((field.prove(call.clone(), nonce)?, field.introduces))
    })?;
    let reply = hub.call(&proved)?;
    if !introduced && is_forgotten(&reply) {
        desk.with(|field| field.introduces = true);
        return call_once(desk, hub, call);
    }
    desk.with(|field| field.introduces &= reply.status == 401);
    let nonce = next_nonce(&reply);
    Ok(Called { reply, nonce })
}

impl Field {
    /// Proves a call with the device's key over a nonce. Where the hub does not know the device it carries its certificate.
    pub(crate) fn prove(&self, mut call: Call, nonce: Nonce) -> Result<Call, FieldRefused> {
        let enrolment = self.session.enrolled()?;
        let asked = Asked { method: call.method, path: &call.path, body: &call.body, hub: &enrolment.hub };
        let proof = Proof::sign(&asked, nonce, self.session.key())?;
        call.headers.extend(proof.headers().map(|(name, value)| (name.to_owned(), value)));
        if self.introduces {
            call.headers.insert(CERTIFICATE.to_owned(), BASE64URL_NOPAD.encode(&enrolment.certificate.0));
        }
        Ok(call)
    }

    fn nonce(&self) -> Result<Option<Nonce>, FieldRefused> {
        let kept = self.store.meta(MetaKey::NONCE)?;
        Ok(kept.and_then(|bytes| bytes.try_into().ok()).map(Nonce))
    }

    pub(crate) fn keep_nonce(&mut self, nonce: Option<Nonce>) -> Result<(), FieldRefused> {
        match nonce {
            Some(nonce) => Ok(self.store.set_meta(MetaKey::NONCE, &nonce.0)?),
            None => Ok(()),
        }
    }
}

/// A call with headers and body.
pub(crate) fn call(method: &'static str, path: &str, headers: &[(&str, String)], body: Vec<u8>) -> Call {
    let headers: BTreeMap<String, String> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Call { method, path: path.to_owned(), headers, body }
}

fn is_forgotten(reply: &Reply) -> bool {
    let code = || serde_json::from_slice::<Problem>(&reply.body).map(|problem| problem.code);
    reply.status == 401 && code().is_ok_and(|code| code == ProofRefused::UnknownKey.code())
}

pub(crate) fn next_nonce(reply: &Reply) -> Option<Nonce> {
    nonce_of(&reply.headers)
}

pub(crate) fn nonce_of(headers: &BTreeMap<String, String>) -> Option<Nonce> {
    headers.get(NONCE).and_then(|text| Nonce::from_text(text))
}

/// RFC 9457 as the hub writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Problem {
    code: String,
    zh: String,
    en: String,
    detail: String,
}

impl FieldRefused {
    /// What the hub said with a status that is no success.
    pub(crate) fn from_reply(reply: &Reply) -> Self {
        let problem: Problem = serde_json::from_slice(&reply.body).unwrap_or_default();
        let en = if problem.en.is_empty() { problem.detail } else { problem.en };
        if problem.code.is_empty() && en.is_empty() {
            return Self::Answer(format!("status {}", reply.status));
        }
        Self::Hub { status: reply.status, code: problem.code, zh: problem.zh, en }
    }
}
