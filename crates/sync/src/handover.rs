//! The hand-over file (移交文件): everything a device has that the office lacks, for when the device is dying or the hub
//! cannot be reached (DESIGN "Refusal never deletes"). It is one age file (age-encryption.org/v1) to an X25519 key of the
//! office, so that whoever carries it can read nothing of it; inside is one CBOR map. Changes prove their authors
//! themselves, files are named by their bytes, so a file may be taken in twice, late, or beside the device itself.

use crate::wire::Documents;
use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use age::{DecryptError, decrypt, encrypt};
use domain::ids::{CompanyId, DeviceId, PersonId};
use minicbor::{Decode, Encode};
use replica::author::SignedActorCertificate;

/// The version written.
pub const VERSION: u32 = 1;
/// The longest file, in bytes. A device with more to say writes several.
pub const LARGEST: u64 = 256 << 20;
/// Photos and papers in one file, in bytes.
pub const FILES: u64 = 192 << 20;
/// Kind and name of the release that tells devices the office's key; its bytes are the key as text.
pub const RELEASE: (&str, &str) = ("key", "hand-over");

/// What the file holds.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct HandOver {
    /// Format version.
    #[n(0)]
    pub v: u32,
    /// Whose.
    #[cbor(n(1), with = "replica::cbor::company")]
    pub company: CompanyId,
    /// The device that wrote it.
    #[cbor(n(2), with = "replica::cbor::device")]
    pub device: DeviceId,
    /// Who works with it.
    #[cbor(n(3), with = "replica::cbor::person")]
    pub person: PersonId,
    /// When, Unix milliseconds by the device's clock.
    #[n(4)]
    pub made_ms: i64,
    /// Which of `parts`, from 1.
    #[n(5)]
    pub part: u32,
    /// How many files belong together.
    #[n(6)]
    pub parts: u32,
    /// Changes the office has not acknowledged; all of them are in the first part.
    #[cbor(n(7), default)]
    pub documents: Vec<Documents>,
    /// Of actors in `documents`.
    #[cbor(n(8), default)]
    pub actor_certificates: Vec<SignedActorCertificate>,
    /// Of keys the office may have lost (DER); the device's own among them.
    #[cbor(n(9), default, with = "replica::cbor::blobs")]
    pub device_certificates: Vec<Vec<u8>>,
    /// Photos, ink, facts and papers the office lacks. Each is called by its SHA-256.
    #[cbor(n(10), default, with = "replica::cbor::blobs")]
    pub files: Vec<Vec<u8>>,
}

/// The office's key for these files.
pub struct OfficeKey(Identity);

/// Why a file was not written or not read.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum HandOverRefused {
    /// The device was never told a key of the office, or one that is none.
    #[error("this device does not know the office's key for hand-over files yet; sync once, then try again")]
    NoKey,
    /// The file cannot be written.
    #[error("the hand-over file could not be made; restart the app and try again")]
    NotMade,
    /// Not an age file.
    #[error("this is not a hand-over file; choose the one the app made (doorstep-handover-*.age)")]
    OtherFile,
    /// For another office's key.
    #[error("this hand-over file is for another office, or for a key this office has no more")]
    OtherKey,
    /// It was cut short or changed.
    #[error("this hand-over file is damaged or cut short; copy it from the phone again")]
    Damaged,
    /// Longer than [`LARGEST`].
    #[error("this file is larger than any hand-over file; choose the one the app made")]
    TooLarge,
    /// Written by a newer app.
    #[error("this hand-over file comes from a newer app; update the office's program and take it in again")]
    Newer,
    /// Of another company.
    #[error("this hand-over file belongs to another company")]
    OtherCompany,
}

impl HandOverRefused {
    /// A stable word for the UI and the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoKey => "handover.no_key",
            Self::NotMade => "handover.not_made",
            Self::OtherFile => "handover.other_file",
            Self::OtherKey => "handover.other_key",
            Self::Damaged => "handover.damaged",
            Self::TooLarge => "handover.too_large",
            Self::Newer => "handover.newer",
            Self::OtherCompany => "handover.other_company",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::NoKey => "本机还不知道公司的移交密钥，请联网同步一次后再试。",
            Self::NotMade => "移交文件没有生成，请重启应用后再试。",
            Self::OtherFile => "这不是移交文件，请选应用生成的那个（doorstep-handover-*.age）。",
            Self::OtherKey => "这个移交文件是给别的公司的，或用的是本公司已不再持有的密钥。",
            Self::Damaged => "移交文件损坏或不完整，请从手机重新复制一份。",
            Self::TooLarge => "文件比任何移交文件都大，请选应用生成的那个。",
            Self::Newer => "移交文件来自更新的应用，请先升级中台再导入。",
            Self::OtherCompany => "这个移交文件属于别的公司。",
        }
    }
}

impl HandOver {
    /// The file, readable by whoever holds the key of `recipient` (`age1…`) alone.
    pub fn seal(&self, recipient: &str) -> Result<Vec<u8>, HandOverRefused> {
        let recipient: Recipient = recipient.parse().map_err(|_| HandOverRefused::NoKey)?;
        encrypt(&recipient, &self.to_bytes()?).map_err(|_| HandOverRefused::NotMade)
    }

    /// Reads a file. Nothing in it is checked yet but its form and its company.
    pub fn open(file: &[u8], key: &OfficeKey, company: &CompanyId) -> Result<Self, HandOverRefused> {
        if file.len() as u64 > LARGEST {
            return Err(HandOverRefused::TooLarge);
        }
        let inside = decrypt(&key.0, file).map_err(|why| match why {
            DecryptError::NoMatchingKeys => HandOverRefused::OtherKey,
            _ if !is_age(file) => HandOverRefused::OtherFile,
            _ => HandOverRefused::Damaged,
        })?;
        let read = Self::read(&inside)?;
        if read.company == *company { Ok(read) } else { Err(HandOverRefused::OtherCompany) }
    }

    /// What stands inside the file.
    pub fn to_bytes(&self) -> Result<Vec<u8>, HandOverRefused> {
        minicbor::to_vec(self).map_err(|_| HandOverRefused::NotMade)
    }

    /// Reads what stands inside.
    pub fn read(inside: &[u8]) -> Result<Self, HandOverRefused> {
        let read: Self = minicbor::decode(inside).map_err(|_| HandOverRefused::Damaged)?;
        if read.v > VERSION { Err(HandOverRefused::Newer) } else { Ok(read) }
    }
}

/// Whether it begins as every age file does.
fn is_age(file: &[u8]) -> bool {
    file.starts_with(b"age-encryption.org/v1\n")
}

impl OfficeKey {
    /// A fresh key.
    #[must_use]
    pub fn generate() -> Self {
        Self(Identity::generate())
    }

    /// Reads `AGE-SECRET-KEY-1…`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(Self)
    }

    /// The secret as text, for its file.
    #[must_use]
    pub fn secret(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }

    /// What devices encrypt to: `age1…`.
    #[must_use]
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }
}

#[cfg(test)]
mod tests;
