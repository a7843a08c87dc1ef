//! Changes that were set aside (DESIGN "Answers per hash"): the office reads what they say, takes them over or exports
//! them. None is ever deleted.
//!
//! - What its author signed but had no grant for is let in as it is; the brief says so, for a restored hub to know.
//! - What nobody vouches for, or what may not enter a document, is read as far as it can be, and the office writes its
//!   records again, under their ids and in its own name, beside what stands. Where they differ a person settles it.
//! - What cannot be read at all, and what pretends to be the office's, can only be exported.

use crate::core::ledger::Ledger;
use crate::core::push::{self, Fate};
use crate::core::show::view::Named;
use crate::core::writers::Writers;
use crate::core::{CoreRefused, Moment, office, papers, receipts};
use crate::entropy;
use domain::brief::Verdict;
use domain::decide::Draft;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId, RecordId};
use domain::record::{ADOPTED, Record};
use hub_storage::Tx;
use hub_storage::documents::{Adopted, AsideChange};
use replica::change::Change;
use replica::document::{DocKind, DocRef};
use serde_json::json;
use std::collections::BTreeSet;

/// How a change can be taken over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// As it is.
    AsItIs,
    /// Its records, written again by the office.
    Rewritten,
}

/// How this one of a job's changes can be taken over; `None` where it can only be exported. What follows a change that may
/// come in as it is comes in with it.
#[must_use]
pub fn way(aside: &AsideChange, of_job: &[AsideChange]) -> Option<Way> {
    if aside.adopted.is_some() || aside.doc.kind != DocKind::Log {
        return None;
    }
    if lacks_a_grant(aside) {
        return Some(Way::AsItIs);
    }
    let follows = aside.rule == DESCENDS && of_job.iter().any(|it| it.doc == aside.doc && lacks_a_grant(it));
    (!follows && !told(aside).is_empty()).then_some(Way::Rewritten)
}

/// The word for what builds on a change that was set aside.
const DESCENDS: &str = "change.descends";

fn lacks_a_grant(aside: &AsideChange) -> bool {
    [push::NO_GRANT, push::GRANT_ENDED].contains(&aside.rule.as_str())
}

/// The word for what waits for a parent.
pub const HELD: &str = "change.missing_parents";

/// Why a change is not in its document, in words short enough for a line.
#[must_use]
pub fn rule_named(code: &str) -> Named {
    let (zh, en) = match code {
        HELD => ("前面的改动还没到，到了会自动进来", "Waits for changes that have not arrived"),
        push::NO_GRANT => ("没有派给这台手机的工单", "The job was never given to this phone"),
        push::GRANT_ENDED => ("工单已收回，手机知道以后才写的", "Written after the phone knew the job was taken back"),
        "brief.not_office" => ("任务单只能由公司写", "Only the office writes the brief"),
        "record.id_taken" => ("记录编号已被占用", "Its record id is taken"),
        "change.descends" => ("跟在另一处被搁置的改动后面", "Follows a change that was set aside"),
        "change.unreadable" | "change.too_large" | "change.rejected" => ("读不出来", "It cannot be read"),
        code if code.starts_with("author.") => ("认不出是谁写的", "Nobody vouches for who wrote it"),
        _ => ("不合记录的写法，应用可能旧了", "Not in the form of a record; the app may be old"),
    };
    Named { key: code.to_owned(), zh: zh.to_owned(), en: en.to_owned() }
}

/// The records it would bring.
#[must_use]
pub fn told(aside: &AsideChange) -> Vec<(RecordId, Record)> {
    if aside.doc.kind != DocKind::Log {
        return Vec::new();
    }
    Change::decode(&aside.raw).map(|change| change.told()).unwrap_or_default()
}

