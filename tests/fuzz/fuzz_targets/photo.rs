//! Pictures from a camera or a gallery: what is kept can be drawn.
#![no_main]

use doorstep_fuzz::let_panics_be_caught;
use libfuzzer_sys::fuzz_target;
use media::photo::{Intake, intake};

fuzz_target!(|bytes: &[u8]| {
    let_panics_be_caught();
    if let Ok(Intake::Drawn(photo)) = intake(bytes) {
        assert!(matches!(intake(&photo.jpeg), Ok(Intake::Drawn(_))), "a kept photo cannot be read again");
    }
});
