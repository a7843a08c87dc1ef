//! What is said, measured and agreed in the demo's walk, as data: `assets/demo/walks/{pack}.json`.

use anyhow::{Context, bail};
use domain::ids::{ItemKey, PartCode};
use domain::settings::PriceList;
use domain::value::{Answer, Cover, FeeLine, Paid, PartLine, Quote, Rated, Said};
use media::ink::Ink;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

macro_rules! walks {
    ($($pack:literal),+ $(,)?) => {
        /// The walk of each pack.
        const WALKS: [(&str, &str); 16] =
            [$(($pack, include_str!(concat!("../../../../assets/demo/walks/", $pack, ".json")))),+];
    };
}

walks! {
    "ac_install", "ac_repair", "appliance_repair", "broadband_install", "broadband_repair", "dw_install", "dw_repair",
    "furniture_bath_install", "generic_install", "home_service", "it_repair", "smart_install", "smart_repair",
    "stb_install", "system_maintenance", "wardrobe_install",
}

/// A walk.
#[derive(Deserialize)]
pub struct Script {
    /// The job as the office takes it in.
    pub job: Job,
    /// What the office writes while the phone is away.
    pub office: Office,
    /// Who goes.
    pub technician: Technician,
    /// Who signs.
    pub signer: Signer,
    /// Flags set at the survey.
    pub flags: Vec<domain::flag::Flag>,
    /// Repeats, by key.
    pub units: BTreeMap<String, String>,
    /// Readings by item.
    pub readings: BTreeMap<ItemKey, Readings>,
    /// Said about a reading outside its limits.
    pub reading_note: String,
    /// Text or choice by item.
    pub words: BTreeMap<ItemKey, String>,
    /// Items not simply done.
    pub exceptions: BTreeMap<ItemKey, Exception>,
    /// Captions of photos by item.
    pub captions: BTreeMap<ItemKey, String>,
    /// The photo of an item: part of its file's name.
    #[serde(default)]
    pub shots: BTreeMap<ItemKey, String>,
    /// Items photographed although nobody asks.
    pub extra_photos: Vec<ItemKey>,
    /// When.
    pub appointment: Appointment,
    /// The quote, by codes of the price list.
    pub quote: QuoteScript,
    /// The words of the consent.
    pub consent: String,
    /// Parts fitted.
    pub fitted: Vec<Fitted>,
    /// How it is paid.
    pub payment: Payment,
    /// The rating.
    pub rating: Rated,
}

#[derive(Deserialize)]
pub struct Job {
    pub id: String,
    pub fields: Map<String, Value>,
}

#[derive(Deserialize)]
pub struct Office {
    pub note: String,
    pub priority: String,
    pub log: String,
}

#[derive(Deserialize)]
pub struct Technician {
    pub person: String,
    pub name: String,
    pub badge: String,
}

#[derive(Deserialize)]
pub struct Signer {
    pub name: String,
    pub relation: String,
}

#[derive(Deserialize)]
pub struct Readings {
    pub unit: String,
    pub before: BTreeMap<String, String>,
    #[serde(default)]
    pub after: BTreeMap<String, String>,
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Deserialize)]
pub struct Exception {
    pub answer: Said,
    pub reason: String,
}

#[derive(Deserialize)]
pub struct Appointment {
    pub minutes_from_now: i64,
    pub length_minutes: i64,
    pub with: String,
}

#[derive(Deserialize)]
pub struct QuoteScript {
    cause: String,
    #[serde(default)]
    cause_code: Option<String>,
    plan: String,
    minutes: i64,
    parts: Vec<QuotedPart>,
    fees: Vec<QuotedFee>,
}

#[derive(Deserialize)]
struct QuotedPart {
    code: PartCode,
    quantity: String,
    cover: Cover,
}

#[derive(Deserialize)]
struct QuotedFee {
    code: String,
    quantity: String,
    cover: Cover,
    note: String,
}

#[derive(Deserialize)]
pub struct Fitted {
    pub code: PartCode,
    pub quantity: String,
    #[serde(default)]
    pub old_serial: Option<String>,
    #[serde(default)]
    pub new_serial: Option<String>,
    #[serde(default)]
    pub old_recovered: bool,
}

#[derive(Deserialize)]
pub struct Payment {
    status: String,
    method: String,
}

impl Signer {
    /// The customer's handwriting.
    pub fn ink(&self) -> anyhow::Result<Ink> {
        ink(&self.name)
    }
}

