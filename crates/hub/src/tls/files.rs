//! The company's own certificate. Its files are looked at with every connection and read again when they have changed;
//! while they do not fit together the last that did is shown.

use super::{config, lacks};
use crate::refused::HubRefused;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Where it lies, and what was read there.
pub struct Files {
    certificate: PathBuf,
    key: PathBuf,
    names: Vec<String>,
    held: Mutex<Held>,
}

struct Held {
    config: Arc<ServerConfig>,
    seen: Seen,
}

/// When each file was changed, and its length.
type Seen = [Option<(SystemTime, u64)>; 2];

impl Files {
    /// Reads both files.
    pub fn open(certificate: PathBuf, key: PathBuf, names: Vec<String>) -> Result<Self, HubRefused> {
        let seen = see(&certificate, &key);
        let held = Mutex::new(Held { config: read(&certificate, &key, &names)?, seen });
        Ok(Self { certificate, key, names, held })
    }

    /// What holds now.
    pub fn now(&self) -> Arc<ServerConfig> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at before it is read: a file that changes in between is read once more.
        let seen = see(&self.certificate, &self.key);
        if seen != held.seen {
            held.seen = seen;
            match read(&self.certificate, &self.key, &self.names) {
                Ok(config) => {
                    held.config = config;
                    tracing::info!("the TLS certificate was read again");
                }
                Err(refused) => tracing::warn!(%refused, "the TLS certificate of before is still shown"),
            }
        }
        held.config.clone()
    }
}

fn see(certificate: &Path, key: &Path) -> Seen {
    [certificate, key].map(|file| {
        let found = fs::metadata(file).ok()?;
        Some((found.modified().ok()?, found.len()))
    })
}

fn read(certificate: &Path, key: &Path, names: &[String]) -> Result<Arc<ServerConfig>, HubRefused> {
    let wrong = |file: &Path, why: String| HubRefused::TlsFile { file: file.display().to_string(), why };
    let chain = CertificateDer::pem_file_iter(certificate).and_then(|found| found.collect::<Result<Vec<_>, _>>());
    let chain = chain.map_err(|error| wrong(certificate, error.to_string()))?;
    let first = chain.first().ok_or_else(|| wrong(certificate, "CERTIFICATE".into()))?;
    if let Some(name) = lacks(first, names) {
        return Err(HubRefused::TlsName { file: certificate.display().to_string(), name: name.clone() });
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key, error.to_string()))?;
    config(chain, private).map_err(|error| wrong(key, error.to_string()))
}
