//! Making certificates. Serial number and period are passed in; nothing here knows the time or draws lots.

use super::{COMMON_NAME, Certificate, ECDSA_SHA256, NotIssued, ORGANIZATION, Role, SERIAL_NUMBER, UNIT};
use crate::digest::Digest;
use crate::key::{KeyRefused, Signer};
use p256::ecdsa::signature::{Error, Keypair, Signer as Pen};
use p256::ecdsa::{DerSignature, Signature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use spki::{AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, SubjectPublicKeyInfoRef};
use std::cell::RefCell;
use std::net::IpAddr;
use std::time::Duration;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder};
use x509_cert::der::asn1::{Any, GeneralizedTime, Ia5String, OctetString, SetOfVec};
use x509_cert::der::flagset::FlagSet;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::{Decode, Encode, Tag};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectAltName,
    SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};
use x509_cert::{SubjectPublicKeyInfo, TbsCertificate};

/// id-kp-serverAuth (RFC 5280, 4.2.1.12).
const SERVER_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");

/// What the issuer decides: number and period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Unique per issuer; 16 random bytes, of which the first bit is dropped.
    pub serial: [u8; 16],
    /// Valid from, milliseconds since 1970 UTC; kept to the second.
    pub from: i64,
    /// Valid to, milliseconds since 1970 UTC; kept to the second.
    pub to: i64,
}

/// Whom a device is dealt to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceName {
    /// The device's id, printable ASCII.
    pub device: String,
    /// The company's name.
    pub company: String,
    /// The person's id, printable ASCII.
    pub person: String,
}

/// The company's root, signed by itself. One issuing CA fits below it.
pub fn root(company: &str, terms: &Terms, key: &dyn Signer) -> Result<Certificate, NotIssued> {
    let subject = name(&format!("{company} Root"), company, Role::Root, None)?;
    let plan = Plan { issuer: subject.clone(), subject, issuer_key: key.spki().to_vec(), holder: Holder::Authority(1) };
    build(plan, key.spki(), terms, key)
}

/// The issuing CA for the hub's key `spki`. Nothing but end keys fits below it.
pub fn issuing(spki: &[u8], terms: &Terms, root: &Certificate, key: &dyn Signer) -> Result<Certificate, NotIssued> {
    let company = &root.subject().company;
    let subject = name(&format!("{company} Issuing"), company, Role::Issuing, None)?;
    build(Plan::below(root, subject, Holder::Authority(0)), spki, terms, key)
}

/// A certificate for an office key of the hub, which signs receipts and the office's changes.
pub fn office(spki: &[u8], terms: &Terms, issuer: &Certificate, key: &dyn Signer) -> Result<Certificate, NotIssued> {
    let company = &issuer.subject().company;
    let subject = name(&format!("{company} Office"), company, Role::Office, None)?;
    build(Plan::below(issuer, subject, Holder::Signer), spki, terms, key)
}

/// A certificate for a device's key `spki`, issued for two years and renewed at sync.
pub fn device(
    spki: &[u8],
    who: &DeviceName,
    terms: &Terms,
    issuer: &Certificate,
    key: &dyn Signer,
) -> Result<Certificate, NotIssued> {
    let subject = name(&who.device, &who.company, Role::Device, Some(&who.person))?;
    build(Plan::below(issuer, subject, Holder::Signer), spki, terms, key)
}

/// A certificate for the TLS key `spki` of the hub, under these names: DNS names in ASCII, or IP addresses. It signs no
/// document: nothing but a TLS handshake holds with it.
pub fn server(
    spki: &[u8],
    names: &[String],
    terms: &Terms,
    issuer: &Certificate,
    key: &dyn Signer,
) -> Result<Certificate, NotIssued> {
    let company = &issuer.subject().company;
    let subject = name(&format!("{company} Server"), company, Role::Server, None)?;
    let names = names.iter().map(|name| alternative(name)).collect::<Result<Vec<_>, _>>()?;
    build(Plan::below(issuer, subject, Holder::Server(names)), spki, terms, key)
}

