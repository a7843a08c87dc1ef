//! `cargo xtask`: the project's commands. Each one installs what a fresh Debian lacks and says so, names every step
//! before it starts, and ends with a table of durations.
//!
//! It must not know what Doorstep does: it only calls cargo and the tools. It has no C dependencies and none of ours, so
//! that it builds in seconds before anything is installed.
//!
//! # Modules
//! - [`commands`]: what `check`, `types`, `test`, `bench` and `sim` consist of; `run`: the whole on one desk; [`soak`]: the
//!   long proofs, part by part
//! - [`android`]: type-checks the app for Android where there is no Android
//! - [`setup`]: Debian packages, rustfmt and clippy, our own tools, the Python venv of the interop tests
//! - [`screens`]: npm packages and the build of the screens; [`licences`]: what the app is made of
//! - [`proof`]: kills, storm, the API and the monkey, short and long; [`fuzz`]: the decoders of foreign bytes
//! - [`steps`]: runs steps one after the other, times them, prints the table
//! - [`tally`]: adds up cargo test's `test result:` lines

#![allow(clippy::print_stdout, reason = "its output is for the person at the terminal")]

mod android;
mod commands;
mod fuzz;
mod licences;
mod proof;
mod run;
mod screens;
mod setup;
mod soak;
mod steps;
mod tally;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  run           build Doorstep and open it: the office's hub and page, and the app in its window
  check         format, lints, architecture, licences
  android-check whether the app's code fits Android
  licences      write what the app is made of, for its about page
  types         write the TypeScript that stands for Rust types
  test          exactly what CI runs: check, then every test
  bench [ARGS]  the benchmarks; ARGS go to cargo bench
  sim [ARGS]    the simulator; ARGS go to it, e.g. --seeds 0..100 --json, or --seed 7 --trace
  fuzz [SECONDS] every decoder of foreign bytes against libFuzzer, a minute each or so long
  soak [PART]… [--minutes N]
                 the long proofs, or some of them; the simulator goes on from where it ended; docs/soak.md keeps the results";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next();
    let rest: Vec<String> = args.collect();
    let outcome = match (command.as_deref(), rest.as_slice()) {
        (Some("run"), []) => run::run(),
        (Some("types"), []) => commands::types(),
        (Some("licences"), []) => licences::write(),
        (Some("android-check"), []) => android::check(),
        (Some("check"), []) => commands::check(),
        (Some("test"), []) => commands::test(),
        (Some("bench"), _) => commands::bench(&rest),
        (Some("sim"), _) => commands::sim(&rest),
        (Some("fuzz"), []) => commands::fuzz(60),
        (Some("fuzz"), [seconds]) if seconds.parse::<u32>().is_ok() => commands::fuzz(seconds.parse().unwrap_or(60)),
        (Some("soak"), _) => soak::soak(&rest),
        (Some("help" | "--help" | "-h"), _) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
