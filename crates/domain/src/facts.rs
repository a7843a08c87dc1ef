//! Facts (事实): the canonical content of a service sheet D03 (STANDARDS 5.3, FORMATS "Papers"). What the customer signs
//! is the digest of these, and the paper is drawn from nothing else. Integers only: money is minor units with its
//! currency, measures are decimal strings with their unit. What a person reads is Chinese first, English if there is one.
//!
//! The parts: [`parties`] (who), [`work`] (what was done and what it costs), [`proof`] (how it is known); [`take`] takes them from a visit.

pub mod parties;
pub mod proof;
pub mod take;
pub mod work;

pub use parties::{Company, Contact, Customer, Product, Technician};
pub use proof::{
    ConsentLine, Exception, Judged, Kept, KeptGroup, MeasureCell, MeasureRow, Measurements, PhotoLine, Together,
};
pub use proof::{Rating, Reading, UnitHead};
pub use work::{Cover, Fault, FeeLine, Outcome, OutcomeLine, PartLine, Payment, QuoteRef, Warranty};

use crate::brief::ReleaseRef;
use crate::canonical::{self, NotCanonical};
use crate::digest::Digest;
use crate::ids::{JobId, VisitNo};
pub use crate::money::Money;
use crate::time::{self, At};
use serde::{Deserialize, Serialize};

/// The content of a service sheet, version 1. Write-once: a correction is a new paper that names the old one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Format version, 1.
    pub v: u32,
    /// Which paper this is.
    pub paper: PaperRef,
    /// What of the job's documents was known when the facts were taken.
    pub documents: Documents,
    /// The versions of everything the facts lean on.
    pub releases: Releases,
    /// Who serves.
    pub company: Company,
    /// Who came.
    pub technician: Technician,
    /// For whom.
    pub customer: Customer,
    /// What was served.
    pub product: Product,
    /// How the visit ended.
    pub outcome: Outcome,
    /// When.
    pub times: Times,
    /// What was wrong and what was done.
    pub fault: Fault,
    /// The quote the customer agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<QuoteRef>,
    /// Parts fitted.
    pub parts: Vec<PartLine>,
    /// Fees beside the parts. Free lines stand with amount 0 and the reason.
    pub fees: Vec<FeeLine>,
    /// The sum of all parts and fees; [`Facts::check`] adds it up again.
    pub total: Money,
    /// How it was paid.
    pub payment: Payment,
    /// Readings and tests, one column a unit.
    pub measurements: Measurements,
    /// How the standard was kept.
    pub kept: Kept,
    /// Photos, in the order they are printed.
    pub photos: Vec<PhotoLine>,
    /// What the customer agreed to before the work.
    pub consents: Vec<ConsentLine>,
    /// What is covered from now on, and advice.
    pub warranty: Warranty,
    /// The customer's rating and words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Further places to turn to, beside hotline and complaint line.
    pub contacts: Vec<Contact>,
}

/// Words on the paper: Chinese, and English where there is some.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// 中文
    pub zh: String,
    /// English; empty is left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Text {
    /// Words in Chinese alone.
    pub fn zh(zh: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: String::new() }
    }

    /// Words in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// A count or measure: a decimal string and its unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// For example `12.6`.
    pub value: String,
    /// For example `m` or `个`; empty where none is printed.
    pub unit: String,
}

/// Which paper this is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRef {
    /// The paper's code of STANDARDS 5.2, `D03`.
    pub code: String,
    /// `{job}-{visit}-{kind}{letter}{n}`, for example `GD261120-0041-1-D03A1`.
    pub number: String,
    /// The job.
    pub job: JobId,
    /// The visit.
    pub visit: VisitNo,
    /// The sealed paper this one amends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Replaced>,
}

/// The sealed paper an amendment takes the place of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// Its number.
    pub number: String,
    /// The digest of its facts, which is its identity.
    pub digest: Digest,
}

/// The heads of the job's two documents when the facts were taken.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// Change hashes of the brief, sorted.
    pub brief: Vec<Digest>,
    /// Change hashes of the log, sorted.
    pub log: Vec<Digest>,
}

/// The releases the facts lean on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Releases {
    /// The standard (pack).
    pub pack: ReleaseRef,
    /// The price list.
    pub price: ReleaseRef,
    /// The firm's settings.
    pub settings: ReleaseRef,
    /// The layout of this paper.
    pub layout: ReleaseRef,
}

/// When things happened. The time of signing is the seal's; he leaves after the sheet is sealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// The window agreed with the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Window>,
    /// Arrival.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<At>,
    /// Minutes after the agreed time; below 0 is early.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_minutes: Option<i64>,
    /// The work began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<At>,
    /// The work was finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<At>,
}

/// A window of time, RFC 3339 with offset.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// From.
    pub from: String,
    /// To.
    pub to: String,
}

