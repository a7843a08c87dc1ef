//! Lives on and on, for so many minutes. How far it has come is noted after each batch, so that the next run goes on there
//! and lives other lives.

use crate::run::{Run, Sum, run};
use anyhow::{Context, Result};
use hub::clock::{Clock, SystemClock};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Lives between two notes.
const BATCH: u64 = 10;
const A_MINUTE: i64 = 60_000;

/// What to do.
pub struct Soak {
    /// For so long; the batch under way is ended.
    pub minutes: u64,
    /// Where it is noted how far it has come.
    pub state: PathBuf,
}

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Come {
    /// The next seed.
    pub next: u64,
    /// Lives lived in all runs.
    pub seeds: u64,
    /// Milliseconds they took.
    pub took_ms: i64,
}

impl Come {
    /// Reads a note; the beginning where there is none.
    pub fn read(file: &Path) -> Result<Self> {
        match std::fs::read(file) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).with_context(|| format!("{} is no note of ours", file.display()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
        }
    }

    /// Writes it in the place of the one before.
    fn write(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let fresh = file.with_extension("fresh");
        std::fs::write(&fresh, serde_json::to_vec(self)?)?;
        Ok(std::fs::rename(&fresh, file)?)
    }
}

impl Soak {
    /// Lives until the time is over or something does not hold. A batch in which something did not is lived again by the
    /// next run.
    pub fn run(&self, out: &mut impl Write) -> Result<Sum> {
        let clock = SystemClock;
        let began = clock.now_ms();
        let until = began + i64::try_from(self.minutes).unwrap_or(i64::MAX / A_MINUTE) * A_MINUTE;
        let mut come = Come::read(&self.state)?;
        let mut all: Option<Sum> = None;
        loop {
            let before = clock.now_ms();
            let seeds = come.next..come.next.saturating_add(BATCH);
            let lived = run(&Run { seeds, devices: None, plant: None, first: true });
            let (now, failed) = (clock.now_ms(), !lived.violations.is_empty());
            if !failed {
                come.next = come.next.saturating_add(BATCH);
                come.seeds += lived.seeds;
                come.took_ms += now - before;
                come.write(&self.state)?;
            }
            let sum = all.take().map_or(lived.clone(), |all| all.and(lived));
            let a_minute = rate(sum.seeds, now - began);
            writeln!(out, "{} seeds, {a_minute} a minute; {} in all runs", sum.seeds, come.seeds)?;
            if failed || now >= until {
                return Ok(sum);
            }
            all = Some(sum);
        }
    }
}

/// So many a minute, rounded down.
fn rate(seeds: u64, took_ms: i64) -> i64 {
    i64::try_from(seeds).unwrap_or(i64::MAX / A_MINUTE).saturating_mul(A_MINUTE) / took_ms.max(1)
}
