//! The app's shell: a window around `field`. It binds commands, keeps the rounds with the office going and knows where
//! the data lies; it must not know what a job is.
//!
//! # Modules
//! - [`commands`]: what the screens may call, as a table; `table`: what a line of it becomes; `bytes`: photos and papers
//! - [`shell`]: the open app; [`home`]: its folder; [`lock`]: its PIN; [`asked`]: to join an office, and a round now
//! - [`rounds`]: rounds with the office in the background; `pace`: when; `line`: the office calls; `waits`, [`bell`]
//! - [`reminders`]: told in time; [`trouble`]: what went wrong lately
//! - [`outside`]: the phone's dialler, messages and map, and files for other apps; [`camera`]: the window's
//! - [`refused`]: why not, as a screen shows it; [`typescript`]: the screens' half of the contract; `window`: its size

pub mod asked;
pub mod bell;
mod bytes;
pub mod camera;
pub mod commands;
pub mod home;
mod line;
pub mod lock;
pub mod outside;
mod pace;
pub mod refused;
pub mod reminders;
pub mod rounds;
pub mod shell;
mod table;
pub mod trouble;
pub mod typescript;
mod waits;
mod window;

use tauri::{AppHandle, Manager, RunEvent, WindowEvent};

/// Opens the window and stays until it is closed.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_notification::init())
        .on_permission_request(|_, kind| camera::may(kind))
        .setup(|app| {
            let home = home::of(app.handle())?;
            let shell = shell::Shell::open(&home);
            asked::join_by_link(&shell);
            begin(app.handle(), &shell);
            app.manage(shell);
            Ok(window::open(app.handle(), &home)?)
        })
        .on_window_event(|at, event| {
            window::remember(at, event);
            match event {
                WindowEvent::Focused(true) => woken(at.app_handle()),
                WindowEvent::Focused(false) => left(at.app_handle()),
                _ => {}
            }
        })
        .invoke_handler(commands::handler())
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|app, event| {
            if matches!(event, RunEvent::Resumed) {
                woken(app);
            }
        }),
        Err(error) => {
            tracing::error!(%error, "the window does not open");
            std::process::exit(1);
        }
    }
}

/// What goes on in the background of an app that is open.
pub(crate) fn begin(app: &AppHandle, shell: &shell::Shell) {
    rounds::begin(app, shell);
    reminders::begin(app, shell);
}

/// Somebody looks at the app again. A window that is still being opened has no shell yet.
fn woken(app: &AppHandle) {
    if let Some(shell) = app.try_state::<shell::Shell>() {
        lock::came_back(app, &shell);
        shell.bell().woken();
    }
}

/// Nobody does any more.
fn left(app: &AppHandle) {
    if let Some(shell) = app.try_state::<shell::Shell>() {
        shell.left();
    }
}
