//! `soak`: the long proofs, one part after the other. What each came to, with date and commit, is what `docs/soak.md` says.
//!
//! - [`report`]: that page
//! - [`simulator`]: lives on and on, from where the last run ended; and whether planted faults are found

mod report;
mod simulator;

use crate::commands::{call, cargo, command};
use crate::fuzz;
use crate::proof;
use crate::screens;
use crate::setup;
use crate::steps::Steps;
use anyhow::{Context as _, Result, bail};
use std::process::Command;

/// A part of the proof.
struct Part {
    /// Its heading.
    name: &'static str,
    /// Does it, for so many minutes where it could go on for ever, and gives its lines of the report.
    run: fn(minutes: u64) -> Result<Vec<String>>,
}

/// The parts, in their order. Another one is another line.
const PARTS: &[Part] = &[
    Part { name: "simulator", run: simulator::live },
    Part { name: "planted", run: simulator::find_planted },
    Part { name: "kills", run: |_| Ok(vec![proof::kills(1000)?]) },
    Part { name: "storm", run: |_| Ok(vec![proof::storm(2000, 30)?]) },
    Part { name: "api", run: |_| Ok(vec![proof::api(10)?]) },
    Part { name: "fuzz", run: |_| Ok(vec![fuzz::run(600)?]) },
    Part { name: "monkey", run: |_| Ok(vec![proof::monkey(500)?]) },
];

/// Minutes of each part that could go on for ever, where nobody says how many.
const MINUTES: u64 = 5;

/// `soak [PART]… [--minutes N]`; without a part, all of them.
pub fn soak(rest: &[String]) -> Result<()> {
    let (parts, minutes) = asked(rest)?;
    let mut steps = Steps::default();
    steps.required("packages", || setup::packages(&[setup::FOR_BUILD]))?;
    steps.required("screens", screens::build)?;
    // The tests' build, as in `test`: one program alone would be another selection of features.
    steps.required("build", || call(cargo().args(["test", "--workspace", "--no-run", "--quiet"])))?;
    let mut commit = said(command("git").args(["rev-parse", "HEAD"]))?;
    // What a soak itself writes lies in docs.
    if !command("git").args(["diff", "--quiet", "HEAD", "--", ".", ":!docs"]).status()?.success() {
        commit += " and what was not committed";
    }
    for part in parts {
        steps.required(part.name, || {
            let lines = (part.run)(minutes)?;
            let date = said(command("date").args(["-u", "+%F %H:%M UTC"]))?;
            report::keep(part.name, &[vec![format!("{date}, commit {commit}")], lines].concat())
        })?;
    }
    steps.finish()
}

fn asked(rest: &[String]) -> Result<(Vec<&'static Part>, u64)> {
    let (mut parts, mut minutes) = (Vec::new(), MINUTES);
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        if word == "--minutes" {
            let count = rest.next().map(|count| count.parse());
            minutes = count.and_then(Result::ok).context("write the minutes as a whole number")?;
        } else if let Some(part) = PARTS.iter().find(|part| part.name == word) {
            parts.push(part);
        } else {
            let names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
            bail!("soak takes --minutes N and any of {}; not {word}", names.join(", "));
        }
    }
    Ok((if parts.is_empty() { PARTS.iter().collect() } else { parts }, minutes))
}

fn said(run: &mut Command) -> Result<String> {
    let output = run.output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
