//! A phone: the real app on a power-cut disk, with its own clock, chance and key vault, and what its screen has said to
//! be saved.

use crate::broken::{Broken, Tried};
use crate::chance::{Chance, Dice};
use crate::disks::{self, Copy};
use crate::time::{PhoneClock, Time};
use domain::digest::Digest;
use domain::ids::{JobId, PersonId, RecordId, VisitNo};
use domain::record::{Kind, Record};
use domain::value::Picture;
use field::entropy::Entropy;
use field::vault::{KeyVault, Place, VaultRefused};
use field::{Field, FieldOptions, FieldRefused};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use store::media::Media;
use store::{OpenOptions, Planted, Store};
use testkit::power_cut::PowerCutDisk;

/// Every life has one visit a job.
pub const VISIT: VisitNo = VisitNo(1);
const STORE: &str = "store.db";
const MEDIA: &str = "media.db";
const DATABASE_KEY: &str = "database";

/// Records a screen has said to be saved, with their text, by job.
pub type Saved = BTreeMap<JobId, BTreeMap<RecordId, String>>;

/// A phone.
pub struct Phone {
    /// `1`, `2`, and `1b` for a copy of the first.
    pub name: String,
    /// Whose it is.
    pub person: PersonId,
    /// What its screen has said to be saved.
    pub saved: Saved,
    disk: PowerCutDisk,
    vault: Arc<Secrets>,
    clock: Arc<PhoneClock>,
    dice: Arc<Dice>,
    planted: Option<Planted>,
    field: Option<Field>,
}

impl Phone {
    /// A new phone, not enrolled yet.
    pub fn new(name: &str, person: PersonId, chance: &mut Chance, time: &Time) -> Self {
        let hours = i64::try_from(chance.below(7)).unwrap_or_default() - 3;
        Self {
            name: name.to_owned(),
            person,
            saved: Saved::new(),
            disk: PowerCutDisk::new(name),
            vault: Arc::default(),
            clock: Arc::new(PhoneClock::new(time, name, hours * 3_600_000)),
            dice: Arc::new(Dice::new(chance.branch())),
            planted: None,
            field: None,
        }
    }

    /// A fault for the app to have from its next start on.
    pub fn plant(&mut self, planted: Option<Planted>) {
        self.planted = planted;
    }

    /// A second phone with a copy of this one's disk and secrets, as a backup put onto another phone makes it.
    #[must_use]
    pub fn copied(&self, chance: &mut Chance, time: &Time) -> Self {
        let name = format!("{}b", self.name);
        let secrets = self.vault.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self {
            person: self.person.clone(),
            saved: self.saved.clone(),
            disk: Copy::of(&self.disk).put_back(&name),
            vault: Arc::new(Secrets(Mutex::new(secrets))),
            clock: Arc::new(PhoneClock::new(time, &name, 0)),
            dice: Arc::new(Dice::new(chance.branch())),
            planted: self.planted,
            field: None,
            name,
        }
    }

    /// The running app, started if need be.
    pub fn app(&mut self) -> Result<&mut Field, Broken> {
        if self.field.is_none() {
            let started = self.start();
            self.field = Some(started.tried(&format!("phone {} does not start", self.name))?);
        }
        self.field.as_mut().tried("the app")
    }

    /// Starts the app, which fails where the power goes meanwhile.
    pub fn start(&self) -> Result<Field, FieldRefused> {
        let mut field = Field::open(FieldOptions {
            folder: PathBuf::new(),
            clock: self.clock.clone(),
            entropy: self.dice.clone() as Arc<dyn Entropy>,
            vault: self.vault.clone(),
            disk: Some(self.disk.vfs_name().to_owned()),
        })?;
        if let Some(planted) = self.planted {
            field.plant(planted);
        }
        Ok(field)
    }

    /// The app is closed; its files are written back.
    pub fn close(&mut self) {
        self.field = None;
    }

    /// Sets a power cut somewhere in what comes next.
    pub fn arm(&self, chance: &mut Chance) {
        disks::arm(&self.disk, chance);
    }

