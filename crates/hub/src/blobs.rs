//! Blobs in a folder: `blobs/ab/cd/abcd…` for what is stored, `blobs/arriving/` for what is on the way,
//! `blobs/quarantine/` for bytes that were not what they were called. A blob is on the disk, and its name with it,
//! before anybody is told that it is stored.

mod copying;

pub use copying::{Seen, Taken};

use domain::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// How much is read at a time while a digest is taken.
const BITE: usize = 256 * 1024;

/// A folder of blobs.
pub struct BlobFolder {
    folder: PathBuf,
}

/// What an upload turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finished {
    /// It is what it was called, and is stored.
    Stored,
    /// It is something else, and was put apart.
    Other {
        /// What it is.
        found: Digest,
    },
}

impl BlobFolder {
    /// The blobs of a hub's folder or of a backup, as they lie there; nothing is made.
    #[must_use]
    pub fn at(hub: &Path) -> Self {
        Self { folder: hub.join("blobs") }
    }

    /// Opens the folder, making it where it is missing.
    pub fn open(hub: &Path) -> io::Result<Self> {
        let blobs = Self::at(hub);
        fs::create_dir_all(blobs.folder.join("arriving"))?;
        fs::create_dir_all(blobs.folder.join("quarantine"))?;
        sync_folder(&blobs.folder)?;
        Ok(blobs)
    }

    /// Where a stored blob lies.
    #[must_use]
    pub fn path(&self, digest: &Digest) -> PathBuf {
        let hex = digest.hex();
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default().to_owned();
        self.folder.join(part(0, 2)).join(part(2, 4)).join(&hex)
    }

    /// Whether the blob is stored.
    #[must_use]
    pub fn has(&self, digest: &Digest) -> bool {
        self.path(digest).exists()
    }

    /// How many bytes of an upload are here.
    pub fn arrived(&self, digest: &Digest) -> io::Result<u64> {
        match fs::metadata(self.arriving(digest)) {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Adds bytes at `offset`, which must be where the upload ends, and waits until they are on the disk. What a full
    /// disk cut short is taken off again, so that the upload goes on where it was.
    pub fn append(&self, digest: &Digest, offset: u64, bytes: &[u8]) -> io::Result<u64> {
        let path = self.arriving(digest);
        let mut file = OpenOptions::new().create(true).write(true).truncate(false).open(&path)?;
        let end = file.seek(SeekFrom::End(0))?;
        if end != offset {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not the end of the upload"));
        }
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Where even that fails, what did arrive is a true beginning, and the upload goes on behind it.
            let _ = file.set_len(offset);
            return Err(error);
        }
        if offset == 0 {
            sync_folder(&self.folder.join("arriving"))?;
        }
        Ok(offset + bytes.len() as u64)
    }

    /// Checks a whole upload and puts it in its place, or apart.
    pub fn finish(&self, digest: &Digest) -> io::Result<Finished> {
        let from = self.arriving(digest);
        let found = digest_of(&from)?;
        if found != *digest {
            self.put_apart(&from, digest, &found)?;
            return Ok(Finished::Other { found });
        }
        self.place(&from, digest)?;
        Ok(Finished::Stored)
    }

    /// Puts a file that has the digest in its place.
    fn place(&self, from: &Path, digest: &Digest) -> io::Result<()> {
        let to = self.path(digest);
        if let (Some(second), Some(first)) = (to.parent(), to.parent().and_then(Path::parent)) {
            fs::create_dir_all(second)?;
            fs::rename(from, &to)?;
            for folder in [second, first, self.folder.as_path()] {
                sync_folder(folder)?;
            }
        }
        Ok(())
    }

    /// Moves bytes that are not what they are called out of the way; they are kept.
    fn put_apart(&self, from: &Path, digest: &Digest, found: &Digest) -> io::Result<()> {
        let apart = self.folder.join("quarantine");
        fs::rename(from, apart.join(format!("{digest}.{}", short(found))))?;
        sync_folder(&apart)
    }

    /// Takes away what has arrived of an upload.
    pub fn discard(&self, digest: &Digest) -> io::Result<()> {
        match fs::remove_file(self.arriving(digest)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Reads a stored blob.
    pub fn read(&self, digest: &Digest) -> io::Result<Vec<u8>> {
        fs::read(self.path(digest))
    }

    fn arriving(&self, digest: &Digest) -> PathBuf {
        self.folder.join("arriving").join(digest.hex())
    }
}

fn short(digest: &Digest) -> String {
    digest.hex().chars().take(12).collect()
}

fn digest_of(path: &Path) -> io::Result<Digest> {
    let mut file = File::open(path)?;
    let mut state = Sha256::new();
    let mut buffer = vec![0; BITE];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(Digest(state.finalize().into()));
        }
        state.update(buffer.get(..read).unwrap_or_default());
    }
}

/// A rename is only safe once its folder is on the disk.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_in_two_pieces_is_stored_under_its_digest() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = BlobFolder::open(folder.path()).unwrap();
        let digest = Digest::of(b"a photo of window 2");
        assert_eq!(blobs.append(&digest, 0, b"a photo of ").unwrap(), 11);
        assert!(blobs.append(&digest, 5, b"window 2").is_err());
        assert_eq!(blobs.arrived(&digest).unwrap(), 11);
        blobs.append(&digest, 11, b"window 2").unwrap();
        assert_eq!(blobs.finish(&digest).unwrap(), Finished::Stored);
        assert_eq!(blobs.read(&digest).unwrap(), b"a photo of window 2");
        assert_eq!(blobs.arrived(&digest).unwrap(), 0);
    }

    #[test]
    fn bytes_that_are_something_else_are_put_apart_and_the_upload_may_begin_anew() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = BlobFolder::open(folder.path()).unwrap();
        let digest = Digest::of(b"the photo");
        blobs.append(&digest, 0, b"another photo").unwrap();
        assert_eq!(blobs.finish(&digest).unwrap(), Finished::Other { found: Digest::of(b"another photo") });
        assert!(!blobs.has(&digest));
        assert_eq!(fs::read_dir(folder.path().join("blobs/quarantine")).unwrap().count(), 1);
        blobs.append(&digest, 0, b"the photo").unwrap();
        assert_eq!(blobs.finish(&digest).unwrap(), Finished::Stored);
    }
}
