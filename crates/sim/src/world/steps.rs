//! What a step can be, but for taps.

use super::{Late, World};
use crate::broken::{Broken, Tried};
use crate::checks;
use crate::faults::Fault;
use crate::network::{Line, Trouble};
use domain::brief::keys;
use domain::ids::PersonId;
use field::FieldRefused;
use sync::engine::Report;

/// Backups that are kept, and jobs a life has at most.
const BACKUPS: usize = 3;
const JOBS: usize = 3;
/// What the app says to a second 401 in one sync.
const NOT_ADMITTED: &str = "sync.not_admitted";
/// Within how many steps a late request arrives.
const LATE: u64 = 6;

impl World {
    pub(super) fn take_a_step(&mut self) -> Result<(), Broken> {
        match self.chance.below(100) {
            0..=44 => self.tap(),
            45..=69 => {
                let place = self.chance.place(self.phones.len());
                let trouble = if self.chance.one_in(2) { Some(Trouble::any(&mut self.chance)) } else { None };
                self.sync(place, trouble)
            }
            70..=83 => self.office_works(),
            84..=88 => self.restart_a_phone(),
            89..=90 => self.copy_a_phone(),
            91..=94 => {
                self.back_up();
                Ok(())
            }
            95..=97 => self.restore(),
            _ => self.unbox(),
        }
    }

    /// One sync of one phone, perhaps with a trouble on its way or a cut of its own power.
    pub(super) fn sync(&mut self, place: usize, trouble: Option<Trouble>) -> Result<(), Broken> {
        let Self { office, phones, chance, faults, .. } = self;
        let Some(phone) = phones.get_mut(place) else { return Ok(()) };
        let name = phone.name.clone();
        phone.app()?;
        let dies = trouble.is_none() && self.step > 0 && chance.one_in(3);
        if dies {
            phone.arm(chance);
        }
        let before = if trouble.is_some() { chance.below(3) } else { 0 };
        let kind = trouble.as_ref().map(Trouble::name).unwrap_or_default();
        let after = office.served;
        let line = Line::new(office, trouble, before);
        let done = phone.app()?.sync(&line);
        let happened = line.end(faults)?;
        let fell = dies && phone.stand_up();
        let disturbed = happened.fault.is_some() || happened.late.is_some();
        if let Some(call) = happened.late {
            let due = self.step + 1 + chance.below(LATE);
            self.late.push(Late { due, after, call });
        }
        let told = match done {
            Ok(report) => {
                checks::report(&report, &name)?;
                in_short(&report)
            }
            Err(FieldRefused::Network(_)) if disturbed => "no answer".to_owned(),
            // Its nonces are used up by what was delivered twice; the next sync has a fresh one.
            Err(refused) if disturbed && refused.code() == NOT_ADMITTED => "not admitted".to_owned(),
            Err(_) if fell => "its power goes".to_owned(),
            Err(refused) => return Err(Broken::new(format!("phone {name} cannot sync"), refused)),
        };
        self.tell(format!("phone {name} syncs {kind}: {told}"));
        if fell { self.rises_again(place) } else { Ok(()) }
    }

    /// A phone whose power went is switched on again: everything it said must be there.
    pub(super) fn rises_again(&mut self, place: usize) -> Result<(), Broken> {
        self.faults.count(Fault::Crash);
        let Self { office, phones, .. } = self;
        let Some(phone) = phones.get_mut(place) else { return Ok(()) };
        checks::phone(phone, office)
    }

    fn office_works(&mut self) -> Result<(), Broken> {
        let dies = self.chance.one_in(5);
        if dies {
            self.office.arm(&mut self.chance);
        }
        let told = self.act_of_the_office()?;
        let fell = self.office.stand_up()?;
        self.tell(format!("the office {told}{}", if fell { "; its power goes" } else { "" }));
        if fell {
            self.faults.count(Fault::Crash);
            self.office.keeps_its_word()?;
        }
        Ok(())
    }

