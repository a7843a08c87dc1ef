//! Headers of uploads and proofs. A line is a header's value, in the order below.
#![no_main]

use hub::routes::media::headers;
use libfuzzer_sys::fuzz_target;
use sync::proof::{KEY, NONCE, PROOF, Proof};

const NAMES: [&str; 7] = ["upload-offset", "upload-length", "upload-metadata", "upload-checksum", KEY, NONCE, PROOF];

fuzz_target!(|bytes: &[u8]| {
    let mut request = http::Request::new(());
    for (name, value) in NAMES.into_iter().zip(bytes.split(|byte| *byte == b'\n')) {
        if let Ok(value) = http::HeaderValue::from_bytes(value) {
            request.headers_mut().insert(name, value);
        }
    }
    let (parts, ()) = request.into_parts();
    for name in [headers::OFFSET, headers::LENGTH] {
        headers::number(&parts, name).ok();
    }
    headers::digest(&parts).ok();
    headers::checksum(&parts).ok();
    headers::is_piece(&parts).ok();
    let value = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    if let Ok(proof) = Proof::from_headers(value) {
        let written = proof.headers();
        let again = Proof::from_headers(|name| written.iter().find(|(own, _)| *own == name).map(|(_, it)| it.as_str()));
        assert_eq!(again, Ok(proof));
    }
});
