//! What holds for one phone at any moment.

use super::{document, holds, texts};
use crate::broken::{Broken, Tried};
use crate::office::Office;
use crate::phone::Phone;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId, RecordId};
use hub::core::papers;
use hub_storage::Tx;
use hub_storage::feed::FeedRow;
use replica::document::{DocRef, Document};
use std::collections::{BTreeMap, BTreeSet};
use store::Store;
use sync::engine::Report;
use sync::feed::RowKind;

const EVERY_ROW: u32 = 1_000_000;

/// What a phone said is saved is on its disk; what is on the disk hangs together; its cursor is not past what it has.
pub fn phone(phone: &mut Phone, office: &mut Office) -> Result<(), Broken> {
    let name = format!("phone {}", phone.name);
    let store = phone.store()?;
    for job in store.jobs_with_changes().tried(&name)? {
        document(&store, &DocRef::brief(job.clone()), &name)?;
        let log = document(&store, &DocRef::log(job.clone()), &name)?;
        kept(phone, &store, &job, &log)?;
    }
    if let Some(job) =
        phone.saved.keys().find(|job| !store.changes(&DocRef::log((*job).clone())).is_ok_and(|it| !it.is_empty()))
    {
        return Err(Broken::new(name, format!("lost job {job}, on which it had saved something")));
    }
    if let Some(device) = &phone.device {
        cursor(&store, office, device, &name)?;
    }
    drop(store);
    phone.photos()
}

/// What of a job was saved is there, and the rows for lists say what the document says.
pub(super) fn kept(phone: &Phone, store: &Store, job: &JobId, log: &Document) -> Result<(), Broken> {
    let name = format!("phone {}", phone.name);
    if let Some(saved) = phone.saved.get(job) {
        holds(saved, &texts(&log.fold_entries()), &format!("{name}, job {job}"))?;
    }
    let rows = store.records(job).tried(&name)?;
    let rows: BTreeMap<RecordId, String> = rows.into_iter().map(|row| (row.id, row.text)).collect();
    let entries: BTreeMap<RecordId, String> = log.entries().into_iter().map(|entry| (entry.id, entry.text)).collect();
    if rows == entries { Ok(()) } else { Err(Broken::new(name, format!("the rows of job {job} are not its records"))) }
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

/// Of a retired phone that is gone nothing is missing at the office.
pub fn handed_in(phone: &Phone, office: &mut Office) -> Result<(), Broken> {
    let name = format!("of phone {}, which was retired and is wiped, the hub", phone.name);
    for (job, saved) in &phone.saved {
        let log = office.read(|tx| papers::open(tx, &DocRef::log(job.clone())).tried("the hub"))?;
        holds(saved, &texts(&log.fold_entries()), &format!("{name}, job {job},"))?;
    }
    match phone.photos_saved().iter().filter(|photo| !office.has_file(photo)).count() {
        0 => Ok(()),
        count => Err(Broken::new(name, format!("lacks {count} photos"))),
    }
}

/// What a lost phone did not hand in it has told, where it could. A hub that was put back may lack more.
pub fn is_told(phone: &Phone, office: &mut Office) -> Result<(), Broken> {
    let device = phone.device.clone().tried("the device of a phone")?;
    match office.last_word(&device)? {
        Some(word) if office.restores == 0 && word.changes == 0 && word.blobs == 0 => handed_in(phone, office),
        _ => Ok(()),
    }
}

/// Everything the hub announced to this device up to its place is on the device. Nothing is said where the hub is on
/// another chain than the device.
pub(super) fn cursor(store: &Store, office: &mut Office, device: &DeviceId, whose: &str) -> Result<(), Broken> {
    let place = store.place().tried(whose)?;
    let has: BTreeSet<Digest> = store.offer().tried(whose)?.into_iter().flat_map(|(_, hashes)| hashes).collect();
    let announced = office.read(|tx| {
        let ours = tx.chain_at(place.number).tried(whose)? == Some(Digest(place.chain));
        if ours { announced(tx, device, place.number) } else { Ok(Announced::default()) }
    })?;
    let lacks = |digest: &&Digest| !store.has_release(digest).unwrap_or_default();
    match announced.changes.difference(&has).count() + announced.releases.iter().filter(lacks).count() {
        0 => Ok(()),
        count => {
            Err(Broken::new(whose, format!("its cursor {} is past {count} things it does not have", place.number)))
        }
    }
}

#[derive(Default)]
struct Announced {
    changes: BTreeSet<Digest>,
    releases: Vec<Digest>,
}

fn announced(tx: &dyn Tx, device: &DeviceId, upto: u64) -> Result<Announced, Broken> {
    let mut announced = Announced::default();
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

fn rows(tx: &dyn Tx, device: &DeviceId) -> Result<Vec<FeedRow>, Broken> {
    tx.rows_for(device, 0, EVERY_ROW).tried("the feed")
}
