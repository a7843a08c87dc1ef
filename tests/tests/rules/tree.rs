//! The project's files.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top of the project.
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lies in the project").to_path_buf()
}

/// Every committed file: its path from the top, and its bytes. Where git or its folder is missing (an unpacked archive)
/// every file counts but what builds leave.
pub fn committed_files() -> Vec<(String, Vec<u8>)> {
    let names = from_git().unwrap_or_else(|| {
        let mut names = Vec::new();
        walk(&top(), &mut names);
        names
    });
    assert!(names.iter().any(|name| name == "Cargo.toml"), "the list of committed files is not whole");
    // A file deleted but not yet committed is still listed.
    names.into_iter().filter_map(|name| Some((name.clone(), std::fs::read(top().join(name)).ok()?))).collect()
}

fn from_git() -> Option<Vec<String>> {
    let list =
        Command::new("git").args(["-c", "safe.directory=*", "ls-files", "-z"]).current_dir(top()).output().ok()?;
    let listed = list.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    list.status.success().then(|| listed.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
}

fn walk(folder: &Path, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the project can be read") {
        let path = entry.expect("a folder of the project can be read").path();
        let left_by_builds =
            path.file_name().is_some_and(|name| name == "target" || name == ".git" || name == "node_modules");
        match path.strip_prefix(top()) {
            _ if left_by_builds => {}
            _ if path.is_dir() => walk(&path, names),
            Ok(name) => names.push(name.to_string_lossy().into_owned()),
            Err(_) => {}
        }
    }
}
