//! Whose key it was: X.509 for the office and its devices. A root, kept offline, signs an issuing CA on the hub; that
//! one signs the keys of devices and of the office. The same inputs give the same bytes: serial numbers and times are
//! passed in. What counts for a seal is whether the certificate was good at the hub's receipt time (DESIGN).

mod issue;
mod revoked;

pub use issue::{DeviceName, Terms, device, issuing, office, root, server};
pub use revoked::{Edition, Reason, RevocationList, Revoked};

use crate::key::{Es256, KeyId, KeyRefused, verifies};
use p256::ecdsa::DerSignature;
use x509_cert::Certificate as X509;
use x509_cert::der::oid::{AssociatedOid, ObjectIdentifier};
use x509_cert::der::pem::{LineEnding, decode_vec, encode_string};
use x509_cert::der::referenced::OwnedToRef;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier};
use x509_cert::name::Name;

pub(crate) const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");

/// Longest certificate read, in bytes; ours are under 1 KB.
const LONGEST: usize = 8 * 1024;

/// What the holder of a certificate is. Written as organizationalUnitName.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The company's root, offline.
    Root,
    /// The issuing CA on the hub.
    Issuing,
    /// An office key of the hub: signs receipts and changes.
    Office,
    /// An enrolled phone or tablet: seals sheets.
    Device,
    /// The hub's TLS key: signs nothing that is kept.
    Server,
}

impl Role {
    const ALL: [Role; 5] = [Role::Root, Role::Issuing, Role::Office, Role::Device, Role::Server];

    fn word(self) -> &'static str {
        match self {
            Role::Root => "root",
            Role::Issuing => "issuing",
            Role::Office => "office",
            Role::Device => "device",
            Role::Server => "server",
        }
    }
}

/// A certificate of ours: P-256 key, ECDSA with SHA-256, strict DER.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    serial: Vec<u8>,
    spki: Vec<u8>,
    subject: Subject,
    issuer: Name,
    name: Name,
    signature: Es256,
    signed: Vec<u8>,
    from_s: i64,
    to_s: i64,
    limits: Limits,
}

/// Who holds a certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// CN: the device id, or the name of the CA or office key.
    pub name: String,
    /// O: the company.
    pub company: String,
    /// OU: what it is.
    pub role: Role,
    /// serialNumber: the person a device is dealt to.
    pub person: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Limits {
    ca: bool,
    path_len: Option<u8>,
    signs_certificates: bool,
    signs_documents: bool,
    key: Vec<u8>,
    issuer_key: Option<Vec<u8>>,
}

/// Why a certificate was not issued.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotIssued {
    /// The key store said no.
    #[error(transparent)]
    Key(#[from] KeyRefused),
    /// A name that cannot stand in a certificate.
    #[error("{0:?} cannot stand in a certificate; use 1 to 64 characters, ids without Chinese")]
    Name(String),
    /// The period is empty, upside down or out of the years a certificate can hold.
    #[error("the period of this certificate is not one; check the clock of the office")]
    Period,
    /// The public key is not P-256.
    #[error("this is not a P-256 public key; enrol the device again")]
    PublicKey,
    /// The signer is not the key of the issuing certificate.
    #[error("this key does not belong to the issuing certificate; choose the right key file")]
    WrongIssuer,
    /// The encoder refused.
    #[error("this certificate cannot be written ({0}); check the names in it")]
    Encoding(String),
}

impl NotIssued {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Key(refused) => refused.code(),
            Self::Name(_) => "certificate.name",
            Self::Period => "certificate.period",
            Self::PublicKey => "certificate.public_key",
            Self::WrongIssuer => "certificate.wrong_issuer",
            Self::Encoding(_) => "certificate.encoding",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Key(refused) => refused.zh(),
            Self::Name(name) => format!("“{name}”不能写进证书，请用 1 到 64 个字符，编号不用汉字。"),
            Self::Period => "证书的起止时间不对，请核对公司电脑的时钟。".into(),
            Self::PublicKey => "这不是 P-256 公钥，请重新注册设备。".into(),
            Self::WrongIssuer => "这把密钥不是签发证书的那一把，请选对密钥文件。".into(),
            Self::Encoding(_) => "证书写不出来，请核对其中的名称。".into(),
        }
    }
}

