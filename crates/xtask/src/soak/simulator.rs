//! The simulator, on and on. How far it has come lies in `docs/soak.json`, which is committed, so that the next run lives
//! other lives, on whatever machine.

use crate::commands::{built, command, follow, top};
use anyhow::{Context as _, Result, bail};
use serde_json::Value;

const STATE: &str = "docs/soak.json";
/// Among so many seeds a planted fault must be found.
const SEEDS: &str = "0..100";
/// Faults it must find.
const PLANTS: [&str; 6] = [
    "acknowledge-before-commit",
    "epoch-without-chain",
    "counter-edit-instead-of-verdict",
    "cursor-outside-transaction",
    "heads-as-acknowledgement",
    "free-on-first-acknowledgement",
];

/// Lives for so many minutes, from the last seed noted on.
pub fn live(minutes: u64) -> Result<Vec<String>> {
    let (line, clean) = run(&["--minutes", &minutes.to_string(), "--state", STATE])?;
    if !clean {
        bail!("the simulator found violations; the seed and its story stand above");
    }
    let sum = read(&line)?;
    let come: Value = serde_json::from_slice(&std::fs::read(top().join(STATE))?)?;
    let number = |of: &Value, key: &str| of.get(key).and_then(Value::as_u64).unwrap_or_default();
    let seeds = number(&come, "seeds");
    let took = number(&come, "took_ms");
    Ok(vec![
        format!("in this run: {} seeds, no violation", number(&sum, "seeds")),
        format!("in all runs: {seeds} seeds in {} minutes, the last of them {}", took / 60_000, number(&come, "next")),
        format!("{} seeds a minute", (seeds * 60_000).checked_div(took).unwrap_or_default()),
        format!("faults in this run: `{}`", sum.get("faults").cloned().unwrap_or_default()),
    ])
}

/// Plants each of the classic faults and says by which seed it is caught.
pub fn find_planted(_minutes: u64) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for plant in PLANTS {
        let (line, clean) = run(&["--seeds", SEEDS, "--plant", plant, "--first", "--json"])?;
        if clean {
            bail!("the simulator did not find the planted {plant}: {line}");
        }
        let sum = read(&line)?;
        let violation = sum.get("violations").and_then(|all| all.get(0)).and_then(Value::as_str).unwrap_or_default();
        lines.push(format!("`{plant}` is caught: {violation}"));
    }
    Ok(lines)
}

fn read(line: &str) -> Result<Value> {
    serde_json::from_str(line).with_context(|| format!("the simulator's last line is no JSON: {line}"))
}

/// Runs the simulator, passing its output on. Gives its last line, and whether nothing was found.
fn run(args: &[&str]) -> Result<(String, bool)> {
    let mut last = String::new();
    let status = follow(command(built("sim")).args(args), |line| line.clone_into(&mut last))?;
    Ok((last, status.success()))
}
