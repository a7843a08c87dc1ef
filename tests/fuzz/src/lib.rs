//! What the fuzz targets share: how a panic is taken, and the house whose certificates the seeds carry.
//!
//! A target fails by a panic that nobody caught, by a fault the sanitizer sees, by time (libFuzzer's `-timeout`) or by
//! memory (`-rss_limit_mb`).

use domain::key::Signer;
use replica::author::Registry;
use std::sync::Once;

/// Our own code loads foreign changes and pictures under `catch_unwind`; libFuzzer's hook would abort before it is asked.
/// A panic that nobody catches still ends the run.
pub fn let_panics_be_caught() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(std::panic::take_hook()));
}

/// The company of the samples, which knows the samples' device.
pub fn registry() -> Registry {
    let house = sheet::sample::house().expect("the samples' certificates can be issued");
    let mut registry = Registry::new("anxin".into(), house.root, house.issuing);
    registry.admit_certificate(house.device.der()).expect("the samples' device is trusted");
    registry
}

/// SHA-256 of the root's public key, as a code of the office pins it.
pub fn pin() -> domain::digest::Digest {
    let house = sheet::sample::house().expect("the samples' certificates can be issued");
    domain::digest::Digest::of(house.root.spki())
}

/// The public key of the samples' device.
pub fn device() -> Vec<u8> {
    sheet::sample::device_key().expect("the samples' key is one").spki().to_vec()
}

/// Cuts bytes into pieces: each begins with its length in two bytes; the last takes what is left.
pub fn pieces(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while let Some((length, rest)) = bytes.split_at_checked(2) {
        let length = usize::from(u16::from_be_bytes([length[0], length[1]])).min(rest.len());
        let (piece, rest) = rest.split_at(length);
        pieces.push(piece);
        bytes = rest;
    }
    pieces
}
