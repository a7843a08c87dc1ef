//! What a fresh Debian 12 with only Rust and Node lacks. Everything is looked for first, installed only when missing,
//! and named when it is installed. Our own tools go to `target/tools`.

use crate::commands::{call, cargo, command, top};
use anyhow::{Context as _, Result, bail};
use std::path::PathBuf;
use std::process::Stdio;

/// SQLCipher is compiled here against the system's libcrypto; the window is WebKitGTK's.
pub const FOR_BUILD: &[&str] = &["build-essential", "pkg-config", "libssl-dev", "libwebkit2gtk-4.1-dev"];

/// A window where there is no screen, driven by a script.
pub const FOR_WINDOW: &[&str] = &["webkit2gtk-driver", "xvfb", "xauth", "fonts-noto-cjk"];

/// Tests read the sheets with other people's tools (qpdf, pdftotext, openssl, pyHanko), keep keys in a real keyring and
/// look at the office's page in a real browser.
pub const FOR_TEST: &[&str] =
    &["qpdf", "poppler-utils", "openssl", "python3-venv", "dbus-daemon", "gnome-keyring", "chromium"];

const CARGO_DENY: &str = "0.20.2";
const CARGO_FUZZ: &str = "0.13.2";
const TAURI_DRIVER: &str = "2.1.0";
const REQUIREMENTS: &str = "tests/interop/requirements.txt";

/// Installs the Debian packages that are missing.
///
/// # Errors
/// When apt fails twice, or there is neither root nor sudo.
pub fn packages(wanted: &[&[&str]]) -> Result<()> {
    let wanted = wanted.concat();
    if !answers("dpkg-query", &["--version"]) {
        println!("  not a Debian system: make sure that the equivalents of these are installed: {}", wanted.join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        println!("  all installed: {}", wanted.join(" "));
        return Ok(());
    }
    println!("  installing with apt: {}", missing.join(" "));
    install(&missing).with_context(|| format!("cannot install {}", missing.join(" ")))
}

fn install(missing: &[&str]) -> Result<()> {
    apt(&["update"])?;
    let install = [&["install", "-y", "--no-install-recommends"], missing].concat();
    // A first try can stop half-way and leave packages unconfigured; `-f install` completes them.
    if apt(&install).is_err() {
        println!("  apt stopped half-way; trying once more");
        apt(&["-f", "install", "-y"])?;
        apt(&install)?;
    }
    Ok(())
}

fn installed(package: &str) -> bool {
    let query = command("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]).stderr(Stdio::null()).output();
    query.is_ok_and(|query| query.stdout == b"installed")
}

/// apt-get, through sudo when we are not root; waits for another apt's lock.
fn apt(args: &[&str]) -> Result<()> {
    let mut apt = if is_root()? {
        command("env")
    } else if answers("sudo", &["--version"]) {
        let mut sudo = command("sudo");
        sudo.arg("env");
        sudo
    } else {
        bail!("there is neither root nor sudo; let root install these, then run this again");
    };
    call(apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=400"]).args(args))
}

fn is_root() -> Result<bool> {
    let id = command("id").arg("-u").output().context("cannot start id")?;
    Ok(id.stdout.trim_ascii() == b"0")
}

/// Checks that rustfmt and clippy are there. They belong to the toolchain, which is not ours to change.
///
/// # Errors
/// When one is missing; the message says how to get it.
pub fn components() -> Result<()> {
    for (component, verb) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let version = cargo().args([verb, "--version"]).stderr(Stdio::null()).output();
        match version {
            Ok(version) if version.status.success() => {
                println!("  {}", String::from_utf8_lossy(&version.stdout).trim());
            }
            _ => bail!("{component} is missing: `rustup component add {component}`, or install a Rust that has it"),
        }
    }
    Ok(())
}

/// Our own tool where installed, else the one on PATH.
pub fn tool(name: &str) -> PathBuf {
    let own = top().join("target/tools/bin").join(name);
    if own.exists() { own } else { PathBuf::from(name) }
}

/// Installs cargo-deny to `target/tools` unless it is there or on PATH.
///
/// # Errors
/// When cargo cannot install it.
pub fn cargo_deny() -> Result<()> {
    if let Ok(version) = command(tool("cargo-deny")).arg("--version").output() {
        println!("  {}", String::from_utf8_lossy(&version.stdout).trim());
        return Ok(());
    }
    println!("  installing cargo-deny {CARGO_DENY} to target/tools");
    // Unoptimised: it runs for two seconds, and an optimised build would take several times as long.
    let how = ["--locked", "--debug", "--no-default-features", "--root", "target/tools"];
    call(cargo().args(["install", "cargo-deny", "--version", CARGO_DENY]).args(how))
}

/// Installs cargo-fuzz to `target/tools` unless it is there or on PATH.
///
/// # Errors
/// When cargo cannot install it.
pub fn cargo_fuzz() -> Result<()> {
    if command(tool("cargo-fuzz")).args(["fuzz", "--version"]).stdout(Stdio::null()).status().is_ok() {
        println!("  cargo-fuzz is there");
        return Ok(());
    }
    println!("  installing cargo-fuzz {CARGO_FUZZ} to target/tools");
    let how = ["--locked", "--debug", "--root", "target/tools"];
    call(cargo().args(["install", "cargo-fuzz", "--version", CARGO_FUZZ]).args(how))
}

/// Installs tauri-driver to `target/tools` unless it is there or on PATH.
///
/// # Errors
/// When cargo cannot install it.
pub fn tauri_driver() -> Result<()> {
    if command(tool("tauri-driver")).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok() {
        println!("  tauri-driver is there");
        return Ok(());
    }
    println!("  installing tauri-driver {TAURI_DRIVER} to target/tools");
    let how = ["--locked", "--debug", "--root", "target/tools"];
    call(cargo().args(["install", "tauri-driver", "--version", TAURI_DRIVER]).args(how))
}

/// Our own tools before those of the system, for scripts.
pub fn path() -> std::ffi::OsString {
    let mut path = top().join("target/tools/bin").into_os_string();
    if let Some(before) = std::env::var_os("PATH") {
        path.push(":");
        path.push(before);
    }
    path
}

/// The Python that has pyHanko and schemathesis, made once from the requirements file and again when that changes.
///
/// # Errors
/// When python3 or pip fails.
pub fn venv() -> Result<PathBuf> {
    let wanted = std::fs::read_to_string(top().join(REQUIREMENTS)).with_context(|| format!("no {REQUIREMENTS}"))?;
    let venv = top().join("target/tools/venv");
    let python = venv.join("bin/python");
    let stamp = venv.join("requirements.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == wanted) && python.exists() {
        println!("  target/tools/venv is up to date with {REQUIREMENTS}");
        return Ok(python);
    }
    println!("  making target/tools/venv from {REQUIREMENTS}");
    call(command("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    call(command(&python).args(["-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS]))?;
    std::fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(python)
}

fn answers(program: &str, args: &[&str]) -> bool {
    let asked = command(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}
