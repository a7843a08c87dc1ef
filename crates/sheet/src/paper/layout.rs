//! A layout: what a paper's fields are called, of what type they are, who fills them in, and where they stand. Read from
//! TOML; the product's own are `assets/papers`, and a company changes a paper by another file of the same form.

mod types;

pub use types::{FieldType, Kind};

use super::look::Look;
use crate::release::Release;
use domain::brief::ReleaseRef;
use domain::canonical;
use domain::digest::Digest;
use serde::{Deserialize, Serialize};

/// Changes with every change of how papers are drawn, so that the same content never looks different under one release.
const RENDERER: &str = "papers-1";

/// A paper as data.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The paper's code of STANDARDS 5.2, `D07`.
    pub code: String,
    /// Counted up by whoever changes the file.
    pub version: String,
    /// The name of the paper in Chinese.
    #[serde(default)]
    pub zh: String,
    /// The name in English.
    #[serde(default)]
    pub en: String,
    /// What it is printed on where the look does not say otherwise.
    pub page: PageKind,
    /// Where STANDARDS takes it from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Who gets a copy.
    #[serde(default)]
    pub copies: Vec<String>,
    /// Who signs it. Each has a field that takes the signature.
    #[serde(default)]
    pub signed_by: Vec<Hand>,
    /// Lines at the end.
    #[serde(default)]
    pub closing: Vec<Words>,
    /// Amounts that are the sum of others.
    #[serde(default)]
    pub sums: Vec<Sum>,
    /// Every field, in the order of STANDARDS 5.3.
    pub fields: Vec<Field>,
    /// Where the fields stand, from top to bottom.
    #[serde(default, rename = "section")]
    pub sections: Vec<Section>,
    /// SHA-256 of the file.
    #[serde(skip, default = "nothing")]
    pub digest: Digest,
}

fn nothing() -> Digest {
    Digest::of(b"")
}

/// What a paper is printed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PageKind {
    /// A4 sheets.
    #[serde(rename = "a4")]
    A4,
    /// A roll of 80 mm: black only, as long as its content.
    #[serde(rename = "80mm")]
    Roll,
}

/// Words in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// 中文
    #[serde(default)]
    pub zh: String,
    /// English
    #[serde(default)]
    pub en: String,
}

/// Whose hand a signature or stamp is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the words speak
pub enum Hand {
    Customer,
    Technician,
    Company,
    Finance,
    Warehouse,
    Supervisor,
}

/// An amount and the amounts it is the sum of, each a field or `list.column`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// The field that says the sum.
    pub total: String,
    /// What is added up.
    pub of: Vec<String>,
}

/// Who fills a field in (STANDARDS 5.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the words speak
pub enum By {
    Office,
    Tech,
    Cust,
    Auto,
    Wh,
    Fin,
    Sup,
}

/// Whether a field has to be filled in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum Required {
    /// Always.
    #[serde(rename = "Y")]
    Yes,
    /// Never.
    #[serde(rename = "N")]
    No,
    /// Where the matter calls for it.
    #[serde(rename = "C")]
    Case,
}

/// Where the value of a field comes from that nobody fills in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The paper's number.
    Number,
    /// The order.
    Job,
    /// The company's name.
    Company,
    /// Its service line.
    Hotline,
    /// Its complaint line.
    Complaints,
    /// Its opening hours.
    Hours,
    /// The standard and its version.
    Pack,
    /// The layout's own version.
    Layout,
}

impl From {
    /// Whether the head of every paper says it, so that it needs no other place.
    pub(super) fn is_in_head(self) -> bool {
        matches!(self, Self::Number | Self::Job | Self::Company)
    }
}

