//! How a company's papers look: its colour, its logo, its closing lines, the language and the page. A look is part of the
//! release a paper names, so that it can be drawn again to the byte.

use super::layout::{PageKind, Words};
use super::logo::{self, Logo};
use crate::text::Color;
use domain::digest::Digest;
use domain::facts::Company;
use serde::{Serialize, Serializer};

/// In what language a paper speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese alone.
    Zh,
    /// English alone; what has no English stays Chinese.
    En,
    /// Chinese first, English small beside it.
    #[default]
    Both,
}

impl Language {
    pub(super) const ALL: [Self; 3] = [Self::Zh, Self::En, Self::Both];

    /// What is read first.
    pub(super) fn first<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::En if !en.is_empty() => en,
            _ if zh.is_empty() => en,
            _ => zh,
        }
    }

    /// What stands small beside it; empty where one language is enough.
    pub(super) fn second<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        if self == Self::Both && !zh.is_empty() && zh != en { en } else { "" }
    }

    /// Both in one line.
    pub(super) fn line(self, zh: &str, en: &str) -> String {
        format!("{} {}", self.first(zh, en), self.second(zh, en)).trim().to_owned()
    }
}

/// How a company's papers look.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Look {
    /// The company's colour.
    #[serde(serialize_with = "hex")]
    pub brand: Color,
    /// Its logo, in place of the door; its digest stands for it.
    #[serde(serialize_with = "digest")]
    pub logo: Option<Logo>,
    /// Its own lines at the end, after the layout's.
    pub closing: Vec<Words>,
    /// The language.
    pub language: Language,
    /// The page, where it is not the layout's.
    pub page: Option<PageKind>,
    /// Who is named at the head of a blank, which has no content of its own.
    #[serde(skip)]
    pub company: Option<Company>,
}

fn hex<S: Serializer>(Color(r, g, b): &Color, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&format!("{r:02x}{g:02x}{b:02x}"))
}

fn digest<S: Serializer>(logo: &Option<Logo>, to: S) -> Result<S::Ok, S::Error> {
    logo.as_ref().map(|logo| Digest::of(&logo.file)).serialize(to)
}

impl Default for Look {
    fn default() -> Self {
        Self {
            brand: Color(0x0B, 0x4F, 0x73),
            logo: None,
            closing: Vec::new(),
            language: Language::Both,
            page: None,
            company: None,
        }
    }
}

impl Look {
    /// The look with a logo, a JPEG or a PNG.
    ///
    /// # Errors
    /// [`logo::LogoRefused`] where a paper cannot hold the file as it is.
    pub fn with_logo(self, file: &[u8]) -> Result<Self, logo::LogoRefused> {
        Ok(Self { logo: Some(Logo::read(file)?), ..self })
    }
}
