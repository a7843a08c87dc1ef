//! One document of a job in memory. Loaded on demand from the changes the store keeps; never all jobs at once.
//!
//! A document is only ever changed whole: [`Document::append`] and [`Document::apply`] work on a copy (some 10 µs) that
//! takes the place of the original when everything held, so a refusal leaves no trace. After a failed commit to the
//! store the caller drops the document and takes a new actor (DESIGN "How data flows").

mod entries;
mod reading;
mod writing;

pub use entries::Entry;
pub use reading::{NotSaved, Opened};
pub use writing::NotWritten;

use crate::change::{ActorId, Change, ChangeRefused, guarded};
use crate::graph::Graph;
use automerge::Automerge;
use domain::digest::Digest;
use domain::ids::JobId;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The actor of both geneses.
pub(crate) const GENESIS_ACTOR: ActorId = ActorId(*b"doorstep-genesis");

/// Which of a job's two documents. The numbers are those of the authorship signature and the wire.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, minicbor::Encode, minicbor::Decode,
)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum DocKind {
    /// 任务单, written by the office alone.
    #[n(1)]
    Brief = 1,
    /// 现场记录, written by crew and office.
    #[n(2)]
    Log = 2,
}

impl DocKind {
    /// The raw genesis change: the same bytes on every device and for every job.
    pub fn genesis(self) -> &'static [u8] {
        match self {
            Self::Brief => include_bytes!("../../../assets/genesis/brief-1.bin"),
            Self::Log => include_bytes!("../../../assets/genesis/log-1.bin"),
        }
    }

    /// 1 or 2.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The kind with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::Brief, Self::Log].into_iter().find(|kind| kind.number() == number)
    }

    /// `brief` or `log`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Log => "log",
        }
    }
}

/// A document's name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, Encode, Decode)]
#[cbor(array)]
pub struct DocRef {
    /// The job.
    #[cbor(n(0), with = "crate::cbor::job")]
    pub job: JobId,
    /// Which of its two.
    #[n(1)]
    pub kind: DocKind,
}

impl DocRef {
    /// The job's brief.
    pub fn brief(job: JobId) -> Self {
        Self { job, kind: DocKind::Brief }
    }

    /// The job's log.
    pub fn log(job: JobId) -> Self {
        Self { job, kind: DocKind::Log }
    }
}

/// What became of a change that was not refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Applied {
    /// It is in the document now.
    New,
    /// It was there before.
    Known,
}

/// What became of one change of a batch.
#[derive(Clone, PartialEq, Debug)]
pub struct Taken {
    /// The change.
    pub hash: Digest,
    /// In, held ([`ChangeRefused::missing`]) or to be set aside.
    pub outcome: Result<Applied, ChangeRefused>,
}

/// A document.
#[derive(Clone)]
pub struct Document {
    kind: DocKind,
    pub(crate) automerge: Automerge,
    pub(crate) graph: Graph,
}

impl Document {
    /// The empty document, as every job begins.
    pub fn genesis(kind: DocKind) -> Result<Self, ChangeRefused> {
        static BRIEF: LazyLock<Result<Document, ChangeRefused>> = LazyLock::new(|| Document::begin(DocKind::Brief));
        static LOG: LazyLock<Result<Document, ChangeRefused>> = LazyLock::new(|| Document::begin(DocKind::Log));
        match kind {
            DocKind::Brief => BRIEF.clone(),
            DocKind::Log => LOG.clone(),
        }
    }

    fn begin(kind: DocKind) -> Result<Self, ChangeRefused> {
        let genesis = Change::decode(kind.genesis())?;
        let mut automerge = Automerge::new();
        admit(&mut automerge, &[&genesis])?;
        Ok(Self { kind, automerge, graph: Graph::begin(&genesis) })
    }

    /// Brief or log.
    pub fn kind(&self) -> DocKind {
        self.kind
    }

    /// The changes nobody has built on yet, ascending. The facts of a sheet name them.
    pub fn heads(&self) -> Vec<Digest> {
        self.graph.heads()
    }

    /// Whether the change is in the document.
    pub fn has(&self, hash: &Digest) -> bool {
        self.graph.place(hash).is_some()
    }

    /// How many changes it holds, the genesis among them.
    pub fn len(&self) -> usize {
        self.graph.nodes.len()
    }

    /// Whether nothing was written since the genesis.
    pub fn is_empty(&self) -> bool {
        self.len() <= 1
    }

