//! A van's stock between warehouse and technician, with and without a network.

use crate::house::House;
use domain::ids::{PersonId, RecordId};
use field::Field;
use field::van::{MovementSent, VanLine, VanView};
use field::view::sent::PartSent;
use hub::core::ledger::Ledger;
use hub::core::settle::Clerk;
use hub::core::show::van as shown;
use hub::core::show::view::VanView as OfficeVan;
use hub::core::van::{Said, say};
use hub::core::{CoreRefused, crew, office};
use hub_storage::people::Person;
use std::sync::{Arc, Mutex};

const PART: &str = "CF-20";

impl House {
    fn person(&self) -> PersonId {
        "p-417".into()
    }

    fn warehouse(&self, said: &Said) -> Result<(), CoreRefused> {
        self.hub.write(|tx, moment| {
            let mut ledger = Ledger::default();
            say(tx, moment, &mut ledger, "admin", &self.person(), said)?;
            ledger.publish(tx, moment.now_ms)?;
            Ok(())
        })
    }

    fn issue(&self, quantity: &str, ask: Option<RecordId>) {
        let said = Said::Issue { part: PART.into(), quantity: quantity.into(), ask, note: String::new() };
        self.warehouse(&said).unwrap();
    }

    /// A colleague goes to the job from now on.
    fn somebody_else_goes(&self) {
        let done = self.hub.write(|tx, moment| {
            let mut ledger = Ledger::default();
            let person = Person { id: "p-2".into(), name: "吴敏".into(), badge: "0002".into() };
            office::save_person(tx, moment, &person)?;
            let clerk = Clerk { job: &self.job, name: "admin" };
            crew::assign(tx, moment, &mut ledger, clerk, std::slice::from_ref(&person.id))?;
            ledger.publish(tx, moment.now_ms)?;
            Ok::<_, CoreRefused>(())
        });
        done.unwrap();
    }

    fn seen(&self) -> OfficeVan {
        self.hub.read(|tx, moment| shown::one(tx, moment, &self.person())).unwrap()
    }

    fn sync(&self, app: &Arc<Mutex<Field>>) {
        app.lock().unwrap().sync(&self.way()).unwrap();
    }
}

fn sent(quantity: &str) -> MovementSent {
    MovementSent { code: PART.into(), quantity: quantity.into(), note: String::new() }
}

fn fit(app: &Arc<Mutex<Field>>, house: &House, quantity: &str) {
    let part = PartSent {
        code: PART.into(),
        quantity: quantity.into(),
        new_serial: None,
        old_serial: Some("旧-77".into()),
        old_recovered: true,
    };
    app.lock().unwrap().tap_part(&house.job, &part).unwrap();
}

fn view(app: &Arc<Mutex<Field>>) -> VanView {
    app.lock().unwrap().van_view().unwrap()
}

fn line(view: &VanView) -> &VanLine {
    view.lines.iter().find(|line| line.code == PART).unwrap()
}

fn held(app: &Arc<Mutex<Field>>) -> String {
    line(&view(app)).held.clone()
}

#[test]
fn a_part_is_asked_for_offline_issued_received_and_handed_back_and_both_sides_agree() {
    let house = House::found();
    let app = house.app();
    assert!(!view(&app).ready);
    let refused = app.lock().unwrap().ask_part(&sent("1")).unwrap_err();
    assert_eq!(refused.code(), "field.no_van", "nobody would read it");
    house.issue("2", None);
    house.sync(&app);
    let first = view(&app);
    assert!(first.ready && line(&first).some);
    assert_eq!((line(&first).held.as_str(), first.arriving.len()), ("2", 1));
    assert_eq!(first.lines[0].code, PART, "what it holds comes first");
    {
        let mut field = app.lock().unwrap();
        field.receive_part(&first.arriving[0].record, "1").unwrap();
        field.ask_part(&sent("3")).unwrap();
        let outbox = field.outbox_view().unwrap();
        assert!(outbox.jobs.iter().any(|job| job.van && job.changes == 2), "it waits to be sent");
    }
    assert_eq!((held(&app).as_str(), view(&app).asked.len()), ("1", 1));
    house.sync(&app);
    let seen = house.seen();
    assert_eq!((seen.line.asked, seen.line.arriving, seen.parts[0].held.as_str()), (1, 0, "1"));
    house.issue("3", Some(RecordId::new(seen.asked[0].record.clone())));
    let again =
        house.warehouse(&Said::Decline { ask: RecordId::new(seen.asked[0].record.clone()), note: "无".into() });
    assert_eq!(again.unwrap_err().code(), "act.settled");
    app.lock().unwrap().hand_back_part(&sent("0.5")).unwrap();
    house.sync(&app);
    assert_eq!((held(&app).as_str(), house.seen().parts[0].held.as_str()), ("3.5", "3.5"));
    assert_eq!(house.seen().history.len(), 5);
    let line = house.hub.read(|tx, _| shown::all(tx)).unwrap().vans.remove(0);
    assert_eq!(line, house.seen().line);
}

#[test]
fn a_van_is_no_job_in_any_list() {
    let house = House::found();
    let app = house.app();
    house.issue("2", None);
    house.sync(&app);
    let mut field = app.lock().unwrap();
    let arriving = field.van_view().unwrap().arriving[0].record.clone();
    field.receive_part(&arriving, "2").unwrap();
    let rows = field.today().unwrap().visits.len();
    assert_eq!((rows, field.find("van", None).unwrap().len(), field.jobs_to_settle().unwrap().len()), (1, 0, 0));
    field.sync(&house.way()).unwrap();
    drop(field);
    let cards = house.hub.read(|tx, moment| hub::core::show::list::cards(tx, moment, &[], "", (1, 50))).unwrap();
    assert_eq!(cards.total, 1);
    let refused = house.hub.write(|tx, moment| {
        let job = domain::ids::JobId::van(&house.person());
        crew::assign(tx, moment, &mut Ledger::default(), Clerk { job: &job, name: "admin" }, &[]).map(drop)
    });
    assert_eq!(refused.unwrap_err().code(), "job.unknown");
}

