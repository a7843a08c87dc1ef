//! Who knew what: the changes of one document, their ancestors as bitsets, and what each wrote. Everything a record's
//! standing depends on is read here, from the changes themselves, never from Automerge's merged view: a forbidden write
//! that loses a conflict would not show there.

use crate::change::{ActorId, Change, ChangeRefused, MOST_CHANGES};
use crate::document::DocKind;
use crate::shape::{self, Shelf, Write};
use domain::digest::Digest;
use std::collections::{BTreeSet, HashMap};

/// A set of changes by their place in [`Graph::nodes`].
#[derive(Clone, Default, Debug, PartialEq)]
pub(crate) struct Known(Vec<u64>);

impl Known {
    pub(crate) fn contains(&self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    fn insert(&mut self, place: usize) {
        if self.0.len() <= place / 64 {
            self.0.resize(place / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    fn extend(&mut self, other: &Known) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }
}

/// A change that is in the document.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) hash: Digest,
    pub(crate) actor: ActorId,
    pub(crate) seq: u64,
    pub(crate) deps: Vec<Digest>,
    /// Its ancestors, itself not among them.
    pub(crate) ancestors: Known,
    pub(crate) writes: Vec<Write>,
    /// The largest operation number among it and its ancestors.
    top: u64,
}

/// The changes of one document in an order in which parents come first.
#[derive(Clone, Default, Debug)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    places: HashMap<Digest, usize>,
    /// Each actor's changes: seq 1 first.
    chains: HashMap<ActorId, Vec<usize>>,
    keys: HashMap<(Shelf, String), Vec<Written>>,
    heads: BTreeSet<Digest>,
}

/// One write to a key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    pub(crate) place: usize,
    pub(crate) op: u64,
    pub(crate) actor: ActorId,
}

impl Graph {
    pub(crate) fn heads(&self) -> Vec<Digest> {
        self.heads.iter().copied().collect()
    }

    pub(crate) fn place(&self, hash: &Digest) -> Option<usize> {
        self.places.get(hash).copied()
    }

    pub(crate) fn node(&self, hash: &Digest) -> Option<&Node> {
        self.place(hash).and_then(|place| self.nodes.get(place))
    }

    pub(crate) fn written(&self, shelf: Shelf, key: &str) -> &[Written] {
        self.keys.get(&(shelf, key.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }

    /// The ancestors of a change with these parents, or the parents that are not here.
    pub(crate) fn ancestors(&self, deps: &[Digest]) -> Result<Known, ChangeRefused> {
        let missing: Vec<_> = deps.iter().filter(|dep| !self.places.contains_key(dep)).copied().collect();
        if !missing.is_empty() {
            return Err(ChangeRefused::MissingParents(missing));
        }
        let mut known = Known::default();
        for place in deps.iter().filter_map(|dep| self.place(dep)) {
            known.insert(place);
            if let Some(node) = self.nodes.get(place) {
                known.extend(&node.ancestors);
            }
        }
        Ok(known)
    }

    /// Holds a change against its ancestors and its shape; nothing is changed.
    pub(crate) fn vet(&self, kind: DocKind, change: &Change) -> Result<Node, ChangeRefused> {
        if self.nodes.len() >= MOST_CHANGES {
            return Err(ChangeRefused::Full);
        }
        if change.deps.is_empty() {
            return Err(ChangeRefused::Genesis);
        }
        let ancestors = self.ancestors(&change.deps)?;
        let tops = change.deps.iter().filter_map(|dep| self.node(dep)).map(|node| node.top);
        let expected = tops.max().unwrap_or_default().saturating_add(1);
        if change.start_op != expected {
            return Err(ChangeRefused::StartOp { expected, found: change.start_op });
        }
        self.vet_seq(change, &ancestors)?;
        let writes = shape::writes(kind, change, self, &ancestors)?;
        Ok(Node {
            hash: change.hash,
            actor: change.actor,
            seq: change.seq,
            deps: change.deps.clone(),
            ancestors,
            writes,
            top: change.last_op(),
        })
    }

    /// The previous change of the same actor must be an ancestor, and the place after it still free.
    fn vet_seq(&self, change: &Change, ancestors: &Known) -> Result<(), ChangeRefused> {
        let chain = self.chains.get(&change.actor).map(Vec::as_slice).unwrap_or_default();
        let known = chain.iter().filter(|place| ancestors.contains(**place)).count();
        let expected = chain.len() as u64 + 1;
        if change.seq != expected || known != chain.len() {
            let expected = if change.seq == expected { known as u64 + 1 } else { expected };
            return Err(ChangeRefused::Seq { expected, found: change.seq });
        }
        Ok(())
    }

    pub(crate) fn push(&mut self, node: Node) {
        let place = self.nodes.len();
        for dep in &node.deps {
            self.heads.remove(dep);
        }
        self.heads.insert(node.hash);
        self.places.insert(node.hash, place);
        self.chains.entry(node.actor).or_default().push(place);
        for write in &node.writes {
            let written = Written { place, op: write.op, actor: node.actor };
            self.keys.entry((write.shelf, write.key.clone())).or_default().push(written);
        }
        self.nodes.push(node);
    }

    /// All changes in the one order that follows from them alone: parents first, then the smaller hash.
    pub(crate) fn in_order(&self) -> Vec<Digest> {
        let mut open: HashMap<Digest, usize> = self.nodes.iter().map(|node| (node.hash, node.deps.len())).collect();
        let mut children: HashMap<Digest, Vec<Digest>> = HashMap::new();
        for node in &self.nodes {
            node.deps.iter().for_each(|dep| children.entry(*dep).or_default().push(node.hash));
        }
        let mut ready: BTreeSet<Digest> = open.iter().filter(|(_, deps)| **deps == 0).map(|(hash, _)| *hash).collect();
        let mut order = Vec::new();
        while let Some(hash) = ready.pop_first() {
            for child in children.remove(&hash).into_iter().flatten() {
                let Some(deps) = open.get_mut(&child) else { continue };
                *deps = deps.saturating_sub(1);
                if *deps == 0 {
                    ready.insert(child);
                }
            }
            order.push(hash);
        }
        order
    }

    /// Forgets all but the first `len` changes.
    pub(crate) fn truncate(&mut self, len: usize) {
        let nodes = std::mem::take(&mut self.nodes);
        *self = Self::default();
        nodes.into_iter().take(len).for_each(|node| self.push(node));
    }

    /// The genesis: the one change that needs no vetting, since its bytes are ours.
    pub(crate) fn begin(genesis: &Change) -> Self {
        let mut graph = Self::default();
        graph.push(Node {
            hash: genesis.hash,
            actor: genesis.actor,
            seq: genesis.seq,
            deps: Vec::new(),
            ancestors: Known::default(),
            writes: Vec::new(),
            top: genesis.last_op(),
        });
        graph
    }
}
