//! A certificate of the hub's own making, under the company's issuing CA. The chain goes up to the root, so that a phone
//! that knows nothing but the pin can check all of it.

use super::{config, lacks, provider};
use crate::entropy;
use crate::hub::Hub;
use crate::identity::{self, DAY_MS, Identity};
use crate::keys::{KeyFolder, pkcs8};
use crate::refused::HubRefused;
use domain::key::{Signer, SoftwareKey};
use domain::trust::{self, Certificate, Role};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio_rustls::rustls::client::verify_server_cert_signed_by_trust_anchor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, UnixTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// Thirteen months.
const LASTS_DAYS: i64 = 397;
/// A phone's clock may be so far ahead.
const RENEWED_BEFORE_MS: i64 = 120 * DAY_MS;

/// The certificate, and how to make the next one.
pub struct Own {
    hub: Arc<Hub>,
    keys: KeyFolder,
    names: Vec<String>,
    held: Mutex<Held>,
}

struct Held {
    config: Arc<ServerConfig>,
    until_ms: i64,
}

/// A key and its certificate.
type Pair = (SoftwareKey, Certificate);

impl Own {
    /// The one that lies in the folder `keys`, where it is for these names and lasts; else a new one, kept there.
    pub fn open(hub: &Arc<Hub>, names: Vec<String>) -> Result<Self, HubRefused> {
        let keys = KeyFolder::of(hub.folder());
        let pair = match keys.server().filter(|(_, certificate)| will_do(hub, certificate, &names)) {
            Some(pair) => pair,
            None => {
                let pair = make(hub, &names)?;
                keys.write_server(&pair.0, &pair.1)?;
                pair
            }
        };
        Ok(Self { hub: hub.clone(), keys, names, held: Mutex::new(hold(hub.identity(), &pair)?) })
    }

    /// What holds now; renewed where its time has come. A new one that cannot be kept serves until the next start.
    pub fn now(&self) -> Arc<ServerConfig> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if is_due(&self.hub, held.until_ms) {
            let renewed = make(&self.hub, &self.names).and_then(|pair| {
                let kept = self.keys.write_server(&pair.0, &pair.1);
                *held = hold(self.hub.identity(), &pair)?;
                kept
            });
            match renewed {
                Ok(()) => tracing::info!("the hub's TLS certificate was renewed"),
                Err(refused) => tracing::warn!(%refused, "the hub's TLS certificate was not renewed, or not kept"),
            }
        }
        held.config.clone()
    }
}

/// The last moment of a certificate made now, which no one below an authority outlives.
fn lasts_until(hub: &Hub) -> i64 {
    (hub.moment().now_ms + LASTS_DAYS * DAY_MS).min(hub.identity().issuing.valid_until())
}

/// Whether its time has come and a new one would last longer.
fn is_due(hub: &Hub, until_ms: i64) -> bool {
    until_ms < hub.moment().now_ms + RENEWED_BEFORE_MS && until_ms + DAY_MS < lasts_until(hub)
}

/// Whether a phone will take it for these names, for long enough.
fn will_do(hub: &Hub, certificate: &Certificate, names: &[String]) -> bool {
    let der = CertificateDer::from(certificate.der());
    certificate.subject().role == Role::Server
        && !is_due(hub, certificate.valid_until())
        && lacks(&der, names).is_none()
        && holds(hub, &der)
}

/// Whether it comes from the company's root, at this moment.
fn holds(hub: &Hub, certificate: &CertificateDer<'_>) -> bool {
    let Identity { root, issuing, .. } = hub.identity();
    let mut roots = RootCertStore::empty();
    let issuing = [CertificateDer::from(issuing.der())];
    let now = UnixTime::since_unix_epoch(Duration::from_millis(hub.moment().now_ms.unsigned_abs()));
    let algorithms = provider().signature_verification_algorithms.all;
    let Ok(parsed) = ParsedCertificate::try_from(certificate) else { return false };
    roots.add(CertificateDer::from(root.der())).is_ok()
        && verify_server_cert_signed_by_trust_anchor(&parsed, &roots, &issuing, now, algorithms).is_ok()
}

fn make(hub: &Hub, names: &[String]) -> Result<Pair, HubRefused> {
    let key = entropy::new_key(hub.entropy());
    let Identity { issuing, keys, .. } = hub.identity();
    let terms = identity::terms(hub.moment().now_ms, LASTS_DAYS, hub.entropy());
    let terms = trust::Terms { to: lasts_until(hub), ..terms };
    let certificate = trust::server(key.spki(), names, &terms, issuing, &keys.issuing)?;
    Ok((key, certificate))
}

fn hold(identity: &Identity, (key, certificate): &Pair) -> Result<Held, HubRefused> {
    let chain = [certificate, &identity.issuing, &identity.root];
    let chain = chain.map(|certificate| CertificateDer::from(certificate.der().to_vec())).into();
    let wrong = |why: String| HubRefused::TlsKey(why);
    let pkcs8 = pkcs8(key).ok_or_else(|| wrong("PKCS#8".into()))?;
    let config = config(chain, PrivatePkcs8KeyDer::from(pkcs8).into()).map_err(|error| wrong(error.to_string()))?;
    Ok(Held { config, until_ms: certificate.valid_until() })
}
