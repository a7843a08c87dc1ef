//! 日程: a week of visits, day by day.

use super::today::{DAY_MS, VisitRow};
use crate::app::Field;
use crate::refused::FieldRefused;
use serde::Serialize;
use store::{JobCard, JobFilter};
use ts_rs::TS;

/// Jobs of one week; a technician has fifty or so.
const MOST_ROWS: u32 = 400;

/// A week.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Schedule {
    /// Now, Unix milliseconds.
    pub now_ms: i64,
    /// Monday to Sunday.
    pub days: Vec<DayLine>,
}

/// One day of it.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct DayLine {
    /// Its midnight, Unix milliseconds.
    pub from_ms: i64,
    /// Visits with something still to do.
    pub open: u32,
    /// Those agreed, offered or promised for it, by the time; what is done among them.
    pub visits: Vec<VisitRow>,
}

impl Field {
    /// The week so many weeks from this one.
    pub fn schedule(&mut self, week: i32) -> Result<Schedule, FieldRefused> {
        let (now_ms, offset_ms) = (self.now_ms(), i64::from(self.clock.read().offset_minutes) * 60_000);
        let monday = monday_of(now_ms + offset_ms) + i64::from(week) * 7 * DAY_MS - offset_ms;
        let within = JobFilter { due: Some((monday, monday + 7 * DAY_MS)), limit: MOST_ROWS, ..JobFilter::default() };
        let mut cards = self.store.cards(&within)?;
        cards.extend(self.store.cards(&JobFilter { open: false, ..within })?);
        let due = |card: &JobCard| card.row.appointment_from.or(card.row.promised_by).unwrap_or(i64::MAX);
        cards.sort_by(|a, b| (due(a), &a.row.job).cmp(&(due(b), &b.row.job)));
        let mut days = Vec::with_capacity(7);
        for from_ms in (0..7).map(|day| monday + day * DAY_MS) {
            let of_day = cards.iter().filter(|card| (from_ms..from_ms + DAY_MS).contains(&due(card)));
            let visits = of_day.map(|card| self.visit_row(card)).collect::<Result<Vec<_>, _>>()?;
            let open = visits.iter().filter(|row| row.open).count();
            days.push(DayLine { from_ms, open: u32::try_from(open).unwrap_or(u32::MAX), visits });
        }
        Ok(Schedule { now_ms, days })
    }
}

/// The midnight that begins the week of a local time; 1970-01-01 was a Thursday.
fn monday_of(local_ms: i64) -> i64 {
    let day = local_ms.div_euclid(DAY_MS);
    (day - (day + 3).rem_euclid(7)) * DAY_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::unix_ms;

    #[test]
    fn a_week_begins_on_its_monday() {
        let at = |time: &str| unix_ms(time).unwrap();
        let monday = at("2026-11-30T00:00:00Z");
        for time in ["2026-11-30T00:00:00Z", "2026-12-03T12:00:00Z", "2026-12-06T23:59:59Z"] {
            assert_eq!(monday_of(at(time)), monday, "{time}");
        }
        assert_eq!(monday_of(at("2026-12-07T00:00:00Z")), monday + 7 * DAY_MS);
        assert_eq!(monday_of(at("1969-12-31T00:00:00Z")), at("1969-12-29T00:00:00Z"));
    }
}
