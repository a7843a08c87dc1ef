//! No committed file tells on whose machine, or through which package mirror, it was made.

/// Folders of one machine; offences where they start a path. (Written in two parts: this file is committed too.)
const FOLDERS: &[[&str; 2]] = &[["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"], ["/wo", "rk/"], ["/t", "mp/"]];

/// Package mirrors and registries; lock files name only crates.io's own index.
const HOSTS: &[[&str; 2]] = &[
    ["arti", "factory"],
    ["index.", "crates.io"],
    ["static.", "crates.io"],
    ["registry.", "npmjs.org"],
    ["npm", "mirror.com"],
    ["pypi", ".org/simple"],
    ["pythonhosted", ".org"],
    ["rsproxy", ".cn"],
];

/// The traces in one file.
pub fn complaints(file: &str, bytes: &[u8]) -> Vec<String> {
    let folders = FOLDERS.iter().map(|parts| parts.concat()).filter(|folder| starts_a_path(bytes, folder.as_bytes()));
    let hosts = HOSTS.iter().map(|parts| parts.concat()).filter(|host| find(bytes, host.as_bytes()).is_some());
    folders.chain(hosts).map(|trace| format!("{file} contains {trace}")).collect()
}

fn starts_a_path(bytes: &[u8], folder: &[u8]) -> bool {
    let mut rest = 0;
    while let Some(found) = find(&bytes[rest..], folder) {
        let at = rest + found;
        let before = at.checked_sub(1).map(|before| bytes[before]);
        if before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"._-~}/".contains(&byte)) {
            return true;
        }
        rest = at + folder.len();
    }
    false
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
