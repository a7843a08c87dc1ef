//! `doorstep`: the office's hub, the demo's walk, and what an auditor needs to check papers and documents.
//!
//! Modules: `demo` walks a whole job, `copy` reads what it leaves of one, `compare` holds two copies against each other,
//! `export` writes one as JSON, `office` starts a hub and cares for its folder, `company` fills it with the demonstration's
//! company, `clerk` sits at its API, `packs` tells of the service standards, `bench_step` is a step of the sync harness.

mod bench_step;
mod clerk;
mod company;
mod compare;
mod copy;
mod demo;
mod export;
mod office;
mod packs;

use anyhow::Context;
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
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
    /// Whether a sheet is intact and whose signature it bears 验真.
    Verify {
        /// The PDF.
        sheet: PathBuf,
        /// The office's root certificate (PEM).
        #[arg(long)]
        ca: PathBuf,
    },
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
        Command::Verify { sheet, ca } => verify(&sheet, &ca),
        Command::BenchStep => bench_step::run().map(|()| ExitCode::SUCCESS),
        Command::Standards(asked) => packs::run(asked),
    }
}

#[allow(clippy::print_stdout)]
fn verify(sheet: &Path, ca: &Path) -> anyhow::Result<ExitCode> {
    let pdf = std::fs::read(sheet).with_context(|| format!("{} cannot be read 读不了", sheet.display()))?;
    let pem = std::fs::read_to_string(ca).with_context(|| format!("{} cannot be read 读不了", ca.display()))?;
    let root = domain::trust::Certificate::from_pem(&pem)
        .with_context(|| format!("{} is no certificate 不是证书", ca.display()))?;
    match sheet::verify(&pdf, &root) {
        Ok(verified) => {
            println!("完好 intact · {} · {}", verified.seal.claim.paper, verified.facts.customer.name);
            println!("签名设备 signed by {} · {}", verified.device.name, verified.seal.claim.at.time);
            Ok(ExitCode::SUCCESS)
        }
        Err(refused) => {
            println!("{}\n{refused}", refused.zh());
            Ok(ExitCode::FAILURE)
        }
    }
}
