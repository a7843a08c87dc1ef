//! The files as read: every word checked, nothing put together yet.

use crate::refused::{PackRefused, Vocabulary};
use crate::text::{
    BasesText, BlockText, ChoiceText, ItemText, MeasureText, OverrideText, PackText, PartText, RelativeText,
    ScriptsText, WordsText,
};
use crate::vocabulary::{self as words, At, clip};
use domain::decimal::Decimal;
use domain::flag::Flag;
use domain::ids::{ItemKey, RuleId};
use domain::pack::{Choice, Evidence, Item, ItemKind, Measure, MeasurePart, Need, Relative, Script, Words};
use domain::stage::Stage;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// A pack file is a few kilobytes; this is room for any, and no more.
pub(crate) const LARGEST_FILE: usize = 1 << 20;

/// Everything the files say.
#[derive(Default)]
pub(crate) struct Shelf {
    pub scripts: BTreeMap<String, Script>,
    pub script_rules: BTreeMap<String, Vec<RuleId>>,
    pub blocks: BTreeMap<String, ShelfBlock>,
    pub bases: BTreeMap<String, Base>,
    pub packs: Vec<Draft>,
    /// Where each key was first used: items, blocks, bases, packs and scripts have their own names.
    used: BTreeMap<(&'static str, String), String>,
}

/// A shared block. A branch's items stand in no stage.
pub(crate) struct ShelfBlock {
    pub key: String,
    pub name: Words,
    pub branch: bool,
    pub items: Vec<(Option<Stage>, Item)>,
}

/// A base flow.
pub(crate) struct Base {
    pub blocks: Vec<String>,
    pub own_before: BTreeSet<String>,
    pub branches: Vec<String>,
    pub asks: BTreeSet<Flag>,
    pub overrides: Vec<Override>,
}

/// A pack before its blocks are put in.
pub(crate) struct Draft {
    pub file: String,
    pub key: String,
    pub version: String,
    pub name: Words,
    pub base: String,
    pub blocks: Vec<String>,
    pub flags: BTreeSet<Flag>,
    pub asks: BTreeSet<Flag>,
    pub overrides: Vec<Override>,
    pub items: Vec<(Stage, Item)>,
}

/// A change of a shared item; `None` or empty keeps what the block has.
pub(crate) struct Override {
    pub file: String,
    pub key: String,
    pub need: Option<Need>,
    pub evidence: Option<Evidence>,
    pub detail: Option<Words>,
    pub rules: Vec<RuleId>,
    pub measure: Option<Measure>,
    pub choices: Vec<Choice>,
    pub scripts: Vec<Script>,
}

impl Shelf {
    /// Takes `scripts.toml`; must come before blocks and packs, which name scripts.
    pub fn take_scripts(&mut self, file: &str, text: &str) -> Result<(), PackRefused> {
        for script in parse::<ScriptsText>(file, text)?.script {
            let at = At { file, key: &script.key };
            if script.key.is_empty() || !script.key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                return Err(PackRefused::MalformedKey { file: file.to_owned(), at: clip(&script.key) });
            }
            self.use_key("script", at)?;
            self.script_rules.insert(script.key.clone(), words::rules(at, &script.rules)?);
            let when = both(at, script.when)?;
            let said = both(at, WordsText { zh: script.zh, en: script.en })?;
            self.scripts.insert(script.key.clone(), Script { key: script.key, when, words: said });
        }
        Ok(())
    }

    /// Takes a file of `blocks/`.
    pub fn take_block(&mut self, file: &str, text: &str) -> Result<(), PackRefused> {
        let block = parse::<BlockText>(file, text)?;
        let at = At { file, key: words::key(file, &block.key)? };
        self.use_key("block", at)?;
        let name = both(at, block.name)?;
        let standing = block.stage.as_deref().map(|word| words::stage(at, word)).transpose()?;
        let mut items = Vec::with_capacity(block.item.len());
        for text in block.item {
            let (stage, item) = self.item(file, text)?;
            let stage = stage.or(standing);
            if stage.is_some() == block.branch {
                return Err(PackRefused::StageUnclear { file: file.to_owned(), at: item.key.to_string() });
            }
            items.push((stage, item));
        }
        self.blocks.insert(block.key.clone(), ShelfBlock { key: block.key, name, branch: block.branch, items });
        Ok(())
    }

