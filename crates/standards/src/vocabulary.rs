//! The words pack files may use, and one reader a list. A word off its list is refused with what may stand there.

use crate::refused::{PackRefused, Vocabulary};
use domain::flag::Flag;
use domain::ids::RuleId;
use domain::pack::{Evidence, ItemKind, Need};
use domain::stage::Stage;

/// The units measures may have. `min` is minutes; money is no measure.
pub(crate) const UNITS: &[&str] = &[
    "mm", "cm", "m", "mm/m", "min", "h", "days", "V", "A", "W", "kW", "Ω", "MΩ", "°C", "kPa", "MPa", "g", "kg", "dB",
    "dBm", "dBμV", "Mbit/s", "%", "count",
];

/// The kinds of STANDARDS 4.1, with their meaning.
pub(crate) const KINDS: &[(&str, &str, ItemKind)] = &[
    ("check", "确认", ItemKind::Check),
    ("photo", "拍照", ItemKind::Photo),
    ("measure", "测量", ItemKind::Measure),
    ("field", "填写", ItemKind::Field),
    ("gate", "关卡", ItemKind::Gate),
    ("script", "话术", ItemKind::Script),
    ("calc", "计算", ItemKind::Calc),
    ("timer", "计时", ItemKind::Timer),
    ("doc", "资料", ItemKind::Doc),
];

/// The letters of the column *Ev*, with their meaning.
pub(crate) const EVIDENCE: &[(&str, &str, Evidence)] = &[
    ("-", "勾选", Evidence::Tick),
    ("P", "照片", Evidence::Photo),
    ("M", "数值", Evidence::Number),
    ("T", "文字或选项", Evidence::Text),
    ("S", "签名", Evidence::Signature),
    ("A", "自动", Evidence::Automatic),
    ("Q", "扫码", Evidence::Scan),
];

/// Where a word stands: for the message.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub file: &'a str,
    pub key: &'a str,
}

impl At<'_> {
    /// The refusal of a word that is not on its list.
    pub fn unknown(self, what: Vocabulary, word: &str, hint: impl Into<String>) -> PackRefused {
        PackRefused::Unknown {
            file: self.file.to_owned(),
            at: self.key.to_owned(),
            what,
            word: clip(word),
            hint: hint.into(),
        }
    }
}

/// Foreign text goes into messages shortened: a message stays a message.
pub(crate) fn clip(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

pub(crate) fn stage(at: At<'_>, word: &str) -> Result<Stage, PackRefused> {
    let known = || Stage::ALL.map(Stage::key).join(", ");
    Stage::from_key(word).ok_or_else(|| at.unknown(Vocabulary::Stage, word, format!("use one of {}", known())))
}

pub(crate) fn flag(at: At<'_>, word: &str) -> Result<Flag, PackRefused> {
    let known = || Flag::ALL.iter().map(|flag| flag.key()).collect::<Vec<_>>().join(", ");
    Flag::from_key(word).ok_or_else(|| at.unknown(Vocabulary::Flag, word, format!("use one of {}", known())))
}

/// The column *kind*.
pub(crate) fn kind(at: At<'_>, word: &str) -> Result<ItemKind, PackRefused> {
    let known = KINDS.iter().find(|(known, ..)| *known == word);
    let hint = "use check, photo, measure, field, gate, script, calc, timer or doc";
    known.map(|(.., kind)| *kind).ok_or_else(|| at.unknown(Vocabulary::Kind, word, hint))
}

/// The column *Req*: `Y`, `N` or `C(flag)`.
pub(crate) fn need(at: At<'_>, word: &str) -> Result<Need, PackRefused> {
    match word {
        "Y" => Ok(Need::Required),
        "N" => Ok(Need::Optional),
        _ => match word.strip_prefix("C(").and_then(|rest| rest.strip_suffix(')')) {
            Some(name) => flag(at, name).map(Need::When),
            None => Err(at.unknown(Vocabulary::Need, word, "use Y, N or C(flag)")),
        },
    }
}

/// The column *Ev*, by its letter; a tick is `-`.
pub(crate) fn evidence(at: At<'_>, word: &str) -> Result<Evidence, PackRefused> {
    let word = if word == "–" { "-" } else { word };
    let known = EVIDENCE.iter().find(|(known, ..)| *known == word);
    let hint = "use -, P, M, T, S, A or Q";
    known.map(|(.., evidence)| *evidence).ok_or_else(|| at.unknown(Vocabulary::Evidence, word, hint))
}

pub(crate) fn unit(at: At<'_>, word: &str) -> Result<String, PackRefused> {
    if UNITS.contains(&word) {
        return Ok(word.to_owned());
    }
    Err(at.unknown(Vocabulary::Unit, word, format!("use one of {}", UNITS.join(", "))))
}

/// A rule id has the form `KIT-01`.
pub(crate) fn rule(at: At<'_>, word: &str) -> Result<RuleId, PackRefused> {
    let well_formed = word.split_once('-').is_some_and(|(family, number)| {
        family.len() == 3
            && family.bytes().all(|b| b.is_ascii_uppercase())
            && number.len() == 2
            && number.bytes().all(|b| b.is_ascii_digit())
    });
    if well_formed { Ok(RuleId::new(word)) } else { Err(at.unknown(Vocabulary::Rule, word, "write it as KIT-01")) }
}

/// A key: parts of `a-z`, `0-9` and `_`, joined by dots, at most 64 bytes.
pub(crate) fn key<'a>(file: &str, word: &'a str) -> Result<&'a str, PackRefused> {
    let part = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if word.len() <= 64 && word.split('.').all(part) {
        return Ok(word);
    }
    Err(PackRefused::MalformedKey { file: file.to_owned(), at: clip(word) })
}
