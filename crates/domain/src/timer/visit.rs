//! The clocks of a visit, from agreeing its time to handing it in.

use super::{Clock, Timer, Watched};
use crate::brief::keys;
use crate::calendar::minutes_after;
use crate::ids::VisitNo;
use crate::outcome::Outcome;
use crate::record::{Kind, Record, Slot};
use crate::settings::whole;
use crate::state::State;
use crate::time::unix_ms;
use crate::value::Agreed;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60;

pub(super) fn of_visit(job: &Watched<'_>, visit: VisitNo) -> impl Iterator<Item = Timer> {
    let agreed: Option<Agreed> = job.fold.value(&Slot::appointment(visit));
    let all = [
        contact(job, visit, agreed.as_ref()),
        agreed.as_ref().and_then(|agreed| recall(job, visit, agreed)),
        agreed.as_ref().and_then(|agreed| arrival(job, visit, agreed)),
        wait(job, visit),
        promise(job, visit),
        upload(job, visit),
        rebook(job, visit),
        take_back(job, visit),
    ];
    all.into_iter().flatten()
}

/// When the visit first came to this state.
pub(super) fn reached<'a>(job: &Watched<'a>, visit: VisitNo, state: State) -> Option<&'a Record> {
    job.fold.moves(visit).into_iter().find(|(_, moved)| moved.to == state).map(|(record, _)| record)
}

fn reached_ms(job: &Watched<'_>, visit: VisitNo, state: State) -> Option<i64> {
    reached(job, visit, state).and_then(|record| record.at.unix_ms())
}

fn timer(clock: Clock, visit: VisitNo, from: i64, due: i64, met: Option<i64>) -> Timer {
    Timer { clock, visit: Some(visit), from, due, met }
}

/// Who was assigned calls the customer (APT-02). A second visit's time is the office's to begin with.
fn contact(job: &Watched<'_>, visit: VisitNo, agreed: Option<&Agreed>) -> Option<Timer> {
    let since = job.assigned().filter(|_| visit == VisitNo(1))?;
    let due = minutes_after(since, job.values.whole(whole::CONTACT_MIN))?;
    let first = job.fold.records.values().filter_map(|shown| shown.record.as_deref());
    let calls = first.filter(|it| it.kind == Kind::Appointment && it.visit == Some(visit));
    let called = calls.filter_map(|it| unix_ms(it.value.get("contacted")?.as_str()?)).min();
    let met = called.or_else(|| agreed.and_then(|agreed| unix_ms(&agreed.contacted)));
    Some(timer(Clock::Contact, visit, unix_ms(since)?, due, met))
}

/// The call before leaving (APT-07): not earlier than asked, and before the agreed time.
fn recall(job: &Watched<'_>, visit: VisitNo, agreed: &Agreed) -> Option<Timer> {
    let due = unix_ms(&agreed.from)?;
    let from = due - job.values.whole(whole::RECALL_BEFORE_MIN) * MINUTE;
    let slot = Slot { visit: Some(visit), item: Some("kit.recall".into()), unit: None, kind: Kind::Answer };
    let called = job.fold.settled(&slot).and_then(|(_, record)| record.at.unix_ms());
    Some(timer(Clock::Recall, visit, from, due, called.or_else(|| reached_ms(job, visit, State::EnRoute))))
}

/// At the door by the agreed time (ARR-01). Counting begins when the technician sets out.
fn arrival(job: &Watched<'_>, visit: VisitNo, agreed: &Agreed) -> Option<Timer> {
    let due = unix_ms(&agreed.from)? + job.values.whole(whole::LATE_TOLERANCE_MIN) * MINUTE;
    let from = reached_ms(job, visit, State::EnRoute).unwrap_or(due - HOUR * MINUTE);
    Some(timer(Clock::Arrival, visit, from.min(due), due, reached_ms(job, visit, State::Arrived)))
}

/// At a closed door (ENT-03): not away before the time is over.
fn wait(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let moves = job.fold.moves(visit);
    let at = moves.iter().rposition(|(_, moved)| moved.to == State::NobodyHome)?;
    let from = moves.get(at)?.0.at.unix_ms()?;
    let met = moves.get(at + 1).and_then(|(record, _)| record.at.unix_ms());
    Some(timer(Clock::Wait, visit, from, from + job.values.whole(whole::NOBODY_WAIT_MIN) * MINUTE, met))
}

/// What the customer was promised (QLT-02), met by the visit that did what it came for. Told once, with the last visit.
fn promise(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let due = unix_ms(job.brief.text(keys::PROMISED_BY))?;
    let last = job.fold.visits.keys().next_back().copied().unwrap_or(VisitNo(1));
    let from = job.assigned().and_then(unix_ms).unwrap_or(due);
    let met = reached_ms(job, visit, State::Left).filter(|_| job.fold.is_done(visit));
    (visit == last).then(|| timer(Clock::Promise, visit, from.min(due), due, met))
}

/// The visit handed in (LEV-03). Only the office knows when all of it was there.
fn upload(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let left = reached(job, visit, State::Left)?.at.time.as_str();
    let due = minutes_after(left, job.values.whole(whole::UPLOAD_H) * HOUR)?;
    let met = job.known.received.get(&visit).and_then(|at| unix_ms(at));
    Some(timer(Clock::Upload, visit, unix_ms(left)?, due, met))
}

/// A visit that came to nothing is agreed anew (DSP-10): the next one has a time.
fn rebook(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let ended = job.fold.outcome(visit)?;
    let in_vain = matches!(ended, Outcome::NobodyHome | Outcome::Rescheduled | Outcome::SiteNotReady);
    let over = [State::Uploaded, State::Left].into_iter().find_map(|state| reached(job, visit, state))?;
    let due = minutes_after(&over.at.time, job.values.whole(whole::REBOOK_H) * HOUR)?;
    let next: Option<Agreed> = job.fold.value(&Slot::appointment(visit.next()));
    let met = next.and_then(|agreed| unix_ms(&agreed.contacted));
    in_vain.then(|| over.at.unix_ms().map(|from| timer(Clock::Rebook, visit, from, due, met)))?
}

/// What was taken away comes back (TKW-05), in working days.
fn take_back(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let left = reached(job, visit, State::Left).filter(|_| job.fold.outcome(visit) == Some(Outcome::TakenAway))?;
    let due = job.calendar().end_of_working_day(&left.at.time, job.values.whole(whole::TAKEAWAY_WD))?;
    let later = job.fold.visits.keys().filter(|later| **later > visit);
    let met = later.filter_map(|later| reached_ms(job, *later, State::Inside)).min();
    Some(timer(Clock::TakeBack, visit, left.at.unix_ms()?, due, met))
}
