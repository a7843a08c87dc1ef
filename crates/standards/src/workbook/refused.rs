//! Why a file is not taken as a workbook, or none is made.

use crate::refused::PackRefused;

/// A file that is no workbook of a pack, or a pack that does not become one.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WorkbookRefused {
    /// More bytes than any pack needs.
    #[error("this workbook is larger than 4 MB; take out pictures and whatever is no part of the pack")]
    TooLarge,
    /// The workbook of Excel 97, or an encrypted one: both are in the same container.
    #[error("this is an old workbook (.xls) or one with a password; save it as .xlsx without one")]
    OldWorkbook,
    /// No workbook, or one that is cut short or damaged.
    #[error("this is no workbook, or a damaged one; open it, save it as .xlsx again and take that")]
    Damaged,
    /// It unpacks to far more than a pack needs.
    #[error("this workbook unpacks to more than 64 MB; copy the rows into a freshly exported one")]
    Bomb,
    /// Too many rows, columns or cells.
    #[error("this workbook has more rows or text than any pack; take out what is no part of it")]
    TooMuch,
    /// A sheet that is needed is not there.
    #[error("the sheet “{sheet}” is missing; export the pack again and copy your rows into that workbook")]
    NoSheet {
        /// For example `检查项`.
        sheet: &'static str,
    },
    /// No pack of this key.
    #[error("there is no pack {key}; run `doorstep standards list`")]
    NoSuchPack {
        /// The key.
        key: String,
    },
    /// The folder's packs cannot be read as they are.
    #[error("the packs are not sound; correct them first (doorstep standards check): {first}")]
    Unsound {
        /// The first of what is wrong.
        first: PackRefused,
    },
    /// The writer gave up.
    #[error("the workbook cannot be written ({why}); shorten the texts of the pack")]
    Unwritable {
        /// What it said.
        why: String,
    },
}

impl WorkbookRefused {
    /// The message in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge => "工作簿超过 4 MB；请去掉图片和与规范无关的内容".to_owned(),
            Self::OldWorkbook => "这是旧格式（.xls）或加了密码的工作簿；请去掉密码，另存为 .xlsx".to_owned(),
            Self::Damaged => "这不是工作簿，或者已损坏；请打开它，重新另存为 .xlsx 再试".to_owned(),
            Self::Bomb => "工作簿解压后超过 64 MB；请把内容复制到重新导出的工作簿里".to_owned(),
            Self::TooMuch => "工作簿的行数或文字多得不像规范；请去掉无关内容".to_owned(),
            Self::NoSheet { sheet } => format!("缺少工作表“{sheet}”；请重新导出规范，把内容复制进去"),
            Self::NoSuchPack { key } => format!("没有规范 {key}；请运行 doorstep standards list 查看"),
            Self::Unsound { first } => {
                format!("规范本身有错，请先改正（doorstep standards check）：{}", first.zh())
            }
            Self::Unwritable { why } => format!("工作簿写不出来（{why}）；请缩短规范里的文字"),
        }
    }
}
