//! The device's side of `POST /v1/sync` as a state machine: one event in, one effect out. It owns no document, no
//! database, no socket and no clock, so the app and the simulator run the same code.
//!
//! # A run
//! [`Event::Start`] → read the outbox → post it with our place → check the answer → commit its page → again while either
//! side has more → [`Effect::Done`]. In a new epoch the device first offers the hashes of everything it holds, page by
//! page; what the hub lacks becomes outbox again.
//!
//! # Safe anywhere
//! All a run leaves behind is what [`Effect::Commit`] made durable. A page holds foreign changes, answers to our own and
//! the cursor past both, and is committed in one transaction: after a crash, a lost answer or a full disk the next run
//! asks from the old cursor and pushes the same changes, and the hub and the store take both again without effect.
//!
//! # Who checks what
//! Here: that the page can be read, that each foreign change decodes and has a valid author, that briefs are the office's,
//! that releases have their digest ([`Page`] holds only what passed). In the caller, which owns the documents: vetting
//! against the ancestors (`replica::document::Document::take_in`) as it commits the page; what fails is kept apart and
//! told in [`Event::Committed`]. Neither ever stops the rest of a page.

mod intake;
mod report;
mod run;

pub use intake::{Arrived, Aside, Cursor, EpochStep, Page};
pub use report::{Outcome, Report, Stopped};

use crate::feed::Place;
use crate::wire::{self, Answer, ChangeAnswer, Hashes, Said};
use domain::digest::Digest;
use replica::author::{Authorship, Registry, SignedActorCertificate};
use replica::document::DocRef;
use run::{Asked, Next, Run, State};

/// Certificates of the office that a request names as known: its key's, and those of its last starts.
const KNOWN: usize = 4;

/// Where a run begins: what the store says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Start {
    /// Committed with the last page.
    pub cursor: Cursor,
    /// A new epoch began and not everything was offered yet.
    pub offering: bool,
}

/// What waits to be pushed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outbox {
    /// By document, oldest first.
    pub docs: Vec<OutboxDoc>,
    /// Of their actors, where the hub may lack them.
    pub actor_certificates: Vec<SignedActorCertificate>,
    /// Of their keys (DER), where the hub may lack them.
    pub device_certificates: Vec<Vec<u8>>,
    /// More waits than was asked for.
    pub more: bool,
}

/// What of one document waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutboxDoc {
    /// The document.
    pub doc: DocRef,
    /// Hash and raw bytes, parents first.
    pub changes: Vec<(Digest, Vec<u8>)>,
    /// Signatures that cover them.
    pub authorships: Vec<Authorship>,
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// Begin a run. Also after [`Effect::Done`], or after a crash in a new engine.
    Start(Start),
    /// What [`Effect::ReadOutbox`] asked for.
    Outbox(Outbox),
    /// What [`Effect::ReadOffers`] asked for, in the order of documents; and whether there are more.
    Offers(Vec<Hashes>, bool),
    /// The hub answered 200 with this body.
    Answer(Vec<u8>),
    /// The hub did not know the nonce; the transport has a fresh one from the same answer.
    UnknownNonce,
    /// The hub answered with another status.
    HttpRefused(u16),
    /// No answer. The hub may or may not have taken the request.
    NetworkDown,
    /// The page is durable. These changes of it are kept apart: they did not pass the vetting, or nobody vouches for
    /// them ([`Page::asides`], less what is here already).
    Committed(Vec<Aside>),
    /// The page is not durable, and nothing of it is.
    CommitFailed,
    /// The store could not be read.
    ReadFailed,
}

/// What to do next.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Give what waits, oldest first, until its changes make up so many bytes; at least one change.
    ReadOutbox {
        /// Bytes of raw changes.
        most_bytes: u64,
    },
    /// Give the hashes of every change held, whoever wrote it, of documents after this one.
    ReadOffers {
        /// The last document given; `None` at first.
        after: Option<DocRef>,
        /// End the list with the document that reaches so many hashes.
        most_hashes: usize,
    },
    /// Post this body to [`wire::PATH`] with a fresh proof.
    Post(Vec<u8>),
    /// Make this page durable in one transaction.
    Commit(Box<Page>),
    /// The run is over.
    Done(Box<Report>),
}

/// The state machine. It keeps the registry between runs; everything else is of one run.
pub struct Engine {
    registry: Registry,
    run: Run,
}

impl Engine {
    /// An engine that knows these keys: the store's certificates, the office's among them.
    pub fn new(registry: Registry) -> Self {
        let cursor = Cursor { place: Place::START, highest: Place::START };
        Self { registry, run: Run::begin(Start { cursor, offering: false }) }
    }

    /// Who is who, as far as this device knows.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Takes an event and says what to do next. An event that does not fit what was asked for ends the run.
    pub fn on(&mut self, event: Event) -> Effect {
        let state = std::mem::replace(&mut self.run.state, State::Idle);
        match (state, event) {
            (_, Event::Start(start)) => {
                self.run = Run::begin(start);
                self.run.known = self.registry.newest_of_office(KNOWN).iter().map(wire::Mark::cut).collect();
                self.run.read_next()
            }
            (State::ReadingOutbox, Event::Outbox(outbox)) => self.run.push(outbox),
            (State::ReadingOffers, Event::Offers(docs, more)) => self.run.offer(docs, more),
            (State::Asking(asked), Event::Answer(body)) => self.answered(asked, &body),
            (State::Asking(asked), Event::UnknownNonce) => self.run.repeat(asked),
            (State::Asking(_), Event::HttpRefused(status)) => self.run.stop(Stopped::of_status(status)),
            (State::Asking(_), Event::NetworkDown) => self.run.stop(Stopped::Offline),
            (State::Committing(next), Event::Committed(asides)) => self.run.committed(*next, asides),
            (State::Committing(_), Event::CommitFailed) | (_, Event::ReadFailed) => self.run.stop(Stopped::Storage),
            _ => self.run.stop(Stopped::OutOfTurn),
        }
    }

    fn answered(&mut self, asked: Asked, body: &[u8]) -> Effect {
        let mut answer: Answer = match wire::decode(body) {
            Ok(answer) => answer,
            Err(refused) => return self.run.stop(Stopped::Wire(refused)),
        };
        if answer.all_stored {
            let stored = |hash: &Digest| ChangeAnswer { hash: *hash, said: Said::Stored, late: false };
            answer.answers = asked.sent.keys().map(stored).collect();
        }
        let step = match self.run.epoch_step(&answer, &asked) {
            Ok(step) => step,
            Err(stopped) => return self.run.stop(stopped),
        };
        let moved = answer.place != self.run.cursor.place;
        let settled = self.run.settle(&asked, &answer);
        let (more, wants) = (answer.more, asked.wants(&answer));
        let page = match intake::page(&mut self.registry, answer, self.run.cursor, step) {
            Ok(page) => Page { wanted: wants, ..page },
            Err(stopped) => return self.run.stop(stopped),
        };
        let offering = match step {
            EpochStep::Began => true,
            EpochStep::Offered => false,
            EpochStep::Same => self.run.offering,
        };
        let again = more || asked.more || offering || step == EpochStep::Offered || !page.wanted.is_empty();
        let progress = moved || settled || asked.offers || step != EpochStep::Same;
        if again && !progress {
            return self.run.stop(Stopped::NoProgress);
        }
        let mut report = self.run.report.clone();
        report.count(&page);
        let began = step == EpochStep::Began;
        self.run.state = State::Committing(Box::new(Next { cursor: page.cursor, offering, began, again, report }));
        Effect::Commit(Box::new(page))
    }
}

#[cfg(test)]
mod tests;
