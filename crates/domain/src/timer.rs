//! The clocks of a job (STANDARDS 7.1, 9.1): what is due by when, and whether it was kept. Pure: the times stand in brief and
//! log, what only the office knows is passed in ([`Known`]), and `now` is told when a timer is read. Device times are shown
//! as they are; none of them decides a merge.
//!
//! [`visit`]: the clocks of one visit; [`office`]: the office's own; [`notice`]: how long before it a change was told.

pub mod notice;
mod office;
mod visit;

use crate::brief::{Brief, keys};
use crate::calendar::Calendar;
use crate::flag::Flag;
use crate::fold::Fold;
use crate::ids::VisitNo;
use crate::order::Fact;
use crate::pack::Pack;
use crate::settings::{Values, whole};
use crate::state::State;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

macro_rules! clocks {
    ($($name:ident $key:literal $zh:literal $en:literal [$($rule:literal),+]),+ $(,)?) => {
        /// A clock of the standard.
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Clock { $(#[doc = $en] $name),+ }

        impl Clock {
            /// All of them, in the order of a job's life.
            pub const ALL: &'static [Clock] = &[$(Clock::$name),+];
            /// The key screens and the wire use.
            pub fn key(self) -> &'static str { match self { $(Clock::$name => $key),+ } }
            /// The name on the screen.
            pub fn zh(self) -> &'static str { match self { $(Clock::$name => $zh),+ } }
            /// The name in English.
            pub fn en(self) -> &'static str { match self { $(Clock::$name => $en),+ } }
            /// The rules it serves.
            pub fn rules(self) -> &'static [&'static str] { match self { $(Clock::$name => &[$($rule),+]),+ } }
        }
    };
}

clocks! {
    Acknowledge "acknowledge" "紧急：责任人处置" "Emergency: somebody acts" ["INT-13"],
    Response "response" "响应客户" "Answer to the customer" ["INT-14"],
    Dispatch "dispatch" "派工" "Dispatch" ["DSP-03"],
    Contact "contact" "联系客户" "Call the customer" ["APT-02"],
    Onsite "onsite" "首次上门" "First visit" ["INT-14"],
    Recall "recall" "出发前再确认" "Confirm before leaving" ["APT-07"],
    Arrival "arrival" "准时到达" "Arrive in time" ["ARR-01", "ARR-02"],
    Wait "wait" "门口等候" "Wait at the door" ["ENT-03"],
    Promise "promise" "承诺完成" "Promised completion" ["INT-09", "QLT-02"],
    Upload "upload" "回传资料" "Hand in the visit" ["LEV-03"],
    Rebook "rebook" "改约" "Agree a new time" ["DSP-10"],
    TakeBack "take_back" "承诺送回" "Promised return" ["TKW-05"],
    Appraisal "appraisal" "主管考核" "Supervisor's appraisal" ["QLT-01"],
    Followup "followup" "回访" "Follow-up call" ["FUP-01", "FUP-02"],
    InstallContact "install_contact" "装后联系" "Contact after installation" ["FUP-06"],
    OldParts "old_parts" "旧件交回" "Old parts handed in" ["PAR-03"],
    Invoice "invoice" "寄送发票" "Invoice posted" ["FEE-06"],
}

/// What only the office knows of a job; RFC 3339 with offset. Empty on a phone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// The job was taken in.
    pub created: Option<String>,
    /// Sheet, signature and photos of a visit were all at the office.
    pub received: BTreeMap<VisitNo, String>,
    /// What somebody recorded, and when: each time, oldest first.
    pub recorded: BTreeMap<Fact, Vec<String>>,
}

/// A job as its clocks see it.
#[derive(Clone, Copy)]
pub struct Watched<'a> {
    /// What the office wrote.
    pub brief: &'a Brief,
    /// What happened on site.
    pub fold: &'a Fold,
    /// The standard, where it is here.
    pub pack: Option<&'a Pack>,
    /// The firm's settings, as the job is pinned to them.
    pub values: &'a Values,
    /// What only the office knows.
    pub known: &'a Known,
}

