//! The changes of the jobs' documents, as bytes. What is in them is `replica`'s; here they are kept, in the order they were
//! saved, with where they stand between this device and the hub.

use crate::refused::{StoreRefused, unreadable};
use crate::store::Store;
use domain::digest::Digest;
use domain::ids::JobId;
use replica::change::Change;
use replica::document::{DocKind, DocRef};
use rusqlite::types::Type;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, named_params};
use std::sync::OnceLock;

/// How safe a job's work is (DESIGN "Two levels of safety").
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Safety {
    /// Some of it is on this device alone.
    OnDevice,
    /// The hub has all of it.
    AtOffice,
    /// The hub's announced backup has all of it.
    Secured,
}

/// A change the hub did not take. It is kept here and can be handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetAside {
    /// The document it was made for.
    pub doc: DocRef,
    /// Its hash.
    pub hash: Digest,
    /// The hub's reason.
    pub rule: String,
}

/// What the hub did not take, oldest first.
pub(crate) const ASIDE: &str =
    "SELECT job, kind, hash, coalesce(rule, '') AS rule FROM change WHERE answer = 'set_aside' ORDER BY n";

impl Store {
    /// A document's raw changes without the genesis, parents before children, for `Document::load`.
    pub fn changes(&self, doc: &DocRef) -> Result<Vec<Vec<u8>>, StoreRefused> {
        let mut statement =
            self.connection.prepare_cached("SELECT raw FROM change WHERE job = :job AND kind = :kind ORDER BY n")?;
        let doc = named_params! { ":job": doc.job.as_str(), ":kind": doc.kind.number() };
        let rows = statement.query_map(doc, |row| row.get("raw"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether this change is here.
    pub fn has_change(&self, doc: &DocRef, hash: &Digest) -> Result<bool, StoreRefused> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 FROM change WHERE job = :job AND kind = :kind AND hash = :hash")?;
        let change = named_params! { ":job": doc.job.as_str(), ":kind": doc.kind.number(), ":hash": hash.0 };
        Ok(statement.exists(change)?)
    }

    /// A change's bytes, if it is here.
    pub fn raw_change(&self, doc: &DocRef, hash: &Digest) -> Result<Option<Vec<u8>>, StoreRefused> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT raw FROM change WHERE job = :job AND kind = :kind AND hash = :hash")?;
        let change = named_params! { ":job": doc.job.as_str(), ":kind": doc.kind.number(), ":hash": hash.0 };
        Ok(statement.query_row(change, |row| row.get("raw")).optional()?)
    }

    /// Whether anything of a job waits for the hub. What was set aside does not: the hub has it.
    pub fn waits(&self, job: &JobId) -> Result<bool, StoreRefused> {
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM change WHERE job = :job AND pending = 1")?;
        Ok(statement.exists(named_params! { ":job": job.as_str() })?)
    }

    /// Every change of every document by its hash, for a hub that began a new epoch.
    pub fn offer(&self) -> Result<Vec<(DocRef, Vec<Digest>)>, StoreRefused> {
        let mut statement =
            self.connection.prepare_cached("SELECT job, kind, hash FROM change ORDER BY job, kind, n")?;
        let rows = statement.query_map([], |row| Ok((doc_of(row)?, Digest(row.get("hash")?))))?;
        let mut offer: Vec<(DocRef, Vec<Digest>)> = Vec::new();
        for row in rows {
            let (doc, hash) = row?;
            match offer.last_mut() {
                Some((last, hashes)) if *last == doc => hashes.push(hash),
                _ => offer.push((doc, vec![hash])),
            }
        }
        #[cfg(feature = "planted")]
        if self.has_planted(crate::Planted::HeadsAsAcknowledgement) {
            offer.iter_mut().for_each(|(_, hashes)| drop(hashes.drain(..hashes.len() - 1)));
        }
        Ok(offer)
    }

    /// The jobs of which there are changes, ascending.
    pub fn jobs_with_changes(&self) -> Result<Vec<JobId>, StoreRefused> {
        let mut statement = self.connection.prepare_cached("SELECT DISTINCT job FROM change ORDER BY job")?;
        let rows = statement.query_map([], |row| Ok(JobId::new(row.get::<_, String>("job")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How safe a job's work is. Where nothing of it is this device's, nothing was announced as secured to it either: the
    /// office has it.
    pub fn safety(&self, job: &JobId) -> Result<Safety, StoreRefused> {
        let secured = self.secured()?;
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*) FILTER (WHERE number IS NULL AND (own OR pending)) AS alone,
                    max(number) AS newest FROM change WHERE job = :job",
        )?;
        let (alone, newest): (u64, Option<u64>) = statement
            .query_row(named_params! { ":job": job.as_str() }, |row| Ok((row.get("alone")?, row.get("newest")?)))?;
        Ok(match (alone, newest) {
            (0, Some(newest)) if Some(newest) <= secured => Safety::Secured,
            (0, _) => Safety::AtOffice,
            _ => Safety::OnDevice,
        })
    }

    /// What the hub did not take, oldest first.
    pub fn set_aside(&self) -> Result<Vec<SetAside>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(ASIDE)?;
        let rows = statement.query_map([], |row| {
            Ok(SetAside { doc: doc_of(row)?, hash: Digest(row.get("hash")?), rule: row.get("rule")? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The document a row names.
pub(crate) fn doc_of(row: &Row<'_>) -> rusqlite::Result<DocRef> {
    let number: u8 = row.get("kind")?;
    let kind = DocKind::from_number(number).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(0, Type::Integer, Box::new(unreadable("a document's kind")))
    })?;
    Ok(DocRef { job: JobId::new(row.get::<_, String>("job")?), kind })
}

/// Keeps a change of this device and puts it into the outbox. Refused as [`StoreRefused::Stale`] where it does not follow
/// what is stored: after a failed commit the document in memory is ahead of the disk.
pub(crate) fn save_own(connection: &Connection, doc: &DocRef, change: &Change) -> Result<(), StoreRefused> {
    let mut known =
        connection.prepare_cached("SELECT 1 FROM change WHERE job = :job AND kind = :kind AND hash = :hash")?;
    for parent in &change.deps {
        let parent_is_known = genesis(doc.kind) == Some(*parent)
            || known
                .exists(named_params! { ":job": doc.job.as_str(), ":kind": doc.kind.number(), ":hash": parent.0 })?;
        if !parent_is_known {
            return Err(StoreRefused::Stale);
        }
    }
    match insert(connection, doc, change, true, "") {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Err(StoreRefused::Stale),
        inserted => Ok(inserted.map(|_| ())?),
    }
}

/// Keeps a change that came from the hub. Known ones, own ones among them, stay as they are.
pub(crate) fn save_foreign(connection: &Connection, doc: &DocRef, change: &Change) -> Result<(), StoreRefused> {
    insert(connection, doc, change, false, "ON CONFLICT (job, kind, hash) DO NOTHING")?;
    Ok(())
}

fn insert(
    connection: &Connection,
    doc: &DocRef,
    change: &Change,
    own: bool,
    conflict: &str,
) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(&format!(
        "INSERT INTO change (job, kind, hash, actor, seq, own, pending, raw)
         VALUES (:job, :kind, :hash, :actor, :seq, :own, :own, :raw) {conflict}"
    ))?;
    statement.execute(named_params! {
        ":job": doc.job.as_str(), ":kind": doc.kind.number(), ":hash": change.hash.0, ":actor": change.actor.0,
        ":seq": change.seq, ":own": own, ":raw": change.raw,
    })
}

/// The genesis change is the same everywhere and is not stored.
fn genesis(kind: DocKind) -> Option<Digest> {
    static HASHES: [OnceLock<Option<Digest>>; 2] = [OnceLock::new(), OnceLock::new()];
    let [brief, log] = &HASHES;
    let hash = match kind {
        DocKind::Brief => brief,
        DocKind::Log => log,
    };
    *hash.get_or_init(|| Change::decode(kind.genesis()).ok().map(|change| change.hash))
}
