//! Writing a blob. What returns is on the disk, so that a record may name it.

use super::{Blob, CHUNK, Media, MediaKind, MediaRefused};
use crate::refused::StoreRefused;
use domain::digest::Digest;
use rusqlite::{Connection, named_params};
use sha2::{Digest as _, Sha256};
use std::io::Read;

/// Chunks of a stream a transaction: the journal stays small however long the film is.
const CHUNKS_AT_ONCE: usize = 8;

impl Media {
    /// Keeps these bytes and returns their SHA-256, which is their id. The same bytes twice are one blob; bytes of a
    /// quarantined or freed blob heal it.
    pub fn put(&mut self, bytes: &[u8], kind: MediaKind) -> Result<Digest, MediaRefused> {
        if bytes.is_empty() {
            return Err(MediaRefused::Empty);
        }
        let digest = Digest::of(bytes);
        if self.has_already(&digest, kind)? {
            return Ok(digest);
        }
        self.write(|transaction| {
            let n = begin(transaction, kind)?;
            for (place, chunk) in (0_u32..).zip(bytes.chunks(CHUNK)) {
                write_chunk(transaction, n, place, chunk)?;
            }
            finish(transaction, n, &digest, bytes.len() as u64)
        })?;
        Ok(digest)
    }

    /// As [`Media::put`], for what is too large for the memory. Cut short, nothing of it is kept.
    pub fn put_from(&mut self, mut source: impl Read, kind: MediaKind) -> Result<Digest, MediaRefused> {
        let n = self.write(|transaction| begin(transaction, kind))?;
        let kept = self.copy(&mut source, n).and_then(|(digest, size)| {
            if self.has_already(&digest, kind)? {
                self.abandon(n)?;
            } else {
                self.write(|transaction| finish(transaction, n, &digest, size))?;
            }
            Ok(digest)
        });
        if kept.is_err() {
            // Where even this fails, opening the file again removes it.
            let _ = self.abandon(n);
        }
        kept
    }

    fn copy(&mut self, source: &mut impl Read, n: i64) -> Result<(Digest, u64), MediaRefused> {
        let (mut whole, mut size, mut place) = (Sha256::new(), 0_u64, 0_u32);
        loop {
            let mut chunks = Vec::new();
            while chunks.len() < CHUNKS_AT_ONCE {
                let mut chunk = Vec::with_capacity(CHUNK);
                let read = source.by_ref().take(CHUNK as u64).read_to_end(&mut chunk);
                read.map_err(|error| MediaRefused::Source(error.to_string()))?;
                if chunk.is_empty() {
                    break;
                }
                whole.update(&chunk);
                size = size.saturating_add(chunk.len() as u64);
                chunks.push(chunk);
            }
            if chunks.is_empty() {
                break;
            }
            self.write(|transaction| {
                for chunk in &chunks {
                    write_chunk(transaction, n, place, chunk)?;
                    place = place.saturating_add(1);
                }
                Ok(())
            })?;
        }
        if size == 0 { Err(MediaRefused::Empty) } else { Ok((Digest(whole.finalize().into()), size)) }
    }

    fn abandon(&mut self, n: i64) -> Result<(), StoreRefused> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM blob WHERE n = :n AND digest IS NULL", named_params! { ":n": n })?;
            Ok(())
        })
    }

    /// Whether these bytes are here and sound. What was kept for this phone alone and is now put as something that
    /// leaves becomes that.
    fn has_already(&mut self, digest: &Digest, kind: MediaKind) -> Result<bool, StoreRefused> {
        let Some(Blob { kind: known, freed: false, quarantined: false, .. }) = self.blob(digest)? else {
            return Ok(false);
        };
        if kind.leaves() && !known.leaves() {
            self.write(|transaction| {
                transaction.execute(
                    "UPDATE blob SET kind = :kind, leaves = 1 WHERE digest = :digest",
                    named_params! { ":kind": kind.key(), ":digest": digest.0 },
                )?;
                Ok(())
            })?;
        }
        Ok(true)
    }
}

fn begin(connection: &Connection, kind: MediaKind) -> Result<i64, StoreRefused> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO blob (kind, leaves, size, sent, at_office, freed, quarantined)
         VALUES (:kind, :leaves, 0, 0, 0, 0, 0) RETURNING n",
    )?;
    let kind = named_params! { ":kind": kind.key(), ":leaves": kind.leaves() };
    Ok(statement.query_row(kind, |row| row.get("n"))?)
}

fn write_chunk(connection: &Connection, n: i64, place: u32, bytes: &[u8]) -> Result<(), StoreRefused> {
    let mut statement = connection
        .prepare_cached("INSERT INTO chunk (blob, place, digest, bytes) VALUES (:blob, :place, :digest, :bytes)")?;
    let digest = Digest::of(bytes).0;
    statement.execute(named_params! { ":blob": n, ":place": place, ":digest": digest, ":bytes": bytes })?;
    Ok(())
}

/// Gives the blob its name. One of the same name that was freed or quarantined makes place; the office keeps what it
/// has.
fn finish(connection: &Connection, n: i64, digest: &Digest, size: u64) -> Result<(), StoreRefused> {
    let names = named_params! { ":n": n, ":digest": digest.0 };
    connection.execute(
        "UPDATE blob SET (sent, at_office, number) = (SELECT sent, at_office, number FROM blob WHERE digest = :digest)
         WHERE n = :n AND EXISTS (SELECT 1 FROM blob WHERE digest = :digest)",
        names,
    )?;
    // Damaged chunks keep their pages, without a name: to remove them SQLite would have to read them.
    connection.execute(
        "UPDATE blob SET digest = NULL, leaves = 0 WHERE digest = :digest AND n <> :n AND quarantined = 1",
        names,
    )?;
    connection.execute("DELETE FROM blob WHERE digest = :digest AND n <> :n", names)?;
    connection.execute(
        "UPDATE blob SET digest = :digest, size = :size WHERE n = :n",
        named_params! { ":n": n, ":digest": digest.0, ":size": size },
    )?;
    Ok(())
}
