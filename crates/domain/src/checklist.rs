//! A visit held against its standard: which items are due, what each one lacks, which gates are shut and why. The
//! screens, the moves and the sheet's summary all read this. `way` says how the visit goes on, [`onward`] what the one
//! action below a stage does, `signed` what a signature on the sheet stands for, [`clocked`] what the clock says of the visit,
//! `firm` what the firm's settings make of the standard, [`known`] what the program knows by itself, [`contact`] calls and
//! messages to the customer.

pub mod clocked;
pub mod contact;
mod firm;
pub mod known;
pub mod onward;
mod signed;
mod way;

pub use firm::LISTS;

use crate::brief::Brief;
use crate::flag::Flag;
use crate::fold::Fold;
use crate::gate::{self, Gate};
use crate::ids::{ItemKey, RecordId, UnitKey, VisitNo};
use crate::outcome::Outcome;
use crate::pack::{Evidence, Item, ItemKind, Need, Pack};
use crate::record::{Kind, Slot};
use crate::settings::{ALLOW_ORAL, Values};
use crate::stage::Stage;
use crate::state::State;
use crate::value::{Agreement, Answer, FlagSet, Quote, Reading, Said, Signed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A visit and its standard.
pub struct Checklist<'a> {
    /// The job's standard, in the version the job started with.
    pub pack: &'a Pack,
    /// What the office wrote.
    pub brief: &'a Brief,
    /// Everything current about the job.
    pub fold: &'a Fold,
    /// The visit.
    pub visit: VisitNo,
    /// The firm's settings, as the job is pinned to them.
    pub values: &'a Values,
    /// The flags that are true.
    pub flags: BTreeSet<Flag>,
    /// The repeats of the visit.
    units: BTreeSet<UnitKey>,
    /// The product came back from the workshop: survey, quote and work are of an earlier visit (61).
    returned: bool,
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
    /// Holds a visit against its standard, with the product's own settings.
    pub fn new(pack: &'a Pack, brief: &'a Brief, fold: &'a Fold, visit: VisitNo) -> Self {
        let mut flags: BTreeSet<Flag> = pack.flags.iter().copied().chain(brief.flags()).collect();
        // A time that fell asks for what a change of time asks for (APT-10 to APT-16), until somebody says otherwise.
        if clocked::fallen(fold, visit).is_some() {
            flags.insert(Flag::TimeChanged);
        }
        flags.extend(chosen(pack, fold, visit));
        for (_, record) in fold.of_kind(visit, &Kind::Flag) {
            match FlagSet::deserialize(&record.value) {
                Ok(FlagSet { flag, on: true }) => flags.insert(flag),
                Ok(FlagSet { flag, on: false }) => flags.remove(&flag),
                Err(_) => false,
            };
        }
        if visit > VisitNo(1) {
            flags.insert(Flag::SecondVisit);
        }
        if comes_back(fold, visit) {
            flags.insert(Flag::ReturnVisit);
        }
        // STANDARDS 4.1: `ppe` is always true when `height` is.
        if flags.contains(&Flag::Height) {
            flags.insert(Flag::Ppe);
        }
        // Until it turns out that there is more to do.
        let returned = fold.moves(visit).iter().fold(false, |returned, (_, it)| match (it.from, it.to) {
            (State::Inside, State::Testing) => true,
            (_, State::Working | State::Quoted) => false,
            _ => returned,
        });
        Self { pack, brief, fold, visit, values: Values::defaults(), flags, units: fold.units(visit), returned }
    }

    /// The same under a firm's settings.
    pub fn under(self, values: &'a Values) -> Self {
        Self { values, ..self }
    }

    /// The flags somebody is asked for at a stage: what the pack asks, at the survey; what came of the call, with the
    /// appointment, where something there follows from it.
    pub fn asked_at(&self, stage: Stage) -> Vec<Flag> {
        let follows = |flag: &Flag| self.pack.items().any(|(at, _, it)| at == stage && it.need == Need::When(*flag));
        match stage {
            Stage::Survey => self.pack.asks.iter().copied().collect(),
            Stage::Appointment => [Flag::Unreachable, Flag::TimeChanged].into_iter().filter(follows).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the item is on the screen.
    pub fn shows(&self, item: &Item) -> bool {
        let left_out = item.unless.is_some_and(|flag| self.flags.contains(&flag));
        !left_out
            && !self.is_left_out_by_firm(item)
            && !matches!(item.need, Need::When(flag) if !self.flags.contains(&flag))
    }

    /// Whether the item must be answered.
    pub fn is_due(&self, item: &Item) -> bool {
        self.shows(item)
            && (item.need != Need::Optional || self.asks_why_no_covers(item) || self.is_asked_by_firm(item))
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
            _ if item.is_answered_by_reading() => {}
            // The picture is the answer (STANDARDS 2.4: "unblocked by: photo"), where none is to be chosen.
            ItemKind::Check | ItemKind::Gate if item.evidence == Evidence::Photo && item.choices.is_empty() => {}
            _ if item.evidence == Evidence::Signature => self.signed(item)?,
            _ => self.said_in_full(item, answer.as_ref())?,
        }
        if item.is_read() {
            self.measured(item)?;
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
        let taken = self.fold.photos_of(self.visit, &item.key).len();
        if taken < self.photos_needed(item) { Err(Lack::Photo) } else { Ok(()) }
    }

    fn measured(&self, item: &Item) -> Result<(), Lack> {
        let each = item.each_unit && !self.units.is_empty();
        let units: Vec<Option<UnitKey>> =
            if each { self.units.iter().cloned().map(Some).collect() } else { vec![None] };
        for unit in units {
            let slot = self.slot(item, unit, Kind::Measure);
            if self.fold.open.contains(&slot) {
                return Err(Lack::Settling);
            }
            let reading: Reading = self.fold.value(&slot).ok_or(Lack::Reading)?;
            let Some(measure) = self.measure(item) else { continue };
            if !measure.is_whole(&reading) {
                return Err(Lack::Reading);
            }
            if measure.verdict(&reading) == Some(false) && reading.note.is_none() {
                return Err(Lack::Reason);
            }
        }
        Ok(())
    }

    fn signed(&self, item: &Item) -> Result<(), Lack> {
        if item.key.as_str().starts_with("sht.") {
            let signature: Option<Signed> = self.fold.value(&self.slot(item, None, Kind::Signature));
            return signature.filter(|signed| self.stands_for(signed)).map(|_| ()).ok_or(Lack::Signature);
        }
        let slot = self.slot(item, None, Kind::Consent);
        if self.fold.open.contains(&slot) {
            return Err(Lack::Settling);
        }
        let agreement: Agreement = match self.fold.value(&slot) {
            // A plan agreed to on an earlier visit holds as long as its quote does.
            None if item.key.as_str() == "con.plan" => self.agreed_before(&slot),
            agreement => agreement,
        }
        .ok_or(Lack::Signature)?;
        let on_what_stands = item.key.as_str() != "con.plan" || agreement.quote.as_ref() == self.quote_id();
        let proven = agreement.ink.is_some() || agreement.oral.is_some() && self.values.is(ALLOW_ORAL);
        if agreement.agreed && proven && on_what_stands { Ok(()) } else { Err(Lack::Signature) }
    }

    /// The newest consent of an earlier visit whose quote still stands. Who refused agreed to nothing that lasts.
    fn agreed_before(&self, slot: &Slot) -> Option<Agreement> {
        let first = self.quoted_in()?;
        let earlier = (first.0..self.visit.0).rev().map(VisitNo);
        let mut lasting = earlier.filter(|visit| self.fold.outcome(*visit) != Some(Outcome::Refused));
        lasting.find_map(|visit| self.fold.value(&Slot { visit: Some(visit), ..slot.clone() }))
    }

    fn said_in_full(&self, item: &Item, answer: Option<&Answer>) -> Result<(), Lack> {
        let answer = answer.ok_or(Lack::Answer)?;
        let choices = self.choices(item);
        let chosen = answer.choice.as_ref().and_then(|key| choices.iter().find(|choice| choice.key == *key));
        if chosen.is_some_and(|choice| choice.blocks) {
            return Err(Lack::Passing);
        }
        if !choices.is_empty() && chosen.is_none() && !item.wants_words() {
            return Err(Lack::Answer);
        }
        let says = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        // A date is the answer; what is scanned stands beside it.
        let has_words = chosen.is_some() || says(&answer.text) || item.date && item.evidence != Evidence::Scan;
        let lacks_words = item.wants_words() && !has_words;
        if lacks_words || item.date && item.wants_words() && !says(&answer.date) { Err(Lack::Text) } else { Ok(()) }
    }

    /// Items that no one ticks: they are done once the event is recorded (STANDARDS 4.1, point 5).
    fn event(&self, item: &Item) -> Option<bool> {
        // The phone's own app has the message; else somebody says that it was sent.
        if self.is_sent(item) {
            return Some(true);
        }
        let photographed = |key: &str| !self.fold.photos_of(self.visit, &key.into()).is_empty();
        Some(match item.key.as_str() {
            "arr.time" => self.reached(State::Arrived),
            "arr.window" => self.reached(State::Arrived) && self.fold.settled(&self.appointment_slot()).is_some(),
            "apt.window" => self.fold.settled(&self.appointment_slot()).is_some(),
            // Judged by the clock where a time fell and another was agreed; else somebody says so.
            "apt.delay_notice" => self.notice().map(|_| true)?,
            "qte.plan" | "qte.amount" | "fee.lines" => self.quote().is_some(),
            "fee.match" => self.total_matches(),
            "sht.complete" | "sht.report" | "sht.install_record" => self.missing_before(Stage::Sheet).is_empty(),
            "sht.copy" => !self.fold.of_kind(self.visit, &Kind::Paper).is_empty(),
            "sht.rate" => self.fold.settled(&self.rating_slot()).is_some(),
            // Claimed, or handed out: the order has an owner (DSP-05).
            "stb.order" => !self.brief.crew().is_empty(),
            // The contract names its last day; where none is at hand somebody reads the papers.
            "sys.contract" => self.contract_until().map(|_| true)?,
            "sys.next" => self.next_maintenance().is_some(),
            "aci.pipe_fee" => self.pipe_fee().is_some(),
            "lev.time" | "lev.upload" | "bbi.later" => self.reached(State::Left),
            // The order goes back, and the supervisor is told, with the next sync: the record is the message.
            "nob.return" => photographed("nob.note"),
            "uns.told" => photographed("uns.photo"),
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
        Slot::quote(self.visit)
    }

    /// Where the rating stands.
    pub fn rating_slot(&self) -> Slot {
        Slot { visit: Some(self.visit), item: Some("sht.rate".into()), unit: None, kind: Kind::Rating }
    }

    /// Where the payment stands.
    pub fn payment_slot(&self) -> Slot {
        Slot { visit: Some(self.visit), item: Some("fee.method".into()), unit: None, kind: Kind::Payment }
    }

    /// The visit whose quote stands: this one, or the newest before it, as long as none in between was settled. What a
    /// completed visit was paid for is not billed again.
    pub fn quoted_in(&self) -> Option<VisitNo> {
        let quoted = |visit: &VisitNo| self.fold.standing(&Slot::quote(*visit)).next().is_some();
        // Two quotes that differ are no reason to go back to an older one.
        self.unsettled_visits().find(quoted).filter(|visit| self.fold.settled(&Slot::quote(*visit)).is_some())
    }

    /// This visit, and those before it back to the last one that was settled with the customer; the newest first.
    pub fn unsettled_visits(&self) -> impl Iterator<Item = VisitNo> {
        let before = |visit: &VisitNo| visit.before().filter(|before| self.fold.branched_at(*before).is_some());
        std::iter::successors(Some(self.visit), before)
    }

    /// The standing quote.
    pub fn quote(&self) -> Option<Quote> {
        self.fold.value(&Slot::quote(self.quoted_in()?))
    }

    /// The record of the standing quote.
    pub fn quote_id(&self) -> Option<&RecordId> {
        self.fold.settled(&Slot::quote(self.quoted_in()?)).map(|(id, _)| id)
    }

    /// G13: what was fitted costs what was consented to, within the firm's tolerance (STANDARDS 6.2).
    fn total_matches(&self) -> bool {
        let quote = self.quote();
        let total = quote.as_ref().and_then(|quote| crate::bill::total(quote, self));
        quote.zip(total).is_some_and(|(quote, total)| crate::bill::within(&total, &quote.total, self.values))
    }

    /// Counts over the items this picks.
    pub fn count(&self, wanted: impl Fn(Stage, &Item) -> bool) -> Count {
        let mut count = Count::default();
        for (_, _, item) in self.pack.items().filter(|(stage, _, item)| wanted(*stage, item) && self.owes(*stage, item))
        {
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

/// The flags that answers set: "electrical problem" is one.
fn chosen(pack: &Pack, fold: &Fold, visit: VisitNo) -> Vec<Flag> {
    let set = |item: &Item| {
        let slot = Slot { visit: Some(visit), item: Some(item.key.clone()), unit: None, kind: Kind::Answer };
        let answer: Answer = fold.value(&slot)?;
        let choice = item.choices.iter().find(|choice| Some(&choice.key) == answer.choice.as_ref())?;
        choice.sets.filter(|_| answer.answer == Said::Done)
    };
    let setting = |item: &&Item| item.choices.iter().any(|choice| choice.sets.is_some());
    let branches = pack.branches.values().flat_map(|block| &block.items);
    pack.items().map(|(_, _, item)| item).chain(branches).filter(setting).filter_map(set).collect()
}

/// Whether a product that was taken away comes back on this visit: trips that found nobody do not count.
fn comes_back(fold: &Fold, visit: VisitNo) -> bool {
    let before = std::iter::successors(visit.before(), |visit| visit.before());
    let mut ends = before.map(|visit| fold.outcome(visit));
    let in_vain = |end: &Option<Outcome>| matches!(end, Some(Outcome::NobodyHome | Outcome::Rescheduled));
    ends.find(|end| !in_vain(end)).flatten() == Some(Outcome::TakenAway)
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
