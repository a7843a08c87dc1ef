//! The order (STANDARDS 2.1): what the customer asked for, above its visits. Its state is the office's word, the last
//! visit's while one is under way, and what the visit's outcome calls for once that is in. Which moves the office may make
//! stands in [`crate::lifecycle`]; here they are judged.
//!
//! [`fact`]: what moves wait for; [`words`]: what they are called

pub mod fact;
pub mod words;

use crate::brief::{Brief, keys};
use crate::flag::Flag;
use crate::fold::Fold;
use crate::ids::VisitNo;
use crate::lifecycle::{Guard, Side, TRANSITIONS, Transition};
use crate::outcome::Outcome;
use crate::pack::Pack;
use crate::settings::{Values, whole};
use crate::state::State;
use std::collections::BTreeSet;

pub use fact::{Fact, Source};

/// An order as it stands.
pub struct Order<'a> {
    /// What the office wrote.
    pub brief: &'a Brief,
    /// What happened on site.
    pub fold: &'a Fold,
    /// The standard it keeps to, where that is here.
    pub pack: Option<&'a Pack>,
    /// The firm's settings, as the job is pinned to them.
    pub values: &'a Values,
    /// What the office has recorded elsewhere.
    pub recorded: BTreeSet<Fact>,
}

/// A move the office may make, or could once what it lacks is recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Way {
    /// The row.
    pub row: &'static Transition,
    /// Where it leads.
    pub to: State,
    /// What is to be recorded first.
    pub lacks: Option<Fact>,
    /// The visit it plans.
    pub visit: Option<VisitNo>,
}

/// Why the office may not move an order so.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotMoved {
    /// No row of STANDARDS 2.6.
    #[error("an order that is {} does not go to {}; choose one of the steps shown", from.en(), to.en())]
    NoWay {
        /// Where it is.
        from: State,
        /// Where it was to go.
        to: State,
    },
    /// Something is to be recorded first.
    #[error("first record: {}", .0.en())]
    Lacks(Fact),
    /// Nobody said why.
    #[error("say why; the reason stays with the order")]
    Reason,
}

impl NotMoved {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoWay { .. } => "order.no_way",
            Self::Lacks(_) => "order.lacks",
            Self::Reason => "order.reason",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NoWay { from, to } => format!("“{}”的工单不能到“{}”，请选所列的步骤。", from.zh(), to.zh()),
            Self::Lacks(fact) => format!("请先登记：{}。", fact.zh()),
            Self::Reason => "请写明原因，原因随工单保存。".into(),
        }
    }
}

/// The visit a job is on: the first that is under way, whatever was planned or booked beside it meanwhile; where none is,
/// the newest that has begun or that the office has planned.
pub fn current_visit(brief: &Brief, fold: &Fold) -> VisitNo {
    let is_under_way = |state: State| !matches!(state, State::Dispatched | State::Booked) && !state.is_over();
    let under_way = fold.visits.iter().find(|(_, state)| is_under_way(**state)).map(|(visit, _)| *visit);
    let begun = fold.visits.keys().next_back().copied().unwrap_or(VisitNo(1));
    under_way.unwrap_or_else(|| begun.max(planned_visit(brief)))
}

fn planned_visit(brief: &Brief) -> VisitNo {
    VisitNo(brief.read::<u32>(keys::VISIT).unwrap_or(1).max(1))
}

