//! Documents that everybody keeps to.

mod hostile;
mod shapes;

use super::*;
use crate::testing::{actor, id, note, record};
use domain::brief::Verdict;
use domain::record::{Kind, Record};
use serde_json::json;

fn log() -> Document {
    Document::genesis(DocKind::Log).unwrap()
}

#[test]
fn the_geneses_are_the_same_bytes_for_ever() {
    let hash = |kind: DocKind| Change::decode(kind.genesis()).unwrap().hash.hex();
    assert_eq!(
        Digest::of(DocKind::Log.genesis()).hex(),
        "928749c4b5cc1c9b24d4fade9d99d2876d96d0027a8b5f48a14097569a4a0b9e"
    );
    assert_eq!(
        Digest::of(DocKind::Brief.genesis()).hex(),
        "c2b0967f86c006abf91235f730520ff2d3d41e14bed8a521676e1148f4419841"
    );
    assert_eq!(hash(DocKind::Log), "d10078bc1fe9f3e2ad432c5a8b8e631d5cbf6f8c61b991fca0bfe152ff67707e");
    assert_eq!(hash(DocKind::Brief), "a1a9ba61b44aa75dc1d83f9bedae30be2fe8172d7584df5ccb6828b590fccaba");
}

#[test]
fn the_changes_of_version_1_are_read_and_written_for_ever() {
    let log_1 = include_bytes!("../../samples/log-change-1.bin");
    let brief_1 = include_bytes!("../../samples/brief-change-1.bin");
    let records = [(id(1), record("kit.five.rag")), (id(2), note("按门铃两次"))];
    assert_eq!(log().append(actor(1), &records).unwrap().raw, log_1);
    let opened = Document::load(DocKind::Log, [log_1]).unwrap();
    let read: Vec<_> =
        opened.document.entries().into_iter().map(|entry| (entry.id, Record::clone(&entry.record.unwrap()))).collect();
    assert_eq!(read, records);
    let brief = Document::load(DocKind::Brief, [brief_1]).unwrap().document.brief();
    assert_eq!(brief.text("customer.name"), "王女士");
    assert_eq!(brief.verdicts[&Digest([7; 32])].reason, "记录被改写");
}

#[test]
fn the_records_of_one_tap_are_one_change_and_come_back_as_they_were() {
    let mut document = log();
    let records = [(id(1), record("kit.five.rag")), (id(2), note("按门铃两次"))];
    let change = document.append(actor(1), &records).unwrap();
    assert_eq!((change.seq, change.start_op, change.ops, change.deps.len()), (1, 2, 2, 1));
    let entries = document.entries();
    let back: Vec<_> = entries.into_iter().map(|entry| (entry.id, Record::clone(&entry.record.unwrap()))).collect();
    assert_eq!(back, records);
}

#[test]
fn the_same_tap_gives_the_same_bytes() {
    let write = || log().append(actor(1), &[(id(1), record("kit.five.rag"))]).unwrap().raw;
    assert_eq!(write(), write());
}

#[test]
fn two_phones_that_wrote_offline_end_with_the_same_document() {
    let (mut a, mut b) = (log(), log());
    let from_a = a.append(actor(1), &[(id(1), record("kit.five.rag"))]).unwrap();
    let from_b = b.append(actor(2), &[(id(2), note("到了"))]).unwrap();
    assert_eq!(a.apply(&from_b), Ok(Applied::New));
    assert_eq!(b.apply(&from_a), Ok(Applied::New));
    assert_eq!(a.apply(&from_b), Ok(Applied::Known));
    assert_eq!(a.heads(), b.heads());
    assert_eq!(a.save().unwrap(), b.save().unwrap());
    assert!(!a.knows(&from_a.hash, &from_b.hash));
    let both = a.append(actor(1), &[(id(3), note("知道了"))]).unwrap();
    assert!(a.knows(&both.hash, &from_a.hash) && a.knows(&both.hash, &from_b.hash));
    assert!(!a.knows(&from_a.hash, &both.hash) && !a.knows(&both.hash, &both.hash));
}

#[test]
fn a_document_opens_from_its_changes_in_any_order() {
    let mut document = log();
    let mut raws: Vec<Vec<u8>> =
        (0..20).map(|n| document.append(actor(n % 3), &[(id(n), note("…"))]).unwrap().raw).collect();
    raws.reverse();
    let opened = Document::load(DocKind::Log, &raws).unwrap();
    assert!(opened.left_out.is_empty());
    assert_eq!(opened.document.heads(), document.heads());
    assert_eq!(opened.document.save().unwrap(), document.save().unwrap());
}

#[test]
fn a_damaged_change_costs_its_descendants_and_nothing_else() {
    let mut document = log();
    let mut others = log();
    let mine: Vec<_> = (0..3).map(|n| document.append(actor(1), &[(id(n), note("…"))]).unwrap().raw).collect();
    let other = others.append(actor(2), &[(id(9), note("…"))]).unwrap().raw;
    let mut damaged = mine[1].clone();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    let opened = Document::load(DocKind::Log, [&mine[0], &damaged, &mine[2], &other]).unwrap();
    let codes: Vec<_> = opened.left_out.iter().map(|(place, why)| (*place, why.code())).collect();
    assert_eq!(codes, [(1, "change.unreadable"), (2, "change.missing_parents")]);
    assert_eq!(opened.document.entries().len(), 2);
}

