//! What the people of the office do: notes, briefs, crews, new jobs. The disk may lose its power meanwhile; then they do
//! the same again.

use super::World;
use crate::broken::Broken;
use crate::faults::Fault;
use domain::brief::keys;
use domain::ids::{JobId, PersonId};

impl World {
    pub(super) fn office_works(&mut self) -> Result<(), Broken> {
        let dies = self.chance.one_in(5);
        if dies {
            self.office.arm(&mut self.chance);
        }
        let told = self.act_of_the_office()?;
        let fell = self.office.stand_up()?;
        self.office.noticed.drain(..).for_each(|fault| self.faults.count(fault));
        self.tell(format!("the office {told}{}", if fell { "; its power goes" } else { "" }));
        if fell {
            self.faults.count(Fault::Crash);
            self.office.keeps_its_word()?;
        }
        Ok(())
    }

    fn act_of_the_office(&mut self) -> Result<String, Broken> {
        let act = self.chance.below(12);
        if act >= 10 && self.jobs.len() < self.company.jobs {
            return self.take_a_job();
        }
        let Some(job) = self.chance.pick(&self.jobs).cloned() else { return Ok("has no job".into()) };
        let text = format!("公司的话 {}", self.chance.below(1000));
        let crew = self.crew();
        // Without power nothing can be read either.
        let Ok(true) = self.office.knows(&job) else { return Ok(format!("does not know {job}")) };
        Ok(match act {
            0..=2 => self.note(&job, &text)?,
            3..=5 => format!("writes the brief of {job}: {}", self.office.write(&job, keys::NOTE, &text)?),
            _ => format!("sends {crew:?} to {job}: {}", self.office.assign(&job, &crew)?),
        })
    }

    /// A note of one of the clerks, whose page asks again where it heard nothing, and now and then where it did.
    fn note(&mut self, job: &JobId, text: &str) -> Result<String, Broken> {
        let clerk = format!("clerk-{}", 1 + self.chance.below(self.company.clerks));
        let request = format!("request-{:016x}", self.chance.draw());
        let first = self.office.note(job, &clerk, text, &request)?;
        let told = format!("({clerk}) notes on {job}: {}", first.is_some());
        if first.is_some() && !self.chance.one_in(3) {
            return Ok(told);
        }
        if self.office.stand_up()? {
            self.faults.count(Fault::Crash);
            self.office.keeps_its_word()?;
        }
        if !self.office.knows(job)? {
            return Ok(told);
        }
        let again = self.office.note(job, &clerk, text, &request)?;
        match (first, again) {
            (Some(first), Some(again)) if again.id != first.id || !again.before => {
                Err(Broken::new("the hub", "did twice what a page asked for twice under one name"))
            }
            (_, again) => Ok(format!("{told}, asked again: {}", again.is_some_and(|again| again.before))),
        }
    }

    pub(super) fn take_a_job(&mut self) -> Result<String, Broken> {
        let crew = self.crew();
        let Some(job) = self.office.take_job(&crew)? else { return Ok("takes no job".into()) };
        let told = format!("takes {job} for {crew:?}");
        if !self.jobs.contains(&job) {
            self.jobs.push(job);
        }
        Ok(told)
    }

    /// Somebody, mostly more than one.
    fn crew(&mut self) -> Vec<PersonId> {
        let mut crew = self.people.clone();
        let most = self.company.crew;
        while crew.len() > most || (crew.len() > 1 && self.chance.one_in(3)) {
            let place = self.chance.place(crew.len());
            crew.remove(place);
        }
        crew
    }
}
