//! What waits for a person: two phones that differ, corrections, what came after the signature, what was set aside, and jobs
//! asked for on site.

use crate::house::Office;
use domain::ids::{JobId, RecordId};
use domain::question::Choice;
use domain::record::Kind;
use domain::state::State;
use field::view::Truth;
use field::view::correction::Became;
use field::view::questions::{QuestionKind, ValueLine};
use field::view::sent::RequestSent;
use field::view::who::Side;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a screen with these values showed.
fn records(values: &[ValueLine]) -> BTreeSet<RecordId> {
    values.iter().map(|value| value.record.clone()).collect()
}

#[test]
fn two_phones_agree_on_times_apart_one_settles_offline_and_both_have_it() {
    let office = Office::open();
    let job = office.shared_job();
    let (mut one, mut two) = (office.phone("p-417"), office.phone("p-9"));
    one.agree(&job, 14, "09:20");
    two.agree(&job, 16, "09:52");
    one.sync(&office);
    two.sync(&office);
    one.sync(&office);

    let asked = one.questions(&job);
    assert_eq!((asked.len(), asked[0].kind, asked[0].appointment), (1, QuestionKind::Differs, true));
    let values = &asked[0].values;
    let by = |side: Side| values.iter().find(|value| value.by.side == side).unwrap();
    let (ours, theirs) = (by(Side::Here), by(Side::Colleague));
    assert_eq!((theirs.by.name.as_str(), theirs.proposed, ours.proposed), ("刘洋", true, false));
    assert_eq!((theirs.said.zh.as_str(), ours.can && theirs.can), ("11-21 16:00–17:00", true));
    assert_eq!(asked[0].anew.as_ref().map(|(_, item)| item.as_str()), Some("apt.window"));
    let today = one.app().today().unwrap();
    assert_eq!((today.to_settle, today.visits[0].questions), (1, 1));
    assert_eq!(one.app().jobs_to_settle().unwrap()[0].job, job);

    // No network from here; killed after the tap.
    let choice = |of: &ValueLine| Choice { record: of.record.clone(), seen: records(values) };
    one.app().tap_settle(&job, &choice(theirs)).unwrap();
    one.kill();
    assert_eq!((one.questions(&job), one.app().today().unwrap().to_settle), (vec![], 0));
    assert_eq!(one.app().tap_settle(&job, &choice(ours)).unwrap_err().code(), "act.settled");
    assert_eq!(two.questions(&job).len(), 1);
    one.sync(&office);
    two.sync(&office);
    assert_eq!(two.questions(&job), []);
    let agreed = one.app().job_view(&job).unwrap().agreed;
    assert!(agreed.is_some() && agreed == two.app().job_view(&job).unwrap().agreed);
    assert_eq!(one.app().job(&job).unwrap().entries.len(), 3, "the history keeps both, and who settled it");
}

#[test]
fn the_wish_to_correct_the_brief_waits_is_adopted_or_declined_with_the_offices_words() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-417");
    let field = "product.installed";
    assert_eq!(
        phone.app().tap_correct(&job, "entitlement.category", "free", "").unwrap_err().code(),
        "act.not_correctable"
    );
    phone.app().type_draft(&job, "correct.product.installed", "2019-04").unwrap();
    phone.app().tap_correct(&job, field, " 2019-04-12 ", "窗扇铭牌").unwrap();
    assert!(phone.app().drafts(&job).unwrap().is_empty(), "what was typed leaves with the wish");
    let line = phone.line(&job, field);
    assert_eq!((line.says.as_str(), line.wish.as_ref().unwrap().became), ("2019-04-02", Became::Waits));
    let asked = phone.questions(&job).remove(0);
    assert_eq!((asked.kind, asked.was.as_str()), (QuestionKind::Correction, "2019-04-02"));
    assert_eq!((asked.reason.as_str(), asked.values[0].said.zh.as_str()), ("窗扇铭牌", "2019-04-12"));
    let waiting = phone.app().job_view(&job).unwrap().questions;
    assert_eq!(waiting, 0, "it waits for the office, not for the crew");
    phone.sync(&office);
    office.settle(&job, &json!({"wish": {"wish": asked.values[0].record, "adopt": true}}));
    phone.sync(&office);
    let line = phone.line(&job, field);
    assert_eq!((line.says.as_str(), line.wish.unwrap().became), ("2019-04-12", Became::Adopted));

    phone.app().tap_correct(&job, field, "2020-01-01", "").unwrap();
    phone.sync(&office);
    let wish = phone.questions(&job).remove(0).values.remove(0).record;
    office.settle(&job, &json!({"wish": {"wish": wish, "adopt": false, "reason": "有发票"}}));
    phone.sync(&office);
    let line = phone.line(&job, field);
    let wish = line.wish.unwrap();
    assert_eq!((line.says.as_str(), wish.became, wish.answer.as_str()), ("2019-04-12", Became::Declined, "有发票"));
    assert_eq!(phone.questions(&job), []);
}

