//! Secrets as files: where no key store of the system is to be had. What protects them is the user's account and, on a
//! good machine, the disk's encryption.

use super::{KeyVault, Place, VaultRefused};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// One file a secret, readable by this user alone (0600), written whole or not at all.
pub struct FileVault {
    folder: PathBuf,
}

impl FileVault {
    /// Keeps secrets in this folder, made if need be.
    pub fn open(folder: &Path) -> Result<Self, VaultRefused> {
        fs::create_dir_all(folder).map_err(|why| VaultRefused::File { path: folder.into(), why })?;
        Ok(Self { folder: folder.into() })
    }

    /// Whether any secret lies here already.
    pub(super) fn holds_keys(&self) -> Result<bool, VaultRefused> {
        let refused = |why| VaultRefused::File { path: self.folder.clone(), why };
        for entry in fs::read_dir(&self.folder).map_err(refused)? {
            if entry.map_err(refused)?.path().extension().is_some_and(|extension| extension == "key") {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl KeyVault for FileVault {
    fn load(&self, name: &str) -> Result<Option<[u8; 32]>, VaultRefused> {
        let path = self.folder.join(format!("{name}.key"));
        let Some(bytes) = read(&path)? else { return Ok(None) };
        if readable_by_others(&path) {
            return Err(VaultRefused::Open(path));
        }
        bytes.try_into().map(Some).map_err(|_| VaultRefused::Damaged(path))
    }

    fn keep(&self, name: &str, secret: &[u8; 32]) -> Result<(), VaultRefused> {
        write_whole(&self.folder.join(format!("{name}.key")), secret)
    }

    fn forget(&self, name: &str) -> Result<(), VaultRefused> {
        let path = self.folder.join(format!("{name}.key"));
        let refused = |why| VaultRefused::File { path: path.clone(), why };
        match fs::remove_file(&path) {
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(()),
            other => other.map_err(refused)?,
        }
        fs::File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(refused)
    }

    fn place(&self) -> Place {
        Place::File
    }
}

/// The bytes of a file, or `None` where there is none.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, VaultRefused> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
        Err(why) => Err(VaultRefused::File { path: path.into(), why }),
    }
}

/// Writes a file for this user alone. After a power cut it is there as it was before or as it is now, never in between.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), VaultRefused> {
    let fresh = path.with_extension("new");
    write_private(&fresh, bytes)
        .and_then(|()| fs::rename(&fresh, path))
        .and_then(|()| path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all()))
        .map_err(|why| VaultRefused::File { path: path.into(), why })
}

/// The mode counts only when a file is made, so what an interrupted write has left behind goes first.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(why) if why.kind() != ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn readable_by_others(_: &Path) -> bool {
    false
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_was_kept_comes_back_after_the_app_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let vault = FileVault::open(folder.path()).unwrap();
        assert_eq!(vault.load("database").unwrap(), None);
        assert!(!vault.holds_keys().unwrap());
        vault.keep("database", &[7; 32]).unwrap();
        vault.keep("device", &[8; 32]).unwrap();

        let again = FileVault::open(folder.path()).unwrap();
        assert!(again.holds_keys().unwrap());
        assert_eq!(again.load("database").unwrap(), Some([7; 32]));
        assert_eq!(again.load("device").unwrap(), Some([8; 32]));
        assert_eq!(again.place(), Place::File);
    }

    #[test]
    fn a_key_that_was_forgotten_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let vault = FileVault::open(folder.path()).unwrap();
        vault.keep("database", &[7; 32]).unwrap();
        vault.forget("database").unwrap();
        vault.forget("database").unwrap();
        assert_eq!(vault.load("database").unwrap(), None);
        assert!(!vault.holds_keys().unwrap());
    }

    #[test]
    fn a_key_file_is_for_its_owner_alone_even_after_an_interrupted_write() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join("database.new");
        fs::write(&left, b"half a k").unwrap();
        fs::set_permissions(&left, fs::Permissions::from_mode(0o644)).unwrap();

        FileVault::open(folder.path()).unwrap().keep("database", &[7; 32]).unwrap();
        assert_eq!(mode(&folder.path().join("database.key")), 0o600);
        assert!(!left.exists());
    }

    #[test]
    fn a_key_file_of_another_length_is_refused_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let vault = FileVault::open(folder.path()).unwrap();
        vault.keep("database", &[7; 32]).unwrap();
        let path = folder.path().join("database.key");
        for length in [0, 31, 33] {
            fs::write(&path, vec![7; length]).unwrap();
            assert_eq!(vault.load("database").unwrap_err().code(), "vault.damaged");
            assert_eq!(fs::read(&path).unwrap().len(), length);
        }
    }

    #[test]
    fn a_key_file_others_can_read_is_refused_until_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let vault = FileVault::open(folder.path()).unwrap();
        vault.keep("database", &[7; 32]).unwrap();
        let path = folder.path().join("database.key");
        for open in [0o640, 0o604, 0o620] {
            fs::set_permissions(&path, fs::Permissions::from_mode(open)).unwrap();
            let refused = vault.load("database").unwrap_err();
            assert_eq!(refused.code(), "vault.open");
            assert!(refused.to_string().contains("chmod 600") && refused.zh().contains("chmod 600"));
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(vault.load("database").unwrap(), Some([7; 32]));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("keys");
        fs::write(&in_the_way, b"").unwrap();
        let Err(refused) = FileVault::open(&in_the_way) else { panic!("a file is no folder") };
        assert_eq!(refused.code(), "vault.file");
        assert!(refused.to_string().contains("keys"));
    }
}
