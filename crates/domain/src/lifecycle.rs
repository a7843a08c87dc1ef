//! The 66 transitions of STANDARDS 2.6 as data: who moves what from where to where, and what must hold first. Judged in
//! [`crate::checklist`] for the phone and in [`crate::order`] for the office.
//!
//! Once a visit that came to nothing is in, its order is `rescheduling` (63) and the office's: it agrees a new time and
//! sends somebody again (15, DSP-10), or the customer wants no new visit (62).

use crate::gate::Gate;
use crate::ids::ItemKey;
use crate::order::Fact;
use crate::stage::Stage;
use crate::state::State;

/// Who may write a transition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The office, in the brief.
    Office,
    /// The phone, with no network.
    Phone,
    /// Nobody: it follows from what has arrived.
    Arrival,
}

/// What must hold before a transition, beside the state it starts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Guard {
    /// Required items of these stages are answered.
    Stages(&'static [Stage]),
    /// These items, where they are due, are answered.
    Items(&'static [&'static str]),
    /// These gates are open.
    Gates(&'static [Gate]),
    /// Required items of the block of the state it leads to are answered; where that is a paper to sign, at the end.
    Branch,
    /// Required items of this branch block are answered.
    Block(&'static str),
    /// The outcome's block is complete, and what was laid or opened is cleared away (37).
    Outcome,
    /// Somebody says why.
    Reason,
    /// A time was agreed after the old one fell.
    NewTime,
    /// It leads back to where the branch began.
    Back,
    /// The office has recorded this.
    Office(Fact),
}

/// A row of STANDARDS 2.6.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transition {
    /// Its number there.
    pub number: u8,
    /// States it starts from; none for a new order.
    pub from: &'static [State],
    /// States it may lead to.
    pub to: &'static [State],
    /// Who writes it.
    pub side: Side,
    /// What must hold.
    pub guards: &'static [Guard],
}

/// The door items of `entry` (STANDARDS 4.1, point 1): answered before the step inside; the rest of the stage after it.
const DOOR: &[&str] =
    &["ent.knock", "ent.greet", "ent.badge_shown", "ent.identity", "ent.permission", "ent.shoe_covers"];

macro_rules! rows {
    ($($number:literal $side:ident [$($from:ident)*] -> [$($to:ident)+] $guards:expr;)+) => {
        /// Every row, by number.
        pub const TRANSITIONS: &[Transition] = &[$(Transition {
            number: $number,
            from: &[$(State::$from),*],
            to: &[$(State::$to),+],
            side: Side::$side,
            guards: &$guards,
        }),+];
    };
}

use Gate::{G1, G2, G3, G4, G5, G6, G7, G8, G9, G10, G11, G12, G13, G14, G16, G17};
use Guard::{Back, Block, Branch, Gates, Items, NewTime, Office, Outcome, Reason, Stages};

