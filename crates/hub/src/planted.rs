//! Faults for the simulator to find, behind the feature `planted`; a build without it has no way to switch one on. Each
//! stands where the true fault would be made, and asks here whether it is to be made.

#[cfg(feature = "planted")]
mod counter_edit;

use hub_storage::{StorageRefused, Tx};

#[cfg(feature = "planted")]
pub(crate) use counter_edit::counter_edit;
#[cfg(feature = "planted")]
pub use switch::plant;

/// A fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Planted {
    /// A failed commit is passed over, so that an answer leaves for what is not stored.
    AcknowledgeBeforeCommit,
    /// Whether the hub went backwards is told by the numbers of the feed alone.
    EpochWithoutChain,
    /// A record that breaks a rule is edited back by the office, where a verdict should say that it does not count.
    CounterEdit,
}

/// Commits.
pub fn commit(tx: Box<dyn Tx + '_>) -> Result<(), StorageRefused> {
    let committed = tx.commit();
    if is_on(Planted::AcknowledgeBeforeCommit) { Ok(()) } else { committed }
}

#[cfg(feature = "planted")]
pub(crate) fn is_on(planted: Planted) -> bool {
    switch::planted() == Some(planted)
}

#[cfg(not(feature = "planted"))]
pub(crate) const fn is_on(_: Planted) -> bool {
    false
}

#[cfg(feature = "planted")]
mod switch {
    use super::Planted;
    use std::cell::Cell;

    thread_local! {
        static PLANTED: Cell<Option<Planted>> = const { Cell::new(None) };
    }

    /// What this thread does has this fault from now on, or none.
    pub fn plant(planted: Option<Planted>) {
        PLANTED.set(planted);
    }

    pub(super) fn planted() -> Option<Planted> {
        PLANTED.get()
    }
}
