//! Every transition of STANDARDS 2.6 that a phone writes, by its number: shut until its guard holds, open then.

use super::visit::{Visit, agreed};
use domain::decide::Refusal;
use domain::lifecycle::{Guard, Side, TRANSITIONS, Transition};
use domain::state::State;
use std::collections::BTreeSet;

/// A trade whose visits meet every guard.
const PACK: &str = "dw_repair";

macro_rules! by_number {
    ($($name:ident $number:literal),+ $(,)?) => {
        $(#[test]
        fn $name() {
            phone_row($number);
        })+

        /// The numbers with a test of their own here.
        const TESTED: &[u8] = &[$($number),+];
    };
}

by_number! {
    transition_11_dispatched_to_booked 11,
    transition_12_booked_to_preparing 12,
    transition_13_preparing_to_en_route 13,
    transition_14_preparing_or_en_route_to_rescheduling 14,
    transition_15_rescheduling_to_booked 15,
    transition_16_en_route_to_arrived 16,
    transition_17_arrived_to_nobody_home 17,
    transition_18_nobody_home_to_arrived 18,
    transition_19_nobody_home_to_rescheduling 19,
    transition_20_arrived_to_inside 20,
    transition_21_inside_to_survey 21,
    transition_22_survey_to_quoted 22,
    transition_23_survey_to_its_branches 23,
    transition_24_quoted_to_consented 24,
    transition_25_quoted_to_refused 25,
    transition_26_consented_to_working 26,
    transition_27_working_to_quoted 27,
    transition_28_working_to_its_branches 28,
    transition_29_working_to_testing 29,
    transition_30_testing_to_working 30,
    transition_31_testing_to_cleaning 31,
    transition_32_cleaning_to_demo 32,
    transition_33_demo_to_settling 33,
    transition_34_settling_to_signing 34,
    transition_35_signing_to_left 35,
    transition_36_signing_to_working 36,
    transition_37_an_outcome_to_signing 37,
    transition_48_preparing_to_safety_hold 48,
    transition_49_safety_hold_back_to_where_it_began 49,
    transition_50_site_not_ready_to_quoted 50,
    transition_51_booked_or_arrived_to_rescheduling 51,
    transition_52_quoted_to_parts_or_taken_away 52,
    transition_53_consented_or_working_to_refused 53,
    transition_54_escalated_to_quoted 54,
    transition_55_survey_or_working_to_exchange 55,
    transition_59_testing_to_cleaning_with_a_known_fault 59,
    transition_60_signing_to_left_unsigned 60,
    transition_61_inside_to_testing_on_a_return_visit 61,
    transition_66_a_visit_ends_without_a_sheet 66,
}

#[test]
fn every_row_of_the_phone_is_tested() {
    let rows: BTreeSet<u8> = TRANSITIONS.iter().filter(|row| row.side == Side::Phone).map(|row| row.number).collect();
    assert_eq!(rows, TESTED.iter().copied().collect());
}

/// Tries every pair of states of a row: refused with what is missing, taken once it is there, and from nowhere else.
fn phone_row(number: u8) {
    for row in TRANSITIONS.iter().filter(|row| row.number == number && row.side == Side::Phone) {
        for from in row.from {
            for to in row.to.iter().filter(|to| leads(number, *from, **to)) {
                pair(row, *from, *to);
            }
        }
    }
}

/// Where a row does not lead: out of a branch only to where that began.
fn leads(number: u8, from: State, to: State) -> bool {
    number != 49 || from == State::SafetyHold && to != State::Signing
}

fn pair(row: &Transition, from: State, to: State) {
    let mut visit = brought(row, from, to);
    assert_eq!(visit.state(), from);
    let go = |visit: &mut Visit, reason: &str| match row.is_main_line() {
        true => visit.one(|list| list.advance(to)),
        false => visit.one(|list| list.turn(row.number, to, reason)),
    };
    shut(row, &mut visit, to, go);
    assert_eq!(visit.state(), from, "a refusal leaves the visit where it was");
    if row.is_main_line() {
        assert_eq!(visit.go_on(), Ok(to));
    } else {
        visit.take(row.number, to).unwrap();
    }
    assert_eq!(visit.state(), to);
}

