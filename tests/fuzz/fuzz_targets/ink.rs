//! Ink: canonical JSON of strokes, drawn as curves by the hub and on the sheet.
#![no_main]

use libfuzzer_sys::fuzz_target;
use media::ink::Ink;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(ink) = Ink::parse(bytes) {
        assert_eq!(ink.to_json().ok().as_deref(), Some(bytes));
        for stroke in ink.to_paths() {
            assert!(stroke.start.iter().all(|it| it.is_finite()));
            assert!(stroke.curves.iter().all(|it| it.width.is_finite()));
        }
    }
});