    /// The disk is full once it has grown by so many bytes.
    pub fn fill_up(&self, bytes: u64) {
        self.disk.full_after(bytes);
    }

    /// There is room again.
    pub fn make_room(&self) {
        self.disk.make_room();
    }

    /// The battery is pulled.
    pub fn pull_battery(&self) {
        self.disk.cut_now();
    }

    /// How many writes the disk has seen.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.disk.writes()
    }

    /// Takes a cut back that did not happen; where it did, the phone is switched on again, its app not started yet. Says
    /// whether it did.
    pub fn stand_up(&mut self) -> bool {
        if !disks::disarm(&self.disk) {
            return false;
        }
        self.field = None;
        self.disk.power_on();
        self.clock.reboot();
        true
    }

    /// What is on the disk, read without the app, which is closed for it.
    pub fn store(&mut self) -> Result<Store, Broken> {
        self.close();
        Store::open_with(&self.options(STORE)?).tried(&format!("the store of phone {} does not open", self.name))
    }

    /// The records of a job as the app has them in memory. None where it has no such job.
    pub fn records(&mut self, job: &JobId) -> Result<Option<BTreeMap<RecordId, String>>, Broken> {
        match self.app()?.job(job) {
            Ok(open) => {
                let text = |entry: &domain::fold::Entry| {
                    let record = entry.record.as_ref().ok();
                    (entry.id.clone(), record.and_then(|record| record.to_text().ok()).unwrap_or_default())
                };
                Ok(Some(open.entries.iter().map(text).collect()))
            }
            Err(FieldRefused::NoJob(_)) => Ok(None),
            Err(refused) => Err(Broken::new(format!("opening job {job} on phone {}", self.name), refused)),
        }
    }

    /// Whether its person is of the crew, as far as this phone knows: what the screen offers to work on.
    pub fn works_on(&mut self, job: &JobId) -> Result<bool, Broken> {
        let person = self.person.clone();
        match self.app()?.job(job) {
            Ok(open) => {
                let is_of_the_crew = open.brief.crew().iter().any(|member| member.person == person.as_str());
                Ok(open.pack.is_some() && is_of_the_crew)
            }
            Err(FieldRefused::NoJob(_)) => Ok(false),
            Err(refused) => Err(Broken::new(format!("opening job {job} on phone {}", self.name), refused)),
        }
    }

    /// Every photo that a saved record names is on the disk, whole.
    pub fn photos(&mut self) -> Result<(), Broken> {
        let pictures = self.saved.values().flat_map(BTreeMap::values);
        let blobs: BTreeSet<Digest> = pictures.filter_map(|text| photo_in(text)).collect();
        if blobs.is_empty() {
            return Ok(());
        }
        self.close();
        let name = format!("the photos of phone {}", self.name);
        let mut media = Media::open_with(&self.options(MEDIA)?).tried(&name)?;
        blobs.iter().try_for_each(|blob| media.read(blob).map(drop).tried(&name))
    }

    fn options(&self, file: &str) -> Result<OpenOptions, Broken> {
        let key = self.vault.load(DATABASE_KEY).tried("the vault")?.tried("the key of the database")?;
        Ok(OpenOptions { vfs: Some(self.disk.vfs_name().to_owned()), ..OpenOptions::new(file, &key) })
    }
}

/// The blob of a photo's record.
fn photo_in(text: &str) -> Option<Digest> {
    let record = Record::from_text(text).ok().filter(|record| record.kind == Kind::Photo)?;
    Picture::deserialize(&record.value).ok().map(|picture| picture.blob)
}

/// A key vault that survives everything, as the ones of phones do.
#[derive(Debug, Default)]
struct Secrets(Mutex<BTreeMap<String, [u8; 32]>>);

impl KeyVault for Secrets {
    fn load(&self, name: &str) -> Result<Option<[u8; 32]>, VaultRefused> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied())
    }

    fn keep(&self, name: &str, secret: &[u8; 32]) -> Result<(), VaultRefused> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), *secret);
        Ok(())
    }

    fn forget(&self, name: &str) -> Result<(), VaultRefused> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        Ok(())
    }

    fn place(&self) -> Place {
        Place::System
    }
}