/// A clock that has begun to matter, or will.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Timer {
    /// Which.
    pub clock: Clock,
    /// Whose visit; none for the job as a whole.
    pub visit: Option<VisitNo>,
    /// From when it may be done, or counts; Unix milliseconds.
    pub from: i64,
    /// By when; Unix milliseconds.
    pub due: i64,
    /// When it was done.
    pub met: Option<i64>,
}

/// How a clock stands.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// Past due, and not done.
    Over,
    /// Counting.
    Running,
    /// Its time comes later.
    Ahead,
    /// Done after it was due.
    Late,
    /// Done in time.
    Kept,
}

impl Timer {
    /// How it stands at `now` (Unix milliseconds).
    pub fn stand(&self, now: i64) -> Stand {
        match self.met {
            // One waits at least so long: leaving before is what is late.
            Some(met) if self.clock == Clock::Wait => {
                if met < self.due {
                    Stand::Late
                } else {
                    Stand::Kept
                }
            }
            Some(met) => {
                if met > self.due {
                    Stand::Late
                } else {
                    Stand::Kept
                }
            }
            None if self.clock == Clock::Wait => {
                if now < self.due {
                    Stand::Running
                } else {
                    Stand::Kept
                }
            }
            None if now > self.due => Stand::Over,
            None if now < self.from => Stand::Ahead,
            None => Stand::Running,
        }
    }
}

/// Every clock of a job, in the order of [`Clock::ALL`].
pub fn timers(job: &Watched<'_>) -> Vec<Timer> {
    let office = State::from_key(job.brief.text(keys::STATE));
    // So is an order that was closed before anybody here went: it was brought over from elsewhere.
    let told = job.fold.visits.is_empty() && office.is_some_and(State::is_over);
    let over = told || matches!(office, Some(State::Cancelled | State::Archived));
    let visits: BTreeSet<VisitNo> = job.fold.visits.keys().copied().chain([VisitNo(1)]).collect();
    let mut found: Vec<Timer> = office::of_job(job).collect();
    found.extend(visits.iter().flat_map(|visit| visit::of_visit(job, *visit)));
    found.extend(visits.iter().flat_map(|visit| office::after_visit(job, *visit)));
    // Nobody waits for what is over any more; what was done, in time or late, stays told.
    found.retain(|timer| timer.met.is_some() || !over);
    found.sort_by_key(|timer| (timer.clock, timer.visit));
    found
}

/// By when a job taken in at this time (RFC 3339) is promised where nobody said (INT-09): the end of work on the last of the
/// working days the firm gives itself, in Unix milliseconds.
pub fn promised(values: &Values, install: bool, since: &str) -> Option<i64> {
    let days = values.whole(if install { whole::INSTALL_WD } else { whole::REPAIR_WD });
    values.calendar().end_of_working_day(since, days)
}

/// The one to look at: what is over first, then what runs out next. Only those a phone can do something about.
pub fn pressing(timers: &[Timer], now: i64) -> Option<Timer> {
    let on_site =
        [Clock::Contact, Clock::Recall, Clock::Arrival, Clock::Wait, Clock::Promise, Clock::Upload, Clock::Rebook];
    let open = timers.iter().filter(|it| on_site.contains(&it.clock) && it.stand(now) < Stand::Ahead);
    open.min_by_key(|timer| (timer.clock == Clock::Promise, timer.due)).copied()
}

impl Watched<'_> {
    fn calendar(&self) -> Calendar {
        self.values.calendar()
    }

    fn has(&self, flag: Flag) -> bool {
        self.brief.flags().any(|set| set == flag) || self.pack.is_some_and(|pack| pack.flags.contains(&flag))
    }

    /// When the office assigned who goes.
    fn assigned(&self) -> Option<&str> {
        Some(self.brief.text(keys::ASSIGNED_AT)).filter(|at| !at.is_empty())
    }
}

#[cfg(test)]
mod tests;
