//! The van's stock (车载库存): a fold of movements, each a record with an id of its own (DESIGN "Stock"; STANDARDS KIT-02,
//! DSP-08, PAR-03, PAR-06, orders O13 to O15).
//!
//! Movements stand in two places. A technician's *van log* is a document like a job's, under [`JobId::van`], which the
//! technician and the warehouse write: what was asked for, issued, received, handed back, counted. What was *fitted* stands
//! in the log of the job it was fitted in. Where a technician loses sight of a job, the office writes its fitted parts into
//! the van log as well, each naming the first record, so that no phone needs an old job to know what is in the van.
//!
//! A count is kept as what was counted beside what the fold said then: its difference is the movement. So movements commute,
//! and whoever hears of them in another order has the same stock. Of counts made side by side, knowing the same one before them,
//! one alone counts. Stock may be below zero: a part was fitted that no one issued. What was fitted before the van was opened came
//! out of no van: the first record of its log is where it begins.

use crate::decide::{Draft, Refusal};
use crate::decimal::Decimal;
use crate::fold::{Fold, Standing};
use crate::ids::{JobId, PartCode, PersonId, RecordId};
use crate::record::{ADOPTED, Basis, Kind, Record};
use crate::settings::CataloguePart;
use crate::time::At;
use crate::value::{Movement, MovementKind};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A movement, with who wrote it, when and where.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Its record.
    pub id: RecordId,
    /// The job in whose log it stands, or the van.
    pub job: JobId,
    /// Who wrote it.
    pub by: PersonId,
    /// When, by the clock of who wrote it.
    pub at: At,
    /// The movement.
    pub movement: Movement,
}

/// What a van holds of one part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// Below zero where more was fitted than issued.
    pub quantity: Decimal,
    /// m, 个 ...
    pub unit: String,
}

/// A part, and how much of it a van holds.
#[derive(Clone, Copy, Debug)]
pub struct Stocked<'a> {
    /// Its code.
    pub code: &'a PartCode,
    /// m, 个 ...
    pub unit: &'a str,
    /// What the catalogue says of it, where it is in there.
    pub known: Option<&'a CataloguePart>,
    /// Below zero where more was fitted than issued.
    pub quantity: Decimal,
}

/// A van as it stands.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Van {
    /// Every part that ever moved, by code; some at zero.
    pub held: BTreeMap<PartCode, Held>,
    /// The count of each part that counts last.
    pub counted: BTreeMap<PartCode, RecordId>,
    /// Asked for, and neither issued nor declined.
    pub asked: Vec<Step>,
    /// Declined, with the warehouse's words, in the order they came.
    pub declined: Vec<(Step, Step)>,
    /// Issued, and not yet confirmed by the technician. It counts already.
    pub arriving: Vec<Step>,
    /// Old parts that were taken out and not yet handed in (PAR-03).
    pub old: Vec<Step>,
}

/// The standing movements of a log, by id and so nearly by time.
#[must_use]
pub fn steps(job: &JobId, fold: &Fold) -> Vec<Step> {
    let standing = fold.records.iter().filter(|(_, shown)| shown.standing == Standing::Stands);
    let records = standing.filter_map(|(id, shown)| Some((id, shown.record.as_ref()?)));
    let parts = records.filter(|(_, record)| record.kind == Kind::Part);
    let step = |(id, record): (&RecordId, &Arc<Record>)| {
        let movement = Movement::deserialize(&record.value).ok()?;
        // What the office wrote again, of a change that was set aside, is still whose it was.
        let whose = record.later.get(ADOPTED).and_then(|from| from.get("by")).and_then(Value::as_str);
        let by = whose.map_or_else(|| record.by.clone(), PersonId::new);
        Some(Step { id: id.clone(), job: job.clone(), by, at: record.at.clone(), movement })
    };
    parts.filter_map(step).collect()
}

