//! 开锁密码: a PIN that wraps the database's key (DESIGN "Keys"). Without it the data does not open. The device's own key is
//! not wrapped: alone it opens nothing.
//!
//! What is kept is the database's key XORed with what Argon2id makes of the PIN and a salt of its own. The key is 32 random
//! bytes, so that no guess can be told from another but by opening the database with it. Guesses on this device
//! wait ever longer; whoever has copied both the key store and the databases is held up by Argon2id alone.

use super::file::{read, write_whole};
use super::{KeyVault, Place, VaultRefused};
use crate::app::DATABASE_KEY;
use crate::clock::Clock;
use crate::entropy::{Entropy, bytes32};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

const WRAPPED: &str = "database-pin";
const SALT: &str = "database-salt";
const TRIES: &str = "pin.json";
/// Digits of a PIN.
pub const SHORTEST: usize = 4;
/// At most.
pub const LONGEST: usize = 12;
/// Argon2id (RFC 9106): 64 MiB, three passes, one lane; a second on an old phone.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
/// Wrong PINs that cost nothing, and what the next ones cost, in seconds.
const FREE: u32 = 4;
const WAITS_S: [i64; 5] = [30, 60, 120, 300, 900];

type Key = [u8; 32];

/// A vault whose database key may be wrapped.
pub struct PinVault {
    inner: Arc<dyn KeyVault>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    tries: PathBuf,
    /// The key, while it is open.
    open: Mutex<Option<Zeroizing<Key>>>,
    /// One at a time tries a PIN or sets one.
    turn: Mutex<()>,
}

/// Wrong PINs in a row. A clock that was set does not count; after a reboot the wait begins anew.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
struct Tries {
    wrong: u32,
    boot: String,
    elapsed_ms: i64,
}

impl PinVault {
    /// Around `inner`; wrong tries are noted in `folder`, which must be there.
    pub fn new(inner: Arc<dyn KeyVault>, folder: &Path, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { inner, clock, entropy, tries: folder.join(TRIES), open: Mutex::default(), turn: Mutex::default() }
    }

    /// A PIN is set. One whose setting was cut short is not.
    ///
    /// # Errors
    /// When the secrets cannot be read.
    pub fn is_set(&self) -> Result<bool, VaultRefused> {
        Ok(self.inner.load(DATABASE_KEY)?.is_none() && self.inner.load(WRAPPED)?.is_some())
    }

    /// Seconds until another PIN may be tried.
    ///
    /// # Errors
    /// When it cannot be kept since when one waits.
    pub fn wait_s(&self) -> Result<i64, VaultRefused> {
        let (mut tries, now) = (self.read_tries()?, self.clock.read());
        let wait = wait_s(tries.wrong);
        if wait == 0 {
            return Ok(0);
        }
        if tries.boot != now.boot {
            (tries.boot, tries.elapsed_ms) = (now.boot, now.elapsed_ms);
            self.note(&tries)?;
        }
        let passed = (now.elapsed_ms - tries.elapsed_ms).max(0);
        // A second that has begun is waited for.
        Ok(((wait * 1000 - passed).max(0) + 999) / 1000)
    }

    /// Tries a PIN: `fits` says whether the key it gives opens the data, and what comes of that. The key stays open then.
    ///
    /// # Errors
    /// [`VaultRefused::PinWrong`], [`VaultRefused::PinWait`], or what `fits` said.
    pub fn unlock<T, E: From<VaultRefused>>(
        &self,
        pin: &str,
        fits: impl FnOnce() -> Result<Option<T>, E>,
    ) -> Result<T, E> {
        let _turn = self.turn();
        self.attempt(pin, |key| {
            let before = self.hold(Some(key));
            let fitted = fits();
            if !matches!(fitted, Ok(Some(_))) {
                self.hold(before);
            }
            fitted
        })
    }

    /// Counts a try, and takes it back where it was right or nobody's fault.
    fn attempt<T, E: From<VaultRefused>>(
        &self,
        pin: &str,
        fits: impl FnOnce(Zeroizing<Key>) -> Result<Option<T>, E>,
    ) -> Result<T, E> {
        let wait = self.wait_s()?;
        if wait > 0 {
            return Err(VaultRefused::PinWait(wait).into());
        }
        // Noted before it is tried: an app that is killed meanwhile gives no further guess.
        let (mut tries, now) = (self.read_tries()?, self.clock.read());
        tries = Tries { wrong: tries.wrong.saturating_add(1), boot: now.boot, elapsed_ms: now.elapsed_ms };
        self.note(&tries)?;
        match self.unwrap(pin).map_err(E::from).and_then(fits) {
            Ok(Some(done)) => {
                self.note(&Tries::default())?;
                Ok(done)
            }
            Ok(None) => Err(VaultRefused::PinWrong(wait_s(tries.wrong)).into()),
            Err(refused) => {
                // It was not the PIN's fault.
                self.note(&Tries { wrong: tries.wrong - 1, ..tries })?;
                Err(refused)
            }
        }
    }

