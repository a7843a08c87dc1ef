//! What is wrong with a layout, in words for whoever writes it: the file, the line, the key, what to do. Reading refuses
//! what is no layout at all and stops; here every fault is told.

use super::layout::{Column, Field, FieldType, Layout, Required, Section};
use super::look::Language;
use crate::canvas::{LABEL, LABEL_EN};
use crate::flow::table::fits_head;
use crate::release::Release;
use std::collections::BTreeSet;
use std::fmt;

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The line, from 1, where the key stands; 0 for the file as a whole.
    pub line: usize,
    /// The key of the field, column or section; empty for the paper.
    pub key: String,
    /// What is wrong and what to do.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, key, en, .. } = self;
        let place = if *line > 0 { format!("{file}:{line}") } else { file.clone() };
        if key.is_empty() { write!(f, "{place}: {en}") } else { write!(f, "{place}: {key}: {en}") }
    }
}

/// Reads a layout file and tells everything that is wrong with it; nothing where it can be used. A company's file is
/// also held against the product's own paper of the same code.
pub fn lint(file: &str, text: &str, release: &Release) -> Vec<Finding> {
    let layout = match Layout::from_toml(text) {
        Ok(layout) => layout,
        Err(why) => {
            return vec![Finding { file: file.into(), line: 0, key: String::new(), en: why.to_string(), zh: why.zh() }];
        }
    };
    let mut findings = layout.check(release);
    match Layout::builtin(&layout.code) {
        Ok(standard) => findings.extend(layout.drops(&standard)),
        Err(why) => findings.push(found("", why.to_string(), why.zh())),
    }
    for finding in &mut findings {
        finding.file = file.into();
        finding.line = line_of(text, &finding.key);
    }
    findings
}

/// The line that declares a key (`list.column` for a column), or 0.
fn line_of(text: &str, key: &str) -> usize {
    let (field, column) = key.split_once('.').map_or((key, None), |(field, column)| (field, Some(column)));
    let declares = |line: &str, key: &str| line.contains(&format!("key = \"{key}\""));
    let mut lines = text.lines().enumerate();
    let Some((at, _)) = lines.find(|(_, line)| declares(line, field)) else { return 0 };
    let inner = column.and_then(|column| lines.find(|(_, line)| declares(line, column)));
    inner.map_or(at, |(at, _)| at) + 1
}

fn found(key: impl Into<String>, en: impl Into<String>, zh: impl Into<String>) -> Finding {
    Finding { file: String::new(), line: 0, key: key.into(), en: en.into(), zh: zh.into() }
}

