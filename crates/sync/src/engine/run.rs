//! One run: what it remembers between two events.

use crate::engine::{Aside, Cursor, Effect, EpochStep, Outbox, OutboxDoc, Outcome, Report, Start, Stopped};
use crate::feed::Place;
use crate::wire::{self, Answer, Documents, Hashes, PAGE, Request, Said, WireRefused};
use domain::digest::Digest;
use replica::document::DocRef;
use std::collections::{BTreeMap, BTreeSet};

/// How many bytes of changes are asked of the outbox for one page; certificates and signatures come on top.
const OUTBOX_BYTES: u64 = 6 << 20;
/// A change may be 1 MiB long.
const LEAST_OUTBOX_BYTES: u64 = 1 << 20;
/// Where looking past changes that wait at the hub ends.
const MOST_OUTBOX_BYTES: u64 = 96 << 20;
/// Hashes offered in one request: some 3.5 MiB.
pub(super) const OFFERED_HASHES: usize = 100_000;
/// The most requests of one run; a fresh device with 2,000 jobs needs three.
const MOST_ROUNDS: u32 = 10_000;

/// One run.
pub(super) struct Run {
    pub(super) state: State,
    pub(super) cursor: Cursor,
    pub(super) offering: bool,
    pub(super) offered: Option<DocRef>,
    pub(super) most_bytes: u64,
    /// A page was too large: do not ask for more again.
    pub(super) shrunk: bool,
    /// Changes pushed in this run that stay in the outbox: pushing them again would get the same answer.
    pub(super) waiting: BTreeSet<Digest>,
    pub(super) report: Report,
    /// Certificates of the office that need not travel again.
    pub(super) known: Vec<wire::Mark>,
}

pub(super) enum State {
    Idle,
    ReadingOutbox,
    ReadingOffers,
    Asking(Asked),
    Committing(Box<Next>),
}

/// A request on its way.
pub(super) struct Asked {
    pub(super) body: Vec<u8>,
    /// The changes in it.
    pub(super) sent: BTreeMap<Digest, DocRef>,
    /// More waits in the outbox.
    pub(super) more: bool,
    /// It ends the offers.
    pub(super) last_offer: bool,
    pub(super) offers: bool,
    pub(super) repeated: bool,
}

/// What follows a commit.
pub(super) struct Next {
    pub(super) cursor: Cursor,
    pub(super) offering: bool,
    /// Offers begin anew.
    pub(super) began: bool,
    pub(super) again: bool,
    /// The report with this page in it.
    pub(super) report: Report,
}

