//! Files, names, syncs, cuts and room. Nothing here knows SQLite.

use std::collections::BTreeMap;

use super::locks::Locks;
use super::{Cut, Unsynced};

/// The unit in which a torn write survives.
const SECTOR: usize = 512;

/// A file's number; a name that is deleted and made again gets a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileId(u64);

/// Why a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// No power, or a file from before the last cut.
    Dark,
    /// No such file.
    Missing,
    /// Already there, and it was to be new.
    Exists,
    /// No room.
    Full,
    /// Another connection holds the lock.
    Busy,
}

enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

impl Change {
    fn apply(&self, image: &mut Vec<u8>) {
        match self {
            Change::Write { at, bytes } => put_at(image, *at, bytes),
            Change::Truncate(length) => image.resize(*length, 0),
        }
    }
}

fn put_at(image: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if image.len() < end {
        image.resize(end, 0);
    }
    if let Some(place) = image.get_mut(at..end) {
        place.copy_from_slice(bytes);
    }
}

#[derive(Default)]
struct File {
    /// As written: what reads see.
    image: Vec<u8>,
    /// As synced: what a cut leaves.
    durable: Vec<u8>,
    /// What turns `durable` into `image`.
    pending: Vec<Change>,
    locks: Locks,
}

/// The disk.
#[derive(Default)]
pub(super) struct Disk {
    files: BTreeMap<FileId, File>,
    /// The directory as seen.
    pub names: BTreeMap<String, FileId>,
    /// The directory as a cut leaves it.
    durable_names: BTreeMap<String, FileId>,
    next: u64,
    pub dark: bool,
    /// How often the power came back; a file opened in an earlier life is dead.
    pub life: u64,
    pub cut_at: Option<Cut>,
    pub unsynced: Unsynced,
    pub capacity: Option<u64>,
    pub syncs: u64,
    pub writes: u64,
    /// State of `xRandomness`.
    pub chance: Chance,
}

impl Disk {
    pub fn used(&self) -> u64 {
        let named = self.names.values().filter_map(|id| self.files.get(id));
        named.map(|file| file.image.len() as u64).sum()
    }

    pub fn image(&self, name: &str) -> Option<&[u8]> {
        let file = self.files.get(self.names.get(name)?)?;
        Some(&file.image)
    }

    pub fn put(&mut self, name: &str, bytes: &[u8]) {
        let id = self.new_file();
        self.files.insert(id, File { image: bytes.to_vec(), durable: bytes.to_vec(), ..File::default() });
        self.names.insert(name.to_owned(), id);
        self.durable_names.insert(name.to_owned(), id);
    }

    /// Fails unless there is power and `life` is the present one.
    pub fn awake(&self, life: u64) -> Result<(), Fault> {
        if self.dark || life != self.life { Err(Fault::Dark) } else { Ok(()) }
    }

    fn new_file(&mut self) -> FileId {
        self.next += 1;
        FileId(self.next)
    }

    pub fn open(&mut self, name: &str, create: bool, only_new: bool) -> Result<FileId, Fault> {
        self.awake(self.life)?;
        match self.names.get(name) {
            Some(_) if only_new => Err(Fault::Exists),
            Some(id) => Ok(*id),
            None if !create => Err(Fault::Missing),
            None => {
                let id = self.new_file();
                self.files.insert(id, File::default());
                self.names.insert(name.to_owned(), id);
                Ok(id)
            }
        }
    }

    fn file(&mut self, life: u64, id: FileId) -> Result<&mut File, Fault> {
        self.awake(life)?;
        self.files.get_mut(&id).ok_or(Fault::Missing)
    }

    pub fn locks(&mut self, life: u64, id: FileId) -> Result<&mut Locks, Fault> {
        self.file(life, id).map(|file| &mut file.locks)
    }

    /// Lets go of all locks a closing connection holds, whatever the state of the disk.
    pub fn release(&mut self, id: FileId, holder: u64) {
        if let Some(file) = self.files.get_mut(&id) {
            file.locks.release(holder);
        }
        self.forget_if_unreachable(id);
    }

    /// A deleted file lives on while it is open, and while a cut could bring its name back.
    fn forget_if_unreachable(&mut self, id: FileId) {
        let named = self.names.values().chain(self.durable_names.values()).any(|named| *named == id);
        if !named && self.files.get(&id).is_some_and(|file| file.locks.unused()) {
            self.files.remove(&id);
        }
    }

    /// Fills `into` from the file and the rest of it with zeros; tells how many bytes were there.
    pub fn read(&mut self, life: u64, id: FileId, at: usize, into: &mut [u8]) -> Result<usize, Fault> {
        let image = &self.file(life, id)?.image;
        let there = image.get(at..).unwrap_or_default();
        let length = there.len().min(into.len());
        let (filled, rest) = into.split_at_mut(length);
        filled.copy_from_slice(there.get(..length).unwrap_or_default());
        rest.fill(0);
        Ok(length)
    }

