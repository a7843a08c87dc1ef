//! What a firm's settings make of a visit (STANDARDS 9.4).

use super::visit::{Visit, picture};
use domain::brief::keys;
use domain::checklist::{Lack, Standing};
use domain::decide::Refusal;
use domain::ids::ItemKey;
use domain::record::Basis;
use domain::state::State;
use domain::value::{Answer, Said};
use serde_json::{Value, json};

fn set(visit: &mut Visit, key: &str, value: Value) {
    visit.values.0.insert(key.into(), value);
}

fn standing(visit: &Visit, key: &str) -> Standing {
    let item = visit.pack.item(&key.into()).unwrap();
    visit.look(|list| list.standing(item))
}

/// At the door, under a rule on shoe covers and with these flags: the gate, and the reason for none.
fn at_the_door(policy: Option<&str>, flags: &[&str]) -> (Standing, Standing) {
    let mut visit = Visit::at("generic_install", State::Arrived);
    visit.brief.fields.insert(keys::FLAGS.into(), json!(flags));
    if let Some(policy) = policy {
        set(&mut visit, "shoe_covers.policy", json!(policy));
    }
    (standing(&visit, "ent.shoe_covers"), standing(&visit, "ent.cover_exempt"))
}

const ASKED: Standing = Standing::Lacks(Lack::Photo);
const REASON: Standing = Standing::Lacks(Lack::Answer);

#[test]
fn shoe_covers_are_called_for_as_the_standard_or_the_firm_says() {
    for (policy, flags, gate, reason) in [
        (None, &["consumer"][..], ASKED, Standing::Idle),
        (None, &["business"], Standing::Hidden, REASON),
        (None, &["business", "floor_sensitive"], ASKED, Standing::Idle),
        (Some("always"), &["business"], ASKED, Standing::Idle),
        (Some("decorated_only"), &["consumer"], Standing::Hidden, REASON),
        (Some("decorated_only"), &["consumer", "home_decorated"], ASKED, Standing::Idle),
        (Some("floor_sensitive"), &["consumer"], Standing::Hidden, REASON),
        (Some("never"), &["consumer"], Standing::Hidden, Standing::Idle),
    ] {
        assert_eq!(at_the_door(policy, flags), (gate, reason), "{policy:?} {flags:?}");
    }
}

#[test]
fn covers_that_were_put_on_stay_put_on_when_the_customer_turns_out_to_be_a_firm() {
    let mut visit = Visit::at("generic_install", State::Survey);
    assert_eq!(standing(&visit, "ent.shoe_covers"), Standing::Said(Said::Done));
    visit.one(|list| list.set_flag(domain::flag::Flag::Business, true)).unwrap();
    assert_eq!(standing(&visit, "ent.shoe_covers"), Standing::Said(Said::Done));
    assert_eq!(standing(&visit, "ent.cover_exempt"), Standing::Idle);
}

#[test]
fn a_firm_that_sends_no_messages_asks_for_none() {
    let mut visit = Visit::of("dw_repair");
    visit.one(|list| list.set_flag(domain::flag::Flag::Unreachable, true)).unwrap();
    assert!(matches!(standing(&visit, "apt.sms"), Standing::Lacks(_)));
    set(&mut visit, "sms.enabled", json!(false));
    assert_eq!(standing(&visit, "apt.sms"), Standing::Hidden);
}

#[test]
fn at_a_bare_site_the_reason_for_no_covers_is_recorded_before_anybody_goes_in() {
    let mut visit = Visit::at("wardrobe_install", State::Arrived);
    let lacks = |visit: &Visit| visit.missing().iter().any(|it| it.item.as_str() == "ent.cover_exempt");
    assert!(lacks(&visit));
    visit.one(|list| list.answer(&"ent.cover_exempt".into(), &Answer::choice("bare_site"), Basis::Tapped)).unwrap();
    assert!(!lacks(&visit));
    visit.brief.fields.insert(keys::FLAGS.into(), json!(["home_decorated"]));
    assert_eq!(standing(&visit, "ent.shoe_covers"), ASKED);
}

