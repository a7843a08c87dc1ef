//! Rounds with the office, in the background: soon after a tap, again and again while there is no network (ever more
//! rarely), and at once when a person asks. The screens hear how it stands by the event `sync-state`.

use crate::pace::Pace;
use crate::refused::Refused;
use crate::shell::Shell;
use field::clock::{Clock, SystemClock};
use field::desk::Desk;
use field::enrol::EnrolLink;
use field::leaving::{Left, leave};
use field::me::Me;
use field::transport::{Http, NoAnswer};
use field::view::outbox::{OutboxLine, SyncDone};
use field::{Field, FieldRefused, syncing, upload};
use serde::Serialize;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tauri::{AppHandle, Emitter, Runtime, State};
use ts_rs::TS;

/// The event.
const STATE: &str = "sync-state";
/// How the rounds stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SyncPhase {
    /// The last round went well, or there was none yet.
    Idle,
    /// One is under way.
    Running,
    /// There is no network, or the office does not answer. Nothing is wrong.
    NoNetwork,
    /// The office said no, somebody else answered in its place, or the device could not keep what came.
    Refused,
}

/// What the event carries.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct SyncState {
    /// How the rounds stand.
    pub phase: SyncPhase,
    /// What is where.
    pub line: OutboxLine,
    /// Why not.
    pub refused: Option<Refused>,
}

enum Wish {
    Soon,
    Now(Sender<Result<SyncDone, Refused>>),
}

/// Wakes the rounds; silent where the app did not open.
#[derive(Default)]
pub struct Bell(Mutex<Option<Sender<Wish>>>);

impl Bell {
    /// Something was saved.
    pub fn soon(&self) {
        self.ring(Wish::Soon);
    }

    fn ring(&self, wish: Wish) -> bool {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sender.as_ref().is_some_and(|sender| sender.send(wish).is_ok())
    }
}

/// Begins the rounds of an app that opened. One that was opened by an enrolment link, and belongs to nobody yet, enrols
/// first; what goes wrong there the person sees on trying the same link on the screen.
pub fn begin<R: Runtime>(window: &AppHandle<R>, shell: &Shell) {
    let Ok(app) = shell.app() else { return };
    if let Some(link) = opened_by() {
        let _ = join(&app, &link);
    }
    let (sender, wishes) = channel();
    *shell.bell().0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
    let window = window.clone();
    std::thread::spawn(move || {
        Rounds { window, app, clock: Box::new(SystemClock::new(None)) }.run(&wishes);
    });
}

struct Rounds<R: Runtime> {
    window: AppHandle<R>,
    app: Arc<Mutex<Field>>,
    clock: Box<dyn Clock>,
}

impl<R: Runtime> Rounds<R> {
    fn run(&self, wishes: &Receiver<Wish>) {
        let mut pace = Pace::new(self.elapsed_ms());
        loop {
            let asked = match wishes.recv_timeout(pace.wait(self.elapsed_ms())) {
                Err(RecvTimeoutError::Disconnected) => return,
                Ok(Wish::Soon) => {
                    pace.tapped(self.elapsed_ms());
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => None,
                Ok(Wish::Now(answer)) => Some(answer),
            };
            let (done, answered) = self.round();
            pace.ended(self.elapsed_ms(), answered);
            if let Some(answer) = asked {
                // Whoever asked may have closed the screen.
                let _ = answer.send(done);
            }
        }
    }

    fn elapsed_ms(&self) -> i64 {
        self.clock.read().elapsed_ms
    }

    /// A round, and whether the office answered it or was not to be asked.
    fn round(&self) -> (Result<SyncDone, Refused>, bool) {
        if !self.app.with(|field| field.is_enrolled()) {
            return (Err(FieldRefused::NotEnrolled.into()), true);
        }
        self.tell(SyncPhase::Running, None);
        let done = self.exchange();
        self.leave();
        let answered = !matches!(done, Err(FieldRefused::Network(NoAnswer::Unreachable(_))));
        let done = done.map_err(Refused::from);
        match &done {
            Ok(_) => self.tell(SyncPhase::Idle, None),
            Err(_) if !answered => self.tell(SyncPhase::NoNetwork, None),
            Err(refused) => self.tell(SyncPhase::Refused, Some(refused.clone())),
        }
        (done, answered)
    }

    /// Documents first: they are small, and say what the files are.
    fn exchange(&self) -> Result<SyncDone, FieldRefused> {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let hub = Http::to(&self.app.with(|field| field.hub_address())?)?;
        let report = syncing::sync(&*self.app, &hub)?;
        let media = upload::send_media(&*self.app, &hub)?;
        Ok(SyncDone {
            stored: count(report.stored),
            arrived: count(report.arrived),
            files: count(media.stored.len()),
            refused: count(media.refused.len()),
        })
    }

    /// Follows an order of the office. A wiped app begins anew.
    fn leave(&self) {
        if !matches!(self.app.with(|field| field.order()), Ok(Some(_))) {
            return;
        }
        let left = self.app.with(|field| field.hub_address()).and_then(|hub| leave(&*self.app, &Http::to(&hub)?));
        match left {
            Ok(Left::Stays) => {}
            Ok(Left::Wiped) => self.window.request_restart(),
            Err(refused) => tracing::warn!(%refused, "an order of the office waits"),
        }
    }

    fn tell(&self, phase: SyncPhase, refused: Option<Refused>) {
        if let Ok(line) = self.app.with(|field| field.outbox_line()) {
            // A window that is closing hears nothing more.
            let _ = self.window.emit(STATE, SyncState { phase, line, refused });
        }
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

/// Makes this device one of the company's, and fetches its jobs.
#[tauri::command(async)]
pub fn enrol(shell: State<'_, Shell>, link: String) -> Result<Me, Refused> {
    let app = shell.app()?;
    // Commands run on the window's runtime, where nothing may wait for the network.
    std::thread::spawn(move || join(&app, &link)).join().map_err(|_| Refused::call("enrol"))??;
    // Without its jobs the device is of no use yet, but it is enrolled: what went wrong shows in the outbox.
    let _ = sync(shell.clone());
    shell.look(|field| field.me())
}
