//! What the clock says of a visit: nobody ticks it, and nobody can say otherwise.

use super::Checklist;
use crate::decimal::Decimal;
use crate::fold::Fold;
use crate::ids::{ItemKey, VisitNo};
use crate::pack::Item;
use crate::record::{Basis, Kind, Record, Slot};
use crate::settings::{EARLY_FROM, EARLY_TO, whole};
use crate::stage::Stage;
use crate::state::State;
use crate::time::unix_ms;
use crate::timer;
use crate::timer::notice::Notice;
use crate::value::Agreed;
use serde::Deserialize;

/// When somebody came, held against the agreed time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Punctual {
    /// Minutes after the agreed time; negative is early.
    pub minutes: i64,
    /// As the standard wants it: not late beyond the firm's tolerance, and not earlier than the pack's range (ARR-01, ARR-02).
    pub in_window: bool,
}

/// Answers that were confirmed with their blocks: ticking is not doing, and how long somebody looked is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Together {
    /// How many.
    pub items: u32,
    /// The shortest time between the screen that showed them and the tap, in seconds.
    pub seconds: u32,
}

impl Checklist<'_> {
    /// What was confirmed with its block among these items, where it is known since when it was on the screen.
    pub fn together(&self, wanted: impl Fn(Stage, &Item) -> bool) -> Option<Together> {
        let wanted = |key: &ItemKey| self.pack.items().any(|(stage, _, item)| item.key == *key && wanted(stage, item));
        let answers = self.fold.of_kind(self.visit, &Kind::Answer).into_iter().map(|(_, record)| record);
        let blocks = answers.filter(|it| it.basis == Some(Basis::Block) && it.item.as_ref().is_some_and(wanted));
        let looked = |record: &Record| Some((record.at.unix_ms()? - unix_ms(record.opened.as_deref()?)?).max(0) / 1000);
        let looked: Vec<i64> = blocks.filter_map(looked).collect();
        let seconds = u32::try_from(*looked.iter().min()?).unwrap_or(u32::MAX);
        Some(Together { items: u32::try_from(looked.len()).unwrap_or(u32::MAX), seconds })
    }

    /// When the technician stood at the door; none before that, or without an agreed time.
    pub fn punctual(&self) -> Option<Punctual> {
        let agreed: Agreed = self.fold.value(&self.appointment_slot())?;
        let moves = self.fold.moves(self.visit);
        let (arrived, _) = moves.iter().find(|(_, moved)| moved.to == State::Arrived)?;
        let minutes = (arrived.at.unix_ms()? - unix_ms(&agreed.from)?).div_euclid(60_000);
        let range = self.pack.item(&"arr.window".into()).and_then(|item| item.measure.as_ref());
        let limit =
            |text: Option<&String>| text.and_then(|text| Decimal::read(text)).and_then(|limit| limit.times_minor(1));
        let early = |key: &str| self.values.early(key).map(|minutes| -minutes);
        let least = early(EARLY_TO).or_else(|| limit(range.and_then(|range| range.least.as_ref())));
        let most = early(EARLY_FROM).or_else(|| limit(range.and_then(|range| range.most.as_ref()))).unwrap_or(0);
        let most = most + self.values.whole(whole::LATE_TOLERANCE_MIN);
        Some(Punctual { minutes, in_window: least.is_none_or(|least| minutes >= least) && minutes <= most })
    }

    /// How long before it the last change of this visit's time was told; none where none was changed.
    pub fn notice(&self) -> Option<Notice> {
        let (fell, new) = fallen(self.fold, self.visit)?;
        timer::notice::judge(self.pack, self.values, &fell, &new)
    }
}

/// The agreed time that fell last, and the one that took its place: on this visit, or on the trip before it.
pub(super) fn fallen(fold: &Fold, visit: VisitNo) -> Option<(Agreed, Agreed)> {
    let (_, standing) = fold.settled(&Slot::appointment(visit))?;
    let before = || fold.moves(visit.before()?).into_iter().rev().find_map(|(_, moved)| moved.fallen);
    let fell = standing.replaces.first().cloned().or_else(before)?;
    let record = fold.records.get(&fell)?.record.as_deref()?;
    Agreed::deserialize(&record.value).ok().zip(Agreed::deserialize(&standing.value).ok())
}
