//! The one action below a stage's items: what it confirms, and where it leads then.

use super::{Checklist, Missing};
use crate::ids::ItemKey;
use crate::lifecycle;
use crate::outcome::Outcome;
use crate::pack::Item;
use crate::stage::Stage;
use crate::state::State;

/// Where the one action below a stage leads, once the ticks that stand in the stage are confirmed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Onward {
    /// Nowhere yet: something here wants an answer, a reading, a photo or ink of its own.
    Shut,
    /// To the stage that comes first, or next.
    Stage(Stage),
    /// The visit moves on, as far as this.
    Step(State),
    /// Both have signed: the sheet is sealed.
    Seal,
    /// To the sealed sheet.
    Sheet,
    /// To the other ways (情况有变): to this item, where one is still asked for there.
    Ways(Option<ItemKey>),
    /// Nothing is left to do.
    Over,
}

impl Checklist<'_> {
    /// The stage to work on now: the first open one that lacks something, else the last open one. Whoever has left works on
    /// nothing but the departure: a sheet that nobody signed stays unsigned.
    pub fn current(&self) -> Option<Stage> {
        let from = if self.has_left() { Stage::Departure } else { Stage::Appointment };
        let stages = || self.pack.stages.iter().map(|plan| plan.stage).filter(|stage| *stage >= from);
        let open = || stages().filter(|stage| self.is_stage_open(*stage));
        open().find(|stage| !self.missing_in(*stage).is_empty()).or_else(|| open().next_back())
    }

    fn has_left(&self) -> bool {
        self.fold.state(self.visit) == State::Left
    }

    /// The items of a stage that one tap on all its blocks would answer.
    pub fn confirmable(&self, stage: Stage) -> impl Iterator<Item = &Item> {
        let items = self.pack.items().filter(move |(at, ..)| *at == stage);
        items.map(|(.., item)| item).filter(move |item| self.would_confirm(stage, item))
    }

    /// Where the one action below a stage leads. In this order: what is missing here, what is missing elsewhere before the
    /// step, the step.
    pub fn onward(&self, stage: Stage) -> Onward {
        let Some((_, to, missing)) = self.next() else {
            if self.has_left() && stage < Stage::Departure && !self.missing_in(Stage::Departure).is_empty() {
                return Onward::Stage(Stage::Departure);
            }
            let branch = Outcome::of_branch(self.fold.state(self.visit));
            return if branch.is_some() { Onward::Ways(None) } else { Onward::Over };
        };
        if let Some(current) = self.current().filter(|_| !self.is_stage_open(stage)) {
            return Onward::Stage(current);
        }
        if stage == Stage::Sheet && self.fold.is_sealed(self.visit) {
            return Onward::Sheet;
        }
        let ticks: Vec<&ItemKey> = self.confirmable(stage).map(|item| &item.key).collect();
        let left: Vec<&Missing> = missing.iter().filter(|missing| !ticks.contains(&&missing.item)).collect();
        // The customer's copy exists once the sheet is sealed: when only that is missing, sealing is the way on.
        let only_copy = !left.is_empty() && left.iter().all(|missing| missing.item.as_str() == "sht.copy");
        if stage == Stage::Sheet && only_copy {
            return Onward::Seal;
        }
        let stage_of = |missing: &Missing| self.pack.stage_of(&missing.item);
        if left.iter().any(|missing| stage_of(missing) == Some(stage)) {
            return Onward::Shut;
        }
        match left.first() {
            None => Onward::Step(self.as_far_as(to)),
            Some(elsewhere) => match stage_of(elsewhere) {
                Some(stage) => Onward::Stage(stage),
                None => Onward::Ways(Some(elsewhere.item.clone())),
            },
        }
    }

    /// The steps of the main line that one tap takes to get there.
    pub fn steps_to(&self, to: State) -> Vec<State> {
        let next = self.next().map(|(_, next, _)| next);
        next.filter(|next| *next != to && self.as_far_as(*next) == to).into_iter().chain([to]).collect()
    }

    /// How far a step goes that leads to this state. Who has the customer's signature begins: both are recorded, and the gate
    /// that the second waits for (G6) is the one the first has passed.
    fn as_far_as(&self, to: State) -> State {
        let further = lifecycle::next(to).and_then(|row| row.to.first().copied());
        further.filter(|_| to == State::Consented).unwrap_or(to)
    }
}
