//! Every pack of a set of files, checked and put together.

use crate::refused::PackRefused;
use crate::release::{Manifest, Released, pack_digest};
use crate::resolve::resolve;
use crate::shelf::{LARGEST_FILE, Shelf};
use crate::{builtin, directory};
use domain::digest::Digest;
use domain::ids::{PackKey, RuleId};
use domain::pack::{Pack, Script};
use std::collections::BTreeMap;
use std::path::Path;

/// Sixteen trades, forty blocks and room for a firm's own; more is not a standard.
const MOST_FILES: usize = 512;

/// The packs of one set of files. Nothing in it changes after loading.
#[derive(Debug)]
pub struct Library {
    packs: BTreeMap<PackKey, Pack>,
    scripts: BTreeMap<String, Script>,
    script_rules: BTreeMap<String, Vec<RuleId>>,
    manifest: Manifest,
}

impl Library {
    /// The packs that come with the program (`assets/standards`).
    pub fn builtin() -> Result<Self, PackRefused> {
        Self::from_files(builtin::FILES.iter().copied())
    }

    /// The packs of a folder laid out as `assets/standards`; files that are not `.toml` are left alone.
    pub fn from_directory(folder: &Path) -> Result<Self, PackRefused> {
        Self::from_files(directory::files(folder)?)
    }

    /// The packs of these files, given as name (`packs/dw_repair.toml`) and content. The order does not matter. One bad
    /// file refuses them all: a standard is whole or absent.
    pub fn from_files<N: AsRef<str>, T: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, PackRefused> {
        let mut texts = BTreeMap::new();
        for (name, content) in files {
            let name = name.as_ref().to_owned();
            let text = text_of(&name, content.as_ref())?;
            if texts.len() == MOST_FILES {
                return Err(PackRefused::TooManyFiles { limit: MOST_FILES });
            }
            if texts.insert(name.clone(), text).is_some() {
                return Err(PackRefused::UnknownFile { file: name });
            }
        }
        Self::from_texts(&texts)
    }

    fn from_texts(texts: &BTreeMap<String, String>) -> Result<Self, PackRefused> {
        let shelf = shelve(texts)?;
        let mut packs = BTreeMap::new();
        let mut released = Vec::new();
        for draft in &shelf.packs {
            let pack = resolve(draft, &shelf)?;
            let digest =
                pack_digest(&pack).map_err(|error| PackRefused::ReleaseUnreadable { why: error.to_string() })?;
            released.push(Released { key: pack.key.clone(), version: pack.version.clone(), digest });
            packs.insert(pack.key.clone(), pack);
        }
        let files = texts.iter().map(|(name, text)| (name.clone(), Digest::of(text.as_bytes()))).collect();
        Ok(Self {
            packs,
            scripts: shelf.scripts,
            script_rules: shelf.script_rules,
            manifest: Manifest { v: 1, files, packs: released },
        })
    }

    /// The pack with this key, for example `dw_repair`.
    pub fn pack(&self, key: &str) -> Option<&Pack> {
        self.packs.get(&PackKey::from(key))
    }

    /// Every pack, by key.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.packs.values()
    }

    /// A wording by its key, for example `S31`; also those that no item names, such as the follow-up call.
    pub fn script(&self, key: &str) -> Option<&Script> {
        self.scripts.get(key)
    }

    /// Every wording, by key.
    pub fn scripts(&self) -> impl Iterator<Item = &Script> {
        self.scripts.values()
    }

    /// The rules each wording carries.
    pub fn script_rules(&self) -> impl Iterator<Item = (&str, &RuleId)> {
        self.script_rules.iter().flat_map(|(key, rules)| rules.iter().map(move |rule| (key.as_str(), rule)))
    }

    /// What this set of files is: each file and each pack with its digest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

fn text_of(name: &str, content: &[u8]) -> Result<String, PackRefused> {
    if content.len() > LARGEST_FILE {
        return Err(PackRefused::TooLarge { file: name.to_owned(), limit: LARGEST_FILE });
    }
    let text = std::str::from_utf8(content).map_err(|_| PackRefused::NotText { file: name.to_owned() })?;
    Ok(text.to_owned())
}

/// Scripts first, then blocks, bases and packs: each names only what came before.
fn shelve(texts: &BTreeMap<String, String>) -> Result<Shelf, PackRefused> {
    let mut shelf = Shelf::default();
    let of = |place: fn(&str) -> bool| texts.iter().filter(move |(name, _)| place(name));
    if let Some((name, _)) = of(|name| place_of(name).is_none()).next() {
        return Err(PackRefused::UnknownFile { file: name.clone() });
    }
    for (name, text) in of(|name| place_of(name) == Some(Place::Scripts)) {
        shelf.take_scripts(name, text)?;
    }
    for (name, text) in of(|name| place_of(name) == Some(Place::Block)) {
        shelf.take_block(name, text)?;
    }
    for (name, text) in of(|name| place_of(name) == Some(Place::Bases)) {
        shelf.take_bases(name, text)?;
    }
    for (name, text) in of(|name| place_of(name) == Some(Place::Pack)) {
        shelf.take_pack(name, text)?;
    }
    Ok(shelf)
}

#[derive(PartialEq, Eq)]
enum Place {
    Scripts,
    Block,
    Bases,
    Pack,
}

fn place_of(name: &str) -> Option<Place> {
    match name {
        "scripts.toml" => Some(Place::Scripts),
        "bases.toml" => Some(Place::Bases),
        _ => match name.strip_suffix(".toml")?.split_once('/')? {
            ("blocks", rest) if !rest.contains('/') => Some(Place::Block),
            ("packs", rest) if !rest.contains('/') => Some(Place::Pack),
            _ => None,
        },
    }
}
