//! How a device becomes one of the company's: a one-time code for a person, used up by one key.

use crate::core::{CoreRefused, Moment};
use crate::entropy;
use crate::identity::{self, DEVICE_DAYS, Identity};
use ::sync::enrol::{self, EnrolAnswer, EnrolRequest};
use data_encoding::BASE64URL_NOPAD;
use domain::digest::Digest;
use domain::ids::{DeviceId, PersonId};
use domain::key::KeyId;
use domain::trust::{self, Certificate, DeviceName};
use hub_storage::Tx;
use hub_storage::people::{Device, DeviceState, Enrolment, Person};

/// How long a code lasts (DESIGN "Sync").
pub const CODE_LASTS_MS: i64 = 15 * 60 * 1000;
/// The longest word of a device about itself, in characters.
const LONGEST_FACTS: usize = 200;
/// A certificate that ends sooner than this is renewed.
const RENEW_BEFORE_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// A code just made.
pub struct Code {
    /// The token; only its SHA-256 is kept.
    pub token: [u8; 32],
    /// Good until, Unix milliseconds.
    pub expires: i64,
}

impl Code {
    /// The pin and the token as the link carries them.
    #[must_use]
    pub fn parts(&self, identity: &Identity) -> (Digest, String) {
        (Digest::of(identity.root.spki()), BASE64URL_NOPAD.encode(&self.token))
    }

    /// The link of the QR: where the hub is, the pin of its root key, the token.
    #[must_use]
    pub fn link(&self, identity: &Identity, address: &str) -> String {
        let (pin, token) = self.parts(identity);
        format!("doorstep://enrol?hub={}&pin={pin}&token={token}", escaped(address))
    }
}

/// A query value (RFC 3986, unreserved characters as they are).
fn escaped(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let mut escaped = String::new();
    for byte in text.bytes() {
        if plain(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// Makes a code for a person's next device.
pub fn invite(tx: &mut dyn Tx, moment: Moment<'_>, person: &PersonId) -> Result<Code, CoreRefused> {
    tx.person(person)?.ok_or_else(|| CoreRefused::NoPerson(person.clone()))?;
    let token: [u8; 32] = entropy::bytes(moment.entropy);
    let expires = moment.now_ms + CODE_LASTS_MS;
    tx.save_token(&Digest::of(&token).0, &Enrolment { person: person.clone(), expires, used: None })?;
    Ok(Code { token, expires })
}

/// Uses the token up and certifies the key. The jobs follow with the device's first requests. The answer is to be signed. A
/// key that is a device of this person already stays that device: its phone did not hear the first answer.
pub fn enrol(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    request: &EnrolRequest,
) -> Result<(Device, EnrolAnswer), CoreRefused> {
    let token = Digest::of(&request.token).0;
    let enrolment = tx.token(&token)?.ok_or(CoreRefused::TokenUnknown)?;
    if enrolment.used.is_some() {
        return Err(CoreRefused::TokenUsed);
    }
    if enrolment.expires <= moment.now_ms {
        return Err(CoreRefused::TokenExpired);
    }
    let person = tx.person(&enrolment.person)?.ok_or(CoreRefused::TokenUnknown)?;
    let key = KeyId::of_spki(&request.spki);
    let device = match tx.device_of_key(&key)? {
        None => new_device(moment, &person, key, request),
        // The phone never heard that it was let in, and asks again with another code.
        Some(device) if device.person == person.id && device.state == DeviceState::Active => device,
        Some(_) => return Err(CoreRefused::KeyKnown),
    };
    let device = Device { certificate: certify(moment, &device)?, ..device };
    tx.save_device(&device, moment.now_ms)?;
    if !tx.use_token(&token, &device.id, moment.now_ms)? {
        return Err(CoreRefused::TokenUsed);
    }
    let answer = answer(moment, &device, person);
    Ok((device, answer))
}

fn new_device(moment: Moment<'_>, person: &Person, key: KeyId, request: &EnrolRequest) -> Device {
    Device {
        id: DeviceId::new(entropy::id(moment.entropy, "d")),
        person: person.id.clone(),
        key,
        spki: request.spki.clone(),
        certificate: Vec::new(),
        facts: request.device.chars().take(LONGEST_FACTS).collect(),
        state: DeviceState::Active,
        enrolled: moment.now_ms,
    }
}

fn answer(moment: Moment<'_>, device: &Device, person: Person) -> EnrolAnswer {
    let identity = moment.identity;
    EnrolAnswer {
        v: enrol::VERSION,
        company: identity.company.clone(),
        hub: identity.hub.clone(),
        device: device.id.clone(),
        person: person.id,
        name: person.name,
        certificate: device.certificate.clone(),
        issuing: identity.issuing.der().to_vec(),
        root: identity.root.der().to_vec(),
        office: identity.office.der().to_vec(),
    }
}

/// A new certificate for a device whose present one ends soon; `None` while it lasts.
pub fn renew(tx: &mut dyn Tx, moment: Moment<'_>, device: &Device) -> Result<Option<Vec<u8>>, CoreRefused> {
    let lasts = |certificate: Certificate| certificate.valid_until() > moment.now_ms + RENEW_BEFORE_MS;
    if Certificate::from_der(&device.certificate).is_ok_and(lasts) {
        return Ok(None);
    }
    let certificate = certify(moment, device)?;
    tx.save_device(&Device { certificate: certificate.clone(), ..device.clone() }, moment.now_ms)?;
    Ok(Some(certificate))
}

fn certify(moment: Moment<'_>, device: &Device) -> Result<Vec<u8>, CoreRefused> {
    let identity = moment.identity;
    let name = DeviceName {
        device: device.id.as_str().to_owned(),
        company: identity.company.as_str().to_owned(),
        person: device.person.as_str().to_owned(),
    };
    let terms = identity::terms(moment.now_ms, DEVICE_DAYS, moment.entropy);
    let certificate = trust::device(&device.spki, &name, &terms, &identity.issuing, &identity.keys.issuing)?;
    Ok(certificate.der().to_vec())
}
