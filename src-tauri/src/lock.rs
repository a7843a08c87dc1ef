//! The PIN as screens call it; the shell keeps it.

use crate::refused::Refused;
use crate::shell::{LockState, Shell};
use tauri::{AppHandle, Emitter, State};

/// The screens are shut.
const SHUT: &str = "shut";

/// How the PIN stands.
#[tauri::command(async)]
pub fn lock_state(shell: State<'_, Shell>) -> Result<LockState, Refused> {
    shell.lock_state()
}

/// Opens what waits for this PIN; the rounds begin where the app itself was closed.
#[tauri::command(async)]
pub fn unlock(app: AppHandle, shell: State<'_, Shell>, pin: String) -> Result<(), Refused> {
    if shell.unlock(&pin)? {
        crate::begin(&app, &shell);
    }
    shell.bell().woken();
    Ok(())
}

/// Sets a PIN, changes it or takes it away.
#[tauri::command(async)]
pub fn set_pin(shell: State<'_, Shell>, old: Option<String>, pin: Option<String>) -> Result<LockState, Refused> {
    shell.set_pin(old.as_deref(), pin.as_deref())?;
    shell.lock_state()
}

/// Chooses after how many minutes out of sight the PIN is asked for; none: only when the app starts.
#[tauri::command(async)]
pub fn shut_after(shell: State<'_, Shell>, minutes: Option<u32>) -> Result<LockState, Refused> {
    shell.shut_after(minutes)?;
    shell.lock_state()
}

/// Nobody sees the app any more.
#[tauri::command]
pub fn left(shell: State<'_, Shell>) {
    shell.left();
}

/// Somebody looks at the app again: screens that were shut meanwhile say so.
pub fn came_back(app: &AppHandle, shell: &Shell) {
    if shell.came_back() {
        // A window that is closing hears nothing more.
        let _ = app.emit(SHUT, ());
    }
}