    /// All changes but the genesis, parents first.
    pub fn hashes(&self) -> impl Iterator<Item = Digest> + '_ {
        self.graph.nodes.iter().skip(1).map(|node| node.hash)
    }

    /// Whether the author of `change` knew `other`: whether that is among its ancestors.
    pub fn knows(&self, change: &Digest, other: &Digest) -> bool {
        match (self.graph.node(change), self.graph.place(other)) {
            (Some(node), Some(place)) => node.ancestors.contains(place),
            _ => false,
        }
    }

    /// Takes in one foreign change, or leaves the document as it was.
    pub fn apply(&mut self, change: &Change) -> Result<Applied, ChangeRefused> {
        if self.has(&change.hash) {
            return Ok(Applied::Known);
        }
        let node = self.graph.vet(self.kind, change)?;
        let mut trial = self.automerge.clone();
        admit(&mut trial, &[change])?;
        self.automerge = trial;
        self.graph.push(node);
        Ok(Applied::New)
    }

    /// Takes in many changes in whatever order they stand; a bad one keeps none of the others out, only its descendants.
    /// Outcomes are in the order of `changes`.
    pub fn take_in(&mut self, changes: &[Change]) -> Vec<Taken> {
        let before = self.graph.nodes.len();
        let (mut outcomes, order) = self.plan(changes);
        let mut trial = self.automerge.clone();
        let admitted: Vec<&Change> = order.iter().filter_map(|place| changes.get(*place)).collect();
        if admit(&mut trial, &admitted).is_ok() {
            self.automerge = trial;
        } else {
            // One of them made Automerge fail: take them singly, to lose only that one.
            self.graph.truncate(before);
            for place in order {
                if let (Some(change), Some(outcome)) = (changes.get(place), outcomes.get_mut(place)) {
                    *outcome = Some(self.apply(change));
                }
            }
            set_aside_descendants(changes, &mut outcomes);
        }
        let refused = |hash| Err(ChangeRefused::MissingParents(vec![hash]));
        changes
            .iter()
            .zip(outcomes)
            .map(|(change, outcome)| Taken {
                hash: change.hash,
                outcome: outcome.unwrap_or_else(|| refused(change.hash)),
            })
            .collect()
    }

    /// Vets all and puts the good ones into the graph, parents first; returns outcomes and that order.
    fn plan(&mut self, changes: &[Change]) -> (Vec<Option<Result<Applied, ChangeRefused>>>, Vec<usize>) {
        let mut outcomes: Vec<Option<Result<Applied, ChangeRefused>>> = vec![None; changes.len()];
        let mut waiting: HashMap<Digest, Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        let mut ready: Vec<usize> = (0..changes.len()).rev().collect();
        while let Some(place) = ready.pop() {
            let Some(change) = changes.get(place) else { continue };
            let outcome = if self.has(&change.hash) { Ok(Applied::Known) } else { self.plan_one(change) };
            match &outcome {
                Ok(Applied::New) => {
                    order.push(place);
                    ready.extend(waiting.remove(&change.hash).into_iter().flatten());
                }
                Err(ChangeRefused::MissingParents(missing)) => {
                    missing.iter().take(1).for_each(|hash| waiting.entry(*hash).or_default().push(place));
                }
                _ => {}
            }
            if let Some(slot) = outcomes.get_mut(place) {
                *slot = Some(outcome);
            }
        }
        set_aside_descendants(changes, &mut outcomes);
        (outcomes, order)
    }

    fn plan_one(&mut self, change: &Change) -> Result<Applied, ChangeRefused> {
        let node = self.graph.vet(self.kind, change)?;
        self.graph.push(node);
        Ok(Applied::New)
    }
}

/// What waits for a change that was set aside in the same batch waits in vain.
fn set_aside_descendants(changes: &[Change], outcomes: &mut [Option<Result<Applied, ChangeRefused>>]) {
    let hash_of = |place: usize| changes.get(place).map(|change| change.hash);
    let mut lost: Vec<Digest> = Vec::new();
    let mut waiting: HashMap<Digest, Vec<usize>> = HashMap::new();
    for (place, outcome) in outcomes.iter().enumerate() {
        match outcome {
            Some(Err(ChangeRefused::MissingParents(missing))) => {
                missing.iter().for_each(|hash| waiting.entry(*hash).or_default().push(place));
            }
            Some(Err(_)) => lost.extend(hash_of(place)),
            _ => {}
        }
    }
    while let Some(parent) = lost.pop() {
        for place in waiting.remove(&parent).into_iter().flatten() {
            if let Some(outcome) = outcomes.get_mut(place) {
                *outcome = Some(Err(ChangeRefused::Descends(parent)));
                lost.extend(hash_of(place));
            }
        }
    }
}

/// Gives changes to Automerge. Their parents are all there, so afterwards it must know each of them, and give each back
/// as the same bytes: it says `Ok` to changes that it queues, drops or cannot encode again, and panics on the last kind
/// whenever the document is saved from then on.
fn admit(automerge: &mut Automerge, changes: &[&Change]) -> Result<(), ChangeRefused> {
    let batch: Vec<_> = changes.iter().map(|change| change.inner.clone()).collect();
    guarded(|| {
        let before = automerge.get_heads();
        automerge.apply_changes(batch).map_err(|error| ChangeRefused::Rejected(error.to_string()))?;
        let made: HashMap<_, _> = automerge.get_changes(&before).into_iter().map(|it| (it.hash().0, it)).collect();
        let same = |change: &&Change| made.get(&change.hash.0).is_some_and(|it| it.raw_bytes() == change.raw);
        if changes.iter().all(same) {
            Ok(())
        } else {
            Err(ChangeRefused::Rejected("its form is not the one form".into()))
        }
    })?
}

#[cfg(test)]
mod tests;
