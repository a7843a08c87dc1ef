//! What the QR of a sheet says: `HTTPS://HOST/Q/` and base32 of
//! `0x01 ‖ len ‖ number ‖ facts digest (32) ‖ key id (8) ‖ seal signature (64)`. Upper case throughout, so that it fits
//! the alphanumeric mode and any phone's camera opens it as an address.

use super::Seal;
use crate::digest::Digest;
use crate::key::{Es256, KeyId};
use data_encoding::BASE32_NOPAD;

const VERSION: u8 = 1;

/// What a scanned QR claims. It is a claim until it is compared with the seal it speaks of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QrClaim {
    /// The paper's number.
    pub paper: String,
    /// Digest of its facts.
    pub facts: Digest,
    /// The device's key.
    pub key: KeyId,
    /// The seal's signature.
    pub signature: Es256,
}

/// Why a text is not the QR of a sheet.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum QrUnreadable {
    /// Some other QR code.
    #[error("this is not the code of a service sheet; scan the code in the sheet's corner")]
    Foreign,
    /// Ours, but damaged.
    #[error("this code is damaged; scan it again, or type the sheet's number")]
    Damaged,
    /// A later version.
    #[error("this code has version {0}; update the app")]
    Version(u8),
}

impl QrUnreadable {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Foreign => "qr.foreign",
            Self::Damaged => "qr.damaged",
            Self::Version(_) => "qr.version",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Foreign => "这不是服务单上的二维码，请扫服务单右上角的码。".into(),
            Self::Damaged => "这个码不完整，请重扫，或输入服务单号。".into(),
            Self::Version(version) => format!("这个码是第 {version} 版，请更新应用。"),
        }
    }
}

impl QrClaim {
    /// Whether the code speaks of exactly this seal.
    pub fn matches(&self, seal: &Seal) -> bool {
        self.paper == seal.claim.paper
            && self.facts == seal.claim.facts
            && self.key == seal.claim.key
            && self.signature == seal.signature
    }
}

/// The text of the QR for this seal. `host` is the company's verify host in any case. `None` where the number is empty
/// or longer than 255 bytes, or the host is no host.
pub fn to_qr(host: &str, seal: &Seal) -> Option<String> {
    let is_host = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
    let number = seal.claim.paper.as_bytes();
    let len = u8::try_from(number.len()).ok().filter(|len| *len > 0)?;
    let mut bytes = vec![VERSION, len];
    bytes.extend_from_slice(number);
    bytes.extend_from_slice(&seal.claim.facts.0);
    bytes.extend_from_slice(&seal.claim.key.0);
    bytes.extend_from_slice(&seal.signature);
    is_host.then(|| format!("HTTPS://{}/Q/{}", host.to_ascii_uppercase(), BASE32_NOPAD.encode(&bytes)))
}

/// Reads a scanned text. Phones hand the address on in lower case at times, so case does not matter.
pub fn from_qr(text: &str) -> Result<QrClaim, QrUnreadable> {
    let text = text.to_ascii_uppercase();
    let rest = text.strip_prefix("HTTPS://").or_else(|| text.strip_prefix("HTTP://"));
    let (host, payload) = rest.and_then(|rest| rest.split_once("/Q/")).ok_or(QrUnreadable::Foreign)?;
    if host.is_empty() || host.contains('/') {
        return Err(QrUnreadable::Foreign);
    }
    let bytes = BASE32_NOPAD.decode(payload.as_bytes()).map_err(|_| QrUnreadable::Damaged)?;
    match bytes.split_first() {
        Some((&VERSION, rest)) => read(rest).ok_or(QrUnreadable::Damaged),
        Some((&later, _)) => Err(QrUnreadable::Version(later)),
        None => Err(QrUnreadable::Damaged),
    }
}

fn read(bytes: &[u8]) -> Option<QrClaim> {
    let (&len, rest) = bytes.split_first()?;
    let (number, rest) = rest.split_at_checked(len.into())?;
    let (facts, rest) = rest.split_first_chunk::<32>()?;
    let (key, rest) = rest.split_first_chunk::<8>()?;
    let signature: Es256 = rest.try_into().ok()?;
    let paper = std::str::from_utf8(number).ok().filter(|number| !number.is_empty())?.to_owned();
    Some(QrClaim { paper, facts: Digest(*facts), key: KeyId(*key), signature })
}

