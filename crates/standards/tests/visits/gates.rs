//! Every gate of STANDARDS 2.4 by its number: shut, opened, and passed otherwise only where the table names an override.

use super::visit::{Visit, agreement, picture};
use domain::checklist::Missing;
use domain::decide::Refusal;
use domain::flag::Flag;
use domain::gate::Gate;
use domain::ids::ItemKey;
use domain::record::Basis;
use domain::settings::ALLOW_ORAL;
use domain::state::State;
use domain::value::Answer;

fn key(text: &str) -> ItemKey {
    ItemKey::new(text)
}

/// What the next step lacks among the items of a gate.
fn lacks(visit: &Visit, gate: Gate) -> Vec<String> {
    let missing = visit.missing();
    missing.into_iter().filter(|it| gate.waits_for(&it.item)).map(|it| it.item.to_string()).collect()
}

/// Answers everything the next step lacks but what this gate waits for.
fn all_but(visit: &mut Visit, gate: Gate) {
    for _ in 0..12 {
        let others: Vec<Missing> = visit.missing().into_iter().filter(|it| !gate.waits_for(&it.item)).collect();
        others.iter().for_each(|missing| visit.supply(missing));
    }
}

/// In this state the gate alone keeps the visit from moving on, and supplying it opens the way.
fn shut_then_open(pack: &str, gate: Gate, flags: &[Flag], at: State, to: State) {
    let mut visit = Visit::at(pack, at);
    for flag in flags {
        visit.one(|list| list.set_flag(*flag, true)).unwrap();
    }
    all_but(&mut visit, gate);
    let held = lacks(&visit, gate);
    assert!(!held.is_empty(), "{} holds nothing back at {}", gate.key(), at.key());
    assert!(matches!(visit.one(|list| list.advance(to)), Err(Refusal::Shut(_))), "{} is shut", gate.key());
    assert_eq!(visit.go_on(), Ok(to), "{} is open", gate.key());
}

/// A gate item says no to this answer.
fn refuses(visit: &mut Visit, item: &str, answer: &Answer) {
    let refused = visit.one(|list| list.answer(&key(item), answer, Basis::Tapped));
    assert_eq!(refused, Err(Refusal::Gate(key(item))), "{item}");
}

/// A gate item takes this answer, with its reason, for an answer.
fn admits(visit: &mut Visit, item: &str, answer: &Answer) {
    visit.one(|list| list.answer(&key(item), answer, Basis::Tapped)).unwrap_or_else(|why| panic!("{item}: {why}"));
    let said = visit.look(|list| list.standing(list.pack.item(&key(item)).unwrap()));
    assert_eq!(said, domain::checklist::Standing::Said(answer.answer), "{item}");
}

fn not_done() -> Answer {
    Answer::not_done("当天没带")
}

fn not_applicable() -> Answer {
    Answer::not_applicable("此处不需要")
}

#[test]
fn gate_1_dress_and_badge() {
    shut_then_open("dw_repair", Gate::G1, &[], State::Preparing, State::EnRoute);
    let mut visit = Visit::at("dw_repair", State::Preparing);
    refuses(&mut visit, "drs.badge", &not_done());
    admits(&mut visit, "drs.uniform", &not_done());
}

#[test]
fn gate_2_the_five_items() {
    shut_then_open("broadband_install", Gate::G2, &[], State::Preparing, State::EnRoute);
    let mut visit = Visit::at("broadband_install", State::Preparing);
    admits(&mut visit, "kit.five.rag", &not_done());
    let without = visit.one(|list| list.answer(&key("kit.five.mat"), &Answer::not_done(" "), Basis::Tapped));
    assert_eq!(without, Err(Refusal::ReasonMissing(key("kit.five.mat"))), "an override wants its reason");
}

