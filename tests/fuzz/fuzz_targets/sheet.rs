//! A PDF that says it is a sheet of ours, as an auditor verifies it.
#![no_main]

use domain::facts::Facts;
use doorstep_fuzz::let_panics_be_caught;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let_panics_be_caught();
    let house = sheet::sample::house().expect("the samples' certificates can be issued");
    let release = sheet::Release::builtin();
    let _ = sheet::verify(bytes, &sheet::Trust { root: Some(&house.root), lists: &[], release: &release });
    sheet::pages(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        Facts::from_text(text).ok();
    }
});
