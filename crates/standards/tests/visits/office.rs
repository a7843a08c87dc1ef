//! Every transition of STANDARDS 2.6 that the office writes, by its number: shut until its fact holds, open then.

use super::visit::Visit;
use domain::brief::{Brief, keys};
use domain::fold::{Fold, fold};
use domain::ids::VisitNo;
use domain::lifecycle::{Guard, Side, TRANSITIONS};
use domain::order::{Fact, NotMoved, Order};
use domain::outcome::Outcome;
use domain::settings::Values;
use domain::state::State;
use serde_json::json;
use std::collections::BTreeSet;

macro_rules! by_number {
    ($($name:ident $number:literal),+ $(,)?) => {
        $(#[test]
        fn $name() {
            office_row($number);
        })+

        /// The numbers with a test of their own here.
        const TESTED: &[u8] = &[$($number),+];
    };
}

by_number! {
    transition_2_new_to_triage 2,
    transition_3_triage_to_remote 3,
    transition_4_remote_to_followup 4,
    transition_5_remote_to_queued 5,
    transition_6_triage_to_queued 6,
    transition_7_triage_to_escalated 7,
    transition_8_escalated_to_queued 8,
    transition_9_queued_to_dispatched 9,
    transition_10_dispatched_to_queued 10,
    transition_15_rescheduling_to_dispatched 15,
    transition_39_uploaded_to_appraised 39,
    transition_40_uploaded_or_appraised_to_followup 40,
    transition_41_followup_to_queued 41,
    transition_42_followup_to_archived 42,
    transition_43_taken_away_through_the_workshop 43,
    transition_44_ready_return_to_dispatched 44,
    transition_45_awaiting_parts_to_dispatched 45,
    transition_46_anything_before_the_work_to_cancelled 46,
    transition_47_archived_to_new 47,
    transition_56_triage_or_followup_to_exchange 56,
    transition_57_exchange_to_dispatched 57,
    transition_58_exchange_to_followup 58,
    transition_62_nobody_home_to_followup 62,
    transition_64_uploaded_with_a_known_fault 64,
    transition_65_cancelled_to_archived 65,
}

/// A full ticket with a crew.
fn brief(state: State) -> Brief {
    let crew = json!([{"person": "p-417", "name": "陈志远", "badge": "0417"}]);
    let fields = [
        (keys::STATE, json!(state.key())),
        (keys::CUSTOMER_NAME, json!("王淑敏")),
        (keys::CUSTOMER_PHONE, json!("137")),
        (keys::CUSTOMER_ADDRESS, json!("云州市望江区滨江路 88 号")),
        (keys::PRODUCT_MODEL, json!("断桥铝平开窗")),
        (keys::SYMPTOM, json!("漏风")),
        (keys::CREW, crew),
    ];
    Brief { fields: fields.map(|(key, value)| (key.to_owned(), value)).into(), ..Brief::default() }
}

fn untouched(brief: &Brief) -> Fold {
    fold(brief, &[], 0)
}

/// A visit brought to `state`, or an order the office has there.
fn standing(number: u8, state: State) -> (Brief, Fold) {
    let at_the_door = number == 62 && state == State::NobodyHome;
    let phone = at_the_door || number == 64 || number == 46 && state > State::Dispatched || state == State::Uploaded;
    if !phone {
        let brief = brief(state);
        let fold = untouched(&brief);
        return (brief, fold);
    }
    let mut visit = match number {
        64 => {
            let mut visit = Visit::at("dw_repair", State::Testing);
            visit.take(59, State::Cleaning).unwrap();
            visit
        }
        _ if state == State::Uploaded => Visit::of("dw_repair"),
        _ => Visit::at("dw_repair", state),
    };
    while state == State::Uploaded && visit.state() != State::Left {
        visit.go_on().unwrap();
    }
    let mut brief = brief(State::Dispatched);
    brief.fields.append(&mut visit.brief.fields.clone());
    let fold = visit.fold();
    (brief, fold)
}

fn office_row(number: u8) {
    for row in TRANSITIONS.iter().filter(|row| row.number == number && row.side != Side::Phone) {
        for from in row.from {
            for to in row.to {
                pair(number, row.guards, *from, *to);
            }
        }
    }
}

