//! What the camera sees while somebody scans the office's code: a row's length, then one byte a pixel.
#![no_main]

use doorstep_fuzz::let_panics_be_caught;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let_panics_be_caught();
    if let Some((width, pixels)) = bytes.split_first() {
        let _ = media::code::read(pixels, usize::from(*width));
    }
});