impl Layout {
    /// Everything that is wrong with this layout, by itself.
    pub fn check(&self, release: &Release) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.names(&mut findings);
        self.places(&mut findings);
        self.hands(&mut findings);
        self.totals(&mut findings);
        for field in &self.fields {
            field_alone(field, release, &mut findings);
        }
        for finding in &mut findings {
            finding.file = format!("{}.toml", self.code.to_lowercase());
        }
        findings
    }

    /// Both languages everywhere, every key once.
    fn names(&self, findings: &mut Vec<Finding>) {
        let mut named = |key: &str, zh: &str, en: &str| {
            for (words, language, name_zh) in
                [(zh, "Chinese (zh)", "中文名（zh）"), (en, "English (en)", "英文名（en）")]
            {
                if words.trim().is_empty() {
                    findings.push(found(
                        key,
                        format!("has no {language} name; add it"),
                        format!("缺{name_zh}，请补上"),
                    ));
                }
            }
        };
        named("", &self.zh, &self.en);
        for field in &self.fields {
            named(&field.key, &field.zh, &field.en);
            let own = field.columns.iter().map(|column| (&column.key, &column.zh, &column.en));
            let of_columns = field.columns.iter().flat_map(|column| &column.options);
            let options = field.options.iter().chain(of_columns).map(|option| (&option.key, &option.zh, &option.en));
            for (key, zh, en) in own.chain(options) {
                named(&format!("{}.{key}", field.key), zh, en);
            }
        }
        for section in self.sections.iter().filter(|section| section.zh.is_empty() != section.en.is_empty()) {
            named("", &section.zh, &section.en);
        }
        for words in &self.closing {
            named("", &words.zh, &words.en);
        }
        let mut keys = BTreeSet::new();
        for field in self.fields.iter().filter(|field| !keys.insert(field.key.as_str())) {
            findings.push(found(&field.key, "stands twice; give one of them another key", "重复了，请改其中一个"));
        }
    }

    /// Every required field has a place, every place a field that fits it, each once.
    fn places(&self, findings: &mut Vec<Finding>) {
        let mut placed = BTreeSet::new();
        for section in &self.sections {
            if section.columns == 0 || section.columns > 4 {
                let key = section.fields.first().cloned().unwrap_or_default();
                findings.push(found(
                    key,
                    "its section has 0 or more than 4 columns; use 1 to 4",
                    "所在区块的列数应为 1 到 4",
                ));
            }
            for key in &section.fields {
                self.place(section, key, &mut placed, findings);
            }
        }
        for field in &self.fields {
            let by_itself = field.type_ == FieldType::Seal || field.from.is_some_and(super::layout::From::is_in_head);
            if !by_itself && !placed.contains(field.key.as_str()) {
                let must = if field.required == Required::Yes { "is required and " } else { "" };
                findings.push(found(
                    &field.key,
                    format!("{must}stands in no section; put it into one"),
                    "没有放进任何区块，请放进一个区块",
                ));
            }
        }
    }

    fn place<'a>(&self, section: &Section, key: &'a str, placed: &mut BTreeSet<&'a str>, findings: &mut Vec<Finding>) {
        let Some(field) = self.field(key) else {
            return findings.push(found(
                key,
                "is placed but is no field; correct the section or add the field",
                "区块里有这个键，但没有这个字段，请更正",
            ));
        };
        if !placed.insert(key) {
            findings.push(found(key, "is placed twice; leave it in one section", "放了两次，请只留一处"));
        }
        if !section.kind.takes(field.type_) {
            findings.push(found(
                key,
                format!("is a {:?} and cannot stand in a {:?} section", field.type_, section.kind),
                "类型与所在区块不合，请换区块或改类型",
            ));
        }
    }

    /// Whoever signs has a field that takes the signature, and every signature a hand.
    fn hands(&self, findings: &mut Vec<Finding>) {
        for hand in &self.signed_by {
            let takes = |field: &&Field| field.type_ == FieldType::Ink && field.ink == Some(*hand);
            if !self.fields.iter().any(|field| takes(&field)) {
                findings.push(found(
                    "",
                    format!("is signed by {hand:?} and no field takes that signature; add one of type ink"),
                    "有签署方没有签字栏，请加一个 ink 字段",
                ));
            }
        }
        for field in self.fields.iter().filter(|field| (field.type_ == FieldType::Ink) != field.ink.is_some()) {
            findings.push(found(
                &field.key,
                "a signature says whose it is (ink = \"customer\"), and nothing else does",
                "签字栏要写明是谁的签字（ink），其他字段不写",
            ));
        }
    }

    /// Sums are of amounts that are there.
    fn totals(&self, findings: &mut Vec<Finding>) {
        let is_money = |name: &str| match name.split_once('.') {
            Some((list, column)) => self.field(list).is_some_and(|field| {
                field.columns.iter().any(|own| own.key == column && own.type_ == FieldType::Money)
            }),
            None => self.field(name).is_some_and(|field| field.type_ == FieldType::Money),
        };
        for name in self.sums.iter().flat_map(|sum| sum.of.iter().chain([&sum.total])) {
            if !is_money(name) {
                findings.push(found(
                    name,
                    "is in a sum and is no amount; name a money field or column",
                    "合计里用到它，但它不是金额",
                ));
            }
        }
    }

    /// What the standard requires of this paper and this layout does not have.
    pub fn drops(&self, standard: &Layout) -> Vec<Finding> {
        let mut findings = Vec::new();
        for field in standard.fields.iter().filter(|field| field.required != Required::No) {
            match self.field(&field.key) {
                None => findings.push(found(
                    &field.key,
                    "is required by the standard and left out; put it back",
                    "规范要求有这个字段，请补回",
                )),
                Some(own) if own.type_ != field.type_ => findings.push(found(
                    &field.key,
                    format!("is a {:?} in the standard and a {:?} here; keep its type", field.type_, own.type_),
                    "类型与规范不同，请改回",
                )),
                Some(own) if field.required == Required::Yes && own.required != Required::Yes => {
                    findings.push(found(
                        &field.key,
                        "is required by the standard and not here; set required = \"Y\"",
                        "规范要求必填，请设为 required = \"Y\"",
                    ));
                }
                Some(_) => {}
            }
        }
        findings
    }
}

