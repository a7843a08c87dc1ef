//! Secrets in the desktop's key store (GNOME Keyring, KWallet, KeePassXC), by the freedesktop.org Secret Service API.
//!
//! From the first key on, a note in the folder says whose keys are there and which were kept. Without it a start
//! at which the key store happens to be away would make new keys, and the work encrypted under the old ones would be lost.
//!
//! The library underneath is `secret-service` itself: the keyring crates above it unlock by prompting, without a limit and
//! without asking. Each call has its own connection on its own thread: there are two or three in an app's life, and the caller
//! may or may not be inside an async runtime.

use super::file::{read, write_whole};
use super::{KeyVault, Place, VaultRefused};
use crate::entropy::{self, Entropy};
use data_encoding::{BASE64, HEXLOWER};
use secret_service::{Collection, EncryptionType, Error, Item, SecretService};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

const NOTE: &str = "secret-service.json";
const SERVICE: &str = "doorstep";

/// The desktop's key store, as one installation uses it.
pub struct SecretServiceVault {
    note: PathBuf,
    installation: String,
    bus: Option<String>,
    patience: Patience,
}

/// How long to wait before a call is given up.
#[derive(Clone, Copy)]
struct Patience {
    /// For the key store.
    answer: Duration,
    /// For a person who types the key store's password.
    password: Duration,
}

const PATIENCE: Patience = Patience { answer: Duration::from_secs(5), password: Duration::from_secs(60) };

/// What the folder remembers.
#[derive(Serialize, Deserialize)]
struct Note {
    /// 32 hex digits, random: two installations of one user share no key.
    installation: String,
    /// The secrets that were kept, by name.
    kept: BTreeSet<String>,
}

impl SecretServiceVault {
    /// The vault the folder's note names. Without a note a fresh one, or `None` when no key store answers at `bus` (a
    /// D-Bus address; `None` is the person's session) within five seconds a step, of which there are two, or when it is
    /// locked or has no default collection.
    /// Nothing is asked of the person here.
    pub fn open(folder: &Path, bus: Option<&str>, entropy: &dyn Entropy) -> Result<Option<Self>, VaultRefused> {
        let vault = |installation| Self {
            note: folder.join(NOTE),
            installation,
            bus: bus.map(String::from),
            patience: PATIENCE,
        };
        if let Some(note) = read_note(&folder.join(NOTE))? {
            return Ok(Some(vault(note.installation)));
        }
        let fresh = vault(HEXLOWER.encode(&entropy::bytes16(entropy)));
        Ok(fresh.is_usable().then_some(fresh))
    }

    fn is_usable(&self) -> bool {
        let unlocked = self.call(async |service| {
            let locked = self.in_time(async { service.get_default_collection().await?.is_locked().await }).await?;
            Ok(!locked)
        });
        unlocked.unwrap_or(false)
    }

    fn write_note(&self, kept: BTreeSet<String>) -> Result<(), VaultRefused> {
        let note = Note { installation: self.installation.clone(), kept };
        let bytes =
            serde_json::to_vec(&note).map_err(|why| VaultRefused::File { path: self.note.clone(), why: why.into() })?;
        write_whole(&self.note, &bytes)
    }

    fn kept(&self) -> Result<BTreeSet<String>, VaultRefused> {
        Ok(read_note(&self.note)?.map(|note| note.kept).unwrap_or_default())
    }

    /// The attributes by which an item is found; the names are those of the keyring libraries.
    fn user(&self, name: &str) -> String {
        format!("{}/{name}", self.installation)
    }

