//! What was signed is what was done: a signature stands only for what stood when it was given.

use super::visit::{Visit, picture};
use domain::brief::keys;
use domain::checklist::Lack;
use domain::decide::Refusal;
use domain::digest::Digest;
use domain::seal::{Seal, Sealing, SignedBy};
use domain::state::State;
use domain::time::{At, Trust};
use domain::value::{Answer, Rated};
use serde_json::json;
use std::collections::BTreeMap;

/// Signed by both, not sealed yet.
fn signed() -> Visit {
    let mut visit = Visit::at("dw_repair", State::Signing);
    for _ in 0..6 {
        let missing = visit.missing();
        missing
            .iter()
            .filter(|it| it.item.as_str() != "sht.copy" && it.lack != Lack::Event)
            .for_each(|it| visit.supply(it));
        if visit.look(|list| list.fold.settled(&list.rating_slot()).is_none()) {
            rate(&mut visit, 5);
        }
    }
    assert_eq!(unsigned(&visit), Vec::<String>::new());
    visit
}

fn rate(visit: &mut Visit, score: i64) {
    visit.one(|list| list.rate(&Rated { score, comment: String::new() })).unwrap();
}

fn unsigned(visit: &Visit) -> Vec<String> {
    let missing = visit.missing().into_iter();
    missing.filter(|it| it.lack == Lack::Signature).map(|it| it.item.to_string()).collect()
}

fn seal(visit: &mut Visit) -> Result<(), Refusal> {
    let key = domain::key::SoftwareKey::from_secret(&[7; 32]).unwrap();
    let sealing = Sealing {
        paper: "GD1-1-D03A1".into(),
        facts: Digest::of(b"facts"),
        inks: BTreeMap::new(),
        signer: SignedBy { name: "王淑敏".into(), relation: domain::facts::Text::zh("本人") },
        at: At { time: "2026-11-20T16:00:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
        place: None,
    };
    let seal = Seal::sign(sealing, &key).unwrap();
    visit.one(|list| list.seal(&seal))
}

const BOTH: [&str; 2] = ["sht.sign_customer", "sht.sign_tech"];

#[test]
fn a_photo_taken_after_the_customer_signed_asks_for_both_signatures_again() {
    let mut visit = signed();
    visit.one(|list| list.photograph(&"cln.after".into(), None, &picture())).unwrap();
    assert_eq!(unsigned(&visit), BOTH);
    assert!(matches!(seal(&mut visit), Err(Refusal::Shut(missing)) if missing.len() == 2));
    visit.missing().iter().filter(|it| it.lack == Lack::Signature).for_each(|it| visit.supply(it));
    assert_eq!(seal(&mut visit), Ok(()));
}

#[test]
fn who_goes_back_to_work_and_changes_nothing_signs_again_all_the_same() {
    let mut visit = signed();
    visit.take(36, State::Working).unwrap();
    visit.bring_to(State::Signing);
    assert_eq!(unsigned(&visit), BOTH);
}

#[test]
fn a_name_the_office_corrects_meanwhile_is_not_what_was_signed() {
    let mut visit = signed();
    visit.brief.fields.insert(keys::CUSTOMER_NAME.into(), json!("王淑敏 女士"));
    assert_eq!(unsigned(&visit), BOTH);
    visit.brief.fields.insert(keys::STATE.into(), json!("booked"));
    visit.brief.fields.insert(keys::CUSTOMER_NAME.into(), json!("王淑敏"));
    assert_eq!(unsigned(&visit), Vec::<String>::new(), "what no sheet says changes nothing");
}

#[test]
fn what_is_said_on_the_sheet_itself_leaves_the_signatures_alone() {
    let mut visit = signed();
    rate(&mut visit, 4);
    visit.one(|list| list.note("客户要求电子版")).unwrap();
    visit.one(|list| list.answer(&"sht.review".into(), &Answer::done(), domain::record::Basis::Tapped)).unwrap();
    assert_eq!(unsigned(&visit), Vec::<String>::new());
}

#[test]
fn what_arrives_after_the_seal_does_not_unsign_the_sheet() {
    let mut visit = signed();
    let late = visit.look(|list| list.photograph(&"cln.after".into(), None, &picture())).unwrap();
    seal(&mut visit).unwrap();
    visit.write(late);
    assert_eq!(unsigned(&visit), Vec::<String>::new());
}
