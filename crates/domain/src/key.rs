//! ES256: P-256 with SHA-256, `r‖s` in 64 bytes, low s, deterministic (RFC 6979) in software (FORMATS). A key id is the
//! first 8 bytes of SHA-256 of the public key's SPKI. Making a key needs chance and so happens in field and hub.

use crate::digest::Digest;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use data_encoding::HEXLOWER;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::EncodePublicKey;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// The first 8 bytes of SHA-256 of a public key's SPKI, written as 16 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

impl KeyId {
    /// The id of the key with this SubjectPublicKeyInfo (DER).
    pub fn of_spki(spki: &[u8]) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = Digest::of(spki).0;
        Self([a, b, c, d, e, f, g, h])
    }

    /// 16 lower-case hex digits.
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// Reads 16 lower-case hex digits; anything else is `None`.
    pub fn from_hex(text: &str) -> Option<Self> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({})", self.hex())
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::from_hex(&text).ok_or_else(|| de::Error::custom("a key id is 16 lower-case hex digits"))
    }
}

/// An ES256 signature, `r‖s`.
pub type Es256 = [u8; 64];

/// What a key store does for us. A phone's key may live in hardware and refuse.
pub trait Signer: Send + Sync {
    /// The public half as SubjectPublicKeyInfo (DER).
    fn spki(&self) -> &[u8];
    /// ES256 over `message`.
    fn sign(&self, message: &[u8]) -> Result<Es256, KeyRefused>;
    /// The key's id.
    fn key_id(&self) -> KeyId {
        KeyId::of_spki(self.spki())
    }
}

/// Why a key could not be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyRefused {
    /// These 32 bytes are no P-256 key.
    #[error("this is not a P-256 key; enrol the device again")]
    Unreadable,
    /// The key store said no (locked, removed, no user present).
    #[error("the key store refused: {0}; unlock the device and try again")]
    Store(String),
}

impl KeyRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "key.unreadable",
            Self::Store(_) => "key.store",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable => "密钥读不出来，请重新注册这台设备。".into(),
            Self::Store(why) => format!("密钥库拒绝使用密钥（{why}），请解锁设备后再试。"),
        }
    }
}

/// A private key in memory.
pub struct SoftwareKey {
    key: SigningKey,
    spki: Vec<u8>,
}

impl SoftwareKey {
    /// The key with this secret scalar (big endian). Nearly every 32 random bytes are one; draw again on refusal.
    pub fn from_secret(secret: &[u8; 32]) -> Result<Self, KeyRefused> {
        let key = SigningKey::from_slice(secret).map_err(|_| KeyRefused::Unreadable)?;
        let spki = key.verifying_key().to_public_key_der().map_err(|_| KeyRefused::Unreadable)?.into_vec();
        Ok(Self { key, spki })
    }

    /// The secret scalar, for the key vault alone.
    pub fn secret(&self) -> [u8; 32] {
        self.key.to_bytes().into()
    }
}

impl Signer for SoftwareKey {
    fn spki(&self) -> &[u8] {
        &self.spki
    }

    fn sign(&self, message: &[u8]) -> Result<Es256, KeyRefused> {
        let signature: Signature = self.key.sign(message);
        Ok(signature.normalize_s().to_bytes().into())
    }
}

/// How the SPKI of every P-256 key with an uncompressed point begins (RFC 5480); x and y follow.
const SPKI_HEAD: [u8; 26] =
    *b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00";

/// Whether `signature` is an ES256 signature over `message` by the key with this SPKI. A high s and a point that is not
/// written out are refused, so that signature and key have one form only.
pub fn verifies(spki: &[u8], message: &[u8], signature: &Es256) -> bool {
    let Some(point @ [4, ..]) = spki.strip_prefix(&SPKI_HEAD) else { return false };
    let is_low = Signature::from_slice(signature).is_ok_and(|it| it.normalize_s() == it);
    is_low && UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::PublicKey;
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;
    use p256::elliptic_curve::sec1::ToSec1Point;
    use p256::pkcs8::DecodePublicKey;

    #[test]
    fn a_signature_is_deterministic_and_holds_for_its_message_alone() {
        let key = SoftwareKey::from_secret(&[7; 32]).unwrap();
        let signature = key.sign(b"window 2").unwrap();
        assert_eq!(signature, key.sign(b"window 2").unwrap());
        assert!(verifies(key.spki(), b"window 2", &signature));
        assert!(!verifies(key.spki(), b"window 1", &signature));
        let other = SoftwareKey::from_secret(&[8; 32]).unwrap();
        assert!(!verifies(other.spki(), b"window 2", &signature));
    }

    #[test]
    fn a_signature_holds_exactly_where_another_implementation_says_so() {
        for n in 1..=40 {
            let (key, message) = (SoftwareKey::from_secret(&[n; 32]).unwrap(), [n; 50]);
            let good = key.sign(&message).unwrap();
            for place in 0..good.len() {
                for bit in [0, 7] {
                    let mut bent = good;
                    bent[place] ^= u8::from(n > 1) << bit;
                    let peer = VerifyingKey::from_public_key_der(key.spki()).unwrap();
                    let other = Signature::from_slice(&bent).is_ok_and(|it| peer.verify(&message, &it).is_ok());
                    assert_eq!(verifies(key.spki(), &message, &bent), other);
                    assert_eq!(other, n == 1);
                }
            }
        }
    }

    #[test]
    fn a_high_s_a_compressed_point_and_a_point_off_the_curve_are_refused() {
        let key = SoftwareKey::from_secret(&[7; 32]).unwrap();
        let good = key.sign(b"m").unwrap();
        let (r, s) = Signature::from_slice(&good).unwrap().split_scalars();
        let high = Signature::from_scalars(*r, -*s).unwrap();
        assert!(VerifyingKey::from_public_key_der(key.spki()).unwrap().verify(b"m", &high).is_ok());
        assert!(!verifies(key.spki(), b"m", &high.to_bytes().into()));
        let point = PublicKey::from_public_key_der(key.spki()).unwrap().to_sec1_point(true);
        let compressed = [&SPKI_HEAD[..], point.as_bytes()].concat();
        assert!(!verifies(&compressed, b"m", &good));
        let mut off = key.spki().to_vec();
        *off.last_mut().unwrap() ^= 1;
        assert!(!verifies(&off, b"m", &good));
    }

    #[test]
    fn foreign_bytes_for_key_or_signature_are_refused_not_fatal() {
        let key = SoftwareKey::from_secret(&[7; 32]).unwrap();
        assert!(!verifies(b"no key", b"m", &key.sign(b"m").unwrap()));
        assert!(!verifies(key.spki(), b"m", &[0; 64]));
        assert!(!verifies(key.spki(), b"m", &[255; 64]));
        assert!(SoftwareKey::from_secret(&[0; 32]).is_err());
    }
}
