//! The fold: everything current about a job, computed from its brief and its records (DESIGN "A job's documents"). No
//! state is stored anywhere. Every record that ever arrived is in [`Fold::records`]; nothing is hidden, whatever the
//! order in which devices met.

use crate::brief::{Brief, Verdict, keys};
use crate::digest::Digest;
use crate::ids::{ItemKey, RecordId, UnitKey, VisitNo};
use crate::outcome::Outcome;
use crate::record::{Kind, Record, Slot};
use crate::state::State;
use crate::time::unix_ms;
use crate::value::Moved;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A record as `replica` hands it over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its key in the log.
    pub id: RecordId,
    /// The change that brought it.
    pub change: Digest,
    /// The record, or the code of why it cannot be read.
    pub record: Result<Arc<Record>, String>,
    /// Seals that were known when it was written: their changes are among its change's ancestors.
    pub knew_seals: BTreeSet<RecordId>,
    /// Seals that knew it: its change is among their changes' ancestors.
    pub sealed_by: BTreeSet<RecordId>,
}

/// How a record stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It counts.
    Stands,
    /// Others took its place, knowing it.
    Replaced(BTreeSet<RecordId>),
    /// A verdict says it does not count; a person may lift it.
    Ignored(Verdict),
    /// This version of the app cannot read it.
    Unreadable(String),
}

/// A record in the fold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Shown {
    /// How it stands.
    pub standing: Standing,
    /// The record, where it can be read.
    pub record: Option<Arc<Record>>,
    /// The change that brought it.
    pub change: Digest,
    /// Written without knowing these seals of its visit, and unknown to them: *arrived after signing*.
    pub arrived_after: BTreeSet<RecordId>,
    /// Seals that knew it: it is in what was signed.
    pub sealed_by: BTreeSet<RecordId>,
}

/// Everything current about a job.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Fold {
    /// Every record of the log.
    pub records: BTreeMap<RecordId, Shown>,
    /// Questions with differing standing answers, for a person to settle.
    pub open: BTreeSet<Slot>,
    /// The visits that have begun.
    pub visits: BTreeMap<VisitNo, State>,
    /// Office and visit crossed (DESIGN "Crossings have a table").
    pub crossings: BTreeSet<Crossing>,
    /// The promised time has passed, no visit has done what it came for, and the office has not closed the order.
    pub overdue: bool,
    #[serde(skip)]
    slots: BTreeMap<Slot, BTreeSet<RecordId>>,
    /// The standing move of each visit that has moved.
    #[serde(skip)]
    courses: BTreeMap<VisitNo, Moved>,
}

/// Where office and visit crossed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crossing {
    /// The office cancelled while the visit was under way: "cancelled, visit happened".
    CancelledVisitHappened,
}

/// Folds a job at `now` (Unix milliseconds).
pub fn fold(brief: &Brief, entries: &[Entry], now: i64) -> Fold {
    let counts: BTreeMap<&RecordId, (&Entry, &Record)> = entries
        .iter()
        .filter(|entry| verdict_on(brief, entry).is_none())
        .filter_map(|entry| entry.record.as_deref().ok().map(|record| (&entry.id, (entry, record))))
        .collect();
    let replaced = replaced_by(&counts);
    let seals: BTreeMap<&RecordId, Option<VisitNo>> =
        counts.values().filter(|(_, r)| r.kind == Kind::Seal).map(|(e, r)| (&e.id, r.visit)).collect();

    let mut fold = Fold {
        records: entries.iter().map(|e| (e.id.clone(), show(brief, e, &replaced, &seals))).collect(),
        open: BTreeSet::new(),
        visits: BTreeMap::new(),
        crossings: BTreeSet::new(),
        overdue: false,
        slots: BTreeMap::new(),
        courses: BTreeMap::new(),
    };
    for (id, (_, record)) in &counts {
        if !replaced.contains_key(*id) {
            fold.slots.entry(record.slot()).or_default().insert((*id).clone());
        }
    }
    fold.open = fold.slots.keys().filter(|slot| fold.differ(slot)).cloned().collect();
    let visits: BTreeSet<VisitNo> = counts.values().filter_map(|(_, record)| record.visit).collect();
    fold.courses = visits.iter().filter_map(|visit| Some((*visit, course_of(&fold, *visit)?))).collect();
    fold.visits = visits.into_iter().map(|visit| (visit, state_of(&fold, brief, visit))).collect();
    fold.crossings = crossings(&fold, brief);
    fold.tell_time(brief, now);
    fold
}

fn verdict_on<'a>(brief: &'a Brief, entry: &Entry) -> Option<&'a Verdict> {
    brief.verdicts.get(&entry.change).filter(|verdict| verdict.lifted_by.is_none())
}

