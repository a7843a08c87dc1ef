//! A week of visits.

use crate::house::Office;

const DAY_MS: i64 = 86_400_000;

#[test]
fn a_visit_stands_in_its_week_on_the_day_that_was_agreed_and_moves_with_it() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-417");
    let now = phone.app().schedule(0).unwrap();
    assert_eq!((now.days.len(), now.days[1].from_ms - now.days[0].from_ms), (7, DAY_MS));
    let day_of = |phone: &mut crate::house::Phone, week: i32| {
        let week = phone.app().schedule(week).unwrap();
        week.days.into_iter().position(|day| day.visits.iter().any(|row| row.job == job))
    };
    // The Thursday and the Saturday of next week, at half past ten where the customer lives.
    let at = |day: i64| now.days[0].from_ms + (7 + day) * DAY_MS + 37_800_000;
    for day in [3, 5] {
        phone.app().tap_appointment(&job, at(day), at(day) + 3_600_000, "王淑敏").unwrap();
        assert_eq!(day_of(&mut phone, 1), usize::try_from(day).ok());
        assert_eq!((day_of(&mut phone, 0), day_of(&mut phone, 2)), (None, None));
    }
    let row = phone.app().schedule(1).unwrap().days.remove(5);
    assert_eq!((row.open, row.visits[0].from_ms), (1, Some(at(5))));
}