/// A field.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its key in the paper's values.
    pub key: String,
    /// 中文
    #[serde(default)]
    pub zh: String,
    /// English
    #[serde(default)]
    pub en: String,
    /// What can stand in it.
    #[serde(rename = "type")]
    pub type_: FieldType,
    /// Who fills it in.
    pub by: Vec<By>,
    /// Whether it must be.
    pub required: Required,
    /// Where it comes from, if nobody fills it in.
    #[serde(default)]
    pub from: Option<From>,
    /// Whose signature it takes.
    #[serde(default)]
    pub ink: Option<Hand>,
    /// Lines or rows to write in on a blank.
    #[serde(default)]
    pub lines: Option<u8>,
    /// The scale of a score.
    #[serde(default)]
    pub of: Option<u32>,
    /// What can be chosen.
    #[serde(default)]
    pub options: Vec<Choosable>,
    /// The columns of a list.
    #[serde(default)]
    pub columns: Vec<Column>,
}

/// Something to choose.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choosable {
    /// Its key.
    pub key: String,
    /// 中文
    #[serde(default)]
    pub zh: String,
    /// English
    #[serde(default)]
    pub en: String,
}

/// A column of a list.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its key in a row.
    pub key: String,
    /// 中文
    #[serde(default)]
    pub zh: String,
    /// English
    #[serde(default)]
    pub en: String,
    /// What can stand in it.
    #[serde(rename = "type")]
    pub type_: FieldType,
    /// Its share of the width, beside the other columns' shares.
    pub share: u16,
    /// Where its text stands; numbers and amounts at the right where nothing is said.
    #[serde(default)]
    pub align: Option<Align>,
    /// What can be chosen.
    #[serde(default)]
    pub options: Vec<Choosable>,
}

/// Where the text of a column stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the words speak
pub enum Align {
    Left,
    Right,
}

impl Column {
    pub(super) fn is_right(&self) -> bool {
        self.align.map_or(self.type_.is_right(), |align| align == Align::Right)
    }
}

/// A part of the paper.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// How it is drawn.
    pub kind: Kind,
    /// Its heading; none continues the section before.
    #[serde(default)]
    pub zh: String,
    /// The heading in English.
    #[serde(default)]
    pub en: String,
    /// How many fields stand side by side.
    #[serde(default = "one")]
    pub columns: u8,
    /// The fields, in order.
    pub fields: Vec<String>,
}

fn one() -> u8 {
    1
}

/// Why a layout cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum LayoutRefused {
    /// Not the TOML of a layout; says where.
    #[error("this layout cannot be read: {0}; correct the file")]
    Unreadable(String),
    /// There is no such paper.
    #[error("there is no paper {0}; its code is one of D01 to D30")]
    Unknown(String),
}

impl LayoutRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "layout.unreadable",
            Self::Unknown(_) => "layout.unknown",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable(why) => format!("版式文件读不出来（{why}），请修改文件。"),
            Self::Unknown(code) => format!("没有编号为“{code}”的单据，编号从 D01 到 D30。"),
        }
    }
}

impl Layout {
    /// Reads a layout. What it says is judged by [`Layout::check`].
    pub fn from_toml(text: &str) -> Result<Self, LayoutRefused> {
        let unreadable = |e: toml::de::Error| LayoutRefused::Unreadable(e.to_string().trim_end().replace('\n', " "));
        let mut layout: Layout = toml::from_str(text).map_err(unreadable)?;
        layout.digest = Digest::of(text.as_bytes());
        Ok(layout)
    }

    /// The product's own layout of a paper.
    pub fn builtin(code: &str) -> Result<Self, LayoutRefused> {
        let (_, text) = super::builtin::LAYOUTS
            .iter()
            .find(|(own, _)| *own == code)
            .ok_or_else(|| LayoutRefused::Unknown(code.into()))?;
        Self::from_toml(text)
    }

    /// The codes of all papers.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        super::builtin::LAYOUTS.iter().map(|(code, _)| *code)
    }

    /// What a paper names that is drawn by this layout in this look: everything the drawing depends on.
    pub fn release(&self, look: &Look, release: &Release) -> ReleaseRef {
        let look = canonical::to_string(look).unwrap_or_default();
        let fonts = release.layout().digest;
        let digest = Digest::of(format!("{RENDERER} {} {fonts} {look}", self.digest).as_bytes());
        ReleaseRef { name: self.code.to_lowercase(), version: self.version.clone(), digest }
    }

    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}
