//! The line to the office, held while the app is open: it calls when there is something, and the rounds go and get it.
//! A line that broke is tried again, ever more rarely, and at once when the network is back.

use crate::bell::{Ropes, Wish};
use crate::waits::Backoff;
use field::clock::{Clock, SystemClock};
use field::desk::Desk;
use field::entropy::{SystemEntropy, chance};
use field::live::{Line, News};
use field::transport::Http;
use field::{Field, FieldRefused};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};

/// Holds the line on a thread of its own.
pub(crate) fn hold(app: Arc<Mutex<Field>>, ropes: Ropes, nudges: Receiver<()>) {
    let clock = SystemClock::new(None);
    std::thread::spawn(move || {
        let (mut line, mut backoff) = (Line::default(), Backoff::default());
        loop {
            let stood = listen(&app, &ropes, &clock, &mut line);
            // What was rung while the line stood says nothing about the next try.
            while nudges.try_recv().is_ok() {}
            match nudges.recv_timeout(backoff.broke(stood, chance(&SystemEntropy))) {
                Ok(()) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    });
}

/// Listens until the line breaks; how long it stood, in milliseconds.
fn listen(app: &Mutex<Field>, ropes: &Ropes, clock: &dyn Clock, line: &mut Line) -> i64 {
    let now = || clock.read().elapsed_ms;
    let mut since = None;
    // Why a line broke or does not stand, the rounds find out as well, and say.
    let _ = over(app, line, &mut |news| {
        ropes.rounds(match news {
            News::Stands => {
                since = Some(now());
                Wish::Line(true)
            }
            News::Moved(mark) => Wish::Called(mark),
        });
    });
    if since.is_some() {
        ropes.rounds(Wish::Line(false));
    }
    since.map_or(0, |since| now() - since)
}

fn over(app: &Mutex<Field>, line: &mut Line, tell: &mut dyn FnMut(News)) -> Result<(), FieldRefused> {
    let hub = Http::to(&app.with(|field| field.hub_address())?)?;
    line.listen(app, &hub, tell)
}
