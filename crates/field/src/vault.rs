//! Where the device keeps its secrets: a port, and its Linux implementations. On a phone the shell brings the Android
//! Keystore or the iOS Keychain.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A keeper of 32-byte secrets by name.
pub trait KeyVault: Send + Sync {
    /// The secret, or `None` where none was kept yet.
    fn load(&self, name: &str) -> Result<Option<[u8; 32]>, VaultRefused>;
    /// Keeps a secret for good.
    fn keep(&self, name: &str, secret: &[u8; 32]) -> Result<(), VaultRefused>;
    /// What to tell the person on the *Me* screen: where the keys are.
    fn place(&self) -> Place;
}

/// Where the keys are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A file only this user can read.
    File,
    /// The system's key store.
    System,
}

/// Why a secret could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum VaultRefused {
    /// The key file cannot be read or written.
    #[error("the key file {path} cannot be used ({why}); check the folder's owner and free space, then start again")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The key file is not what was written.
    #[error("the key file {0} is damaged; restore it from a backup, or enrol the device again")]
    Damaged(PathBuf),
    /// Others can read the key file.
    #[error("others can read the key file {0}; run chmod 600 on it, then start again")]
    Open(PathBuf),
}

impl VaultRefused {
    /// A stable word for the UI.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "vault.file",
            Self::Damaged(_) => "vault.damaged",
            Self::Open(_) => "vault.open",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::File { path, why } => {
                format!("密钥文件 {} 用不了（{why}），请检查文件夹权限和剩余空间后重新打开。", path.display())
            }
            Self::Damaged(path) => format!("密钥文件 {} 已损坏，请从备份恢复，或重新注册设备。", path.display()),
            Self::Open(path) => format!("密钥文件 {} 其他人也能读，请执行 chmod 600 后重新打开。", path.display()),
        }
    }
}

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

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.key"))
    }
}

impl KeyVault for FileVault {
    fn load(&self, name: &str) -> Result<Option<[u8; 32]>, VaultRefused> {
        let path = self.path(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(why) => return Err(VaultRefused::File { path, why }),
        };
        if readable_by_others(&path) {
            return Err(VaultRefused::Open(path));
        }
        bytes.try_into().map(Some).map_err(|_| VaultRefused::Damaged(path))
    }

    fn keep(&self, name: &str, secret: &[u8; 32]) -> Result<(), VaultRefused> {
        let (path, fresh) = (self.path(name), self.folder.join(format!("{name}.new")));
        write_private(&fresh, secret)
            .and_then(|()| fs::rename(&fresh, &path))
            .and_then(|()| fs::File::open(&self.folder)?.sync_all())
            .map_err(|why| VaultRefused::File { path, why })
    }

    fn place(&self) -> Place {
        Place::File
    }
}

fn write_private(path: &Path, secret: &[u8; 32]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(secret)?;
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
