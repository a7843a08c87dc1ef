//! How a request proves the device's key (FORMATS "Wire"): a signature over what is asked, of whom, and a nonce from the
//! last answer. No token expires and no clock of the device is asked, so a restored hub re-admits a device from its
//! certificate alone. The hub keeps a few nonces a device through restarts; one it does not know costs one repeat: it
//! answers 401 with a fresh one.

use data_encoding::BASE64URL_NOPAD;
use domain::digest::Digest;
use domain::key::{Es256, KeyId, KeyRefused, Signer, verifies};

/// Request header: the key's id, 16 hex digits.
pub const KEY: &str = "doorstep-key";
/// Request header: the nonce used. Answer header: the next one. Base64url without padding, 22 characters.
pub const NONCE: &str = "doorstep-nonce";
/// Request header: the signature, base64url without padding, 86 characters.
pub const PROOF: &str = "doorstep-proof";

/// Request header: the device's certificate (DER), base64url without padding; shown to a hub that answered
/// [`ProofRefused::UnknownKey`].
pub const CERTIFICATE: &str = "doorstep-certificate";

const CONTEXT: &[u8] = b"doorstep-request-1";

/// 16 random bytes the hub dealt; each proves one request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Nonce(pub [u8; 16]);

impl Nonce {
    /// For a device that has none: the hub will answer 401 and deal one.
    pub const NONE: Nonce = Nonce([0; 16]);

    /// As it stands in the header.
    pub fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// Reads a header.
    pub fn from_text(text: &str) -> Option<Self> {
        BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

/// What a request asks, of whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked<'a> {
    /// `POST` ...
    pub method: &'a str,
    /// Path with its leading slash.
    pub path: &'a str,
    /// The body as sent.
    pub body: &'a [u8],
    /// The hub's id, from enrolment: a proof for one hub is none for another.
    pub hub: &'a str,
}

/// A request's proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// Whose key.
    pub key: KeyId,
    /// The nonce used.
    pub nonce: Nonce,
    /// ES256.
    pub signature: Es256,
}

/// Why a request is not let in. The device keeps everything; nothing is ever deleted because of a refusal.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
pub enum ProofRefused {
    /// A header is absent or not of its form.
    #[error("this request does not prove its device; update the app")]
    Missing,
    /// The nonce is not one of this device's: repeat with the one in the answer.
    #[error("this request was proved with an old number; it is repeated by itself")]
    Nonce,
    /// No certificate for the key.
    #[error("the office does not know this device; nothing is deleted, ask the office to enrol it again")]
    UnknownKey,
    /// The signature does not hold.
    #[error("this request was changed on its way or belongs to another device; try again in another network")]
    Signature,
}

impl ProofRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "proof.missing",
            Self::Nonce => "proof.nonce",
            Self::UnknownKey => "proof.unknown_key",
            Self::Signature => "proof.signature",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Missing => "这次请求没有证明设备身份，请更新应用。",
            Self::Nonce => "这次请求用了旧的编号，会自动重发。",
            Self::UnknownKey => "公司不认识这台设备；数据都在，请公司重新注册。",
            Self::Signature => "这次请求在路上被改动或属于别的设备，请换个网络再试。",
        }
        .into()
    }
}

impl Proof {
    /// Proves a request.
    pub fn sign(asked: &Asked<'_>, nonce: Nonce, key: &dyn Signer) -> Result<Self, KeyRefused> {
        let signature = key.sign(&message(asked, nonce))?;
        Ok(Self { key: key.key_id(), nonce, signature })
    }

    /// Whether it holds for this request and key.
    pub fn verify(&self, asked: &Asked<'_>, spki: &[u8]) -> Result<(), ProofRefused> {
        let holds = KeyId::of_spki(spki) == self.key && verifies(spki, &message(asked, self.nonce), &self.signature);
        if holds { Ok(()) } else { Err(ProofRefused::Signature) }
    }

