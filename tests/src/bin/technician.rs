//! A technician's phone at work with a network: taps without end and, beside them, round after round with the hub, as the
//! app's window has them. Prints a line for everything the app says is saved, at once. It ends by being killed; a refusal
//! other than "there is no network" ends it too, and is a failure.
//!
//! `technician HOME FIRST`: the enrolled app of `HOME`, from tap number `FIRST` on.

use anyhow::Context;
use field::desk::Desk;
use field::transport::Http;
use field::{Field, FieldRefused, syncing, upload};
use std::io::Write;
use std::path::Path;
use std::process::exit;
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::Duration;
use tests::tapping::{Told, at_home, tap};

/// Between two taps, and between two rounds: so fast that every kill meets one of both.
const PAUSE: Duration = Duration::from_millis(15);

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (home, first) = (words.first().context("no folder")?, words.get(1).context("no number")?);
    let app = Arc::new(Mutex::new(Field::open(at_home(Path::new(home))?)?));
    let hub = Http::to(&app.with(|field| field.hub_address())?)?;
    let beside = Arc::clone(&app);
    spawn(move || {
        loop {
            if let Err(why) = round(&beside, &hub) {
                eprintln!("a round with the hub: {} {why}", why.code());
                exit(1);
            }
            sleep(PAUSE);
        }
    });
    for n in first.parse::<u64>()?.. {
        app.with(|field| tap(field, n, &mut tell))?;
        sleep(PAUSE);
    }
    Ok(())
}

fn round(app: &Mutex<Field>, hub: &Http) -> Result<(), FieldRefused> {
    match syncing::sync(app, hub).and_then(|_| upload::send_media(app, hub, &mut |_| true)) {
        Ok(_) | Err(FieldRefused::Network(_)) => Ok(()),
        Err(refused) => Err(refused),
    }
}

/// The parent is gone where a line cannot be written; there is nobody left to tell.
fn tell(told: Told) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{told}").and_then(|()| out.flush()).ok();
}
