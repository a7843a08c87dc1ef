//! Changes of a document by somebody who means harm: decoded, vetted against their ancestors, applied. What was taken in
//! must be readable for ever: saved and loaded again it is the same document.
#![no_main]

use doorstep_fuzz::{let_panics_be_caught, pieces};
use libfuzzer_sys::fuzz_target;
use replica::change::Change;
use replica::document::{DocKind, Document};

fuzz_target!(|bytes: &[u8]| {
    let_panics_be_caught();
    let changes: Vec<Change> = pieces(bytes).into_iter().filter_map(|raw| Change::decode(raw).ok()).collect();
    for kind in [DocKind::Brief, DocKind::Log] {
        let mut document = Document::genesis(kind).expect("the genesis is good");
        let before = document.len();
        let taken = document.take_in(&changes);
        if document.len() == before {
            continue;
        }
        assert!(taken.iter().filter(|it| it.outcome.is_ok()).all(|it| document.has(&it.hash)));
        document.entries();
        document.fold_entries();
        document.brief();
        let saved = document.save().expect("what was taken in can be saved");
        let again = Document::load_saved(kind, &saved).expect("what was saved can be loaded");
        assert_eq!(again.heads(), document.heads());
    }
});
