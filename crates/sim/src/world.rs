//! A life: an office, its phones, and chance. Steps in any order, faults among them; then the network heals, everybody
//! meets until nobody has anything new, and everything must hold.
//!
//! - `steps`: what a step can be; `rounds`: a phone and the office; `tapping`: a tap, with or without a fault of the disk
//! - `office_works`: what the people of the office do; `visitors`: devices that are no phones of ours
//! - `boxes`: phones that are enrolled, copied, put back, told to leave
//! - `meeting`: the end

mod boxes;
mod meeting;
mod office_works;
mod rounds;
mod steps;
mod tapping;
mod visitors;

use crate::broken::Broken;
use crate::chance::Chance;
use crate::faults::Faults;
use crate::guest::Guest;
use crate::office::{Backup, Office};
use crate::phone::{Image, Phone};
use crate::plan::{Company, Plan};
use crate::time::Time;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId, PersonId};
use field::transport::Call;

/// What became of a life.
#[derive(Clone, Debug)]
pub struct Life {
    /// The seed.
    pub seed: u64,
    /// How often which fault happened.
    pub faults: Faults,
    /// What did not hold, in sentences.
    pub violations: Vec<String>,
    /// What happened, a line a step.
    pub story: Vec<String>,
    /// SHA-256 over all of that.
    pub digest: Digest,
}

/// A request that is still under way.
struct Late {
    /// When it arrives.
    due: u64,
    /// What the hub had answered when it was sent.
    after: u64,
    call: Call,
}

/// The world of one life.
struct World {
    chance: Chance,
    time: Time,
    company: Company,
    planted: Option<store::Planted>,
    office: Office,
    people: Vec<PersonId>,
    phones: Vec<Phone>,
    /// Phones that are still in their boxes.
    boxed: Vec<Phone>,
    /// How many were ever taken out of one.
    unboxed: usize,
    hostile: Option<Guest>,
    newer: Option<Guest>,
    jobs: Vec<JobId>,
    late: Vec<Late>,
    backups: Vec<Backup>,
    /// A phone by its name, as it once was.
    images: Vec<(String, Image)>,
    /// Phones that have a copy, or are one.
    copied: Vec<DeviceId>,
    faults: Faults,
    step: u64,
    trace: Vec<String>,
}

/// Lives a life.
#[must_use]
pub fn live(plan: Plan) -> Life {
    let mut violations = Vec::new();
    let (mut story, mut faults) = (Vec::new(), Faults::default());
    match World::begin(plan) {
        Ok(mut world) => {
            let lived = world.live();
            let told = lived.unwrap_or_else(|broken| vec![broken.to_string()]);
            violations =
                told.into_iter().map(|what| format!("seed {}, step {}: {what}", plan.seed, world.step)).collect();
            (story, faults) = (world.trace, world.faults);
        }
        Err(broken) => violations.push(format!("seed {}, at the beginning: {broken}", plan.seed)),
    }
    let whole = [story.join("\n"), violations.join("\n"), faults.json().to_string()].join("\n\n");
    Life { seed: plan.seed, faults, violations, story, digest: Digest::of(whole.as_bytes()) }
}

impl World {
    fn begin(plan: Plan) -> Result<Self, Broken> {
        let mut chance = Chance::new(plan.seed);
        let company = Company::of(&plan, &mut chance);
        let time = Time::begin();
        let office = Office::found(&mut chance, &time, company.cores)?;
        let mut world = Self {
            chance,
            time,
            company,
            planted: plan.planted,
            office,
            people: Vec::new(),
            phones: Vec::new(),
            boxed: Vec::new(),
            unboxed: 0,
            hostile: None,
            newer: None,
            jobs: Vec::new(),
            late: Vec::new(),
            backups: Vec::new(),
            images: Vec::new(),
            copied: Vec::new(),
            faults: Faults::default(),
            step: 0,
            trace: Vec::new(),
        };
        world.employ()?;
        Ok(world)
    }

    /// Every step, the meeting, and what does not hold after it.
    fn live(&mut self) -> Result<Vec<String>, Broken> {
        self.morning()?;
        for _ in 0..self.company.steps {
            self.step += 1;
            let minutes = i64::try_from(self.chance.below(40)).unwrap_or_default();
            // Longer than the clocks of two hubs are apart.
            self.time.pass(10_000 + minutes * 60_000);
            self.take_a_step()?;
            self.deliver(self.step)?;
        }
        self.step += 1;
        self.meet()?;
        self.judge()
    }

    /// The first jobs are there before the phones are; some phones come later.
    fn morning(&mut self) -> Result<(), Broken> {
        let company = self.company;
        self.tell(format!("{company:?}"));
        for _ in 0..company.jobs.div_ceil(2) {
            self.take_a_job()?;
        }
        let later = usize::from(self.chance.one_in(3)) * (company.phones / 3);
        while self.boxed.len() > later {
            self.unbox(false)?;
        }
        if self.chance.one_in(2) {
            self.back_up()?;
        }
        for place in 0..self.phones.len() {
            self.round(place, None)?;
        }
        Ok(())
    }

    fn tell(&mut self, what: impl AsRef<str>) {
        self.trace.push(format!("{:3} {}", self.step, what.as_ref()));
    }
}
