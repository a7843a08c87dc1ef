//! Whether a value is one a setting can have. What passes here the program reads as it stands; values of other kinds would
//! quietly count as the default.

use super::{Kind, Range, Setting, SettingRefused};
use domain::calendar;
use domain::decimal::Decimal;
use domain::pack::Words;
use domain::warranty::{PLANS, Plan};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Characters of a text.
const LONGEST_TEXT: usize = 2_000;
/// Characters of an entry of a list.
const LONGEST_ENTRY: usize = 200;
/// Entries of a list, rows of a table.
const MOST_ENTRIES: usize = 100;
/// Dates of a list: some ten years of holidays.
const MOST_DATES: usize = 400;
/// Months of a warranty: a hundred years.
const MOST_MONTHS: u32 = 1_200;
/// What a plan can leave uncovered.
const EXCLUDED: [&str; 2] = ["human_damage", "natural_disaster"];

impl Setting {
    /// Whether the setting can have this value, as a release carries it.
    ///
    /// # Errors
    /// What is wrong with it, in words that follow the setting's label.
    pub fn check(&self, value: &Value) -> Result<(), SettingRefused> {
        match self.kind {
            Kind::Integer => {
                let number = value.as_i64().ok_or(SettingRefused::NotWhole)?;
                self.within(Decimal::read(&number.to_string()))
            }
            Kind::Decimal => match value {
                Value::String(text) => self.within(Some(Decimal::read(text).ok_or(SettingRefused::NotDecimal)?)),
                other => {
                    let whole = other.as_i64().ok_or(SettingRefused::NotDecimal)?;
                    self.within(Decimal::read(&whole.to_string()))
                }
            },
            Kind::YesNo => value.as_bool().map(drop).ok_or(SettingRefused::NotYesNo),
            Kind::Text => text(value, LONGEST_TEXT),
            Kind::Choice => self.has_choice(value),
            Kind::Choices => {
                entries(value, MOST_ENTRIES)?.iter().try_for_each(|it| self.has_choice(it))?;
                once(value)
            }
            Kind::Days => days(value),
            Kind::Hours => {
                let text = value.as_str().ok_or(SettingRefused::NotHours)?;
                calendar::hours(text).map(drop).ok_or(SettingRefused::NotHours)
            }
            Kind::Dates => dates(value),
            Kind::List => list(value),
            Kind::Table if self.key == PLANS => plans(value),
            Kind::Table => Err(SettingRefused::Elsewhere(self.about.clone().unwrap_or_default())),
        }
    }

    /// The limits of its number.
    pub fn range(&self) -> Range {
        Range { least: self.least.clone(), most: self.most.clone(), unit: self.unit }
    }

    /// A number beyond what a decimal holds is beyond every limit.
    fn within(&self, number: Option<Decimal>) -> Result<(), SettingRefused> {
        let bound = |text: &Option<String>| text.as_deref().and_then(Decimal::read);
        let fits = number.is_some_and(|number| {
            bound(&self.least).is_none_or(|least| number >= least)
                && bound(&self.most).is_none_or(|most| number <= most)
        });
        if fits { Ok(()) } else { Err(SettingRefused::OutOfRange(self.range())) }
    }

    fn has_choice(&self, value: &Value) -> Result<(), SettingRefused> {
        let given = value.as_str().unwrap_or_default();
        if self.choices.iter().any(|choice| choice.key == given) {
            return Ok(());
        }
        Err(SettingRefused::NoChoice {
            given: told(value),
            zh: self.choices.iter().map(|it| format!("{}（{}）", it.zh, it.key)).collect(),
            en: self.choices.iter().map(|it| format!("{} ({})", it.en, it.key)).collect(),
        })
    }
}

