//! How long to wait, by what went before and by chance, so that a company's phones do not all come at one moment. Pure:
//! times are milliseconds, chance is any `u32`, evenly spread.

use std::time::Duration;

/// To the first try at a line that broke; doubled with each further one.
const FIRST_LINE_MS: i64 = 2_000;
const LONGEST_LINE_MS: i64 = 300_000;
/// A line that stood so long was a good one: the next try is a first one.
const STEADY_MS: i64 = 60_000;

/// A part of `most_ms`, by chance: at least nothing, less than all.
pub fn share(most_ms: i64, chance: u32) -> i64 {
    most_ms.saturating_mul(i64::from(chance)) >> u32::BITS
}

/// `first_ms`, doubled so many times, at most `longest_ms`.
pub fn doubled(first_ms: i64, times: u32, longest_ms: i64) -> i64 {
    first_ms.saturating_mul(1 << times.min(20)).min(longest_ms)
}

/// How long to wait before the line to the office is tried again: anything up to a limit that doubles (exponential
/// backoff with full jitter).
#[derive(Default)]
pub struct Backoff {
    failed: u32,
}

impl Backoff {
    /// The line stood so long, and broke.
    pub fn broke(&mut self, stood_ms: i64, chance: u32) -> Duration {
        let limit = if stood_ms >= STEADY_MS {
            self.failed = 0;
            FIRST_LINE_MS
        } else {
            let limit = doubled(FIRST_LINE_MS, self.failed, LONGEST_LINE_MS);
            self.failed = self.failed.saturating_add(1);
            limit
        };
        Duration::from_millis(u64::try_from(share(limit, chance)).unwrap_or(0))
    }
}

/// Lets something through now and then.
pub struct Rate {
    every_ms: i64,
    last: Option<i64>,
}

impl Rate {
    /// At most once in `every_ms`.
    pub fn of(every_ms: i64) -> Self {
        Self { every_ms, last: None }
    }

    /// Whether this one goes through.
    pub fn lets(&mut self, now_ms: i64) -> bool {
        let lets = self.last.is_none_or(|last| now_ms - last >= self.every_ms);
        if lets {
            self.last = Some(now_ms);
        }
        lets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(stood: &[i64], chance: u32) -> Vec<u128> {
        let mut backoff = Backoff::default();
        stood.iter().map(|stood| backoff.broke(*stood, chance).as_millis()).collect()
    }

    #[test]
    fn a_share_is_spread_over_the_whole() {
        assert_eq!([0, 1 << 31, u32::MAX].map(|chance| share(1_000, chance)), [0, 500, 999]);
    }

    #[test]
    fn the_waits_for_a_line_that_does_not_stand_double_up_to_five_minutes() {
        let limits = [1_999, 3_999, 7_999, 15_999, 31_999, 63_999, 127_999, 255_999, 299_999, 299_999];
        assert_eq!(waits(&[0; 10], u32::MAX), limits);
        assert_eq!(waits(&[0; 10], 0), [0; 10], "chance may choose any part of it");
    }

    #[test]
    fn a_line_that_stood_for_a_minute_is_tried_again_at_once_and_one_that_flickers_is_not() {
        assert_eq!(waits(&[0, 0, 0, 60_000, 0], u32::MAX), [1_999, 3_999, 7_999, 1_999, 1_999]);
        assert_eq!(waits(&[50, 50, 50], u32::MAX), [1_999, 3_999, 7_999]);
    }

    #[test]
    fn a_rate_lets_the_first_through_and_then_one_at_a_time() {
        let mut rate = Rate::of(200);
        let let_through: Vec<i64> = (0..10).map(|n| n * 90).filter(|now| rate.lets(*now)).collect();
        assert_eq!(let_through, [0, 270, 540, 810]);
    }
}
