//! A visit held against its standard: which items are due, what each one lacks, which gates are shut and why. The
//! screens, the moves and the sheet's summary all read this.

use crate::brief::Brief;
use crate::decimal::Decimal;
use crate::flag::Flag;
use crate::fold::Fold;
use crate::gate::{self, Gate};
use crate::ids::{ItemKey, UnitKey, VisitNo};
use crate::lifecycle::{self, Step};
use crate::pack::{Evidence, Item, ItemKind, Measure, Need, Pack, Relative};
use crate::record::{Kind, Slot};
use crate::stage::Stage;
use crate::state::State;
use crate::value::{Agreement, Answer, FlagSet, Quote, Reading, Said, Signed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A visit and its standard.
pub struct Checklist<'a> {
    /// The job's standard, in the version the job started with.
    pub pack: &'a Pack,
    /// Everything current about the job.
    pub fold: &'a Fold,
    /// The visit.
    pub visit: VisitNo,
    /// The flags that are true.
    pub flags: BTreeSet<Flag>,
}

/// How an item stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its flag is false: it is not shown.
    Hidden,
    /// Not answered, and need not be.
    Idle,
    /// Due, and this is missing.
    Lacks(Lack),
    /// Answered.
    Said(Said),
}

/// What an item still needs.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// An answer.
    Answer,
    /// The text or choice of a field.
    Text,
    /// A photo.
    Photo,
    /// A reading, for every unit where it is measured for each.
    Reading,
    /// A signature on what stands now.
    Signature,
    /// A reason for "not done" or "not applicable".
    Reason,
    /// Another answer: this one keeps the gate shut.
    Passing,
    /// A person to settle two differing answers.
    Settling,
    /// An event that has not happened yet.
    Event,
}

/// An item that is due, and what it lacks.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Missing {
    /// The item.
    pub item: ItemKey,
    /// What it lacks.
    pub lack: Lack,
}

/// Counts of a stage or a block.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Count {
    /// Items that must be answered.
    pub due: u32,
    /// Done.
    pub done: u32,
    /// Not done, with a reason.
    pub not_done: u32,
    /// Not applicable, with a reason.
    pub not_applicable: u32,
}

impl<'a> Checklist<'a> {
    /// Holds a visit against its standard.
    pub fn new(pack: &'a Pack, brief: &Brief, fold: &'a Fold, visit: VisitNo) -> Self {
        let mut flags: BTreeSet<Flag> = pack.flags.iter().copied().chain(brief.flags()).collect();
        for (_, record) in fold.of_kind(visit, &Kind::Flag) {
            match FlagSet::deserialize(&record.value) {
                Ok(FlagSet { flag, on: true }) => flags.insert(flag),
                Ok(FlagSet { flag, on: false }) => flags.remove(&flag),
                Err(_) => false,
            };
        }
        // STANDARDS 4.1: `ppe` is always true when `height` is.
        if flags.contains(&Flag::Height) {
            flags.insert(Flag::Ppe);
        }
        Self { pack, fold, visit, flags }
    }

    /// Whether the item is on the screen.
    pub fn shows(&self, item: &Item) -> bool {
        !matches!(item.need, Need::When(flag) if !self.flags.contains(&flag))
    }

    /// Whether the item must be answered.
    pub fn is_due(&self, item: &Item) -> bool {
        self.shows(item) && item.need != Need::Optional
    }

    /// How an item stands.
    pub fn standing(&self, item: &Item) -> Standing {
        if !self.shows(item) {
            return Standing::Hidden;
        }
        match self.judge(item) {
            Ok(said) => Standing::Said(said),
            Err(lack)
                if self.is_due(item)
                    || !matches!(lack, Lack::Answer | Lack::Photo | Lack::Reading | Lack::Signature | Lack::Event) =>
            {
                Standing::Lacks(lack)
            }
            Err(_) => Standing::Idle,
        }
    }

    /// What was said to an item, or what it lacks.
    fn judge(&self, item: &Item) -> Result<Said, Lack> {
        if let Some(happened) = self.event(item) {
            return happened.then_some(Said::Done).ok_or(Lack::Event);
        }
        let answer = self.said(item)?;
        if let Some(answer) = answer.as_ref().filter(|answer| answer.answer != Said::Done) {
            return excused(item, answer);
        }
        match item.kind {
            ItemKind::Photo => self.photographed(item)?,
            ItemKind::Measure => self.measured(item)?,
            _ if item.evidence == Evidence::Signature => self.signed(item)?,
            _ => said_in_full(item, answer.as_ref())?,
        }
        if item.evidence == Evidence::Photo {
            self.photographed(item)?;
        }
        Ok(Said::Done)
    }

    pub(crate) fn said(&self, item: &Item) -> Result<Option<Answer>, Lack> {
        let slot = self.slot(item, None, Kind::Answer);
        if self.fold.open.contains(&slot) { Err(Lack::Settling) } else { Ok(self.fold.value(&slot)) }
    }