impl Asked {
    /// Changes the hub asks for: of our offers, and the parents of what it holds.
    pub(super) fn wants(&self, answer: &Answer) -> Vec<(DocRef, Digest)> {
        let offered = answer.wants.iter().flat_map(|it| it.hashes.iter().map(|hash| (it.doc.clone(), *hash)));
        let held = answer.answers.iter().filter_map(|it| match &it.said {
            Said::Held(missing) => self.sent.get(&it.hash).map(|doc| (doc, missing)),
            _ => None,
        });
        let parents = held.flat_map(|(doc, missing)| missing.iter().map(|hash| (doc.clone(), *hash)));
        // A parent that goes with the same request is on its way already.
        let parents = parents.filter(|(_, hash)| !self.sent.contains_key(hash));
        offered.chain(parents).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Run {
    pub(super) fn begin(start: Start) -> Self {
        Self {
            state: State::Idle,
            cursor: start.cursor,
            offering: start.offering,
            offered: None,
            most_bytes: OUTBOX_BYTES,
            shrunk: false,
            waiting: BTreeSet::new(),
            report: Report::default(),
            known: Vec::new(),
        }
    }

    pub(super) fn read_next(&mut self) -> Effect {
        if self.report.rounds >= MOST_ROUNDS {
            return self.stop(Stopped::NoProgress);
        }
        if self.offering {
            self.state = State::ReadingOffers;
            return Effect::ReadOffers { after: self.offered.clone(), most_hashes: OFFERED_HASHES };
        }
        self.state = State::ReadingOutbox;
        Effect::ReadOutbox { most_bytes: self.most_bytes }
    }

    /// Posts what waits, or nothing but our place.
    pub(super) fn push(&mut self, mut outbox: Outbox) -> Effect {
        let read: usize = outbox.docs.iter().map(|doc| doc.changes.len()).sum();
        for doc in &mut outbox.docs {
            doc.changes.retain(|(hash, _)| !self.waiting.contains(hash));
        }
        outbox.docs.retain(|doc| !doc.changes.is_empty());
        let look_past = read > 0 && outbox.docs.is_empty() && outbox.more && !self.shrunk;
        if look_past && self.most_bytes < MOST_OUTBOX_BYTES {
            // A whole page of changes that wait at the hub: look past them.
            self.most_bytes *= 2;
            return self.read_next();
        }
        self.post_outbox(outbox)
    }

    pub(super) fn post_outbox(&mut self, outbox: Outbox) -> Effect {
        let sent =
            outbox.docs.iter().flat_map(|it| it.changes.iter().map(|(hash, _)| (*hash, it.doc.clone()))).collect();
        let more = outbox.more && !outbox.docs.is_empty();
        let request = Request {
            pushes: outbox.docs.into_iter().map(OutboxDoc::documents).collect(),
            actor_certificates: outbox.actor_certificates,
            device_certificates: outbox.device_certificates,
            ..self.request()
        };
        match wire::encode(&request) {
            Ok(body) => self.post(Asked { body, sent, more, last_offer: false, offers: false, repeated: false }),
            // Only the store can cut a document where a signature covers what is sent.
            Err(WireRefused::TooLarge) if self.most_bytes > LEAST_OUTBOX_BYTES => {
                self.most_bytes /= 2;
                self.shrunk = true;
                self.read_next()
            }
            Err(refused) => self.stop(Stopped::Wire(refused)),
        }
    }

    pub(super) fn offer(&mut self, docs: Vec<Hashes>, more: bool) -> Effect {
        let last = docs.last().map(|it| it.doc.clone());
        let more = more && last.is_some();
        self.offered = last.or(self.offered.take());
        match wire::encode(&Request { offers: docs, ..self.request() }) {
            Ok(body) => {
                let sent = BTreeMap::new();
                self.post(Asked { body, sent, more: false, last_offer: !more, offers: true, repeated: false })
            }
            Err(refused) => self.stop(Stopped::Wire(refused)),
        }
    }

    pub(super) fn request(&self) -> Request {
        Request {
            v: wire::VERSION,
            place: self.cursor.place,
            highest: self.cursor.highest,
            pushes: Vec::new(),
            actor_certificates: Vec::new(),
            device_certificates: Vec::new(),
            offers: Vec::new(),
            page_limit: PAGE as u64,
            schema: Some(wire::SCHEMA),
            known: self.known.clone(),
            short: true,
        }
    }

    pub(super) fn post(&mut self, asked: Asked) -> Effect {
        self.report.rounds += 1;
        self.report.pushed += asked.sent.len();
        self.report.bytes_up += asked.body.len();
        let body = asked.body.clone();
        self.state = State::Asking(asked);
        Effect::Post(body)
    }

    /// Once: a hub that does not know its own fresh nonce would be asked for ever.
    pub(super) fn repeat(&mut self, asked: Asked) -> Effect {
        if asked.repeated {
            return self.stop(Stopped::NotAdmitted(401));
        }
        self.report.repeats += 1;
        self.report.bytes_up += asked.body.len();
        let body = asked.body.clone();
        self.state = State::Asking(Asked { repeated: true, ..asked });
        Effect::Post(body)
    }

    /// Whether this answer begins an epoch or ends the offers. Within one epoch a feed only grows.
    pub(super) fn epoch_step(&self, answer: &Answer, asked: &Asked) -> Result<EpochStep, Stopped> {
        let before = self.cursor.place;
        let fresh = before == Place::START;
        if answer.place.epoch != answer.head.epoch || answer.place.number > answer.head.number {
            return Err(Stopped::Backwards);
        }
        if answer.new_epoch || (!fresh && answer.place.epoch != before.epoch) {
            return Ok(EpochStep::Began);
        }
        let same_row = answer.place.number == before.number && answer.place.chain != before.chain;
        if !fresh && (answer.place.number < before.number || same_row) {
            return Err(Stopped::Backwards);
        }
        Ok(if asked.last_offer { EpochStep::Offered } else { EpochStep::Same })
    }

    /// Notes which of the changes sent will not be sent again in this run; says whether any was settled.
    pub(super) fn settle(&mut self, asked: &Asked, answer: &Answer) -> bool {
        let said: BTreeMap<_, _> = answer.answers.iter().map(|it| (it.hash, &it.said)).collect();
        let mut settled = false;
        for hash in asked.sent.keys() {
            match said.get(hash) {
                Some(Said::Stored | Said::SetAside(_)) => settled = true,
                // Held stays in the outbox until the hub says stored; without an answer it is for the next run.
                Some(Said::Held(_)) => settled |= self.waiting.insert(*hash),
                None => {
                    self.waiting.insert(*hash);
                    self.report.unanswered += 1;
                }
            }
        }
        settled
    }

    pub(super) fn committed(&mut self, next: Next, asides: Vec<Aside>) -> Effect {
        self.cursor = next.cursor;
        self.report = Report { cursor: Some(next.cursor), ..next.report };
        self.report.asides.extend(asides);
        if next.began {
            self.offered = None;
            self.waiting.clear();
        }
        self.offering = next.offering;
        if next.again { self.read_next() } else { self.done(Outcome::InSync) }
    }

    pub(super) fn stop(&mut self, why: Stopped) -> Effect {
        self.done(Outcome::Stopped(why))
    }

    pub(super) fn done(&mut self, outcome: Outcome) -> Effect {
        self.state = State::Idle;
        Effect::Done(Box::new(Report { outcome, ..std::mem::take(&mut self.report) }))
    }
}

impl OutboxDoc {
    pub(super) fn documents(self) -> Documents {
        let changes = self.changes.into_iter().map(|(_, raw)| raw).collect();
        Documents { doc: self.doc, changes, authorships: self.authorships }
    }
}
