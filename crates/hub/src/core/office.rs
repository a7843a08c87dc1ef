//! What a clerk does to a job. Input is checked here; what is wrong changes nothing.

use crate::core::cards::EXTERNAL;
use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, Moment, order, papers};
use crate::entropy;
use crate::identity::OFFICE_PERSON;
use crate::reference::{PACK, PRICES, SETTINGS};
use domain::brief::{ReleaseRef, keys};
use domain::decide::Draft;
use domain::flag::Flag;
use domain::ids::{DeviceId, JobId, PersonId, RecordId};
use domain::record::{Kind, Record};
use domain::settings::Values;
use domain::state::State;
use domain::time::{At, Trust, rfc3339, unix_ms};
use domain::timer;
use domain::value::Noted;
use hub_storage::company::Release;
use hub_storage::jobs::{Job, Mirror};
use hub_storage::people::Person;
use hub_storage::{StorageRefused, Tx};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The longest key, the longest value (canonical JSON) and the most fields of one request.
pub(crate) const LONGEST_KEY: usize = 64;
const LONGEST_VALUE: usize = 16 * 1024;
/// Visits of one job.
const MOST_VISITS: u64 = 999;
pub(crate) const MOST_FIELDS: usize = 200;
/// The longest note, in bytes.
const LONGEST_NOTE: usize = 8 * 1024;
/// The record's key for who of the office wrote it.
pub(crate) const CLERK: &str = "clerk";

/// A job must say at least this.
pub(crate) const NEEDED: [&str; 3] = [keys::CUSTOMER_NAME, keys::CUSTOMER_PHONE, keys::CUSTOMER_ADDRESS];

/// Words, where they are given.
pub(crate) const TEXTS: [&str; 13] = [
    keys::JOB_KIND,
    keys::NOTE,
    keys::PRIORITY,
    keys::CUSTOMER_NAME,
    keys::CUSTOMER_PHONE,
    keys::CUSTOMER_ADDRESS,
    keys::PRODUCT_MODEL,
    keys::PRODUCT_SERIAL,
    keys::PRODUCT_INSTALLED,
    keys::SYMPTOM,
    keys::ENTITLEMENT,
    keys::ENTITLEMENT_NOTE,
    EXTERNAL,
];

/// Times, where they are given.
pub(crate) const TIMES: [&str; 3] = [keys::PROMISED_BY, keys::OFFER_FROM, keys::OFFER_TO];

/// What only a move of the order changes once a job has begun.
pub(crate) const MOVED: [&str; 2] = [keys::STATE, keys::VISIT];

/// The job's own number stands in its brief, so that the first changes of two jobs are never the same bytes.
pub(crate) const JOB_ID: &str = "job.id";

/// A new job.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NewJob {
    /// Its number; `None` for the day's next.
    pub job: Option<JobId>,
    /// Key of the service standard, for example `dw_repair`.
    pub pack: String,
    /// The brief's fields.
    pub fields: Map<String, Value>,
}

/// Begins a job: its brief, pinned to the newest releases. Its log begins empty.
pub fn create_job(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    new: &NewJob,
) -> Result<JobId, CoreRefused> {
    let pins = Pins::newest(tx, &new.pack)?;
    begin_job(tx, moment, ledger, new, &pins)
}