rows! {
    1 Office [] -> [New] [];
    2 Office [New] -> [Triage] [Office(Fact::Ticket)];
    3 Office [Triage] -> [Remote] [Office(Fact::RemoteSuits)];
    4 Office [Remote] -> [Followup] [Office(Fact::RemoteSolved)];
    5 Office [Remote] -> [Queued] [Office(Fact::RemoteNotes)];
    6 Office [Triage] -> [Queued] [Office(Fact::Classified)];
    7 Office [Triage] -> [Escalated] [Office(Fact::Major)];
    8 Office [Escalated] -> [Queued] [Office(Fact::Plan)];
    9 Office [Queued] -> [Dispatched] [Office(Fact::Crew)];
    10 Office [Dispatched] -> [Queued] [Reason];
    11 Phone [Dispatched] -> [Booked] [Stages(&[Stage::Appointment])];
    12 Phone [Booked] -> [Preparing] [];
    13 Phone [Preparing] -> [EnRoute] [Stages(&[Stage::Preparation, Stage::Dress]), Gates(&[G1, G2, G3])];
    14 Phone [Preparing EnRoute] -> [Rescheduling] [Reason];
    15 Phone [Rescheduling] -> [Booked] [NewTime];
    15 Office [Rescheduling] -> [Dispatched] [Office(Fact::NewTime)];
    16 Phone [EnRoute] -> [Arrived] [];
    17 Phone [Arrived] -> [NobodyHome] [Items(&["nob.call"])];
    18 Phone [NobodyHome] -> [Arrived] [];
    19 Phone [NobodyHome] -> [Rescheduling] [Block("blk.nobody"), Gates(&[G16])];
    20 Phone [Arrived] -> [Inside] [Stages(&[Stage::Arrival]), Items(DOOR), Gates(&[G4, G5])];
    21 Phone [Inside] -> [Survey] [Stages(&[Stage::Entry, Stage::Protection, Stage::Explain]), Gates(&[G17])];
    22 Phone [Survey] -> [Quoted] [Stages(&[Stage::Survey, Stage::Quote])];
    23 Phone [Survey] -> [SiteNotReady Escalated SafetyHold TakenAway AwaitingParts] [Branch];
    24 Phone [Quoted] -> [Consented] [Stages(&[Stage::Consent]), Gates(&[G6, G7])];
    25 Phone [Quoted] -> [Refused] [Branch];
    26 Phone [Consented] -> [Working] [Gates(&[G6])];
    27 Phone [Working] -> [Quoted] [Reason];
    28 Phone [Working] -> [SafetyHold AwaitingParts TakenAway Escalated] [Branch];
    29 Phone [Working] -> [Testing] [Stages(&[Stage::Work]), Gates(&[G8, G9, G10])];
    30 Phone [Testing] -> [Working] [Reason];
    31 Phone [Testing] -> [Cleaning] [Stages(&[Stage::Test]), Gates(&[G11])];
    32 Phone [Cleaning] -> [Demo] [Stages(&[Stage::Clean]), Gates(&[G12])];
    33 Phone [Demo] -> [Settling] [Stages(&[Stage::Demo, Stage::Handover])];
    34 Phone [Settling] -> [Signing] [Stages(&[Stage::Settle]), Gates(&[G13])];
    35 Phone [Signing] -> [Left] [Block("blk.return"), Stages(&[Stage::Sheet]), Gates(&[G14])];
    36 Phone [Signing] -> [Working] [Reason];
    37 Phone [SiteNotReady SafetyHold Escalated AwaitingParts TakenAway Exchange Refused] -> [Signing] [Outcome];
    38 Arrival [Left] -> [Uploaded] [Office(Fact::Received)];
    39 Office [Uploaded] -> [Appraised] [Office(Fact::Appraisal)];
    40 Office [Uploaded Appraised] -> [Followup] [Office(Fact::FollowupDue)];
    41 Office [Followup] -> [Queued] [Office(Fact::NotSolved)];
    42 Office [Followup] -> [Archived] [Office(Fact::Closed)];
    43 Office [TakenAway] -> [Workshop] [];
    43 Office [Workshop] -> [ReadyReturn] [Office(Fact::WorkshopDone)];
    44 Office [ReadyReturn] -> [Dispatched] [Office(Fact::ReturnSlot)];
    45 Office [AwaitingParts] -> [Dispatched] [Office(Fact::PartIssued)];
    46 Office [New Triage Queued Dispatched Booked Preparing EnRoute Arrived Inside Survey Quoted Consented] -> [Cancelled]
        [Reason];
    47 Office [Archived] -> [New] [Office(Fact::Linked)];
    48 Phone [Preparing] -> [SafetyHold] [Branch];
    49 Phone [SafetyHold] -> [Preparing Survey Working] [Back];
    50 Phone [SiteNotReady] -> [Quoted] [];
    51 Phone [Booked Arrived] -> [Rescheduling] [Reason];
    52 Phone [Quoted] -> [AwaitingParts TakenAway] [Branch];
    53 Phone [Consented Working] -> [Refused] [Branch];
    54 Phone [Escalated] -> [Quoted] [Reason];
    55 Phone [Survey Working] -> [Exchange] [Branch];
    56 Office [Triage Followup] -> [Exchange] [Office(Fact::Policy)];
    57 Office [Exchange] -> [Dispatched] [Office(Fact::UnitIssued)];
    58 Office [Exchange] -> [Followup] [Reason];
    59 Phone [Testing] -> [Cleaning] [Block("blk.knownfault")];
    60 Phone [Signing] -> [Left] [Block("blk.unsigned"), Block("blk.return")];
    61 Phone [Inside] -> [Testing] [Stages(&[Stage::Entry, Stage::Protection, Stage::Explain]), Gates(&[G17])];
    62 Office [NobodyHome Rescheduling] -> [Followup] [Reason];
    63 Arrival [Uploaded] -> [Rescheduling AwaitingParts TakenAway Escalated Exchange] [Office(Fact::OutcomeNames)];
    64 Office [Uploaded] -> [Queued Exchange] [Office(Fact::KnownFault)];
    65 Office [Cancelled] -> [Archived] [];
    66 Phone [NobodyHome] -> [Uploaded] [Block("blk.nobody"), Gates(&[G16])];
    66 Phone [Rescheduling] -> [Uploaded] [];
}

/// The rows by which a visit goes on when all is well.
const MAIN_LINE: [u8; 15] = [11, 12, 13, 16, 20, 21, 22, 24, 26, 29, 31, 32, 33, 34, 35];

impl Transition {
    /// Whether the visit just goes on: no branch, no step back, nothing left out.
    pub fn is_main_line(&self) -> bool {
        MAIN_LINE.contains(&self.number)
    }

    /// Whether somebody must say why.
    pub fn needs_reason(&self) -> bool {
        self.guards.contains(&Guard::Reason)
    }

    /// Stages whose required items must all be answered.
    pub fn stages(&self) -> impl Iterator<Item = Stage> {
        self.guards.iter().flat_map(|guard| if let Guard::Stages(stages) = guard { *stages } else { &[] }).copied()
    }
}

