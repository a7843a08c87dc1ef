//! A firm's calendar (APT-09): on which days and in which hours it works, and the holidays. Follow-up, appraisal and promises
//! are counted in its working days; a day swapped with a holiday (调休) is one of them though it is a Saturday.

use crate::time;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Weekday};
use serde_json::Value;
use std::collections::BTreeSet;

/// Keys of the settings it is read from.
pub mod keys {
    #![allow(missing_docs)] // the keys speak
    pub const WORK_DAYS: &str = "calendar.work_days";
    pub const HOURS: &str = "calendar.hours";
    pub const HOLIDAYS: &str = "calendar.holidays";
    pub const SWAPPED: &str = "calendar.swapped_days";
    /// All of them.
    pub const ALL: [&str; 4] = [WORK_DAYS, HOURS, HOLIDAYS, SWAPPED];
}

/// More days than this are never looked through for a working one.
const MOST_DAYS: u32 = 800;

/// Working days, hours and holidays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// Days of the week.
    week: Vec<Weekday>,
    /// Work begins.
    opens: NaiveTime,
    /// Work ends.
    closes: NaiveTime,
    /// Days off, whatever day of the week.
    holidays: BTreeSet<NaiveDate>,
    /// Worked, whatever day of the week.
    swapped: BTreeSet<NaiveDate>,
}

impl Default for Calendar {
    fn default() -> Self {
        Calendar::read(|_| None)
    }
}

/// `09:00–18:00`, with any dash.
pub fn hours(text: &str) -> Option<(NaiveTime, NaiveTime)> {
    let (from, to) = text.split_once(['–', '-', '—', '~', '～'])?;
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    time(from).zip(time(to)).filter(|(from, to)| from < to)
}

/// `mon` to `sun`.
pub fn weekday(text: &str) -> Option<Weekday> {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&text).then(|| text.parse().ok())?
}

/// `2026-10-01`.
pub fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

impl Calendar {
    /// From a firm's settings; what is missing or cannot be read counts as Monday to Friday, 09:00 to 18:00, no holidays.
    pub fn read<'a>(setting: impl Fn(&str) -> Option<&'a Value>) -> Self {
        let list = |key: &str| setting(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let week: Vec<Weekday> = list(keys::WORK_DAYS).filter_map(weekday).collect();
        let (opens, closes) = setting(keys::HOURS)
            .and_then(Value::as_str)
            .and_then(hours)
            .or_else(|| hours("09:00–18:00"))
            .unwrap_or((NaiveTime::MIN, NaiveTime::MIN));
        let workdays = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        Self {
            week: if week.is_empty() { workdays.to_vec() } else { week },
            opens,
            closes,
            holidays: list(keys::HOLIDAYS).filter_map(date).collect(),
            swapped: list(keys::SWAPPED).filter_map(date).collect(),
        }
    }

    /// Whether the firm works on this day.
    pub fn works_on(&self, day: NaiveDate) -> bool {
        self.swapped.contains(&day) || self.week.contains(&day.weekday()) && !self.holidays.contains(&day)
    }

    /// Whether a visit at this time is at an ordinary hour (APT-09).
    pub fn is_ordinary(&self, at: DateTime<FixedOffset>) -> bool {
        self.works_on(at.date_naive()) && (self.opens..self.closes).contains(&at.time())
    }

    /// The working day so many after this day: 1 is the next one. None beyond [`MOST_DAYS`].
    pub fn working_day_after(&self, day: NaiveDate, days: i64) -> Option<NaiveDate> {
        let days = usize::try_from(days).ok()?;
        if days == 0 {
            return Some(day);
        }
        day.iter_days().skip(1).take(MOST_DAYS as usize).filter(|day| self.works_on(*day)).nth(days - 1)
    }

    /// The end of work on the working day so many after an RFC 3339 time, in Unix milliseconds, where that time was written.
    pub fn end_of_working_day(&self, since: &str, days: i64) -> Option<i64> {
        let since = DateTime::parse_from_rfc3339(since).ok()?;
        self.at(self.working_day_after(since.date_naive(), days)?, self.closes, *since.offset())
    }

    /// The beginning of work on that day.
    pub fn start_of_working_day(&self, since: &str, days: i64) -> Option<i64> {
        let since = DateTime::parse_from_rfc3339(since).ok()?;
        self.at(self.working_day_after(since.date_naive(), days)?, self.opens, *since.offset())
    }

    /// The end of work so many calendar days after an RFC 3339 time.
    pub fn end_of_day(&self, since: &str, days: i64) -> Option<i64> {
        let since = DateTime::parse_from_rfc3339(since).ok()?;
        let day = since.date_naive().checked_add_signed(TimeDelta::try_days(days)?)?;
        self.at(day, self.closes, *since.offset())
    }

    fn at(&self, day: NaiveDate, time: NaiveTime, offset: FixedOffset) -> Option<i64> {
        day.and_time(time).and_local_timezone(offset).single().map(|at| at.timestamp_millis())
    }
}

