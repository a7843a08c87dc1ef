//! What waits for a person, of one job and of all.

use super::view::{
    AdoptedView, AllToSettleView, AsideView, Named, OptionView, QuestionView, ToSettleView, ToldView, VerdictView,
};
use super::{Shelf, brief_view, shelf, state};
use crate::blobs::BlobFolder;
use crate::core::{CoreRefused, aside};
use domain::brief::keys;
use domain::ids::{DeviceId, JobId, RecordId};
use domain::order;
use domain::pack::Words;
use domain::question::{Question, questions as open_questions, words};
use domain::record::{Record, Slot};
use domain::value::Wish;
use hub_storage::documents::{AsideChange, Waiting};
use hub_storage::{StorageRefused, Tx};
use replica::change::Change;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Jobs a page.
const A_PAGE: u32 = 20;
/// What is held for longer than this waits for a phone that may never come.
const HELD_LONG_MS: i64 = 60 * 60 * 1000;
/// The most records of one change that are told; the export has them all.
const MOST_TOLD: usize = 50;

/// Every job with something to settle, in pages from 1.
pub fn all(tx: &dyn Tx, hub: &str, blobs: &BlobFolder, now_ms: i64, page: u32) -> Result<AllToSettleView, CoreRefused> {
    let skip = page.saturating_sub(1).saturating_mul(A_PAGE);
    let (jobs, total) = tx.to_settle(now_ms - HELD_LONG_MS, skip, A_PAGE)?;
    let mut shown = Vec::new();
    for job in jobs {
        let shelf = shelf(tx, &job, hub, blobs, now_ms)?;
        let waits = |it: &AsideView| it.adopted.is_none() && (!it.held || it.received < now_ms - HELD_LONG_MS);
        shown.push(ToSettleView {
            van: job.van_of().map(|person| person.to_string()).unwrap_or_default(),
            known: tx.has_job(&job)?,
            customer: shelf.brief.text(keys::CUSTOMER_NAME).to_owned(),
            pack: brief_view(&shelf).pack,
            state: state(order::state(&shelf.brief, &shelf.fold)),
            questions: questions(&shelf),
            aside: aside(tx, &shelf, &job)?.into_iter().filter(waits).collect(),
            job: job.as_str().to_owned(),
        });
    }
    Ok(AllToSettleView { jobs: shown, total, now: now_ms })
}

/// A job's open questions, with every value there is.
pub(super) fn questions(shelf: &Shelf<'_>) -> Vec<QuestionView> {
    open_questions(&shelf.brief, &shelf.fold).iter().filter_map(|question| view(shelf, question)).collect()
}

fn view(shelf: &Shelf<'_>, question: &Question) -> Option<QuestionView> {
    let pack = shelf.pack.as_ref();
    let about = |slot: &Slot| {
        let key = slot.item.as_ref().map_or(slot.kind.key(), |item| item.as_str());
        named(key, words::title(pack, slot))
    };
    let visit = |slot: &Slot| slot.visit.map(|visit| visit.0);
    Some(match question {
        Question::Differs { slot, standing, proposed } => {
            let is_signed = |id: &RecordId| shelf.fold.records.get(id).is_some_and(|it| !it.sealed_by.is_empty());
            let sealed = slot.visit.is_some_and(|visit| shelf.fold.is_sealed(visit));
            let option = |id: &RecordId| {
                let plain = option(shelf, id)?;
                let (signed, proposed) = (is_signed(id), proposed.as_ref() == Some(id));
                Some(OptionView { signed, proposed, can: !sealed || signed, ..plain })
            };
            QuestionView {
                kind: "differs".into(),
                visit: visit(slot),
                about: about(slot),
                options: standing.iter().filter_map(option).collect(),
                ..QuestionView::default()
            }
        }
        Question::AfterSigning { slot, late, signed } => {
            let signed =
                signed.as_ref().and_then(|id| Some(OptionView { signed: true, can: true, ..option(shelf, id)? }));
            QuestionView {
                kind: "after_signing".into(),
                visit: visit(slot),
                about: about(slot),
                options: signed.into_iter().chain(late.iter().filter_map(|id| option(shelf, id))).collect(),
                ..QuestionView::default()
            }
        }
        Question::Correction { wish: id } => {
            let record = shelf.fold.records.get(id)?.record.as_deref()?;
            let wish = Wish::deserialize(&record.value).ok()?;
            let text = wish.should.as_str().map_or_else(|| wish.should.to_string(), str::to_owned);
            let (zh, en) = domain::brief::named(&wish.field);
            let plain = option(shelf, id)?;
            QuestionView {
                kind: "correction".into(),
                about: Named { key: wish.field.clone(), zh: zh.into(), en: en.into() },
                options: vec![OptionView { zh: text.clone(), en: text, can: true, ..plain }],
                was: shelf.brief.text(&wish.field).to_owned(),
                reason: wish.reason,
                ..QuestionView::default()
            }
        }
    })
}

fn option(shelf: &Shelf<'_>, id: &RecordId) -> Option<OptionView> {
    let record = shelf.fold.records.get(id)?.record.as_deref()?;
    let Words { zh, en } = words::said(shelf.pack.as_ref(), record);
    Some(OptionView {
        record: id.as_str().to_owned(),
        zh,
        en,
        said: shelf.said(id, record),
        office: record.device.as_str() == shelf.hub,
        ..OptionView::default()
    })
}

fn named(key: &str, words: Words) -> Named {
    Named { key: key.to_owned(), zh: words.zh, en: words.en }
}

