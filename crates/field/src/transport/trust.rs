//! Whom this device believes over https: a server with a chain up to the office's root, whose key the pin names, or up to
//! a root the system trusts. Names, periods and signatures are checked on both ways, and there is none around them.
//!
//! The periods are checked by the device's own clock, which may be years off; then the refusal says so ([`NoAnswer::Clock`]).
//! The hub's time ([`crate::clock`]) is no help where it is needed: a device has it from an answer of this boot, not when it
//! enrols or has just been switched on.

use super::NoAnswer;
use domain::digest::Digest;
use domain::trust::Certificate;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// TLS 1.2 or 1.3 to a hub that is known by this pin, or publicly.
pub(super) fn config(pin: Option<Digest>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = OfficeOrSystem { pin, provider: provider.clone(), system: OnceLock::new() };
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

#[derive(Debug)]
struct OfficeOrSystem {
    pin: Option<Digest>,
    provider: Arc<CryptoProvider>,
    /// Read when it is first needed: a hub with its own certificate never does. None where the system trusts nobody.
    system: OnceLock<Option<Verifier>>,
}

impl OfficeOrSystem {
    fn algorithms(&self) -> &WebPkiSupportedAlgorithms {
        &self.provider.signature_verification_algorithms
    }

    /// The chain up to the office's root; `None` where that root is not in it.
    fn by_pin(
        &self,
        leaf: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Option<Result<(), Error>> {
        let root = above.iter().find_map(|der| self.pinned(der))?;
        Some(root_holds(&root, now).and_then(|roots| {
            let leaf = ParsedCertificate::try_from(leaf)?;
            verify_server_cert_signed_by_trust_anchor(&leaf, &roots, above, now, self.algorithms().all)?;
            verify_server_name(&leaf, name)
        }))
    }

    /// The pin is of the key alone; that it signed the rest of the certificate is checked besides.
    fn pinned(&self, der: &CertificateDer<'_>) -> Option<Certificate> {
        let certificate = Certificate::from_der(der).ok()?;
        (self.pin == Some(Digest::of(certificate.spki())) && certificate.is_root()).then_some(certificate)
    }
}

/// The root as the one thing to trust. An anchor's period is not looked at by webpki, so it is here.
fn root_holds(root: &Certificate, now: UnixTime) -> Result<RootCertStore, Error> {
    let now_ms = i64::try_from(now.as_secs()).unwrap_or(i64::MAX).saturating_mul(1000);
    if now_ms > root.valid_until() {
        let until = Duration::from_millis(root.valid_until().unsigned_abs());
        return Err(CertificateError::ExpiredContext { time: now, not_after: UnixTime::since_unix_epoch(until) }.into());
    }
    if !root.valid_at(now_ms) {
        return Err(CertificateError::NotValidYet.into());
    }
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(root.der()))?;
    Ok(roots)
}

impl ServerCertVerifier for OfficeOrSystem {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // Either way is enough, so the office's own comes first: it asks the system for nothing.
        let by_pin = self.by_pin(leaf, above, name, now);
        if let Some(Ok(())) = by_pin {
            return Ok(ServerCertVerified::assertion());
        }
        let system = self.system.get_or_init(|| Verifier::new(self.provider.clone()).ok());
        let by_system = match system {
            Some(system) => system.verify_server_cert(leaf, above, name, ocsp, now),
            None => Err(CertificateError::UnknownIssuer.into()),
        };
        // What is wrong with the office's own chain says more than that the system does not know its root.
        by_system.map_err(|refused| by_pin.and_then(Result::err).unwrap_or(refused))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, self.algorithms())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, self.algorithms())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms().supported_schemes()
    }
}

/// What a request's error says of the server's certificate; `None` where it failed for another reason.
pub(super) fn refused(error: &(dyn std::error::Error + 'static)) -> Option<NoAnswer> {
    use CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
    match in_tls(error)? {
        Error::InvalidCertificate(Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. }) => {
            Some(NoAnswer::Clock)
        }
        refused @ (Error::InvalidCertificate(_) | Error::NoCertificatesPresented) => {
            Some(NoAnswer::Untrusted(refused.to_string()))
        }
        _ => None,
    }
}

/// The error of TLS among the causes of this one. An `io::Error` names what it carries not as its source.
fn in_tls<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a Error> {
    let mut error = Some(error);
    while let Some(this) = error {
        if let Some(found) = this.downcast_ref::<Error>() {
            return Some(found);
        }
        let carried = this.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        error = carried.map(|it| it as &(dyn std::error::Error + 'static)).or_else(|| this.source());
    }
    None
}

#[cfg(test)]
mod tests;