/// Folds a technician's van: the movements of its log, and those fitted in jobs; these may be others' too.
#[must_use]
pub fn van<'a>(person: &PersonId, log: &'a [Step], jobs: impl IntoIterator<Item = &'a Step>) -> Van {
    let mut van = Van::default();
    let of_kind = |kind: MovementKind| log.iter().filter(move |step| step.movement.movement == kind);
    // The warehouse's words are the warehouse's: nobody answers their own requests, or says that their old parts are back.
    let answered: BTreeSet<&RecordId> = of_kind(MovementKind::Issue)
        .chain(of_kind(MovementKind::Decline))
        .chain(of_kind(MovementKind::Recover))
        .filter(|step| step.by != *person)
        .filter_map(|step| step.movement.of.as_ref())
        .collect();
    let counts = counts(log);
    let received: BTreeMap<&RecordId, &Movement> = of_kind(MovementKind::Receive)
        .filter(|step| step.by == *person)
        .filter_map(|step| Some((step.movement.of.as_ref()?, &step.movement)))
        .collect();
    for step in log {
        let from_office = step.by != *person;
        match step.movement.movement {
            MovementKind::Issue if from_office => {
                let counted = received.get(&step.id).copied().unwrap_or(&step.movement);
                van.moved(&step.movement, Decimal::read(&counted.quantity));
                if !received.contains_key(&step.id) {
                    van.arriving.push(step.clone());
                }
            }
            MovementKind::Return => van.moved(&step.movement, taken(&step.movement)),
            MovementKind::Count if counts.contains(&step.id) => {
                let before = step.movement.before.as_deref().and_then(Decimal::read);
                let counted = Decimal::read(&step.movement.quantity);
                let last = van.counted.entry(step.movement.part.clone()).or_insert_with(|| step.id.clone());
                *last = step.id.clone().max(last.clone());
                van.moved(&step.movement, counted.zip(before).and_then(|(now, before)| now.minus(before)));
            }
            MovementKind::Ask if !answered.contains(&step.id) => van.asked.push(step.clone()),
            MovementKind::Decline if from_office => {
                let asked = log.iter().find(|ask| Some(&ask.id) == step.movement.of.as_ref());
                van.declined.extend(asked.map(|ask| (ask.clone(), step.clone())));
            }
            _ => {}
        }
    }
    let here = untold(log, jobs).filter(|step| step.by == *person).map(|step| (&step.id, step));
    for (id, step) in told_in(log).into_iter().chain(here) {
        van.moved(&step.movement, taken(&step.movement));
        if step.movement.old_recovered && !answered.contains(id) {
            van.old.push(Step { id: id.clone(), ..step.clone() });
        }
    }
    van
}

/// The fitted parts that a van's log tells, each by its first record.
fn told_in(log: &[Step]) -> BTreeMap<&RecordId, &Step> {
    let fits = log.iter().filter(|step| step.movement.movement == MovementKind::Fit);
    fits.filter_map(|step| Some((step.movement.of.as_ref()?, step))).collect()
}

/// Of what was fitted in jobs, the lines that came out of the van with this log and that it does not tell.
pub fn untold<'a>(log: &'a [Step], jobs: impl IntoIterator<Item = &'a Step>) -> impl Iterator<Item = &'a Step> {
    let (opened, told) = (log.iter().map(|step| &step.id).min(), told_in(log));
    let fits = jobs.into_iter().filter(|step| step.movement.movement == MovementKind::Fit);
    fits.filter(move |step| opened.is_some_and(|opened| step.id > *opened) && !told.contains_key(&step.id))
}

/// The counts that count: of those of one part that name the same count before them, the one with the greatest id.
fn counts(log: &[Step]) -> BTreeSet<&RecordId> {
    let mut last: BTreeMap<(&PartCode, Option<&RecordId>), &RecordId> = BTreeMap::new();
    for step in log.iter().filter(|step| step.movement.movement == MovementKind::Count) {
        let of = last.entry((&step.movement.part, step.movement.of.as_ref())).or_insert(&step.id);
        *of = (&step.id).max(*of);
    }
    last.into_values().collect()
}

fn taken(movement: &Movement) -> Option<Decimal> {
    Decimal::ZERO.minus(Decimal::read(&movement.quantity)?)
}

impl Van {
    fn moved(&mut self, movement: &Movement, by: Option<Decimal>) {
        let held = self.held.entry(movement.part.clone());
        let held = held.or_insert_with(|| Held { quantity: Decimal::ZERO, unit: movement.unit.clone() });
        // A sum beyond what a decimal holds is nobody's stock: the line stays as it was.
        if let Some(sum) = by.and_then(|by| held.quantity.plus(by)) {
            held.quantity = sum;
        }
    }

    /// How much it holds of each part of the catalogue, and of whatever else it held: what there is or is owed comes first.
    #[must_use]
    pub fn lines<'a>(&'a self, catalogue: &'a [CataloguePart]) -> Vec<Stocked<'a>> {
        let known = catalogue.iter().map(|part| Stocked {
            code: &part.code,
            unit: &part.unit,
            known: Some(part),
            quantity: self.quantity(&part.code),
        });
        let other = self.held.iter().filter(|(code, _)| catalogue.iter().all(|part| part.code != **code));
        let other = other.map(|(code, held)| Stocked { code, unit: &held.unit, known: None, quantity: held.quantity });
        let mut lines: Vec<Stocked<'_>> = known.chain(other).collect();
        lines.sort_by_key(|line| line.quantity == Decimal::ZERO);
        lines
    }

    /// How much it holds of a part.
    #[must_use]
    pub fn quantity(&self, part: &PartCode) -> Decimal {
        self.held.get(part).map_or(Decimal::ZERO, |held| held.quantity)
    }

    /// The technician asks the warehouse for a part.
    ///
    /// # Errors
    /// For a quantity that is none.
    pub fn ask(&self, line: Line<'_>) -> Result<Draft, Refusal> {
        line.positive()?;
        Ok(draft(&line.movement(MovementKind::Ask)))
    }

