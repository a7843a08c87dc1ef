//! `soak`: the long proofs, one part after the other. What they come to, with date and commit, is what `docs/soak.md` says.
//!
//! - [`simulator`]: lives on and on, from where the last run ended; and whether planted faults are found

mod simulator;

use crate::commands::{call, cargo, command, top};
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
    Part { name: "planted faults", run: simulator::find_planted },
    Part { name: "kills", run: |_| Ok(vec![proof::kills(1000)?]) },
    Part { name: "storm", run: |_| Ok(vec![proof::storm(2000, 30)?]) },
    Part { name: "api", run: |_| Ok(vec![proof::api(10)?]) },
    Part { name: "fuzz", run: |_| Ok(vec![fuzz::run(600)?]) },
];

/// Minutes of each part that could go on for ever, where nobody says how many.
const MINUTES: u64 = 5;

/// `soak [--minutes N]`.
pub fn soak(rest: &[String]) -> Result<()> {
    let minutes = match rest {
        [] => MINUTES,
        [flag, minutes] if flag == "--minutes" => minutes.parse().context("write the minutes as a whole number")?,
        _ => bail!("soak takes --minutes N and nothing else"),
    };
    let mut steps = Steps::default();
    steps.required("packages", || setup::packages(&[setup::FOR_BUILD]))?;
    steps.required("screens", screens::build)?;
    // The tests' build, as in `test`: one program alone would be another selection of features.
    steps.required("build", || call(cargo().args(["test", "--workspace", "--no-run", "--quiet"])))?;
    let mut report = String::from("# Soak\n\nThe last run of `cargo xtask soak`, which writes this file.\n\n");
    report += &format!("- date: {}\n", said(command("date").args(["-u", "+%F %H:%M UTC"]))?);
    report += &format!("- commit: {}\n", said(command("git").args(["rev-parse", "HEAD"]))?);
    for part in PARTS {
        steps.required(part.name, || {
            let lines = (part.run)(minutes)?;
            report += &format!("\n## {}\n\n", part.name);
            lines.iter().for_each(|line| report += &format!("- {line}\n"));
            Ok(())
        })?;
    }
    std::fs::write(top().join("docs/soak.md"), report)?;
    steps.finish()
}

fn said(run: &mut Command) -> Result<String> {
    let output = run.output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
