//! 待定: what of a job waits for a person, every value beside the others; and what the office set aside of this device.

use super::who::{Names, Who};
use super::words;
use super::{Truth, today::VisitRow};
use crate::app::Field;
use crate::job::OpenJob;
use crate::refused::FieldRefused;
use domain::brief::named;
use domain::ids::{ItemKey, JobId, RecordId, VisitNo};
use domain::pack::Words;
use domain::question::{self, Choice, Question, words as told};
use domain::record::{Kind, Record, Slot};
use domain::seal::Seal;
use domain::stage::Stage;
use domain::time::unix_ms;
use domain::value::{Agreed, UnitNamed, Wish};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// The Questions screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct QuestionsView {
    /// The job.
    pub job: JobId,
    /// Whose.
    pub customer: String,
    /// The trade.
    pub trade: Words,
    /// What is open, what the crew may settle first.
    pub questions: Vec<QuestionView>,
    /// What the office set aside of this device.
    pub aside: Vec<AsideLine>,
    /// Where the job's work is.
    pub truth: Truth,
}

/// What kind of question it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Answers that differ.
    Differs,
    /// Something came after the customer had signed.
    AfterSigning,
    /// A wish to correct the brief; the office decides.
    Correction,
}

/// A question.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct QuestionView {
    /// What kind.
    pub kind: QuestionKind,
    /// What it is about.
    pub about: Words,
    /// The repeat it is about.
    pub unit: Option<String>,
    /// It is about the time of the visit.
    pub appointment: bool,
    /// Where it may be answered anew, which settles it as well.
    pub anew: Option<(Stage, ItemKey)>,
    /// Every value there is; after signing the signed one first.
    pub values: Vec<ValueLine>,
    /// The sheet the customer signed, where there is one.
    pub sheet: Option<SignedLine>,
    /// What the brief says now, for a correction.
    pub was: String,
    /// Why it should say otherwise.
    pub reason: String,
}

/// One of the values.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ValueLine {
    /// Its record.
    pub record: RecordId,
    /// What it says.
    pub said: Words,
    /// A window of time, Unix milliseconds.
    pub window: Option<(i64, i64)>,
    /// When the customer was spoken to about it, Unix milliseconds, and with whom.
    pub contacted: Option<(i64, String)>,
    /// Who.
    pub by: Who,
    /// When, by their clock; Unix milliseconds.
    pub at_ms: Option<i64>,
    /// It is in what was signed.
    pub signed: bool,
    /// The standard would take it first.
    pub proposed: bool,
    /// It may be chosen.
    pub can: bool,
}

/// What the customer signed.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct SignedLine {
    /// The sheet's number.
    pub number: String,
    /// When, Unix milliseconds.
    pub at_ms: Option<i64>,
    /// By whom.
    pub signer: String,
}

/// A change of this device that the office set aside.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct AsideLine {
    /// Its hash, in hex.
    pub change: String,
    /// The office's rule.
    pub rule: String,
    /// The office has taken it over.
    pub taken_over: bool,
    /// What it says, as far as it can be read.
    pub told: Vec<ToldLine>,
}

/// A record of such a change.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ToldLine {
    /// What it is about.
    pub about: Words,
    /// What it says.
    pub said: Words,
    /// When, Unix milliseconds.
    pub at_ms: Option<i64>,
}

impl Field {
    /// What of a job waits for a person.
    pub fn questions_view(&mut self, job: &JobId) -> Result<QuestionsView, FieldRefused> {
        let (truth, me, trade) = (self.job_truth(job)?, self.session.enrolled()?.clone(), self.trade_of(job)?);
        let mut asides = Vec::new();
        for kept in self.asides()?.into_iter().filter(|kept| kept.aside.doc.job == *job) {
            let told = self.told(&kept.aside.doc, &kept.aside.hash)?;
            asides.push((kept, told));
        }
        let open = &*self.job(job)?;
        let brief = open.written();
        let names = Names { me: &me, brief: &brief };
        let mut asked = open.questions();
        asked.sort_by_key(|question| !question.is_the_crews());
        let told_line = |record: &Record| ToldLine {
            about: told::title(open.pack.as_deref(), &record.slot()),
            said: told::said(open.pack.as_deref(), record),
            at_ms: record.at.unix_ms(),
        };
        Ok(QuestionsView {
            job: job.clone(),
            customer: brief.text(domain::brief::keys::CUSTOMER_NAME).to_owned(),
            trade,
            questions: asked.iter().filter_map(|question| view(open, &names, question)).collect(),
            aside: asides
                .into_iter()
                .map(|(kept, told)| AsideLine {
                    change: kept.aside.hash.hex(),
                    rule: kept.aside.rule,
                    taken_over: kept.taken_over,
                    told: told.iter().map(|(_, record)| told_line(record)).collect(),
                })
                .collect(),
            truth,
        })
    }

