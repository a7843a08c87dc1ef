//! `doorstep`: the office's hub, the demo's walk, and what an auditor needs to check papers and documents.
//!
//! Modules: `demo` walks a whole job, `copy` reads what it leaves of one, `compare` holds two copies against each other,
//! `export` writes one as JSON, `office` starts a hub and cares for its folder, `company` fills it with the demonstration's
//! company, `clerk` sits at its API, `packs` tells of the service standards, `verify` of a paper, `bench_step` is a step of the sync harness.

mod bench_step;
mod clerk;
mod company;
mod compare;
mod copy;
mod demo;
mod export;
mod office;
mod packs;
mod verify;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// A reconnect of a phone makes some ten thousand small allocations that live for milliseconds.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Doorstep (上门): offline-first field service.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The office's hub 中台: starts it; an empty folder becomes a new office first. Also: backup, restore, check.
    Hub(office::Options),
    /// A whole job 演示: leaves the office, is done with no network, comes back as a signed sheet.
    Demo(demo::Options),
    /// Whether two copies of a job are the same 比对: heads, and the fold at the seal's time.
    Compare {
        /// Folder with `brief.automerge` and `log.automerge`.
        a: PathBuf,
        /// The other one.
        b: PathBuf,
    },
    /// A copy of a job as JSON 导出: its documents' heads, fields, verdicts and records.
    Export {
        /// Folder with `brief.automerge` and `log.automerge`.
        folder: PathBuf,
    },
    /// Whether a sheet is what was signed, by whom and when 验真: ends with 0 valid, 1 invalid, 2 cannot tell.
    Verify(verify::Options),
    /// The service standards 服务规范.
    #[command(subcommand)]
    Standards(packs::Asked),
    /// One step of the sync harness, as its environment says (docs/benchmarks.md).
    #[command(hide = true)]
    BenchStep,
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("DOORSTEP_LOG"))
        .with_writer(std::io::stderr)
        .init();
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Hub(options) => office::run(options),
        Command::Demo(options) => demo::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Compare { a, b } => compare::run(&a, &b),
        Command::Export { folder } => export::run(&folder).map(|()| ExitCode::SUCCESS),
        Command::Verify(options) => Ok(verify::run(&options)),
        Command::BenchStep => bench_step::run().map(|()| ExitCode::SUCCESS),
        Command::Standards(asked) => packs::run(asked),
    }
}
