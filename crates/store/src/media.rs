//! Photos, ink, facts and papers as content-addressed blobs, in an encrypted file of their own (`media.db`): chunks of
//! 1 MiB, named by the SHA-256 of the whole, on the disk before the record that names them.
//!
//! # Modules
//! - `put`: writing; `read`: reading and quarantine; `upload`: what the office has
//! - `held`: how much there is, and what may go; `small`: photos in a list; `refused`: why not

mod held;
mod put;
mod read;
mod refused;
mod small;
mod upload;

pub use held::HeldMedia;
pub use refused::MediaRefused;
pub use upload::{MediaCount, PendingMedia};

use crate::migrations;
use crate::opening::{self, OpenOptions};
use crate::refused::StoreRefused;
use domain::digest::Digest;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, named_params};
use std::path::Path;

/// Bytes a chunk; the last one of a blob may be shorter.
pub const CHUNK: usize = 1024 * 1024;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $key:literal $leaves:literal),+ $(,)?) => {
        /// What a blob is.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum MediaKind { $($(#[$doc])* $name),+ }

        impl MediaKind {
            /// The key in the file.
            #[must_use]
            pub fn key(self) -> &'static str { match self { $(Self::$name => $key),+ } }
            /// The kind with this key.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> { match key { $($key => Some(Self::$name),)+ _ => None } }
            /// Whether it is uploaded; what does not leave is nobody's but this phone's.
            #[must_use]
            pub fn leaves(self) -> bool { match self { $(Self::$name => $leaves),+ } }
        }
    };
}

kinds! {
    /// A photo that proves something, blurred and stamped where asked.
    Photo "photo" true,
    /// Strokes of a signature.
    Ink "ink" true,
    /// The canonical facts of a paper.
    Facts "facts" true,
    /// A signed PDF.
    Paper "paper" true,
    /// A file we cannot draw: kept, uploaded and listed.
    File "file" true,
    /// The photo as taken, before blurring.
    Unblurred "unblurred" false,
    /// A small picture for lists; made again where missing.
    Thumbnail "thumbnail" false,
}

/// The blobs of this device.
pub struct Media {
    connection: Connection,
    options: OpenOptions,
}

/// What is known of a blob.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blob {
    /// Its id.
    pub digest: Digest,
    /// What it is.
    pub kind: MediaKind,
    /// Bytes.
    pub size: u64,
    /// Bytes the hub is known to have.
    pub sent: u64,
    /// The hub said it is stored.
    pub at_office: bool,
    /// The number at which the hub's feed stood when it said so.
    pub number: Option<u64>,
    /// Its bytes were removed from this device.
    pub freed: bool,
    /// Its bytes did not match its id when they were last read.
    pub quarantined: bool,
}

impl Blob {
    /// Whether the office's backup, which goes so far, has it.
    pub fn is_secured(&self, backup: Option<u64>) -> bool {
        self.at_office && self.number.zip(backup).is_some_and(|(number, backup)| number < backup)
    }
}

impl Media {
    /// Opens `path` for the product, or begins a new file there. The key is the store's or another of 32 random bytes.
    pub fn open(path: impl AsRef<Path>, key: &[u8; 32]) -> Result<Self, StoreRefused> {
        Self::open_with(&OpenOptions::new(path, key))
    }

    /// Opens with everything said.
    pub fn open_with(options: &OpenOptions) -> Result<Self, StoreRefused> {
        let mut media = Self { connection: opening::open(options, &migrations::MEDIA)?, options: options.clone() };
        // Streams that a kill cut short were never named by anybody. On a full disk they wait for the next start: the app
        // must open there, to hand in what fills it.
        let swept = media.write(|transaction| {
            Ok(transaction.execute("DELETE FROM blob WHERE digest IS NULL AND quarantined = 0", [])?)
        });
        match swept {
            Ok(_) | Err(StoreRefused::DiskFull) => Ok(media),
            Err(refused) => Err(refused),
        }
    }

    /// Writes the journal back into the file and closes it.
    pub fn close(self) -> Result<(), StoreRefused> {
        self.connection.close().map_err(|(_, error)| error.into())
    }

    /// What is known of a blob, or none.
    pub fn blob(&self, digest: &Digest) -> Result<Option<Blob>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT digest, kind, size, sent, at_office, number, freed, quarantined FROM blob WHERE digest = :digest",
        )?;
        Ok(statement.query_row(named_params! { ":digest": digest.0 }, blob_of).optional()?)
    }

    /// Removes the bytes of a blob the office has; what is known of it stays. The caller asks first whether they are
    /// *secured*.
    pub fn free(&mut self, digest: &Digest) -> Result<(), MediaRefused> {
        let Some(blob) = self.blob(digest)? else { return Err(MediaRefused::Unknown(*digest)) };
        if blob.kind.leaves() && !blob.at_office {
            return Err(MediaRefused::NotAtOffice(*digest));
        }
        self.write(|transaction| {
            let digest = named_params! { ":digest": digest.0 };
            transaction
                .execute("DELETE FROM chunk WHERE blob = (SELECT n FROM blob WHERE digest = :digest)", digest)?;
            transaction.execute("UPDATE blob SET freed = 1 WHERE digest = :digest", digest)?;
            if !blob.kind.leaves() {
                // What was made unreadable is nowhere: not small either.
                small::forget(transaction, &blob.digest)?;
            }
            Ok(())
        })?;
        if opening::give_back(&self.connection).is_err() {
            // The space can wait; a page that cannot be read is found when its blob is.
            self.reopen()?;
        }
        Ok(())
    }

    /// Takes back that these blobs may leave, for photos whose record was not kept after all. One that has begun to leave
    /// goes on.
    pub fn keep_here(&mut self, digests: &[Digest]) -> Result<(), StoreRefused> {
        self.write(|transaction| {
            for digest in digests {
                transaction.execute(
                    "UPDATE blob SET kind = :kind, leaves = 0 WHERE digest = :digest AND sent = 0 AND at_office = 0",
                    named_params! { ":kind": MediaKind::Unblurred.key(), ":digest": digest.0 },
                )?;
            }
            Ok(())
        })
    }

    #[cfg(test)]
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreRefused>) -> Result<T, StoreRefused> {
        let done = self.attempt(work);
        if matches!(done, Err(StoreRefused::Damaged(_) | StoreRefused::Unexpected(_))) {
            self.reopen()?;
        }
        done
    }

    fn attempt<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreRefused>,
    ) -> Result<T, StoreRefused> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// A page that cannot be decrypted makes SQLCipher refuse everything on its connection from then on.
    fn reopen(&mut self) -> Result<(), StoreRefused> {
        // An exclusive file can only be opened again once it is closed; a stand-in in memory bridges that.
        let bridge = Connection::open_in_memory()?;
        drop(std::mem::replace(&mut self.connection, bridge));
        self.connection = opening::open(&self.options, &migrations::MEDIA)?;
        Ok(())
    }
}

fn blob_of(row: &Row<'_>) -> rusqlite::Result<Blob> {
    let kind = row.get_ref("kind")?.as_str()?;
    Ok(Blob {
        digest: Digest(row.get("digest")?),
        kind: MediaKind::from_key(kind).unwrap_or(MediaKind::File),
        size: row.get("size")?,
        sent: row.get("sent")?,
        at_office: row.get("at_office")?,
        number: row.get("number")?,
        freed: row.get("freed")?,
        quarantined: row.get("quarantined")?,
    })
}
