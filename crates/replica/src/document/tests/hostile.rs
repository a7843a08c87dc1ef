//! Foreign bytes: forged, cut, bent, and those that would keep a phone busy for ever.

use super::*;
use crate::change::{LONGEST, MOST_OPERATIONS};
use crate::testing::{bent, chunk, foreign, push_number};
use automerge::transaction::Transactable;
use automerge::{ObjType, ROOT, ReadDoc};
use proptest::prelude::*;
use std::num::NonZeroU64;

fn refused(document: &mut Document, raw: &[u8]) -> ChangeRefused {
    let saved = document.save().unwrap();
    let refused = Change::decode(raw).and_then(|change| document.apply(&change)).unwrap_err();
    assert_eq!(document.save().unwrap(), saved, "{refused}");
    refused
}

/// A log with one change of actor 1, and the good second change of actor 1.
fn begun() -> (Document, Change) {
    let mut document = log();
    document.append(actor(1), &[(id(1), note("1"))]).unwrap();
    let second = document.clone().append(actor(1), &[(id(2), note("2"))]).unwrap();
    (document, second)
}

#[test]
fn operations_numbered_near_the_end_of_u32_are_refused() {
    let (mut document, second) = begun();
    for start in [u64::from(u32::MAX) - 5, u64::from(u32::MAX), 1 << 32, u64::MAX, second.start_op + 1] {
        let raw = bent(&second, |change| change.start_op = NonZeroU64::new(start).unwrap());
        let code = refused(&mut document, &raw).code();
        assert!(["change.start_op", "change.unreadable"].contains(&code), "{start}: {code}");
    }
    let early = bent(&second, |change| change.start_op = NonZeroU64::MIN);
    assert_eq!(refused(&mut document, &early), ChangeRefused::StartOp { expected: 3, found: 1 });
    assert_eq!(document.apply(&second), Ok(Applied::New), "the good change still enters");
}

#[test]
fn a_gap_in_an_actors_chain_is_refused() {
    let (mut document, second) = begun();
    for found in [3, 100, u64::MAX] {
        let raw = bent(&second, |change| change.seq = found);
        assert_eq!(refused(&mut document, &raw), ChangeRefused::Seq { expected: 2, found });
    }
    let raw = bent(&second, |change| change.seq = 0);
    assert_eq!(refused(&mut document, &raw).code(), "change.seq");
}

#[test]
fn a_reused_seq_is_refused_and_spoils_no_good_change_beside_it() {
    let (mut document, second) = begun();
    let raw = bent(&second, |change| change.seq = 1);
    assert_eq!(refused(&mut document, &raw), ChangeRefused::Seq { expected: 2, found: 1 });

    // Two changes of one actor with one seq, as two copies of a phone's storage would write.
    let twin = document.clone().append(actor(1), &[(id(3), note("twin"))]).unwrap();
    let mut others = document.clone();
    let other = others.append(actor(2), &[(id(4), note("other"))]).unwrap();
    let after_twin = {
        let mut copy = document.clone();
        copy.apply(&twin).unwrap();
        copy.append(actor(1), &[(id(5), note("on the twin"))]).unwrap()
    };
    let taken = document.take_in(&[second.clone(), twin.clone(), other.clone(), after_twin.clone()]);
    let outcomes: Vec<_> = taken.into_iter().map(|taken| taken.outcome).collect();
    assert_eq!(outcomes[0], Ok(Applied::New));
    assert_eq!(outcomes[1], Err(ChangeRefused::Seq { expected: 3, found: 2 }));
    assert_eq!(outcomes[2], Ok(Applied::New));
    assert_eq!(outcomes[3], Err(ChangeRefused::Descends(twin.hash)));
    assert_eq!(document.entries().len(), 3);
}

#[test]
fn a_change_that_does_not_know_its_actors_last_one_is_refused() {
    let (document, _) = begun();
    let mut fresh = log();
    let raw = bent(&fresh.clone().append(actor(1), &[(id(7), note("fork"))]).unwrap(), |change| change.seq = 2);
    assert_eq!(refused(&mut fresh, &raw).code(), "change.seq");
    assert_eq!(refused(&mut document.clone(), &raw), ChangeRefused::Seq { expected: 1, found: 2 });
}

