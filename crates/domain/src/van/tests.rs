use super::*;
use crate::time::Trust;

const ME: &str = "zhao";
const OFFICE: &str = "office";

fn me() -> PersonId {
    ME.into()
}

fn part() -> PartCode {
    "CF-20".into()
}

fn line(quantity: &str) -> Line<'_> {
    static PART: std::sync::OnceLock<PartCode> = std::sync::OnceLock::new();
    Line { part: PART.get_or_init(part), quantity, unit: "个", note: "" }
}

/// A record of a draft.
fn step(id: &str, by: &str, draft: &Draft) -> Step {
    let movement = Movement::deserialize(&draft.value).unwrap();
    let at = At { time: "2026-11-21T08:00:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None };
    Step { id: RecordId::new(id), job: JobId::van(&me()), by: by.into(), at, movement }
}

fn issued(id: &str, quantity: &str) -> Step {
    step(id, OFFICE, &Van::default().issue(line(quantity), None).unwrap())
}

fn fitted(id: &str, by: &str, quantity: &str) -> Step {
    let movement = line(quantity).movement(MovementKind::Fit);
    Step { job: "GD261121-0001".into(), ..step(id, by, &draft(&Movement { old_recovered: true, ..movement })) }
}

fn stock(log: &[Step], jobs: &[Step]) -> String {
    van(&me(), log, jobs).quantity(&part()).to_string()
}

#[test]
fn what_is_issued_counts_at_once_and_the_receipt_says_how_much_it_was() {
    let mut log = vec![issued("1", "4")];
    let arriving = van(&me(), &log, &[]);
    assert_eq!((arriving.quantity(&part()).to_string().as_str(), arriving.arriving.len()), ("4", 1));
    log.push(step("2", ME, &arriving.receive(&"1".into(), "3").unwrap()));
    let there = van(&me(), &log, &[]);
    assert_eq!((there.quantity(&part()).to_string().as_str(), there.arriving.len()), ("3", 0));
    assert_eq!(there.receive(&"1".into(), "4"), Err(Refusal::Settled), "once");
}

#[test]
fn a_fitted_part_leaves_the_van_and_more_may_be_fitted_than_was_issued() {
    assert_eq!(stock(&[issued("1", "1.5")], &[fitted("2", ME, "1")]), "0.5");
    assert_eq!(stock(&[issued("1", "1")], &[fitted("2", ME, "12.6")]), "-11.6");
    assert_eq!(stock(&[issued("1", "1")], &[fitted("2", "qian", "1")]), "1", "it came out of the colleague's van");
}

#[test]
fn what_was_fitted_before_the_van_was_opened_came_out_of_no_van() {
    let before = fitted("1", ME, "7");
    assert_eq!(stock(&[], std::slice::from_ref(&before)), "0");
    let opened = van(&me(), &[issued("2", "4")], &[before]);
    assert_eq!((opened.quantity(&part()).to_string().as_str(), opened.old.len()), ("4", 0));
}

#[test]
fn a_part_of_a_job_out_of_sight_counts_once_whether_or_not_the_phone_still_has_the_job() {
    let fit = fitted("2", ME, "1");
    let log = [issued("1", "5"), step("3", OFFICE, &told(&fit))];
    assert_eq!(stock(&log, std::slice::from_ref(&fit)), "4");
    assert_eq!(stock(&log, &[]), "4");
    assert_eq!(van(&me(), &log, &[]).old.len(), 1, "its old part is still to be handed in");
}

#[test]
fn a_count_is_the_difference_to_what_was_said_so_that_order_does_not_matter() {
    let first = issued("1", "5");
    let counted = step("2", OFFICE, &van(&me(), std::slice::from_ref(&first), &[]).count(line("3")).unwrap());
    // Fitted on the phone while the warehouse counted: it had not heard of it.
    let fit = fitted("3", ME, "1");
    assert_eq!(stock(&[first.clone(), counted.clone()], std::slice::from_ref(&fit)), "2");
    assert_eq!(stock(&[counted, first], &[fit]), "2");
}

#[test]
fn two_who_count_side_by_side_count_once_and_a_later_count_counts_on() {
    let first = issued("1", "5");
    let seen = van(&me(), std::slice::from_ref(&first), &[]);
    let clerk = step("2", OFFICE, &seen.count(line("3")).unwrap());
    let phone = step("3", ME, &seen.count(line("3")).unwrap());
    let both = [first, clerk, phone];
    assert_eq!(stock(&both, &[]), "3");
    let again = step("4", ME, &van(&me(), &both, &[]).count(line("2")).unwrap());
    assert_eq!(stock(&[both.as_slice(), &[again]].concat(), &[]), "2");
}

#[test]
fn a_request_is_open_until_it_is_answered_and_answered_once() {
    let ask = step("1", ME, &Van::default().ask(line("2")).unwrap());
    let open = van(&me(), std::slice::from_ref(&ask), &[]);
    assert_eq!((open.asked.len(), open.quantity(&part())), (1, Decimal::ZERO));
    let given = step("2", OFFICE, &open.issue(line("1"), Some(&ask.id)).unwrap());
    let done = van(&me(), &[ask.clone(), given], &[]);
    assert_eq!((done.asked.len(), done.arriving.len()), (0, 1));
    assert_eq!(done.issue(line("1"), Some(&ask.id)), Err(Refusal::Settled));
    assert_eq!(open.decline(&ask.id, " "), Err(Refusal::Empty("原因 reason")));
    let said = step("3", OFFICE, &open.decline(&ask.id, "缺货，周五到").unwrap());
    let declined = van(&me(), &[ask, said], &[]);
    assert_eq!((declined.asked.len(), declined.declined.len()), (0, 1));
}

#[test]
fn an_old_part_is_owed_until_the_warehouse_has_it() {
    let (first, fit) = (issued("1", "1"), fitted("2", ME, "1"));
    let owed = van(&me(), std::slice::from_ref(&first), std::slice::from_ref(&fit));
    let back = owed.recover(&fit.id, "报废").unwrap();
    let own = van(&me(), &[first.clone(), step("3", ME, &back)], std::slice::from_ref(&fit));
    let done = van(&me(), &[first, step("3", OFFICE, &back)], std::slice::from_ref(&fit));
    assert_eq!((owed.old.len(), own.old.len(), done.old.len()), (1, 1, 0), "the warehouse says so, nobody else");
    assert_eq!(done.recover(&fit.id, ""), Err(Refusal::Settled));
}

#[test]
fn nobody_issues_to_themselves() {
    let own = step("1", ME, &Van::default().issue(line("9"), None).unwrap());
    assert_eq!(stock(&[own], &[]), "0");
}

#[test]
fn what_is_no_quantity_is_refused() {
    for quantity in ["", "0", "-1", "1e3", "一"] {
        let refused = Refusal::NoQuantity(quantity.to_owned(), "个".to_owned());
        assert_eq!(Van::default().ask(line(quantity)), Err(refused), "{quantity}");
    }
    assert!(Van::default().count(line("0")).is_ok(), "nothing is left: that can be counted");
}

#[test]
fn a_sum_that_no_decimal_holds_leaves_the_stock_as_it_was() {
    assert_eq!(stock(&[issued("1", "999999999"), issued("2", "999999999")], &[]), "999999999");
}
