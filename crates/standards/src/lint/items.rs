//! Each item by itself, and what a change puts in its place: rules, choices, measures, gates.

use super::Notes;
use crate::assembly::Assembly;
use crate::book::Book;
use crate::shelf::{Override, ShelfItem, Spot};
use domain::gate::Gate;
use domain::ids::RuleId;
use domain::pack::{Choice, Evidence, Item, ItemKind, Measure, MeasurePart, Need};
use domain::stage::Stage;
use std::collections::BTreeSet;

/// Every item and every change of the files.
pub(super) fn check(assembly: &Assembly, book: &Book, notes: &mut Notes) {
    let shelf = &assembly.shelf;
    let shared: Vec<&ShelfItem> = shelf.blocks.values().flat_map(|block| &block.items).collect();
    let own = shelf.packs.iter().flat_map(|pack| &pack.items);
    for item in shared.iter().copied().chain(own).filter(|item| !item.broken) {
        of_item(item, book, notes);
    }
    let of_bases = shelf.bases.values().flat_map(|base| &base.overrides);
    let changes = of_bases.chain(shelf.packs.iter().flat_map(|pack| &pack.overrides));
    for change in changes.filter(|change| !change.broken) {
        let met = shared.iter().map(|it| &it.item).filter(|item| change.names(item.key.as_str()));
        of_change(change, met, book, notes);
    }
}

fn of_item(shelved: &ShelfItem, book: &Book, notes: &mut Notes) {
    let (item, spot, key) = (&shelved.item, &shelved.spot, shelved.item.key.as_str());
    if item.rules.is_empty() {
        let en = "names no rule; say in `rules` which one it carries";
        notes.fault(spot, "rules", key, (en.into(), "没有写条款，请在 rules 里注明它落实哪一条".into()));
    }
    rules(&item.rules, book, spot, key, notes);
    choices(&item.choices, is_gate(item), spot, key, notes);
    if item.date && item.kind != ItemKind::Field {
        let en = "only a field holds a date; make it a field or remove `date`";
        notes.fault(spot, "date", key, (en.into(), "只有 field 可以是日期，请改类型或删去 date".into()));
    }
    if item.kind != ItemKind::Measure && item.each_unit {
        let en = "only a measure is taken for each unit; remove each_unit";
        notes.fault(spot, "each_unit", key, (en.into(), "只有测量项可以逐件填写，请删去 each_unit".into()));
    }
    if let Some(taken) = &item.measure {
        measure(taken, shelved.open, spot, key, notes);
    }
    if never_signed(shelved) {
        let en = "nobody can sign this: what begins with `sht.` is signed on the sheet, and this stands before it; \
                  choose another key, or the stage `sheet`";
        let zh = "这一项没有人签得了：以 sht. 开头的在服务单上签，而它排在服务单之前；请换键名，或把环节改为 sheet";
        notes.fault(spot, "ev", key, (en.into(), zh.into()));
    }
}

fn of_change<'a>(change: &Override, met: impl Iterator<Item = &'a Item>, book: &Book, notes: &mut Notes) {
    let (spot, key) = (&change.spot, change.key.as_str());
    rules(&change.rules, book, spot, key, notes);
    choices(&change.choices, met.into_iter().any(is_gate), spot, key, notes);
    if let Some(taken) = &change.measure {
        measure(taken, change.open, spot, key, notes);
    }
}

fn is_gate(item: &Item) -> bool {
    item.kind == ItemKind::Gate || Gate::of(&item.key).is_some()
}

fn rules(rules: &[RuleId], book: &Book, spot: &Spot, key: &str, notes: &mut Notes) {
    for rule in rules.iter().filter(|rule| book.rule(rule).is_none()) {
        let en = format!("there is no rule {rule}; correct its id (doorstep standards coverage lists all)");
        let zh = format!("没有条款 {rule}，请改正编号（doorstep standards coverage 列出全部）");
        notes.fault(spot, "rules", key, (en, zh));
    }
}

