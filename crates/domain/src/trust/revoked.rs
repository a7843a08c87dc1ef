//! Certificates that hold no more: the list an issuer signs (RFC 5280, section 5), each with the moment and the reason.
//! Like a certificate it is read strictly, and the same inputs give the same bytes.

use super::issue::{Hand, key_identifier};
use super::{Certificate, ECDSA_SHA256, NotIssued, NotTrusted};
use crate::key::{Es256, Signer, verifies};
use p256::ecdsa::DerSignature;
use p256::ecdsa::signature::Signer as _;
use spki::AlgorithmIdentifierOwned;
use std::time::Duration;
use x509_cert::Version;
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::der::asn1::{BitString, GeneralizedTime, UtcTime};
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::pem::{LineEnding, encode_string};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::ToExtension;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, CrlNumber, CrlReason};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Time;

/// Longest list read, in bytes: some ten thousand devices.
const LONGEST: usize = 1 << 20;
/// From this second on a time is written with four figures for its year (RFC 5280, 4.1.2.5): 2050-01-01.
const FOUR_FIGURES_S: u64 = 2_524_608_000;

/// Why a certificate holds no more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// The device is lost: somebody else may have its key.
    Lost,
    /// The device is out of use.
    Retired,
}

impl Reason {
    /// A stable word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Retired => "retired",
        }
    }

    fn code(self) -> CrlReason {
        match self {
            Self::Lost => CrlReason::KeyCompromise,
            Self::Retired => CrlReason::CessationOfOperation,
        }
    }

    fn of(code: CrlReason) -> Option<Self> {
        [Self::Lost, Self::Retired].into_iter().find(|reason| reason.code() == code)
    }
}

/// A certificate that holds no more.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Revoked {
    /// Its serial number.
    pub serial: Vec<u8>,
    /// Since when, milliseconds since 1970 UTC; kept to the second.
    pub at: i64,
    /// Why.
    pub reason: Reason,
}

/// What the issuer decides about a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edition {
    /// Counts up with every list of an issuer.
    pub number: u64,
    /// When it was made, milliseconds since 1970 UTC.
    pub from: i64,
    /// When the next one is there at the latest.
    pub to: i64,
}

/// A signed list of an issuer's certificates that hold no more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevocationList {
    der: Vec<u8>,
    issuer: Name,
    issuer_key: Vec<u8>,
    signed: Vec<u8>,
    signature: Es256,
    from_s: i64,
    to_s: i64,
    revoked: Vec<Revoked>,
}

impl RevocationList {
    /// Signs a list.
    ///
    /// # Errors
    /// [`NotIssued::WrongIssuer`] where the key is not the issuer's; [`NotIssued::Period`].
    pub fn issue(
        mut revoked: Vec<Revoked>,
        edition: &Edition,
        issuer: &Certificate,
        key: &dyn Signer,
    ) -> Result<Self, NotIssued> {
        if issuer.spki() != key.spki() {
            return Err(NotIssued::WrongIssuer);
        }
        revoked.sort();
        let encoding = |error: x509_cert::der::Error| NotIssued::Encoding(error.to_string());
        let (from, to) = (time(edition.from)?, time(edition.to)?);
        if edition.from >= edition.to {
            return Err(NotIssued::Period);
        }
        let own = key_identifier(issuer.spki()).map_err(encoding)?;
        let authority = AuthorityKeyIdentifier { key_identifier: Some(own), ..AuthorityKeyIdentifier::default() };
        let number = CrlNumber::try_from(edition.number).map_err(encoding)?;
        let entries = revoked.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
        let authority = (&authority).to_extension(&issuer.name, &[]).map_err(encoding)?;
        let number = (&number).to_extension(&issuer.name, &[]).map_err(encoding)?;
        let algorithm = AlgorithmIdentifierOwned { oid: ECDSA_SHA256, parameters: None };
        let tbs = TbsCertList::<Rfc5280> {
            version: Version::V2,
            signature: algorithm.clone(),
            issuer: issuer.name.clone(),
            this_update: from,
            next_update: Some(to),
            revoked_certificates: (!entries.is_empty()).then_some(entries),
            crl_extensions: Some(vec![authority, number]),
        };
        let hand = Hand::of(key)?;
        let signature: Result<DerSignature, _> = hand.try_sign(&tbs.to_der().map_err(encoding)?);
        if let Some(refused) = hand.refused() {
            return Err(refused.into());
        }
        let signature = signature.map_err(|error| NotIssued::Encoding(error.to_string()))?;
        let signature = BitString::from_bytes(signature.as_bytes()).map_err(encoding)?;
        let list = CertificateList { tbs_cert_list: tbs, signature_algorithm: algorithm, signature };
        let der = list.to_der().map_err(encoding)?;
        Self::from_der(&der).map_err(|error| NotIssued::Encoding(error.to_string()))
    }

