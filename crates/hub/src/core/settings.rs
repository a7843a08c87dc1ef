//! What the firm has set (STANDARDS 9). Each change is a new release: phones get it like any other, jobs that begin from
//! now on are pinned to it, and those under way keep theirs. A release says itself who set it and when.

use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, Moment};
use crate::problem::OfKey;
use crate::reference::{self, SETTINGS};
use domain::pack::Words;
use domain::time::rfc3339;
use hub_storage::company::Release;
use hub_storage::{StorageRefused, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use standards::{Book, SettingRefused};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The most keys of one change.
const MOST_KEYS: usize = 200;
/// As much of a key as a message repeats.
const A_KEY: usize = 64;
/// The release's key for what the firm has set.
const VALUES: &str = "values";
/// The release's key for who set it.
const SET: &str = "set";

/// What a clerk sets.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Change {
    /// The version the clerk has looked at.
    pub base: String,
    /// By key: the new value, or none for the product's default.
    pub values: BTreeMap<String, Option<Value>>,
}

/// Who made a release, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SetBy {
    /// The account.
    pub by: String,
    /// RFC 3339.
    pub at: String,
}

/// A setting that cannot be set so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// Its key.
    pub key: String,
    /// Its label.
    pub label: Words,
    /// Why.
    pub why: SettingRefused,
}

impl Wrong {
    /// All of them in Chinese.
    #[must_use]
    pub fn zh(all: &[Self]) -> String {
        all.iter().map(|it| format!("“{}”{}", it.label.zh, it.why.zh())).collect()
    }

    /// All of them in English.
    #[must_use]
    pub fn en(all: &[Self]) -> String {
        let each: Vec<String> = all.iter().map(|it| format!("\"{}\" {}", it.label.en, it.why)).collect();
        each.join("; ")
    }
}

impl From<&Wrong> for OfKey {
    fn from(wrong: &Wrong) -> Self {
        Self { key: wrong.key.clone(), code: wrong.why.code(), zh: wrong.why.zh(), en: wrong.why.to_string() }
    }
}

/// A release of settings, read.
#[derive(Clone, PartialEq, Debug)]
pub struct Released {
    /// Its version.
    pub version: String,
    /// Everything it says, and nothing lost that this program does not know.
    whole: Map<String, Value>,
}

impl Released {
    /// What a release says; nothing where it cannot be read.
    fn of(release: Release) -> Self {
        Self { version: release.version, whole: serde_json::from_slice(&release.bytes).unwrap_or_default() }
    }

    /// What the firm has set, by key.
    #[must_use]
    pub fn values(&self) -> BTreeMap<String, Value> {
        let values = self.whole.get(VALUES).and_then(Value::as_object).cloned().unwrap_or_default();
        values.into_iter().collect()
    }

    /// Who set it; none for what the hub began with.
    #[must_use]
    pub fn set(&self) -> Option<SetBy> {
        self.whole.get(SET).and_then(|set| SetBy::deserialize(set).ok())
    }
}

/// The book of this program, read once.
///
/// # Errors
/// Where it cannot be read: it comes with the program.
pub fn book() -> Result<&'static Book, CoreRefused> {
    static BOOK: OnceLock<Result<Book, String>> = OnceLock::new();
    let book = BOOK.get_or_init(|| Book::builtin().map_err(|refused| refused.to_string()));
    book.as_ref().map_err(|why| CoreRefused::Program(why.clone()))
}

/// The last releases, the one in force first.
///
/// # Errors
/// Where the storage fails.
pub fn last(tx: &dyn Tx, most: u32) -> Result<Vec<Released>, StorageRefused> {
    Ok(tx.releases(SETTINGS, SETTINGS, most)?.into_iter().map(Released::of).collect())
}

/// Sets what the clerk set; the version then in force. Nothing is released where nothing changes.
///
/// # Errors
/// Where a value is none its setting can have, every one of them named; where somebody set something since.
pub fn change(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    clerk: &str,
    change: &Change,
) -> Result<String, CoreRefused> {
    let none = || CoreRefused::NoRelease { kind: SETTINGS.into(), name: SETTINGS.into() };
    let mut newest = last(tx, 1)?.pop().ok_or_else(none)?;
    if newest.version != change.base {
        return Err(CoreRefused::SettingsChanged);
    }
    if change.values.len() > MOST_KEYS {
        return Err(CoreRefused::Field {
            key: VALUES.into(),
            en: "list is too long; at most 200".into(),
            zh: "太多，一次最多 200 项。".into(),
        });
    }
    let before = newest.values();
    let mut after = before.clone();
    for (key, value) in &change.values {
        match value {
            Some(value) => drop(after.insert(key.clone(), value.clone())),
            None => drop(after.remove(key)),
        }
    }
    let wrong = wrong(book()?, &after, |key| change.values.contains_key(key));
    if !wrong.is_empty() {
        return Err(CoreRefused::Settings(wrong));
    }
    if after == before {
        return Ok(newest.version);
    }
    let at = rfc3339(moment.now_ms, moment.identity.offset_minutes);
    let version = next_version(tx, &at)?;
    newest.whole.insert(VALUES.into(), json!(after));
    newest.whole.insert("version".into(), json!(version));
    newest.whole.insert(SET.into(), json!(SetBy { by: clerk.to_owned(), at }));
    ledger.release(reference::sealed(SETTINGS, SETTINGS, &version, &Value::Object(newest.whole))?);
    Ok(version)
}

/// What is wrong with these values, of the keys that are asked for. What was wrong before anybody touched it stays.
pub(crate) fn wrong(book: &Book, values: &BTreeMap<String, Value>, asked: impl Fn(&str) -> bool) -> Vec<Wrong> {
    let refused = book.refuse(values).into_iter().filter(|(key, _)| asked(key));
    refused
        .map(|(key, why)| {
            let named = book.setting(&key).map(|it| Words { zh: it.zh.clone(), en: it.en.clone() });
            let key: String = key.chars().take(A_KEY).collect();
            Wrong { label: named.unwrap_or_else(|| Words { zh: key.clone(), en: key.clone() }), key, why }
        })
        .collect()
}

/// The month, and the next number in it: `2026-12`, `2026-12.1` ... A version has one content for ever.
fn next_version(tx: &dyn Tx, at: &str) -> Result<String, StorageRefused> {
    let month: String = at.chars().take(7).collect();
    let mut version = month.clone();
    let mut number = 0_u32;
    while tx.release(SETTINGS, SETTINGS, &version)?.is_some() {
        number += 1;
        version = format!("{month}.{number}");
    }
    Ok(version)
}