#[test]
fn a_change_without_its_parents_is_held_and_enters_after_them() {
    let (mut document, second) = begun();
    let mut fresh = log();
    let why = refused(&mut fresh, &second.raw);
    assert_eq!(why, ChangeRefused::MissingParents(document.heads()));
    assert_eq!(why.missing(), Some(document.heads().as_slice()));
    let first = Change::decode(&document.graph_raw(1)).unwrap();
    let taken = fresh.take_in(&[second.clone(), first]);
    assert!(taken.iter().all(|taken| taken.outcome == Ok(Applied::New)));
    document.apply(&second).unwrap();
    assert_eq!(fresh.save().unwrap(), document.save().unwrap());
}

impl Document {
    fn graph_raw(&self, place: usize) -> Vec<u8> {
        let hash = automerge::ChangeHash(self.graph.nodes[place].hash.0);
        self.automerge.get_change_by_hash(&hash).unwrap().raw_bytes().to_vec()
    }
}

#[test]
fn a_change_of_another_genesis_never_enters() {
    let mut other = automerge::Automerge::new().with_actor(automerge::ActorId::from(&[7; 16][..]));
    other.transact::<_, _, automerge::AutomergeError>(|t| t.put_object(ROOT, "records", ObjType::Map)).unwrap();
    let root = other.get_last_local_change().unwrap();
    other
        .transact::<_, _, automerge::AutomergeError>(|t| {
            let (_, records) = t.get(ROOT, "records")?.unwrap();
            t.put(&records, id(1).as_str(), note("…").to_text().unwrap())
        })
        .unwrap();
    let child = other.get_last_local_change().unwrap();
    let mut document = log();
    assert_eq!(refused(&mut document, root.raw_bytes()), ChangeRefused::Genesis);
    assert_eq!(refused(&mut document, child.raw_bytes()).code(), "change.missing_parents");
    let changes = [child, root].map(|change| Change::decode(change.raw_bytes()).unwrap());
    let codes: Vec<_> = document.take_in(&changes).into_iter().map(|taken| taken.outcome.unwrap_err().code()).collect();
    assert_eq!(codes, ["change.descends", "change.genesis"]);
    let brief = Change::decode(DocKind::Brief.genesis()).unwrap();
    assert_eq!(document.apply(&brief), Err(ChangeRefused::Genesis));
    let own = Change::decode(DocKind::Log.genesis()).unwrap();
    assert_eq!(document.apply(&own), Ok(Applied::Known));
}

#[test]
fn a_predecessor_under_another_key_is_refused() {
    let (mut document, second) = begun();
    let raw = bent(&second, |change| {
        let first = automerge::legacy::OpId(2, change.actor_id.clone());
        change.operations[0].pred = vec![first].into();
    });
    assert_eq!(refused(&mut document, &raw).code(), "change.operation");
    let raw = bent(&second, |change| {
        let nothing = automerge::legacy::OpId(77, change.actor_id.clone());
        change.operations[0].pred = vec![nothing].into();
    });
    assert_eq!(refused(&mut document, &raw).code(), "change.operation");
}

#[test]
fn every_cut_of_a_change_is_refused() {
    let (mut document, second) = begun();
    for length in 0..second.raw.len() {
        assert_eq!(refused(&mut document, &second.raw[..length]).code(), "change.unreadable", "{length}");
    }
    let longer = [second.raw.clone(), vec![0]].concat();
    assert_eq!(refused(&mut document, &longer).code(), "change.unreadable");
}

#[test]
fn a_change_of_more_than_1_mib_or_4096_operations_is_refused() {
    assert_eq!(Change::decode(&vec![0; LONGEST + 1]), Err(ChangeRefused::TooLarge(LONGEST + 1)));
    let document = log();
    let many = |count: u64| {
        foreign(&document, actor(2), |transaction| {
            let (_, records) = transaction.get(ROOT, "records")?.unwrap();
            (0..count).try_for_each(|n| transaction.put(&records, format!("{n}"), "x"))
        })
    };
    assert_eq!(Change::decode(&many(MOST_OPERATIONS + 1)), Err(ChangeRefused::TooManyOperations));
    assert_eq!(Change::decode(&many(MOST_OPERATIONS)).map(|change| change.ops), Ok(MOST_OPERATIONS));
    let empty = bent(&begun().1, |change| change.operations.clear());
    assert_eq!(refused(&mut log(), &empty).code(), "change.missing_parents");
    assert_eq!(refused(&mut begun().0, &empty), ChangeRefused::TooManyOperations);
}

