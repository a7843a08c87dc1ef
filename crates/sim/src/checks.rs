//! DESIGN's promises, held against what is on the disks. Each complaint is a sentence.

use crate::broken::{Broken, Tried};
use crate::office::Office;
use crate::phone::{Phone, VISIT};
use domain::canonical;
use domain::digest::Digest;
use domain::fold::{Entry, Fold, Standing, fold};
use domain::ids::{DeviceId, JobId, RecordId};
use hub::core::papers;
use hub_storage::Tx;
use replica::document::{DocKind, DocRef, Document};
use std::collections::{BTreeMap, BTreeSet};
use store::Store;
use sync::engine::Report;
use sync::feed::{CHAIN_START, Place, RowKind, chain};

/// The moment every fold is taken at, so that they can be compared.
const AT: i64 = 0;
const EVERY_ROW: u32 = 1_000_000;

/// What a phone said is saved is on its disk; what is on the disk hangs together; its cursor is not past what it has.
pub fn phone(phone: &mut Phone, office: &mut Office) -> Result<(), Broken> {
    let name = format!("phone {}", phone.name);
    let store = phone.store()?;
    for job in store.jobs_with_changes().tried(&name)? {
        let log = document(&store, &DocRef::log(job.clone()), &name)?;
        document(&store, &DocRef::brief(job.clone()), &name)?;
        projected(&store, &job, &log, &name)?;
    }
    for (job, saved) in &phone.saved {
        let log = document(&store, &DocRef::log(job.clone()), &name)?;
        holds(saved, &texts(&log.fold_entries()), &format!("{name}, job {job}"))?;
    }
    cursor(&store, office, &name)?;
    drop(store);
    phone.photos()
}

/// Nothing honest is left out by a phone or set aside by the hub.
pub fn report(report: &Report, name: &str) -> Result<(), Broken> {
    if let Some(aside) = report.asides.first() {
        return Err(Broken::new(format!("phone {name} left out what came for {:?}", aside.doc), &aside.rule));
    }
    match report.refused.first() {
        Some((_, rule)) => Err(Broken::new(format!("the hub set aside what phone {name} brought"), rule)),
        None => Ok(()),
    }
}

/// Every one of these records is among those, as it was.
fn holds(saved: &BTreeMap<RecordId, String>, there: &BTreeMap<RecordId, String>, whose: &str) -> Result<(), Broken> {
    let lost: Vec<&RecordId> =
        saved.iter().filter(|(id, text)| there.get(id) != Some(text)).map(|(id, _)| id).collect();
    match lost.as_slice() {
        [] => Ok(()),
        lost => Err(Broken::new(whose, format!("lost {} records the screen said were saved: {lost:?}", lost.len()))),
    }
}

fn texts(entries: &[Entry]) -> BTreeMap<RecordId, String> {
    let text = |entry: &Entry| entry.record.as_ref().ok().and_then(|record| record.to_text().ok()).unwrap_or_default();
    entries.iter().map(|entry| (entry.id.clone(), text(entry))).collect()
}

fn document(store: &Store, doc: &DocRef, whose: &str) -> Result<Document, Broken> {
    let changes = store.changes(doc).tried(whose)?;
    let opened = Document::load(doc.kind, changes).tried(whose)?;
    match opened.left_out.first() {
        None => Ok(opened.document),
        Some((_, why)) => Err(Broken::new(format!("{whose}, {} of {}", doc.kind.name(), doc.job), why)),
    }
}

/// The rows for lists say what the document says.
fn projected(store: &Store, job: &JobId, log: &Document, whose: &str) -> Result<(), Broken> {
    let rows = store.records(job).tried(whose)?;
    let rows: BTreeMap<RecordId, String> = rows.into_iter().map(|row| (row.id, row.text)).collect();
    let entries: BTreeMap<RecordId, String> = log.entries().into_iter().map(|entry| (entry.id, entry.text)).collect();
    if rows == entries { Ok(()) } else { Err(Broken::new(whose, format!("the rows of job {job} are not its records"))) }
}

/// Everything the hub announced to this device up to its place is on the device. Nothing is said where the hub is on
/// another chain than the device.
fn cursor(store: &Store, office: &mut Office, whose: &str) -> Result<(), Broken> {
    let place = store.place().tried(whose)?;
    let has: BTreeSet<Digest> = store.offer().tried(whose)?.into_iter().flat_map(|(_, hashes)| hashes).collect();
    let Some(device) = device_of(store, office, whose)? else { return Ok(()) };
    let (missing, releases) = office.read(|tx| {
        if tx.chain_at(place.number).tried(whose)? != Some(Digest(place.chain)) {
            return Ok((0, Vec::new()));
        }
        let announced = announced(tx, &device, place.number)?;
        Ok((announced.changes.difference(&has).count(), announced.releases))
    })?;
    let lacks = |digest: &Digest| !matches!(store.release(digest), Ok(Some(_)));
    match missing + releases.iter().filter(|digest| lacks(digest)).count() {
        0 => Ok(()),
        count => {
            Err(Broken::new(whose, format!("its cursor {} is past {count} things it does not have", place.number)))
        }
    }
}

