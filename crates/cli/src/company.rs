//! The demonstration's company: five technicians, sixty jobs, three months of them. Invented, and the same for the same
//! day. `plan` is pure; `seed` writes it into a hub that has just been founded.

mod plan;

use anyhow::Context;
use domain::brief::{CrewMember, keys};
use domain::ids::PersonId;
use hub::Hub;
use hub::core::ledger::Ledger;
use hub::core::office::{NewJob, create_job, save_person};
use hub::core::settle::Clerk;
use hub::core::van::Said;
use hub::core::{CoreRefused, Moment, crew, enrol, papers, van};
use hub::serve::address::Address;
use hub_storage::Tx;
use hub_storage::people::Person;
use plan::{Lists, Planned, plan};
use serde_json::json;

/// Who took the jobs in.
const CLERK: &str = "admin";
const LISTS: &str = include_str!("../../../assets/demo/company/lists.json");

/// Fills a hub with the company, all of it or nothing.
pub fn seed(hub: &Hub) -> anyhow::Result<usize> {
    let lists: Lists = serde_json::from_str(LISTS).context("the demo company's lists cannot be read")?;
    let now = hub.moment();
    let jobs = plan(&lists, now.now_ms, now.identity.offset_minutes).context("the demo company cannot be planned")?;
    let seeded = hub.write(|tx, moment| {
        for member in &lists.technicians {
            let CrewMember { person, name, badge } = member.clone();
            save_person(tx, moment, &Person { id: PersonId::new(person), name, badge })?;
        }
        for job in &jobs {
            begin(tx, moment, &lists, job)?;
        }
        let mut ledger = Ledger::default();
        for (person, parts) in &lists.vans {
            for (part, quantity) in parts {
                let (part, quantity) = (part.clone(), quantity.clone());
                let said = Said::Issue { part, quantity, ask: None, note: String::new() };
                van::say(tx, moment, &mut ledger, CLERK, &PersonId::new(person), &said)?;
            }
        }
        ledger.publish(tx, moment.now_ms)?;
        Ok::<_, CoreRefused>(jobs.len())
    });
    seeded.map_err(|refused| anyhow::anyhow!("{}\n{refused}", refused.zh()))
}

/// A link that enrols the first technician's phone with the hub at this address.
pub fn invite(hub: &Hub, address: &Address) -> anyhow::Result<String> {
    let lists: Lists = serde_json::from_str(LISTS).context("the demo company's lists cannot be read")?;
    let first = lists.technicians.first().context("the demo company has no technicians")?;
    let code = hub.write(|tx, moment| enrol::invite(tx, moment, &PersonId::new(&first.person)));
    let code = code.map_err(|refused| anyhow::anyhow!("{}\n{refused}", refused.zh()))?;
    Ok(code.link(hub.identity(), address.url()))
}

/// A job as it was taken in, assigned and, where it is history, closed.
fn begin(tx: &mut dyn Tx, moment: Moment<'_>, lists: &Lists, job: &Planned) -> Result<(), CoreRefused> {
    let taken_in = Moment { now_ms: job.created, ..moment };
    let new = NewJob { job: None, pack: job.pack.clone(), fields: job.fields.clone() };
    let mut ledger = Ledger::default();
    let id = create_job(tx, taken_in, &mut ledger, &new)?;
    let crew: Vec<&CrewMember> = job.crew.and_then(|at| lists.technicians.get(at)).into_iter().collect();
    match &job.closed {
        // History is told, not assigned: a phone that is enrolled today shall not carry last month's jobs.
        Some((state, at)) => {
            let fields = [(keys::CREW.to_owned(), json!(crew)), (keys::STATE.to_owned(), json!(state))];
            papers::write_brief(tx, Moment { now_ms: *at, ..moment }, &mut ledger, &id, &fields, &[])?;
            ledger.publish(tx, *at)?;
        }
        None => {
            let assigned = Moment { now_ms: job.created + plan::MINUTE, ..moment };
            let persons: Vec<PersonId> = crew.iter().map(|member| PersonId::new(&member.person)).collect();
            if !persons.is_empty() {
                crew::assign(tx, assigned, &mut ledger, Clerk { job: &id, name: CLERK }, &persons)?;
            }
            ledger.publish(tx, assigned.now_ms)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::state::State;
    use hub::{CompanyProfile, HubOptions};
    use hub_storage::cards::CardsAsked;
    use std::collections::BTreeSet;

    #[test]
    fn a_new_hub_has_five_technicians_and_sixty_jobs() {
        let folder = tempfile::tempdir().unwrap();
        let hub = Hub::open(HubOptions::new(folder.path(), CompanyProfile::demo().unwrap())).unwrap().hub;
        assert_eq!(seed(&hub).unwrap(), 60);
        let now_ms = hub.moment().now_ms;
        hub.read(|tx, _| {
            assert_eq!(tx.persons()?.len(), 5);
            let cards = tx.cards(&CardsAsked { limit: 100, ..CardsAsked::default() })?;
            let count = |states: &[State]| {
                cards.iter().filter(|card| states.iter().any(|state| state.key() == card.state)).count()
            };
            assert_eq!((cards.len(), count(&[State::Uploaded, State::Archived])), (60, 40));
            assert_eq!((count(&[State::Queued]), count(&[State::Dispatched])), (7, 13));
            assert!(cards.iter().all(|card| card.updated <= now_ms), "nothing happened in the future");
            let customers: BTreeSet<&str> = cards.iter().map(|card| card.customer.as_str()).collect();
            assert_eq!(customers.len(), 60, "nobody calls twice");
            let phones: BTreeSet<&str> = cards.iter().map(|card| card.phone.as_str()).collect();
            assert_eq!(phones.len(), 60);
            // What is over is on nobody's phone.
            for card in cards.iter().filter(|card| card.state == "archived") {
                assert!(tx.assigned(&card.job)?.is_empty() && !card.crew.is_empty());
            }
            Ok::<_, hub_storage::StorageRefused>(())
        })
        .unwrap();
    }
}
