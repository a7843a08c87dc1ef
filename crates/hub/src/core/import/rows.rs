//! What is wrong with each row, and what is there already.

use super::{columns, when};
use crate::core::cards::{self, EXTERNAL};
use crate::core::show::view::Named;
use crate::core::{CoreRefused, Moment, office};
use crate::reference;
use crate::table::{Cell, CellFault, Row, Table};
use domain::brief::keys;
use domain::ids::JobId;
use domain::state::State;
use hub_storage::Tx;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A row, judged.
pub struct Judged {
    /// Its line in the table.
    pub line: u32,
    /// Good, wrong, or there already.
    pub verdict: Verdict,
    /// What was read of it, by key.
    pub shown: Vec<(&'static str, String)>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// The standard its job begins with.
    pub pack: String,
    /// The brief's fields.
    pub fields: Map<String, Value>,
}

/// What becomes of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It becomes a job.
    Good,
    /// Something is wrong with it.
    Wrong,
    /// It is there already: the job's number, or the line of the table.
    Double(String),
}

impl Verdict {
    /// The stable word.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Wrong => "wrong",
            Self::Double(_) => "double",
        }
    }
}

/// What is wrong with a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The key it should fill.
    pub key: &'static str,
    /// What to do, in Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// The most characters of a field that has its own limit.
const LIMITS: &[(&str, usize)] = &[
    (keys::CUSTOMER_NAME, 60),
    (keys::CUSTOMER_PHONE, 40),
    (keys::CUSTOMER_ADDRESS, 200),
    (keys::PRODUCT_MODEL, 200),
    (keys::PRODUCT_SERIAL, 100),
    (EXTERNAL, 64),
];
/// Cards of one phone number a row is held against.
const HELD_AGAINST: u32 = 20;

/// Judges every row. The first of two equal ones counts.
pub fn judge(
    tx: &dyn Tx,
    moment: Moment<'_>,
    table: &Table,
    columns: &[Option<&'static str>],
    pack: &str,
) -> Result<Vec<Judged>, CoreRefused> {
    let mut seen = BTreeMap::new();
    let mut judged = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut row = read(row, columns, pack, moment.identity.offset_minutes);
        if row.verdict == Verdict::Good {
            row.verdict = there_already(tx, &row, &mut seen)?;
        }
        judged.push(row);
    }
    Ok(judged)
}