    /// Takes `bases.toml`.
    pub fn take_bases(&mut self, file: &str, text: &str) -> Result<(), PackRefused> {
        for base in parse::<BasesText>(file, text)?.base {
            let at = At { file, key: words::key(file, &base.key)? };
            self.use_key("base", at)?;
            for named in base.blocks.iter().chain(&base.own_before).chain(&base.branches) {
                self.known_block(at, named)?;
            }
            let asks = words::flags(at, &base.asks)?;
            let overrides = self.overrides(file, base.overrides)?;
            let own_before = base.own_before.into_iter().collect();
            let made = Base { blocks: base.blocks, own_before, branches: base.branches, asks, overrides };
            self.bases.insert(base.key, made);
        }
        Ok(())
    }

    /// Takes a file of `packs/`.
    pub fn take_pack(&mut self, file: &str, text: &str) -> Result<(), PackRefused> {
        let pack = parse::<PackText>(file, text)?;
        let at = At { file, key: words::key(file, &pack.key)? };
        self.use_key("pack", at)?;
        words::key(file, &pack.version)?;
        if !self.bases.contains_key(&pack.base) {
            let known = self.bases.keys().cloned().collect::<Vec<_>>().join(", ");
            return Err(at.unknown(Vocabulary::Base, &pack.base, format!("use one of {known}")));
        }
        for named in &pack.blocks {
            self.known_block(at, named)?;
        }
        let name = both(at, pack.name)?;
        let (flags, asks) = (words::flags(at, &pack.flags)?, words::flags(at, &pack.asks)?);
        let overrides = self.overrides(file, pack.overrides)?;
        let mut items = Vec::with_capacity(pack.item.len());
        for text in pack.item {
            let (stage, item) = self.item(file, text)?;
            let unclear = || PackRefused::StageUnclear { file: file.to_owned(), at: item.key.to_string() };
            items.push((stage.ok_or_else(unclear)?, item));
        }
        let file = file.to_owned();
        let PackText { key, version, base, blocks, .. } = pack;
        self.packs.push(Draft { file, key, version, name, base, blocks, flags, asks, overrides, items });
        Ok(())
    }

    fn item(&mut self, file: &str, text: ItemText) -> Result<(Option<Stage>, Item), PackRefused> {
        let at = At { file, key: words::key(file, &text.key)? };
        self.use_key("item", at)?;
        let stage = text.stage.as_deref().map(|word| words::stage(at, word)).transpose()?;
        let kind = words::kind(at, &text.kind)?;
        if kind == ItemKind::Measure && text.measure.is_none() {
            return Err(PackRefused::NoUnit { file: file.to_owned(), at: text.key });
        }
        let item = Item {
            key: ItemKey::new(text.key.as_str()),
            name: both(at, WordsText { zh: text.zh, en: text.en })?,
            kind,
            need: words::need(at, &text.req)?,
            evidence: words::evidence(at, &text.ev)?,
            rules: words::rules(at, &text.rules)?,
            detail: text.detail.map(|detail| both(at, detail)).transpose()?,
            measure: text.measure.map(|it| measure(at, it)).transpose()?,
            choices: choices(at, text.choices)?,
            each_unit: text.each_unit,
            scripts: self.scripts_named(at, &text.scripts)?,
        };
        Ok((stage, item))
    }

    fn overrides(&self, file: &str, texts: Vec<OverrideText>) -> Result<Vec<Override>, PackRefused> {
        texts.into_iter().map(|text| self.override_of(file, text)).collect()
    }

    fn override_of(&self, file: &str, text: OverrideText) -> Result<Override, PackRefused> {
        let at = At { file, key: words::key(file, text.key.strip_suffix(".*").unwrap_or(&text.key))? };
        let changed = |word: &Option<String>| word.clone().filter(|word| word != "=");
        Ok(Override {
            file: file.to_owned(),
            need: changed(&text.req).map(|word| words::need(at, &word)).transpose()?,
            evidence: changed(&text.ev).map(|word| words::evidence(at, &word)).transpose()?,
            rules: words::rules(at, &text.rules)?,
            detail: text.detail.map(|detail| both(at, detail)).transpose()?,
            measure: text.measure.map(|it| measure(at, it)).transpose()?,
            choices: choices(at, text.choices)?,
            scripts: self.scripts_named(at, &text.scripts)?,
            key: text.key,
        })
    }

