//! Each rule, kept and broken.

use super::*;
use crate::author::testing::House;
use crate::change::ActorId;
use crate::testing::{actor, foreign, id, note, record};
use automerge::transaction::Transactable;
use automerge::{ROOT, ReadDoc};
use domain::brief::Verdict;
use domain::digest::Digest;
use serde_json::json;

/// Actor 1 is p-1 on d-1, actor 2 is p-2 on d-2, actor 3 is a clerk at the office.
fn codes(document: &Document, change: &Change, brief: &Brief) -> Vec<&'static str> {
    let registry = House::new().registry();
    let author = registry.author_of(&change.actor).unwrap();
    document.violations(change, author, brief, &registry).iter().map(Violation::code).collect()
}

fn by(who: u8, mut record: Record) -> Record {
    let (person, device) = [("p-1", "d-1"), ("p-2", "d-2"), ("clerk", "office")][usize::from(who) - 1];
    (record.by, record.device) = (person.into(), device.into());
    record
}

fn replacing(record: Record, replaced: &[u8]) -> Record {
    Record { replaces: replaced.iter().map(|n| id(*n)).collect(), ..record }
}

fn answered(who: u8, words: &str) -> Record {
    by(who, Record { value: json!({"answer": "done", "text": words}), ..record("kit.five.rag") })
}

fn log() -> Document {
    Document::genesis(DocKind::Log).unwrap()
}

fn put(document: &Document, by: ActorId, key: &RecordId, record: &Record) -> Change {
    let raw = foreign(document, by, |transaction| {
        let (_, records) = transaction.get(ROOT, "records")?.unwrap();
        transaction.put(&records, key.as_str(), record.to_text().unwrap())
    });
    Change::decode(&raw).unwrap()
}

#[test]
fn an_answer_that_names_what_it_replaces_breaks_no_rule() {
    let mut document = log();
    let first = document.append(actor(1), &[(id(1), answered(1, "a"))]).unwrap();
    let second = document.append(actor(2), &[(id(2), replacing(answered(2, "b"), &[1]))]).unwrap();
    let third = document.append(actor(1), &[(id(3), replacing(answered(1, "c"), &[2]))]).unwrap();
    for change in [first, second, third] {
        assert!(codes(&document, &change, &Brief::default()).is_empty());
    }
}

#[test]
fn leaving_out_a_known_standing_answer_is_a_verdict() {
    let mut document = log();
    let first = document.append(actor(1), &[(id(1), answered(1, "a"))]).unwrap();
    let silent = document.append(actor(2), &[(id(2), answered(2, "b"))]).unwrap();
    let registry = House::new().registry();
    let author = registry.author_of(&actor(2)).unwrap();
    let found = document.violations(&silent, author, &Brief::default(), &registry);
    assert_eq!(found, [Violation::LeftOut { record: id(2), left_out: id(1) }]);
    assert_eq!(found[0].consequence(), Consequence::Verdict);

    let verdict = Verdict { rule: "record.left_out".into(), reason: String::new(), lifted_by: None };
    let judged = Brief { verdicts: [(first.hash, verdict)].into(), ..Brief::default() };
    assert!(codes(&document, &silent, &judged).is_empty(), "nobody has to name what does not count");
}

#[test]
fn an_answer_unknown_to_the_author_need_not_be_named() {
    let (mut a, mut b) = (log(), log());
    let first = a.append(actor(1), &[(id(1), answered(1, "a"))]).unwrap();
    let second = b.append(actor(2), &[(id(2), answered(2, "b"))]).unwrap();
    a.apply(&second).unwrap();
    assert!(codes(&a, &second, &Brief::default()).is_empty());
    assert!(codes(&a, &first, &Brief::default()).is_empty());
    let half = a.append(actor(1), &[(id(3), replacing(answered(1, "c"), &[1]))]).unwrap();
    assert_eq!(codes(&a, &half, &Brief::default()), ["record.left_out"]);
}

#[test]
fn notes_and_other_questions_stand_side_by_side() {
    let mut document = log();
    document.append(actor(1), &[(id(1), by(1, note("a"))), (id(2), answered(1, "a"))]).unwrap();
    let other = by(1, Record { item: Some("kit.five.mat".into()), ..answered(1, "b") });
    let change = document.append(actor(1), &[(id(3), by(1, note("b"))), (id(4), other)]).unwrap();
    assert!(codes(&document, &change, &Brief::default()).is_empty());
}

#[test]
fn a_record_in_another_persons_name_is_a_verdict() {
    let mut document = log();
    let forged = document.append(actor(2), &[(id(1), answered(1, "a"))]).unwrap();
    assert_eq!(codes(&document, &forged, &Brief::default()), ["record.not_the_author"]);
    let device = Record { device: "d-9".into(), ..answered(2, "b") };
    let forged = document.append(actor(2), &[(id(2), replacing(device, &[1]))]).unwrap();
    assert_eq!(codes(&document, &forged, &Brief::default()), ["record.not_the_author"]);
}

