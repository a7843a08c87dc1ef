//! What a screen costs the phone's rules: a visit by the largest pack with every condition true, at work, held against its
//! standard: what is shown, due and lacking in every stage, the next step, and every other way on.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../tests/visits/visit.rs"]
mod visit;

use criterion::Criterion;
use domain::checklist::Checklist;
use domain::flag::Flag;
use domain::order;
use domain::state::State;
use std::hint::black_box;
use visit::{Visit, packs};

fn main() {
    let largest = packs().max_by_key(|pack| pack.items().count()).unwrap();
    let mut visit = Visit::of(largest.key.as_str());
    let flags = Flag::ALL.iter().filter(|flag| !matches!(flag, Flag::SecondVisit | Flag::ReturnVisit));
    for flag in flags {
        visit.one(|list| list.set_flag(*flag, true)).unwrap();
    }
    while visit.state() != State::Working {
        visit.go_on().unwrap();
    }
    let fold = visit.fold();
    let number = order::current_visit(&visit.brief, &fold);
    let shown = visit.look(|list| list.pack.items().filter(|(.., item)| list.shows(item)).count());
    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function(&format!("evaluate {shown} shown items, {} records", fold.records.len()), |bench| {
        bench.iter(|| {
            let list = Checklist::new(visit.pack, &visit.brief, &fold, number);
            let stages = list.pack.stages.iter().map(|plan| list.count(|at, _| at == plan.stage));
            let due: u32 = stages.map(|count| count.due).sum();
            black_box((due, list.next(), list.ways()))
        });
    });
    criterion.final_summary();
}
