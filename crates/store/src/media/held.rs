//! How much there is, and what of it the office has.

use super::{Media, MediaKind};
use crate::refused::StoreRefused;
use domain::digest::Digest;
use rusqlite::named_params;

/// Blobs of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeldMedia {
    /// What they are.
    pub kind: MediaKind,
    /// Their bytes were removed from this device.
    pub freed: bool,
    /// How many.
    pub files: u64,
    /// Bytes.
    pub bytes: u64,
}

impl Media {
    /// How much there is of each kind. Blobs set apart are not among them.
    pub fn held(&self) -> Result<Vec<HeldMedia>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT kind, freed, count(*) AS files, sum(size) AS bytes FROM blob
             WHERE digest IS NOT NULL AND quarantined = 0 GROUP BY kind, freed ORDER BY kind, freed",
        )?;
        let rows = statement.query_map([], |row| {
            let kind = row.get_ref("kind")?.as_str()?;
            Ok(HeldMedia {
                kind: MediaKind::from_key(kind).unwrap_or(MediaKind::File),
                freed: row.get("freed")?,
                files: row.get("files")?,
                bytes: row.get("bytes")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Blobs of these kinds with bytes here that the office has in its backup, which goes so far on its feed; where it
    /// announces none, those it has. With their sizes, oldest first.
    pub fn at_office(&self, kinds: &[MediaKind], backup: Option<u64>) -> Result<Vec<(Digest, u64)>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT digest, kind, size FROM blob WHERE leaves = 1 AND at_office = 1 AND freed = 0 AND quarantined = 0
             AND digest IS NOT NULL AND number IS NOT NULL AND (:backup IS NULL OR number < :backup) ORDER BY n",
        )?;
        let rows = statement.query_map(named_params! { ":backup": backup }, |row| {
            Ok((row.get::<_, String>("kind")?, Digest(row.get("digest")?), row.get::<_, u64>("size")?))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (kind, digest, size) = row?;
            if kinds.iter().any(|of| of.key() == kind) {
                found.push((digest, size));
            }
        }
        Ok(found)
    }
}
