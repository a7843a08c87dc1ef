//! The processor time another process has used, as Linux counts it.

use anyhow::Context;
use std::fs;
use std::path::PathBuf;

/// A process that is watched.
pub struct Processor(PathBuf);

impl Processor {
    /// Of the process with this number.
    pub fn of(pid: &str) -> Self {
        Self(PathBuf::from(format!("/proc/{pid}/task")))
    }

    /// What its threads have used so far, in milliseconds; those that ended meanwhile are left out.
    pub fn used_ms(&self) -> anyhow::Result<f64> {
        let tasks = fs::read_dir(&self.0).with_context(|| format!("{} cannot be read", self.0.display()))?;
        let mut nanoseconds = 0.0;
        for task in tasks {
            // A thread may end between the list and this line.
            let Ok(said) = fs::read_to_string(task?.path().join("schedstat")) else { continue };
            nanoseconds += said.split(' ').next().and_then(|first| first.parse::<f64>().ok()).unwrap_or(0.0);
        }
        Ok(nanoseconds / 1e6)
    }
}
