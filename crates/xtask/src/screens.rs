//! The screens: their packages and their build. Both are left alone where nothing has changed since.

use crate::commands::{call, command, top};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::SystemTime;

/// The least Node, for Vite.
const NODE: u32 = 20;
/// Folders that builds and package managers write.
const MADE: [&str; 2] = ["node_modules", "dist"];

/// Checks that Node is there. It is not ours to install.
///
/// # Errors
/// When it is missing or too old; the message says how to get it.
pub fn node() -> Result<()> {
    let asked = command("node").arg("--version").stderr(Stdio::null()).output();
    let version = asked.map(|asked| String::from_utf8_lossy(&asked.stdout).trim().to_owned()).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= NODE => {
            println!("  node {version}");
            Ok(())
        }
        _ => bail!("Node {NODE} or newer is needed for the screens; install it from nodejs.org or your distribution"),
    }
}

/// Installs a folder's npm packages as its lock file says, where that has changed.
///
/// # Errors
/// When npm fails.
pub fn packages(folder: &str) -> Result<()> {
    let at = top().join(folder);
    let lock = fs::read(at.join("package-lock.json")).with_context(|| format!("{folder} has no package-lock.json"))?;
    let stamp = at.join("node_modules/.doorstep-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        println!("  {folder}: packages are those of its lock file");
        return Ok(());
    }
    call(command("npm").args(["ci", "--no-audit", "--no-fund", "--prefix", folder]))?;
    fs::write(&stamp, lock).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Builds both windows' screens, where anything has changed since the last build.
///
/// # Errors
/// When npm, the type check or the build fails.
pub fn build() -> Result<()> {
    node()?;
    packages("ui")?;
    let ui = top().join("ui");
    let built = ["office", "technician"].map(|name| modified(&ui.join(name).join("dist/index.html")));
    let source = newest(&ui)?;
    if built.iter().all(|built| built.is_some_and(|built| built >= source)) {
        println!("  ui: built since the last change");
        return Ok(());
    }
    call(command("npm").args(["--prefix", "ui", "run", "build"]))
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}

/// When anything below was last written, but for what is made.
fn newest(folder: &Path) -> Result<SystemTime> {
    let mut last = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let path = entry.path();
        let at = match entry.file_type()?.is_dir() {
            true if MADE.iter().any(|made| entry.file_name() == *made) => continue,
            true => newest(&path)?,
            false => modified(&path).unwrap_or(last),
        };
        last = last.max(at);
    }
    Ok(last)
}