/// A column's id and bytes.
type Column = (u64, Vec<u8>);

/// A change with these columns, by actor 2 on the log's genesis.
fn with_columns(columns: &[(u64, Vec<u8>)], extra: &[u8]) -> Vec<u8> {
    let mut body = vec![1];
    body.extend(log().heads()[0].0);
    body.extend([16]);
    body.extend([2; 16]);
    body.extend([1, 2, 0, 0]); // seq, start_op, time, message
    body.extend([1, 16]);
    body.extend(GENESIS_ACTOR.0);
    push_number(&mut body, columns.len() as u64);
    for (id, bytes) in columns {
        push_number(&mut body, *id);
        push_number(&mut body, bytes.len() as u64);
    }
    columns.iter().for_each(|(_, bytes)| body.extend(bytes));
    body.extend(extra);
    chunk(1, &body)
}

/// A run of `count` (signed LEB128, positive) and what follows it.
fn run(count: u64, value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    push_number(&mut bytes, count << 1 >> 1);
    // A set sign bit in the last byte would make it negative.
    if bytes.last().is_some_and(|last| last & 0x40 != 0) {
        *bytes.last_mut().unwrap() |= 0x80;
        bytes.push(0);
    }
    bytes.extend(value);
    bytes
}

#[test]
fn run_lengths_that_unfold_without_end_are_refused_at_once() {
    let key = || (0x15, run(1, &[&[36], id(1).as_str().as_bytes()].concat()));
    let long = 1 << 50;
    let bombs: [(&str, Vec<Column>); 8] = [
        ("actions", vec![key(), (0x42, run(long, &[1]))]),
        ("actions that are nothing", vec![(0x42, [vec![0], run(long, &[])].concat())]),
        ("keys", vec![(0x15, run(long, &[1, b'x'])), (0x42, run(1, &[1]))]),
        ("values", vec![key(), (0x42, run(1, &[1])), (0x56, run(long, &[0]))]),
        ("flags", vec![key(), (0x34, run(long, &[])), (0x42, run(1, &[1]))]),
        ("predecessors", vec![key(), (0x42, run(1, &[1])), (0x70, run(1, &[1])), (0x71, run(long, &[0]))]),
        ("runs in a row", vec![(0x42, run(4000, &[1]).repeat(3))]),
        ("the longest negative run", vec![(0x42, vec![0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f])]),
    ];
    for (what, columns) in bombs {
        let code = Change::decode(&with_columns(&columns, &[])).unwrap_err().code();
        assert_eq!(code, "change.too_many_operations", "{what}");
    }
    // Claims 2^40 predecessors of one operation and brings none.
    let claimed = vec![
        key(),
        (0x34, vec![1]),
        (0x42, run(1, &[1])),
        (0x56, run(1, &[0])),
        (0x70, run(1, &[0x80, 0x80, 0x80, 0x80, 0x80, 0x20])),
    ];
    assert_eq!(Change::decode(&with_columns(&claimed, &[])).unwrap_err().code(), "change.unreadable");
}

#[test]
fn columns_and_bytes_that_are_not_ours_are_refused() {
    let unreadable = |columns: &[(u64, Vec<u8>)], extra: &[u8]| {
        assert_eq!(Change::decode(&with_columns(columns, extra)).unwrap_err().code(), "change.unreadable");
    };
    unreadable(&[(0x99, vec![1])], &[]); // another column
    unreadable(&[(0x4a, vec![1])], &[]); // a deflated one
    unreadable(&[(0x42, run(1, &[1])), (0x15, run(1, &[1, b'x']))], &[]); // out of order
    unreadable(&[(0x42, run(1, &[1])), (0x42, run(1, &[1]))], &[]); // twice
    unreadable(&[(0x42, run(1, &[99]))], &[]); // an action that does not exist
    unreadable(&[(0x15, run(1, &[&[0x81, 0x02], [b'k'; 257].as_slice()].concat()))], &[]); // a long key
    unreadable(&[], b"\x01\x03abc"); // an author for Automerge
}

