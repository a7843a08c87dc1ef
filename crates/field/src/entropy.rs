//! The only place in the app that draws random bytes. Ids and keys are made here and passed in everywhere else.
#![allow(clippy::disallowed_methods)]

use domain::ids::RecordId;
use domain::key::SoftwareKey;
use uuid::Builder;

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's generator.
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// Without random bytes no key or id may be made; the operating system always has them once it has started.
    #[allow(clippy::expect_used)]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system has random bytes");
    }
}

/// Thirty-two random bytes.
pub fn bytes32(entropy: &dyn Entropy) -> [u8; 32] {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    bytes
}

/// Sixteen random bytes: an actor id, a nonce.
pub fn bytes16(entropy: &dyn Entropy) -> [u8; 16] {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    bytes
}

/// A number for waits: evenly spread over all of `u32`.
pub fn chance(entropy: &dyn Entropy) -> u32 {
    let mut bytes = [0; 4];
    entropy.fill(&mut bytes);
    u32::from_be_bytes(bytes)
}

/// A fresh record id: UUIDv7 of this moment.
pub fn record_id(entropy: &dyn Entropy, unix_ms: i64) -> RecordId {
    let mut random = [0; 10];
    entropy.fill(&mut random);
    let millis = u64::try_from(unix_ms).unwrap_or_default();
    RecordId::new(Builder::from_unix_timestamp_millis(millis, &random).into_uuid().hyphenated().to_string())
}

/// A fresh P-256 key. Nearly every 32 bytes are one.
pub fn new_key(entropy: &dyn Entropy) -> SoftwareKey {
    loop {
        if let Ok(key) = SoftwareKey::from_secret(&bytes32(entropy)) {
            return key;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::is_record_id;

    #[test]
    fn record_ids_are_what_the_format_asks_and_sort_by_time() {
        let (early, late) =
            (record_id(&SystemEntropy, 1_795_000_000_000), record_id(&SystemEntropy, 1_795_000_000_001));
        assert!(is_record_id(early.as_str()) && is_record_id(late.as_str()) && early < late);
    }
}
