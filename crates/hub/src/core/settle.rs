//! How a clerk settles what waits for a person: one more record each, in the clerk's name. Who is right is said by
//! choosing one of the values there are; the office writes none of its own into the technician's answers.

use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, Moment, office, papers};
use domain::brief::{Brief, Verdict};
use domain::digest::Digest;
use domain::fold::{Fold, fold};
use domain::ids::{JobId, RecordId};
use domain::question::{self, Choice};
use hub_storage::Tx;
use replica::document::DocRef;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What a clerk says.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Settling {
    /// This record's value is the right one, of those that were shown.
    Choice(Choice),
    /// These records came after the signature and stand beside the signed paper.
    Beside(BTreeSet<RecordId>),
    /// An answer to a wish to correct the brief.
    Wish {
        /// The wish.
        wish: RecordId,
        /// Whether the brief shall say so.
        adopt: bool,
        /// Why not, or anything else to say.
        #[serde(default)]
        reason: String,
    },
    /// The verdict over this change is lifted: its records count again.
    Verdict(Digest),
}

/// Who says it, about which job.
#[derive(Clone, Copy)]
pub struct Clerk<'a> {
    /// The job.
    pub job: &'a JobId,
    /// The account.
    pub name: &'a str,
}

/// Settles one question. One that is settled already is refused, so that nobody overrules a colleague unknowingly.
pub fn settle(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    clerk: Clerk<'_>,
    said: &Settling,
) -> Result<(), CoreRefused> {
    let job = clerk.job;
    match said {
        Settling::Verdict(_) => office::any(tx, job)?,
        _ => office::known(tx, job)?,
    };
    let (brief, fold) = folded(tx, job, moment.now_ms)?;
    let drafts = match said {
        Settling::Choice(choice) => {
            let record = fold.records.get(&choice.record).and_then(|shown| shown.record.as_deref());
            let slot = record.ok_or(domain::decide::Refusal::Settled)?.slot();
            vec![question::settle(&brief, &fold, &slot, choice)?]
        }
        Settling::Beside(seen) => question::leave_beside(&brief, &fold, seen)?,
        Settling::Wish { wish, adopt, reason } => {
            let (wished, ruling) = question::rule(&brief, &fold, wish, *adopt, reason)?;
            if *adopt {
                let fields = [(wished.field, wished.should)].into_iter().collect();
                office::change_brief(tx, moment, ledger, job, &fields)?;
            }
            vec![ruling]
        }
        Settling::Verdict(change) => return lift(tx, moment, ledger, clerk, &brief, change),
    };
    let records: Vec<_> = drafts.into_iter().map(|draft| office::record(moment, clerk.name, draft)).collect();
    papers::append(tx, moment, ledger, job, &records)?;
    Ok(())
}

fn lift(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    clerk: Clerk<'_>,
    brief: &Brief,
    change: &Digest,
) -> Result<(), CoreRefused> {
    let verdict = brief.verdicts.get(change).filter(|verdict| verdict.lifted_by.is_none());
    let verdict = verdict.ok_or(domain::decide::Refusal::Settled)?.clone();
    let lifted = Verdict { lifted_by: Some(clerk.name.to_owned()), ..verdict };
    papers::write_brief(tx, moment, ledger, clerk.job, &[], &[(*change, lifted)])?;
    Ok(())
}

/// The job as it stands.
pub(crate) fn folded(tx: &dyn Tx, job: &JobId, now_ms: i64) -> Result<(Brief, Fold), CoreRefused> {
    let brief = papers::brief(tx, job)?;
    let entries = papers::open(tx, &DocRef::log(job.clone()))?.fold_entries();
    let fold = fold(&brief, &entries, now_ms);
    Ok((brief, fold))
}
