//! The sheets and columns of a pack's workbook. A heading is the Chinese word and the word of the TOML; either is enough.

/// A column, or a row of the first sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Column {
    /// As in the TOML, for example `stage`.
    pub word: &'static str,
    /// For example `环节`.
    pub zh: &'static str,
    /// In characters.
    pub width: u16,
}

impl Column {
    /// Both words.
    pub fn heading(self) -> String {
        format!("{} {}", self.zh, self.word)
    }

    /// Whether a heading means this column.
    pub fn is_named(self, heading: &str) -> bool {
        heading == self.zh || heading == self.word || heading.split_whitespace().eq([self.zh, self.word])
    }

    /// Whether a number typed as one is what is wanted.
    pub fn takes_numbers(self) -> bool {
        matches!(self.word, "least" | "most" | "least_percent" | "most_percent")
    }
}

const fn column(word: &'static str, zh: &'static str, width: u16) -> Column {
    Column { word, zh, width }
}

/// A sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    pub name: &'static str,
    pub columns: &'static [Column],
}

pub(super) const PACK: Sheet =
    Sheet { name: "规范", columns: &[column("field", "项目", 22), column("value", "内容", 70)] };

/// The rows of [`PACK`].
pub(super) const PACK_ROWS: &[Column] = &[
    column("key", "键", 0),
    column("version", "版本", 0),
    column("zh", "中文名", 0),
    column("en", "英文名", 0),
    column("base", "基础流程", 0),
    column("blocks", "另加的组", 0),
    column("planned_without", "计划上门不做的组", 0),
    column("flags", "一开始成立的标志", 0),
    column("asks", "询问的标志", 0),
];

pub(super) const ITEMS: Sheet = Sheet {
    name: "检查项",
    columns: &[
        column("stage", "环节", 13),
        column("key", "键", 20),
        column("zh", "中文", 28),
        column("en", "英文", 28),
        column("kind", "类型", 10),
        column("req", "必答", 18),
        column("ev", "凭据", 7),
        column("rules", "条款", 18),
        column("detail_zh", "说明中文", 24),
        column("detail_en", "说明英文", 24),
        column("scripts", "话术", 12),
        column("each_unit", "逐件", 8),
        column("date", "日期", 8),
        column("unit", "单位", 9),
        column("units", "可用单位", 9),
        column("least", "下限", 9),
        column("most", "上限", 9),
        column("open", "只记录", 8),
        column("ours", "自定限值", 9),
        column("before_and_after", "前后各测", 9),
        column("value_zh", "数值中文", 12),
        column("value_en", "数值英文", 12),
        column("to", "相对于", 12),
        column("to_zh", "相对于中文", 14),
        column("to_en", "相对于英文", 14),
        column("least_percent", "至少百分比", 11),
        column("most_percent", "至多百分比", 11),
    ],
};

pub(super) const CHANGES: Sheet = Sheet {
    name: "修改",
    columns: &[
        column("key", "键", 20),
        column("req", "必答", 18),
        column("ev", "凭据", 7),
        column("rules", "条款", 18),
        column("detail_zh", "说明中文", 28),
        column("detail_en", "说明英文", 28),
        column("scripts", "话术", 12),
        column("unit", "单位", 9),
        column("units", "可用单位", 9),
        column("least", "下限", 9),
        column("most", "上限", 9),
        column("open", "只记录", 8),
        column("ours", "自定限值", 9),
        column("before_and_after", "前后各测", 9),
        column("value_zh", "数值中文", 12),
        column("value_en", "数值英文", 12),
        column("to", "相对于", 12),
        column("to_zh", "相对于中文", 14),
        column("to_en", "相对于英文", 14),
        column("least_percent", "至少百分比", 11),
        column("most_percent", "至多百分比", 11),
    ],
};

pub(super) const CHOICES: Sheet = Sheet {
    name: "选项",
    columns: &[
        column("item", "检查项", 20),
        column("key", "键", 16),
        column("zh", "中文", 32),
        column("en", "英文", 32),
        column("blocks", "不放行", 9),
        column("sets", "成立的标志", 18),
    ],
};

pub(super) const PARTS: Sheet = Sheet {
    name: "分项",
    columns: &[
        column("item", "检查项", 20),
        column("key", "键", 16),
        column("zh", "中文", 28),
        column("en", "英文", 28),
        column("must_be", "必须为", 12),
        column("words", "文字", 8),
        column("required", "必填", 8),
        column("unit", "单位", 9),
        column("least", "下限", 9),
        column("most", "上限", 9),
    ],
};

/// Limits by case: of the value itself where no part is named.
pub(super) const CASES: Sheet = Sheet {
    name: "情形",
    columns: &[
        column("item", "检查项", 20),
        column("part", "分项", 12),
        column("key", "键", 16),
        column("zh", "中文", 28),
        column("en", "英文", 28),
        column("least", "下限", 9),
        column("most", "上限", 9),
    ],
};

/// For reading only: the shared items the pack takes in.
pub(super) const SHARED: Sheet = Sheet {
    name: "共用项",
    columns: &[
        column("stage", "环节", 13),
        column("block", "组", 18),
        column("key", "键", 22),
        column("zh", "中文", 32),
        column("en", "英文", 32),
        column("kind", "类型", 10),
        column("req", "必答", 18),
        column("ev", "凭据", 7),
        column("rules", "条款", 18),
        column("detail_zh", "说明中文", 28),
        column("detail_en", "说明英文", 28),
    ],
};

/// For reading only: the words that may stand in the columns of these names, and what each means.
pub(super) const WORDS: &str = "用词";

/// What a workbook must have.
pub(super) const NEEDED: [Sheet; 6] = [PACK, ITEMS, CHANGES, CHOICES, PARTS, CASES];

/// A column as a spreadsheet names it: 0 is `A`, 26 is `AA`.
pub(super) fn letters(column: u32) -> String {
    let mut left = column + 1;
    let mut name = Vec::new();
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    name.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        let names = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        names.into_iter().for_each(|(column, name)| assert_eq!(letters(column), name));
    }

    #[test]
    fn no_two_columns_of_a_sheet_answer_to_one_heading() {
        for columns in NEEDED.map(|sheet| sheet.columns).into_iter().chain([PACK_ROWS, SHARED.columns]) {
            for column in columns {
                for heading in [column.zh.to_owned(), column.word.to_owned(), column.heading()] {
                    assert_eq!(columns.iter().filter(|other| other.is_named(&heading)).count(), 1, "{heading}");
                }
            }
        }
    }
}