fn pair(number: u8, guards: &[Guard], from: State, to: State) {
    let (mut brief, fold) = standing(number, from);
    let received = BTreeSet::from([Fact::Received]);
    let whole = brief.clone();
    let order = |brief, recorded| Order { pack: None, values: Values::defaults(), brief, fold: &fold, recorded };
    assert_eq!(order(&whole, received.clone()).state(), from, "{number}");
    match guards {
        [Guard::Office(fact)] => {
            let expected = NotMoved::Lacks(*fact);
            for key in [keys::CUSTOMER_PHONE, keys::CREW] {
                brief.fields.remove(key);
            }
            assert_eq!(order(&brief, received.clone()).may(to, Some("原因")).err(), Some(expected), "{number} is shut");
            let recorded: BTreeSet<Fact> = received.iter().chain([fact]).copied().collect();
            let way = order(&whole, recorded).may(to, None);
            assert_eq!(way.map(|row| row.number), Ok(number), "{number} is open");
        }
        [Guard::Reason] => {
            assert_eq!(order(&whole, received.clone()).may(to, Some(" ")).err(), Some(NotMoved::Reason));
            assert_eq!(order(&whole, received).may(to, Some("客户取消")).map(|row| row.number), Ok(number));
        }
        _ => {
            assert_eq!(order(&whole, received).may(to, None).map(|row| row.number), Ok(number));
            let elsewhere = self::brief(State::Appraised);
            let fold = untouched(&elsewhere);
            let order = Order {
                pack: None,
                values: Values::defaults(),
                brief: &elsewhere,
                fold: &fold,
                recorded: BTreeSet::new(),
            };
            assert!(matches!(order.may(to, None), Err(NotMoved::NoWay { .. })), "{number} from elsewhere");
        }
    }
}

#[test]
fn transition_1_a_contact_begins_an_order() {
    let brief = brief(State::New);
    let fold = untouched(&brief);
    let order = Order { pack: None, values: Values::defaults(), brief: &brief, fold: &fold, recorded: BTreeSet::new() };
    assert_eq!(order.state(), State::New);
    let back = Order { brief: &self::brief(State::Queued), ..order };
    assert!(matches!(back.may(State::New, Some("原因")), Err(NotMoved::NoWay { .. })), "an order begins once");
}

#[test]
fn transition_38_a_visit_is_uploaded_once_everything_of_it_is_here() {
    let (brief, fold) = standing(39, State::Uploaded);
    let order = |recorded| Order { pack: None, values: Values::defaults(), brief: &brief, fold: &fold, recorded };
    assert_eq!(order(BTreeSet::new()).state(), State::Left);
    assert_eq!(order(BTreeSet::from([Fact::Received])).state(), State::Uploaded);
}

#[test]
fn transition_63_an_outcome_takes_the_order_to_the_state_it_names_and_to_no_other() {
    for outcome in Outcome::ALL {
        let states = [State::Rescheduling, State::AwaitingParts, State::TakenAway, State::Escalated, State::Exchange];
        assert!(outcome.order_state().is_none_or(|state| states.contains(&state)), "{outcome:?}");
    }
    let mut visit = Visit::in_branch("dw_repair", State::Survey, State::Escalated);
    visit.take(37, State::Signing).unwrap();
    visit.go_on().unwrap();
    assert_eq!(domain::order::state(&visit.brief, &visit.fold()), State::Escalated);
    let (brief, completed) = standing(39, State::Uploaded);
    assert_eq!(domain::order::state(&brief, &completed), State::Left);
}

#[test]
fn an_installation_needs_a_model_and_an_address_and_no_symptom() {
    let mut brief = brief(State::New);
    brief.fields.remove(keys::SYMPTOM);
    let fold = untouched(&brief);
    let may = |brief: &Brief| {
        Order { pack: None, values: Values::defaults(), brief, fold: &fold, recorded: BTreeSet::new() }
            .may(State::Triage, None)
            .is_ok()
    };
    assert!(!may(&brief));
    brief.fields.insert(keys::FLAGS.into(), json!(["install"]));
    assert!(may(&brief));
    brief.fields.remove(keys::FLAGS);
    let pack = super::visit::packs().find(|pack| pack.key.as_str() == "ac_install");
    let order = Order { pack, values: Values::defaults(), brief: &brief, fold: &fold, recorded: BTreeSet::new() };
    assert!(order.may(State::Triage, None).is_ok(), "what the standard says of itself need not be said again");
}

