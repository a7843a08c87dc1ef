//! Many lives, side by side on the machine's processors, and their sum in the order of their seeds.

use crate::faults::Faults;
use crate::world::{Life, Plan, live};
use domain::digest::Digest;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use store::Planted;

/// A fault planted to prove that it would be found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Plant {
    /// The hub says *stored* though its commit failed.
    AcknowledgeBeforeCommit,
    /// A phone keeps its cursor before what the cursor passes.
    CursorOutsideTransaction,
}

/// What to run.
#[derive(Clone, Debug)]
pub struct Run {
    /// These seeds.
    pub seeds: Range<u64>,
    /// Phones in each life.
    pub devices: usize,
    /// A planted fault.
    pub plant: Option<Plant>,
    /// Stops at the first life in which something does not hold.
    pub first: bool,
}

/// The sum.
#[derive(Clone, Debug)]
pub struct Sum {
    /// Lives lived.
    pub seeds: u64,
    /// Faults that happened.
    pub faults: Faults,
    /// What did not hold, by seed.
    pub violations: Vec<String>,
    /// SHA-256 over the digests of all lives.
    pub digest: Digest,
}

/// Lives them all.
#[must_use]
pub fn run(run: &Run) -> Sum {
    let (next, stop) = (AtomicU64::new(run.seeds.start), AtomicBool::new(false));
    let lives: Mutex<BTreeMap<u64, Life>> = Mutex::default();
    let one_after_another = || {
        let planted = run.switch();
        while !stop.load(Ordering::SeqCst) {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= run.seeds.end {
                break;
            }
            let mut life = live(Plan { seed, devices: run.devices, planted });
            life.trace.clear();
            stop.fetch_or(run.first && !life.violations.is_empty(), Ordering::SeqCst);
            lives.lock().unwrap_or_else(PoisonError::into_inner).insert(seed, life);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(one_after_another))));
    sum(lives.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn sum(lives: BTreeMap<u64, Life>) -> Sum {
    let mut sum = Sum { seeds: 0, faults: Faults::default(), violations: Vec::new(), digest: Digest([0; 32]) };
    let mut digests = Vec::new();
    for life in lives.into_values() {
        sum.seeds += 1;
        sum.faults += life.faults;
        sum.violations.extend(life.violations);
        digests.extend(life.digest.0);
    }
    sum.digest = Digest::of(&digests);
    sum
}

impl Run {
    /// Switches the planted fault on; the hub's is one for all this thread does, the phones' is
    /// each phone's own.
    pub fn switch(&self) -> Option<Planted> {
        hub::planted::acknowledge_before_commit(self.plant == Some(Plant::AcknowledgeBeforeCommit));
        (self.plant == Some(Plant::CursorOutsideTransaction)).then_some(Planted::CursorOutsideTransaction)
    }
}

impl Sum {
    /// The last line of a run.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "seeds": self.seeds,
            "faults": self.faults.json(),
            "violations": self.violations,
            "digest": self.digest.hex(),
        })
    }
}
