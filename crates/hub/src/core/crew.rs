//! Who goes to a job. Persons are assigned; their devices get grants, each with its own letter in the job's paper
//! numbers. Crew and letters stand in the brief too, so that a restored hub learns them again from any phone.

use crate::core::ledger::Ledger;
use crate::core::settle::{Clerk, folded};
use crate::core::{CoreRefused, Moment, office, order, papers, van};
use domain::brief::{Brief, CrewMember, keys};
use domain::ids::{DeviceId, JobId, PersonId};
use domain::order::Order;
use domain::state::State;
use domain::time::rfc3339;
use hub_storage::jobs::JobGrant;
use hub_storage::orders::OfficeMove;
use hub_storage::people::{Device, DeviceState, Person};
use hub_storage::{StorageRefused, Tx};
use replica::document::DocRef;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Jobs a new device is given in one request. Each gets its letter in the brief, and others wait meanwhile.
const WELCOME: usize = 1_000;

/// The brief's key for device -> letter.
pub const LETTERS: &str = "assignment.letters";

/// Assigns exactly these persons; the first leads. Grants begin and end as needed. An order that waits for dispatch is
/// dispatched by it (STANDARDS 2.6, 9) once there are people enough; who was sent is called back by a move, which says why
/// (10).
pub fn assign(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    clerk: Clerk<'_>,
    persons: &[PersonId],
) -> Result<Vec<JobGrant>, CoreRefused> {
    let job = clerk.job;
    office::known(tx, job)?;
    let members = members(tx, persons)?;
    let (mut brief, fold) = folded(tx, job, moment.now_ms)?;
    let (before, stands) = (brief.crew(), domain::order::state(&brief, &fold));
    if members.is_empty() && !before.is_empty() && stands == State::Dispatched {
        return Err(CoreRefused::Withdraw(job.clone()));
    }
    let dealt = send(tx, moment, ledger, job, persons)?;
    let mut fields =
        vec![(keys::CREW.to_owned(), json!(members)), (LETTERS.to_owned(), json!(letters(tx, job, &dealt)?))];
    fields.extend(assigned_at(moment, &before, &members));
    brief.fields.insert(keys::CREW.to_owned(), json!(members));
    if stands == State::Queued && !members.is_empty() {
        let (pack, values) = (order::pack(tx, &brief)?, order::values(tx, &brief)?);
        let recorded = BTreeSet::new();
        let order = Order { brief: &brief, fold: &fold, pack: pack.as_ref(), values: &values, recorded };
        if let Ok(row) = order.may(State::Dispatched, None) {
            fields.push((keys::STATE.to_owned(), json!(State::Dispatched)));
            tx.save_move(job, &dispatched(tx, moment, clerk, row.number)?)?;
        }
    }
    papers::write_brief(tx, moment, ledger, job, &fields, &[])?;
    Ok(dealt)
}

fn dispatched(tx: &dyn Tx, moment: Moment<'_>, clerk: Clerk<'_>, row: u8) -> Result<OfficeMove, StorageRefused> {
    Ok(OfficeMove {
        row,
        from: State::Queued.key().into(),
        to: State::Dispatched.key().into(),
        visit: None,
        at: moment.now_ms,
        clerk: clerk.name.into(),
        reason: String::new(),
        after: tx.facts_of_job(clerk.job)?.last().map_or(0, |fact| fact.number),
    })
}

/// Nobody goes any more: the order is back in the queue.
pub(crate) fn dismiss(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
) -> Result<(), CoreRefused> {
    let before = papers::brief(tx, job)?.crew();
    send(tx, moment, ledger, job, &[])?;
    let mut fields = vec![(keys::CREW.to_owned(), json!([]))];
    fields.extend(assigned_at(moment, &before, &[]));
    papers::write_brief(tx, moment, ledger, job, &fields, &[])?;
    Ok(())
}