    /// The jobs with something that waits for a person, or that the office set aside.
    pub fn jobs_to_settle(&mut self) -> Result<Vec<VisitRow>, FieldRefused> {
        let mut cards = self.store.cards_to_settle()?;
        let mut aside: BTreeSet<JobId> = self.aside_counts()?.into_keys().collect();
        for card in &cards {
            aside.remove(&card.row.job);
        }
        for job in aside {
            cards.extend(self.store.card(&job)?);
        }
        cards.iter().map(|card| self.visit_row(card)).collect()
    }
}

fn view(open: &OpenJob, names: &Names<'_>, question: &Question) -> Option<QuestionView> {
    let line = |id: &RecordId| value(open, names, id);
    match question {
        Question::Differs { slot, standing, proposed } => {
            let seals = sealed(open, slot.visit);
            let values = standing.iter().filter_map(|id| {
                let signed = open.folded().records.get(id).is_some_and(|it| !it.sealed_by.is_disjoint(&seals));
                let choice = Choice { record: id.clone(), seen: standing.clone() };
                let can = question::settle(&open.brief, open.folded(), slot, &choice).is_ok();
                Some(ValueLine { signed, can, proposed: proposed.as_ref() == Some(id), ..line(id)? })
            });
            Some(QuestionView { values: values.collect(), ..about(open, QuestionKind::Differs, slot) })
        }
        Question::AfterSigning { slot, late, signed } => {
            let signed = signed.as_ref().and_then(|id| Some(ValueLine { signed: true, can: true, ..line(id)? }));
            let values = signed.into_iter().chain(late.iter().filter_map(line)).collect();
            Some(QuestionView { values, ..about(open, QuestionKind::AfterSigning, slot) })
        }
        Question::Correction { wish: id } => {
            let record = open.folded().records.get(id)?.record.as_deref()?;
            let wish = Wish::deserialize(&record.value).ok()?;
            let (zh, en) = named(&wish.field);
            let should = wish.should.as_str().unwrap_or_default();
            let plain = about(open, QuestionKind::Correction, &record.slot());
            Some(QuestionView {
                about: words(zh, en),
                values: vec![ValueLine { said: words(should, should), ..line(id)? }],
                was: names.brief.text(&wish.field).to_owned(),
                reason: wish.reason,
                ..plain
            })
        }
    }
}

fn about(open: &OpenJob, kind: QuestionKind, slot: &Slot) -> QuestionView {
    let unit = slot.unit.as_ref().map(|unit| {
        let name = Slot { item: None, kind: Kind::Unit, ..slot.clone() };
        open.folded().value::<UnitNamed>(&name).map_or_else(|| unit.to_string(), |named| named.name)
    });
    QuestionView {
        kind,
        about: told::title(open.pack.as_deref(), slot),
        unit,
        appointment: slot.kind == Kind::Appointment,
        anew: anew(open, kind, slot),
        values: Vec::new(),
        sheet: slot.visit.and_then(|visit| signed_sheet(open, visit)),
        was: String::new(),
        reason: String::new(),
    }
}

fn anew(open: &OpenJob, kind: QuestionKind, slot: &Slot) -> Option<(Stage, ItemKey)> {
    let sealed = slot.visit.is_none_or(|visit| open.folded().is_sealed(visit));
    let item = slot.item.as_ref().filter(|_| kind == QuestionKind::Differs && !sealed)?;
    let stage = open.pack.as_ref()?.stage_of(item)?;
    (open.folded().state(slot.visit?) >= stage.works_in()).then(|| (stage, item.clone()))
}

fn value(open: &OpenJob, names: &Names<'_>, id: &RecordId) -> Option<ValueLine> {
    let record = open.folded().records.get(id)?.record.as_deref()?;
    let agreed = Agreed::deserialize(&record.value).ok().filter(|_| record.kind == Kind::Appointment);
    Some(ValueLine {
        record: id.clone(),
        said: told::said(open.pack.as_deref(), record),
        window: agreed.as_ref().and_then(|agreed| unix_ms(&agreed.from).zip(unix_ms(&agreed.to))),
        contacted: agreed.and_then(|agreed| Some((unix_ms(&agreed.contacted)?, agreed.with))),
        by: names.of(record),
        at_ms: record.at.unix_ms(),
        signed: false,
        proposed: false,
        can: false,
    })
}

fn sealed(open: &OpenJob, visit: Option<VisitNo>) -> BTreeSet<RecordId> {
    let seals = visit.map(|visit| open.folded().of_kind(visit, &Kind::Seal)).unwrap_or_default();
    seals.into_iter().map(|(id, _)| id.clone()).collect()
}

/// The newest sheet of a visit.
fn signed_sheet(open: &OpenJob, visit: VisitNo) -> Option<SignedLine> {
    let seals = open.folded().of_kind(visit, &Kind::Seal);
    let claim = seals.last().and_then(|(_, record)| Seal::deserialize(&record.value).ok())?.claim;
    Some(SignedLine { at_ms: claim.at.unix_ms(), signer: claim.signer.name, number: claim.paper })
}
