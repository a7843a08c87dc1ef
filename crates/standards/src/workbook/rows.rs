//! Rows of a workbook as the pack they say, and what is wrong with them as cells. What the words mean is not asked here:
//! the linter does that, as it does for TOML.

use super::cells::Sheets;
use super::columns::{CASES, CHANGES, CHOICES, ITEMS, PACK, PACK_ROWS, PARTS, Sheet};
use super::desk::{CellAt, CellNote, Desk};
use super::row::{Row, heads, listed};
use crate::text::{CaseText, ChoiceText, ItemText, MeasureText, OverrideText, PackText, PartText, Word, WordsText};
use crate::vocabulary::clip;
use std::collections::BTreeMap;

/// The pack; the `at` of its texts is a place in `cells`.
pub(super) struct Rows {
    pub pack: PackText,
    pub cells: Vec<CellAt>,
    pub notes: Vec<CellNote>,
}

pub(super) fn pack(sheets: &Sheets) -> Rows {
    let mut desk = Desk { cells: vec![CellAt { sheet: PACK.name, row: 0, column: 0 }], notes: Vec::new() };
    desk.strangers(sheets);
    let mut pack = head(sheets, &mut desk);
    let (mut choices, mut parts, mut cases) = (Vec::new(), Vec::new(), Vec::new());
    for_rows(sheets, CHANGES, &mut desk, |row| pack.overrides.push(change(row)));
    for_rows(sheets, ITEMS, &mut desk, |row| pack.item.push(item(row)));
    for_rows(sheets, CHOICES, &mut desk, |row| choices.push((row.must("item"), choice(row))));
    for_rows(sheets, PARTS, &mut desk, |row| parts.push((row.must("item"), part(row))));
    for_rows(sheets, CASES, &mut desk, |row| cases.push((row.must("item"), row.must("part"), case(row))));
    for (owner, choice) in choices {
        match Owner::of(&mut pack, &owner.text) {
            Some(owner) => owner.choices.push(choice),
            None => desk.without_owner(&owner),
        }
    }
    for (owner, part) in parts {
        match Owner::of(&mut pack, &owner.text).and_then(|owner| owner.measure.as_mut()) {
            Some(measure) => measure.parts.push(part),
            None => desk.without_owner(&owner),
        }
    }
    for (owner, part, case) in cases {
        let measure = Owner::of(&mut pack, &owner.text).and_then(|owner| owner.measure.as_mut());
        match measure.and_then(|measure| cases_of(measure, &part.text)) {
            Some(cases) => cases.push(case),
            None => desk.without_owner(if part.text.is_empty() { &owner } else { &part }),
        }
    }
    Rows { pack, cells: desk.cells, notes: desk.notes }
}

/// The row that choices and parts belong to.
struct Owner<'a> {
    choices: &'a mut Vec<ChoiceText>,
    measure: &'a mut Option<MeasureText>,
}

impl<'a> Owner<'a> {
    fn of(pack: &'a mut PackText, key: &str) -> Option<Self> {
        let is = |word: &Option<Word>| word.as_ref().is_some_and(|word| word.text == key && !key.is_empty());
        if let Some(item) = pack.item.iter_mut().find(|item| is(&item.key)) {
            return Some(Self { choices: &mut item.choices, measure: &mut item.measure });
        }
        let change = pack.overrides.iter_mut().find(|change| is(&change.key))?;
        Some(Self { choices: &mut change.choices, measure: &mut change.measure })
    }
}

/// The cases of a measure's own value, or of one of its parts.
fn cases_of<'a>(measure: &'a mut MeasureText, part: &str) -> Option<&'a mut Vec<CaseText>> {
    if part.is_empty() {
        return Some(&mut measure.cases);
    }
    let named = |of: &&mut PartText| of.key.as_ref().is_some_and(|key| key.text == part);
    measure.parts.iter_mut().find(named).map(|part| &mut part.cases)
}

