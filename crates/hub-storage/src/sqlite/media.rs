//! The index of blobs in SQLite.

use super::SqliteTx;
use crate::media::{Blob, BlobState, Media, Quarantined};
use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};
use rusqlite::{OptionalExtension, Row, named_params};

impl Media for SqliteTx<'_> {
    fn save_blob(&mut self, blob: &Blob) -> Result<(), StorageRefused> {
        let state = match blob.state {
            BlobState::Arriving => "arriving",
            BlobState::Stored => "stored",
        };
        self.prepare(
            "INSERT INTO blob (digest, size, device, state, changed) VALUES (:digest, :size, :device, :state, :changed)
             ON CONFLICT (digest) DO UPDATE SET size = excluded.size, device = excluded.device,
               state = excluded.state, changed = excluded.changed",
        )?
        .execute(named_params! {
            ":digest": blob.digest.0, ":size": blob.size, ":device": blob.device.as_str(), ":state": state,
            ":changed": blob.changed,
        })?;
        if blob.state == BlobState::Stored {
            self.prepare("DELETE FROM blob_missing WHERE digest = :digest")?
                .execute(named_params! { ":digest": blob.digest.0 })?;
        }
        Ok(())
    }

    fn name_blob(&mut self, job: &JobId, digest: &Digest, at: i64) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO blob_missing (job, digest, since)
             SELECT :job, :digest, :at
             WHERE NOT EXISTS (SELECT 1 FROM blob WHERE digest = :digest AND state = 'stored')
             ON CONFLICT (job, digest) DO NOTHING",
        )?
        .execute(named_params! { ":job": job.as_str(), ":digest": digest.0, ":at": at })?;
        Ok(())
    }

    fn missing_blobs(&self, device: &DeviceId, before: i64, limit: u32) -> Result<Vec<Digest>, StorageRefused> {
        // Mostly few files are missing and a phone has many jobs; on a restored hub it is the other way round.
        let few = !self.prepare("SELECT 1 FROM blob_missing LIMIT 1 OFFSET 1000")?.exists([])?;
        let mut statement = self.prepare(if few {
            "SELECT digest FROM blob_missing WHERE since < :before AND EXISTS
               (SELECT 1 FROM job_grant WHERE job_grant.job = blob_missing.job AND device = :device)
             GROUP BY digest ORDER BY min(since), digest LIMIT :limit"
        } else {
            "SELECT digest FROM blob_missing
             WHERE since < :before AND job IN (SELECT job FROM job_grant WHERE device = :device)
             GROUP BY digest ORDER BY min(since), digest LIMIT :limit"
        })?;
        let rows = statement
            .query_map(named_params! { ":device": device.as_str(), ":before": before, ":limit": limit }, |row| {
                Ok(Digest(row.get("digest")?))
            })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn blob(&self, digest: &Digest) -> Result<Option<Blob>, StorageRefused> {
        let mut statement =
            self.prepare("SELECT digest, size, device, state, changed FROM blob WHERE digest = :digest")?;
        Ok(statement.query_row(named_params! { ":digest": digest.0 }, blob).optional()?)
    }

    fn untouched(&self, since: i64, most: u32) -> Result<Vec<Blob>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT digest, size, device, state, changed FROM blob
             WHERE state = 'arriving' AND changed <= :since ORDER BY changed LIMIT :most",
        )?;
        let rows = statement.query_map(named_params! { ":since": since, ":most": most }, blob)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn stored_blobs(&self, after: Option<&Digest>, limit: u32) -> Result<Vec<Blob>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT digest, size, device, state, changed FROM blob
             WHERE state = 'stored' AND (:after IS NULL OR digest > :after) ORDER BY digest LIMIT :limit",
        )?;
        let rows = statement.query_map(named_params! { ":after": after.map(|it| it.0), ":limit": limit }, blob)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn forget_blob(&mut self, digest: &Digest) -> Result<(), StorageRefused> {
        self.prepare("DELETE FROM blob WHERE digest = :digest")?.execute(named_params! { ":digest": digest.0 })?;
        Ok(())
    }

    fn forget_arriving(&mut self, digest: &Digest) -> Result<(), StorageRefused> {
        self.prepare("DELETE FROM blob WHERE digest = :digest AND state = 'arriving'")?
            .execute(named_params! { ":digest": digest.0 })?;
        Ok(())
    }

    fn arriving_bytes(&self, device: &DeviceId) -> Result<u64, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT coalesce(sum(size), 0) AS bytes FROM blob WHERE device = :device AND state = 'arriving'",
        )?;
        Ok(statement.query_row(named_params! { ":device": device.as_str() }, |row| row.get("bytes"))?)
    }

    fn quarantine(&mut self, quarantined: &Quarantined) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO quarantine (digest, found, size, device, at) VALUES (:digest, :found, :size, :device, :at)",
        )?
        .execute(named_params! {
            ":digest": quarantined.digest.0, ":found": quarantined.found.0, ":size": quarantined.size,
            ":device": quarantined.device.as_str(), ":at": quarantined.at,
        })?;
        Ok(())
    }

    fn quarantined(&self) -> Result<Vec<Quarantined>, StorageRefused> {
        let mut statement = self.prepare("SELECT digest, found, size, device, at FROM quarantine ORDER BY n")?;
        let rows = statement.query_map([], |row| {
            Ok(Quarantined {
                digest: Digest(row.get("digest")?),
                found: Digest(row.get("found")?),
                size: row.get("size")?,
                device: DeviceId::new(row.get::<_, String>("device")?),
                at: row.get("at")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn blob(row: &Row<'_>) -> rusqlite::Result<Blob> {
    let state: String = row.get("state")?;
    Ok(Blob {
        digest: Digest(row.get("digest")?),
        size: row.get("size")?,
        device: DeviceId::new(row.get::<_, String>("device")?),
        state: if state == "stored" { BlobState::Stored } else { BlobState::Arriving },
        changed: row.get("changed")?,
    })
}
