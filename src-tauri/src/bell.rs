//! What wakes the background: a tap, a person who asks, the system, the office.

use crate::refused::Refused;
use field::live::Mark;
use field::view::outbox::SyncDone;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

/// What the rounds hear.
pub(crate) enum Wish {
    /// Something was saved.
    Soon,
    /// A person asks, and waits for this.
    Now(Sender<Result<SyncDone, Refused>>),
    /// The app is in sight again, or the network is back.
    Woken,
    /// The line to the office stands, or broke.
    Line(bool),
    /// The office has something.
    Called(Mark),
}

/// The ropes of a bell: to the rounds, and to the line that waits to be tried again.
#[derive(Clone)]
pub(crate) struct Ropes {
    rounds: Sender<Wish>,
    line: Sender<()>,
}

impl Ropes {
    /// Whether somebody hears it.
    pub fn rounds(&self, wish: Wish) -> bool {
        self.rounds.send(wish).is_ok()
    }

    /// Try the line now.
    pub fn line(&self) {
        // Without a line there is nobody to hear.
        let _ = self.line.send(());
    }
}

/// Wakes rounds and line; silent where the app did not open.
#[derive(Default)]
pub struct Bell(Mutex<Option<Ropes>>);

impl Bell {
    /// Something was saved.
    pub fn soon(&self) {
        self.ring(Wish::Soon);
    }

    /// The app is in sight again, or the network is back.
    pub fn woken(&self) {
        self.ring(Wish::Woken);
        if let Some(ropes) = self.ropes() {
            ropes.line();
        }
    }

    /// Whether somebody hears it.
    pub(crate) fn ring(&self, wish: Wish) -> bool {
        self.ropes().is_some_and(|ropes| ropes.rounds(wish))
    }

    /// Hangs the bell: its ropes, and where rounds and line hear it.
    pub(crate) fn hang(&self) -> (Ropes, Receiver<Wish>, Receiver<()>) {
        let ((rounds, wishes), (line, nudges)) = (channel(), channel());
        let ropes = Ropes { rounds, line };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(ropes.clone());
        (ropes, wishes, nudges)
    }

    fn ropes(&self) -> Option<Ropes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
