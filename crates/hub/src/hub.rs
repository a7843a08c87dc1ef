//! A hub in a folder. The first start in an empty folder founds the company: keys, certificates, one account, the
//! reference data of this program.

use crate::blobs::BlobFolder;
use crate::clock::{Clock, SystemClock};
use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, Moment};
use crate::entropy::{self, Entropy, SystemEntropy};
use crate::identity::{self, Founded, Identity};
use crate::keys::KeyFolder;
use crate::live::Live;
use crate::profile::CompanyProfile;
use crate::refused::HubRefused;
use crate::{lock, passwords, receiving, reference, uploads};
use domain::digest::Digest;
use hub_storage::company::{Company, Release};
use hub_storage::office::Admin;
use hub_storage::{HubStorage, SqliteOptions, SqliteStorage, Tx};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use sync::feed::Epoch;
use sync::handover::{OfficeKey, RELEASE};

/// The account of the first start.
pub const FIRST_ADMIN: &str = "admin";

/// Where a hub lies and, for its first start, whose it is.
pub struct HubOptions {
    /// The folder. Made where it is missing.
    pub folder: PathBuf,
    /// The company to found where the folder is empty.
    pub company: CompanyProfile,
    /// Time.
    pub clock: Box<dyn Clock>,
    /// Chance.
    pub entropy: Box<dyn Entropy>,
    /// Commits wait for the disk. Off for quick fixtures of tests alone.
    pub synchronous: bool,
    /// Where backups go; without one nothing is ever called secured.
    pub backup: Option<PathBuf>,
    /// Where the office's page lies, built; without one `/` says how to build it.
    pub page: Option<PathBuf>,
}

impl HubOptions {
    /// What the product uses.
    #[must_use]
    pub fn new(folder: impl AsRef<Path>, company: CompanyProfile) -> Self {
        Self {
            folder: folder.as_ref().to_owned(),
            company,
            clock: Box::new(SystemClock),
            entropy: Box::new(SystemEntropy),
            synchronous: true,
            backup: None,
            page: None,
        }
    }
}

/// A hub just opened.
pub struct Opened {
    /// The hub.
    pub hub: Hub,
    /// The company was founded by this start: where its root key lies, and what to do with it, in Chinese and English.
    pub founded: Option<(String, String)>,
    /// How to sign in, until somebody has. Show it and forget it.
    pub first: Option<FirstSignIn>,
}

/// The way in to an office that nobody has entered yet.
pub struct FirstSignIn {
    /// The account's name.
    pub admin: String,
    /// Its password for the first session; only its hash is kept, so that every start until then deals a new one.
    pub password: String,
}

/// A running hub: its storage, its blobs, who it is.
pub struct Hub {
    folder: PathBuf,
    storage: Mutex<Box<dyn HubStorage>>,
    identity: Identity,
    hand_over: OfficeKey,
    blobs: BlobFolder,
    clock: Box<dyn Clock>,
    entropy: Box<dyn Entropy>,
    company_name: String,
    /// Uploads a request is writing to.
    uploads: Mutex<BTreeSet<Digest>>,
    backup: Option<PathBuf>,
    page: Option<PathBuf>,
    live: Live,
    /// Held while the hub runs.
    _lock: File,
}

impl Hub {
    /// Opens the hub of a folder, founding it where the folder is empty.
    pub fn open(options: HubOptions) -> Result<Opened, HubRefused> {
        let HubOptions { folder, company, clock, entropy, synchronous, backup, page } = options;
        fs::create_dir_all(&folder).map_err(|e| HubRefused::folder(&folder, &e))?;
        let lock = lock::hub(&folder)?;
        let keys = KeyFolder::of(&folder);
        let file = folder.join("hub.sqlite");
        if keys.exists() && !file.exists() {
            return Err(HubRefused::DatabaseMissing(folder.display().to_string()));
        }
        let options = SqliteOptions { synchronous, ..SqliteOptions::new(&file) };
        let mut storage = SqliteStorage::open(&options)?;
        let founded = storage.read()?.company()?;
        let now_ms = clock.now_ms();
        let (company, founded) = match founded {
            Some(company) => (company, None),
            None => {
                let company = found(&mut storage, &keys, &company, now_ms, entropy.as_ref())?;
                (company, Some(root_key_words(&keys.root_file())))
            }
        };
        let first = first_sign_in(&mut storage, entropy.as_ref())?;
        let blobs = BlobFolder::open(&folder).map_err(|e| HubRefused::folder(&folder, &e))?;
        let hand_over = keys.hand_over()?;
        let identity = begin(&mut storage, &keys, &company, now_ms, entropy.as_ref())?;
        release_key(&mut storage, &hand_over, now_ms)?;
        let live = Live::at(storage.read()?.head()?.place);
        let hub = Hub {
            folder,
            storage: Mutex::new(Box::new(storage)),
            identity,
            hand_over,
            blobs,
            clock,
            entropy,
            company_name: company.name_zh,
            uploads: Mutex::default(),
            backup,
            page,
            live,
            _lock: lock,
        };
        uploads::sweep(&hub);
        receiving::receive(&hub);
        Ok(Opened { hub, founded, first })
    }