    /// Connects and does the work on a thread of its own.
    fn call<T: Send>(
        &self,
        work: impl AsyncFnOnce(&SecretService<'_>) -> Result<T, VaultRefused> + Send,
    ) -> Result<T, VaultRefused> {
        let task = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|e| VaultRefused::Silent(e.to_string()))?;
            let done = runtime.block_on(async {
                let service = self.in_time(connect(self.bus.as_deref())).await?;
                work(&service).await
            });
            // Not a plain drop: that would wait for a name look-up still under way.
            runtime.shutdown_background();
            done
        };
        let stopped = || Err(VaultRefused::Silent("the call stopped".into()));
        thread::scope(|scope| scope.spawn(task).join().unwrap_or_else(|_| stopped()))
    }

    async fn in_time<T>(&self, answer: impl Future<Output = Result<T, Error>>) -> Result<T, VaultRefused> {
        match tokio::time::timeout(self.patience.answer, answer).await {
            Ok(answer) => answer.map_err(refused),
            Err(late) => Err(VaultRefused::Silent(late.to_string())),
        }
    }

    /// Waits while the key store asks the person for its password.
    async fn unlocked(&self, asked: impl Future<Output = Result<(), Error>>) -> Result<(), VaultRefused> {
        match tokio::time::timeout(self.patience.password, asked).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(VaultRefused::Locked),
        }
    }

    async fn find(&self, service: &SecretService<'_>, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultRefused> {
        let user = self.user(name);
        let wanted = HashMap::from([("service", SERVICE), ("username", user.as_str())]);
        let found = self.in_time(service.search_items(wanted)).await?;
        let item: &Item<'_> = match (found.unlocked.first(), found.locked.first()) {
            (Some(item), _) => item,
            (None, Some(item)) => {
                self.unlocked(item.unlock()).await?;
                item
            }
            (None, None) => return Ok(None),
        };
        Ok(Some(Zeroizing::new(self.in_time(item.get_secret()).await?)))
    }

    async fn default_collection<'s>(&self, service: &'s SecretService<'_>) -> Result<Collection<'s>, VaultRefused> {
        let collection = self.in_time(service.get_default_collection()).await?;
        if self.in_time(collection.is_locked()).await? {
            self.unlocked(collection.unlock()).await?;
        }
        Ok(collection)
    }
}

impl KeyVault for SecretServiceVault {
    fn load(&self, name: &str) -> Result<Option<[u8; 32]>, VaultRefused> {
        let lost = || VaultRefused::Lost(name.into());
        let found = self.call(async |service| {
            if let Some(text) = self.find(service, name).await? {
                return Ok(Some(text));
            }
            // A locked key store may hide what it has: ask once more when it is open.
            self.default_collection(service).await?;
            self.find(service, name).await
        })?;
        match found {
            Some(text) => decode(&text).map(Some).ok_or_else(lost),
            None if self.kept()?.contains(name) => Err(lost()),
            None => Ok(None),
        }
    }

    fn keep(&self, name: &str, secret: &[u8; 32]) -> Result<(), VaultRefused> {
        // Text, because KWallet keeps nothing else.
        let text = Zeroizing::new(BASE64.encode(secret));
        let (user, label) = (self.user(name), format!("Doorstep 上门 ({name})"));
        let came_back = self.call(async |service| {
            let collection = self.default_collection(service).await?;
            let attributes = HashMap::from([("service", SERVICE), ("username", user.as_str())]);
            self.in_time(collection.create_item(&label, attributes, text.as_bytes(), true, "text/plain")).await?;
            self.find(service, name).await
        })?;
        if came_back.as_deref().and_then(|text| decode(text)).as_ref() != Some(secret) {
            return Err(VaultRefused::Lost(name.into()));
        }
        let mut kept = self.kept()?;
        kept.insert(name.into());
        self.write_note(kept)
    }

    fn forget(&self, name: &str) -> Result<(), VaultRefused> {
        let user = self.user(name);
        self.call(async |service| {
            self.default_collection(service).await?;
            let wanted = HashMap::from([("service", SERVICE), ("username", user.as_str())]);
            let found = self.in_time(service.search_items(wanted)).await?;
            for item in found.unlocked.iter().chain(&found.locked) {
                self.in_time(item.delete()).await?;
            }
            Ok(())
        })?;
        let mut kept = self.kept()?;
        if kept.remove(name) { self.write_note(kept) } else { Ok(()) }
    }

    fn place(&self) -> Place {
        Place::System
    }
}

async fn connect(bus: Option<&str>) -> Result<SecretService<'static>, Error> {
    let connection = match bus {
        Some(address) => zbus::connection::Builder::address(address)?.build().await?,
        None => zbus::Connection::session().await?,
    };
    SecretService::connect_with_existing(EncryptionType::Dh, connection).await
}

fn decode(text: &[u8]) -> Option<[u8; 32]> {
    BASE64.decode(text).ok()?.try_into().ok()
}

fn read_note(path: &Path) -> Result<Option<Note>, VaultRefused> {
    let Some(bytes) = read(path)? else { return Ok(None) };
    serde_json::from_slice(&bytes).map(Some).map_err(|_| VaultRefused::Damaged(path.into()))
}

fn refused(error: Error) -> VaultRefused {
    match error {
        Error::Locked | Error::Prompt | Error::PromptDisconnected => VaultRefused::Locked,
        Error::Zbus(zbus::Error::MethodError(ref name, ..))
            if name.as_str() == "org.freedesktop.Secret.Error.IsLocked" =>
        {
            VaultRefused::Locked
        }
        other => VaultRefused::Silent(other.to_string()),
    }
}

#[cfg(test)]
mod desktop;
#[cfg(test)]
mod tests;