#[test]
fn gate_3_no_alcohol() {
    shut_then_open("dw_repair", Gate::G3, &[], State::Preparing, State::EnRoute);
    let mut visit = Visit::at("dw_repair", State::Preparing);
    refuses(&mut visit, "kit.no_alcohol", &not_done());
    refuses(&mut visit, "kit.no_alcohol", &not_applicable());
}

#[test]
fn gate_4_permission_to_enter() {
    shut_then_open("dw_repair", Gate::G4, &[], State::Arrived, State::Inside);
    let mut visit = Visit::at("dw_repair", State::Arrived);
    refuses(&mut visit, "ent.permission", &not_applicable());
}

#[test]
fn gate_5_shoe_covers() {
    shut_then_open("dw_repair", Gate::G5, &[], State::Arrived, State::Inside);
    let mut visit = Visit::at("dw_repair", State::Arrived);
    refuses(&mut visit, "ent.shoe_covers", &not_done());
    admits(&mut visit, "ent.shoe_covers", &Answer::not_applicable("毛坯现场"));
}

#[test]
fn gate_6_consent_to_the_quote() {
    shut_then_open("dw_repair", Gate::G6, &[], State::Quoted, State::Consented);
    let mut visit = Visit::at("dw_repair", State::Quoted);
    let nothing_signed = domain::value::Agreement { ink: None, ..agreement(None) };
    let stale = visit.one(|list| list.consent(&key("con.plan"), &nothing_signed));
    assert_eq!(stale, Err(Refusal::StaleQuote), "a consent names the quote that stands");
    let oral = visit.look(|list| list.quote_id().cloned());
    let oral = domain::value::Agreement { ink: None, oral: Some("客户手不便".into()), ..agreement(oral) };
    let unsigned = visit.one(|list| list.consent(&key("con.plan"), &oral));
    assert!(matches!(unsigned, Err(Refusal::Empty(_))), "the firm has not allowed oral consents");
    visit.values.0.insert(ALLOW_ORAL.key.into(), true.into());
    visit.one(|list| list.consent(&key("con.plan"), &oral)).unwrap();
    assert!(lacks(&visit, Gate::G6).is_empty(), "an oral consent with its reason");
    visit.values.0.clear();
    assert!(!lacks(&visit, Gate::G6).is_empty(), "one that no setting of the job allows");
}

#[test]
fn gate_7_special_consents() {
    let flags = [Flag::OpensCase, Flag::Drilling, Flag::SurfaceWiring];
    shut_then_open("it_repair", Gate::G7, &flags, State::Quoted, State::Consented);
    let mut visit = Visit::at("it_repair", State::Quoted);
    visit.one(|list| list.set_flag(Flag::Drilling, true)).unwrap();
    refuses(&mut visit, "con.drill", &not_done());
    refuses(&mut visit, "con.drill", &not_applicable());
    let mut away = Visit::at("it_repair", State::Survey);
    refuses(&mut away, "tkw.explain", &not_done());
    assert!(away.missing_for(23, State::TakenAway).iter().any(|it| Gate::G7.waits_for(&it.item)));
}

#[test]
fn gate_8_height_work() {
    shut_then_open("dw_repair", Gate::G8, &[Flag::Height], State::Working, State::Testing);
    let mut visit = Visit::at("dw_repair", State::Working);
    visit.one(|list| list.set_flag(Flag::Height, true)).unwrap();
    for item in ["hgt.crew", "hgt.belt", "kit.ppe"] {
        refuses(&mut visit, item, &not_done());
    }
}

#[test]
fn gate_9_power_off() {
    shut_then_open("appliance_repair", Gate::G9, &[Flag::PowerOff], State::Working, State::Testing);
    let mut visit = Visit::at("appliance_repair", State::Working);
    visit.one(|list| list.set_flag(Flag::PowerOff, true)).unwrap();
    refuses(&mut visit, "elc.off", &not_done());
    admits(&mut visit, "elc.off", &Answer::not_applicable("测量需要通电"));
}

