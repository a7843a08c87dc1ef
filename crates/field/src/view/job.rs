//! 工单: the job, its stages, its next step and what that still lacks.

use super::clock::{ClockLine, of_visit};
use super::correction::{self, FieldLine};
use super::who::{Names, Who};
use super::{Truth, words};
use crate::app::Field;
use crate::job::OpenJob;
use crate::moved::MovedStandard;
use crate::refused::FieldRefused;
use crate::request;
use domain::brief::keys;
use domain::checklist::{Checklist, Count, Lack, Missing};
use domain::fold::Fold;
use domain::gate::Gate;
use domain::ids::{ItemKey, JobId, RecordId, VisitNo};
use domain::order;
use domain::pack::{ItemKind, Words};
use domain::record::{Kind, Record, Slot};
use domain::stage::Stage;
use domain::state::State;
use domain::time::unix_ms;
use domain::value::{Agreed, Noted};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The Job screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct JobView {
    /// The job.
    pub job: JobId,
    /// The visit.
    pub visit: VisitNo,
    /// The trade.
    pub trade: Words,
    /// Where the visit stands.
    pub state: State,
    /// In words.
    pub state_name: Words,
    /// What the office wrote.
    pub facts: Facts,
    /// Now, Unix milliseconds.
    pub now_ms: i64,
    /// The time agreed with the customer.
    pub agreed: Option<(i64, i64)>,
    /// The time the office offers.
    pub offered: Option<(i64, i64)>,
    /// The promised time has passed.
    pub overdue: bool,
    /// Who goes.
    pub crew: Vec<CrewLine>,
    /// Every stage of the standard, in order.
    pub stages: Vec<StageLine>,
    /// The stage to work on now.
    pub current: Option<Stage>,
    /// The next step.
    pub next: Option<NextStep>,
    /// Notes of office and technician, the newest first.
    pub notes: Vec<NoteLine>,
    /// A sheet of this visit is sealed.
    pub sealed: bool,
    /// Answers that differ and wait for a person.
    pub questions: u32,
    /// Changes of this device that the office set aside.
    pub aside: u32,
    /// What of the brief may be corrected.
    pub correctable: Vec<FieldLine>,
    /// What is due by when, and what was kept.
    pub clocks: Vec<ClockLine>,
    /// Its standard is on this device, so that it can be worked on.
    pub ready: bool,
    /// The office has moved this visit to a newer version of its standard, and no sheet of it is sealed yet.
    pub moved: Option<MovedStandard>,
    /// Where it was asked for on site and the office has yet to make a job of it.
    pub request: Option<RequestLine>,
    /// Where the job's work is.
    pub truth: Truth,
    /// When it was last written here, Unix milliseconds.
    pub saved_ms: Option<i64>,
}

/// The brief's fields that the main line shows; empty where the office wrote none.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
#[allow(missing_docs)] // the words of `domain::brief::keys`
pub struct Facts {
    pub customer: String,
    pub phone: String,
    pub address: String,
    pub product: String,
    pub serial: String,
    pub installed: String,
    pub symptom: String,
    pub note: String,
    pub urgent: bool,
    pub entitlement: String,
    pub entitlement_note: String,
}

/// A request from the site.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct RequestLine {
    /// Who asked.
    pub by: Who,
    /// When, Unix milliseconds.
    pub at_ms: Option<i64>,
    /// The office knows of it.
    pub at_office: bool,
    /// The office will not make a job of it.
    pub cancelled: bool,
}

/// A member of the crew.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct CrewLine {
    /// Name.
    pub name: String,
    /// Staff number.
    pub badge: String,
}

/// A stage in the rail.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct StageLine {
    /// Which.
    pub stage: Stage,
    /// In words.
    pub name: Words,
    /// Items due.
    pub due: u32,
    /// Answered, in whatever way.
    pub answered: u32,
    /// Answered other than done.
    pub exceptions: u32,
    /// It may be worked on.
    pub open: bool,
    /// It is open and lacks nothing, or the visit has passed it.
    pub done: bool,
}

/// The step that leads on from here, and what keeps it shut.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct NextStep {
    /// Where it leads.
    pub to: State,
    /// In words.
    pub name: Words,
    /// What it lacks; empty where the gate is open.
    pub missing: Vec<MissingLine>,
}

/// Something a step lacks.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct MissingLine {
    /// The item.
    pub item: ItemKey,
    /// Its label.
    pub name: Words,
    /// Where it is answered; nowhere on the main line where a branch asks for it.
    pub stage: Option<Stage>,
    /// What it lacks.
    pub lack: Lack,
    /// It is a gate's.
    pub gate: bool,
}

/// A note.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct NoteLine {
    /// The words.
    pub text: String,
    /// Who.
    pub by: String,
    /// When, Unix milliseconds.
    pub at_ms: Option<i64>,
}

impl Field {
    /// The visit a job is on: the newest that has begun, or that the office has planned.
    pub fn current_visit(&mut self, job: &JobId) -> Result<VisitNo, FieldRefused> {
        let open = self.job(job)?;
        Ok(order::current_visit(&open.brief, open.folded()))
    }

