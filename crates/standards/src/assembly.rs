//! A set of files put together, with everything that is wrong with them. The loader takes it whole or not at all; the
//! linter goes on from here.

use crate::faults::{Fault, Faults};
use crate::fields::{Lines, Source};
use crate::refused::PackRefused;
use crate::resolve::resolve;
use crate::shelf::{LARGEST_FILE, Shelf};
use domain::pack::Pack;
use std::collections::BTreeMap;

/// Sixteen trades, forty blocks and room for a firm's own; more is not a standard.
const MOST_FILES: usize = 512;

/// The files, what they say, and what is wrong.
pub(crate) struct Assembly {
    pub texts: BTreeMap<String, String>,
    pub shelf: Shelf,
    /// The resolved packs with their place in the shelf.
    pub packs: Vec<(usize, Pack)>,
    pub faults: Vec<Fault>,
}

/// Files by name (`packs/dw_repair.toml`) and content; the order does not matter.
#[derive(Default)]
pub(crate) struct Files {
    texts: BTreeMap<String, String>,
    /// A pack whose name is not that of a pack's file: it comes from elsewhere.
    guest: Option<String>,
    faults: Faults,
}

impl Files {
    pub fn of<N: AsRef<str>, T: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, T)>) -> Self {
        let mut taken = Self::default();
        for (name, content) in files {
            if taken.texts.len() == MOST_FILES {
                taken.faults.add("", None, PackRefused::TooManyFiles { limit: MOST_FILES });
                break;
            }
            taken.take(name.as_ref(), content.as_ref());
        }
        taken
    }

    fn take(&mut self, name: &str, content: &[u8]) {
        let file = || name.to_owned();
        let refused = match std::str::from_utf8(content) {
            _ if content.len() > LARGEST_FILE => PackRefused::TooLarge { file: file(), limit: LARGEST_FILE },
            Err(_) => PackRefused::NotText { file: file() },
            Ok(_) if place_of(name).is_none() || self.texts.contains_key(name) => {
                PackRefused::UnknownFile { file: file() }
            }
            Ok(text) => {
                self.texts.insert(file(), text.to_owned());
                return;
            }
        };
        self.faults.add(name, None, refused);
    }

    /// A file that could not even be read.
    pub fn refuse(&self, file: &str, refused: PackRefused) {
        self.faults.add(file, None, refused);
    }

    /// A pack from elsewhere, under a name of its own; it stands in for the pack with the same key.
    #[cfg(feature = "workbook")]
    pub fn invite(&mut self, name: &str, pack: &str, instead_of: &str) {
        self.texts.remove(instead_of);
        self.texts.insert(name.to_owned(), pack.to_owned());
        self.guest = Some(name.to_owned());
    }

    /// Scripts first, then blocks, bases and packs: each names only what came before.
    pub fn assemble(self) -> Assembly {
        let Self { texts, guest, faults } = self;
        let mut shelf = Shelf::default();
        for wanted in [Place::Scripts, Place::Block, Place::Bases, Place::Pack] {
            let guest = |name: &str| guest.as_deref() == Some(name);
            let place = |name: &str| if guest(name) { Some(Place::Pack) } else { place_of(name) };
            for (file, text) in texts.iter().filter(|(name, _)| place(name) == Some(wanted)) {
                let lines = Lines::of(text);
                let source = Source { file, text, lines: &lines, faults: &faults };
                match wanted {
                    Place::Scripts => shelf.take_scripts(source),
                    Place::Block => shelf.take_block(source),
                    Place::Bases => shelf.take_bases(source),
                    Place::Pack => shelf.take_pack(source),
                }
            }
        }
        let drafts = shelf.packs.iter().enumerate();
        let packs = drafts.filter_map(|(place, draft)| Some((place, resolve(draft, &shelf, &faults)?))).collect();
        Assembly { texts, shelf, packs, faults: faults.into_vec() }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
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
