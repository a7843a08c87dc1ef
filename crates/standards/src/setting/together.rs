//! Whether a firm's values are ones its settings can have, and fit each other.

use super::{Setting, SettingRefused};
use crate::book::Book;
use domain::calendar::keys::{HOLIDAYS, SWAPPED};
use domain::decimal::Decimal;
use domain::pack::Words;
use serde_json::Value;
use std::collections::BTreeMap;

/// Numbers of which the first must not be greater than the second.
const IN_ORDER: [(&str, &str); 3] = [
    ("apt.early_min_from", "apt.early_min_to"),
    ("apt.notice_short_min", "apt.notice_long_min"),
    ("fup.repair_from_wd", "fup.repair_due_wd"),
];

impl Book {
    /// What is wrong with these values, by key; of two that do not fit each other both are named. Keys that are no setting
    /// are wrong too: whoever reads a release keeps them all the same.
    pub fn refuse(&self, values: &BTreeMap<String, Value>) -> BTreeMap<String, SettingRefused> {
        let mut wrong = BTreeMap::new();
        for (key, value) in values {
            let checked = self.setting(key).map_or(Err(SettingRefused::Unknown), |setting| setting.check(value));
            if let Err(refused) = checked {
                wrong.insert(key.clone(), refused);
            }
        }
        let of = |key: &str| self.setting(key).map(|setting| (setting, values.get(key).or(setting.default.as_ref())));
        for (low, high) in IN_ORDER {
            if let (Some((low, Some(less))), Some((high, Some(more)))) = (of(low), of(high))
                && number(less).zip(number(more)).is_some_and(|(less, more)| less > more)
            {
                wrong.entry(low.key.clone()).or_insert_with(|| SettingRefused::Above(label(high)));
                wrong.entry(high.key.clone()).or_insert_with(|| SettingRefused::Below(label(low)));
            }
        }
        if let (Some((off, Some(holidays))), Some((on, Some(worked)))) = (of(HOLIDAYS), of(SWAPPED))
            && let Some(date) = dates(holidays).find(|date| dates(worked).any(|worked| worked == *date))
        {
            let both = |other: &Setting| SettingRefused::Both { date: date.to_owned(), other: label(other) };
            wrong.entry(off.key.clone()).or_insert_with(|| both(on));
            wrong.entry(on.key.clone()).or_insert_with(|| both(off));
        }
        wrong
    }
}

fn label(setting: &Setting) -> Words {
    Words { zh: setting.zh.clone(), en: setting.en.clone() }
}

fn number(value: &Value) -> Option<Decimal> {
    Decimal::read(&value.as_i64()?.to_string())
}

fn dates(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}
