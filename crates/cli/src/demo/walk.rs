//! The walk: every stage of STANDARDS 4.1 in order, through `field` as the screens will drive it. Blocks are confirmed
//! as a whole; what they leave is answered item by item, until the next state's gates are open.

use super::script::Script;
use super::{Steps, branch};
use anyhow::{Context, bail};
use domain::checklist::{Checklist, Lack, Missing};
use domain::decide::{Draft, Refusal};
use domain::digest::Digest;
use domain::ids::{ItemKey, JobId, UnitKey, VisitNo};
use domain::record::{Basis, Slot};
use domain::settings::PriceList;
use domain::stage::Stage;
use domain::state::State;
use domain::value::{Agreed, Agreement, Answer, Movement, MovementKind, Reading, Signed};
use field::{Field, Shot};
use media::ink::Ink;
use std::collections::BTreeMap;

/// Why a visit takes another way.
const REASON: &str = "演示";

/// A visit under way.
pub struct Walk<'a> {
    pub field: &'a mut Field,
    pub job: JobId,
    pub visit: VisitNo,
    pub script: &'a Script,
    pub prices: PriceList,
    /// Camera files by name: the one the script names for an item, else the next in turn.
    pub photos: Vec<(String, Vec<u8>)>,
    pub customer_ink: Ink,
    pub technician_ink: Ink,
    pub taken: usize,
    /// How long each stage took.
    pub steps: &'a mut Steps,
}

