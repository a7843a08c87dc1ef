//! The only place in the app that reads a clock. Elapsed time is CLOCK_BOOTTIME with the boot id, held against the last
//! time the hub told; a reboot or a missing anchor makes a time *unverified* (DESIGN "Time and chance").
#![allow(clippy::disallowed_methods)]

use chrono::Local;
use domain::time::{At, Trust, rfc3339};
use serde::{Deserialize, Serialize};
use std::time::{SystemTime, UNIX_EPOCH};

/// What the device's clocks say at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The wall clock, Unix milliseconds. The user may have set it.
    pub wall_ms: i64,
    /// This boot of the device.
    pub boot: String,
    /// Milliseconds since that boot, sleep included.
    pub elapsed_ms: i64,
    /// Minutes east of UTC where the device is.
    pub offset_minutes: i32,
}

/// A source of readings.
pub trait Clock: Send + Sync {
    /// The clocks now.
    fn read(&self) -> Reading;
}

/// The hub's time as the device last heard it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Anchor {
    /// The hub's clock, Unix milliseconds.
    pub hub_ms: i64,
    /// The boot in which it was heard.
    pub boot: String,
    /// Milliseconds since that boot when it was heard.
    pub elapsed_ms: i64,
}

impl Anchor {
    /// The anchor of an answer that came with this hub time.
    pub fn of(reading: &Reading, hub_ms: i64) -> Self {
        Self { hub_ms, boot: reading.boot.clone(), elapsed_ms: reading.elapsed_ms }
    }
}

/// The present moment, with its trust, and in Unix milliseconds.
pub fn now(reading: &Reading, anchor: Option<&Anchor>) -> (At, i64) {
    let anchored = anchor
        .filter(|anchor| anchor.boot == reading.boot && anchor.elapsed_ms <= reading.elapsed_ms)
        .map(|anchor| anchor.hub_ms + reading.elapsed_ms - anchor.elapsed_ms);
    let (unix_ms, trust) = match anchored {
        Some(ms) => (ms, Trust::Verified),
        None => (reading.wall_ms, Trust::Unverified),
    };
    let at = At {
        time: rfc3339(unix_ms, reading.offset_minutes),
        trust,
        boot: Some(reading.boot.clone()),
        elapsed_ms: Some(reading.elapsed_ms),
    };
    (at, unix_ms)
}

/// The device's own clocks.
pub struct SystemClock {
    boot: String,
    offset_minutes: Option<i32>,
}

impl SystemClock {
    /// Reads the boot id once. `offset_minutes` overrides the device's time zone.
    pub fn new(offset_minutes: Option<i32>) -> Self {
        Self { boot: boot_id(), offset_minutes }
    }
}

impl Clock for SystemClock {
    fn read(&self) -> Reading {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Reading {
            wall_ms: i64::try_from(wall.as_millis()).unwrap_or_default(),
            boot: self.boot.clone(),
            elapsed_ms: elapsed_ms(),
            offset_minutes: self.offset_minutes.unwrap_or_else(|| Local::now().offset().local_minus_utc() / 60),
        }
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn elapsed_ms() -> i64 {
    let since = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    since.tv_sec * 1000 + since.tv_nsec / 1_000_000
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn elapsed_ms() -> i64 {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    i64::try_from(START.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(i64::MAX)
}

/// The kernel's boot id; where there is none, the app's start stands for a boot, which only makes times *unverified*
/// sooner.
fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id").map(|id| id.trim().to_owned()).unwrap_or_else(|_| {
        format!("app-{}", SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(boot: &str, elapsed_ms: i64) -> Reading {
        Reading { wall_ms: 1_000, boot: boot.into(), elapsed_ms, offset_minutes: 480 }
    }

    #[test]
    fn a_clock_set_back_does_not_move_a_verified_time() {
        let anchor = Anchor { hub_ms: 1_795_000_000_000, boot: "b1".into(), elapsed_ms: 5_000 };
        let (at, unix_ms) = now(&reading("b1", 65_000), Some(&anchor));
        assert_eq!((at.trust, unix_ms), (Trust::Verified, 1_795_000_060_000));
    }

    #[test]
    fn after_a_reboot_or_without_an_anchor_a_time_is_unverified() {
        let anchor = Anchor { hub_ms: 1_795_000_000_000, boot: "b1".into(), elapsed_ms: 5_000 };
        assert_eq!(now(&reading("b2", 65_000), Some(&anchor)).0.trust, Trust::Unverified);
        assert_eq!(now(&reading("b1", 65_000), None), (now(&reading("b1", 65_000), None).0, 1_000));
    }

    #[test]
    fn the_system_clock_goes_forward() {
        let clock = SystemClock::new(Some(480));
        let (first, second) = (clock.read(), clock.read());
        assert!(
            first.elapsed_ms <= second.elapsed_ms && first.boot == second.boot && first.wall_ms > 1_700_000_000_000
        );
    }
}
