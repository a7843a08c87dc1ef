//! Reading a blob. Every chunk and the whole are checked against their digests; what does not match is set apart alone.

use super::{CHUNK, Media, MediaRefused};
use crate::refused::{StoreRefused, unreadable};
use domain::digest::Digest;
use rusqlite::{OptionalExtension, named_params};

impl Media {
    /// A blob's bytes.
    pub fn read(&mut self, digest: &Digest) -> Result<Vec<u8>, MediaRefused> {
        let size = self.readable(digest)?;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        for place in 0..size.div_ceil(CHUNK as u64) {
            bytes.extend(self.chunk(digest, place)?);
        }
        if bytes.len() as u64 == size && Digest::of(&bytes) == *digest {
            Ok(bytes)
        } else {
            Err(self.quarantine(digest))
        }
    }

    /// The bytes from `offset` on, at most to the end of their chunk; empty at the end of the blob. For uploading.
    pub fn read_from(&mut self, digest: &Digest, offset: u64) -> Result<Vec<u8>, MediaRefused> {
        let size = self.readable(digest)?;
        if offset >= size {
            return Ok(Vec::new());
        }
        let mut chunk = self.chunk(digest, offset / CHUNK as u64)?;
        let skipped = usize::try_from(offset % CHUNK as u64).unwrap_or(0);
        Ok(chunk.split_off(skipped.min(chunk.len())))
    }

    /// The blobs whose bytes did not match their ids.
    pub fn quarantined(&self) -> Result<Vec<Digest>, StoreRefused> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT digest FROM blob WHERE quarantined = 1 AND digest IS NOT NULL ORDER BY n")?;
        let rows = statement.query_map([], |row| Ok(Digest(row.get("digest")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The blob's size, where its bytes are here.
    fn readable(&self, digest: &Digest) -> Result<u64, MediaRefused> {
        let blob = self.blob(digest)?.ok_or(MediaRefused::Unknown(*digest))?;
        match (blob.quarantined, blob.freed) {
            (true, _) => Err(MediaRefused::Damaged(*digest)),
            (_, true) => Err(MediaRefused::Freed(*digest)),
            _ => Ok(blob.size),
        }
    }

    fn chunk(&mut self, digest: &Digest, place: u64) -> Result<Vec<u8>, MediaRefused> {
        match self.sound_chunk(digest, place) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) | Err(StoreRefused::Damaged(_)) => Err(self.quarantine(digest)),
            Err(refused) => Err(refused.into()),
        }
    }

    /// A chunk that matches its digest, or none.
    fn sound_chunk(&self, digest: &Digest, place: u64) -> Result<Option<Vec<u8>>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT chunk.digest, bytes FROM chunk JOIN blob ON blob.n = chunk.blob
             WHERE blob.digest = :digest AND place = :place",
        )?;
        let found = statement
            .query_row(named_params! { ":digest": digest.0, ":place": place }, |row| {
                Ok((Digest(row.get("digest")?), row.get::<_, Vec<u8>>("bytes")?))
            })
            .optional()?;
        Ok(found.filter(|(digest, bytes)| Digest::of(bytes) == *digest).map(|(_, bytes)| bytes))
    }

    /// Sets one blob apart, on a connection that has not met the damage.
    fn quarantine(&mut self, digest: &Digest) -> MediaRefused {
        let set_apart = self.reopen().and_then(|()| {
            self.write(|transaction| {
                let digest = named_params! { ":digest": digest.0 };
                let changed = transaction.execute("UPDATE blob SET quarantined = 1 WHERE digest = :digest", digest)?;
                if changed == 1 { Ok(()) } else { Err(unreadable("the list of photos")) }
            })
        });
        match set_apart {
            Ok(()) => MediaRefused::Damaged(*digest),
            Err(refused) => refused.into(),
        }
    }
}
