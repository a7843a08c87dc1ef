//! Every pack of a set of files, checked and put together.

use crate::assembly::Files;
use crate::refused::PackRefused;
use crate::release::{Manifest, Released, pack_digest};
use crate::{builtin, directory};
use domain::digest::Digest;
use domain::ids::{PackKey, RuleId};
use domain::pack::{Pack, Script};
use std::collections::BTreeMap;
use std::path::Path;

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
        Self::from(directory::files(folder))
    }

    /// The packs of these files, given as name (`packs/dw_repair.toml`) and content. The order does not matter. One bad
    /// file refuses them all: a standard is whole or absent.
    pub fn from_files<N: AsRef<str>, T: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, PackRefused> {
        Self::from(Files::of(files))
    }

    fn from(files: Files) -> Result<Self, PackRefused> {
        let assembly = files.assemble();
        if let Some(fault) = assembly.faults.into_iter().next() {
            return Err(fault.refused);
        }
        let mut packs = BTreeMap::new();
        let mut released = Vec::new();
        for (_, pack) in assembly.packs {
            let digest =
                pack_digest(&pack).map_err(|error| PackRefused::ReleaseUnreadable { why: error.to_string() })?;
            released.push(Released { key: pack.key.clone(), version: pack.version.clone(), digest });
            packs.insert(pack.key.clone(), pack);
        }
        let files = assembly.texts.iter().map(|(name, text)| (name.clone(), Digest::of(text.as_bytes()))).collect();
        Ok(Self {
            packs,
            scripts: assembly.shelf.scripts,
            script_rules: assembly.shelf.script_rules,
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
