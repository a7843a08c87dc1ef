//! Where a phone says it is (WGS 84), for the stamp of a photo where the technician wants it there.

use serde::{Deserialize, Serialize};

/// A position in hundred-thousandths of a degree, about a metre, and how far it may be off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fix {
    /// North of the equator.
    latitude: i32,
    /// East of Greenwich.
    longitude: i32,
    /// Metres.
    within: u32,
}

/// Hundred-thousandths in a degree.
const PARTS: f64 = 100_000.0;
/// A position that may be off by more says nothing about a visit.
const WIDEST: f64 = 5_000.0;

impl Fix {
    /// Reads `latitude,longitude,metres`, as the web view's positioning says them. None for anything that is no place on Earth, or
    /// that may be off by more than five kilometres.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let numbers: Vec<f64> = text.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        let [latitude, longitude, within] = <[f64; 3]>::try_from(numbers).ok()?;
        let whole = |number: f64| format!("{:.0}", number * PARTS).parse().ok();
        let known = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (0.0..=WIDEST).contains(&within);
        let within = format!("{:.0}", within.ceil()).parse().ok()?;
        known.then_some(Self { latitude: whole(latitude)?, longitude: whole(longitude)?, within })
    }

    /// `30.27408°N 120.15507°E ±12 m`
    #[must_use]
    pub fn words(&self) -> String {
        let degrees = |parts: i32| format!("{}.{:05}", parts.unsigned_abs() / 100_000, parts.unsigned_abs() % 100_000);
        let side = |parts: i32, up: char, down: char| if parts < 0 { down } else { up };
        format!(
            "{}°{} {}°{} ±{} m",
            degrees(self.latitude),
            side(self.latitude, 'N', 'S'),
            degrees(self.longitude),
            side(self.longitude, 'E', 'W'),
            self.within
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_written_as_maps_write_it() {
        let words = |text: &str| Fix::read(text).map(|fix| fix.words());
        assert_eq!(words("30.274084,120.155070,11.4").as_deref(), Some("30.27408°N 120.15507°E ±12 m"));
        assert_eq!(words("-0.00001, -179.999999, 0").as_deref(), Some("0.00001°S 180.00000°W ±0 m"));
    }

    #[test]
    fn what_is_no_place_or_too_vague_is_none() {
        for text in
            ["", "1,2", "1,2,3,4", "91,0,1", "0,181,1", "0,0,-1", "0,0,5001", "NaN,0,1", "inf,0,1", "a,b,c", "0,0,NaN"]
        {
            assert_eq!(Fix::read(text), None, "{text}");
        }
    }
}
