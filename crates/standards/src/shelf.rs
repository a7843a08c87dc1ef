//! The files as read: every word checked, nothing put together yet. What is wrong is gathered; what is left is put on the
//! shelf all the same, so that one fault does not hide the next.

mod item;
mod kept;

pub(crate) use kept::{Base, Draft, Override, ShelfBlock, ShelfItem, Spot};

use crate::faults::Faults;
use crate::fields::Source;
use crate::refused::{PackRefused, Vocabulary};
use crate::text::{self, Mark, OverrideText, Word, WordsText};
use crate::vocabulary::{self as words, At, clip};
use domain::ids::RuleId;
use domain::pack::{Script, Words};
use domain::stage::Stage;
use std::collections::{BTreeMap, BTreeSet};

/// A pack file is a few kilobytes; this is room for any, and no more.
pub(crate) const LARGEST_FILE: usize = 1 << 20;
/// The largest pack of ours has fewer than 200 items with all its blocks.
const MOST_ITEMS: usize = 1_000;

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
    /// What a file that cannot be read may have held: nobody is told that a name of it is unknown.
    lost: Lost,
}

#[derive(Default)]
struct Lost {
    scripts: bool,
    blocks: bool,
    bases: bool,
}

impl Shelf {
    /// Takes `scripts.toml`; must come before blocks and packs, which name scripts.
    pub fn take_scripts(&mut self, source: Source<'_>) {
        let (file, faults) = (source.file, source.faults);
        let Some(scripts) = text::scripts(source) else {
            self.lost.scripts = true;
            return;
        };
        for script in scripts {
            let Some(key) = script.key else { continue };
            let at = At { file, key: &key.text };
            if key.text.is_empty() || !key.text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                faults.add(
                    file,
                    Some(key.at),
                    PackRefused::MalformedKey { file: file.to_owned(), at: clip(&key.text) },
                );
                continue;
            }
            self.use_key("script", at, key.at, faults);
            let rules = each(&script.rules, faults, file, |word| words::rule(at, word));
            self.script_rules.insert(key.text.clone(), rules);
            let when = script.when.map(|when| both(at, when, faults)).unwrap_or_default();
            let said = both(at, script.said, faults);
            self.scripts.insert(key.text.clone(), Script { key: key.text, when, words: said });
        }
    }

    /// Takes a file of `blocks/`.
    pub fn take_block(&mut self, source: Source<'_>) {
        let (file, faults, before) = (source.file, source.faults, source.faults.count());
        let block = match text::block(source) {
            Ok(block) => block,
            Err(Some(key)) => return self.keep_place(file, key),
            Err(None) => {
                self.lost.blocks = true;
                return;
            }
        };
        if too_many(source, block.item.len()) {
            return block.key.into_iter().for_each(|key| self.keep_place(file, key.text));
        }
        let Some(key) = block.key.and_then(|key| known_key(file, key, faults)) else {
            self.lost.blocks = true;
            return;
        };
        let at = At { file, key: &key.text };
        self.use_key("block", at, key.at, faults);
        let name = block.name.map(|name| both(at, name, faults)).unwrap_or_default();
        let standing = stage_of(at, block.stage.as_ref(), faults);
        let branch = Mark::is_on(block.branch);
        let mut items = Vec::with_capacity(block.item.len());
        for text in block.item {
            let Some(mut item) = self.item(file, text, faults) else { continue };
            item.stage = item.stage.or(standing);
            if item.stage.is_some() == branch && !item.broken {
                let refused = PackRefused::StageUnclear { file: file.to_owned(), at: item.item.key.to_string() };
                faults.add(file, Some(item.spot.of("stage")), refused);
            }
            items.push(item);
        }
        let spot = Spot { file: file.to_owned(), key: key.at, ..Spot::default() };
        let broken = faults.count() > before;
        self.blocks.insert(key.text.clone(), ShelfBlock { key: key.text, name, branch, items, spot, broken });
    }

    /// A block that is there and cannot be read.
    fn keep_place(&mut self, file: &str, key: String) {
        let spot = Spot { file: file.to_owned(), ..Spot::default() };
        let (name, items) = (Words::default(), Vec::new());
        let block = ShelfBlock { key: key.clone(), name, branch: false, items, spot, broken: true };
        self.blocks.entry(key).or_insert(block);
    }

    /// Takes `bases.toml`.
    pub fn take_bases(&mut self, source: Source<'_>) {
        let (file, faults) = (source.file, source.faults);
        let Some(bases) = text::bases(source) else {
            self.lost.bases = true;
            return;
        };
        for base in bases {
            let Some(key) = base.key.and_then(|key| known_key(file, key, faults)) else {
                self.lost.bases = true;
                continue;
            };
            let at = At { file, key: &key.text };
            self.use_key("base", at, key.at, faults);
            for named in base.blocks.iter().chain(&base.own_before) {
                self.known_block(at, named, Some(false), faults);
            }
            base.branches.iter().for_each(|named| self.known_block(at, named, Some(true), faults));
            twice(at, &base.blocks, &[], faults);
            let made = Base {
                blocks: base.blocks.into_iter().map(|word| word.text).collect(),
                own_before: base.own_before.into_iter().map(|word| word.text).collect(),
                branches: base.branches,
                asks: each(&base.asks, faults, file, |word| words::flag(at, word)).into_iter().collect(),
                overrides: self.overrides(file, base.overrides, faults),
                spot: Spot { file: file.to_owned(), key: key.at, ..Spot::default() },
                key: key.text.clone(),
            };
            self.bases.insert(key.text, made);
        }
    }

    /// Takes a file of `packs/`.
    pub fn take_pack(&mut self, source: Source<'_>) {
        let (file, faults) = (source.file, source.faults);
        let Ok(pack) = text::pack(source) else { return };
        if too_many(source, pack.item.len() + pack.overrides.len()) {
            return;
        }
        let Some(key) = pack.key.and_then(|key| known_key(file, key, faults)) else { return };
        let at = At { file, key: &key.text };
        self.use_key("pack", at, key.at, faults);
        let version = pack.version.and_then(|version| known_key(file, version, faults)).unwrap_or_default();
        let base = pack.base.unwrap_or_default();
        self.known_base(at, &base, faults);
        pack.blocks.iter().for_each(|named| self.known_block(at, named, Some(false), faults));
        let of_base = self.bases.get(&base.text).map(|base| base.blocks.as_slice()).unwrap_or_default();
        twice(At { file, key: &base.text }, &pack.blocks, of_base, faults);
        let flags = |list: &[Word]| each(list, faults, file, |word| words::flag(at, word)).into_iter().collect();
        let (has, asks) = (flags(&pack.flags), flags(&pack.asks));
        let overrides = self.overrides(file, pack.overrides, faults);
        let mut items = Vec::with_capacity(pack.item.len());
        for text in pack.item {
            let Some(item) = self.item(file, text, faults) else { continue };
            if item.stage.is_none() && !item.broken {
                let refused = PackRefused::StageUnclear { file: file.to_owned(), at: item.item.key.to_string() };
                faults.add(file, Some(item.spot.key), refused);
            }
            items.push(item);
        }
        let name = pack.name.map(|name| both(at, name, faults)).unwrap_or_default();
        let fields = vec![("blocks", pack.blocks.first().map_or(key.at, |word| word.at))];
        let spot = Spot { file: file.to_owned(), key: key.at, fields };
        let (version, base, blocks, planned_without) = (version.text, base.text, pack.blocks, pack.planned_without);
        self.packs.push(Draft {
            key: key.text,
            version,
            name,
            base,
            blocks,
            planned_without,
            flags: has,
            asks,
            overrides,
            items,
            spot,
        });
    }

    fn overrides(&self, file: &str, texts: Vec<OverrideText>, faults: &Faults) -> Vec<Override> {
        texts.into_iter().filter_map(|text| self.change(file, text, faults)).collect()
    }

    fn known_base(&self, at: At<'_>, base: &Word, faults: &Faults) {
        // One that is missing altogether was told when the file was read.
        let missing = base.text.is_empty() && base.at == 0;
        if !self.bases.contains_key(&base.text) && !self.lost.bases && !missing {
            let known = self.bases.keys().cloned().collect::<Vec<_>>().join(", ");
            faults.add(at.file, Some(base.at), at.unknown(Vocabulary::Base, &base.text, format!("use one of {known}")));
        }
    }

    /// A block that exists and is of the right sort, where it can be told.
    fn known_block(&self, at: At<'_>, named: &Word, branch: Option<bool>, faults: &Faults) {
        let hint = match self.blocks.get(&named.text) {
            None if self.lost.blocks => return,
            None => "add its file to blocks/, or correct the name",
            Some(block) if block.broken || branch.is_none_or(|branch| branch == block.branch) => return,
            Some(block) if block.branch => "a branch block belongs under “branches”",
            Some(_) => "only a block with “branch = true” may stand here",
        };
        faults.add(at.file, Some(named.at), at.unknown(Vocabulary::Block, &named.text, hint));
    }

    fn use_key(&mut self, kind: &'static str, at: At<'_>, place: usize, faults: &Faults) {
        let first = self.used.entry((kind, at.key.to_owned()));
        match first {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(at.file.to_owned());
            }
            std::collections::btree_map::Entry::Occupied(first) => {
                let (file, first) = (at.file.to_owned(), first.get().clone());
                faults.add(at.file, Some(place), PackRefused::Duplicate { file, at: clip(at.key), first });
            }
        }
    }
}

