//! Rows of a workbook as the pack they say, and what is wrong with them as cells. What the words mean is not asked here:
//! the linter does that, as it does for TOML.

use super::cells::{Cell, Grid, Sheets, Sort};
use super::columns::{CHANGES, CHOICES, Column, ITEMS, PACK, PACK_ROWS, PARTS, Sheet};
use crate::lint::Level;
use crate::text::{
    ChoiceText, ItemText, Mark, MeasureText, OverrideText, PackText, PartText, RelativeText, Word, WordsText,
};
use crate::vocabulary::clip;
use std::collections::BTreeMap;

/// A cell, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct CellAt {
    pub sheet: &'static str,
    pub row: u32,
    pub column: u32,
}

/// Something wrong with the cells themselves.
pub(super) struct CellNote {
    /// The workbook as a whole where it is none.
    pub at: Option<CellAt>,
    pub level: Level,
    pub en: String,
    pub zh: String,
}

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
    let (mut choices, mut parts) = (Vec::new(), Vec::new());
    for_rows(sheets, CHANGES, &mut desk, |row| pack.overrides.push(change(row)));
    for_rows(sheets, ITEMS, &mut desk, |row| pack.item.push(item(row)));
    for_rows(sheets, CHOICES, &mut desk, |row| choices.push((row.must("item"), choice(row))));
    for_rows(sheets, PARTS, &mut desk, |row| parts.push((row.must("item"), part(row))));
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

/// Where cells are numbered and findings written down.
struct Desk {
    cells: Vec<CellAt>,
    notes: Vec<CellNote>,
}

impl Desk {
    fn number(&mut self, at: CellAt) -> usize {
        self.cells.push(at);
        self.cells.len() - 1
    }

    fn note(&mut self, at: Option<CellAt>, level: Level, en: &str, zh: &str) {
        if self.notes.len() < 1_000 {
            self.notes.push(CellNote { at, level, en: en.to_owned(), zh: zh.to_owned() });
        }
    }

    fn fault(&mut self, at: CellAt, en: &str, zh: &str) {
        self.note(Some(at), Level::Fault, en, zh);
    }

    fn strangers(&mut self, sheets: &Sheets) {
        for name in &sheets.strangers {
            let shown = clip(name);
            let copied = sheets.grids.keys().any(|known| name.trim().starts_with(known));
            if copied {
                let en = format!("there is a second sheet “{shown}”; which one holds? delete the other");
                self.note(None, Level::Fault, &en, &format!("多出一张工作表“{shown}”，不知以哪张为准；请删去一张"));
            } else {
                let en = format!("the sheet “{shown}” is none of the pack's and is not read");
                self.note(None, Level::Hint, &en, &format!("工作表“{shown}”不是规范的表，不读取"));
            }
        }
        for (sheet, row, column) in &sheets.merged {
            let at = CellAt { sheet, row: *row, column: *column };
            let en = "merged cells: only the first of them has the text; split them and fill each";
            self.fault(at, en, "合并单元格只有第一格有内容；请拆分后逐格填写");
        }
    }

    fn without_owner(&mut self, owner: &Word) {
        let at = self.cells.get(owner.at).copied();
        let key = clip(&owner.text);
        let en =
            format!("“{key}” is no key of {} or {} that could have this row; correct it", ITEMS.name, CHANGES.name);
        let zh = format!("“{key}”不是“{}”或“{}”里的键（分项还要求该行写了单位）；请改正", ITEMS.name, CHANGES.name);
        self.note(at, Level::Fault, &en, &zh);
    }

    /// What is wrong with a cell whatever it says.
    fn judge(&mut self, cell: &Cell, at: CellAt, numbers: bool) {
        match cell.sort {
            Sort::Number if !numbers => self.fault(
                at,
                "a number stands where a text belongs; set the cell's format to text and type it again",
                "这里应是文字，却是数字；请把单元格格式设为文本后重新输入",
            ),
            Sort::Formula => {
                self.fault(at, "a formula is not taken; paste its result as a value", "不接受公式；请把结果粘贴为值")
            }
            Sort::Other => self.fault(
                at,
                "an error, a date or a time stands here; set the cell's format to text and type what is meant",
                "这里是错误值、日期或时间；请把单元格格式设为文本后重新输入",
            ),
            Sort::TooLong => {
                self.fault(at, "this text is longer than 4000 characters; shorten it", "文字超过 4000 字；请缩短")
            }
            Sort::Control => self.fault(
                at,
                "characters that nobody sees stand in this text; type it again",
                "文字里有看不见的控制字符；请重新输入",
            ),
            Sort::Text | Sort::Number => {}
        }
    }
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
        flags: listed(&take("flags")),
        asks: listed(&take("asks")),
        overrides: Vec::new(),
        item: Vec::new(),
    }
}

/// The words of a cell that holds a list.
fn listed(cell: &Word) -> Vec<Word> {
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
    let words = cell.text.split(between).filter(|word| !word.is_empty());
    words.map(|word| Word { text: word.to_owned(), at: cell.at }).collect()
}

