//! The simulator finds what it is there to find: each classic fault, planted, breaks a promise within a few lives, and
//! the same lives without it are clean.

use sim::run::{Plant, Run, Sum, run};
use std::ops::Range;

fn lives(seeds: Range<u64>, plant: Option<Plant>) -> Sum {
    run(&Run { seeds, devices: None, plant, first: false })
}

fn caught(seed: u64, plant: Plant, words: &str) {
    let seeds = seed..seed + 1;
    assert_eq!(lives(seeds.clone(), None).violations, [""; 0], "the life without the fault is not clean");
    let found = lives(seeds, Some(plant)).violations;
    assert!(found.iter().any(|violation| violation.contains(words)), "{found:?}");
}

#[test]
fn a_hub_that_acknowledges_before_it_commits_is_caught() {
    caught(0, Plant::AcknowledgeBeforeCommit, "a power cut took");
}

#[test]
fn a_phone_whose_cursor_runs_ahead_of_its_changes_is_caught() {
    caught(0, Plant::CursorOutsideTransaction, "things it does not have");
}

#[test]
fn the_same_seed_lives_the_same_life() {
    assert_eq!(lives(4..6, None).digest, lives(4..6, None).digest);
}