/// An RFC 3339 time and so many minutes, in Unix milliseconds.
pub fn minutes_after(since: &str, minutes: i64) -> Option<i64> {
    time::unix_ms(since)?.checked_add(minutes.checked_mul(60_000)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Values;
    use crate::time::rfc3339;
    use serde_json::json;

    /// National Day 2026: 1 to 7 October off, worked on Saturday 10 October instead.
    fn october() -> Calendar {
        let off: Vec<String> = (1..=7).map(|day| format!("2026-10-{day:02}")).collect();
        let values: Values =
            serde_json::from_value(json!({"calendar.holidays": off, "calendar.swapped_days": ["2026-10-10"]})).unwrap();
        values.calendar()
    }

    fn told(ms: Option<i64>) -> String {
        rfc3339(ms.unwrap(), 480)
    }

    #[test]
    fn the_third_working_day_skips_weekends() {
        let friday = "2026-11-20T16:00:00+08:00";
        let calendar = Calendar::default();
        assert_eq!(told(calendar.end_of_working_day(friday, 2)), "2026-11-24T18:00:00+08:00");
        assert_eq!(told(calendar.start_of_working_day(friday, 2)), "2026-11-24T09:00:00+08:00");
        assert_eq!(told(calendar.end_of_working_day(friday, 0)), "2026-11-20T18:00:00+08:00");
    }

    #[test]
    fn holidays_are_skipped_and_a_swapped_saturday_counts() {
        let eve = "2026-09-30T10:00:00+08:00";
        assert_eq!(told(october().end_of_working_day(eve, 1)), "2026-10-08T18:00:00+08:00");
        assert_eq!(told(october().end_of_working_day(eve, 3)), "2026-10-10T18:00:00+08:00");
        assert_eq!(told(october().end_of_working_day(eve, 4)), "2026-10-12T18:00:00+08:00");
    }

    #[test]
    fn a_visit_at_night_or_on_a_holiday_is_not_at_an_ordinary_hour() {
        let at = |text| DateTime::parse_from_rfc3339(text).unwrap();
        assert!(october().is_ordinary(at("2026-10-09T09:00:00+08:00")));
        assert!(october().is_ordinary(at("2026-10-10T17:59:00+08:00")));
        assert!(!october().is_ordinary(at("2026-10-09T18:00:00+08:00")));
        assert!(!october().is_ordinary(at("2026-10-01T10:00:00+08:00")));
        assert!(!october().is_ordinary(at("2026-10-11T10:00:00+08:00")));
    }

    #[test]
    fn a_calendar_without_working_days_ends_the_search() {
        let every: Vec<String> = date("2026-01-01").unwrap().iter_days().take(900).map(|day| day.to_string()).collect();
        let values: Values = serde_json::from_value(json!({"calendar.holidays": every})).unwrap();
        assert_eq!(values.calendar().end_of_working_day("2026-01-01T10:00:00+08:00", 1), None);
        assert_eq!(Calendar::default().end_of_working_day("soon", 1), None);
        assert_eq!(Calendar::default().end_of_day("2026-01-01T10:00:00+08:00", i64::MAX), None);
    }

    #[test]
    fn hours_are_read_with_any_dash() {
        assert!(hours("09:00-18:00").is_some() && hours("9:00 — 17:30").is_some());
        assert!(hours("18:00–09:00").is_none() && hours("all day").is_none());
    }
}
