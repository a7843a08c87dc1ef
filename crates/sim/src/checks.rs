//! DESIGN's promises, held against what is on the disks. Each complaint is a sentence.
//!
//! - `phone`: what holds for a phone at any moment, and when it is gone; `office`: what holds at the hub
//! - `quiet`: what holds when nobody has anything new: one fold of each job for all who may see it, nothing lost, nothing
//!   seen that is for others, no record of a wrong author

mod office;
mod phone;
mod quiet;

pub use office::office;
pub use phone::{handed_in, is_told, phone, report};
pub use quiet::quiet;

use crate::broken::{Broken, Tried};
use domain::digest::Digest;
use domain::fold::Entry;
use domain::ids::RecordId;
use replica::document::{DocRef, Document};
use std::collections::{BTreeMap, BTreeSet};
use store::Store;

/// What an honest end does not complain about.
#[derive(Default)]
pub struct Known {
    /// Changes of a device that means harm, and its bytes that are none.
    pub poison: BTreeSet<Digest>,
    /// Changes of a newer app.
    pub newer: BTreeSet<Digest>,
}

/// Every one of these records is among those, as it was.
fn holds(saved: &BTreeMap<RecordId, String>, there: &BTreeMap<RecordId, String>, whose: &str) -> Result<(), Broken> {
    let lost: Vec<&RecordId> =
        saved.iter().filter(|(id, text)| there.get(id) != Some(text)).map(|(id, _)| id).collect();
    match lost.as_slice() {
        [] => Ok(()),
        lost => Err(Broken::new(whose, format!("lost {} records the screen said were saved: {lost:?}", lost.len()))),
    }
}

fn texts(entries: &[Entry]) -> BTreeMap<RecordId, String> {
    let text = |entry: &Entry| entry.record.as_ref().ok().and_then(|record| record.to_text().ok()).unwrap_or_default();
    entries.iter().map(|entry| (entry.id.clone(), text(entry))).collect()
}

fn document(store: &Store, doc: &DocRef, whose: &str) -> Result<Document, Broken> {
    let changes = store.changes(doc).tried(whose)?;
    let opened = Document::load(doc.kind, changes).tried(whose)?;
    match opened.left_out.first() {
        None => Ok(opened.document),
        Some((_, why)) => Err(Broken::new(format!("{whose}, {} of {}", doc.kind.name(), doc.job), why)),
    }
}