    /// The technician confirms what was issued, and says how much it really was.
    ///
    /// # Errors
    /// For a quantity that is none; where nothing of the kind waits any more.
    pub fn receive(&self, issue: &RecordId, quantity: &str) -> Result<Draft, Refusal> {
        let issued = self.arriving.iter().find(|step| step.id == *issue).ok_or(Refusal::Settled)?;
        let line = Line { quantity, ..Line::of(&issued.movement) };
        line.not_below_zero()?;
        Ok(draft(&Movement { of: Some(issue.clone()), ..line.movement(MovementKind::Receive) }))
    }

    /// The technician hands a part back to the warehouse.
    ///
    /// # Errors
    /// For a quantity that is none.
    pub fn hand_back(&self, line: Line<'_>) -> Result<Draft, Refusal> {
        line.positive()?;
        Ok(draft(&line.movement(MovementKind::Return)))
    }

    /// The warehouse issues a part, in answer to a request or of itself.
    ///
    /// # Errors
    /// For a quantity that is none; where the request was answered meanwhile.
    pub fn issue(&self, line: Line<'_>, ask: Option<&RecordId>) -> Result<Draft, Refusal> {
        line.positive()?;
        ask.map(|ask| self.asked_for(ask)).transpose()?;
        Ok(draft(&Movement { of: ask.cloned(), ..line.movement(MovementKind::Issue) }))
    }

    /// The warehouse cannot or will not give what was asked for, and says why.
    ///
    /// # Errors
    /// Where it was answered meanwhile; without a reason.
    pub fn decline(&self, ask: &RecordId, note: &str) -> Result<Draft, Refusal> {
        let asked = self.asked_for(ask)?;
        if note.trim().is_empty() {
            return Err(Refusal::Empty("原因 reason"));
        }
        let line = Line { note, ..Line::of(&asked.movement) };
        Ok(draft(&Movement { of: Some(ask.clone()), ..line.movement(MovementKind::Decline) }))
    }

    /// Somebody has counted a part.
    ///
    /// # Errors
    /// For a quantity that is none.
    pub fn count(&self, line: Line<'_>) -> Result<Draft, Refusal> {
        line.not_below_zero()?;
        let (before, of) = (Some(self.quantity(line.part).to_string()), self.counted.get(line.part).cloned());
        Ok(draft(&Movement { before, of, ..line.movement(MovementKind::Count) }))
    }

    /// The warehouse has an old part back.
    ///
    /// # Errors
    /// Where it has it already.
    pub fn recover(&self, fitted: &RecordId, note: &str) -> Result<Draft, Refusal> {
        let old = self.old.iter().find(|step| step.id == *fitted).ok_or(Refusal::Settled)?;
        let line = Line { note, ..Line::of(&old.movement) };
        let (of, old_serial) = (Some(fitted.clone()), old.movement.old_serial.clone());
        Ok(draft(&Movement { of, old_serial, ..line.movement(MovementKind::Recover) }))
    }

    fn asked_for(&self, ask: &RecordId) -> Result<&Step, Refusal> {
        self.asked.iter().find(|step| step.id == *ask).ok_or(Refusal::Settled)
    }
}

/// What a fitted part's line says in the van log, once its job is out of the technician's sight.
#[must_use]
pub fn told(step: &Step) -> Draft {
    draft(&Movement { of: Some(step.id.clone()), ..step.movement.clone() })
}

/// How much of which part.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Catalogue code.
    pub part: &'a PartCode,
    /// A decimal.
    pub quantity: &'a str,
    /// m, 个 ...
    pub unit: &'a str,
    /// What there is to say.
    pub note: &'a str,
}

impl<'a> Line<'a> {
    fn of(movement: &'a Movement) -> Self {
        Self { part: &movement.part, quantity: &movement.quantity, unit: &movement.unit, note: "" }
    }

    fn positive(&self) -> Result<(), Refusal> {
        self.not_below_zero()?;
        if Decimal::read(self.quantity) == Some(Decimal::ZERO) { Err(self.no_quantity()) } else { Ok(()) }
    }

    fn not_below_zero(&self) -> Result<(), Refusal> {
        let quantity = Decimal::read(self.quantity).filter(|quantity| *quantity >= Decimal::ZERO);
        quantity.map(drop).ok_or_else(|| self.no_quantity())
    }

    fn no_quantity(&self) -> Refusal {
        Refusal::NoQuantity(self.quantity.to_owned(), self.unit.to_owned())
    }

    fn movement(&self, movement: MovementKind) -> Movement {
        let (quantity, unit) = (self.quantity.to_owned(), self.unit.to_owned());
        let note = self.note.trim().to_owned();
        Movement { note, ..Movement::new(movement, self.part.clone(), quantity, unit) }
    }
}

fn draft(movement: &Movement) -> Draft {
    let value = json!(movement);
    let (visit, item, unit, replaces) = (None, None, None, Vec::new());
    Draft { kind: Kind::Part, visit, item, unit, value, basis: Some(Basis::Tapped), replaces }
}

#[cfg(test)]
mod tests;
