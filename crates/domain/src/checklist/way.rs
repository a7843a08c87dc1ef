//! How a visit goes on: how far it came, what it owes on the way it took, and what each move of STANDARDS 2.6 still lacks.

use super::{Checklist, Missing, Standing};
use crate::flag::Flag;
use crate::gate::Gate;
use crate::ids::ItemKey;
use crate::lifecycle::{self, Guard, Transition};
use crate::outcome::Outcome;
use crate::pack::Item;
use crate::stage::Stage;
use crate::state::State;
use crate::value::Said;
use std::collections::BTreeSet;

impl Checklist<'_> {
    /// Whether the visit came this far along the main line.
    pub(super) fn reached(&self, state: State) -> bool {
        let position = self.fold.position(self.visit);
        match self.fold.branched_at(self.visit) {
            Some(at) if state < State::Signing => at >= state,
            _ => position >= state,
        }
    }

    /// Whether an item of this stage may be answered in the state the visit is in.
    pub fn is_open(&self, item: &Item, stage: Stage) -> bool {
        self.clears_in(stage) || self.reached(lifecycle::opens_at(stage, &item.key))
    }

    /// Whether an item of a branch may be answered in the state the visit is in.
    pub fn is_branch_open(&self, key: &ItemKey) -> bool {
        let block = self.pack.branches.values().find(|block| block.items.iter().any(|item| item.key == *key));
        block.is_some_and(|block| lifecycle::branch_is_open(&block.key, self.fold.state(self.visit)))
    }

    /// Whether a stage may be worked on in the state the visit is in.
    pub fn is_stage_open(&self, stage: Stage) -> bool {
        self.clears_in(stage) || self.reached(stage.works_in())
    }

    /// Whether a branch has to be cleared away in this stage.
    fn clears_in(&self, stage: Stage) -> bool {
        stage == Stage::Clean && self.fold.branched_at(self.visit).is_some() && self.must_clear()
    }

    /// Whether a branch leaves something to clear away: protection was laid, or something opened (37).
    fn must_clear(&self) -> bool {
        let mat = self.pack.item(&"prt.mat".into()).is_some_and(|mat| self.judge(mat) == Ok(Said::Done));
        let opened = [Flag::OpensCase, Flag::ElectricalOpened].iter().any(|flag| self.flags.contains(flag));
        self.reached(State::Survey) || mat || opened
    }

    /// Whether the visit, going the way it went, owes this item: a branch owes what was finished before it, and clearing
    /// away what was laid; a product that comes back owes no second survey.
    pub(super) fn owes(&self, stage: Stage, item: &Item) -> bool {
        match self.fold.branched_at(self.visit) {
            _ if matches!(stage, Stage::Sheet | Stage::Departure) => true,
            Some(_) if stage == Stage::Clean && Gate::G12.waits_for(&item.key) => self.must_clear(),
            Some(at) => lifecycle::finished_by(stage).is_some_and(|state| state <= at),
            None if self.returned => match stage {
                Stage::Survey | Stage::Work => false,
                // Only what is quoted here is agreed to here.
                Stage::Quote | Stage::Consent => self.quoted_in() == Some(self.visit),
                _ => true,
            },
            None => true,
        }
    }

    /// Whether a failed test is known, signed for and left (59).
    fn leaves_fault(&self, stage: Stage) -> bool {
        stage == Stage::Test && self.fold.outcome(self.visit) == Some(Outcome::LeftWithKnownFault)
    }

    /// What a stage still lacks, in order.
    pub fn missing_in(&self, stage: Stage) -> Vec<Missing> {
        self.missing(|at, _| at == stage)
    }

    /// What all stages before this one lack.
    pub fn missing_before(&self, stage: Stage) -> Vec<Missing> {
        self.missing(|at, _| at < stage)
    }

    /// What a gate still lacks. A gate without a due item is open.
    pub fn missing_at(&self, gate: Gate) -> Vec<Missing> {
        self.missing(|_, item| gate.waits_for(&item.key))
    }

    /// What a branch block still lacks, in order.
    pub fn missing_in_branch(&self, block: &str) -> Vec<Missing> {
        let items = self.pack.branches.get(block).into_iter().flat_map(|block| &block.items);
        items.filter_map(|item| self.lacking(item)).collect()
    }

    fn missing(&self, wanted: impl Fn(Stage, &Item) -> bool) -> Vec<Missing> {
        let items = self.pack.items().filter(|(stage, _, item)| wanted(*stage, item) && self.owes(*stage, item));
        let items = items.filter(|(stage, ..)| !self.leaves_fault(*stage));
        items.filter_map(|(_, _, item)| self.lacking(item)).collect()
    }

    fn lacking(&self, item: &Item) -> Option<Missing> {
        match self.standing(item) {
            Standing::Lacks(lack) => Some(Missing { item: item.key.clone(), lack }),
            _ => None,
        }
    }

    /// What keeps the visit from moving there by this row, without repetition.
    pub fn missing_for(&self, row: &Transition, to: State) -> Vec<Missing> {
        let mut seen = BTreeSet::new();
        let missing = row.guards.iter().flat_map(|guard| self.missing_by(guard, to));
        missing.filter(|missing| seen.insert(missing.item.clone())).collect()
    }

    fn missing_by(&self, guard: &Guard, to: State) -> Vec<Missing> {
        match guard {
            // Nobody signs for a visit that owes something, be it since a flag was set a moment ago.
            Guard::Stages([Stage::Sheet]) => self.missing(|at, _| at <= Stage::Sheet),
            Guard::Stages(stages) => stages.iter().flat_map(|stage| self.missing_in(*stage)).collect(),
            Guard::Items(keys) => {
                let items = keys.iter().filter_map(|key| self.pack.item(&ItemKey::new(*key)));
                items.filter_map(|item| self.lacking(item)).collect()
            }
            Guard::Gates(gates) => gates.iter().flat_map(|gate| self.missing_at(*gate)).collect(),
            Guard::Block(block) => self.missing_in_branch(block),
            Guard::Branch => {
                let mut missing = lifecycle::block_of(to).map(|it| self.missing_in_branch(it)).unwrap_or_default();
                // The receipt is due when the product leaves the house (G15).
                missing.retain(|missing| !Gate::G15.waits_for(&missing.item));
                missing
            }
            Guard::Outcome => {
                let block = lifecycle::block_of(self.fold.state(self.visit));
                let mut missing = block.map(|it| self.missing_in_branch(it)).unwrap_or_default();
                missing.extend(self.missing_at(Gate::G12));
                missing
            }
            Guard::Reason | Guard::NewTime | Guard::Back | Guard::Office(_) => Vec::new(),
        }
    }

    /// The next step of the main line and what it lacks.
    pub fn next(&self) -> Option<(&'static Transition, State, Vec<Missing>)> {
        let row = lifecycle::next(self.fold.state(self.visit))?;
        let to = *row.to.first()?;
        Some((row, to, self.missing_for(row, to)))
    }

    /// Every other way on from here, and what it lacks (情况有变). What is signed takes none.
    pub fn ways(&self) -> Vec<(&'static Transition, State, Vec<Missing>)> {
        let sealed = self.fold.is_sealed(self.visit);
        let rows = lifecycle::of_phone(self.fold.state(self.visit)).filter(|row| !row.is_main_line() && !sealed);
        let each = rows.flat_map(|row| row.to.iter().map(move |to| (row, *to)));
        each.filter(|(row, to)| self.may_lead(row, *to)).map(|(row, to)| (row, to, self.missing_for(row, to))).collect()
    }

    /// Whether the row makes sense here at all: rework only of work; back to where the branch began; straight to the test
    /// on a return visit.
    pub(crate) fn may_lead(&self, row: &Transition, to: State) -> bool {
        match row.number {
            36 => self.fold.branched_at(self.visit).is_none_or(|at| at >= State::Working),
            49 => self.fold.branched_at(self.visit) == Some(to),
            61 => self.flags.contains(&Flag::ReturnVisit),
            _ => true,
        }
    }
}
