//! The way between a phone and the office, and what goes wrong on it. One trouble a sync, at the first or second request.

use crate::broken::Broken;
use crate::chance::Chance;
use crate::faults::{Fault, Faults};
use crate::office::Office;
use field::transport::{Call, NoAnswer, Reply, Transport};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What goes wrong.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// The request never arrives.
    RequestLost,
    /// It arrives, and its answer is lost.
    AnswerLost,
    /// It arrives twice; the phone hears the first answer or the second.
    Twice {
        /// Which one it hears.
        second: bool,
    },
    /// It arrives later, when newer ones have; nobody hears its answer.
    Late,
    /// The hub loses its power while it works on it.
    HubDies(Chance),
}

impl Trouble {
    /// One of them.
    pub fn any(chance: &mut Chance) -> Self {
        match chance.below(5) {
            0 => Self::RequestLost,
            1 => Self::AnswerLost,
            2 => Self::Twice { second: chance.one_in(2) },
            3 => Self::Late,
            _ => Self::HubDies(chance.branch()),
        }
    }
}

impl Trouble {
    /// Its name in a trace.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::RequestLost => "(request lost)",
            Self::AnswerLost => "(answer lost)",
            Self::Twice { .. } => "(twice)",
            Self::Late => "(late)",
            Self::HubDies(_) => "(the hub dies)",
        }
    }
}

/// One phone's way to the office during one sync.
pub struct Line<'a>(Mutex<Way<'a>>);

struct Way<'a> {
    office: &'a mut Office,
    trouble: Option<Trouble>,
    /// Requests to let through before the trouble.
    before: u64,
    late: Option<Call>,
    happened: Option<Fault>,
    broken: Option<Broken>,
}

/// What happened on a line.
pub struct Happened {
    /// A request that is still under way.
    pub late: Option<Call>,
    /// The fault, where it came to one.
    pub fault: Option<Fault>,
}

impl<'a> Line<'a> {
    /// A line with a trouble on it, or none.
    pub fn new(office: &'a mut Office, trouble: Option<Trouble>, before: u64) -> Self {
        Self(Mutex::new(Way { office, trouble, before, late: None, happened: None, broken: None }))
    }

    /// What happened.
    pub fn end(self, faults: &mut Faults) -> Result<Happened, Broken> {
        let way = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(fault) = way.happened {
            faults.count(fault);
        }
        match way.broken {
            Some(broken) => Err(broken),
            None => Ok(Happened { late: way.late, fault: way.happened }),
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
        let heard = way.carry(call, trouble);
        match heard {
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
                self.happened = Some(Fault::Drop);
                Ok(None)
            }
            Some(Trouble::AnswerLost) => {
                self.happened = Some(Fault::Drop);
                self.office.answer(call)?;
                Ok(None)
            }
            Some(Trouble::Twice { second }) => {
                self.happened = Some(Fault::Duplicate);
                let first = self.office.answer(call)?;
                let again = self.office.answer(call)?;
                Ok(if second { again } else { first })
            }
            Some(Trouble::Late) => {
                self.late = Some(call.clone());
                Ok(None)
            }
            Some(Trouble::HubDies(mut chance)) => {
                self.office.arm(&mut chance);
                let answer = self.office.answer(call)?;
                if self.office.stand_up()? {
                    self.happened = Some(Fault::Crash);
                    self.office.keeps_its_word()?;
                }
                Ok(answer)
            }
        }
    }
}
