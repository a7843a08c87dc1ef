//! Moving on, rating, signatures, seal and paper.

use super::{Draft, Refusal};
use crate::checklist::Checklist;
use crate::ids::ItemKey;
use crate::lifecycle;
use crate::record::{Basis, Kind, Slot};
use crate::seal::Seal;
use crate::state::State;
use crate::value::{Moved, PaperMade, Rated, Signed};

impl Checklist<'_> {
    /// The visit moves on along the main line, if everything before it holds.
    pub fn advance(&self, to: State) -> Result<Draft, Refusal> {
        let from = self.fold.state(self.visit);
        let Some((step, missing)) = self.next().filter(|(step, _)| step.to == to) else {
            return Err(Refusal::NoStep { from, to });
        };
        if !missing.is_empty() {
            return Err(Refusal::Shut(missing));
        }
        self.draft(self.transition_slot(), &Moved { from: step.from, to, reason: None }, Basis::Tapped)
    }

    /// The visit goes back: to a new quote, or to the work after a failed test or a customer's word (27, 30, 36).
    pub fn go_back(&self, to: State, reason: &str) -> Result<Draft, Refusal> {
        self.unsealed()?;
        let from = self.fold.state(self.visit);
        if to >= from || !lifecycle::is_known(from, to) {
            return Err(Refusal::NoStep { from, to });
        }
        if reason.trim().is_empty() {
            return Err(Refusal::Empty("原因 reason"));
        }
        let moved = Moved { from, to, reason: Some(reason.trim().to_owned()) };
        self.draft(self.transition_slot(), &moved, Basis::Tapped)
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

    /// Ink on the sheet: `sht.sign_customer` or `sht.sign_tech`. Nobody signs before everything above is answered.
    pub fn sign(&self, key: &ItemKey, signed: &Signed) -> Result<Draft, Refusal> {
        self.open_item(key)?;
        if !matches!(key.as_str(), "sht.sign_customer" | "sht.sign_tech") {
            return Err(Refusal::AnotherKind(key.clone()));
        }
        if signed.name.trim().is_empty() {
            return Err(Refusal::Empty("签字人 signer"));
        }
        let missing = self.missing_before(crate::stage::Stage::Sheet);
        if !missing.is_empty() {
            return Err(Refusal::Shut(missing));
        }
        self.draft(self.at_item(key, None, Kind::Signature), signed, Basis::Evidence)
    }

    /// The seal over the facts. From here on the facts of the visit are closed.
    pub fn seal(&self, seal: &Seal) -> Result<Draft, Refusal> {
        self.unsealed()?;
        if self.fold.state(self.visit) != State::Signing {
            return Err(Refusal::NoStep { from: self.fold.state(self.visit), to: State::Left });
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