/// What can be said of a field by itself.
fn field_alone(field: &Field, release: &Release, findings: &mut Vec<Finding>) {
    let key = &field.key;
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        findings.push(found(key, "is no key; use a-z, 0-9 and _", "键只能用小写字母、数字和下划线"));
    }
    if field.by.is_empty() {
        findings.push(found(key, "says nobody fills it in; add by", "没写由谁填写，请补 by"));
    }
    let lists = field.type_ == FieldType::Lines;
    if lists == field.columns.is_empty() {
        findings.push(found(
            key,
            "columns belong to a list (type lines), and a list has some",
            "只有明细（lines）有列，且至少一列",
        ));
    }
    let chooses = matches!(field.type_, FieldType::Choice | FieldType::Choices);
    if chooses && field.options.is_empty() {
        findings.push(found(key, "has nothing to choose; add options", "没有可选项，请补 options"));
    }
    if field.type_ == FieldType::Score && !field.of.is_some_and(|of| (1..=100).contains(&of)) {
        findings.push(found(key, "is a score of nothing; set of, 1 to 100", "评分没有满分，请设 of（1 到 100）"));
    }
    let mut keys = BTreeSet::new();
    for column in &field.columns {
        let place = format!("{key}.{}", column.key);
        if !keys.insert(&column.key) {
            findings.push(found(&place, "stands twice; give one of them another key", "列重复了，请改其中一个"));
        }
        if matches!(
            column.type_,
            FieldType::Ink
                | FieldType::Lines
                | FieldType::Clauses
                | FieldType::Consent
                | FieldType::Photos
                | FieldType::Seal
                | FieldType::Code
        ) {
            findings.push(found(
                &place,
                "cannot stand in a column; make it a field of its own",
                "这种类型不能做列，请单列字段",
            ));
        }
    }
    if lists {
        shares(field, release, findings);
    }
}

/// Whether the heads of the columns fit their shares of the width.
fn shares(field: &Field, release: &Release, findings: &mut Vec<Finding>) {
    let Some(faces) = release.faces() else { return };
    if field.columns.iter().any(|column| column.share == 0) {
        findings.push(found(&field.key, "has a column without a share of the width", "有一列没有分到宽度（share）"));
        return;
    }
    let shares: Vec<f32> = field.columns.iter().map(|column| f32::from(column.share)).collect();
    let fits = |place: usize, column: &Column| {
        Language::ALL.iter().all(|language| {
            fits_head(&faces, &shares, place, (language.first(&column.zh, &column.en), LABEL))
                && fits_head(&faces, &shares, place, (language.second(&column.zh, &column.en), LABEL_EN))
        })
    };
    for (_, column) in field.columns.iter().enumerate().filter(|(place, column)| !fits(*place, column)) {
        findings.push(found(
            format!("{}.{}", field.key, column.key),
            "its name does not fit its share of the width; give it more or shorten the name",
            "列名放不下，请加大 share 或缩短名称",
        ));
    }
}
