//! A page of the hub's answer: foreign changes, answers to ours, everything else on the feed, and the place on it that
//! follows, in one transaction. The cursor moves only with what it passed.

use crate::certificates::{self, DeviceCertificate};
use crate::documents;
use crate::jobs::{self, JobCard};
use crate::meta::{self, MetaKey, Place};
use crate::outbox::{self, Answered};
use crate::records::{self, RecordRow};
use crate::refused::StoreRefused;
use crate::releases::{self, Grant, Release};
use crate::store::Store;
use domain::brief::Brief;
use domain::digest::Digest;
use domain::ids::JobId;
use replica::author::{Authorship, SignedActorCertificate};
use replica::change::Change;
use replica::document::DocRef;
use rusqlite::Connection;

/// What a page says about the feed's life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Epoch {
    /// Nothing new.
    #[default]
    Same,
    /// The hub went backwards and began another: all it said before is forgotten, and every hash is to be offered.
    Began,
    /// Every hash was offered; what the hub did not ask for in [`Page::wanted`], it has. `number` is its head.
    Offered {
        /// Feed number.
        number: u64,
    },
}

/// What one page saves. The projections in it are computed by `field` from the documents with these changes in them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Page {
    /// Changes that were vetted and taken in, parents before children.
    pub changes: Vec<(DocRef, Change)>,
    /// Signatures over them.
    pub authorships: Vec<Authorship>,
    /// Whose actors they are.
    pub actor_certificates: Vec<SignedActorCertificate>,
    /// Of devices and of the office.
    pub device_certificates: Vec<DeviceCertificate>,
    /// What the hub said to our changes.
    pub answers: Vec<Answered>,
    /// Changes the hub lost and asks for.
    pub wanted: Vec<(DocRef, Digest)>,
    /// New reference data.
    pub releases: Vec<Release>,
    /// Jobs given and taken back.
    pub grants: Vec<Grant>,
    /// All rows ([`RecordRow::of`]) of each job whose log changed.
    pub records: Vec<(JobId, Vec<RecordRow>)>,
    /// Briefs that changed.
    pub briefs: Vec<(JobId, Brief)>,
    /// Cards that changed.
    pub cards: Vec<JobCard>,
    /// Values that came with it: the next nonce, the hub's time.
    pub meta: Vec<(MetaKey, Vec<u8>)>,
    /// The new place on the feed.
    pub place: Option<Place>,
    /// The furthest place ever told.
    pub highest: Option<Place>,
    /// The hub's backup watermark.
    pub secured: Option<u64>,
    /// The feed's life.
    pub epoch: Epoch,
}

impl Store {
    /// Saves a page. After a refusal nothing of it is saved, the cursor included: drop the documents that took part and
    /// ask for the page again.
    pub fn commit_page(&mut self, page: &Page) -> Result<(), StoreRefused> {
        #[cfg(feature = "planted")]
        self.plant_cursor(page)?;
        self.write(|transaction| {
            save_epoch(transaction, page.epoch)?;
            save_documents(transaction, page)?;
            page.answers.iter().try_for_each(|answered| outbox::save_answer(transaction, answered))?;
            page.wanted.iter().try_for_each(|(doc, hash)| outbox::want(transaction, doc, hash))?;
            if let Epoch::Offered { number } = page.epoch {
                outbox::offered(transaction, number)?;
            }
            page.releases.iter().try_for_each(|release| releases::save_release(transaction, release))?;
            page.grants.iter().try_for_each(|grant| releases::save_grant(transaction, grant))?;
            save_projections(transaction, page)?;
            save_places(transaction, page)
        })
    }
}

fn save_epoch(connection: &Connection, epoch: Epoch) -> Result<(), StoreRefused> {
    match epoch {
        Epoch::Same => Ok(()),
        Epoch::Began => {
            outbox::forget_answers(connection)?;
            meta::forget(connection, MetaKey::SECURED)?;
            meta::set(connection, MetaKey::OFFERING, &[1])
        }
        Epoch::Offered { .. } => meta::forget(connection, MetaKey::OFFERING),
    }
}

fn save_documents(connection: &Connection, page: &Page) -> Result<(), StoreRefused> {
    page.changes.iter().try_for_each(|(doc, change)| documents::save_foreign(connection, doc, change))?;
    page.authorships.iter().try_for_each(|signed| certificates::save_foreign_authorship(connection, signed))?;
    page.actor_certificates.iter().try_for_each(|actor| certificates::save_actor(connection, actor, false))?;
    page.device_certificates.iter().try_for_each(|device| certificates::save_device(connection, device))
}

fn save_projections(connection: &Connection, page: &Page) -> Result<(), StoreRefused> {
    page.records.iter().try_for_each(|(job, rows)| records::replace_records(connection, job, rows))?;
    page.briefs.iter().try_for_each(|(job, brief)| records::save_brief(connection, job, brief))?;
    page.cards.iter().try_for_each(|card| jobs::save_card(connection, card))
}

pub(crate) fn save_places(connection: &Connection, page: &Page) -> Result<(), StoreRefused> {
    page.meta.iter().try_for_each(|(key, value)| meta::set(connection, *key, value))?;
    if let Some(secured) = page.secured {
        meta::set(connection, MetaKey::SECURED, &secured.to_be_bytes())?;
    }
    if let Some(highest) = page.highest {
        meta::set_place(connection, MetaKey::HIGHEST, highest)?;
    }
    if let Some(place) = page.place {
        meta::set_place(connection, MetaKey::PLACE, place)?;
    }
    Ok(())
}
