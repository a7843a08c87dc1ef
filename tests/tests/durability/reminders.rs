//! What a phone can keep the time of is told once: in time, over a restart, and not long after.

use crate::kept::job;
use crate::office::Office;
use domain::timer::Clock as Of;
use field::clock::{Clock, Reading};
use field::{Field, FieldOptions};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tests::tapping::at_home;

const MINUTE: i64 = 60_000;

/// A clock that a test moves on.
#[derive(Default)]
struct Hands(AtomicI64);

impl Clock for Hands {
    fn read(&self) -> Reading {
        let elapsed_ms = self.0.load(Ordering::SeqCst);
        Reading { wall_ms: 1_795_000_000_000 + elapsed_ms, boot: "b".into(), elapsed_ms, offset_minutes: 480 }
    }
}

fn open(home: &Path, clock: &Arc<Hands>) -> Field {
    Field::open(FieldOptions { clock: clock.clone(), ..at_home(home).unwrap() }).unwrap()
}

/// What is told this many minutes after the beginning.
fn told(field: &mut Field, clock: &Hands, minutes: i64) -> Vec<(Of, i64)> {
    clock.0.store(minutes * MINUTE, Ordering::SeqCst);
    let now = field.now_ms();
    field.due_reminders().unwrap().into_iter().map(|it| (it.clock, (it.at_ms - now) / MINUTE)).collect()
}

#[test]
fn the_calls_before_a_visit_are_told_once_each_and_in_time() {
    let (home, office, clock) = (tempfile::tempdir().unwrap(), Office::open(), Arc::<Hands>::default());
    let mut field = open(home.path(), &clock);
    field.enrol(&office, &office.link()).unwrap();
    field.sync(&office).unwrap();
    let from = field.now_ms() + 180 * MINUTE;
    field.tap_appointment(&job(), from, from + 60 * MINUTE, "王淑敏").unwrap();
    let next = field.reminders_view().unwrap().next;
    let before: Vec<i64> = next.iter().map(|it| (from - it.at_ms) / MINUTE).collect();
    assert_eq!(
        before,
        [120, 60, 30],
        "put off by more than half a day, set out, put off by less: APT-12, APT-07, APT-11"
    );
    assert!(next.iter().all(|it| it.job == job() && it.title.zh.starts_with("王淑敏 女士")));
    assert_eq!(told(&mut field, &clock, 59), []);
    assert_eq!(told(&mut field, &clock, 60), [(Of::Recall, 0)]);
    assert_eq!(told(&mut field, &clock, 61), [], "once");
    drop(field);
    let mut field = open(home.path(), &clock);
    assert_eq!(told(&mut field, &clock, 62), [], "over a restart too");
    assert_eq!(told(&mut field, &clock, 121), [(Of::Recall, -1)]);
    field.set_reminder(Of::Recall, false).unwrap();
    assert_eq!(told(&mut field, &clock, 150), [], "switched off");
    assert!(field.reminders_view().unwrap().kinds.iter().any(|kind| kind.clock == Of::Recall && !kind.on));
    field.set_reminder(Of::Recall, true).unwrap();
    assert_eq!(told(&mut field, &clock, 211), [], "an hour later nobody needs it any more");
}