#[test]
fn an_overwrite_of_a_known_record_is_a_verdict_and_a_taken_id_is_set_aside() {
    let mut document = log();
    let first = document.append(actor(1), &[(id(1), answered(1, "a"))]).unwrap();
    let over = put(&document, actor(2), &id(1), &replacing(answered(2, "b"), &[1]));
    let taken = put(&log(), actor(2), &id(1), &answered(2, "b"));
    let mut with_overwrite = document.clone();
    with_overwrite.apply(&over).unwrap();
    assert_eq!(codes(&with_overwrite, &over, &Brief::default()), ["record.overwritten"]);
    assert!(codes(&with_overwrite, &first, &Brief::default()).is_empty(), "the victim broke no rule");
    document.apply(&taken).unwrap();
    assert_eq!(codes(&document, &taken, &Brief::default()), ["record.id_taken"]);
    assert_eq!(Violation::IdTaken(id(1)).consequence(), Consequence::SetAside);
}

#[test]
fn the_office_may_note_and_appoint_but_not_edit_what_was_found_on_site() {
    let mut document = log();
    let meeting = Record { kind: Kind::Appointment, item: None, ..answered(1, "09:00") };
    document.append(actor(1), &[(id(1), answered(1, "a")), (id(2), meeting.clone())]).unwrap();
    let edit = document.append(actor(3), &[(id(3), replacing(answered(3, "b"), &[1]))]).unwrap();
    assert_eq!(codes(&document, &edit, &Brief::default()), ["record.office_edit"]);
    let appointed = document.append(actor(3), &[(id(4), replacing(by(3, meeting), &[2]))]).unwrap();
    let noted = document.append(actor(3), &[(id(5), by(3, note("call first")))]).unwrap();
    assert!(codes(&document, &appointed, &Brief::default()).is_empty());
    assert!(codes(&document, &noted, &Brief::default()).is_empty());
}

#[test]
fn a_brief_is_written_by_the_office_alone() {
    let mut brief = Document::genesis(DocKind::Brief).unwrap();
    let fields = [("customer.name".into(), json!("王"))];
    let office = brief.write_brief(actor(3), &fields, &[]).unwrap();
    let phone = brief.write_brief(actor(1), &[("customer.name".into(), json!("李"))], &[]).unwrap();
    assert!(codes(&brief, &office, &Brief::default()).is_empty());
    assert_eq!(codes(&brief, &phone, &Brief::default()), ["brief.not_office"]);
    assert_eq!(Violation::BriefNotOffice.consequence(), Consequence::SetAside);
}

#[test]
fn a_change_that_is_not_in_the_document_is_not_judged() {
    let change = log().append(actor(2), &[(id(1), answered(1, "a"))]).unwrap();
    assert!(codes(&log(), &change, &Brief::default()).is_empty());
    assert_ne!(change.hash, Digest([0; 32]));
}

#[test]
fn the_office_may_settle_between_standing_answers_but_not_bring_back_one_that_was_replaced() {
    let (mut a, mut b) = (log(), log());
    a.append(actor(1), &[(id(1), answered(1, "a"))]).unwrap();
    let other = b.append(actor(2), &[(id(2), answered(2, "b"))]).unwrap();
    a.apply(&other).unwrap();
    let settling = a.append(actor(3), &[(id(3), replacing(answered(3, "b"), &[1, 2]))]).unwrap();
    assert!(codes(&a, &settling, &Brief::default()).is_empty());
    let third = a.append(actor(3), &[(id(4), replacing(answered(3, "a"), &[1, 3]))]).unwrap();
    assert_eq!(codes(&a, &third, &Brief::default()), ["record.office_edit"], "it stands no more");
}

#[test]
fn what_the_office_takes_over_stands_beside_what_it_knew() {
    let mut document = log();
    document.append(actor(1), &[(id(1), answered(1, "a"))]).unwrap();
    let mut adopted = answered(3, "b");
    adopted.later.insert(ADOPTED.into(), json!({"by": "p-2"}));
    let change = document.append(actor(3), &[(id(2), adopted.clone())]).unwrap();
    assert!(codes(&document, &change, &Brief::default()).is_empty());
    let another = Record { later: adopted.later, ..answered(3, "d") };
    let edits = document.append(actor(3), &[(id(3), replacing(another, &[1]))]).unwrap();
    assert_eq!(codes(&document, &edits, &Brief::default()), ["record.office_edit"]);
    let (by_one, mut forged) = (actor(1), answered(1, "c"));
    forged.later.insert(ADOPTED.into(), json!({}));
    let forged = document.append(by_one, &[(id(4), forged)]).unwrap();
    assert_eq!(codes(&document, &forged, &Brief::default()), ["record.left_out"; 2], "only the office takes over");
}

#[test]
fn after_the_signature_the_office_may_go_back_to_what_was_signed() {
    let (mut a, mut b) = (log(), log());
    let signed = a.append(actor(1), &[(id(1), answered(1, "a"))]).unwrap();
    b.apply(&signed).unwrap();
    let seal = Record { kind: Kind::Seal, item: Some("sht.copy".into()), ..answered(1, "seal") };
    a.append(actor(1), &[(id(2), seal)]).unwrap();
    let late = b.append(actor(2), &[(id(3), replacing(answered(2, "b"), &[1]))]).unwrap();
    a.apply(&late).unwrap();
    let back = a.append(actor(3), &[(id(4), replacing(answered(3, "a"), &[3]))]).unwrap();
    assert!(codes(&a, &back, &Brief::default()).is_empty());
}
