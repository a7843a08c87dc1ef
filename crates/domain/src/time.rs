//! Times as they are written: RFC 3339 with offset, how far they can be trusted, and a clock that cannot be set back.

use serde::{Deserialize, Serialize};

/// Whether the device's time was checked against the hub's since the last reboot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Elapsed time since an answer of the hub, without a reboot between.
    Verified,
    /// A reboot, or no answer of the hub yet: the device's own word.
    Unverified,
}

/// When something happened, by the device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct At {
    /// RFC 3339 with offset, to the second or finer.
    pub time: String,
    /// Whether it can be trusted.
    pub trust: Trust,
    /// The boot it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot: Option<String>,
    /// Milliseconds since that boot, sleep included (CLOCK_BOOTTIME).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<i64>,
}

impl At {
    /// Milliseconds since 1970-01-01 UTC, or `None` where `time` is no RFC 3339.
    pub fn unix_ms(&self) -> Option<i64> {
        unix_ms(&self.time)
    }
}

/// Milliseconds since 1970-01-01 UTC of an RFC 3339 time.
pub fn unix_ms(time: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(time).ok().map(|time| time.timestamp_millis())
}

/// RFC 3339 with the given offset from UTC, to the second.
pub fn rfc3339(unix_ms: i64, offset_minutes: i32) -> String {
    let offset = chrono::FixedOffset::east_opt(offset_minutes.clamp(-1439, 1439) * 60);
    let time = chrono::DateTime::from_timestamp_millis(unix_ms).unwrap_or_default();
    match offset {
        Some(offset) => time.with_timezone(&offset).to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        None => time.to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_where_the_customer_lives() {
        assert_eq!(rfc3339(1_795_000_000_000, 480), "2026-11-18T19:06:40+08:00");
        assert_eq!(unix_ms("2026-11-18T19:06:40+08:00"), Some(1_795_000_000_000));
        assert_eq!(unix_ms("yesterday"), None);
    }
}
