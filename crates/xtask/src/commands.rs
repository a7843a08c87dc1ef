//! The commands. `test` is exactly CI; `check` is its fast part.

use crate::fuzz;
use crate::licences;
use crate::proof;
use crate::screens;
use crate::setup;
use crate::steps::Steps;
use crate::tally::Tally;
use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// The top of the project.
pub fn top() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// A command that starts at the top of the project.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(top());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program that was built without optimisation.
pub fn built(program: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| top().join("target"), PathBuf::from);
    target.join("debug").join(program)
}

/// Runs a command and prints it first.
///
/// # Errors
/// When the program cannot be started or does not end with 0.
pub fn call(command: &mut Command) -> Result<()> {
    println!("  $ {}", written(command));
    let status = command.status().with_context(|| format!("cannot start {}", written(command)))?;
    if status.success() { Ok(()) } else { bail!("{} ended with {status}", written(command)) }
}

/// Runs a command, prints it first and passes its output on, line by line also to `heard`.
///
/// # Errors
/// When the program cannot be started.
pub fn follow(command: &mut Command, mut heard: impl FnMut(&str)) -> Result<ExitStatus> {
    println!("  $ {}", written(command));
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {}", written(command)))?;
    let output = child.stdout.take().context("it has no output")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        heard(&line);
    }
    Ok(child.wait()?)
}

/// A command as one would type it.
pub fn written(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
    let args = command.get_args().map(|arg| arg.to_string_lossy());
    std::iter::once(name).chain(args).collect::<Vec<_>>().join(" ")
}

/// `check`: format, lints, architecture, licences.
pub fn check() -> Result<()> {
    let mut steps = Steps::default();
    setup_checks(&mut steps, &[setup::FOR_BUILD])?;
    static_checks(&mut steps);
    steps.step("architecture", || call(cargo().args(["test", "--workspace", "--test", "architecture"])));
    steps.finish()
}

/// `types`: writes the TypeScript that stands for Rust types.
pub fn types() -> Result<()> {
    let mut steps = Steps::default();
    steps.required("packages", || setup::packages(&[setup::FOR_BUILD]))?;
    steps.required("screens", screens::build)?;
    steps.step("app", || call(cargo().args(["test", "-p", "doorstep-app", "--test", "contract"]).env(WRITE, "1")));
    steps.step("office", || call(cargo().args(["test", "-p", "hub", "--lib", "the_page_s_types"]).env(WRITE, "1")));
    steps.finish()
}

/// Makes the contract's tests write what they would compare.
const WRITE: &str = "DOORSTEP_WRITE";

/// Folders of tests that Node runs, each with its packages: the app's window, the office's page, other people's programs.
const TEST_PACKAGES: [&str; 3] = ["tests/e2e", "tests/office", "tests/interop"];

/// `test`: exactly CI. The architecture is one of the workspace's tests.
pub fn test() -> Result<()> {
    let mut steps = Steps::default();
    setup_checks(&mut steps, &[setup::FOR_BUILD, setup::FOR_WINDOW, setup::FOR_TEST])?;
    let mut python = PathBuf::new();
    steps.required("python", || {
        python = setup::venv()?;
        Ok(())
    })?;
    steps.required("tauri-driver", setup::tauri_driver)?;
    steps.required("test packages", || TEST_PACKAGES.into_iter().try_for_each(screens::packages))?;
    static_checks(&mut steps);
    steps.step("screens' tests", || call(command("npm").args(["--prefix", "ui", "test"])));
    let mut tally = Tally::default();
    steps.step("tests", || {
        counted(cargo().args(["test", "--workspace", "--no-fail-fast"]).env("DOORSTEP_PYTHON", &python), &mut tally)
    });
    steps.step("simulator", || {
        let seeds = ["--seeds", SEEDS_TESTED, "--every-fault", "--json"];
        call(command(built("sim")).args(seeds))
    });
    steps.step("kills", || proof::kills(proof::KILLS_TESTED).map(drop));
    steps.step("storm", || proof::storm(proof::STORM_TESTED, 0).map(drop));
    // These too drive the programs that the tests' build has left in the target folder: another selection of crates would
    // be another selection of features, and build half of everything anew.
    for (name, folder) in ["window", "office page", "interop"].into_iter().zip(TEST_PACKAGES) {
        let script = format!("{folder}/run.mjs");
        steps.step(name, || {
            let mut node = command("node");
            node.arg(&script).env("PATH", setup::path()).env("DOORSTEP_PYTHON", &python);
            counted(&mut node, &mut tally)
        });
    }
    let outcome = steps.finish();
    println!("{tally}");
    outcome
}

