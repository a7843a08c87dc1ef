//! Jobs' cards: folded from both documents in the transaction that changes them, so that a list of ten thousand jobs
//! reads rows and folds nothing.

use crate::core::{CoreRefused, papers, van};
use domain::brief::{Brief, ReleaseRef, keys};
use domain::fold::{Entry, Fold, fold};
use domain::ids::JobId;
use domain::order;
use domain::question::questions;
use domain::record::Slot;
use domain::time::unix_ms;
use domain::value::Agreed;
use hub_storage::cards::Card;
use hub_storage::{StorageRefused, Tx};
use replica::document::{DocRef, Document};

/// The number another system gave a job; an import names jobs by it.
pub const EXTERNAL: &str = "job.external";

/// Folds a job's card anew, from its documents where somebody has them open.
pub fn refresh(
    tx: &mut dyn Tx,
    job: &JobId,
    open: Option<(Brief, Document)>,
    now_ms: i64,
) -> Result<(), StorageRefused> {
    // A van is no job: the list does not show it, and another one does.
    if let Some(person) = job.van_of() {
        return van::refresh(tx, &person, now_ms);
    }
    let opened = match open {
        Some((brief, log)) => Ok((brief, log.fold_entries())),
        None if tx.has_job(job)? => read(tx, job)?,
        None => return Ok(()),
    };
    match opened {
        Ok((brief, entries)) => {
            let fold = fold(&brief, &entries, now_ms);
            van::keep_fitted(tx, job, &fold, now_ms)?;
            tx.save_card(&card(job, &brief, &fold, now_ms))
        }
        // A card that cannot be folded stays as it was: a push must not fail for the sake of a list.
        Err(why) => {
            tracing::error!(%job, %why, "a job's card cannot be folded");
            Ok(())
        }
    }
}

fn read(tx: &dyn Tx, job: &JobId) -> Result<Result<(Brief, Vec<Entry>), CoreRefused>, StorageRefused> {
    match lift(papers::brief(tx, job))? {
        Ok(brief) => Ok(entries(tx, job)?.map(|entries| (brief, entries))),
        Err(why) => Ok(Err(why)),
    }
}

fn entries(tx: &dyn Tx, job: &JobId) -> Result<Result<Vec<Entry>, CoreRefused>, StorageRefused> {
    let log = DocRef::log(job.clone());
    if tx.hashes(&log)?.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    lift(papers::open(tx, &log).map(|document| document.fold_entries()))
}

/// A storage that says no ends the transaction; anything else is the document's matter.
fn lift<T>(opened: Result<T, CoreRefused>) -> Result<Result<T, CoreRefused>, StorageRefused> {
    match opened {
        Err(CoreRefused::Storage(refused)) => Err(refused),
        other => Ok(other),
    }
}

/// The time agreed with the customer, else the one the office offered: Unix milliseconds.
#[must_use]
pub fn appointment(brief: &Brief, fold: &Fold) -> (Option<i64>, Option<i64>) {
    let last = order::current_visit(brief, fold);
    match fold.value::<Agreed>(&Slot::appointment(last)) {
        Some(agreed) => (unix_ms(&agreed.from), unix_ms(&agreed.to)),
        None => (unix_ms(brief.text(keys::OFFER_FROM)), unix_ms(brief.text(keys::OFFER_TO))),
    }
}

fn card(job: &JobId, brief: &Brief, fold: &Fold, updated: i64) -> Card {
    let text = |key: &str| brief.text(key).to_owned();
    let crew: Vec<String> = brief.crew().into_iter().map(|member| member.name).collect();
    let (appointment_from, appointment_to) = appointment(brief, fold);
    let phone_digits = digits(brief.text(keys::CUSTOMER_PHONE));
    let words = [keys::CUSTOMER_NAME, keys::CUSTOMER_PHONE, keys::CUSTOMER_ADDRESS, keys::PRODUCT_MODEL]
        .into_iter()
        .chain([keys::PRODUCT_SERIAL, keys::SYMPTOM, EXTERNAL])
        .map(|key| brief.text(key));
    let words: Vec<&str> = words.chain([job.as_str(), phone_digits.as_str()]).collect();
    Card {
        job: job.clone(),
        state: order::state(brief, fold).key().to_owned(),
        pack: brief.read::<ReleaseRef>(keys::PACK).map(|pack| pack.name).unwrap_or_default(),
        customer: text(keys::CUSTOMER_NAME),
        phone: text(keys::CUSTOMER_PHONE),
        address: text(keys::CUSTOMER_ADDRESS),
        product: text(keys::PRODUCT_MODEL),
        symptom: text(keys::SYMPTOM),
        urgent: brief.text(keys::PRIORITY) == "urgent",
        search: format!("{} {}", words.join(" "), crew.join(" ")).to_lowercase(),
        crew: crew.join("、"),
        appointment_from,
        appointment_to,
        promised_by: unix_ms(brief.text(keys::PROMISED_BY)),
        external: text(EXTERNAL),
        questions: u32::try_from(questions(brief, fold).len()).unwrap_or(u32::MAX),
        updated,
        phone_digits,
    }
}

/// A phone number's digits, so that `137 0000 8026` and `13700008026` are one.
#[must_use]
pub fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