    fn slot(&self, item: &Item, unit: Option<UnitKey>, kind: Kind) -> Slot {
        Slot { visit: Some(self.visit), item: Some(item.key.clone()), unit, kind }
    }

    fn photographed(&self, item: &Item) -> Result<(), Lack> {
        if self.fold.photos_of(self.visit, &item.key).is_empty() { Err(Lack::Photo) } else { Ok(()) }
    }

    fn measured(&self, item: &Item) -> Result<(), Lack> {
        let units = self.fold.units(self.visit);
        let units: Vec<Option<UnitKey>> =
            if item.each_unit && !units.is_empty() { units.into_iter().map(Some).collect() } else { vec![None] };
        for unit in units {
            let slot = self.slot(item, unit, Kind::Measure);
            if self.fold.open.contains(&slot) {
                return Err(Lack::Settling);
            }
            let reading: Reading = self.fold.value(&slot).ok_or(Lack::Reading)?;
            if item.measure.as_ref().and_then(|measure| verdict(measure, &reading)) == Some(false)
                && reading.note.is_none()
            {
                return Err(Lack::Reason);
            }
        }
        Ok(())
    }

    fn signed(&self, item: &Item) -> Result<(), Lack> {
        if item.key.as_str().starts_with("sht.sign_") {
            let signature: Option<Signed> = self.fold.value(&self.slot(item, None, Kind::Signature));
            return signature.map(|_| ()).ok_or(Lack::Signature);
        }
        let slot = self.slot(item, None, Kind::Consent);
        if self.fold.open.contains(&slot) {
            return Err(Lack::Settling);
        }
        let agreement: Agreement = self.fold.value(&slot).ok_or(Lack::Signature)?;
        let on_what_stands = item.key.as_str() != "con.plan" || agreement.quote.as_ref() == self.quote_id();
        let proven = agreement.ink.is_some() || agreement.oral.is_some();
        if agreement.agreed && proven && on_what_stands { Ok(()) } else { Err(Lack::Signature) }
    }

    /// Items that no one ticks: they are done once the event is recorded (STANDARDS 4.1, point 5).
    fn event(&self, item: &Item) -> Option<bool> {
        let state = self.fold.state(self.visit);
        Some(match item.key.as_str() {
            "arr.time" => state >= State::Arrived,
            "arr.window" => state >= State::Arrived && self.fold.settled(&self.appointment_slot()).is_some(),
            "apt.window" => self.fold.settled(&self.appointment_slot()).is_some(),
            "qte.plan" | "qte.amount" | "fee.lines" => self.quote().is_some(),
            "fee.match" => self.total_matches(),
            "sht.complete" | "sht.report" | "sht.install_record" => self.missing_before(Stage::Sheet).is_empty(),
            "sht.copy" => !self.fold.of_kind(self.visit, &Kind::Paper).is_empty(),
            "sht.rate" => self.fold.settled(&self.rating_slot()).is_some(),
            "lev.time" | "lev.upload" | "bbi.later" => state >= State::Left,
            _ => return None,
        })
    }

    /// Whether the item waits for a tap rather than for an event.
    pub fn event_free(&self, item: &Item) -> bool {
        self.event(item).is_none()
    }

    /// Where the appointment stands.
    pub fn appointment_slot(&self) -> Slot {
        Slot::appointment(self.visit)
    }

    /// Where the quote stands.
    pub fn quote_slot(&self) -> Slot {
        Slot { visit: Some(self.visit), item: Some("qte.plan".into()), unit: None, kind: Kind::Quote }
    }

    /// Where the rating stands.
    pub fn rating_slot(&self) -> Slot {
        Slot { visit: Some(self.visit), item: Some("sht.rate".into()), unit: None, kind: Kind::Rating }
    }

    /// Where the payment stands.
    pub fn payment_slot(&self) -> Slot {
        Slot { visit: Some(self.visit), item: Some("fee.method".into()), unit: None, kind: Kind::Payment }
    }

    /// The standing quote.
    pub fn quote(&self) -> Option<Quote> {
        self.fold.value(&self.quote_slot())
    }

    fn quote_id(&self) -> Option<&crate::ids::RecordId> {
        self.fold.settled(&self.quote_slot()).map(|(id, _)| id)
    }

    /// G13: what was fitted costs what was consented to (STANDARDS 6.2, tolerance 0).
    fn total_matches(&self) -> bool {
        self.quote()
            .is_some_and(|quote| crate::bill::total(&quote, self.fold, self.visit).as_ref() == Some(&quote.total))
    }

    /// What a stage still lacks, in order.
    pub fn missing_in(&self, stage: Stage) -> Vec<Missing> {
        self.missing(|at, _| at == stage)
    }

    /// What all stages before this one lack.
    pub fn missing_before(&self, stage: Stage) -> Vec<Missing> {
        self.missing(|at, _| at < stage)
    }

