//! 车载库存: what is in the van, what was asked of the warehouse and what it issued (domain::van). The van's log is a document
//! of its own, which the office opens with the first part it issues; no list of jobs shows it.

use crate::app::Field;
use crate::refused::FieldRefused;
use crate::view::{Truth, words};
use domain::decide::{Draft, Refusal};
use domain::decimal::Decimal;
use domain::fold::{Entry, fold};
use domain::ids::{JobId, PartCode, RecordId};
use domain::money::Money;
use domain::pack::Words;
use domain::record::{Kind, Record};
use domain::settings::{CataloguePart, PriceList};
use domain::time::unix_ms;
use domain::van::{self, Line, Step, Stocked, Van};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::RecordRow;
use ts_rs::TS;

/// The kind of release a company's price list comes in.
const PRICES: &str = "prices";
/// How long the warehouse's *no* is shown.
const DECLINED_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// The Parts screen (备件).
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct VanView {
    /// Its log, under which the screen's drafts lie.
    pub log: JobId,
    /// What was typed and not yet kept, by field.
    pub drafts: BTreeMap<String, String>,
    /// The office has opened it: what is asked for from now on reaches the warehouse.
    pub ready: bool,
    /// Every part of the catalogue, and whatever else the van holds; what it holds comes first.
    pub lines: Vec<VanLine>,
    /// Asked for, not answered.
    pub asked: Vec<VanStep>,
    /// What the warehouse could not give, with its words, for a week.
    pub declined: Vec<VanStep>,
    /// Issued, not confirmed.
    pub arriving: Vec<VanStep>,
    /// Old parts to hand in (PAR-03).
    pub old: Vec<VanStep>,
    /// Where this device's words about it are.
    pub truth: Truth,
}

/// A part of the van or of the catalogue.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct VanLine {
    /// Catalogue code.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// Brand and specification.
    pub spec: String,
    /// m, 个 ...
    pub unit: String,
    /// How much the van holds, a decimal. Below zero where more was fitted than issued.
    pub held: String,
    /// It holds some.
    pub some: bool,
    /// Below zero.
    pub below: bool,
    /// For one unit; none of a part that the catalogue does not know.
    pub price: Option<Money>,
    /// Warranty on the part.
    pub warranty_months: i64,
}

/// A movement that waits for somebody.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct VanStep {
    /// Its record.
    pub record: RecordId,
    /// Catalogue code.
    pub code: String,
    /// The part's name.
    pub name: Words,
    /// A decimal.
    pub quantity: String,
    /// m, 个 ...
    pub unit: String,
    /// What was said with it.
    pub note: String,
    /// The job it came from; empty where it came from none.
    pub job: String,
    /// Serial of the old part.
    pub serial: Option<String>,
    /// When, Unix milliseconds.
    pub at_ms: Option<i64>,
}

/// How much of which part a screen says.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct MovementSent {
    /// Catalogue code.
    pub code: String,
    /// A decimal.
    pub quantity: String,
    /// What there is to say.
    pub note: String,
}

impl Field {
    /// The Parts screen.
    pub fn van_view(&mut self) -> Result<VanView, FieldRefused> {
        let (job, catalogue, now_ms) = (self.van_log()?, self.catalogue()?, self.now_ms());
        let van = self.van()?;
        let truth = self.job_truth(&job)?;
        let (ready, van) = (van.is_some(), van.unwrap_or_default());
        let lines = van.lines(&catalogue).into_iter().map(line).collect();
        let step = |step: &Step| shown(step, &catalogue);
        let recent = |answer: &Step| unix_ms(&answer.at.time).is_some_and(|at| now_ms - at < DECLINED_MS);
        let declined = van.declined.iter().filter(|(_, answer)| recent(answer));
        Ok(VanView {
            drafts: self.drafts(&job)?,
            log: job,
            ready,
            lines,
            asked: van.asked.iter().map(step).collect(),
            declined: declined.map(|(ask, no)| VanStep { note: no.movement.note.clone(), ..step(ask) }).collect(),
            arriving: van.arriving.iter().map(step).collect(),
            old: van.old.iter().map(step).collect(),
            truth,
        })
    }

