//! The pack files of a folder, for a release under preparation.

use crate::refused::PackRefused;
use crate::shelf::LARGEST_FILE;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// Name and content of every `.toml` file in the folder, its `blocks` and its `packs`.
pub(crate) fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, PackRefused> {
    let mut found = Vec::new();
    for (inner, prefix) in
        [(folder.to_owned(), ""), (folder.join("blocks"), "blocks/"), (folder.join("packs"), "packs/")]
    {
        if prefix.is_empty() || inner.is_dir() {
            read_folder(&inner, prefix, &mut found)?;
        }
    }
    Ok(found)
}

fn read_folder(folder: &Path, prefix: &str, found: &mut Vec<(String, Vec<u8>)>) -> Result<(), PackRefused> {
    let unreadable = |path: &Path, why: std::io::Error| PackRefused::Unreadable {
        file: path.display().to_string(),
        why: why.to_string(),
    };
    for entry in fs::read_dir(folder).map_err(|e| unreadable(folder, e))? {
        let path = entry.map_err(|e| unreadable(folder, e))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| name.ends_with(".toml")) else {
            continue;
        };
        // One byte over the limit is enough to refuse it later, however large it is.
        let mut content = Vec::new();
        File::open(&path)
            .and_then(|file| file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut content))
            .map_err(|e| unreadable(&path, e))?;
        found.push((format!("{prefix}{name}"), content));
    }
    Ok(())
}
