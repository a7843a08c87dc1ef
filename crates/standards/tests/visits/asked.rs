//! What an item asks for besides a tick: a number in its case, a day, a choice that brings other questions with it; and
//! what a planned visit leaves out.

use super::visit::Visit;
use domain::brief::keys;
use domain::checklist::{Lack, Standing};
use domain::decide::Refusal;
use domain::flag::Flag;
use domain::ids::ItemKey;
use domain::record::Basis;
use domain::state::State;
use domain::value::{Answer, ContactWay, Contacted, Reading, Said};
use serde_json::json;
use std::collections::BTreeMap;

fn standing(visit: &Visit, key: &str) -> Standing {
    let item = visit.pack.item(&key.into()).unwrap();
    visit.look(|list| list.standing(item))
}

fn say(visit: &mut Visit, key: &str, answer: &Answer) -> Result<(), Refusal> {
    visit.one(|list| list.answer(&key.into(), answer, Basis::Tapped))
}

fn read(visit: &mut Visit, key: &str, value: &str, unit: &str, parts: &[(&str, &str)]) -> Result<(), Refusal> {
    let parts: BTreeMap<String, String> = parts.iter().map(|(key, part)| ((*key).into(), (*part).into())).collect();
    let reading = Reading { value: value.into(), unit: unit.into(), parts, note: None };
    visit.one(|list| list.read(&key.into(), None, &reading, false))
}

#[test]
fn the_kind_of_fault_that_is_chosen_brings_its_measurements() {
    let mut visit = Visit::at("ac_repair", State::Survey);
    assert_eq!(standing(&visit, "acr.supply"), Standing::Hidden);
    say(&mut visit, "acr.kind", &Answer::choice("electrical")).unwrap();
    assert!(visit.look(|list| list.flags.contains(&Flag::ElectricalFault)));
    assert_eq!(standing(&visit, "acr.supply"), Standing::Lacks(Lack::Reading));
    assert_eq!(standing(&visit, "acr.low"), Standing::Hidden);
    say(&mut visit, "acr.kind", &Answer::choice("refrigeration")).unwrap();
    assert_eq!(standing(&visit, "acr.supply"), Standing::Hidden);
    assert_eq!(standing(&visit, "acr.low"), Standing::Lacks(Lack::Reading));
    visit.one(|list| list.set_flag(Flag::Refrigerant, false)).unwrap();
    assert_eq!(standing(&visit, "acr.low"), Standing::Hidden, "who says otherwise is heard");
}

#[test]
fn a_pressure_is_judged_by_the_refrigerant_that_is_named_with_it() {
    let mut visit = Visit::at("ac_repair", State::Survey);
    say(&mut visit, "acr.kind", &Answer::choice("refrigeration")).unwrap();
    read(&mut visit, "acr.low", "0.8", "MPa", &[]).unwrap();
    assert_eq!(standing(&visit, "acr.low"), Standing::Lacks(Lack::Reading), "which refrigerant");
    read(&mut visit, "acr.low", "0.8", "MPa", &[("case", "r22")]).unwrap();
    assert_eq!(standing(&visit, "acr.low"), Standing::Lacks(Lack::Reason), "out of 0.4 to 0.6");
    read(&mut visit, "acr.low", "0.8", "MPa", &[("case", "r410a")]).unwrap();
    assert_eq!(standing(&visit, "acr.low"), Standing::Said(Said::Done));
}

#[test]
fn after_the_repair_all_three_values_are_asked_for() {
    let mut visit = Visit::at("ac_repair", State::Testing);
    let whole = [("plate", "8.2"), ("delta", "19"), ("delta.case", "heating"), ("low", "0.9"), ("low.case", "r32")];
    for left_out in ["delta", "low"] {
        let parts: Vec<_> = whole.into_iter().filter(|(key, _)| *key != left_out).collect();
        read(&mut visit, "acr.retest", "7.1", "A", &parts).unwrap();
        assert_eq!(standing(&visit, "acr.retest"), Standing::Lacks(Lack::Reading), "without {left_out}");
    }
    let words = read(&mut visit, "acr.retest", "7.1", "A", &[("delta", "warm")]);
    assert!(matches!(words, Err(Refusal::NotAReading(said, unit)) if (said.as_str(), unit.as_str()) == ("warm", "°C")));
    read(&mut visit, "acr.retest", "7.1", "A", &whole).unwrap();
    assert_eq!(standing(&visit, "acr.retest"), Standing::Said(Said::Done));
}

#[test]
fn a_charge_may_be_told_in_grams_or_kilograms_and_in_nothing_else() {
    let mut visit = Visit::at("ac_repair", State::Working);
    visit.one(|list| list.set_flag(Flag::Refrigerant, true)).unwrap();
    read(&mut visit, "acr.charge", "0.8", "kg", &[]).unwrap();
    assert_eq!(standing(&visit, "acr.charge"), Standing::Said(Said::Done));
    // The sheet says it in the unit it was read in.
    let printed = visit.look(domain::facts::take::measurements);
    let row = printed.rows.into_iter().find(|row| row.item.as_str() == "acr.charge").unwrap();
    let value = row.cells[0].after.as_ref().unwrap();
    assert_eq!((row.unit.as_str(), value.value.as_str(), &value.note), ("kg", "0.8", &None));
    assert!(read(&mut visit, "acr.charge", "1", "mm", &[]).is_err());
}

