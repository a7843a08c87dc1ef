//! The simulator finds what it is there to find: each classic fault, planted, breaks a promise in a life that is clean
//! without it.

use sim::run::{Plant, Run, Sum, run};

fn life(seed: u64, plant: Option<Plant>) -> Sum {
    run(&Run { seeds: seed..seed + 1, devices: None, plant, first: false })
}

fn caught(seed: u64, plant: Plant, words: &str) {
    assert_eq!(life(seed, None).violations, [""; 0], "the life without the fault is not clean");
    let found = life(seed, Some(plant));
    assert!(found.violations.iter().any(|violation| violation.contains(words)), "{:?}", found.violations);
    assert!(found.story.len() > 30, "it tells its story");
}

#[test]
fn a_hub_that_acknowledges_before_it_commits_is_caught() {
    caught(11, Plant::AcknowledgeBeforeCommit, "a power cut took");
}

#[test]
fn a_hub_that_compares_no_chains_is_caught() {
    caught(4, Plant::EpochWithoutChain, "left out what came");
}

#[test]
fn a_hub_that_edits_back_instead_of_judging_is_caught() {
    caught(3, Plant::CounterEditInsteadOfVerdict, "a record of a wrong author counts");
}

#[test]
fn a_phone_whose_cursor_runs_ahead_of_its_changes_is_caught() {
    caught(8, Plant::CursorOutsideTransaction, "things it does not have");
}

#[test]
fn a_phone_that_takes_heads_for_an_acknowledgement_is_caught() {
    caught(4, Plant::HeadsAsAcknowledgement, "records the screen said were saved");
}

#[test]
fn a_phone_that_lets_go_of_photos_too_early_is_caught() {
    caught(4, Plant::FreeOnFirstAcknowledgement, "photos of phone 3, which said they were saved");
}

#[test]
fn the_same_seed_lives_the_same_life() {
    assert_eq!(life(4, None).digest, life(4, None).digest);
}
