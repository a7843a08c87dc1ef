//! The storage as a whole: transactions, each of which is whole or absent.

use crate::cards::Cards;
use crate::company::Companies;
use crate::documents::Documents;
use crate::feed::Feed;
use crate::jobs::Jobs;
use crate::media::Media;
use crate::nonces::Nonces;
use crate::office::Office;
use crate::orders::Orders;
use crate::papers::Papers;
use crate::people::People;
use crate::refused::StorageRefused;
use crate::vans::Vans;
use std::path::Path;

/// A hub's storage. One transaction at a time: that is the per-document lock.
pub trait HubStorage: Send {
    /// Begins a transaction that may write. It holds the lock from its first moment (`BEGIN IMMEDIATE`), so what it
    /// reads is what it writes upon. Dropped without [`Tx::commit`] it never was.
    fn write(&mut self) -> Result<Box<dyn Tx + '_>, StorageRefused>;
    /// Begins a transaction that only reads, of one moment.
    fn read(&mut self) -> Result<Box<dyn Tx + '_>, StorageRefused>;
    /// Copies everything committed so far into a fresh file, waits until it is on the disk, and says up to which feed
    /// number it holds everything. The file must not exist, or be empty.
    fn back_up(&mut self, to: &Path) -> Result<u64, StorageRefused>;
}

/// Everything a transaction can do.
pub trait Tx:
    Companies + People + Nonces + Jobs + Cards + Documents + Feed + Media + Office + Orders + Vans + Papers
{
    /// Commits, and returns when it is on the disk.
    fn commit(self: Box<Self>) -> Result<(), StorageRefused>;
}
