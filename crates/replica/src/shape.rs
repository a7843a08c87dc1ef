//! The one shape a change may have: whole scalar strings put under keys of the maps the genesis made (FORMATS
//! "Documents"). In a `log` they are records under UUIDv7 keys; anything else is refused here, operation by operation,
//! from what the author wrote and not from the merged result.

use crate::change::{ActorId, Change, ChangeRefused, guarded};
use crate::document::{DocKind, GENESIS_ACTOR};
use crate::graph::{Graph, Known};
use automerge::ScalarValue;
use automerge::legacy::{Key, ObjectId, Op, OpType};
use domain::canonical::is_canonical;
use domain::digest::Digest;
use domain::record::{self, NotARecord, Record, is_record_id};
use std::collections::HashSet;
use std::sync::Arc;

/// The maps of the two documents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Shelf {
    Records,
    Fields,
    Verdicts,
}

impl Shelf {
    /// The map's key in the document's root.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Fields => "fields",
            Self::Verdicts => "verdicts",
        }
    }

    /// The map the genesis made with this operation.
    fn made_by(kind: DocKind, op: u64) -> Option<Self> {
        match (kind, op) {
            (DocKind::Log, 1) => Some(Self::Records),
            (DocKind::Brief, 1) => Some(Self::Fields),
            (DocKind::Brief, 2) => Some(Self::Verdicts),
            _ => None,
        }
    }
}

/// One value put under one key.
#[derive(Clone, Debug)]
pub(crate) struct Write {
    pub(crate) shelf: Shelf,
    pub(crate) key: String,
    pub(crate) text: String,
    /// Its operation number.
    pub(crate) op: u64,
    /// What the text says, where it stands among records; `Err` holds the version of a later record.
    pub(crate) record: Result<Arc<Record>, u32>,
}

/// The longest key of a brief, in bytes.
const LONGEST_KEY: usize = 256;

/// What the change puts where, if it does nothing else.
pub(crate) fn writes(
    kind: DocKind,
    change: &Change,
    graph: &Graph,
    ancestors: &Known,
) -> Result<Vec<Write>, ChangeRefused> {
    if change.ops == 0 {
        return Err(ChangeRefused::TooManyOperations);
    }
    let operations = guarded(|| change.inner.decode())?.operations;
    let mut writes = Vec::new();
    let mut seen = HashSet::new();
    for (op, number) in operations.into_iter().zip(change.start_op..) {
        let write = write(kind, op, number, graph, ancestors)?;
        if !seen.insert((write.shelf, write.key.clone())) {
            return Err(ChangeRefused::Operation("it writes one key twice"));
        }
        writes.push(write);
    }
    Ok(writes)
}

fn write(kind: DocKind, op: Op, number: u64, graph: &Graph, ancestors: &Known) -> Result<Write, ChangeRefused> {
    let refused = |what| Err(ChangeRefused::Operation(what));
    let shelf = match &op.obj {
        ObjectId::Id(id) if id.actor().to_bytes() == GENESIS_ACTOR.0 => Shelf::made_by(kind, id.counter()),
        _ => None,
    };
    let Some(shelf) = shelf else { return refused("it writes outside the document's maps") };
    let Key::Map(key) = op.key else { return refused("it writes into a list") };
    let key = key.to_string();
    let text = match op.action {
        OpType::Put(ScalarValue::Str(text)) if !op.insert => text.to_string(),
        OpType::Put(_) => return refused("it puts something that is not text"),
        OpType::Delete => return refused("it deletes"),
        OpType::Make(_) => return refused("it makes a container"),
        OpType::Increment(_) => return refused("it counts"),
        OpType::MarkBegin(_) | OpType::MarkEnd(_) => return refused("it marks text"),
    };
    // A predecessor elsewhere would hide another key's value in Automerge's view.
    let known = graph.written(shelf, &key);
    let follows = |counter: u64, actor: &[u8]| {
        known.iter().any(|it| it.op == counter && it.actor.0 == actor && ancestors.contains(it.place))
    };
    if !op.pred.iter().all(|id| follows(id.counter(), id.actor().to_bytes())) {
        return refused("it takes the place of what is not there");
    }
    let record = match shelf {
        Shelf::Records => read_record(&key, &text)?,
        Shelf::Fields | Shelf::Verdicts => {
            check_brief(shelf, &key, &text)?;
            Err(0)
        }
    };
    Ok(Write { shelf, key, text, op: number, record })
}

/// A record, or a record of a later version, which is kept as it is. Anything else is no record.
fn read_record(key: &str, text: &str) -> Result<Result<Arc<Record>, u32>, ChangeRefused> {
    if !is_record_id(key) {
        return Err(ChangeRefused::Operation("a record's key is not a UUID of version 7"));
    }
    match Record::from_text(text) {
        Ok(record) => Ok(Ok(Arc::new(record))),
        Err(why @ NotARecord::TooLong(_)) => Err(no_record(why)),
        Err(_) if later_version(text).is_some() && !is_canonical(text) => Err(no_record(NotARecord::NotCanonical)),
        Err(why) => match later_version(text) {
            Some(version) => Ok(Err(version)),
            None => Err(no_record(why)),
        },
    }
}

fn no_record(why: NotARecord) -> ChangeRefused {
    ChangeRefused::NotARecord(Arc::new(why))
}

fn later_version(text: &str) -> Option<u32> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let version = value.as_object()?.get("v")?.as_u64()?;
    u32::try_from(version).ok().filter(|version| *version > 1)
}

fn check_brief(shelf: Shelf, key: &str, text: &str) -> Result<(), ChangeRefused> {
    if key.is_empty() || key.len() > LONGEST_KEY || text.len() > record::LONGEST {
        return Err(ChangeRefused::Operation("a field of the brief is too long"));
    }
    if shelf == Shelf::Verdicts && Digest::from_hex(key).is_none() {
        return Err(ChangeRefused::Operation("a verdict's key is not a change"));
    }
    if !is_canonical(text) {
        return Err(no_record(NotARecord::NotCanonical));
    }
    Ok(())
}

/// Whether two actor ids are the same to Automerge and to us.
pub(crate) fn automerge_actor(actor: ActorId) -> automerge::ActorId {
    automerge::ActorId::from(&actor.0[..])
}
