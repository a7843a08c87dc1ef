//! The pack files of a folder, for a release under preparation.

use crate::assembly::Files;
use crate::refused::PackRefused;
use crate::shelf::LARGEST_FILE;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// Every `.toml` file in the folder, its `blocks` and its `packs`; one that cannot be read is a fault.
pub(crate) fn files(folder: &Path) -> Files {
    let (mut found, mut unreadable) = (Vec::new(), Vec::new());
    for (inner, prefix) in
        [(folder.to_owned(), ""), (folder.join("blocks"), "blocks/"), (folder.join("packs"), "packs/")]
    {
        if prefix.is_empty() || inner.is_dir() {
            read_folder(&inner, prefix, &mut found, &mut unreadable);
        }
    }
    let files = Files::of(found);
    for (file, why) in unreadable {
        files.refuse(&file, PackRefused::Unreadable { file: file.clone(), why });
    }
    files
}

type Unreadable = Vec<(String, String)>;

fn read_folder(folder: &Path, prefix: &str, found: &mut Vec<(String, Vec<u8>)>, unreadable: &mut Unreadable) {
    let mut refuse = |path: &Path, why: std::io::Error| unreadable.push((path.display().to_string(), why.to_string()));
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(why) => return refuse(folder, why),
    };
    for entry in entries {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(why) => {
                refuse(folder, why);
                continue;
            }
        };
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| name.ends_with(".toml")) else {
            continue;
        };
        // One byte over the limit is enough to refuse it later, however large it is.
        let mut content = Vec::new();
        match File::open(&path).and_then(|file| file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut content)) {
            Ok(_) => found.push((format!("{prefix}{name}"), content)),
            Err(why) => refuse(&path, why),
        }
    }
}
