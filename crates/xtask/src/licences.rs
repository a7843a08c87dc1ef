//! What the app is made of, for its about page: every Rust crate that is linked into it, every npm package of its screens,
//! its fonts. Written from the real dependency lists, and compared with them in every test run.

use crate::commands::{cargo, top};
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const PAGE: &str = "ui/technician/public/licences.json";
const APP: &str = "doorstep-app";
const FONTS: [(&str, &str, &str); 2] = [("Noto Sans SC", "0.4.3", "OFL-1.1"), ("Noto Sans", "0.4.2", "OFL-1.1")];

/// Writes the page's list.
///
/// # Errors
/// When a dependency says no licence, or a list cannot be read.
pub fn write() -> Result<()> {
    fs::write(top().join(PAGE), list()?).with_context(|| format!("cannot write {PAGE}"))
}

/// Holds the page's list against the real one.
///
/// # Errors
/// When they differ.
pub fn check() -> Result<()> {
    let committed = fs::read_to_string(top().join(PAGE)).with_context(|| format!("there is no {PAGE}"))?;
    if committed == list()? { Ok(()) } else { bail!("{PAGE} is stale: run `cargo xtask licences`") }
}

fn list() -> Result<String> {
    let fonts = FONTS.map(|(name, version, licence)| line("font", name, version, licence));
    let lines: Vec<Value> = fonts.into_iter().chain(crates()?).chain(packages()?).collect();
    Ok(format!("{}\n", serde_json::to_string_pretty(&lines)?))
}

fn line(source: &str, name: &str, version: &str, licence: &str) -> Value {
    json!({ "name": name, "version": version, "licence": licence, "source": source })
}

/// The crates of others that are linked into the app on Linux, build scripts and tests left out.
fn crates() -> Result<Vec<Value>> {
    let how = ["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"];
    let output = cargo().args(how).output().context("cannot start cargo metadata")?;
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata cannot be read")?;
    let by_id = |pointer: &str| -> BTreeMap<&str, &Value> {
        let all = metadata.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|it| Some((it.get("id")?.as_str()?, it))).collect()
    };
    let (packages, nodes) = (by_id("/packages"), by_id("/resolve/nodes"));
    let name = |id: &str| packages.get(id).and_then(|it| it.get("name").and_then(Value::as_str));
    let mut ready: Vec<&str> = packages.keys().copied().filter(|id| name(id) == Some(APP)).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = ready.pop() {
        if seen.insert(id) {
            let needs = nodes.get(id).and_then(|node| node.get("deps").and_then(Value::as_array)).into_iter().flatten();
            ready.extend(needs.filter(|dep| is_linked(dep)).filter_map(|dep| dep.get("pkg").and_then(Value::as_str)));
        }
    }
    let linked =
        seen.iter().filter_map(|id| packages.get(id)).filter(|it| it.get("source").is_some_and(Value::is_string));
    let mut lines = linked.map(|it| line_of("rust", it, it.get("license"))).collect::<Result<Vec<_>>>()?;
    lines.sort_by_key(|line| line.to_string());
    Ok(lines)
}

fn is_linked(dep: &Value) -> bool {
    dep.get("dep_kinds")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .any(|kind| kind.get("kind").is_some_and(Value::is_null))
}

/// The npm packages the technician's screens bring into the app: their lock file's, less what only builds them.
fn packages() -> Result<Vec<Value>> {
    let lock: Value = serde_json::from_slice(&fs::read(top().join("ui/package-lock.json"))?)?;
    let all = lock.get("packages").and_then(Value::as_object).context("ui/package-lock.json lists no packages")?;
    let mut ready: Vec<String> = all.get("technician").map(needs).unwrap_or_default();
    let mut seen = BTreeMap::new();
    while let Some(name) = ready.pop() {
        let nested = all.get(&format!("technician/node_modules/{name}"));
        let Some(package) = nested.or_else(|| all.get(&format!("node_modules/{name}"))) else { continue };
        if seen.insert(name.clone(), package).is_none() {
            ready.extend(needs(package));
        }
    }
    let line = |(name, package): (String, &Value)| {
        line_of("npm", &json!({ "name": name, "version": package.get("version") }), package.get("license"))
    };
    seen.into_iter().map(line).collect()
}

fn needs(package: &Value) -> Vec<String> {
    package.get("dependencies").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

fn line_of(source: &str, package: &Value, licence: Option<&Value>) -> Result<Value> {
    let (name, version) = (
        package.get("name").and_then(Value::as_str).unwrap_or_default(),
        package.get("version").and_then(Value::as_str),
    );
    let licence = licence.and_then(Value::as_str).with_context(|| format!("{name} says no licence"))?;
    Ok(line(source, name, version.unwrap_or_default(), licence))
}
