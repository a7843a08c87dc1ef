//! Projections are only that: the changes alone give them again.

use super::crew::{Writer, rows};
use super::{Phone, card};
use crate::{JobFilter, Page, Store};
use domain::record::Kind;
use replica::change::ActorId;
use replica::document::{DocKind, DocRef, Document};
use serde_json::json;

fn seen(store: &Store) -> impl PartialEq + std::fmt::Debug + use<> {
    let jobs = store.jobs(&JobFilter::default()).unwrap();
    let cards: Vec<_> = jobs.iter().map(|row| store.card(&row.job).unwrap()).collect();
    let records: Vec<_> =
        jobs.iter().map(|row| (store.records(&row.job).unwrap(), store.brief(&row.job).unwrap())).collect();
    (jobs, cards, records, store.search("胶条", None, 10).unwrap(), rows(store))
}

fn two_jobs(store: &mut Store) {
    for (job, seed) in [("GD1", 1), ("GD2", 2)] {
        let mut brief = Document::genesis(DocKind::Brief).unwrap();
        let change =
            brief.write_brief(ActorId([seed + 50; 16]), &[("customer.name".into(), json!("王丽"))], &[]).unwrap();
        let doc = DocRef::brief(job.into());
        let page = Page { changes: vec![(doc, change)], briefs: vec![(job.into(), brief.brief())], ..Page::default() };
        store.commit_page(&page).unwrap();
        let mut writer = Writer::new(job, seed);
        writer.tap(store, "胶条老化").unwrap();
        let seal = writer.write(Kind::Seal, json!({ "number": "D03A1" }));
        writer.save(store, &seal, None).unwrap();
        let last = writer.note("after the seal");
        writer.save(store, &last, Some(&card(job))).unwrap();
    }
}

#[test]
fn a_rebuild_gives_the_same_rows() {
    let phone = Phone::new();
    let mut store = phone.store();
    two_jobs(&mut store);
    let before = seen(&store);
    let mut asked = Vec::new();
    store
        .rebuild_projections(|job, brief, records| {
            asked.push((job.to_string(), brief.text("customer.name").to_owned(), records.len()));
            Some(card(job.as_str()))
        })
        .unwrap();
    assert_eq!(asked, [("GD1".to_owned(), "王丽".to_owned(), 3), ("GD2".to_owned(), "王丽".to_owned(), 3)]);
    assert_eq!(seen(&store), before);
}

#[test]
fn lost_and_stray_rows_are_mended_by_a_rebuild() {
    let phone = Phone::new();
    let mut store = phone.store();
    two_jobs(&mut store);
    let before = seen(&store);
    store.commit_page(&Page { cards: vec![card("ghost")], ..Page::default() }).unwrap();
    store
        .connection
        .execute_batch("DELETE FROM record WHERE kind = 'seal'; DELETE FROM brief; UPDATE job SET customer = '?'; DELETE FROM job_search")
        .unwrap();
    assert_ne!(seen(&store), before);
    store.rebuild_projections(|job, _, _| Some(card(job.as_str()))).unwrap();
    assert_eq!(seen(&store), before);
}

#[test]
fn a_job_without_a_card_leaves_the_list_but_keeps_its_records() {
    let phone = Phone::new();
    let mut store = phone.store();
    two_jobs(&mut store);
    store.rebuild_projections(|job, _, _| (job.as_str() == "GD1").then(|| card("GD1"))).unwrap();
    assert_eq!(store.jobs(&JobFilter::default()).unwrap().len(), 1);
    assert_eq!(store.records(&"GD2".into()).unwrap().len(), 3);
}
