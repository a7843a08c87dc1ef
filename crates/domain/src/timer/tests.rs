use super::notice::judge;
use super::*;
use crate::digest::Digest;
use crate::fold::{Entry, fold};
use crate::pack::{Block, Evidence, Item, ItemKind, Measure, Need, StagePlan, Words};
use crate::record::{Kind, Record};
use crate::stage::Stage;
use crate::state::State;
use crate::time::{At, Trust, unix_ms};
use crate::value::{Agreed, Moved};
use serde_json::{Map, Value, json};
use std::sync::Arc;

const DAY: &str = "2026-11-20";

/// A job told line by line: what happened, and when on Friday 20 November 2026.
struct Told {
    brief: Brief,
    entries: Vec<Entry>,
    known: Known,
}

impl Told {
    fn new() -> Self {
        let mut brief = Brief::default();
        brief.fields.insert(keys::ASSIGNED_AT.into(), json!(at("09:00")));
        let known = Known { created: Some(at("08:30")), ..Known::default() };
        Self { brief, entries: Vec::new(), known }
    }

    fn record(mut self, kind: Kind, item: Option<&str>, visit: u32, time: &str, value: Value) -> Self {
        let number = self.entries.len();
        let told = self.entries.iter();
        let before: Vec<_> = told.filter_map(|entry| Some((entry.id.clone(), entry.record.clone().ok()?))).collect();
        let mut record = Record {
            v: 1,
            kind,
            visit: Some(VisitNo(visit)),
            item: item.map(Into::into),
            unit: None,
            by: "p-1".into(),
            device: "d-1".into(),
            at: At { time: time.to_owned(), trust: Trust::Verified, boot: None, elapsed_ms: None },
            basis: None,
            opened: None,
            confirmed: None,
            value,
            replaces: Vec::new(),
            later: Map::new(),
        };
        let same = before.into_iter().filter(|(_, it)| it.slot() == record.slot() && !it.kind.is_many());
        record.replaces = same.map(|(id, _)| id).collect();
        self.entries.push(Entry {
            id: format!("0192f0c4-7b1a-7c3e-8a55-{number:012}").as_str().into(),
            change: Digest::of(&[u8::try_from(number).unwrap()]),
            record: Ok(Arc::new(record)),
            knew_seals: BTreeSet::new(),
            sealed_by: BTreeSet::new(),
        });
        self
    }

    fn agreed(self, visit: u32, called: &str, from: &str) -> Self {
        let agreed = Agreed { from: at(from), to: at(from), contacted: at(called), with: "王女士".into() };
        self.record(Kind::Appointment, Some("apt.window"), visit, &at(called), json!(agreed))
    }

    fn moved(self, visit: u32, time: &str, to: State, outcome: Option<crate::outcome::Outcome>) -> Self {
        let moved = Moved { outcome, ..Moved::along(State::Booked, to) };
        self.record(Kind::Transition, None, visit, &at(time), json!(moved))
    }

    fn timers(&self) -> Vec<Timer> {
        let fold = fold(&self.brief, &self.entries, 0);
        let values = Values::defaults();
        timers(&Watched { brief: &self.brief, fold: &fold, pack: None, values, known: &self.known })
    }

    fn timer(&self, clock: Clock, visit: Option<u32>) -> Option<Timer> {
        self.timers().into_iter().find(|it| it.clock == clock && it.visit == visit.map(VisitNo))
    }

    /// How a clock stands at a time, and by when it was due.
    fn stand(&self, clock: Clock, visit: Option<u32>, now: &str) -> (Stand, String) {
        let timer = self.timer(clock, visit).unwrap();
        (timer.stand(unix_ms(&at(now)).unwrap()), crate::time::rfc3339(timer.due, 480)[11..16].to_owned())
    }
}

/// `13:30` on the day, or a whole date and time of the same form.
fn at(time: &str) -> String {
    if time.len() == 5 { format!("{DAY}T{time}:00+08:00") } else { format!("{time}:00+08:00") }
}

#[test]
fn the_call_after_dispatch_is_due_within_the_firms_minutes() {
    let job = Told::new();
    assert_eq!(job.stand(Clock::Contact, Some(1), "09:59"), (Stand::Running, "10:00".into()));
    assert_eq!(job.stand(Clock::Contact, Some(1), "10:01").0, Stand::Over);
    assert_eq!(Told::new().agreed(1, "09:40", "13:30").stand(Clock::Contact, Some(1), "12:00").0, Stand::Kept);
    assert_eq!(Told::new().agreed(1, "10:40", "13:30").stand(Clock::Contact, Some(1), "12:00").0, Stand::Late);
}

#[test]
fn the_first_call_counts_though_the_time_was_agreed_anew_later() {
    let job = Told::new().agreed(1, "09:30", "13:30").agreed(1, "12:00", "15:00");
    assert_eq!(job.stand(Clock::Contact, Some(1), "12:30").0, Stand::Kept);
    assert_eq!(job.stand(Clock::Arrival, Some(1), "12:30"), (Stand::Ahead, "15:00".into()));
}