    /// Reads DER. Bytes that would not be written back the same, and critical extensions, are refused.
    pub fn from_der(der: &[u8]) -> Result<Self, NotTrusted> {
        read(der).ok_or(NotTrusted::Unreadable)
    }

    /// The DER bytes.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// PEM, for people and other programs.
    #[must_use]
    pub fn pem(&self) -> String {
        encode_string("X509 CRL", LineEnding::LF, &self.der).unwrap_or_default()
    }

    /// Whether this issuer signed it.
    #[must_use]
    pub fn is_of(&self, issuer: &Certificate) -> bool {
        let named = self.issuer == issuer.name && self.issuer_key == issuer.limits.key;
        named && issuer.limits.signs_certificates && verifies(&issuer.spki, &self.signed, &self.signature)
    }

    /// Whether it speaks for this moment, milliseconds since 1970 UTC.
    #[must_use]
    pub fn covers(&self, unix_ms: i64) -> bool {
        (self.from_s..=self.to_s).contains(&unix_ms.div_euclid(1000))
    }

    /// What it says of a certificate of its issuer; nothing where that holds.
    #[must_use]
    pub fn entry(&self, certificate: &Certificate) -> Option<&Revoked> {
        let serial = certificate.serial();
        (certificate.issuer == self.issuer).then(|| self.revoked.iter().find(|it| it.serial == serial))?
    }

    /// All of it, by serial number.
    #[must_use]
    pub fn revoked(&self) -> &[Revoked] {
        &self.revoked
    }
}

fn time(unix_ms: i64) -> Result<Time, NotIssued> {
    let seconds = u64::try_from(unix_ms.div_euclid(1000)).map_err(|_| NotIssued::Period)?;
    let since = Duration::from_secs(seconds);
    let time = if seconds < FOUR_FIGURES_S {
        UtcTime::from_unix_duration(since).map(Time::UtcTime)
    } else {
        GeneralizedTime::from_unix_duration(since).map(Time::GeneralTime)
    };
    time.map_err(|_| NotIssued::Period)
}

fn entry(revoked: &Revoked) -> Result<RevokedCert, NotIssued> {
    let encoding = |error: x509_cert::der::Error| NotIssued::Encoding(error.to_string());
    let reason = revoked.reason.code().to_extension(&Name::default(), &[]).map_err(encoding)?;
    Ok(RevokedCert {
        serial_number: SerialNumber::new(&revoked.serial).map_err(encoding)?,
        revocation_date: time(revoked.at)?,
        crl_entry_extensions: Some(vec![reason]),
    })
}

fn read(der: &[u8]) -> Option<RevocationList> {
    let list = (der.len() <= LONGEST).then(|| CertificateList::<Rfc5280>::from_der(der).ok())??;
    let tbs = &list.tbs_cert_list;
    let algorithms = [&tbs.signature, &list.signature_algorithm];
    let ecdsa = algorithms.iter().all(|it| it.oid == ECDSA_SHA256 && it.parameters.is_none());
    let extensions = tbs.crl_extensions.as_deref().unwrap_or_default();
    let critical = extensions.iter().any(|extension| extension.critical);
    if !ecdsa || critical || tbs.version != Version::V2 || list.to_der().ok()? != der {
        return None;
    }
    let authority = extensions.iter().find(|extension| extension.extn_id == AuthorityKeyIdentifier::OID)?;
    let authority = AuthorityKeyIdentifier::from_der(authority.extn_value.as_bytes()).ok()?;
    let seconds = |time: Time| i64::try_from(time.to_unix_duration().as_secs()).ok();
    let entries = tbs.revoked_certificates.as_deref().unwrap_or_default();
    let signature = DerSignature::try_from(list.signature.as_bytes()?).ok()?;
    Some(RevocationList {
        der: der.to_vec(),
        issuer: tbs.issuer.clone(),
        issuer_key: authority.key_identifier?.as_bytes().to_vec(),
        signed: tbs.to_der().ok()?,
        signature: p256::ecdsa::Signature::try_from(signature).ok()?.to_bytes().into(),
        from_s: seconds(tbs.this_update)?,
        to_s: seconds(tbs.next_update?)?,
        revoked: entries.iter().map(revoked).collect::<Option<_>>()?,
    })
}

fn revoked(entry: &RevokedCert) -> Option<Revoked> {
    let [reason] = entry.crl_entry_extensions.as_deref()? else { return None };
    let known = reason.extn_id == CrlReason::OID && !reason.critical;
    let reason = known.then(|| CrlReason::from_der(reason.extn_value.as_bytes()).ok())??;
    let seconds = i64::try_from(entry.revocation_date.to_unix_duration().as_secs()).ok()?;
    Some(Revoked {
        serial: entry.serial_number.as_bytes().to_vec(),
        at: seconds.checked_mul(1000)?,
        reason: Reason::of(reason)?,
    })
}
