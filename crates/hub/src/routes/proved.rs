//! Whether a request comes from an enrolled device: its key signed method, path, body, our id and a nonce we dealt. The
//! nonce is used up in the transaction that does what was asked, so a replay finds none.

use crate::core::Moment;
use crate::core::writers;
use crate::entropy;
use crate::problem::Problem;
use ::sync::proof::{Asked, CERTIFICATE, NONCE, Nonce, Proof, ProofRefused};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use domain::trust::{Certificate, Role, chain_holds};
use hub_storage::people::{Device, DeviceState};
use hub_storage::{StorageRefused, Tx};

/// A request whose signature is yet to be checked.
pub struct Claim {
    method: String,
    path: String,
    body: Vec<u8>,
    proof: Result<Proof, ProofRefused>,
    certificate: Option<Vec<u8>>,
}

/// Why it was not let in.
pub enum NotProved {
    /// It is refused.
    Refused(Problem),
    /// Its nonce is not one of this device's; here is a fresh one for the repeat. To be committed.
    Again(Nonce),
}

impl From<StorageRefused> for NotProved {
    fn from(refused: StorageRefused) -> Self {
        Self::Refused(refused.into())
    }
}

impl Claim {
    /// Reads the headers.
    #[must_use]
    pub fn of(parts: &Parts, body: Vec<u8>) -> Self {
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            body,
            proof: Proof::from_headers(header),
            certificate: header(CERTIFICATE).and_then(|text| BASE64URL_NOPAD.decode(text.as_bytes()).ok()),
        }
    }

    /// The body as it was signed.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The device, once its proof holds and its nonce is used up. `certificates` came in the body, one may have come
    /// in a header: a device that a restored hub has forgotten is known again by the one that was issued to it.
    pub fn admit(&self, tx: &mut dyn Tx, moment: Moment<'_>, certificates: &[Vec<u8>]) -> Result<Device, NotProved> {
        let proof = self.proof.as_ref().map_err(|why| refused(*why))?;
        let known = tx.device_of_key(&proof.key)?;
        let forgotten = match &known {
            Some(_) => None,
            None => {
                let shown = certificates.iter().chain(&self.certificate);
                Some(forgotten(moment, proof, shown).ok_or_else(|| refused(ProofRefused::UnknownKey))?)
            }
        };
        let spki = match (&known, &forgotten) {
            (Some(device), _) => device.spki.as_slice(),
            (None, Some(certificate)) => certificate.spki(),
            (None, None) => return Err(refused(ProofRefused::UnknownKey)),
        };
        let hub = &moment.identity.hub;
        let asked = Asked { method: &self.method, path: &self.path, body: &self.body, hub };
        proof.verify(&asked, spki).map_err(refused)?;
        if !tx.use_nonce(&proof.key, &proof.nonce.0)? {
            let fresh = Nonce(entropy::bytes(moment.entropy));
            tx.open_nonce(&proof.key, known.is_some(), &fresh.0, moment.now_ms)?;
            return Err(NotProved::Again(fresh));
        }
        let device = match (known, forgotten) {
            (Some(device), _) => Some(device),
            (None, Some(certificate)) => writers::remember(tx, &certificate, moment.now_ms)?,
            (None, None) => None,
        };
        let device = device.ok_or_else(|| refused(ProofRefused::UnknownKey))?;
        in_use(tx, device)
    }

    /// Deals the nonce for the device's next request.
    pub fn next(tx: &mut dyn Tx, moment: Moment<'_>, device: &Device) -> Result<Nonce, StorageRefused> {
        let fresh = Nonce(entropy::bytes(moment.entropy));
        tx.open_nonce(&device.key, true, &fresh.0, moment.now_ms)?;
        Ok(fresh)
    }
}

/// The certificate this hub's office issued for the key that signed.
fn forgotten<'a>(moment: Moment<'_>, proof: &Proof, shown: impl Iterator<Item = &'a Vec<u8>>) -> Option<Certificate> {
    let identity = moment.identity;
    let ours = |certificate: &Certificate| {
        certificate.key_id() == proof.key
            && certificate.subject().role == Role::Device
            && certificate.subject().company == identity.company.as_str()
            && chain_holds(certificate, &identity.issuing, &identity.root, Some(moment.now_ms)).is_ok()
    };
    shown.filter_map(|der| Certificate::from_der(der).ok()).find(ours)
}

/// A device that was told to leave is let in until it has said its last word: it brings what it has, and hears the order.
fn in_use(tx: &dyn Tx, device: Device) -> Result<Device, NotProved> {
    if device.state == DeviceState::Active || tx.farewell(&device.id)?.is_none() {
        return Ok(device);
    }
    let (code, zh, en) = match device.state {
        DeviceState::Lost => (
            "device.lost",
            "这台设备已报失并清空；要再用请重新注册。",
            "this device was reported lost and wiped; to use it again, enrol it anew",
        ),
        DeviceState::Active | DeviceState::Retired => (
            "device.retired",
            "这台设备已停用并清空；要再用请重新注册。",
            "this device was retired and wiped; to use it again, enrol it anew",
        ),
    };
    Err(NotProved::Refused(Problem::new(StatusCode::FORBIDDEN, code, zh, en)))
}

fn refused(why: ProofRefused) -> NotProved {
    NotProved::Refused(Problem::unproved(why.code(), why.zh(), why.to_string()))
}

/// The answer that asks for a repeat.
#[must_use]
pub fn again(nonce: Nonce) -> Response {
    let why = ProofRefused::Nonce;
    with_nonce(Problem::unproved(why.code(), why.zh(), why.to_string()).into_response(), nonce)
}

/// An answer with the nonce for the next request.
#[must_use]
pub fn with_nonce(mut response: Response, nonce: Nonce) -> Response {
    if let Ok(value) = HeaderValue::from_str(&nonce.text()) {
        response.headers_mut().insert(NONCE, value);
    }
    response
}
