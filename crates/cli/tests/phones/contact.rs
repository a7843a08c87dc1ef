//! Calls and messages to the customer: what the phone dials and writes, and what of it the office sees.

use crate::house::{Office, Phone};
use domain::stage::Stage;
use domain::value::{ContactWay, Said};
use field::view::item::ItemView;
use field::view::sent::AnswerSent;

fn item(phone: &mut Phone, job: &domain::ids::JobId, stage: Stage, key: &str) -> ItemView {
    let view = phone.app().stage_view(job, stage).unwrap();
    let mut items = view.blocks.into_iter().flat_map(|block| block.items);
    items.find(|item| item.key.as_str() == key).unwrap()
}

#[test]
fn wordings_name_firm_technician_and_customer_and_leave_a_blank_for_the_rest() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-417");
    let facts = phone.app().job_view(&job).unwrap().facts;
    let opening = item(&mut phone, &job, Stage::Appointment, "apt.script").scripts.remove(0).words.zh;
    assert!(opening.starts_with(&format!("{}您好", facts.customer)) && opening.contains("我姓陈。"), "{opening}");
    assert!(!opening.contains(['{', '}']), "{opening}");
    let closing = item(&mut phone, &job, Stage::Appointment, "apt.script").scripts.pop().unwrap().words.zh;
    assert!(closing.contains(field::view::script::BLANK), "what to prepare only the technician knows: {closing}");
}

#[test]
fn the_phone_dials_the_customer_and_writes_a_wording_of_the_standard() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-417");
    let call = phone.app().contact_link(&job, ContactWay::Call, None).unwrap();
    let number = call.strip_prefix("tel:").unwrap().to_owned();
    assert!(number.len() >= 7 && number.bytes().all(|b| b.is_ascii_digit()), "{number}");
    let sms = phone.app().contact_link(&job, ContactWay::Sms, Some("S09")).unwrap();
    let body = sms.strip_prefix(&format!("sms:{number}?body=")).unwrap();
    assert!(body.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'%'), "{body}");
    // A wording to be spoken is none to be sent.
    assert_eq!(phone.app().contact_link(&job, ContactWay::Sms, Some("S12")).unwrap_err().code(), "act.unknown_choice");
}

#[test]
fn dialled_is_shown_as_dialled_until_the_technician_says_that_somebody_answered() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-417");
    phone.app().tap_contact(&job, None, ContactWay::Call, None).unwrap();
    let call = item(&mut phone, &job, Stage::Appointment, "apt.call");
    let contact = call.contact.unwrap();
    assert_eq!((contact.times, call.said, call.to_confirm), (1, None, false));
    phone.app().tap_stage(&job, Stage::Appointment, std::collections::BTreeMap::new()).unwrap();
    assert_eq!(item(&mut phone, &job, Stage::Appointment, "apt.call").said, None);
    let done = AnswerSent { said: Said::Done, text: None, choice: None, date: None, reason: None };
    phone.app().tap_answer(&job, &"apt.call".into(), done).unwrap();
    assert_eq!(item(&mut phone, &job, Stage::Appointment, "apt.call").said, Some(Said::Done));

    phone.sync(&office);
    let shown = office.call("GET", &format!("jobs/{job}"), &serde_json::Value::Null);
    let contacts = shown["visits"][0]["contacts"].as_array().unwrap();
    assert_eq!(contacts.len(), 1, "{shown}");
    assert_eq!((contacts[0]["way"].as_str(), contacts[0]["item"]["key"].as_str()), (Some("call"), Some("apt.call")));
}
