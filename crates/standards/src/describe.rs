//! A pack as plain text, for `doorstep standards show` and for anyone who reviews a release.

use crate::overrides::{letter_of_evidence, letter_of_need};
use crate::vocabulary::KINDS;
use domain::flag::Flag;
use domain::pack::{Block, Case, Item, ItemKind, Measure, Pack, Words};
use std::collections::BTreeSet;

/// The whole pack, stage by stage: key, kind, need and evidence as STANDARDS writes them, both languages, rules, and
/// the text, limits and choices under each item.
pub fn describe(pack: &Pack) -> String {
    let mut lines = vec![
        format!("{} {}  {}", pack.key, pack.version, both(&pack.name)),
        format!("flags on: {}", flags(&pack.flags)),
        format!("asked:    {}", flags(&pack.asks)),
    ];
    for plan in &pack.stages {
        lines.push(String::new());
        lines.push(format!("{} {} ({})", plan.stage.zh(), plan.stage.en(), plan.stage.key()));
        plan.blocks.iter().for_each(|block| describe_block(block, &mut lines));
    }
    lines.push(String::new());
    lines.push("分支 Branches, entered by outcome".to_owned());
    pack.branches.values().for_each(|block| describe_block(block, &mut lines));
    lines.push(String::new());
    lines.join("\n")
}

fn describe_block(block: &Block, lines: &mut Vec<String>) {
    lines.push(format!("  {}  {}", block.key, both(&block.name)));
    block.items.iter().for_each(|item| describe_item(item, lines));
}

fn describe_item(item: &Item, lines: &mut Vec<String>) {
    let rules = item.rules.iter().map(|rule| rule.as_str()).collect::<Vec<_>>().join(" ");
    lines.push(format!(
        "    {:<22} {:<8}{:<18}{:<3} {}  [{rules}]",
        item.key.as_str(),
        kind(item.kind),
        letter_of_need(&item.need),
        letter_of_evidence(item.evidence),
        both(&item.name),
    ));
    let mut under = |text: String| lines.push(format!("        {text}"));
    if let Some(detail) = &item.detail {
        under(both(detail));
    }
    if let Some(measure) = &item.measure {
        under(limits(measure));
    }
    if item.date {
        under("a date 日期".to_owned());
    }
    if let Some(flag) = item.unless {
        under(format!("left out with {0} 有“{1}”时不做", flag.key(), flag.zh()));
    }
    if item.each_unit {
        under("for each unit 每个单元".to_owned());
    }
    for choice in &item.choices {
        let shut = if choice.blocks { "  (keeps the gate shut 不能通过)" } else { "" };
        let sets = choice.sets.map(|flag| format!("  → {} {}", flag.key(), flag.zh())).unwrap_or_default();
        under(format!("○ {} {}{shut}{sets}", choice.key, both(&choice.name)));
    }
    for script in &item.scripts {
        under(format!("“{}” {}: {}", script.key, both(&script.when), script.words.zh));
    }
}

fn limits(measure: &Measure) -> String {
    let mut text = measure.unit.clone();
    if let Some(name) = &measure.name {
        text.push_str(&format!(" {}", both(name)));
    }
    for unit in &measure.units {
        text.push_str(&format!(" or 或 {unit}"));
    }
    text.push_str(&range(&measure.least, &measure.most));
    text.push_str(&in_cases(&measure.cases));
    if let Some(relative) = &measure.relative {
        let bounds = [("≥", &relative.least_percent), ("≤", &relative.most_percent)];
        for (sign, percent) in bounds.into_iter().filter_map(|(sign, p)| p.as_ref().map(|p| (sign, p))) {
            text.push_str(&format!(" {sign} {percent} % of {}", both(&relative.name)));
        }
    }
    if measure.ours {
        text.push_str("  [our default, not a source's 本产品默认]");
    }
    if measure.before_and_after {
        text.push_str("  before and after 前后各测");
    }
    for part in &measure.parts {
        let must = part.must_be.as_ref().map(|must| format!(" = {must}")).unwrap_or_default();
        let unit = part.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let needed = if part.required { " (required 必填)" } else { "" };
        let limits = format!("{}{}", range(&part.least, &part.most), in_cases(&part.cases));
        text.push_str(&format!("  + {} {}{unit}{limits}{must}{needed}", part.key, both(&part.name)));
    }
    text
}

fn range(least: &Option<String>, most: &Option<String>) -> String {
    let bound = |sign: &str, limit: &Option<String>| limit.as_ref().map(|limit| format!(" {sign} {limit}"));
    [bound("≥", least), bound("≤", most)].into_iter().flatten().collect()
}

fn in_cases(cases: &[Case]) -> String {
    cases.iter().map(|case| format!("  [{}{}]", both(&case.name), range(&case.least, &case.most))).collect()
}

fn both(words: &Words) -> String {
    format!("{} / {}", words.zh, words.en)
}

fn flags(flags: &BTreeSet<Flag>) -> String {
    if flags.is_empty() {
        return "–".to_owned();
    }
    flags.iter().map(|flag| flag.key()).collect::<Vec<_>>().join(", ")
}

fn kind(kind: ItemKind) -> &'static str {
    KINDS.iter().find(|(.., known)| *known == kind).map_or("", |(word, ..)| *word)
}
