//! What each round with the office asks finds few rows among many: none of it may read through all there are.

use super::Phone;
use crate::{certificates, documents, jobs, outbox};

#[test]
fn no_question_of_a_round_reads_all_changes_signatures_or_jobs() {
    let phone = Phone::new();
    let store = phone.store();
    let of_few = [outbox::WAITING, certificates::COVERED, documents::ASIDE, &jobs::to_settle()];
    for sql in of_few {
        let mut statement = store.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let plan: Vec<String> = statement.raw_query().mapped(|row| row.get("detail")).map(Result::unwrap).collect();
        assert!(!plan.is_empty());
        let partial = ["change_pending", "change_aside", "job_questions"];
        for step in plan.iter().filter(|step| step.starts_with("SCAN")) {
            assert!(partial.iter().any(|index| step.ends_with(index)), "{sql}\n{plan:#?}");
        }
    }
}