    /// Whether this is the PIN of data that is open. The open key stays as it is.
    ///
    /// # Errors
    /// As [`PinVault::unlock`].
    pub fn check(&self, pin: &str) -> Result<(), VaultRefused> {
        let _turn = self.turn();
        self.is_it(pin)
    }

    fn is_it(&self, pin: &str) -> Result<(), VaultRefused> {
        self.attempt(pin, |key| Ok((self.held() == Some(key)).then_some(())))
    }

    /// Wraps the key of data that is open with this PIN; where one is set, `old` is that one.
    ///
    /// # Errors
    /// [`VaultRefused::PinShort`], or a wrong `old`. Where the secrets cannot be kept the data opens as before, or without a
    /// PIN.
    pub fn set(&self, old: Option<&str>, pin: &str) -> Result<(), VaultRefused> {
        let _turn = self.turn();
        if !(SHORTEST..=LONGEST).contains(&pin.len()) || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(VaultRefused::PinShort);
        }
        if self.is_set()? {
            self.is_it(old.unwrap_or_default())?;
        }
        let key = self.load(DATABASE_KEY)?.ok_or_else(|| VaultRefused::Lost(DATABASE_KEY.into()))?;
        // While salt and wrapped key do not belong together the plain one opens the data.
        self.inner.keep(DATABASE_KEY, &key)?;
        self.inner.keep(SALT, &bytes32(&*self.entropy))?;
        self.inner.keep(WRAPPED, &xor(&key, &*self.pad(pin)?))?;
        self.hold(Some(key.into()));
        self.inner.forget(DATABASE_KEY)?;
        self.note(&Tries::default())
    }

    /// From now on the data opens without a PIN; `old` is the one that is set.
    ///
    /// # Errors
    /// A wrong `old`, or when the key cannot be kept; then the PIN still holds.
    pub fn remove(&self, old: &str) -> Result<(), VaultRefused> {
        let _turn = self.turn();
        self.is_it(old)?;
        if let Some(key) = self.load(DATABASE_KEY)? {
            self.inner.keep(DATABASE_KEY, &key)?;
        }
        // With the plain key there it counts for nothing any more; the next PIN takes its place.
        let _ = self.inner.forget(WRAPPED);
        Ok(())
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unwrap(&self, pin: &str) -> Result<Zeroizing<Key>, VaultRefused> {
        let wrapped = self.inner.load(WRAPPED)?.ok_or_else(|| VaultRefused::Lost(WRAPPED.into()))?;
        Ok(xor(&wrapped, &*self.pad(pin)?).into())
    }

    fn pad(&self, pin: &str) -> Result<Zeroizing<Key>, VaultRefused> {
        let salt = self.inner.load(SALT)?.ok_or_else(|| VaultRefused::Lost(SALT.into()))?;
        let mut pad = Zeroizing::new(Key::default());
        let params = Params::new(MEMORY_KIB, PASSES, 1, Some(pad.len()));
        let made = params.map(|params| Argon2::new(Algorithm::Argon2id, Version::V0x13, params));
        made.and_then(|argon2| argon2.hash_password_into(pin.as_bytes(), &salt, &mut *pad))
            .map_err(|why| VaultRefused::Silent(why.to_string()))?;
        Ok(pad)
    }

    fn held(&self) -> Option<Zeroizing<Key>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, key: Option<Zeroizing<Key>>) -> Option<Zeroizing<Key>> {
        std::mem::replace(&mut *self.open.lock().unwrap_or_else(PoisonError::into_inner), key)
    }

    fn read_tries(&self) -> Result<Tries, VaultRefused> {
        // What cannot be read is what nobody wrote: no reason to shut anybody out.
        Ok(read(&self.tries)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    fn note(&self, tries: &Tries) -> Result<(), VaultRefused> {
        if self.read_tries()? == *tries {
            return Ok(());
        }
        write_whole(&self.tries, &serde_json::to_vec(tries).unwrap_or_default())
    }
}

impl KeyVault for PinVault {
    fn load(&self, name: &str) -> Result<Option<[u8; 32]>, VaultRefused> {
        match self.inner.load(name)? {
            None if name == DATABASE_KEY => match self.held() {
                Some(key) => Ok(Some(*key)),
                None if self.inner.load(WRAPPED)?.is_some() => Err(VaultRefused::Pin),
                None => Ok(None),
            },
            plain => Ok(plain),
        }
    }

    fn keep(&self, name: &str, secret: &[u8; 32]) -> Result<(), VaultRefused> {
        self.inner.keep(name, secret)
    }

    fn forget(&self, name: &str) -> Result<(), VaultRefused> {
        if name == DATABASE_KEY {
            self.hold(None);
            self.inner.forget(WRAPPED)?;
            self.inner.forget(SALT)?;
        }
        self.inner.forget(name)
    }

    fn place(&self) -> Place {
        self.inner.place()
    }
}

/// What the next try costs after so many wrong ones.
fn wait_s(wrong: u32) -> i64 {
    let Some(past) = wrong.checked_sub(FREE + 1) else { return 0 };
    let past = usize::try_from(past).unwrap_or(usize::MAX);
    WAITS_S.get(past).or(WAITS_S.last()).copied().unwrap_or_default()
}

fn xor(one: &Key, other: &Key) -> Key {
    let mut both = *one;
    both.iter_mut().zip(other).for_each(|(byte, with)| *byte ^= with);
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Reading;
    use crate::entropy::SystemEntropy;
    use crate::vault::FileVault;
    use std::sync::atomic::{AtomicI64, Ordering};

    #[derive(Default)]
    struct Hands(AtomicI64);
    impl Clock for Hands {
        fn read(&self) -> Reading {
            let elapsed_ms = self.0.load(Ordering::SeqCst);
            Reading { wall_ms: 0, boot: "b".into(), elapsed_ms, offset_minutes: 480 }
        }
    }

    fn vault(folder: &Path, clock: &Arc<Hands>) -> PinVault {
        let inner: Arc<dyn KeyVault> = Arc::new(FileVault::open(folder).unwrap());
        PinVault::new(inner, folder, clock.clone(), Arc::new(SystemEntropy))
    }

    fn opens(vault: &PinVault, pin: &str, key: [u8; 32]) -> Result<(), VaultRefused> {
        vault.unlock(pin, || Ok((vault.load(DATABASE_KEY)? == Some(key)).then_some(())))
    }

    #[test]
    fn a_key_behind_a_pin_opens_with_that_pin_alone_and_lies_nowhere_plain() {
        let (folder, clock, key) = (tempfile::tempdir().unwrap(), Arc::new(Hands::default()), [7; 32]);
        let first = vault(folder.path(), &clock);
        first.keep(DATABASE_KEY, &key).unwrap();
        assert!(!first.is_set().unwrap());
        for bad in ["", "123", "12a4", "1234567890123"] {
            assert!(matches!(first.set(None, bad), Err(VaultRefused::PinShort)), "{bad}");
        }
        first.set(None, "2580").unwrap();
        assert_eq!(first.load(DATABASE_KEY).unwrap(), Some(key), "who has it open goes on");
        let again = vault(folder.path(), &clock);
        assert!(again.is_set().unwrap());
        assert!(matches!(again.load(DATABASE_KEY), Err(VaultRefused::Pin)));
        assert!(matches!(opens(&again, "2581", key), Err(VaultRefused::PinWrong(0))));
        assert!(matches!(again.load(DATABASE_KEY), Err(VaultRefused::Pin)), "a wrong key does not stay");
        opens(&again, "2580", key).unwrap();
        again.check("2580").unwrap();
        assert!(again.check("0000").is_err());
        for file in std::fs::read_dir(folder.path()).unwrap() {
            assert_ne!(std::fs::read(file.unwrap().path()).unwrap(), key);
        }
        assert!(matches!(again.set(Some("0000"), "314159"), Err(VaultRefused::PinWrong(0))));
        assert!(matches!(again.set(None, "314159"), Err(VaultRefused::PinWrong(0))));
        again.set(Some("2580"), "314159").unwrap();
        let changed = vault(folder.path(), &clock);
        assert!(opens(&changed, "2580", key).is_err());
        opens(&changed, "314159", key).unwrap();
        assert!(matches!(changed.remove("2580"), Err(VaultRefused::PinWrong(0))));
        changed.remove("314159").unwrap();
        assert_eq!(vault(folder.path(), &clock).load(DATABASE_KEY).unwrap(), Some(key));
    }

    #[test]
    fn wrong_pins_wait_ever_longer_and_neither_a_kill_nor_a_clock_that_is_set_shortens_it() {
        let (folder, clock, key) = (tempfile::tempdir().unwrap(), Arc::new(Hands::default()), [7; 32]);
        let first = vault(folder.path(), &clock);
        first.keep(DATABASE_KEY, &key).unwrap();
        first.set(None, "2580").unwrap();
        for n in 1..=5 {
            let refused = opens(&vault(folder.path(), &clock), "0000", key);
            assert!(matches!(refused, Err(VaultRefused::PinWrong(wait)) if wait == if n == 5 { 30 } else { 0 }), "{n}");
        }
        assert!(matches!(opens(&vault(folder.path(), &clock), "2580", key), Err(VaultRefused::PinWait(30))));
        clock.0.store(29_000, Ordering::SeqCst);
        assert_eq!(first.wait_s().unwrap(), 1);
        clock.0.store(30_000, Ordering::SeqCst);
        assert!(matches!(opens(&first, "0000", key), Err(VaultRefused::PinWrong(60))));
        clock.0.store(90_000, Ordering::SeqCst);
        opens(&first, "2580", key).unwrap();
        assert_eq!(first.wait_s().unwrap(), 0);
        assert!(matches!(opens(&first, "1111", key), Err(VaultRefused::PinWrong(0))), "counted anew");
    }
}