#[test]
fn a_field_that_holds_a_date_takes_a_day_and_what_was_scanned_beside_it() {
    let mut visit = Visit::at("ac_repair", State::Survey);
    let tomorrowish = Answer { text: Some("SN 1".into()), ..Answer::date("2022-13-01") };
    assert!(matches!(say(&mut visit, "acr.date", &tomorrowish), Err(Refusal::NotADate(..))));
    say(&mut visit, "acr.date", &Answer::date("2022-06-18")).unwrap();
    assert_eq!(standing(&visit, "acr.date"), Standing::Lacks(Lack::Text), "the serial number");
    say(&mut visit, "acr.date", &Answer { text: Some("SN 1".into()), ..Answer::date("2022-06-18") }).unwrap();
    assert_eq!(standing(&visit, "acr.date"), Standing::Said(Said::Done));
    for wrong in ["2062-06-18", "0202-06-18", "2022-6-18"] {
        let wrong = Answer { text: Some("SN 1".into()), ..Answer::date(wrong) };
        assert!(matches!(say(&mut visit, "acr.date", &wrong), Err(Refusal::NotADate(..) | Refusal::DateAhead(..))));
    }
    assert_eq!(visit.look(|list| list.sold_on()).map(|day| day.to_string()).as_deref(), Some("2022-06-18"));
}

#[test]
fn a_number_answers_a_field_and_beside_a_photo_a_check() {
    let mut visit = Visit::at("furniture_bath_install", State::Survey);
    let photo =
        |visit: &mut Visit, key: &str| visit.one(|list| list.photograph(&key.into(), None, &super::visit::picture()));
    photo(&mut visit, "stc.position").unwrap();
    assert_eq!(standing(&visit, "stc.position"), Standing::Lacks(Lack::Reading));
    read(&mut visit, "stc.position", "820", "mm", &[("where", "居中")]).unwrap();
    assert_eq!(standing(&visit, "stc.position"), Standing::Said(Said::Done));
    let mut visit = Visit::at("furniture_bath_install", State::Testing);
    visit.one(|list| list.set_flag(Flag::Plumbing, true)).unwrap();
    photo(&mut visit, "fbi.leak").unwrap();
    read(&mut visit, "fbi.leak", "4", "min", &[]).unwrap();
    assert_eq!(standing(&visit, "fbi.leak"), Standing::Lacks(Lack::Reason), "ten minutes are asked for");
    read(&mut visit, "fbi.leak", "10", "min", &[]).unwrap();
    assert_eq!(standing(&visit, "fbi.leak"), Standing::Said(Said::Done));
}

#[test]
fn a_socket_that_does_not_match_keeps_the_work_shut_even_with_its_photo() {
    let mut visit = Visit::at("ac_install", State::Survey);
    let key: ItemKey = "aci.socket".into();
    visit.one(|list| list.photograph(&key, None, &super::visit::picture())).unwrap();
    assert_eq!(standing(&visit, "aci.socket"), Standing::Lacks(Lack::Answer));
    say(&mut visit, "aci.socket", &Answer::done()).unwrap();
    assert_eq!(standing(&visit, "aci.socket"), Standing::Lacks(Lack::Answer), "which socket it is");
    say(&mut visit, "aci.socket", &Answer::choice("mismatch")).unwrap();
    assert_eq!(standing(&visit, "aci.socket"), Standing::Lacks(Lack::Passing));
    say(&mut visit, "aci.socket", &Answer::choice("breaker_25")).unwrap();
    assert_eq!(standing(&visit, "aci.socket"), Standing::Said(Said::Done));
}

#[test]
fn a_flaw_found_together_with_the_customer_asks_for_its_record() {
    let mut visit = Visit::at("dw_install", State::Testing);
    say(&mut visit, "tst.joint", &Answer::choice("whole")).unwrap();
    assert_eq!(standing(&visit, "tst.flaw"), Standing::Hidden);
    say(&mut visit, "tst.joint", &Answer::choice("flaw")).unwrap();
    assert!(matches!(standing(&visit, "tst.flaw"), Standing::Lacks(_)));
}

#[test]
fn a_planned_visit_looks_for_no_fault_and_comes_to_its_end() {
    let mut visit = Visit::of("system_maintenance");
    visit.brief.fields.insert(keys::FLAGS.into(), json!(["planned"]));
    let diagnosing = |visit: &Visit| {
        let blocks = visit.pack.stages.iter().flat_map(|plan| &plan.blocks).filter(|block| block.key == "blk.diagnose");
        let items: Vec<_> = blocks.flat_map(|block| &block.items).collect();
        assert!(items.len() > 5);
        visit.look(|list| items.iter().filter(|item| list.shows(item)).count())
    };
    assert_eq!(diagnosing(&visit), 0);
    visit.bring_to(State::Left);
    assert!(diagnosing(&Visit::of("system_maintenance")) > 5);
}