/// Which standing records take whose place. A record replaces only what answers the same question, and never itself.
fn replaced_by<'a>(
    counts: &BTreeMap<&'a RecordId, (&'a Entry, &'a Record)>,
) -> BTreeMap<&'a RecordId, BTreeSet<RecordId>> {
    let mut replaced: BTreeMap<&RecordId, BTreeSet<RecordId>> = BTreeMap::new();
    for (id, (_, record)) in counts {
        for named in &record.replaces {
            if let Some((&key, (_, other))) = counts.get_key_value(named)
                && key != *id
                && other.slot() == record.slot()
            {
                replaced.entry(key).or_default().insert((*id).clone());
            }
        }
    }
    replaced
}

fn show(
    brief: &Brief,
    entry: &Entry,
    replaced: &BTreeMap<&RecordId, BTreeSet<RecordId>>,
    seals: &BTreeMap<&RecordId, Option<VisitNo>>,
) -> Shown {
    let standing = match (&entry.record, verdict_on(brief, entry), replaced.get(&entry.id)) {
        (_, Some(verdict), _) => Standing::Ignored(verdict.clone()),
        (Err(code), ..) => Standing::Unreadable(code.clone()),
        (Ok(_), None, Some(by)) => Standing::Replaced(by.clone()),
        (Ok(_), None, None) => Standing::Stands,
    };
    let visit = entry.record.as_ref().ok().and_then(|record| record.visit);
    let arrived_after = seals
        .iter()
        .filter(|(seal, of)| **seal != &entry.id && visit.is_some() && **of == visit)
        .map(|(seal, _)| (*seal).clone())
        .filter(|seal| !entry.knew_seals.contains(seal) && !entry.sealed_by.contains(seal))
        .collect();
    let sealed_by = entry.sealed_by.clone();
    Shown { standing, record: entry.record.clone().ok(), change: entry.change, arrived_after, sealed_by }
}

/// The visit's standing move. Where two stand and differ, the one less far along, so that a gate stays shut until a
/// person settles it.
fn course_of(fold: &Fold, visit: VisitNo) -> Option<Moved> {
    fold.standing(&Slot { visit: Some(visit), item: None, unit: None, kind: Kind::Transition })
        .filter_map(|(_, record)| Moved::deserialize(&record.value).ok())
        .min_by_key(|moved| (moved.position(), moved.to))
}

/// The visit's state: where its standing move leads; before the first one, as far as the office took it.
fn state_of(fold: &Fold, brief: &Brief, visit: VisitNo) -> State {
    match (fold.courses.get(&visit), State::from_key(brief.text(keys::STATE))) {
        (Some(moved), _) => moved.to,
        (None, Some(State::Booked)) => State::Booked,
        (None, _) => State::Dispatched,
    }
}

fn crossings(fold: &Fold, brief: &Brief) -> BTreeSet<Crossing> {
    let cancelled = State::from_key(brief.text(keys::STATE)) == Some(State::Cancelled);
    let under_way = fold.visits.keys().any(|visit| fold.position(*visit) >= State::EnRoute);
    if cancelled && under_way { BTreeSet::from([Crossing::CancelledVisitHappened]) } else { BTreeSet::new() }
}

impl Fold {
    /// What time alone changes: a fold may be kept between taps and told the time before it is read.
    pub fn tell_time(&mut self, brief: &Brief, now: i64) {
        let promised = unix_ms(brief.text(keys::PROMISED_BY));
        let closed = State::from_key(brief.text(keys::STATE)).is_some_and(State::is_over);
        let done = closed || self.visits.keys().any(|visit| self.is_done(*visit));
        self.overdue = promised.is_some_and(|promised| promised < now) && !done;
    }

