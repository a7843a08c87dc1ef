//! Enrolment: the office's code as it is scanned, a device's request at the hub, the hub's answer at the device.
#![no_main]

use doorstep_fuzz::{device, pin};
use field::enrol::EnrolLink;
use libfuzzer_sys::fuzz_target;
use sync::enrol::{Asked, read_answer, read_request};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        EnrolLink::read(text).ok();
    }
    read_request(bytes).ok();
    read_answer(bytes, &Asked { pin: pin(), nonce: [3; 16], spki: &device() }).ok();
});
