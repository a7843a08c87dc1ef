//! Hearing what the hub says for as long as it goes on.

use super::{Call, Http, NoAnswer, Reply, headers, no_answer};
use std::collections::BTreeMap;

/// What comes of an answer that goes on.
pub enum Heard<'a> {
    /// It began: status 200, with these headers.
    Began(&'a BTreeMap<String, String>),
    /// More of its body.
    Piece(&'a [u8]),
}

/// A way to listen to the hub.
pub trait Listening: Send + Sync {
    /// Sends a request and hands on what comes of its answer until that ends or `hear` has heard enough. An answer with
    /// another status than 200 is given back whole.
    ///
    /// # Errors
    /// When there is no answer, or the line broke while it went on.
    fn listen(&self, call: &Call, hear: &mut dyn FnMut(Heard<'_>) -> bool) -> Result<Option<Reply>, NoAnswer>;
}

impl Listening for Http {
    fn listen(&self, call: &Call, hear: &mut dyn FnMut(Heard<'_>) -> bool) -> Result<Option<Reply>, NoAnswer> {
        self.runtime.block_on(self.hear(call, hear)).map_err(|e| no_answer(&e))
    }
}

impl Http {
    async fn hear(
        &self,
        call: &Call,
        hear: &mut dyn FnMut(Heard<'_>) -> bool,
    ) -> Result<Option<Reply>, reqwest::Error> {
        let mut response = self.request(call).send().await?;
        let (status, headers) = (response.status().as_u16(), headers(&response));
        if status != 200 {
            let body = response.bytes().await?.to_vec();
            return Ok(Some(Reply { status, headers, body }));
        }
        let mut more = hear(Heard::Began(&headers));
        while more && let Some(piece) = response.chunk().await? {
            more = hear(Heard::Piece(&piece));
        }
        Ok(None)
    }
}
