//! What has happened since, for one device: its rows of the feed in order, with what they announce, as much as fits one
//! page. The place in the answer passes rows of others.

mod proof;

use crate::core::place::Stand;
use crate::core::writers::actor_certificate;
use crate::core::{CoreRefused, Moment, papers};
use domain::digest::Digest;
use domain::ids::JobId;
use hub_storage::company;
use hub_storage::documents::{SignedChange, StoredChange};
use hub_storage::feed::FeedRow;
use hub_storage::jobs::JobGrant;
use hub_storage::people::Device;
use hub_storage::{StorageRefused, Tx};
use replica::change::ActorId;
use replica::document::DocRef;
use std::collections::{BTreeMap, BTreeSet};
use sync::feed::{Place, RowKind};
use sync::wire::{Answer, ChangeAnswer, Documents, Grant, Hashes, Mark, PAGE, Release, Request, SCHEMA, VERSION};

/// Rows looked at in one go.
const ROWS: u32 = 256;
/// Left free in a page for heads, places and the device's own certificate.
const ROOM: usize = 64 << 10;
/// What an actor's certificate and its key's weigh, in bytes; more than they do.
const AN_ACTOR: usize = 1500;
/// What a row weighs beside its content, and what one answer or one wanted hash does.
const A_ROW: usize = 256;
const A_HASH: usize = 80;

/// What the rest of the exchange has found.
pub struct Asked<'a> {
    /// The request.
    pub request: &'a Request,
    /// An answer per change pushed.
    pub answers: Vec<ChangeAnswer>,
    /// Of the hashes offered, those that are not here.
    pub wants: Vec<Hashes>,
}

/// What one row announces.
#[derive(Default)]
struct Content {
    docs: Vec<Documents>,
    actors: BTreeSet<ActorId>,
    release: Option<Release>,
    grant: Option<Grant>,
}

/// The answer to a device that may see nothing any more: what became of its changes, and that it stays where it is.
pub fn bare(moment: Moment<'_>, asked: Asked<'_>) -> Answer {
    Answer {
        v: VERSION,
        hub_time_ms: moment.now_ms,
        head: asked.request.place,
        place: asked.request.place,
        answers: asked.answers,
        docs: Vec::new(),
        actor_certificates: Vec::new(),
        device_certificates: Vec::new(),
        releases: Vec::new(),
        grants: Vec::new(),
        more: false,
        new_epoch: false,
        secured: None,
        wants: asked.wants,
        lacks: Vec::new(),
        order: None,
        schema: Some(SCHEMA),
        all_stored: false,
    }
}

/// Fills the answer.
pub fn fill(
    tx: &dyn Tx,
    moment: Moment<'_>,
    device: &Device,
    stand: Stand,
    asked: Asked<'_>,
) -> Result<Answer, CoreRefused> {
    let head = tx.head()?;
    let request = asked.request;
    let mut answer = Answer {
        head: head.place,
        place: head.place,
        new_epoch: stand.new_epoch,
        secured: head.secured,
        ..bare(moment, asked)
    };
    let limit = usize::try_from(request.page_limit).unwrap_or(PAGE).clamp(ROOM * 2, PAGE) - ROOM;
    let said = answer.answers.len() + answer.wants.iter().map(|it| it.hashes.len()).sum::<usize>();
    let mut filling = Filling {
        tx,
        device,
        brought: brought(request),
        actors: BTreeSet::new(),
        room: limit.saturating_sub(said * A_HASH),
        anything: said > 0,
    };
    filling.rows(stand.number, &mut answer)?;
    let actors = std::mem::take(&mut filling.actors);
    certify(tx, moment, device, actors, &mut answer)?;
    let is_new = |bytes: &[u8]| !request.known.contains(&Mark::of(bytes));
    answer.actor_certificates.retain(|signed| is_new(&signed.body));
    answer.device_certificates.retain(|der| is_new(der));
    Ok(answer)
}

/// What the device pushed just now need not travel back.
fn brought(request: &Request) -> BTreeSet<Vec<u8>> {
    request.pushes.iter().flat_map(|push| push.changes.iter().cloned()).collect()
}

struct Filling<'a> {
    tx: &'a dyn Tx,
    device: &'a Device,
    brought: BTreeSet<Vec<u8>>,
    /// Whose changes are in the page.
    actors: BTreeSet<ActorId>,
    room: usize,
    anything: bool,
}

