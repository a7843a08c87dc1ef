//! What can stand in a field of a paper. Integers and strings only; what a person reads is Chinese, with English where
//! there is some.

use super::PaperRefused;
use crate::decimal::Decimal;
use crate::digest::Digest;
use crate::facts::{Money, Text};
use crate::time::{self, At};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A row of a list: a value a column. What is left open has no entry.
pub type Row = BTreeMap<String, Value>;

/// More rows than a paper of a hundred pages holds.
const MOST_ROWS: usize = 5_000;
/// Bytes of one text: a book, not an entry.
const LONGEST_TEXT: usize = 256 * 1024;

/// What stands in a field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// Words.
    Text {
        /// 中文
        zh: String,
        /// English; empty is left out.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        en: String,
    },
    /// A count or measure.
    Number {
        /// A decimal string, for example `12.6`.
        value: String,
        /// For example `m` or `个`; empty is left out.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        unit: String,
    },
    /// An amount.
    Money {
        /// In the minor unit: fen.
        minor: i64,
        /// ISO 4217, for example `CNY`.
        currency: String,
    },
    /// A day, `2026-11-20`.
    Date {
        /// The day.
        date: String,
    },
    /// A moment.
    Time {
        /// When.
        at: At,
    },
    /// A window of time, RFC 3339 with offset.
    Window {
        /// From.
        from: String,
        /// To.
        to: String,
    },
    /// Yes or no.
    Flag {
        /// Yes.
        yes: bool,
    },
    /// One of several.
    Choice {
        /// Its key in the layout's options, or of the firm's own list.
        key: String,
        /// Its words.
        words: Text,
    },
    /// Some of several.
    Choices {
        /// Those that were chosen.
        chosen: Vec<Chosen>,
    },
    /// A score on a scale.
    Score {
        /// How many.
        score: u32,
        /// Of how many.
        of: u32,
    },
    /// A signature.
    Ink {
        /// SHA-256 of the ink blob.
        digest: Digest,
        /// Who signed.
        who: String,
        /// What he is: 本人, 家人, 物业, 技术员.
        relation: Text,
        /// When.
        at: At,
    },
    /// A list.
    Lines {
        /// Its rows.
        rows: Vec<Row>,
    },
    /// A text that stands in a code to be scanned.
    Code {
        /// For example an address.
        text: String,
    },
}

/// One of the options of [`Value::Choices`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// Its key.
    pub key: String,
    /// Its words.
    pub words: Text,
}

impl Value {
    /// Words in Chinese alone.
    pub fn zh(zh: impl Into<String>) -> Self {
        Self::Text { zh: zh.into(), en: String::new() }
    }

    /// Words in both languages.
    pub fn text(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Text { zh: zh.into(), en: en.into() }
    }

    /// An amount.
    pub fn money(money: Money) -> Self {
        Self::Money { minor: money.minor, currency: money.currency }
    }

    /// The word of its kind, as it is written.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Number { .. } => "number",
            Self::Money { .. } => "money",
            Self::Date { .. } => "date",
            Self::Time { .. } => "time",
            Self::Window { .. } => "window",
            Self::Flag { .. } => "flag",
            Self::Choice { .. } => "choice",
            Self::Choices { .. } => "choices",
            Self::Score { .. } => "score",
            Self::Ink { .. } => "ink",
            Self::Lines { .. } => "lines",
            Self::Code { .. } => "code",
        }
    }

    /// The rows of a list; none of anything else.
    pub fn rows(&self) -> &[Row] {
        match self {
            Self::Lines { rows } => rows,
            _ => &[],
        }
    }

    /// The amount, if it is one.
    pub fn amount(&self) -> Option<Money> {
        match self {
            Self::Money { minor, currency } => Some(Money { minor: *minor, currency: currency.clone() }),
            _ => None,
        }
    }

    pub(super) fn currency(&self) -> Option<&str> {
        match self {
            Self::Money { currency, .. } => Some(currency),
            _ => None,
        }
    }

    /// Whether it is what its kind says; `field` is named where it is not. Lists may stand at the top alone.
    pub(super) fn check(&self, field: &str, at_top: bool) -> Result<(), PaperRefused> {
        match self {
            Self::Text { zh, en } if zh.len().max(en.len()) > LONGEST_TEXT => Err(PaperRefused::TooMuch(field.into())),
            Self::Code { text } if text.len() > LONGEST_TEXT => Err(PaperRefused::TooMuch(field.into())),
            Self::Number { value, .. } => match Decimal::read(value) {
                Some(_) => Ok(()),
                None => Err(PaperRefused::Number { field: field.into(), value: value.clone() }),
            },
            Self::Date { date } if !is_day(date) => {
                Err(PaperRefused::Time { field: field.into(), value: date.clone() })
            }
            Self::Time { at } | Self::Ink { at, .. } => moment(field, &at.time).map(|_| ()),
            Self::Window { from, to } => match moment(field, from)? <= moment(field, to)? {
                true => Ok(()),
                false => Err(PaperRefused::Backwards(field.into())),
            },
            Self::Score { score, of } if *of == 0 || *of > 100 || score > of => Err(PaperRefused::Score(field.into())),
            Self::Lines { .. } if !at_top => Err(PaperRefused::Nested(field.into())),
            Self::Lines { rows } if rows.len() > MOST_ROWS => Err(PaperRefused::TooMuch(field.into())),
            Self::Lines { rows } => {
                let mut cells = rows.iter().flatten();
                cells.try_for_each(|(column, value)| value.check(&format!("{field}.{column}"), false))
            }
            _ => Ok(()),
        }
    }
}

/// Milliseconds of a time with offset.
fn moment(field: &str, time: &str) -> Result<i64, PaperRefused> {
    time::unix_ms(time).ok_or_else(|| PaperRefused::Time { field: field.into(), value: time.into() })
}

/// `2026-11-20` and nothing looser.
fn is_day(date: &str) -> bool {
    chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d").is_ok_and(|day| day.format("%Y-%m-%d").to_string() == date)
}
