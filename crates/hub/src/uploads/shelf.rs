//! What uploads need of whoever keeps them: transactions, and files by their digest. The hub in its folder is one such
//! keeper; the simulator's office, without a folder, the other.

use super::UploadRefused;
use crate::blobs::{BlobFolder, Finished};
use crate::core::Moment;
use crate::hub::{Hub, Upload};
use domain::digest::Digest;
use hub_storage::Tx;
use std::io;

/// Keeps uploads.
pub trait Shelf {
    /// Held while one request has an upload in hand.
    type Taken<'a>
    where
        Self: 'a;

    /// Runs `work` in a transaction that may write, and commits it where `work` agrees.
    fn write<T>(
        &self,
        work: impl FnOnce(&mut dyn Tx, Moment<'_>) -> Result<T, UploadRefused>,
    ) -> Result<T, UploadRefused>;

    /// Runs `work` in a transaction of one moment that only reads.
    fn read<T>(&self, work: impl FnOnce(&dyn Tx, Moment<'_>) -> Result<T, UploadRefused>) -> Result<T, UploadRefused>;

    /// The files.
    fn files(&self) -> &dyn Files;

    /// Takes an upload for one request; `None` while another one has it.
    fn take(&self, digest: &Digest) -> Option<Self::Taken<'_>>;
}

/// Files by their digest. What a method says was written is on the disk.
pub trait Files {
    /// Whether the blob is stored.
    fn has(&self, digest: &Digest) -> bool;
    /// How many bytes of an upload are here.
    fn arrived(&self, digest: &Digest) -> io::Result<u64>;
    /// Adds bytes at `offset`, which must be where the upload ends; gives where it ends now.
    fn append(&self, digest: &Digest, offset: u64, bytes: &[u8]) -> io::Result<u64>;
    /// Checks a whole upload and puts it in its place, or apart.
    fn finish(&self, digest: &Digest) -> io::Result<Finished>;
    /// Takes away what has arrived of an upload.
    fn discard(&self, digest: &Digest) -> io::Result<()>;
}

impl Shelf for Hub {
    type Taken<'a> = Upload<'a>;

    fn write<T>(
        &self,
        work: impl FnOnce(&mut dyn Tx, Moment<'_>) -> Result<T, UploadRefused>,
    ) -> Result<T, UploadRefused> {
        Self::write(self, work)
    }

    fn read<T>(&self, work: impl FnOnce(&dyn Tx, Moment<'_>) -> Result<T, UploadRefused>) -> Result<T, UploadRefused> {
        Self::read(self, work)
    }

    fn files(&self) -> &dyn Files {
        self.blobs()
    }

    fn take(&self, digest: &Digest) -> Option<Upload<'_>> {
        self.upload(digest)
    }
}

impl Files for BlobFolder {
    fn has(&self, digest: &Digest) -> bool {
        Self::has(self, digest)
    }

    fn arrived(&self, digest: &Digest) -> io::Result<u64> {
        Self::arrived(self, digest)
    }

    fn append(&self, digest: &Digest, offset: u64, bytes: &[u8]) -> io::Result<u64> {
        Self::append(self, digest, offset, bytes)
    }

    fn finish(&self, digest: &Digest) -> io::Result<Finished> {
        Self::finish(self, digest)
    }

    fn discard(&self, digest: &Digest) -> io::Result<()> {
        Self::discard(self, digest)
    }
}