impl Filling<'_> {
    /// Adds rows until the page is full or the feed ends.
    fn rows(&mut self, mut after: u64, answer: &mut Answer) -> Result<(), CoreRefused> {
        loop {
            let rows = self.tx.rows_for(&self.device.id, after, ROWS)?;
            let whole = rows.len() < ROWS as usize;
            for found in rows {
                let content = self.content(&found)?;
                let weight = self.weight(&content);
                if weight > self.room && self.anything {
                    answer.more = true;
                    answer.place = self.place(after, answer.head)?;
                    return Ok(());
                }
                after = found.row.number;
                self.room = self.room.saturating_sub(weight);
                self.anything = true;
                self.add(content, answer);
            }
            if whole {
                return Ok(());
            }
        }
    }

    fn add(&mut self, content: Content, answer: &mut Answer) {
        answer.releases.extend(content.release);
        answer.grants.extend(content.grant);
        answer.docs.extend(content.docs);
        self.actors.extend(content.actors);
    }

    fn weight(&self, content: &Content) -> usize {
        let docs: usize = content.docs.iter().map(|docs| minicbor::to_vec(docs).map_or(0, |bytes| bytes.len())).sum();
        let actors = content.actors.difference(&self.actors).count();
        let release = content.release.as_ref().map_or(0, |release| release.bytes.len());
        docs + actors * AN_ACTOR + release + A_ROW
    }

    fn place(&self, number: u64, head: Place) -> Result<Place, StorageRefused> {
        let chain = self.tx.chain_at(number)?.unwrap_or(head.chain);
        Ok(Place { epoch: head.epoch, number, chain })
    }

    fn content(&self, found: &FeedRow) -> Result<Content, StorageRefused> {
        let mut content = Content::default();
        let (number, subject) = (found.row.number, found.row.subject.as_ref());
        match (found.row.kind, subject) {
            (RowKind::Release, _) => content.release = self.tx.release_at(number)?.map(release),
            (RowKind::Changes, Some(subject)) => {
                self.span(&subject.job, (number - 1, number), &mut content)?;
            }
            (RowKind::Grant, Some(subject)) => {
                self.span(&subject.job, found.carries, &mut content)?;
                content.grant = self.grant(&subject.job, |grant| grant.number <= number)?;
            }
            (RowKind::GrantEnded, Some(subject)) => {
                content.grant = self.grant(&subject.job, |grant| grant.ended == Some(number))?;
            }
            (RowKind::Changes | RowKind::Grant | RowKind::GrantEnded, None) => {}
        }
        if found.row.kind == RowKind::Grant
            && let Some(grant) = &mut content.grant
        {
            grant.ended = None;
        }
        Ok(content)
    }

    fn grant(&self, job: &JobId, which: impl Fn(&JobGrant) -> bool) -> Result<Option<Grant>, StorageRefused> {
        let grants = self.tx.grants(job, &self.device.id)?;
        let grant = grants.into_iter().rfind(which);
        Ok(grant.map(|it| Grant { job: it.job, letter: it.letter, ended: it.ended_at }))
    }

    /// The job's changes in these rows, without those the device has just brought.
    fn span(&self, job: &JobId, (after, upto): (u64, u64), content: &mut Content) -> Result<(), StorageRefused> {
        let mut by_document: BTreeMap<DocRef, Vec<StoredChange>> = BTreeMap::new();
        for (kind, change) in self.tx.changes_between(job, after, upto)? {
            if !self.brought.contains(&change.raw) {
                by_document.entry(DocRef { job: job.clone(), kind }).or_default().push(change);
            }
        }
        for (doc, changes) in by_document {
            content.actors.extend(changes.iter().map(|change| change.actor));
            content.docs.push(documents(self.tx, doc, changes)?);
        }
        Ok(())
    }
}

fn release(release: company::Release) -> Release {
    let company::Release { kind, name, version, digest, bytes } = release;
    Release { kind, name, version, digest, bytes }
}

/// Adds what proves who the actors are.
fn certify(
    tx: &dyn Tx,
    moment: Moment<'_>,
    device: &Device,
    actors: BTreeSet<ActorId>,
    answer: &mut Answer,
) -> Result<(), CoreRefused> {
    let mut keys = BTreeSet::new();
    for actor in actors {
        if let Some(certificate) = actor_certificate(tx, &actor)? {
            keys.extend(certificate.read().ok().map(|it| it.key));
            answer.actor_certificates.push(certificate);
        }
    }
    for key in keys.into_iter().filter(|key| *key != device.key) {
        if key == moment.identity.office.key_id() {
            answer.device_certificates.push(moment.identity.office.der().to_vec());
        } else if let Some(author) = tx.device_of_key(&key)? {
            answer.device_certificates.push(author.certificate);
        }
    }
    Ok(())
}

/// One document's changes with the signatures over them, and what it takes to follow these.
fn documents(tx: &dyn Tx, doc: DocRef, changes: Vec<StoredChange>) -> Result<Documents, StorageRefused> {
    let signed = tx.authorships(&doc)?;
    let beside = proof::beside(tx, &doc, &changes, &signed)?;
    let hashes: BTreeSet<Digest> =
        changes.iter().map(|change| change.hash).chain(beside.iter().map(|(hash, _)| *hash)).collect();
    let places: BTreeMap<Digest, (ActorId, u64)> =
        changes.iter().map(|change| (change.hash, (change.actor, change.seq))).collect();
    // A signature that names another place than its change has covers nothing.
    let is_true = |it: &SignedChange| places.get(&it.hash).is_none_or(|place| *place == (it.actor, it.seq));
    // An actor's newest signature here covers its earlier changes; they came in, so nothing stands between.
    let mut newest: BTreeMap<ActorId, SignedChange> = BTreeMap::new();
    for it in signed.into_iter().filter(|it| hashes.contains(&it.hash) && is_true(it)) {
        if newest.get(&it.actor).is_none_or(|known| known.seq < it.seq) {
            newest.insert(it.actor, it);
        }
    }
    let authorships = newest.into_values().map(|it| papers::authorship(&doc, it)).collect();
    let changes = changes.into_iter().map(|change| change.raw).chain(beside.into_iter().map(|(_, raw)| raw)).collect();
    Ok(Documents { doc, changes, authorships })
}
