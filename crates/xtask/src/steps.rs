//! Steps: named before, timed after, listed at the end. A failed step does not stop the next one, so that one run shows
//! everything that is wrong; what must stop the run (a failed setup) returns its error instead.

use anyhow::{Result, bail};
use std::time::{Duration, Instant};

struct Done {
    name: String,
    took: Duration,
    failed: bool,
}

/// A command's steps, in the order they ran.
#[derive(Default)]
pub struct Steps {
    done: Vec<Done>,
}

impl Steps {
    /// Runs one step. Its error is printed and kept for [`Steps::finish`].
    pub fn step(&mut self, name: &str, body: impl FnOnce() -> Result<()>) {
        println!("\n==> {name}");
        let (outcome, took) = timed(body);
        match &outcome {
            Ok(()) => println!("<== {name}: {}", seconds(took)),
            Err(error) => println!("<== {name}: FAILED after {}: {error:#}", seconds(took)),
        }
        self.done.push(Done { name: name.to_owned(), took, failed: outcome.is_err() });
    }

    /// Runs one step without which the rest makes no sense.
    ///
    /// # Errors
    /// When the step fails; the table is printed first.
    pub fn required(&mut self, name: &str, body: impl FnOnce() -> Result<()>) -> Result<()> {
        self.step(name, body);
        if self.done.last().is_some_and(|step| step.failed) { self.finish() } else { Ok(()) }
    }

    /// Prints the table.
    ///
    /// # Errors
    /// When a step failed; the message names them all.
    pub fn finish(&self) -> Result<()> {
        println!("\n{}", self.table());
        let failed: Vec<&str> = self.done.iter().filter(|step| step.failed).map(|step| step.name.as_str()).collect();
        if failed.is_empty() {
            return Ok(());
        }
        bail!("failed: {}", failed.join(", "))
    }

    fn table(&self) -> String {
        let width = self.done.iter().map(|step| step.name.len()).max().unwrap_or(0).max("total".len());
        let total = self.done.iter().map(|step| step.took).sum();
        let row = |name: &str, took: Duration, note: &str| format!("{name:width$}  {:>9}{note}", seconds(took));
        let mut rows: Vec<String> = self
            .done
            .iter()
            .map(|step| row(&step.name, step.took, if step.failed { "  FAILED" } else { "" }))
            .collect();
        rows.push(row("total", total, ""));
        rows.join("\n")
    }
}

#[allow(clippy::disallowed_methods, reason = "the duration of a build step is no part of the product")]
fn timed<T>(body: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (body(), start.elapsed())
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_lets_the_next_one_run_and_fails_the_command() {
        let mut steps = Steps::default();
        let mut second_ran = false;
        steps.step("first", || bail!("broken"));
        steps.step("second", || {
            second_ran = true;
            Ok(())
        });
        assert!(second_ran);
        assert_eq!(steps.finish().unwrap_err().to_string(), "failed: first");
        assert!(steps.table().lines().next().unwrap().ends_with("FAILED"));
        assert!(steps.table().lines().last().unwrap().starts_with("total"));
    }

    #[test]
    fn a_failed_required_step_ends_the_command() {
        let mut steps = Steps::default();
        assert!(steps.required("fine", || Ok(())).is_ok());
        assert!(steps.required("packages", || bail!("no network")).is_err());
    }
}
