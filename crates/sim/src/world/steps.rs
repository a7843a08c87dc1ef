//! What a step can be.

use super::{Late, World};
use crate::broken::Broken;
use crate::faults::Fault;
use crate::network::Trouble;
use crate::time;

/// Backups that are kept.
const BACKUPS: usize = 3;

impl World {
    pub(super) fn take_a_step(&mut self) -> Result<(), Broken> {
        match self.chance.below(100) {
            0..=37 => self.tap(),
            38..=61 => {
                let place = self.chance.place(self.phones.len());
                let trouble = if self.chance.one_in(2) { Some(Trouble::any(&mut self.chance)) } else { None };
                self.round(place, trouble)
            }
            62..=73 => self.office_works(),
            74..=77 => self.restart_a_phone(),
            78 => self.copy_a_phone(),
            79..=80 => self.take_an_image(),
            81 => self.put_an_image_back(),
            82..=84 => self.back_up(),
            85..=87 => self.restore(),
            88 => self.unbox(true),
            89..=90 => self.tell_a_phone_to_leave(),
            91..=92 => {
                self.set_a_clock();
                Ok(())
            }
            93..=97 => self.poison(),
            _ => self.write_newer(),
        }
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

    pub(super) fn back_up(&mut self) -> Result<(), Broken> {
        let backup = self.office.back_up()?;
        self.backups.push(backup);
        if self.backups.len() > BACKUPS {
            self.backups.remove(0);
        }
        self.tell("the hub is backed up");
        Ok(())
    }

    fn restore(&mut self) -> Result<(), Broken> {
        let place = self.chance.place(self.backups.len());
        let by_hand = self.chance.one_in(2);
        let Some(backup) = self.backups.get(place) else { return Ok(()) };
        if by_hand {
            self.office.restore_by_hand(backup)?;
        } else {
            self.office.restore(backup)?;
        }
        self.faults.count(Fault::Restore);
        self.office.noticed.drain(..).for_each(|fault| self.faults.count(fault));
        self.tell(format!("the hub is restored from a backup{}", if by_hand { ", by hand" } else { "" }));
        Ok(())
    }

    fn set_a_clock(&mut self) {
        let place = self.chance.place(self.phones.len());
        let wrong_by = time::wrong(&mut self.chance);
        let Some(phone) = self.phones.get(place) else { return };
        phone.set_clock(wrong_by);
        self.faults.count(Fault::ClockJump);
        if time::is_years(wrong_by) {
            self.faults.count(Fault::ClockOff);
        }
        let told = format!("the clock of phone {} is {} hours off", phone.name, wrong_by / 3_600_000);
        self.tell(told);
    }

    /// Late requests that are due arrive.
    pub(super) fn deliver(&mut self, upto: u64) -> Result<(), Broken> {
        let (due, later): (Vec<Late>, Vec<Late>) = self.late.drain(..).partition(|late| late.due <= upto);
        self.late = later;
        for late in due {
            let newer = self.office.served > late.after;
            let reply = self.office.answer(&late.call)?;
            self.faults.count(Fault::Delay);
            if newer {
                self.faults.count(Fault::Reorder);
            }
            self.office.noticed.drain(..).for_each(|fault| self.faults.count(fault));
            let status = reply.map(|reply| reply.status).unwrap_or_default();
            self.tell(format!("a late request arrives: {status}"));
        }
        Ok(())
    }
}