impl Walk<'_> {
    /// From the appointment to `booked`: the hub may still be there.
    pub fn appointment(&mut self) -> anyhow::Result<()> {
        let now = self.field.now_ms();
        let from = now + self.script.appointment.minutes_from_now * 60_000;
        let agreed = Agreed {
            from: self.field.local_time(from),
            to: self.field.local_time(from + self.script.appointment.length_minutes * 60_000),
            contacted: self.field.local_time(now),
            with: self.script.appointment.with.clone(),
        };
        self.one(|list| list.agree_time(&agreed))?;
        self.work(Stage::Appointment)?;
        self.advance(State::Booked)
    }

    /// Everything from the preparation to the settled bill, with no network.
    pub fn on_the_road(&mut self) -> anyhow::Result<()> {
        self.travel()?;
        self.inside()?;
        self.diagnose_and_quote()?;
        self.agree()?;
        self.work_done()?;
        self.finish()
    }

    /// Prepared, under way, arrived.
    pub fn travel(&mut self) -> anyhow::Result<()> {
        self.advance(State::Preparing)?;
        self.through(&[Stage::Preparation, Stage::Dress], State::EnRoute)?;
        self.advance(State::Arrived)
    }

    /// Let in, shoe covers on.
    pub fn enter(&mut self) -> anyhow::Result<()> {
        self.through(&[Stage::Arrival, Stage::Entry], State::Inside)
    }

    /// Let in, everything protected and told.
    pub fn inside(&mut self) -> anyhow::Result<()> {
        self.enter()?;
        self.through(&[Stage::Entry, Stage::Protection, Stage::Explain], State::Survey)
    }

    /// The cause, and what it will cost. A quote of an earlier visit stands.
    pub fn diagnose_and_quote(&mut self) -> anyhow::Result<()> {
        self.survey()?;
        self.quote_anew()?;
        self.through(&[Stage::Survey, Stage::Quote], State::Quoted)
    }

    /// The quote, where none stands yet.
    pub fn quote_anew(&mut self) -> anyhow::Result<()> {
        if self.look(|list| list.quote().is_some())? {
            return Ok(());
        }
        let (entitlement, today) = self.field.entitlement(&self.job)?;
        let term = |class: Option<&str>| entitlement.line(class, today).until.map(|until| until.to_string());
        let quote = self.script.quote(&self.prices, term)?;
        self.one(|list| list.make_quote(&quote))
    }

    /// The customer agrees, and the work begins.
    pub fn agree(&mut self) -> anyhow::Result<()> {
        self.through(&[Stage::Consent], State::Consented)?;
        self.advance(State::Working)
    }

    /// Parts fitted, everything done.
    pub fn work_done(&mut self) -> anyhow::Result<()> {
        self.fit_parts()?;
        self.through(&[Stage::Work], State::Testing)
    }

    /// From the test to the settled bill.
    pub fn finish(&mut self) -> anyhow::Result<()> {
        self.remeasure()?;
        self.through(&[Stage::Test], State::Cleaning)?;
        self.through(&[Stage::Clean], State::Demo)?;
        self.through(&[Stage::Demo, Stage::Handover], State::Settling)?;
        let total = self.look(domain::bill::due)?;
        let paid = self.script.paid(total.context("there is no quote to pay")?);
        self.many(|list| list.pay(&paid))?;
        self.through(&[Stage::Settle], State::Signing)
    }

    /// Works through these stages without moving on.
    pub fn confirm_all(&mut self, stages: &[Stage]) -> anyhow::Result<()> {
        stages.iter().try_for_each(|stage| self.work(*stage))
    }

    /// Takes another way than the main line's, with everything it asks for.
    pub fn turn(&mut self, number: u8, to: State) -> anyhow::Result<()> {
        for _ in 0..4 {
            let lacking = self.look(|list| {
                let way = list.ways().into_iter().find(|(row, at, _)| row.number == number && *at == to);
                way.map(|(.., missing)| missing).unwrap_or_default()
            })?;
            lacking.iter().try_for_each(|missing| self.supply(missing))?;
        }
        self.one(|list| list.turn(number, to, REASON))
    }

    /// Answers what a branch block asks for.
    pub fn supply_branch(&mut self, block: &str) -> anyhow::Result<()> {
        let lacking = self.look(|list| list.missing_in_branch(block))?;
        lacking.iter().try_for_each(|missing| self.supply(missing))
    }

    /// Review, rating and both signatures; the sheet is made by the caller.
    pub fn sign(&mut self) -> anyhow::Result<()> {
        self.confirm(Stage::Sheet)?;
        let rated = self.script.rating.clone();
        self.one(|list| list.rate(&rated))?;
        let (customer, technician) = (self.customer_ink.clone(), self.technician_ink.clone());
        let signer = &self.script.signer;
        self.signature("sht.sign_customer", &customer, &signer.name, &signer.relation)?;
        self.signature("sht.sign_tech", &technician, &self.script.technician.name, "technician")?;
        for missing in self.missing_in(Stage::Sheet)? {
            if missing.lack != Lack::Event {
                self.supply(&missing)?;
            }
        }
        Ok(())
    }

    /// After the sheet: left, and the last items of the visit.
    pub fn depart(&mut self) -> anyhow::Result<()> {
        self.advance(State::Left)?;
        self.work(Stage::Departure)
    }

    fn through(&mut self, stages: &[Stage], to: State) -> anyhow::Result<()> {
        for stage in stages {
            self.work(*stage)?;
        }
        self.advance(to)
    }

    /// Confirms a stage's blocks, then supplies what each item still lacks.
    fn work(&mut self, stage: Stage) -> anyhow::Result<()> {
        let mut apart = Steps::default();
        let result = apart.time(stage.key(), || self.work_through(stage));
        self.steps.add(apart);
        result
    }

    fn work_through(&mut self, stage: Stage) -> anyhow::Result<()> {
        self.confirm(stage)?;
        for key in self.script.extra_photos.clone() {
            if self.look(|list| list.pack.stage_of(&key))? == Some(stage) {
                self.photograph(&key)?;
            }
        }
        for _ in 0..3 {
            for missing in self.missing_in(stage)? {
                self.supply(&missing)?;
            }
        }
        match self.missing_in(stage)?.first() {
            Some(missing) => bail!("{} still lacks {:?} in {}", missing.item, missing.lack, stage.key()),
            None => Ok(()),
        }
    }

    fn confirm(&mut self, stage: Stage) -> anyhow::Result<()> {
        let exceptions = self.script.exceptions();
        let blocks: Vec<(String, Vec<ItemKey>)> = self.look(|list| {
            let plans = list.pack.stages.iter().filter(|plan| plan.stage == stage);
            let block = |block: &domain::pack::Block| {
                (block.key.clone(), block.items.iter().map(|item| item.key.clone()).collect())
            };
            plans.flat_map(|plan| plan.blocks.iter().map(block)).collect()
        })?;
        for (block, items) in blocks {
            let exceptions: BTreeMap<ItemKey, Answer> =
                exceptions.iter().filter(|(key, _)| items.contains(key)).map(|(k, a)| (k.clone(), a.clone())).collect();
            self.many(|list| list.confirm_block(&block, &exceptions))?;
        }
        Ok(())
    }

    fn supply(&mut self, missing: &Missing) -> anyhow::Result<()> {
        match missing.lack {
            Lack::Photo => self.photograph(&missing.item),
            Lack::Reading | Lack::Reason => self.read(&missing.item, false),
            // The acceptance form; the sheet itself is signed at the end.
            Lack::Signature if missing.item.as_str() == "sht.acceptance" => {
                let (ink, signer) = (self.customer_ink.clone(), &self.script.signer);
                self.signature("sht.acceptance", &ink, &signer.name, &signer.relation)
            }
            Lack::Signature => self.consent(&missing.item),
            Lack::Answer | Lack::Text => self.say(&missing.item),
            Lack::Event | Lack::Passing | Lack::Settling => Ok(()),
        }
    }

    fn say(&mut self, key: &ItemKey) -> anyhow::Result<()> {
        let item = self.look(|list| list.pack.item(key).cloned())?;
        let item = item.with_context(|| format!("the standard has no {key}"))?;
        let words = self.script.words.get(key).map(String::as_str).or_else(|| branch::words(key.as_str()));
        let answer = match words {
            Some(words) if !item.choices.is_empty() => Answer::choice(words),
            // `2022-06-18 and what was scanned`
            Some(words) if item.date => {
                let (day, text) = words.split_once(' ').unwrap_or((words, ""));
                Answer { text: Some(text.to_owned()).filter(|text| !text.is_empty()), ..Answer::date(day) }
            }
            Some(words) => Answer::text(words),
            None if item.wants_words() => bail!("the walk has no words for {key}"),
            None => Answer::done(),
        };
        self.one(|list| list.answer(key, &answer, Basis::Tapped))
    }

    fn photograph(&mut self, key: &ItemKey) -> anyhow::Result<()> {
        let wanted = self.script.shots.get(key);
        let named = wanted.and_then(|wanted| self.photos.iter().find(|(name, _)| name.contains(wanted.as_str())));
        let next = self.photos.get(self.taken % self.photos.len().max(1));
        let bytes = named.or(next).map(|(_, bytes)| bytes.clone()).context("the folder has no photos")?;
        self.taken += usize::from(named.is_none());
        let caption = self.script.captions.get(key).cloned();
        let shot = Shot { job: &self.job, visit: self.visit, item: key, unit: None };
        self.field.take_photo(&shot, &bytes, caption)?;
        Ok(())
    }

    fn survey(&mut self) -> anyhow::Result<()> {
        for flag in self.script.flags.clone() {
            self.one(|list| list.set_flag(flag, true))?;
        }
        for (key, name) in self.script.units.clone() {
            self.one(|list| list.name_unit(&UnitKey::new(key.clone()), &name))?;
        }
        for key in self.measured_in(&[Stage::Survey])? {
            self.read(&key, false)?;
        }
        Ok(())
    }

    /// The readings after the work, and those that only the test takes.
    fn remeasure(&mut self) -> anyhow::Result<()> {
        for key in self.measured_in(&[Stage::Survey])? {
            self.read(&key, true)?;
        }
        for key in self.measured_in(&[Stage::Test])? {
            self.read(&key, false)?;
        }
        Ok(())
    }

    fn measured_in(&mut self, stages: &[Stage]) -> anyhow::Result<Vec<ItemKey>> {
        let keys: Vec<ItemKey> = self.script.readings.keys().cloned().collect();
        self.look(|list| {
            let there = |key: &ItemKey| list.pack.stage_of(key).is_some_and(|stage| stages.contains(&stage));
            // What an answer brings on is measured once that is given.
            let shown = |key: &ItemKey| list.pack.item(key).is_some_and(|item| list.shows(item));
            keys.into_iter().filter(|key| there(key) && shown(key)).collect()
        })
    }

    fn read(&mut self, key: &ItemKey, after: bool) -> anyhow::Result<()> {
        let script = self.script;
        if key.as_str() == "nob.wait" {
            let waited =
                Reading { value: branch::WAITED.into(), unit: "min".into(), parts: BTreeMap::new(), note: None };
            return self.one(|list| list.read(key, None, &waited, false));
        }
        let readings = script.readings.get(key).with_context(|| format!("the walk has no reading of {key}"))?;
        for (unit, value) in if after { &readings.after } else { &readings.before } {
            let mut reading = Reading {
                value: value.clone(),
                unit: readings.unit.clone(),
                parts: readings.parts.clone(),
                note: readings.note.clone(),
            };
            let within = self.look(|list| {
                list.pack.item(key).and_then(|item| item.measure.as_ref()).and_then(|measure| measure.verdict(&reading))
            })?;
            if within == Some(false) {
                reading.note = Some(script.reading_note.clone());
            }
            let unit = (!unit.is_empty()).then(|| UnitKey::new(unit.clone()));
            self.one(|list| list.read(key, unit, &reading, after))?;
        }
        Ok(())
    }

    fn consent(&mut self, key: &ItemKey) -> anyhow::Result<()> {
        let ink = self.field.keep_ink(&self.customer_ink)?;
        let signer = &self.script.signer;
        let quote = self.look(|list| {
            let standing = list.quoted_in().and_then(|visit| list.fold.settled(&Slot::quote(visit)));
            standing.map(|(id, record)| {
                let shown = domain::canonical::to_string(&record.value).unwrap_or_default();
                (id.clone(), Digest::of(shown.as_bytes()))
            })
        })?;
        let of_plan = key.as_str() == "con.plan";
        let (quote, shown) = match quote.filter(|_| of_plan) {
            Some((quote, shown)) => (Some(quote), shown),
            None if of_plan => bail!("there is no quote to agree to"),
            None => (None, Digest::of(self.script.consent.as_bytes())),
        };
        let agreement = Agreement {
            agreed: true,
            quote,
            shown,
            ink: Some(ink),
            oral: None,
            name: signer.name.clone(),
            relation: signer.relation.clone(),
            words: self.script.consent.clone(),
        };
        self.one(|list| list.consent(key, &agreement))
    }

    fn signature(&mut self, key: &str, ink: &Ink, name: &str, relation: &str) -> anyhow::Result<()> {
        let ink = self.field.keep_ink(ink)?;
        let signed = Signed { ink, name: name.into(), relation: relation.into(), shown: None };
        self.one(|list| list.sign(&key.into(), &signed))
    }

    /// The parts of the quote, fitted.
    pub fn fit_parts(&mut self) -> anyhow::Result<()> {
        for fitted in &self.script.fitted {
            let unit = self.prices.parts.iter().find(|part| part.code == fitted.code).map(|part| part.unit.clone());
            let unit = unit.with_context(|| format!("the catalogue has no part {}", fitted.code))?;
            let movement = Movement {
                new_serial: fitted.new_serial.clone(),
                old_serial: fitted.old_serial.clone(),
                old_recovered: fitted.old_recovered,
                ..Movement::new(MovementKind::Fit, fitted.code.clone(), fitted.quantity.clone(), unit)
            };
            self.one(|list| list.move_part(&movement))?;
        }
        Ok(())
    }

    fn advance(&mut self, to: State) -> anyhow::Result<()> {
        self.one(|list| list.advance(to))
    }

    fn missing_in(&mut self, stage: Stage) -> anyhow::Result<Vec<Missing>> {
        let at_the_door = self.look(|list| list.fold.state(list.visit))? == State::Arrived;
        let mut missing = self.look(|list| list.missing_in(stage))?;
        // Before the step inside only the door items of the stage are due (STANDARDS 4.1, point 1).
        if stage == Stage::Entry && at_the_door {
            missing.retain(|missing| domain::lifecycle::is_door_item(&missing.item));
        }
        Ok(missing)
    }

    fn look<R>(&mut self, at: impl FnOnce(&Checklist<'_>) -> R) -> anyhow::Result<R> {
        Ok(self.field.look(&self.job, self.visit, at)?)
    }

    fn one(&mut self, act: impl FnOnce(&Checklist<'_>) -> Result<Draft, Refusal>) -> anyhow::Result<()> {
        self.many(|list| act(list).map(|draft| vec![draft]))
    }

    fn many(&mut self, act: impl FnOnce(&Checklist<'_>) -> Result<Vec<Draft>, Refusal>) -> anyhow::Result<()> {
        self.field.act(&self.job, self.visit, act)?;
        Ok(())
    }
}
