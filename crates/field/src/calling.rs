//! Requests to the hub, each proved with the device's key over the nonce of the last answer. A nonce the hub does not
//! know (it was restored, or forgot) costs one repeat.

use crate::app::Field;
use crate::refused::FieldRefused;
use crate::transport::{Call, Reply, Transport};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::MetaKey;
use sync::proof::{Asked, NONCE, Nonce, Proof};

impl Field {
    /// Calls the hub. The next nonce is kept by the caller where it belongs into a transaction, else by
    /// [`Field::keep_nonce`].
    pub(crate) fn call(
        &mut self,
        hub: &dyn Transport,
        method: &'static str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> Result<(Reply, Option<Nonce>), FieldRefused> {
        let nonce = self.nonce()?.unwrap_or(Nonce::NONE);
        let mut call = Call { method, path: path.to_owned(), headers: BTreeMap::new(), body };
        call.headers.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let reply = self.proved(hub, &mut call, nonce)?;
        match (reply.status, next_nonce(&reply)) {
            (401, Some(fresh)) => {
                self.keep_nonce(fresh)?;
                let reply = self.proved(hub, &mut call, fresh)?;
                let next = next_nonce(&reply);
                Ok((reply, next))
            }
            (_, next) => Ok((reply, next)),
        }
    }

    fn proved(&self, hub: &dyn Transport, call: &mut Call, nonce: Nonce) -> Result<Reply, FieldRefused> {
        let asked =
            Asked { method: call.method, path: &call.path, body: &call.body, hub: &self.session.enrolled()?.hub };
        let proof = Proof::sign(&asked, nonce, self.session.key())?;
        call.headers.extend(proof.headers().map(|(name, value)| (name.to_owned(), value)));
        Ok(hub.call(call)?)
    }

    fn nonce(&self) -> Result<Option<Nonce>, FieldRefused> {
        let kept = self.store.meta(MetaKey::NONCE)?;
        Ok(kept.and_then(|bytes| bytes.try_into().ok()).map(Nonce))
    }

    pub(crate) fn keep_nonce(&mut self, nonce: Nonce) -> Result<(), FieldRefused> {
        Ok(self.store.set_meta(MetaKey::NONCE, &nonce.0)?)
    }
}

fn next_nonce(reply: &Reply) -> Option<Nonce> {
    reply.headers.get(NONCE).and_then(|text| Nonce::from_text(text))
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
