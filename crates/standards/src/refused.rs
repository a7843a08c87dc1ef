//! Why files are not taken as a standard. Every message names the file or the key, and what to do about it.

/// The closed lists of words that pack files choose from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // named after what they list
pub enum Vocabulary {
    Stage,
    Flag,
    Block,
    Base,
    Kind,
    Need,
    Evidence,
    Unit,
    Script,
    Rule,
    Item,
}

impl Vocabulary {
    /// What a word of this list is called, in English and in Chinese.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Stage => ("stage", "环节"),
            Self::Flag => ("flag", "标志"),
            Self::Block => ("block", "组"),
            Self::Base => ("base flow", "基础流程"),
            Self::Kind => ("kind", "类型"),
            Self::Need => ("need (req)", "必答要求(req)"),
            Self::Evidence => ("evidence (ev)", "凭据(ev)"),
            Self::Unit => ("unit", "单位"),
            Self::Script => ("script", "话术"),
            Self::Rule => ("rule", "条款"),
            Self::Item => ("item", "检查项"),
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Stage => "pack_unknown_stage",
            Self::Flag => "pack_unknown_flag",
            Self::Block => "pack_unknown_block",
            Self::Base => "pack_unknown_base",
            Self::Kind => "pack_unknown_kind",
            Self::Need => "pack_unknown_need",
            Self::Evidence => "pack_unknown_evidence",
            Self::Unit => "pack_unknown_unit",
            Self::Script => "pack_unknown_script",
            Self::Rule => "pack_unknown_rule",
            Self::Item => "pack_unknown_item",
        }
    }
}

/// What a field may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // named after what they are
pub enum Shape {
    Text,
    Texts,
    Mark,
    Table,
    Tables,
}

impl Shape {
    /// In English and in Chinese.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("a text in quotes", "引号里的文字"),
            Self::Texts => ("a list of texts: [\"…\", \"…\"]", "文字列表:[\"…\", \"…\"]"),
            Self::Mark => ("true or false", "true 或 false"),
            Self::Table => ("a table: { … }", "表:{ … }"),
            Self::Tables => ("a list of tables: [{ … }] or [[…]]", "表的列表:[{ … }] 或 [[…]]"),
        }
    }
}

