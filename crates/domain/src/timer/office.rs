//! The office's own clocks: before the first visit, and after each one is in.

use super::visit::reached;
use super::{Clock, Timer, Watched};
use crate::calendar::minutes_after;
use crate::flag::Flag;
use crate::ids::VisitNo;
use crate::order::Fact;
use crate::outcome::Outcome;
use crate::record::{Kind, Slot};
use crate::settings::{EMERGENCY_ONSITE, RESPONSE_CITY, RESPONSE_SUBURB, whole};
use crate::state::State;
use crate::time::unix_ms;
use crate::value::{Agreed, Movement, Paid};
use serde::Deserialize;

/// Before anybody has gone.
pub(super) fn of_job<'a>(job: &'a Watched<'a>) -> impl Iterator<Item = Timer> + 'a {
    let created = job.known.created.as_deref();
    [acknowledge, response, dispatch, onsite].into_iter().filter_map(move |clock| clock(job, created?))
}

/// After a visit is in.
pub(super) fn after_visit<'a>(job: &'a Watched<'a>, visit: VisitNo) -> impl Iterator<Item = Timer> + 'a {
    [appraisal, followup, install_contact, old_parts, invoice].into_iter().filter_map(move |clock| clock(job, visit))
}

fn job_wide(clock: Clock, since: &str, minutes: i64, met: Option<i64>) -> Option<Timer> {
    Some(Timer { clock, visit: None, from: unix_ms(since)?, due: minutes_after(since, minutes)?, met })
}

fn recorded(job: &Watched<'_>, facts: &[Fact]) -> Option<i64> {
    facts.iter().filter_map(|fact| job.known.recorded.get(fact)).flatten().filter_map(|at| unix_ms(at)).min()
}

/// The first time after a visit: what was recorded for an earlier one does not count for it.
fn recorded_since(job: &Watched<'_>, since: &str, facts: &[Fact]) -> Option<i64> {
    let since = unix_ms(since)?;
    let all = facts.iter().filter_map(|fact| job.known.recorded.get(fact)).flatten();
    all.filter_map(|at| unix_ms(at)).filter(|at| *at >= since).min()
}

fn assigned(job: &Watched<'_>) -> Option<i64> {
    job.assigned().and_then(unix_ms)
}

fn acknowledge(job: &Watched<'_>, created: &str) -> Option<Timer> {
    let minutes = job.values.whole(whole::EMERGENCY_ACK_MIN);
    job.has(Flag::Emergency).then(|| job_wide(Clock::Acknowledge, created, minutes, assigned(job)))?
}

/// X in town, Y in the suburbs (INT-14): until somebody has told the customer what happens next.
fn response(job: &Watched<'_>, created: &str) -> Option<Timer> {
    let within = if job.has(Flag::Rural) { RESPONSE_SUBURB } else { RESPONSE_CITY };
    let agreed: Option<Agreed> = job.fold.value(&Slot::appointment(VisitNo(1)));
    let spoken = agreed.and_then(|agreed| unix_ms(&agreed.contacted));
    let answered = recorded(job, &[Fact::Classified, Fact::Major, Fact::RemoteSolved, Fact::RemoteNotes]);
    let met = spoken.into_iter().chain(answered).min();
    job_wide(Clock::Response, created, job.values.minutes(within), met)
}

/// In the queue until somebody is assigned (DSP-03).
fn dispatch(job: &Watched<'_>, created: &str) -> Option<Timer> {
    let queued =
        [Fact::Classified, Fact::RemoteNotes, Fact::Plan].iter().find_map(|it| job.known.recorded.get(it)?.first());
    let since = queued.map_or(created, String::as_str);
    job_wide(Clock::Dispatch, since, job.values.whole(whole::DISPATCH_MIN), assigned(job))
}

