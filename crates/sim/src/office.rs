//! The office: hubs' cores on one store on a power-cut disk, without HTTP, and the people who work with them.
//!
//! - `cores`: the hubs, their runs and their deaths
//! - `door`: who is let in, and the requests that are answered; `files`: photos on their way
//! - `clerk`: what the people of the office do; `roll`: what they know of who may see what
//! - `backup`: copies, and putting one back

mod backup;
mod clerk;
mod cores;
mod door;
mod files;
mod roll;

pub use backup::Backup;
pub use cores::Death;

use crate::broken::{Broken, Tried};
use crate::chance::{Chance, Dice};
use crate::faults::Fault;
use crate::standard;
use crate::time::Time;
use cores::Core;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};
use files::Cabinet;
use hub::CompanyProfile;
use hub::core::ledger::Ledger;
use hub::identity::{self, Founded};
use hub_storage::HubStorage;
use hub_storage::jobs::Of;
use replica::document::{DocKind, DocRef};
use roll::Roll;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use sync::feed::{Epoch, Place};
use testkit::power_cut::PowerCutDisk;

/// The hub's address in enrolment codes; nothing is ever sent there.
const ADDRESS: &str = "http://127.0.0.1:7310";
const EVERYTHING: u32 = 100_000;

/// The office.
pub struct Office {
    disk: PowerCutDisk,
    cores: Vec<Core>,
    /// The hub that has the present request.
    turn: usize,
    cabinet: Cabinet,
    secrets: [[u8; 32]; 2],
    dice: Arc<Dice>,
    chance: Chance,
    time: Time,
    roll: Roll,
    /// What a device's app says its schema is, where that is not this program's.
    pub apps: BTreeMap<DeviceId, Option<u32>>,
    /// The next request is its hub's last.
    pub dies: Option<Death>,
    /// Faults that show only here.
    pub noticed: Vec<Fault>,
    /// Changes it said it has, in this life of its database.
    pub said: BTreeSet<Digest>,
    /// The files that its newest backup has.
    pub backed_up: BTreeSet<Digest>,
    /// Changes it ever said it has.
    pub ever_said: BTreeSet<Digest>,
    /// How often it was put back from a copy.
    pub restores: u32,
    /// How often it found that it had been, and began an epoch.
    pub epochs: u32,
    /// How many syncs it has answered.
    pub served: u64,
}

impl Office {
    /// Founds a company with so many hubs.
    pub fn found(chance: &mut Chance, time: &Time, cores: usize) -> Result<Self, Broken> {
        let dice = Arc::new(Dice::new(chance.branch()));
        let profile = CompanyProfile::demo().tried("the company's profile")?;
        let founded = identity::found(&profile, time.now(), &*dice).tried("founding the company")?;
        let Founded { company, keys, .. } = founded;
        let secrets = [keys.issuing.secret(), keys.office.secret()];
        let disk = PowerCutDisk::new("hub");
        let mut storage = cores::open(&disk)?;
        let mut tx = storage.write().tried("founding the company")?;
        let epoch = Epoch(hub::entropy::bytes(&*dice));
        tx.found(&company, epoch, time.now()).tried("founding the company")?;
        let mut ledger = Ledger::default();
        standard::releases()?.into_iter().for_each(|release| ledger.release(release));
        ledger.publish(tx.as_mut(), time.now()).tried("releasing the standard")?;
        tx.commit().tried("founding the company")?;
        drop(storage);
        let mut office = Self {
            disk,
            cores: Vec::new(),
            turn: 0,
            cabinet: Cabinet::default(),
            secrets,
            dice,
            chance: chance.branch(),
            time: time.clone(),
            roll: Roll::default(),
            apps: BTreeMap::new(),
            dies: None,
            noticed: Vec::new(),
            said: BTreeSet::new(),
            backed_up: BTreeSet::new(),
            ever_said: BTreeSet::new(),
            restores: 0,
            epochs: 0,
            served: 0,
        };
        office.start(cores)?;
        Ok(office)
    }

    /// Where the feed ends.
    pub fn head(&mut self) -> Result<Place, Broken> {
        self.read(|tx| Ok(tx.head().tried("the feed")?.place))
    }

    /// After a power cut: whatever the hub said it has is there.
    pub fn keeps_its_word(&mut self) -> Result<(), Broken> {
        let stored = self.hashes()?;
        match self.said.difference(&stored).count() {
            0 => Ok(()),
            count => Err(Broken::new("the hub", format!("said it has {count} changes that a power cut took"))),
        }
    }

    /// Every job.
    pub fn jobs(&mut self) -> Result<Vec<JobId>, Broken> {
        self.read(|tx| {
            let jobs = tx.jobs(Of::All, None, EVERYTHING).tried("listing the jobs")?;
            Ok(jobs.into_iter().map(|job| job.id).collect())
        })
    }

    /// The hashes of every stored change.
    pub fn hashes(&mut self) -> Result<BTreeSet<Digest>, Broken> {
        let jobs = self.jobs()?;
        self.read(|tx| {
            let mut all = BTreeSet::new();
            for job in jobs {
                for kind in [DocKind::Brief, DocKind::Log] {
                    all.extend(tx.hashes(&DocRef { job: job.clone(), kind }).tried("listing the changes")?);
                }
            }
            Ok(all)
        })
    }

    /// Whether the file is here, whole.
    #[must_use]
    pub fn has_file(&self, digest: &Digest) -> bool {
        self.cabinet.bytes(digest).is_some_and(|bytes| Digest::of(&bytes) == *digest)
    }
}