#[test]
fn what_came_after_the_signature_is_put_back_or_left_beside_and_nothing_else_can_be_chosen() {
    for beside in [false, true] {
        let office = Office::open();
        let job = office.shared_job();
        let (mut one, mut two) = (office.phone("p-417"), office.phone("p-9"));
        let gap = |value: &str| json!({"value": value, "unit": "mm"});
        let first = one.write(&job, Kind::Measure, "dwr.gap", gap("2.6"), vec![]);
        one.sync(&office);
        two.sync(&office);
        one.write(&job, Kind::Seal, "sht.copy", json!({}), vec![]);
        two.write(&job, Kind::Measure, "dwr.gap", gap("3.0"), vec![first.clone()]);
        one.sync(&office);
        two.sync(&office);
        one.sync(&office);

        let asked = one.questions(&job).remove(0);
        assert_eq!((asked.kind, asked.values.len(), asked.anew.as_ref()), (QuestionKind::AfterSigning, 2, None));
        let choice = |of: &ValueLine| Choice { record: of.record.clone(), seen: records(&asked.values) };
        let [signed, late] = &asked.values[..] else { panic!("{asked:?}") };
        assert_eq!((signed.signed, signed.can, signed.said.zh.as_str()), (true, true, "2.6 mm"));
        assert_eq!((late.signed, late.can, late.by.name.as_str()), (false, false, "刘洋"));
        assert!(one.app().tap_settle(&job, &choice(late)).is_err());
        if beside {
            one.app().tap_beside(&job, &records(&asked.values)).unwrap();
        } else {
            one.app().tap_settle(&job, &choice(signed)).unwrap();
        }
        one.sync(&office);
        two.sync(&office);
        assert_eq!((one.questions(&job), two.questions(&job)), (vec![], vec![]));
        assert_eq!(one.app().tap_beside(&job, &records(&asked.values)).unwrap_err().code(), "act.settled");
    }
}

#[test]
fn what_the_office_set_aside_is_told_here_and_counts_no_more_once_it_is_taken_over() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-9");
    phone.agree(&job, 14, "09:20");
    phone.sync(&office);
    office.crew(&job, &["p-417"]);
    phone.sync(&office);
    phone.app().tap_note(&job, "钥匙在物业").unwrap();
    phone.sync(&office);
    let aside = phone.app().questions_view(&job).unwrap().aside.remove(0);
    assert_eq!((aside.rule.as_str(), aside.taken_over), ("grant.ended", false));
    assert_eq!((aside.told[0].about.zh.as_str(), aside.told[0].said.zh.as_str()), ("留言", "钥匙在物业"));
    assert_eq!((phone.app().outbox_line().unwrap().set_aside, phone.app().today().unwrap().to_settle), (1, 1));
    assert_eq!(phone.app().job_view(&job).unwrap().truth, Truth::SetAside);

    office.post(&format!("jobs/{job}/aside/adopt"), &json!({"changes": [aside.change]}));
    office.crew(&job, &["p-417", "p-9"]);
    phone.sync(&office);
    assert_eq!((phone.app().outbox_line().unwrap().set_aside, phone.app().today().unwrap().to_settle), (0, 0));
    assert_ne!(phone.app().job_view(&job).unwrap().truth, Truth::SetAside);
    assert_ne!(phone.app().job_view(&job).unwrap().truth, Truth::Waiting);
}

