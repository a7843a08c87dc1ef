//! The outbox: what the hub has not answered *stored* yet, in the order it was made; and its answers.

use crate::certificates::{self, certificate_of};
use crate::documents::doc_of;
use crate::refused::StoreRefused;
use crate::store::Store;
use domain::digest::Digest;
use domain::ids::JobId;
use replica::author::{Authorship, SignedActorCertificate};
use replica::change::ActorId;
use replica::document::DocRef;
use rusqlite::{Connection, Row, named_params};
use std::collections::{BTreeMap, BTreeSet};

/// A change to be pushed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingChange {
    /// Its hash.
    pub hash: Digest,
    /// Who wrote it.
    pub actor: ActorId,
    /// Its place in the actor's chain.
    pub seq: u64,
    /// The bytes.
    pub raw: Vec<u8>,
    /// The hub has it and misses a parent.
    pub held: bool,
}

/// What of one document is to be pushed.
#[derive(Clone, PartialEq, Debug)]
pub struct PendingDoc {
    /// The document.
    pub doc: DocRef,
    /// Parents before children.
    pub changes: Vec<PendingChange>,
    /// A signature for each actor, over the last of these changes or a later one of its chain.
    pub authorships: Vec<Authorship>,
}

/// What is to be pushed, as far as it fits.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outbox {
    /// By document, the one that has waited longest first.
    pub docs: Vec<PendingDoc>,
    /// Certificates of these changes' actors that the hub has not got yet.
    pub actor_certificates: Vec<SignedActorCertificate>,
    /// Whether more waits than fitted.
    pub more: bool,
}

/// How much waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OutboxCount {
    /// Changes.
    pub changes: u64,
    /// Jobs they belong to.
    pub jobs: u64,
    /// Bytes of the changes.
    pub bytes: u64,
}

/// A job with changes that wait.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingJob {
    /// The job.
    pub job: JobId,
    /// How many.
    pub changes: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// This device's own changes that the hub has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SentCount {
    /// The hub answered *stored*.
    pub stored: u64,
    /// Of these, behind its announced backup; `None` where it announces none.
    pub secured: Option<u64>,
}

/// What the hub said to a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Committed and synced to its disk; `number` is a feed number at or after it.
    Stored {
        /// Feed number.
        number: u64,
    },
    /// Kept, but a parent is missing. It stays in the outbox.
    Held,
    /// Not taken; why. It leaves the outbox and stays on this device.
    SetAside {
        /// For example `change.seq`.
        rule: String,
    },
}

/// An answer and what it is to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// The change.
    pub hash: Digest,
    /// The answer.
    pub answer: Answer,
}

/// Documents with bytes to push. Left alone, SQLite would read all changes in the order of the groups.
pub(crate) const WAITING: &str = "SELECT job, kind, sum(length(raw)) AS bytes FROM change INDEXED BY change_pending
     WHERE pending = 1 GROUP BY job, kind ORDER BY min(n)";

impl Store {
    /// What is to be pushed, as many whole documents as `most_bytes` of changes hold, the one that has waited longest
    /// first. Only a document that is larger by itself is cut, after at least one change.
    pub fn outbox(&self, most_bytes: u64) -> Result<Outbox, StoreRefused> {
        let (mut outbox, mut left) = (Outbox::default(), most_bytes);
        for (doc, bytes) in self.waiting()? {
            if bytes > left && !outbox.docs.is_empty() {
                outbox.more = true;
                break;
            }
            outbox.more = bytes > left;
            let changes = self.pending_changes(&doc, left)?;
            let authorships = self.covering(&doc, &changes)?;
            outbox.docs.push(PendingDoc { doc, changes, authorships });
            left = left.saturating_sub(bytes);
        }
        outbox.actor_certificates = self.unknown_to_the_hub(&outbox)?;
        Ok(outbox)
    }

