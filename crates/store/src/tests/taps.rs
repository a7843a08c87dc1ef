//! One tap, one transaction; and the outbox it fills.

use super::crew::{Writer, rows, typed};
use super::{Phone, card};
use crate::{Answer, Answered, OutboxCount, Page, RecordRow, Safety, SetAside, Store, StoreRefused};
use domain::digest::Digest;
use domain::ids::JobId;
use domain::record::Kind;
use replica::document::DocRef;
use serde_json::json;

fn full_after(store: &Store, pages: i64) {
    let now: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let free: i64 = store.connection.query_row("PRAGMA freelist_count", [], |row| row.get(0)).unwrap();
    assert_eq!(free, 0);
    let _: i64 =
        store.connection.query_row(&format!("PRAGMA max_page_count = {}", now + pages), [], |row| row.get(0)).unwrap();
}

fn answer(store: &mut Store, hash: Digest, answer: Answer) {
    store.commit_page(&Page { answers: vec![Answered { hash, answer }], ..Page::default() }).unwrap();
}

fn outbox_hashes(store: &Store) -> Vec<Digest> {
    store.outbox(u64::MAX).unwrap().docs.iter().flat_map(|doc| &doc.changes).map(|change| change.hash).collect()
}

#[test]
fn a_tap_saves_change_record_card_and_takes_its_draft_away() {
    let phone = Phone::new();
    let (mut store, mut writer) = (phone.store(), Writer::new("GD1", 1));
    let job = JobId::new("GD1");
    store.save_draft(&job, &typed("胶条")).unwrap();
    let made = writer.note("胶条老化");
    writer.save(&mut store, &made, Some(&card("GD1"))).unwrap();
    drop(store);

    let store = phone.store();
    assert_eq!(store.changes(&writer.doc).unwrap(), std::slice::from_ref(&made.change.raw));
    assert_eq!(store.records(&job).unwrap(), made.records);
    assert_eq!(store.records_of_kind(&Kind::Note).unwrap(), [(job.clone(), made.records[0].clone())]);
    assert_eq!(store.drafts(&job).unwrap(), []);
    let listed = store.search("胶条", None, 10).unwrap();
    assert!(listed[0].unsent, "the list shows that it still waits");
    assert_eq!(store.load(&writer.doc).unwrap().document.heads(), writer.log.heads());
    assert_eq!(store.safety(&job).unwrap(), Safety::OnDevice);
}

#[test]
fn the_records_of_the_store_fold_like_those_of_the_document() {
    let phone = Phone::new();
    let (mut store, mut writer) = (phone.store(), Writer::new("GD1", 1));
    writer.tap(&mut store, "before").unwrap();
    let seal = writer.write(Kind::Seal, json!({ "number": "GD1-1-D03A1" }));
    writer.save(&mut store, &seal, None).unwrap();
    writer.tap(&mut store, "after").unwrap();
    let stored: Vec<_> = store.records(&"GD1".into()).unwrap().iter().map(RecordRow::entry).collect();
    assert_eq!(stored, writer.log.fold_entries());
    assert_eq!(stored[0].sealed_by.len(), 1, "the seal's tap noted what it knew");
    assert_eq!(stored[2].knew_seals.len(), 1);
}