fn neighbour() -> RequestSent {
    RequestSent {
        customer: "隔壁李阿姨".into(),
        phone: "13700001111".into(),
        address: "3 幢 503".into(),
        symptom: "纱窗坏了".into(),
        pack: Some("dw_repair".into()),
        ..RequestSent::default()
    }
}

#[test]
fn a_job_asked_for_offline_survives_a_kill_is_adopted_and_worked_on() {
    let office = Office::open();
    office.shared_job();
    let mut phone = office.phone("p-417");
    assert!(phone.app().services().unwrap().iter().any(|one| one.pack == "dw_repair"));
    phone.app().type_draft(&JobId::new(field::request::FORM), "form", "{}").unwrap();
    assert_eq!(phone.app().begin_request(&RequestSent::default()).unwrap_err().code(), "act.empty");
    let job = phone.app().begin_request(&neighbour()).unwrap();
    let (day, chance) = job.as_str().strip_prefix("RQ").unwrap().split_once('-').unwrap();
    assert!(day.len() == 6 && day.bytes().all(|it| it.is_ascii_digit()));
    assert!(chance.len() == 10 && chance.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit()));
    assert!(phone.app().drafts(&JobId::new(field::request::FORM)).unwrap().is_empty());
    phone.kill();
    phone.app().tap_note(&job, "她下午在家").unwrap();
    let seen = phone.app().job_view(&job).unwrap();
    assert_eq!((seen.state, seen.ready, seen.facts.customer.as_str()), (State::New, false, "隔壁李阿姨"));
    assert_eq!((seen.request.unwrap().at_office, seen.stages.len(), seen.notes.len()), (false, 0, 1));
    assert_eq!(phone.app().tap_advance(&job, State::Booked).unwrap_err().code(), "field.no_release");
    for found in ["隔壁", "1111", "下午"] {
        assert_eq!(phone.app().find(found, None).unwrap()[0].job, job, "{found}");
    }
    let today = phone.app().today().unwrap();
    let row = today.visits.iter().find(|row| row.job == job).unwrap();
    assert!(row.asked && row.open && row.trade.zh != "dw_repair");
    assert!(today.lacking.is_empty() && today.next.unwrap().job != job, "nothing can be done on it yet");

    phone.sync(&office);
    let seen = phone.app().job_view(&job).unwrap();
    assert_eq!((seen.state, seen.truth), (State::New, Truth::AtOffice));
    assert!(seen.request.unwrap().at_office);
    office.post(&format!("jobs/{job}/adopt"), &json!({"pack": "dw_repair"}));
    phone.sync(&office);
    let seen = phone.app().job_view(&job).unwrap();
    assert_eq!((seen.state, seen.request, seen.ready), (State::Dispatched, None, true));
    assert!(!seen.stages.is_empty() && seen.facts.customer == "隔壁李阿姨");
    phone.agree(&job, 15, "10:00");
    phone.sync(&office);
    let seen = phone.app().job_view(&job).unwrap();
    assert!(seen.agreed.is_some() && seen.truth == Truth::AtOffice);
    assert_eq!(office.call("GET", &format!("jobs/{job}"), &Value::Null)["questions"], json!([]));
}

#[test]
fn a_request_that_the_office_does_not_take_is_shown_so_and_nothing_of_it_is_lost() {
    let office = Office::open();
    office.shared_job();
    let mut phone = office.phone("p-417");
    let job = phone.app().begin_request(&neighbour()).unwrap();
    phone.sync(&office);
    office.post(&format!("jobs/{job}/move"), &json!({"to": "cancelled", "reason": "不在服务范围"}));
    phone.sync(&office);
    let seen = phone.app().job_view(&job).unwrap();
    assert_eq!((seen.state, seen.request.unwrap().cancelled), (State::Cancelled, true));
    let row = phone.app().find("隔壁", None).unwrap().remove(0);
    assert_eq!((row.open, row.state), (false, State::Cancelled));
}