/// Why a certificate is not trusted.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
pub enum NotTrusted {
    /// Not a certificate, or not one of ours.
    #[error("this is not a certificate of a Doorstep office; ask the office for its file")]
    Unreadable,
    /// The root does not sign itself or may not sign certificates.
    #[error("the root certificate is not one; ask the office for its ca.pem")]
    Root,
    /// The issuing certificate is not signed by the root or may not issue.
    #[error("the issuing certificate does not come from this root; ask the office for its ca.pem")]
    Issuing,
    /// The certificate itself is not signed by the issuing one or may not sign.
    #[error("this certificate was not issued by this office; do not rely on the paper")]
    Leaf,
    /// A certificate of the chain was not valid at the time.
    #[error("the certificate was not valid at that time; ask the office for the receipt of this paper")]
    Expired,
}

impl NotTrusted {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "trust.unreadable",
            Self::Root => "trust.root",
            Self::Issuing => "trust.issuing",
            Self::Leaf => "trust.leaf",
            Self::Expired => "trust.expired",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable => "这不是上门公司的证书，请向公司要证书文件。",
            Self::Root => "根证书不对，请向公司要 ca.pem。",
            Self::Issuing => "签发证书不属于这个根，请向公司要 ca.pem。",
            Self::Leaf => "这张证书不是这家公司签发的，不要采信这份单据。",
            Self::Expired => "当时证书不在有效期内，请向公司要这份单据的回执。",
        }
        .into()
    }
}

impl Certificate {
    /// Reads DER. Bytes that would not be written back the same are refused, as is any critical extension beyond basic
    /// constraints and key usage (RFC 5280, 4.2).
    pub fn from_der(der: &[u8]) -> Result<Self, NotTrusted> {
        read(der).ok_or(NotTrusted::Unreadable)
    }

    /// The DER bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The serial number, big endian.
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// The public key as SubjectPublicKeyInfo (DER).
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// The id of the public key.
    pub fn key_id(&self) -> KeyId {
        KeyId::of_spki(&self.spki)
    }

    /// Who holds it.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// First moment of validity, milliseconds since 1970 UTC.
    pub fn valid_from(&self) -> i64 {
        self.from_s.saturating_mul(1000)
    }

    /// Last moment of validity, milliseconds since 1970 UTC.
    pub fn valid_until(&self) -> i64 {
        self.to_s.saturating_mul(1000)
    }

    /// Whether it is valid at this time, milliseconds since 1970 UTC.
    pub fn valid_at(&self, unix_ms: i64) -> bool {
        (self.from_s..=self.to_s).contains(&unix_ms.div_euclid(1000))
    }

    /// Reads the first certificate of a PEM text, such as the root in `ca.pem`.
    pub fn from_pem(text: &str) -> Result<Self, NotTrusted> {
        const END: &str = "-----END CERTIFICATE-----";
        let first = text.find(END).and_then(|end| text.get(..end + END.len())).ok_or(NotTrusted::Unreadable)?;
        let (label, der) = decode_vec(first.trim_start().as_bytes()).map_err(|_| NotTrusted::Unreadable)?;
        if label == "CERTIFICATE" { Self::from_der(&der) } else { Err(NotTrusted::Unreadable) }
    }

    /// PEM, for people and other programs.
    pub fn pem(&self) -> String {
        encode_string("CERTIFICATE", LineEnding::LF, &self.der).unwrap_or_default()
    }

    fn is_signed_by(&self, issuer: &Certificate) -> bool {
        let key_named = self.limits.issuer_key.as_ref().is_none_or(|key| *key == issuer.limits.key);
        self.issuer == issuer.name && key_named && verifies(&issuer.spki, &self.signed, &self.signature)
    }

    fn may_issue(&self) -> bool {
        self.limits.ca && self.limits.signs_certificates
    }

    /// Whether it is a root that an issuing CA fits below, signed by the key it holds.
    pub fn is_root(&self) -> bool {
        let room_below = self.limits.path_len.is_none_or(|len| len >= 1);
        self.may_issue() && room_below && self.subject.role == Role::Root && self.is_signed_by(self)
    }
}

/// Whether `leaf` (a device or office key) comes from `root` through `issuing`: signatures, CA flags, path length, and
/// validity of all three at `at` (milliseconds since 1970 UTC) where one is given.
pub fn chain_holds(
    leaf: &Certificate,
    issuing: &Certificate,
    root: &Certificate,
    at: Option<i64>,
) -> Result<(), NotTrusted> {
    authorities_hold(issuing, root)?;
    leaf_holds(leaf, issuing)?;
    match at {
        Some(at) if ![leaf, issuing, root].iter().all(|certificate| certificate.valid_at(at)) => {
            Err(NotTrusted::Expired)
        }
        _ => Ok(()),
    }
}

