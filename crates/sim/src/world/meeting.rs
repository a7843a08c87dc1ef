//! The end of a life: the network heals, late requests arrive, everybody syncs until nobody has anything new.

use super::World;
use super::steps::in_short;
use crate::broken::{Broken, Tried};
use crate::checks;
use crate::network::Line;

/// Rounds until there must be quiet.
const ROUNDS: u32 = 12;

impl World {
    pub(super) fn meet(&mut self) -> Result<(), Broken> {
        self.deliver(u64::MAX)?;
        while !self.boxed.is_empty() {
            self.unbox()?;
        }
        for round in 1..=ROUNDS {
            let before = self.office.head()?;
            let mut quiet = true;
            for phone in &mut self.phones {
                let line = Line::new(&mut self.office, None, 0);
                let report = phone.app()?.sync(&line);
                line.end(&mut self.faults)?;
                let report = report.tried(&format!("phone {} cannot sync though all is well", phone.name))?;
                checks::report(&report, &phone.name)?;
                quiet &= report.arrived == 0 && report.stored == 0 && !report.new_epoch;
                self.trace.push(format!("end phone {} syncs: {}", phone.name, in_short(&report)));
            }
            if quiet && self.office.head()? == before {
                self.tell(format!("quiet after {round} rounds"));
                return Ok(());
            }
        }
        Err(Broken::new("the meeting", format!("there is no quiet after {ROUNDS} rounds")))
    }

    /// Everything that must hold now.
    pub(super) fn judge(&mut self) -> Result<Vec<String>, Broken> {
        let mut complaints = Vec::new();
        for phone in &mut self.phones {
            complaints.extend(checks::phone(phone, &mut self.office).err().map(|broken| broken.to_string()));
        }
        complaints.extend(checks::office(&mut self.office)?);
        for job in self.office.jobs()? {
            let (told, found) = checks::job(&job, &mut self.office, &mut self.phones)?;
            self.tell(told);
            complaints.extend(found);
        }
        complaints.extend(checks::everything_saved(&mut self.office, &mut self.phones)?);
        Ok(complaints)
    }
}
