//! The hubs on one store: each with its own connection and its own run, whose actor writes the office's changes.

use super::Office;
use super::files::Cabinet;
use crate::broken::{Broken, Tried};
use crate::chance::{Chance, Dice};
use crate::disks;
use crate::time::Time;
use domain::key::SoftwareKey;
use hub::core::Moment;
use hub::identity::Identity;
use hub::keys::Keys;
use hub_storage::{HubStorage, SqliteOptions, SqliteStorage, Tx};
use testkit::power_cut::PowerCutDisk;

const FILE: &str = "hub.sqlite";
/// How far the clocks of two hubs are apart, milliseconds.
const APART: u64 = 4_000;
/// The schema of a program newer than this one.
pub(super) const NEWER: u32 = sync::wire::SCHEMA + 1;

/// When a hub dies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Death {
    /// Everything is done and not committed.
    BeforeCommit,
    /// It is committed, and nobody has heard.
    AfterCommit,
}

/// A hub.
pub(super) struct Core {
    pub(super) storage: SqliteStorage,
    pub(super) identity: Identity,
    /// How far its clock is ahead, milliseconds.
    ahead: i64,
    /// The newest schema its program knows.
    pub(super) schema: u32,
}

impl Core {
    /// Opens the store and begins a run.
    pub(super) fn begin(
        disk: &PowerCutDisk,
        secrets: &[[u8; 32]; 2],
        time: &Time,
        dice: &Dice,
        chance: &mut Chance,
    ) -> Result<Self, Broken> {
        let mut storage = open(disk)?;
        let identity = run(&mut storage, secrets, time, dice)?;
        let ahead = i64::try_from(chance.below(APART)).unwrap_or_default();
        let schema = if chance.one_in(4) { NEWER } else { sync::wire::SCHEMA };
        Ok(Self { storage, identity, ahead, schema })
    }
}

impl Office {
    /// Sets a power cut somewhere in what comes next.
    pub fn arm(&self, chance: &mut Chance) {
        disks::arm(&self.disk, chance);
    }

    /// Takes the cut back, or starts anew where it happened. Says whether it did.
    pub fn stand_up(&mut self) -> Result<bool, Broken> {
        if !disks::disarm(&self.disk) {
            return Ok(false);
        }
        let count = self.cores.len();
        self.cores.clear();
        self.disk.power_on();
        self.start(count)?;
        Ok(true)
    }

    /// Begins so many hubs, and looks who is assigned: what was committed at the last moment nobody was told.
    pub(super) fn start(&mut self, count: usize) -> Result<(), Broken> {
        while self.cores.len() < count {
            let core = Core::begin(&self.disk, &self.secrets, &self.time, &self.dice, &mut self.chance)?;
            self.cores.push(core);
        }
        self.read_the_roll()
    }

    /// The hub that had the last request dies and is begun anew.
    pub(super) fn bury(&mut self) -> Result<(), Broken> {
        let place = self.turn;
        let count = self.cores.len();
        if place < count {
            drop(self.cores.remove(place));
        }
        self.start(count)
    }

    /// Any of the hubs takes the next request.
    pub(super) fn next_turn(&mut self) {
        self.turn = self.chance.place(self.cores.len());
    }

    pub(super) fn core(&mut self) -> Result<(&mut SqliteStorage, Moment<'_>), Broken> {
        self.core_with_files().map(|(storage, moment, _)| (storage, moment))
    }

    pub(super) fn core_with_files(&mut self) -> Result<(&mut SqliteStorage, Moment<'_>, &Cabinet), Broken> {
        let core = self.cores.get_mut(self.turn).tried("a hub")?;
        let now_ms = self.time.now() + core.ahead;
        let moment = Moment { identity: &core.identity, now_ms, entropy: &*self.dice };
        Ok((&mut core.storage, moment, &self.cabinet))
    }

    /// Reads in one transaction.
    pub fn read<T>(&mut self, work: impl FnOnce(&dyn Tx) -> Result<T, Broken>) -> Result<T, Broken> {
        let (storage, _) = self.core()?;
        let tx = storage.read().tried("reading at the hub")?;
        work(tx.as_ref())
    }
}

/// The store, shared by several connections.
pub(super) fn open(disk: &PowerCutDisk) -> Result<SqliteStorage, Broken> {
    let options = SqliteOptions { exclusive: false, ..SqliteOptions::on(disk.vfs_name(), FILE) };
    SqliteStorage::open(&options).tried("the hub does not open its database")
}

fn run(storage: &mut SqliteStorage, secrets: &[[u8; 32]; 2], time: &Time, dice: &Dice) -> Result<Identity, Broken> {
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
