//! An answer of a hub that lies, behind its compression: the device's engine checks every change, certificate and release
//! in it and hands on a page to commit, or says why not.
#![no_main]

use doorstep_fuzz::{let_panics_be_caught, registry};
use libfuzzer_sys::fuzz_target;
use sync::engine::{Cursor, Effect, Engine, Event, Outbox, Start};
use sync::feed::Place;

fuzz_target!(|bytes: &[u8]| {
    let_panics_be_caught();
    let Ok(page) = zstd::stream::encode_all(bytes, 1) else { return };
    let mut engine = Engine::new(registry());
    let cursor = Cursor { place: Place::START, highest: Place::START };
    engine.on(Event::Start(Start { cursor, offering: false }));
    let posted = engine.on(Event::Outbox(Outbox::default()));
    assert!(matches!(posted, Effect::Post(_)));
    match engine.on(Event::Answer(page)) {
        Effect::Commit(_) => drop(engine.on(Event::Committed(Vec::new()))),
        Effect::Done(_) => {}
        other => panic!("an answer leads to {other:?}"),
    }
});