/// A name as a TLS client looks for it (RFC 6125): never in the subject.
fn alternative(name: &str) -> Result<GeneralName, NotIssued> {
    let refused = || NotIssued::Name(name.to_owned());
    let bytes = |address: &[u8]| OctetString::new(address).map(GeneralName::IpAddress);
    let written = match name.parse() {
        Ok(IpAddr::V4(address)) => bytes(&address.octets()),
        Ok(IpAddr::V6(address)) => bytes(&address.octets()),
        Err(_) if name.is_empty() => return Err(refused()),
        Err(_) => Ia5String::new(name).map(GeneralName::DnsName),
    };
    written.map_err(|_| refused())
}

/// What the holder may do with the key.
enum Holder {
    /// Issue certificates, with so many authorities below.
    Authority(u8),
    /// Sign documents.
    Signer,
    /// Serve TLS under these names.
    Server(Vec<GeneralName>),
}

/// What the builder asks of a profile.
struct Plan {
    issuer: Name,
    subject: Name,
    issuer_key: Vec<u8>,
    holder: Holder,
}

impl Plan {
    fn below(issuer: &Certificate, subject: Name, holder: Holder) -> Self {
        Self { issuer: issuer.name.clone(), subject, issuer_key: issuer.spki().to_vec(), holder }
    }
}

/// RFC 7093, method 4: from the hash of the SPKI, so that a key id is its beginning.
pub(super) fn key_identifier(spki: &[u8]) -> x509_cert::der::Result<OctetString> {
    OctetString::new(Digest::of(spki).0.get(..20).unwrap_or_default())
}

impl BuilderProfile for Plan {
    fn get_issuer(&self, _subject: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        spki: SubjectPublicKeyInfoRef<'_>,
        _issuer: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let usage: FlagSet<KeyUsages> = match self.holder {
            Holder::Authority(_) => KeyUsages::KeyCertSign | KeyUsages::CRLSign,
            Holder::Signer => KeyUsages::DigitalSignature | KeyUsages::NonRepudiation,
            Holder::Server(_) => KeyUsages::DigitalSignature.into(),
        };
        let own = SubjectKeyIdentifier(key_identifier(&spki.to_der()?)?);
        let key_identifier = Some(key_identifier(&self.issuer_key)?);
        let authority = AuthorityKeyIdentifier { key_identifier, ..AuthorityKeyIdentifier::default() };
        let subject = tbs.subject();
        let mut extensions = Vec::new();
        if let Holder::Authority(path_len) = self.holder {
            let basic = BasicConstraints { ca: true, path_len_constraint: Some(path_len) };
            extensions.push(basic.to_extension(subject, &extensions)?);
        }
        extensions.push((&KeyUsage(usage)).to_extension(subject, &extensions)?);
        extensions.push((&own).to_extension(subject, &extensions)?);
        extensions.push((&authority).to_extension(subject, &extensions)?);
        if let Holder::Server(names) = &self.holder {
            extensions.push((&ExtendedKeyUsage(vec![SERVER_AUTH])).to_extension(subject, &extensions)?);
            extensions.push((&SubjectAltName(names.clone())).to_extension(subject, &extensions)?);
        }
        Ok(extensions)
    }
}

/// A `Signer` as the builder wants one. Keeps the key store's own refusal, which the builder's error cannot carry.
pub(super) struct Hand<'a> {
    signer: &'a dyn Signer,
    key: VerifyingKey,
    refused: RefCell<Option<KeyRefused>>,
}

impl<'a> Hand<'a> {
    pub(super) fn of(signer: &'a dyn Signer) -> Result<Self, NotIssued> {
        let key = VerifyingKey::from_public_key_der(signer.spki()).map_err(|_| NotIssued::PublicKey)?;
        Ok(Self { signer, key, refused: RefCell::new(None) })
    }

    /// What the key store said, where it said no.
    pub(super) fn refused(self) -> Option<KeyRefused> {
        self.refused.into_inner()
    }
}

impl Keypair for Hand<'_> {
    type VerifyingKey = VerifyingKey;
    fn verifying_key(&self) -> VerifyingKey {
        self.key
    }
}

