//! 信息更正: what of the brief may be corrected from the site, and what became of the wishes.

use super::who::{Names, Who};
use super::words;
use domain::brief::{CORRECTABLE, named};
use domain::fold::{Fold, Standing};
use domain::ids::RecordId;
use domain::pack::Words;
use domain::record::{Kind, Record};
use domain::value::{Outcome, Ruled, Wish};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A line of the brief that may be corrected.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct FieldLine {
    /// The brief's key.
    pub field: String,
    /// In words.
    pub name: Words,
    /// What it says.
    pub says: String,
    /// The newest wish to correct it.
    pub wish: Option<WishLine>,
}

/// A wish to correct a line.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct WishLine {
    /// What it should say.
    pub should: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Who,
    /// When, Unix milliseconds.
    pub at_ms: Option<i64>,
    /// What became of it.
    pub became: Became,
    /// What the office said to it.
    pub answer: String,
}

/// What became of a wish.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// The office has not answered.
    Waits,
    /// The brief says so now.
    Adopted,
    /// It does not.
    Declined,
}

/// Every line that may be corrected.
pub(crate) fn lines(names: &Names<'_>, fold: &Fold) -> Vec<FieldLine> {
    let answers = answers(fold);
    let line = |field: &&str| {
        let (zh, en) = named(field);
        let says = names.brief.text(field).to_owned();
        let newest = wishes(fold).filter(|(.., wish)| wish.field == *field);
        let newest = newest.max_by_key(|(id, record, _)| (record.at.unix_ms(), (*id).clone()));
        let wish = newest.map(|(id, record, wish)| {
            let ruled = answers.get(id);
            let should = wish.should.as_str().unwrap_or_default().to_owned();
            let became = match ruled.map(|ruled| ruled.outcome) {
                Some(Outcome::Adopted) => Became::Adopted,
                Some(_) => Became::Declined,
                None if should == says => Became::Adopted,
                None => Became::Waits,
            };
            let answer = ruled.and_then(|ruled| ruled.reason.clone()).unwrap_or_default();
            let (by, at_ms) = (names.of(record), record.at.unix_ms());
            WishLine { should, reason: wish.reason, by, at_ms, became, answer }
        });
        FieldLine { field: (*field).to_owned(), name: words(zh, en), says, wish }
    };
    CORRECTABLE.iter().map(line).collect()
}

fn standing(fold: &Fold, kind: Kind) -> impl Iterator<Item = (&RecordId, &Record)> {
    let standing = fold.records.iter().filter(|(_, shown)| shown.standing == Standing::Stands);
    standing.filter_map(move |(id, shown)| Some((id, shown.record.as_deref().filter(|it| it.kind == kind)?)))
}

fn wishes(fold: &Fold) -> impl Iterator<Item = (&RecordId, &Record, Wish)> {
    standing(fold, Kind::Correction).filter_map(|(id, it)| Some((id, it, Wish::deserialize(&it.value).ok()?)))
}

fn answers(fold: &Fold) -> BTreeMap<RecordId, Ruled> {
    let ruled = standing(fold, Kind::Ruling).filter_map(|(_, record)| Ruled::deserialize(&record.value).ok());
    ruled.map(|ruled| (ruled.about.clone(), ruled)).collect()
}
