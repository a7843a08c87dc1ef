//! A job's card: what lists and the search know of it, folded from its documents.

use crate::request;
use crate::view::clock;
use crate::view::today::More;
use domain::brief::{Brief, ReleaseRef, keys};
use domain::fold::Fold;
use domain::ids::{JobId, VisitNo};
use domain::order::current_visit;
use domain::question::questions;
use domain::record::{Kind, Slot};
use domain::settings::Values;
use domain::time::unix_ms;
use domain::value::{Agreed, Noted};
use serde::Deserialize;
use store::{JobCard, JobRow};

/// The card of a job with this brief and fold.
pub fn card(job: &JobId, brief: &Brief, fold: &Fold, values: &Values, now_ms: i64) -> JobCard {
    let visit = current_visit(brief, fold);
    let state = request::state(job, brief, fold, visit);
    let asked = request::is_asked_for(job, brief);
    let written = request::written(brief, fold);
    let agreed: Option<Agreed> = fold.value(&Slot::appointment(visit));
    let (from, to) = match &agreed {
        Some(agreed) => (unix_ms(&agreed.from), unix_ms(&agreed.to)),
        None => (unix_ms(brief.text(keys::OFFER_FROM)), unix_ms(brief.text(keys::OFFER_TO))),
    };
    let text = |key: &str| written.text(key).to_owned();
    let mine = questions(brief, fold).iter().filter(|question| question.is_the_crews()).count();
    let row = JobRow {
        job: job.clone(),
        state,
        open: !state.is_over(),
        urgent: brief.text(keys::PRIORITY) == "urgent",
        promised_by: unix_ms(brief.text(keys::PROMISED_BY)),
        appointment_from: from,
        appointment_to: to,
        customer: text(keys::CUSTOMER_NAME),
        phone: text(keys::CUSTOMER_PHONE),
        address: text(keys::CUSTOMER_ADDRESS),
        product: text(keys::PRODUCT_MODEL),
        symptom: text(keys::SYMPTOM),
        questions: u32::try_from(mine).unwrap_or(u32::MAX),
        updated: now_ms,
        unsent: false,
    };
    let words = [written.text(keys::PRODUCT_SERIAL), written.text(keys::NOTE), &notes(fold, visit)].join(" ");
    let mut clocks = clock::of_visit(brief, fold, None, values, visit);
    clocks.retain(|timer| timer.met.is_none());
    let more = More { visit: visit.0, pack: trade(brief, fold), asked, clocks };
    let more = serde_json::to_string(&more).unwrap_or_default();
    JobCard { row, words, more }
}

/// The words of the visit's notes, and of those the job had before it was one.
fn notes(fold: &Fold, visit: VisitNo) -> String {
    let before = Slot { visit: None, item: None, unit: None, kind: Kind::Note };
    let notes = fold.of_kind(visit, &Kind::Note).into_iter().chain(fold.standing(&before));
    let noted = notes.filter_map(|(_, record)| Noted::deserialize(&record.value).ok());
    noted.map(|noted| noted.text).collect::<Vec<_>>().join(" ")
}

/// The key of the job's standard, or of the one that was asked for.
pub(crate) fn trade(brief: &Brief, fold: &Fold) -> String {
    let named = brief.read::<ReleaseRef>(keys::PACK).map(|named| named.name);
    named.or_else(|| request::asked(fold).and_then(|(_, asked)| asked.pack)).unwrap_or_default()
}
