//! The real hub in a process of its own: `doorstep hub`, as it lies beside this program.

use anyhow::{Context, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A hub under way. Dropped, it is killed.
pub struct HubProcess {
    child: Child,
    /// Where it listens.
    pub port: u16,
    /// What it said when it was ready.
    pub ready: Value,
}

/// `doorstep`, built into the same folder as this program.
pub fn doorstep() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("doorstep");
    if program.exists() { Ok(program) } else { bail!("{} is missing: cargo build -p doorstep", program.display()) }
}

impl HubProcess {
    /// Starts a hub on loopback and waits until it listens. Port 0 takes a free one.
    pub fn start(folder: &Path, port: u16) -> anyhow::Result<Self> {
        let mut child = Command::new(doorstep()?)
            .args(["hub", "--json", "--listen", &format!("127.0.0.1:{port}"), "--folder"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .context("the hub cannot be started")?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("the hub has no output")?).read_line(&mut line)?;
        let Ok(ready) = serde_json::from_str::<Value>(&line) else {
            child.kill().ok();
            bail!("the hub did not start ({}); what it said stands above", child.wait()?);
        };
        let listening = ready.get("listening").and_then(Value::as_str).unwrap_or_default();
        let port = listening.rsplit(':').next().and_then(|port| port.parse().ok()).context("the hub names no port")?;
        Ok(Self { child, port, ready })
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where phones and clerks find it.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The admin's one-time password, at a first start.
    pub fn one_time(&self) -> Option<&str> {
        self.ready.pointer("/first/password").and_then(Value::as_str)
    }

    /// `kill -9`.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for HubProcess {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
