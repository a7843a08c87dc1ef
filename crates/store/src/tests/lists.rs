//! The list and the search.

use super::{Phone, card};
use crate::jobs::save_card;
use crate::{JobCard, JobFilter, JobRow, Order, Store};
use domain::state::State;
use proptest::prelude::*;

fn save(store: &mut Store, cards: &[JobCard]) {
    store.write(|transaction| cards.iter().try_for_each(|card| save_card(transaction, card))).unwrap();
}

fn names(rows: &[JobRow]) -> Vec<&str> {
    rows.iter().map(|row| row.job.as_str()).collect()
}

fn found(store: &Store, text: &str) -> Vec<String> {
    store.search(text, None, 50).unwrap().into_iter().map(|row| row.job.to_string()).collect()
}

fn with(job: &str, change: impl FnOnce(&mut JobCard)) -> JobCard {
    let mut card = card(job);
    change(&mut card);
    card
}

#[test]
fn a_card_is_read_back_as_it_was_saved_and_the_last_one_counts() {
    let phone = Phone::new();
    let mut store = phone.store();
    save(&mut store, &[card("GD1")]);
    assert_eq!(store.card(&"GD1".into()).unwrap().unwrap(), card("GD1"));
    let later = with("GD1", |card| {
        card.row.state = State::Arrived;
        card.row.customer = "李明".into();
        card.row.appointment_from = Some(5);
    });
    save(&mut store, std::slice::from_ref(&later));
    assert_eq!(store.card(&"GD1".into()).unwrap().unwrap(), later);
    assert_eq!(store.card(&"GD2".into()).unwrap(), None);
    assert_eq!(found(&store, "王丽"), Vec::<String>::new());
    assert_eq!(found(&store, "李明"), ["GD1"]);
}

#[test]
fn a_search_for_open_jobs_finds_them_behind_however_many_newer_ones_that_are_over() {
    let phone = Phone::new();
    let mut store = phone.store();
    let mut cards = vec![card("GD-open")];
    cards.extend((0..600).map(|n| with(&format!("GD-over-{n}"), |card| card.row.open = false)));
    save(&mut store, &cards);
    let text = card("GD-open").row.customer;
    let of = |open| names(&store.search(&text, open, 10).unwrap()).into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(of(Some(true)), ["GD-open"]);
    assert!(of(Some(false)).len() == 10 && of(Some(false)).iter().all(|job| job.starts_with("GD-over")));
}

#[test]
fn open_jobs_come_by_appointment_then_promise_then_those_without_a_time() {
    let phone = Phone::new();
    let mut store = phone.store();
    save(
        &mut store,
        &[
            with("late", |card| card.row.promised_by = Some(900)),
            with("never", |card| card.row.promised_by = None),
            with("soon", |card| card.row.appointment_from = Some(100)),
            with("done", |card| card.row.open = false),
        ],
    );
    assert_eq!(names(&store.jobs(&JobFilter::default()).unwrap()), ["soon", "late", "never"]);
    assert_eq!(names(&store.jobs(&JobFilter { open: false, ..JobFilter::default() }).unwrap()), ["done"]);
}

#[test]
fn pages_of_a_list_meet_without_gap_or_repeat() {
    let phone = Phone::new();
    let mut store = phone.store();
    let cards: Vec<JobCard> = (0..23)
        .map(|n| {
            with(&format!("GD{n:02}"), |card| {
                card.row.promised_by = (n % 5 != 0).then_some(i64::from(n % 4));
                card.row.updated = i64::from(n % 3);
            })
        })
        .collect();
    save(&mut store, &cards);
    for order in [Order::Due, Order::Updated] {
        let whole = store.jobs(&JobFilter { order, ..JobFilter::default() }).unwrap();
        assert_eq!(whole.len(), 23);
        let (mut pages, mut after) = (Vec::new(), None);
        loop {
            let page = store.jobs(&JobFilter { order, after, limit: 4, ..JobFilter::default() }).unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.clone());
            pages.extend(page);
        }
        assert_eq!(pages, whole);
    }
}

#[test]
fn a_list_of_some_states_shows_no_other_and_the_counts_agree() {
    let phone = Phone::new();
    let mut store = phone.store();
    save(
        &mut store,
        &[
            with("a", |card| card.row.state = State::Working),
            with("b", |card| card.row.state = State::Testing),
            card("c"),
            card("d"),
        ],
    );
    let filter = JobFilter { states: vec![State::Working, State::Testing], ..JobFilter::default() };
    assert_eq!(names(&store.jobs(&filter).unwrap()), ["a", "b"]);
    let counts = store.count_jobs(true).unwrap();
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(State::Booked, 2), (State::Working, 1), (State::Testing, 1)]);
}

