//! The hub's private keys as files: PKCS#8 PEM, readable by their owner alone.

use crate::refused::HubRefused;
use domain::key::{Signer, SoftwareKey};
use domain::trust::Certificate;
use p256::SecretKey;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use sync::handover::OfficeKey;

/// What a hub signs with while it runs.
pub struct Keys {
    /// Signs the certificates of devices and of the office key.
    pub issuing: SoftwareKey,
    /// Signs the office's changes, enrolment answers and receipts.
    pub office: SoftwareKey,
}

const HAND_OVER_KEY: &str = "hand-over.txt";
const SERVER_KEY: &str = "tls.pem";
const SERVER_CERTIFICATE: &str = "tls-certificate.pem";

/// The folder `keys`.
pub struct KeyFolder {
    folder: PathBuf,
}

impl KeyFolder {
    /// The folder below the hub's own.
    #[must_use]
    pub fn of(hub: &Path) -> Self {
        Self { folder: hub.join("keys") }
    }

    /// Where it is, for people.
    #[must_use]
    pub fn name(&self) -> String {
        self.folder.display().to_string()
    }

    /// Whether there is one.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.folder.exists()
    }

    /// Where the root key lies until somebody moves it away.
    #[must_use]
    pub fn root_file(&self) -> PathBuf {
        self.folder.join("root.pem")
    }

    /// Writes the three keys of a new company and waits until they are on the disk.
    pub fn write(&self, root: &SoftwareKey, keys: &Keys) -> Result<(), HubRefused> {
        private_folder(&self.folder).map_err(|e| self.refused(&e))?;
        for (file, key) in [("root.pem", root), ("issuing.pem", &keys.issuing), ("office.pem", &keys.office)] {
            self.write_one(file, key)?;
        }
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(|e| self.refused(&e))
    }

    /// Reads the two keys a hub runs with. Each must be the key of its certificate (`spki`).
    pub fn read(&self, issuing_spki: &[u8], office_spki: &[u8]) -> Result<Keys, HubRefused> {
        Ok(Keys {
            issuing: self.read_one("issuing.pem", issuing_spki)?,
            office: self.read_one("office.pem", office_spki)?,
        })
    }

    /// The key for hand-over files, made where there is none. A lost one is replaced by another: files for the old one
    /// cannot be read any more, so it is kept with the others.
    pub fn hand_over(&self) -> Result<OfficeKey, HubRefused> {
        let path = self.folder.join(HAND_OVER_KEY);
        match fs::read_to_string(&path) {
            Ok(text) => OfficeKey::read(&text).ok_or_else(|| HubRefused::KeyWrong(path.display().to_string())),
            Err(why) if why.kind() == ErrorKind::NotFound => {
                let key = OfficeKey::generate();
                let written = private_file(&path).and_then(|mut to| {
                    to.write_all(key.secret().as_bytes())?;
                    to.sync_all()
                });
                written.and_then(|()| File::open(&self.folder)?.sync_all()).map_err(|e| self.refused(&e))?;
                Ok(key)
            }
            Err(why) => Err(self.refused(&why)),
        }
    }

    /// The TLS key and the certificate the hub made for it; `None` where one is missing or they do not belong together,
    /// since both can be made anew.
    #[must_use]
    pub fn server(&self) -> Option<(SoftwareKey, Certificate)> {
        let pem = fs::read_to_string(self.folder.join(SERVER_CERTIFICATE)).ok()?;
        let certificate = Certificate::from_pem(&pem).ok()?;
        let key = self.read_one(SERVER_KEY, certificate.spki()).ok()?;
        Some((key, certificate))
    }

    /// Keeps a TLS key and its certificate.
    pub fn write_server(&self, key: &SoftwareKey, certificate: &Certificate) -> Result<(), HubRefused> {
        self.write_one(SERVER_KEY, key)?;
        let written = private_file(&self.folder.join(SERVER_CERTIFICATE)).and_then(|mut to| {
            to.write_all(certificate.pem().as_bytes())?;
            to.sync_all()
        });
        written.map_err(|e| self.refused(&e))
    }

    fn write_one(&self, file: &str, key: &SoftwareKey) -> Result<(), HubRefused> {
        let path = self.folder.join(file);
        let wrong = || HubRefused::KeyWrong(path.display().to_string());
        let secret = SecretKey::from_slice(&key.secret()).map_err(|_| wrong())?;
        let pem = secret.to_pkcs8_pem(LineEnding::LF).map_err(|_| wrong())?;
        let written = private_file(&path).and_then(|mut to| {
            to.write_all(pem.as_bytes())?;
            to.sync_all()
        });
        written.map_err(|e| self.refused(&e))
    }

    fn read_one(&self, file: &str, spki: &[u8]) -> Result<SoftwareKey, HubRefused> {
        let path = self.folder.join(file);
        let name = || path.display().to_string();
        let pem = fs::read_to_string(&path).map_err(|_| HubRefused::KeyMissing(name()))?;
        let secret = SecretKey::from_pkcs8_pem(&pem).map_err(|_| HubRefused::KeyWrong(name()))?;
        let key = SoftwareKey::from_secret(&secret.to_bytes().into()).map_err(|_| HubRefused::KeyWrong(name()))?;
        if key.spki() == spki { Ok(key) } else { Err(HubRefused::KeyWrong(name())) }
    }

    fn refused(&self, error: &std::io::Error) -> HubRefused {
        HubRefused::folder(&self.folder, error)
    }
}

/// The key as PKCS#8 (DER), for TLS.
pub(crate) fn pkcs8(key: &SoftwareKey) -> Option<Vec<u8>> {
    let secret = SecretKey::from_slice(&key.secret()).ok()?;
    Some(secret.to_pkcs8_der().ok()?.as_bytes().to_vec())
}

/// A folder only its owner can look into; made where it is missing.
#[cfg(unix)]
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

/// A fresh file; one left by an interrupted start is taken away first, so that its permissions are ours.
#[cfg(unix)]
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    if path.exists() {
        fs::remove_file(path)?;
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).open(path)
}
