//! Turning values into what is printed: times, dates, amounts. Times are printed as the customer's clock showed them.

use domain::facts::{Money, Quantity, Text};
use domain::time::{At, Trust};

/// The Chinese words, or the English where there are none.
pub(crate) fn shown(text: &Text) -> &str {
    if text.zh.is_empty() { &text.en } else { &text.zh }
}

fn parsed(rfc3339: &str) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    chrono::DateTime::parse_from_rfc3339(rfc3339).ok()
}

/// `13:26`.
pub(crate) fn clock(rfc3339: &str) -> String {
    parsed(rfc3339).map_or_else(String::new, |time| time.format("%H:%M").to_string())
}

/// `2026-11-20`.
pub(crate) fn day(rfc3339: &str) -> String {
    parsed(rfc3339).map_or_else(String::new, |time| time.format("%Y-%m-%d").to_string())
}

/// `2026-11-20 15:18`.
pub(crate) fn day_and_clock(rfc3339: &str) -> String {
    parsed(rfc3339).map_or_else(String::new, |time| time.format("%Y-%m-%d %H:%M").to_string())
}

/// `周五`.
pub(crate) fn weekday(rfc3339: &str) -> &'static str {
    use chrono::{Datelike, Weekday};
    match parsed(rfc3339).map(|time| time.weekday()) {
        Some(Weekday::Mon) => "周一",
        Some(Weekday::Tue) => "周二",
        Some(Weekday::Wed) => "周三",
        Some(Weekday::Thu) => "周四",
        Some(Weekday::Fri) => "周五",
        Some(Weekday::Sat) => "周六",
        Some(Weekday::Sun) => "周日",
        None => "",
    }
}

/// `2026-11-20 15:18 +08:00`.
pub(crate) fn with_offset(rfc3339: &str) -> String {
    parsed(rfc3339).map_or_else(String::new, |time| time.format("%Y-%m-%d %H:%M %:z").to_string())
}

/// Whole minutes between two times.
pub(crate) fn minutes_between(from: &At, to: &At) -> Option<i64> {
    Some((to.unix_ms()? - from.unix_ms()?).div_euclid(60_000)).filter(|minutes| *minutes >= 0)
}

/// Whether the time was checked against the office's clock.
pub(crate) fn is_verified(at: &At) -> bool {
    at.trust == Trust::Verified
}

/// `¥534.80`, or `USD 5.00` in another currency.
pub(crate) fn amount(money: &Money) -> String {
    match money.currency.as_str() {
        "CNY" if money.minor < 0 => format!("−¥{}", money.decimal().trim_start_matches('-')),
        "CNY" => format!("¥{}", money.decimal()),
        other => format!("{other} {}", money.decimal()),
    }
}

/// `12.6 m`.
pub(crate) fn quantity(quantity: &Quantity) -> String {
    format!("{} {}", quantity.value, quantity.unit).trim_end().to_owned()
}

/// The parts that are not empty, with ` · ` between.
pub(crate) fn dotted<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    let mut line = String::new();
    for part in parts {
        if !line.is_empty() && !part.as_ref().is_empty() {
            line.push_str(" · ");
        }
        line.push_str(part.as_ref());
    }
    line
}
