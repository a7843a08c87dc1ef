//! What a transaction has changed. It is announced in the transaction's last statements, so that numbers are taken in
//! commit order and everything that could be refused was refused before. The cards of the jobs it changed are folded then.

use crate::core::{CoreRefused, cards};
use domain::brief::Brief;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};
use hub_storage::company::Release;
use hub_storage::feed::{Head, NewRow};
use hub_storage::jobs::JobGrant;
use hub_storage::{StorageRefused, Tx};
use replica::change::ActorId;
use replica::document::{DocRef, Document};
use std::collections::{BTreeMap, BTreeSet};
use sync::feed::{Audience, RowKind, Subject};

/// Raw bytes of changes one row announces or carries; more go into rows of their own, so that each fits a page.
const A_ROW: usize = 4 << 20;

/// A change stored in this transaction.
#[derive(Clone, Copy, Debug)]
pub struct Stored {
    /// The change.
    pub hash: Digest,
    /// Its actor.
    pub actor: ActorId,
    /// Its raw bytes.
    pub bytes: usize,
    /// Whether its author signed it, and not only a later one.
    pub signed: bool,
}

/// What will be announced.
#[derive(Default)]
pub struct Ledger {
    releases: Vec<Release>,
    changes: BTreeMap<DocRef, Vec<Stored>>,
    grants: Vec<(JobId, DeviceId, String)>,
    ended: Vec<JobGrant>,
    /// Of jobs whose log changed, as they stand now.
    read: BTreeMap<JobId, (Brief, Document)>,
}

/// Documents kept open until their cards are folded, so that few of them are opened twice and many do not fill the memory.
const MOST_READ: usize = 32;

impl Ledger {
    /// A job as it stands after the changes made so far.
    pub fn read(&mut self, job: &JobId, brief: Brief, log: Document) {
        if self.read.len() < MOST_READ {
            self.read.insert(job.clone(), (brief, log));
        }
    }

    /// A release, to every device.
    pub fn release(&mut self, release: Release) {
        self.releases.push(release);
    }

    /// A change, to whoever sees its job. A document's changes come parents first.
    pub fn changed(&mut self, doc: &DocRef, stored: Stored) {
        self.read.remove(&doc.job);
        self.changes.entry(doc.clone()).or_default().push(stored);
    }

    /// A device may see a job from now on.
    pub fn grant(&mut self, job: &JobId, device: &DeviceId, letter: &str) {
        self.grants.push((job.clone(), device.clone(), letter.to_owned()));
    }

    /// Grants of a job that begin in this transaction.
    pub fn granted(&self, job: &JobId) -> Vec<JobGrant> {
        let of_job = self.grants.iter().filter(|(of, ..)| of == job);
        let grant = |(job, device, letter): &(JobId, DeviceId, String)| JobGrant {
            job: job.clone(),
            device: device.clone(),
            letter: letter.clone(),
            number: 0,
            ended: None,
            ended_at: None,
        };
        of_job.map(grant).collect()
    }

    /// A device's grant ends.
    pub fn end(&mut self, grant: JobGrant) {
        self.ended.push(grant);
    }

    /// Numbers everything, in this order: releases, changes, grants, ends. A grant thus carries the changes made beside
    /// it, and who leaves still sees the change that says so.
    pub fn publish(mut self, tx: &mut dyn Tx, now_ms: i64) -> Result<Head, CoreRefused> {
        let changed: BTreeSet<&JobId> = self.changes.keys().map(|doc| &doc.job).collect();
        for job in changed {
            cards::refresh(tx, job, self.read.remove(job), now_ms)?;
        }
        let mut head = tx.head()?;
        for release in self.releases {
            let (audience, kind, payload) = (Audience::All, RowKind::Release, release.digest);
            head =
                tx.publish(&[NewRow { audience, kind, subject: None, payload, changes: vec![], carries: (0, 0) }])?;
            tx.save_release(&release, head.place.number)?;
        }
        let pieces = self.changes.iter().flat_map(|(doc, stored)| pieces(stored).into_iter().map(move |it| (doc, it)));
        let rows: Vec<NewRow> = pieces.map(|(doc, hashes)| changes_row(doc, hashes)).collect();
        if !rows.is_empty() {
            head = tx.publish(&rows)?;
        }
        for (job, device, letter) in self.grants {
            let number = head.place.number;
            head = grant(tx, JobGrant { job, device, letter, number, ended: None, ended_at: None })?;
        }
        for grant in self.ended {
            head = tx.publish(&[grant_row(RowKind::GrantEnded, &grant, (0, 0))])?;
            tx.save_grant(&JobGrant { ended: Some(head.place.number), ended_at: Some(now_ms), ..grant })?;
        }
        Ok(head)
    }
}