#[cfg(test)]
mod tests {
    use super::super::{InkRole, Sealing, SignedBy};
    use super::*;
    use crate::facts::Text;
    use crate::key::SoftwareKey;
    use crate::time::{At, Trust};

    fn seal() -> Seal {
        let what = Sealing {
            paper: "GD261120-0041-1-D03A1".into(),
            facts: Digest::of(b"facts"),
            inks: [(InkRole::Customer, Digest::of(b"ink"))].into(),
            signer: SignedBy { name: "王淑敏".into(), relation: Text::zh("本人") },
            at: At { time: "2026-11-20T15:17:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
            place: None,
        };
        Seal::sign(what, &SoftwareKey::from_secret(&[7; 32]).unwrap()).unwrap()
    }

    #[test]
    fn the_code_leads_back_to_its_seal() {
        let text = to_qr("verify.anxin.example", &seal()).unwrap();
        assert!(text.starts_with("HTTPS://VERIFY.ANXIN.EXAMPLE/Q/AE"), "{text}");
        let alphanumeric = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase() || b" $%*+-./:".contains(&b);
        assert!(text.bytes().all(alphanumeric), "{text}");
        assert!(text.len() <= 366, "version 11 at level M holds 366, this is {}", text.len());
        assert!(from_qr(&text).unwrap().matches(&seal()));
        assert_eq!(from_qr(&text.to_lowercase()), from_qr(&text));
    }

    #[test]
    fn a_code_of_another_sheet_does_not_match() {
        let text = to_qr("verify.anxin.example", &seal()).unwrap();
        let mut other = seal();
        other.claim.facts = Digest::of(b"other");
        assert!(!from_qr(&text).unwrap().matches(&other));
    }

    #[test]
    fn a_host_that_is_none_makes_no_code() {
        for host in ["", "a b", "a/b", "窗.example", "a\"b"] {
            assert_eq!(to_qr(host, &seal()), None, "{host}");
        }
        let mut nameless = seal();
        nameless.claim.paper.clear();
        assert_eq!(to_qr("a.example", &nameless), None);
        nameless.claim.paper = "9".repeat(256);
        assert_eq!(to_qr("a.example", &nameless), None);
    }

    #[test]
    fn foreign_and_damaged_codes_are_told_apart_and_none_is_fatal() {
        for foreign in ["", "hello", "HTTPS://", "HTTPS:///Q/AE", "HTTPS://A/B/Q/AE", "ftp://a/Q/AE", "微信"] {
            assert_eq!(from_qr(foreign), Err(QrUnreadable::Foreign), "{foreign}");
        }
        let text = to_qr("a.example", &seal()).unwrap();
        for end in 21..text.len() {
            assert!(from_qr(&text[..end]).is_err(), "cut at {end}");
        }
        assert_eq!(from_qr(&format!("{text}AA")), Err(QrUnreadable::Damaged));
        assert_eq!(from_qr("HTTPS://A/Q/01189"), Err(QrUnreadable::Damaged));
        assert_eq!(from_qr("HTTPS://A/Q/"), Err(QrUnreadable::Damaged));
        assert_eq!(
            from_qr(&format!("HTTPS://A/Q/{}", BASE32_NOPAD.encode(&[2, 1, 65]))),
            Err(QrUnreadable::Version(2))
        );
        assert_eq!(from_qr(&format!("HTTPS://A/Q/{}", BASE32_NOPAD.encode(&[1, 255, 65]))), Err(QrUnreadable::Damaged));
        let mut bytes = vec![1, 2, 0xff, 0xfe];
        bytes.extend_from_slice(&[0; 104]);
        assert_eq!(from_qr(&format!("HTTPS://A/Q/{}", BASE32_NOPAD.encode(&bytes))), Err(QrUnreadable::Damaged));
    }
}
