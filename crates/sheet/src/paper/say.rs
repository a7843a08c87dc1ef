//! A value as it is printed, in the paper's language: what is read first, and what stands small beside it.

use super::look::Language;
use crate::draw::words::{amount, clock, day, day_and_clock, is_verified};
use crate::text::{INK, INK2, Run, Style, run};
use domain::facts::Text;
use domain::paper::Value;
use domain::time::At;

/// A value in words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Said {
    pub first: String,
    /// Empty where one language is enough.
    pub second: String,
}

impl Said {
    /// As runs of this size.
    pub(super) fn runs(&self, size: f32) -> Vec<Run> {
        let mut runs = vec![run(&self.first, Style::plain(size, INK))];
        if !self.second.is_empty() {
            runs.push(run(format!(" {}", self.second), Style::plain(size * 0.84, INK2)));
        }
        runs
    }

    /// In one line.
    pub(super) fn line(&self) -> String {
        format!("{} {}", self.first, self.second).trim().to_owned()
    }
}

fn both(language: Language, zh: &str, en: &str) -> Said {
    Said { first: language.first(zh, en).to_owned(), second: language.second(zh, en).to_owned() }
}

fn text(language: Language, words: &Text) -> Said {
    both(language, &words.zh, &words.en)
}

fn plain(words: String) -> Said {
    Said { first: words, second: String::new() }
}

/// A value as it stands beside its label.
pub(super) fn say(language: Language, value: &Value) -> Said {
    match value {
        Value::Text { zh, en } => both(language, zh, en),
        Value::Number { value, unit } => plain(format!("{value} {unit}").trim_end().to_owned()),
        Value::Money { .. } => plain(value.amount().as_ref().map(amount).unwrap_or_default()),
        Value::Date { date } => plain(date.clone()),
        Value::Time { at } => plain(moment(language, at)),
        Value::Window { from, to } if day(from) == day(to) => plain(format!("{}–{}", day_and_clock(from), clock(to))),
        Value::Window { from, to } => plain(format!("{} – {}", day_and_clock(from), day_and_clock(to))),
        Value::Flag { yes: true } => both(language, "是", "Yes"),
        Value::Flag { yes: false } => both(language, "否", "No"),
        Value::Choice { words, .. } => text(language, words),
        Value::Choices { chosen } => {
            let all = |joint: &str, of: fn(&Said) -> &str| {
                let said: Vec<Said> = chosen.iter().map(|one| text(language, &one.words)).collect();
                said.iter().map(of).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(joint)
            };
            let joint = if language == Language::En { ", " } else { "、" };
            Said { first: all(joint, |said| &said.first), second: all(", ", |said| &said.second) }
        }
        Value::Score { score, of } => plain(format!("{score} / {of}")),
        Value::Ink { who, relation, at, .. } => {
            plain(format!("{} {}", signer(language, who, relation), clock(&at.time)))
        }
        Value::Lines { rows } => plain(rows.len().to_string()),
        Value::Code { text } => plain(text.clone()),
    }
}

/// A value as it stands in a table, whose head names the currency.
pub(super) fn say_in_table(language: Language, value: &Value) -> Said {
    match value.amount() {
        Some(money) if money.currency == "CNY" => plain(money.decimal().replace('-', "−")),
        _ => say(language, value),
    }
}

/// `王淑敏（本人）`, `Wang Shumin (self)`.
pub(super) fn signer(language: Language, who: &str, relation: &Text) -> String {
    match language.first(&relation.zh, &relation.en) {
        "" => who.to_owned(),
        relation if language == Language::En => format!("{who} ({relation})"),
        relation => format!("{who}（{relation}）"),
    }
}

/// `2026-11-20 15:18`, and whether nobody checked it.
pub(super) fn moment(language: Language, at: &At) -> String {
    let unverified = if is_verified(at) { "" } else { language.first("（时间未核对）", "(unverified)") };
    format!("{} {unverified}", day_and_clock(&at.time)).trim_end().to_owned()
}
