//! How visits end otherwise, start to finish: what each branch asks for, what the sheet owes then, and where the order
//! stands afterwards.

use super::visit::{Visit, agreed};
use domain::checklist::Standing;
use domain::checklist::onward::Onward;
use domain::decide::Refusal;
use domain::flag::Flag;
use domain::order;
use domain::outcome::Outcome;
use domain::stage::Stage;
use domain::state::State;

/// From a branch through the signature to the door.
fn close(visit: &mut Visit) {
    visit.take(37, State::Signing).unwrap();
    assert_eq!(visit.go_on(), Ok(State::Left));
}

#[test]
fn a_branch_closes_with_a_signed_sheet_and_sends_the_order_where_somebody_acts() {
    let ends = [
        (State::Survey, State::SiteNotReady, Outcome::SiteNotReady, State::Rescheduling),
        (State::Survey, State::SafetyHold, Outcome::SafetyHold, State::Rescheduling),
        (State::Working, State::AwaitingParts, Outcome::AwaitingParts, State::AwaitingParts),
        (State::Quoted, State::TakenAway, Outcome::TakenAway, State::TakenAway),
        (State::Working, State::Escalated, Outcome::Escalated, State::Escalated),
        (State::Survey, State::Exchange, Outcome::Exchange, State::Exchange),
        (State::Consented, State::Refused, Outcome::Refused, State::Left),
    ];
    for (from, branch, outcome, stands) in ends {
        let mut visit = Visit::in_branch("dw_repair", from, branch);
        assert_eq!(order::state(&visit.brief, &visit.fold()), branch, "the branch shows while it lasts");
        close(&mut visit);
        let fold = visit.fold();
        assert_eq!((fold.outcome(visit.number()), order::state(&visit.brief, &fold)), (Some(outcome), stands));
    }
}

#[test]
fn a_branch_owes_what_came_before_it_and_clearing_away_and_no_work_that_was_never_done() {
    let mut visit = Visit::in_branch("dw_repair", State::Quoted, State::Refused);
    let owed = |visit: &Visit, stage| visit.look(|list| list.count(|at, _| at == stage).due);
    assert_eq!((owed(&visit, Stage::Work), owed(&visit, Stage::Demo), owed(&visit, Stage::Consent)), (0, 0, 0));
    assert!(owed(&visit, Stage::Survey) > 0);
    assert_eq!(owed(&visit, Stage::Clean), 3, "covers off, waste bagged, the photo after");
    close(&mut visit);
    let left = visit.look(|list| list.missing_before(Stage::Departure));
    assert_eq!(left, []);
}

#[test]
fn nobody_home_leaves_a_note_and_ends_without_a_sheet() {
    let mut visit = Visit::at("broadband_repair", State::NobodyHome);
    visit.take(19, State::Rescheduling).unwrap();
    visit.take(66, State::Uploaded).unwrap();
    let fold = visit.fold();
    assert_eq!(fold.outcome(visit.number()), Some(Outcome::NobodyHome));
    assert_eq!(order::state(&visit.brief, &fold), State::Rescheduling);
}

#[test]
fn the_customer_who_comes_back_is_visited_as_if_nothing_had_been() {
    let mut visit = Visit::at("broadband_repair", State::NobodyHome);
    visit.take(18, State::Arrived).unwrap();
    assert_eq!(visit.fold().outcome(visit.number()), None);
    while visit.state() != State::Left {
        visit.go_on().unwrap();
    }
    assert_eq!(visit.fold().outcome(visit.number()), Some(Outcome::Completed));
}

#[test]
fn a_known_fault_is_signed_for_and_the_rest_of_the_visit_is_as_ever() {
    let mut visit = Visit::at("dw_repair", State::Testing);
    visit.take(59, State::Cleaning).unwrap();
    while visit.state() != State::Left {
        visit.go_on().unwrap();
    }
    assert_eq!(visit.fold().outcome(visit.number()), Some(Outcome::LeftWithKnownFault));
    assert_eq!(order::state(&visit.brief, &visit.fold()), State::Left, "the supervisor decides the same day");
}

