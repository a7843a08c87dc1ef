//! A plausible content for every paper, of invented people and firms: short texts in `samples/papers`, read by the types
//! the layout gives their fields.

use super::{CUSTOMER_INK, TECHNICIAN_INK, at, company, named};
use crate::ink::Ink;
use crate::paper::layout::{Field, FieldType, Layout};
use crate::paper::{Look, Printing};
use crate::release::Release;
use domain::digest::Digest;
use domain::facts::{Documents, Money, PaperRef, Text};
use domain::ids::VisitNo;
use domain::paper::{Chosen, Leans, Paper, Row, Value};
use domain::seal::{InkRole, Seal, SealRefused, Sealing, SignedBy};
use domain::time::{At, Trust};
use std::collections::BTreeMap;

/// The ink of somebody at the office, as a blob.
const OFFICE_INK: &[u8] = include_bytes!("../../samples/lin-xiaodong.json");

macro_rules! samples {
    ($($code:literal $file:literal),+ $(,)?) => {
        &[$(($code, include_str!(concat!("../../samples/papers/", $file)))),+]
    };
}

const VALUES: &[(&str, &str)] = samples![
    "D01" "d01.toml",
    "D02" "d02.toml",
    "D03" "d03.toml",
    "D04" "d04.toml",
    "D05" "d05.toml",
    "D06" "d06.toml",
    "D07" "d07.toml",
    "D08" "d08.toml",
    "D09" "d09.toml",
    "D10" "d10.toml",
    "D11" "d11.toml",
    "D12" "d12.toml",
    "D13" "d13.toml",
    "D14" "d14.toml",
    "D15" "d15.toml",
    "D16" "d16.toml",
    "D17" "d17.toml",
    "D18" "d18.toml",
    "D19" "d19.toml",
    "D20" "d20.toml",
    "D21" "d21.toml",
    "D22" "d22.toml",
    "D23" "d23.toml",
    "D24" "d24.toml",
    "D25" "d25.toml",
    "D26" "d26.toml",
    "D27" "d27.toml",
    "D28" "d28.toml",
    "D29" "d29.toml",
    "D30" "d30.toml",
];

/// The content of a sample, issued in a look; nothing where there is no such paper.
pub fn content(layout: &Layout, look: &Look, release: &Release) -> Option<Paper> {
    let (_, text) = VALUES.iter().find(|(code, _)| *code == layout.code)?;
    let table: toml::Table = toml::from_str(text).ok()?;
    let values = table.iter().map(|(key, entry)| Some((key.clone(), read(layout.field(key)?, entry)?)));
    let code = layout.code.clone();
    let photos = match code.as_str() {
        "D08" | "D25" | "D30" => 1,
        "D03" | "D04" | "D07" => 3,
        _ => 0,
    };
    let photos = super::proof::photos().into_iter().take(photos).collect();
    let free = matches!(code.as_str(), "D11" | "D12" | "D17" | "D19" | "D20" | "D21" | "D22" | "D24" | "D25" | "D27");
    Some(Paper {
        v: 1,
        paper: PaperRef {
            number: if free { format!("{code}-2026-0007") } else { format!("GD261120-0041-1-{code}A1") },
            code,
            job: if free { "" } else { "GD261120-0041" }.into(),
            visit: VisitNo(u32::from(!free)),
            replaces: None,
        },
        documents: Documents::default(),
        releases: Leans {
            layout: layout.release(look, release),
            pack: Some(named("dw_repair", "2.3")),
            price: Some(named("prices", "2026-07")),
            settings: None,
        },
        company: company(),
        issued: at("15:17"),
        values: values.collect::<Option<BTreeMap<_, _>>>()?,
        photos,
    })
}

/// All inks of the samples.
pub fn inks() -> Vec<(InkRole, Ink)> {
    let office = Ink::from_blob(OFFICE_INK).ok().map(|ink| (InkRole::Technician, ink));
    super::inks().into_iter().chain(office).collect()
}

/// Seals a sample with the customer's and the technician's ink.
pub fn seal(paper: &Paper) -> Result<Seal, SealRefused> {
    let what = Sealing {
        paper: paper.paper.number.clone(),
        facts: paper.digest()?,
        inks: super::inks().into_iter().map(|(role, ink)| (role, ink.digest)).collect(),
        signer: SignedBy { name: "王淑敏".into(), relation: Text::new("本人", "self") },
        at: at("15:17"),
        place: None,
    };
    Seal::sign(what, &super::device_key()?)
}

/// Draws a paper with the samples' inks and photos.
///
/// # Errors
/// What [`crate::draw_paper`] refuses.
pub fn draw(
    paper: Option<&Paper>,
    layout: &Layout,
    look: &Look,
    seal: Option<&Seal>,
    release: &Release,
) -> Result<Vec<u8>, crate::DrawRefused> {
    let photos = |digest: &Digest| super::photo(digest);
    crate::draw_paper(&Printing { paper, layout, look, seal, inks: &inks(), photos: &photos, release })
}

