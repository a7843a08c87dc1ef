//! `android-check`: whether the app's code fits an Android phone, on a machine that has no Android.
//!
//! There is no SDK or NDK here and the installed Rust brings no Android library, so that nothing can be built. What can be
//! done is to type-check the whole app for it, mobile-only code included: with Debian's newest Rust, whose standard
//! library comes as source, and a C compiler that writes empty objects.

use crate::commands::{call, cargo, command, top};
use crate::screens;
use crate::setup;
use crate::steps::Steps;
use anyhow::{Context as _, Result};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

const TARGET: &str = "aarch64-linux-android";
const VERSION: &str = "1.96";
/// Debian's Rust for its browsers, unpacked and not installed. The one with the standard library carries its version.
const TOOLCHAIN: [&str; 5] = ["rustc-web", "rust-web-src", "libstd-rust-web-dev", "libllvm22", "libstd-rust-web-1.96"];

/// A C compiler and archiver in one. What it is asked to make it makes empty: enough for `cargo check`, which links
/// nothing. What it is asked to preprocess it hands to the machine's own compiler: build scripts read versions so.
const STUB: &str = r##"#!/bin/sh
# Makes empty objects and archives for `cargo xtask android-check`. Never use it for a build.
case "$1" in
  --version|-v) echo "clang version 18.0.0"; exit 0 ;;
  '-?') exit 1 ;;
esac
case " $* " in *" -E "*)
  for word in "$@"; do
    shift
    case "$word" in -f*|-m*|-g*|-O*|--target=*) ;; *) set -- "$@" "$word" ;; esac
  done
  exec cc -w -D__clang__ "$@" ;;
esac
last=
for word in "$@"; do
  case "$last" in -o) : > "$word" ;; esac
  case "$word" in -o?*) : > "${word#-o}" ;; *.a) : > "$word" ;; esac
  last=$word
done
"##;

/// Checks the app for Android.
pub fn check() -> Result<()> {
    let mut steps = Steps::default();
    steps.required("packages", || setup::packages(&[setup::FOR_BUILD]))?;
    steps.required("screens", screens::build)?;
    let folder = top().join("target/tools/android");
    steps.required("toolchain", || toolchain(&folder))?;
    steps.step("check", || checked(&folder));
    steps.finish()
}

/// Downloads and unpacks the toolchain, once.
fn toolchain(folder: &Path) -> Result<()> {
    let stamp = folder.join("unpacked");
    if fs::read_to_string(&stamp).is_ok_and(|version| version == VERSION) {
        println!("  {} has Rust {VERSION} with its source", folder.display());
        return Ok(());
    }
    let packages = folder.join("packages");
    let root = folder.join("root");
    for made in [&packages, &root] {
        fs::create_dir_all(made).with_context(|| format!("cannot make {}", made.display()))?;
    }
    call(command("apt-get").current_dir(&packages).arg("download").args(TOOLCHAIN))
        .context("Debian 12 with its security updates has these packages; `apt-get update` first")?;
    for package in fs::read_dir(&packages)? {
        call(command("dpkg").arg("-x").arg(package?.path()).arg(&root))?;
    }
    fs::remove_dir_all(&packages)?;
    Ok(fs::write(&stamp, VERSION)?)
}

fn stub(folder: &Path) -> Result<PathBuf> {
    let stub = folder.join("stub-cc");
    fs::write(&stub, STUB).with_context(|| format!("cannot write {}", stub.display()))?;
    fs::set_permissions(&stub, fs::Permissions::from_mode(0o755))?;
    Ok(stub)
}

fn checked(folder: &Path) -> Result<()> {
    let root = folder.join("root");
    let stub = stub(folder)?;
    let mut check = cargo();
    check
        .args(["check", "--package", "doorstep-app", "--lib", "--target", TARGET, "-Zbuild-std=std,panic_abort"])
        .env("CARGO_TARGET_DIR", top().join("target/android"))
        .env("RUSTC", root.join("usr/bin/rustc"))
        // `-Zbuild-std` is not stable; the phones' own toolchain has a built library and does not need it.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("LD_LIBRARY_PATH", root.join("usr/lib/x86_64-linux-gnu"));
    for tool in ["CC", "CXX", "AR", "RANLIB"] {
        check.env(format!("{tool}_aarch64_linux_android"), &stub);
    }
    call(&mut check)
}
