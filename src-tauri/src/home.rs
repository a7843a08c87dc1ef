//! The one folder everything of the app lies in.

use std::path::PathBuf;
use tauri::{AppHandle, Manager, Runtime};

/// Another folder than the system's, for tests and for two offices on one desk.
const ELSEWHERE: &str = "DOORSTEP_HOME";

/// Where other apps and people find a file; an app with a home of its own keeps even that there.
///
/// # Errors
/// When it cannot be made.
pub fn downloads<R: Runtime>(app: &AppHandle<R>) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let folder = match (std::env::var_os(ELSEWHERE), app.path().download_dir()) {
        (None, Ok(folder)) => folder,
        _ => of(app)?.join("downloads"),
    };
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The folder, made if need be.
///
/// # Errors
/// When the system names none, or it cannot be made.
pub fn of<R: Runtime>(app: &AppHandle<R>) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let home = match std::env::var_os(ELSEWHERE) {
        Some(elsewhere) => PathBuf::from(elsewhere),
        None => app.path().app_data_dir()?,
    };
    std::fs::create_dir_all(&home)?;
    Ok(home)
}