fn onsite(job: &Watched<'_>, created: &str) -> Option<Timer> {
    let minutes = match (job.has(Flag::Emergency), job.has(Flag::Rural)) {
        (true, _) => job.values.minutes(EMERGENCY_ONSITE),
        (_, true) => job.values.whole(whole::ONSITE_SUBURB_H) * 60,
        _ => job.values.whole(whole::ONSITE_CITY_H) * 60,
    };
    let arrived = job.fold.visits.keys().filter_map(|visit| reached(job, *visit, State::Arrived)?.at.unix_ms()).min();
    job_wide(Clock::Onsite, created, minutes, arrived)
}

fn after(clock: Clock, visit: VisitNo, since: &str, due: Option<i64>, met: Option<i64>) -> Option<Timer> {
    Some(Timer { clock, visit: Some(visit), from: unix_ms(since)?, due: due?, met })
}

/// From the day everything is at the office (QLT-01), in working days.
fn appraisal(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let since = job.known.received.get(&visit)?;
    let due = job.calendar().end_of_working_day(since, job.values.whole(whole::APPRAISAL_WD));
    after(Clock::Appraisal, visit, since, due, recorded_since(job, since, &[Fact::Appraisal]))
}

/// Whether the visit did what it came for: only then is the customer asked how it was.
fn done(job: &Watched<'_>, visit: VisitNo) -> Option<String> {
    let settled = matches!(job.fold.outcome(visit)?, Outcome::Completed | Outcome::LeftWithKnownFault);
    settled.then(|| reached(job, visit, State::Left).map(|record| record.at.time.clone()))?
}

/// The call after a repair (FUP-01): on the second or third working day; for appliances within days (FUP-02).
fn followup(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let since = done(job, visit).filter(|_| !job.has(Flag::Install))?;
    let (calendar, value) = (job.calendar(), |setting| job.values.whole(setting));
    let appliance = job.pack.is_some_and(|pack| pack.key.as_str() == "appliance_repair");
    let from = calendar.start_of_working_day(&since, value(whole::FOLLOWUP_FROM_WD));
    let due = match appliance {
        true => calendar.end_of_day(&since, value(whole::FOLLOWUP_APPLIANCE_DAYS)),
        false => calendar.end_of_working_day(&since, value(whole::FOLLOWUP_DUE_WD)),
    };
    let timer =
        after(Clock::Followup, visit, &since, due, recorded_since(job, &since, &[Fact::NotSolved, Fact::Closed]))?;
    Some(Timer { from: from.unwrap_or(timer.from).min(timer.due), ..timer })
}

fn install_contact(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let since = done(job, visit).filter(|_| job.has(Flag::Install))?;
    let due = job.calendar().end_of_day(&since, job.values.whole(whole::INSTALL_CONTACT_DAYS));
    after(Clock::InstallContact, visit, &since, due, recorded_since(job, &since, &[Fact::NotSolved, Fact::Closed]))
}

/// Old parts come back to the store (PAR-03).
fn old_parts(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let moved = job.fold.of_kind(visit, &Kind::Part).into_iter();
    let mut moved = moved.filter_map(|(_, record)| Movement::deserialize(&record.value).ok());
    let left = reached(job, visit, State::Left).filter(|_| moved.any(|movement| movement.old_recovered))?;
    let due = job.calendar().end_of_day(&left.at.time, job.values.whole(whole::OLD_PARTS_DAYS));
    after(Clock::OldParts, visit, &left.at.time, due, recorded_since(job, &left.at.time, &[Fact::Closed]))
}

/// Money taken on site: the invoice follows by post (FEE-06).
fn invoice(job: &Watched<'_>, visit: VisitNo) -> Option<Timer> {
    let slot = Slot { visit: Some(visit), item: Some("fee.method".into()), unit: None, kind: Kind::Payment };
    let paid: Paid = job.fold.value(&slot)?;
    let (_, record) = job.fold.settled(&slot).filter(|_| paid.status == "paid_on_site" && paid.receipt.is_none())?;
    let due = job.calendar().end_of_working_day(&record.at.time, job.values.whole(whole::INVOICE_POST_WD));
    after(Clock::Invoice, visit, &record.at.time, due, recorded_since(job, &record.at.time, &[Fact::Closed]))
}
