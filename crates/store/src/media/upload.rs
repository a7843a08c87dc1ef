//! What of the blobs the office has.

use super::{Blob, Media, MediaKind, MediaRefused, blob_of};
use crate::refused::StoreRefused;
use domain::digest::Digest;
use rusqlite::named_params;

/// A blob that the office has not got yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingMedia {
    /// Its id.
    pub digest: Digest,
    /// What it is.
    pub kind: MediaKind,
    /// Bytes.
    pub size: u64,
    /// Bytes the hub is known to have.
    pub sent: u64,
    /// The hub has said before that it is stored; only where its feed stood is not known.
    pub at_office: bool,
}

/// Blobs that leave this device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MediaCount {
    /// Not at the office yet.
    pub waiting: u64,
    /// Bytes of these that are still to go.
    pub waiting_bytes: u64,
    /// At the office.
    pub at_office: u64,
    /// Of these, in the office's backup.
    pub secured: u64,
}

impl Media {
    /// What is to be uploaded, oldest first, or to be asked for again: of a hub that went backwards nobody knows what it
    /// has. Blobs that stay here, are freed or set apart are not among them.
    pub fn pending(&self) -> Result<Vec<PendingMedia>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT digest, kind, size, sent, at_office, number, freed, quarantined FROM blob
             WHERE leaves = 1 AND number IS NULL AND freed = 0 AND quarantined = 0 AND digest IS NOT NULL ORDER BY n",
        )?;
        let rows = statement.query_map([], blob_of)?;
        let pending = rows.map(|blob| {
            blob.map(|Blob { digest, kind, size, sent, at_office, .. }| PendingMedia {
                digest,
                kind,
                size,
                sent,
                at_office,
            })
        });
        Ok(pending.collect::<Result<_, _>>()?)
    }

    /// How much waits, and how much the office has, whose backup goes so far on its feed.
    pub fn count(&self, backup: Option<u64>) -> Result<MediaCount, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*) FILTER (WHERE at_office = 0 AND freed = 0 AND quarantined = 0) AS waiting,
                    coalesce(sum(size - sent) FILTER (WHERE at_office = 0 AND freed = 0 AND quarantined = 0), 0) AS bytes,
                    count(*) FILTER (WHERE at_office = 1) AS at_office,
                    count(*) FILTER (WHERE at_office = 1 AND number < :backup) AS secured
             FROM blob WHERE leaves = 1 AND digest IS NOT NULL",
        )?;
        let count = statement.query_row(named_params! { ":backup": backup }, |row| {
            Ok(MediaCount {
                waiting: row.get("waiting")?,
                waiting_bytes: row.get("bytes")?,
                at_office: row.get("at_office")?,
                secured: row.get("secured")?,
            })
        });
        Ok(count?)
    }

    /// Notes how many bytes the hub says it has; less than before is right too, where the hub was restored.
    pub fn set_sent(&mut self, digest: &Digest, sent: u64) -> Result<(), MediaRefused> {
        self.note("UPDATE blob SET sent = min(:n, size) WHERE digest = :digest", digest, Some(sent))
    }

    /// The hub went backwards: what it said of its feed holds no more, and each blob is asked for again.
    pub fn forget_numbers(&mut self) -> Result<(), StoreRefused> {
        self.write(|transaction| {
            Ok(transaction.execute("UPDATE blob SET number = NULL WHERE number IS NOT NULL", [])?)
        })?;
        Ok(())
    }

    /// The hub said it is stored, when its feed stood at `number`. Twice is harmless.
    pub fn acknowledge(&mut self, digest: &Digest, number: u64) -> Result<(), MediaRefused> {
        let stored = "UPDATE blob SET at_office = 1, sent = size, number = :n WHERE digest = :digest";
        self.note(stored, digest, Some(number))
    }

    /// The hub does not have it after all (it was restored from a backup): it is to be uploaded again.
    pub fn take_back(&mut self, digest: &Digest) -> Result<(), MediaRefused> {
        self.note("UPDATE blob SET at_office = 0, sent = 0, number = :n WHERE digest = :digest", digest, None)
    }

    fn note(&mut self, sql: &str, digest: &Digest, n: Option<u64>) -> Result<(), MediaRefused> {
        match self.blob(digest)? {
            None => return Err(MediaRefused::Unknown(*digest)),
            Some(blob) if !blob.kind.leaves() => return Err(MediaRefused::StaysHere(*digest)),
            Some(_) => {}
        }
        self.write(|transaction| {
            transaction.execute(sql, named_params! { ":digest": digest.0, ":n": n })?;
            Ok(())
        })?;
        Ok(())
    }
}
