//! A life: an office, some phones, and chance. Steps in any order, faults among them; then the network heals, everybody
//! meets until nobody has anything new, and everything must hold.
//!
//! - `steps`: what a step can be
//! - `taps`: a tap, with or without a fault of the disk
//! - `meeting`: the end

mod meeting;
mod steps;
mod tapping;

use crate::broken::{Broken, Tried};
use crate::chance::Chance;
use crate::faults::Faults;
use crate::office::{Backup, Office};
use crate::phone::Phone;
use crate::time::Time;
use domain::digest::Digest;
use domain::ids::{JobId, PersonId};
use field::transport::Call;
use store::Planted;

/// What to live.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// All chance comes from it.
    pub seed: u64,
    /// Phones, each with its technician.
    pub devices: usize,
    /// A fault every phone has.
    pub planted: Option<Planted>,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Life {
    /// The seed.
    pub seed: u64,
    /// How often which fault happened.
    pub faults: Faults,
    /// What did not hold, in sentences.
    pub violations: Vec<String>,
    /// What happened, a line a step.
    pub trace: Vec<String>,
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
    office: Office,
    people: Vec<PersonId>,
    phones: Vec<Phone>,
    /// Phones that are still in their boxes.
    boxed: Vec<Phone>,
    jobs: Vec<JobId>,
    late: Vec<Late>,
    backups: Vec<Backup>,
    copied: bool,
    faults: Faults,
    step: u64,
    trace: Vec<String>,
}

/// Steps of a life: at least, and how many more at most.
const STEPS: (u64, u64) = (30, 25);

/// Lives a life.
#[must_use]
pub fn live(plan: Plan) -> Life {
    let mut violations = Vec::new();
    let (mut trace, mut faults) = (Vec::new(), Faults::default());
    match World::begin(plan) {
        Ok(mut world) => {
            let lived = world.live();
            let told = lived.unwrap_or_else(|broken| vec![broken.to_string()]);
            violations =
                told.into_iter().map(|what| format!("seed {}, step {}: {what}", plan.seed, world.step)).collect();
            (trace, faults) = (world.trace, world.faults);
        }
        Err(broken) => violations.push(format!("seed {}, at the beginning: {broken}", plan.seed)),
    }
    let whole = [trace.join("\n"), violations.join("\n"), faults.json().to_string()].join("\n\n");
    Life { seed: plan.seed, faults, violations, trace, digest: Digest::of(whole.as_bytes()) }
}

impl World {
    fn begin(plan: Plan) -> Result<Self, Broken> {
        let mut chance = Chance::new(plan.seed);
        let time = Time::begin();
        let mut office = Office::found(&mut chance, &time)?;
        let (mut people, mut boxed) = (Vec::new(), Vec::new());
        for number in 1..=plan.devices {
            let person = PersonId::new(format!("p-{number}"));
            office.employ(&person)?;
            let mut phone = Phone::new(&number.to_string(), person.clone(), &mut chance, &time);
            phone.plant(plan.planted);
            people.push(person);
            boxed.push(phone);
        }
        boxed.reverse();
        Ok(Self {
            chance,
            time,
            office,
            people,
            phones: Vec::new(),
            boxed,
            jobs: Vec::new(),
            late: Vec::new(),
            backups: Vec::new(),
            copied: false,
            faults: Faults::default(),
            step: 0,
            trace: Vec::new(),
        })
    }

    /// Every step, the meeting, and what does not hold after it.
    fn live(&mut self) -> Result<Vec<String>, Broken> {
        self.morning()?;
        let (least, more) = STEPS;
        for _ in 0..least + self.chance.below(more) {
            self.step += 1;
            let minutes = i64::try_from(self.chance.below(40)).unwrap_or_default();
            self.time.pass(1_000 + minutes * 60_000);
            self.take_a_step()?;
            self.deliver(self.step)?;
        }
        self.step += 1;
        self.meet()?;
        self.judge()
    }

    /// The first jobs are there before the phones are; the last phone comes later in one life of three.
    fn morning(&mut self) -> Result<(), Broken> {
        for _ in 0..2 {
            self.take_a_job()?;
        }
        let later = usize::from(self.chance.one_in(3));
        while self.boxed.len() > later {
            self.unbox()?;
        }
        if self.chance.one_in(2) {
            self.back_up();
        }
        for place in 0..self.phones.len() {
            self.sync(place, None)?;
        }
        Ok(())
    }

    /// A phone is enrolled.
    fn unbox(&mut self) -> Result<(), Broken> {
        let Some(mut phone) = self.boxed.pop() else { return Ok(()) };
        let code = self.office.code(&phone.person)?;
        let line = crate::network::Line::new(&mut self.office, None, 0);
        phone.app()?.enrol(&line, &code).tried("enrolling a phone")?;
        line.end(&mut self.faults)?;
        self.tell(format!("phone {} is enrolled for {}", phone.name, phone.person));
        self.phones.push(phone);
        Ok(())
    }

    fn tell(&mut self, what: impl AsRef<str>) {
        self.trace.push(format!("{:3} {}", self.step, what.as_ref()));
    }
}