/// The move is refused as long as its guard does not hold; one without a guard, from anywhere else.
fn shut(row: &Transition, visit: &mut Visit, to: State, go: impl Fn(&mut Visit, &str) -> Result<(), Refusal>) {
    for guard in row.guards {
        match guard {
            Guard::Reason => assert_eq!(go(visit, " "), Err(Refusal::Empty("原因 reason"))),
            Guard::NewTime => assert!(matches!(go(visit, ""), Err(Refusal::Empty(_)))),
            Guard::Back => {
                let elsewhere = if to == State::Working { State::Survey } else { State::Working };
                let wrong = visit.one(|list| list.turn(row.number, elsewhere, ""));
                assert!(matches!(wrong, Err(Refusal::NoStep { .. })));
            }
            _ => {}
        }
    }
    let waits = row.guards.iter().any(|guard| !matches!(guard, Guard::Reason | Guard::NewTime | Guard::Back));
    if waits {
        let refused = go(visit, "客户临时有事");
        assert!(matches!(&refused, Err(Refusal::Shut(missing)) if !missing.is_empty()), "{}: {refused:?}", row.number);
    } else if row.guards.is_empty() {
        let mut elsewhere = Visit::of(PACK);
        assert!(matches!(go(&mut elsewhere, "客户临时有事"), Err(Refusal::NoStep { .. })), "{}", row.number);
    }
}

/// A visit in `from` whose next move can be this one.
fn brought(row: &Transition, from: State, to: State) -> Visit {
    match row.number {
        49 => Visit::in_branch(PACK, to, State::SafetyHold),
        61 => returned(),
        26 => {
            // A consent falls with its quote.
            let mut visit = Visit::at(PACK, State::Consented);
            visit.one(|list| list.make_quote(&super::visit::quote(list))).unwrap();
            visit
        }
        _ => Visit::at(PACK, from),
    }
}

/// The visit that brings the product back: inside, everything laid and told.
fn returned() -> Visit {
    let mut visit = Visit::in_branch(PACK, State::Survey, State::TakenAway);
    visit.take(37, State::Signing).unwrap();
    visit.go_on().unwrap();
    assert_eq!(visit.state(), State::Left);
    visit.brief.fields.insert(domain::brief::keys::VISIT.into(), serde_json::json!(2));
    while visit.state() != State::Inside {
        visit.go_on().unwrap();
    }
    visit
}

#[test]
fn a_time_that_fell_does_not_book_the_visit_again_and_a_new_one_does() {
    let mut visit = Visit::at(PACK, State::Rescheduling);
    assert!(visit.one(|list| list.turn(15, State::Booked, "")).is_err());
    visit.act(|list| list.rebook(&agreed(600))).unwrap();
    assert_eq!((visit.state(), visit.number().0), (State::Booked, 1), "nobody had set out: it is the same trip");
}

#[test]
fn a_trip_that_was_begun_ends_with_its_new_time_and_the_next_one_is_checked_afresh() {
    let mut visit = Visit::at(PACK, State::EnRoute);
    visit.take(14, State::Rescheduling).unwrap();
    visit.act(|list| list.rebook(&agreed(600))).unwrap();
    assert_eq!((visit.state(), visit.number().0), (State::Booked, 2));
    let (first, fold) = (domain::ids::VisitNo(1), visit.fold());
    assert_eq!(
        (fold.state(first), fold.outcome(first)),
        (State::Uploaded, Some(domain::outcome::Outcome::Rescheduled))
    );
    visit.one(|list| list.advance(State::Preparing)).unwrap();
    let asked: Vec<String> = visit.missing().into_iter().map(|missing| missing.item.to_string()).collect();
    assert!(asked.contains(&"kit.no_alcohol".into()), "yesterday's declaration says nothing about today");
}