    /// Asks the warehouse for a part.
    pub fn ask_part(&mut self, sent: &MovementSent) -> Result<(), FieldRefused> {
        self.move_in_van(sent, Van::ask)
    }

    /// Hands a part back to the warehouse.
    pub fn hand_back_part(&mut self, sent: &MovementSent) -> Result<(), FieldRefused> {
        self.move_in_van(sent, Van::hand_back)
    }

    /// Says how much of a part really lies in the van.
    pub fn count_part(&mut self, sent: &MovementSent) -> Result<(), FieldRefused> {
        self.move_in_van(sent, Van::count)
    }

    /// Confirms one issue of the warehouse, and how much it really was.
    pub fn receive_part(&mut self, issue: &RecordId, quantity: &str) -> Result<(), FieldRefused> {
        let van = self.van()?.ok_or(FieldRefused::NoVan)?;
        self.write_in_van(vec![van.receive(issue, quantity.trim())?], &[receipt(issue)])
    }

    /// Confirms everything the warehouse issued, as one tap: each as it said, or as somebody has counted and typed, by issue.
    pub fn receive_parts(&mut self, typed: &BTreeMap<String, String>) -> Result<(), FieldRefused> {
        let van = self.van()?.ok_or(FieldRefused::NoVan)?;
        let counted = |step: &Step| typed.get(step.id.as_str()).map(|text| text.trim()).filter(|text| !text.is_empty());
        let draft = |step: &Step| van.receive(&step.id, counted(step).unwrap_or(&step.movement.quantity));
        let drafts = van.arriving.iter().map(draft).collect::<Result<Vec<_>, _>>()?;
        let slots: Vec<String> = van.arriving.iter().map(|step| receipt(&step.id)).collect();
        self.write_in_van(drafts, &slots)
    }

    /// How much of each part the van holds; none where the office has opened no van yet.
    pub(crate) fn stock(&mut self) -> Result<Option<BTreeMap<PartCode, Decimal>>, FieldRefused> {
        let van = self.van()?;
        Ok(van.map(|van| van.held.into_iter().map(|(code, held)| (code, held.quantity)).collect()))
    }

