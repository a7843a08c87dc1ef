//! `fuzz`: every decoder of foreign bytes against libFuzzer (tests/fuzz, a workspace of its own). The seeds are made anew
//! each time; what a run learns beside them stays in `target/fuzz/corpus`, what it finds in `target/fuzz/found`.

use crate::commands::{built, call, command, top, written};
use crate::setup;
use anyhow::{Context as _, Result, anyhow, bail};
use std::process::Command;
use std::sync::Mutex;
use std::{fs, iter, thread};

const FOLDER: &str = "tests/fuzz";
const TARGET: &str = "target/fuzz";
/// A single input may take so long, and so much memory, at most.
const LIMITS: [&str; 2] = ["-timeout=10", "-rss_limit_mb=2048"];

/// Builds all targets and runs each for so many seconds, as many at once as there are cores.
///
/// # Errors
/// When an input makes a decoder panic, hang or take too much memory; the input is kept and named.
pub fn run(seconds: u32) -> Result<String> {
    setup::cargo_fuzz()?;
    call(command(built("seeds")).arg(top().join(TARGET).join("corpus")))?;
    // Coverage needs no nightly compiler; a sanitizer would, and our own code is safe Rust.
    let how = ["build", "--sanitizer", "none", "--fuzz-dir", FOLDER, "--target-dir", TARGET];
    call(command(setup::tool("cargo-fuzz")).arg("fuzz").args(how).env("CARGO_INCREMENTAL", "0"))?;
    let waiting = Mutex::new(targets()?.into_iter());
    let next = || waiting.lock().ok()?.next();
    // A target runs on one core.
    let some = || iter::from_fn(next).map(|target| Ok(format!("{target} {}", one(&target, seconds)?))).collect();
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let all: Result<Vec<Vec<String>>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(some)).collect();
        workers.into_iter().map(|worker| worker.join().map_err(|_| anyhow!("a fuzzer's watcher panicked"))?).collect()
    });
    let mut counts = all?.concat();
    counts.sort();
    Ok(format!("fuzzing, {seconds} s a target, inputs tried: {}; nothing found", counts.join(", ")))
}

/// Runs one target and gives how many inputs it tried.
fn one(target: &str, seconds: u32) -> Result<String> {
    let folder = top().join(TARGET);
    let (corpus, found) = (folder.join("corpus").join(target), folder.join("found").join(target));
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&found)?;
    let triple = "x86_64-unknown-linux-gnu";
    let mut run = Command::new("nice");
    run.current_dir(top()).arg(folder.join(triple).join("release").join(target)).arg(&corpus).args(LIMITS);
    run.args([format!("-max_total_time={seconds}"), format!("-artifact_prefix={}/", found.display())]);
    run.args(["-print_final_stats=1", "-verbosity=0"]);
    println!("  $ {}", written(&run));
    let output = run.output().with_context(|| format!("cannot start {target}; is this {triple}?"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("{target} found something, kept in {}:\n{said}", found.display());
    }
    let count = said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    Ok(count.with_context(|| format!("{target} did not say how much it tried"))?.trim().to_owned())
}

/// The targets: the files of their folder.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(top().join(FOLDER).join("fuzz_targets"))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}
