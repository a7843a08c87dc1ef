//! What a seed makes of a life: how large the company is, how many hubs stand on its store, who else is there.

use crate::chance::Chance;

/// What to live.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// All chance comes from it.
    pub seed: u64,
    /// Phones; the seed's choice where absent.
    pub devices: Option<usize>,
    /// A fault every phone has.
    pub planted: Option<store::Planted>,
}

/// Phones of a small life, in which a fault is easy to read; every fourth seed has one.
const SMALL: usize = 3;
const SMALL_EVERY: u64 = 4;
/// Phones of all others, and among how many more the seed chooses: mostly few, in one company of eight up to 40.
const LARGE: (usize, u64) = (8, 6);
const LARGEST: u64 = 33;
const LARGEST_EVERY: u64 = 8;

/// A company and its day.
#[derive(Clone, Copy, Debug)]
pub struct Company {
    /// Phones, each with its technician, but for the last of a large company: that is somebody's second one.
    pub phones: usize,
    /// Jobs it takes at most.
    pub jobs: usize,
    /// How many a crew has at most.
    pub crew: usize,
    /// Hubs on its store.
    pub cores: usize,
    /// People of the office.
    pub clerks: u64,
    /// A device of the company means harm.
    pub hostile: bool,
    /// A device of the company has a newer app.
    pub newer: bool,
    /// Steps of its day.
    pub steps: u64,
}

impl Company {
    /// The company of this plan.
    pub fn of(plan: &Plan, chance: &mut Chance) -> Self {
        let (least, more) = LARGE;
        let spread = if chance.one_in(LARGEST_EVERY) { LARGEST } else { more };
        let large = least + chance.place(usize::try_from(spread).unwrap_or(1));
        let small = plan.seed.is_multiple_of(SMALL_EVERY);
        let phones = plan.devices.unwrap_or(if small { SMALL } else { large });
        Self {
            phones,
            jobs: 3 + phones / 5,
            crew: if phones <= SMALL { phones } else { 5 },
            cores: 1 + chance.place(3),
            clerks: 1 + chance.below(3),
            hostile: chance.one_in(2),
            newer: chance.one_in(3),
            steps: 40 + chance.below(30) + phones as u64,
        }
    }
}