/// The part of [`chain_holds`] that is the same for every leaf of a company: whoever checks many does it once.
pub fn authorities_hold(issuing: &Certificate, root: &Certificate) -> Result<(), NotTrusted> {
    if !root.is_root() {
        return Err(NotTrusted::Root);
    }
    let last_ca = issuing.limits.path_len == Some(0) && issuing.subject.role == Role::Issuing;
    if !issuing.may_issue() || !last_ca || !issuing.is_signed_by(root) {
        return Err(NotTrusted::Issuing);
    }
    Ok(())
}

/// Whether a device's or an office key's certificate comes from this issuing CA, once [`authorities_hold`].
pub fn leaf_holds(leaf: &Certificate, issuing: &Certificate) -> Result<(), NotTrusted> {
    let signs = leaf.limits.signs_documents && !leaf.limits.ca && !leaf.limits.signs_certificates;
    if !signs || !matches!(leaf.subject.role, Role::Device | Role::Office) || !leaf.is_signed_by(issuing) {
        return Err(NotTrusted::Leaf);
    }
    Ok(())
}

/// The content of `ca.pem`: root and issuing certificate, for the customer's or an auditor's own program.
pub fn ca_pem(root: &Certificate, issuing: &Certificate) -> String {
    root.pem() + &issuing.pem()
}

fn read(der: &[u8]) -> Option<Certificate> {
    let x509 = (der.len() <= LONGEST).then(|| X509::from_der(der).ok())??;
    let tbs = x509.tbs_certificate();
    let algorithms = [tbs.signature(), x509.signature_algorithm()];
    let ecdsa = algorithms.iter().all(|it| it.oid == ECDSA_SHA256 && it.parameters.is_none());
    if !ecdsa || x509.to_der().ok()? != der {
        return None;
    }
    let spki = tbs.subject_public_key_info().to_der().ok()?;
    p256::PublicKey::try_from(tbs.subject_public_key_info().owned_to_ref()).ok()?;
    let signature = DerSignature::try_from(x509.signature().as_bytes()?).ok()?;
    let signature = p256::ecdsa::Signature::try_from(signature).ok()?.to_bytes().into();
    let seconds = |time: x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).ok();
    Some(Certificate {
        der: der.to_vec(),
        serial: tbs.serial_number().as_bytes().to_vec(),
        spki,
        subject: subject(tbs.subject())?,
        issuer: tbs.issuer().clone(),
        name: tbs.subject().clone(),
        signature,
        signed: tbs.to_der().ok()?,
        from_s: seconds(tbs.validity().not_before)?,
        to_s: seconds(tbs.validity().not_after)?,
        limits: limits(tbs)?,
    })
}

fn subject(name: &Name) -> Option<Subject> {
    let text = |oid: ObjectIdentifier| {
        let attribute = name.iter().find(|attribute| attribute.oid == oid)?;
        std::str::from_utf8(attribute.value.value()).ok().map(str::to_owned)
    };
    let role = text(UNIT)?;
    let role = Role::ALL.into_iter().find(|it| it.word() == role)?;
    Some(Subject { name: text(COMMON_NAME)?, company: text(ORGANIZATION)?, role, person: text(SERIAL_NUMBER) })
}

fn limits(tbs: &x509_cert::TbsCertificate) -> Option<Limits> {
    let known = [BasicConstraints::OID, KeyUsage::OID];
    let extensions = tbs.extensions().map(|all| all.as_slice()).unwrap_or_default();
    if extensions.iter().any(|extension| extension.critical && !known.contains(&extension.extn_id)) {
        return None;
    }
    let basic = tbs.get_extension::<BasicConstraints>().ok()?.map(|(_, it)| it);
    let (_, usage) = tbs.get_extension::<KeyUsage>().ok()??;
    let (_, key) = tbs.get_extension::<SubjectKeyIdentifier>().ok()??;
    let issuer_key = tbs.get_extension::<AuthorityKeyIdentifier>().ok()?.and_then(|(_, it)| it.key_identifier);
    Some(Limits {
        ca: basic.as_ref().is_some_and(|it| it.ca),
        path_len: basic.and_then(|it| it.path_len_constraint),
        signs_certificates: usage.key_cert_sign(),
        signs_documents: usage.digital_signature() && usage.non_repudiation(),
        key: key.0.as_bytes().to_vec(),
        issuer_key: issuer_key.map(|key| key.as_bytes().to_vec()),
    })
}

#[cfg(test)]
mod tests;
