//! The steps of the sync harness in its order, as it runs them: a real hub process, real HTTP, a handful of jobs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // helpers of tests; clippy knows only #[test] functions

use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::thread::sleep;
use std::time::Duration;

const JOBS: &str = "12";

/// A hub in a folder of its own, and what the harness keeps beside it.
struct Harness {
    hub: Child,
    address: String,
    work: tempfile::TempDir,
}

impl Harness {
    fn start() -> Self {
        let work = tempfile::tempdir().unwrap();
        let ready = work.path().join("server.ready");
        let hub = Command::new(env!("CARGO_BIN_EXE_doorstep"))
            .args(["hub", "--json", "--listen", "127.0.0.1:0", "--folder"])
            .arg(work.path().join("server"))
            .stdout(File::create(&ready).unwrap())
            .spawn()
            .unwrap();
        let mut harness = Self { hub, address: String::new(), work };
        let listening = loop {
            assert!(harness.hub.try_wait().unwrap().is_none(), "the hub ended");
            match fs::read_to_string(&ready).unwrap().split_once('\n') {
                Some((line, _)) => break serde_json::from_str::<Value>(line).unwrap()["listening"].clone(),
                None => sleep(Duration::from_millis(20)),
            }
        };
        harness.address = format!("http://{}", listening.as_str().unwrap());
        harness
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    fn run(&self, step: &str, store: &Path, round: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
        command.arg("bench-step").envs([("STEP", step), ("DOCS", JOBS), ("ROUND", round), ("HUB_URL", &self.address)]);
        command.env("STORE", store).env("WORK", self.work.path()).output().unwrap()
    }

    /// A step's result.
    fn step(&self, step: &str, store: &str, round: &str) -> Value {
        let run = self.run(step, &self.folder(store), round);
        assert!(run.status.success(), "{step}: {}", String::from_utf8_lossy(&run.stderr));
        let stdout = String::from_utf8(run.stdout).unwrap();
        let told: Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
        assert!(told["ms"].is_f64(), "{step}: {told}");
        told
    }
}

impl Drop for Harness {
    fn drop(&mut self) {
        self.hub.kill().ok();
        self.hub.wait().ok();
    }
}

#[test]
fn a_device_pulls_all_jobs_and_each_reconnect_is_one_request() {
    let harness = Harness::start();
    harness.step("seed", "office", "0");
    let fresh = harness.step("fresh", "device", "0");
    assert_eq!((&fresh["jobs"], &fresh["rounds"], &fresh["repeats"]), (&12.into(), &1.into(), &0.into()), "{fresh}");
    for round in ["0", "1"] {
        harness.step("office", "office", round);
        harness.step("offline-edit", "device", round);
        let resync = harness.step("resync", "device", round);
        assert_eq!((&resync["rounds"], &resync["repeats"]), (&1.into(), &0.into()), "{resync}");
        assert_eq!((&resync["pushed"], &resync["officeEdits"]), (&5.into(), &10.into()), "{resync}");
    }
    let check = harness.step("check", "office", "0");
    assert_eq!((&check["techEditsOnServer"], &check["expected"]), (&5.into(), &5.into()), "{check}");
}

#[test]
fn a_step_whose_surroundings_are_missing_says_which() {
    let harness = Harness::start();
    for (step, said) in [("fresh", "STEP=seed first"), ("settle", "none of seed, fresh")] {
        let run = harness.run(step, &harness.folder("nothing"), "0");
        let stderr = String::from_utf8(run.stderr).unwrap();
        assert!(!run.status.success() && stderr.contains(said), "{step}: {stderr}");
    }
    let bare = Command::new(env!("CARGO_BIN_EXE_doorstep")).arg("bench-step").env_remove("STEP").output().unwrap();
    assert!(!bare.status.success() && String::from_utf8(bare.stderr).unwrap().contains("STEP is not set"));
}