fn members(tx: &dyn Tx, persons: &[PersonId]) -> Result<Vec<CrewMember>, CoreRefused> {
    let member = |id: &PersonId| {
        let Person { id, name, badge } = tx.person(id)?.ok_or_else(|| CoreRefused::NoPerson(id.clone()))?;
        Ok(CrewMember { person: id.as_str().to_owned(), name, badge })
    };
    persons.iter().map(member).collect()
}

/// Makes who is assigned exactly these, and the grants agree with it.
fn send(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    job: &JobId,
    persons: &[PersonId],
) -> Result<Vec<JobGrant>, CoreRefused> {
    let mut gone = tx.assigned(job)?;
    gone.retain(|person| !persons.contains(person));
    for person in &gone {
        tx.unassign(job, person)?;
    }
    for person in persons {
        tx.assign(job, person, moment.now_ms)?;
    }
    let dealt = deal(tx, ledger, job)?;
    for person in gone {
        van::tell(tx, moment, ledger, &person)?;
    }
    Ok(dealt)
}

/// When who leads was assigned: now where that is somebody else than before (APT-02 counts from it), nothing where nobody
/// is left.
fn assigned_at(moment: Moment<'_>, before: &[CrewMember], after: &[CrewMember]) -> Option<(String, Value)> {
    let lead = |crew: &[CrewMember]| crew.first().map(|member| member.person.clone());
    let at = || rfc3339(moment.now_ms, moment.identity.offset_minutes);
    let is_new = lead(before) != lead(after);
    is_new.then(|| (keys::ASSIGNED_AT.to_owned(), json!(lead(after).map(|_| at()).unwrap_or_default())))
}

/// Grants a job to the devices of who is assigned; every letter of the job, as the brief tells them.
pub(crate) fn dealt(tx: &mut dyn Tx, ledger: &mut Ledger, job: &JobId) -> Result<Value, CoreRefused> {
    let dealt = deal(tx, ledger, job)?;
    Ok(json!(letters(tx, job, &dealt)?))
}

/// Grants a device what its person is assigned to and it cannot see yet: it is new, or a restored hub had forgotten it.
/// Once: what is assigned later is granted to every device there is. At most [`WELCOME`] jobs at a time; says whether
/// that was all.
pub fn welcome(tx: &mut dyn Tx, moment: Moment<'_>, ledger: &mut Ledger, device: &Device) -> Result<bool, CoreRefused> {
    if tx.is_welcomed(&device.id)? {
        return Ok(true);
    }
    van::tell(tx, moment, ledger, &device.person)?;
    let jobs = tx.ungranted(&device.person, &device.id)?;
    let all = jobs.len() <= WELCOME;
    for job in jobs.into_iter().take(WELCOME) {
        let before = letters_told(tx, &job)?;
        let dealt = deal(tx, ledger, &job)?;
        let letters = letters(tx, &job, &dealt)?;
        if letters != before {
            papers::write_brief(tx, moment, ledger, &job, &[(LETTERS.to_owned(), json!(letters))], &[])?;
        }
    }
    if all {
        tx.welcome(&device.id)?;
    }
    Ok(all)
}

/// Learns crew and letters of a brief that another run of this hub wrote.
pub fn relearn(
    tx: &mut dyn Tx,
    ledger: &mut Ledger,
    job: &JobId,
    brief: &Brief,
    now_ms: i64,
) -> Result<(), CoreRefused> {
    let crew: Vec<PersonId> = brief.crew().iter().map(|member| PersonId::new(&member.person)).collect();
    for member in brief.crew() {
        let id = PersonId::new(&member.person);
        if tx.person(&id)?.is_none_or(|known| known.badge.is_empty()) {
            tx.save_person(&Person { id, name: member.name, badge: member.badge }, now_ms)?;
        }
    }
    for person in tx.assigned(job)?.iter().filter(|person| !crew.contains(person)) {
        tx.unassign(job, person)?;
    }
    for person in &crew {
        tx.assign(job, person, now_ms)?;
    }
    deal(tx, ledger, job)?;
    Ok(())
}