/// Calls for every row of a sheet that holds anything.
fn for_rows(sheets: &Sheets, sheet: Sheet, desk: &mut Desk, mut take: impl FnMut(&mut Row<'_>)) {
    let Some(grid) = sheets.grids.get(sheet.name) else { return };
    let columns = heads(grid, sheet, desk);
    let first = grid.keys().next().copied();
    for (number, cells) in grid.iter().filter(|(number, _)| Some(**number) != first) {
        take(&mut Row { sheet, number: *number, columns: &columns, cells, desk });
    }
}

type Columns = BTreeMap<&'static str, (u32, Column)>;

/// Where each column stands. A heading that nobody knows is a fault: what stands below it would be lost in silence.
fn heads(grid: &Grid, sheet: Sheet, desk: &mut Desk) -> Columns {
    let mut columns = Columns::new();
    let Some((row, cells)) = grid.iter().next() else {
        let at = CellAt { sheet: sheet.name, row: 0, column: 0 };
        desk.fault(
            at,
            "the headings are missing; copy them from a freshly exported workbook",
            "缺少标题行；请从重新导出的工作簿复制",
        );
        return columns;
    };
    for (place, cell) in cells {
        let at = CellAt { sheet: sheet.name, row: *row, column: *place };
        match sheet.columns.iter().find(|column| column.is_named(&cell.text)) {
            None => {
                let en = format!(
                    "“{}” is no column of this sheet; correct the heading or delete the column",
                    clip(&cell.text)
                );
                desk.fault(at, &en, &format!("“{}”不是这张表的列；请改正标题或删去这一列", clip(&cell.text)));
            }
            Some(column) => {
                if columns.insert(column.word, (*place, *column)).is_some() {
                    desk.fault(at, "this column stands here twice; delete one", "这一列重复了；请删去一列");
                }
            }
        }
    }
    for column in sheet.columns.iter().filter(|column| !columns.contains_key(column.word)) {
        let at = CellAt { sheet: sheet.name, row: *row, column: 0 };
        let en = format!(
            "the column “{}” is missing; what it held would be lost: put it back, empty if need be",
            column.heading()
        );
        desk.fault(at, &en, &format!("缺少“{}”这一列，它的内容会丢失；请补回，可以空着", column.heading()));
    }
    columns
}

/// One row and its cells by column.
struct Row<'a> {
    sheet: Sheet,
    number: u32,
    columns: &'a Columns,
    cells: &'a BTreeMap<u32, Cell>,
    desk: &'a mut Desk,
}

impl Row<'_> {
    fn at(&self, name: &str) -> CellAt {
        let column = self.columns.get(name).map_or(0, |(column, _)| *column);
        CellAt { sheet: self.sheet.name, row: self.number, column }
    }

    /// A text that must be there; empty where it is not, which the linter tells.
    fn must(&mut self, name: &'static str) -> Word {
        let at = self.at(name);
        let found = self.columns.get(name).and_then(|(place, column)| Some((self.cells.get(place)?, column)));
        if let Some((cell, column)) = found {
            self.desk.judge(cell, at, column.takes_numbers());
        }
        let text = found.map(|(cell, _)| cell.text.clone()).unwrap_or_default();
        Word { text, at: self.desk.number(at) }
    }

    /// A text that may be left out.
    fn word(&mut self, name: &'static str) -> Option<Word> {
        Some(self.must(name)).filter(|word| !word.text.is_empty())
    }

    fn list(&mut self, name: &'static str) -> (Vec<Word>, usize) {
        let cell = self.must(name);
        (listed(&cell), cell.at)
    }

    fn mark(&mut self, name: &'static str) -> Option<Mark> {
        let word = self.word(name)?;
        let on = match word.text.to_lowercase().as_str() {
            "是" | "yes" | "y" | "true" | "1" | "√" | "✓" => true,
            "否" | "no" | "n" | "false" | "0" => false,
            _ => {
                let at = self.at(name);
                let en = format!("“{}” is neither yes nor no; write 是 or 否", clip(&word.text));
                self.desk.fault(at, &en, &format!("“{}”不是“是”也不是“否”；请写是或否", clip(&word.text)));
                return None;
            }
        };
        Some(Mark { on, at: word.at })
    }

    /// Both languages where one of them is written.
    fn both(&mut self, zh: &'static str, en: &'static str) -> Option<WordsText> {
        let (zh, en) = (self.must(zh), self.must(en));
        let written = !zh.text.is_empty() || !en.text.is_empty();
        written.then_some(WordsText { at: zh.at, zh: Some(zh), en: Some(en) })
    }

    fn name(&mut self) -> WordsText {
        let (zh, en) = (self.must("zh"), self.must("en"));
        WordsText { at: zh.at, zh: Some(zh), en: Some(en) }
    }

    /// A measure where anything of one is written.
    fn measure(&mut self) -> Option<MeasureText> {
        let unit = self.must("unit");
        let made = MeasureText {
            at: unit.at,
            least: self.word("least"),
            most: self.word("most"),
            ours: self.mark("ours"),
            open: self.mark("open"),
            relative: self.relative(),
            name: self.both("value_zh", "value_en"),
            before_and_after: self.mark("before_and_after"),
            parts: Vec::new(),
            unit: Some(unit),
        };
        let limits = made.least.is_some() || made.most.is_some() || made.relative.is_some() || made.name.is_some();
        let marks = made.ours.is_some() || made.open.is_some() || made.before_and_after.is_some();
        let unit = made.unit.as_ref().is_some_and(|unit| !unit.text.is_empty());
        (unit || limits || marks).then_some(made)
    }

    fn relative(&mut self) -> Option<RelativeText> {
        let to = self.must("to");
        let (zh, en) = (self.must("to_zh"), self.must("to_en"));
        let (least_percent, most_percent) = (self.word("least_percent"), self.word("most_percent"));
        let named = [&to, &zh, &en].into_iter().any(|word| !word.text.is_empty());
        (named || least_percent.is_some() || most_percent.is_some()).then(|| RelativeText {
            name: WordsText { at: to.at, zh: Some(zh), en: Some(en) },
            to: Some(to),
            least_percent,
            most_percent,
        })
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
    ChoiceText { key: Some(row.must("key")), name: row.name(), blocks: row.mark("blocks") }
}

fn part(row: &mut Row<'_>) -> PartText {
    PartText { key: Some(row.must("key")), name: row.name(), must_be: row.word("must_be") }
}