    /// Documents with bytes to push.
    fn waiting(&self) -> Result<Vec<(DocRef, u64)>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(WAITING)?;
        let rows = statement.query_map([], |row| Ok((doc_of(row)?, row.get("bytes")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn pending_changes(&self, doc: &DocRef, most_bytes: u64) -> Result<Vec<PendingChange>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT hash, actor, seq, raw, coalesce(answer = 'held', 0) AS held
             FROM change WHERE pending = 1 AND job = :job AND kind = :kind ORDER BY n",
        )?;
        let mut rows = statement.query(named_params! { ":job": doc.job.as_str(), ":kind": doc.kind.number() })?;
        let (mut changes, mut bytes) = (Vec::new(), 0_u64);
        while let Some(row) = rows.next()? {
            let change = pending_of(row)?;
            bytes = bytes.saturating_add(change.raw.len() as u64);
            if bytes > most_bytes && !changes.is_empty() {
                break;
            }
            changes.push(change);
        }
        Ok(changes)
    }

    /// How much waits.
    pub fn outbox_count(&self) -> Result<OutboxCount, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*) AS changes, count(DISTINCT job) AS jobs, coalesce(sum(length(raw)), 0) AS bytes
             FROM change WHERE pending = 1",
        )?;
        let count = statement.query_row([], |row| {
            Ok(OutboxCount { changes: row.get("changes")?, jobs: row.get("jobs")?, bytes: row.get("bytes")? })
        });
        Ok(count?)
    }

    /// The jobs with changes that wait, the one that has waited longest first.
    pub fn pending_jobs(&self) -> Result<Vec<PendingJob>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT job, count(*) AS changes, sum(length(raw)) AS bytes FROM change WHERE pending = 1
             GROUP BY job ORDER BY min(n)",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(PendingJob {
                job: JobId::new(row.get::<_, String>("job")?),
                changes: row.get("changes")?,
                bytes: row.get("bytes")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many of this device's own changes the hub has.
    pub fn sent_count(&self) -> Result<SentCount, StoreRefused> {
        let secured = self.secured()?;
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*) FILTER (WHERE answer = 'stored') AS stored,
                    count(*) FILTER (WHERE answer = 'stored' AND number <= :secured) AS secured
             FROM change WHERE own = 1",
        )?;
        let (stored, behind) = statement.query_row(named_params! { ":secured": secured.unwrap_or(0) }, |row| {
            Ok((row.get("stored")?, row.get("secured")?))
        })?;
        Ok(SentCount { stored, secured: secured.map(|_| behind) })
    }

    /// The jobs this device wrote in, the one that changed last first.
    pub fn own_jobs(&self, limit: u32) -> Result<Vec<JobId>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT job FROM job WHERE job IN (SELECT job FROM change WHERE own = 1)
             ORDER BY updated DESC, job LIMIT :limit",
        )?;
        let rows = statement
            .query_map(named_params! { ":limit": limit }, |row| Ok(JobId::new(row.get::<_, String>("job")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn covering(&self, doc: &DocRef, changes: &[PendingChange]) -> Result<Vec<Authorship>, StoreRefused> {
        let mut last: BTreeMap<ActorId, u64> = BTreeMap::new();
        for change in changes {
            let seq = last.entry(change.actor).or_default();
            *seq = change.seq.max(*seq);
        }
        let mut covering = Vec::new();
        for (actor, seq) in last {
            covering.extend(certificates::authorship_from(&self.connection, doc, actor, seq)?);
        }
        Ok(covering)
    }

    fn unknown_to_the_hub(&self, outbox: &Outbox) -> Result<Vec<SignedActorCertificate>, StoreRefused> {
        let changes = outbox.docs.iter().flat_map(|doc| &doc.changes);
        let actors: BTreeSet<ActorId> = changes.map(|change| change.actor).collect();
        let mut statement =
            self.connection.prepare_cached("SELECT raw FROM actor_certificate WHERE actor = :actor AND handed = 0")?;
        let mut unknown = Vec::new();
        for actor in actors {
            for certificate in statement.query_map(named_params! { ":actor": actor.0 }, certificate_of)? {
                unknown.push(certificate?);
            }
        }
        Ok(unknown)
    }
}

fn pending_of(row: &Row<'_>) -> rusqlite::Result<PendingChange> {
    Ok(PendingChange {
        hash: Digest(row.get("hash")?),
        actor: ActorId(row.get("actor")?),
        seq: row.get("seq")?,
        raw: row.get("raw")?,
        held: row.get("held")?,
    })
}

/// Notes an answer. One to a change that is not here is nobody's, and the same one twice changes nothing.
pub(crate) fn save_answer(connection: &Connection, answered: &Answered) -> Result<(), StoreRefused> {
    let hash = answered.hash.0;
    match &answered.answer {
        Answer::Stored { number } => {
            let mut statement = connection.prepare_cached(
                "UPDATE change SET pending = 0, answer = 'stored', rule = NULL, number = coalesce(number, :number)
                 WHERE hash = :hash",
            )?;
            statement.execute(named_params! { ":hash": hash, ":number": number })?;
            certificates::handed_over(connection, &answered.hash)
        }
        Answer::Held => {
            let mut statement =
                connection.prepare_cached("UPDATE change SET answer = 'held' WHERE hash = :hash AND pending = 1")?;
            statement.execute(named_params! { ":hash": hash })?;
            Ok(())
        }
        Answer::SetAside { rule } => {
            let mut statement = connection.prepare_cached(
                "UPDATE change SET pending = 0, answer = 'set_aside', rule = :rule WHERE hash = :hash AND number IS NULL",
            )?;
            statement.execute(named_params! { ":hash": hash, ":rule": rule })?;
            Ok(())
        }
    }
}

/// The hub asks for a change it lost, whoever wrote it.
pub(crate) fn want(connection: &Connection, doc: &DocRef, hash: &Digest) -> Result<(), StoreRefused> {
    let mut statement = connection.prepare_cached(
        "UPDATE change SET pending = 1, answer = NULL, rule = NULL, number = NULL
         WHERE job = :job AND kind = :kind AND hash = :hash",
    )?;
    statement.execute(named_params! { ":job": doc.job.as_str(), ":kind": doc.kind.number(), ":hash": hash.0 })?;
    Ok(())
}

/// A new epoch: nothing the hub said before holds any more.
pub(crate) fn forget_answers(connection: &Connection) -> Result<(), StoreRefused> {
    connection.execute_batch(
        "UPDATE change SET number = NULL, answer = NULL WHERE answer = 'stored';
         UPDATE actor_certificate SET handed = 0",
    )?;
    Ok(())
}

/// Every hash was offered: what the hub did not ask for, it has.
pub(crate) fn offered(connection: &Connection, number: u64) -> Result<(), StoreRefused> {
    connection.execute(
        "UPDATE change SET number = :number, answer = 'stored' WHERE pending = 0 AND own = 1 AND answer IS NULL",
        named_params! { ":number": number },
    )?;
    Ok(())
}
