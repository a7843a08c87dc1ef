//! A clerk moves an order (STANDARDS 2.6): what the move waits for is recorded, the move is judged, and the brief says so,
//! in one transaction. What is refused changes nothing, and two clerks at once are judged one after the other.

use crate::core::ledger::Ledger;
use crate::core::order::{self, Open};
use crate::core::settle::{Clerk, folded};
use crate::core::show::view::MoveMade;
use crate::core::{CoreRefused, Moment, crew, office, papers, show};
use domain::brief::keys;
use domain::ids::VisitNo;
use domain::lifecycle::Transition;
use domain::order::{Fact, Source};
use domain::state::State;
use domain::time::unix_ms;
use hub_storage::Tx;
use hub_storage::orders::OfficeMove;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The longest reason, and the longest words of a fact, in bytes.
pub(crate) const LONGEST: usize = 8 * 1024;

/// By which the technician who is sent goes back to the queue (10).
const WITHDRAWN: u8 = 10;

/// What a clerk asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    /// Where the order shall go.
    pub to: State,
    /// Why, or empty.
    pub reason: String,
    /// What is recorded first: a fact's key, and words.
    pub records: Vec<(String, String)>,
    /// When somebody shall be there, as offered: from, and to where it is known. RFC 3339.
    pub window: Option<(String, Option<String>)>,
}

/// Moves the order.
pub fn make(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    clerk: Clerk<'_>,
    asked: &Move,
) -> Result<MoveMade, CoreRefused> {
    let Clerk { job, name } = clerk;
    let records = check(asked)?;
    office::known(tx, job)?;
    for (fact, words) in records {
        tx.record_fact(job, fact.key(), name, words, moment.now_ms)?;
    }
    let (brief, fold) = folded(tx, job, moment.now_ms)?;
    let pack = order::pack(tx, &brief)?;
    let books = order::books(tx, moment, job, (&brief, &fold))?;
    let open = Open { brief: &brief, fold: &fold, pack: pack.as_ref(), books: &books };
    let order = open.order(moment.now_ms);
    let row = order.may(asked.to, Some(&asked.reason))?;
    let (from, visit) = (order.state(), order.plans(asked.to));
    let fields = fields(asked, visit)?;
    tx.save_move(job, &kept(clerk, moment, asked, row, (from, visit), books.facts.last().map_or(0, |it| it.number)))?;
    if row.number == WITHDRAWN {
        crew::dismiss(tx, moment, ledger, job)?;
    }
    let brief = papers::write_brief(tx, moment, ledger, job, &fields, &[])?;
    let state = show::state(domain::order::state(&brief, &fold));
    Ok(MoveMade { row: row.number, state, visit: visit.map(|visit| visit.0) })
}

fn kept(
    clerk: Clerk<'_>,
    moment: Moment<'_>,
    asked: &Move,
    row: &Transition,
    (from, visit): (State, Option<VisitNo>),
    after: u64,
) -> OfficeMove {
    OfficeMove {
        row: row.number,
        from: from.key().into(),
        to: asked.to.key().into(),
        visit,
        at: moment.now_ms,
        clerk: clerk.name.into(),
        reason: asked.reason.trim().into(),
        after,
    }
}

/// What the brief says after the move. The time offered for an earlier visit is none of the next one's.
fn fields(asked: &Move, visit: Option<VisitNo>) -> Result<Vec<(String, Value)>, CoreRefused> {
    let mut fields = vec![(keys::STATE.to_owned(), json!(asked.to))];
    if let Some(visit) = visit {
        fields.push((keys::VISIT.to_owned(), json!(visit)));
    }
    let sends = visit.is_some() || asked.to == State::Dispatched;
    match &asked.window {
        Some(_) if !sends => {
            let (en, zh) = ("is for a move that sends somebody; leave it out", "只用于派人上门的步骤，请不填。");
            return Err(wrong("visit_from", en, zh));
        }
        Some((from, to)) => {
            fields.push((keys::OFFER_FROM.to_owned(), json!(from)));
            fields.push((keys::OFFER_TO.to_owned(), json!(to.as_deref().unwrap_or_default())));
        }
        None if visit.is_some() => {
            fields.extend([keys::OFFER_FROM, keys::OFFER_TO].map(|key| (key.to_owned(), json!(""))));
        }
        None => {}
    }
    Ok(fields)
}

/// Whether what was asked makes sense by itself; the facts it records.
pub fn check(asked: &Move) -> Result<Vec<(Fact, &str)>, CoreRefused> {
    if asked.reason.len() > LONGEST {
        return Err(wrong("reason", "must have at most 8192 bytes", "最多 8192 字节。"));
    }
    if let Some((from, to)) = &asked.window {
        let (begins, ends) = (unix_ms(from), to.as_deref().map(unix_ms));
        let in_order = begins.is_some_and(|begins| ends.is_none_or(|ends| ends.is_some_and(|ends| ends > begins)));
        if !in_order {
            return Err(wrong(
                "visit_from",
                "and visit_to must be times such as 2026-11-20T13:30:00+08:00, the end after the begin",
                "和 visit_to 应为时间，例如 2026-11-20T13:30:00+08:00，结束要晚于开始。",
            ));
        }
    }
    let mut seen = BTreeSet::new();
    asked.records.iter().map(|(key, words)| recordable(key, words, &mut seen)).collect()
}

fn recordable<'a>(key: &str, words: &'a str, seen: &mut BTreeSet<Fact>) -> Result<(Fact, &'a str), CoreRefused> {
    let named = format!("records.{key}");
    let fact = Fact::from_key(key).ok_or_else(|| wrong("records", "name a fact nobody knows", "里有不认识的事项。"))?;
    if fact.source() == Source::Papers {
        let (en, zh) = ("follows from the job itself; nobody records it", "由工单内容得出，不能登记。");
        return Err(wrong(&named, en, zh));
    }
    if fact.source() == Source::Words && words.trim().is_empty() {
        return Err(wrong(&named, &format!("needs words: {}", fact.en()), &format!("要写明：{}。", fact.zh())));
    }
    if words.len() > LONGEST {
        return Err(wrong(&named, "must have at most 8192 bytes", "最多 8192 字节。"));
    }
    if !seen.insert(fact) {
        return Err(wrong(&named, "is named twice", "写了两次。"));
    }
    Ok((fact, words.trim()))
}

fn wrong(key: &str, en: &str, zh: &str) -> CoreRefused {
    CoreRefused::Field { key: key.to_owned(), en: en.to_owned(), zh: zh.to_owned() }
}
