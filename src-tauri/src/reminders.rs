//! Tells reminders while the app runs: on the screen, and by the system's notifications where there are any.

use crate::shell::Shell;
use field::desk::Desk;
use field::reminders::Reminder;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager, Runtime};
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
            // The page has to be there to hear the first ones.
            std::thread::sleep(EVERY);
            match app.with(|field| field.due_reminders()) {
                Ok(due) => due.iter().for_each(|reminder| tell(&window, reminder)),
                Err(refused) => tracing::warn!(%refused, "reminders wait"),
            }
        }
    });
}

/// A notification lies on a screen that is locked: of an app behind a PIN it says what is due, and not for whom.
fn tell<R: Runtime>(window: &AppHandle<R>, reminder: &Reminder) {
    let _ = window.emit(TOLD, reminder);
    #[cfg(mobile)]
    if let Err(why) = window.notification().request_permission() {
        tracing::info!(%why, "nobody was asked for notifications");
    }
    let behind_pin = window.state::<Shell>().lock_state().is_ok_and(|lock| lock.set);
    let title = if behind_pin { reminder.clock.zh() } else { &reminder.title.zh };
    let shown = window.notification().builder().title(title).body(&reminder.body.zh).show();
    if let Err(why) = shown {
        tracing::info!(%why, "the system shows no notifications");
    }
}