/// Takes over these changes of a job, or none of them.
pub fn adopt(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
    clerk: &str,
    changes: &BTreeSet<Digest>,
) -> Result<(), CoreRefused> {
    office::any(tx, job)?;
    let all = tx.asides(job)?;
    let chosen: Vec<&AsideChange> = all.iter().filter(|it| changes.contains(&it.hash)).collect();
    if chosen.is_empty() || chosen.len() < changes.len() {
        return Err(CoreRefused::NoAside);
    }
    let ways: Vec<Option<Way>> = chosen.iter().map(|aside| way(aside, &all)).collect();
    if ways.contains(&None) {
        return Err(CoreRefused::NotAdoptable);
    }
    // One signature covers a phone's changes up to it, and they build on each other: they come in together.
    let phones: BTreeSet<&DeviceId> = chosen.iter().filter(|it| lacks_a_grant(it)).map(|it| &it.bearer).collect();
    let together = |it: &&AsideChange| phones.contains(&it.bearer) && way(it, &all) == Some(Way::AsItIs);
    let as_it_is: Vec<AsideChange> = all.iter().filter(together).cloned().collect();
    let_in(tx, moment, ledger, job, clerk, &as_it_is)?;
    // What came in with them is no longer there.
    let left = tx.asides(job)?.into_iter().filter(|it| changes.contains(&it.hash)).collect::<Vec<_>>();
    rewrite(tx, moment, ledger, job, clerk, &left)
}

fn let_in(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
    clerk: &str,
    asides: &[AsideChange],
) -> Result<(), CoreRefused> {
    if asides.is_empty() {
        return Ok(());
    }
    let lifted = |aside: &AsideChange| {
        let reason = "写的时候没有这张工单，公司已采纳。".to_owned();
        (aside.hash, Verdict { rule: aside.rule.clone(), reason, lifted_by: Some(clerk.to_owned()) })
    };
    let verdicts: Vec<(Digest, Verdict)> = asides.iter().map(lifted).collect();
    papers::write_brief(tx, moment, ledger, job, &[], &verdicts)?;
    let mut writers = Writers::begin(moment);
    let hashes: BTreeSet<Digest> = asides.iter().map(|aside| aside.hash).collect();
    let doc = DocRef::log(job.clone());
    let decided = push::retry(tx, moment, &mut writers, ledger, &doc, &hashes)?;
    // One that waits for a parent is held now, and enters with it. One that breaks a rule is not let past the rules by this.
    let is_in = |hash: &Digest| matches!(decided.fates.get(hash), Some(Fate::Stored { .. } | Fate::Held(_)));
    let is_good = |hash: &Digest| is_in(hash) && !decided.broken.contains(hash);
    if hashes.iter().all(is_good) { Ok(()) } else { Err(CoreRefused::NotAdoptable) }
}

fn rewrite(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
    clerk: &str,
    asides: &[AsideChange],
) -> Result<(), CoreRefused> {
    if asides.is_empty() {
        return Ok(());
    }
    let doc = DocRef::log(job.clone());
    let mut taken: BTreeSet<RecordId> = papers::open(tx, &doc)?.entries().into_iter().map(|entry| entry.id).collect();
    let mut records = Vec::new();
    for aside in asides {
        for (id, told) in told(aside) {
            // Under its own id: should the change itself come in later, it is the same record and not a second one.
            let free = taken.insert(id.clone());
            let id = if free { id } else { entropy::record_id(moment.entropy, moment.now_ms) };
            records.push((id, again(moment, clerk, aside, told)));
        }
        tx.adopt(&aside.doc, &aside.hash, &Adopted { by: clerk.to_owned(), at: moment.now_ms })?;
    }
    for (_, record) in &records {
        for blob in record.blobs() {
            tx.name_blob(job, &blob, moment.now_ms)?;
        }
        receipts::name(tx, job, record, moment.now_ms)?;
    }
    papers::append(tx, moment, ledger, job, &records)?;
    Ok(())
}

fn again(moment: Moment<'_>, clerk: &str, aside: &AsideChange, told: Record) -> Record {
    let Record { kind, visit, item, unit, value, basis, by, device, at, .. } = told;
    let draft = Draft { kind, visit, item, unit, value, basis, replaces: Vec::new() };
    let (_, mut record) = office::record(moment, clerk, draft);
    let source = json!({"change": aside.hash, "by": by, "device": device, "at": at.time});
    record.later.insert(ADOPTED.to_owned(), source);
    record
}