impl Technician {
    /// The technician's handwriting.
    pub fn ink(&self) -> anyhow::Result<Ink> {
        ink(&self.name)
    }
}

fn ink(name: &str) -> anyhow::Result<Ink> {
    let blob: &[u8] = match name {
        "王淑敏" => include_bytes!("../../../../assets/demo/inks/wang-shumin.json"),
        "林晓东" => include_bytes!("../../../../assets/demo/inks/lin-xiaodong.json"),
        "陈志远" => include_bytes!("../../../../assets/demo/inks/chen-zhiyuan.json"),
        other => bail!("the demo has no handwriting of {other}\n演示里没有 {other} 的笔迹"),
    };
    Ok(Ink::parse(blob)?)
}

impl Script {
    /// The walk of a pack.
    pub fn of(pack: &str) -> anyhow::Result<Self> {
        let Some((_, text)) = WALKS.iter().find(|(key, _)| *key == pack) else {
            let known = WALKS.map(|(key, _)| key).join(", ");
            bail!("there is no standard {pack}; use one of {known}\n没有 {pack} 这套规范，请用其中之一：{known}");
        };
        serde_json::from_str(text).with_context(|| format!("assets/demo/walks/{pack}.json cannot be read"))
    }

    /// The exceptions as answers.
    pub fn exceptions(&self) -> BTreeMap<ItemKey, Answer> {
        let answer = |exception: &Exception| match exception.answer {
            Said::NotDone => Answer::not_done(&exception.reason),
            _ => Answer::not_applicable(&exception.reason),
        };
        self.exceptions.iter().map(|(key, exception)| (key.clone(), answer(exception))).collect()
    }

    /// The first quote by the firm's price list. `term` is the last day of the term of a class of parts.
    pub fn quote(&self, prices: &PriceList, term: impl Fn(Option<&str>) -> Option<String>) -> anyhow::Result<Quote> {
        let line = |part: &QuotedPart| part.line(prices, &term);
        let parts = self.quote.parts.iter().map(line).collect::<anyhow::Result<Vec<_>>>()?;
        let fees = self.quote.fees.iter().map(|fee| fee.line(prices)).collect::<anyhow::Result<Vec<_>>>()?;
        let total = domain::bill::quoted(&parts, &fees).context("the quote's lines have no sum")?;
        Ok(Quote {
            version: 1,
            cause: self.quote.cause.clone(),
            cause_code: self.quote.cause_code.clone(),
            plan: self.quote.plan.clone(),
            minutes: self.quote.minutes,
            parts,
            fees,
            total,
        })
    }

    /// The payment of this amount.
    pub fn paid(&self, amount: domain::money::Money) -> Paid {
        Paid { status: self.payment.status.clone(), method: self.payment.method.clone(), amount, receipt: None }
    }
}

impl QuotedPart {
    fn line(&self, prices: &PriceList, term: impl Fn(Option<&str>) -> Option<String>) -> anyhow::Result<PartLine> {
        let entry = prices.parts.iter().find(|entry| entry.code == self.code);
        let entry = entry.with_context(|| format!("the catalogue has no part {}", self.code))?;
        Ok(PartLine {
            part: self.code.clone(),
            zh: entry.zh.clone(),
            spec: entry.spec.clone(),
            quantity: self.quantity.clone(),
            unit: entry.unit.clone(),
            price: entry.price.clone(),
            warranty_months: entry.warranty_months,
            cover: self.cover,
            term_until: if self.cover == Cover::Paid { None } else { term(entry.class.as_deref()) },
            amount: domain::bill::amount(&entry.price, &self.quantity, self.cover).context("no amount")?,
        })
    }
}

impl QuotedFee {
    fn line(&self, prices: &PriceList) -> anyhow::Result<FeeLine> {
        let entry = prices.fees.iter().find(|entry| entry.code == self.code);
        let entry = entry.with_context(|| format!("the fee table has no item {}", self.code))?;
        Ok(FeeLine {
            code: self.code.clone(),
            zh: entry.zh.clone(),
            en: entry.en.clone(),
            quantity: self.quantity.clone(),
            unit: entry.unit.clone(),
            price: entry.price.clone(),
            cover: self.cover,
            note: self.note.clone(),
            amount: domain::bill::amount(&entry.price, &self.quantity, self.cover).context("no amount")?,
        })
    }
}
