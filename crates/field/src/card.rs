//! A job's card: what lists and the search know of it, folded from its documents.

use crate::view::today::More;
use domain::brief::{Brief, ReleaseRef, keys};
use domain::fold::Fold;
use domain::ids::{JobId, VisitNo};
use domain::record::{Kind, Slot};
use domain::state::State;
use domain::time::unix_ms;
use domain::value::{Agreed, Noted};
use serde::Deserialize;
use store::{JobCard, JobRow};

/// The card of a job with this brief and fold.
pub fn card(job: &JobId, brief: &Brief, fold: &Fold, now_ms: i64) -> JobCard {
    let visit = fold.visits.keys().next_back().copied().unwrap_or(VisitNo(1));
    let state = fold.state(visit);
    let agreed: Option<Agreed> = fold.value(&Slot::appointment(visit));
    let (from, to) = match &agreed {
        Some(agreed) => (unix_ms(&agreed.from), unix_ms(&agreed.to)),
        None => (unix_ms(brief.text(keys::OFFER_FROM)), unix_ms(brief.text(keys::OFFER_TO))),
    };
    let notes: Vec<String> = fold
        .of_kind(visit, &Kind::Note)
        .into_iter()
        .filter_map(|(_, record)| Noted::deserialize(&record.value).ok())
        .map(|noted| noted.text)
        .collect();
    let text = |key: &str| brief.text(key).to_owned();
    let row = JobRow {
        job: job.clone(),
        state,
        open: state < State::Left,
        urgent: brief.text(keys::PRIORITY) == "urgent",
        promised_by: unix_ms(brief.text(keys::PROMISED_BY)),
        appointment_from: from,
        appointment_to: to,
        customer: text(keys::CUSTOMER_NAME),
        phone: text(keys::CUSTOMER_PHONE),
        address: text(keys::CUSTOMER_ADDRESS),
        product: text(keys::PRODUCT_MODEL),
        symptom: text(keys::SYMPTOM),
        questions: u32::try_from(domain::question::questions(brief, fold).len()).unwrap_or(u32::MAX),
        updated: now_ms,
        unsent: false,
    };
    let words = [brief.text(keys::PRODUCT_SERIAL), brief.text(keys::NOTE), &notes.join(" ")].join(" ");
    let pack = brief.read::<ReleaseRef>(keys::PACK).map(|named| named.name).unwrap_or_default();
    let more = serde_json::to_string(&More { visit: visit.0, pack }).unwrap_or_default();
    JobCard { row, words, more }
}
