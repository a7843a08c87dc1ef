//! What a person, or the system, asks of the office: to join it, and a round now.

use crate::bell::Wish;
use crate::lock;
use crate::refused::Refused;
use crate::shell::Shell;
use field::desk::Desk;
use field::enrol::EnrolLink;
use field::me::Me;
use field::transport::Http;
use field::view::outbox::SyncDone;
use field::{Field, FieldRefused};
use std::sync::Mutex;
use std::sync::mpsc::channel;
use tauri::{AppHandle, State};

/// Enrols an app that belongs to nobody yet and was opened by an enrolment link. What goes wrong the person sees on trying
/// the same link on the screen.
pub fn join_by_link(shell: &Shell) {
    if let (Ok(app), Some(link)) = (shell.app(), opened_by()) {
        let _ = join(&app, &link);
    }
}

/// The link the system opened the app with.
fn opened_by() -> Option<String> {
    std::env::args().nth(1).filter(|arg| arg.starts_with("doorstep://enrol"))
}

fn join(app: &Mutex<Field>, link: &str) -> Result<(), FieldRefused> {
    if app.with(|field| field.is_enrolled()) {
        return Err(FieldRefused::AlreadyEnrolled);
    }
    let hub = Http::to(&EnrolLink::read(link)?.hub_address())?;
    app.with(|field| field.enrol(&hub, link))
}

/// A round with the office, now.
#[tauri::command(async)]
pub fn sync(shell: State<'_, Shell>) -> Result<SyncDone, Refused> {
    shell.app()?;
    let (answer, done) = channel();
    let gone = || Refused::call("sync");
    if !shell.bell().ring(Wish::Now(answer)) {
        return Err(gone());
    }
    done.recv().map_err(|_| gone())?
}

/// The network is back, or the app in sight again: a round, unless there just was one.
#[tauri::command]
pub fn wake(app: AppHandle, shell: State<'_, Shell>) {
    lock::came_back(&app, &shell);
    shell.bell().woken();
}

/// Makes this device one of the company's, and fetches its jobs.
#[tauri::command(async)]
pub fn enrol(shell: State<'_, Shell>, link: String) -> Result<Me, Refused> {
    let app = shell.app()?;
    // Commands run on the window's runtime, where nothing may wait for the network.
    std::thread::spawn(move || join(&app, &link)).join().map_err(|_| Refused::call("enrol"))??;
    // Without its jobs the device is of no use yet, but it is enrolled: what went wrong shows in the outbox.
    let _ = sync(shell.clone());
    shell.bell().woken();
    shell.look(|field| field.me())
}
