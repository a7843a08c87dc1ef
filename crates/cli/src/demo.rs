//! `doorstep demo`: one whole job. A hub in its own process, a phone through `field`, no network between preparation and
//! departure, one sync afterwards. What it leaves in the output folder is what an auditor would ask for.
//!
//! - `script`: what is said and measured, as data; `walk`: the stages; `branch`: visits that end otherwise
//! - `hub_process`: the hub started and stopped; `office`: the clerk's part over the hub's API
//! - `recorder`: the phone's requests, counted and kept

mod branch;
mod hub_process;
mod office;
mod recorder;
mod script;
mod walk;

use crate::compare::{self, Compared};
use anyhow::{Context, bail};
use branch::Branch;
use clap::Args;
use domain::ids::{JobId, VisitNo};
use field::clock::SystemClock;
use field::entropy::SystemEntropy;
use field::vault::FileVault;
use field::{Field, FieldOptions};
use hub_process::HubProcess;
use office::Office;
use recorder::Recorder;
use script::Script;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use walk::Walk;

/// What the demo needs.
#[derive(Args)]
pub struct Options {
    /// Folder with camera photos; they are taken in the order of their names.
    #[arg(long)]
    photos: PathBuf,
    /// Where everything goes; a folder of an earlier demo is emptied.
    #[arg(long)]
    out: PathBuf,
    /// The service standard.
    #[arg(long, default_value = "dw_repair")]
    pack: String,
    /// A visit that ends otherwise.
    #[arg(long)]
    branch: Option<Branch>,
    /// Print the result as one line of JSON, last on stdout.
    #[arg(long)]
    json: bool,
}

/// The demo's flat lies in China.
const OFFSET_MINUTES: i32 = 480;
const VISIT: VisitNo = VisitNo(1);
const MARK: &str = "demo.json";

/// Runs the demo.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let script = Script::of(&options.pack)?;
    let photos = read_photos(&options.photos)?;
    let out = fresh_folder(&options.out)?;
    let mut steps = Steps::default();

    let mut hub = HubProcess::start(&out.join("hub-data"), 0)?;
    let office = Office::enter(&hub)?;
    let job = office.take_in(&script, &options.pack)?;
    let link = office.enrolment_link(&script.technician.person)?;

    let recorder = Arc::new(Recorder::to(&hub.address()));
    let mut field = open_phone(&out.join("phone-data"))?;
    steps.time("enrol", || field.enrol(&*recorder, &link))?;
    field.sync(&*recorder)?;
    recorder.forget();

    let mut walk = Walk {
        prices: field.prices(&job)?,
        field: &mut field,
        job: job.clone(),
        visit: VISIT,
        script: &script,
        photos,
        customer_ink: script.signer.ink()?,
        technician_ink: script.technician.ink()?,
        taken: 0,
        steps: &mut steps,
    };
    walk.appointment()?;
    let pid_before = hub.pid();
    hub.stop()?;
    let stopped_from = unix_ms();
    let sheet = visit(&mut walk, options.branch, 1)?;

    let port = hub.port();
    let mut hub = HubProcess::start(&out.join("hub-data"), port)?;
    let stopped_to = unix_ms();
    let office = Office::enter(&hub)?;
    office.change_brief(&job, &script)?;
    office.add_note(&job, &script.office.log)?;

    let report = steps.time("sync", || field.sync(&*recorder))?;
    let requests = recorder.sync_requests();
    let sheet = match options.branch.filter(|branch| branch.comes_again()) {
        None => sheet,
        Some(branch) => {
            office.send_again(&job, branch)?;
            field.sync(&*recorder)?;
            let mut walk = Walk {
                prices: field.prices(&job)?,
                field: &mut field,
                job: job.clone(),
                visit: VisitNo(2),
                script: &script,
                photos: read_photos(&options.photos)?,
                customer_ink: script.signer.ink()?,
                technician_ink: script.technician.ink()?,
                taken: 0,
                steps: &mut steps,
            };
            walk.appointment()?;
            let sheet = visit(&mut walk, Some(branch), 2)?;
            field.sync(&*recorder)?;
            sheet
        }
    };
    let media = steps.time("media", || field.send_media(&*recorder))?;
    let compared = finish(Finished { field: &mut field, office: &office, recorder: &recorder, job: &job, out: &out })?;
    let result = json!({
        "equal": compared.equal,
        "phone_heads": compared.a,
        "hub_heads": compared.b,
        "outcome": outcome(&mut field, &job)?,
        "sync_requests": requests,
        "bytes_up": recorder.bytes_up(),
        "bytes_down": recorder.bytes_down(),
        "sheet": sheet.map(|it| json!({"path": out.join("sheet.pdf"), "sha256": it.pdf.hex(), "pages": it.pages})),
        "photos": media.photos,
        "acknowledged": report.stored,
        "blobs": media.stored,
        "hub": {
            "pid_before": pid_before,
            "pid_after": hub.pid(),
            "stopped_unix_ms": [stopped_from, stopped_to],
        },
        "steps_ms": steps.ms,
    });
    hub.stop()?;
    fs::write(out.join(MARK), serde_json::to_vec_pretty(&result)?)?;
    tell(&result, options.json);
    Ok(())
}

