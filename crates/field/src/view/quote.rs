//! 报价: the firm's prices, the standing quote, what was fitted and paid. Every amount is computed here, never on a screen.

use super::words;
use crate::app::Field;
use crate::refused::FieldRefused;
use chrono::{DateTime, NaiveDate};
use domain::bill;
use domain::canonical;
use domain::checklist::{Checklist, Standing};
use domain::decimal::Decimal;
use domain::digest::Digest;
use domain::ids::{JobId, PartCode};
use domain::money::Money;
use domain::pack::Words;
use domain::settings::{PAY_CODES, Values};
use domain::value::{Cover, Movement, Paid, Quote, Said};
use domain::warranty::Entitlement;
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
    /// Who pays for it on this job, as contract, warranty and cause say.
    pub cover: Cover,
    /// Why.
    pub why: Words,
    /// How much of it the van holds, a decimal; `null` where the office keeps no stock of it.
    pub held: Option<String>,
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
    /// Who pays for it on this job; a fee the firm never charges is free.
    pub cover: Cover,
    /// Why.
    pub why: Words,
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
    /// What may be taken on the spot at most; above it an invoice comes first.
    pub on_the_spot: Option<Money>,
    /// How it was paid.
    pub payment: Option<PaymentLine>,
    /// The firm's pay codes, where it has set any.
    pub pay_codes: Vec<PayCode>,
}

/// What a customer scans to pay.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct PayCode {
    /// wechat, alipay.
    pub method: String,
    /// Rows of dark modules.
    pub qr: Vec<Vec<bool>>,
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
    /// Of a part, how much the van holds, a decimal; `null` where the office keeps no stock.
    pub held: Option<String>,
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
        let (prices, (entitlement, today)) = (self.prices(job)?, self.entitlement(job)?);
        let stock = self.stock()?;
        let held = |code: &PartCode| {
            let stock = stock.as_ref()?;
            Some(stock.get(code).copied().unwrap_or(Decimal::ZERO).to_string())
        };
        let parts = prices.parts.iter().map(|part| {
            let entitled = entitlement.line(part.class.as_deref(), today);
            PartPrice {
                code: part.code.to_string(),
                name: words(&part.zh, &part.en),
                spec: part.spec.clone(),
                unit: part.unit.clone(),
                price: part.price.clone(),
                warranty_months: part.warranty_months,
                cover: entitled.cover,
                why: entitled.why,
                held: held(&part.code),
            }
        });
        let fees = prices.fees.iter().map(|fee| {
            let entitled = entitlement.line(None, today);
            let (cover, why) = match fee.cover {
                Cover::Paid => (entitled.cover, entitled.why),
                never => (never, words("公司规定免收", "the firm does not charge this")),
            };
            FeePrice {
                code: fee.code.clone(),
                name: words(&fee.zh, &fee.en),
                unit: fee.unit.clone(),
                price: fee.price.clone(),
                cover,
                why,
            }
        });
        Ok(PriceListView { parts: parts.collect(), fees: fees.collect() })
    }

    /// What contract, warranty and the cause found on site say of this job's lines, and the day it is.
    pub fn entitlement(&mut self, job: &JobId) -> Result<(Entitlement, NaiveDate), FieldRefused> {
        let (visit, today) = (self.current_visit(job)?, self.today_here());
        let ready = self.job(job)?.pack.is_some();
        let seen = |list: &Checklist<'_>| (list.cause(), list.sold_on());
        let (cause, sold) = if ready { self.look(job, visit, seen)? } else { (None, None) };
        let open = self.job(job)?;
        Ok((Entitlement::of(&open.brief, &open.values, cause).sold(sold), today))
    }

    /// The day where the customer lives.
    fn today_here(&self) -> NaiveDate {
        let now = self.now_ms() + i64::from(self.clock.read().offset_minutes) * 60_000;
        DateTime::from_timestamp_millis(now).unwrap_or_default().date_naive()
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
                on_the_spot: Some(bill::limit(list.values)),
                payment: payment(list),
                pay_codes: pay_codes(list.values),
                ..shown(&quote, &names, prices)
            })
        })
    }
}

/// A quote that stands nowhere yet.
pub(crate) fn shown(quote: &Quote, names: &PriceListView, prices: String) -> QuoteView {
    let known = |code: &PartCode| names.parts.iter().find(|part| part.code == code.as_str());
    let parts = quote.parts.iter().map(|line| QuoteLine {
        code: line.part.to_string(),
        part: true,
        name: Words {
            zh: line.zh.clone(),
            en: known(&line.part).map_or_else(|| line.zh.clone(), |part| part.name.en.clone()),
        },
        detail: line.spec.clone(),
        quantity: line.quantity.clone(),
        unit: line.unit.clone(),
        price: line.price.clone(),
        warranty_months: line.warranty_months,
        cover: line.cover,
        amount: line.amount.clone(),
        held: known(&line.part).and_then(|part| part.held.clone()),
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
        held: None,
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
        on_the_spot: None,
        payment: None,
        pay_codes: Vec::new(),
    }
}

/// A text that fits no code is none: the other ways to pay stay.
fn pay_codes(values: &Values) -> Vec<PayCode> {
    let set = PAY_CODES.iter().filter_map(|(method, _)| Some((*method, values.pay_code(method)?)));
    let code =
        |(method, text): (&str, &str)| Some(PayCode { method: method.to_owned(), qr: sheet::text_modules(text).ok()? });
    set.filter_map(code).collect()
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