/// Letters as the brief tells them, by device: dealt for ever, even where the grants were lost.
pub fn letters_told(tx: &dyn Tx, job: &JobId) -> Result<BTreeMap<String, String>, StorageRefused> {
    let fields = tx.job(job)?.and_then(|job| serde_json::from_str::<Map<String, Value>>(&job.fields).ok());
    let letters = fields.and_then(|mut fields| fields.remove(LETTERS));
    Ok(letters.and_then(|letters| serde_json::from_value(letters).ok()).unwrap_or_default())
}

/// Whether the office ever dealt this device a letter for the job. A hub that was put back may have sent others there
/// before the phones told it of these: then the brief says one of the two, and both hold.
pub fn ever_had(tx: &dyn Tx, job: &JobId, device: &DeviceId) -> Result<bool, CoreRefused> {
    let brief = papers::open(tx, &DocRef::brief(job.clone()))?;
    Ok(brief.ever(LETTERS).any(|letters| letters.get(device.as_str()).is_some()))
}

/// Makes the grants of a job agree with who is assigned. Returns those that begin.
fn deal(tx: &mut dyn Tx, ledger: &mut Ledger, job: &JobId) -> Result<Vec<JobGrant>, CoreRefused> {
    let mut past = tx.grants_of_job(job)?;
    past.extend(ledger.granted(job));
    let known = letters_told(tx, job)?;
    let mut wanted = Vec::new();
    for person in tx.assigned(job)? {
        let devices = tx.devices_of(&person)?;
        wanted.extend(devices.into_iter().filter(|it| it.state == DeviceState::Active).map(|it| it.id));
    }
    for grant in past.iter().filter(|grant| grant.ended.is_none() && !wanted.contains(&grant.device)) {
        ledger.end(grant.clone());
    }
    let mut taken: BTreeSet<String> = past.iter().map(|grant| grant.letter.clone()).collect();
    taken.extend(known.values().cloned());
    let mut begun = Vec::new();
    for device in wanted {
        if past.iter().any(|grant| grant.device == device && grant.ended.is_none()) {
            continue;
        }
        let letter = letter_of(&device, &past, &known).unwrap_or_else(|| next_letter(&taken));
        taken.insert(letter.clone());
        ledger.grant(job, &device, &letter);
        begun.push(JobGrant { job: job.clone(), device, letter, number: 0, ended: None, ended_at: None });
    }
    Ok(begun)
}

/// A device keeps its letter for ever: its papers carry it.
fn letter_of(device: &DeviceId, past: &[JobGrant], known: &BTreeMap<String, String>) -> Option<String> {
    let before = past.iter().find(|grant| grant.device == *device).map(|grant| grant.letter.clone());
    before.or_else(|| known.get(device.as_str()).cloned())
}

/// A, B ... Z, AA, AB ...
fn next_letter(taken: &BTreeSet<String>) -> String {
    (0_u32..).map(letter).find(|letter| !taken.contains(letter)).unwrap_or_default()
}

fn letter(mut place: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from_u32(u32::from(b'A') + place % 26).unwrap_or('A'));
        if place < 26 {
            break;
        }
        place = place / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// Every letter of a job, those just dealt too.
fn letters(tx: &dyn Tx, job: &JobId, dealt: &[JobGrant]) -> Result<BTreeMap<String, String>, CoreRefused> {
    let mut letters = letters_told(tx, job)?;
    let past = tx.grants_of_job(job)?;
    letters.extend(past.iter().chain(dealt).map(|grant| (grant.device.as_str().to_owned(), grant.letter.clone())));
    Ok(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let mut taken = BTreeSet::new();
        for expected in ["A", "B", "C"] {
            assert_eq!(next_letter(&taken), expected);
            taken.insert(expected.to_owned());
        }
        assert_eq!(["Y", "Z", "AA", "AB", "ZZ", "AAA"], [24, 25, 26, 27, 701, 702].map(letter).as_slice());
    }
}
