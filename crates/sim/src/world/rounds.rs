//! A round of a phone with the office, as the app makes it: records, then photos, then what the office ordered.

use super::{Late, World};
use crate::broken::{Broken, Tried};
use crate::checks;
use crate::faults::Fault;
use crate::network::{Happened, Line, Trouble};
use crate::phone::Phone;
use field::leaving::Left;
use field::transport::Transport;
use field::{Field, FieldRefused, MediaReport};
use std::cell::RefCell;
use sync::engine::Report;
use sync::order::OrderKind;
use sync::wire::SCHEMA;

/// How the hub answers a phone whose last word it has heard.
pub(super) const HEARD: [&str; 2] = ["device.retired", "device.lost"];
/// Within how many steps a late request arrives.
const LATE: u64 = 6;
/// The first requests of a round, at one of which the trouble comes.
const FIRST: u64 = 4;
/// Bytes of a photo in one request, at least, and how many more at most.
const PIECE: (usize, usize) = (700, 3_000);

/// What came of a round.
pub(super) struct Round {
    /// Of the records.
    pub(super) report: Result<Report, FieldRefused>,
    /// Of the photos.
    pub(super) photos: Result<MediaReport, FieldRefused>,
    /// Whether it is gone, or why it is not.
    pub(super) left: Result<Left, FieldRefused>,
    /// What the office ordered it to do.
    pub(super) order: Option<OrderKind>,
}

/// What a hub says to the last word of a phone that knows more than it.
const SYNC_FIRST: &str = "farewell.sync_first";

impl Round {
    /// As `src-tauri` makes it.
    pub(super) fn make(app: &mut Field, line: &dyn Transport, piece: usize) -> Self {
        app.narrow(piece);
        let report = app.sync(line);
        let photos = match &report {
            Ok(_) => app.send_media(line),
            Err(_) => Ok(MediaReport::default()),
        };
        let left = match field::leaving::leave(&RefCell::new(&mut *app), line) {
            // The hub has lost what this phone handed in: it stays until it has offered all again.
            Err(refused) if refused.code() == SYNC_FIRST => Ok(Left::Stays),
            left => left,
        };
        Self { report, photos, left, order: app.order().ok().flatten() }
    }
}

impl World {
    /// One round of one phone, perhaps with a trouble on its way or a cut of its own power.
    pub(super) fn round(&mut self, place: usize, trouble: Option<Trouble>) -> Result<(), Broken> {
        let Self { office, phones, chance, faults, .. } = self;
        let Some(phone) = phones.get_mut(place) else { return Ok(()) };
        let name = phone.name.clone();
        phone.app()?;
        let dies = trouble.is_none() && self.step > 0 && chance.one_in(3);
        if dies {
            phone.arm(chance);
        }
        let before = if trouble.is_some() { chance.below(FIRST) } else { 0 };
        let kind = trouble.as_ref().map(Trouble::name).unwrap_or_default();
        let (least, more) = PIECE;
        let piece = least + chance.place(more);
        let after = office.served;
        let line = Line::new(office, trouble, before);
        let round = Round::make(phone.app()?, &line, piece);
        let happened = line.end(faults)?;
        let fell = dies && phone.stand_up();
        let told = told(phone, &round, &happened, fell)?;
        if let Some(call) = happened.late {
            let due = self.step + 1 + self.chance.below(LATE);
            self.late.push(Late { due, after, call });
        }
        self.tell(format!("phone {name} syncs {kind}: {told}"));
        if matches!(round.left, Ok(Left::Wiped)) {
            return self.is_gone(place, round.order);
        }
        if fell { self.rises_again(place) } else { self.heard(place, &round) }
    }

    /// What the phone must know now, and why it may not be let in.
    pub(super) fn heard(&mut self, place: usize, round: &Round) -> Result<(), Broken> {
        let Some(phone) = self.phones.get_mut(place) else { return Ok(()) };
        let name = format!("phone {}", phone.name);
        match &round.report {
            Ok(report) => {
                let outdated = phone.app()?.is_outdated().tried("what an app knows of its age")?;
                let right = outdated == (report.schema > SCHEMA);
                if right { Ok(()) } else { Err(Broken::new(name, "does not know whether it is outdated")) }
            }
            Err(refused) if HEARD.contains(&refused.code()) && !phone.shut_out => {
                let device = phone.device.clone().tried("the device of a phone")?;
                phone.shut_out = true;
                self.faults.count(Fault::LetInNoMore);
                let word = self.office.last_word(&device)?;
                if word.is_some() {
                    Ok(())
                } else {
                    Err(Broken::new(name, "is let in no more and never said farewell"))
                }
            }
            Err(_) => Ok(()),
        }
    }

