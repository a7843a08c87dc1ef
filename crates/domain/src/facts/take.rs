//! Takes the facts of a service sheet from a visit as it stands (STANDARDS 5.3, D03). Pure: the same visit gives the
//! same facts, byte for byte.

mod kept;
mod readings;

pub use readings::measurements;

use super::work::{Cover as Covered, Fault, FeeLine, Outcome, OutcomeLine, PartLine, Payment, QuoteRef, Warranty};
use super::{ConsentLine, Customer, Documents, Facts, FactsRefused, PaperRef, PhotoLine, Product, Quantity, Rating};
use super::{Releases, Technician, Text, Times, Window};
use crate::bill;
use crate::brief::{Brief, keys};
use crate::checklist::Checklist;
use crate::ids::ItemKey;
use crate::money::Money;
use crate::outcome::Outcome as Ended;
use crate::record::{Kind, Record};
use crate::settings::Settings;
use crate::stage::Stage;
use crate::state::State;
use crate::time::At;
use crate::value::{Agreed, Agreement, Answer, Cover, Movement, Paid, PartLine as Quoted, Picture, Quote, Rated};
use crate::{calendar, warranty};
use chrono::DateTime;
use serde::Deserialize;

/// What the facts are taken from.
pub struct Sources<'a> {
    /// The visit held against its standard.
    pub list: &'a Checklist<'a>,
    /// What the office wrote.
    pub brief: &'a Brief,
    /// The firm's settings.
    pub settings: &'a Settings,
    /// Which paper.
    pub paper: PaperRef,
    /// The documents' heads.
    pub documents: Documents,
    /// The releases it leans on.
    pub releases: Releases,
    /// Who came.
    pub technician: Technician,
    /// When the facts are taken.
    pub now: &'a At,
}

/// Takes the facts and checks that they add up.
pub fn take(from: Sources<'_>) -> Result<Facts, FactsRefused> {
    // Where the visit left the main line nothing was sold; what was fitted is settled with the work that ends it.
    let found = from.list.quote();
    let quote = found.clone().filter(|_| from.list.fold.branched_at(from.list.visit).is_none());
    let facts = Facts {
        v: 1,
        company: from.settings.company.clone(),
        customer: customer(from.brief),
        product: product(from.brief, quote.as_ref()),
        outcome: outcome(from.list),
        times: times(from.list),
        fault: fault(from.brief, found.as_ref(), quote.as_ref()),
        quote: quote.as_ref().map(|quote| quote_ref(quote, from.list)),
        parts: quote.as_ref().map(|quote| parts(&from, quote)).unwrap_or_default(),
        fees: quote.as_ref().map_or_else(|| inspection(from.list), fees),
        total: bill::due(from.list).unwrap_or_else(|| Money::fen(0)),
        payment: payment(from.list),
        measurements: readings::measurements(from.list),
        kept: kept::kept(from.list),
        photos: photos(from.list),
        consents: consents(from.list),
        warranty: covered_from_now(&from, quote.as_ref()),
        rating: rating(from.list),
        contacts: from.settings.contacts.clone(),
        paper: from.paper,
        documents: from.documents,
        releases: from.releases,
        technician: from.technician,
    };
    facts.check()?;
    Ok(facts)
}

/// How the visit ends, and what was said about that.
fn outcome(list: &Checklist<'_>) -> Outcome {
    let ended = list.fold.outcome(list.visit).unwrap_or(Ended::Completed);
    let block = Ended::block(ended).and_then(|block| list.pack.branches.get(block));
    let told = block.into_iter().flat_map(|block| &block.items).filter_map(|item| {
        let answer = answer_to(list, &item.key)?;
        let choices = list.choices(item);
        let chosen = answer.choice.as_ref().and_then(|key| choices.iter().find(|choice| choice.key == *key));
        let words = match (chosen, answer.text.or(answer.date)) {
            (Some(choice), None) => Text::new(&choice.name.zh, &choice.name.en),
            (Some(choice), Some(text)) => Text::zh(format!("{}：{text}", choice.name.zh)),
            (None, text) => Text::zh(text?),
        };
        Some(OutcomeLine { name: Text::new(&item.name.zh, &item.name.en), words })
    });
    Outcome { key: ended.key().into(), name: Text::new(ended.zh(), ended.en()), told: told.collect() }
}

