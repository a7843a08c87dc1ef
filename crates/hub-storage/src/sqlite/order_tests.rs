//! What the office recorded of its orders, by itself.

use super::tests::founded;
use crate::orders::{OfficeFact, OfficeMove};
use crate::refused::StorageRefused;
use crate::storage::HubStorage;
use domain::ids::{JobId, VisitNo};

fn job() -> JobId {
    "GD261120-0041".into()
}

#[test]
fn what_is_recorded_twice_stands_twice_and_oldest_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    tx.record_fact(&job(), "plan", "admin", "先加固窗框", 30).unwrap();
    tx.record_fact(&"GD261120-0042".into(), "plan", "admin", "别的工单", 31).unwrap();
    tx.record_fact(&job(), "plan", "wang", "改为换框", 20).unwrap();
    tx.commit().unwrap();
    let facts = storage.read().unwrap().facts_of_job(&job()).unwrap();
    let told: Vec<_> = facts.iter().map(|it| (it.clerk.as_str(), it.words.as_str(), it.at)).collect();
    assert_eq!(told, [("admin", "先加固窗框", 30), ("wang", "改为换框", 20)], "in the order they were written");
    let OfficeFact { number, fact, .. } = &facts[1];
    assert_eq!((*number, fact.as_str()), (3, "plan"));
}

#[test]
fn a_move_is_kept_whole_and_a_dropped_transaction_leaves_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let moved = OfficeMove {
        row: 45,
        from: "awaiting_parts".into(),
        to: "dispatched".into(),
        visit: Some(VisitNo(2)),
        at: 50,
        clerk: "admin".into(),
        reason: String::new(),
        after: 3,
    };
    let cancelled = OfficeMove { row: 46, visit: None, reason: "客户取消".into(), at: 60, ..moved.clone() };
    let mut tx = storage.write().unwrap();
    tx.save_move(&job(), &moved).unwrap();
    tx.commit().unwrap();
    let mut tx = storage.write().unwrap();
    tx.save_move(&job(), &cancelled).unwrap();
    drop(tx);
    assert_eq!(storage.read().unwrap().moves_of_job(&job()).unwrap(), std::slice::from_ref(&moved));
    let mut tx = storage.write().unwrap();
    tx.save_move(&job(), &cancelled).unwrap();
    tx.commit().unwrap();
    assert_eq!(storage.read().unwrap().moves_of_job(&job()).unwrap(), [moved, cancelled]);
}

#[test]
fn nothing_is_recorded_of_a_job_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let refused = tx.record_fact(&"GD1".into(), "plan", "admin", "x", 1).unwrap_err();
    assert!(matches!(refused, StorageRefused::Constraint(_)));
    assert_eq!(tx.facts_of_job(&"GD1".into()).unwrap(), []);
}
