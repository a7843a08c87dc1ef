//! The open app, shared by the commands and the rounds. Where it does not open (the disk, the key, a PIN, a second window)
//! the window still does, and every command says why. A shut app answers no screen; its rounds go on.

use crate::bell::Bell;
use crate::refused::Refused;
use crate::trouble::Trouble;
use field::clock::{Clock, SystemClock};
use field::desk::Desk;
use field::entropy::SystemEntropy;
use field::vault::{PinVault, VaultRefused, open_vault};
use field::{Field, FieldOptions, FieldRefused};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use ts_rs::TS;

const CHOSEN: &str = "lock.json";
/// In sight.
const HERE: i64 = i64::MIN;

/// The app behind the window.
pub struct Shell {
    home: PathBuf,
    clock: Arc<SystemClock>,
    vault: Result<Arc<PinVault>, Refused>,
    field: Mutex<Result<Arc<Mutex<Field>>, Refused>>,
    /// Screens see nothing until the PIN is entered.
    shut: AtomicBool,
    /// Since when the window is out of sight, by the elapsed clock; [`HERE`] where it is not.
    away: AtomicI64,
    bell: Bell,
    trouble: Trouble,
}

/// The PIN as screens see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct LockState {
    /// A PIN is set.
    pub set: bool,
    /// It has to be entered now.
    pub shut: bool,
    /// Seconds until it may be tried.
    pub wait_s: i64,
    /// Minutes out of sight after which it is asked for again; `null`: only when the app starts.
    pub after_min: Option<u32>,
}

/// What a person chose.
#[derive(Serialize, Deserialize)]
struct Chosen {
    after_min: Option<u32>,
}

impl Shell {
    /// Opens the app in its folder.
    #[must_use]
    pub fn open(home: &Path) -> Self {
        let clock = Arc::new(SystemClock::new(None));
        let keys = home.join("keys");
        let opened = open_vault(&keys, &SystemEntropy).map_err(|refused| Refused::from(FieldRefused::from(refused)));
        let vault = opened.map(|inner| Arc::new(PinVault::new(inner, &keys, clock.clone(), Arc::new(SystemEntropy))));
        let shell = Self {
            home: home.into(),
            clock,
            field: Mutex::new(Err(VaultRefused::Pin.into())),
            vault,
            shut: AtomicBool::new(false),
            away: AtomicI64::new(HERE),
            bell: Bell::default(),
            trouble: Trouble::default(),
        };
        let field = shell.vault().and_then(|vault| Ok(shell.begin(&vault)?));
        *shell.field.lock().unwrap_or_else(PoisonError::into_inner) = field;
        shell
    }

