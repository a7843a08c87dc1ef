//! What the tests of this crate share.

use crate::change::{ActorId, Change};
use crate::document::Document;
use automerge::transaction::{CommitOptions, Transaction};
use automerge::{AutomergeError, ExpandedChange, ReadDoc};
use domain::digest::Digest;
use domain::ids::{RecordId, VisitNo};
use domain::record::{Basis, Kind, Record};
use domain::time::{At, Trust};
use serde_json::{Map, json};

/// An actor.
pub(crate) fn actor(n: u8) -> ActorId {
    ActorId([n; 16])
}

/// A record's id.
pub(crate) fn id(n: u8) -> RecordId {
    RecordId::new(format!("0192f0c4-7b1a-7c3e-8a55-0000000000{n:02x}"))
}

/// An answer of person `p-1` on device `d-1`.
pub(crate) fn record(item: &str) -> Record {
    Record {
        v: 1,
        kind: Kind::Answer,
        visit: Some(VisitNo(1)),
        item: Some(item.into()),
        unit: None,
        by: "p-1".into(),
        device: "d-1".into(),
        at: At { time: "2026-11-20T13:20:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
        basis: Some(Basis::Tapped),
        opened: None,
        confirmed: None,
        value: json!({"answer": "done"}),
        replaces: vec![],
        later: Map::new(),
    }
}

/// A note of the same.
pub(crate) fn note(text: &str) -> Record {
    Record { kind: Kind::Note, item: None, value: json!({"text": text}), ..record("") }
}

/// A raw change by another program: whatever `work` does to Automerge's own view of the document.
pub(crate) fn foreign(
    document: &Document,
    by: ActorId,
    work: impl FnOnce(&mut Transaction<'_>) -> Result<(), AutomergeError>,
) -> Vec<u8> {
    let mut automerge = document.automerge.clone().with_actor(automerge::ActorId::from(&by.0[..]));
    let done = automerge.transact_with::<_, _, AutomergeError, _>(|_: &()| CommitOptions::default().with_time(0), work);
    let hash = done.unwrap().hash.unwrap();
    automerge.get_change_by_hash(&hash).unwrap().raw_bytes().to_vec()
}

/// A good change with something bent in its expanded form.
pub(crate) fn bent(change: &Change, bend: impl FnOnce(&mut ExpandedChange)) -> Vec<u8> {
    let mut expanded = change.inner.decode();
    bend(&mut expanded);
    automerge::Change::from(expanded).raw_bytes().to_vec()
}

/// A chunk around any body: length and checksum are right.
pub(crate) fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut length = Vec::new();
    push_number(&mut length, body.len() as u64);
    let hash = Digest::of(&[&[kind], length.as_slice(), body].concat());
    [&[0x85, 0x6f, 0x4a, 0x83], &hash.0[..4], &[kind], &length, body].concat()
}

/// ULEB128.
pub(crate) fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
