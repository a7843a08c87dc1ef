//! What can stand in a field, and how a section of fields is drawn.

use domain::paper::Value;
use serde::Deserialize;

/// The type of a field or column.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Words.
    Text,
    /// A count or measure with its unit.
    Number,
    /// An amount.
    Money,
    /// A day.
    Date,
    /// A moment.
    Time,
    /// A window of time.
    Window,
    /// Yes or no.
    Flag,
    /// One of the options.
    Choice,
    /// Some of the options.
    Choices,
    /// A score of so many.
    Score,
    /// A signature or stamp.
    Ink,
    /// A list with columns.
    Lines,
    /// Numbered clauses: a list with the one column `text`.
    Clauses,
    /// A consent: a list of one row with `text`, `answer`, `time` and `ink`.
    Consent,
    /// A text that is printed as a code.
    Code,
    /// The paper's photos, which stand beside its values.
    Photos,
    /// Digest and code of the seal, which every paper prints at its end.
    Seal,
}

impl FieldType {
    /// Whether a value can stand in a field of this type.
    pub fn takes(self, value: &Value) -> bool {
        let kind = match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
            Self::Time => "time",
            Self::Window => "window",
            Self::Flag => "flag",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Score => "score",
            Self::Ink => "ink",
            Self::Lines | Self::Clauses | Self::Consent => "lines",
            Self::Code => "code",
            Self::Photos | Self::Seal => return false,
        };
        value.kind() == kind
    }

    /// Whether it stands at the right of its column.
    pub(in crate::paper) fn is_right(self) -> bool {
        matches!(self, Self::Number | Self::Money)
    }
}

/// How a section is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Labels and values, side by side.
    Pairs,
    /// A list as a table.
    Table,
    /// Long text over the whole width.
    Text,
    /// Boxes to tick.
    Ticks,
    /// Scores on their scales.
    Scores,
    /// Photos.
    Photos,
    /// Numbered clauses.
    Clauses,
    /// Consents, each with its answer and signature.
    Consents,
    /// Codes to scan.
    Codes,
    /// Amounts, the last one large.
    Totals,
    /// Boxes for signatures and stamps.
    Signatures,
}

impl Kind {
    /// Whether fields of this type can stand in it.
    pub(in crate::paper) fn takes(self, type_: FieldType) -> bool {
        use FieldType as T;
        match self {
            Self::Pairs | Self::Text => {
                !matches!(type_, T::Ink | T::Lines | T::Clauses | T::Consent | T::Code | T::Photos | T::Seal)
            }
            Self::Table => type_ == T::Lines,
            Self::Ticks => matches!(type_, T::Choice | T::Choices | T::Flag),
            Self::Scores => type_ == T::Score,
            Self::Photos => type_ == T::Photos,
            Self::Clauses => type_ == T::Clauses,
            Self::Consents => type_ == T::Consent,
            Self::Codes => type_ == T::Code,
            Self::Totals => type_ == T::Money,
            Self::Signatures => type_ == T::Ink,
        }
    }
}