    /// The Job screen.
    pub fn job_view(&mut self, job: &JobId) -> Result<JobView, FieldRefused> {
        let (now_ms, truth, visit) = (self.now_ms(), self.job_truth(job)?, self.current_visit(job)?);
        let (me, trade) = (self.session.enrolled()?.clone(), self.trade_of(job)?);
        let aside = self.aside_counts()?.get(job).copied().unwrap_or(0);
        let open = self.job(job)?;
        open.fold(now_ms);
        let (brief, fold) = (open.written(), open.folded());
        let names = Names { me: &me, brief: &brief };
        let list = open.pack.as_deref().map(|pack| Checklist::new(pack, &open.brief, fold, visit).under(&open.values));
        let agreed: Option<Agreed> = fold.value(&Slot::appointment(visit));
        let state = request::state(job, &open.brief, fold, visit);
        let clocks = of_visit(&open.brief, fold, open.pack.as_deref(), &open.values, visit);
        let mine = open.questions().iter().filter(|question| question.is_the_crews()).count();
        Ok(JobView {
            job: job.clone(),
            visit,
            trade,
            state,
            state_name: words(state.zh(), state.en()),
            facts: facts(&brief),
            now_ms,
            agreed: agreed.and_then(|agreed| window(&agreed.from, &agreed.to)),
            offered: window(brief.text(keys::OFFER_FROM), brief.text(keys::OFFER_TO)),
            overdue: fold.overdue,
            crew: brief.crew().into_iter().map(|it| CrewLine { name: it.name, badge: it.badge }).collect(),
            stages: list.as_ref().map(stages).unwrap_or_default(),
            current: list.as_ref().and_then(Checklist::current),
            next: list.as_ref().and_then(next_step),
            notes: notes(fold),
            sealed: fold.is_sealed(visit),
            questions: u32::try_from(mine).unwrap_or(u32::MAX),
            aside,
            correctable: correction::lines(&names, fold),
            clocks: clocks.iter().map(|timer| ClockLine::of(timer, now_ms)).collect(),
            ready: list.is_some(),
            moved: open.moved.iter().find(|(of, _)| *of == visit && !fold.is_sealed(visit)).map(|(_, it)| it.clone()),
            request: requested(job, open, &names),
            truth,
            saved_ms: list.as_ref().and_then(saved_ms),
        })
    }
}

fn requested(job: &JobId, open: &OpenJob, names: &Names<'_>) -> Option<RequestLine> {
    let (record, _) = request::asked(open.folded()).filter(|_| request::is_asked_for(job, &open.brief))?;
    Some(RequestLine {
        by: names.of(record),
        at_ms: record.at.unix_ms(),
        at_office: !open.brief.fields.is_empty(),
        cancelled: open.brief.text(keys::STATE) == State::Cancelled.key(),
    })
}

fn facts(brief: &domain::brief::Brief) -> Facts {
    let text = |key: &str| brief.text(key).to_owned();
    Facts {
        customer: text(keys::CUSTOMER_NAME),
        phone: text(keys::CUSTOMER_PHONE),
        address: text(keys::CUSTOMER_ADDRESS),
        product: text(keys::PRODUCT_MODEL),
        serial: text(keys::PRODUCT_SERIAL),
        installed: text(keys::PRODUCT_INSTALLED),
        symptom: text(keys::SYMPTOM),
        note: text(keys::NOTE),
        urgent: brief.text(keys::PRIORITY) == "urgent",
        entitlement: text(keys::ENTITLEMENT),
        entitlement_note: text(keys::ENTITLEMENT_NOTE),
    }
}

fn window(from: &str, to: &str) -> Option<(i64, i64)> {
    unix_ms(from).zip(unix_ms(to))
}

fn stages(list: &Checklist<'_>) -> Vec<StageLine> {
    let line = |stage: Stage| {
        let Count { due, done, not_done, not_applicable } = list.count(|at, _| at == stage);
        let open = list.is_stage_open(stage);
        StageLine {
            stage,
            name: words(stage.zh(), stage.en()),
            due,
            answered: done + not_done + not_applicable,
            exceptions: not_done + not_applicable,
            open,
            done: open && list.missing_in(stage).is_empty(),
        }
    };
    list.pack.stages.iter().map(|plan| line(plan.stage)).collect()
}

/// The next step of a visit.
pub(crate) fn next_step(list: &Checklist<'_>) -> Option<NextStep> {
    let (_, to, missing) = list.next()?;
    let missing = missing.iter().filter_map(|missing| missing_line(list, missing)).collect();
    Some(NextStep { to, name: words(to.zh(), to.en()), missing })
}

pub(crate) fn missing_line(list: &Checklist<'_>, missing: &Missing) -> Option<MissingLine> {
    let item = list.pack.item(&missing.item)?;
    Some(MissingLine {
        item: item.key.clone(),
        name: item.name.clone(),
        stage: list.pack.stage_of(&item.key),
        lack: missing.lack,
        gate: item.kind == ItemKind::Gate || Gate::of(&item.key).is_some(),
    })
}

fn notes(fold: &Fold) -> Vec<NoteLine> {
    let of = |(_, shown): (&RecordId, &domain::fold::Shown)| {
        let record: &Record = shown.record.as_deref()?;
        let noted = (record.kind == Kind::Note).then(|| Noted::deserialize(&record.value).ok())??;
        let by = record.later.get("clerk").and_then(|clerk| clerk.as_str()).unwrap_or(record.by.as_str());
        Some(NoteLine { text: noted.text, by: by.to_owned(), at_ms: record.at.unix_ms() })
    };
    let mut notes: Vec<NoteLine> = fold.records.iter().filter_map(of).collect();
    notes.sort_by_key(|note| std::cmp::Reverse(note.at_ms));
    notes
}

/// When the visit was last written.
pub(crate) fn saved_ms(list: &Checklist<'_>) -> Option<i64> {
    let of_visit = list.fold.records.values().filter_map(|shown| shown.record.as_deref());
    of_visit.filter(|record| record.visit == Some(list.visit)).filter_map(|record| record.at.unix_ms()).max()
}
