//! `cargo xtask`: the project's commands. Each one installs what a fresh Debian lacks and says so, names every step
//! before it starts, and ends with a table of durations.
//!
//! It must not know what Doorstep does: it only calls cargo and the tools. It has no C dependencies and none of ours, so
//! that it builds in seconds before anything is installed.
//!
//! # Modules
//! - [`commands`]: what `run`, `check`, `test`, `bench`, `sim` and `soak` consist of
//! - [`setup`]: Debian packages, rustfmt and clippy, cargo-deny, the Python venv of the interop tests
//! - [`steps`]: runs steps one after the other, times them, prints the table
//! - [`tally`]: adds up cargo test's `test result:` lines

#![allow(clippy::print_stdout, reason = "its output is for the person at the terminal")]

mod commands;
mod setup;
mod steps;
mod tally;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  run [ARGS]    build Doorstep and play the demo visit; the signed sheet lies in target/demo afterwards
  check         format, lints, architecture, licences
  test          exactly what CI runs: check, then every test
  bench [ARGS]  the benchmarks; ARGS go to cargo bench
  sim [ARGS]    the simulator; ARGS go to it, e.g. --seeds 0..100 --devices 3 --json
  soak          the long proofs; their result is kept in docs/soak.md";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next();
    let rest: Vec<String> = args.collect();
    let outcome = match (command.as_deref(), rest.as_slice()) {
        (Some("run"), _) => commands::run(&rest),
        (Some("check"), []) => commands::check(),
        (Some("test"), []) => commands::test(),
        (Some("bench"), _) => commands::bench(&rest),
        (Some("sim"), _) => commands::sim(&rest),
        (Some("soak"), []) => commands::soak(),
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