#[test]
fn two_characters_find_a_job_wherever_they_stand() {
    let phone = Phone::new();
    let mut store = phone.store();
    let other = with("GD2", |card| {
        card.row.customer = "丽王".into();
        card.row.symptom = "条胶".into();
        card.row.product = "窗门".into();
        card.row.address = "西望".into();
    });
    save(&mut store, &[card("GD1"), other]);
    for text in ["胶条", "王丽", "门窗", "漏风", "望京", "老化", "断桥铝", "65 系列", "65系列", "3号楼", "胶条 王丽"]
    {
        assert_eq!(found(&store, text), ["GD1"], "{text}");
    }
    assert_eq!(found(&store, "胶").len(), 2);
    assert_eq!(found(&store, "胶条 丽王"), Vec::<String>::new());
}

#[test]
fn a_phrase_does_not_begin_in_one_field_and_end_in_the_next() {
    let phone = Phone::new();
    let mut store = phone.store();
    save(&mut store, &[card("GD1")]);
    assert_eq!(found(&store, "丽望"), Vec::<String>::new());
}

#[test]
fn rare_characters_of_names_are_found() {
    let phone = Phone::new();
    let mut store = phone.store();
    save(
        &mut store,
        &[
            with("GD1", |card| card.row.customer = "𠮷野".into()),
            with("GD2", |card| card.row.customer = "赵㛃".into()),
            with("GD3", |card| card.row.customer = "José Müller".into()),
        ],
    );
    assert_eq!(found(&store, "𠮷野"), ["GD1"]);
    assert_eq!(found(&store, "𠮷"), ["GD1"]);
    assert_eq!(found(&store, "㛃"), ["GD2"]);
    assert_eq!(found(&store, "jose mul"), ["GD3"]);
}

#[test]
fn digits_of_phone_and_order_numbers_find_a_job() {
    let phone = Phone::new();
    let mut store = phone.store();
    let other = with("GD261119-0007", |card| {
        card.row.phone = "+86 139-1111-2222".into();
        card.words = String::new();
    });
    save(&mut store, &[card("GD261120-0041"), other]);
    for text in [
        "138",
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "8000",
        "0013",
        "１３８",
        "0041",
        "261120",
        "gd261120-00",
        "GD2611200041",
        "sn-88",
        "88A1",
    ] {
        assert_eq!(found(&store, text), ["GD261120-0041"], "{text}");
    }
    assert_eq!(found(&store, "2222"), ["GD261119-0007"]);
    assert_eq!(found(&store, "13911112222"), ["GD261119-0007"]);
    assert_eq!(found(&store, "2611").len(), 2);
}

#[test]
fn signs_and_query_words_of_the_search_engine_find_nothing_and_break_nothing() {
    let phone = Phone::new();
    let mut store = phone.store();
    save(&mut store, &[card("GD1")]);
    for text in [
        "",
        "\"",
        "a\"b",
        "NOT",
        "AND OR",
        "customer:王",
        "(",
        "*",
        "^",
        "胶条\"",
        "{a b}",
        "NEAR(a b)",
        "-",
        "\0",
        "%_",
    ] {
        let _ = store.search(text, None, 10).unwrap();
    }
    assert_eq!(found(&store, "\"胶条\""), ["GD1"]);
}

#[test]
fn a_search_shows_open_jobs_first_then_what_changed_last() {
    let phone = Phone::new();
    let mut store = phone.store();
    save(
        &mut store,
        &[
            with("old", |card| card.row.updated = 1),
            with("done", |card| (card.row.open, card.row.updated) = (false, 9)),
            with("new", |card| card.row.updated = 5),
        ],
    );
    assert_eq!(found(&store, "胶条"), ["new", "old", "done"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_two_neighbours_of_a_chinese_text_find_it(text in "[一-龥㐀-㐂𠮷a-zA-Z0-9 ，。（）]{2,24}", phone in "1[0-9]{10}") {
        let phone_in_hand = Phone::new();
        let mut store = phone_in_hand.store();
        save(&mut store, &[with("GD1", |card| (card.row.symptom, card.row.phone) = (text.clone(), phone.clone()))]);
        let characters: Vec<char> = text.chars().collect();
        for pair in characters.windows(2).filter(|pair| pair.iter().all(|c| !c.is_ascii() && c.is_alphanumeric())) {
            let pair: String = pair.iter().collect();
            prop_assert_eq!(found(&store, &pair), ["GD1"], "{}", pair);
        }
        for from in 0..8 {
            prop_assert_eq!(found(&store, &phone[from..from + 4]), ["GD1"], "{}", &phone[from..]);
        }
    }
}
