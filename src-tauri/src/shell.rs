//! The open app, shared by the commands and the rounds. Where it does not open (the disk, the key, a second window) the
//! window still does, and every command says why.

use crate::bell::Bell;
use crate::refused::Refused;
use field::clock::SystemClock;
use field::entropy::SystemEntropy;
use field::vault::open_vault;
use field::{Field, FieldOptions, FieldRefused};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// The app behind the window.
pub struct Shell {
    field: Result<Arc<Mutex<Field>>, Refused>,
    bell: Bell,
}

impl Shell {
    /// Opens the app in its folder.
    #[must_use]
    pub fn open(home: &Path) -> Self {
        let field = open(home).map(|field| Arc::new(Mutex::new(field))).map_err(Refused::from);
        Self { field, bell: Bell::default() }
    }

    /// The app, or why it did not open.
    ///
    /// # Errors
    /// What [`Field::open`] said.
    pub fn app(&self) -> Result<Arc<Mutex<Field>>, Refused> {
        self.field.clone()
    }

    /// Wakes the rounds.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Looks at something.
    ///
    /// # Errors
    /// What the app said.
    pub fn look<T>(&self, look: impl FnOnce(&mut Field) -> Result<T, FieldRefused>) -> Result<T, Refused> {
        let app = self.app()?;
        Ok(field::desk::Desk::with(&*app, look)?)
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
}

fn open(home: &Path) -> Result<Field, FieldRefused> {
    let entropy = Arc::new(SystemEntropy);
    Field::open(FieldOptions {
        folder: home.join("data"),
        clock: Arc::new(SystemClock::new(None)),
        vault: open_vault(&home.join("keys"), &*entropy)?,
        entropy,
        disk: None,
    })
}