    fn scripts_named(&self, at: At<'_>, keys: &[String]) -> Result<Vec<Script>, PackRefused> {
        let named = |key: &String| {
            let unknown = || at.unknown(Vocabulary::Script, key, "add it to scripts.toml, or correct the name");
            self.scripts.get(key).cloned().ok_or_else(unknown)
        };
        keys.iter().map(named).collect()
    }

    fn known_block(&self, at: At<'_>, key: &str) -> Result<(), PackRefused> {
        if self.blocks.contains_key(key) {
            return Ok(());
        }
        Err(at.unknown(Vocabulary::Block, key, "add its file to blocks/, or correct the name"))
    }

    fn use_key(&mut self, kind: &'static str, at: At<'_>) -> Result<(), PackRefused> {
        let first = self.used.insert((kind, at.key.to_owned()), at.file.to_owned());
        let repeated = |first| PackRefused::Duplicate { file: at.file.to_owned(), at: clip(at.key), first };
        first.map_or(Ok(()), |first| Err(repeated(first)))
    }
}

/// Reads TOML; the nesting limit is the reader's own (80).
fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PackRefused> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        PackRefused::Syntax {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            why: clip(error.message()),
        }
    })
}

/// Both languages, or which is missing.
fn both(at: At<'_>, text: WordsText) -> Result<Words, PackRefused> {
    let missing = [("zh", &text.zh), ("en", &text.en)].into_iter().find(|(_, text)| text.trim().is_empty());
    if let Some((language, _)) = missing {
        return Err(PackRefused::TranslationMissing { file: at.file.to_owned(), at: clip(at.key), language });
    }
    Ok(Words { zh: text.zh, en: text.en })
}

fn measure(at: At<'_>, text: MeasureText) -> Result<Measure, PackRefused> {
    limits(at, &text.least, &text.most)?;
    Ok(Measure {
        unit: words::unit(at, &text.unit)?,
        least: text.least,
        most: text.most,
        ours: text.ours,
        relative: text.relative.map(|it| relative(at, it)).transpose()?,
        name: text.name.map(|name| both(at, name)).transpose()?,
        before_and_after: text.before_and_after,
        parts: text.parts.into_iter().map(|part| measure_part(at, part)).collect::<Result<_, _>>()?,
    })
}

fn relative(at: At<'_>, text: RelativeText) -> Result<Relative, PackRefused> {
    limits(at, &text.least_percent, &text.most_percent)?;
    Ok(Relative {
        to: words::key(at.file, &text.to)?.to_owned(),
        name: both(at, WordsText { zh: text.zh, en: text.en })?,
        least_percent: text.least_percent,
        most_percent: text.most_percent,
    })
}

fn measure_part(at: At<'_>, text: PartText) -> Result<MeasurePart, PackRefused> {
    Ok(MeasurePart {
        key: words::key(at.file, &text.key)?.to_owned(),
        name: both(at, WordsText { zh: text.zh, en: text.en })?,
        must_be: text.must_be,
    })
}

/// Both limits are decimals, and the least is not above the most.
fn limits(at: At<'_>, least: &Option<String>, most: &Option<String>) -> Result<(), PackRefused> {
    let bad = |text: &str| PackRefused::BadLimit { file: at.file.to_owned(), at: clip(at.key), limit: clip(text) };
    let read =
        |text: &Option<String>| text.as_ref().map(|text| Decimal::read(text).ok_or_else(|| bad(text))).transpose();
    match (read(least)?, read(most)?) {
        (Some(low), Some(high)) if low > high => Err(bad(least.as_deref().unwrap_or_default())),
        _ => Ok(()),
    }
}

fn choices(at: At<'_>, texts: Vec<ChoiceText>) -> Result<Vec<Choice>, PackRefused> {
    let mut seen = BTreeSet::new();
    let mut made = Vec::with_capacity(texts.len());
    for text in texts {
        if !seen.insert(words::key(at.file, &text.key)?.to_owned()) {
            let repeated = format!("{}: {}", at.key, text.key);
            return Err(PackRefused::Duplicate { file: at.file.to_owned(), at: repeated, first: at.file.to_owned() });
        }
        let name = both(at, WordsText { zh: text.zh, en: text.en })?;
        made.push(Choice { key: text.key, name, blocks: text.blocks });
    }
    Ok(made)
}