#[test]
fn what_was_fitted_in_a_job_leaves_the_van_on_both_sides_and_on_the_next_phone_without_that_job() {
    let house = House::found();
    let app = house.app();
    house.issue("5", None);
    house.sync(&app);
    fit(&app, &house, "1");
    assert_eq!(held(&app), "4");
    house.sync(&app);
    assert_eq!((house.seen().parts[0].held.as_str(), house.seen().old.len()), ("4", 1));
    house.somebody_else_goes();
    house.sync(&app);
    assert_eq!((held(&app).as_str(), house.seen().parts[0].held.as_str()), ("4", "4"), "counted once");
    let next = house.app_in("next");
    assert_eq!(held(&next), "4", "without the job");
    let old = RecordId::new(house.seen().old[0].record.clone());
    house.warehouse(&Said::Recover { fitted: old, note: "报废".into() }).unwrap();
    house.sync(&next);
    assert_eq!((view(&next).old.len(), house.seen().line.old), (0, 0));
}

#[test]
fn a_count_holds_beside_what_the_phone_did_meanwhile() {
    let house = House::found();
    let app = house.app();
    house.issue("5", None);
    house.sync(&app);
    app.lock().unwrap().hand_back_part(&sent("1")).unwrap();
    house.warehouse(&Said::Count { part: PART.into(), quantity: "3".into(), note: String::new() }).unwrap();
    house.sync(&app);
    assert_eq!((held(&app).as_str(), house.seen().parts[0].held.as_str()), ("2", "2"));
}

#[test]
fn an_old_part_that_is_back_does_not_hide_that_its_new_one_left_the_van() {
    let house = House::found();
    let app = house.app();
    house.issue("5", None);
    house.sync(&app);
    fit(&app, &house, "1");
    house.sync(&app);
    let old = RecordId::new(house.seen().old[0].record.clone());
    house.warehouse(&Said::Recover { fitted: old, note: String::new() }).unwrap();
    assert!(house.seen().history.iter().any(|step| step.kind == "fit"), "the history still tells it");
    house.somebody_else_goes();
    let next = house.app_in("next");
    assert_eq!((held(&next).as_str(), house.seen().parts[0].held.as_str()), ("4", "4"));
}

#[test]
fn what_was_fitted_offline_and_came_late_is_told_to_the_next_phone() {
    let house = House::found();
    let app = house.app();
    house.issue("5", None);
    house.sync(&app);
    fit(&app, &house, "2");
    house.somebody_else_goes();
    house.sync(&app);
    assert_eq!((held(&app).as_str(), house.seen().parts[0].held.as_str()), ("3", "3"));
    assert_eq!(held(&house.app_in("next")), "3");
}

#[test]
fn two_phones_of_one_person_share_a_van() {
    let house = House::found();
    let (phone, tablet) = (house.app(), house.app_in("tablet"));
    house.issue("5", None);
    house.sync(&phone);
    house.sync(&tablet);
    fit(&phone, &house, "1");
    let counted = MovementSent { note: "盘点".into(), ..sent("5") };
    tablet.lock().unwrap().count_part(&counted).unwrap();
    phone.lock().unwrap().hand_back_part(&sent("1")).unwrap();
    for app in [&phone, &tablet, &phone] {
        house.sync(app);
    }
    assert_eq!((held(&phone), held(&tablet), house.seen().parts[0].held.clone()), ("3".into(), "3".into(), "3".into()));
    let line = house.hub.read(|tx, _| shown::all(tx)).unwrap().vans.remove(0);
    assert_eq!((line.kinds, line.old, line.arriving), (1, 1, 1), "the list reads the same");
}

#[test]
fn what_is_kept_takes_its_draft_with_it() {
    let house = House::found();
    let app = house.app();
    house.issue("5", None);
    house.sync(&app);
    let mut field = app.lock().unwrap();
    let log = field.van_view().unwrap().log;
    field.type_draft(&log, &format!("move:{PART}"), "{}").unwrap();
    assert_eq!(field.van_view().unwrap().drafts.len(), 1);
    field.hand_back_part(&sent("1")).unwrap();
    assert_eq!(field.van_view().unwrap().drafts.len(), 0);
}

#[test]
fn everything_that_arrived_is_confirmed_in_one_tap_as_it_was_counted() {
    let house = House::found();
    let app = house.app();
    house.issue("5", None);
    house.issue("2", None);
    house.sync(&app);
    let mut field = app.lock().unwrap();
    let view = field.van_view().unwrap();
    let (log, first) = (view.log, view.arriving[0].record.clone());
    field.type_draft(&log, &format!("receive:{first}"), " 4 ").unwrap();
    field.receive_parts(&[(first.to_string(), " 4 ".to_owned())].into()).unwrap();
    let view = field.van_view().unwrap();
    assert_eq!((line(&view).held.as_str(), view.arriving.len(), view.drafts.len()), ("6", 0, 0));
    assert_eq!(field.outbox_view().unwrap().line.changes, 1, "one change");
    field.receive_parts(&std::collections::BTreeMap::new()).unwrap();
    assert_eq!(field.outbox_view().unwrap().line.changes, 1, "nothing waits any more");
}
