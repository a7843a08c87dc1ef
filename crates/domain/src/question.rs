//! Open questions (待定): what was written apart and a person has to settle. Nothing is decided here by time or by rank:
//! every value stays, one more record settles it, and the history keeps them all (DESIGN "A job's documents").

mod answer;
#[cfg(test)]
mod tests;
pub mod words;

pub use answer::{Choice, ask, leave_beside, rule, settle, wish};

use crate::brief::{Brief, CORRECTABLE};
use crate::fold::{Fold, Shown, Standing};
use crate::ids::{RecordId, VisitNo};
use crate::record::{Kind, Record, Slot};
use crate::time::unix_ms;
use crate::value::{Agreed, Ruled, Wish};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something to settle.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Question {
    /// Standing records of one slot that differ.
    Differs {
        /// What they answer.
        slot: Slot,
        /// Each of them.
        standing: BTreeSet<RecordId>,
        /// The one the standard would take first.
        proposed: Option<RecordId>,
    },
    /// A wish to correct the brief that the office has not answered.
    Correction {
        /// The wish.
        wish: RecordId,
    },
    /// Written without knowing that the customer had signed, and not in what was signed.
    AfterSigning {
        /// What it answers.
        slot: Slot,
        /// What came later.
        late: BTreeSet<RecordId>,
        /// What the signed paper says to it; nothing where it says nothing.
        signed: Option<RecordId>,
    },
}

/// Everything of a job that waits for a person, in a fixed order.
pub fn questions(brief: &Brief, fold: &Fold) -> Vec<Question> {
    let mut found: Vec<Question> = after_signing(fold);
    let taken: BTreeSet<Slot> = found.iter().filter_map(|it| it.slot().cloned()).collect();
    let ruled = ruled(fold);
    found.extend(fold.open.iter().filter(|slot| !taken.contains(*slot)).filter_map(|slot| differs(fold, slot, &ruled)));
    found.extend(corrections(brief, fold));
    found
}

impl Question {
    /// What it is about; a correction is about the brief.
    pub fn slot(&self) -> Option<&Slot> {
        match self {
            Self::Differs { slot, .. } | Self::AfterSigning { slot, .. } => Some(slot),
            Self::Correction { .. } => None,
        }
    }

    /// Whether the crew may answer it. Whether the brief is corrected the office alone decides.
    pub fn is_the_crews(&self) -> bool {
        !matches!(self, Self::Correction { .. })
    }
}

/// None where what differs was left beside the signed paper.
fn differs(fold: &Fold, slot: &Slot, ruled: &BTreeSet<RecordId>) -> Option<Question> {
    let asked = || fold.standing(slot).filter(|(id, _)| !ruled.contains(*id));
    let (_, first) = asked().next()?;
    asked().any(|(_, record)| record.value != first.value).then(|| Question::Differs {
        slot: slot.clone(),
        standing: asked().map(|(id, _)| id.clone()).collect(),
        proposed: proposed(slot, asked()),
    })
}

/// STANDARDS 2.5: of two appointments the one with the later contact to the customer. Nothing else has such a rule.
fn proposed<'a>(slot: &Slot, asked: impl Iterator<Item = (&'a RecordId, &'a Record)>) -> Option<RecordId> {
    if slot.kind != Kind::Appointment {
        return None;
    }
    let contacted = |record: &Record| unix_ms(&Agreed::deserialize(&record.value).ok()?.contacted);
    let mut by_contact: Vec<_> = asked.map(|(id, record)| (contacted(record), id)).collect();
    by_contact.sort();
    match by_contact.as_slice() {
        [.., (before, _), (last, id)] if last > before => Some((*id).clone()),
        _ => None,
    }
}

/// What a signed paper is made of. Notes, papers and the way out of the door come after it by nature.
fn is_signed_for(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Note
            | Kind::Contact
            | Kind::Correction
            | Kind::Request
            | Kind::Ruling
            | Kind::Seal
            | Kind::Paper
            | Kind::Transition
            | Kind::Later(_)
    )
}

fn after_signing(fold: &Fold) -> Vec<Question> {
    let ruled = ruled(fold);
    let late = |(id, shown): &(&RecordId, &Shown)| {
        shown.standing == Standing::Stands && !shown.arrived_after.is_empty() && !ruled.contains(*id)
    };
    let mut found = Vec::new();
    for (id, shown) in fold.records.iter().filter(late) {
        let Some(record) = shown.record.as_deref().filter(|record| is_signed_for(&record.kind)) else { continue };
        let slot = record.slot();
        let signed = if slot.kind.is_many() { None } else { signed(fold, &slot, &shown.arrived_after) };
        if signed.is_some_and(|(_, signed)| signed.value == record.value) {
            continue;
        }
        let signed = signed.map(|(id, _)| id.clone());
        let same = |it: &&mut Question| matches!(it, Question::AfterSigning { slot: of, .. } if *of == slot);
        match found.iter_mut().find(|it| same(it) && !slot.kind.is_many()) {
            Some(Question::AfterSigning { late, .. }) => {
                late.insert(id.clone());
            }
            _ => found.push(Question::AfterSigning { slot, late: BTreeSet::from([id.clone()]), signed }),
        }
    }
    found
}

/// What these seals' papers say to a question: the last answer they knew, whether or not it still stands.
pub(crate) fn signed<'a>(
    fold: &'a Fold,
    slot: &Slot,
    seals: &BTreeSet<RecordId>,
) -> Option<(&'a RecordId, &'a Record)> {
    let known = || {
        fold.records.iter().filter_map(|(id, shown)| {
            let record = shown.record.as_deref().filter(|record| record.slot() == *slot)?;
            let counts = matches!(shown.standing, Standing::Stands | Standing::Replaced(_));
            (counts && !shown.sealed_by.is_disjoint(seals)).then_some((id, record))
        })
    };
    let replaced: BTreeSet<&RecordId> = known().flat_map(|(_, record)| &record.replaces).collect();
    known().find(|(id, _)| !replaced.contains(id))
}

/// The seals of a visit.
pub(crate) fn seals(fold: &Fold, visit: Option<VisitNo>) -> BTreeSet<RecordId> {
    let seals = visit.map(|visit| fold.of_kind(visit, &Kind::Seal)).unwrap_or_default();
    seals.into_iter().map(|(id, _)| id.clone()).collect()
}

fn corrections<'a>(brief: &'a Brief, fold: &'a Fold) -> impl Iterator<Item = Question> + use<'a> {
    let ruled = ruled(fold);
    fold.records.iter().filter_map(move |(id, shown)| {
        let record = shown.record.as_deref().filter(|record| record.kind == Kind::Correction)?;
        let wish = Wish::deserialize(&record.value).ok()?;
        let waits = shown.standing == Standing::Stands
            && !ruled.contains(id)
            && CORRECTABLE.contains(&wish.field.as_str())
            && wish.should.is_string();
        let done = brief.fields.get(&wish.field) == Some(&wish.should);
        (waits && !done).then(|| Question::Correction { wish: id.clone() })
    })
}

/// Records that a person has ruled on.
fn ruled(fold: &Fold) -> BTreeSet<RecordId> {
    let rulings = fold.records.values().filter(|shown| shown.standing == Standing::Stands);
    let rulings = rulings.filter_map(|shown| shown.record.as_deref().filter(|record| record.kind == Kind::Ruling));
    rulings.filter_map(|record| Ruled::deserialize(&record.value).ok()).map(|ruled| ruled.about).collect()
}
