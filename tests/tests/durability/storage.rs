//! Photos make room on a device only once the office has them in its backup and the visit is over; nothing else goes.

use crate::kept::{fold, job, photos};
use crate::office::Office;
use domain::digest::Digest;
use field::clock::{Clock, Reading};
use field::{Field, FieldOptions};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tests::tapping::{LARGE_PHOTO, at_home, tap};

const DAY_MS: i64 = 86_400_000;

/// A clock that a test moves on.
#[derive(Default)]
struct Calendar(AtomicI64);

impl Clock for Calendar {
    fn read(&self) -> Reading {
        let elapsed_ms = self.0.load(Ordering::SeqCst);
        Reading { wall_ms: 1_795_000_000_000 + elapsed_ms, boot: "b".into(), elapsed_ms, offset_minutes: 480 }
    }
}

/// A device with two photos at the office, and their digests.
fn at_work(home: &Path, office: &Office, clock: &Arc<Calendar>) -> (Field, Vec<Digest>) {
    let options = FieldOptions { clock: clock.clone(), ..at_home(home).unwrap() };
    let mut field = Field::open(options).unwrap();
    field.enrol(office, &office.link()).unwrap();
    field.sync(office).unwrap();
    for n in [1, LARGE_PHOTO] {
        tap(&mut field, n, &mut |_| {}).unwrap();
    }
    field.sync(office).unwrap();
    field.send_media(office).unwrap();
    let digests = photos(&fold(&mut field)).into_keys().collect();
    (field, digests)
}

fn may_go(field: &mut Field) -> u32 {
    field.storage_view().unwrap().may_go.files
}

#[test]
fn photos_of_a_visit_that_is_over_go_once_the_backup_has_them_and_not_before() {
    let (home, office, clock) = (tempfile::tempdir().unwrap(), Office::open(), Arc::default());
    let (mut field, digests) = at_work(home.path(), &office, &clock);
    assert_eq!(digests.len(), 2);
    office.word.lock().unwrap().secured = Some(100);
    field.sync(&office).unwrap();
    assert_eq!(may_go(&mut field), 0, "the visit goes on");
    assert_eq!(field.free_some().unwrap().files, 0);
    office.end_visit();
    office.word.lock().unwrap().secured = Some(5);
    field.sync(&office).unwrap();
    assert_eq!(may_go(&mut field), 0, "the backup does not go that far");
    office.word.lock().unwrap().secured = Some(100);
    field.sync(&office).unwrap();
    let view = field.job_view(&job()).unwrap();
    assert_eq!((view.state, view.questions), (domain::state::State::Left, 0));
    let before = field.storage_view().unwrap();
    assert_eq!((before.may_go, before.gone.files, before.backup), (before.photos, 0, true));
    assert!(before.left.unwrap() > 0 && before.total > before.photos.bytes);
    for digest in &digests {
        let small = field.small(digest).unwrap();
        assert!((100..50_000).contains(&small.len()), "{} bytes", small.len());
    }
    assert_eq!(field.free_some().unwrap(), before.may_go);
    assert_eq!(field.free_some().unwrap().files, 0, "nothing is left to free");
    let after = field.storage_view().unwrap();
    assert_eq!((after.photos.files, after.gone, after.papers), (0, before.may_go, before.papers));
    for digest in &digests {
        assert_eq!(field.blob(digest).unwrap_err().code(), "media.freed");
        assert!(field.small(digest).is_ok(), "lists still show what it was");
    }
    assert_eq!(photos(&fold(&mut field)).len(), 2, "the records name them as before");
    drop(field);
    let mut field = Field::open(at_home(home.path()).unwrap()).unwrap();
    field.sync(&office).unwrap();
    assert_eq!(field.send_media(&office).unwrap().stored.len(), 0, "what was freed is not to be sent again");
    assert!(field.job_view(&job()).is_ok());
}

#[test]
fn without_a_backup_photos_stay_for_thirty_days() {
    let (home, office, clock) = (tempfile::tempdir().unwrap(), Office::open(), Arc::<Calendar>::default());
    let (mut field, _) = at_work(home.path(), &office, &clock);
    office.end_visit();
    field.sync(&office).unwrap();
    assert!(!field.storage_view().unwrap().backup);
    clock.0.store(30 * DAY_MS - 1_000, Ordering::SeqCst);
    assert_eq!(may_go(&mut field), 0);
    clock.0.store(30 * DAY_MS + 1_000, Ordering::SeqCst);
    assert_eq!(may_go(&mut field), 2);
}
