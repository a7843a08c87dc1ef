//! Blobs from one folder to another, and whether they are still what they are called.

use super::{BITE, BlobFolder, digest_of};
use domain::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What lies under a digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    /// Nothing.
    Missing,
    /// So many bytes, and they have the digest.
    Whole {
        /// Bytes.
        size: u64,
    },
    /// Other bytes.
    Other {
        /// Their digest.
        found: Digest,
    },
}

/// What became of a blob that was to be copied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It is here now.
    Copied {
        /// Bytes.
        size: u64,
    },
    /// The other folder has none, or other bytes.
    Unfit,
}

impl BlobFolder {
    /// The digests under which something is stored.
    pub fn stored(&self) -> io::Result<BTreeSet<Digest>> {
        let mut stored = BTreeSet::new();
        for first in folders(&self.folder)? {
            for second in folders(&first)? {
                for blob in fs::read_dir(second)? {
                    let name = blob?.file_name();
                    stored.extend(name.to_str().and_then(Digest::from_hex));
                }
            }
        }
        Ok(stored)
    }

    /// How many bytes lie under a digest, if any.
    #[must_use]
    pub fn size(&self, digest: &Digest) -> Option<u64> {
        fs::metadata(self.path(digest)).ok().map(|metadata| metadata.len())
    }

    /// Reads a stored blob whole and says whether it is what it is called.
    pub fn look(&self, digest: &Digest) -> io::Result<Seen> {
        let path = self.path(digest);
        match digest_of(&path) {
            Ok(found) if found == *digest => Ok(Seen::Whole { size: fs::metadata(&path)?.len() }),
            Ok(found) => Ok(Seen::Other { found }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Seen::Missing),
            Err(error) => Err(error),
        }
    }

    /// Copies a blob of another folder into this one. What cannot be read there, or is something else, is not taken.
    pub fn take(&self, from: &BlobFolder, digest: &Digest) -> io::Result<Taken> {
        let Ok(source) = File::open(from.path(digest)) else { return Ok(Taken::Unfit) };
        let arriving = self.arriving(digest);
        let copied = copy(source, &File::create(&arriving)?)?;
        let Some((_, size)) = copied.filter(|(found, _)| found == digest) else {
            // A copy of what lies there still; nothing is lost with it.
            fs::remove_file(&arriving)?;
            return Ok(Taken::Unfit);
        };
        self.place(&arriving, digest)?;
        Ok(Taken::Copied { size })
    }

    /// Moves a stored blob that is not what it is called out of the way. It is kept.
    pub fn set_apart(&self, digest: &Digest, found: &Digest) -> io::Result<()> {
        self.put_apart(&self.path(digest), digest, found)
    }
}

/// Copies and waits until it is on the disk: digest and size, or nothing where the source cannot be read.
fn copy(mut from: File, mut to: &File) -> io::Result<Option<(Digest, u64)>> {
    let (mut state, mut size) = (Sha256::new(), 0);
    let mut buffer = vec![0; BITE];
    loop {
        let Ok(read) = from.read(&mut buffer) else { return Ok(None) };
        if read == 0 {
            to.sync_all()?;
            return Ok(Some((Digest(state.finalize().into()), size)));
        }
        let bite = buffer.get(..read).unwrap_or_default();
        state.update(bite);
        to.write_all(bite)?;
        size += bite.len() as u64;
    }
}

/// The folders of blobs in a folder: two hex digits each. A folder that is not there has none.
fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut folders = Vec::new();
    for entry in entries {
        let entry = entry?;
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.len() == 2);
        if is_ours && entry.file_type()?.is_dir() {
            folders.push(entry.path());
        }
    }
    Ok(folders)
}
