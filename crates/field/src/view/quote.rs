//! 报价: the firm's prices, the standing quote, what was fitted and paid. Every amount is computed here, never on a screen.

use crate::app::Field;
use crate::refused::FieldRefused;
use domain::bill;
use domain::canonical;
use domain::checklist::{Checklist, Standing};
use domain::digest::Digest;
use domain::ids::JobId;
use domain::money::Money;
use domain::pack::Words;
use domain::value::{Cover, Movement, Paid, Quote, Said};
use serde::Serialize;
use ts_rs::TS;

/// The firm's prices, in the version the job keeps to.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct PriceListView {
    /// Parts.
    pub parts: Vec<PartPrice>,
    /// The fee table.
    pub fees: Vec<FeePrice>,
}

/// A part of the catalogue.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct PartPrice {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// Brand and specification.
    pub spec: String,
    /// m, 个 ...
    pub unit: String,
    /// For one unit.
    pub price: Money,
    /// Warranty on the part.
    pub warranty_months: i64,
}

/// A line of the fee table.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct FeePrice {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// 窗, 个, 次 ...
    pub unit: String,
    /// For one unit.
    pub price: Money,
    /// Who pays when nothing else is decided.
    pub cover: Cover,
}

/// A quote as technician and customer see it.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct QuoteView {
    /// 1, 2, 3 ...
    pub version: i64,
    /// The cause in plain words.
    pub cause: String,
    /// What will be done.
    pub plan: String,
    /// How long it takes.
    pub minutes: i64,
    /// Parts, then fees.
    pub lines: Vec<QuoteLine>,
    /// What the customer pays.
    pub total: Money,
    /// Version of the price list.
    pub prices: String,
    /// SHA-256 of the quote as shown, in hex: what a consent binds.
    pub digest: String,
    /// It stands in the log.
    pub kept: bool,
    /// The customer agreed to exactly this version.
    pub agreed: bool,
    /// Parts fitted.
    pub fitted: Vec<FittedLine>,
    /// The total by what was fitted; `null` where it has to go back to the quote.
    pub fitted_total: Option<Money>,
    /// How it was paid.
    pub payment: Option<PaymentLine>,
}

/// A line of a quote.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct QuoteLine {
    /// Catalogue or fee code.
    pub code: String,
    /// It is a part.
    pub part: bool,
    /// Its name.
    pub name: Words,
    /// Brand and specification, or why it is free.
    pub detail: String,
    /// A decimal.
    pub quantity: String,
    /// m, 个 ...
    pub unit: String,
    /// For one unit.
    pub price: Money,
    /// Months of warranty; 0 for a fee.
    pub warranty_months: i64,
    /// Who pays.
    pub cover: Cover,
    /// What the customer pays for it.
    pub amount: Money,
}

/// A part that was fitted.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct FittedLine {
    /// Catalogue code.
    pub code: String,
    /// A decimal.
    pub quantity: String,
    /// m, 个 ...
    pub unit: String,
    /// Serial or batch of the new part.
    pub new_serial: Option<String>,
    /// Serial of the old part.
    pub old_serial: Option<String>,
    /// The old part was recovered.
    pub old_recovered: bool,
}

/// A payment.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct PaymentLine {
    /// STANDARDS 2.3.
    pub status: String,
    /// wechat, cash ...
    pub method: String,
    /// How much.
    pub amount: Money,
}

impl Field {
    /// The prices of a job.
    pub fn price_list(&mut self, job: &JobId) -> Result<PriceListView, FieldRefused> {
        let prices = self.prices(job)?;
        let words = |zh: &str, en: &str| Words { zh: zh.to_owned(), en: en.to_owned() };
        let parts = prices.parts.iter().map(|part| PartPrice {
            code: part.code.to_string(),
            name: words(&part.zh, &part.en),
            spec: part.spec.clone(),
            unit: part.unit.clone(),
            price: part.price.clone(),
            warranty_months: part.warranty_months,
        });
        let fees = prices.fees.iter().map(|fee| FeePrice {
            code: fee.code.clone(),
            name: words(&fee.zh, &fee.en),
            unit: fee.unit.clone(),
            price: fee.price.clone(),
            cover: fee.cover,
        });
        Ok(PriceListView { parts: parts.collect(), fees: fees.collect() })
    }

    /// The standing quote of the current visit.
    pub fn quote_view(&mut self, job: &JobId) -> Result<Option<QuoteView>, FieldRefused> {
        let visit = self.current_visit(job)?;
        let prices = self.prices_version(job)?;
        let names = self.price_list(job)?;
        self.look(job, visit, |list| {
            list.quote().map(|quote| QuoteView {
                kept: true,
                agreed: agreed(list),
                fitted: fitted(list),
                fitted_total: bill::total(&quote, list),
                payment: payment(list),
                ..shown(&quote, &names, prices)
            })
        })
    }
}

/// A quote that stands nowhere yet.
pub(crate) fn shown(quote: &Quote, names: &PriceListView, prices: String) -> QuoteView {
    let english = |code: &str| names.parts.iter().find(|part| part.code == code).map(|part| part.name.en.clone());
    let parts = quote.parts.iter().map(|line| QuoteLine {
        code: line.part.to_string(),
        part: true,
        name: Words { zh: line.zh.clone(), en: english(line.part.as_str()).unwrap_or_else(|| line.zh.clone()) },
        detail: line.spec.clone(),
        quantity: line.quantity.clone(),
        unit: line.unit.clone(),
        price: line.price.clone(),
        warranty_months: line.warranty_months,
        cover: line.cover,
        amount: line.amount.clone(),
    });
    let fees = quote.fees.iter().map(|line| QuoteLine {
        code: line.code.clone(),
        part: false,
        name: Words { zh: line.zh.clone(), en: line.en.clone() },
        detail: line.note.clone(),
        quantity: line.quantity.clone(),
        unit: line.unit.clone(),
        price: line.price.clone(),
        warranty_months: 0,
        cover: line.cover,
        amount: line.amount.clone(),
    });
    QuoteView {
        version: quote.version,
        cause: quote.cause.clone(),
        plan: quote.plan.clone(),
        minutes: quote.minutes,
        lines: parts.chain(fees).collect(),
        total: quote.total.clone(),
        prices,
        digest: digest_of(quote).hex(),
        kept: false,
        agreed: false,
        fitted: Vec::new(),
        fitted_total: None,
        payment: None,
    }
}

/// What a consent names of what was shown.
pub(crate) fn digest_of(quote: &Quote) -> Digest {
    Digest::of(canonical::to_string(quote).unwrap_or_default().as_bytes())
}

fn agreed(list: &Checklist<'_>) -> bool {
    let plan = list.pack.item(&"con.plan".into());
    plan.is_some_and(|plan| list.standing(plan) == Standing::Said(Said::Done))
}

fn fitted(list: &Checklist<'_>) -> Vec<FittedLine> {
    let line = |movement: Movement| FittedLine {
        code: movement.part.to_string(),
        quantity: movement.quantity,
        unit: movement.unit,
        new_serial: movement.new_serial,
        old_serial: movement.old_serial,
        old_recovered: movement.old_recovered,
    };
    bill::fitted(list).into_iter().map(line).collect()
}

fn payment(list: &Checklist<'_>) -> Option<PaymentLine> {
    let paid: Paid = list.fold.value(&list.payment_slot())?;
    Some(PaymentLine { status: paid.status, method: paid.method, amount: paid.amount })
}
