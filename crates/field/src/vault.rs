//! Where the device keeps its secrets: a port, and its Linux implementations. On a phone the shell brings the Android
//! Keystore or the iOS Keychain.
//!
//! # Modules
//! - [`mod@file`]: a file only this user can read
//! - [`pin`]: a PIN around the database's key
//! - `secret_service` (Linux): the desktop's key store
//!
//! [`open_vault`] chooses once for an installation: keys never move by themselves and never lie in two places.

pub mod file;
pub mod pin;
#[cfg(target_os = "linux")]
pub mod secret_service;

pub use file::FileVault;
pub use pin::PinVault;
#[cfg(target_os = "linux")]
pub use secret_service::SecretServiceVault;

use crate::entropy::Entropy;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A keeper of 32-byte secrets by name.
pub trait KeyVault: Send + Sync {
    /// The secret, or `None` where none was kept yet.
    fn load(&self, name: &str) -> Result<Option<[u8; 32]>, VaultRefused>;
    /// Keeps a secret until it is told to forget it.
    fn keep(&self, name: &str, secret: &[u8; 32]) -> Result<(), VaultRefused>;
    /// Destroys a secret. No error where there is none.
    fn forget(&self, name: &str) -> Result<(), VaultRefused>;
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

/// The vault of the installation whose keys belong to `folder` (made if need be).
///
/// An installation stays where it began: key files in the folder mean the files; the note of an earlier start means the
/// system's key store, and where that does not answer this refuses rather than beginning anew. A fresh installation takes
/// the system's key store if one answers and is unlocked, else the files. May block for some seconds, and for as long as
/// a person takes to type a password (a minute at most); `entropy` names a fresh installation.
pub fn open_vault(folder: &Path, entropy: &dyn Entropy) -> Result<Arc<dyn KeyVault>, VaultRefused> {
    choose(folder, None, entropy)
}

/// [`open_vault`] on the session bus at this D-Bus address; `None` is the person's own.
fn choose(folder: &Path, bus: Option<&str>, entropy: &dyn Entropy) -> Result<Arc<dyn KeyVault>, VaultRefused> {
    let file = FileVault::open(folder)?;
    if file.holds_keys()? {
        return Ok(Arc::new(file));
    }
    #[cfg(target_os = "linux")]
    if let Some(system) = SecretServiceVault::open(folder, bus, entropy)? {
        return Ok(Arc::new(system));
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (bus, entropy);
    Ok(Arc::new(file))
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
    /// The system's key store is locked, and the person did not unlock it.
    #[error("the system's key store is locked; unlock it with its password, then start again")]
    Locked,
    /// The system's key store, which has the keys, is not there.
    #[error(
        "the system's key store, where this device's keys are, does not answer ({0}); log in to the desktop where \
         Doorstep was first opened and open its key store, then start again"
    )]
    Silent(String),
    /// A key that was kept is gone.
    #[error(
        "this device's key {0:?} is gone from where it was kept; nothing was changed. Restore it from a backup and start \
         again, or keep the data and enrol the device again"
    )]
    Lost(String),
    /// The data waits for its PIN.
    #[error("enter the PIN of this device; everything is kept meanwhile")]
    Pin,
    /// Not the PIN; the seconds until the next try.
    #[error("this is not the PIN{}", wait_en(*.0))]
    PinWrong(i64),
    /// Too many wrong ones: the seconds until the next try.
    #[error("too many wrong PINs{}", wait_en(*.0))]
    PinWait(i64),
    /// Not a PIN at all.
    #[error("a PIN has 4 to 12 digits; choose another one")]
    PinShort,
}

fn wait_en(seconds: i64) -> String {
    match seconds {
        0 => "; try again".into(),
        seconds => format!("; try again in {seconds} s, nothing is lost"),
    }
}

impl VaultRefused {
    /// A stable word for the UI.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "vault.file",
            Self::Damaged(_) => "vault.damaged",
            Self::Open(_) => "vault.open",
            Self::Locked => "vault.locked",
            Self::Silent(_) => "vault.silent",
            Self::Lost(_) => "vault.lost",
            Self::Pin => "vault.pin",
            Self::PinWrong(_) => "vault.pin_wrong",
            Self::PinWait(_) => "vault.pin_wait",
            Self::PinShort => "vault.pin_short",
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
            Self::Locked => "系统密钥库已锁定，请输入密码解锁后重新打开。".into(),
            Self::Silent(why) => {
                format!(
                    "本机密钥存放在系统密钥库中，但密钥库没有应答（{why}），请登录首次打开本应用的桌面，打开密钥库，再重新打开本应用。"
                )
            }
            Self::Pin => "请输入这台设备的开锁密码；内容都在。".into(),
            Self::PinWrong(0) => "密码不对，请再试。".into(),
            Self::PinWrong(seconds) => format!("密码不对，{seconds} 秒后再试；内容都在。"),
            Self::PinWait(seconds) => format!("错的次数太多，{seconds} 秒后再试；内容都在。"),
            Self::PinShort => "密码要 4 到 12 位数字，请换一个。".into(),
            Self::Lost(name) => {
                format!("本机密钥“{name}”不见了，数据没有改动。请从备份恢复密钥后重新打开；或保留数据并重新注册设备。")
            }
        }
    }
}