#[test]
fn gate_10_backup_answered() {
    shut_then_open("it_repair", Gate::G10, &[Flag::TouchesStorage], State::Working, State::Testing);
    let mut visit = Visit::at("it_repair", State::Working);
    visit.one(|list| list.set_flag(Flag::TouchesStorage, true)).unwrap();
    refuses(&mut visit, "dat.done", &not_applicable());
}

#[test]
fn gate_11_tests_passed() {
    shut_then_open("broadband_install", Gate::G11, &[], State::Testing, State::Cleaning);
    let mut visit = Visit::at("broadband_install", State::Testing);
    refuses(&mut visit, "tst.self", &not_done());
    visit.take(59, State::Cleaning).unwrap();
    assert_eq!(visit.fold().outcome(visit.number()), Some(domain::outcome::Outcome::LeftWithKnownFault));
}

#[test]
fn gate_12_cleared_away() {
    shut_then_open("dw_repair", Gate::G12, &[], State::Cleaning, State::Demo);
    let mut visit = Visit::at("dw_repair", State::Cleaning);
    admits(&mut visit, "cln.waste", &not_done());
}

#[test]
fn gate_13_total_equals_the_consented_quote() {
    let mut visit = Visit::at("dw_repair", State::Settling);
    let kind = domain::value::MovementKind::Fit;
    let unquoted = domain::value::Movement::new(kind, "SEAL-EPDM-9".into(), "1".into(), "m".into());
    visit.one(|list| list.move_part(&unquoted)).unwrap();
    all_but(&mut visit, Gate::G13);
    assert_eq!(lacks(&visit, Gate::G13), ["fee.match"], "a part nobody quoted is no part of the total");
    assert!(visit.one(|list| list.advance(State::Signing)).is_err());
    assert_eq!(Visit::at("dw_repair", State::Settling).go_on(), Ok(State::Signing));
}

#[test]
fn gate_14_read_and_signed() {
    shut_then_open("dw_repair", Gate::G14, &[], State::Signing, State::Left);
    let mut visit = Visit::at("dw_repair", State::Signing);
    refuses(&mut visit, "sht.review", &not_done());
    visit.take(60, State::Left).unwrap();
    assert_eq!(visit.fold().outcome(visit.number()), Some(domain::outcome::Outcome::Unsigned));
}

#[test]
fn gate_15_take_away_receipt() {
    let mut visit = Visit::in_branch("it_repair", State::Survey, State::TakenAway);
    let held = visit.missing_for(37, State::Signing);
    assert!(held.iter().any(|it| Gate::G15.waits_for(&it.item)), "nothing leaves the house without a receipt");
    assert!(matches!(visit.one(|list| list.turn(37, State::Signing, "")), Err(Refusal::Shut(_))));
    refuses(&mut visit, "tkw.receipt", &not_applicable());
    visit.take(37, State::Signing).unwrap();
}

#[test]
fn gate_16_visit_left_note() {
    let mut visit = Visit::at("broadband_repair", State::NobodyHome);
    assert!(matches!(visit.one(|list| list.turn(19, State::Rescheduling, "")), Err(Refusal::Shut(_))));
    refuses(&mut visit, "nob.note", &not_done());
    visit.one(|list| list.photograph(&key("nob.note"), None, &picture())).unwrap();
    assert!(visit.missing_for(19, State::Rescheduling).iter().all(|it| !Gate::G16.waits_for(&it.item)));
    visit.take(19, State::Rescheduling).unwrap();
}

#[test]
fn gate_17_mat_and_covers() {
    shut_then_open("dw_repair", Gate::G17, &[], State::Inside, State::Survey);
    let mut visit = Visit::at("dw_repair", State::Inside);
    refuses(&mut visit, "prt.mat", &not_applicable());
    admits(&mut visit, "prt.cover", &not_applicable());
    refuses(&mut visit, "prt.cover", &not_done());
}