fn choices(choices: &[Choice], gate: bool, spot: &Spot, key: &str, notes: &mut Notes) {
    if gate && !choices.is_empty() && choices.iter().all(|choice| choice.blocks) {
        let en = "every answer keeps this gate shut; give it one that opens it";
        notes.fault(spot, "choices", key, (en.into(), "每个选项都关着这道关卡，请给一个能打开它的选项".into()));
    }
    if choices.len() == 1 {
        let en = "a choice of one is no choice; add another or make it a check";
        notes.fault(spot, "choices", key, (en.into(), "只有一个选项，请再加一个，或改成 check".into()));
    }
}

fn measure(taken: &Measure, open: Option<bool>, spot: &Spot, key: &str, notes: &mut Notes) {
    let keys: Vec<&str> = taken.parts.iter().map(|part| part.key.as_str()).collect();
    if keys.iter().collect::<BTreeSet<_>>().len() != keys.len() {
        let en = "two parts of the measure have one key; give each its own";
        notes.fault(spot, "parts", key, (en.into(), "测量的两个分项用了同一个键，请分开".into()));
    }
    let of_part = |part: &MeasurePart| part.least.is_some() || part.most.is_some() || !part.cases.is_empty();
    let mixed = |part: &&MeasurePart| {
        let sorts = [part.must_be.is_some(), part.words, part.unit.is_some() || of_part(part)];
        sorts.into_iter().filter(|is| *is).count() > 1
    };
    if let Some(part) = taken.parts.iter().find(mixed) {
        let en = format!("the part `{}` is one of yes or no, words and a number with a unit; keep one", part.key);
        let zh = format!("分项 {} 只能是“是否”、文字或带单位的数值之一，请只留一种", part.key);
        notes.fault(spot, "parts", key, (en, zh));
    }
    let lists = std::iter::once(&taken.cases).chain(taken.parts.iter().map(|part| &part.cases));
    if lists.into_iter().any(|cases| cases.len() == 1) {
        let en = "a single case is no case; write its limits as those of the value";
        notes.fault(spot, "cases", key, (en.into(), "只有一种情形，不成其为情形，请直接写限值".into()));
    }
    let percent = taken.relative.as_ref().is_some_and(|it| it.least_percent.is_some() || it.most_percent.is_some());
    let in_case = taken.cases.iter().any(|case| case.least.is_some() || case.most.is_some());
    let judged = taken.least.is_some() || taken.most.is_some() || percent || in_case;
    let in_numbers = taken.least.is_some() || taken.most.is_some() || in_case;
    if !taken.units.is_empty() && in_numbers {
        let en = "has limits and may be read in several units; keep one unit, or no limits";
        notes.fault(spot, "units", key, (en.into(), "有限值就只能用一种单位，请删去 units 或限值".into()));
    }
    let open = open == Some(true);
    if open && judged {
        let en = "is open and has limits; remove `open` or the limits";
        notes.fault(spot, "open", key, (en.into(), "既写了只记录（open）又写了限值，请删去其一".into()));
    }
    if !open && !judged && taken.parts.is_empty() {
        let en = "a unit without a range: no value is ever out of it; give limits, or say `open = true`";
        let zh = "只有单位没有范围，什么数值都不会报警；请写限值，或注明只记录（open = true）";
        notes.hint(spot, "measure", key, (en.into(), zh.into()));
    }
}

/// Ink on the sheet comes after everything before it is answered; what waits for that ink before the sheet waits for
/// ever.
fn never_signed(shelved: &ShelfItem) -> bool {
    let item = &shelved.item;
    let signed = item.evidence == Evidence::Signature && !matches!(item.kind, ItemKind::Photo | ItemKind::Measure);
    signed
        && item.need != Need::Optional
        && item.key.as_str().starts_with("sht.")
        && shelved.stage.is_none_or(|stage| stage < Stage::Sheet)
}