/// Changes of a job that are not in its documents: set aside, taken over, held.
pub(super) fn aside(tx: &dyn Tx, shelf: &Shelf<'_>, job: &JobId) -> Result<Vec<AsideView>, StorageRefused> {
    let mut shown = Vec::new();
    let asides = tx.asides(job)?;
    for it in &asides {
        shown.push(AsideView { can: can_take(tx, it, &asides)?, ..aside_view(tx, shelf, it)? });
    }
    for it in tx.waiting(job)? {
        shown.push(held_view(tx, shelf, &it)?);
    }
    Ok(shown)
}

fn aside_view(tx: &dyn Tx, shelf: &Shelf<'_>, aside: &AsideChange) -> Result<AsideView, StorageRefused> {
    let told = aside::told(aside);
    Ok(AsideView {
        change: aside.hash.hex(),
        document: aside.doc.kind.name().to_owned(),
        rule: aside::rule_named(&aside.rule),
        held: false,
        person: person(tx, shelf, &aside.bearer)?,
        device: aside.bearer.as_str().to_owned(),
        received: aside.received,
        bytes: aside.raw.len() as u64,
        records: told.iter().take(MOST_TOLD).map(|(_, record)| told_view(shelf, record)).collect(),
        can: false,
        adopted: aside.adopted.as_ref().map(|it| AdoptedView { by: it.by.clone(), at: it.at }),
    })
}

fn can_take(tx: &dyn Tx, aside: &AsideChange, of_job: &[AsideChange]) -> Result<bool, StorageRefused> {
    Ok(aside::way(aside, of_job).is_some() && tx.has_job(&aside.doc.job)?)
}

fn held_view(tx: &dyn Tx, shelf: &Shelf<'_>, waiting: &Waiting) -> Result<AsideView, StorageRefused> {
    let told = Change::decode(&waiting.held.raw).map(|change| change.told()).unwrap_or_default();
    Ok(AsideView {
        change: waiting.held.hash.hex(),
        document: waiting.doc.kind.name().to_owned(),
        rule: aside::rule_named(aside::HELD),
        held: true,
        person: person(tx, shelf, &waiting.held.bearer)?,
        device: waiting.held.bearer.as_str().to_owned(),
        received: waiting.received,
        bytes: waiting.held.raw.len() as u64,
        records: told.iter().take(MOST_TOLD).map(|(_, record)| told_view(shelf, record)).collect(),
        can: false,
        adopted: None,
    })
}

fn person(tx: &dyn Tx, shelf: &Shelf<'_>, device: &DeviceId) -> Result<String, StorageRefused> {
    let person = tx.device(device)?.map(|device| device.person);
    Ok(person
        .map(|person| shelf.names.get(&person).cloned().unwrap_or_else(|| person.as_str().to_owned()))
        .unwrap_or_default())
}

fn told_view(shelf: &Shelf<'_>, record: &Record) -> ToldView {
    let pack = shelf.pack.as_ref();
    let slot = record.slot();
    let key = slot.item.as_ref().map_or(slot.kind.key(), |item| item.as_str());
    let Words { zh, en } = words::said(pack, record);
    let by = shelf.names.get(&record.by).map_or(record.by.as_str(), String::as_str).to_owned();
    ToldView { about: named(key, words::title(pack, &slot)), zh, en, by, at: record.at.unix_ms() }
}

/// Changes of the log under a verdict, lifted or not. One let in by hand has a lifted verdict, too.
pub(super) fn verdicts(shelf: &Shelf<'_>) -> Vec<VerdictView> {
    let mut shown = Vec::new();
    for (change, verdict) in &shelf.brief.verdicts {
        let of_change = shelf.fold.records.values().filter(|it| it.change == *change);
        let records: Vec<&Record> = of_change.filter_map(|it| it.record.as_deref()).collect();
        shown.push(VerdictView {
            change: change.hex(),
            rule: verdict.rule.clone(),
            reason: verdict.reason.clone(),
            lifted_by: verdict.lifted_by.clone(),
            records: records.into_iter().take(MOST_TOLD).map(|record| told_view(shelf, record)).collect(),
        });
    }
    shown
}

/// Everything about these changes in one file, for whoever has to look into it. Unknown hashes are passed over.
pub fn export(tx: &dyn Tx, job: &JobId, changes: &BTreeSet<String>) -> Result<serde_json::Value, CoreRefused> {
    let raw = |bytes: &[u8]| data_encoding::BASE64.encode(bytes);
    let mut out = Vec::new();
    for it in tx.asides(job)?.into_iter().filter(|it| changes.contains(&it.hash.hex())) {
        out.push(serde_json::json!({
            "change": it.hash, "document": it.doc.kind.name(), "rule": it.rule, "device": it.bearer,
            "received": it.received, "adopted_by": it.adopted.as_ref().map(|it| &it.by),
            "records": aside::told(&it).into_iter().collect::<std::collections::BTreeMap<_, _>>(), "raw": raw(&it.raw),
        }));
    }
    for Waiting { doc, held, received } in tx.waiting(job)? {
        if !changes.contains(&held.hash.hex()) {
            continue;
        }
        let told = Change::decode(&held.raw).map(|change| change.told()).unwrap_or_default();
        out.push(serde_json::json!({
            "change": held.hash, "document": doc.kind.name(), "rule": aside::HELD, "device": held.bearer,
            "received": received, "adopted_by": null,
            "records": told.into_iter().collect::<std::collections::BTreeMap<_, _>>(), "raw": raw(&held.raw),
        }));
    }
    if out.is_empty() {
        return Err(CoreRefused::NoAside);
    }
    Ok(serde_json::json!({ "v": 1, "job": job, "changes": out }))
}
