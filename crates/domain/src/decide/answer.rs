//! Items, blocks, readings, photos, flags, units, notes.

use super::{Draft, Refusal};
use crate::calendar;
use crate::checklist::Checklist;
use crate::decimal::Decimal;
use crate::flag::Flag;
use crate::gate::{self, Gate};
use crate::ids::{ItemKey, UnitKey, VisitNo};
use crate::pack::{Block, Choice, Evidence, Item, ItemKind};
use crate::record::{Basis, Kind, Slot};
use crate::stage::Stage;
use crate::state::State;
use crate::time::At;
use crate::value::{Answer, Contacted, FlagSet, Noted, Picture, Reading, Said, UnitNamed};
use chrono::Datelike;
use std::collections::BTreeMap;

impl Checklist<'_> {
    /// One item answered.
    pub fn answer(&self, key: &ItemKey, answer: &Answer, basis: Basis) -> Result<Draft, Refusal> {
        let item = self.open_item(key)?;
        check_answer(item, &self.choices(item), answer)?;
        if let Some(day) = answer.date.as_ref().filter(|day| self.is_ahead(item, day)) {
            return Err(Refusal::DateAhead(item.key.clone(), day.clone()));
        }
        self.draft(self.at_item(key, None, Kind::Answer), answer, basis)
    }

    /// A block confirmed as a whole: every item of it that a tick answers is done, but for the exceptions. Gates, and items
    /// that want a picture, words, a reading or a signature are left to be answered one at a time, as are those already
    /// answered and those that open later.
    pub fn confirm_block(&self, block: &str, exceptions: &BTreeMap<ItemKey, Answer>) -> Result<Vec<Draft>, Refusal> {
        self.confirm(|_, of| of.key == block, exceptions)
    }

    /// All blocks of a stage confirmed with one tap, each as [`Self::confirm_block`] does it.
    pub fn confirm_stage(&self, stage: Stage, exceptions: &BTreeMap<ItemKey, Answer>) -> Result<Vec<Draft>, Refusal> {
        self.confirm(|at, _| at == stage, exceptions)
    }

    fn confirm(
        &self,
        wanted: impl Fn(Stage, &Block) -> bool,
        exceptions: &BTreeMap<ItemKey, Answer>,
    ) -> Result<Vec<Draft>, Refusal> {
        let items: Vec<(Stage, &Item)> =
            self.pack.items().filter(|(at, of, _)| wanted(*at, of)).map(|(stage, _, item)| (stage, item)).collect();
        if let Some(stray) = exceptions.keys().find(|key| items.iter().all(|(_, item)| item.key != **key)) {
            return Err(Refusal::UnknownItem(stray.clone()));
        }
        let mut drafts = Vec::new();
        for (stage, item) in items {
            if let Some(exception) = exceptions.get(&item.key) {
                drafts.push(self.answer(&item.key, exception, Basis::Tapped)?);
            } else if self.would_confirm(stage, item) {
                drafts.push(self.answer(&item.key, &Answer::done(), Basis::Block)?);
            }
        }
        Ok(drafts)
    }

    /// Whether a block that is confirmed now would answer the item.
    pub fn would_confirm(&self, stage: Stage, item: &Item) -> bool {
        self.is_open(item, stage) && self.is_ticked(item) && self.said(item) == Ok(None) && !self.is_ringing(item)
    }

    /// Whether one tick answers the item together with its neighbours.
    fn is_ticked(&self, item: &Item) -> bool {
        let kind =
            matches!(item.kind, ItemKind::Check | ItemKind::Script | ItemKind::Doc | ItemKind::Calc | ItemKind::Timer);
        let evidence = matches!(item.evidence, Evidence::Tick | Evidence::Automatic);
        kind && evidence && !item.is_read() && self.is_due(item) && self.event_free(item)
    }

    /// A reading. `after` is the second one of an item measured before and after the work.
    pub fn read(&self, key: &ItemKey, unit: Option<UnitKey>, reading: &Reading, after: bool) -> Result<Draft, Refusal> {
        let item = self.open_item(key)?;
        let measure = item.measure.as_ref().ok_or_else(|| Refusal::AnotherKind(key.clone()))?;
        if after && !measure.before_and_after {
            return Err(Refusal::AnotherKind(key.clone()));
        }
        if Decimal::read(&reading.value).is_none() || !measure.takes(&reading.unit) {
            return Err(Refusal::NotAReading(reading.value.clone(), measure.unit.clone()));
        }
        let parts = measure.parts.iter().filter(|part| part.is_number()).map(|part| (&part.key, part.unit.as_ref()));
        let followed = measure.relative.iter().map(|relative| (&relative.to, Some(&reading.unit)));
        for (key, unit) in parts.chain(followed) {
            let said = reading.parts.get(key).filter(|said| !said.is_empty());
            if let Some(said) = said.filter(|said| Decimal::read(said).is_none()) {
                return Err(Refusal::NotAReading(said.clone(), unit.cloned().unwrap_or_default()));
            }
        }
        let kind = if after { Kind::Remeasure } else { Kind::Measure };
        self.draft(self.at_item(key, unit, kind), reading, Basis::Tapped)
    }

    /// A photo of an item, whose bytes the media store already holds.
    pub fn photograph(&self, key: &ItemKey, unit: Option<UnitKey>, picture: &Picture) -> Result<Draft, Refusal> {
        self.open_item(key)?;
        self.draft(self.at_item(key, unit, Kind::Photo), picture, Basis::Evidence)
    }

    /// The customer was called or written to, for this item where there is one.
    pub fn contact(&self, key: Option<&ItemKey>, contacted: &Contacted) -> Result<Draft, Refusal> {
        if contacted.number.trim().is_empty() {
            return Err(Refusal::Empty("电话 phone number"));
        }
        let slot = match key {
            // Somebody was dialled already: where the item takes nothing any more, that is kept for the visit.
            Some(key) if self.open_item(key).is_ok_and(|item| self.tried(item).is_some()) => {
                self.at_item(key, None, Kind::Contact)
            }
            _ => Slot { visit: Some(self.visit), item: None, unit: None, kind: Kind::Contact },
        };
        self.draft(slot, contacted, Basis::Evidence)
    }

    /// How long one waited at the closed door, told by the clock as the note is left there (ENT-03): from the move that says
    /// nobody opened until `now`. Nothing where that is no question now, or somebody said it.
    pub fn waited(&self, now: &At) -> Option<Draft> {
        let key: ItemKey = "nob.wait".into();
        let item = self.pack.item(&key).filter(|_| self.is_branch_open(&key))?;
        let unit = item.measure.as_ref()?.unit.clone();
        if self.fold.standing(&self.at_item(&key, None, Kind::Measure)).next().is_some() {
            return None;
        }
        let moves = self.fold.moves(self.visit);
        let (record, _) = moves.iter().rfind(|(_, moved)| moved.to == State::NobodyHome)?;
        let minutes = (now.unix_ms()? - record.at.unix_ms()?).max(0) / 60_000;
        let reading = Reading { value: minutes.to_string(), unit, parts: BTreeMap::new(), note: None };
        self.draft(self.at_item(&key, None, Kind::Measure), &reading, Basis::Evidence).ok()
    }

    /// A context flag set or cleared.
    pub fn set_flag(&self, flag: Flag, on: bool) -> Result<Draft, Refusal> {
        self.unsealed()?;
        let slot = self.at_item(&ItemKey::new(format!("flag.{}", flag.key())), None, Kind::Flag);
        self.draft(slot, &FlagSet { flag, on }, Basis::Tapped)
    }

    /// A repeat of the measured things named (窗 1 北卧室).
    pub fn name_unit(&self, unit: &UnitKey, name: &str) -> Result<Draft, Refusal> {
        self.unsealed()?;
        if name.trim().is_empty() {
            return Err(Refusal::Empty("名称 name"));
        }
        let slot = Slot { visit: Some(self.visit), item: None, unit: Some(unit.clone()), kind: Kind::Unit };
        self.draft(slot, &UnitNamed { name: name.trim().to_owned() }, Basis::Tapped)
    }

    /// A free note; it may be added after the seal, since it is in no facts.
    pub fn note(&self, text: &str) -> Result<Draft, Refusal> {
        note(Some(self.visit), text)
    }
}

