//! A standard as a hub releases it. A phone checks its digest first, so a hub that lies can send anything with a digest.
#![no_main]

use domain::digest::Digest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(pack) = standards::release::from_release(bytes, &Digest::of(bytes)) {
        standards::describe(&pack);
    }
});