#[test]
fn rework_wipes_the_known_fault_away() {
    let mut visit = Visit::at("dw_repair", State::Testing);
    visit.take(59, State::Cleaning).unwrap();
    while visit.state() != State::Signing {
        visit.go_on().unwrap();
    }
    visit.take(36, State::Working).unwrap();
    assert_eq!(visit.fold().outcome(visit.number()), None);
}

#[test]
fn a_second_visit_goes_on_with_the_plan_that_was_agreed_to() {
    let mut visit = Visit::in_branch("dw_repair", State::Working, State::AwaitingParts);
    close(&mut visit);
    visit.brief.fields.insert(domain::brief::keys::VISIT.into(), serde_json::json!(2));
    assert_eq!((visit.state(), order::state(&visit.brief, &visit.fold())), (State::Dispatched, State::Dispatched));
    assert!(visit.look(|list| list.flags.contains(&Flag::SecondVisit) && !list.flags.contains(&Flag::ReturnVisit)));
    while visit.state() != State::Quoted {
        visit.go_on().unwrap();
    }
    let consent = visit.look(|list| list.standing(list.pack.item(&"con.plan".into()).unwrap()));
    assert_eq!(consent, Standing::Said(domain::value::Said::Done), "what was signed for stands");
    while visit.state() != State::Left {
        visit.go_on().unwrap();
    }
    assert_eq!(visit.fold().outcome(visit.number()), Some(Outcome::Completed));
}

#[test]
fn what_one_visit_was_paid_for_is_not_billed_again_on_the_next() {
    let mut visit = Visit::of("dw_repair");
    while visit.state() != State::Left {
        visit.go_on().unwrap();
    }
    visit.brief.fields.insert(domain::brief::keys::VISIT.into(), serde_json::json!(2));
    assert_eq!(visit.look(|list| list.quote()), None);
    while visit.state() != State::Quoted {
        visit.go_on().unwrap();
    }
    let asked: Vec<String> = visit.missing().into_iter().map(|missing| missing.item.to_string()).collect();
    assert!(asked.contains(&"con.plan".into()), "a new plan is agreed to anew: {asked:?}");
}

#[test]
fn where_two_phones_moved_a_visit_differently_nobody_moves_it_on_before_that_is_settled() {
    let mut visit = Visit::at("dw_repair", State::Working);
    visit.beside(|list| list.turn(27, State::Quoted, "价格有变"));
    assert_eq!(visit.state(), State::Quoted, "the one less far along, until somebody settles it");
    assert_eq!(visit.one(|list| list.advance(State::Consented)), Err(Refusal::Unsettled));
    assert_eq!(visit.one(|list| list.turn(25, State::Refused, "")), Err(Refusal::Unsettled));
}

#[test]
fn a_visit_under_way_is_the_one_the_job_is_on_whatever_is_planned_meanwhile() {
    let mut visit = Visit::at("dw_repair", State::Working);
    visit.brief.fields.insert(domain::brief::keys::VISIT.into(), serde_json::json!(2));
    assert_eq!((visit.number().0, visit.state()), (1, State::Working));
    while visit.state() != State::Dispatched {
        visit.go_on().unwrap();
    }
    assert_eq!(visit.number().0, 2, "after it left, the planned one");
}

#[test]
fn who_withdrew_a_consent_is_asked_again_on_the_next_visit() {
    let mut visit = Visit::in_branch("dw_repair", State::Consented, State::Refused);
    close(&mut visit);
    visit.brief.fields.insert(domain::brief::keys::VISIT.into(), serde_json::json!(2));
    while visit.state() != State::Quoted {
        visit.go_on().unwrap();
    }
    let asked: Vec<String> = visit.missing().into_iter().map(|missing| missing.item.to_string()).collect();
    assert!(asked.contains(&"con.plan".into()), "{asked:?}");
}

#[test]
fn a_visit_that_ended_unsigned_takes_no_more_answers() {
    let mut visit = Visit::at("dw_repair", State::Signing);
    visit.take(60, State::Left).unwrap();
    let late = visit.one(|list| list.set_flag(Flag::Drilling, true));
    assert_eq!(late, Err(Refusal::Over));
    // The sheet stays unsigned; what is left to do is the departure.
    let (current, onward) = visit.look(|list| (list.current(), list.onward(Stage::Sheet)));
    assert_eq!((current, onward), (Some(Stage::Departure), Onward::Stage(Stage::Departure)));
}

