//! One row of a sheet, cell by cell.

use super::cells::{Cell, Grid};
use super::columns::{Column, Sheet};
use super::desk::{CellAt, Desk};
use crate::text::{Mark, MeasureText, RelativeText, Word, WordsText};
use crate::vocabulary::clip;
use std::collections::BTreeMap;

pub(super) type Columns = BTreeMap<&'static str, (u32, Column)>;

/// Where each column stands. A heading that nobody knows is a fault: what stands below it would be lost in silence.
pub(super) fn heads(grid: &Grid, sheet: Sheet, desk: &mut Desk) -> Columns {
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
pub(super) struct Row<'a> {
    pub sheet: Sheet,
    pub number: u32,
    pub columns: &'a Columns,
    pub cells: &'a BTreeMap<u32, Cell>,
    pub desk: &'a mut Desk,
}

impl Row<'_> {
    pub(super) fn at(&self, name: &str) -> CellAt {
        let column = self.columns.get(name).map_or(0, |(column, _)| *column);
        CellAt { sheet: self.sheet.name, row: self.number, column }
    }

    /// A text that must be there; empty where it is not, which the linter tells.
    pub(super) fn must(&mut self, name: &'static str) -> Word {
        let at = self.at(name);
        let found = self.columns.get(name).and_then(|(place, column)| Some((self.cells.get(place)?, column)));
        if let Some((cell, column)) = found {
            self.desk.judge(cell, at, column.takes_numbers());
        }
        let text = found.map(|(cell, _)| cell.text.clone()).unwrap_or_default();
        Word { text, at: self.desk.number(at) }
    }

    /// A text that may be left out.
    pub(super) fn word(&mut self, name: &'static str) -> Option<Word> {
        Some(self.must(name)).filter(|word| !word.text.is_empty())
    }

    pub(super) fn list(&mut self, name: &'static str) -> (Vec<Word>, usize) {
        let cell = self.must(name);
        (listed(&cell), cell.at)
    }

    pub(super) fn mark(&mut self, name: &'static str) -> Option<Mark> {
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
    pub(super) fn both(&mut self, zh: &'static str, en: &'static str) -> Option<WordsText> {
        let (zh, en) = (self.must(zh), self.must(en));
        let written = !zh.text.is_empty() || !en.text.is_empty();
        written.then_some(WordsText { at: zh.at, zh: Some(zh), en: Some(en) })
    }

    pub(super) fn name(&mut self) -> WordsText {
        let (zh, en) = (self.must("zh"), self.must("en"));
        WordsText { at: zh.at, zh: Some(zh), en: Some(en) }
    }

    /// A measure where anything of one is written.
    pub(super) fn measure(&mut self) -> Option<MeasureText> {
        let unit = self.must("unit");
        let made = MeasureText {
            at: unit.at,
            least: self.word("least"),
            most: self.word("most"),
            cases: Vec::new(),
            units: self.list("units").0,
            ours: self.mark("ours"),
            open: self.mark("open"),
            relative: self.relative(),
            name: self.both("value_zh", "value_en"),
            before_and_after: self.mark("before_and_after"),
            parts: Vec::new(),
            unit: Some(unit),
        };
        let limits = made.least.is_some() || made.most.is_some() || made.relative.is_some() || made.name.is_some();
        let marks =
            !made.units.is_empty() || made.ours.is_some() || made.open.is_some() || made.before_and_after.is_some();
        let unit = made.unit.as_ref().is_some_and(|unit| !unit.text.is_empty());
        (unit || limits || marks).then_some(made)
    }

    pub(super) fn relative(&mut self) -> Option<RelativeText> {
        let to = self.must("to");
        let (zh, en) = (self.must("to_zh"), self.must("to_en"));
        let (least_percent, most_percent) = (self.word("least_percent"), self.word("most_percent"));
        let named = [&to, &zh, &en].into_iter().any(|word| !word.text.is_empty());
        (named || least_percent.is_some() || most_percent.is_some()).then_some(RelativeText {
            name: WordsText { at: to.at, zh: Some(zh), en: Some(en) },
            to: Some(to),
            least_percent,
            most_percent,
        })
    }
}

/// The words of a cell that holds a list.
pub(super) fn listed(cell: &Word) -> Vec<Word> {
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
    let words = cell.text.split(between).filter(|word| !word.is_empty());
    words.map(|word| Word { text: word.to_owned(), at: cell.at }).collect()
}
