//! A setting of a firm (STANDARDS 9): what it is called, what kind of value it takes within which limits, and whose its
//! default is. `assets/standards/book/settings.toml` names them all; the office sets them, and a job keeps the values it
//! began with.
//!
//! - `check`: whether a value is one the setting can have
//! - `together`: whether values fit each other
//! - `refused`: what is wrong, in words

mod check;
mod refused;
mod together;

use domain::decimal::Decimal;
use domain::ids::{PackKey, RuleId};
use domain::pack::Words;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;

pub use refused::{Range, SettingRefused};

/// A group of settings: STANDARDS 9.1 to 9.4.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// For example `clocks`.
    pub key: String,
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

/// A setting of a firm.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// For example `apt.contact_min`.
    pub key: String,
    /// Key of its group.
    pub group: String,
    /// The label on the office's screen.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// What kind of value it is.
    pub kind: Kind,
    /// For numbers.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// The product's default, as a release writes it; none for a table.
    #[serde(default)]
    pub default: Option<Value>,
    /// The default of single packs.
    #[serde(default)]
    pub packs: BTreeMap<PackKey, Value>,
    /// The default at business premises.
    #[serde(default)]
    pub business: Option<String>,
    /// Least allowed number, a decimal.
    #[serde(default, deserialize_with = "bound")]
    pub least: Option<String>,
    /// Greatest allowed number, a decimal.
    #[serde(default, deserialize_with = "bound")]
    pub most: Option<String>,
    /// What can be chosen.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// For a table: what stands in it, or where it is kept.
    #[serde(default)]
    pub about: Option<Words>,
    /// Whose the default is.
    pub status: Status,
    /// The rules it serves.
    pub rules: Vec<RuleId>,
}

/// What can be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stored.
    pub key: String,
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $key:literal $zh:literal $en:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
        pub enum $name { $(#[doc = $en] #[serde(rename = $key)] $variant),+ }

        impl $name {
            /// Its key in the file.
            pub fn key(self) -> &'static str { match self { $(Self::$variant => $key),+ } }
            /// 中文
            pub fn zh(self) -> &'static str { match self { $(Self::$variant => $zh),+ } }
            /// English
            pub fn en(self) -> &'static str { match self { $(Self::$variant => $en),+ } }
        }
    };
}

words! {
    /// What kind of value a setting is.
    Kind {
        Integer "integer" "整数" "a whole number",
        Decimal "decimal" "小数" "a decimal in quotes, or a whole number",
        YesNo "yes_no" "是或否" "yes or no",
        Choice "choice" "单选" "one of its choices",
        Choices "choices" "多选" "some of its choices",
        Text "text" "文字" "text",
        List "list" "条目" "entries in two languages, Chinese first",
        Days "days" "星期" "days of the week, `mon` to `sun`",
        Hours "hours" "起止时刻" "hours such as `09:00–18:00`",
        Dates "dates" "日期" "dates such as `2026-10-01`, in their order",
        Table "table" "表" "rows of a shape of their own",
    }
}

words! {
    /// What a number counts.
    Unit {
        Minutes "min" "分钟" "min",
        Hours "h" "小时" "h",
        WorkingDays "wd" "个工作日" "working days",
        Days "days" "天" "days",
        Months "months" "个月" "months",
        Years "years" "年" "years",
        Calls "calls" "次" "calls",
        Rings "rings" "声" "rings",
        Score "score" "分" "of 5",
        Percent "pct" "%" "%",
        Fen "fen" "元" "yuan",
        Pixels "px" "像素" "px",
        People "people" "人" "people",
        Metres "m" "米" "m",
    }
}

words! {
    /// Whose a default is. Only the first is a source's; the others are the product's, and never shown as the standard's.
    Status {
        Source "source" "规范来源" "the number is a source's",
        Open "open" "产品默认" "a source leaves it to the firm; the default is the product's",
        Silent "silent" "产品默认" "no source speaks of it; the default is the product's",
    }
}

/// A limit: a whole number or a decimal in quotes.
fn bound<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        other => other.to_string(),
    };
    match Decimal::read(&text) {
        Some(_) => Ok(Some(text)),
        None => {
            Err(serde::de::Error::custom(format!("{text} is no limit; write a whole number or a decimal in quotes")))
        }
    }
}