impl DynSignatureAlgorithmIdentifier for Hand<'_> {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        Ok(AlgorithmIdentifierOwned { oid: ECDSA_SHA256, parameters: None })
    }
}

impl Pen<DerSignature> for Hand<'_> {
    fn try_sign(&self, message: &[u8]) -> Result<DerSignature, Error> {
        let signature = self.signer.sign(message).map_err(|refused| {
            *self.refused.borrow_mut() = Some(refused);
            Error::new()
        })?;
        Ok(Signature::from_slice(&signature)?.to_der())
    }
}

fn build(plan: Plan, spki: &[u8], terms: &Terms, signer: &dyn Signer) -> Result<Certificate, NotIssued> {
    if plan.issuer_key != signer.spki() {
        return Err(NotIssued::WrongIssuer);
    }
    VerifyingKey::from_public_key_der(spki).map_err(|_| NotIssued::PublicKey)?;
    let public = SubjectPublicKeyInfo::from_der(spki).map_err(|_| NotIssued::PublicKey)?;
    let hand = Hand::of(signer)?;
    let encoding = |error: x509_cert::builder::Error| NotIssued::Encoding(error.to_string());
    let builder = CertificateBuilder::new(plan, serial(terms.serial)?, period(terms)?, public).map_err(encoding)?;
    let built = builder.build::<_, DerSignature>(&hand);
    if let Some(refused) = hand.refused() {
        return Err(refused.into());
    }
    let der = built.map_err(encoding)?.to_der().map_err(|e| NotIssued::Encoding(e.to_string()))?;
    Certificate::from_der(&der).map_err(|e| NotIssued::Encoding(e.to_string()))
}

/// A positive number of 16 bytes (RFC 5280, 4.1.2.2: positive, at most 20 bytes, no leading zero).
fn serial(mut bytes: [u8; 16]) -> Result<SerialNumber, NotIssued> {
    if let Some(first) = bytes.first_mut() {
        *first = (*first & 0x7f) | 0x40;
    }
    SerialNumber::new(&bytes).map_err(|e| NotIssued::Encoding(e.to_string()))
}

fn period(terms: &Terms) -> Result<Validity, NotIssued> {
    let time = |unix_ms: i64| {
        let seconds = u64::try_from(unix_ms.div_euclid(1000)).ok()?;
        GeneralizedTime::from_unix_duration(Duration::from_secs(seconds)).ok().map(Time::GeneralTime)
    };
    match (time(terms.from), time(terms.to)) {
        (Some(from), Some(to)) if terms.from < terms.to => Ok(Validity::new(from, to)),
        _ => Err(NotIssued::Period),
    }
}

fn name(common: &str, company: &str, role: Role, person: Option<&str>) -> Result<Name, NotIssued> {
    let mut parts = vec![
        attribute(ORGANIZATION, company, Tag::Utf8String)?,
        attribute(UNIT, role.word(), Tag::Utf8String)?,
        attribute(COMMON_NAME, common, Tag::Utf8String)?,
    ];
    if let Some(person) = person {
        parts.push(attribute(SERIAL_NUMBER, person, Tag::PrintableString)?);
    }
    let der = parts.to_der().map_err(|e| NotIssued::Encoding(e.to_string()))?;
    Name::from_der(&der).map_err(|e| NotIssued::Encoding(e.to_string()))
}

/// X.520's upper bound is 64 characters; a PrintableString knows letters, digits and a little punctuation.
fn attribute(oid: ObjectIdentifier, text: &str, tag: Tag) -> Result<SetOfVec<AttributeTypeAndValue>, NotIssued> {
    let refused = || NotIssued::Name(text.to_owned());
    let printable = |c: char| c.is_ascii_alphanumeric() || " '()+,-./:=?".contains(c);
    let fits = (1..=64).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if !fits || (tag == Tag::PrintableString && !text.chars().all(printable)) {
        return Err(refused());
    }
    let value = Any::new(tag, text.as_bytes()).map_err(|_| refused())?;
    SetOfVec::from_iter([AttributeTypeAndValue { oid, value }]).map_err(|_| refused())
}
