//! Rule breaks seen from the author's view, for the hub to judge (DESIGN "Verdicts, not counter-edits"). What a change
//! may not do at all never gets this far: [`crate::document::Document::apply`] refuses it. A break found here either
//! sets the change aside or becomes one verdict in the brief; nothing is ever edited back.

use crate::author::{Author, Registry};
use crate::change::Change;
use crate::document::{DocKind, Document};
use crate::graph::{Known, Node};
use crate::shape::{Shelf, Write};
use domain::brief::Brief;
use domain::ids::RecordId;
use domain::record::{ADOPTED, Kind, Record};
use std::collections::BTreeSet;

/// A rule break.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Violation {
    /// A brief is written by the office alone.
    BriefNotOffice,
    /// The key of a record that others have and this author had not seen. A fresh UUID does not meet another.
    IdTaken(RecordId),
    /// A record was put in place of one its author knew.
    Overwritten(RecordId),
    /// `by` or `device` names someone else than the author.
    NotTheAuthor(RecordId),
    /// A standing answer to the same question, known to the author, is not named in `replaces`.
    LeftOut {
        /// The new record.
        record: RecordId,
        /// The one left out.
        left_out: RecordId,
    },
    /// The office took the place of what a technician recorded on site.
    OfficeEdit(RecordId),
}

/// What a rule break leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consequence {
    /// The change is kept apart, with its descendants.
    SetAside,
    /// The change is stored; a verdict says that it does not count.
    Verdict,
}

impl Violation {
    /// A stable word: the `rule` of the verdict, or of the answer *set aside*.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BriefNotOffice => "brief.not_office",
            Self::IdTaken(_) => "record.id_taken",
            Self::Overwritten(_) => "record.overwritten",
            Self::NotTheAuthor(_) => "record.not_the_author",
            Self::LeftOut { .. } => "record.left_out",
            Self::OfficeEdit(_) => "record.office_edit",
        }
    }

    /// The verdict's reason, for the office's screen.
    pub fn zh(&self) -> String {
        match self {
            Self::BriefNotOffice => "任务单只能由公司填写。".into(),
            Self::IdTaken(id) => format!("记录编号 {id} 已被占用。"),
            Self::Overwritten(id) => format!("记录 {id} 被改写，记录只能追加。"),
            Self::NotTheAuthor(id) => format!("记录 {id} 署的是别人的名字或设备。"),
            Self::LeftOut { record, left_out } => format!("记录 {record} 没有提到它已知的 {left_out}。"),
            Self::OfficeEdit(id) => format!("公司的记录 {id} 代替了师傅的现场记录。"),
        }
    }

    /// What it leads to.
    pub fn consequence(&self) -> Consequence {
        match self {
            Self::BriefNotOffice | Self::IdTaken(_) => Consequence::SetAside,
            _ => Consequence::Verdict,
        }
    }
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BriefNotOffice => f.write_str("a brief is written by the office alone"),
            Self::IdTaken(id) => write!(f, "the record id {id} is taken"),
            Self::Overwritten(id) => write!(f, "record {id} was overwritten; records are only added"),
            Self::NotTheAuthor(id) => write!(f, "record {id} names another person or device than its author"),
            Self::LeftOut { record, left_out } => write!(f, "record {record} does not name {left_out}, which it knew"),
            Self::OfficeEdit(id) => write!(f, "the office's record {id} takes the place of the technician's"),
        }
    }
}

impl Document {
    /// The rules a change breaks, in the eyes of what its author knew. Give it a change that this document has taken in;
    /// of another it says nothing. `brief` exempts records that a verdict, lifted or not, has taken out.
    pub fn violations(&self, change: &Change, author: &Author, brief: &Brief, registry: &Registry) -> Vec<Violation> {
        let Some(place) = self.graph.place(&change.hash) else { return Vec::new() };
        let Some(node) = self.graph.nodes.get(place) else { return Vec::new() };
        if self.kind() == DocKind::Brief {
            return if author.office { Vec::new() } else { vec![Violation::BriefNotOffice] };
        }
        let view = View { document: self, node, author, brief, registry };
        let records = node.writes.iter().filter(|write| write.shelf == Shelf::Records);
        let mut found: Vec<Violation> = records.flat_map(|write| view.record(place, write)).collect();
        found.sort();
        found.dedup();
        found
    }
}

/// What the author knew, and who it is.
struct View<'a> {
    document: &'a Document,
    node: &'a Node,
    author: &'a Author,
    brief: &'a Brief,
    registry: &'a Registry,
}

