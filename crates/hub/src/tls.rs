//! What the hub shows of itself over TLS 1.2 and 1.3: a certificate it makes itself (`own`), or the company's (`files`).
//! Which one holds is looked at anew with every connection, so that renewal needs no restart and no timer.

mod files;
mod own;

use crate::hub::Hub;
use crate::refused::HubRefused;
use files::Files;
use own::Own;
use std::path::PathBuf;
use std::sync::Arc;
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{Error, ServerConfig};

/// A certificate and its key, as they are at this moment.
pub enum Certificates {
    /// Made by the hub.
    Own(Box<Own>),
    /// The company's.
    Files(Files),
}

impl Certificates {
    /// The hub's own, for these names (DNS names or IP addresses); made where there is none that will do.
    pub fn own(hub: &Arc<Hub>, names: Vec<String>) -> Result<Self, HubRefused> {
        Ok(Self::Own(Box::new(Own::open(hub, names)?)))
    }

    /// The company's, from its files. It must be for these names.
    pub fn files(certificate: PathBuf, key: PathBuf, names: Vec<String>) -> Result<Self, HubRefused> {
        Ok(Self::Files(Files::open(certificate, key, names)?))
    }

    /// Whether the hub made it.
    #[must_use]
    pub fn are_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// What holds now. May read or write files.
    pub fn now(&self) -> Arc<ServerConfig> {
        match self {
            Self::Own(own) => own.now(),
            Self::Files(files) => files.now(),
        }
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// The chain begins with the certificate of the key.
fn config(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<Arc<ServerConfig>, Error> {
    let builder = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// The first of the names the certificate is not for.
fn lacks<'a>(certificate: &CertificateDer<'_>, names: &'a [String]) -> Option<&'a String> {
    let parsed = ParsedCertificate::try_from(certificate).ok();
    let is_for = |name: &&String| {
        let name = ServerName::try_from(name.as_str());
        matches!((&parsed, name), (Some(parsed), Ok(name)) if verify_server_name(parsed, &name).is_ok())
    };
    names.iter().find(|name| !is_for(name))
}