fn customer(brief: &Brief) -> Customer {
    Customer {
        name: brief.text(keys::CUSTOMER_NAME).into(),
        phone: brief.text(keys::CUSTOMER_PHONE).into(),
        address: brief.text(keys::CUSTOMER_ADDRESS).into(),
    }
}

fn product(brief: &Brief, quote: Option<&Quote>) -> Product {
    let highest = quote.and_then(|q| q.parts.iter().map(|l| l.cover).chain(q.fees.iter().map(|l| l.cover)).max());
    // Where nothing was sold, the office's word stands.
    let by_office = || match brief.text(keys::ENTITLEMENT) {
        "paid" => Cover::Paid,
        "contract" => Cover::Contract,
        _ => Cover::Free,
    };
    let (zh, en) = match highest.unwrap_or_else(by_office) {
        Cover::Paid => ("有偿服务", "Paid service"),
        Cover::Contract => ("合同服务", "Service under contract"),
        Cover::Free => ("免费服务", "Free service"),
    };
    let note = brief.text(keys::ENTITLEMENT_NOTE);
    let zh = if note.is_empty() { zh.to_owned() } else { format!("{zh}（{note}）") };
    Product {
        model: brief.text(keys::PRODUCT_MODEL).into(),
        serial: brief.text(keys::PRODUCT_SERIAL).into(),
        installed: brief.text(keys::PRODUCT_INSTALLED).into(),
        category: Text::new(zh, en),
    }
}

fn times(list: &Checklist<'_>) -> Times {
    let moves = list.fold.moves(list.visit);
    let reached = |state: State| moves.iter().find(|(_, moved)| moved.to == state).map(|(record, _)| record.at.clone());
    let last = |state: State| moves.iter().rfind(|(_, moved)| moved.to == state).map(|(record, _)| record.at.clone());
    let agreed: Option<Agreed> = list.fold.value(&list.appointment_slot());
    let arrived = reached(State::Arrived);
    let late_minutes = agreed.as_ref().zip(arrived.as_ref()).and_then(|(agreed, arrived)| {
        Some((arrived.unix_ms()? - crate::time::unix_ms(&agreed.from)?).div_euclid(60_000))
    });
    Times {
        agreed: agreed.map(|agreed| Window { from: agreed.from, to: agreed.to }),
        arrived,
        late_minutes,
        started: reached(State::Working),
        finished: last(State::Demo),
    }
}

/// What was wrong is told however the visit ended; what was done, only where it was.
fn fault(brief: &Brief, found: Option<&Quote>, quote: Option<&Quote>) -> Fault {
    Fault {
        reported: Text::zh(brief.text(keys::SYMPTOM)),
        found: Text::zh(found.map(|quote| quote.cause.as_str()).unwrap_or_default()),
        cause: found.and_then(|quote| quote.cause_code.clone()).unwrap_or_default(),
        done: Text::zh(quote.map(|quote| quote.plan.as_str()).unwrap_or_default()),
    }
}

fn quote_ref(quote: &Quote, list: &Checklist<'_>) -> QuoteRef {
    let matches = bill::total(quote, list).as_ref() == Some(&quote.total);
    QuoteRef { version: u32::try_from(quote.version).unwrap_or_default(), total: quote.total.clone(), matches }
}

fn covered(cover: Cover) -> Covered {
    match cover {
        Cover::Paid => Covered::Paid,
        Cover::Contract => Covered::Contract,
        Cover::Free => Covered::Warranty,
    }
}

