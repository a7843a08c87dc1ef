//! When the next round with the office is due. Pure: the time, in milliseconds of a clock that never goes back, is passed
//! in.

use std::time::Duration;

/// From the last tap to a round: taps come in bursts.
const QUIET_MS: i64 = 2_000;
/// From the first tap of a burst that does not end.
const PATIENCE_MS: i64 = 20_000;
/// From one round to the next where all is well: until the office can call the phone, the phone asks.
const USUAL_MS: i64 = 60_000;
/// After the first round without an answer, doubled with each further one.
const FIRST_WAIT_MS: i64 = 5_000;
const LONGEST_WAIT_MS: i64 = 300_000;

/// When to ask the office again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pace {
    /// When a round is due even if nobody taps.
    usual: i64,
    /// The first and the last tap since the last round.
    burst: Option<(i64, i64)>,
    /// Rounds in a row that had no answer.
    silent: u32,
}

impl Pace {
    /// The first round is due at once.
    pub fn new(now_ms: i64) -> Self {
        Self { usual: now_ms, burst: None, silent: 0 }
    }

    /// Something was saved. Without a network a tap does not make a round; it brings the next try nearer.
    pub fn tapped(&mut self, now_ms: i64) {
        if self.silent > 0 {
            self.usual = now_ms + (self.usual - now_ms).max(0) / 2;
        } else {
            let first = self.burst.map_or(now_ms, |(first, _)| first);
            self.burst = Some((first, now_ms));
        }
    }

    /// A round ended, with or without an answer of the office.
    pub fn ended(&mut self, now_ms: i64, answered: bool) {
        self.silent = if answered { 0 } else { self.silent.saturating_add(1) };
        self.burst = None;
        self.usual = now_ms
            + match self.silent {
                0 => USUAL_MS,
                n => FIRST_WAIT_MS.saturating_mul(1 << (n - 1).min(10)).min(LONGEST_WAIT_MS),
            };
    }

    /// How long until the next round; none where it is due.
    pub fn wait(&self, now_ms: i64) -> Duration {
        let due = match self.burst {
            None => self.usual,
            Some((first, last)) => self.usual.min(last + QUIET_MS).min(first + PATIENCE_MS),
        };
        Duration::from_millis(u64::try_from(due - now_ms).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000;

    fn waits(pace: &Pace, now_ms: i64) -> u128 {
        pace.wait(now_ms).as_millis()
    }

    fn answered() -> Pace {
        let mut pace = Pace::new(NOW);
        pace.ended(NOW, true);
        pace
    }

    fn unanswered(rounds: u32) -> Pace {
        let mut pace = Pace::new(NOW);
        (0..rounds).for_each(|_| pace.ended(NOW, false));
        pace
    }

    #[test]
    fn the_first_round_is_due_at_once_and_the_next_a_minute_later() {
        assert_eq!(waits(&Pace::new(NOW), NOW), 0);
        assert_eq!(waits(&answered(), NOW), 60_000);
        assert_eq!(waits(&answered(), NOW + 61_000), 0);
    }

    #[test]
    fn a_burst_of_taps_makes_one_round_two_seconds_after_its_last() {
        let mut pace = answered();
        for tap in 0..5 {
            pace.tapped(NOW + tap * 1_000);
        }
        assert_eq!(waits(&pace, NOW + 4_000), 2_000);
    }

    #[test]
    fn taps_that_do_not_end_put_a_round_off_no_longer_than_twenty_seconds() {
        let mut pace = answered();
        for tap in 0..30 {
            pace.tapped(NOW + tap * 1_000);
        }
        assert_eq!(waits(&pace, NOW + 19_000), 1_000);
        assert_eq!(waits(&pace, NOW + 29_000), 0);
    }

    #[test]
    fn a_tap_never_puts_off_the_round_that_is_due_anyway() {
        let mut pace = answered();
        pace.tapped(NOW + 59_500);
        assert_eq!(waits(&pace, NOW + 59_500), 500);
    }

    #[test]
    fn without_an_answer_the_waits_double_up_to_five_minutes() {
        let waited: Vec<u128> = (1..=8).map(|rounds| waits(&unanswered(rounds), NOW)).collect();
        assert_eq!(waited, [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
        assert_eq!(waits(&unanswered(u32::from(u16::MAX)), NOW), 300_000);
    }

    #[test]
    fn without_an_answer_a_tap_halves_what_is_left_to_wait_and_never_lengthens_it() {
        let mut pace = unanswered(7);
        pace.tapped(NOW + 100_000);
        assert_eq!(waits(&pace, NOW + 100_000), 100_000);
        pace.tapped(NOW + 100_000);
        assert_eq!(waits(&pace, NOW + 100_000), 50_000);
        pace.tapped(NOW + 900_000);
        assert_eq!(waits(&pace, NOW + 900_000), 0);
    }

    #[test]
    fn an_answer_ends_the_long_waits() {
        let mut pace = unanswered(7);
        pace.ended(NOW, true);
        assert_eq!(waits(&pace, NOW), 60_000);
    }
}