/// A set of pack files, or a pack of a release, that cannot be used. Nothing of it is taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PackRefused {
    /// A file, or the folder, cannot be read from disk.
    #[error("{file}: cannot be read ({why}); check the path and its permissions")]
    Unreadable {
        /// The file or folder.
        file: String,
        /// What the system said.
        why: String,
    },
    /// A file is over the limit of 1 MiB.
    #[error("{file}: is larger than {limit} bytes; check that it is a pack, or split it into several")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// There are more files than any standard needs.
    #[error("there are more than {limit} files; hand over the files of one standard only")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// A file is not UTF-8.
    #[error("{file}: is not text in UTF-8; save it as UTF-8, or leave it out")]
    NotText {
        /// The file.
        file: String,
    },
    /// A file's name says nothing about what it holds.
    #[error(
        "{file}: is none of bases.toml, scripts.toml, blocks/*.toml and packs/*.toml, or comes twice; rename it or \
         leave it out"
    )]
    UnknownFile {
        /// The file.
        file: String,
    },
    /// The TOML cannot be read, has an unknown field, or lacks one.
    #[error("{file}, line {line}: {why}; correct that line (README.md beside the packs shows the form)")]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the reader said.
        why: String,
    },
    /// A field that no table of this kind has.
    #[error("{file}, line {line}: there is no field “{field}”; use one of {known}, or remove it")]
    UnknownField {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The field.
        field: String,
        /// What may stand there.
        known: String,
    },
    /// A field that must be there.
    #[error("{file}, line {line}: “{field}” is missing here; add it (README.md beside the packs shows the form)")]
    FieldMissing {
        /// The file.
        file: String,
        /// The line where its table begins, from 1.
        line: usize,
        /// The field.
        field: String,
    },
    /// A field of another shape.
    #[error("{file}, line {line}: “{field}” must be {}; write it so", wanted.names().0)]
    WrongShape {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The field.
        field: String,
        /// What it must be.
        wanted: Shape,
    },
    /// A file with more items than a technician could ever answer.
    #[error("{file}: has {count} items and changes, more than {limit}; split it into several packs or blocks")]
    TooManyItems {
        /// The file.
        file: String,
        /// How many.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// A word that is not on its list.
    #[error("{file}, {at}: “{word}” is not a known {}; {hint}", what.names().0)]
    Unknown {
        /// The file.
        file: String,
        /// The item or key.
        at: String,
        /// Which list.
        what: Vocabulary,
        /// The word.
        word: String,
        /// What may stand there.
        hint: String,
    },
    /// A key that is empty or has other characters than `a-z`, `0-9`, `_` and `.`.
    #[error("{file}: “{at}” cannot be a key; use a-z, 0-9 and _, in parts joined by a dot")]
    MalformedKey {
        /// The file.
        file: String,
        /// The key.
        at: String,
    },
    /// A key that is used twice over the whole product.
    #[error(
        "{file}, {at}: this key is already used in {first}; keys are unique over the whole product, choose another"
    )]
    Duplicate {
        /// The file.
        file: String,
        /// The key.
        at: String,
        /// Where it was first.
        first: String,
    },
    /// A text that is missing in one of the two languages.
    #[error("{file}, {at}: the text has no “{language}”; write it in both zh and en")]
    TranslationMissing {
        /// The file.
        file: String,
        /// The item or key.
        at: String,
        /// `zh` or `en`.
        language: &'static str,
    },
    /// An item of the main line that stands in no stage, or an item of a branch that names one.
    #[error("{file}, {at}: give the item a stage, or mark the block “branch = true” and leave the stage out")]
    StageUnclear {
        /// The file.
        file: String,
        /// The item.
        at: String,
    },
    /// An override that meets no shared item.
    #[error("{file}, {at}: no shared item of this pack has this key; correct the key, or remove the override")]
    OverrideWithoutItem {
        /// The file.
        file: String,
        /// The key or pattern.
        at: String,
    },
    /// An override that would make a gate item optional, conditional or less proved.
    #[error("{file}, {at}: this is a gate, and a pack may only make it stricter; remove “{change}”")]
    GateRemoved {
        /// The file.
        file: String,
        /// The item.
        at: String,
        /// What the override wants.
        change: String,
    },
    /// An override that asks less of another item.
    #[error(
        "{file}, {at}: a pack may make a shared item stricter or put it under a flag, not loosen it; remove “{change}”"
    )]
    Loosened {
        /// The file.
        file: String,
        /// The item.
        at: String,
        /// What the override wants.
        change: String,
    },
    /// A stage or branch of a pack without an item that a gate of STANDARDS 2.4 rests on, or with less than it needs.
    #[error(
        "{pack}, {at}: gate {gate} needs this item in “{place}”, as strict as the standard has it; put it back (its \
         shared block has it)"
    )]
    GateMissing {
        /// The pack.
        pack: String,
        /// The item.
        at: String,
        /// For example `G5`.
        gate: &'static str,
        /// The stage or the branch block.
        place: String,
    },
    /// A measure without a unit.
    #[error("{file}, {at}: a measure needs “measure” with its unit; add it")]
    NoUnit {
        /// The file.
        file: String,
        /// The item.
        at: String,
    },
    /// A limit that is not a decimal, or a least value above the greatest.
    #[error(
        "{file}, {at}: “{limit}” is not a limit; write decimals such as \"-27\" or \"2.5\", the least not above the most"
    )]
    BadLimit {
        /// The file.
        file: String,
        /// The item.
        at: String,
        /// The text.
        limit: String,
    },
    /// A pack of a release whose content is not the one announced.
    #[error("the pack is not the one the release names; fetch the release again")]
    NotTheReleased,
    /// A pack of a release that cannot be read at all.
    #[error("the pack cannot be read ({why}); update the app, or fetch the release again")]
    ReleaseUnreadable {
        /// What the reader said.
        why: String,
    },
}

impl PackRefused {
    /// A stable code for screens and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "pack_unreadable",
            Self::TooLarge { .. } => "pack_too_large",
            Self::TooManyFiles { .. } => "pack_too_many_files",
            Self::NotText { .. } => "pack_not_text",
            Self::UnknownFile { .. } => "pack_unknown_file",
            Self::Syntax { .. } => "pack_syntax",
            Self::UnknownField { .. } => "pack_unknown_field",
            Self::FieldMissing { .. } => "pack_field_missing",
            Self::WrongShape { .. } => "pack_wrong_shape",
            Self::TooManyItems { .. } => "pack_too_many_items",
            Self::Unknown { what, .. } => what.code(),
            Self::MalformedKey { .. } => "pack_malformed_key",
            Self::Duplicate { .. } => "pack_duplicate_key",
            Self::TranslationMissing { .. } => "pack_translation_missing",
            Self::StageUnclear { .. } => "pack_stage_unclear",
            Self::OverrideWithoutItem { .. } => "pack_override_without_item",
            Self::GateRemoved { .. } => "pack_gate_removed",
            Self::Loosened { .. } => "pack_loosened",
            Self::GateMissing { .. } => "pack_gate_missing",
            Self::NoUnit { .. } => "pack_no_unit",
            Self::BadLimit { .. } => "pack_bad_limit",
            Self::NotTheReleased => "pack_not_the_released",
            Self::ReleaseUnreadable { .. } => "pack_release_unreadable",
        }
    }

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
