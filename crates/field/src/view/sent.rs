//! What a screen sends. Ids, person, device and time are added below; amounts are computed there.

use domain::brief::keys;
use domain::checklist::Checklist;
use domain::pack::{Item, Words};
use domain::value::{Answer, Cover, Reading, Requested, Said};
use media::ink::{Ink, Point};
use serde::Deserialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// An answer.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct AnswerSent {
    /// Which of the three.
    pub said: Said,
    /// Text of a field.
    pub text: Option<String>,
    /// Key of a choice.
    pub choice: Option<String>,
    /// The day of a date, `2022-06-18`.
    #[serde(default)]
    #[ts(optional)]
    pub date: Option<String>,
    /// Why not.
    pub reason: Option<String>,
}

impl From<AnswerSent> for Answer {
    fn from(sent: AnswerSent) -> Self {
        let AnswerSent { said, text, choice, date, reason } = sent;
        Self { answer: said, text, choice, date, reason }
    }
}

/// A reading.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct ReadingSent {
    /// The repeat.
    pub unit: Option<String>,
    /// Taken after the work.
    pub after: bool,
    /// A decimal.
    pub value: String,
    /// The unit it was read in, where the item allows another than its own.
    #[serde(default)]
    #[ts(optional)]
    pub read_in: Option<String>,
    /// Values taken with it.
    pub parts: BTreeMap<String, String>,
    /// Said about it.
    pub note: Option<String>,
}

impl ReadingSent {
    /// As the log keeps it, in the item's unit of measurement unless another is named.
    pub(crate) fn reading(&self, unit: &str) -> Reading {
        let unit = self.read_in.as_deref().unwrap_or(unit);
        let note = self.note.clone().filter(|note| !note.trim().is_empty());
        Reading { value: self.value.clone(), unit: unit.to_owned(), parts: self.parts.clone(), note }
    }
}

/// A quote, by codes of the price list.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct QuoteSent {
    /// The cause in plain words.
    pub cause: String,
    /// What will be done.
    pub plan: String,
    /// How long it takes.
    pub minutes: i64,
    /// Parts.
    pub parts: Vec<QuotedSent>,
    /// Fees.
    pub fees: Vec<QuotedSent>,
}

/// A line of a quote.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct QuotedSent {
    /// Catalogue or fee code.
    pub code: String,
    /// A decimal.
    pub quantity: String,
    /// Who pays.
    pub cover: Cover,
    /// Why it is free, or what it covers.
    pub note: String,
}

/// Ink as strokes: `[x, y, milliseconds, pressure 0..1000]` in hundredths of a millimetre.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct InkSent {
    /// Width and height of the field.
    pub field: [u32; 2],
    /// Strokes of points.
    pub strokes: Vec<Vec<[u32; 4]>>,
}

impl InkSent {
    /// As media keeps it.
    pub(crate) fn ink(&self) -> Result<Ink, media::ink::InkRefused> {
        let point = |&[x, y, ms, pressure]: &[u32; 4]| Point { x, y, ms, pressure };
        let strokes = self.strokes.iter().map(|stroke| stroke.iter().map(point).collect()).collect();
        Ink::new(self.field, strokes)
    }
}

/// Who signs, and how.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct SignSent {
    /// The name.
    pub name: String,
    /// self, family, tenant ...
    pub relation: String,
    /// The ink.
    pub ink: InkSent,
}

/// An agreement in words alone.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct OralSent {
    /// Who agreed.
    pub name: String,
    /// self, family, tenant ...
    pub relation: String,
    /// Why there is no signature.
    pub why: String,
}

/// A job asked for on site; what is not known is empty.
#[derive(Clone, PartialEq, Debug, Default, Deserialize, TS)]
pub struct RequestSent {
    /// The customer's name.
    pub customer: String,
    /// Phone.
    pub phone: String,
    /// Where.
    pub address: String,
    /// The product.
    pub product: String,
    /// What is wrong.
    pub symptom: String,
    /// Anything else.
    pub note: String,
    /// Key of the standard it may need.
    pub pack: Option<String>,
}

impl RequestSent {
    /// As the log keeps it.
    pub(crate) fn requested(&self) -> Requested {
        let fields = [
            (keys::CUSTOMER_NAME, &self.customer),
            (keys::CUSTOMER_PHONE, &self.phone),
            (keys::CUSTOMER_ADDRESS, &self.address),
            (keys::PRODUCT_MODEL, &self.product),
            (keys::SYMPTOM, &self.symptom),
            (keys::NOTE, &self.note),
        ];
        let fields = fields.into_iter().map(|(key, text)| (key.to_owned(), text.clone())).collect();
        Requested { fields, pack: self.pack.clone() }
    }
}

/// A part that was fitted.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct PartSent {
    /// Catalogue code.
    pub code: String,
    /// A decimal.
    pub quantity: String,
    /// Serial or batch of the new part.
    pub new_serial: Option<String>,
    /// Serial of the old part.
    pub old_serial: Option<String>,
    /// The old part was recovered.
    pub old_recovered: bool,
}

/// What is agreed to, with the text under it: a risk that was explained stands in the words themselves.
pub(crate) fn consent_about(list: &Checklist<'_>, item: &Item) -> Words {
    let Some(detail) = item.detail.as_ref().map(|detail| list.filled(detail)) else { return item.name.clone() };
    Words { zh: format!("{}：{}", item.name.zh, detail.zh), en: format!("{}: {}", item.name.en, detail.en) }
}

/// The words of a consent where the standard has none of its own.
pub(crate) fn consent_words(item: &Words, version: Option<i64>) -> String {
    match version {
        Some(version) => format!("同意报价第 {version} 版，签字后开工。"),
        None => item.zh.clone(),
    }
}
