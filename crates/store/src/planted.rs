//! Faults for the simulator, which proves with them that it would find such a fault. Behind the feature `planted`, and off
//! until one is asked for.

use crate::page::{Page, save_places};
use crate::refused::StoreRefused;
use crate::store::Store;

/// A fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Planted {
    /// The feed cursor is saved in a transaction of its own before the page's changes: a crash between the two loses them.
    CursorOutsideTransaction,
    /// A hub that began a new epoch is offered each document's newest change alone: it has that, so it has them all.
    HeadsAsAcknowledgement,
    /// The bytes of a photo are let go as soon as the office says it has them, and not when its backup has.
    FreeOnFirstAcknowledgement,
}

impl Store {
    /// From now on this store has the fault.
    pub fn plant(&mut self, planted: Planted) {
        self.planted = Some(planted);
    }

    /// Whether this store has the fault.
    #[must_use]
    pub fn has_planted(&self, planted: Planted) -> bool {
        self.planted == Some(planted)
    }

    pub(crate) fn plant_cursor(&mut self, page: &Page) -> Result<(), StoreRefused> {
        if self.has_planted(Planted::CursorOutsideTransaction) {
            return self.write(|transaction| save_places(transaction, page));
        }
        Ok(())
    }
}
