//! Opening a document from kept bytes, and reading a brief.

use super::{DocKind, Document};
use crate::change::{Change, ChangeRefused, guarded};
use crate::shape::Shelf;
use automerge::{Automerge, ROOT, ReadDoc};
use domain::brief::{Brief, Verdict};
use domain::digest::Digest;
use serde_json::Value;

/// The longest saved document read, in bytes.
const LONGEST_SAVE: usize = 64 << 20;

/// A document read from the changes the store keeps.
pub struct Opened {
    /// With every change that could enter.
    pub document: Document,
    /// Those that could not, by their place in the list given. A damaged change costs its own records and those that
    /// build on it, never the job.
    pub left_out: Vec<(usize, ChangeRefused)>,
}

/// Why a saved document cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotSaved {
    /// Not an Automerge file.
    #[error("this file is not an Automerge document ({0}); export it again")]
    Unreadable(String),
    /// A change in it does not pass the checks.
    #[error(transparent)]
    Refused(#[from] ChangeRefused),
}

impl NotSaved {
    /// A stable word for the UI.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "document.unreadable",
            Self::Refused(refused) => refused.code(),
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable(_) => "这个文件不是 Automerge 文档，请重新导出。".into(),
            Self::Refused(refused) => refused.zh(),
        }
    }
}

impl Document {
    /// Opens a document from its raw changes, in any order, without the genesis.
    pub fn load<T: AsRef<[u8]>>(kind: DocKind, raws: impl IntoIterator<Item = T>) -> Result<Opened, ChangeRefused> {
        let mut document = Self::genesis(kind)?;
        let mut left_out = Vec::new();
        let mut changes = Vec::new();
        let mut places = Vec::new();
        for (place, raw) in raws.into_iter().enumerate() {
            match Change::decode(raw.as_ref()) {
                Ok(change) => {
                    changes.push(change);
                    places.push(place);
                }
                Err(why) => left_out.push((place, why)),
            }
        }
        for (place, taken) in places.into_iter().zip(document.take_in(&changes)) {
            left_out.extend(taken.outcome.err().map(|why| (place, why)));
        }
        left_out.sort_by_key(|(place, _)| *place);
        Ok(Opened { document, left_out })
    }

    /// The whole document as an Automerge file, for people's own tools and for comparing two devices: the same changes
    /// give the same bytes, in whatever order they came. (Automerge itself saves them in the order of arrival.)
    pub fn save(&self) -> Result<Vec<u8>, ChangeRefused> {
        guarded(|| {
            let order = self.graph.in_order();
            let changes =
                order.iter().filter_map(|hash| self.automerge.get_change_by_hash(&automerge::ChangeHash(hash.0)));
            let mut ordered = Automerge::new();
            let in_order: Vec<_> = changes.collect();
            ordered.apply_changes(in_order).map_err(|error| ChangeRefused::Rejected(error.to_string()))?;
            Ok(ordered.save())
        })?
    }

    /// Reads an Automerge file; every change in it must pass.
    pub fn load_saved(kind: DocKind, bytes: &[u8]) -> Result<Self, NotSaved> {
        if bytes.len() > LONGEST_SAVE {
            return Err(NotSaved::Unreadable("it is longer than 64 MiB".into()));
        }
        let saved = guarded(|| Automerge::load(bytes))?.map_err(|error| NotSaved::Unreadable(error.to_string()))?;
        let changes = guarded(|| saved.get_changes(&[]))?;
        let Opened { document, left_out } = Self::load(kind, changes.iter().map(automerge::Change::raw_bytes))?;
        match left_out.into_iter().next() {
            Some((_, why)) => Err(why.into()),
            None => Ok(document),
        }
    }

    /// The brief's fields and verdicts as they stand. Where two replicas of the hub wrote one key at once, every device
    /// takes the same one. What cannot be read as a verdict is left out, so it hides no record.
    pub fn brief(&self) -> Brief {
        let fields = self.shelf(Shelf::Fields);
        let verdicts = self.shelf(Shelf::Verdicts);
        Brief {
            fields: fields.filter_map(|(key, text)| Some((key, serde_json::from_str::<Value>(&text).ok()?))).collect(),
            verdicts: verdicts
                .filter_map(|(key, text)| Some((Digest::from_hex(&key)?, serde_json::from_str::<Verdict>(&text).ok()?)))
                .collect(),
        }
    }

    /// Every value a field of the brief ever had. Two lives of a hub may have written it at once: then one of them stands,
    /// and the other was no less the office's word.
    pub fn ever(&self, field: &str) -> impl Iterator<Item = Value> + '_ {
        let written = self.graph.written(Shelf::Fields, field).iter();
        let nodes = written.filter_map(|write| Some((self.graph.nodes.get(write.place)?, write.op)));
        let writes = nodes.filter_map(|(node, op)| node.writes.iter().find(|write| write.op == op));
        writes.filter_map(|write| serde_json::from_str(&write.text).ok())
    }

    fn shelf(&self, shelf: Shelf) -> impl Iterator<Item = (String, String)> + '_ {
        let map = self.automerge.get(ROOT, shelf.name()).ok().flatten().map(|(_, id)| id);
        let keys = map.iter().flat_map(|map| self.automerge.keys(map)).collect::<Vec<_>>();
        keys.into_iter().filter_map(move |key| {
            let (value, _) = self.automerge.get(map.as_ref()?, key.as_str()).ok()??;
            let text = value.as_str()?.to_owned();
            Some((key, text))
        })
    }
}
