//! Rounds with the office, in the background: soon after a tap, when the office calls, when the app is looked at again,
//! again and again while there is no network (ever more rarely), and at once when a person asks. The screens hear how it
//! stands by the event `sync-state`, and how far each file is by `file-sent`.

use crate::bell::{Ropes, Wish};
use crate::line;
use crate::pace::Pace;
use crate::refused::Refused;
use crate::shell::Shell;
use crate::waits::Rate;
use field::clock::{Clock, SystemClock};
use field::desk::Desk;
use field::entropy::{SystemEntropy, chance};
use field::leaving::{Left, leave};
use field::live::Mark;
use field::transport::{Http, NoAnswer};
use field::view::files::FileSent;
use field::view::outbox::{OutboxLine, SyncDone};
use field::{Field, FieldRefused, syncing, upload};
use serde::Serialize;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use tauri::{AppHandle, Emitter, Runtime};
use ts_rs::TS;

/// The events: how the rounds stand, how far a file is, and that documents came with a round that goes on with files.
const STATE: &str = "sync-state";
const SENT: &str = "file-sent";
const ARRIVED: &str = "documents-arrived";
/// From one word about a file that travels to the next, and from one about all that is where: screens look again then.
const A_FILE_MS: i64 = 200;
const ALL_MS: i64 = 1_000;

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

/// Begins the rounds of an app that opened.
pub fn begin<R: Runtime>(window: &AppHandle<R>, shell: &Shell) {
    let Ok(app) = shell.app() else { return };
    let (ropes, wishes, nudges) = shell.bell().hang();
    line::hold(app.clone(), ropes.clone(), nudges);
    let window = window.clone();
    std::thread::spawn(move || {
        Rounds { window, app, ropes, clock: Box::new(SystemClock::new(None)) }.run(&wishes);
    });
}

type Answer = Sender<Result<SyncDone, Refused>>;

struct Rounds<R: Runtime> {
    window: AppHandle<R>,
    app: Arc<Mutex<Field>>,
    ropes: Ropes,
    clock: Box<dyn Clock>,
}

/// What became of a round.
struct Ended {
    done: Result<SyncDone, Refused>,
    /// The office answered, or was not to be asked.
    answered: bool,
    /// Files are left: somebody wished for something more urgent.
    cut: bool,
}

impl<R: Runtime> Rounds<R> {
    fn run(&self, wishes: &Receiver<Wish>) {
        let mut pace = Pace::new(self.elapsed_ms());
        let mut asked: Vec<Answer> = Vec::new();
        // What rounds that were cut short have done already.
        let mut before = SyncDone::default();
        loop {
            match wishes.recv_timeout(pace.wait(self.elapsed_ms())) {
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
                Ok(wish) => {
                    self.hear(wish, &mut pace, &mut asked);
                    continue;
                }
            }
            let mut meanwhile = Vec::new();
            let Ended { done, answered, cut } = self.round(&mut || {
                meanwhile.extend(wishes.try_iter());
                meanwhile.iter().any(|wish| self.is_urgent(wish))
            });
            if answered && pace.is_silent() {
                self.ropes.line();
            }
            pace.ended(self.elapsed_ms(), answered, chance(&SystemEntropy));
            let done = done.map(|done| std::mem::take(&mut before).and(done));
            if let (true, Ok(done)) = (cut, &done) {
                before = *done;
                pace.at_once(self.elapsed_ms());
            } else {
                for answer in asked.drain(..) {
                    // Whoever asked may have closed the screen.
                    let _ = answer.send(done.clone());
                }
            }
            for wish in meanwhile {
                self.hear(wish, &mut pace, &mut asked);
            }
        }
    }

    /// Moves the next round nearer. Who asks is answered when one has ended: whatever is wished for meanwhile is one round.
    fn hear(&self, wish: Wish, pace: &mut Pace, asked: &mut Vec<Answer>) {
        let (now, chance) = (self.elapsed_ms(), chance(&SystemEntropy));
        match wish {
            Wish::Soon => pace.tapped(now),
            Wish::Woken => pace.woken(now),
            Wish::Line(stands) => pace.line(now, stands, chance),
            Wish::Called(mark) => {
                if self.is_behind(&mark) {
                    pace.called(now, chance);
                }
            }
            Wish::Now(answer) => {
                asked.push(answer);
                pace.at_once(now);
            }
        }
    }

    /// Whether it is for documents, which are small and do not wait until all files are up.
    fn is_urgent(&self, wish: &Wish) -> bool {
        match wish {
            Wish::Soon | Wish::Now(_) => true,
            Wish::Called(mark) => self.is_behind(mark),
            Wish::Woken | Wish::Line(_) => false,
        }
    }

    /// Whether the office has something that no round has brought yet. Of what this device itself brought it hears too.
    fn is_behind(&self, mark: &Mark) -> bool {
        self.app.with(|field| field.is_behind(mark)).unwrap_or(true)
    }

    fn elapsed_ms(&self) -> i64 {
        self.clock.read().elapsed_ms
    }

    fn round(&self, is_urgent: &mut dyn FnMut() -> bool) -> Ended {
        if !self.app.with(|field| field.is_enrolled()) {
            return Ended { done: Err(FieldRefused::NotEnrolled.into()), answered: true, cut: false };
        }
        self.tell(SyncPhase::Running, None);
        let exchanged = self.exchange(is_urgent);
        self.leave();
        let answered = !matches!(exchanged, Err(FieldRefused::Network(NoAnswer::Unreachable(_))));
        let cut = matches!(exchanged, Ok((_, true)));
        let done = exchanged.map(|(done, _)| done).map_err(Refused::from);
        match &done {
            Ok(_) => self.tell(SyncPhase::Idle, None),
            Err(_) if !answered => self.tell(SyncPhase::NoNetwork, None),
            Err(refused) => self.tell(SyncPhase::Refused, Some(refused.clone())),
        }
        Ended { done, answered, cut }
    }

    /// Documents first: they are small, and say what the files are. Also whether files were cut short by what is urgent.
    fn exchange(&self, is_urgent: &mut dyn FnMut() -> bool) -> Result<(SyncDone, bool), FieldRefused> {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let hub = Http::to(&self.app.with(|field| field.hub_address())?)?;
        let report = syncing::sync(&*self.app, &hub)?;
        if report.arrived > 0 || report.grants > 0 {
            // Files may take minutes yet; whoever looks at a job sees at once what is new there.
            let _ = self.window.emit(ARRIVED, ());
        }
        let (mut files, mut all) = (Rate::of(A_FILE_MS), Rate::of(ALL_MS));
        let media = upload::send_media(&*self.app, &hub, &mut |sent| {
            self.show(&sent, &mut files, &mut all);
            !is_urgent()
        })?;
        let done = SyncDone {
            stored: count(report.stored),
            arrived: count(report.arrived),
            files: count(media.stored.len()),
            refused: count(media.refused.len()),
        };
        Ok((done, media.cut))
    }

    /// Shows how far a file is, at a pace that a screen and an eye can follow.
    fn show(&self, sent: &FileSent, files: &mut Rate, all: &mut Rate) {
        let now = self.elapsed_ms();
        if sent.at_office || files.lets(now) {
            let _ = self.window.emit(SENT, sent);
        }
        if sent.at_office && all.lets(now) {
            self.tell(SyncPhase::Running, None);
        }
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
