//! Who may use whom (docs/architecture.md, "The house").

use cargo_metadata::{DependencyKind, MetadataCommand};
use std::path::PathBuf;

/// Crate folder and the folders of ours it may use. `testkit` comes on top as a dev-dependency.
const TABLE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("standards", &["domain"]),
    ("replica", &["domain"]),
    ("media", &["domain"]),
    ("sheet", &["domain"]),
    ("sync", &["domain", "replica"]),
    ("store", &["domain", "replica"]),
    ("field", &["domain", "standards", "replica", "media", "sheet", "sync", "store"]),
    ("hub-storage", &["domain", "replica", "sync"]),
    ("hub", &["hub-storage", "domain", "standards", "replica", "sync", "sheet", "media"]),
    ("testkit", &["domain", "replica", "store", "sync"]),
    // The simulator stands where routes, disks and wires stand, and looks into both sides to check them.
    ("sim", &["field", "hub", "testkit", "domain", "replica", "store", "sync", "hub-storage"]),
    ("cli", &PRODUCT),
    ("src-tauri", &["field", "domain"]),
    ("tests", &ALL),
    ("xtask", &ALL),
];

const PRODUCT: [&str; 10] =
    ["domain", "standards", "replica", "media", "sheet", "sync", "store", "field", "hub-storage", "hub"];
const ALL: [&str; 13] = [
    "domain",
    "standards",
    "replica",
    "media",
    "sheet",
    "sync",
    "store",
    "field",
    "hub-storage",
    "hub",
    "testkit",
    "sim",
    "cli",
];

/// Outside crates that belong to certain houses; whatever is not listed is free. `tests` drives a running hub.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("tokio", &["field", "hub", "cli", "sim", "tests"]),
    ("reqwest", &["field", "hub", "cli", "sim", "tests"]),
    ("rusqlite", &["store", "hub-storage", "testkit"]),
    ("axum", &["hub"]),
    // Which signature holds is decided in one place; who is believed over a network, in two.
    ("aws-lc-rs", &["domain"]),
    ("rustls", &["field"]),
    ("tokio-rustls", &["hub"]),
    ("tauri", &["src-tauri"]),
];

/// How a dependency is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Normal,
    Build,
    Development,
}

/// One declared dependency: a folder of ours or an outside crate.
pub struct Needs {
    name: String,
    ours: bool,
    kind: Kind,
}

impl Needs {
    pub fn ours(folder: &str, kind: Kind) -> Self {
        Self { name: folder.to_owned(), ours: true, kind }
    }

    pub fn outside(name: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), ours: false, kind }
    }
}

/// A crate of ours, named by its folder.
pub struct Crate {
    pub folder: String,
    pub path: PathBuf,
    needs: Vec<Needs>,
}

impl Crate {
    pub fn new(folder: &str, needs: Vec<Needs>) -> Self {
        Self { folder: folder.to_owned(), path: PathBuf::new(), needs }
    }
}

/// Everything in these crates that the tables forbid.
pub fn complaints(crates: &[Crate]) -> Vec<String> {
    crates.iter().flat_map(of_one).collect()
}

fn of_one(krate: &Crate) -> Vec<String> {
    let folder = krate.folder.as_str();
    let Some((_, may_use)) = TABLE.iter().find(|(row, _)| *row == folder) else {
        return vec![format!("{folder} has no row in the table")];
    };
    let allowed = |needs: &Needs| match needs.ours {
        true => may_use.contains(&needs.name.as_str()) || (needs.kind == Kind::Development && needs.name == "testkit"),
        false => OUTSIDE.iter().all(|(name, houses)| *name != needs.name || houses.contains(&folder)),
    };
    let offences = krate.needs.iter().filter(|needs| !allowed(needs));
    offences.map(|needs| format!("{folder} may not use {} ({:?})", needs.name, needs.kind)).collect()
}

/// The workspace as cargo sees it.
pub fn workspace() -> Vec<Crate> {
    let manifest = super::tree::top().join("Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo metadata");
    let packages = metadata.workspace_packages();
    packages
        .iter()
        .map(|package| {
            let path = package.manifest_path.parent().expect("a manifest lies in a folder");
            let needs = package.dependencies.iter().map(needs).collect();
            Crate {
                folder: path.file_name().expect("a crate's folder has a name").to_owned(),
                path: path.into(),
                needs,
            }
        })
        .collect()
}

fn needs(dependency: &cargo_metadata::Dependency) -> Needs {
    let kind = match dependency.kind {
        DependencyKind::Development => Kind::Development,
        DependencyKind::Build => Kind::Build,
        _ => Kind::Normal,
    };
    match dependency.path.as_ref().and_then(|path| path.file_name()) {
        Some(folder) => Needs::ours(folder, kind),
        None => Needs::outside(&dependency.name, kind),
    }
}
