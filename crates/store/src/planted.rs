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
}

impl Store {
    /// From now on this store has the fault.
    pub fn plant(&mut self, planted: Planted) {
        self.planted = Some(planted);
    }

    pub(crate) fn plant_cursor(&mut self, page: &Page) -> Result<(), StoreRefused> {
        match self.planted {
            Some(Planted::CursorOutsideTransaction) => self.write(|transaction| save_places(transaction, page)),
            None => Ok(()),
        }
    }
}