#[test]
fn a_firm_s_own_reasons_are_the_ones_to_choose_from_and_those_it_dropped_are_not() {
    let mut visit = Visit::in_branch("it_repair", State::Survey, State::TakenAway);
    let key: ItemKey = "tkw.reason".into();
    let reasons = json!([{ "zh": "其他", "en": "other" }, { "zh": "要做高温老化", "en": "to be burnt in" }]);
    set(&mut visit, "takeaway.reasons", reasons);
    let item = visit.pack.item(&key).unwrap();
    let keys = visit.look(|list| list.choices(item).iter().map(|choice| choice.key.clone()).collect::<Vec<_>>());
    assert_eq!(keys, ["other", "要做高温老化"]);
    let say = |visit: &mut Visit, choice: &str| {
        visit.one(|list| list.answer(&"tkw.reason".into(), &Answer::choice(choice), Basis::Tapped))
    };
    assert!(matches!(say(&mut visit, "same_day"), Err(Refusal::UnknownChoice(..))));
    say(&mut visit, "要做高温老化").unwrap();
    assert_eq!(standing(&visit, "tkw.reason"), Standing::Said(Said::Done));
}

#[test]
fn a_firm_may_ask_several_photos_and_a_gate_never_takes_fewer_than_one() {
    let mut visit = Visit::at("dw_repair", State::Cleaning);
    set(&mut visit, "evidence.photos_min", json!(2));
    let shoot = |visit: &mut Visit| visit.one(|list| list.photograph(&"cln.after".into(), None, &picture())).unwrap();
    shoot(&mut visit);
    assert_eq!(standing(&visit, "cln.after"), Standing::Lacks(Lack::Photo));
    shoot(&mut visit);
    assert_eq!(standing(&visit, "cln.after"), Standing::Said(Said::Done));
    let mut visit = Visit::at("dw_repair", State::Cleaning);
    set(&mut visit, "evidence.photos_min", json!(0));
    assert_eq!(standing(&visit, "cln.after"), Standing::Lacks(Lack::Photo));
}

#[test]
fn the_wait_at_a_closed_door_is_judged_by_the_firm_s_minutes() {
    let mut visit = Visit::in_branch("dw_repair", State::Arrived, State::NobodyHome);
    set(&mut visit, "nobody.wait_min", json!(20));
    let waited = domain::value::Reading { value: "16".into(), unit: "min".into(), parts: [].into(), note: None };
    visit.one(|list| list.read(&"nob.wait".into(), None, &waited, false)).unwrap();
    assert_eq!(standing(&visit, "nob.wait"), Standing::Lacks(Lack::Reason));
    set(&mut visit, "nobody.wait_min", json!(15));
    assert_eq!(standing(&visit, "nob.wait"), Standing::Said(Said::Done));
}

#[test]
fn a_picture_in_uniform_is_asked_for_where_the_firm_wants_one() {
    let mut visit = Visit::at("dw_repair", State::Preparing);
    assert_eq!(standing(&visit, "drs.photo"), Standing::Idle);
    set(&mut visit, "evidence.selfie", json!(true));
    assert_eq!(standing(&visit, "drs.photo"), ASKED);
}

#[test]
fn texts_say_the_firm_s_numbers() {
    let mut visit = Visit::in_branch("dw_repair", State::Arrived, State::NobodyHome);
    set(&mut visit, "nobody.call_attempts", json!(3));
    let detail = visit.pack.item(&"nob.call".into()).unwrap().detail.clone().unwrap();
    assert_eq!(visit.look(|list| list.filled(&detail)).zh, "打 3 次，仍无人接听再留言");
    set(&mut visit, "consent.drill_liability_text", json!("打孔风险已说明。"));
    let drill = visit.pack.item(&"con.drill_liability".into()).unwrap().detail.clone().unwrap();
    assert_eq!(visit.look(|list| list.filled(&drill)).zh, "打孔风险已说明。");
}