    fn begin(&self, vault: &Arc<PinVault>) -> Result<Arc<Mutex<Field>>, FieldRefused> {
        let field = Field::open(FieldOptions {
            folder: self.data(),
            clock: self.clock.clone(),
            vault: vault.clone(),
            entropy: Arc::new(SystemEntropy),
            disk: None,
        })?;
        Ok(Arc::new(Mutex::new(field)))
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    fn vault(&self) -> Result<Arc<PinVault>, Refused> {
        self.vault.clone()
    }

    /// The app, shut or not, or why it did not open.
    ///
    /// # Errors
    /// What [`Field::open`] said.
    pub fn app(&self) -> Result<Arc<Mutex<Field>>, Refused> {
        self.field.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Wakes the rounds.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// What went wrong lately.
    pub fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    /// Looks at something.
    ///
    /// # Errors
    /// What the app said.
    pub fn look<T>(&self, look: impl FnOnce(&mut Field) -> Result<T, FieldRefused>) -> Result<T, Refused> {
        if self.shut.load(Ordering::SeqCst) {
            return Err(VaultRefused::Pin.into());
        }
        self.keep(look)
    }

    /// Keeps what a screen has made already, behind the PIN too: words and photos on their way are not to be lost by it.
    ///
    /// # Errors
    /// What the app said.
    pub fn keep<T>(&self, keep: impl FnOnce(&mut Field) -> Result<T, FieldRefused>) -> Result<T, Refused> {
        let done = self.app().and_then(|app| Ok(app.with(keep)?));
        if let Err(refused) = &done {
            self.trouble.note(&self.clock.read(), &refused.code);
        }
        done
    }

    /// Changes something; the office hears of it soon.
    ///
    /// # Errors
    /// What the app said; then nothing has changed.
    pub fn act<T>(&self, act: impl FnOnce(&mut Field) -> Result<T, FieldRefused>) -> Result<T, Refused> {
        let done = self.look(act)?;
        self.bell.soon();
        Ok(done)
    }

    /// How the PIN stands.
    ///
    /// # Errors
    /// When the secrets cannot be read.
    pub fn lock_state(&self) -> Result<LockState, Refused> {
        let vault = self.vault()?;
        let set = vault.is_set()?;
        let waits = matches!(self.app(), Err(refused) if refused.code == VaultRefused::Pin.code());
        let shut = set && (waits || self.shut.load(Ordering::SeqCst));
        let wait_s = if set { vault.wait_s()? } else { 0 };
        Ok(LockState { set, shut, wait_s, after_min: self.chosen().after_min })
    }

    /// Opens what waits for this PIN. Says whether the app itself opened just now, and not only its screens.
    ///
    /// # Errors
    /// A wrong PIN, or what [`Field::open`] said.
    pub fn unlock(&self, pin: &str) -> Result<bool, Refused> {
        let vault = self.vault()?;
        let mut field = self.field.lock().unwrap_or_else(PoisonError::into_inner);
        let opens = field.is_err();
        if opens {
            Field::is_in(&self.data())?;
            let opened = vault.unlock(pin, || match self.begin(&vault) {
                Err(FieldRefused::Store(store)) if store.code() == WRONG_KEY => Ok(None),
                other => other.map(Some),
            });
            *field = Ok(opened?);
        } else {
            vault.check(pin)?;
        }
        self.shut.store(false, Ordering::SeqCst);
        Ok(opens)
    }

    /// Sets a PIN, changes it (`old` is the one that is set), or takes it away (`new` is none).
    ///
    /// # Errors
    /// A wrong PIN, or one that is none; then the old one holds.
    pub fn set_pin(&self, old: Option<&str>, new: Option<&str>) -> Result<(), Refused> {
        let vault = self.vault()?;
        self.look(|_| Ok(()))?;
        match new {
            Some(new) => vault.set(old, new)?,
            None => vault.remove(old.unwrap_or_default())?,
        }
        Ok(())
    }

    /// Chooses after how many minutes out of sight the PIN is asked for.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn shut_after(&self, after_min: Option<u32>) -> Result<(), Refused> {
        self.look(|_| Ok(()))?;
        let bytes = serde_json::to_vec(&Chosen { after_min }).map_err(|why| Refused::not_kept(&why))?;
        std::fs::write(self.home.join(CHOSEN), bytes).map_err(|why| Refused::not_kept(&why))
    }

    /// The window is out of sight.
    pub fn left(&self) {
        let now = self.clock.read().elapsed_ms;
        let _ = self.away.compare_exchange(HERE, now, Ordering::SeqCst, Ordering::SeqCst);
    }

    /// The window is in sight again. Says whether it was shut by that.
    pub fn came_back(&self) -> bool {
        let away = self.away.swap(HERE, Ordering::SeqCst);
        let Some(after) = self.chosen().after_min.filter(|_| away != HERE) else { return false };
        let long = self.clock.read().elapsed_ms - away >= i64::from(after) * 60_000;
        let shuts = long && self.vault().is_ok_and(|vault| vault.is_set().unwrap_or(false));
        if shuts {
            self.shut.store(true, Ordering::SeqCst);
        }
        shuts
    }

    fn chosen(&self) -> Chosen {
        let bytes = std::fs::read(self.home.join(CHOSEN)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or(Chosen { after_min: Some(FIRST_MIN) })
    }
}

/// Long enough for a photo in another app, short enough for a phone that is left on a table.
const FIRST_MIN: u32 = 5;
const WRONG_KEY: &str = "store.wrong_key";