    /// A phone whose power went is switched on again: everything it said must be there.
    pub(super) fn rises_again(&mut self, place: usize) -> Result<(), Broken> {
        self.faults.count(Fault::Crash);
        let Self { office, phones, .. } = self;
        let Some(phone) = phones.get_mut(place) else { return Ok(()) };
        checks::phone(phone, office)
    }

    /// A phone has wiped itself. What it had is at the office, or was not waited for. Its holder gets another one.
    pub(super) fn is_gone(&mut self, place: usize, order: Option<OrderKind>) -> Result<(), Broken> {
        let mut phone = self.phones.remove(place);
        phone.is_wiped()?;
        let kind = order.tried("the order of a phone that wiped itself")?;
        match kind {
            OrderKind::Retire => {
                checks::handed_in(&phone, &mut self.office)?;
                self.faults.count(Fault::Retired);
            }
            OrderKind::Lost => {
                checks::is_told(&phone, &mut self.office)?;
                self.faults.count(Fault::Lost);
            }
        }
        self.tell(format!("phone {} wipes itself: {}", phone.name, kind.key()));
        phone.close();
        self.images.retain(|(name, _)| *name != phone.name);
        let next = Phone::new(&format!("{}n", phone.name), phone.person.clone(), &mut self.chance, &self.time);
        self.boxed.insert(0, next);
        Ok(())
    }
}

/// A round in a line; what went wrong must have a cause.
fn told(phone: &Phone, round: &Round, happened: &Happened, fell: bool) -> Result<String, Broken> {
    let name = phone.name.clone();
    let excuse = |refused: &FieldRefused| match refused {
        _ if fell => Some("its power goes"),
        FieldRefused::Network(_) if happened.is_disturbed() => Some("no answer"),
        // Its nonces are used up by what was delivered twice; or what came was cut short.
        _ if happened.is_disturbed() => Some("not understood"),
        refused if HEARD.contains(&refused.code()) => Some("let in no more"),
        _ => None,
    };
    let report = match &round.report {
        Ok(report) => {
            checks::report(report, &name)?;
            in_short(report)
        }
        Err(refused) => match excuse(refused) {
            Some(excuse) => excuse.to_owned(),
            None => return Err(Broken::new(format!("phone {name} cannot sync"), refused)),
        },
    };
    let photos = match &round.photos {
        Ok(sent) => match sent.refused.first() {
            Some((_, code)) if !fell && !happened.is_disturbed() => {
                return Err(Broken::new(format!("the hub, of a photo of phone {name}"), code));
            }
            _ if sent.stored.is_empty() => String::new(),
            _ => format!(", {} photos", sent.stored.len()),
        },
        Err(refused) => match excuse(refused) {
            Some(excuse) => format!(", photos: {excuse}"),
            None => return Err(Broken::new(format!("phone {name} cannot send its photos"), refused)),
        },
    };
    let left = match &round.left {
        Ok(_) => String::new(),
        // A hub that was put back does not know that it told the phone to leave.
        Err(refused) if refused.code() == "device.not_leaving" => ", it is not let go".to_owned(),
        Err(refused) => match excuse(refused) {
            Some(excuse) => format!(", to leave: {excuse}"),
            None => return Err(Broken::new(format!("phone {name} cannot leave"), refused)),
        },
    };
    Ok(report + &photos + &left)
}

/// A report in a line, without what differs from run to run.
pub(super) fn in_short(report: &Report) -> String {
    let Report { rounds, repeats, stored, held, late, arrived, grants, new_epoch, .. } = report;
    let epoch = if *new_epoch { ", a new epoch" } else { "" };
    format!(
        "{rounds}+{repeats} requests, {stored} stored, {held} held, {late} late, {arrived} came, {grants} grants{epoch}"
    )
}
