//! What messages speak of: lists of words, and shapes of fields.

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
    pub(super) fn names(self) -> (&'static str, &'static str) {
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

    pub(super) fn code(self) -> &'static str {
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
    pub(super) fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("a text in quotes", "引号里的文字"),
            Self::Texts => ("a list of texts: [\"…\", \"…\"]", "文字列表:[\"…\", \"…\"]"),
            Self::Mark => ("true or false", "true 或 false"),
            Self::Table => ("a table: { … }", "表:{ … }"),
            Self::Tables => ("a list of tables: [{ … }] or [[…]]", "表的列表:[{ … }] 或 [[…]]"),
        }
    }
}
