//! How a device becomes one of the company's. The QR on the office's screen carries the hub's address, a pin (SHA-256 of
//! the office root's SPKI) and a one-time token. The device sends the token and its key and proves that it holds the key;
//! the hub answers with certificates, signed by the office's key over the device's nonce. So the pin is checked whatever
//! lies between, on plain loopback http too.

use domain::digest::Digest;
use domain::ids::{CompanyId, DeviceId, PersonId};
use domain::key::{Es256, KeyRefused, Signer, verifies};
use domain::trust::{Certificate, NotTrusted, Role, chain_holds};
use minicbor::{Decode, Encode};
use replica::author::Registry;

/// The path.
pub const PATH: &str = "/v1/enrol";
/// The version written.
pub const VERSION: u32 = 1;
/// The longest message read, in bytes; ours are under 6 KB.
const LONGEST: usize = 64 << 10;
const ASK: &[u8] = b"doorstep-enrol-1";
const ANSWER: &[u8] = b"doorstep-enrolled-1";

/// What a device asks. Not compressed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EnrolRequest {
    /// Format version.
    #[n(0)]
    pub v: u32,
    /// From the QR: 15 minutes, single use.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub token: Vec<u8>,
    /// The device's public key, SubjectPublicKeyInfo (DER).
    #[cbor(n(2), with = "minicbor::bytes")]
    pub spki: Vec<u8>,
    /// Random; the answer is signed over it.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub nonce: [u8; 16],
    /// For the office's list of devices: model, system, app version.
    #[n(4)]
    pub device: String,
}

/// What the hub answers.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EnrolAnswer {
    /// Format version.
    #[n(0)]
    pub v: u32,
    /// The company's id, as it stands in authorship.
    #[cbor(n(1), with = "replica::cbor::company")]
    pub company: CompanyId,
    /// The hub's id, as it stands in proofs.
    #[n(2)]
    pub hub: String,
    /// The device's id.
    #[cbor(n(3), with = "replica::cbor::device")]
    pub device: DeviceId,
    /// Who works with it.
    #[cbor(n(4), with = "replica::cbor::person")]
    pub person: PersonId,
    /// Their name.
    #[n(5)]
    pub name: String,
    /// The device's certificate (DER).
    #[cbor(n(6), with = "minicbor::bytes")]
    pub certificate: Vec<u8>,
    /// The issuing CA's (DER).
    #[cbor(n(7), with = "minicbor::bytes")]
    pub issuing: Vec<u8>,
    /// The root's (DER); its key is the pinned one.
    #[cbor(n(8), with = "minicbor::bytes")]
    pub root: Vec<u8>,
    /// The office key's (DER), which signs this answer.
    #[cbor(n(9), with = "minicbor::bytes")]
    pub office: Vec<u8>,
}

/// The bytes that were signed, and the signature.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Signed {
    #[cbor(n(0), with = "minicbor::bytes")]
    body: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    signature: Es256,
}

/// What the device remembers while it asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked<'a> {
    /// From the QR.
    pub pin: Digest,
    /// The nonce sent.
    pub nonce: [u8; 16],
    /// The key sent.
    pub spki: &'a [u8],
}

/// A device that is one of the company's now.
pub struct Enrolled {
    /// What the hub said; to be kept whole.
    pub answer: EnrolAnswer,
    /// Knows the office's key and this device's.
    pub registry: Registry,
}

/// Why a device was not enrolled.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EnrolRefused {
    /// Not a message of enrolment.
    #[error("this is not an answer of a Doorstep office; check the address and scan the code again")]
    Unreadable,
    /// The signature does not hold.
    #[error("this answer was changed on its way; scan the code again in another network")]
    Signature,
    /// The root is not the one in the QR.
    #[error("this is not the office that showed the code; do not go on, ask the office")]
    Pin,
    /// A certificate does not come from that root.
    #[error("this office's certificates are not in order ({0}); ask the office")]
    NotTrusted(#[from] NotTrusted),
    /// The certificate is for another key, device or person than said.
    #[error("this certificate belongs to another device; scan a new code")]
    OtherDevice,
    /// The key store said no.
    #[error(transparent)]
    Key(#[from] KeyRefused),
}

impl EnrolRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "enrol.unreadable",
            Self::Signature => "enrol.signature",
            Self::Pin => "enrol.pin",
            Self::NotTrusted(why) => why.code(),
            Self::OtherDevice => "enrol.other_device",
            Self::Key(why) => why.code(),
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable => "这不是上门公司中台的回答，请核对地址并重新扫码。".into(),
            Self::Signature => "回答在路上被改动，请换个网络重新扫码。".into(),
            Self::Pin => "这不是出示二维码的公司，请停下并询问公司。".into(),
            Self::NotTrusted(why) => why.zh(),
            Self::OtherDevice => "这张证书属于别的设备，请扫一个新的二维码。".into(),
            Self::Key(why) => why.zh(),
        }
    }
}