#[test]
fn height_work_is_dispatched_to_two_or_as_many_as_the_firm_asks_for() {
    let mut brief = brief(State::Queued);
    brief.fields.insert(keys::FLAGS.into(), json!(["height"]));
    let fold = untouched(&brief);
    let under = |brief: &Brief, values: &Values| {
        Order { pack: None, values, brief, fold: &fold, recorded: BTreeSet::new() }.may(State::Dispatched, None).err()
    };
    let may = |brief: &Brief| under(brief, Values::defaults());
    assert_eq!(may(&brief), Some(NotMoved::Lacks(Fact::Crew)));
    let two = json!([{"person": "p-1", "name": "甲", "badge": "1"}, {"person": "p-2", "name": "乙", "badge": "2"}]);
    brief.fields.insert(keys::CREW.into(), two);
    assert_eq!(may(&brief), None);
    let three: Values = serde_json::from_value(json!({"crew.height_min": 3})).unwrap();
    assert_eq!(under(&brief, &three), Some(NotMoved::Lacks(Fact::Crew)));
}

/// An order whose last visit left for a part, as it stands while it is under way and once it is in.
fn waiting_for_a_part() -> Visit {
    Visit::in_branch("dw_repair", State::Survey, State::AwaitingParts)
}

#[test]
fn what_a_visit_under_way_came_to_is_the_phone_s_until_it_is_over() {
    let mut visit = waiting_for_a_part();
    let recorded = BTreeSet::from([Fact::PartIssued]);
    let fold = visit.fold();
    let order =
        Order { pack: None, values: Values::defaults(), brief: &visit.brief, fold: &fold, recorded: recorded.clone() };
    assert_eq!((order.state(), order.ways()), (State::AwaitingParts, Vec::new()));
    assert!(matches!(order.may(State::Dispatched, None), Err(NotMoved::NoWay { .. })));
    visit.take(37, State::Signing).unwrap();
    visit.go_on().unwrap();
    let fold = visit.fold();
    let order = Order { pack: None, values: Values::defaults(), brief: &visit.brief, fold: &fold, recorded };
    let ways: Vec<_> = order.ways().iter().map(|way| (way.row.number, way.to, way.lacks, way.visit)).collect();
    assert_eq!(ways, [(45, State::Dispatched, None, Some(VisitNo(2)))]);
}

#[test]
fn whoever_is_sent_again_goes_on_the_next_visit_and_is_seen_to_be() {
    let mut visit = waiting_for_a_part();
    visit.take(37, State::Signing).unwrap();
    visit.go_on().unwrap();
    let fold = visit.fold();
    let planned =
        Order { pack: None, values: Values::defaults(), brief: &visit.brief, fold: &fold, recorded: BTreeSet::new() }
            .plans(State::Dispatched);
    let mut brief = visit.brief.clone();
    brief.fields.insert(keys::STATE.into(), json!("dispatched"));
    brief.fields.insert(keys::VISIT.into(), json!(planned));
    assert_eq!(domain::order::state(&brief, &fold), State::Dispatched);
    assert_eq!(domain::order::current_visit(&brief, &fold), VisitNo(2));
    let order = Order { pack: None, values: Values::defaults(), brief: &brief, fold: &fold, recorded: BTreeSet::new() };
    assert_eq!(order.plans(State::Queued), None, "one that is planned is not planned again");
    assert_eq!(order.ways().iter().map(|way| way.row.number).collect::<Vec<_>>(), [10, 46]);
}

#[test]
fn a_dispatch_is_withdrawn_though_something_was_written_before_the_first_step() {
    let mut visit = Visit::of("dw_repair");
    let first = visit.missing().remove(0);
    visit.supply(&first);
    visit.brief.fields.insert(keys::STATE.into(), json!("queued"));
    assert_eq!(visit.fold().visits.len(), 1);
    assert_eq!(domain::order::state(&visit.brief, &visit.fold()), State::Queued);
}

#[test]
fn every_row_of_the_office_is_tested() {
    let rows: BTreeSet<u8> = TRANSITIONS.iter().filter(|row| row.side != Side::Phone).map(|row| row.number).collect();
    let apart = [1, 38, 63];
    assert_eq!(rows, TESTED.iter().copied().chain(apart).collect());
}
