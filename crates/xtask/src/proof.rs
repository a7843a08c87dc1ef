//! Proofs that run programs of ours against each other, short in every test and long in a soak: kills over a running sync, a
//! storm of phones, the API against its description, a monkey at the app's window. Each gives its line for `docs/soak.md`.

use crate::commands::{built, command, follow, written};
use crate::{screens, setup};
use anyhow::{Result, bail};
use std::process::Command;

/// In every test run.
pub const KILLS_TESTED: u32 = 20;
/// Phones in every test run.
pub const STORM_TESTED: u32 = 50;

/// `kill -9` of phone and hub over a running sync.
///
/// # Errors
/// When something that was acknowledged is lost.
pub fn kills(count: u32) -> Result<String> {
    let line = last_line(command(built("kills")).arg(count.to_string()))?;
    Ok(format!("kill -9 of phone and hub over a running sync: `{line}`"))
}

/// Phones that all bring their changes at once; again and again for so many minutes.
///
/// # Errors
/// When a change is not stored, or the hub's memory grows.
pub fn storm(phones: u32, minutes: u32) -> Result<String> {
    let line = last_line(command(built("storm")).args([phones.to_string(), minutes.to_string()]))?;
    Ok(format!("storm of {phones} phones, {minutes} minutes: `{line}`"))
}

/// schemathesis against a hub, for so many minutes.
///
/// # Errors
/// When it finds an answer that the hub's description does not allow.
pub fn api(minutes: u32) -> Result<String> {
    let (python, seconds) = (setup::venv()?, (minutes * 60).to_string());
    screens::packages("tests/interop")?;
    let mut node = command("node");
    node.args(["tests/interop/run.mjs", "api"]).env("DOORSTEP_PYTHON", python);
    let line = last_line(node.env("DOORSTEP_API_EXAMPLES", "1000").env("DOORSTEP_API_SECONDS", &seconds))?;
    Ok(format!("schemathesis against the hub's description, {minutes} minutes: {line}"))
}

/// Random walks through the app's window.
///
/// # Errors
/// When a page breaks, or something that was said to be saved is lost.
pub fn monkey(walks: u32) -> Result<String> {
    setup::packages(&[setup::FOR_WINDOW])?;
    setup::tauri_driver()?;
    screens::packages("tests/e2e")?;
    let mut node = command("node");
    node.args(["tests/e2e/monkey.mjs", "--walks", &walks.to_string()]).env("PATH", setup::path());
    Ok(format!("random walks through the app's window: `{}`", last_line(&mut node)?))
}

/// Runs a program and gives the last line it prints.
fn last_line(run: &mut Command) -> Result<String> {
    let mut last = String::new();
    let status = follow(run, |line| line.clone_into(&mut last))?;
    if status.success() { Ok(last) } else { bail!("{} ended with {status}", written(run)) }
}