    /// Where everything it keeps lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Who this hub is.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What hand-over files are read with.
    #[must_use]
    pub fn hand_over_key(&self) -> &OfficeKey {
        &self.hand_over
    }

    /// The company's name.
    #[must_use]
    pub fn company_name(&self) -> &str {
        &self.company_name
    }

    /// Where backups go.
    #[must_use]
    pub fn backup_folder(&self) -> Option<&Path> {
        self.backup.as_deref()
    }

    /// Where the office's page lies.
    #[must_use]
    pub fn page_folder(&self) -> Option<&Path> {
        self.page.as_deref()
    }

    /// Stored files.
    #[must_use]
    pub fn blobs(&self) -> &BlobFolder {
        &self.blobs
    }

    /// The apps that listen.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// Random bytes.
    #[must_use]
    pub fn entropy(&self) -> &dyn Entropy {
        self.entropy.as_ref()
    }

    /// Now.
    #[must_use]
    pub fn moment(&self) -> Moment<'_> {
        Moment { identity: &self.identity, now_ms: self.clock.now_ms(), entropy: self.entropy.as_ref() }
    }

    /// The storage, one at a time: that is the lock.
    pub fn storage(&self) -> MutexGuard<'_, Box<dyn HubStorage>> {
        // A transaction that was under way when a thread died has rolled back.
        self.storage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an upload for one request; `None` while another one has it.
    pub fn upload(&self, digest: &Digest) -> Option<Upload<'_>> {
        let taken = self.uploads.lock().unwrap_or_else(PoisonError::into_inner).insert(*digest);
        taken.then(|| Upload { hub: self, digest: *digest })
    }

    /// Runs `work` in a transaction that may write, and commits it where `work` agrees.
    pub fn write<T, E: From<hub_storage::StorageRefused>>(
        &self,
        work: impl FnOnce(&mut dyn Tx, Moment<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut storage = self.storage();
        let mut tx = storage.write()?;
        let done = work(tx.as_mut(), self.moment())?;
        tx.commit()?;
        self.live.committed();
        Ok(done)
    }

    /// Runs `work` in a transaction of one moment that only reads.
    pub fn read<T, E: From<hub_storage::StorageRefused>>(
        &self,
        work: impl FnOnce(&dyn Tx, Moment<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut storage = self.storage();
        let tx = storage.read()?;
        work(tx.as_ref(), self.moment())
    }
}

/// An upload in one request's hands, until this is dropped.
pub struct Upload<'a> {
    hub: &'a Hub,
    digest: Digest,
}

impl Drop for Upload<'_> {
    fn drop(&mut self) {
        self.hub.uploads.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.digest);
    }
}

/// Begins a run: keys that fit the certificates, a fresh actor, and reference data this program knows newer.
fn begin(
    storage: &mut SqliteStorage,
    keys: &KeyFolder,
    company: &Company,
    now_ms: i64,
    entropy: &dyn Entropy,
) -> Result<Identity, HubRefused> {
    let issuing = domain::trust::Certificate::from_der(&company.issuing)?;
    let office = domain::trust::Certificate::from_der(&company.office)?;
    let keys = keys.read(issuing.spki(), office.spki())?;
    let identity = Identity::begin(company, keys, now_ms, entropy)?;
    let mut tx = storage.write()?;
    identity.record_run(tx.as_mut(), now_ms)?;
    release_packs(tx.as_mut(), now_ms)?;
    tx.commit()?;
    Ok(identity)
}