#[test]
fn a_commit_that_fails_at_any_page_leaves_nothing_behind() {
    let mut refused = 0;
    for pages in 0..60 {
        let phone = Phone::new();
        let (mut store, mut writer) = (phone.store(), Writer::new("GD1", 1));
        writer.tap(&mut store, "first").unwrap();
        store.save_draft(&"GD1".into(), &typed("long")).unwrap();
        let before = rows(&store);
        full_after(&store, pages);
        let made = writer.note(&"门窗".repeat(9000));
        let saved = writer.save(&mut store, &made, Some(&card("GD1")));
        if saved.is_ok() {
            break;
        }
        refused += 1;
        assert_eq!(saved, Err(StoreRefused::DiskFull));
        assert_eq!(rows(&store), before);
        drop(store);
        let store = phone.store();
        assert_eq!(rows(&store), before);
        assert_eq!(store.drafts(&"GD1".into()).unwrap(), [typed("long")]);
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn a_tap_on_a_document_that_is_ahead_of_the_disk_is_refused_as_stale() {
    let phone = Phone::new();
    let (mut store, mut writer) = (phone.store(), Writer::new("GD1", 1));
    writer.tap(&mut store, "saved").unwrap();
    let _lost = writer.note("its commit failed");
    assert_eq!(writer.tap(&mut store, "built on it"), Err(StoreRefused::Stale));
    let mut again = Writer::again(&store, "GD1", 2);
    again.tap(&mut store, "after reading it anew").unwrap();
    assert_eq!(store.records(&"GD1".into()).unwrap().len(), 2);
}

#[test]
fn a_second_copy_of_the_document_with_the_same_actor_is_refused_as_stale() {
    let phone = Phone::new();
    let (mut store, mut writer, mut copy) = (phone.store(), Writer::new("GD1", 1), Writer::new("GD1", 1));
    writer.tap(&mut store, "one").unwrap();
    assert_eq!(copy.tap(&mut store, "another first change"), Err(StoreRefused::Stale));
}

#[test]
fn a_signature_over_another_change_is_not_saved() {
    let phone = Phone::new();
    let (mut store, mut writer) = (phone.store(), Writer::new("GD1", 1));
    let (first, mut second) = (writer.note("1"), writer.note("2"));
    writer.save(&mut store, &first, None).unwrap();
    second.authorship = first.authorship.clone();
    assert_eq!(writer.save(&mut store, &second, None).unwrap_err().code(), "store.unexpected");
    assert_eq!(store.outbox_count().unwrap().changes, 1);
}

#[test]
fn the_outbox_keeps_the_order_and_brings_signatures_and_certificates() {
    let phone = Phone::new();
    let (mut store, mut one, mut two) = (phone.store(), Writer::new("GD1", 1), Writer::new("GD2", 1));
    store.save_own_actor(&one.certificate()).unwrap();
    let a = one.tap(&mut store, "a").unwrap();
    let b = two.tap(&mut store, "b").unwrap();
    let c = one.tap(&mut store, "c").unwrap();
    drop(store);
    let store = phone.store();
    let outbox = store.outbox(u64::MAX).unwrap();
    let docs: Vec<(&DocRef, Vec<Digest>)> =
        outbox.docs.iter().map(|doc| (&doc.doc, doc.changes.iter().map(|change| change.hash).collect())).collect();
    assert_eq!(docs, [(&one.doc, vec![a, c]), (&two.doc, vec![b])]);
    let signed: Vec<Digest> = outbox.docs.iter().flat_map(|doc| &doc.authorships).map(|signed| signed.hash).collect();
    assert_eq!(signed, [c, b], "one signature an actor and document, over the newest");
    assert_eq!(outbox.actor_certificates, [one.certificate()]);
    assert!(!outbox.more);
    let count = store.outbox_count().unwrap();
    assert_eq!((count.changes, count.jobs), (3, 2));
}

#[test]
fn an_outbox_larger_than_a_page_comes_in_whole_documents_and_then_in_signed_parts() {
    let phone = Phone::new();
    let (mut store, mut one, mut two) = (phone.store(), Writer::new("GD1", 1), Writer::new("GD2", 1));
    for n in 0..3 {
        one.tap(&mut store, &format!("{n}")).unwrap();
        two.tap(&mut store, &format!("{n}")).unwrap();
    }
    let whole = store.outbox_count().unwrap().bytes;
    let first = store.outbox(whole - 1).unwrap();
    assert!(first.more);
    assert_eq!(first.docs.len(), 1);
    assert_eq!(first.docs[0].changes.len(), 3);
    let cut = store.outbox(1).unwrap();
    assert!(cut.more);
    assert_eq!(cut.docs[0].changes.len(), 1);
    assert_eq!(cut.docs[0].authorships[0].hash, cut.docs[0].changes[0].hash, "the part is signed by itself");
}

#[test]
fn what_is_stored_leaves_the_outbox_and_an_answer_twice_is_harmless() {
    let phone = Phone::new();
    let (mut store, mut writer) = (phone.store(), Writer::new("GD1", 1));
    store.save_own_actor(&writer.certificate()).unwrap();
    let a = writer.tap(&mut store, "a").unwrap();
    let b = writer.tap(&mut store, "b").unwrap();
    answer(&mut store, a, Answer::Stored { number: 7 });
    let once = rows(&store);
    answer(&mut store, a, Answer::Stored { number: 9 });
    assert_eq!(rows(&store), once);
    assert_eq!(outbox_hashes(&store), [b]);
    assert_eq!(store.outbox(u64::MAX).unwrap().actor_certificates, [], "the hub has it now");
    answer(&mut store, b, Answer::Stored { number: 9 });
    assert_eq!(store.outbox_count().unwrap(), OutboxCount::default());
    let job = JobId::new("GD1");
    assert_eq!(store.safety(&job).unwrap(), Safety::AtOffice);
    for (watermark, safety) in [(8, Safety::AtOffice), (9, Safety::Secured)] {
        store.commit_page(&Page { secured: Some(watermark), ..Page::default() }).unwrap();
        assert_eq!(store.safety(&job).unwrap(), safety);
    }
    answer(&mut store, Digest::of(b"nobody's"), Answer::Stored { number: 1 });
}

#[test]
fn a_held_change_stays_in_the_outbox_and_a_set_aside_one_leaves_it_but_not_the_device() {
    let phone = Phone::new();
    let (mut store, mut writer) = (phone.store(), Writer::new("GD1", 1));
    let a = writer.tap(&mut store, "a").unwrap();
    let b = writer.tap(&mut store, "b").unwrap();
    answer(&mut store, a, Answer::Held);
    assert!(store.outbox(u64::MAX).unwrap().docs[0].changes[0].held);
    answer(&mut store, b, Answer::SetAside { rule: "change.seq".into() });
    assert_eq!(outbox_hashes(&store), [a]);
    assert_eq!(store.set_aside().unwrap(), [SetAside { doc: writer.doc.clone(), hash: b, rule: "change.seq".into() }]);
    assert_eq!(store.changes(&writer.doc).unwrap().len(), 2);
    answer(&mut store, a, Answer::Stored { number: 3 });
    assert_eq!(store.safety(&"GD1".into()).unwrap(), Safety::OnDevice, "what was set aside is on this device alone");
}

#[test]
fn a_job_is_purged_only_when_the_office_has_all_of_it() {
    let phone = Phone::new();
    let (mut store, mut writer, mut other) = (phone.store(), Writer::new("GD1", 1), Writer::new("GD2", 1));
    let made = writer.note("a");
    writer.save(&mut store, &made, Some(&card("GD1"))).unwrap();
    other.tap(&mut store, "stays").unwrap();
    let job = JobId::new("GD1");
    assert_eq!(store.purge_job(&job), Err(StoreRefused::Unsecured("GD1".into())));
    answer(&mut store, made.change.hash, Answer::Stored { number: 3 });
    store.purge_job(&job).unwrap();
    assert_eq!(store.changes(&writer.doc).unwrap(), Vec::<Vec<u8>>::new());
    assert_eq!(store.search("胶条", None, 10).unwrap(), []);
    assert_eq!((store.records(&job).unwrap(), store.card(&job).unwrap()), (vec![], None));
    assert_eq!(store.records(&"GD2".into()).unwrap().len(), 1);
}
