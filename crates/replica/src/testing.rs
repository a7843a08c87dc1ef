//! What the tests of this crate share.

use crate::change::ActorId;
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