/// The bytes to send: the request, signed by the key it names.
pub fn ask(request: &EnrolRequest, key: &dyn Signer) -> Result<Vec<u8>, EnrolRefused> {
    sign(request, &[], ASK, key)
}

/// Reads a request and checks that the sender holds the key. The token is the hub's to check.
pub fn read_request(bytes: &[u8]) -> Result<EnrolRequest, EnrolRefused> {
    let signed = open(bytes)?;
    let request: EnrolRequest = read(&signed.body)?;
    if request.v != VERSION {
        return Err(EnrolRefused::Unreadable);
    }
    let holds = verifies(&request.spki, &[ASK, &signed.body].concat(), &signed.signature);
    holds.then_some(request).ok_or(EnrolRefused::Signature)
}

/// The bytes to answer, signed by the office's key over the device's nonce.
pub fn answer(answer: &EnrolAnswer, nonce: &[u8; 16], office: &dyn Signer) -> Result<Vec<u8>, EnrolRefused> {
    sign(answer, nonce, ANSWER, office)
}

/// Reads an answer and checks all of it: pin, certificates, that they are for our key, and the office's signature.
pub fn read_answer(bytes: &[u8], asked: &Asked<'_>) -> Result<Enrolled, EnrolRefused> {
    let signed = open(bytes)?;
    let answer: EnrolAnswer = read(&signed.body)?;
    if answer.v != VERSION {
        return Err(EnrolRefused::Unreadable);
    }
    let root = Certificate::from_der(&answer.root)?;
    if Digest::of(root.spki()) != asked.pin {
        return Err(EnrolRefused::Pin);
    }
    let issuing = Certificate::from_der(&answer.issuing)?;
    let office = Certificate::from_der(&answer.office)?;
    let device = Certificate::from_der(&answer.certificate)?;
    chain_holds(&office, &issuing, &root, None)?;
    chain_holds(&device, &issuing, &root, None)?;
    let message = [ANSWER, &asked.nonce, &signed.body].concat();
    if office.subject().role != Role::Office || !verifies(office.spki(), &message, &signed.signature) {
        return Err(EnrolRefused::Signature);
    }
    let subject = device.subject();
    let names = subject.role == Role::Device
        && subject.name == answer.device.as_str()
        && subject.person.as_deref() == Some(answer.person.as_str());
    if !names || device.spki() != asked.spki {
        return Err(EnrolRefused::OtherDevice);
    }
    let mut registry = Registry::new(answer.company.clone(), root, issuing);
    for der in [&answer.office, &answer.certificate] {
        registry.admit_certificate(der).map_err(|_| EnrolRefused::OtherDevice)?;
    }
    Ok(Enrolled { answer, registry })
}

fn sign<T: Encode<()>>(message: &T, nonce: &[u8], context: &[u8], key: &dyn Signer) -> Result<Vec<u8>, EnrolRefused> {
    let body = minicbor::to_vec(message).map_err(|_| EnrolRefused::Unreadable)?;
    let signature = key.sign(&[context, nonce, &body].concat())?;
    minicbor::to_vec(Signed { body, signature }).map_err(|_| EnrolRefused::Unreadable)
}

fn open(bytes: &[u8]) -> Result<Signed, EnrolRefused> {
    if bytes.len() > LONGEST {
        return Err(EnrolRefused::Unreadable);
    }
    read(bytes)
}

fn read<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, EnrolRefused> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let message = decoder.decode().map_err(|_| EnrolRefused::Unreadable)?;
    if decoder.position() == bytes.len() { Ok(message) } else { Err(EnrolRefused::Unreadable) }
}

#[cfg(test)]
mod tests;
