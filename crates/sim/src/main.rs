//! `sim`: lives many lives and says what did not hold in them.

use anyhow::{Context, Result, bail};
use clap::Parser;
use sim::run::{Plant, Run, Sum, run};
use sim::soak::Soak;
use std::io::{Write, stdout};
use std::ops::Range;
use std::path::PathBuf;
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
    /// Phones in each life, in place of the seed's choice of 3 to 40.
    #[arg(long)]
    devices: Option<usize>,
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
    /// Fails where a fault never happened in all these lives.
    #[arg(long)]
    every_fault: bool,
    /// Lives on and on for so many minutes, from the last seed noted in the state file.
    #[arg(long, requires = "state", conflicts_with_all = ["seeds", "seed", "plant", "devices"])]
    minutes: Option<u64>,
    /// Where it is noted how far the lives have come.
    #[arg(long)]
    state: Option<PathBuf>,
}

fn seeds(text: &str) -> Result<Range<u64>> {
    let (from, to) = text.split_once("..").context("write the seeds as 0..100")?;
    Ok(from.trim().parse()?..to.trim().parse()?)
}

fn main() -> ExitCode {
    match work() {
        Ok(code) => code,
        Err(why) => {
            // Where nobody reads on (a pipe that was closed, say), nobody reads this either.
            let _ = writeln!(std::io::stderr(), "sim: {why:#}");
            ExitCode::FAILURE
        }
    }
}

fn work() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if let (Some(minutes), Some(state)) = (arguments.minutes, &arguments.state) {
        let sum = Soak { minutes, state: state.clone() }.run(&mut stdout().lock())?;
        return tell(&sum, true, false);
    }
    let Arguments { devices, plant, first, .. } = arguments;
    let seeds = arguments.seed.map_or(arguments.seeds, |seed| seed..seed.saturating_add(1));
    let what = Run { seeds, devices, plant, first };
    if arguments.trace {
        write_story(&what.live(what.seeds.start).story)?;
    }
    let sum = run(&what);
    if arguments.every_fault && !sum.faults.never().is_empty() {
        bail!("in {} lives these faults never happened: {}", sum.seeds, sum.faults.never().join(", "));
    }
    tell(&sum, arguments.json, arguments.trace)
}

fn write_story(story: &[String]) -> Result<()> {
    let mut out = stdout().lock();
    story.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(())
}

/// Says what the lives came to; of one that failed, its story.
fn tell(sum: &Sum, json: bool, told: bool) -> Result<ExitCode> {
    if !told {
        write_story(&sum.story)?;
    }
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
    Ok(if sum.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
