//! The app as it runs: what is open, who it belongs to, what time it is.

use crate::clock::{self, Anchor, Clock};
use crate::entropy::{self, Entropy};
use crate::job::OpenJob;
use crate::leaving;
use crate::refused::FieldRefused;
use crate::session::{Enrolment, Session};
use crate::transport::HubAddress;
use crate::upload;
use crate::vault::{KeyVault, Place, VaultRefused};
use domain::ids::{JobId, VisitNo};
use domain::key::SoftwareKey;
use domain::pack::Words;
use domain::stage::Stage;
use domain::time::{At, rfc3339};
use domain::van::Step;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::media::Media;
use store::{MetaKey, OpenOptions, Store};
use sync::engine::Engine;

/// What an app needs to run.
pub struct FieldOptions {
    /// Where its two database files lie.
    pub folder: PathBuf,
    /// The device's clocks.
    pub clock: Arc<dyn Clock>,
    /// The device's random bytes.
    pub entropy: Arc<dyn Entropy>,
    /// The device's secrets.
    pub vault: Arc<dyn KeyVault>,
    /// A SQLite VFS other than the system's, for tests that cut the power. Then `folder` must be empty.
    pub disk: Option<String>,
}

/// The technician's app without a screen.
pub struct Field {
    pub(crate) store: Store,
    pub(crate) media: Media,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) vault: Arc<dyn KeyVault>,
    /// Where the files lie; none on a disk of a test.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) session: Session,
    pub(crate) jobs: BTreeMap<JobId, OpenJob>,
    pub(crate) anchor: Option<Anchor>,
    /// The hub does not know this device: requests carry its certificate.
    pub(crate) introduces: bool,
    /// How many bytes of a file the network at hand carries in one request.
    pub(crate) piece: usize,
    /// Knows who is who, once a sync has told.
    pub(crate) engine: Option<Engine>,
    /// The trades' names by the keys of their standards, as far as a screen asked.
    pub(crate) trades: BTreeMap<String, Words>,
    /// What was fitted in all jobs, once a screen asked: reading it anew at each look would take longer with every job.
    pub(crate) fitted: Option<BTreeMap<JobId, Vec<Step>>>,
    /// When a stage of a visit was first on the screen since the app was opened.
    pub(crate) shown: BTreeMap<(JobId, VisitNo, Stage), String>,
}

/// The two database files.
pub(crate) const STORE: &str = "store.db";
pub(crate) const MEDIA: &str = "media.db";
pub(crate) const DATABASE_KEY: &str = "database";
pub(crate) const DEVICE_KEY: &str = "device";

impl Field {
    /// Opens the app's data, made if there is none yet.
    pub fn open(options: FieldOptions) -> Result<Self, FieldRefused> {
        let FieldOptions { folder, clock, entropy, vault, disk } = options;
        if disk.is_none() {
            std::fs::create_dir_all(&folder).map_err(|e| store::StoreRefused::NotAllowed(e.to_string()))?;
            leaving::finish_wiping(&folder, &*vault)?;
        }
        // A database whose key is gone is not given another: that would hide the loss until the key is found again.
        if folder.join(STORE).exists() && vault.load(DATABASE_KEY)?.is_none() {
            return Err(store::StoreRefused::WrongKey.into());
        }
        let device_key = vault.load(DEVICE_KEY)?;
        let database_key = secret(&*vault, DATABASE_KEY, || entropy::bytes32(&*entropy))?;
        let open = |name: &str| OpenOptions { vfs: disk.clone(), ..OpenOptions::new(folder.join(name), &database_key) };
        let store = Store::open_with(&open(STORE))?;
        let media = Media::open_with(&open(MEDIA))?;
        let anchor = read_json(&store, MetaKey::HUB_TIME)?;
        let enrolment: Option<Enrolment> = read_json(&store, MetaKey::ENROLMENT)?;
        // Nor is an enrolled device given another key: nobody would know it, and nothing it signed would hold.
        if enrolment.is_some() && device_key.is_none() {
            return Err(VaultRefused::Lost(DEVICE_KEY.into()).into());
        }
        let device_key = secret(&*vault, DEVICE_KEY, || entropy::new_key(&*entropy).secret())?;
        let session = Session::begin(SoftwareKey::from_secret(&device_key)?, enrolment, &*entropy);
        Ok(Self {
            store,
            media,
            clock,
            entropy,
            vault,
            folder: disk.is_none().then_some(folder),
            session,
            jobs: BTreeMap::new(),
            anchor,
            introduces: false,
            piece: upload::FIRST,
            engine: None,
            trades: BTreeMap::new(),
            fitted: None,
            shown: BTreeMap::new(),
        })
    }

