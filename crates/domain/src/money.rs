//! Money as integers in the currency's minor unit (STANDARDS 5.1: fen).

use crate::decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount of money.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// In the minor unit: fen.
    pub minor: i64,
    /// ISO 4217, for example `CNY`.
    pub currency: String,
}

impl Money {
    /// An amount in fen.
    pub fn fen(minor: i64) -> Self {
        Self { minor, currency: "CNY".into() }
    }

    /// The amount with two decimals and no sign of the currency: `534.80`, `-3.05`.
    pub fn decimal(&self) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        let all = self.minor.unsigned_abs();
        format!("{sign}{}.{:02}", all / 100, all % 100)
    }

    /// Price times quantity, rounded to the fen; `None` where it does not fit.
    pub fn times(&self, quantity: Decimal) -> Option<Self> {
        Some(Self { minor: quantity.times_minor(self.minor)?, currency: self.currency.clone() })
    }

    /// The sum; `None` where currencies differ or it does not fit.
    pub fn sum<'a>(amounts: impl IntoIterator<Item = &'a Money>) -> Option<Money> {
        let mut amounts = amounts.into_iter();
        let Some(first) = amounts.next() else { return Some(Money::fen(0)) };
        amounts.try_fold(first.clone(), |sum, next| {
            (sum.currency == next.currency)
                .then(|| sum.minor.checked_add(next.minor))?
                .map(|minor| Money { minor, currency: sum.currency })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_currencies_have_no_sum() {
        let euro = Money { minor: 1, currency: "EUR".into() };
        assert_eq!(Money::sum([&Money::fen(5), &euro]), None);
        assert_eq!(Money::sum([&Money::fen(5), &Money::fen(7)]), Some(Money::fen(12)));
        assert_eq!(Money::sum([]), Some(Money::fen(0)));
    }
}
