//! The QR code on a sheet, scanned from any paper.
#![no_main]

use domain::seal::qr::from_qr;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    from_qr(text).ok();
});
