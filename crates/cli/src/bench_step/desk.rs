//! The office's part of a step, over the hub's API: it takes the jobs in, sends the technicians, changes briefs.

use super::content::{self, Edit, Plan};
use crate::clerk::Clerk;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// Whose device is measured.
pub const TECHNICIAN: &str = "t-1";
/// Who goes along to the jobs the technician edits, and reads the edits there.
pub const COLLEAGUE: &str = "t-2";
/// Nobody's secret: the hub is made for a measurement and listens on loopback alone.
const PASSWORD: &str = "doorstep-bench-office";
/// A standard with a reading that can be taken before the visit, once its flag is set.
const PACK: &str = "broadband_install";
const FLAGS: [&str; 1] = ["time_changed"];
const SESSION: &str = "session.json";

/// What one step leaves to the next: where the hub is without anything in between, and the clerk's session.
#[derive(Serialize, Deserialize)]
struct Session {
    address: String,
    token: String,
}

/// A clerk at work.
pub struct Desk(Clerk);

impl Desk {
    /// Signs in at a hub that has just been founded, with the password of its ready line; leaves the session in `folder`.
    pub fn begin(folder: &Path, address: &str, ready: &Path) -> anyhow::Result<Self> {
        let said = ready_line(ready)?;
        let once = said.pointer("/first/password").and_then(Value::as_str);
        let clerk = Clerk::enter(address, Some(once.context("somebody has signed in at this hub before")?), PASSWORD)?;
        let session = Session { address: address.to_owned(), token: clerk.token().to_owned() };
        fs::create_dir_all(folder)?;
        fs::write(folder.join(SESSION), serde_json::to_vec(&session)?)?;
        Ok(Self(clerk))
    }

    /// Goes on with the session that `seed` left in `folder`.
    pub fn resume(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(SESSION);
        let bytes = fs::read(&path).with_context(|| format!("{} is not there; run STEP=seed first", path.display()))?;
        let session: Session = serde_json::from_slice(&bytes)?;
        Ok(Self(Clerk::resume(&session.address, &session.token)?))
    }

    /// A code for the next phone of this person.
    pub fn link(&self, person: &str) -> anyhow::Result<String> {
        self.0.enrolment_link(person)
    }

    /// Both technicians.
    pub fn hire(&self) -> anyhow::Result<()> {
        for (person, name) in [(TECHNICIAN, "Technician"), (COLLEAGUE, "Colleague")] {
            self.0.post("/v1/office/people", &json!({"person": person, "name": name, "badge": person}))?;
        }
        Ok(())
    }

    /// Takes all jobs in and sends the technician, with the colleague to those the technician will edit.
    pub fn take_in(&self, jobs: usize) -> anyhow::Result<()> {
        let edited: Vec<usize> = Plan::of(jobs, 0).technician.iter().map(|edit| edit.job).collect();
        for job in 0..jobs {
            let mut fields = content::fields(job);
            fields.insert("flags".to_owned(), json!(FLAGS));
            let number = content::number(job);
            self.0.post("/v1/office/jobs", &json!({"job": number, "pack": PACK, "fields": fields}))?;
            let both = [json!({"person": TECHNICIAN}), json!({"person": COLLEAGUE})];
            let crew = if edited.contains(&job) { both.as_slice() } else { both.get(..1).unwrap_or_default() };
            self.0.post(&format!("/v1/office/jobs/{number}/crew"), &json!(crew))?;
        }
        Ok(())
    }

    /// The office's edits while the device is away.
    pub fn edit(&self, edits: &[Edit]) -> anyhow::Result<()> {
        edits.iter().try_for_each(|edit| self.0.change_brief(&content::number(edit.job), &edit.of_office()))
    }
}

/// The line a hub started with `--json` wrote there. It listens before it has said it, so this waits up to a minute.
fn ready_line(path: &Path) -> anyhow::Result<Value> {
    for _ in 0..1200 {
        let said = fs::read_to_string(path).unwrap_or_default();
        if let Some((line, _)) = said.split_once('\n') {
            return serde_json::from_str(line).with_context(|| format!("{} is no ready line", path.display()));
        }
        sleep(Duration::from_millis(50));
    }
    anyhow::bail!(
        "{} has no ready line; HUB_SERVER must be `doorstep hub --json … > $STORE.ready` (docs/benchmarks.md)",
        path.display()
    )
}