/// Releases that jobs are pinned to when they begin, and what of them a job begins with.
pub struct Pins {
    releases: [(&'static str, ReleaseRef); 3],
    values: Values,
    /// The standard is one of installation.
    install: bool,
}

/// Of a standard, what holds for it from the start.
#[derive(Deserialize)]
struct Flagged {
    flags: BTreeSet<Flag>,
}

impl Pins {
    /// The newest of each for this standard.
    pub fn newest(tx: &dyn Tx, pack: &str) -> Result<Self, CoreRefused> {
        let (pack, settings) = (newest(tx, PACK, pack)?, newest(tx, SETTINGS, SETTINGS)?);
        let standard = serde_json::from_slice::<Flagged>(&pack.bytes).ok();
        Ok(Self {
            values: order::values_of(&settings.bytes),
            install: standard.is_some_and(|standard| standard.flags.contains(&Flag::Install)),
            releases: [
                (keys::PACK, named_release(pack)),
                (keys::PRICES, named_release(newest(tx, PRICES, PRICES)?)),
                (keys::SETTINGS, named_release(settings)),
            ],
        })
    }

    /// As a brief names them.
    pub(crate) fn fields(&self) -> Vec<(String, Value)> {
        self.releases.iter().map(|(key, release)| ((*key).to_owned(), json!(release))).collect()
    }

    /// By when a job with these fields that is taken in now is promised (INT-09), where it does not say so itself.
    pub(crate) fn promised(&self, moment: Moment<'_>, fields: &Map<String, Value>) -> Option<(String, Value)> {
        if fields.contains_key(keys::PROMISED_BY) {
            return None;
        }
        let flags = fields.get(keys::FLAGS).and_then(Value::as_array).into_iter().flatten();
        let install = self.install || flags.filter_map(Value::as_str).any(|flag| flag == Flag::Install.key());
        let offset = moment.identity.offset_minutes;
        let by = timer::promised(&self.values, install, &rfc3339(moment.now_ms, offset))?;
        Some((keys::PROMISED_BY.to_owned(), json!(rfc3339(by, offset))))
    }
}

/// Begins a job with these releases.
pub fn begin_job(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    new: &NewJob,
    pins: &Pins,
) -> Result<JobId, CoreRefused> {
    check_new(&new.fields)?;
    let job = match &new.job {
        Some(job) => named(tx, job)?,
        None => next_job(tx, moment)?,
    };
    let mut fields: Vec<(String, Value)> = new.fields.clone().into_iter().collect();
    fields.push((JOB_ID.to_owned(), json!(job)));
    if !new.fields.contains_key(keys::STATE) {
        fields.push((keys::STATE.to_owned(), json!(State::Queued)));
    }
    fields.extend(pins.fields());
    fields.extend(pins.promised(moment, &new.fields));
    tx.save_job(&job, &Mirror::empty(), moment.now_ms)?;
    papers::write_brief(tx, moment, ledger, &job, &fields, &[])?;
    Ok(job)
}

/// Whether a job can begin with these fields.
pub fn check_new(fields: &Map<String, Value>) -> Result<(), CoreRefused> {
    check(fields)?;
    check_needed(fields)
}

/// Whether everything is there that a job must say.
pub(crate) fn check_needed(fields: &Map<String, Value>) -> Result<(), CoreRefused> {
    for key in NEEDED {
        if fields.get(key).and_then(Value::as_str).is_none_or(|text| text.trim().is_empty()) {
            return Err(wrong(key, "is missing; ask the customer", "还没填，请向客户问清。"));
        }
    }
    Ok(())
}

/// Changes fields of a brief. Releases stay as they were when the job began; the crew has its own act, and so has what moves
/// the order ([`crate::core::moves`]).
pub fn change_brief(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
    fields: &Map<String, Value>,
) -> Result<(), CoreRefused> {
    check(fields)?;
    if let Some(key) = MOVED.into_iter().find(|key| fields.contains_key(*key)) {
        let (en, zh) = (
            format!("is changed by a move: POST /v1/office/jobs/{job}/move"),
            format!("由工单步骤改变：POST /v1/office/jobs/{job}/move。"),
        );
        return Err(wrong(key, &en, &zh));
    }
    if fields.is_empty() {
        return Err(wrong("", "list is empty; name at least one field", "一个也没有，请至少填一个。"));
    }
    known(tx, job)?;
    let fields: Vec<(String, Value)> = fields.clone().into_iter().collect();
    papers::write_brief(tx, moment, ledger, job, &fields, &[])?;
    Ok(())
}

/// Adds a note of the office to the job's log.
pub fn add_note(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
    clerk: &str,
    text: &str,
) -> Result<RecordId, CoreRefused> {
    if text.trim().is_empty() || text.len() > LONGEST_NOTE {
        return Err(wrong("text", "must have 1 to 8192 bytes", "应为 1 至 8192 字节。"));
    }
    known(tx, job)?;
    let value = json!(Noted { text: text.to_owned() });
    let note =
        Draft { kind: Kind::Note, visit: None, item: None, unit: None, value, basis: None, replaces: Vec::new() };
    let (id, record) = record(moment, clerk, note);
    papers::append(tx, moment, ledger, job, &[(id.clone(), record)])?;
    Ok(id)
}

/// A record of the office, written now by this clerk.
pub(crate) fn record(moment: Moment<'_>, clerk: &str, draft: Draft) -> (RecordId, Record) {
    let identity = moment.identity;
    let time = rfc3339(moment.now_ms, identity.offset_minutes);
    let mut later = Map::new();
    later.insert(CLERK.to_owned(), json!(clerk));
    let Draft { kind, visit, item, unit, value, basis, replaces } = draft;
    let record = Record {
        v: 1,
        kind,
        visit,
        item,
        unit,
        by: PersonId::new(OFFICE_PERSON),
        device: DeviceId::new(&identity.hub),
        at: At { time, trust: Trust::Verified, boot: None, elapsed_ms: None },
        basis,
        opened: None,
        confirmed: None,
        value,
        replaces,
        later,
    };
    (entropy::record_id(moment.entropy, moment.now_ms), record)
}

/// Adds a person, or changes name and badge.
pub fn save_person(tx: &mut dyn Tx, moment: Moment<'_>, person: &Person) -> Result<(), CoreRefused> {
    let id = person.id.as_str();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !(1..=32).contains(&id.len()) || !id.chars().all(plain) || id == OFFICE_PERSON {
        return Err(wrong("person", "must be 1 to 32 of a-z 0-9 - _", "应为 1 至 32 个小写字母、数字、- 或 _。"));
    }
    for (key, text) in [("name", &person.name), ("badge", &person.badge)] {
        if text.trim().is_empty() || text.chars().count() > 64 {
            return Err(wrong(key, "must have 1 to 64 characters", "应为 1 至 64 个字。"));
        }
    }
    Ok(tx.save_person(person, moment.now_ms)?)
}

/// The office's date as a job's number carries it: `261120`.
#[must_use]
pub fn day(moment: Moment<'_>) -> String {
    day_of(moment.now_ms, moment.identity.offset_minutes)
}

/// The date at this moment, so many minutes east of UTC, as a job's number carries it.
#[must_use]
pub fn day_of(now_ms: i64, offset_minutes: i32) -> String {
    rfc3339(now_ms, offset_minutes).chars().take(10).filter(|c| *c != '-').skip(2).collect()
}

/// The job, or why not.
pub fn known(tx: &dyn Tx, job: &JobId) -> Result<Job, CoreRefused> {
    if job.is_van() { Err(CoreRefused::NoJob(job.clone())) } else { any(tx, job) }
}

/// The same, or a van: both have a log in which something may wait.
pub fn any(tx: &dyn Tx, job: &JobId) -> Result<Job, CoreRefused> {
    tx.job(job)?.ok_or_else(|| CoreRefused::NoJob(job.clone()))
}

fn next_job(tx: &mut dyn Tx, moment: Moment<'_>) -> Result<JobId, StorageRefused> {
    let day = day(moment);
    loop {
        let job = JobId::new(format!("GD{day}-{:04}", tx.next_job_number(&day, 0)?));
        if !tx.has_job(&job)? {
            return Ok(job);
        }
    }
}

/// Whether the office may deal this number.
pub fn check_number(job: &JobId) -> Result<(), CoreRefused> {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    if !(4..=32).contains(&job.as_str().len()) || !job.as_str().chars().all(plain) {
        return Err(wrong("job", "must be 4 to 32 of A-Z 0-9 -", "应为 4 至 32 个大写字母、数字或 -。"));
    }
    if job.is_request() {
        return Err(wrong("job", "must not begin with RQ: phones deal those", "不能以 RQ 开头，那是手机用的。"));
    }
    Ok(())
}

fn named(tx: &dyn Tx, job: &JobId) -> Result<JobId, CoreRefused> {
    check_number(job)?;
    if tx.has_job(job)? {
        return Err(CoreRefused::JobExists(job.clone()));
    }
    Ok(job.clone())
}

fn newest(tx: &dyn Tx, kind: &str, name: &str) -> Result<Release, CoreRefused> {
    let release = tx.newest_release(kind, name)?;
    release.ok_or_else(|| CoreRefused::NoRelease { kind: kind.into(), name: name.into() })
}

fn named_release(release: Release) -> ReleaseRef {
    ReleaseRef { name: release.name, version: release.version, digest: release.digest }
}

fn wrong(key: &str, en: &str, zh: &str) -> CoreRefused {
    CoreRefused::Field { key: key.to_owned(), en: en.to_owned(), zh: zh.to_owned() }
}

/// What a clerk may write into a brief, and in which shape.
pub(crate) fn check(fields: &Map<String, Value>) -> Result<(), CoreRefused> {
    if fields.len() > MOST_FIELDS {
        return Err(wrong("", "list is too long; at most 200", "太多，最多 200 个。"));
    }
    fields.iter().try_for_each(|(key, value)| check_one(key, value))
}

fn check_one(key: &str, value: &Value) -> Result<(), CoreRefused> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
    if !(1..=LONGEST_KEY).contains(&key.len()) || !key.chars().all(plain) {
        return Err(wrong(key, "is no field name; use a-z 0-9 _ and dots", "不是字段名，请用小写字母、数字、_ 和点。"));
    }
    let own = [JOB_ID, keys::REQUESTED].contains(&key);
    if own || ["release.", "assignment."].iter().any(|own| key.starts_with(own)) {
        return Err(wrong(key, "is not written by hand", "不能手工填写。"));
    }
    if domain::canonical::to_string(value)?.len() > LONGEST_VALUE {
        return Err(wrong(key, "is longer than 16 KiB; attach a file instead", "超过 16 KiB，请改用附件。"));
    }
    if TEXTS.contains(&key) && !value.is_string() {
        return Err(wrong(key, "must be text", "应为文字。"));
    }
    if TIMES.contains(&key) && value.as_str().and_then(unix_ms).is_none() {
        return Err(wrong(
            key,
            "must be a time such as 2026-11-20T13:30:00+08:00",
            "应为时间，例如 2026-11-20T13:30:00+08:00。",
        ));
    }
    if key == keys::STATE && value.as_str().and_then(State::from_key).is_none() {
        return Err(wrong(key, "is not a state", "不是状态。"));
    }
    if key == keys::VISIT && !value.as_u64().is_some_and(|visit| (1..=MOST_VISITS).contains(&visit)) {
        return Err(wrong(key, "must be a number from 1 to 999", "应为 1 到 999 的数。"));
    }
    let is_flag = |flag: &Value| flag.as_str().and_then(Flag::from_key).is_some();
    if key == keys::FLAGS && !value.as_array().is_some_and(|flags| flags.iter().all(is_flag)) {
        return Err(wrong(key, "must be a list of known flags", "应为已有标记的列表。"));
    }
    Ok(())
}