/// Whether a file has more items than anybody answers; told once, and nothing of it is read.
fn too_many(source: Source<'_>, count: usize) -> bool {
    if count > MOST_ITEMS {
        let refused = PackRefused::TooManyItems { file: source.file.to_owned(), count, limit: MOST_ITEMS };
        source.faults.add(source.file, None, refused);
    }
    count > MOST_ITEMS
}

/// Each block stands once, whoever brings it.
fn twice(at: At<'_>, named: &[Word], before: &[String], faults: &Faults) {
    let mut seen: BTreeSet<&str> = before.iter().map(String::as_str).collect();
    for word in named.iter().filter(|word| !seen.insert(&word.text)) {
        let (file, first) = (at.file.to_owned(), at.key.to_owned());
        faults.add(at.file, Some(word.at), PackRefused::Duplicate { file, at: clip(&word.text), first });
    }
}

fn stage_of(at: At<'_>, word: Option<&Word>, faults: &Faults) -> Option<Stage> {
    word.and_then(|word| faults.keep(at.file, word.at, words::stage(at, &word.text)))
}

fn known_key(file: &str, word: Word, faults: &Faults) -> Option<Word> {
    faults.keep(file, word.at, words::key(file, &word.text).map(|_| ()))?;
    Some(word)
}

/// Every word of a list, each wrong one told.
fn each<T>(list: &[Word], faults: &Faults, file: &str, read: impl Fn(&str) -> Result<T, PackRefused>) -> Vec<T> {
    list.iter().filter_map(|word| faults.keep(file, word.at, read(&word.text))).collect()
}

/// Both languages; one that is missing is told.
fn both(at: At<'_>, text: WordsText, faults: &Faults) -> Words {
    let place = text.at;
    let said = |language: &'static str, word: Option<Word>| {
        let word = word.unwrap_or(Word { text: String::new(), at: place });
        if word.text.trim().is_empty() {
            let (file, key) = (at.file.to_owned(), clip(at.key));
            faults.add(at.file, Some(word.at), PackRefused::TranslationMissing { file, at: key, language });
        }
        word.text
    };
    Words { zh: said("zh", text.zh), en: said("en", text.en) }
}
