//! A run with the office: `sync::engine` says what to do next, this does it. What goes up is read from the store and what
//! comes down is committed to it, so that a crash anywhere leaves the next run to do the same again.

use crate::app::Field;
use crate::calling::{call, call_once};
use crate::desk::Desk;
use crate::intake::from_place;
use crate::refused::FieldRefused;
use crate::transport::Transport;
use domain::trust::Certificate;
use replica::author::Registry;
use replica::document::DocRef;
use std::cell::RefCell;
use std::collections::BTreeSet;
use store::{Epoch, MetaKey};
use sync::engine::{Cursor, Effect, Engine, Event, Outbox, OutboxDoc, Outcome, Page, Report, Start, Stopped};
use sync::proof::Nonce;
use sync::wire::{Hashes, PATH, SCHEMA};

/// What stands between two effects of the engine.
#[derive(Default)]
struct Underway {
    /// Came with the last answer; kept with its page.
    nonce: Option<Nonce>,
    /// The first thing that went wrong here, which says more than the engine's word for it.
    refused: Option<FieldRefused>,
}

impl Field {
    /// Exchanges pages until neither side has more.
    pub fn sync(&mut self, hub: &dyn Transport) -> Result<Report, FieldRefused> {
        sync(&RefCell::new(self), hub)
    }
}

/// [`Field::sync`] on an app that others use meanwhile: it is taken for each step, and free while the hub is asked.
pub fn sync(desk: &impl Desk, hub: &dyn Transport) -> Result<Report, FieldRefused> {
    let (mut engine, mut event) = desk.with(Field::begin_round)?;
    let mut underway = Underway::default();
    loop {
        event = match engine.on(event) {
            Effect::ReadOutbox { most_bytes } => {
                underway.read(desk.with(|field| field.outbox(most_bytes)), Event::Outbox)
            }
            Effect::ReadOffers { after, most_hashes } => {
                let offers = desk.with(|field| field.offers(after.as_ref(), most_hashes));
                underway.read(offers, |(docs, more)| Event::Offers(docs, more))
            }
            Effect::Post(body) => post(desk, hub, body, &mut underway),
            Effect::Commit(page) => desk.with(|field| field.commit_page(*page, &mut underway)),
            Effect::Done(report) => {
                let heard = desk.with(|field| field.hear(&report, engine.registry()));
                let ended = heard.and_then(|()| underway.end(*report));
                // An engine whose page was not kept may know too much.
                desk.with(|field| field.engine = ended.is_ok().then_some(engine));
                return ended;
            }
        };
    }
}

fn post(desk: &impl Desk, hub: &dyn Transport, body: Vec<u8>, underway: &mut Underway) -> Event {
    let called = match call_once(desk, hub, call("POST", PATH, &[], body)) {
        Ok(called) => called,
        Err(refused) => {
            underway.refused = Some(refused);
            return Event::NetworkDown;
        }
    };
    if called.reply.status == 200 {
        underway.nonce = called.nonce;
        return Event::Answer(called.reply.body);
    }
    if let Err(refused) = desk.with(|field| field.keep_nonce(called.nonce)) {
        underway.refused = Some(refused);
        return Event::ReadFailed;
    }
    if called.is_again() {
        return Event::UnknownNonce;
    }
    underway.refused = Some(FieldRefused::from_reply(&called.reply));
    Event::HttpRefused(called.reply.status)
}

impl Field {
    /// What a round begins with. Who is who is checked once a run of the app.
    fn begin_round(&mut self) -> Result<(Engine, Event), FieldRefused> {
        let engine = match self.engine.take() {
            Some(engine) => engine,
            None => Engine::new(self.registry()?),
        };
        let cursor = Cursor { place: from_place(&self.store.place()?), highest: from_place(&self.store.highest()?) };
        Ok((engine, Event::Start(Start { cursor, offering: self.store.is_offering()? })))
    }

    fn commit_page(&mut self, page: Page, underway: &mut Underway) -> Event {
        let committed = self.prepare(page, underway.nonce.take()).and_then(|prepared| {
            if prepared.page.epoch == Epoch::Began {
                // First, so that no crash leaves a file that is called secured by a hub that has lost it.
                self.media.forget_numbers()?;
            }
            self.store.commit_page(&prepared.page)?;
            for job in &prepared.touched {
                self.refit(job);
                self.jobs.remove(job);
            }
            // Its standard may have come with the page.
            self.jobs.retain(|_, open| open.pack.is_some());
            self.anchor = Some(prepared.anchor);
            Ok(prepared.asides)
        });
        match committed {
            Ok(asides) => Event::Committed(asides),
            Err(refused) => {
                underway.refused = Some(refused);
                Event::CommitFailed
            }
        }
    }

