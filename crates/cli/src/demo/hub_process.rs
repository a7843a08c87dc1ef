//! The hub in a process of its own, started from this very program.

use anyhow::{Context, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A hub under way. Dropped, it is killed, so that no run leaves one behind.
pub struct HubProcess {
    child: Child,
    port: u16,
    ready: Value,
}

impl HubProcess {
    /// Starts a hub on loopback and waits until it listens. Port 0 takes a free one.
    pub fn start(folder: &Path, port: u16) -> anyhow::Result<Self> {
        let program = std::env::current_exe().context("this program's own path")?;
        let mut child = Command::new(program)
            .args(["hub", "--json", "--listen", &format!("127.0.0.1:{port}"), "--folder"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .context("the hub could not be started")?;
        let stdout = child.stdout.take().context("the hub has no output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let Ok(ready) = serde_json::from_str::<Value>(&line) else {
            child.kill().ok();
            child.wait().ok();
            bail!("the hub did not start; what it said stands above\n中台没有启动，原因见上");
        };
        let listening = ready.get("listening").and_then(Value::as_str).unwrap_or_default();
        let port = listening.rsplit(':').next().and_then(|port| port.parse().ok()).context("the hub names no port")?;
        Ok(Self { child, port, ready })
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What the hub said when it was ready; at its first start the admin's one-time password.
    pub fn ready(&self) -> &Value {
        &self.ready
    }

    /// Asks it to stop, as a service manager would, and waits.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status()?;
        if !asked.success() {
            self.child.kill()?;
        }
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
