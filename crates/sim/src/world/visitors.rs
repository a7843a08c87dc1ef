//! Devices of the company that are no phones of ours: one means harm, one runs a newer app.

use super::World;
use crate::broken::{Broken, Tried};
use crate::faults::Fault;
use crate::guest::{Poison, Victim};
use domain::ids::JobId;

/// How often poison is mixed in one step.
const DOSES: u64 = 4;

impl World {
    /// The hostile device reads what it may see and pushes what nobody may.
    pub(super) fn poison(&mut self) -> Result<(), Broken> {
        let Some(mut guest) = self.hostile.take() else { return Ok(()) };
        let mut told = Vec::new();
        for _ in 0..=self.chance.below(DOSES) {
            let Some(jobs) = guest.read(&mut self.office)? else { break };
            let poison = Poison::any(&mut self.chance);
            let Some(victim) = self.victim(&jobs, &guest.person)? else { break };
            let now_ms = self.time.now();
            if guest.poison(&mut self.office, poison, &victim, &mut self.chance, now_ms)? {
                self.faults.count(Fault::Poison);
                told.push(format!("{poison:?}"));
            }
        }
        self.office.noticed.drain(..).for_each(|fault| self.faults.count(fault));
        self.tell(format!("{guest} means harm: {}", told.join(", ")));
        self.hostile = Some(guest);
        Ok(())
    }

    fn victim(&mut self, jobs: &[JobId], of: &domain::ids::PersonId) -> Result<Option<Victim>, Broken> {
        let (Some(job), place) = (self.chance.pick(jobs).cloned(), self.chance.place(self.phones.len())) else {
            return Ok(None);
        };
        let others = self.jobs.iter().filter(|job| !self.office.ever_sent(job, of)).cloned().collect::<Vec<_>>();
        let other_job = match self.chance.pick(&others).cloned() {
            Some(job) if self.office.knows(&job)? => Some(job),
            _ => None,
        };
        let Some(phone) = self.phones.get(place) else { return Ok(None) };
        let device = phone.device.clone().tried("the device of a phone")?;
        Ok(Some(Victim { job, other_job, person: phone.person.clone(), device }))
    }

    /// The device with the newer app writes what nobody else can read.
    pub(super) fn write_newer(&mut self) -> Result<(), Broken> {
        let Some(mut guest) = self.newer.take() else { return Ok(()) };
        if let Some(jobs) = guest.read(&mut self.office)?
            && let Some(job) = self.chance.pick(&jobs).cloned()
            && guest.write_newer(&mut self.office, &job, self.time.now())?
        {
            self.faults.count(Fault::NewRecord);
            self.tell(format!("{guest} writes on {job} with a newer app"));
        }
        self.office.noticed.drain(..).for_each(|fault| self.faults.count(fault));
        self.newer = Some(guest);
        Ok(())
    }
}
