//! Taps on a real app until it is killed, and prints a line for everything the app says is saved, at once.
//!
//! `tapper HOME FIRST`: the app of `HOME`, from tap number `FIRST` on. With `until-refused` as a third word it goes on
//! with every kind of tap until each was refused once, and ends; otherwise a refusal is a failure.

use anyhow::{Context, bail};
use field::Field;
use std::io::Write;
use std::path::Path;
use tests::tapping::{KINDS, Told, at_home, tap};

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (home, first) = (words.first().context("no folder")?, words.get(1).context("no number")?);
    let until_refused = words.get(2).is_some_and(|word| word == "until-refused");
    let mut field = Field::open(at_home(Path::new(home))?)?;
    let mut refused = 0;
    for n in first.parse::<u64>()?.. {
        match tap(&mut field, n, &mut tell) {
            Ok(()) => refused = 0,
            Err(why) if until_refused => {
                tell((&why).into());
                refused += 1;
            }
            Err(why) => bail!(why),
        }
        if refused == KINDS {
            break;
        }
    }
    Ok(())
}

/// The parent is gone where a line cannot be written; there is nobody left to tell.
fn tell(told: Told) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{told}").and_then(|()| out.flush()).ok();
}