/// Releases packs in versions this hub has not had. A version has one content for ever: a program that carries another
/// under the same number keeps it to itself.
fn release_packs(tx: &mut dyn Tx, now_ms: i64) -> Result<(), HubRefused> {
    let mut ledger = Ledger::default();
    for pack in reference::packs()? {
        match tx.release(&pack.kind, &pack.name, &pack.version)? {
            None => ledger.release(pack),
            Some(known) if known.digest == pack.digest => {}
            Some(_) => tracing::warn!(
                pack = pack.name,
                version = pack.version,
                "this program has another content under a version that is released; give it a new version"
            ),
        }
    }
    publish(ledger, tx, now_ms)
}

/// Tells the devices the key they encrypt hand-over files to, where it is another than they were told last.
fn release_key(storage: &mut SqliteStorage, key: &OfficeKey, now_ms: i64) -> Result<(), HubRefused> {
    let (kind, name) = RELEASE;
    let bytes = key.recipient().into_bytes();
    let mut tx = storage.write()?;
    if tx.releases(kind, name, 1)?.first().is_none_or(|told| told.bytes != bytes) {
        let mut ledger = Ledger::default();
        let (version, digest) = (now_ms.to_string(), Digest::of(&bytes));
        ledger.release(Release { kind: kind.into(), name: name.into(), version, digest, bytes });
        publish(ledger, tx.as_mut(), now_ms)?;
        tx.commit()?;
    }
    Ok(())
}

fn publish(ledger: Ledger, tx: &mut dyn Tx, now_ms: i64) -> Result<(), HubRefused> {
    ledger.publish(tx, now_ms).map(|_| ()).map_err(|refused| match refused {
        CoreRefused::Storage(refused) => HubRefused::Storage(refused),
        other => HubRefused::Reference(other.to_string()),
    })
}

/// Founds the company: keys on the disk first, then everything else in one transaction. A start that is interrupted
/// before that leaves a database without a company, and the next one begins again with fresh keys.
fn found(
    storage: &mut SqliteStorage,
    keys: &KeyFolder,
    profile: &CompanyProfile,
    now_ms: i64,
    entropy: &dyn Entropy,
) -> Result<Company, HubRefused> {
    let founded = identity::found(profile, now_ms, entropy)?;
    keys.write(&founded.root_key, &founded.keys)?;
    let mut tx = storage.write()?;
    establish(tx.as_mut(), &founded, profile, Epoch(entropy::bytes(entropy)), now_ms)?;
    tx.commit()?;
    Ok(founded.company)
}

/// Deals the first account a password for one session, unless somebody has entered and chosen one.
fn first_sign_in(storage: &mut SqliteStorage, entropy: &dyn Entropy) -> Result<Option<FirstSignIn>, HubRefused> {
    let mut tx = storage.write()?;
    if tx.admin(FIRST_ADMIN)?.is_some_and(|admin| !admin.one_time) {
        return Ok(None);
    }
    let password = entropy::password(entropy);
    let hash = passwords::hash(&password, entropy).ok_or_else(|| HubRefused::Reference("Argon2".into()))?;
    let admin = Admin { name: FIRST_ADMIN.into(), password: hash, one_time: true, failures: 0, locked_until: 0 };
    tx.save_admin(&admin)?;
    tx.commit()?;
    Ok(Some(FirstSignIn { admin: FIRST_ADMIN.into(), password }))
}

/// Writes a founded company and its reference data into an empty storage. The simulator begins here, without a folder.
pub fn establish(
    tx: &mut dyn Tx,
    founded: &Founded,
    profile: &CompanyProfile,
    epoch: Epoch,
    now_ms: i64,
) -> Result<(), HubRefused> {
    tx.found(&founded.company, epoch, now_ms)?;
    let mut ledger = Ledger::default();
    for release in reference::releases(profile)? {
        ledger.release(release);
    }
    publish(ledger, tx, now_ms)
}

fn root_key_words(file: &Path) -> (String, String) {
    let file = file.display();
    (
        format!(
            "公司的根密钥在 {file}。中台运行不需要它：请用 doorstep hub export-root 文件名 移出来，放到离线介质妥善保存；遗失后无法更换签发密钥。"
        ),
        format!(
            "The company's root key is in {file}. The hub does not need it to run: move it out with doorstep hub export-root FILE, \
             onto an offline medium, and keep it safe; without it the issuing key can never be replaced."
        ),
    )
}