impl View<'_> {
    fn record(&self, place: usize, write: &Write) -> Vec<Violation> {
        let id = self.document.record_id(place, write);
        let mut found = Vec::new();
        // What the office takes over from a change set aside stands beside the others, for a person to settle. It has that
        // change's ids: should that come in after all, it is the second one, in whatever order a restored hub meets them.
        let is_adopted =
            self.author.office && write.record.as_ref().is_ok_and(|record| record.later.contains_key(ADOPTED));
        let rivals = self.document.graph.written(Shelf::Records, &write.key).iter().filter(|it| it.place != place);
        for rival in rivals {
            let rival_knew_us = self.node_at(rival.place).is_some_and(|node| node.ancestors.contains(place));
            if self.node.ancestors.contains(rival.place) {
                found.push(Violation::Overwritten(RecordId::new(write.key.clone())));
            } else if !rival_knew_us && !is_adopted {
                found.push(Violation::IdTaken(RecordId::new(write.key.clone())));
            }
        }
        let Ok(record) = &write.record else { return found };
        if record.by != self.author.person || record.device != self.author.device {
            found.push(Violation::NotTheAuthor(id.clone()));
        }
        let known = self.known_of_slot(record);
        if self.author.office && self.edits_technician(record, &known) {
            found.push(Violation::OfficeEdit(id.clone()));
        }
        if !record.kind.is_many() && !is_adopted {
            let left_out = standing(&known).filter(|other| !record.replaces.contains(other));
            found.extend(left_out.map(|other| Violation::LeftOut { record: id.clone(), left_out: other.clone() }));
        }
        found
    }

    /// Whether a seal that the author knew knew it: the customer signed it.
    fn is_signed(&self, other: &KnownRecord<'_>) -> bool {
        let Some(place) = self.document.graph.place(&other.node.hash) else { return false };
        let nodes = self.document.graph.nodes.iter().enumerate();
        let seals = nodes.filter(|(at, node)| self.node.ancestors.contains(*at) && node.ancestors.contains(place));
        let is_seal = |write: &Write| write.record.as_ref().is_ok_and(|record| record.kind == Kind::Seal);
        let counts = |node: &Node| !self.brief.verdicts.contains_key(&node.hash);
        seals.filter(|(_, node)| counts(node)).any(|(_, node)| node.writes.iter().any(is_seal))
    }

    fn node_at(&self, place: usize) -> Option<&Node> {
        self.document.graph.nodes.get(place)
    }

    /// Records of the same question that the author knew, and whether each counts (has never had a verdict).
    fn known_of_slot(&self, record: &Record) -> Vec<KnownRecord<'_>> {
        let slot = record.slot();
        let known: &Known = &self.node.ancestors;
        let nodes = self.document.graph.nodes.iter().enumerate().filter(|(place, _)| known.contains(*place));
        nodes
            .flat_map(|(place, node)| node.writes.iter().map(move |write| (place, node, write)))
            .filter_map(|(place, node, write)| Some((place, node, write, write.record.as_ref().ok()?)))
            .filter(|(.., other)| other.slot() == slot)
            .map(|(place, node, write, other)| KnownRecord {
                id: self.document.record_id(place, write),
                node,
                record: other,
                counts: !self.brief.verdicts.contains_key(&node.hash),
            })
            .collect()
    }

    /// Appointments and moves of the visit are both sides' business, and a note stands by itself. To say again what one of
    /// the standing answers says is to settle between them, not to write another.
    fn edits_technician(&self, record: &Record, known: &[KnownRecord<'_>]) -> bool {
        let standing: BTreeSet<&RecordId> = standing(known).collect();
        let is_lifted = |other: &KnownRecord<'_>| {
            self.brief.verdicts.get(&other.node.hash).is_some_and(|verdict| verdict.lifted_by.is_some())
        };
        let may_stand =
            |other: &KnownRecord<'_>| standing.contains(&other.id) || is_lifted(other) || self.is_signed(other);
        if known.iter().any(|other| other.record.value == record.value && may_stand(other)) {
            return false;
        }
        let shared = matches!(record.kind, Kind::Appointment | Kind::Transition | Kind::Note | Kind::Correction);
        let is_technicians =
            |other: &KnownRecord<'_>| self.registry.author_of(&other.node.actor).is_some_and(|author| !author.office);
        !shared && known.iter().any(|other| record.replaces.contains(&other.id) && is_technicians(other))
    }
}

struct KnownRecord<'a> {
    id: RecordId,
    node: &'a Node,
    record: &'a Record,
    counts: bool,
}

/// Those that stood in the author's eyes, whether or not they had heard of a verdict: named by none they knew.
fn standing<'a>(known: &'a [KnownRecord<'_>]) -> impl Iterator<Item = &'a RecordId> {
    let named: BTreeSet<&RecordId> = known.iter().flat_map(|it| &it.record.replaces).collect();
    known.iter().filter(move |it| it.counts && !named.contains(&it.id)).map(|it| &it.id)
}

#[cfg(test)]
mod tests;
