//! What the clock says beside the technician: how long a block was looked at, by when the customer is to be called.

use crate::house::Office;
use domain::ids::VisitNo;
use domain::stage::Stage;
use domain::timer::{Clock, Stand};
use std::collections::BTreeMap;

#[test]
fn how_long_a_block_was_looked_at_before_it_was_confirmed_is_kept_and_the_office_sees_it() {
    let office = Office::open();
    let job = office.shared_job();
    let (mut seen, mut blind) = (office.phone("p-417"), office.phone("p-9"));
    let together = |list: &domain::checklist::Checklist<'_>| list.together(|_, _| true);

    seen.app().stage_view(&job, Stage::Appointment).unwrap();
    seen.app().tap_stage(&job, Stage::Appointment, BTreeMap::new()).unwrap();
    let known = seen.app().look(&job, VisitNo(1), together).unwrap().unwrap();
    assert!(known.items >= 3 && known.seconds < 600, "{known:?}");

    // Confirmed without ever having been on the screen: nobody can say for how long.
    blind.app().tap_stage(&job, Stage::Appointment, BTreeMap::new()).unwrap();
    assert_eq!(blind.app().look(&job, VisitNo(1), together).unwrap(), None);

    seen.sync(&office);
    let shown = office.call("GET", &format!("jobs/{job}"), &serde_json::Value::Null);
    let stages = shown["visits"][0]["stages"].as_array().unwrap();
    let stage = stages.iter().find(|stage| stage["name"]["key"] == "appointment").unwrap();
    assert_eq!(stage["confirmed"], known.items, "{stage}");
    assert!(stage["confirmed_in_s"].is_u64(), "{stage}");
}

#[test]
fn who_is_assigned_sees_by_when_the_customer_is_to_be_called() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-417");
    let clock = |phone: &mut crate::house::Phone| {
        let view = phone.app().job_view(&job).unwrap();
        view.clocks.into_iter().find(|clock| clock.clock == Clock::Contact).unwrap()
    };
    let before = clock(&mut phone);
    assert_eq!((before.stand, before.due_ms - before.from_ms), (Stand::Running, 60 * 60_000));
    let row = phone.app().today().unwrap().visits.remove(0);
    assert_eq!(row.clock.map(|clock| clock.clock), Some(Clock::Contact));
    let now = phone.app().job_view(&job).unwrap().now_ms;
    phone.app().tap_appointment(&job, now + 7_200_000, now + 10_800_000, "王淑敏").unwrap();
    assert_eq!(clock(&mut phone).stand, Stand::Kept);
}
