//! Cards by themselves: upgrade, paging, search, requests answered once.

use super::*;
use crate::cards::{Card, CardsAsked};
use crate::jobs::Mirror;
use rusqlite::Connection;
use std::path::Path;

const FIRST: &str = include_str!("../../migrations/0001_begin.sql");

fn open(folder: &Path) -> SqliteStorage {
    SqliteStorage::open(&SqliteOptions { synchronous: false, ..SqliteOptions::new(folder.join("hub.sqlite")) }).unwrap()
}

pub(super) fn card(n: u32, customer: &str) -> Card {
    let (job, phone) = (format!("GD261120-{n:04}"), format!("1370000{n:04}"));
    Card {
        job: job.as_str().into(),
        state: if n.is_multiple_of(2) { "queued" } else { "dispatched" }.into(),
        pack: "dw_repair".into(),
        customer: customer.into(),
        phone: phone.clone(),
        phone_digits: phone.clone(),
        address: "云州市".into(),
        product: String::new(),
        symptom: "漏风".into(),
        urgent: false,
        crew: "陈志远".into(),
        appointment_from: Some(5),
        appointment_to: None,
        promised_by: None,
        external: format!("ext-{n}"),
        questions: 0,
        updated: i64::from(n),
        search: format!("{job} {customer} {phone}").to_lowercase(),
    }
}

fn with_cards(folder: &Path, cards: u32) -> SqliteStorage {
    let mut storage = open(folder);
    let mut tx = storage.write().unwrap();
    for n in 1..=cards {
        let card = card(n, if n == 3 { "王淑敏 100%_" } else { "林晓东" });
        tx.save_job(&card.job, &Mirror::empty(), 1).unwrap();
        tx.save_card(&card).unwrap();
    }
    tx.commit().unwrap();
    storage
}

#[test]
fn a_hub_of_the_first_schema_is_opened_with_a_card_for_every_job() {
    let folder = tempfile::tempdir().unwrap();
    let old = Connection::open(folder.path().join("hub.sqlite")).unwrap();
    old.execute_batch(FIRST).unwrap();
    old.pragma_update(None, "application_id", i32::from_be_bytes(*b"Drsh")).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    let fields = r#"{"appointment.from":"2026-11-20T13:30:00+08:00","assignment.crew":[{"badge":"0417","name":"陈志远","person":"p-1"},{"badge":"2","name":"刘洋","person":"p-2"}],"customer.name":"王淑敏","customer.phone":"137","job.priority":"urgent","job.state":"dispatched","release.pack":{"name":"dw_repair"}}"#;
    old.execute("INSERT INTO job VALUES ('GD1-A', ?1, 1, 2)", [fields]).unwrap();
    old.execute("INSERT INTO job VALUES ('GD1-B', '{}', 1, 1)", []).unwrap();
    drop(old);
    let mut storage = open(folder.path());
    let tx = storage.read().unwrap();
    let cards = tx.cards(&CardsAsked { limit: 9, ..CardsAsked::default() }).unwrap();
    assert_eq!(cards.len(), 2);
    let first = &cards[0];
    assert_eq!(
        (first.crew.as_str(), first.state.as_str(), first.pack.as_str()),
        ("陈志远、刘洋", "dispatched", "dw_repair")
    );
    assert_eq!((first.appointment_from, first.appointment_to, first.urgent), (Some(1_795_152_600_000), None, true));
    assert_eq!((cards[1].state.as_str(), cards[1].customer.as_str()), ("queued", ""));
    let kept = tx.job(&"GD1-A".into()).unwrap().unwrap();
    assert_eq!((kept.fields.as_str(), kept.verdicts, kept.updated), (fields, None, 2), "what the brief said is kept");
}

#[test]
fn cards_come_in_pages_and_are_found_by_state_and_every_word() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = with_cards(folder.path(), 5);
    let tx = storage.read().unwrap();
    let jobs = |asked: &CardsAsked| -> Vec<String> {
        tx.cards(asked).unwrap().into_iter().map(|card| card.job.as_str().to_owned()).collect()
    };
    let page = CardsAsked { skip: 2, limit: 2, ..CardsAsked::default() };
    assert_eq!(jobs(&page), ["GD261120-0003", "GD261120-0002"]);
    assert_eq!(tx.count_cards(&page).unwrap(), 5);
    let queued = CardsAsked { states: vec!["queued".into(), "new".into()], limit: 9, ..CardsAsked::default() };
    assert_eq!((jobs(&queued).len(), tx.count_cards(&queued).unwrap()), (2, 2));
    let words = |words: &[&str]| {
        jobs(&CardsAsked { words: words.iter().map(|it| (*it).into()).collect(), limit: 9, ..CardsAsked::default() })
    };
    assert_eq!(words(&["淑敏"]), ["GD261120-0003"]);
    assert_eq!(words(&["100%_"]), ["GD261120-0003"], "no sign is a wildcard");
    assert_eq!(words(&["晓东", "0004"]), ["GD261120-0004"]);
    assert!(words(&["淑敏", "0004"]).is_empty());
    assert_eq!(tx.job_of_external("ext-4").unwrap().unwrap().as_str(), "GD261120-0004");
    assert_eq!(tx.job_of_external("").unwrap(), None);
    assert_eq!(tx.cards_of_phone("13700000005", 3).unwrap(), [card(5, "林晓东")]);
}

#[test]
fn a_request_is_answered_as_before_until_it_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = open(folder.path());
    let mut tx = storage.write().unwrap();
    tx.save_answered("r-1", "job", "GD1", 10, 0).unwrap();
    assert_eq!(tx.answered("r-1").unwrap(), Some(("job".into(), "GD1".into())));
    tx.save_answered("r-2", "job", "GD2", 50, 11).unwrap();
    assert_eq!(tx.answered("r-1").unwrap(), None);
    assert!(tx.save_answered("r-2", "job", "GD3", 51, 11).is_err());
}
