//! The phone's way to the hub, which counts what goes over it and keeps the sync bodies.

use anyhow::Context;
use field::transport::{Call, Http, HubAddress, NoAnswer, Reply, Transport};
use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// HTTP with a memory.
pub struct Recorder {
    address: String,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    bodies: Vec<(Vec<u8>, Vec<u8>)>,
    up: usize,
    down: usize,
}

impl Recorder {
    /// A way to this address.
    pub fn to(address: &str) -> Self {
        Self { address: address.into(), seen: Mutex::default() }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to count anew.
    pub fn forget(&self) {
        *self.seen() = Seen::default();
    }

    /// `POST /v1/sync` so far, repeats for a nonce included.
    pub fn sync_requests(&self) -> usize {
        self.seen().bodies.len()
    }

    /// Bytes of all requests' bodies, media included.
    pub fn bytes_up(&self) -> usize {
        self.seen().up
    }

    /// Bytes of all answers' bodies.
    pub fn bytes_down(&self) -> usize {
        self.seen().down
    }

    /// Writes each sync request and its answer.
    pub fn write_bodies(&self, folder: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(folder)?;
        for (n, (request, answer)) in self.seen().bodies.iter().enumerate() {
            fs::write(folder.join(format!("{}-request.cbor.zst", n + 1)), request).context("sync body")?;
            fs::write(folder.join(format!("{}-answer.cbor.zst", n + 1)), answer).context("sync body")?;
        }
        Ok(())
    }
}

impl Transport for Recorder {
    fn call(&self, call: &Call) -> Result<Reply, NoAnswer> {
        // A connection of its own each time: the hub was stopped in between.
        let reply = Http::to(&HubAddress::unpinned(&self.address))?.call(call);
        let mut seen = self.seen();
        seen.up += call.body.len();
        seen.down += reply.as_ref().map_or(0, |reply| reply.body.len());
        if call.path == "/v1/sync" {
            seen.bodies.push((call.body.clone(), reply.as_ref().map(|reply| reply.body.clone()).unwrap_or_default()));
        }
        reply
    }
}
