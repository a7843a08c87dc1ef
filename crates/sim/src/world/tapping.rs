//! A tap. The disk may lose its power or be full meanwhile; whatever the app then says must be true.

use super::World;
use crate::broken::{Broken, Tried};
use crate::faults::Fault;
use crate::phone::{Phone, VISIT};
use crate::taps::Tap;
use domain::ids::{JobId, RecordId};
use field::FieldRefused;
use std::collections::BTreeMap;

/// What goes wrong with the phone's disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Trouble {
    Nothing,
    Power,
    Full,
}

/// How a tap ended.
enum Ended {
    /// The screen said that so many records are saved.
    Saved,
    /// The rules said no.
    Refused,
    /// The phone is to leave, and takes no work any more.
    Leaving,
    /// The power went before the screen said anything.
    Dark,
    /// The disk was full.
    Full,
}

type Records = BTreeMap<RecordId, String>;

impl World {
    pub(super) fn tap(&mut self) -> Result<(), Broken> {
        let place = self.chance.place(self.phones.len());
        let tap = Tap::any(&mut self.chance, self.time.now());
        let first = self.chance.place(self.jobs.len());
        let trouble = match self.chance.below(12) {
            0..=1 => Trouble::Power,
            2 => Trouble::Full,
            _ => Trouble::Nothing,
        };
        let Some(phone) = self.phones.get_mut(place) else { return Ok(()) };
        let (before, from) = self.jobs.split_at_checked(first).unwrap_or_default();
        let Some(job) = phone.works_on(from.iter().chain(before))? else { return Ok(()) };
        match trouble {
            Trouble::Nothing => {}
            Trouble::Power => phone.arm(&mut self.chance),
            Trouble::Full => phone.fill_up(self.chance.below(12_000)),
        }
        let (ended, fell) = tap_on(phone, &job, &tap, trouble)?;
        let told = match ended {
            Ended::Saved => "saved",
            Ended::Refused => "refused",
            Ended::Leaving => "it is to leave",
            Ended::Dark => "its power goes",
            Ended::Full => "its disk is full",
        };
        let told = format!("phone {} taps on {job}: {} {told}", phone.name, tap.name());
        if matches!(ended, Ended::Full) {
            self.faults.count(Fault::Full);
        }
        self.tell(told);
        if fell { self.rises_again(place) } else { Ok(()) }
    }
}

/// Taps, and holds what the app says against what is there.
fn tap_on(phone: &mut Phone, job: &JobId, tap: &Tap, trouble: Trouble) -> Result<(Ended, bool), Broken> {
    let before = phone.records(job)?.tried("the job to tap on")?;
    let expected = phone.app()?.look(job, VISIT, |list| tap.on(list).map(|drafts| drafts.len()));
    let expected = expected.tried("looking at a visit")?.ok();
    let writes = phone.writes();
    let done = tap.act(phone.app()?, job);
    let unwritten = phone.writes() == writes;
    let fell = phone.stand_up();
    phone.make_room();
    let ended = match done {
        Ok(()) => Ended::Saved,
        Err(FieldRefused::Act(_)) => Ended::Refused,
        Err(FieldRefused::Leaving) => Ended::Leaving,
        Err(_) if fell => Ended::Dark,
        Err(_) if trouble == Trouble::Full => Ended::Full,
        Err(refused) => return Err(Broken::new(format!("phone {} cannot save", phone.name), refused)),
    };
    if matches!(ended, Ended::Refused | Ended::Leaving) && !fell && !unwritten {
        return Err(Broken::new(format!("phone {}", phone.name), "a refused tap wrote to the disk"));
    }
    if matches!(ended, Ended::Full) {
        // Not from memory: what is on the disk.
        phone.close();
    }
    let after = phone.records(job)?.tried("the job just tapped on")?;
    let fresh = fresh(phone, &before, &after)?;
    let holds = match ended {
        Ended::Saved => expected == Some(fresh.len()),
        Ended::Refused => expected.is_none() && fresh.is_empty(),
        Ended::Dark => fresh.is_empty() || expected == Some(fresh.len()),
        Ended::Full | Ended::Leaving => fresh.is_empty(),
    };
    if !holds {
        let said = format!("{} records were to be written, {} were", expected.unwrap_or_default(), fresh.len());
        return Err(Broken::new(format!("phone {}, tap {}", phone.name, tap.name()), said));
    }
    if matches!(ended, Ended::Saved) && !fresh.is_empty() {
        phone.saved.entry(job.clone()).or_default().extend(fresh);
    }
    Ok((ended, fell))
}

/// What came; nothing may have gone or changed.
fn fresh(phone: &Phone, before: &Records, after: &Records) -> Result<Records, Broken> {
    if let Some((id, _)) = before.iter().find(|(id, text)| after.get(id) != Some(text)) {
        return Err(Broken::new(format!("phone {}", phone.name), format!("record {id} is not as it was before a tap")));
    }
    Ok(after.iter().filter(|(id, _)| !before.contains_key(id)).map(|(id, text)| (id.clone(), text.clone())).collect())
}
