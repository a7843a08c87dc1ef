//! The way between a phone and the office, and what goes wrong on it: one trouble a round, at one of its first requests.

use crate::broken::Broken;
use crate::chance::Chance;
use crate::faults::{Fault, Faults};
use crate::office::{Death, Office};
use field::transport::{Call, NoAnswer, Reply, Transport};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What goes wrong.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// The request never arrives.
    RequestLost,
    /// It arrives cut short. The phone hears what the hub says to that, or nothing.
    RequestCut {
        /// Where it is cut.
        chance: Chance,
        /// Whether it hears the answer.
        heard: bool,
    },
    /// It arrives, and the line breaks before its answer, or in the middle of it.
    AnswerLost,
    /// It arrives, and its answer comes as if it were whole, cut short.
    AnswerCut(Chance),
    /// It arrives twice; the phone hears the first answer or the second.
    Twice {
        /// Which one it hears.
        second: bool,
    },
    /// It arrives later, when newer ones have; nobody hears its answer.
    Late,
    /// The hub's disk loses its power while the hub works on it.
    HubDies(Chance),
    /// The hub that works on it dies; others go on.
    CoreDies(Death),
}

impl Trouble {
    /// One of them.
    pub fn any(chance: &mut Chance) -> Self {
        match chance.below(10) {
            0 => Self::RequestLost,
            1 => Self::RequestCut { chance: chance.branch(), heard: chance.one_in(2) },
            2 => Self::AnswerLost,
            3 => Self::AnswerCut(chance.branch()),
            4 => Self::Twice { second: chance.one_in(2) },
            5 | 6 => Self::Late,
            7 | 8 => Self::HubDies(chance.branch()),
            _ => Self::CoreDies(if chance.one_in(2) { Death::BeforeCommit } else { Death::AfterCommit }),
        }
    }

    /// Its name in a trace.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::RequestLost => "(request lost)",
            Self::RequestCut { .. } => "(request cut short)",
            Self::AnswerLost => "(answer lost)",
            Self::AnswerCut(_) => "(answer cut short)",
            Self::Twice { .. } => "(twice)",
            Self::Late => "(late)",
            Self::HubDies(_) => "(the hubs' power goes)",
            Self::CoreDies(_) => "(a hub dies)",
        }
    }
}

/// One phone's way to the office during one round.
pub struct Line<'a>(Mutex<Way<'a>>);

struct Way<'a> {
    office: &'a mut Office,
    trouble: Option<Trouble>,
    /// Requests to let through before the trouble.
    before: u64,
    happened: Happened,
    broken: Option<Broken>,
}

/// What happened on a line.
#[derive(Default)]
pub struct Happened {
    /// A request that is still under way.
    pub late: Option<Call>,
    /// The fault, where it came to one.
    pub fault: Option<Fault>,
    /// How many requests the phone made.
    pub requests: u32,
}

impl Happened {
    /// The phone may not have heard what it should have.
    #[must_use]
    pub fn is_disturbed(&self) -> bool {
        self.fault.is_some() || self.late.is_some()
    }
}

impl<'a> Line<'a> {
    /// A line with a trouble on it, or none.
    pub fn new(office: &'a mut Office, trouble: Option<Trouble>, before: u64) -> Self {
        Self(Mutex::new(Way { office, trouble, before, happened: Happened::default(), broken: None }))
    }

    /// What happened.
    pub fn end(self, faults: &mut Faults) -> Result<Happened, Broken> {
        let way = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        way.happened.fault.into_iter().for_each(|fault| faults.count(fault));
        way.office.noticed.drain(..).for_each(|fault| faults.count(fault));
        match way.broken {
            Some(broken) => Err(broken),
            None => Ok(way.happened),
        }
    }

    fn way(&self) -> MutexGuard<'_, Way<'a>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Line<'_> {
    fn call(&self, call: &Call) -> Result<Reply, NoAnswer> {
        let mut way = self.way();
        let trouble = if way.before == 0 { way.trouble.take() } else { None };
        way.before = way.before.saturating_sub(1);
        way.happened.requests += 1;
        match way.carry(call, trouble) {
            Ok(Some(reply)) => Ok(reply),
            Ok(None) => Err(NoAnswer::Unreachable("no answer".into())),
            Err(broken) => {
                way.broken.get_or_insert(broken);
                Err(NoAnswer::Unreachable("no answer".into()))
            }
        }
    }
}

impl Way<'_> {
    fn carry(&mut self, call: &Call, trouble: Option<Trouble>) -> Result<Option<Reply>, Broken> {
        match trouble {
            None => self.office.answer(call),
            Some(Trouble::RequestLost) => {
                self.happened.fault = Some(Fault::Drop);
                Ok(None)
            }
            Some(Trouble::RequestCut { chance, heard }) => self.cut_request(call, chance, heard),
            Some(Trouble::AnswerLost) => {
                self.happened.fault = Some(Fault::Disconnect);
                self.office.answer(call)?;
                Ok(None)
            }
            Some(Trouble::AnswerCut(mut chance)) => {
                self.happened.fault = Some(Fault::CutAnswer);
                let mut answer = self.office.answer(call)?;
                answer.iter_mut().for_each(|reply| cut(&mut reply.body, &mut chance));
                // One that has no body is lost whole.
                Ok(answer.filter(|reply| reply.status != 204))
            }
            Some(Trouble::Twice { second }) => {
                self.happened.fault = Some(Fault::Duplicate);
                let first = self.office.answer(call)?;
                let again = self.office.answer(call)?;
                Ok(if second { again } else { first })
            }
            Some(Trouble::Late) => {
                self.happened.late = Some(call.clone());
                Ok(None)
            }
            Some(Trouble::HubDies(mut chance)) => {
                self.office.arm(&mut chance);
                let answer = self.office.answer(call)?;
                if self.office.stand_up()? {
                    self.happened.fault = Some(Fault::Crash);
                    self.office.keeps_its_word()?;
                }
                Ok(answer)
            }
            Some(Trouble::CoreDies(death)) => {
                self.office.dies = Some(death);
                let answer = self.office.answer(call)?;
                // It lived on where it had nothing to commit.
                if self.office.dies.take().is_none() {
                    self.happened.fault = Some(Fault::CoreDied);
                    self.office.keeps_its_word()?;
                }
                Ok(answer)
            }
        }
    }

    fn cut_request(&mut self, call: &Call, mut chance: Chance, heard: bool) -> Result<Option<Reply>, Broken> {
        if call.body.is_empty() {
            return self.office.answer(call);
        }
        self.happened.fault = Some(Fault::CutRequest);
        let mut short = call.clone();
        cut(&mut short.body, &mut chance);
        let answer = self.office.answer(&short)?;
        match &answer {
            Some(reply) if reply.status < 400 => Err(Broken::new("the hub", "took a request that was cut short")),
            _ => Ok(answer.filter(|_| heard)),
        }
    }
}

/// Takes at least one byte off the end.
fn cut(body: &mut Vec<u8>, chance: &mut Chance) {
    let left = chance.place(body.len());
    body.truncate(left);
}