/// Why facts cannot be sealed, read or drawn.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FactsRefused {
    /// Not the JSON of facts this version knows, with every key.
    #[error("the content of this sheet cannot be read ({0}); update the app, the signed file itself stays good")]
    Unreadable(String),
    /// Readable but not in canonical form.
    #[error("the content of this sheet is not in canonical form; the app that wrote it must be updated")]
    NotCanonical,
    /// A later version.
    #[error("the content of this sheet has version {0}; update the app")]
    Version(u32),
    /// The lines do not add up to the total.
    #[error("the lines add up to {lines} and the total says {total}; check the fees and try again")]
    DoesNotAddUp {
        /// Sum of all lines, minor units.
        lines: i64,
        /// What the total says, minor units.
        total: i64,
    },
    /// More than one currency on one sheet.
    #[error("one sheet has one currency; put the other amounts on a sheet of their own")]
    MixedCurrency,
    /// A time that is no RFC 3339 time with offset.
    #[error("{0:?} is not a time with offset; enter it again")]
    Time(String),
    /// A row of readings has more or fewer cells than there are units.
    #[error("the readings of {0:?} do not cover the same windows as the heading; measure it again")]
    Ragged(String),
}

impl FactsRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "facts.unreadable",
            Self::NotCanonical => "facts.not_canonical",
            Self::Version(_) => "facts.version",
            Self::DoesNotAddUp { .. } => "facts.does_not_add_up",
            Self::MixedCurrency => "facts.mixed_currency",
            Self::Time(_) => "facts.time",
            Self::Ragged(_) => "facts.ragged",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable(_) => "这张服务单的内容读不出来，请更新应用；已签的文件不受影响。".into(),
            Self::NotCanonical => "这张服务单的内容写法不规范，请更新写它的应用。".into(),
            Self::Version(v) => format!("这张服务单是第 {v} 版格式，请更新应用。"),
            Self::DoesNotAddUp { .. } => "各项金额与合计不符，请核对费用后再试。".into(),
            Self::MixedCurrency => "一张服务单只能用一种货币，其他金额请另开一张。".into(),
            Self::Time(time) => format!("“{time}”不是完整的时间，请重新填写。"),
            Self::Ragged(item) => format!("“{item}”的测量与表头的窗对不上，请补测。"),
        }
    }
}

impl Facts {
    /// The canonical JSON: the blob that is stored and whose SHA-256 is sealed.
    pub fn to_text(&self) -> Result<String, NotCanonical> {
        canonical::to_string(self)
    }

    /// SHA-256 of the canonical JSON; the paper's identity.
    pub fn digest(&self) -> Result<Digest, NotCanonical> {
        Ok(Digest::of(self.to_text()?.as_bytes()))
    }

    /// Reads the blob. A key this version does not know is refused: a sheet drawn without it would be another sheet.
    pub fn from_text(text: &str) -> Result<Self, FactsRefused> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|e| FactsRefused::Unreadable(e.to_string()))?;
        match value.get("v").and_then(serde_json::Value::as_u64) {
            Some(1) => {}
            Some(later) => return Err(FactsRefused::Version(u32::try_from(later).unwrap_or(u32::MAX))),
            None => return Err(FactsRefused::Unreadable("no version".into())),
        }
        let facts: Facts = serde_json::from_value(value).map_err(|e| FactsRefused::Unreadable(e.to_string()))?;
        if facts.to_text().ok().as_deref() != Some(text) {
            return Err(FactsRefused::NotCanonical);
        }
        Ok(facts)
    }

    /// What must hold before anybody signs: lines add up, one currency, times are times, readings are rectangular.
    pub fn check(&self) -> Result<(), FactsRefused> {
        self.adds_up()?;
        let at = |at: &Option<At>| at.as_ref().map(|at| at.time.clone());
        let agreed = self.times.agreed.as_ref();
        let times = [agreed.map(|w| w.from.clone()), agreed.map(|w| w.to.clone()), at(&self.times.arrived)];
        let times = times.into_iter().chain([at(&self.times.started), at(&self.times.finished)]).flatten();
        let times = times.chain(self.photos.iter().map(|photo| photo.at.time.clone()));
        for time in times.chain(self.consents.iter().map(|consent| consent.at.time.clone())) {
            if time::unix_ms(&time).is_none() {
                return Err(FactsRefused::Time(time));
            }
        }
        let units = self.measurements.units.len();
        match self.measurements.rows.iter().find(|row| row.cells.len() != units) {
            Some(row) => Err(FactsRefused::Ragged(row.name.zh.clone())),
            None => Ok(()),
        }
    }

    fn adds_up(&self) -> Result<(), FactsRefused> {
        let amounts = || self.parts.iter().map(|p| &p.amount).chain(self.fees.iter().map(|fee| &fee.amount));
        let shown = self.fees.iter().filter_map(|fee| fee.price.as_ref());
        let quoted = self.quote.iter().map(|quote| &quote.total);
        if amounts().chain(shown).chain(quoted).any(|money| money.currency != self.total.currency) {
            return Err(FactsRefused::MixedCurrency);
        }
        let lines = amounts().fold(0_i64, |sum, money| sum.saturating_add(money.minor));
        if lines != self.total.minor {
            return Err(FactsRefused::DoesNotAddUp { lines, total: self.total.minor });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
