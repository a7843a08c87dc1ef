//! Jobs asked for on site (DESIGN "A phone may start a request"): a phone begins the log of a job the office does not
//! know. The hub begins its brief at once, so that nothing of it waits, and gives the job to who asked; a clerk then
//! makes a job of it, or cancels it.

use crate::core::ledger::Ledger;
use crate::core::office::{self, Pins};
use crate::core::{CoreRefused, Moment, crew, papers};
use domain::brief::{CrewMember, REQUESTABLE, keys};
use domain::ids::JobId;
use domain::record::{Kind, Record};
use domain::state::State;
use domain::time::rfc3339;
use domain::value::Requested;
use hub_storage::Tx;
use hub_storage::jobs::{Job, Mirror};
use hub_storage::people::{Device, DeviceState};
use replica::change::Change;
use replica::document::{DocKind, DocRef};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Requests of one phone that the office has not answered; more are held until it has.
const MOST_OPEN: usize = 100;

/// Begins the job of a log whose job nobody knows, where the device that brings it asks for one in it. Anything else of
/// an unknown job is held until its brief arrives.
pub(crate) fn begin<'a>(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    doc: &DocRef,
    bearer: &Device,
    changes: impl Iterator<Item = &'a Change>,
) -> Result<(), CoreRefused> {
    // One that is retired still hands in what it has; its phone is not sent there any more.
    let may = doc.kind == DocKind::Log && doc.job.is_well_formed_request() && bearer.state != DeviceState::Lost;
    if !may || tx.has_job(&doc.job)? {
        return Ok(());
    }
    let mut open = 0;
    for grant in tx.grants_of_device(&bearer.id)?.iter().filter(|grant| grant.job.is_request()) {
        open += usize::from(tx.job(&grant.job)?.is_some_and(|job| is_open(&job)));
    }
    if open >= MOST_OPEN {
        return Ok(());
    }
    let asks = |record: &Record| {
        record.kind == Kind::Request
            && record.by == bearer.person
            && record.device == bearer.id
            && record.visit.is_none()
    };
    let asked = changes.flat_map(Change::told).map(|(_, record)| record).find(asks);
    let Some(record) = asked else { return Ok(()) };
    let Ok(requested) = Requested::deserialize(&record.value) else { return Ok(()) };
    let mut fields = Map::new();
    for (key, text) in requested.fields {
        let is_words = REQUESTABLE.contains(&key.as_str()) && !text.trim().is_empty();
        if is_words {
            fields.insert(key, json!(text.trim()));
        }
    }
    if office::check(&fields).is_err() {
        return Ok(());
    }
    let Some(person) = tx.person(&bearer.person)? else { return Ok(()) };
    let pack = requested.pack.filter(|pack| crate::reference::names().iter().any(|known| known.key == *pack));
    let source = json!({"person": bearer.person, "device": bearer.id, "at": record.at.time, "pack": pack});
    fields.insert(keys::REQUESTED.to_owned(), source);
    fields.insert(keys::STATE.to_owned(), json!(State::New));
    fields.insert(office::JOB_ID.to_owned(), json!(doc.job));
    tx.save_job(&doc.job, &Mirror::empty(), moment.now_ms)?;
    let mut members = Vec::new();
    if bearer.state == DeviceState::Active {
        tx.assign(&doc.job, &bearer.person, moment.now_ms)?;
        members.push(CrewMember { person: person.id.as_str().to_owned(), name: person.name, badge: person.badge });
    }
    let mut letters = crew::dealt(tx, ledger, &doc.job)?;
    if let Some(letters) = letters.as_object_mut() {
        // Who asked may write there, whether or not it is sent.
        letters.entry(bearer.id.as_str()).or_insert_with(|| json!("A"));
    }
    fields.insert(keys::CREW.to_owned(), json!(members));
    fields.insert(crew::LETTERS.to_owned(), letters);
    let fields: Vec<(String, Value)> = fields.into_iter().collect();
    papers::write_brief(tx, moment, ledger, &doc.job, &fields, &[])?;
    Ok(())
}

/// Whether a job was asked for on site and nobody at the office has answered.
fn is_open(job: &Job) -> bool {
    let fields: Map<String, Value> = serde_json::from_str(&job.fields).unwrap_or_default();
    fields.get(keys::STATE) == Some(&json!(State::New)) && fields.contains_key(keys::REQUESTED)
}

/// Makes a job of a request: it gets its standard, in the newest releases, and goes on like any other.
pub fn adopt(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
    pack: &str,
) -> Result<(), CoreRefused> {
    let known = office::known(tx, job)?;
    if !is_open(&known) {
        return Err(domain::decide::Refusal::Settled.into());
    }
    let fields: Map<String, Value> = serde_json::from_str(&known.fields).unwrap_or_default();
    office::check_needed(&fields)?;
    let state = if tx.assigned(job)?.is_empty() { State::Queued } else { State::Dispatched };
    let pins = Pins::newest(tx, pack)?;
    let mut written = pins.fields();
    written.extend(pins.promised(moment, &fields));
    if state == State::Dispatched && !fields.contains_key(keys::ASSIGNED_AT) {
        let at = rfc3339(moment.now_ms, moment.identity.offset_minutes);
        written.push((keys::ASSIGNED_AT.to_owned(), json!(at)));
    }
    written.push((keys::STATE.to_owned(), json!(state)));
    papers::write_brief(tx, moment, ledger, job, &written, &[])?;
    Ok(())
}