    pub fn write(&mut self, life: u64, id: FileId, at: usize, bytes: &[u8]) -> Result<(), Fault> {
        let length = self.length(life, id)?;
        let growth = (at + bytes.len()).saturating_sub(length) as u64;
        if growth > 0 && self.capacity.is_some_and(|capacity| self.used() + growth > capacity) {
            return Err(Fault::Full);
        }
        self.change(life, id, Change::Write { at, bytes: bytes.to_vec() })
    }

    pub fn truncate(&mut self, life: u64, id: FileId, length: usize) -> Result<(), Fault> {
        if self.length(life, id)? == length {
            return Ok(());
        }
        self.change(life, id, Change::Truncate(length))
    }

    pub fn length(&mut self, life: u64, id: FileId) -> Result<usize, Fault> {
        self.file(life, id).map(|file| file.image.len())
    }

    fn change(&mut self, life: u64, id: FileId, change: Change) -> Result<(), Fault> {
        self.writes += 1;
        let file = self.file(life, id)?;
        change.apply(&mut file.image);
        file.pending.push(change);
        if self.cut_at == Some(Cut::AtWrite(self.writes)) {
            self.go_dark();
            return Err(Fault::Dark);
        }
        Ok(())
    }

    /// Makes a file's bytes, length and name durable; `with_directory` all names, at the same sync point.
    pub fn sync(&mut self, life: u64, id: FileId, with_directory: bool) -> Result<(), Fault> {
        self.awake(life)?;
        self.sync_point(|disk| {
            if let Some(file) = disk.files.get_mut(&id) {
                for change in file.pending.drain(..) {
                    change.apply(&mut file.durable);
                }
            }
            if with_directory {
                disk.durable_names = disk.names.clone();
            } else if let Some((name, id)) = disk.names.iter().find(|(_, named)| **named == id) {
                disk.durable_names.insert(name.clone(), *id);
            }
        })
    }

    /// Counts a sync and lets it take effect, unless the power goes before; it may go after.
    fn sync_point(&mut self, effect: impl FnOnce(&mut Disk)) -> Result<(), Fault> {
        self.syncs += 1;
        if self.cut_at != Some(Cut::BeforeSync(self.syncs)) {
            effect(self);
            if self.cut_at != Some(Cut::AfterSync(self.syncs)) {
                return Ok(());
            }
        }
        self.go_dark();
        Err(Fault::Dark)
    }

    /// Takes a name away; with `sync_directory` for good, and with it all earlier changes of names.
    pub fn delete(&mut self, name: &str, sync_directory: bool) -> Result<(), Fault> {
        self.awake(self.life)?;
        let id = self.names.remove(name).ok_or(Fault::Missing)?;
        if sync_directory {
            self.sync_point(|disk| disk.durable_names = disk.names.clone())?;
        }
        self.forget_if_unreachable(id);
        Ok(())
    }

    /// The power goes: what was not durable is lost, or in part, as `unsynced` says.
    pub fn go_dark(&mut self) {
        if std::mem::replace(&mut self.dark, true) {
            return;
        }
        let mut chance = match self.unsynced {
            Unsynced::Lost => None,
            Unsynced::Torn(seed) => Some(Chance::new(seed ^ (self.syncs << 32) ^ self.writes)),
        };
        if let Some(chance) = &mut chance {
            self.keep_some_names(chance);
        }
        self.names = self.durable_names.clone();
        let named: Vec<FileId> = self.names.values().copied().collect();
        self.files.retain(|id, _| named.contains(id));
        for file in self.files.values_mut() {
            for change in file.pending.drain(..) {
                if let Some(chance) = &mut chance {
                    keep_part(&mut file.durable, &change, chance);
                }
            }
            file.image = file.durable.clone();
            file.locks = Locks::default();
        }
    }

    /// Un-synced creations and deletions survive one by one.
    fn keep_some_names(&mut self, chance: &mut Chance) {
        let all: Vec<String> = self.names.keys().chain(self.durable_names.keys()).cloned().collect();
        for name in all {
            let (seen, durable) = (self.names.get(&name).copied(), self.durable_names.get(&name).copied());
            if seen != durable && chance.next().is_multiple_of(2) {
                match seen {
                    Some(id) => self.durable_names.insert(name, id),
                    None => self.durable_names.remove(&name),
                };
            }
        }
    }

    pub fn power_on(&mut self) {
        self.go_dark();
        self.dark = false;
        self.cut_at = None;
        self.life += 1;
    }

    /// Frees everything and stays dark: the disk is taken away.
    pub fn scrap(&mut self) {
        self.go_dark();
        self.files.clear();
        self.names.clear();
        self.durable_names.clear();
    }
}

/// Applies a change whole, in pieces, or not at all.
fn keep_part(durable: &mut Vec<u8>, change: &Change, chance: &mut Chance) {
    match (chance.next() % 4, change) {
        (0 | 1, _) | (2, Change::Truncate(_)) => {}
        (2, Change::Write { at, bytes }) => {
            for (index, piece) in bytes.chunks(SECTOR).enumerate() {
                if chance.next().is_multiple_of(2) {
                    put_at(durable, at + index * SECTOR, piece);
                }
            }
        }
        _ => change.apply(durable),
    }
}

/// SplitMix64: enough chance for tearing writes, the same on every machine.
#[derive(Clone, Copy, Default)]
pub(super) struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
