//! The seal (封存): what binds ink to facts (FORMATS "Papers"). The device signs the paper's number, the digest of its
//! facts, one digest an ink, who signed and when; whoever holds the device's public key can check it without us.

pub mod qr;

pub use qr::{QrClaim, QrUnreadable, from_qr, to_qr};

use crate::canonical::{self, NotCanonical};
use crate::digest::Digest;
use crate::facts::Text;
use crate::key::{Es256, KeyId, KeyRefused, Signer, verifies};
use crate::time::At;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeMap;

/// Domain separation: no other signature of a device starts with this.
const PREFIX: &[u8] = b"doorstep-seal-1";

/// The algorithm id of version 1. Ids are data: another one is another word here, not another format.
pub const ES256: &str = "ES256";

/// Whose hand an ink is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InkRole {
    /// The customer or who signs for him.
    Customer,
    /// The technician.
    Technician,
}

/// Who signed for the customer's side.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignedBy {
    /// Name.
    pub name: String,
    /// What he is to the customer: 本人, 家人, 物业.
    pub relation: Text,
}

/// Where it was signed, if the firm's settings and the customer allow it. Decimal degrees, WGS 84.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// For example `31.23041`.
    pub lat: String,
    /// For example `121.47370`.
    pub lon: String,
    /// Radius of doubt in metres.
    pub accuracy_m: u32,
}

/// What the device signs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Format version, 1.
    pub v: u32,
    /// The paper's number.
    pub paper: String,
    /// Digest of the facts.
    pub facts: Digest,
    /// One digest an ink.
    pub inks: BTreeMap<InkRole, Digest>,
    /// Who signed.
    pub signer: SignedBy,
    /// When the customer signed.
    pub at: At,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The device's key.
    pub key: KeyId,
    /// The algorithm, [`ES256`].
    pub algorithm: String,
}

/// The value of a `seal` record: the claim and the device's signature over it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Seal {
    /// What is signed.
    #[serde(flatten)]
    pub claim: Claim,
    /// ES256, written as 128 lower-case hex digits.
    #[serde(serialize_with = "to_hex", deserialize_with = "from_hex")]
    pub signature: Es256,
}

/// What goes into a seal beside the key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealing {
    /// The paper's number.
    pub paper: String,
    /// Digest of the facts.
    pub facts: Digest,
    /// One digest an ink.
    pub inks: BTreeMap<InkRole, Digest>,
    /// Who signed.
    pub signer: SignedBy,
    /// When.
    pub at: At,
    /// Where.
    pub place: Option<Place>,
}

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SealRefused {
    /// The key store said no.
    #[error(transparent)]
    Key(#[from] KeyRefused),
    /// The content has no canonical form.
    #[error(transparent)]
    Content(#[from] NotCanonical),
}

impl SealRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Key(refused) => refused.code(),
            Self::Content(_) => "seal.not_canonical",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Key(refused) => refused.zh(),
            Self::Content(_) => "服务单里有写法不规范的内容，请更新应用后再签。".into(),
        }
    }
}

impl Seal {
    /// Seals with the device's key.
    pub fn sign(what: Sealing, signer: &dyn Signer) -> Result<Self, SealRefused> {
        let Sealing { paper, facts, inks, signer: by, at, place } = what;
        let key = signer.key_id();
        let claim = Claim { v: 1, paper, facts, inks, signer: by, at, place, key, algorithm: ES256.into() };
        let signature = signer.sign(&claim.message()?)?;
        Ok(Self { claim, signature })
    }

    /// The bytes that are signed: `doorstep-seal-1` and the claim in canonical JSON.
    pub fn message(&self) -> Result<Vec<u8>, NotCanonical> {
        self.claim.message()
    }

    /// Whether the key with this SPKI made this seal. Says nothing about whose key it is; `trust` does.
    pub fn holds(&self, spki: &[u8]) -> bool {
        self.claim.v == 1
            && self.claim.algorithm == ES256
            && self.claim.key == KeyId::of_spki(spki)
            && self.message().is_ok_and(|message| verifies(spki, &message, &self.signature))
    }
}

impl Claim {
    fn message(&self) -> Result<Vec<u8>, NotCanonical> {
        let mut message = PREFIX.to_vec();
        message.extend_from_slice(canonical::to_string(self)?.as_bytes());
        Ok(message)
    }
}

fn to_hex<S: Serializer>(signature: &Es256, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&HEXLOWER.encode(signature))
}

fn from_hex<'de, D: Deserializer<'de>>(from: D) -> Result<Es256, D::Error> {
    let text = String::deserialize(from)?;
    let bytes = HEXLOWER.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| de::Error::custom("a signature is 128 lower-case hex digits"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SoftwareKey;
    use crate::time::Trust;

    fn key(seed: u8) -> SoftwareKey {
        SoftwareKey::from_secret(&[seed; 32]).unwrap()
    }

    fn sealing() -> Sealing {
        Sealing {
            paper: "GD261120-0041-1-D03A1".into(),
            facts: Digest::of(b"facts"),
            inks: [(InkRole::Customer, Digest::of(b"ink 1")), (InkRole::Technician, Digest::of(b"ink 2"))].into(),
            signer: SignedBy { name: "王淑敏".into(), relation: Text::new("本人", "self") },
            at: At { time: "2026-11-20T15:17:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
            place: None,
        }
    }

    #[test]
    fn a_seal_holds_for_its_key_and_comes_back_from_json_the_same() {
        let seal = Seal::sign(sealing(), &key(7)).unwrap();
        assert!(seal.holds(key(7).spki()));
        assert!(!seal.holds(key(8).spki()));
        let text = canonical::to_string(&seal).unwrap();
        let read: Seal = serde_json::from_str(&text).unwrap();
        assert_eq!(read, seal);
        assert!(read.holds(key(7).spki()));
    }

    #[test]
    fn the_signed_bytes_are_the_prefix_and_canonical_json() {
        let message = Seal::sign(sealing(), &key(7)).unwrap().message().unwrap();
        let text = String::from_utf8(message).unwrap();
        let json = text.strip_prefix("doorstep-seal-1").unwrap();
        assert!(canonical::is_canonical(json));
        assert!(
            json.starts_with(r#"{"algorithm":"ES256","at":{"time":"2026-11-20T15:17:00+08:00","trust":"verified"}"#)
        );
        assert!(!json.contains("signature"));
    }

    #[test]
    fn whatever_is_changed_breaks_the_seal() {
        let seal = Seal::sign(sealing(), &key(7)).unwrap();
        let changes: [fn(&mut Claim); 8] = [
            |claim| claim.paper.push('1'),
            |claim| claim.facts = Digest::of(b"other facts"),
            |claim| {
                claim.inks.remove(&InkRole::Customer);
            },
            |claim| claim.signer.relation = Text::zh("家人"),
            |claim| claim.at.trust = Trust::Unverified,
            |claim| claim.place = Some(Place { lat: "31.2".into(), lon: "121.4".into(), accuracy_m: 9 }),
            |claim| claim.algorithm = "none".into(),
            |claim| claim.v = 2,
        ];
        for change in changes {
            let mut changed = seal.clone();
            change(&mut changed.claim);
            assert!(!changed.holds(key(7).spki()), "{:?}", changed.claim);
        }
    }
}
