//! The messages in Chinese.

use super::PackRefused;

impl PackRefused {
    /// The message in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable { file, why } => format!("{file}:读不出来({why});请检查路径和权限"),
            Self::TooLarge { file, limit } => format!("{file}:超过 {limit} 字节;请确认是规范文件,或拆成几个"),
            Self::TooManyFiles { limit } => format!("文件超过 {limit} 个;请只交一套规范的文件"),
            Self::NotText { file } => format!("{file}:不是 UTF-8 文本;请另存为 UTF-8,或去掉它"),
            Self::UnknownFile { file } => {
                format!("{file}:不是 bases.toml、scripts.toml、blocks/*.toml 或 packs/*.toml,或者重复;请改名或去掉")
            }
            Self::Syntax { file, line, why } => format!("{file} 第 {line} 行:{why};请改正这一行(写法见 README.md)"),
            Self::UnknownField { file, line, field, known } => {
                format!("{file} 第 {line} 行:没有“{field}”这个字段;可用 {known},或删去它")
            }
            Self::FieldMissing { file, line, field } => {
                format!("{file} 第 {line} 行:这里缺“{field}”;请补上(写法见 README.md)")
            }
            Self::WrongShape { file, line, field, wanted } => {
                format!("{file} 第 {line} 行:“{field}”应为{};请照此改写", wanted.names().1)
            }
            Self::TooManyItems { file, count, limit } => {
                format!("{file}:有 {count} 个检查项和修改,超过 {limit};请拆成几套规范或几个组")
            }
            Self::Unknown { file, at, what, word, hint } => {
                format!("{file},{at}:“{word}”不是已知的{};{hint}", what.names().1)
            }
            Self::MalformedKey { file, at } => {
                format!("{file}:“{at}”不能作键;只用 a-z、0-9 和 _,各段用点号相连")
            }
            Self::Duplicate { file, at, first } => {
                format!("{file},{at}:这个键在 {first} 已经用过;全产品内键不得重复,请换一个")
            }
            Self::TranslationMissing { file, at, language } => {
                format!("{file},{at}:文字缺“{language}”;中英文(zh、en)都要写")
            }
            Self::StageUnclear { file, at } => {
                format!("{file},{at}:请写明环节;分支组则写“branch = true”并去掉环节")
            }
            Self::OverrideWithoutItem { file, at } => {
                format!("{file},{at}:本规范没有这个共用检查项;请改正键名或删去这条修改")
            }
            Self::GateRemoved { file, at, change } => {
                format!("{file},{at}:这是关卡,只能更严;请删去“{change}”")
            }
            Self::Loosened { file, at, change } => {
                format!("{file},{at}:共用检查项只能收紧或加条件,不能放松;请删去“{change}”")
            }
            Self::GateMissing { pack, at, gate, place } => {
                format!("{pack},{at}:关卡 {gate} 需要“{place}”里有这一项,且不得低于规范;请补回(共用组里有)")
            }
            Self::NoUnit { file, at } => format!("{file},{at}:测量项要有带单位的“measure”;请补上"),
            Self::BadLimit { file, at, limit } => {
                format!("{file},{at}:“{limit}”不是限值;请写 \"-27\"、\"2.5\" 这样的小数,下限不高于上限")
            }
            Self::NotTheReleased => "规范内容与发布所列不符;请重新获取发布".to_owned(),
            Self::ReleaseUnreadable { why } => format!("规范读不出来({why});请升级应用,或重新获取发布"),
        }
    }
}