/// A free note of a visit, or of a job that has none yet.
pub fn note(visit: Option<VisitNo>, text: &str) -> Result<Draft, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty("备注 note"));
    }
    let noted = serde_json::to_value(Noted { text: text.trim().to_owned() });
    let value = noted.map_err(|e| Refusal::Unwritable(e.to_string()))?;
    Ok(Draft {
        kind: Kind::Note,
        visit,
        item: None,
        unit: None,
        value,
        basis: Some(Basis::Tapped),
        replaces: Vec::new(),
    })
}

/// A day as it is written, of a year in which there were such products.
fn is_day(day: &str) -> bool {
    calendar::date(day).is_some_and(|date| date.to_string() == day && (1980..2100).contains(&date.year()))
}

fn check_answer(item: &Item, choices: &[Choice], answer: &Answer) -> Result<(), Refusal> {
    if answer.answer != Said::Done {
        let at_gate = item.kind == ItemKind::Gate || Gate::of(&item.key).is_some();
        if at_gate && !gate::admits(&item.key, answer.answer) {
            return Err(Refusal::Gate(item.key.clone()));
        }
        if answer.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(Refusal::ReasonMissing(item.key.clone()));
        }
    }
    if let Some(day) = answer.date.as_ref().filter(|day| !is_day(day)) {
        return Err(Refusal::NotADate(item.key.clone(), day.clone()));
    }
    match &answer.choice {
        Some(choice) if choices.iter().all(|known| known.key != *choice) => {
            Err(Refusal::UnknownChoice(item.key.clone(), choice.clone()))
        }
        _ => Ok(()),
    }
}
