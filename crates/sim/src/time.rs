//! One clock for the world, and what each device makes of it: wall clocks that are wrong, boots that begin anew.

use crate::chance::Chance;
use field::clock::{Clock, Reading};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// When a life begins: 2026-11-20 08:00 at UTC+8, Unix milliseconds.
const BEGIN: i64 = 1_795_132_800_000;
/// Where everybody lives: minutes east of UTC.
pub const OFFSET: i32 = 480;

/// The world's time, shared.
#[derive(Clone, Debug)]
pub struct Time(Arc<AtomicI64>);

impl Time {
    /// The beginning of a life.
    #[must_use]
    pub fn begin() -> Self {
        Self(Arc::new(AtomicI64::new(BEGIN)))
    }

    /// Unix milliseconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Time passes.
    pub fn pass(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

const HOUR: i64 = 3_600_000;
const TEN_YEARS: i64 = 10 * 365 * 24 * HOUR;

/// How far a wall clock is off: mostly hours, now and then ten years, milliseconds.
pub fn wrong(chance: &mut Chance) -> i64 {
    let hours = i64::try_from(chance.below(7)).unwrap_or_default() - 3;
    let years = match chance.below(8) {
        0 => TEN_YEARS,
        1 => -TEN_YEARS,
        _ => 0,
    };
    years + hours * HOUR
}

/// Whether that is years.
#[must_use]
pub fn is_years(wrong_by: i64) -> bool {
    wrong_by.abs() > TEN_YEARS / 2
}

/// A phone's clocks.
#[derive(Debug)]
pub struct PhoneClock {
    time: Time,
    name: String,
    /// How far the wall clock is off, milliseconds.
    wrong_by: AtomicI64,
    boots: AtomicI64,
    booted: AtomicI64,
}

impl PhoneClock {
    /// A phone switched on now.
    #[must_use]
    pub fn new(time: &Time, name: &str, wrong_by: i64) -> Self {
        let (boots, booted) = (AtomicI64::new(1), AtomicI64::new(time.now()));
        Self { time: time.clone(), name: name.to_owned(), wrong_by: AtomicI64::new(wrong_by), boots, booted }
    }

    /// Somebody set the wall clock.
    pub fn set(&self, wrong_by: i64) {
        self.wrong_by.store(wrong_by, Ordering::SeqCst);
    }

    /// It was switched off and on.
    pub fn reboot(&self) {
        self.boots.fetch_add(1, Ordering::SeqCst);
        self.booted.store(self.time.now(), Ordering::SeqCst);
    }
}

impl Clock for PhoneClock {
    fn read(&self) -> Reading {
        let now = self.time.now();
        Reading {
            wall_ms: now + self.wrong_by.load(Ordering::SeqCst),
            boot: format!("{}-{}", self.name, self.boots.load(Ordering::SeqCst)),
            elapsed_ms: now - self.booted.load(Ordering::SeqCst),
            offset_minutes: OFFSET,
        }
    }
}
