//! When the next round with the office is due. Pure: the time, in milliseconds of a clock that never goes back, and chance
//! are passed in.

use crate::waits::{doubled, share};
use std::time::Duration;

/// From the last tap to a round: taps come in bursts.
const QUIET_MS: i64 = 2_000;
/// From the first tap of a burst that does not end.
const PATIENCE_MS: i64 = 20_000;
/// From one round to the next where all is well and the office cannot call the device.
const USUAL_MS: i64 = 60_000;
/// Likewise while it can.
const CALLED_MS: i64 = 300_000;
/// From a call of the office to the round, at most: it calls many at once.
const CALL_MS: i64 = 1_000;
/// Who comes back to the app so soon after a round needs no other.
const FRESH_MS: i64 = 10_000;
/// After the first round without an answer, doubled with each further one; half of it is left to chance.
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
    /// When the last round ended.
    ended: Option<i64>,
    /// The line to the office stands: it calls when there is something.
    line: bool,
}

impl Pace {
    /// The first round is due at once.
    pub fn new(now_ms: i64) -> Self {
        Self { usual: now_ms, burst: None, silent: 0, ended: None, line: false }
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

    /// The office called: it has something for this device.
    pub fn called(&mut self, now_ms: i64, chance: u32) {
        self.sooner(now_ms + share(CALL_MS, chance));
    }

    /// A person asks, or the last round was cut short.
    pub fn at_once(&mut self, now_ms: i64) {
        self.sooner(now_ms);
    }

    /// Somebody looks at the app again, or the network is back.
    pub fn woken(&mut self, now_ms: i64) {
        let fresh = self.silent == 0 && self.ended.is_some_and(|ended| now_ms - ended < FRESH_MS);
        if !fresh {
            self.sooner(now_ms);
        }
    }

    /// The line to the office stands, or broke.
    pub fn line(&mut self, now_ms: i64, stands: bool, chance: u32) {
        self.line = stands;
        if !stands {
            self.sooner(now_ms + USUAL_MS - share(USUAL_MS / 2, chance));
        }
    }

    /// A round ended, with or without an answer of the office.
    pub fn ended(&mut self, now_ms: i64, answered: bool, chance: u32) {
        self.silent = if answered { 0 } else { self.silent.saturating_add(1) };
        self.burst = None;
        self.ended = Some(now_ms);
        let wait = match self.silent {
            0 if self.line => CALLED_MS,
            0 => USUAL_MS,
            n => {
                let half = doubled(FIRST_WAIT_MS, n - 1, LONGEST_WAIT_MS) / 2;
                half + share(half, chance)
            }
        };
        self.usual = now_ms + wait;
    }

    /// Whether the last round had no answer.
    pub fn is_silent(&self) -> bool {
        self.silent > 0
    }

    /// How long until the next round; none where it is due.
    pub fn wait(&self, now_ms: i64) -> Duration {
        let due = match self.burst {
            None => self.usual,
            Some((first, last)) => self.usual.min(last + QUIET_MS).min(first + PATIENCE_MS),
        };
        Duration::from_millis(u64::try_from(due - now_ms).unwrap_or(0))
    }

    fn sooner(&mut self, due: i64) {
        self.usual = self.usual.min(due);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000;
    /// The longest wait that chance can choose, less a millisecond of each.
    const MOST: u32 = u32::MAX;

    fn waits(pace: &Pace, now_ms: i64) -> u128 {
        pace.wait(now_ms).as_millis()
    }

    fn answered() -> Pace {
        let mut pace = Pace::new(NOW);
        pace.ended(NOW, true, MOST);
        pace
    }

    fn unanswered(rounds: u32) -> Pace {
        let mut pace = Pace::new(NOW);
        (0..rounds).for_each(|_| pace.ended(NOW, false, MOST));
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
        assert_eq!(waited, [4_999, 9_999, 19_999, 39_999, 79_999, 159_999, 299_999, 299_999]);
        assert_eq!(waits(&unanswered(u32::from(u16::MAX)), NOW), 299_999);
    }

    #[test]
    fn half_of_each_wait_without_an_answer_is_left_to_chance() {
        let after = |chance| {
            let mut pace = unanswered(3);
            pace.ended(NOW, false, chance);
            waits(&pace, NOW)
        };
        assert_eq!([after(0), after(1 << 31), after(MOST)], [20_000, 30_000, 39_999]);
    }

    #[test]
    fn while_the_office_can_call_the_usual_round_comes_every_five_minutes_and_after_that_every_minute_again() {
        let mut pace = answered();
        pace.line(NOW, true, 0);
        pace.ended(NOW, true, 0);
        assert_eq!(waits(&pace, NOW), 300_000);
        pace.line(NOW + 1_000, false, 0);
        assert_eq!(waits(&pace, NOW + 1_000), 60_000);
        pace.line(NOW + 1_000, false, MOST);
        assert_eq!(waits(&pace, NOW + 1_000), 30_001, "a hub that goes down breaks all lines at once");
        pace.ended(NOW + 2_000, true, 0);
        assert_eq!(waits(&pace, NOW + 2_000), 60_000);
    }

    #[test]
    fn a_line_that_breaks_puts_off_no_round() {
        let mut pace = answered();
        pace.line(NOW + 59_000, false, 0);
        assert_eq!(waits(&pace, NOW + 59_000), 1_000);
    }

    #[test]
    fn a_call_makes_a_round_within_a_second_and_a_second_call_does_not_put_it_off() {
        let mut pace = answered();
        pace.called(NOW, MOST);
        assert_eq!(waits(&pace, NOW), 999);
        pace.called(NOW + 500, MOST);
        assert_eq!(waits(&pace, NOW + 500), 499);
        pace.called(NOW + 500, 0);
        assert_eq!(waits(&pace, NOW + 500), 0);
    }

    #[test]
    fn who_comes_back_to_the_app_asks_at_once_unless_it_has_just_asked() {
        let mut pace = answered();
        pace.woken(NOW + 9_999);
        assert_eq!(waits(&pace, NOW + 9_999), 50_001);
        pace.woken(NOW + 10_000);
        assert_eq!(waits(&pace, NOW + 10_000), 0);
    }

    #[test]
    fn who_asks_is_answered_at_once_also_after_a_round_that_just_ended() {
        let mut pace = answered();
        pace.at_once(NOW);
        assert_eq!(waits(&pace, NOW), 0);
    }

    #[test]
    fn the_network_that_is_back_ends_a_long_wait_at_once() {
        let mut pace = unanswered(7);
        pace.woken(NOW + 1);
        assert_eq!(waits(&pace, NOW + 1), 0);
    }

    #[test]
    fn without_an_answer_a_tap_halves_what_is_left_to_wait_and_never_lengthens_it() {
        let mut pace = unanswered(7);
        pace.tapped(NOW + 100_000);
        assert_eq!(waits(&pace, NOW + 100_000), 99_999);
        pace.tapped(NOW + 100_000);
        assert_eq!(waits(&pace, NOW + 100_000), 49_999);
        pace.tapped(NOW + 900_000);
        assert_eq!(waits(&pace, NOW + 900_000), 0);
    }

    #[test]
    fn an_answer_ends_the_long_waits() {
        let mut pace = unanswered(7);
        pace.ended(NOW, true, MOST);
        assert_eq!(waits(&pace, NOW), 60_000);
    }
}