#[test]
fn leaving_without_a_call_is_seen_from_an_hour_before() {
    let job = Told::new().agreed(1, "09:30", "13:30");
    assert_eq!(job.stand(Clock::Recall, Some(1), "12:29").0, Stand::Ahead);
    assert_eq!(job.stand(Clock::Recall, Some(1), "12:31").0, Stand::Running);
    let called = job.record(Kind::Answer, Some("kit.recall"), 1, &at("12:40"), json!({"answer": "done"}));
    assert_eq!(called.stand(Clock::Recall, Some(1), "14:00").0, Stand::Kept);
}

#[test]
fn a_minute_after_the_agreed_time_is_late() {
    let job = |time| Told::new().agreed(1, "09:30", "13:30").moved(1, time, State::Arrived, None);
    assert_eq!(job("13:30").stand(Clock::Arrival, Some(1), "18:00").0, Stand::Kept);
    assert_eq!(job("13:31").stand(Clock::Arrival, Some(1), "18:00").0, Stand::Late);
}

#[test]
fn at_a_closed_door_one_waits_a_quarter_of_an_hour() {
    let job = Told::new().agreed(1, "09:30", "13:30").moved(1, "13:30", State::NobodyHome, None);
    assert_eq!(job.stand(Clock::Wait, Some(1), "13:40"), (Stand::Running, "13:45".into()));
    assert_eq!(job.stand(Clock::Wait, Some(1), "13:45").0, Stand::Kept);
    let soon = job.moved(1, "13:41", State::Rescheduling, None);
    assert_eq!(soon.stand(Clock::Wait, Some(1), "18:00").0, Stand::Late);
}

#[test]
fn a_visit_in_vain_is_agreed_anew_within_a_day() {
    let nobody = Some(crate::outcome::Outcome::NobodyHome);
    let job = Told::new().agreed(1, "09:30", "13:30").moved(1, "14:00", State::Uploaded, nobody);
    assert_eq!(job.stand(Clock::Rebook, Some(1), "2026-11-21T13:59").0, Stand::Running);
    assert_eq!(job.stand(Clock::Rebook, Some(1), "2026-11-21T14:01").0, Stand::Over);
    let again = job.agreed(2, "16:00", "2026-11-21T09:00");
    assert_eq!(again.stand(Clock::Rebook, Some(1), "2026-11-23T09:00").0, Stand::Kept);
}

#[test]
fn what_was_taken_away_is_promised_in_working_days() {
    let away = Some(crate::outcome::Outcome::TakenAway);
    let job = Told::new().moved(1, "16:00", State::Left, away);
    let timer = job.timer(Clock::TakeBack, Some(1)).unwrap();
    // The seventh working day after a Friday is a Tuesday.
    assert_eq!(crate::time::rfc3339(timer.due, 480), "2026-12-01T18:00:00+08:00");
}

#[test]
fn the_office_answers_dispatches_and_goes_by_its_own_clocks() {
    let mut job = Told::new();
    assert_eq!(job.stand(Clock::Response, None, "10:00"), (Stand::Running, "10:30".into()));
    assert_eq!(job.stand(Clock::Dispatch, None, "10:00"), (Stand::Kept, "09:30".into()));
    assert!(job.timer(Clock::Acknowledge, None).is_none());
    job.brief.fields.insert(keys::FLAGS.into(), json!(["emergency", "rural"]));
    assert_eq!(job.stand(Clock::Response, None, "10:00").1, "12:30");
    assert_eq!(job.stand(Clock::Onsite, None, "10:00").1, "10:30");
    assert_eq!(job.stand(Clock::Acknowledge, None, "10:00"), (Stand::Late, "08:40".into()));
}

#[test]
fn a_repair_is_followed_up_on_the_second_or_third_working_day_and_no_visit_in_vain_is() {
    let done = Told::new().moved(1, "16:00", State::Left, None);
    let timer = done.timer(Clock::Followup, Some(1)).unwrap();
    let told = |ms| crate::time::rfc3339(ms, 480);
    let days = (told(timer.from), told(timer.due));
    assert_eq!(days, ("2026-11-24T09:00:00+08:00".into(), "2026-11-25T18:00:00+08:00".into()));
    let refused = Told::new().moved(1, "16:00", State::Left, Some(crate::outcome::Outcome::Refused));
    assert_eq!(refused.timer(Clock::Followup, Some(1)), None);
}

