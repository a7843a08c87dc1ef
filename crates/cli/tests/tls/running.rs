//! The hub in a process of its own.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_doorstep");

/// A hub that is not to start.
pub fn hub(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).arg("hub").args(arguments).output().unwrap()
}

/// Its refusal: one sentence in each language.
pub fn refused(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!output.status.success(), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let [zh, en] = lines.as_slice() else { panic!("{said}") };
    assert!(!zh.is_ascii() && !en.chars().any(|c| c as u32 > 0x2fff), "{said}");
    said
}

/// A hub under way, killed when the test ends.
pub struct Running {
    child: Child,
    /// What it said when it was ready.
    pub said: Value,
}

impl Running {
    /// On a free port of loopback, where nothing else is asked for.
    pub fn on(folder: &Path, more: &[&str]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["hub", "--json", "--folder"]).arg(folder).args(more).stdout(Stdio::piped());
        if !more.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, said: serde_json::from_str(&line).unwrap() }
    }

    /// The code that enrols the first technician's phone.
    pub fn link(&self) -> &str {
        self.said["enrol"].as_str().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