impl Order<'_> {
    /// Where the order stands.
    pub fn state(&self) -> State {
        match state(self.brief, self.fold) {
            State::Left if self.recorded.contains(&Fact::Received) => State::Uploaded,
            state => state,
        }
    }

    /// The row by which the order goes there, if all it waits for is recorded.
    pub fn may(&self, to: State, reason: Option<&str>) -> Result<&'static Transition, NotMoved> {
        let mut refused = NotMoved::NoWay { from: self.state(), to };
        let given = reason.is_some_and(|reason| !reason.trim().is_empty());
        for row in self.rows().filter(|row| row.to.contains(&to)) {
            match self.lacks(row, to) {
                None => return Ok(row),
                Some(NotMoved::Reason) if given => return Ok(row),
                Some(lack) => refused = lack,
            }
        }
        Err(refused)
    }

    /// Every move of the office from here, and what it waits for.
    pub fn ways(&self) -> Vec<Way> {
        let pairs = self.rows().flat_map(|row| row.to.iter().map(move |to| (row, *to)));
        let can =
            pairs.filter(|(row, _)| !row.guards.contains(&Guard::Office(Fact::KnownFault)) || self.has_known_fault());
        can.map(|(row, to)| {
            let lack = self.lacks(row, to);
            let fact = if let Some(NotMoved::Lacks(fact)) = lack { Some(fact) } else { None };
            Way { row, to, lacks: fact, visit: self.plans(to) }
        })
        .collect()
    }

    /// The visit that a move to this state plans: where the order goes back to before a visit, the next one.
    pub fn plans(&self, to: State) -> Option<VisitNo> {
        let planned = planned_visit(self.brief);
        let (last, at) = self.fold.visits.iter().next_back()?;
        (to <= State::Booked && *last >= planned && at.is_over()).then(|| last.next())
    }

    /// The office's rows from here. What a visit that is under way came to is the phone's to end, or to take back; what was
    /// asked for on site is first made a job of, or cancelled.
    fn rows(&self) -> impl Iterator<Item = &'static Transition> + use<> {
        let from = self.state();
        let is_asked_for =
            self.brief.fields.contains_key(keys::REQUESTED) && !self.brief.fields.contains_key(keys::PACK);
        let here = !(waits(from) && self.is_with_phone(from));
        let of_office = TRANSITIONS.iter().filter(|row| row.side == Side::Office);
        of_office.filter(move |row| {
            here && row.from.contains(&from) && (!is_asked_for || row.to.contains(&State::Cancelled))
        })
    }

    fn is_with_phone(&self, state: State) -> bool {
        let last = self.fold.visits.iter().next_back();
        last.is_some_and(|(visit, at)| *at == state && self.fold.has_moved(*visit) && !at.is_over())
            && office_word(self.brief) != state
    }

    fn lacks(&self, row: &Transition, to: State) -> Option<NotMoved> {
        row.guards.iter().find_map(|guard| match guard {
            Guard::Reason => Some(NotMoved::Reason),
            Guard::Office(fact) => (!self.holds(*fact, to)).then_some(NotMoved::Lacks(*fact)),
            _ => None,
        })
    }

    /// Whether a fact holds: by the documents where they can say, else by what was recorded.
    fn holds(&self, fact: Fact, to: State) -> bool {
        let text = |key: &str| !self.brief.text(key).trim().is_empty();
        let of_pack = |flag: Flag| self.pack.is_some_and(|pack| pack.flags.contains(&flag));
        let flag = |flag: Flag| of_pack(flag) || self.brief.flags().any(|set| set == flag);
        match fact {
            Fact::Ticket if flag(Flag::Install) => {
                [keys::CUSTOMER_NAME, keys::CUSTOMER_PHONE, keys::CUSTOMER_ADDRESS, keys::PRODUCT_MODEL]
                    .into_iter()
                    .all(text)
            }
            Fact::Ticket => {
                let needed = [
                    keys::CUSTOMER_NAME,
                    keys::CUSTOMER_PHONE,
                    keys::CUSTOMER_ADDRESS,
                    keys::PRODUCT_MODEL,
                    keys::SYMPTOM,
                ];
                needed.into_iter().all(text)
            }
            Fact::Crew => {
                let needed = if flag(Flag::Height) { self.values.whole(whole::HEIGHT_CREW) } else { 1 };
                i64::try_from(self.brief.crew().len()).is_ok_and(|crew| crew >= needed)
            }
            Fact::OutcomeNames => self.last_outcome().and_then(Outcome::order_state) == Some(to),
            Fact::KnownFault => self.has_known_fault() && self.recorded.contains(&fact),
            _ => self.recorded.contains(&fact),
        }
    }

    fn has_known_fault(&self) -> bool {
        self.last_outcome() == Some(Outcome::LeftWithKnownFault)
    }

    fn last_outcome(&self) -> Option<Outcome> {
        let visit = self.fold.visits.keys().next_back()?;
        self.fold.outcome(*visit)
    }
}

fn office_word(brief: &Brief) -> State {
    State::from_key(brief.text(keys::STATE)).unwrap_or(State::Queued)
}

/// Whether an order in this state waits for somebody to act on how its visit ended.
fn waits(state: State) -> bool {
    Outcome::ALL.iter().any(|outcome| outcome.order_state() == Some(state))
}

/// Where an order stands. The office's word holds before the first visit, after the visit is in, and where it planned
/// another; in between the visit's own state is shown. That somebody has to act holds until the next visit has begun.
pub fn state(brief: &Brief, fold: &Fold) -> State {
    let office = office_word(brief);
    let Some((last, at)) = fold.visits.iter().next_back() else { return office };
    let planned = planned_visit(brief);
    let waits = waits(office);
    if *last < planned || office >= State::Left && !(waits && *last > planned) {
        return office;
    }
    let is_over = matches!(at, State::Left | State::Uploaded);
    match fold.outcome(*last).and_then(Outcome::order_state) {
        Some(state) if is_over => state,
        _ if waits => *at,
        // What was written before the first step leaves the visit where the office had it.
        _ if !fold.has_moved(*last) => office,
        _ => (*at).max(office),
    }
}
