//! 时限: what is due on a job by when, and what was kept. The clocks are `domain::timer`'s; a phone sees those of its visit.

use super::words;
use domain::brief::Brief;
use domain::fold::Fold;
use domain::ids::VisitNo;
use domain::pack::{Pack, Words};
use domain::settings::Values;
use domain::timer::{Clock, Known, Stand, Timer, Watched, timers};
use serde::Serialize;
use ts_rs::TS;

/// A clock on the screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ClockLine {
    /// Which.
    pub clock: Clock,
    /// Its name.
    pub name: Words,
    /// From when it may be done, or counts; Unix milliseconds.
    pub from_ms: i64,
    /// By when.
    pub due_ms: i64,
    /// When it was done.
    pub met_ms: Option<i64>,
    /// How it stood when it was asked for.
    pub stand: Stand,
}

impl ClockLine {
    pub(crate) fn of(timer: &Timer, now_ms: i64) -> Self {
        Self {
            clock: timer.clock,
            name: words(timer.clock.zh(), timer.clock.en()),
            from_ms: timer.from,
            due_ms: timer.due,
            met_ms: timer.met,
            stand: timer.stand(now_ms),
        }
    }
}

/// The clocks of a visit, and of its job as a whole.
pub(crate) fn of_visit(brief: &Brief, fold: &Fold, pack: Option<&Pack>, values: &Values, visit: VisitNo) -> Vec<Timer> {
    let known = Known::default();
    let mut found = timers(&Watched { brief, fold, pack, values, known: &known });
    found.retain(|timer| timer.visit.is_none_or(|of| of == visit));
    found
}