    fn move_in_van(
        &mut self,
        sent: &MovementSent,
        act: impl FnOnce(&Van, Line<'_>) -> Result<Draft, Refusal>,
    ) -> Result<(), FieldRefused> {
        let van = self.van()?.ok_or(FieldRefused::NoVan)?;
        let part = PartCode::new(sent.code.clone());
        let catalogue = self.catalogue()?;
        let unit = catalogue.iter().find(|known| known.code == part).map(|known| known.unit.clone());
        let unit = unit.or_else(|| van.held.get(&part).map(|held| held.unit.clone()));
        let unit = unit.ok_or_else(|| FieldRefused::NoPrice(sent.code.clone()))?;
        let line = Line { part: &part, quantity: sent.quantity.trim(), unit: &unit, note: &sent.note };
        self.write_in_van(vec![act(&van, line)?], &[format!("move:{}", sent.code)])
    }

    /// Writes them, and throws away what was typed into these fields, all or nothing.
    fn write_in_van(&mut self, drafts: Vec<Draft>, typed: &[String]) -> Result<(), FieldRefused> {
        let job = self.van_log()?;
        self.write(&job, drafts, typed)?;
        Ok(())
    }

    fn van_log(&self) -> Result<JobId, FieldRefused> {
        Ok(JobId::van(&self.session.enrolled()?.person))
    }

    fn van(&mut self) -> Result<Option<Van>, FieldRefused> {
        let (job, person) = (self.van_log()?, self.session.enrolled()?.person.clone());
        if self.store.brief(&job)?.is_none() {
            return Ok(None);
        }
        let log = van::steps(&job, self.job(&job)?.folded());
        if self.fitted.is_none() {
            self.fitted = Some(self.read_fitted()?);
        }
        Ok(Some(van::van(&person, &log, self.fitted.iter().flat_map(BTreeMap::values).flatten())))
    }

    /// The standing movements of every job on this device: read once, then kept in step with each job that changes. Of a job
    /// only the records of the one kind are folded.
    fn read_fitted(&self) -> Result<BTreeMap<JobId, Vec<Step>>, FieldRefused> {
        let mut by_job: BTreeMap<JobId, Vec<RecordRow>> = BTreeMap::new();
        for (job, row) in self.store.records_of_kind(&Kind::Part)?.into_iter().filter(|(job, _)| !job.is_van()) {
            by_job.entry(job).or_default().push(row);
        }
        by_job.into_iter().map(|(job, rows)| Ok((job.clone(), self.fold_fitted(&job, rows)?))).collect()
    }

    fn fold_fitted(&self, job: &JobId, rows: Vec<RecordRow>) -> Result<Vec<Step>, FieldRefused> {
        let brief = self.store.brief(job)?.unwrap_or_default();
        let entries: Vec<Entry> = rows.into_iter().map(entry).collect();
        Ok(van::steps(job, &fold(&brief, &entries, 0)))
    }

    /// Reads again what was fitted in a job that has changed, where anybody has asked for it.
    pub(crate) fn refit(&mut self, job: &JobId) {
        let Some(kept) = self.fitted.as_mut() else { return };
        kept.remove(job);
        if job.is_van() {
            return;
        }
        let is_part = |row: &RecordRow| Record::from_text(&row.text).is_ok_and(|record| record.kind == Kind::Part);
        let rows = self.store.records(job).map(|rows| rows.into_iter().filter(is_part).collect::<Vec<_>>());
        let steps = match rows {
            Ok(rows) if rows.is_empty() => return,
            Ok(rows) => self.fold_fitted(job, rows),
            Err(refused) => Err(refused.into()),
        };
        match (steps, self.fitted.as_mut()) {
            (Ok(steps), Some(kept)) => drop(kept.insert(job.clone(), steps)),
            // Read whole with the next look.
            _ => self.fitted = None,
        }
    }

    /// The parts of the company's newest price list.
    fn catalogue(&self) -> Result<Vec<CataloguePart>, FieldRefused> {
        let newest = self.store.releases(PRICES)?.pop();
        let prices = newest.and_then(|release| serde_json::from_slice::<PriceList>(&release.bytes).ok());
        Ok(prices.map(|prices| prices.parts).unwrap_or_default())
    }
}

/// Where lies what was typed of how much of an issue there really was.
fn receipt(issue: &RecordId) -> String {
    format!("receive:{issue}")
}

fn entry(row: RecordRow) -> Entry {
    let record = Record::from_text(&row.text).map(Arc::new).map_err(|why| why.code().to_owned());
    Entry { id: row.id, change: row.change, record, knew_seals: row.knew_seals, sealed_by: row.sealed_by }
}

fn line(Stocked { code, unit, known, quantity }: Stocked<'_>) -> VanLine {
    VanLine {
        code: code.to_string(),
        name: known.map_or_else(|| words(code.as_str(), code.as_str()), |part| words(&part.zh, &part.en)),
        spec: known.map(|part| part.spec.clone()).unwrap_or_default(),
        unit: unit.to_owned(),
        held: quantity.to_string(),
        some: quantity > Decimal::ZERO,
        below: quantity < Decimal::ZERO,
        price: known.map(|part| part.price.clone()),
        warranty_months: known.map_or(0, |part| part.warranty_months),
    }
}

fn shown(step: &Step, catalogue: &[CataloguePart]) -> VanStep {
    let Step { id, job, at, movement, .. } = step;
    let known = catalogue.iter().find(|part| part.code == movement.part);
    let code = movement.part.as_str();
    VanStep {
        record: id.clone(),
        code: code.to_owned(),
        name: known.map_or_else(|| words(code, code), |part| words(&part.zh, &part.en)),
        quantity: movement.quantity.clone(),
        unit: movement.unit.clone(),
        note: movement.note.clone(),
        job: if job.is_van() { String::new() } else { job.to_string() },
        serial: movement.old_serial.clone(),
        at_ms: unix_ms(&at.time),
    }
}
