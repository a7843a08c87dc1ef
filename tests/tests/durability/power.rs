//! The power goes at every sync point and every write of a day with each kind of save in it.

use crate::kept::{every_blob_is_there, hold, job, records, says_what_to_do};
use crate::office::Office;
use domain::ids::RecordId;
use field::clock::SystemClock;
use field::entropy::SystemEntropy;
use field::vault::FileVault;
use field::{Field, FieldOptions, FieldRefused};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use testkit::power_cut::{Cut, PowerCutDisk, Unsynced};
use tests::tapping::{Told, VISIT, block, tap};

/// A note, a small photo, ink and the consent that names it, a block, a reading.
const DAY: [u64; 5] = [0, 1, 3, 5, 4];

/// A device that has joined and synced, on a disk that can be copied: each cut begins from the same bytes.
pub struct Device {
    keys: tempfile::TempDir,
    files: Vec<(String, Vec<u8>)>,
    /// The records it has.
    pub records: BTreeSet<RecordId>,
}

impl Device {
    /// A new device of a new office.
    pub fn enrolled() -> Self {
        let (disk, office) = (PowerCutDisk::new("first"), Office::open());
        let mut device = Self { keys: tempfile::tempdir().unwrap(), files: Vec::new(), records: BTreeSet::new() };
        let mut field = device.open(&disk).unwrap();
        field.enrol(&office, &office.link()).unwrap();
        field.sync(&office).unwrap();
        device.records = records(&mut field);
        drop(field);
        let files = disk.files().into_iter().filter_map(|name| disk.read(&name).map(|bytes| (name, bytes)));
        device.files = files.collect();
        device
    }

    /// A disk with this device's files, all of it durable.
    pub fn disk(&self) -> PowerCutDisk {
        let disk = PowerCutDisk::new("day");
        self.files.iter().for_each(|(name, bytes)| disk.put(name, bytes));
        disk
    }

    /// The app on a disk.
    pub fn open(&self, disk: &PowerCutDisk) -> Result<Field, FieldRefused> {
        Field::open(FieldOptions {
            folder: PathBuf::new(),
            clock: Arc::new(SystemClock::new(Some(480))),
            entropy: Arc::new(SystemEntropy),
            vault: Arc::new(FileVault::open(self.keys.path())?),
            disk: Some(disk.vfs_name().to_owned()),
        })
    }

    /// Two runs of the app with every kind of save; between them it closes, which writes the journals back.
    fn work(&self, disk: &PowerCutDisk, told: &mut Vec<Told>) -> Result<(), FieldRefused> {
        for run in 0..2 {
            let mut field = self.open(disk)?;
            for n in DAY {
                tap(&mut field, n + 8 * run, &mut |said| told.push(said))?;
            }
        }
        Ok(())
    }

    /// Cuts the power in a day and holds what is there against what was told. `None` where the day was over before.
    fn survives(&self, cut: Cut, unsynced: Unsynced) -> Option<Interrupted> {
        let disk = self.disk();
        disk.unsynced(unsynced);
        // The counts begin where the copy of the device's files ended.
        disk.cut_at(match cut {
            Cut::BeforeSync(n) => Cut::BeforeSync(disk.syncs() + n),
            Cut::AfterSync(n) => Cut::AfterSync(disk.syncs() + n),
            Cut::AtWrite(n) => Cut::AtWrite(disk.writes() + n),
        });
        let mut told = Vec::new();
        match self.work(&disk, &mut told) {
            Err(refused) => says_what_to_do(&refused, "store.disk"),
            // A cut while the app closes is told to nobody.
            Ok(()) if disk.is_dark() => {}
            Ok(()) => return None,
        }
        disk.power_on();
        let mut field = self.open(&disk).expect("an app that lost its power opens");
        let untold = hold(&mut field, &mut self.records.clone(), &told);
        every_blob_is_there(&mut field);
        self.goes_on(field, &disk);
        Some(if untold.is_empty() { Interrupted::Absent } else { Interrupted::Whole(untold.len()) })
    }

    /// A note and a photo more are saved, and are there after the next start.
    fn goes_on(&self, mut field: Field, disk: &PowerCutDisk) {
        let (mut known, mut told) = (records(&mut field), Vec::new());
        for n in [16, 17] {
            tap(&mut field, n, &mut |said| told.push(said)).unwrap();
        }
        drop(field);
        disk.power_on();
        let untold = hold(&mut self.open(disk).unwrap(), &mut known, &told);
        assert_eq!(untold, []);
    }
}

/// What became of the act at which the power went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Interrupted {
    Absent,
    /// So many records, all of the act.
    Whole(usize),
}

/// Every cut of a kind until the day is over, `step` apart.
fn every(device: &Device, step: usize, at: impl Fn(u64) -> (Cut, Unsynced)) -> Vec<Interrupted> {
    let cuts = (1..).step_by(step).map(|n| {
        let (cut, unsynced) = at(n);
        device.survives(cut, unsynced)
    });
    cuts.map_while(|became| became).collect()
}

/// An act is whole or absent: it has as many records as the undisturbed act.
fn hold_each_act_together(device: &Device, became: &[Interrupted]) {
    let disk = device.disk();
    let mut field = device.open(&disk).unwrap();
    let items = field.look(&job(), VISIT, block).unwrap().len();
    assert!(items >= 8, "the block has {items} items");
    for became in became {
        assert!([Interrupted::Absent, Interrupted::Whole(1), Interrupted::Whole(items)].contains(became), "{became:?}");
    }
}

fn count(became: &[Interrupted]) -> (usize, usize) {
    let absent = became.iter().filter(|became| **became == Interrupted::Absent).count();
    (became.len(), became.len() - absent)
}

#[test]
fn a_power_cut_at_any_sync_of_a_save_loses_nothing_that_was_acknowledged() {
    let device = Device::enrolled();
    let mut became = every(&device, 1, |n| (Cut::BeforeSync(n), Unsynced::Lost));
    let before = became.len();
    became.extend(every(&device, 1, |n| (Cut::AfterSync(n), Unsynced::Torn(n))));
    hold_each_act_together(&device, &became);
    let (cuts, whole) = count(&became);
    // A photo and its thumbnail, ink, and five records, twice.
    assert!(before >= 16, "only {before} syncs in a day");
    assert!(whole > 0, "no cut came between a commit and its acknowledgement");
    println!("{cuts} cuts at syncs: {whole} interrupted acts were whole, the others absent");
}

#[test]
fn a_power_cut_at_any_write_leaves_an_act_whole_or_absent() {
    let device = Device::enrolled();
    let became = every(&device, 1, |n| (Cut::AtWrite(n), Unsynced::Torn(n)));
    hold_each_act_together(&device, &became);
    let (cuts, whole) = count(&became);
    assert!(cuts >= 60, "only {cuts} writes in a day");
    println!("{cuts} cuts at writes, torn: {whole} interrupted acts were whole, the others absent");
}
