//! The nonces request proofs are made over. They survive a restart, so that no phone has to ask twice after one.

use crate::refused::StorageRefused;
use domain::key::KeyId;

/// How many nonces a device can have open: one a request under way (sync and media at once), and a few for answers
/// that were lost.
pub const A_DEVICE: u32 = 8;

/// How many nonces keys of no enrolled device can have open, all together. The oldest goes first.
pub const STRANGERS: u32 = 512;

/// Nonces a key.
pub trait Nonces {
    /// Opens a nonce for a key. The oldest ones beyond [`A_DEVICE`] (or [`STRANGERS`]) are forgotten.
    fn open_nonce(&mut self, key: &KeyId, known: bool, nonce: &[u8; 16], at: i64) -> Result<(), StorageRefused>;
    /// Uses a nonce up. False where this key has no such nonce open.
    fn use_nonce(&mut self, key: &KeyId, nonce: &[u8]) -> Result<bool, StorageRefused>;
}