    fn act_of_the_office(&mut self) -> Result<String, Broken> {
        let act = self.chance.below(10);
        if act >= 8 && self.jobs.len() < JOBS {
            return self.take_a_job();
        }
        let Some(job) = self.chance.pick(&self.jobs).cloned() else { return Ok("has no job".into()) };
        let text = format!("公司的话 {}", self.chance.below(1000));
        let crew = self.crew();
        // Without power nothing can be read either.
        let Ok(true) = self.office.knows(&job) else { return Ok(format!("does not know {job}")) };
        Ok(match act {
            0..=3 => format!("notes on {job}: {}", self.office.note(&job, &text)?),
            4..=6 => format!("writes the brief of {job}: {}", self.office.write(&job, keys::NOTE, &text)?),
            _ => format!("sends {crew:?} to {job}: {}", self.office.assign(&job, &crew)?),
        })
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

    /// Somebody, often more than one.
    fn crew(&mut self) -> Vec<PersonId> {
        let mut crew = self.people.clone();
        while crew.len() > 1 && self.chance.one_in(3) {
            let place = self.chance.place(crew.len());
            crew.remove(place);
        }
        crew
    }

    fn restart_a_phone(&mut self) -> Result<(), Broken> {
        let place = self.chance.place(self.phones.len());
        let Some(phone) = self.phones.get_mut(place) else { return Ok(()) };
        let name = phone.name.clone();
        if self.chance.one_in(2) {
            phone.close();
            phone.app()?;
            self.tell(format!("phone {name} is closed and opened"));
            return Ok(());
        }
        // The battery goes, and perhaps again while the app starts.
        phone.app()?;
        phone.pull_battery();
        phone.stand_up();
        let again = self.chance.one_in(2);
        if again {
            phone.arm(&mut self.chance);
            let started = phone.start().map(drop);
            let fell = phone.stand_up();
            if let (Err(refused), false) = (started, fell) {
                return Err(Broken::new(format!("phone {name} does not start"), refused));
            }
        }
        self.tell(format!("phone {name} loses its battery"));
        self.rises_again(place)
    }

    /// One phone a life is copied to a second one, and both go on.
    fn copy_a_phone(&mut self) -> Result<(), Broken> {
        if self.copied || self.phones.is_empty() {
            return Ok(());
        }
        let place = self.chance.place(self.phones.len());
        let phone = self.phones.get(place).tried("the phone to copy")?;
        let copy = phone.copied(&mut self.chance, &self.time);
        self.tell(format!("phone {} is a copy", copy.name));
        self.phones.push(copy);
        self.copied = true;
        self.faults.count(Fault::Clone);
        Ok(())
    }

    pub(super) fn back_up(&mut self) {
        let backup = self.office.back_up();
        self.backups.push(backup);
        if self.backups.len() > BACKUPS {
            self.backups.remove(0);
        }
        self.tell("the hub is backed up");
    }

    fn restore(&mut self) -> Result<(), Broken> {
        let place = self.chance.place(self.backups.len());
        let Some(backup) = self.backups.get(place) else { return Ok(()) };
        self.office.restore(backup)?;
        self.faults.count(Fault::Restore);
        self.tell("the hub is restored from a backup");
        Ok(())
    }

    /// Late requests that are due arrive.
    pub(super) fn deliver(&mut self, upto: u64) -> Result<(), Broken> {
        let (due, later): (Vec<Late>, Vec<Late>) = self.late.drain(..).partition(|late| late.due <= upto);
        self.late = later;
        for late in due {
            let newer = self.office.served > late.after;
            let reply = self.office.answer(&late.call)?;
            if newer {
                self.faults.count(Fault::Reorder);
            }
            let status = reply.map(|reply| reply.status).unwrap_or_default();
            self.tell(format!("a late request arrives: {status}"));
        }
        Ok(())
    }
}

/// A report in a line, without what differs from run to run.
pub(super) fn in_short(report: &Report) -> String {
    let Report { rounds, repeats, stored, held, late, arrived, grants, new_epoch, .. } = report;
    let epoch = if *new_epoch { ", a new epoch" } else { "" };
    format!(
        "{rounds}+{repeats} requests, {stored} stored, {held} held, {late} late, {arrived} came, {grants} grants{epoch}"
    )
}
