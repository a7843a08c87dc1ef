//! Times as people write them into tables, read where the office is.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use domain::time::{rfc3339, unix_ms};

/// What was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct When {
    /// The day.
    pub day: NaiveDate,
    /// The time, where one stands there.
    pub from: Option<NaiveTime>,
    /// The end of a range such as `13:30-15:00`.
    pub to: Option<NaiveTime>,
}

/// Reads `2026-11-20`, `2026/11/20 13:30`, `2026年11月20日 9点`, `2026-11-20 13:30-15:00`; the end may be missing.
pub fn read(text: &str) -> Option<When> {
    let plain: String = text.trim().replace(['年', '月', '/', '.'], "-").replace('日', " ").replace('：', ":");
    let plain = plain.replace(['T', '\u{3000}'], " ");
    let (day, rest) = plain.split_once(' ').map_or((plain.as_str(), ""), |(day, rest)| (day, rest.trim()));
    let mut parts = day.trim_end_matches('-').splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let year = i32::try_from(year).ok().filter(|year| (1950..2200).contains(year))?;
    let day = NaiveDate::from_ymd_opt(year, month, day)?;
    if rest.is_empty() {
        return Some(When { day, from: None, to: None });
    }
    let ends: Vec<&str> = rest.split(['-', '–', '—', '~', '～', '至', '到']).map(str::trim).collect();
    match ends.as_slice() {
        [from] => Some(When { day, from: Some(clock(from)?), to: None }),
        [from, to] => Some(When { day, from: Some(clock(from)?), to: Some(clock(to)?) }),
        _ => None,
    }
}

/// `13:30`, `13:30:00`, `9点`, `9点半`, `9点15分`.
fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.replace("点半", ":30").replace(['点', '时'], ":").replace('分', "");
    let mut parts = text.trim_end_matches(':').split(':').map(|part| part.trim().parse::<u32>().ok());
    let hour = parts.next()??;
    let minute = parts.next().unwrap_or(Some(0))?;
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// The moment as a brief says it: RFC 3339 where the office is.
pub fn written(day: NaiveDate, time: NaiveTime, offset_minutes: i32) -> String {
    let utc = NaiveDateTime::new(day, time).and_utc().timestamp_millis() - i64::from(offset_minutes) * 60_000;
    rfc3339(utc, offset_minutes)
}

/// A text that is RFC 3339 already, with its own offset.
pub fn is_exact(text: &str) -> bool {
    unix_ms(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> Option<(String, Option<String>)> {
        let when = read(text)?;
        let at = |time: NaiveTime| written(when.day, time, 480);
        Some((at(when.from?), when.to.map(at)))
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let from = "2026-11-20T13:30:00+08:00";
        for text in [
            "2026-11-20 13:30",
            "2026/11/20 13:30:00",
            "2026年11月20日 13:30",
            "2026年11月20日13点半",
            "2026.11.20　13：30",
        ] {
            assert_eq!(range(text), Some((from.into(), None)), "{text}");
        }
        for text in ["2026-11-20 13:30-15:00", "2026/11/20 13:30～15:00", "2026-11-20 13:30 至 15点"] {
            assert_eq!(range(text), Some((from.into(), Some("2026-11-20T15:00:00+08:00".into()))), "{text}");
        }
        assert_eq!(
            read("2026-2-5").unwrap(),
            When { day: NaiveDate::from_ymd_opt(2026, 2, 5).unwrap(), from: None, to: None }
        );
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "tomorrow",
            "13:30",
            "2026-13-01",
            "2026-02-30",
            "2026-11-20 25:00",
            "2026-11-20 1-2-3",
            "0001-01-01",
            "明天下午",
            "99999999999-1-1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
