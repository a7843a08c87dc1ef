//! The log's records as `domain::fold` wants them.

use super::Document;
use crate::change::ActorId;
use crate::graph::Node;
use crate::shape::{Shelf, Write};
use domain::digest::Digest;
use domain::fold;
use domain::ids::RecordId;
use domain::record::{Kind, NotARecord, Record};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One record of the log with what its author knew.
#[derive(PartialEq, Debug)]
pub struct Entry {
    /// Its key in the log; `{key}~{change}` where an overwrite took the key of an older record, so that both are shown.
    pub id: RecordId,
    /// Its canonical JSON.
    pub text: String,
    /// What that says. `Err` only for records of later versions.
    pub record: Result<Arc<Record>, NotARecord>,
    /// The change that brought it.
    pub change: Digest,
    /// Who wrote it; [`crate::author::Registry::author_of`] knows the person.
    pub actor: ActorId,
    /// The change's place in the actor's chain.
    pub seq: u64,
    /// Seals among its change's ancestors.
    pub knew_seals: BTreeSet<RecordId>,
    /// Seals whose change has its change among the ancestors, or is the same change.
    pub sealed_by: BTreeSet<RecordId>,
}

impl From<Entry> for fold::Entry {
    fn from(entry: Entry) -> Self {
        let Entry { id, change, record, knew_seals, sealed_by, .. } = entry;
        Self { id, change, record: record.map_err(|why| why.code().to_owned()), knew_seals, sealed_by }
    }
}

impl Document {
    /// Every record ever written, parents first, overwritten ones too. A brief has none.
    pub fn entries(&self) -> Vec<Entry> {
        self.entries_where(|_| true)
    }

    /// The entries a change of ours added or altered: a seal alters every one it knew.
    pub fn entries_of(&self, change: &Digest) -> Vec<Entry> {
        let Some(place) = self.graph.place(change) else { return Vec::new() };
        let Some(node) = self.graph.nodes.get(place) else { return Vec::new() };
        let seals = node.writes.iter().any(is_seal);
        self.entries_where(|at| at == place || (seals && node.ancestors.contains(at)))
    }

    fn entries_where(&self, wanted: impl Fn(usize) -> bool) -> Vec<Entry> {
        let records = || self.graph.nodes.iter().enumerate().flat_map(|(place, node)| writes(place, node));
        let seals: Vec<(usize, &Node, RecordId)> = records()
            .filter(|(_, _, write)| is_seal(write))
            .map(|(place, node, write)| (place, node, self.record_id(place, write)))
            .collect();
        records()
            .filter(|(place, ..)| wanted(*place))
            .map(|(place, node, write)| {
                let id = self.record_id(place, write);
                let knew = seals.iter().filter(|(seal, ..)| node.ancestors.contains(*seal));
                let known_to = |seal: &usize, by: &Node| *seal == place || by.ancestors.contains(place);
                let by = seals.iter().filter(|(seal, by, of)| *of != id && known_to(seal, by));
                Entry {
                    knew_seals: knew.map(|(_, _, id)| id.clone()).collect(),
                    sealed_by: by.map(|(_, _, id)| id.clone()).collect(),
                    id,
                    text: write.text.clone(),
                    record: write.record.clone().map_err(NotARecord::Version),
                    change: node.hash,
                    actor: node.actor,
                    seq: node.seq,
                }
            })
            .collect()
    }

    /// The entries as the fold takes them.
    pub fn fold_entries(&self) -> Vec<fold::Entry> {
        self.entries().into_iter().map(fold::Entry::from).collect()
    }

    /// The records one change brought, under the ids [`Document::entries`] gives them.
    pub fn records_of(&self, change: &Digest) -> Vec<(RecordId, Result<Arc<Record>, NotARecord>)> {
        let place = self.graph.place(change);
        let node = place.and_then(|place| self.graph.nodes.get(place).map(|node| (place, node)));
        node.into_iter()
            .flat_map(|(place, node)| writes(place, node))
            .map(|(place, _, write)| (self.record_id(place, write), write.record.clone().map_err(NotARecord::Version)))
            .collect()
    }

    /// The key, unless an older record has it: then this one gets a name of its own. Which is older follows from the
    /// changes alone (ancestors first, then the smaller hash), so that every device names them alike.
    pub(crate) fn record_id(&self, place: usize, write: &Write) -> RecordId {
        let Some(node) = self.graph.nodes.get(place) else { return RecordId::new(write.key.clone()) };
        let rivals = self.graph.written(Shelf::Records, &write.key);
        let wins = rivals.iter().filter(|rival| rival.place != place).all(|rival| {
            let Some(other) = self.graph.nodes.get(rival.place) else { return true };
            other.ancestors.contains(place) || (!node.ancestors.contains(rival.place) && node.hash < other.hash)
        });
        if wins { RecordId::new(write.key.clone()) } else { RecordId::new(format!("{}~{}", write.key, node.hash)) }
    }
}

fn is_seal(write: &Write) -> bool {
    write.record.as_ref().is_ok_and(|record| record.kind == Kind::Seal)
}

fn writes(place: usize, node: &Node) -> impl Iterator<Item = (usize, &Node, &Write)> {
    node.writes.iter().filter(|write| write.shelf == Shelf::Records).map(move |write| (place, node, write))
}
