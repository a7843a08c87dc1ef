//! A clerk who writes notes and changes a brief without end, each named so that it may be sent again, whatever happens to
//! the hub.

use super::none_lost;
use crate::clerk::Clerk;
use crate::tapping::JOB;
use anyhow::{Context, bail, ensure};
use domain::ids::RecordId;
use replica::document::Document;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

/// Between two acts, and before one is sent again.
const PAUSE: Duration = Duration::from_millis(30);
/// The field it changes: a number that only grows.
const FIELD: &str = "order.note";

/// What the hub acknowledged to the office.
#[derive(Default)]
pub struct Acknowledged {
    notes: BTreeSet<RecordId>,
    /// The last number the hub took; a later one may have got there without an answer.
    number: u64,
    changes: u64,
}

/// A clerk at work.
pub struct Office {
    stop: Arc<AtomicBool>,
    working: JoinHandle<anyhow::Result<Acknowledged>>,
}

impl Office {
    /// Begins to write; `round` makes its requests' names its own.
    pub fn begin(clerk: Clerk, round: u64) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        Self { stop, working: spawn(move || work(&clerk, round, &told)) }
    }

    /// Lets it finish what it is at, for which the hub must run, and adds what was acknowledged.
    pub fn end(self, all: &mut Acknowledged) -> anyhow::Result<()> {
        self.stop.store(true, Ordering::SeqCst);
        let Ok(done) = self.working.join() else { bail!("the clerk's thread died") };
        let Acknowledged { notes, number, changes } = done?;
        all.notes.extend(notes);
        all.number = all.number.max(number);
        all.changes += changes;
        Ok(())
    }
}

fn work(clerk: &Clerk, round: u64, stop: &AtomicBool) -> anyhow::Result<Acknowledged> {
    let mut done = Acknowledged::default();
    for n in 0.. {
        let note = json!({"request": format!("note-{round}-{n:04}"), "text": format!("第 {round} 轮，第 {n} 条")});
        let answer = insist(clerk, "POST", "notes", &note)?;
        let record = answer.get("record").and_then(Value::as_str).context("a note without a record")?;
        ensure!(done.notes.insert(RecordId::new(record)), "two notes in one record");
        let number = round * 1_000_000 + n;
        insist(clerk, "PATCH", "brief", &json!({"fields": {FIELD: number.to_string()}}))?;
        done.number = number;
        done.changes += 1;
        if stop.load(Ordering::SeqCst) {
            break;
        }
        sleep(PAUSE);
    }
    Ok(done)
}

/// Sends it until there is an answer, as the page does.
fn insist(clerk: &Clerk, method: &'static str, what: &str, body: &Value) -> anyhow::Result<Value> {
    let path = format!("/v1/office/jobs/{JOB}/{what}");
    loop {
        match clerk.send(method, &path, Some(body)) {
            Ok((201, answer)) => return Ok(serde_json::from_slice(&answer)?),
            Ok((204, _)) => return Ok(Value::Null),
            Ok((status, answer)) => bail!("{path}: {status} {}", String::from_utf8_lossy(&answer)),
            Err(_) => sleep(PAUSE),
        }
    }
}

impl Acknowledged {
    /// Notes and changes of the brief.
    pub fn count(&self) -> u64 {
        self.notes.len() as u64 + self.changes
    }

    /// Whether the job has them all.
    pub fn hold(&self, records: &BTreeSet<RecordId>, brief: &Document) -> anyhow::Result<()> {
        none_lost("notes of the office", self.notes.difference(records), self.notes.len())?;
        let now: u64 = brief.brief().text(FIELD).parse().unwrap_or_default();
        ensure!(now >= self.number, "the brief says {now}, and the hub had taken {}", self.number);
        Ok(())
    }
}
