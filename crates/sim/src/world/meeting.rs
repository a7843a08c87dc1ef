//! The end of a life: the network heals, late requests arrive, everybody syncs until nobody has anything new.

use super::World;
use super::rounds::{Round, in_short};
use crate::broken::{Broken, Tried};
use crate::checks::{self, Known};
use crate::network::Line;
use field::FieldRefused;
use field::leaving::Left;
use hub_storage::people::DeviceState;
use sync::order::OrderKind;

/// Rounds until there must be quiet.
const ROUNDS: u32 = 14;
/// Bytes of a photo in one request.
const PIECE: usize = 1 << 20;
/// Between two rounds, milliseconds.
const A_MINUTE: i64 = 60_000;

impl World {
    pub(super) fn meet(&mut self) -> Result<(), Broken> {
        self.deliver(u64::MAX)?;
        while !self.boxed.is_empty() {
            self.unbox(false)?;
        }
        for round in 1..=ROUNDS {
            self.time.pass(A_MINUTE);
            let before = self.office.head()?;
            let mut quiet = true;
            let mut place = 0;
            while place < self.phones.len() {
                quiet &= self.meets(&mut place, round > 1)?;
            }
            // Everybody has reconnected once more by then.
            if quiet && round > 1 && self.office.head()? == before {
                self.tell(format!("quiet after {round} rounds"));
                return Ok(());
            }
        }
        Err(Broken::new("the meeting", format!("there is no quiet after {ROUNDS} rounds")))
    }

    /// One phone's round. Says whether it had nothing new, and goes on to the next phone. `again`: it has had an answer
    /// before, so that nothing new must cost it one request.
    fn meets(&mut self, place: &mut usize, again: bool) -> Result<bool, Broken> {
        let Self { office, phones, faults, .. } = self;
        let Some(phone) = phones.get_mut(*place) else { return Ok(true) };
        let name = phone.name.clone();
        let line = Line::new(office, None, 0);
        let round = Round::make(phone.app()?, &line, PIECE);
        let requests = line.end(faults)?.requests;
        if matches!(round.left, Ok(Left::Wiped)) {
            self.is_gone_at_last(*place, &round)?;
            return Ok(false);
        }
        let report = match &round.report {
            Ok(report) => report,
            Err(refused) => {
                self.heard(*place, &round)?;
                let shut_out = self.phones.get(*place).is_some_and(|phone| phone.shut_out);
                *place += 1;
                return match refused {
                    _ if shut_out => Ok(true),
                    refused => Err(Broken::new(format!("phone {name} cannot sync though all is well"), refused)),
                };
            }
        };
        checks::report(report, &name)?;
        let told = format!("end phone {name} syncs: {}", in_short(report));
        let sent = round.photos.as_ref().tried(&format!("the photos of phone {name}"))?;
        if let Some((_, code)) = sent.refused.first() {
            return Err(Broken::new(format!("the hub, of a photo of phone {name}"), code));
        }
        let nothing =
            report.arrived == 0 && report.stored == 0 && !report.new_epoch && sent.stored.is_empty() && sent.asked == 0;
        let quiet = nothing && round.left.is_ok();
        if quiet && again && report.grants == 0 && report.releases == 0 && requests != 1 {
            return Err(Broken::new(format!("phone {name}"), format!("makes {requests} requests to hear nothing new")));
        }
        if let Err(refused) = &round.left {
            self.tell_again(*place, refused)?;
        }
        self.trace.push(told);
        *place += 1;
        Ok(quiet)
    }

    fn is_gone_at_last(&mut self, place: usize, round: &Round) -> Result<(), Broken> {
        self.is_gone(place, round.order)?;
        // Its holder's next phone is for another day.
        self.boxed.clear();
        Ok(())
    }

    /// A hub that was put back has forgotten that it told a phone to leave; the people of the office have not.
    fn tell_again(&mut self, place: usize, refused: &FieldRefused) -> Result<(), Broken> {
        let Some(phone) = self.phones.get_mut(place) else { return Ok(()) };
        let name = phone.name.clone();
        let order = phone.app()?.order().tried("the order of a phone")?;
        let device = phone.device.clone().tried("the device of a phone")?;
        let state = match order {
            Some(OrderKind::Retire) => DeviceState::Retired,
            Some(OrderKind::Lost) => DeviceState::Lost,
            None => return Err(Broken::new(format!("phone {name} cannot leave"), refused)),
        };
        if refused.code() != "device.not_leaving" {
            return Err(Broken::new(format!("phone {name} cannot leave"), refused));
        }
        self.office.order(&device, state)?;
        self.tell(format!("the office calls phone {name} {} once more", state.key()));
        Ok(())
    }

    /// Everything that must hold now.
    pub(super) fn judge(&mut self) -> Result<Vec<String>, Broken> {
        let known = Known {
            poison: self.hostile.iter().flat_map(|guest| guest.pushed.iter().copied()).collect(),
            newer: self.newer.iter().flat_map(|guest| guest.pushed.iter().copied()).collect(),
        };
        let (told, complaints) = checks::quiet(&mut self.office, &mut self.phones, &known)?;
        told.into_iter().for_each(|line| self.tell(line));
        Ok(complaints)
    }
}
