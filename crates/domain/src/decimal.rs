//! Decimal strings: how measures and quantities are written (`2.1`, `-27`, `12.6`), compared and multiplied without a
//! float ever touching them.

use std::cmp::Ordering;
use std::fmt;

/// A decimal number: `digits / 10^places`.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    digits: i64,
    places: u32,
}

/// More places than any instrument shows; keeps every product within 128 bits.
const MOST_PLACES: usize = 6;

impl Decimal {
    /// Nothing.
    pub const ZERO: Decimal = Decimal { digits: 0, places: 0 };

    /// The sum; `None` where it is larger than what [`Decimal::read`] reads.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Self::of_most_places(self.at_most_places() + other.at_most_places())
    }

    /// The difference; `None` where it is larger than what [`Decimal::read`] reads.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        Self::of_most_places(self.at_most_places() - other.at_most_places())
    }

    /// As short as it can be written.
    fn of_most_places(mut digits: i128) -> Option<Self> {
        let mut places = u32::try_from(MOST_PLACES).ok()?;
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        let whole = digits.unsigned_abs() / 10_u128.pow(places);
        (whole < 1_000_000_000).then_some(Self { digits: i64::try_from(digits).ok()?, places })
    }

    /// Reads `-?[0-9]{1,9}(\.[0-9]{1,6})?`; anything else, an exponent or a thousands mark, is `None`.
    pub fn read(text: &str) -> Option<Self> {
        let (sign, bare) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, fraction) = bare.split_once('.').map_or((bare, None), |(whole, rest)| (whole, Some(rest)));
        let fraction = match fraction {
            Some("") => return None,
            Some(digits) => digits,
            None => "",
        };
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 9
            || fraction.len() > MOST_PLACES
            || !all_digits(whole)
            || !all_digits(fraction)
        {
            return None;
        }
        let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits: sign * digits, places: u32::try_from(fraction.len()).ok()? })
    }

    /// `self × minor`, rounded half away from zero to a whole minor unit; `None` beyond 64 bits.
    pub fn times_minor(self, minor: i64) -> Option<i64> {
        let scale = 10_i128.pow(self.places);
        let product = i128::from(self.digits) * i128::from(minor);
        let half = if product < 0 { -scale / 2 } else { scale / 2 };
        i64::try_from((product + half) / scale).ok()
    }

    /// Whether `self` is above, at or below `percent` of `whole`.
    pub fn against(self, percent: Decimal, whole: Decimal) -> Ordering {
        // Both sides carry 12 places after the multiplication: 100 has none of its own.
        let hundred = 100 * 10_i128.pow(u32::try_from(MOST_PLACES).unwrap_or_default());
        (self.at_most_places() * hundred).cmp(&(percent.at_most_places() * whole.at_most_places()))
    }

    fn at_most_places(self) -> i128 {
        let missing = u32::try_from(MOST_PLACES).unwrap_or_default().saturating_sub(self.places);
        i128::from(self.digits) * 10_i128.pow(missing)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_u64.pow(self.places);
        let sign = if self.digits < 0 { "-" } else { "" };
        let (whole, rest) = (self.digits.unsigned_abs() / scale, self.digits.unsigned_abs() % scale);
        match usize::try_from(self.places) {
            Ok(places) if places > 0 => write!(f, "{sign}{whole}.{rest:0places$}"),
            _ => write!(f, "{sign}{whole}"),
        }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Decimal {}
impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at_most_places().cmp(&other.at_most_places())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn decimals_compare_by_value_not_by_text() {
        assert!(
            decimal("2.10") == decimal("2.1") && decimal("-27") < decimal("-8") && decimal("10") > decimal("9.999999")
        );
    }

    #[test]
    fn a_percentage_is_compared_exactly() {
        assert_eq!(decimal("450").against(decimal("90"), decimal("500")), Ordering::Equal);
        assert_eq!(decimal("449.999999").against(decimal("90"), decimal("500")), Ordering::Less);
    }

    #[test]
    fn sums_are_written_as_short_as_they_can_be() {
        let sum = |a: &str, b: &str| decimal(a).plus(decimal(b)).map(|sum| sum.to_string());
        assert_eq!(sum("12.6", "0.4").as_deref(), Some("13"));
        assert_eq!(sum("0.25", "-1").as_deref(), Some("-0.75"));
        assert_eq!(decimal("1").minus(decimal("1.000001")).map(|it| it.to_string()).as_deref(), Some("-0.000001"));
        assert_eq!(sum("999999999", "1"), None, "more than can be read again");
    }

    #[test]
    fn what_is_no_plain_decimal_is_refused() {
        for text in
            ["", "-", ".", "1.", ".5", "1e3", "1,000", "+1", "１", "1.2345678", "12345678901", " 1", "--1", "-0x1"]
        {
            assert!(Decimal::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_amount_is_rounded_half_away_from_zero() {
        assert_eq!(decimal("12.6").times_minor(1800), Some(22680));
        assert_eq!(decimal("0.5").times_minor(1), Some(1));
        assert_eq!(decimal("-0.5").times_minor(1), Some(-1));
        assert_eq!(decimal("999999999").times_minor(i64::MAX), None);
    }
}
