//! Locks between the connections of one process, as SQLite's Unix VFS has them between processes.

use std::cell::UnsafeCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::disk::Fault;

/// How far a connection has locked a file (sqlite.org/lockingv3.html, 3.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    None,
    Shared,
    Reserved,
    Pending,
    Exclusive,
}

/// One region of WAL shared memory, in words so that it is aligned for what SQLite keeps there.
pub(super) struct Region(Box<[UnsafeCell<u64>]>);

// Safety is SQLite's affair: it guards the WAL index by the locks below and by barriers, as it does with mapped memory.
#[allow(unsafe_code)]
// SAFETY: Rust code never reads or writes the cells, it only hands out their address.
unsafe impl Sync for Region {}

impl Region {
    fn new(bytes: usize) -> Region {
        Region((0..bytes.div_ceil(8)).map(|_| UnsafeCell::new(0)).collect())
    }

    /// Where the region begins; it stays there as long as the `Arc` around it lives.
    pub fn address(&self) -> *mut u64 {
        self.0.first().map_or(std::ptr::null_mut(), UnsafeCell::get)
    }
}

/// One of the eight locks of a WAL's shared memory.
#[derive(Default)]
struct Slot {
    shared: BTreeSet<u64>,
    exclusive: Option<u64>,
}

/// All locks on one file. Holders are connections, by number.
#[derive(Default)]
pub(super) struct Locks {
    levels: BTreeMap<u64, Level>,
    slots: [Slot; 8],
    regions: Vec<Arc<Region>>,
    mapped: BTreeSet<u64>,
    opened: BTreeSet<u64>,
}

impl Locks {
    pub fn opened(&mut self, holder: u64) {
        self.opened.insert(holder);
    }

    pub fn unused(&self) -> bool {
        self.opened.is_empty()
    }

    fn others(&self, holder: u64) -> Level {
        self.levels.iter().filter(|(other, _)| **other != holder).map(|(_, level)| *level).max().unwrap_or(Level::None)
    }

    /// Raises a lock, or fails with `Busy`. A connection that wants all of it and meets readers keeps new ones out.
    pub fn lock(&mut self, holder: u64, wanted: Level) -> Result<(), Fault> {
        let own = self.levels.get(&holder).copied().unwrap_or(Level::None);
        if own >= wanted {
            return Ok(());
        }
        let others = self.others(holder);
        let free = match wanted {
            Level::None => true,
            Level::Shared => others < Level::Pending,
            Level::Reserved | Level::Pending => others < Level::Reserved,
            Level::Exclusive if others >= Level::Reserved => false,
            Level::Exclusive => {
                self.levels.insert(holder, Level::Pending);
                others == Level::None
            }
        };
        if !free {
            return Err(Fault::Busy);
        }
        self.levels.insert(holder, wanted);
        Ok(())
    }

    pub fn unlock(&mut self, holder: u64, down_to: Level) {
        if down_to == Level::None {
            self.levels.remove(&holder);
        } else {
            self.levels.insert(holder, down_to);
        }
    }

    /// Whether any connection holds more than a shared lock.
    pub fn reserved(&self) -> bool {
        self.levels.values().any(|level| *level >= Level::Reserved)
    }

    /// Shared-memory locks `first..first + count`, shared or exclusive.
    pub fn lock_slots(&mut self, holder: u64, first: usize, count: usize, exclusive: bool) -> Result<(), Fault> {
        let wanted = || self.slots.iter().skip(first).take(count);
        let taken = wanted().any(|slot| {
            slot.exclusive.is_some_and(|other| other != holder)
                || (exclusive && slot.shared.iter().any(|other| *other != holder))
        });
        if taken {
            return Err(Fault::Busy);
        }
        for slot in self.slots.iter_mut().skip(first).take(count) {
            if exclusive {
                slot.exclusive = Some(holder);
            } else {
                slot.shared.insert(holder);
            }
        }
        Ok(())
    }

    pub fn unlock_slots(&mut self, holder: u64, first: usize, count: usize) {
        for slot in self.slots.iter_mut().skip(first).take(count) {
            slot.shared.remove(&holder);
            if slot.exclusive == Some(holder) {
                slot.exclusive = None;
            }
        }
    }

    /// Region `index` of the shared memory, made if `extend`.
    pub fn region(&mut self, holder: u64, index: usize, bytes: usize, extend: bool) -> Option<Arc<Region>> {
        self.mapped.insert(holder);
        while extend && self.regions.len() <= index {
            self.regions.push(Arc::new(Region::new(bytes)));
        }
        self.regions.get(index).cloned()
    }

    /// The last to unmap takes the shared memory away, so that the next to come rebuilds it from the WAL.
    pub fn unmap(&mut self, holder: u64) {
        self.unlock_slots(holder, 0, self.slots.len());
        self.mapped.remove(&holder);
        if self.mapped.is_empty() {
            self.regions.clear();
        }
    }

    /// The connection is closed.
    pub fn release(&mut self, holder: u64) {
        self.unlock(holder, Level::None);
        self.unmap(holder);
        self.opened.remove(&holder);
    }
}
