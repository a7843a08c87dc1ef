//! The content of a paper other than the service sheet (STANDARDS 5.1 to 5.3): the values of its fields, by key. What a
//! key is called, of what type it is and where it stands is the layout's matter (`sheet::paper`); this knows none of it.
//! Like [`Facts`](crate::facts::Facts) it is canonical JSON with integers only, and its digest is the paper's identity.

mod value;

pub use value::{Chosen, Row, Value};

use crate::brief::ReleaseRef;
use crate::canonical::{self, NotCanonical};
use crate::digest::Digest;
use crate::facts::{Company, Documents, PaperRef, PhotoLine};
use crate::time::{self, At};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The content of a paper, version 1. Write-once: a correction is a new paper that names the old one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Format version, 1.
    pub v: u32,
    /// Which paper this is. One that belongs to no order (a price list, a badge) has an empty job and visit 0.
    pub paper: PaperRef,
    /// What of the job's documents was known when it was written; empty where it rests on none.
    pub documents: Documents,
    /// The versions of what it leans on.
    pub releases: Leans,
    /// Whose paper it is.
    pub company: Company,
    /// When it was issued.
    pub issued: At,
    /// What stands in its fields, by key. A field left open has no entry.
    pub values: BTreeMap<String, Value>,
    /// Photos, in the order they are printed.
    pub photos: Vec<PhotoLine>,
}

/// The releases a paper leans on: always its layout, the others where they matter to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leans {
    /// The layout, with the look it was issued in.
    pub layout: ReleaseRef,
    /// The standard (pack).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<ReleaseRef>,
    /// The price list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<ReleaseRef>,
    /// The firm's settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<ReleaseRef>,
}

/// Why a paper cannot be read, sealed or drawn.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PaperRefused {
    /// Not the JSON of a paper this version knows, with every key.
    #[error("the content of this paper cannot be read ({0}); update the app, the issued file itself stays good")]
    Unreadable(String),
    /// Readable but not in canonical form.
    #[error("the content of this paper is not in canonical form; the app that wrote it must be updated")]
    NotCanonical,
    /// A later version.
    #[error("the content of this paper has version {0}; update the app")]
    Version(u32),
    /// A time that is no RFC 3339 time with offset, or a day that is no date.
    #[error("{value:?} in {field} is not a time or date; enter it again")]
    Time {
        /// The field.
        field: String,
        /// What stands there.
        value: String,
    },
    /// A window that ends before it begins.
    #[error("the window in {0} ends before it begins; enter it again")]
    Backwards(String),
    /// A number that is no plain decimal.
    #[error("{value:?} in {field} is not a plain decimal number; enter it again")]
    Number {
        /// The field.
        field: String,
        /// What stands there.
        value: String,
    },
    /// A score outside its scale.
    #[error("the score in {0} lies outside its scale; ask for it again")]
    Score(String),
    /// More than one currency on one paper.
    #[error("one paper has one currency; put the other amounts on a paper of their own")]
    MixedCurrency,
    /// Rows within rows.
    #[error("{0} holds rows within rows; a list may not hold another one")]
    Nested(String),
    /// More rows or longer text than a paper takes.
    #[error("{0} holds more than a paper takes; divide it over several papers")]
    TooMuch(String),
}

impl PaperRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "paper.unreadable",
            Self::NotCanonical => "paper.not_canonical",
            Self::Version(_) => "paper.version",
            Self::Time { .. } => "paper.time",
            Self::Backwards(_) => "paper.backwards",
            Self::Number { .. } => "paper.number",
            Self::Score(_) => "paper.score",
            Self::MixedCurrency => "paper.mixed_currency",
            Self::Nested(_) => "paper.nested",
            Self::TooMuch(_) => "paper.too_much",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable(_) => "这张单据的内容读不出来，请更新应用；已出的文件不受影响。".into(),
            Self::NotCanonical => "这张单据的内容写法不规范，请更新写它的应用。".into(),
            Self::Version(v) => format!("这张单据是第 {v} 版格式，请更新应用。"),
            Self::Time { field, value } => format!("“{field}”里的“{value}”不是完整的时间或日期，请重新填写。"),
            Self::Backwards(field) => format!("“{field}”的结束早于开始，请重新填写。"),
            Self::Number { field, value } => format!("“{field}”里的“{value}”不是数字，请重新填写。"),
            Self::Score(field) => format!("“{field}”的评分超出范围，请重新评分。"),
            Self::MixedCurrency => "一张单据只能用一种货币，其他金额请另开一张。".into(),
            Self::Nested(field) => format!("“{field}”的明细里又套了明细，请拆开填写。"),
            Self::TooMuch(field) => format!("“{field}”的内容太多，请分成几张单据。"),
        }
    }
}

impl Paper {
    /// The canonical JSON: the blob that is stored and whose SHA-256 is sealed.
    pub fn to_text(&self) -> Result<String, NotCanonical> {
        canonical::to_string(self)
    }

    /// SHA-256 of the canonical JSON; the paper's identity.
    pub fn digest(&self) -> Result<Digest, NotCanonical> {
        Ok(Digest::of(self.to_text()?.as_bytes()))
    }

    /// Reads the blob. A key or kind of value this version does not know is refused: a paper drawn without it would be
    /// another paper.
    pub fn from_text(text: &str) -> Result<Self, PaperRefused> {
        let unreadable = |e: serde_json::Error| PaperRefused::Unreadable(e.to_string());
        let value: serde_json::Value = serde_json::from_str(text).map_err(unreadable)?;
        match value.get("v").and_then(serde_json::Value::as_u64) {
            Some(1) => {}
            Some(later) => return Err(PaperRefused::Version(u32::try_from(later).unwrap_or(u32::MAX))),
            None => return Err(PaperRefused::Unreadable("no version".into())),
        }
        let paper: Paper = serde_json::from_value(value).map_err(unreadable)?;
        if paper.to_text().ok().as_deref() != Some(text) {
            return Err(PaperRefused::NotCanonical);
        }
        Ok(paper)
    }

    /// What must hold before anybody signs: times are times, numbers are numbers, one currency, lists are flat. Whether
    /// the fields are those of the paper, and sums add up, is judged with the layout.
    pub fn check(&self) -> Result<(), PaperRefused> {
        let times = self.photos.iter().map(|photo| ("photos", &photo.at.time));
        for (field, time) in times.chain([("issued", &self.issued.time)]) {
            if time::unix_ms(time).is_none() {
                return Err(PaperRefused::Time { field: field.into(), value: time.clone() });
            }
        }
        let mut currency = None;
        for (key, value) in &self.values {
            value.check(key, true)?;
        }
        for (_, money) in self.each().filter_map(|(key, value)| Some((key, value.currency()?))) {
            if *currency.get_or_insert(money) != money {
                return Err(PaperRefused::MixedCurrency);
            }
        }
        Ok(())
    }

    /// Every value, those within rows too, with the key of its field or column.
    pub fn each(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().flat_map(|(key, value)| {
            let own = std::iter::once((key.as_str(), value));
            own.chain(value.rows().iter().flatten().map(|(key, value)| (key.as_str(), value)))
        })
    }

    /// Every signature its values name.
    pub fn inks(&self) -> impl Iterator<Item = Digest> {
        self.each().filter_map(|(_, value)| match value {
            Value::Ink { digest, .. } => Some(*digest),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