/// The device of this phone's key, where the hub knows it.
fn device_of(store: &Store, office: &mut Office, whose: &str) -> Result<Option<DeviceId>, Broken> {
    let keys: Vec<_> = store.device_certificates().tried(whose)?.into_iter().map(|it| it.key).collect();
    let enrolment = store.meta(store::MetaKey::ENROLMENT).tried(whose)?.unwrap_or_default();
    let enrolment: serde_json::Value = serde_json::from_slice(&enrolment).unwrap_or_default();
    let own = enrolment.get("device").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    office.read(|tx| {
        for key in keys {
            if let Some(device) = tx.device_of_key(&key).tried(whose)?.filter(|it| it.id.as_str() == own) {
                return Ok(Some(device.id));
            }
        }
        Ok(None)
    })
}

struct Announced {
    changes: BTreeSet<Digest>,
    releases: Vec<Digest>,
}

fn announced(tx: &dyn Tx, device: &DeviceId, upto: u64) -> Result<Announced, Broken> {
    let mut announced = Announced { changes: BTreeSet::new(), releases: Vec::new() };
    for found in rows(tx, device)?.into_iter().filter(|found| found.row.number <= upto) {
        let number = found.row.number;
        let span = match found.row.kind {
            RowKind::Changes => (number - 1, number),
            RowKind::Grant => found.carries,
            RowKind::GrantEnded => continue,
            RowKind::Release => {
                announced.releases.push(found.row.payload);
                continue;
            }
        };
        let Some(subject) = &found.row.subject else { continue };
        let changes = tx.changes_between(&subject.job, span.0, span.1).tried("the feed")?;
        announced.changes.extend(changes.into_iter().map(|(_, change)| change.hash));
    }
    Ok(announced)
}

fn rows(tx: &dyn Tx, device: &DeviceId) -> Result<Vec<hub_storage::feed::FeedRow>, Broken> {
    tx.rows_for(device, 0, EVERY_ROW).tried("the feed")
}

/// What holds at the hub at the end: numbers without gaps, chains that link, every change numbered, nothing waiting,
/// nothing judged, and every epoch but the first after a restore.
pub fn office(office: &mut Office) -> Result<Vec<String>, Broken> {
    let jobs = office.jobs()?;
    let mut complaints = office.read(|tx| {
        let mut complaints = feed(tx)?;
        for job in &jobs {
            for kind in [DocKind::Brief, DocKind::Log] {
                complaints.extend(changes(tx, &DocRef { job: job.clone(), kind })?);
            }
            let aside = tx.asides(job).tried("the hub")?;
            complaints.extend(aside.iter().map(|it| format!("the hub set aside a change of job {job}: {}", it.rule)));
            let brief = papers::open(tx, &DocRef::brief(job.clone())).tried("the hub")?.brief();
            let verdicts = brief.verdicts.values();
            complaints.extend(verdicts.map(|it| format!("the hub judged an honest change of job {job}: {}", it.rule)));
        }
        Ok(complaints)
    })?;
    // More than one a restore: phones may have heard of epochs that a later restore took.
    if office.restores == 0 && office.epochs > 0 {
        complaints.push(format!("the hub began {} epochs and never went backwards", office.epochs));
    }
    let stored = office.hashes()?;
    let gone = office.ever_said.difference(&stored).count();
    if gone > 0 {
        complaints.push(format!("{gone} changes that the hub said it has are not there at the end"));
    }
    Ok(complaints)
}

fn changes(tx: &dyn Tx, doc: &DocRef) -> Result<Vec<String>, Broken> {
    let head = tx.head().tried("the feed")?.place.number;
    let stored = tx.changes(doc).tried("the hub")?;
    let unnumbered = stored.iter().filter(|it| it.number.is_none_or(|number| number == 0 || number > head)).count();
    let held = tx.held(doc).tried("the hub")?.len();
    let mut complaints = Vec::new();
    if unnumbered > 0 {
        complaints.push(format!("{unnumbered} changes of {doc:?} have no row of the feed"));
    }
    if held > 0 {
        complaints.push(format!("{held} changes of {doc:?} are still held"));
    }
    Ok(complaints)
}

