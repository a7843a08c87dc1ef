//! Many lives, side by side on the machine's processors, and their sum in the order of their seeds.

use crate::faults::Faults;
use crate::plan::Plan;
use crate::world::{Life, live};
use domain::digest::Digest;
use hub::planted as at_the_hub;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// A fault planted to prove that it would be found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Plant {
    /// The hub says *stored* though its commit failed.
    AcknowledgeBeforeCommit,
    /// The hub knows by the feed's numbers alone whether it went backwards.
    EpochWithoutChain,
    /// The hub edits a record back that breaks a rule, instead of judging it.
    CounterEditInsteadOfVerdict,
    /// A phone keeps its cursor before what the cursor passes.
    CursorOutsideTransaction,
    /// A phone takes it that a hub with the newest change of a document has all of them.
    HeadsAsAcknowledgement,
    /// A phone lets go of a photo when the office says it has it, and not when its backup has.
    FreeOnFirstAcknowledgement,
}

/// What to run.
#[derive(Clone, Debug)]
pub struct Run {
    /// These seeds.
    pub seeds: Range<u64>,
    /// Phones in each life; the seed's choice where absent.
    pub devices: Option<usize>,
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
    /// What happened in the first life in which something did not hold, a line a step.
    pub story: Vec<String>,
    /// SHA-256 over the digests of all lives.
    pub digest: Digest,
}

/// Lives them all.
#[must_use]
pub fn run(run: &Run) -> Sum {
    let (next, stop) = (AtomicU64::new(run.seeds.start), AtomicBool::new(false));
    let lives: Mutex<BTreeMap<u64, Life>> = Mutex::default();
    let one_after_another = || {
        while !stop.load(Ordering::SeqCst) {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= run.seeds.end {
                break;
            }
            let mut life = run.live(seed);
            if life.violations.is_empty() {
                life.story.clear();
            }
            stop.fetch_or(run.first && !life.violations.is_empty(), Ordering::SeqCst);
            lives.lock().unwrap_or_else(PoisonError::into_inner).insert(seed, life);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(one_after_another))));
    sum(lives.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn sum(lives: BTreeMap<u64, Life>) -> Sum {
    let (faults, violations, story) = (Faults::default(), Vec::new(), Vec::new());
    let mut sum = Sum { seeds: 0, faults, violations, story, digest: Digest([0; 32]) };
    let mut digests = Vec::new();
    for life in lives.into_values() {
        sum.seeds += 1;
        sum.faults += life.faults;
        if sum.story.is_empty() {
            sum.story = life.story;
        }
        sum.violations.extend(life.violations);
        digests.extend(life.digest.0);
    }
    sum.digest = Digest::of(&digests);
    sum
}

impl Run {
    /// One life, with the planted fault: the hub's is one for all this thread does, the phones' is each phone's own.
    #[must_use]
    pub fn live(&self, seed: u64) -> Life {
        at_the_hub::plant(self.plant.and_then(Plant::of_the_hub));
        live(Plan { seed, devices: self.devices, planted: self.plant.and_then(Plant::of_the_phones) })
    }
}

impl Plant {
    fn of_the_hub(self) -> Option<at_the_hub::Planted> {
        match self {
            Self::AcknowledgeBeforeCommit => Some(at_the_hub::Planted::AcknowledgeBeforeCommit),
            Self::EpochWithoutChain => Some(at_the_hub::Planted::EpochWithoutChain),
            Self::CounterEditInsteadOfVerdict => Some(at_the_hub::Planted::CounterEdit),
            _ => None,
        }
    }

    fn of_the_phones(self) -> Option<store::Planted> {
        match self {
            Self::CursorOutsideTransaction => Some(store::Planted::CursorOutsideTransaction),
            Self::HeadsAsAcknowledgement => Some(store::Planted::HeadsAsAcknowledgement),
            Self::FreeOnFirstAcknowledgement => Some(store::Planted::FreeOnFirstAcknowledgement),
            _ => None,
        }
    }
}

impl Sum {
    /// This one and the one after it.
    #[must_use]
    pub fn and(mut self, after: Self) -> Self {
        self.seeds += after.seeds;
        self.faults += after.faults;
        self.violations.extend(after.violations);
        if self.story.is_empty() {
            self.story = after.story;
        }
        self.digest = Digest::of(&[self.digest.0, after.digest.0].concat());
        self
    }

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
