//! From an answer to a page that may be committed.

use crate::engine::Stopped;
use crate::feed::Place;
use crate::order::SignedOrder;
use crate::wire::{Answer, ChangeAnswer, Documents, Grant, Release};
use domain::digest::Digest;
use replica::author::{Admitted, Author, Authorship, Registry, SignedActorCertificate};
use replica::change::Change;
use replica::document::{DocKind, DocRef};
use std::collections::{BTreeMap, BTreeSet};

/// Where the device stands. It moves only in the transaction that commits what it passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// Everything up to here is on the device.
    pub place: Place,
    /// The furthest head a hub ever told.
    pub highest: Place,
}

/// What a page means for the hub's epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EpochStep {
    /// Nothing.
    Same,
    /// The hub went backwards: all it acknowledged before is open again, and every hash is to be offered
    /// ([`crate::engine::Start::offering`] from now on).
    Began,
    /// Every hash was offered; what is not in [`Page::wanted`] the hub has.
    Offered,
}

/// A foreign change with its author. Not yet held against its ancestors.
#[derive(Clone, PartialEq, Debug)]
pub struct Arrived {
    /// The document.
    pub doc: DocRef,
    /// The change.
    pub change: Change,
    /// Who wrote it, proved.
    pub author: Author,
}

/// A foreign change that is kept apart on this device, and why. The rest of its page is not kept back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Aside {
    /// The document.
    pub doc: DocRef,
    /// The change; for bytes that are none, their SHA-256.
    pub hash: Digest,
    /// The bytes.
    pub raw: Vec<u8>,
    /// The `code()` of the refusal.
    pub rule: String,
}

/// What one answer makes durable, in one transaction.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    /// Where the device stands once this is durable.
    pub cursor: Cursor,
    /// What it means for the epoch. *Began* comes before everything else in the page.
    pub epoch: EpochStep,
    /// Answers to our changes.
    pub answers: Vec<ChangeAnswer>,
    /// Changes the hub lacks and the device may have: they go back into the outbox.
    pub wanted: Vec<(DocRef, Digest)>,
    /// Foreign changes with proved authors, parents first.
    pub arrived: Vec<Arrived>,
    /// Foreign changes without. Whoever commits the page leaves out those the device has already: a hub does not send
    /// again what a device brought just now, and that may be what proves an older one.
    pub asides: Vec<Aside>,
    /// The signatures over `arrived`.
    pub authorships: Vec<Authorship>,
    /// Certificates that were new and hold.
    pub actor_certificates: Vec<SignedActorCertificate>,
    /// Certificates (DER) that were new and hold.
    pub device_certificates: Vec<Vec<u8>>,
    /// Reference data, each with its digest.
    pub releases: Vec<Release>,
    /// Jobs given and taken back.
    pub grants: Vec<Grant>,
    /// Rows up to this number are in a backup.
    pub secured: Option<u64>,
    /// Blobs the hub lacks.
    pub lacks: Vec<Digest>,
    /// The office's order to this device, not yet checked.
    pub order: Option<SignedOrder>,
    /// The newest schema in use at the office.
    pub schema: u32,
    /// The hub's clock, Unix milliseconds.
    pub hub_time_ms: i64,
}

/// Checks an answer. Certificates are taken in first; they prove themselves, so it does no harm if the page is not
/// committed in the end.
pub(super) fn page(registry: &mut Registry, answer: Answer, before: Cursor, epoch: EpochStep) -> Result<Page, Stopped> {
    if answer.releases.iter().any(|release| Digest::of(&release.bytes) != release.digest) {
        return Err(Stopped::Release);
    }
    // One bad certificate costs the changes that need it and nothing else.
    let is_new = |admitted| matches!(admitted, Ok(Admitted::New));
    let device_certificates =
        answer.device_certificates.into_iter().filter(|der| is_new(registry.admit_certificate(der))).collect();
    let actor_certificates =
        answer.actor_certificates.into_iter().filter(|signed| is_new(registry.admit_actor(signed))).collect();
    let highest = if epoch == EpochStep::Began { answer.head } else { before.highest.highest(answer.head) };
    let mut page = Page {
        cursor: Cursor { place: answer.place, highest },
        epoch,
        answers: answer.answers,
        wanted: Vec::new(),
        arrived: Vec::new(),
        asides: Vec::new(),
        authorships: Vec::new(),
        actor_certificates,
        device_certificates,
        releases: answer.releases,
        grants: answer.grants,
        secured: answer.secured,
        lacks: answer.lacks,
        order: answer.order,
        schema: answer.schema.unwrap_or(1),
        hub_time_ms: answer.hub_time_ms,
    };
    by_document(answer.docs).into_iter().for_each(|documents| take(&mut page, registry, documents));
    Ok(page)
}

/// A document's changes together: a signature may be over one that another row announced.
fn by_document(docs: Vec<Documents>) -> Vec<Documents> {
    let mut places: BTreeMap<DocRef, usize> = BTreeMap::new();
    let mut together: Vec<Documents> = Vec::new();
    for documents in docs {
        let place = places.get(&documents.doc).and_then(|place| together.get_mut(*place));
        match place {
            Some(before) => {
                before.changes.extend(documents.changes);
                before.authorships.extend(documents.authorships);
            }
            None => {
                places.insert(documents.doc.clone(), together.len());
                together.push(documents);
            }
        }
    }
    together
}

/// Takes the changes of one document whose authors are proved.
fn take(page: &mut Page, registry: &Registry, documents: Documents) {
    let Documents { doc, changes: raws, authorships } = documents;
    let aside = |hash, raw, rule: &str| Aside { doc: doc.clone(), hash, raw, rule: rule.to_owned() };
    let mut changes: Vec<Change> = Vec::new();
    let mut seen = BTreeSet::new();
    for raw in raws {
        match Change::decode(&raw) {
            // One row's proof may be another row's news.
            Ok(change) if !seen.insert(change.hash) => {}
            Ok(change) => changes.push(change),
            Err(refused) => page.asides.push(aside(Digest::of(&raw), raw, refused.code())),
        }
    }
    let mut authored = registry.authors(&doc, &changes, &authorships);
    for change in changes {
        let rule = match authored.by.remove(&change.hash) {
            Some(author) if author.office || doc.kind == DocKind::Log => {
                page.arrived.push(Arrived { doc: doc.clone(), change, author });
                continue;
            }
            Some(_) => "brief.not_office",
            None => authored.not.get(&change.hash).map_or("author.not_covered", |refused| refused.code()),
        };
        page.asides.push(aside(change.hash, change.raw, rule));
    }
    page.authorships.extend(authored.signatures);
}
