//! How long a tap takes until it is durable, in a visit that is well under way: decide, make the change, sign it, fold,
//! commit with synchronous=FULL on the real disk. Prints p50 and p95 as one line of JSON beside criterion's figures.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

#[path = "../tests/durability/office.rs"]
#[allow(dead_code)]
mod office;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::record::Basis;
use domain::value::Answer;
use field::Field;
use std::time::Instant;
use tests::tapping::{JOB, VISIT, at_home};

/// Taps before the first measured one: as many changes as a whole visit makes.
const BEFORE: u32 = 100;
/// Taps measured for the percentiles.
const MEASURED: usize = 200;

fn tap(field: &mut Field, n: u32) {
    let answer = Answer::text(format!("窗关不严，漏风（{n}）"));
    let drafts = |list: &domain::checklist::Checklist<'_>| list.answer(&"dia.listen".into(), &answer, Basis::Tapped);
    field.one(&JOB.into(), VISIT, drafts).unwrap();
}

fn a_tap_until_it_is_durable(criterion: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    let office = office::Office::open();
    let mut field = Field::open(at_home(home.path()).unwrap()).unwrap();
    field.enrol(&office, &office.link()).unwrap();
    field.sync(&office).unwrap();
    (0..BEFORE).for_each(|n| tap(&mut field, n));
    let mut micros: Vec<u128> = (0..MEASURED)
        .map(|_| {
            let began = Instant::now();
            tap(&mut field, 0);
            began.elapsed().as_micros()
        })
        .collect();
    micros.sort_unstable();
    let at = |percent: usize| micros.get(MEASURED * percent / 100).copied().unwrap_or_default();
    println!(r#"{{"bench": "tap_until_durable", "changes": {BEFORE}, "p50_us": {}, "p95_us": {}}}"#, at(50), at(95));
    criterion.bench_function("tap until durable", |bencher| bencher.iter(|| tap(&mut field, 0)));
}

criterion_group!(name = taps; config = Criterion::default().sample_size(20); targets = a_tap_until_it_is_durable);
criterion_main!(taps);
