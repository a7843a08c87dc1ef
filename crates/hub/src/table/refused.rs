//! Why a file is not taken as a table.

use super::{MOST_COLUMNS, MOST_ROWS};
use crate::problem::Problem;
use axum::http::StatusCode;

/// Why a file cannot be read as a table. Nothing was stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TableRefused {
    /// More than 10 MiB.
    #[error("this file is larger than 10 MB; split it, or leave out pictures and columns that are not needed")]
    TooLarge,
    /// Too many rows.
    #[error("this table has more than {MOST_ROWS} rows; split it into several files")]
    TooManyRows,
    /// Too many columns.
    #[error("this table has more than {MOST_COLUMNS} columns; leave out those that are not needed")]
    TooManyColumns,
    /// The texts are too long together.
    #[error("the texts of this table are too long together; split it into several files")]
    TooMuchText,
    /// No head, or nothing below it.
    #[error("this table is empty; its first row must name the columns, and a job stands in each row below")]
    NoRows,
    /// Not text, not a workbook.
    #[error("this file is not a table; save it as CSV or XLSX and choose it again")]
    NotATable,
    /// Text in an encoding nobody can tell.
    #[error("the characters of this file cannot be read; save it as CSV UTF-8 or as XLSX")]
    Encoding,
    /// The workbook of Excel 97, or an encrypted one: both are in the same container.
    #[error(
        "this is an old workbook (.xls) or one with a password; save it as .xlsx or CSV without one and choose it again"
    )]
    OldWorkbook,
    /// A workbook that is cut short or damaged.
    #[error("this workbook is damaged; open it, save it as .xlsx again and choose that")]
    Damaged,
    /// A workbook that unpacks to far more than a table needs.
    #[error("this workbook unpacks to more than 100 MB; copy the rows into a new workbook and choose that")]
    Bomb,
}

impl TableRefused {
    /// A stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "import.too_large",
            Self::TooManyRows => "import.too_many_rows",
            Self::TooManyColumns => "import.too_many_columns",
            Self::TooMuchText => "import.too_much_text",
            Self::NoRows => "import.no_rows",
            Self::NotATable => "import.not_a_table",
            Self::Encoding => "import.encoding",
            Self::OldWorkbook => "import.old_workbook",
            Self::Damaged => "import.damaged",
            Self::Bomb => "import.bomb",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(self) -> String {
        match self {
            Self::TooLarge => "文件超过 10 MB，请拆成几份，或去掉图片和用不到的列。".into(),
            Self::TooManyRows => format!("表格超过 {MOST_ROWS} 行，请拆成几份分别导入。"),
            Self::TooManyColumns => format!("表格超过 {MOST_COLUMNS} 列，请去掉用不到的列。"),
            Self::TooMuchText => "表格里的文字总量太大，请拆成几份分别导入。".into(),
            Self::NoRows => "表格是空的：第一行应是列名，下面每行一张工单。".into(),
            Self::NotATable => "这个文件不是表格，请另存为 CSV 或 XLSX 后再选。".into(),
            Self::Encoding => "文件的文字编码认不出来，请另存为“CSV UTF-8”或 XLSX。".into(),
            Self::OldWorkbook => "这是旧版工作簿（.xls），或设了密码；请另存为不带密码的 .xlsx 或 CSV 后再选。".into(),
            Self::Damaged => "工作簿已损坏，请打开后重新另存为 .xlsx 再选。".into(),
            Self::Bomb => "工作簿解开后超过 100 MB，请把需要的行复制到新工作簿再选。".into(),
        }
    }
}

impl From<TableRefused> for Problem {
    fn from(refused: TableRefused) -> Self {
        let status = match refused {
            TableRefused::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, refused.code(), refused.zh(), refused.to_string())
    }
}