/// A column of a sample: its key, its type, and what may be chosen in it.
type ColumnOf<'a> = (&'a str, FieldType, Vec<(&'a str, Text)>);

fn read(field: &Field, entry: &toml::Value) -> Option<Value> {
    let columns: Vec<ColumnOf<'_>> = match field.type_ {
        FieldType::Lines => {
            field.columns.iter().map(|own| (own.key.as_str(), own.type_, options(&own.options))).collect()
        }
        FieldType::Clauses => vec![("text", FieldType::Text, Vec::new())],
        FieldType::Consent => vec![
            ("text", FieldType::Text, Vec::new()),
            ("answer", FieldType::Choice, consent_options(field)),
            ("time", FieldType::Time, Vec::new()),
            ("ink", FieldType::Ink, Vec::new()),
        ],
        _ => return one(field.type_, &options(&field.options), entry.as_str()?),
    };
    let row = |row: &toml::Value| -> Option<Row> {
        let cells = columns.iter().zip(row.as_array()?).filter(|(_, cell)| cell.as_str() != Some(""));
        cells
            .map(|((key, type_, options), cell)| Some(((*key).to_owned(), one(*type_, options, cell.as_str()?)?)))
            .collect()
    };
    Some(Value::Lines { rows: entry.as_array()?.iter().map(row).collect::<Option<_>>()? })
}

fn options(options: &[crate::paper::layout::Choosable]) -> Vec<(&str, Text)> {
    options.iter().map(|option| (option.key.as_str(), Text::new(&option.zh, &option.en))).collect()
}

fn consent_options(field: &Field) -> Vec<(&str, Text)> {
    let usual =
        [("agreed", "同意", "Agreed"), ("refused", "不同意", "Refused"), ("not_needed", "不涉及", "Not needed")];
    match field.options.is_empty() {
        true => usual.map(|(key, zh, en)| (key, Text::new(zh, en))).into(),
        false => options(&field.options),
    }
}

/// One value from its short form.
fn one(type_: FieldType, options: &[(&str, Text)], text: &str) -> Option<Value> {
    let words = |key: &str| options.iter().find(|(own, _)| *own == key).map(|(_, words)| words.clone());
    let (zh, en) = text.split_once(" // ").unwrap_or((text, ""));
    Some(match type_ {
        FieldType::Text => Value::text(zh, en),
        FieldType::Number => {
            let (value, unit) = text.split_once(' ').unwrap_or((text, ""));
            Value::Number { value: value.into(), unit: unit.into() }
        }
        FieldType::Money => Value::money(Money::fen(text.replace('.', "").parse().ok()?)),
        FieldType::Date => Value::Date { date: text.into() },
        FieldType::Time => Value::Time { at: moment(text) },
        FieldType::Window => {
            let (from, to) = text.split_once('/')?;
            let day = from.split_once(' ').map_or("", |(day, _)| day);
            let to = if to.contains(' ') { to.to_owned() } else { format!("{day} {to}").trim().to_owned() };
            Value::Window { from: moment(from).time, to: moment(&to).time }
        }
        FieldType::Flag => Value::Flag { yes: text == "yes" },
        FieldType::Choice => Value::Choice { key: text.into(), words: words(text)? },
        FieldType::Choices => {
            let chosen = text.split(' ').map(|key| Some(Chosen { key: key.into(), words: words(key)? }));
            Value::Choices { chosen: chosen.collect::<Option<_>>()? }
        }
        FieldType::Score => {
            let (score, of) = text.split_once('/')?;
            Value::Score { score: score.parse().ok()?, of: of.parse().ok()? }
        }
        FieldType::Ink => ink(text),
        FieldType::Code => Value::Code { text: text.into() },
        FieldType::Lines | FieldType::Clauses | FieldType::Consent | FieldType::Photos | FieldType::Seal => {
            return None;
        }
    })
}

/// `14:32` of the sample's day, or with another day before it.
fn moment(text: &str) -> At {
    match text.split_once(' ') {
        Some((day, clock)) => {
            At { time: format!("{day}T{clock}:00+08:00"), trust: Trust::Verified, boot: None, elapsed_ms: None }
        }
        None => at(text),
    }
}

fn ink(whose: &str) -> Value {
    let (blob, who, relation) = match whose {
        "customer" => (CUSTOMER_INK, "王淑敏", Text::new("本人", "self")),
        "technician" => (TECHNICIAN_INK, "陈志远 0417", Text::new("技术员", "technician")),
        _ => (OFFICE_INK, "林晓东", Text::new("公司", "company")),
    };
    Value::Ink { digest: Digest::of(blob), who: who.into(), relation, at: at("15:17") }
}
