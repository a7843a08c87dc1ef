//! Disks that lose their power: setting a cut for one operation, copying a disk, putting a copy back.

use crate::chance::Chance;
use testkit::power_cut::{Cut, PowerCutDisk, Unsynced};

/// Beyond every step a life takes: no cut.
const NEVER: Cut = Cut::BeforeSync(u64::MAX);
/// Syncs and writes among which a cut falls; one commit makes one sync and some dozens of writes.
const SYNCS: u64 = 2;
const WRITES: u64 = 90;

/// Sets a cut somewhere in what comes next.
pub fn arm(disk: &PowerCutDisk, chance: &mut Chance) {
    disk.unsynced(if chance.one_in(2) { Unsynced::Lost } else { Unsynced::Torn(chance.draw()) });
    disk.cut_at(match chance.below(4) {
        0..=1 => Cut::BeforeSync(disk.syncs() + 1 + chance.below(SYNCS)),
        2 => Cut::AfterSync(disk.syncs() + 1 + chance.below(SYNCS)),
        _ => Cut::AtWrite(disk.writes() + 1 + chance.below(WRITES)),
    });
}

/// Takes a cut back that did not happen. Says whether it did: then the power is still off.
#[must_use]
pub fn disarm(disk: &PowerCutDisk) -> bool {
    disk.cut_at(NEVER);
    disk.is_dark()
}

/// Every file of a disk, as written.
#[derive(Clone, Debug)]
pub struct Copy(Vec<(String, Vec<u8>)>);

impl Copy {
    /// Copies a disk.
    #[must_use]
    pub fn of(disk: &PowerCutDisk) -> Self {
        Self(disk.files().into_iter().filter_map(|name| disk.read(&name).map(|bytes| (name, bytes))).collect())
    }

    /// A new disk with these files.
    #[must_use]
    pub fn put_back(&self, name: &str) -> PowerCutDisk {
        let disk = PowerCutDisk::new(name);
        for (file, bytes) in &self.0 {
            disk.put(file, bytes);
        }
        disk
    }
}
