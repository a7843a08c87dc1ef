//! What the firm has set.

use super::Named;
use serde::{Deserialize, Serialize};
use serde_json::Value;

views! {
    /// Every setting, and what is in force.
    SettingsView {
        /// The version in force; a change names it.
        version: String,
        /// In the order they are shown.
        groups: Vec<Named>,
        /// Every setting, in its order.
        settings: Vec<SettingView>,
        /// Values that are no setting of this program. They are kept.
        unknown: Vec<String>,
        /// The last versions, the one in force first.
        history: Vec<SettingsVersionView>,
        /// There are earlier versions than these.
        more: bool,
    }
    /// A setting.
    SettingView {
        /// For example `nobody.wait_min`.
        key: String,
        /// Key of its group.
        group: String,
        /// 中文
        zh: String,
        /// English
        en: String,
        /// `integer`, `decimal`, `yes_no`, `choice`, `choices`, `text`, `list`, `days`, `hours`, `dates` or `table`.
        kind: String,
        /// What a number counts; `fen` are shown in yuan.
        unit: Option<Named>,
        /// Least allowed number.
        least: Option<String>,
        /// Greatest allowed number.
        most: Option<String>,
        /// What can be chosen.
        choices: Vec<Named>,
        /// For a table: what stands in it, or where it is kept.
        about: Option<Named>,
        /// The program acts on it; else people do.
        read: bool,
        /// It can be set here.
        here: bool,
        /// The product's default; null for a table.
        #[cfg_attr(test, ts(type = "unknown"))]
        default: Value,
        /// The default of single standards.
        packs: Vec<PackDefaultView>,
        /// The default at business premises.
        business: Option<Named>,
        /// `source`: the default is a source's. `open`, `silent`: it is the product's.
        status: Named,
        /// The rules it serves, with their words.
        rules: Vec<Named>,
        /// In force: the firm's own, or the default.
        #[cfg_attr(test, ts(type = "unknown"))]
        value: Value,
        /// The firm has set it, and to something else than the default.
        own: bool,
        /// What is wrong with the value in force; it counts as the default then.
        wrong: Option<Named>,
    }
    /// The default of one standard.
    PackDefaultView {
        /// The standard.
        pack: Named,
        /// Its default.
        #[cfg_attr(test, ts(type = "unknown"))]
        value: Value,
    }
    /// A version of the settings.
    SettingsVersionView {
        /// For example `2026-12.1`.
        version: String,
        /// The account that set it; empty for what the hub began with.
        by: String,
        /// When.
        at: Option<i64>,
        /// What differs from the version before it.
        changed: Vec<Named>,
    }
}