/// Cuts a document's changes into rows of at most [`A_ROW`] bytes, but only where every change before the cut is covered
/// by a signature before it: a row is proved by what it holds.
fn pieces(stored: &[Stored]) -> Vec<Vec<Digest>> {
    let (mut pieces, mut piece, mut bytes) = (Vec::new(), Vec::new(), 0);
    let (mut segment, mut weight, mut uncovered) = (Vec::new(), 0, BTreeSet::new());
    for change in stored {
        segment.push(change.hash);
        weight += change.bytes;
        if change.signed {
            uncovered.remove(&change.actor);
        } else {
            uncovered.insert(change.actor);
        }
        if !uncovered.is_empty() {
            continue;
        }
        if bytes + weight > A_ROW && !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
            bytes = 0;
        }
        piece.append(&mut segment);
        bytes += std::mem::take(&mut weight);
    }
    piece.append(&mut segment);
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

fn changes_row(doc: &DocRef, changes: Vec<Digest>) -> NewRow {
    let bytes: Vec<u8> = changes.iter().flat_map(|hash| hash.0).collect();
    NewRow {
        audience: Audience::Job,
        kind: RowKind::Changes,
        subject: Some(Subject { job: doc.job.clone(), document: Some(doc.kind) }),
        payload: Digest::of(&bytes),
        changes,
        carries: (0, 0),
    }
}

fn grant_row(kind: RowKind, grant: &JobGrant, carries: (u64, u64)) -> NewRow {
    let JobGrant { job, device, letter, .. } = grant;
    NewRow {
        audience: Audience::Device(device.clone()),
        kind,
        subject: Some(Subject { job: job.clone(), document: None }),
        payload: Digest::of(format!("{job} {device} {letter}").as_bytes()),
        changes: Vec::new(),
        carries,
    }
}

/// The first row begins the grant; all of them together carry what is stored of the job.
fn grant(tx: &mut dyn Tx, mut grant: JobGrant) -> Result<Head, CoreRefused> {
    let rows: Vec<NewRow> =
        spans(tx, &grant.job, grant.number)?.into_iter().map(|span| grant_row(RowKind::Grant, &grant, span)).collect();
    let head = tx.publish(&rows)?;
    grant.number += 1;
    tx.save_grant(&grant)?;
    Ok(head)
}

/// Cuts a job's changes numbered up to `upto` into spans of at most [`A_ROW`] bytes, at whole numbers: what was stored
/// together was signed together.
fn spans(tx: &dyn Tx, job: &JobId, upto: u64) -> Result<Vec<(u64, u64)>, StorageRefused> {
    let mut spans = Vec::new();
    let (mut after, mut last, mut bytes) = (0, 0, 0);
    for (_, change) in tx.changes_between(job, 0, upto)? {
        let number = change.number.unwrap_or_default();
        if number != last && bytes + change.raw.len() > A_ROW {
            spans.push((after, last));
            (after, bytes) = (last, 0);
        }
        bytes += change.raw.len();
        last = number;
    }
    spans.push((after, upto));
    Ok(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(n: u8, actor: u8, megabytes: usize, signed: bool) -> Stored {
        Stored { hash: Digest([n; 32]), actor: ActorId([actor; 16]), bytes: megabytes << 20, signed }
    }

    fn sizes(stored: &[Stored]) -> Vec<usize> {
        let pieces = pieces(stored);
        assert_eq!(pieces.concat(), stored.iter().map(|it| it.hash).collect::<Vec<_>>(), "none lost, order kept");
        pieces.iter().map(Vec::len).collect()
    }

    #[test]
    fn a_row_ends_where_all_before_it_is_signed() {
        assert_eq!(sizes(&[]), Vec::<usize>::new());
        assert_eq!(sizes(&[stored(1, 1, 1, false), stored(2, 1, 1, true)]), [2]);
        let three = [stored(1, 1, 3, true), stored(2, 1, 3, true), stored(3, 1, 3, true)];
        assert_eq!(sizes(&three), [1, 1, 1]);
        let chain = [stored(1, 1, 3, false), stored(2, 1, 3, false), stored(3, 1, 3, true), stored(4, 1, 1, true)];
        assert_eq!(sizes(&chain), [3, 1]);
        let two_actors = [stored(1, 1, 3, false), stored(2, 2, 1, true), stored(3, 1, 1, true), stored(4, 2, 1, true)];
        assert_eq!(sizes(&two_actors), [3, 1]);
        assert_eq!(sizes(&[stored(1, 1, 5, false)]), [1], "what no signature in it covers is announced all the same");
    }
}
