//! `doorstep bench-step`: one step of the sync harness, which runs our hub and device beside other systems
//! (docs/benchmarks.md has the commands and the figures). The harness says what to do in the environment: STEP,
//! STORE, HUB_URL, DOCS and WORK; a loop of reconnects also says ROUND. The result is one line of JSON, the last printed.
//! `STEP=loop` is ours alone: as many reconnects as ROUND says in one process, and what each costs the hub HUB_PID.
//!
//! - [`content`]: the harness's jobs and edits; [`desk`]: the office's part; [`device`]: the technician's; [`processor`]:
//!   what the hub has used
//!
//! Between steps everything lies in WORK: `server.ready` (what the hub said at its start), `office/` (the clerk's session
//! and the colleague's device). Neither enrolling nor asking the office for a code goes through HUB_URL, where the
//! harness counts: an enrolled device is what it calls empty.

mod content;
mod desk;
mod device;
mod processor;

use anyhow::{Context, bail, ensure};
use content::Plan;
use desk::{COLLEAGUE, Desk, TECHNICIAN};
use device::Device;
use field::transport::{Http, HubAddress};
use processor::Processor;
use serde_json::{Value, json};
use std::env;
use std::path::{Path, PathBuf};
use std::time::Instant;
use sync::engine::Report;

/// What the harness asks for.
struct Asked {
    step: String,
    /// The folder of whoever acts: the device's, or the office's.
    store: PathBuf,
    /// The hub, mostly through the counting proxy.
    hub: String,
    jobs: usize,
    work: PathBuf,
    round: usize,
}

/// Runs the step and prints its result.
#[allow(clippy::print_stdout)]
pub fn run() -> anyhow::Result<()> {
    let asked = Asked::read()?;
    let result = match asked.step.as_str() {
        "seed" => seed(&asked),
        "fresh" => fresh(&asked),
        "office" => office(&asked),
        "offline-edit" => offline_edit(&asked),
        "resync" => resync(&asked),
        "check" => check(&asked),
        "loop" => reconnects(&asked),
        other => bail!("STEP={other} is none of seed, fresh, office, offline-edit, resync, check, loop"),
    }?;
    println!("{result}");
    Ok(())
}

impl Asked {
    fn read() -> anyhow::Result<Self> {
        let said = |name: &str| {
            env::var(name).with_context(|| format!("{name} is not set; the harness sets it (docs/benchmarks.md)"))
        };
        let number = |name: &str, text: String| {
            text.parse::<usize>().with_context(|| format!("{name}={text} is not a number of jobs or rounds"))
        };
        Ok(Self {
            step: said("STEP")?,
            store: said("STORE")?.into(),
            hub: said("HUB_URL")?,
            jobs: number("DOCS", said("DOCS")?)?,
            work: said("WORK")?.into(),
            round: number("ROUND", env::var("ROUND").unwrap_or_else(|_| "0".into()))?,
        })
    }

    fn hub_address(&self) -> HubAddress {
        HubAddress::unpinned(&self.hub)
    }

    fn plan(&self) -> Plan {
        Plan::of(self.jobs, self.round)
    }

    /// Where `seed` left the office.
    fn office(&self) -> PathBuf {
        self.work.join("office")
    }
}

/// A new office with all its jobs. The colleague's device is enrolled before there are any.
fn seed(asked: &Asked) -> anyhow::Result<Value> {
    let began = now();
    let desk = Desk::begin(&asked.store, &asked.hub, &asked.work.join("server.ready"))?;
    desk.hire()?;
    Device::enrol(&colleague(&asked.store), &desk.link(COLLEAGUE)?)?;
    desk.take_in(asked.jobs)?;
    Ok(json!({"ms": ms(began), "jobs": asked.jobs}))
}