/// The first sheet: a name and what it holds in each row.
fn head(sheets: &Sheets, desk: &mut Desk) -> PackText {
    let mut said: BTreeMap<&'static str, Word> = BTreeMap::new();
    for (row, cells) in sheets.grids.get(PACK.name).into_iter().flatten().skip(1) {
        let at = |column| CellAt { sheet: PACK.name, row: *row, column };
        let label = cells.get(&0).map(|cell| cell.text.as_str()).unwrap_or_default();
        let Some(field) = PACK_ROWS.iter().find(|field| field.is_named(label)) else {
            if cells.values().any(|cell| !cell.text.is_empty()) {
                let known = PACK_ROWS.iter().map(|field| field.zh).collect::<Vec<_>>().join("、");
                let en = format!("“{}” is none of the rows of this sheet: {known}; correct it", clip(label));
                desk.fault(at(0), &en, &format!("“{}”不是这张表里的项目（{known}）；请改正", clip(label)));
            }
            continue;
        };
        if let Some(cell) = cells.get(&1) {
            desk.judge(cell, at(1), false);
        }
        cells.range(2..).for_each(|(column, _)| desk.homeless(at(*column)));
        let text = cells.get(&1).map(|cell| cell.text.clone()).unwrap_or_default();
        let word = Word { text, at: desk.number(at(1)) };
        if said.insert(field.word, word).is_some() {
            desk.fault(at(0), "this row stands here twice; delete one", "这一行重复了；请删去一行");
        }
    }
    let mut take = |name: &str| said.remove(name).unwrap_or_default();
    let (zh, en) = (take("zh"), take("en"));
    PackText {
        key: Some(take("key")),
        version: Some(take("version")),
        name: Some(WordsText { at: zh.at, zh: Some(zh), en: Some(en) }),
        base: Some(take("base")),
        blocks: listed(&take("blocks")),
        planned_without: listed(&take("planned_without")),
        flags: listed(&take("flags")),
        asks: listed(&take("asks")),
        overrides: Vec::new(),
        item: Vec::new(),
    }
}

/// Calls for every row of a sheet that holds anything.
fn for_rows(sheets: &Sheets, sheet: Sheet, desk: &mut Desk, mut take: impl FnMut(&mut Row<'_>)) {
    let Some(grid) = sheets.grids.get(sheet.name) else { return };
    let columns = heads(grid, sheet, desk);
    let Some((first, headings)) = grid.iter().next() else { return };
    for (number, cells) in grid.iter().filter(|(number, _)| *number != first) {
        for column in cells.keys().filter(|column| !headings.contains_key(column)) {
            desk.homeless(CellAt { sheet: sheet.name, row: *number, column: *column });
        }
        take(&mut Row { sheet, number: *number, columns: &columns, cells, desk });
    }
}

fn item(row: &mut Row<'_>) -> ItemText {
    let (rules, rules_at) = row.list("rules");
    let key = row.must("key");
    ItemText {
        at: key.at,
        key: Some(key),
        stage: Some(row.must("stage")),
        name: row.name(),
        kind: Some(row.must("kind")),
        req: Some(row.must("req")),
        ev: Some(row.must("ev")),
        rules,
        rules_at,
        detail: row.both("detail_zh", "detail_en"),
        measure: row.measure(),
        choices: Vec::new(),
        each_unit: row.mark("each_unit"),
        date: row.mark("date"),
        scripts: row.list("scripts").0,
    }
}

fn change(row: &mut Row<'_>) -> OverrideText {
    let key = row.must("key");
    OverrideText {
        at: key.at,
        key: Some(key),
        req: row.word("req"),
        ev: row.word("ev"),
        detail: row.both("detail_zh", "detail_en"),
        rules: row.list("rules").0,
        measure: row.measure(),
        choices: Vec::new(),
        scripts: row.list("scripts").0,
    }
}

fn choice(row: &mut Row<'_>) -> ChoiceText {
    ChoiceText { key: Some(row.must("key")), name: row.name(), blocks: row.mark("blocks"), sets: row.word("sets") }
}

fn part(row: &mut Row<'_>) -> PartText {
    PartText {
        key: Some(row.must("key")),
        name: row.name(),
        must_be: row.word("must_be"),
        words: row.mark("words"),
        required: row.mark("required"),
        unit: row.word("unit"),
        least: row.word("least"),
        most: row.word("most"),
        cases: Vec::new(),
    }
}

fn case(row: &mut Row<'_>) -> CaseText {
    CaseText { key: Some(row.must("key")), name: row.name(), least: row.word("least"), most: row.word("most") }
}