    /// Whether an app's data lies in `folder`: no PIN is to begin another.
    pub fn is_in(folder: &Path) -> Result<(), FieldRefused> {
        folder.join(STORE).exists().then_some(()).ok_or_else(|| store::StoreRefused::Missing.into())
    }

    /// Where the keys are, for the *Me* screen.
    pub fn keys_place(&self) -> Place {
        self.vault.place()
    }

    /// Whether the device belongs to a company.
    pub fn is_enrolled(&self) -> bool {
        self.session.enrolled().is_ok()
    }

    /// The company's hub, known by the company's root.
    pub fn hub_address(&self) -> Result<HubAddress, FieldRefused> {
        let enrolment = self.session.enrolled()?;
        Ok(HubAddress { url: enrolment.address.clone(), pin: Some(enrolment.pin) })
    }

    /// The present moment with its trust.
    pub fn now(&self) -> At {
        clock::now(&self.clock.read(), self.anchor.as_ref()).0
    }

    /// The present moment in Unix milliseconds, by the same clock as [`Field::now`].
    pub fn now_ms(&self) -> i64 {
        clock::now(&self.clock.read(), self.anchor.as_ref()).1
    }

    /// A moment as it is written where the device is.
    pub fn local_time(&self, unix_ms: i64) -> String {
        rfc3339(unix_ms, self.clock.read().offset_minutes)
    }

    /// From now on this app's store has the fault; for the simulator, which proves that it would find it.
    #[cfg(feature = "planted")]
    pub fn plant(&mut self, planted: store::Planted) {
        self.store.plant(planted);
    }

    /// The network at hand carries so many bytes of a file in one request; for the simulator, whose photos are small.
    #[cfg(feature = "planted")]
    pub fn narrow(&mut self, bytes: usize) {
        self.piece = bytes;
    }

    pub(crate) fn write_json<T: serde::Serialize>(&mut self, key: MetaKey, value: &T) -> Result<(), FieldRefused> {
        let bytes = serde_json::to_vec(value).map_err(|e| FieldRefused::Answer(e.to_string()))?;
        Ok(self.store.set_meta(key, &bytes)?)
    }
}

fn secret(vault: &dyn KeyVault, name: &str, make: impl FnOnce() -> [u8; 32]) -> Result<[u8; 32], FieldRefused> {
    if let Some(secret) = vault.load(name)? {
        return Ok(secret);
    }
    let secret = make();
    vault.keep(name, &secret)?;
    Ok(secret)
}

fn read_json<T: for<'de> serde::Deserialize<'de>>(store: &Store, key: MetaKey) -> Result<Option<T>, FieldRefused> {
    let Some(bytes) = store.meta(key)? else { return Ok(None) };
    let damaged = |e: serde_json::Error| store::StoreRefused::Damaged(e.to_string());
    Ok(Some(serde_json::from_slice(&bytes).map_err(damaged)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::entropy::SystemEntropy;
    use crate::vault::FileVault;

    fn options(folder: &std::path::Path) -> FieldOptions {
        FieldOptions {
            folder: folder.into(),
            clock: Arc::new(SystemClock::new(None)),
            entropy: Arc::new(SystemEntropy),
            vault: Arc::new(FileVault::open(&folder.join("keys")).unwrap()),
            disk: None,
        }
    }

    #[test]
    fn a_database_whose_key_is_gone_waits_for_it_and_is_given_no_other() {
        let folder = tempfile::tempdir().unwrap();
        drop(Field::open(options(folder.path())).unwrap());
        let key = folder.path().join("keys/database.key");
        let kept = std::fs::read(&key).unwrap();
        std::fs::remove_file(&key).unwrap();
        assert_eq!(Field::open(options(folder.path())).err().unwrap().code(), store::StoreRefused::WrongKey.code());
        assert!(!key.exists());
        std::fs::write(&key, kept).unwrap();
        std::process::Command::new("chmod").arg("600").arg(&key).status().unwrap();
        assert!(Field::open(options(folder.path())).is_ok());
    }
}