#[test]
fn the_appraisal_is_due_from_the_day_everything_was_in() {
    let mut job = Told::new().moved(1, "16:00", State::Left, None);
    assert_eq!(job.timer(Clock::Appraisal, Some(1)), None);
    assert_eq!(job.stand(Clock::Upload, Some(1), "2026-11-21T16:01").0, Stand::Over);
    job.known.received.insert(VisitNo(1), at("17:00"));
    assert_eq!(job.stand(Clock::Upload, Some(1), "2026-11-23T09:00").0, Stand::Kept);
    assert_eq!(
        crate::time::rfc3339(job.timer(Clock::Appraisal, Some(1)).unwrap().due, 480),
        "2026-11-24T18:00:00+08:00"
    );
    // What was decided of an earlier visit is not decided of this one.
    job.known.recorded.insert(Fact::Appraisal, vec![at("16:30")]);
    assert_eq!(job.stand(Clock::Appraisal, Some(1), "2026-11-25T09:00").0, Stand::Over);
    job.known.recorded.entry(Fact::Appraisal).or_default().push("2026-11-25T09:00:00+08:00".into());
    assert_eq!(job.stand(Clock::Appraisal, Some(1), "2026-11-26T09:00").0, Stand::Late);
}

#[test]
fn what_presses_is_what_a_phone_can_do_something_about() {
    let job = Told::new().agreed(1, "09:30", "13:30");
    let now = |time| unix_ms(&at(time)).unwrap();
    assert_eq!(pressing(&job.timers(), now("10:00")).map(|it| it.clock), None);
    assert_eq!(pressing(&job.timers(), now("12:45")).map(|it| it.clock), Some(Clock::Recall));
    let job = job.moved(1, "13:10", State::EnRoute, None);
    assert_eq!(pressing(&job.timers(), now("13:20")).map(|it| it.clock), Some(Clock::Arrival));
}

#[test]
fn where_nobody_promised_a_day_the_firms_working_days_do() {
    let told = |values: Value, install| {
        let values: Values = serde_json::from_value(values).unwrap();
        crate::time::rfc3339(promised(&values, install, &at("16:00")).unwrap(), 480)
    };
    // Taken in on a Friday.
    assert_eq!(told(json!({}), false), "2026-11-25T18:00:00+08:00");
    let set = json!({"promise.repair_wd": 1, "promise.install_wd": 5, "calendar.hours": "08:30–17:00"});
    assert_eq!(told(set.clone(), false), "2026-11-23T17:00:00+08:00");
    assert_eq!(told(set, true), "2026-11-27T17:00:00+08:00");
    assert_eq!(promised(Values::defaults(), false, "soon"), None);
}

#[test]
fn a_job_that_is_over_waits_for_nothing() {
    for state in ["cancelled", "archived", "uploaded"] {
        let mut job = Told::new();
        job.brief.fields.insert(keys::STATE.into(), json!(state));
        assert!(job.timers().iter().all(|timer| timer.met.is_some()), "{state}");
    }
    let mut job = Told::new().moved(1, "16:00", State::Left, None);
    job.brief.fields.insert(keys::STATE.into(), json!("uploaded"));
    assert!(job.timers().iter().any(|timer| timer.met.is_none()), "a visit of our own is still handed in");
}

fn pack(every_change: bool) -> Pack {
    let words = Words { zh: "提前通知".into(), en: "Notice".into() };
    let measure = Measure {
        unit: "min".into(),
        least: every_change.then(|| "120".into()),
        most: None,
        ours: false,
        relative: None,
        name: None,
        cases: Vec::new(),
        units: Vec::new(),
        before_and_after: false,
        parts: Vec::new(),
    };
    let item = Item {
        key: "apt.delay_notice".into(),
        name: words.clone(),
        kind: ItemKind::Timer,
        need: Need::When(Flag::TimeChanged),
        evidence: Evidence::Automatic,
        rules: vec!["APT-11".into()],
        detail: None,
        date: false,
        unless: None,
        measure: Some(measure),
        choices: Vec::new(),
        each_unit: false,
        scripts: Vec::new(),
    };
    let block = Block { key: "blk.appoint".into(), name: words.clone(), items: vec![item] };
    Pack {
        key: "some".into(),
        version: "1".into(),
        name: words,
        flags: BTreeSet::new(),
        asks: BTreeSet::new(),
        stages: vec![StagePlan { stage: Stage::Appointment, blocks: vec![block] }],
        branches: BTreeMap::new(),
    }
}

#[test]
fn a_delay_of_hours_asks_for_half_an_hour_and_one_of_a_day_for_two() {
    let time =
        |called: &str, from: &str| Agreed { from: at(from), to: at(from), contacted: at(called), with: "".into() };
    let old = time("09:00", "13:30");
    let judged = |every, called, from| {
        let notice = judge(&pack(every), Values::defaults(), &old, &time(called, from)).unwrap();
        (notice.given_min, notice.needed_min, notice.in_time())
    };
    assert_eq!(judged(false, "12:59", "15:30"), (31, 30, true));
    assert_eq!(judged(false, "13:01", "15:30"), (29, 30, false));
    assert_eq!(judged(false, "12:00", "2026-11-21T13:30"), (90, 120, false));
    assert_eq!(judged(true, "12:00", "15:30"), (90, 120, false));
    assert_eq!(judged(false, "13:40", "15:30"), (-10, 30, false));
}
