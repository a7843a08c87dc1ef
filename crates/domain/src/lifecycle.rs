//! The main line of STANDARDS 2.6 as data: from which state a visit moves to which, and what must hold first.

use crate::gate::Gate;
use crate::ids::ItemKey;
use crate::stage::Stage;
use crate::state::State;

/// A move of the main line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// Number in STANDARDS 2.6.
    pub number: u8,
    /// Where the visit is.
    pub from: State,
    /// Where it goes.
    pub to: State,
    /// Stages whose required items must all be answered.
    pub stages: &'static [Stage],
    /// Items of the stage under way that must be answered before the move, where not the whole stage is due yet.
    pub items: &'static [&'static str],
    /// Gates that must be open.
    pub gates: &'static [Gate],
}

/// The door items of `entry` (STANDARDS 4.1, point 1): answered before the step inside; the rest of the stage after it.
const DOOR: &[&str] =
    &["ent.knock", "ent.greet", "ent.badge_shown", "ent.identity", "ent.permission", "ent.shoe_covers"];

macro_rules! step {
    ($number:literal $from:ident -> $to:ident, [$($stage:ident),*], $items:expr, [$($gate:ident),*]) => {
        Step {
            number: $number,
            from: State::$from,
            to: State::$to,
            stages: &[$(Stage::$stage),*],
            items: $items,
            gates: &[$(Gate::$gate),*],
        }
    };
}

/// The main line, in order.
pub const MAIN_LINE: &[Step] = &[
    step!(11 Dispatched -> Booked, [Appointment], &[], []),
    step!(12 Booked -> Preparing, [], &[], []),
    step!(13 Preparing -> EnRoute, [Preparation, Dress], &[], [G1, G2, G3]),
    step!(16 EnRoute -> Arrived, [], &[], []),
    step!(20 Arrived -> Inside, [Arrival], DOOR, [G4, G5]),
    step!(21 Inside -> Survey, [Entry, Protection, Explain], &[], [G17]),
    step!(22 Survey -> Quoted, [Survey, Quote], &[], []),
    step!(24 Quoted -> Consented, [Consent], &[], [G6, G7]),
    step!(26 Consented -> Working, [], &[], [G6]),
    step!(29 Working -> Testing, [Work], &[], [G8, G9, G10]),
    step!(31 Testing -> Cleaning, [Test], &[], [G11]),
    step!(32 Cleaning -> Demo, [Clean], &[], [G12]),
    step!(33 Demo -> Settling, [Demo, Handover], &[], []),
    step!(34 Settling -> Signing, [Settle], &[], [G13]),
    step!(35 Signing -> Left, [Sheet], &[], [G14]),
];

/// From which state on an item may be answered: that of its stage, but for `entry`, whose door items are answered at the
/// door and the others inside.
pub fn opens_at(stage: Stage, item: &ItemKey) -> State {
    let at_the_door = DOOR.contains(&item.as_str()) || item.as_str() == "ent.cover_exempt";
    if stage == Stage::Entry && !at_the_door { State::Inside } else { stage.works_in() }
}

/// The step of the main line that leaves this state.
pub fn next(state: State) -> Option<&'static Step> {
    MAIN_LINE.iter().find(|step| step.from == state)
}

/// Whether a move is one the table allows: the main line, or back from the work to a new quote (27), from the tests to
/// the work (30) and from the signature to the work (36).
pub fn is_known(from: State, to: State) -> bool {
    MAIN_LINE.iter().any(|step| step.from == from && step.to == to)
        || matches!((from, to), (State::Working, State::Quoted) | (State::Testing | State::Signing, State::Working))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_line_is_one_chain_from_dispatched_to_left() {
        let mut state = State::Dispatched;
        let mut steps = 0;
        while let Some(step) = next(state) {
            state = step.to;
            steps += 1;
        }
        assert_eq!((state, steps), (State::Left, MAIN_LINE.len()));
    }

    #[test]
    fn every_stage_but_departure_stands_before_some_step() {
        let before: Vec<Stage> = MAIN_LINE.iter().flat_map(|step| step.stages.iter().copied()).collect();
        assert_eq!(before, Stage::ALL[..17]);
    }

    #[test]
    fn the_door_is_shut_behind_one_only_inside() {
        assert_eq!(opens_at(Stage::Entry, &"ent.knock".into()), State::Arrived);
        assert_eq!(opens_at(Stage::Entry, &"ent.door".into()), State::Inside);
    }

    #[test]
    fn nobody_walks_from_the_door_to_the_work() {
        assert!(!is_known(State::Arrived, State::Working));
        assert!(is_known(State::Working, State::Quoted));
    }
}