/// `bench`: the bench targets of all crates (`--benches` would build every unit test for it too), then the window's.
pub fn bench(rest: &[String]) -> Result<()> {
    let mut steps = Steps::default();
    steps.required("packages", || setup::packages(&[setup::FOR_BUILD, setup::FOR_WINDOW]))?;
    steps.required("screens", screens::build)?;
    // Programs and benchmarks in one build: apart they would select other features, and build half of everything twice.
    let all = ["--workspace", "--bench", "*"];
    steps.required("build", || call(cargo().args(["build", "--release", "--bins"]).args(all)))?;
    steps.step("benchmarks", || call(cargo().args(["bench", "--profile", "release"]).args(all).args(rest)));
    if rest.is_empty() {
        steps.required("tauri-driver", setup::tauri_driver)?;
        steps.required("test packages", || screens::packages("tests/e2e"))?;
        steps.step("window", || call(command("node").arg("tests/e2e/bench.mjs").env("PATH", setup::path())));
    }
    steps.finish()
}

/// `sim`: the simulator.
pub fn sim(rest: &[String]) -> Result<()> {
    let mut steps = Steps::default();
    steps.required("packages", || setup::packages(&[setup::FOR_BUILD]))?;
    steps.step("simulator", || call(cargo().args(["run", "--quiet", "--package", "sim", "--"]).args(rest)));
    steps.finish()
}

/// Seeds of the simulator in every test run, in which every fault must happen; `soak` lives longer.
const SEEDS_TESTED: &str = "0..300";

/// `fuzz`: the decoders of foreign bytes, so many seconds each.
pub fn fuzz(seconds: u32) -> Result<()> {
    let mut steps = Steps::default();
    steps.required("packages", || setup::packages(&[setup::FOR_BUILD]))?;
    steps.required("screens", screens::build)?;
    steps.required("build", || call(cargo().args(["test", "--workspace", "--no-run", "--quiet"])))?;
    steps.step("fuzz", || fuzz::run(seconds).map(|line| println!("  {line}")));
    steps.finish()
}

fn setup_checks(steps: &mut Steps, packages: &[&[&str]]) -> Result<()> {
    steps.required("packages", || setup::packages(packages))?;
    steps.required("components", setup::components)?;
    steps.required("cargo-deny", setup::cargo_deny)?;
    // The shell carries the built screens, so that nothing of it compiles without them.
    steps.required("screens", screens::build)
}

fn static_checks(steps: &mut Steps) {
    steps.step("format", || call(cargo().args(["fmt", "--all", "--check"])));
    steps.step("guide", || call(command("node").args(["tests/e2e/guide.mjs", "--check"])));
    steps.step("lints", || call(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])));
    steps.step("licences", || {
        call(command(setup::tool("cargo-deny")).args(["check", "bans", "licenses", "sources"]))?;
        licences::check()
    });
}

/// Runs tests, passing their output on and counting their results.
fn counted(command: &mut Command, tally: &mut Tally) -> Result<()> {
    let status = follow(command, |line| tally.line(line))?;
    if status.success() { Ok(()) } else { bail!("{} ended with {status}", written(command)) }
}
