//! A job's two documents, opened from the storage for one transaction and forgotten after it. The write transaction is
//! the lock; no document stays in memory between requests.

use crate::core::ledger::{Ledger, Stored};
use crate::core::{CoreRefused, Moment};
use domain::brief::{Brief, Verdict};
use domain::canonical;
use domain::digest::Digest;
use domain::ids::{JobId, RecordId};
use domain::record::Record;
use hub_storage::documents::{SignedChange, StoredChange};
use hub_storage::jobs::{Job, Mirror};
use hub_storage::{StorageRefused, Tx};
use replica::author::Authorship;
use replica::change::Change;
use replica::document::{DocRef, Document, NotWritten, Opened};
use serde_json::Value;

/// Opens a document with everything stored of it.
pub fn open(tx: &dyn Tx, doc: &DocRef) -> Result<Document, CoreRefused> {
    let changes = tx.changes(doc)?;
    let Opened { document, left_out } = Document::load(doc.kind, changes.iter().map(|change| &change.raw))?;
    for (place, why) in left_out {
        // It was stored whole, so the file has suffered since; the rest of the job is still good.
        let hash = changes.get(place).map(|change| change.hash.hex()).unwrap_or_default();
        tracing::error!(job = %doc.job, document = doc.kind.name(), hash, %why, "a stored change cannot be read");
    }
    Ok(document)
}

/// Writes fields and verdicts into a brief, signed by the office, and keeps the list's mirror.
pub fn write_brief(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
    fields: &[(String, Value)],
    verdicts: &[(Digest, Verdict)],
) -> Result<Brief, CoreRefused> {
    let doc = DocRef::brief(job.clone());
    let mut document = open(tx, &doc)?;
    let change = match document.write_brief(moment.identity.actor, fields, verdicts) {
        // All of it stands there: whoever heard no answer the first time is answered now.
        Err(NotWritten::Nothing) => return Ok(document.brief()),
        written => written?,
    };
    let brief = document.brief();
    mirror(tx, job, &brief, moment.now_ms)?;
    keep(tx, moment, ledger, &doc, &change)?;
    Ok(brief)
}

/// Writes records into a log, signed by the office.
pub fn append(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
    records: &[(RecordId, Record)],
) -> Result<Change, CoreRefused> {
    let doc = DocRef::log(job.clone());
    let change = open(tx, &doc)?.append(moment.identity.actor, records)?;
    keep(tx, moment, ledger, &doc, &change)?;
    Ok(change)
}

/// Keeps the mirror of a brief; begins the job where it is new here.
pub fn mirror(tx: &mut dyn Tx, job: &JobId, brief: &Brief, now_ms: i64) -> Result<(), CoreRefused> {
    let fields = canonical::to_string(&brief.fields)?;
    let verdicts = Some(canonical::to_string(&brief.verdicts)?);
    Ok(tx.save_job(job, &Mirror { fields, verdicts }, now_ms)?)
}

/// A job's brief, from its mirror: that is written in the transaction that changes the brief. An older hub kept no
/// verdicts there; then the document is opened.
pub fn brief(tx: &dyn Tx, job: &JobId) -> Result<Brief, CoreRefused> {
    match known_brief(tx, job)? {
        Some(brief) => Ok(brief),
        None => Ok(open(tx, &DocRef::brief(job.clone()))?.brief()),
    }
}

/// The same of a job that the hub has heard of, nothing of another.
pub fn known_brief(tx: &dyn Tx, job: &JobId) -> Result<Option<Brief>, CoreRefused> {
    let Some(row) = tx.job(job)? else { return Ok(None) };
    match mirrored(&row) {
        Some(brief) => Ok(Some(brief)),
        None => Ok(Some(open(tx, &DocRef::brief(job.clone()))?.brief())),
    }
}

/// What a job's mirror says, where it says everything.
pub fn mirrored(job: &Job) -> Option<Brief> {
    let verdicts = serde_json::from_str(job.verdicts.as_ref()?).ok()?;
    Some(Brief { fields: serde_json::from_str(&job.fields).ok()?, verdicts })
}

fn keep(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    doc: &DocRef,
    change: &Change,
) -> Result<(), CoreRefused> {
    let identity = moment.identity;
    let authorship = Authorship::sign(&identity.company, doc, change, &identity.keys.office)?;
    save(tx, doc, change, None, false, moment.now_ms)?;
    tx.save_authorship(doc, &signed(&authorship))?;
    let (hash, actor, bytes) = (change.hash, change.actor, change.raw.len());
    ledger.changed(doc, Stored { hash, actor, bytes, signed: true });
    Ok(())
}

/// Stores a change that is in its document.
pub(crate) fn save(
    tx: &mut dyn Tx,
    doc: &DocRef,
    change: &Change,
    bearer: Option<&domain::ids::DeviceId>,
    late: bool,
    now_ms: i64,
) -> Result<(), StorageRefused> {
    let stored = StoredChange {
        hash: change.hash,
        actor: change.actor,
        seq: change.seq,
        raw: change.raw.clone(),
        number: None,
        bearer: bearer.cloned(),
        late,
    };
    tx.save_change(doc, &stored, now_ms)
}

/// An authorship as the storage keeps it.
pub(crate) fn signed(authorship: &Authorship) -> SignedChange {
    SignedChange {
        actor: authorship.actor,
        seq: authorship.seq,
        hash: authorship.hash,
        key: authorship.key,
        signature: authorship.signature,
    }
}

/// An authorship as it travels.
pub(crate) fn authorship(doc: &DocRef, signed: SignedChange) -> Authorship {
    let SignedChange { actor, seq, hash, key, signature } = signed;
    Authorship { doc: doc.clone(), actor, seq, hash, key, signature }
}
