//! Releases (发布): immutable reference data (packs, parts, prices, settings, papers) by content; and grants, the jobs this
//! device was given with the letter for its papers.

use crate::refused::StoreRefused;
use crate::store::Store;
use domain::digest::Digest;
use domain::ids::JobId;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// One version of reference data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// For example `pack`, `prices`, `parts`, `settings`, `paper`.
    pub kind: String,
    /// For example `dw_repair`.
    pub name: String,
    /// For example `1.0`.
    pub version: String,
    /// SHA-256 of `bytes`.
    pub digest: Digest,
    /// The content.
    pub bytes: Vec<u8>,
}

/// A job this device was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The job.
    pub job: JobId,
    /// The letter of paper numbers made on this device for it.
    pub letter: String,
    /// Whether the grant was taken back. What was made before is still handed in.
    pub ended: bool,
}

impl Store {
    /// Keeps a release, for one that came otherwise than on the feed. Twice is harmless.
    pub fn save_release(&mut self, release: &Release) -> Result<(), StoreRefused> {
        self.write(|transaction| save_release(transaction, release))
    }

    /// The release with this digest.
    pub fn release(&self, digest: &Digest) -> Result<Option<Release>, StoreRefused> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT kind, name, version, digest, bytes FROM release WHERE digest = :digest LIMIT 1")?;
        Ok(statement.query_row(named_params! { ":digest": digest.0 }, release_of).optional()?)
    }

    /// Whether the release with this digest is here.
    pub fn has_release(&self, digest: &Digest) -> Result<bool, StoreRefused> {
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM release WHERE digest = :digest LIMIT 1")?;
        Ok(statement.exists(named_params! { ":digest": digest.0 })?)
    }

    /// Every release of a kind, in the order they came; the newest of a name is last.
    pub fn releases(&self, kind: &str) -> Result<Vec<Release>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT kind, name, version, digest, bytes FROM release WHERE kind = :kind ORDER BY rowid",
        )?;
        let rows = statement.query_map(named_params! { ":kind": kind }, release_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The grant of a job, standing or ended.
    pub fn grant(&self, job: &JobId) -> Result<Option<Grant>, StoreRefused> {
        let mut statement = self.connection.prepare_cached("SELECT job, letter, ended FROM grant WHERE job = :job")?;
        Ok(statement.query_row(named_params! { ":job": job.as_str() }, grant_of).optional()?)
    }

    /// Every grant, by job.
    pub fn grants(&self) -> Result<Vec<Grant>, StoreRefused> {
        let mut statement = self.connection.prepare_cached("SELECT job, letter, ended FROM grant ORDER BY job")?;
        let rows = statement.query_map([], grant_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn release_of(row: &Row<'_>) -> rusqlite::Result<Release> {
    Ok(Release {
        kind: row.get("kind")?,
        name: row.get("name")?,
        version: row.get("version")?,
        digest: Digest(row.get("digest")?),
        bytes: row.get("bytes")?,
    })
}

fn grant_of(row: &Row<'_>) -> rusqlite::Result<Grant> {
    Ok(Grant { job: JobId::new(row.get::<_, String>("job")?), letter: row.get("letter")?, ended: row.get("ended")? })
}

pub(crate) fn save_release(connection: &Connection, release: &Release) -> Result<(), StoreRefused> {
    if Digest::of(&release.bytes) != release.digest {
        return Err(StoreRefused::WrongDigest(format!("{} {}", release.name, release.version)));
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO release (kind, name, version, digest, bytes) VALUES (:kind, :name, :version, :digest, :bytes)
         ON CONFLICT DO NOTHING",
    )?;
    statement.execute(named_params! {
        ":kind": release.kind, ":name": release.name, ":version": release.version, ":digest": release.digest.0,
        ":bytes": release.bytes,
    })?;
    Ok(())
}

pub(crate) fn save_grant(connection: &Connection, grant: &Grant) -> Result<(), StoreRefused> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO grant (job, letter, ended) VALUES (:job, :letter, :ended)
         ON CONFLICT (job) DO UPDATE SET letter = excluded.letter, ended = excluded.ended",
    )?;
    statement.execute(named_params! { ":job": grant.job.as_str(), ":letter": grant.letter, ":ended": grant.ended })?;
    Ok(())
}