    /// What a gate still lacks. A gate without a due item is open.
    pub fn missing_at(&self, gate: Gate) -> Vec<Missing> {
        self.missing(|_, item| gate.waits_for(&item.key))
    }

    fn missing(&self, wanted: impl Fn(Stage, &Item) -> bool) -> Vec<Missing> {
        self.pack
            .items()
            .filter(|(stage, _, item)| wanted(*stage, item))
            .filter_map(|(_, _, item)| match self.standing(item) {
                Standing::Lacks(lack) => Some(Missing { item: item.key.clone(), lack }),
                _ => None,
            })
            .collect()
    }

    /// What keeps a step of the main line from being taken, without repetition.
    pub fn missing_for(&self, step: &Step) -> Vec<Missing> {
        let mut seen = BTreeSet::new();
        let stages = step.stages.iter().flat_map(|stage| self.missing_in(*stage));
        let items = self.missing(|_, item| step.items.contains(&item.key.as_str()));
        let gates = step.gates.iter().flat_map(|gate| self.missing_at(*gate));
        stages.chain(items).chain(gates).filter(|missing| seen.insert(missing.item.clone())).collect()
    }

    /// The next step of the main line and what it lacks.
    pub fn next(&self) -> Option<(&'static Step, Vec<Missing>)> {
        lifecycle::next(self.fold.state(self.visit)).map(|step| (step, self.missing_for(step)))
    }

    /// Counts over the items this picks.
    pub fn count(&self, wanted: impl Fn(Stage, &Item) -> bool) -> Count {
        let mut count = Count::default();
        for (_, _, item) in self.pack.items().filter(|(stage, _, item)| wanted(*stage, item)) {
            let standing = self.standing(item);
            if self.is_due(item) {
                count.due += 1;
                match standing {
                    Standing::Said(Said::Done) => count.done += 1,
                    Standing::Said(Said::NotDone) => count.not_done += 1,
                    Standing::Said(Said::NotApplicable) => count.not_applicable += 1,
                    _ => {}
                }
            }
        }
        count
    }
}

/// "Not done" and "not applicable" need a reason, and at a gate an override of STANDARDS 2.4.
fn excused(item: &Item, answer: &Answer) -> Result<Said, Lack> {
    let at_gate = item.kind == ItemKind::Gate || Gate::of(&item.key).is_some();
    if at_gate && !gate::admits(&item.key, answer.answer) {
        return Err(Lack::Passing);
    }
    match answer.reason.as_deref().map(str::trim) {
        None | Some("") => Err(Lack::Reason),
        Some(_) => Ok(answer.answer),
    }
}

fn said_in_full(item: &Item, answer: Option<&Answer>) -> Result<(), Lack> {
    let answer = answer.ok_or(Lack::Answer)?;
    let chosen = answer.choice.as_ref().and_then(|key| item.choices.iter().find(|choice| choice.key == *key));
    if chosen.is_some_and(|choice| choice.blocks) {
        return Err(Lack::Passing);
    }
    let wants_words = item.kind == ItemKind::Field || matches!(item.evidence, Evidence::Text | Evidence::Scan);
    let has_words = chosen.is_some() || answer.text.as_deref().is_some_and(|text| !text.trim().is_empty());
    if wants_words && item.kind != ItemKind::Script && item.evidence != Evidence::Automatic && !has_words {
        Err(Lack::Text)
    } else {
        Ok(())
    }
}

/// Whether a reading lies within its limits; `None` where there are none to judge by. What a relative limit follows
/// (the contracted speed, the name plate) is taken with the reading, among its parts.
pub fn verdict(measure: &Measure, reading: &Reading) -> Option<bool> {
    let value = Decimal::read(&reading.value)?;
    let limit = |text: &Option<String>| text.as_deref().and_then(Decimal::read);
    let (least, most) = (limit(&measure.least), limit(&measure.most));
    let parts = measure.parts.iter().filter_map(|part| {
        part.must_be.as_ref().map(|wanted| reading.parts.get(&part.key).is_some_and(|said| said == wanted))
    });
    let relative = measure.relative.as_ref().and_then(|relative| within_percent(relative, value, reading));
    let verdicts: Vec<bool> = least
        .map(|least| value >= least)
        .into_iter()
        .chain(most.map(|most| value <= most))
        .chain(parts)
        .chain(relative)
        .collect();
    (!verdicts.is_empty()).then(|| verdicts.iter().all(|within| *within))
}

fn within_percent(relative: &Relative, value: Decimal, reading: &Reading) -> Option<bool> {
    let whole = Decimal::read(reading.parts.get(&relative.to)?)?;
    let percent = |text: &Option<String>| text.as_deref().and_then(Decimal::read);
    let enough = percent(&relative.least_percent).is_none_or(|least| value.against(least, whole).is_ge());
    let not_too_much = percent(&relative.most_percent).is_none_or(|most| value.against(most, whole).is_le());
    Some(enough && not_too_much)
}