/// A value as a message repeats it: short.
fn told(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn text(value: &Value, longest: usize) -> Result<(), SettingRefused> {
    let text = value.as_str().ok_or(SettingRefused::NotText)?;
    if text.chars().count() > longest { Err(SettingRefused::TooLong(longest)) } else { Ok(()) }
}

fn entries(value: &Value, most: usize) -> Result<&[Value], SettingRefused> {
    let entries = value.as_array().ok_or(SettingRefused::NotList)?;
    if entries.len() > most { Err(SettingRefused::TooMany(most)) } else { Ok(entries) }
}

fn once(value: &Value) -> Result<(), SettingRefused> {
    let mut seen = BTreeSet::new();
    for entry in value.as_array().into_iter().flatten() {
        if !seen.insert(told(entry)) {
            return Err(SettingRefused::Twice(told(entry)));
        }
    }
    Ok(())
}

fn days(value: &Value) -> Result<(), SettingRefused> {
    let days = entries(value, MOST_ENTRIES)?;
    if days.is_empty() {
        return Err(SettingRefused::Empty);
    }
    for day in days {
        day.as_str().and_then(calendar::weekday).ok_or_else(|| SettingRefused::NotADay(told(day)))?;
    }
    once(value)
}

fn dates(value: &Value) -> Result<(), SettingRefused> {
    let mut before = None;
    for given in entries(value, MOST_DATES)? {
        // Written as it is read again: `2026-1-1` is a date to chrono and sorts elsewhere.
        let date =
            given.as_str().and_then(calendar::date).filter(|date| Some(date.to_string().as_str()) == given.as_str());
        let date = date.ok_or_else(|| SettingRefused::NotADate(told(given)))?;
        if before.is_some_and(|before| before >= date) {
            return Err(SettingRefused::OutOfOrder(told(given)));
        }
        before = Some(date);
    }
    Ok(())
}

fn list(value: &Value) -> Result<(), SettingRefused> {
    let mut seen = BTreeSet::new();
    for (row, entry) in (1..).zip(entries(value, MOST_ENTRIES)?) {
        let whole = entry.as_object().is_some_and(|fields| fields.len() == 2);
        let words = Words::deserialize(entry).ok().filter(|words| whole && !words.zh.trim().is_empty());
        let words = words.ok_or(SettingRefused::NotAnEntry(row))?;
        if [&words.zh, &words.en].iter().any(|words| words.chars().count() > LONGEST_ENTRY) {
            return Err(SettingRefused::TooLong(LONGEST_ENTRY));
        }
        if !seen.insert(words.zh.clone()) {
            return Err(SettingRefused::Twice(words.zh));
        }
    }
    Ok(())
}

/// As `domain::warranty` reads them; what it would pass over is refused too.
fn plans(value: &Value) -> Result<(), SettingRefused> {
    let mut codes = BTreeSet::new();
    for (row, given) in (1..).zip(entries(value, MOST_ENTRIES)?) {
        let wrong =
            |why_zh: &str, why_en: &str| SettingRefused::Row { row, why_zh: why_zh.into(), why_en: why_en.into() };
        let plan = Plan::deserialize(given).map_err(|error| {
            let why = error.to_string();
            SettingRefused::Row { row, why_zh: format!("{why}。"), why_en: why }
        })?;
        let known = serde_json::to_value(&plan).ok();
        let known = known.as_ref().and_then(Value::as_object);
        let named = |fields: &Map<String, Value>| fields.keys().all(|key| known.is_some_and(|it| it.contains_key(key)));
        if !given.as_object().is_some_and(named) {
            return Err(wrong(
                "有不认识的字段，只能有 code、months、parts、excludes、from_sale_date。",
                "it has an unknown field; there are code, months, parts, excludes, from_sale_date",
            ));
        }
        if plan.code.trim().is_empty() || plan.code.chars().count() > LONGEST_ENTRY {
            return Err(wrong("缺方案编号 code。", "the plan's code is missing"));
        }
        if plan.months.is_none() && plan.parts.is_empty() {
            return Err(wrong(
                "没有期限，请填整机或部件的月数。",
                "it has no term; give months for the product or its parts",
            ));
        }
        if plan.months.iter().chain(plan.parts.values()).any(|months| *months > MOST_MONTHS) {
            return Err(wrong("期限最多 1200 个月。", "a term has at most 1200 months"));
        }
        if plan.parts.len() > MOST_ENTRIES || plan.parts.keys().any(|class| class.trim().is_empty()) {
            return Err(wrong("部件类别不能空，最多 100 类。", "classes of parts must have names, at most 100"));
        }
        if plan.excludes.iter().any(|cause| !EXCLUDED.contains(&cause.as_str())) {
            return Err(wrong(
                "除外原因只有 human_damage（人为损坏）和 natural_disaster（不可抗力灾害）。",
                "causes that can be excluded are human_damage and natural_disaster",
            ));
        }
        if plan.from_sale_date.as_deref().is_some_and(|date| calendar::date(date).is_none()) {
            return Err(wrong("起售日期请写成 2005-01-01 这样。", "write the first day of sale such as 2005-01-01"));
        }
        if !codes.insert(plan.code.clone()) {
            return Err(SettingRefused::Twice(plan.code));
        }
    }
    Ok(())
}
