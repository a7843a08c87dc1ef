//! Nothing is lost in a merge: whatever up to four phones and the office write while apart, and in whatever order they
//! meet, every record is in the fold, and the fold is the same everywhere.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // helpers of tests; clippy knows only #[test] functions

use domain::brief::Brief;
use domain::canonical;
use domain::digest::Digest;
use domain::fold::fold;
use domain::ids::{RecordId, VisitNo};
use domain::record::{Kind, Record, Slot};
use domain::time::{At, Trust, rfc3339};
use proptest::prelude::*;
use replica::change::{ActorId, Change};
use replica::document::{DocKind, Document};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What one of the five does next.
#[derive(Clone, Debug)]
enum Move {
    /// Answers one of a few questions, naming what it knows.
    Answer { who: usize, question: usize, said: usize },
    /// Adds a note, a photo or a fitted part.
    Add { who: usize, what: usize },
    /// Seals what it knows.
    Seal { who: usize },
    /// Fetches from another: all of it, or only the first so many changes.
    Meet { who: usize, whom: usize, first: usize },
}

const FIVE: usize = 5;

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let who = 0..FIVE;
    let one = prop_oneof![
        5 => (who.clone(), 0..4_usize, 0..3_usize).prop_map(|(who, question, said)| Move::Answer { who, question, said }),
        3 => (who.clone(), 0..3_usize).prop_map(|(who, what)| Move::Add { who, what }),
        1 => who.clone().prop_map(|who| Move::Seal { who }),
        3 => (who, 0..FIVE, 0..12_usize).prop_map(|(who, whom, first)| Move::Meet { who, whom, first }),
    ];
    proptest::collection::vec(one, 1..40)
}

/// Five copies of one log.
struct Five {
    logs: Vec<Document>,
    changes: Vec<Vec<Change>>,
    written: Vec<RecordId>,
}

impl Five {
    fn new() -> Self {
        let logs = (0..FIVE).map(|_| Document::genesis(DocKind::Log).unwrap()).collect();
        Self { logs, changes: vec![Vec::new(); FIVE], written: Vec::new() }
    }

    fn play(&mut self, step: &Move) {
        match *step {
            Move::Answer { who, question, said } => {
                let item = ["kit.tools", "kit.clean", "tst.self", "ent.permission"][question];
                let slot = Slot { visit: Some(VisitNo(1)), item: Some(item.into()), unit: None, kind: Kind::Answer };
                let said = ["done", "not_done", "not_applicable"][said];
                self.write(who, slot, json!({"answer": said}));
            }
            Move::Add { who, what } => {
                let kind = [Kind::Note, Kind::Photo, Kind::Part][what].clone();
                let slot = Slot { visit: Some(VisitNo(1)), item: None, unit: None, kind };
                self.write(who, slot, json!({"text": format!("{}", self.written.len())}));
            }
            Move::Seal { who } => {
                let slot =
                    Slot { visit: Some(VisitNo(1)), item: Some("sht.copy".into()), unit: None, kind: Kind::Seal };
                self.write(who, slot, json!({"paper": format!("D03-{}", self.written.len())}));
            }
            Move::Meet { who, whom, first } => self.meet(who, whom, first),
        }
    }

    fn write(&mut self, who: usize, slot: Slot, value: Value) {
        let n = self.written.len();
        let now = fold(&Brief::default(), &self.logs[who].fold_entries(), 0);
        let replaces = now.to_replace(&slot);
        let id = RecordId::new(format!("0192f0c4-7b1a-7{who:03x}-8a55-{n:012}"));
        let record = Record {
            v: 1,
            kind: slot.kind,
            visit: slot.visit,
            item: slot.item,
            unit: slot.unit,
            by: format!("p-{who}").as_str().into(),
            device: format!("d-{who}").as_str().into(),
            // Clocks that disagree: time decides nothing.
            at: At {
                time: rfc3339((i64::try_from(n).unwrap() * 7919) % 86_400_000, 480),
                trust: Trust::Unverified,
                boot: None,
                elapsed_ms: None,
            },
            basis: None,
            opened: None,
            confirmed: None,
            value,
            replaces,
            later: Map::new(),
        };
        let actor = ActorId([u8::try_from(who).unwrap() + 1; 16]);
        let change = self.logs[who].append(actor, &[(id.clone(), record)]).unwrap();
        self.changes[who].push(change);
        self.written.push(id);
    }

    fn meet(&mut self, who: usize, whom: usize, first: usize) {
        let theirs: Vec<Change> = self.changes[whom].iter().take(first.max(1)).cloned().collect();
        for taken in self.logs[who].take_in(&theirs) {
            assert!(taken.outcome.is_ok() || taken.outcome.is_err_and(|refused| refused.missing().is_some()));
        }
        for change in theirs {
            if self.logs[who].has(&change.hash) && self.changes[who].iter().all(|known| known.hash != change.hash) {
                self.changes[who].push(change);
            }
        }
    }

    /// Everyone meets everyone until nobody learns anything new.
    fn meet_all(&mut self) {
        for _ in 0..FIVE {
            for who in 0..FIVE {
                for whom in 0..FIVE {
                    self.meet(who, whom, usize::MAX);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_record_is_in_the_fold_and_the_fold_is_the_same_everywhere(moves in moves()) {
        let mut five = Five::new();
        moves.iter().for_each(|step| five.play(step));
        five.meet_all();
        let folds: BTreeSet<Digest> = five.logs.iter().map(|log| {
            let folded = fold(&Brief::default(), &log.fold_entries(), 0);
            for id in &five.written {
                assert!(folded.records.contains_key(id), "{id} is not in the fold");
            }
            assert_eq!(folded.records.len(), five.written.len());
            Digest::of(canonical::to_string(&folded).unwrap().as_bytes())
        }).collect();
        let heads: BTreeSet<Vec<Digest>> = five.logs.iter().map(Document::heads).collect();
        prop_assert_eq!((folds.len(), heads.len()), (1, 1));
    }
}
