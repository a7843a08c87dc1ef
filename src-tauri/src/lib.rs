//! The app's shell: a window around `field`. It binds commands, keeps the rounds with the office going and knows where
//! the data lies; it must not know what a job is.
//!
//! # Modules
//! - [`commands`]: what the screens may call, as a table; `table`: what a line of it becomes; `bytes`: photos and papers
//! - [`shell`]: the open app; [`home`]: its folder; [`rounds`]: rounds with the office in the background; `pace`: when
//! - [`refused`]: why not, as a screen shows it; [`typescript`]: the screens' half of the contract; `window`: its size

mod bytes;
pub mod commands;
pub mod home;
mod pace;
pub mod refused;
pub mod rounds;
pub mod shell;
mod table;
pub mod typescript;
mod window;

use tauri::Manager;

/// Opens the window and stays until it is closed.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    let ran = tauri::Builder::default()
        .setup(|app| {
            let home = home::of(app.handle())?;
            let shell = shell::Shell::open(&home);
            rounds::begin(app.handle(), &shell);
            app.manage(shell);
            Ok(window::open(app.handle(), &home)?)
        })
        .on_window_event(window::remember)
        .invoke_handler(commands::handler())
        .run(tauri::generate_context!());
    if let Err(error) = ran {
        tracing::error!(%error, "the window does not open");
        std::process::exit(1);
    }
}
