//! A phone: the real app on a power-cut disk, with its own clock, chance and key vault, and what its screen has said to
//! be saved.

use crate::broken::{Broken, Tried};
use crate::chance::{Chance, Dice};
use crate::disks::{self, Copy};
use crate::standard;
use crate::time::{PhoneClock, Time};
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId, PersonId, RecordId, VisitNo};
use domain::record::{Kind, Record};
use domain::value::Picture;
use field::entropy::Entropy;
use field::vault::{KeyVault, Place, VaultRefused};
use field::{Field, FieldOptions, FieldRefused};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use store::media::{Media, MediaRefused};
use store::{OpenOptions, Planted, Store};
use testkit::power_cut::PowerCutDisk;

/// Every life has one visit a job.
pub const VISIT: VisitNo = VisitNo(1);
const STORE: &str = "store.db";
const MEDIA: &str = "media.db";
const DATABASE_KEY: &str = "database";

/// Records a screen has said to be saved, with their text, by job.
pub type Saved = BTreeMap<JobId, BTreeMap<RecordId, String>>;

/// A phone's disk as it once was.
pub struct Image {
    copy: Copy,
    saved: Saved,
}

/// A phone.
pub struct Phone {
    /// `1`, `2`, and `1b` for a copy of the first.
    pub name: String,
    /// Whose it is.
    pub person: PersonId,
    /// The office's name for it, once it is enrolled.
    pub device: Option<DeviceId>,
    /// What its screen has said to be saved.
    pub saved: Saved,
    /// Its last word was said by a copy of it: it is let in no more, and keeps what it has.
    pub shut_out: bool,
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
        Self {
            name: name.to_owned(),
            person,
            device: None,
            saved: Saved::new(),
            shut_out: false,
            disk: PowerCutDisk::new(name),
            vault: Arc::default(),
            clock: Arc::new(PhoneClock::new(time, name, 0)),
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
            device: self.device.clone(),
            saved: self.saved.clone(),
            shut_out: self.shut_out,
            disk: Copy::of(&self.disk).put_back(&name),
            vault: Arc::new(Secrets(Mutex::new(secrets))),
            clock: Arc::new(PhoneClock::new(time, &name, 0)),
            dice: Arc::new(Dice::new(chance.branch())),
            planted: self.planted,
            field: None,
            name,
        }
    }

    /// The disk as it is now, with what the screen has said until now.
    #[must_use]
    pub fn image(&self) -> Image {
        Image { copy: Copy::of(&self.disk), saved: self.saved.clone() }
    }

    /// An old image is put back: what came after it is gone here.
    pub fn put_back(&mut self, image: &Image) {
        self.field = None;
        self.disk = image.copy.put_back(&self.name);
        self.saved = image.saved.clone();
        self.clock.reboot();
    }

    /// Somebody sets its clock.
    pub fn set_clock(&self, wrong_by: i64) {
        self.clock.set(wrong_by);
    }

    /// Whether its secrets are gone, and with them all that can be read on its disk.
    pub fn is_wiped(&self) -> Result<(), Broken> {
        let name = format!("phone {} was told to wipe itself", self.name);
        if !self.vault.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            return Err(Broken::new(name, "its keys are still there"));
        }
        let customer = standard::CUSTOMER.as_bytes();
        let in_clear = |bytes: &[u8]| bytes.windows(customer.len()).any(|part| part == customer);
        match self.disk.files().iter().filter_map(|file| self.disk.read(file)).any(|bytes| in_clear(&bytes)) {
            true => Err(Broken::new(name, "a customer's name can be read on its disk")),
            false => Ok(()),
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

    /// The first of these jobs of whose crew its person is, as far as this phone knows: what the screen offers to work on.
    pub fn works_on<'a>(&mut self, jobs: impl Iterator<Item = &'a JobId>) -> Result<Option<JobId>, Broken> {
        let person = self.person.clone();
        for job in jobs {
            match self.app()?.job(job) {
                Ok(open) => {
                    let is_of_the_crew = open.brief.crew().iter().any(|member| member.person == person.as_str());
                    if open.pack.is_some() && is_of_the_crew {
                        return Ok(Some(job.clone()));
                    }
                }
                Err(FieldRefused::NoJob(_)) => {}
                Err(refused) => return Err(Broken::new(format!("opening job {job} on phone {}", self.name), refused)),
            }
        }
        Ok(None)
    }

    /// Every photo that a saved record names.
    #[must_use]
    pub fn photos_saved(&self) -> BTreeSet<Digest> {
        self.saved.values().flat_map(BTreeMap::values).filter_map(|text| photo_in(text)).collect()
    }

    /// The photos that it calls secured by a backup that goes so far.
    pub fn photos_secured(&mut self, backup: Option<u64>) -> Result<BTreeSet<Digest>, Broken> {
        let photos = self.photos_saved();
        if photos.is_empty() {
            return Ok(photos);
        }
        self.close();
        let name = format!("the photos of phone {}", self.name);
        let media = Media::open_with(&self.options(MEDIA)?).tried(&name)?;
        let mut secured = BTreeSet::new();
        for photo in photos {
            if media.blob(&photo).tried(&name)?.is_some_and(|blob| blob.is_secured(backup)) {
                secured.insert(photo);
            }
        }
        Ok(secured)
    }

    /// Every photo that a saved record names is on the disk, whole.
    pub fn photos(&mut self) -> Result<(), Broken> {
        let blobs = self.photos_saved();
        if blobs.is_empty() {
            return Ok(());
        }
        self.close();
        let name = format!("the photos of phone {}", self.name);
        let mut media = Media::open_with(&self.options(MEDIA)?).tried(&name)?;
        blobs.iter().try_for_each(|blob| match media.read(blob) {
            // The office has it then.
            Ok(_) | Err(MediaRefused::Freed(_)) => Ok(()),
            Err(refused) => Err(Broken::new(&name, refused)),
        })
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