/// One line a fitted part; a part of the quote that was never fitted is not on the sheet.
fn parts(from: &Sources<'_>, quote: &Quote) -> Vec<PartLine> {
    let line = |movement: Movement| {
        let line = quote.parts.iter().find(|line| line.part == movement.part)?;
        Some(PartLine {
            name: Text::zh(line.zh.clone()),
            spec: line.spec.clone(),
            old_serial: movement.old_serial.unwrap_or_default(),
            new_serial: movement.new_serial.unwrap_or_default(),
            quantity: Quantity { value: movement.quantity.clone(), unit: movement.unit },
            warranty_until: until(from, line),
            amount: bill::amount(&line.price, &movement.quantity, line.cover)?,
            cover: covered(line.cover),
        })
    };
    bill::fitted(from.list).into_iter().filter_map(line).collect()
}

/// The last day a part of this line is covered that is fitted today.
fn until(from: &Sources<'_>, line: &Quoted) -> Option<String> {
    let today = DateTime::parse_from_rfc3339(&from.now.time).ok()?.date_naive();
    let remainder = line.term_until.as_deref().and_then(calendar::date);
    let last = warranty::covered_until(line.cover, line.warranty_months, remainder, from.list.values, today)?;
    Some(last.to_string())
}

/// What looking costs, where the customer wants no more than that.
fn inspection(list: &Checklist<'_>) -> Vec<FeeLine> {
    let line = |amount: Money| FeeLine {
        name: Text::new("检测费", "Inspection fee"),
        price: Some(amount.clone()),
        per: "次".into(),
        quantity: "1".into(),
        note: Text::new("客户不修", "no repair wanted"),
        amount,
    };
    bill::inspection(list).map(line).into_iter().collect()
}

fn fees(quote: &Quote) -> Vec<FeeLine> {
    let line = |fee: &crate::value::FeeLine| FeeLine {
        name: Text::new(fee.zh.clone(), fee.en.clone()),
        price: Some(fee.price.clone()),
        per: fee.unit.clone(),
        quantity: fee.quantity.clone(),
        note: Text::zh(fee.note.clone()),
        amount: fee.amount.clone(),
    };
    quote.fees.iter().map(line).collect()
}

fn payment(list: &Checklist<'_>) -> Payment {
    let slot = list.payment_slot();
    let at = list.fold.settled(&slot).map(|(_, record)| record.at.clone());
    let paid: Option<Paid> = list.fold.value(&slot);
    let owes = bill::due(list).is_some_and(|due| due.minor > 0);
    let unsaid = if owes { "invoice_due" } else { "none_due" };
    let status = paid.as_ref().map_or(unsaid, |paid| paid.status.as_str()).to_owned();
    let (zh, en) = match status.as_str() {
        "paid_on_site" => ("已付", "paid"),
        "invoice_due" => ("待开票", "invoice due"),
        "paid_later" => ("稍后付", "paid later"),
        _ => ("无需付款", "nothing due"),
    };
    let method = paid.as_ref().map(|paid| method_name(&paid.method)).unwrap_or_default();
    Payment { status, status_name: Text::new(zh, en), method, at, receipt: paid.and_then(|paid| paid.receipt) }
}

fn method_name(key: &str) -> Text {
    match key {
        "wechat" => Text::new("微信支付", "WeChat Pay"),
        "alipay" => Text::new("支付宝", "Alipay"),
        "cash" => Text::new("现金", "Cash"),
        "transfer" => Text::new("转账", "Bank transfer"),
        other => Text::zh(other),
    }
}

/// The photos in the order they are printed: by what they show, then by time.
fn photos(list: &Checklist<'_>) -> Vec<PhotoLine> {
    let mut photos: Vec<(u8, PhotoLine)> =
        list.fold.of_kind(list.visit, &Kind::Photo).into_iter().filter_map(|(_, record)| photo(list, record)).collect();
    photos.sort_by_key(|(place, photo)| (*place, photo.at.unix_ms(), photo.digest));
    photos.into_iter().map(|(_, photo)| photo).collect()
}

