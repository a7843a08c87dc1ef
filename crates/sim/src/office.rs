//! The office: the hub's core on a power-cut disk, without HTTP. A restart begins a new run with a new actor, as a hub
//! does.
//!
//! - `door`: who is let in, and the two requests it answers
//! - `clerk`: what a clerk does

mod clerk;
mod door;

use crate::broken::{Broken, Tried};
use crate::chance::{Chance, Dice};
use crate::disks::{self, Copy};
use crate::standard;
use crate::time::Time;
use domain::digest::Digest;
use domain::ids::JobId;
use domain::key::SoftwareKey;
use hub::CompanyProfile;
use hub::core::Moment;
use hub::core::ledger::Ledger;
use hub::identity::{self, Founded, Identity};
use hub::keys::Keys;
use hub_storage::{HubStorage, SqliteOptions, SqliteStorage, Tx};
use replica::document::{DocKind, DocRef};
use std::collections::BTreeSet;
use std::sync::Arc;
use sync::feed::{Epoch, Place};
use testkit::power_cut::PowerCutDisk;

/// The hub's address in enrolment codes; nothing is ever sent there.
const ADDRESS: &str = "http://127.0.0.1:7310";
const FILE: &str = "hub.sqlite";
const EVERYTHING: u32 = 100_000;

/// The office.
pub struct Office {
    disk: PowerCutDisk,
    storage: Option<SqliteStorage>,
    identity: Identity,
    secrets: [[u8; 32]; 2],
    dice: Arc<Dice>,
    time: Time,
    /// Changes it said it has, in this life of its database.
    pub said: BTreeSet<Digest>,
    /// Changes it ever said it has.
    pub ever_said: BTreeSet<Digest>,
    /// How often it was put back from a copy.
    pub restores: u32,
    /// How often it found that it had been, and began an epoch.
    pub epochs: u32,
    /// How many syncs it has answered.
    pub served: u64,
}

/// A backup, with what the hub had said until then.
pub struct Backup {
    copy: Copy,
    said: BTreeSet<Digest>,
}

impl Office {
    /// Founds a company.
    pub fn found(chance: &mut Chance, time: &Time) -> Result<Self, Broken> {
        let dice = Arc::new(Dice::new(chance.branch()));
        let profile = CompanyProfile::demo().tried("the company's profile")?;
        let founded = identity::found(&profile, time.now(), &*dice).tried("founding the company")?;
        let Founded { company, keys, .. } = founded;
        let secrets = [keys.issuing.secret(), keys.office.secret()];
        let disk = PowerCutDisk::new("hub");
        let mut storage = open(&disk)?;
        let mut tx = storage.write().tried("founding the company")?;
        let epoch = Epoch(hub::entropy::bytes(&*dice));
        tx.found(&company, epoch, time.now()).tried("founding the company")?;
        let mut ledger = Ledger::default();
        standard::releases()?.into_iter().for_each(|release| ledger.release(release));
        ledger.publish(tx.as_mut(), time.now()).tried("releasing the standard")?;
        tx.commit().tried("founding the company")?;
        let identity = begin(&mut storage, &secrets, time, &dice)?;
        Ok(Self {
            disk,
            storage: Some(storage),
            identity,
            secrets,
            dice,
            time: time.clone(),
            said: BTreeSet::new(),
            ever_said: BTreeSet::new(),
            restores: 0,
            epochs: 0,
            served: 0,
        })
    }

    /// Sets a power cut somewhere in what comes next.
    pub fn arm(&self, chance: &mut Chance) {
        disks::arm(&self.disk, chance);
    }

    /// Takes the cut back, or starts anew where it happened. Says whether it did.
    pub fn stand_up(&mut self) -> Result<bool, Broken> {
        if !disks::disarm(&self.disk) {
            return Ok(false);
        }
        self.storage = None;
        self.disk.power_on();
        self.start()?;
        Ok(true)
    }

    fn start(&mut self) -> Result<(), Broken> {
        let mut storage = open(&self.disk)?;
        self.identity = begin(&mut storage, &self.secrets, &self.time, &self.dice)?;
        self.storage = Some(storage);
        Ok(())
    }

    /// A copy of the disk as it is.
    pub fn back_up(&self) -> Backup {
        Backup { copy: Copy::of(&self.disk), said: self.said.clone() }
    }

    /// Puts a copy back: whatever came after it is gone here.
    pub fn restore(&mut self, backup: &Backup) -> Result<(), Broken> {
        self.storage = None;
        self.disk = backup.copy.put_back("hub");
        self.said = backup.said.clone();
        self.restores += 1;
        self.start()
    }

    /// Reads in one transaction.
    pub fn read<T>(&mut self, work: impl FnOnce(&dyn Tx) -> Result<T, Broken>) -> Result<T, Broken> {
        let storage = self.storage.as_mut().tried("the hub's storage")?;
        let tx = storage.read().tried("reading at the hub")?;
        work(tx.as_ref())
    }

    fn parts(&mut self) -> Result<(&mut SqliteStorage, Moment<'_>), Broken> {
        let storage = self.storage.as_mut().tried("the hub's storage")?;
        Ok((storage, Moment { identity: &self.identity, now_ms: self.time.now(), entropy: &*self.dice }))
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
            let jobs = tx.jobs(None, EVERYTHING).tried("listing the jobs")?;
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
}

fn open(disk: &PowerCutDisk) -> Result<SqliteStorage, Broken> {
    SqliteStorage::open(&SqliteOptions::on(disk.vfs_name(), FILE)).tried("the hub does not open its database")
}

fn begin(storage: &mut SqliteStorage, secrets: &[[u8; 32]; 2], time: &Time, dice: &Dice) -> Result<Identity, Broken> {
    let company = storage.read().tried("reading the company")?.company().tried("reading the company")?;
    let [issuing, office] = secrets;
    let key = |secret| SoftwareKey::from_secret(secret).tried("the hub's key");
    let keys = Keys { issuing: key(issuing)?, office: key(office)? };
    let identity = Identity::begin(&company.tried("the company")?, keys, time.now(), dice).tried("the hub's run")?;
    let mut tx = storage.write().tried("beginning a run")?;
    identity.record_run(tx.as_mut(), time.now()).tried("beginning a run")?;
    tx.commit().tried("beginning a run")?;
    Ok(identity)
}
