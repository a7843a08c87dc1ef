//! Tells reminders while the app runs: on the screen, and by the system's notifications where there are any.

use crate::shell::Shell;
use field::desk::Desk;
use field::reminders::Reminder;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Runtime};
use tauri_plugin_notification::NotificationExt;

const TOLD: &str = "reminder";
/// A reminder is late by so much at most.
const EVERY: Duration = Duration::from_secs(10);

/// Begins to tell them.
pub fn begin<R: Runtime>(window: &AppHandle<R>, shell: &Shell) {
    let Ok(app) = shell.app() else { return };
    let window = window.clone();
    std::thread::spawn(move || {
        loop {
            match app.with(|field| field.due_reminders()) {
                Ok(due) => due.iter().for_each(|reminder| tell(&window, reminder)),
                Err(refused) => tracing::warn!(%refused, "reminders wait"),
            }
            std::thread::sleep(EVERY);
        }
    });
}

/// A notification lies on a screen that is locked: it names the visit and no more than the list of visits does.
fn tell<R: Runtime>(window: &AppHandle<R>, reminder: &Reminder) {
    let _ = window.emit(TOLD, reminder);
    #[cfg(mobile)]
    if let Err(why) = window.notification().request_permission() {
        tracing::info!(%why, "nobody was asked for notifications");
    }
    let shown = window.notification().builder().title(&reminder.title.zh).body(&reminder.body.zh).show();
    if let Err(why) = shown {
        tracing::info!(%why, "the system shows no notifications");
    }
}
