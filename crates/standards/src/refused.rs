//! Why files are not taken as a standard. Every message names the file or the key, and what to do about it. Chinese is in
//! `chinese`, what the messages speak of in `named`.

mod chinese;
mod named;

pub use named::{Shape, Vocabulary};

/// A set of pack files, or a pack of a release, that cannot be used. Nothing of it is taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PackRefused {
    /// A file, or the folder, cannot be read from disk.
    #[error("{file}: cannot be read ({why}); check the path and its permissions")]
    Unreadable {
        /// The file or folder.
        file: String,
        /// What the system said.
        why: String,
    },
    /// A file is over the limit of 1 MiB.
    #[error("{file}: is larger than {limit} bytes; check that it is a pack, or split it into several")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// There are more files than any standard needs.
    #[error("there are more than {limit} files; hand over the files of one standard only")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// A file is not UTF-8.
    #[error("{file}: is not text in UTF-8; save it as UTF-8, or leave it out")]
    NotText {
        /// The file.
        file: String,
    },
    /// A file's name says nothing about what it holds.
    #[error(
        "{file}: is none of bases.toml, scripts.toml, blocks/*.toml and packs/*.toml, or comes twice; rename it or \
         leave it out"
    )]
    UnknownFile {
        /// The file.
        file: String,
    },
    /// The TOML cannot be read, has an unknown field, or lacks one.
    #[error("{file}, line {line}: {why}; correct that line (README.md beside the packs shows the form)")]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the reader said.
        why: String,
    },
    /// A field that no table of this kind has.
    #[error("{file}, line {line}: there is no field “{field}”; use one of {known}, or remove it")]
    UnknownField {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The field.
        field: String,
        /// What may stand there.
        known: String,
    },
    /// A field that must be there.
    #[error("{file}, line {line}: “{field}” is missing here; add it (README.md beside the packs shows the form)")]
    FieldMissing {
        /// The file.
        file: String,
        /// The line where its table begins, from 1.
        line: usize,
        /// The field.
        field: String,
    },
    /// A field of another shape.
    #[error("{file}, line {line}: “{field}” must be {}; write it so", wanted.names().0)]
    WrongShape {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The field.
        field: String,
        /// What it must be.
        wanted: Shape,
    },
    /// A file with more items than a technician could ever answer.
    #[error("{file}: has {count} items and changes, more than {limit}; split it into several packs or blocks")]
    TooManyItems {
        /// The file.
        file: String,
        /// How many.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// A word that is not on its list.
    #[error("{file}, {at}: “{word}” is not a known {}; {hint}", what.names().0)]
    Unknown {
        /// The file.
        file: String,
        /// The item or key.
        at: String,
        /// Which list.
        what: Vocabulary,
        /// The word.
        word: String,
        /// What may stand there.
        hint: String,
    },
    /// A key that is empty or has other characters than `a-z`, `0-9`, `_` and `.`.
    #[error("{file}: “{at}” cannot be a key; use a-z, 0-9 and _, in parts joined by a dot")]
    MalformedKey {
        /// The file.
        file: String,
        /// The key.
        at: String,
    },
    /// A key that is used twice over the whole product.
    #[error(
        "{file}, {at}: this key is already used in {first}; keys are unique over the whole product, choose another"
    )]
    Duplicate {
        /// The file.
        file: String,
        /// The key.
        at: String,
        /// Where it was first.
        first: String,
    },
    /// A text that is missing in one of the two languages.
    #[error("{file}, {at}: the text has no “{language}”; write it in both zh and en")]
    TranslationMissing {
        /// The file.
        file: String,
        /// The item or key.
        at: String,
        /// `zh` or `en`.
        language: &'static str,
    },
    /// An item of the main line that stands in no stage, or an item of a branch that names one.
    #[error("{file}, {at}: give the item a stage, or mark the block “branch = true” and leave the stage out")]
    StageUnclear {
        /// The file.
        file: String,
        /// The item.
        at: String,
    },
    /// An override that meets no shared item.
    #[error("{file}, {at}: no shared item of this pack has this key; correct the key, or remove the override")]
    OverrideWithoutItem {
        /// The file.
        file: String,
        /// The key or pattern.
        at: String,
    },
    /// An override that would make a gate item optional, conditional or less proved.
    #[error("{file}, {at}: this is a gate, and a pack may only make it stricter; remove “{change}”")]
    GateRemoved {
        /// The file.
        file: String,
        /// The item.
        at: String,
        /// What the override wants.
        change: String,
    },
    /// An override that asks less of another item.
    #[error(
        "{file}, {at}: a pack may make a shared item stricter or put it under a flag, not loosen it; remove “{change}”"
    )]
    Loosened {
        /// The file.
        file: String,
        /// The item.
        at: String,
        /// What the override wants.
        change: String,
    },
    /// A stage or branch of a pack without an item that a gate of STANDARDS 2.4 rests on, or with less than it needs.
    #[error(
        "{pack}, {at}: gate {gate} needs this item in “{place}”, as strict as the standard has it; put it back (its \
         shared block has it)"
    )]
    GateMissing {
        /// The pack.
        pack: String,
        /// The item.
        at: String,
        /// For example `G5`.
        gate: &'static str,
        /// The stage or the branch block.
        place: String,
    },
    /// A measure without a unit.
    #[error("{file}, {at}: a measure needs “measure” with its unit; add it")]
    NoUnit {
        /// The file.
        file: String,
        /// The item.
        at: String,
    },
    /// A limit that is not a decimal, or a least value above the greatest.
    #[error(
        "{file}, {at}: “{limit}” is not a limit; write decimals such as \"-27\" or \"2.5\", the least not above the most"
    )]
    BadLimit {
        /// The file.
        file: String,
        /// The item.
        at: String,
        /// The text.
        limit: String,
    },
    /// A pack of a release whose content is not the one announced.
    #[error("the pack is not the one the release names; fetch the release again")]
    NotTheReleased,
    /// A pack of a release that cannot be read at all.
    #[error("the pack cannot be read ({why}); update the app, or fetch the release again")]
    ReleaseUnreadable {
        /// What the reader said.
        why: String,
    },
}

impl PackRefused {
    /// A stable code for screens and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "pack_unreadable",
            Self::TooLarge { .. } => "pack_too_large",
            Self::TooManyFiles { .. } => "pack_too_many_files",
            Self::NotText { .. } => "pack_not_text",
            Self::UnknownFile { .. } => "pack_unknown_file",
            Self::Syntax { .. } => "pack_syntax",
            Self::UnknownField { .. } => "pack_unknown_field",
            Self::FieldMissing { .. } => "pack_field_missing",
            Self::WrongShape { .. } => "pack_wrong_shape",
            Self::TooManyItems { .. } => "pack_too_many_items",
            Self::Unknown { what, .. } => what.code(),
            Self::MalformedKey { .. } => "pack_malformed_key",
            Self::Duplicate { .. } => "pack_duplicate_key",
            Self::TranslationMissing { .. } => "pack_translation_missing",
            Self::StageUnclear { .. } => "pack_stage_unclear",
            Self::OverrideWithoutItem { .. } => "pack_override_without_item",
            Self::GateRemoved { .. } => "pack_gate_removed",
            Self::Loosened { .. } => "pack_loosened",
            Self::GateMissing { .. } => "pack_gate_missing",
            Self::NoUnit { .. } => "pack_no_unit",
            Self::BadLimit { .. } => "pack_bad_limit",
            Self::NotTheReleased => "pack_not_the_released",
            Self::ReleaseUnreadable { .. } => "pack_release_unreadable",
        }
    }
}
