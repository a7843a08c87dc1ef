//! The settings as the office's page shows them.

use super::view::{Named, PackDefaultView, SettingView, SettingsVersionView, SettingsView};
use crate::core::CoreRefused;
use crate::core::settings::{Released, book, last};
use crate::reference;
use domain::time::unix_ms;
use domain::warranty::PLANS;
use hub_storage::Tx;
use serde_json::Value;
use standards::setting::{Kind, Setting};
use standards::{Book, SettingRefused};
use std::collections::{BTreeMap, BTreeSet};

/// Versions a page shows.
const SHOWN: usize = 20;

/// Every setting as it stands.
pub fn settings(tx: &dyn Tx) -> Result<SettingsView, CoreRefused> {
    let book = book()?;
    // One more than is shown: what the oldest shown changed, and whether there are earlier ones.
    let releases = last(tx, u32::try_from(SHOWN + 1).unwrap_or(u32::MAX))?;
    let values = releases.first().map(Released::values).unwrap_or_default();
    let refused = book.refuse(&values);
    Ok(SettingsView {
        version: releases.first().map(|newest| newest.version.clone()).unwrap_or_default(),
        groups: book.groups.iter().map(|it| named(&it.key, &it.zh, &it.en)).collect(),
        settings: book.settings.iter().map(|it| setting(book, it, &values, refused.get(&it.key))).collect(),
        unknown: values.keys().filter(|key| book.setting(key).is_none()).cloned().collect(),
        history: (0..releases.len().min(SHOWN)).filter_map(|at| version(book, &releases, at)).collect(),
        more: releases.len() > SHOWN,
    })
}

fn setting(
    book: &Book,
    setting: &Setting,
    values: &BTreeMap<String, Value>,
    refused: Option<&SettingRefused>,
) -> SettingView {
    let default = setting.default.clone().unwrap_or_default();
    let set = values.get(&setting.key);
    let rule = |id: &domain::ids::RuleId| match book.rule(id) {
        Some(rule) => named(id.as_str(), &rule.zh, &rule.en),
        None => named(id.as_str(), id.as_str(), id.as_str()),
    };
    SettingView {
        key: setting.key.clone(),
        group: setting.group.clone(),
        zh: setting.zh.clone(),
        en: setting.en.clone(),
        kind: setting.kind.key().into(),
        unit: setting.unit.map(|unit| named(unit.key(), unit.zh(), unit.en())),
        least: setting.least.clone(),
        most: setting.most.clone(),
        choices: setting.choices.iter().map(|it| named(&it.key, &it.zh, &it.en)).collect(),
        about: setting.about.as_ref().map(|about| named("", &about.zh, &about.en)),
        read: domain::settings::is_read(&setting.key),
        here: setting.kind != Kind::Table || setting.key == PLANS,
        packs: setting.packs.iter().map(|(pack, value)| of_pack(pack.as_str(), value)).collect(),
        business: setting
            .choices
            .iter()
            .find(|it| Some(&it.key) == setting.business.as_ref())
            .map(|it| named(&it.key, &it.zh, &it.en)),
        status: named(setting.status.key(), setting.status.zh(), setting.status.en()),
        rules: setting.rules.iter().map(rule).collect(),
        own: set.is_some_and(|set| *set != default),
        value: set.cloned().unwrap_or_else(|| default.clone()),
        default,
        wrong: refused.filter(|_| set.is_some()).map(|it| named(it.code(), &it.zh(), &it.to_string())),
    }
}

fn of_pack(pack: &str, value: &Value) -> PackDefaultView {
    let known = reference::names().iter().find(|it| it.key == pack).cloned();
    PackDefaultView { pack: known.unwrap_or_else(|| named(pack, pack, pack)), value: value.clone() }
}

/// A version, and what it changed; the first one of all changed nothing.
fn version(book: &Book, releases: &[Released], at: usize) -> Option<SettingsVersionView> {
    let release = releases.get(at)?;
    let (values, set) = (release.values(), release.set());
    let before = releases.get(at + 1).map_or_else(|| values.clone(), Released::values);
    let keys: BTreeSet<&String> = values.keys().chain(before.keys()).collect();
    let differs = keys.into_iter().filter(|key| values.get(*key) != before.get(*key));
    let label = |key: &String| match book.setting(key) {
        Some(setting) => named(key, &setting.zh, &setting.en),
        None => named(key, key, key),
    };
    Some(SettingsVersionView {
        version: release.version.clone(),
        at: set.as_ref().and_then(|set| unix_ms(&set.at)),
        by: set.map(|set| set.by).unwrap_or_default(),
        changed: differs.map(label).collect(),
    })
}

fn named(key: &str, zh: &str, en: &str) -> Named {
    Named { key: key.into(), zh: zh.into(), en: en.into() }
}