    /// What an answer says beside its page: what the hub lacks, what it orders, how new the others' apps are. Said again
    /// in every answer, so that a crash before this costs nothing.
    fn hear(&mut self, report: &Report, registry: &Registry) -> Result<(), FieldRefused> {
        if report.cursor.is_none() {
            return Ok(());
        }
        if self.newest_schema()? != report.schema {
            self.store.set_meta(MetaKey::SCHEMA, &report.schema.to_be_bytes())?;
        }
        for digest in &report.lacks {
            if self.media.blob(digest)?.is_some_and(|blob| blob.kind.leaves() && blob.at_office && !blob.freed) {
                self.media.take_back(digest)?;
            }
        }
        match &report.order {
            Some(order) => self.heed(order, registry),
            None => Ok(()),
        }
    }

    /// The newest schema in use at the office, as far as this device has heard.
    fn newest_schema(&self) -> Result<u32, FieldRefused> {
        let kept = self.store.meta(MetaKey::SCHEMA)?;
        Ok(kept.and_then(|bytes| bytes.try_into().ok()).map_or(SCHEMA, u32::from_be_bytes))
    }

    /// Whether others write what this app does not understand. It keeps all of it and goes on working; an update shows it.
    pub fn is_outdated(&self) -> Result<bool, FieldRefused> {
        Ok(self.newest_schema()? > SCHEMA)
    }

    fn outbox(&self, most_bytes: u64) -> Result<Outbox, FieldRefused> {
        let store::Outbox { docs, actor_certificates, more } = self.store.outbox(most_bytes)?;
        let keys: BTreeSet<_> = docs.iter().flat_map(|doc| &doc.authorships).map(|signed| signed.key).collect();
        // Whose actors the hub may lack, their keys it may lack too; but for ours, which let us in.
        let own = self.session.key().key_id();
        let of_keys = if actor_certificates.is_empty() { Vec::new() } else { self.store.device_certificates()? };
        let documents = docs.into_iter().map(|pending| OutboxDoc {
            doc: pending.doc,
            changes: pending.changes.into_iter().map(|change| (change.hash, change.raw)).collect(),
            authorships: pending.authorships,
        });
        Ok(Outbox {
            docs: documents.collect(),
            actor_certificates,
            device_certificates: of_keys
                .into_iter()
                .filter(|it| it.key != own && keys.contains(&it.key) && Certificate::from_der(&it.der).is_ok())
                .map(|it| it.der)
                .collect(),
            more,
        })
    }

    /// The hashes of documents after this one, up to the document that reaches so many; and whether there are more.
    fn offers(&self, after: Option<&DocRef>, most: usize) -> Result<(Vec<Hashes>, bool), FieldRefused> {
        let mut rest = self.store.offer()?.into_iter().filter(|(doc, _)| after.is_none_or(|after| doc > after));
        let (mut offers, mut count) = (Vec::new(), 0);
        for (doc, hashes) in rest.by_ref() {
            count += hashes.len();
            offers.push(Hashes { doc, hashes });
            if count >= most {
                break;
            }
        }
        let more = rest.next().is_some();
        Ok((offers, more))
    }
}

impl Underway {
    fn read<T>(&mut self, read: Result<T, FieldRefused>, event: impl FnOnce(T) -> Event) -> Event {
        match read {
            Ok(read) => event(read),
            Err(refused) => {
                self.refused = Some(refused);
                Event::ReadFailed
            }
        }
    }

    fn end(self, report: Report) -> Result<Report, FieldRefused> {
        match (&report.outcome, self.refused) {
            (Outcome::InSync, _) => Ok(report),
            (Outcome::Stopped(_), Some(refused)) => Err(refused),
            (Outcome::Stopped(why), None) => Err(stopped(why)),
        }
    }
}

fn stopped(why: &Stopped) -> FieldRefused {
    FieldRefused::Document { code: why.code(), zh: why.zh(), en: why.to_string() }
}
