//! The packs as they leave this crate, and files that must not become one.
// clippy.toml allows these in tests; the helpers here are part of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod builtin;
mod coverage;
mod foreign;
mod hostile;
mod lint;
mod release;

use standards::{Library, PackRefused};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// `assets/standards`.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/standards")
}

/// The committed pack files by name, to change one and load the rest as it is.
struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    fn of_the_product() -> Self {
        let mut files = BTreeMap::new();
        for inner in ["", "blocks/", "packs/"] {
            for entry in fs::read_dir(folder().join(inner)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if name.ends_with(".toml") {
                    files.insert(format!("{inner}{name}"), fs::read(folder().join(inner).join(&name)).unwrap());
                }
            }
        }
        Self(files)
    }

    fn with(mut self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.0.insert(name.to_owned(), content.as_ref().to_vec());
        self
    }

    /// Replaces a text that must be there, exactly once.
    fn edited(mut self, name: &str, from: &str, to: &str) -> Self {
        let text = String::from_utf8(self.0[name].clone()).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {name}");
        self.0.insert(name.to_owned(), text.replace(from, to).into_bytes());
        self
    }

    fn without_packs(mut self) -> Self {
        self.0.retain(|name, _| !name.starts_with("packs/"));
        self
    }

    fn load(self) -> Result<Library, PackRefused> {
        Library::from_files(self.0)
    }

    fn refused(self) -> PackRefused {
        let refused = self.load().unwrap_err();
        assert!(refused.code().starts_with("pack_"));
        assert!(!refused.zh().is_empty() && refused.zh() != refused.to_string());
        refused
    }
}

/// A pack on `base.repair` with these further lines.
fn pack(lines: &str) -> String {
    format!(
        "key = \"trial\"\nversion = \"1\"\nname = {{ zh = \"试\", en = \"Trial\" }}\nbase = \"base.repair\"\n{lines}"
    )
}

/// An own item of the trial pack.
fn own_item(stage: &str, key: &str, kind: &str, req: &str, ev: &str) -> String {
    format!(
        "[[item]]\nstage = \"{stage}\"\nkey = \"{key}\"\nzh = \"项\"\nen = \"Item\"\nkind = \"{kind}\"\nreq = \"{req}\"\n\
         ev = \"{ev}\"\nrules = [\"WRK-01\"]\n"
    )
}