fn read(row: &Row, columns: &[Option<&'static str>], pack: &str, offset: i32) -> Judged {
    let mut judged = Judged {
        line: row.line,
        verdict: Verdict::Good,
        shown: Vec::new(),
        faults: Vec::new(),
        pack: pack.to_owned(),
        fields: Map::new(),
    };
    let empty = Cell::default();
    for (place, key) in columns.iter().enumerate() {
        let Some(key) = *key else { continue };
        let cell = row.cells.get(place).unwrap_or(&empty);
        judged.shown.push((key, cell.text.clone()));
        if let Some((zh, en)) = cell_fault(key, cell) {
            judged.fault(key, zh, en);
        } else if !cell.text.is_empty() {
            judged.take(key, &cell.text, offset);
        }
    }
    for key in [keys::CUSTOMER_NAME, keys::CUSTOMER_PHONE, keys::CUSTOMER_ADDRESS] {
        if !judged.fields.contains_key(key) && judged.faults.iter().all(|fault| fault.key != key) {
            judged.fault(key, "没有填，请补上。", "is empty; fill it in");
        }
    }
    if judged.faults.is_empty() {
        // What a clerk may write is one rule, whichever way it comes.
        if let Err(why) = office::check_new(&judged.fields) {
            let named = |key: &&str| matches!(&why, CoreRefused::Field { key: wrong, .. } if wrong == key);
            let key = judged.shown.iter().map(|(key, _)| *key).find(named).unwrap_or(keys::NOTE);
            judged.fault(key, why.zh(), why.to_string());
        }
    }
    if !judged.faults.is_empty() {
        judged.verdict = Verdict::Wrong;
    }
    judged
}

fn cell_fault(key: &str, cell: &Cell) -> Option<(String, String)> {
    let most = LIMITS.iter().find(|(own, _)| *own == key).map(|(_, most)| *most);
    if cell.fault == Some(CellFault::TooLong) || most.is_some_and(|most| cell.text.chars().count() > most) {
        let most = most.unwrap_or(crate::table::LONGEST_CELL);
        return Some((format!("超过 {most} 个字，请缩短。"), format!("is longer than {most} characters; shorten it")));
    }
    Some(match cell.fault? {
        CellFault::Control => {
            ("含有看不见的控制字符，请重新输入。".into(), "holds control characters; type it anew".into())
        }
        CellFault::Error => {
            ("是表格的错误值，请改正公式或直接填写。".into(), "is a spreadsheet error; correct the formula".into())
        }
        CellFault::Rounded => (
            "数字太长，表格已把末尾变成 0；请把该列设成文本后重新填写。".into(),
            "has more digits than a spreadsheet keeps; format the column as text and type it anew".into(),
        ),
        CellFault::TooLong => return None,
    })
}

impl Judged {
    fn fault(&mut self, key: &'static str, zh: impl Into<String>, en: impl Into<String>) {
        self.faults.push(Fault { key, zh: zh.into(), en: en.into() });
    }

    fn set(&mut self, key: &'static str, text: impl Into<String>) {
        self.fields.insert(key.to_owned(), json!(text.into()));
    }

    /// Reads a cell by what its column says.
    fn take(&mut self, key: &'static str, text: &str, offset: i32) {
        match key {
            columns::PACK => match pack_named(text) {
                Some(pack) => pack.key.clone_into(&mut self.pack),
                None => self.fault(
                    key,
                    format!("没有“{text}”这种服务；可用：{}。", pack_names("、", |it| &it.zh)),
                    format!("is no service we know; use one of: {}", pack_names(", ", |it| &it.en)),
                ),
            },
            keys::CUSTOMER_PHONE if !(5..=20).contains(&cards::digits(text).len()) => {
                self.fault(key, "应有 5 至 20 位数字，请核对。", "needs 5 to 20 digits; check it");
            }
            keys::OFFER_FROM | keys::OFFER_TO | keys::PROMISED_BY => self.time(key, text, offset),
            keys::PRODUCT_INSTALLED => match when::read(text) {
                Some(when) => self.set(key, when.day.format("%Y-%m-%d").to_string()),
                None => self.fault(key, "不是日期，例如 2019-04-12。", "is no date such as 2019-04-12"),
            },
            keys::PRIORITY => {
                let urgent = ["urgent", "紧急", "加急", "急", "high", "高", "是", "yes", "1", "true"];
                let plain = text.to_lowercase();
                self.set(key, if urgent.contains(&plain.as_str()) { "urgent" } else { "normal" });
            }
            _ => self.set(key, text),
        }
    }

    fn time(&mut self, key: &'static str, text: &str, offset: i32) {
        if when::is_exact(text) {
            return self.set(key, text);
        }
        let end_of_day = chrono::NaiveTime::from_hms_opt(23, 59, 0);
        match when::read(text) {
            Some(when::When { day, from: Some(from), to }) => {
                self.set(key, when::written(day, from, offset));
                if let (keys::OFFER_FROM, Some(to)) = (key, to) {
                    self.set(keys::OFFER_TO, when::written(day, to, offset));
                }
            }
            Some(when::When { day, from: None, .. }) if key == keys::PROMISED_BY => {
                self.set(key, when::written(day, end_of_day.unwrap_or_default(), offset));
            }
            Some(_) => {
                self.fault(key, "只有日期，请写上时刻，例如 2026-11-20 13:30。", "has no time; write 2026-11-20 13:30")
            }
            None => self.fault(key, "不是时间，例如 2026-11-20 13:30。", "is no time such as 2026-11-20 13:30"),
        }
    }

    fn text(&self, key: &str) -> &str {
        self.fields.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// What makes two rows the same where no number names them.
    fn likeness(&self) -> String {
        let texts =
            [keys::CUSTOMER_NAME, keys::CUSTOMER_ADDRESS, keys::SYMPTOM, keys::OFFER_FROM].map(|key| self.text(key));
        format!("{}\u{1f}{}", cards::digits(self.text(keys::CUSTOMER_PHONE)), texts.join("\u{1f}"))
    }
}

/// The standard of this key or name; the beginning of a name does where only one begins so.
fn pack_named(text: &str) -> Option<&'static Named> {
    let plain = text.trim().to_lowercase();
    let names = |pack: &Named| [&pack.key, &pack.zh, &pack.en].map(|name| name.to_lowercase());
    let packs = reference::names();
    let exact = packs.iter().find(|pack| names(pack).contains(&plain));
    let mut begins = packs.iter().filter(|pack| names(pack).iter().any(|name| name.starts_with(&plain)));
    exact.or_else(|| begins.next().filter(|_| begins.next().is_none() && plain.chars().count() > 1))
}

fn pack_names(between: &str, name: fn(&Named) -> &String) -> String {
    reference::names().iter().map(|pack| name(pack).as_str()).collect::<Vec<_>>().join(between)
}

/// Whether the row is in the table or at the office already.
fn there_already(tx: &dyn Tx, row: &Judged, seen: &mut BTreeMap<String, u32>) -> Result<Verdict, CoreRefused> {
    let external = row.text(EXTERNAL);
    let likeness = if external.is_empty() { row.likeness() } else { format!("\u{1e}{external}") };
    if let Some(line) = seen.get(&likeness) {
        return Ok(Verdict::Double(format!("line {line}")));
    }
    seen.insert(likeness, row.line);
    let job = if external.is_empty() { alike(tx, row)? } else { tx.job_of_external(external)? };
    Ok(job.map_or(Verdict::Good, |job| Verdict::Double(job.as_str().to_owned())))
}

/// An open job of the same customer, address and words.
fn alike(tx: &dyn Tx, row: &Judged) -> Result<Option<JobId>, CoreRefused> {
    let digits = cards::digits(row.text(keys::CUSTOMER_PHONE));
    let open = |state: &str| State::from_key(state).is_none_or(|state| !state.is_over());
    let cards = tx.cards_of_phone(&digits, HELD_AGAINST)?;
    let same = cards.into_iter().find(|card| {
        open(&card.state)
            && card.customer == row.text(keys::CUSTOMER_NAME)
            && card.address == row.text(keys::CUSTOMER_ADDRESS)
            && card.symptom == row.text(keys::SYMPTOM)
    });
    Ok(same.map(|card| card.job))
}