    /// The standing records of one question, by id.
    pub fn standing<'a>(&'a self, slot: &Slot) -> impl Iterator<Item = (&'a RecordId, &'a Record)> + use<'a> {
        self.slots
            .get(slot)
            .into_iter()
            .flatten()
            .filter_map(|id| self.records.get(id).and_then(|shown| shown.record.as_deref()).map(|record| (id, record)))
    }

    /// The ids a new record of this question must name in `replaces`: all it knows, unless many stand side by side.
    pub fn to_replace(&self, slot: &Slot) -> Vec<RecordId> {
        if slot.kind.is_many() { Vec::new() } else { self.standing(slot).map(|(id, _)| id.clone()).collect() }
    }

    fn differ(&self, slot: &Slot) -> bool {
        let mut standing = self.standing(slot);
        let Some((_, first)) = standing.next() else { return false };
        !slot.kind.is_many() && standing.any(|(_, record)| record.value != first.value)
    }

    /// The one answer to a question: `None` where there is none or it is open. Equal answers are one.
    pub fn settled(&self, slot: &Slot) -> Option<(&RecordId, &Record)> {
        if self.open.contains(slot) { None } else { self.standing(slot).next() }
    }

    /// The one answer's value, read as `T`.
    pub fn value<T: for<'de> Deserialize<'de>>(&self, slot: &Slot) -> Option<T> {
        self.settled(slot).and_then(|(_, record)| T::deserialize(&record.value).ok())
    }

    /// All standing records of a kind in a visit, whatever their item and unit, in the order of device time.
    pub fn of_kind(&self, visit: VisitNo, kind: &Kind) -> Vec<(&RecordId, &Record)> {
        let mut found: Vec<_> = self
            .slots
            .iter()
            .filter(|(slot, _)| slot.visit == Some(visit) && slot.kind == *kind)
            .flat_map(|(slot, _)| self.standing(slot))
            .collect();
        found.sort_by_key(|(id, record)| (record.at.unix_ms(), (*id).clone()));
        found
    }

    /// The visit's moves that count, standing or replaced, in the order of device time.
    pub fn moves(&self, visit: VisitNo) -> Vec<(&Record, Moved)> {
        let mut moves: Vec<_> = self
            .records
            .iter()
            .filter(|(_, shown)| matches!(shown.standing, Standing::Stands | Standing::Replaced(_)))
            .filter_map(|(id, shown)| shown.record.as_deref().map(|record| (id, record)))
            .filter(|(_, record)| record.visit == Some(visit) && record.kind == Kind::Transition)
            .filter_map(|(id, record)| Moved::deserialize(&record.value).ok().map(|moved| (id, record, moved)))
            .collect();
        moves.sort_by_key(|(id, record, _)| (record.at.unix_ms(), (*id).clone()));
        moves.into_iter().map(|(_, record, moved)| (record, moved)).collect()
    }

    /// The visit's state; a visit without records is as far as the office took it.
    pub fn state(&self, visit: VisitNo) -> State {
        self.visits.get(&visit).copied().unwrap_or(State::Dispatched)
    }

    /// Whether the visit has made a move of its own.
    pub fn has_moved(&self, visit: VisitNo) -> bool {
        self.courses.contains_key(&visit)
    }

    /// How far along the main line a visit is; one in a branch is where that began.
    pub fn position(&self, visit: VisitNo) -> State {
        self.courses.get(&visit).map_or_else(|| self.state(visit), Moved::position)
    }

    /// Where the visit left the main line, if it did.
    pub fn branched_at(&self, visit: VisitNo) -> Option<State> {
        self.courses.get(&visit).and_then(|moved| moved.branched_at)
    }

    /// How the visit ended, or ends as it now stands. A visit that goes the main line's way has no outcome before its end.
    pub fn outcome(&self, visit: VisitNo) -> Option<Outcome> {
        let moved = self.courses.get(&visit)?;
        moved.outcome.or((moved.to == State::Left).then_some(Outcome::Completed))
    }

    /// The agreed time that fell with the standing move.
    pub fn fallen_time(&self, visit: VisitNo) -> Option<&RecordId> {
        self.courses.get(&visit).and_then(|moved| moved.fallen.as_ref())
    }

    /// Whether the visit did what it came for, or the customer wants no more of it.
    pub(crate) fn is_done(&self, visit: VisitNo) -> bool {
        let is_over = matches!(self.state(visit), State::Left | State::Uploaded);
        is_over && self.outcome(visit).is_none_or(|outcome| outcome.order_state().is_none())
    }

    /// Whether a paper of this visit is sealed.
    pub fn is_sealed(&self, visit: VisitNo) -> bool {
        !self.of_kind(visit, &Kind::Seal).is_empty()
    }

    /// The photos of an item, in the order of device time.
    pub fn photos_of(&self, visit: VisitNo, item: &ItemKey) -> Vec<(&RecordId, &Record)> {
        // Slots are ordered by visit, then item: those of one stand together.
        let first = Slot { visit: Some(visit), item: Some(item.clone()), unit: None, kind: Kind::Answer };
        let of_item =
            self.slots.range(&first..).take_while(|(slot, _)| (slot.visit, &slot.item) == (first.visit, &first.item));
        let slots = of_item.filter(|(slot, _)| slot.kind == Kind::Photo);
        let mut photos: Vec<_> = slots.flat_map(|(slot, _)| self.standing(slot)).collect();
        photos.sort_by_key(|(id, record)| (record.at.unix_ms(), (*id).clone()));
        photos
    }

    /// The units of the visit (窗 1, 窗 2 ...), by key.
    pub fn units(&self, visit: VisitNo) -> BTreeSet<UnitKey> {
        self.of_kind(visit, &Kind::Unit).into_iter().filter_map(|(_, record)| record.unit.clone()).collect()
    }
}
