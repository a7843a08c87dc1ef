//! The only place in the hub that draws random bytes. Ids, keys, tokens and nonces are made here and passed in
//! everywhere else.
#![allow(clippy::disallowed_methods)]

use data_encoding::{BASE64URL_NOPAD, Encoding, HEXLOWER};
use domain::ids::RecordId;
use domain::key::SoftwareKey;
use replica::change::ActorId;
use uuid::Builder;

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's generator.
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// Without random bytes no key or token may be made; the operating system always has them once it has started.
    #[allow(clippy::expect_used)]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system has random bytes");
    }
}

/// So many random bytes.
pub fn bytes<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// A fresh Automerge actor.
pub fn actor(entropy: &dyn Entropy) -> ActorId {
    ActorId(bytes(entropy))
}

/// A fresh record id: UUIDv7 of this moment.
pub fn record_id(entropy: &dyn Entropy, unix_ms: i64) -> RecordId {
    let millis = u64::try_from(unix_ms).unwrap_or_default();
    let uuid = Builder::from_unix_timestamp_millis(millis, &bytes(entropy)).into_uuid();
    RecordId::new(uuid.hyphenated().to_string())
}

/// A fresh id with a prefix that says what it names: `d-3f9a01c27b5e`.
pub fn id(entropy: &dyn Entropy, prefix: &str) -> String {
    format!("{prefix}-{}", HEXLOWER.encode(&bytes::<6>(entropy)))
}

/// A fresh P-256 key. Nearly every 32 bytes are one.
pub fn new_key(entropy: &dyn Entropy) -> SoftwareKey {
    loop {
        if let Ok(key) = SoftwareKey::from_secret(&bytes(entropy)) {
            return key;
        }
    }
}

/// A token of 256 bits for a URL, a cookie or a header.
pub fn token(entropy: &dyn Entropy) -> String {
    BASE64URL_NOPAD.encode(&bytes::<32>(entropy))
}

/// A password of 100 bits to be typed from paper: no capital letters, none of `0 o 1 l`.
pub fn password(entropy: &dyn Entropy) -> String {
    let mut letters = data_encoding::Specification::new();
    letters.symbols.push_str("23456789abcdefghijkmnpqrstuvwxyz");
    let encoding: Option<Encoding> = letters.encoding().ok();
    let mut random = bytes::<15>(entropy);
    // 12.5 bytes are 20 letters.
    random[12] &= 0xf0;
    let text = encoding.map(|it| it.encode(&random)).unwrap_or_default();
    let letters: Vec<char> = text.chars().take(20).collect();
    letters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_four_groups_of_five_typable_letters() {
        let password = password(&SystemEntropy);
        assert_eq!(password.len(), 23);
        assert!(password.split('-').all(|group| group.len() == 5), "{password}");
        assert!(!password.contains(['0', 'o', '1', 'l']));
        assert_ne!(password, super::password(&SystemEntropy));
    }

    #[test]
    fn record_ids_are_what_the_format_asks() {
        assert!(domain::record::is_record_id(record_id(&SystemEntropy, 1_795_000_000_000).as_str()));
    }
}