#[test]
fn a_return_visit_on_which_there_is_more_to_do_owes_all_of_it() {
    let mut visit = Visit::in_branch("it_repair", State::Working, State::TakenAway);
    close(&mut visit);
    visit.brief.fields.insert(domain::brief::keys::VISIT.into(), serde_json::json!(2));
    while visit.state() != State::Inside {
        visit.go_on().unwrap();
    }
    visit.take(61, State::Testing).unwrap();
    visit.take(30, State::Working).unwrap();
    assert!(visit.look(|list| list.count(|at, _| at == Stage::Work).due) > 0);
}

#[test]
fn a_product_that_comes_back_goes_straight_to_the_test_and_its_receipt_is_taken_back() {
    let mut visit = Visit::in_branch("it_repair", State::Working, State::TakenAway);
    close(&mut visit);
    visit.brief.fields.insert(domain::brief::keys::VISIT.into(), serde_json::json!(2));
    assert!(visit.look(|list| list.flags.contains(&Flag::ReturnVisit)));
    while visit.state() != State::Inside {
        visit.go_on().unwrap();
    }
    visit.take(61, State::Testing).unwrap();
    assert_eq!(visit.look(|list| list.count(|at, _| at == Stage::Work).due), 0, "it was worked on elsewhere");
    while visit.state() != State::Signing {
        visit.go_on().unwrap();
    }
    let asked: Vec<String> = visit.missing().into_iter().map(|missing| missing.item.to_string()).collect();
    assert!(asked.contains(&"ret.recover".into()) && asked.contains(&"ret.sign".into()), "{asked:?}");
    assert_eq!(visit.go_on(), Ok(State::Left));
}

#[test]
fn an_item_of_a_branch_is_not_answered_where_that_cannot_begin() {
    let mut visit = Visit::at("dw_repair", State::Preparing);
    let answer = domain::value::Answer::text("门窗型材 2 根");
    let early = visit.one(|list| list.answer(&"ptw.part".into(), &answer, domain::record::Basis::Tapped));
    assert_eq!(early, Err(domain::decide::Refusal::BranchShut("ptw.part".into())));
}

#[test]
fn a_time_that_was_agreed_anew_asks_for_what_a_change_asks_for_unless_somebody_says_otherwise() {
    let mut visit = Visit::at("dw_repair", State::Booked);
    let changed = |visit: &Visit| visit.look(|list| list.flags.contains(&Flag::TimeChanged));
    assert!(!changed(&visit));
    let later = agreed(300);
    visit.one(|list| list.agree_time(&later)).unwrap();
    assert!(changed(&visit));
    // Told an hour before, put off by four: half an hour was asked for (APT-11).
    let notice = visit.look(|list| list.notice()).unwrap();
    assert_eq!((notice.needed_min, notice.in_time()), (30, notice.given_min >= 30));
    let lacks = |visit: &Visit| visit.look(|list| list.missing_in(Stage::Appointment));
    let keys: Vec<String> = lacks(&visit).iter().map(|missing| missing.item.to_string()).collect();
    assert_eq!(keys, ["apt.next_household", "apt.told_office"], "the notice is told by the clock");
    visit.one(|list| list.set_flag(Flag::TimeChanged, false)).unwrap();
    assert!(lacks(&visit).is_empty());
}

#[test]
fn the_trip_after_one_whose_time_fell_tells_how_long_before_it_that_was_told() {
    let mut visit = Visit::at("dw_repair", State::Preparing);
    visit.take(14, State::Rescheduling).unwrap();
    let next_day = agreed(24 * 60);
    visit.act(|list| list.rebook(&next_day)).unwrap();
    assert_eq!(visit.number().0, 2);
    let notice = visit.look(|list| list.notice()).unwrap();
    assert_eq!(notice.needed_min, 120, "more than half a day asks for two hours (APT-12)");
}
