//! The service standard (服务规范) of every trade: reads the packs of `assets/standards`, checks them and says which
//! version they are.
//!
//! A pack is written as TOML that names shared blocks, so that a block exists once; what leaves this crate is the
//! resolved [`domain::pack::Pack`]. A pack may make a shared item stricter; a file that would open a gate (STANDARDS
//! 2.4) is refused, with a message that names the file, the key and what to do.
//!
//! Must not know: jobs, visits, answers, storage, the network, the screen. It reads files and nothing else.
//!
//! # Modules
//! - [`library`]: every pack of a set of files: [`Library::builtin`], [`Library::from_files`], [`Library::from_directory`]
//! - [`release`]: digests of packs, the manifest of a set of files, a pack received from elsewhere
//! - [`describe`]: a pack as plain text, for people
//! - [`book`]: the rules, words to avoid, settings and duties that stand beside the packs
//! - [`setting`]: a setting of a firm: what it may be, and what is wrong with a value
//! - [`coverage`]: where each rule is carried, or why the program has no part in it
//! - [`lint`]: what is wrong with a folder of packs, by file and line
//! - `workbook` (feature `workbook`): a pack as a spreadsheet, out and in
//! - [`refused`]: why files are not taken as a standard
//! - `faults`, `fields`: what is wrong, gathered with its place; a TOML table taken field by field
//! - `text`, `vocabulary`: the shapes of the files and the words they may use
//! - `shelf`: the files read, word by word, before anything is put together
//! - `overrides`, `resolve`, `gates`: a base, its blocks and a pack's changes put together, and the gates that must remain
//! - `assembly`: all files of a set read and put together, with everything that is wrong
//! - `builtin`, `directory`: where the files come from

mod assembly;
mod builtin;
mod directory;
mod faults;
mod fields;
mod gates;
mod overrides;
mod resolve;
mod shelf;
mod text;
mod vocabulary;

pub mod book;
pub mod coverage;
pub mod describe;
pub mod library;
pub mod lint;
pub mod refused;
pub mod release;
pub mod setting;
#[cfg(feature = "workbook")]
pub mod workbook;

pub use book::Book;
pub use describe::describe;
pub use library::Library;
pub use refused::{PackRefused, Shape, Vocabulary};
pub use release::{Manifest, from_release, pack_digest};
pub use setting::{Setting, SettingRefused};
