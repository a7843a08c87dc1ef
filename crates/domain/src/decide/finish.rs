//! Moving on, rating, signatures, seal and paper.

use super::{Draft, Refusal};
use crate::checklist::{Checklist, Lack, Missing};
use crate::ids::ItemKey;
use crate::lifecycle::{self, Guard, Transition};
use crate::outcome::Outcome;
use crate::pack::Evidence;
use crate::record::{Basis, Kind, Slot};
use crate::seal::Seal;
use crate::stage::Stage;
use crate::state::State;
use crate::value::{Agreed, Moved, PaperMade, Rated, Signed};

impl Checklist<'_> {
    /// The visit moves on along the main line, if everything before it holds.
    pub fn advance(&self, to: State) -> Result<Draft, Refusal> {
        self.moves_as_one()?;
        let from = self.fold.state(self.visit);
        let Some((_, to, missing)) = self.next().filter(|(_, next, _)| *next == to) else {
            return Err(Refusal::NoStep { from, to });
        };
        if !missing.is_empty() {
            return Err(Refusal::Shut(missing));
        }
        let (outcome, branched_at) = (self.ending(), self.fold.branched_at(self.visit));
        self.draft(self.transition_slot(), &Moved { outcome, branched_at, ..Moved::along(from, to) }, Basis::Tapped)
    }

    /// Any other move of the visit: into a branch and out of it, a step back, a way round (STANDARDS 2.6, by its number).
    pub fn turn(&self, number: u8, to: State, reason: &str) -> Result<Draft, Refusal> {
        self.moves_as_one()?;
        self.unsealed()?;
        let from = self.fold.state(self.visit);
        let mut rows = lifecycle::of_phone(from).filter(|row| !row.is_main_line());
        let row = rows.find(|row| row.number == number && row.to.contains(&to) && self.may_lead(row, to));
        let row = row.ok_or(Refusal::NoStep { from, to })?;
        if row.needs_reason() && reason.trim().is_empty() {
            return Err(Refusal::Empty("原因 reason"));
        }
        if row.guards.contains(&Guard::NewTime) && !self.has_new_time() {
            return Err(Refusal::Empty("新的上门时间 the new time"));
        }
        let missing = self.missing_for(row, to);
        if !missing.is_empty() {
            return Err(Refusal::Shut(missing));
        }
        let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        self.draft(self.transition_slot(), &Moved { reason, ..self.turned(row, to) }, Basis::Tapped)
    }

    /// The new time agreed with the customer after the old one fell. Where the technician had set out or prepared, this
    /// trip is over and the next one begins: its checks are made afresh.
    pub fn rebook(&self, agreed: &Agreed) -> Result<Vec<Draft>, Refusal> {
        self.moves_as_one()?;
        let (from, to) = (self.fold.state(self.visit), State::Booked);
        if from != State::Rescheduling {
            return Err(Refusal::NoStep { from, to });
        }
        let mut time = self.agree_time(agreed)?;
        let same_trip = self.fold.branched_at(self.visit) == Some(State::Booked);
        let mut booked = self.draft(self.transition_slot(), &Moved::along(from, to), Basis::Tapped)?;
        if same_trip {
            return Ok(vec![time, booked]);
        }
        let over = self.turn(66, State::Uploaded, "")?;
        for draft in [&mut time, &mut booked] {
            draft.visit = Some(self.visit.next());
            draft.replaces.clear();
        }
        Ok(vec![over, time, booked])
    }

    /// Whether everybody agrees where the visit is; else a move would settle it unseen.
    fn moves_as_one(&self) -> Result<(), Refusal> {
        if self.fold.open.contains(&self.transition_slot()) { Err(Refusal::Unsettled) } else { Ok(()) }
    }

    /// The outcome so far; *completed* goes without saying.
    fn ending(&self) -> Option<Outcome> {
        self.fold.outcome(self.visit).filter(|outcome| *outcome != Outcome::Completed)
    }

    fn has_new_time(&self) -> bool {
        let agreed = self.fold.settled(&self.appointment_slot()).map(|(id, _)| id);
        agreed.is_some() && agreed != self.fold.fallen_time(self.visit)
    }

    /// What a turn says of how the visit ends: a branch begins or goes on, or the visit is back on the main line.
    fn turned(&self, row: &Transition, to: State) -> Moved {
        let from = self.fold.state(self.visit);
        let moved = Moved::along(from, to);
        let under_way = self.ending().map(|outcome| (outcome, self.fold.branched_at(self.visit)));
        let begins = Outcome::of_branch(to).map(|outcome| (outcome, Some(from)));
        let (outcome, branched_at) = match row.number {
            59 => (Some(Outcome::LeftWithKnownFault), None),
            60 => (Some(self.ending().unwrap_or(Outcome::Unsigned)), self.fold.branched_at(self.visit)),
            19 | 37 | 66 => under_way.map_or((None, None), |(outcome, at)| (Some(outcome), at)),
            _ => begins.map_or((None, None), |(outcome, at)| (Some(outcome), at)),
        };
        let time = self.fold.settled(&self.appointment_slot()).map(|(id, _)| id.clone());
        let fallen = if to == State::Rescheduling { time } else { None };
        Moved { outcome, branched_at, fallen, ..moved }
    }

    fn transition_slot(&self) -> Slot {
        Slot { visit: Some(self.visit), item: None, unit: None, kind: Kind::Transition }
    }

    /// The customer's rating and words.
    pub fn rate(&self, rated: &Rated) -> Result<Draft, Refusal> {
        self.open_item(&"sht.rate".into())?;
        if !(1..=5).contains(&rated.score) {
            return Err(Refusal::NotAReading(rated.score.to_string(), "1–5".into()));
        }
        self.draft(self.rating_slot(), rated, Basis::Tapped)
    }

    /// Ink on the sheet (`sht.sign_customer`, `sht.sign_tech`) or on the acceptance form. Nobody signs before everything
    /// above is answered.
    pub fn sign(&self, key: &ItemKey, signed: &Signed) -> Result<Draft, Refusal> {
        let item = self.open_item(key)?;
        if item.evidence != Evidence::Signature || !key.as_str().starts_with("sht.") {
            return Err(Refusal::AnotherKind(key.clone()));
        }
        if signed.name.trim().is_empty() {
            return Err(Refusal::Empty("签字人 signer"));
        }
        let mut missing = self.missing_before(Stage::Sheet);
        missing.extend(self.missing_in_branch("blk.return"));
        if !missing.is_empty() {
            return Err(Refusal::Shut(missing));
        }
        let signed = Signed { shown: Some(self.substance()), ..signed.clone() };
        self.draft(self.at_item(key, None, Kind::Signature), &signed, Basis::Evidence)
    }

    /// The seal over the facts, where those are what was signed. From here on the facts of the visit are closed.
    pub fn seal(&self, seal: &Seal) -> Result<Draft, Refusal> {
        self.unsealed()?;
        if self.fold.state(self.visit) != State::Signing {
            return Err(Refusal::NoStep { from: self.fold.state(self.visit), to: State::Left });
        }
        let unsigned = self.missing_in(Stage::Sheet).into_iter().filter(|missing| missing.lack == Lack::Signature);
        let unsigned: Vec<Missing> = unsigned.collect();
        if !unsigned.is_empty() {
            return Err(Refusal::Shut(unsigned));
        }
        self.draft(self.paper_slot(Kind::Seal), seal, Basis::Evidence)
    }

    /// The signed PDF of a sealed paper.
    pub fn file_paper(&self, paper: &PaperMade) -> Result<Draft, Refusal> {
        self.draft(self.paper_slot(Kind::Paper), paper, Basis::Evidence)
    }

    fn paper_slot(&self, kind: Kind) -> Slot {
        Slot { visit: Some(self.visit), item: Some("sht.copy".into()), unit: None, kind }
    }
}