#[test]
fn a_saved_document_opens_again() {
    let mut document = log();
    document.append(actor(1), &[(id(1), note("…"))]).unwrap();
    let again = Document::load_saved(DocKind::Log, &document.save().unwrap()).unwrap();
    assert_eq!(again.heads(), document.heads());
    assert_eq!(Document::load_saved(DocKind::Log, b"no file").err().map(|why| why.code()), Some("document.unreadable"));
    assert!(Document::load_saved(DocKind::Brief, &document.save().unwrap()).is_err());
}

#[test]
fn the_brief_holds_what_was_written_last_and_its_verdicts() {
    let mut brief = Document::genesis(DocKind::Brief).unwrap();
    let verdict = Verdict { rule: "record.overwritten".into(), reason: "…".into(), lifted_by: None };
    let change = Digest::of(b"a change");
    brief.write_brief(actor(1), &[("customer.name".into(), json!("王"))], &[(change, verdict.clone())]).unwrap();
    brief.write_brief(actor(1), &[("customer.name".into(), json!("王女士"))], &[]).unwrap();
    let lifted = Verdict { lifted_by: Some("p-1".into()), ..verdict };
    brief.write_brief(actor(2), &[], &[(change, lifted.clone())]).unwrap();
    let again = brief.write_brief(actor(1), &[("customer.name".into(), json!("王女士"))], &[]);
    assert_eq!(again, Err(NotWritten::Nothing));
    let read = brief.brief();
    assert_eq!(read.text("customer.name"), "王女士");
    assert_eq!(read.verdicts.get(&change), Some(&lifted));
}

#[test]
fn a_field_can_be_written_again_and_again() {
    let mut brief = Document::genesis(DocKind::Brief).unwrap();
    for n in 0..400 {
        let fields = [(format!("customer.field{}", n % 7), json!(n)), ("job.state".into(), json!("booked"))];
        brief.write_brief(actor((n % 3) as u8), &fields, &[]).unwrap();
    }
    assert_eq!(brief.brief().fields.get("customer.field0"), Some(&json!(399)));
    assert_eq!(brief.len(), 401);
}

#[test]
fn a_field_two_runs_of_the_hub_wrote_apart_can_be_written_again_whichever_value_won() {
    let field = |text: &str| vec![("job.note".to_owned(), json!(text))];
    let mut one = Document::genesis(DocKind::Brief).unwrap();
    let mut other = one.clone();
    one.write_brief(actor(1), &field("a"), &[]).unwrap();
    let apart = other.write_brief(actor(2), &field("b"), &[]).unwrap();
    one.apply(&apart).unwrap();
    let won = one.brief().text("job.note").to_owned();
    let lost = if won == "a" { "b" } else { "a" };
    assert_eq!(one.write_brief(actor(1), &field(&won), &[]), Err(NotWritten::Nothing));
    one.write_brief(actor(1), &field(lost), &[]).unwrap();
    assert_eq!(one.brief().text("job.note"), lost);
}

#[test]
fn what_cannot_be_written_leaves_the_document_as_it_was() {
    let mut document = log();
    document.append(actor(1), &[(id(1), note("…"))]).unwrap();
    let before = document.save().unwrap();
    let mut fraction = record("kit.five.rag");
    fraction.value = json!({"gap": 2.1});
    let code = |document: &mut Document, records: &[_]| document.append(actor(1), records).unwrap_err().code();
    assert_eq!(code(&mut document, &[(id(2), fraction)]), "write.not_canonical");
    assert_eq!(code(&mut document, &[(id(2), note(&"长".repeat(30_000)))]), "write.too_long");
    assert_eq!(code(&mut document, &[(id(1), note("again"))]), "write.id");
    assert_eq!(code(&mut document, &[("window-2".into(), note("no uuid"))]), "write.id");
    assert_eq!(code(&mut document, &[(id(3), note("a")), (id(3), note("b"))]), "change.operation");
    assert_eq!(code(&mut document, &[]), "write.nothing");
    assert_eq!(document.write_brief(actor(1), &[], &[]).unwrap_err().code(), "write.wrong_document");
    assert_eq!(document.save().unwrap(), before);
    document.append(actor(1), &[(id(2), note("still works"))]).unwrap();
}

#[test]
fn a_record_says_which_seals_it_knew_and_which_knew_it() {
    let (mut phone, mut office) = (log(), log());
    let mut seal = note("seal");
    seal.kind = Kind::Seal;
    let first = phone.append(actor(1), &[(id(1), note("before"))]).unwrap();
    phone.append(actor(1), &[(id(2), note("with")), (id(3), seal)]).unwrap();
    phone.append(actor(1), &[(id(4), note("after"))]).unwrap();
    office.apply(&first).unwrap();
    let late = office.append(actor(2), &[(id(5), note("meanwhile"))]).unwrap();
    phone.apply(&late).unwrap();
    let of = |n| phone.entries().into_iter().find(|entry| entry.id == id(n)).unwrap();
    let knew = |n| of(n).knew_seals.contains(&id(3));
    let sealed = |n| of(n).sealed_by.contains(&id(3));
    assert_eq!([1, 2, 3, 4, 5].map(knew), [false, false, false, true, false]);
    assert_eq!([1, 2, 3, 4, 5].map(sealed), [true, true, false, false, false]);
    assert_eq!(phone.fold_entries().len(), 5);
}
