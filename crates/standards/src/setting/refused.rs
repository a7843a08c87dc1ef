//! What is wrong with a value of a setting, in words that follow the setting's label.

use super::Unit;
use domain::money::Money;
use domain::pack::Words;

/// The limits of a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Range {
    /// Least, a decimal.
    pub least: Option<String>,
    /// Greatest, a decimal.
    pub most: Option<String>,
    /// What it counts.
    pub unit: Option<Unit>,
}

impl Range {
    /// 中文, such as `0–60 分钟`
    pub fn zh(&self) -> String {
        self.told("至少 ", "–", "至多 ", self.unit.map_or("", Unit::zh))
    }

    /// English, such as `0 to 60 min`
    pub fn en(&self) -> String {
        self.told("at least ", " to ", "at most ", self.unit.map_or("", Unit::en))
    }

    fn told(&self, at_least: &str, to: &str, at_most: &str, unit: &str) -> String {
        let (least, most) = (self.shown(self.least.as_deref()), self.shown(self.most.as_deref()));
        let numbers = match (least, most) {
            (Some(least), Some(most)) => format!("{least}{to}{most}"),
            (Some(least), None) => format!("{at_least}{least}"),
            (None, Some(most)) => format!("{at_most}{most}"),
            (None, None) => String::new(),
        };
        format!("{numbers} {unit}").trim().to_owned()
    }

    /// Money is kept in fen and read in yuan.
    fn shown(&self, bound: Option<&str>) -> Option<String> {
        let bound = bound?;
        match (self.unit, bound.parse()) {
            (Some(Unit::Fen), Ok(fen)) => Some(Money::fen(fen).decimal()),
            _ => Some(bound.to_owned()),
        }
    }
}

/// Why a value is none that its setting can have. The words follow the setting's label.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SettingRefused {
    /// There is no such setting.
    #[error("is no setting; choose one of the list")]
    Unknown,
    /// Not a whole number.
    #[error("must be a whole number")]
    NotWhole,
    /// Not a decimal.
    #[error("must be a whole number or a decimal in quotes, such as \"0.5\"")]
    NotDecimal,
    /// Outside the limits.
    #[error("must be {}", .0.en())]
    OutOfRange(Range),
    /// Neither yes nor no.
    #[error("must be true or false")]
    NotYesNo,
    /// Not text.
    #[error("must be text")]
    NotText,
    /// Longer than is kept.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// Not a list.
    #[error("must be a list")]
    NotList,
    /// More entries than are kept.
    #[error("must have at most {0} entries")]
    TooMany(usize),
    /// No entry where one is needed.
    #[error("needs at least one entry")]
    Empty,
    /// Not one of the choices.
    #[error("has no choice \"{given}\"; choose from: {}", en.join(", "))]
    NoChoice {
        /// What was given.
        given: String,
        /// What there is, in Chinese.
        zh: Vec<String>,
        /// The same in English.
        en: Vec<String>,
    },
    /// An entry stands there twice.
    #[error("names \"{0}\" twice; leave one out")]
    Twice(String),
    /// Not hours.
    #[error("must be hours such as 09:00-18:00, the beginning before the end")]
    NotHours,
    /// Not a day of the week.
    #[error("has no day \"{0}\"; the days are mon, tue, wed, thu, fri, sat, sun")]
    NotADay(String),
    /// Not a date.
    #[error("has no date \"{0}\"; write dates such as 2026-10-01")]
    NotADate(String),
    /// Dates out of their order, or one twice.
    #[error("has {0} out of its place; put the dates in order, each once")]
    OutOfOrder(String),
    /// An entry without its two languages.
    #[error("has an entry {0} that is none: it needs zh, en and nothing else, and zh must not be empty")]
    NotAnEntry(usize),
    /// A row that the program cannot read.
    #[error("cannot be read in row {row}: {why_en}")]
    Row {
        /// From 1.
        row: usize,
        /// What is wrong, in Chinese.
        why_zh: String,
        /// The same in English.
        why_en: String,
    },
    /// A table that is kept elsewhere.
    #[error("is not set here. {}", .0.en)]
    Elsewhere(Words),
    /// A number above one that bounds it.
    #[error("must not be greater than \"{}\"", .0.en)]
    Above(Words),
    /// A number below one that it bounds.
    #[error("must not be less than \"{}\"", .0.en)]
    Below(Words),
    /// A day off that is worked.
    #[error("has {date}, which also stands in \"{}\"; a day is one or the other", other.en)]
    Both {
        /// The day.
        date: String,
        /// The other list.
        other: Words,
    },
}

impl SettingRefused {
    /// A stable word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "setting.unknown",
            Self::NotWhole => "setting.not_whole",
            Self::NotDecimal => "setting.not_decimal",
            Self::OutOfRange(_) => "setting.out_of_range",
            Self::NotYesNo => "setting.not_yes_no",
            Self::NotText => "setting.not_text",
            Self::TooLong(_) => "setting.too_long",
            Self::NotList => "setting.not_list",
            Self::TooMany(_) => "setting.too_many",
            Self::Empty => "setting.empty",
            Self::NoChoice { .. } => "setting.no_choice",
            Self::Twice(_) => "setting.twice",
            Self::NotHours => "setting.not_hours",
            Self::NotADay(_) => "setting.not_a_day",
            Self::NotADate(_) => "setting.not_a_date",
            Self::OutOfOrder(_) => "setting.out_of_order",
            Self::NotAnEntry(_) => "setting.not_an_entry",
            Self::Row { .. } => "setting.row",
            Self::Elsewhere(_) => "setting.elsewhere",
            Self::Above(_) => "setting.above",
            Self::Below(_) => "setting.below",
            Self::Both { .. } => "setting.both",
        }
    }

    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unknown => "不是设置项，请从列表中选。".into(),
            Self::NotWhole => "应为整数。".into(),
            Self::NotDecimal => "应为整数，或写成文字的小数，如 \"0.5\"。".into(),
            Self::OutOfRange(range) => format!("应为 {}。", range.zh()),
            Self::NotYesNo => "应为是或否。".into(),
            Self::NotText => "应为文字。".into(),
            Self::TooLong(most) => format!("最多 {most} 个字。"),
            Self::NotList => "应为列表。".into(),
            Self::TooMany(most) => format!("最多 {most} 条。"),
            Self::Empty => "至少要有一条。".into(),
            Self::NoChoice { given, zh, .. } => format!("没有“{given}”这个选项，可选：{}。", zh.join("、")),
            Self::Twice(given) => format!("“{given}”写了两次，请去掉一个。"),
            Self::NotHours => "应为起止时刻，如 09:00–18:00，开始早于结束。".into(),
            Self::NotADay(given) => format!("没有“{given}”这一天，应为 mon 至 sun。"),
            Self::NotADate(given) => format!("“{given}”不是日期，请写成 2026-10-01 这样。"),
            Self::OutOfOrder(given) => format!("{given} 的位置不对，日期请按先后排列，各写一次。"),
            Self::NotAnEntry(row) => format!("第 {row} 条不完整：要有中文 zh 和英文 en，没有别的，中文不能空。"),
            Self::Row { row, why_zh, .. } => format!("第 {row} 行读不懂：{why_zh}"),
            Self::Elsewhere(about) => format!("不在这里设。{}。", about.zh),
            Self::Above(other) => format!("不能大于“{}”。", other.zh),
            Self::Below(other) => format!("不能小于“{}”。", other.zh),
            Self::Both { date, other } => format!("{date} 也在“{}”里，只能算一种，请去掉一处。", other.zh),
        }
    }
}