#[test]
fn other_chunks_are_refused_before_they_are_unpacked() {
    let (document, second) = begun();
    for kind in [0, 2, 3, 9] {
        assert_eq!(Change::decode(&chunk(kind, &[0; 40])).unwrap_err().code(), "change.unreadable");
    }
    assert!(Change::decode(&document.save().unwrap()).is_err());
    let mut deflated = second.inner.clone();
    assert!(Change::decode(&deflated.bytes()).is_err() || deflated.bytes().len() == second.raw.len());
    // The same change with its length written in two bytes: one change has one form.
    let mut longer = second.raw.clone();
    assert!(longer[9] & 0x80 != 0 && longer[10] & 0x80 == 0, "two bytes of length");
    longer[10] |= 0x80;
    longer.insert(11, 0);
    assert_eq!(Change::decode(&longer).unwrap_err().code(), "change.unreadable");
}

/// Bendings of `change` that pass every check of ours but cannot stay in Automerge.
fn poisons(document: &Document, change: &Change) -> Vec<Change> {
    let body = change.raw[11..].to_vec();
    let mut found = Vec::new();
    for at in 0..body.len() {
        let mut bent = body.clone();
        bent[at] = 1;
        let Ok(change) = Change::decode(&chunk(1, &bent)) else { continue };
        let mut trial = document.clone();
        match trial.apply(&change) {
            Err(ChangeRefused::Rejected(_)) => found.push(change),
            Err(_) => {}
            Ok(_) => assert!(trial.save().is_ok(), "byte {at}"),
        }
    }
    found
}

#[test]
fn a_change_that_automerge_takes_but_cannot_give_back_is_refused_alone() {
    // Such a change is accepted with Ok; from then on saving the document panics, for good.
    let (document, second) = begun();
    let other = log().append(actor(2), &[(id(4), note("other"))]).unwrap();
    let poisons = poisons(&document, &second);
    assert!(!poisons.is_empty(), "the danger this guards against is still there");
    for poison in poisons {
        let mut document = document.clone();
        let taken = document.take_in(&[poison.clone(), other.clone()]);
        assert_eq!(taken[0].outcome.as_ref().map_err(ChangeRefused::code), Err("change.rejected"));
        assert_eq!(taken[1].outcome, Ok(Applied::New));
        assert!(!document.has(&poison.hash) && document.heads().len() == 2);
        assert_eq!(document.apply(&second), Ok(Applied::New));
        assert_eq!(document.entries().len(), 3);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_bytes_are_refused_and_never_fatal(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Change::decode(&bytes).is_err());
        let _ = Change::decode(&chunk(1, &bytes));
    }

    #[test]
    fn a_bent_change_is_refused_or_harmless(
        bends in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let (mut document, second) = begun();
        let mut body = second.raw[10 + usize::from(second.raw[9] & 0x80 != 0)..].to_vec();
        for (at, with) in bends {
            let at = at.index(body.len());
            body[at] = with;
        }
        if let Some(cut) = cut {
            body.truncate(cut.index(body.len()));
        }
        let before = document.save().unwrap();
        match Change::decode(&chunk(1, &body)).and_then(|change| document.apply(&change)) {
            Err(_) => prop_assert_eq!(document.save().unwrap(), before),
            Ok(_) => {
                prop_assert_eq!(document.entries().len(), 2, "one more record, whatever it says");
                // Far from any id that three bent bytes can make of the second record's.
                for n in 0..12 {
                    let far = domain::ids::RecordId::new(format!("0192f0c4-7b1a-7c3e-9b66-ffffffffff{n:02x}"));
                    document.append(actor(3), &[(far, note("goes on"))]).unwrap();
                }
                let saved = document.save().unwrap();
                prop_assert!(Document::load_saved(DocKind::Log, &saved).is_ok());
            }
        }
    }
}
