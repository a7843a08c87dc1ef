//! `sim`: lives many lives and says what did not hold in them.

use anyhow::{Context, Result};
use clap::Parser;
use sim::run::{Plant, Run, Sum, run};
use sim::world::{Plan, live};
use std::io::{Write, stdout};
use std::ops::Range;
use std::process::ExitCode;

/// Phones, an office, a bad network and bad disks, from one seed 模拟器.
#[derive(Parser)]
struct Arguments {
    /// Which lives: `0..100`.
    #[arg(long, default_value = "0..100", value_parser = seeds)]
    seeds: Range<u64>,
    /// One life.
    #[arg(long, conflicts_with = "seeds")]
    seed: Option<u64>,
    /// Phones in each life.
    #[arg(long, default_value_t = 3)]
    devices: usize,
    /// Prints what happens in the one life, a line a step.
    #[arg(long, requires = "seed")]
    trace: bool,
    /// The last line is JSON.
    #[arg(long)]
    json: bool,
    /// A fault to find.
    #[arg(long)]
    plant: Option<Plant>,
    /// Stops at the first life in which something does not hold.
    #[arg(long)]
    first: bool,
}

fn seeds(text: &str) -> Result<Range<u64>> {
    let (from, to) = text.split_once("..").context("write the seeds as 0..100")?;
    Ok(from.trim().parse()?..to.trim().parse()?)
}

fn main() -> ExitCode {
    match work() {
        Ok(code) => code,
        // Nobody reads on: a pipe that was closed, say.
        Err(_) => ExitCode::FAILURE,
    }
}

fn work() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let Arguments { devices, plant, first, .. } = arguments;
    let seeds = arguments.seed.map_or(arguments.seeds, |seed| seed..seed.saturating_add(1));
    let what = Run { seeds, devices, plant, first };
    if arguments.trace {
        trace(&what)?;
    }
    let sum = run(&what);
    tell(&sum, arguments.json)?;
    Ok(if sum.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn trace(what: &Run) -> Result<()> {
    let planted = what.switch();
    let life = live(Plan { seed: what.seeds.start, devices: what.devices, planted });
    let mut out = stdout().lock();
    life.trace.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(())
}

fn tell(sum: &Sum, json: bool) -> Result<()> {
    let mut out = stdout().lock();
    for violation in &sum.violations {
        writeln!(out, "{violation}")?;
    }
    if json {
        writeln!(out, "{}", sum.json())?;
    } else {
        writeln!(out, "{} lives, {} violations, digest {}", sum.seeds, sum.violations.len(), sum.digest)?;
        writeln!(out, "faults: {}", sum.faults.json())?;
    }
    Ok(())
}