/// A visit from the preparation to its end; its sheet, where it has one.
fn visit(walk: &mut Walk<'_>, branch: Option<Branch>, number: u32) -> anyhow::Result<Option<field::SheetMade>> {
    match branch {
        None => walk.on_the_road()?,
        Some(branch) if number == 1 => walk.branch(branch)?,
        Some(branch) => walk.come_again(branch)?,
    }
    if branch.is_some_and(|branch| !branch.has_sheet()) {
        return Ok(None);
    }
    walk.sign()?;
    let sheet = steps_of_sheet(walk.field, &walk.job, walk.visit, walk.steps)?;
    walk.depart()?;
    Ok(Some(sheet))
}

/// How the last visit ended.
fn outcome(field: &mut Field, job: &JobId) -> anyhow::Result<Option<&'static str>> {
    let visit = field.current_visit(job)?;
    Ok(field.look(job, visit, |list| list.fold.outcome(visit).map(domain::outcome::Outcome::key))?)
}

/// Draws, signs and files the sheet, timed apart.
fn steps_of_sheet(
    field: &mut Field,
    job: &JobId,
    visit: VisitNo,
    steps: &mut Steps,
) -> anyhow::Result<field::SheetMade> {
    let made = steps.time("sheet_made", || field.make_sheet(job, visit))?;
    steps.ms.insert("draw".into(), made.draw_ms);
    steps.ms.insert("sign".into(), made.sign_ms);
    Ok(made)
}

struct Finished<'a> {
    field: &'a mut Field,
    office: &'a Office,
    recorder: &'a Recorder,
    job: &'a JobId,
    out: &'a Path,
}

/// Writes what the auditor asks for, and compares the two copies from the files alone.
fn finish(done: Finished<'_>) -> anyhow::Result<Compared> {
    let (phone, hub) = (done.out.join("phone"), done.out.join("hub"));
    fs::create_dir_all(&phone)?;
    fs::create_dir_all(&hub)?;
    for (name, bytes) in done.field.export(done.job)? {
        write(&done.out.join(name), &bytes)?;
    }
    for kind in ["brief", "log"] {
        fs::write(hub.join(format!("{kind}.automerge")), done.office.document(done.job, kind)?)?;
    }
    fs::write(done.out.join("ca.pem"), done.office.ca_pem()?)?;
    if let Some(received) = done.office.received_sheet(done.job)? {
        fs::write(done.out.join("received.pdf"), received)?;
    }
    done.recorder.write_bodies(&done.out.join("sync"))?;
    compare::compare(&phone, &hub)
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

fn open_phone(folder: &Path) -> anyhow::Result<Field> {
    Ok(Field::open(FieldOptions {
        folder: folder.into(),
        clock: Arc::new(SystemClock::new(Some(OFFSET_MINUTES))),
        entropy: Arc::new(SystemEntropy),
        vault: Arc::new(FileVault::open(&folder.join("keys"))?),
        disk: None,
    })?)
}

/// The photos with their names, in the order of these.
fn read_photos(folder: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let entries = fs::read_dir(folder).with_context(|| {
        format!(
            "the photo folder {0} cannot be read; name one with --photos\n照片文件夹 {0} 读不了，请用 --photos 指定",
            folder.display()
        )
    })?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        matches!(extension.as_str(), "jpg" | "jpeg" | "png" | "heic")
    });
    paths.sort();
    if paths.is_empty() {
        bail!("there are no photos (jpg, png, heic) in {0}\n{0} 里没有照片（jpg、png、heic）", folder.display());
    }
    let read = |path: &PathBuf| {
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        Ok((name, fs::read(path).with_context(|| path.display().to_string())?))
    };
    paths.iter().map(read).collect()
}

/// An output folder with nothing of an earlier run in it. A folder that no demo wrote is left alone.
fn fresh_folder(out: &Path) -> anyhow::Result<PathBuf> {
    let used = out.is_dir() && fs::read_dir(out)?.next().is_some();
    if used && !out.join(MARK).exists() {
        bail!(
            "{0} is not empty and no demo made it; name another folder\n{0} 不是空的，也不是演示留下的，请换一个文件夹",
            out.display()
        );
    }
    if used {
        fs::remove_dir_all(out)?;
    }
    fs::create_dir_all(out)?;
    fs::write(out.join(MARK), "{}")?;
    Ok(out.canonicalize()?)
}

/// How long each step took.
#[derive(Default)]
pub struct Steps {
    ms: BTreeMap<String, i64>,
}

impl Steps {
    /// Adds the times of others.
    pub fn add(&mut self, others: Steps) {
        for (name, ms) in others.ms {
            *self.ms.entry(name).or_default() += ms;
        }
    }

    /// Runs a step and keeps its time.
    #[allow(clippy::disallowed_methods)]
    pub fn time<R>(&mut self, name: &str, step: impl FnOnce() -> R) -> R {
        let began = Instant::now();
        let result = step();
        *self.ms.entry(name.to_owned()).or_default() += i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        result
    }
}

#[allow(clippy::disallowed_methods)]
fn unix_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[allow(clippy::print_stdout)]
fn tell(result: &Value, json: bool) {
    if json {
        println!("{result}");
        return;
    }
    let text = |key: &str| result.get(key).map(ToString::to_string).unwrap_or_default();
    println!("sheet 服务单: {}", result.pointer("/sheet/path").and_then(Value::as_str).unwrap_or_default());
    println!("equal 两边一致: {} · sync requests 同步请求: {}", text("equal"), text("sync_requests"));
    println!("up 上行 {} B · down 下行 {} B · photos 照片 {}", text("bytes_up"), text("bytes_down"), text("photos"));
}