fn photo(list: &Checklist<'_>, record: &Record) -> Option<(u8, PhotoLine)> {
    let picture = Picture::deserialize(&record.value).ok()?;
    let item = record.item.as_ref()?;
    let (place, tag) = photo_tag(list, item);
    let caption = match picture.caption {
        Some(caption) => Text::zh(caption),
        None => list.pack.item(item).map(|item| Text::new(&item.name.zh, &item.name.en)).unwrap_or_default(),
    };
    let line = PhotoLine {
        digest: picture.blob,
        width: u32::try_from(picture.width).ok()?,
        height: u32::try_from(picture.height).ok()?,
        tag,
        caption,
        at: record.at.clone(),
    };
    Some((place, line))
}

fn photo_tag(list: &Checklist<'_>, item: &ItemKey) -> (u8, Text) {
    match (item.as_str(), list.pack.stage_of(item)) {
        ("prt.before", _) => (0, Text::new("前", "Before")),
        ("cln.after", _) => (6, Text::new("后", "After")),
        (key, _) if key.starts_with("par.") => (4, Text::new("配件", "Parts")),
        (_, Some(Stage::Appointment | Stage::Preparation | Stage::Dress)) => (1, Text::new("准备", "Preparation")),
        (_, Some(Stage::Arrival | Stage::Entry | Stage::Protection | Stage::Explain)) => {
            (2, Text::new("防护", "Protection"))
        }
        (_, Some(Stage::Survey | Stage::Quote | Stage::Consent)) => (3, Text::new("勘查", "Survey")),
        (_, Some(Stage::Test)) => (5, Text::new("检验", "Test")),
        _ => (4, Text::new("施工", "Work")),
    }
}

fn consents(list: &Checklist<'_>) -> Vec<ConsentLine> {
    let line = |record: &Record| {
        let agreement = Agreement::deserialize(&record.value).ok().filter(|agreement| agreement.agreed)?;
        Some(ConsentLine {
            kind: record.item.as_ref().map(|item| item.as_str().to_owned()).unwrap_or_default(),
            words: Text::zh(agreement.words),
            at: record.at.clone(),
            ink: agreement.ink,
        })
    };
    list.fold.of_kind(list.visit, &Kind::Consent).into_iter().filter_map(|(_, record)| line(record)).collect()
}

fn covered_from_now(from: &Sources<'_>, quote: Option<&Quote>) -> Warranty {
    let shortest = quote.and_then(|quote| quote.parts.iter().map(|line| until(from, line)).min()).flatten();
    let recovered = bill::fitted(from.list).iter().filter(|movement| movement.old_recovered).count();
    let old_parts = match recovered {
        0 => Text::default(),
        n => Text::new(format!("旧件 {n} 个已回收"), format!("{n} old part(s) recovered")),
    };
    Warranty {
        until: shortest,
        words: from.settings.warranty.clone(),
        advice: from.settings.advice.clone(),
        old_parts,
        card: None,
    }
}

fn rating(list: &Checklist<'_>) -> Option<Rating> {
    let rated: Rated = list.fold.value(&list.rating_slot())?;
    let name = match rated.score {
        5 => Text::new("很满意", "Very satisfied"),
        4 => Text::new("满意", "Satisfied"),
        3 => Text::new("一般", "Fair"),
        2 => Text::new("不满意", "Dissatisfied"),
        _ => Text::new("很不满意", "Very dissatisfied"),
    };
    Some(Rating { score: u8::try_from(rated.score).ok()?, name, comment: rated.comment })
}

/// The standing answer to an item, whatever it is.
fn answer_to(list: &Checklist<'_>, item: &ItemKey) -> Option<Answer> {
    let slot =
        crate::record::Slot { visit: Some(list.visit), item: Some(item.clone()), unit: None, kind: Kind::Answer };
    list.fold.value(&slot)
}