/// A new device pulls all jobs.
fn fresh(asked: &Asked) -> anyhow::Result<Value> {
    let began = now();
    Device::enrol(&asked.store, &Desk::resume(&asked.office())?.link(TECHNICIAN)?)?;
    let enrolled = ms(began);
    let began = now();
    let mut device = Device::open(&asked.store)?;
    let report = device.sync(&Http::to(&asked.hub_address())?)?;
    let taken = ms(began);
    ensure!(report.grants == asked.jobs, "{} of {} jobs arrived", report.grants, asked.jobs);
    Ok(told(taken, &report, json!({"enrolMs": enrolled, "jobs": report.grants})))
}

/// The office's edits while the device is away.
fn office(asked: &Asked) -> anyhow::Result<Value> {
    let began = now();
    Desk::resume(&asked.office())?.edit(&asked.plan().office)?;
    Ok(json!({"ms": ms(began)}))
}

/// The technician's edits with no network.
fn offline_edit(asked: &Asked) -> anyhow::Result<Value> {
    let began = now();
    let mut device = Device::open(&asked.store)?;
    asked.plan().technician.into_iter().try_for_each(|edit| device.edit(edit))?;
    Ok(json!({"ms": ms(began)}))
}

/// The device reconnects.
fn resync(asked: &Asked) -> anyhow::Result<Value> {
    let began = now();
    let mut device = Device::open(&asked.store)?;
    let report = device.sync(&Http::to(&asked.hub_address())?)?;
    let taken = ms(began);
    let edits = asked.plan().office;
    let here = device.count_office(&edits)?;
    ensure!(here == edits.len(), "{here} of {} edits of the office arrived", edits.len());
    ensure!(report.stored == report.pushed, "{} of {} changes were stored", report.stored, report.pushed);
    Ok(told(taken, &report, json!({"officeEdits": here})))
}

/// The device reconnects again and again: each time the office has changed ten jobs and the technician five others.
fn reconnects(asked: &Asked) -> anyhow::Result<Value> {
    let hub = Processor::of(&env::var("HUB_PID").context("HUB_PID is not set: the hub's process")?);
    let (desk, transport) = (Desk::resume(&asked.office())?, Http::to(&asked.hub_address())?);
    let mut device = Device::open(&asked.store)?;
    let (mut cost, mut requests) = (Vec::new(), 0);
    for round in 1..=asked.round {
        let plan = Plan::of(asked.jobs, round);
        desk.edit(&plan.office)?;
        plan.technician.into_iter().try_for_each(|edit| device.edit(edit))?;
        let before = hub.used_ms()?;
        let report = device.sync(&transport)?;
        cost.push(hub.used_ms()? - before);
        requests += report.rounds;
        let here = device.count_office(&plan.office)?;
        ensure!(here == plan.office.len(), "{here} of {} edits of the office arrived", plan.office.len());
    }
    cost.sort_by(f64::total_cmp);
    let middle = cost.get(cost.len() / 2).copied().unwrap_or_default();
    let mean = cost.iter().sum::<f64>() / f64::from(u32::try_from(cost.len())?);
    let spent = json!({"mean": mean, "p50": middle, "most": cost.last()});
    Ok(json!({"reconnects": cost.len(), "requests": requests, "hubCpuMs": spent}))
}

/// The colleague's device reads the technician's edits.
fn check(asked: &Asked) -> anyhow::Result<Value> {
    let began = now();
    let mut device = Device::open(&colleague(&asked.office()))?;
    device.sync(&Http::to(&asked.hub_address())?)?;
    let edits = asked.plan().technician;
    let here = device.count_technician(&edits)?;
    Ok(json!({"ms": ms(began), "techEditsOnServer": here, "expected": edits.len()}))
}

fn colleague(office: &Path) -> PathBuf {
    office.join("colleague")
}

fn told(ms: f64, report: &Report, mut more: Value) -> Value {
    let told = json!({
        "ms": ms, "rounds": report.rounds, "repeats": report.repeats, "pushed": report.pushed,
        "arrived": report.arrived, "bodyUp": report.bytes_up,
    });
    if let (Some(more), Value::Object(told)) = (more.as_object_mut(), told) {
        more.extend(told);
    }
    more
}

#[allow(clippy::disallowed_methods)] // how long it takes is the result
fn now() -> Instant {
    Instant::now()
}

fn ms(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1000.0
}
