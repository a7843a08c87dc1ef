//! The index of blobs in SQLite.

use super::SqliteTx;
use crate::media::{Blob, BlobState, Media, Quarantined};
use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::DeviceId;
use rusqlite::{OptionalExtension, named_params};

impl Media for SqliteTx<'_> {
    fn save_blob(&mut self, blob: &Blob, at: i64) -> Result<(), StorageRefused> {
        let state = match blob.state {
            BlobState::Arriving => "arriving",
            BlobState::Stored => "stored",
        };
        self.prepare(
            "INSERT INTO blob (digest, size, device, state, changed) VALUES (:digest, :size, :device, :state, :at)
             ON CONFLICT (digest) DO UPDATE SET size = excluded.size, device = excluded.device,
               state = excluded.state, changed = excluded.changed",
        )?
        .execute(named_params! {
            ":digest": blob.digest.0, ":size": blob.size, ":device": blob.device.as_str(), ":state": state, ":at": at,
        })?;
        Ok(())
    }

    fn blob(&self, digest: &Digest) -> Result<Option<Blob>, StorageRefused> {
        let mut statement = self.prepare("SELECT digest, size, device, state FROM blob WHERE digest = :digest")?;
        let found = statement.query_row(named_params! { ":digest": digest.0 }, |row| {
            let state: String = row.get("state")?;
            Ok(Blob {
                digest: Digest(row.get("digest")?),
                size: row.get("size")?,
                device: DeviceId::new(row.get::<_, String>("device")?),
                state: if state == "stored" { BlobState::Stored } else { BlobState::Arriving },
            })
        });
        Ok(found.optional()?)
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