    /// The three headers.
    pub fn headers(&self) -> [(&'static str, String); 3] {
        [(KEY, self.key.hex()), (NONCE, self.nonce.text()), (PROOF, BASE64URL_NOPAD.encode(&self.signature))]
    }

    /// Reads the three headers; `header` gives the value of a name in lower case.
    pub fn from_headers<'a>(header: impl Fn(&str) -> Option<&'a str>) -> Result<Self, ProofRefused> {
        let read = || {
            let signature = BASE64URL_NOPAD.decode(header(PROOF)?.as_bytes()).ok()?.try_into().ok()?;
            Some(Self { key: KeyId::from_hex(header(KEY)?)?, nonce: Nonce::from_text(header(NONCE)?)?, signature })
        };
        read().ok_or(ProofRefused::Missing)
    }
}

/// `"doorstep-request-1" ‖ method ‖ path ‖ SHA-256(body) ‖ hub id ‖ nonce`; the texts each after their length (u16 BE).
fn message(asked: &Asked<'_>, nonce: Nonce) -> Vec<u8> {
    let mut message = CONTEXT.to_vec();
    let push = |message: &mut Vec<u8>, text: &str| {
        message.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
        message.extend(text.bytes());
    };
    push(&mut message, asked.method);
    push(&mut message, asked.path);
    message.extend(Digest::of(asked.body).0);
    push(&mut message, asked.hub);
    message.extend(nonce.0);
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::key::SoftwareKey;
    use std::collections::BTreeMap;

    const ASKED: Asked<'static> = Asked { method: "POST", path: "/v1/sync", body: b"page", hub: "hub-1" };

    fn key(seed: u8) -> SoftwareKey {
        SoftwareKey::from_secret(&[seed; 32]).unwrap()
    }

    fn proof() -> Proof {
        Proof::sign(&ASKED, Nonce([3; 16]), &key(1)).unwrap()
    }

    #[test]
    fn a_proof_travels_in_three_headers() {
        let headers: BTreeMap<_, _> = proof().headers().into_iter().collect();
        let read = Proof::from_headers(|name| headers.get(name).map(String::as_str)).unwrap();
        assert_eq!(read, proof());
        assert_eq!(read.verify(&ASKED, key(1).spki()), Ok(()));
        assert_eq!(headers[NONCE], "AwMDAwMDAwMDAwMDAwMDAw");
    }

    #[test]
    fn a_proof_holds_for_its_own_request_alone() {
        let others = [
            Asked { method: "HEAD", ..ASKED },
            Asked { path: "/v1/media", ..ASKED },
            Asked { body: b"other", ..ASKED },
            Asked { hub: "hub-2", ..ASKED },
            // The same bytes cut elsewhere.
            Asked { method: "POST/", path: "v1/sync", ..ASKED },
        ];
        for asked in others {
            assert_eq!(proof().verify(&asked, key(1).spki()), Err(ProofRefused::Signature), "{asked:?}");
        }
        let replayed = Proof { nonce: Nonce([4; 16]), ..proof() };
        assert_eq!(replayed.verify(&ASKED, key(1).spki()), Err(ProofRefused::Signature));
        assert_eq!(proof().verify(&ASKED, key(2).spki()), Err(ProofRefused::Signature));
        assert_eq!(proof().verify(&ASKED, b"no key"), Err(ProofRefused::Signature));
    }

    #[test]
    fn headers_that_are_absent_or_bent_are_refused() {
        let good: BTreeMap<_, _> = proof().headers().into_iter().collect();
        for name in [KEY, NONCE, PROOF] {
            for value in [None, Some(""), Some("zz"), Some("AAAA====")] {
                let read = Proof::from_headers(|it| if it == name { value } else { good.get(it).map(String::as_str) });
                assert_eq!(read, Err(ProofRefused::Missing), "{name} {value:?}");
            }
        }
        for refused in [ProofRefused::Missing, ProofRefused::Nonce, ProofRefused::UnknownKey, ProofRefused::Signature] {
            assert!(refused.code().starts_with("proof.") && refused.to_string().is_ascii() && !refused.zh().is_ascii());
        }
    }
}