#[test]
fn the_contract_is_known_from_the_order_or_read_from_the_papers() {
    let mut visit = Visit::at("system_maintenance", State::Survey);
    assert_eq!(standing(&visit, "sys.contract"), Standing::Lacks(Lack::Answer));
    say(&mut visit, "sys.contract", &Answer::date("2026-12-31")).unwrap();
    assert_eq!(standing(&visit, "sys.contract"), Standing::Said(Said::Done));
    let mut visit = Visit::of("system_maintenance");
    visit.brief.fields.insert(keys::CONTRACT_UNTIL.into(), json!("2026-12-31"));
    assert_eq!(standing(&visit, "sys.contract"), Standing::Said(Said::Done));
}

#[test]
fn extra_pipe_costs_its_metres_and_the_quote_is_held_against_that() {
    let mut visit = Visit::at("ac_install", State::Survey);
    assert_eq!(visit.look(|list| list.pipe_fee()), None);
    read(&mut visit, "aci.pipe_len", "2.5", "m", &[]).unwrap();
    let fee = visit.look(|list| list.pipe_fee()).unwrap();
    assert_eq!((fee.sum.minor, fee.is_quoted), (25_000, false));
    visit.values.0.insert("ac.pipe_price".into(), json!(2_000));
    assert_eq!(visit.look(|list| list.pipe_fee()).unwrap().sum.minor, 5_000);
    visit.bring_to(State::Quoted);
    // The quote of these tests is one line of 50 yuan.
    assert!(visit.look(|list| list.pipe_fee()).unwrap().is_quoted);
}

fn dial(visit: &mut Visit, key: Option<&str>) -> Result<(), Refusal> {
    let contacted = Contacted { way: ContactWay::Call, number: "13700010022".into(), script: None };
    visit.one(|list| list.contact(key.map(ItemKey::from).as_ref(), &contacted))
}

#[test]
fn a_call_that_was_dialled_is_answered_only_once_somebody_says_so() {
    let mut visit = Visit::of("dw_repair");
    let call = visit.pack.item(&"apt.call".into()).unwrap();
    let stage = visit.pack.stage_of(&call.key).unwrap();
    let in_block = |visit: &Visit| visit.look(|list| list.would_confirm(stage, call));
    assert!(in_block(&visit), "called from another phone: a tick like any other");
    assert_eq!(visit.look(|list| list.contact_item(ContactWay::Call)).as_ref().map(ItemKey::as_str), Some("apt.call"));
    dial(&mut visit, Some("apt.call")).unwrap();
    assert_eq!(standing(&visit, "apt.call"), Standing::Lacks(Lack::Answer));
    assert!(!in_block(&visit), "dialled is not answered");
    assert_eq!(visit.look(|list| (list.tried(call).unwrap().times, list.basis(&call.key))), (1, Basis::Evidence));
    let basis = visit.look(|list| list.basis(&call.key));
    visit.one(|list| list.answer(&call.key, &Answer::done(), basis)).unwrap();
    assert_eq!(standing(&visit, "apt.call"), Standing::Said(Said::Done));
}

#[test]
fn a_message_that_was_begun_answers_its_item_and_one_that_was_not_may_be_ticked() {
    let mut visit = Visit::of("dw_repair");
    visit.one(|list| list.set_flag(Flag::Unreachable, true)).unwrap();
    assert_eq!(standing(&visit, "apt.sms"), Standing::Lacks(Lack::Answer));
    let sms = Contacted { way: ContactWay::Sms, number: "137".into(), script: Some("S09".into()) };
    let key = visit.look(|list| list.contact_item(ContactWay::Sms));
    assert_eq!(key.as_ref().map(ItemKey::as_str), Some("apt.sms"));
    visit.one(|list| list.contact(key.as_ref(), &sms)).unwrap();
    assert_eq!(standing(&visit, "apt.sms"), Standing::Said(Said::Done));
}

#[test]
fn at_a_closed_door_the_calls_are_counted_and_a_call_about_nothing_in_particular_is_kept_too() {
    let mut visit = Visit::at("dw_repair", State::Arrived);
    dial(&mut visit, Some("nob.call")).unwrap();
    let tried = |visit: &Visit| visit.look(|list| list.tried(visit.pack.item(&"nob.call".into()).unwrap()).unwrap());
    assert_eq!((tried(&visit).times, tried(&visit).needed), (1, 2));
    visit.values.0.insert("nobody.call_attempts".into(), json!(4));
    assert_eq!(tried(&visit).needed, 4);
    dial(&mut visit, None).unwrap();
    assert_eq!(tried(&visit).times, 1);
    dial(&mut visit, Some("prt.mat")).unwrap();
    assert_eq!(tried(&visit).times, 1, "a mat is not called: that is kept for the visit alone");
}

#[test]
fn a_call_after_the_customer_signed_asks_for_no_new_signature() {
    let mut visit = Visit::at("dw_repair", State::Signing);
    let before = visit.look(|list| list.substance());
    dial(&mut visit, None).unwrap();
    assert_eq!(visit.look(|list| list.substance()), before);
}
