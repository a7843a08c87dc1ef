//! `doorstep hub backup | restore | check` as a person at the command line sees them: real processes, one of them a hub
//! that runs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests; clippy knows only #[test] functions

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_doorstep");

fn hub(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).arg("hub").args(arguments).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn last_line(output: &Output) -> Value {
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    serde_json::from_str(said.lines().last().unwrap_or_default()).unwrap()
}

/// A hub in a process of its own, killed when the test ends.
struct Running(Child);

impl Running {
    fn on(folder: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["hub", "--json", "--listen", "127.0.0.1:0", "--folder", text(folder)])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let running = Self(child);
        assert!(serde_json::from_str::<Value>(&line).unwrap()["listening"].is_string());
        running
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// A refusal: not a success, and at the end, after what was done before, one sentence in each language.
fn refused(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!output.status.success(), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let [zh, en] = lines[lines.len() - 2..] else { panic!("{said}") };
    assert!(!zh.is_ascii() && en.is_ascii(), "{said}");
    said
}

#[test]
fn a_hub_is_backed_up_while_it_runs_killed_lost_restored_and_runs_again() {
    let place = tempfile::tempdir().unwrap();
    let (folder, dir) = (place.path().join("hub"), place.path().join("backup"));
    let running = Running::on(&folder, &["--demo-company"]);
    let made = hub(&["backup", text(&dir), "--folder", text(&folder), "--json"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let made = last_line(&made);
    assert!(made["number"].as_u64().unwrap() > 0 && made["bytes"].as_u64().unwrap() > 0, "{made}");
    assert_eq!(made["blobs"], 0);
    let checked = hub(&["check", "--folder", text(&folder), "--json"]);
    assert!(checked.status.success());
    assert_eq!(last_line(&checked)["keys"], true);
    assert!(refused(&hub(&["restore", text(&dir), "--folder", text(&folder), "--replace"])).contains("Stop it"));
    drop(running);

    for file in ["hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm"] {
        let _ = fs::remove_file(folder.join(file));
    }
    let restored = hub(&["restore", text(&dir), "--folder", text(&folder), "--json"]);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    assert_eq!(last_line(&restored)["number"], made["number"]);
    let checked = hub(&["check", "--folder", text(&folder), "--json"]);
    let found = last_line(&checked);
    assert!(checked.status.success() && found["fine"] == true, "{found}");
    assert!(found["jobs"].as_u64().unwrap() > 0, "{found}");
    Running::on(&folder, &[]);
}

#[test]
fn a_check_says_what_is_wrong_and_ends_in_one() {
    let place = tempfile::tempdir().unwrap();
    let (folder, dir) = (place.path().join("hub"), place.path().join("backup"));
    drop(Running::on(&folder, &[]));
    assert!(hub(&["backup", text(&dir), "--folder", text(&folder)]).status.success());
    let fine = hub(&["check", "--folder", text(&dir)]);
    assert!(fine.status.success() && String::from_utf8(fine.stdout).unwrap().starts_with("完好 fine"));
    let copy = dir.join("hub.sqlite");
    let whole = fs::read(&copy).unwrap();
    fs::write(&copy, &whole[..whole.len() / 2]).unwrap();
    for json in [&["--json"][..], &[]] {
        let found = hub(&[&["check", "--folder", text(&dir)], json].concat());
        assert_eq!(found.status.code(), Some(1));
        let said = String::from_utf8(found.stdout).unwrap();
        assert!(said.contains("数据库已损坏") && said.contains("the database is damaged"), "{said}");
    }
    assert!(refused(&hub(&["restore", text(&dir), "--folder", text(&folder), "--replace"])).contains("older backup"));
}

#[test]
fn a_wrong_folder_is_said_in_both_languages_and_nothing_is_made() {
    let place = tempfile::tempdir().unwrap();
    let (empty, dir) = (place.path().join("empty"), place.path().join("backup"));
    fs::create_dir(&empty).unwrap();
    refused(&hub(&["backup", text(&dir), "--folder", text(&empty)]));
    refused(&hub(&["restore", text(&dir), "--folder", text(&empty)]));
    refused(&hub(&["check", "--folder", text(&empty), "--json"]));
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(empty).unwrap().count(), 0);
}
