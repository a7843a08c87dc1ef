//! Signatures that are over a later change than those of a page: it was held or set aside when they were stored, it came
//! in a later row, or the device brought it just now and it does not travel back. Then it travels along as the proof, and
//! with it the whole way between, since a reader follows the signature from parent to parent.

use domain::digest::Digest;
use hub_storage::documents::{SignedChange, StoredChange};
use hub_storage::{StorageRefused, Tx};
use replica::change::{ActorId, Change};
use replica::document::DocRef;
use std::collections::{BTreeMap, BTreeSet};

/// What must travel beside these changes of a document, so that the signatures over them can be followed.
pub(super) fn beside(
    tx: &dyn Tx,
    doc: &DocRef,
    changes: &[StoredChange],
    signed: &[SignedChange],
) -> Result<Vec<(Digest, Vec<u8>)>, StorageRefused> {
    let here: BTreeSet<Digest> = changes.iter().map(|change| change.hash).collect();
    let mut covered: BTreeMap<ActorId, u64> = BTreeMap::new();
    for signature in signed.iter().filter(|it| here.contains(&it.hash)) {
        let newest = covered.entry(signature.actor).or_default();
        *newest = signature.seq.max(*newest);
    }
    let open: Vec<&StoredChange> =
        changes.iter().filter(|it| covered.get(&it.actor).is_none_or(|newest| *newest < it.seq)).collect();
    let ends: BTreeSet<Digest> = open.iter().filter_map(|change| next_signature(signed, change)).collect();
    if ends.is_empty() {
        return Ok(Vec::new());
    }
    let open: BTreeSet<Digest> = open.into_iter().map(|change| change.hash).collect();
    let way = way(&everything(tx, doc)?, &open, ends);
    Ok(way.into_iter().filter(|(hash, _)| !here.contains(hash)).collect())
}

/// The actor's first signature from this change on.
fn next_signature(signed: &[SignedChange], change: &StoredChange) -> Option<Digest> {
    let later = signed.iter().filter(|it| it.actor == change.actor && it.seq >= change.seq);
    later.min_by_key(|it| it.seq).map(|it| it.hash)
}

/// Every change of the document that is here in whatever way.
fn everything(tx: &dyn Tx, doc: &DocRef) -> Result<BTreeMap<Digest, Change>, StorageRefused> {
    let stored = tx.changes(doc)?.into_iter().map(|change| change.raw);
    let held = tx.held(doc)?.into_iter().map(|change| change.raw);
    let aside = tx.asides(&doc.job)?.into_iter().filter(|it| it.doc == *doc).map(|it| it.raw);
    let read = stored.chain(held).chain(aside).filter_map(|raw| Change::decode(&raw).ok());
    Ok(read.map(|change| (change.hash, change)).collect())
}

/// The changes on the ways from `ends` down to `open`: those among the ancestors of an end that have an open one among
/// theirs. What lies on no such way is left out.
fn way(all: &BTreeMap<Digest, Change>, open: &BTreeSet<Digest>, ends: BTreeSet<Digest>) -> Vec<(Digest, Vec<u8>)> {
    let mut ready: Vec<(Digest, bool)> = ends.into_iter().map(|end| (end, false)).collect();
    let (mut seen, mut leads) = (BTreeSet::new(), open.clone());
    let mut way = Vec::new();
    // Each is met twice: on the way down, and again when all below it is known.
    while let Some((hash, below_known)) = ready.pop() {
        let Some(change) = all.get(&hash) else { continue };
        if below_known {
            if open.contains(&hash) || change.deps.iter().any(|dep| leads.contains(dep)) {
                leads.insert(hash);
                way.push((hash, change.raw.clone()));
            }
        } else if seen.insert(hash) {
            ready.push((hash, true));
            ready.extend(change.deps.iter().map(|dep| (*dep, false)));
        }
    }
    way
}
