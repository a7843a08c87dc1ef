//! A fault for the simulator to find, behind the feature `planted`; a build without it has no way to switch it on.

use hub_storage::{StorageRefused, Tx};

/// Commits. With the fault switched on, a failed commit is passed over, so that an answer leaves for what is not stored.
pub fn commit(tx: Box<dyn Tx + '_>) -> Result<(), StorageRefused> {
    let committed = tx.commit();
    #[cfg(feature = "planted")]
    if acknowledges_before_commit() {
        return Ok(());
    }
    committed
}

#[cfg(feature = "planted")]
mod switch {
    use std::cell::Cell;

    thread_local! {
        static ACKNOWLEDGE_BEFORE_COMMIT: Cell<bool> = const { Cell::new(false) };
    }

    /// Switches the fault on or off, for what this thread does.
    pub fn acknowledge_before_commit(on: bool) {
        ACKNOWLEDGE_BEFORE_COMMIT.set(on);
    }

    pub(super) fn acknowledges_before_commit() -> bool {
        ACKNOWLEDGE_BEFORE_COMMIT.get()
    }
}

#[cfg(feature = "planted")]
pub use switch::acknowledge_before_commit;
#[cfg(feature = "planted")]
use switch::acknowledges_before_commit;
