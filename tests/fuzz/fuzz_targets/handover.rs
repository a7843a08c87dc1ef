//! What is inside a hand-over file, once the office's key has opened it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sync::handover::HandOver;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = HandOver::read(bytes) {
        let again = HandOver::read(&file.to_bytes().expect("what was read can be written")).expect("and read again");
        assert_eq!(again, file);
    }
});
