//! A page of `/v1/sync` as it comes from the network, at the hub and at the phone; and what a compressor would make of the
//! bytes, so that what lies behind zstd is reached too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sync::wire::{Answer, Request, decode, encode};

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    if let Ok(page) = zstd::stream::encode_all(bytes, 1) {
        read(&page);
    }
});

/// What can be read can be written, and is the same when read again.
fn read(page: &[u8]) {
    if let Ok(request) = decode::<Request>(page) {
        let again = encode(&request).expect("a page that was read fits a page");
        assert_eq!(decode::<Request>(&again), Ok(request));
    }
    if let Ok(answer) = decode::<Answer>(page) {
        let again = encode(&answer).expect("a page that was read fits a page");
        assert_eq!(decode::<Answer>(&again), Ok(answer));
    }
}
