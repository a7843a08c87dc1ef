//! Typing survives.

use super::Phone;
use crate::Draft;
use domain::ids::JobId;

fn draft(slot: &str, value: &str, at: i64) -> Draft {
    Draft { slot: slot.into(), value: value.into(), at }
}

#[test]
fn a_draft_survives_the_app_being_killed() {
    let phone = Phone::new();
    let (mut store, job) = (phone.store(), JobId::new("GD1"));
    store.save_draft(&job, &draft("note", "窗", 1)).unwrap();
    store.save_draft(&job, &draft("note", "窗户漏", 2)).unwrap();
    store.save_draft(&"GD2".into(), &draft("note", "other", 3)).unwrap();
    // As a kill leaves it: no checkpoint, the journal still beside the file. The copy is what the next start finds.
    let copy = Phone::new();
    for name in ["store.db", "store.db-wal"] {
        std::fs::copy(phone.folder.path().join(name), copy.folder.path().join(name)).unwrap();
    }
    assert_eq!(copy.store().drafts(&job).unwrap(), [draft("note", "窗户漏", 2)]);
}

#[test]
fn a_dropped_draft_is_gone_and_dropping_it_again_is_harmless() {
    let phone = Phone::new();
    let (mut store, job) = (phone.store(), JobId::new("GD1"));
    store.save_draft(&job, &draft("a", "1", 1)).unwrap();
    store.save_draft(&job, &draft("b", "2", 1)).unwrap();
    store.drop_draft(&job, "a").unwrap();
    store.drop_draft(&job, "a").unwrap();
    assert_eq!(store.drafts(&job).unwrap(), [draft("b", "2", 1)]);
}