/// The row that leads on from this state along the main line.
pub fn next(state: State) -> Option<&'static Transition> {
    of_phone(state).find(|row| row.is_main_line())
}

/// The rows a phone may write from this state.
pub fn of_phone(state: State) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |row| row.side == Side::Phone && row.from.contains(&state))
}

/// From which state on an item may be answered: that of its stage, but for `entry`, whose door items are answered at the
/// door and the others inside.
pub fn opens_at(stage: Stage, item: &ItemKey) -> State {
    let at_the_door = DOOR.contains(&item.as_str()) || item.as_str() == "ent.cover_exempt";
    if stage == Stage::Entry && !at_the_door { State::Inside } else { stage.works_in() }
}

/// The door items, answered before the step inside.
pub fn is_door_item(item: &ItemKey) -> bool {
    DOOR.contains(&item.as_str())
}

/// The state a visit reaches by finishing a stage. Nothing ends the departure.
pub fn finished_by(stage: Stage) -> Option<State> {
    let row = TRANSITIONS.iter().find(|row| row.is_main_line() && row.stages().any(|of| of == stage))?;
    row.to.first().copied()
}

/// The block of items that tells a branch of the lifecycle (STANDARDS 4.2).
pub fn block_of(branch: State) -> Option<&'static str> {
    Some(match branch {
        State::NobodyHome => "blk.nobody",
        State::SiteNotReady => "blk.sitenotready",
        State::SafetyHold => "blk.safety",
        State::Refused => "blk.refused",
        State::AwaitingParts => "blk.partswait",
        State::TakenAway => "blk.takeaway",
        State::Escalated => "blk.escalate",
        State::Exchange => "blk.exchange",
        _ => return None,
    })
}

/// Whether the items of a branch block may be answered in this state: where a move that asks for them begins or ends.
pub fn branch_is_open(block: &str, state: State) -> bool {
    let asks = |row: &Transition| {
        let by_state = row.guards.contains(&Guard::Branch) && row.to.iter().any(|to| block_of(*to) == Some(block));
        by_state || row.guards.iter().any(|guard| matches!(guard, Guard::Block(key) if *key == block))
    };
    match block {
        "blk.nobody" => matches!(state, State::Arrived | State::NobodyHome),
        // The receipt comes back and the order is signed once the product is in its place again.
        "blk.return" => (State::Inside..=State::Signing).contains(&state),
        // Help from afar may be tried at any time.
        "blk.remote" => state < State::Left,
        _ => block_of(state) == Some(block) || of_phone(state).any(asks),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_main_line_is_one_chain_from_dispatched_to_left() {
        let (mut state, mut steps) = (State::Dispatched, 0);
        while let Some(row) = next(state) {
            state = row.to[0];
            steps += 1;
        }
        assert_eq!((state, steps), (State::Left, MAIN_LINE.len()));
    }

    #[test]
    fn every_stage_but_departure_stands_before_some_step() {
        let before: Vec<Stage> =
            TRANSITIONS.iter().filter(|row| row.is_main_line()).flat_map(Transition::stages).collect();
        assert_eq!(before, Stage::ALL[..17]);
        assert_eq!(finished_by(Stage::Quote), Some(State::Quoted));
        assert_eq!(finished_by(Stage::Departure), None);
    }

    #[test]
    fn all_66_rows_are_here_and_every_state_is_reached() {
        let numbers: BTreeSet<u8> = TRANSITIONS.iter().map(|row| row.number).collect();
        assert_eq!(numbers, (1..=66).collect());
        let reached: BTreeSet<State> = TRANSITIONS.iter().flat_map(|row| row.to).copied().collect();
        assert_eq!(reached, State::ALL.iter().copied().collect());
    }

    #[test]
    fn every_state_leads_on() {
        for state in State::ALL {
            let leads_on = TRANSITIONS.iter().any(|row| row.from.contains(state));
            assert!(leads_on, "{} leads nowhere", state.key());
        }
    }

    #[test]
    fn a_branch_block_is_open_where_a_move_asks_for_it() {
        assert!(
            branch_is_open("blk.partswait", State::Survey) && branch_is_open("blk.partswait", State::AwaitingParts)
        );
        assert!(!branch_is_open("blk.partswait", State::Testing));
        assert!(branch_is_open("blk.knownfault", State::Testing) && !branch_is_open("blk.knownfault", State::Working));
        assert!(branch_is_open("blk.unsigned", State::Signing) && branch_is_open("blk.nobody", State::Arrived));
        assert!(!branch_is_open("blk.return", State::Arrived));
    }

    #[test]
    fn the_door_is_shut_behind_one_only_inside() {
        assert_eq!(opens_at(Stage::Entry, &"ent.knock".into()), State::Arrived);
        assert_eq!(opens_at(Stage::Entry, &"ent.door".into()), State::Inside);
    }
}