fn feed(tx: &dyn Tx) -> Result<Vec<String>, Broken> {
    let head: Place = tx.head().tried("the feed")?.place;
    let mut complaints = Vec::new();
    for number in 1..=head.number {
        if tx.chain_at(number).tried("the feed")?.is_none() {
            complaints.push(format!("the feed has no row {number} of {}", head.number));
        }
    }
    if tx.chain_at(head.number).tried("the feed")? != Some(head.chain) {
        complaints.push("the feed's head is not on its chain".into());
    }
    for person in tx.persons().tried("the hub")? {
        for device in tx.devices_of(&person.id).tried("the hub")? {
            for found in rows(tx, &device.id)? {
                let before = tx.chain_at(found.row.number - 1).tried("the feed")?.unwrap_or(CHAIN_START);
                if tx.chain_at(found.row.number).tried("the feed")? != Some(chain(&before, &found.row)) {
                    complaints.push(format!("row {} of the feed is not linked to the one before", found.row.number));
                }
            }
        }
    }
    Ok(complaints)
}

/// A job as one side has it.
struct Side {
    heads: [Vec<Digest>; 2],
    fold: Fold,
    text: String,
}

impl Side {
    fn of(brief: &Document, log: &Document) -> Result<Self, Broken> {
        let fold = fold(&brief.brief(), &log.fold_entries(), AT);
        let text = canonical::to_string(&fold).tried("the fold")?;
        Ok(Self { heads: [brief.heads(), log.heads()], fold, text })
    }
}

/// Hub and every phone with the job have the same heads and the same fold, which shows every record. Gives a line for
/// the trace besides.
pub fn job(job: &JobId, office: &mut Office, phones: &mut [Phone]) -> Result<(String, Vec<String>), Broken> {
    let open = |tx: &dyn Tx, doc: DocRef| papers::open(tx, &doc).tried("the hub");
    let hub =
        office.read(|tx| Side::of(&open(tx, DocRef::brief(job.clone()))?, &open(tx, DocRef::log(job.clone()))?))?;
    let mut complaints = Vec::new();
    for shown in
        hub.fold.records.values().filter(|it| matches!(it.standing, Standing::Ignored(_) | Standing::Unreadable(_)))
    {
        complaints.push(format!("job {job}: a record of change {} does not count at the hub", shown.change));
    }
    for phone in phones {
        let name = format!("phone {}", phone.name);
        let store = phone.store()?;
        let Some(device) = device_of(&store, office, &name)? else {
            complaints.push(format!("the hub does not know {name}"));
            continue;
        };
        let grants = office.read(|tx| tx.grants(job, &device).tried("the hub"))?;
        if grants.last().is_none_or(|grant| grant.ended.is_some()) {
            continue;
        }
        let known = |kind| document(&store, &DocRef { job: job.clone(), kind }, &name);
        let side = Side::of(&known(DocKind::Brief)?, &known(DocKind::Log)?)?;
        if side.heads != hub.heads {
            complaints.push(format!("job {job}: {name} and the hub have different heads"));
        }
        if side.text != hub.text {
            complaints.push(format!("job {job}: {name} and the hub fold it differently"));
        }
        let brief = store.brief(job).tried(&name)?.unwrap_or_default();
        let rows: Vec<Entry> = store.records(job).tried(&name)?.iter().map(store::RecordRow::entry).collect();
        if canonical::to_string(&fold(&brief, &rows, AT)).tried(&name)? != hub.text {
            complaints.push(format!("job {job}: the rows of {name} fold differently from its documents"));
        }
    }
    let told = format!(
        "job {job}: {} records, {:?}, fold {}",
        hub.fold.records.len(),
        hub.fold.state(VISIT),
        Digest::of(hub.text.as_bytes())
    );
    Ok((told, complaints))
}

/// What any screen said is saved is at the hub, and no phone has anything left to send or set aside.
pub fn everything_saved(office: &mut Office, phones: &mut [Phone]) -> Result<Vec<String>, Broken> {
    let mut complaints = Vec::new();
    for phone in phones {
        let name = phone.name.clone();
        for (job, saved) in &phone.saved {
            let log = office.read(|tx| papers::open(tx, &DocRef::log(job.clone())).tried("the hub"))?;
            let whose = format!("the hub, job {job}, of phone {name}");
            complaints.extend(holds(saved, &texts(&log.fold_entries()), &whose).err().map(|broken| broken.to_string()));
        }
        let store = phone.store()?;
        let left = store.outbox_count().tried(&name)?.changes;
        if left > 0 {
            complaints.push(format!("phone {name} still has {left} changes to send"));
        }
        for aside in store.set_aside().tried(&name)? {
            complaints.push(format!(
                "phone {name} was told that a change of job {} is set aside: {}",
                aside.doc.job, aside.rule
            ));
        }
        if store.is_offering().tried(&name)? {
            complaints.push(format!("phone {name} has still to offer what it has"));
        }
    }
    Ok(complaints)
}
