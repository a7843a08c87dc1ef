//! Where the cells of a workbook are numbered, and what is wrong with the cells themselves is written down.

use super::cells::{Cell, Sheets, Sort};
use super::columns::{CHANGES, ITEMS};
use crate::lint::Level;
use crate::text::Word;
use crate::vocabulary::clip;

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

/// Where cells are numbered and findings written down.
pub(super) struct Desk {
    pub cells: Vec<CellAt>,
    pub notes: Vec<CellNote>,
}

impl Desk {
    pub(super) fn number(&mut self, at: CellAt) -> usize {
        self.cells.push(at);
        self.cells.len() - 1
    }

    pub(super) fn note(&mut self, at: Option<CellAt>, level: Level, en: &str, zh: &str) {
        if self.notes.len() < 1_000 {
            self.notes.push(CellNote { at, level, en: en.to_owned(), zh: zh.to_owned() });
        }
    }

    pub(super) fn fault(&mut self, at: CellAt, en: &str, zh: &str) {
        self.note(Some(at), Level::Fault, en, zh);
    }

    pub(super) fn strangers(&mut self, sheets: &Sheets) {
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

    pub(super) fn without_owner(&mut self, owner: &Word) {
        let at = self.cells.get(owner.at).copied();
        let key = clip(&owner.text);
        let en =
            format!("“{key}” is no key of {} or {} that could have this row; correct it", ITEMS.name, CHANGES.name);
        let zh = format!("“{key}”不是“{}”或“{}”里的键（分项还要求该行写了单位）；请改正", ITEMS.name, CHANGES.name);
        self.note(at, Level::Fault, &en, &zh);
    }

    /// A cell that belongs to no column.
    pub(super) fn homeless(&mut self, at: CellAt) {
        let en = "no heading stands above this cell, so it is not read; move it or delete it";
        self.fault(at, en, "这一格上方没有标题，不会读取；请移走或删去");
    }

    /// What is wrong with a cell whatever it says.
    pub(super) fn judge(&mut self, cell: &Cell, at: CellAt, numbers: bool) {
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
