//! A copy of the hub, and putting it back: by the command, which begins an epoch and asks for the files that are lost, or
//! by hand, which nobody notices until a phone does.

use super::Office;
use crate::broken::{Broken, Tried};
use crate::disks::Copy;
use crate::faults::Fault;
use domain::digest::Digest;
use hub::core::office::day_of;
use hub::core::place::LOST_JOB_NUMBERS;
use hub::restore::lost;
use hub_storage::HubStorage;
use std::collections::{BTreeMap, BTreeSet};
use sync::feed::Epoch;

/// A backup, with what the hub had said until then.
pub struct Backup {
    copy: Copy,
    said: BTreeSet<Digest>,
    files: BTreeMap<Digest, Vec<u8>>,
}

impl Office {
    /// A copy of everything as it is, announced to the phones.
    pub fn back_up(&mut self) -> Result<Backup, Broken> {
        let number = self.head()?.number;
        let backup = Backup { copy: Copy::of(&self.disk), said: self.said.clone(), files: self.cabinet.stored() };
        let (storage, _) = self.core()?;
        let mut tx = storage.write().tried("announcing a backup")?;
        tx.secure(number).tried("announcing a backup")?;
        tx.commit().tried("announcing a backup")?;
        self.backed_up = backup.files.keys().copied().collect();
        Ok(backup)
    }

    /// Copies the backup over the hub's folder by hand: what came after it is gone, but for the files.
    pub fn restore_by_hand(&mut self, backup: &Backup) -> Result<(), Broken> {
        let count = self.put_back(backup);
        let mut files = self.cabinet.stored();
        files.extend(backup.files.clone());
        self.cabinet.put_back(files);
        self.start(count)
    }

    /// Puts a copy back as `doorstep hub restore` does, the files too. Of these every so many-th is lost.
    pub fn restore(&mut self, backup: &Backup) -> Result<(), Broken> {
        let count = self.put_back(backup);
        let mut files = backup.files.clone();
        let chance = &mut self.chance;
        files.retain(|_, _| !chance.one_in(3));
        self.cabinet.put_back(files);
        let (now_ms, offset) = (self.time.now(), crate::time::OFFSET);
        let mut storage = super::cores::open(&self.disk)?;
        let mut tx = storage.write().tried("restoring the hub")?;
        let stored = tx.stored_blobs(None, super::EVERYTHING).tried("restoring the hub")?;
        let gone: Vec<Digest> =
            stored.into_iter().map(|blob| blob.digest).filter(|digest| !self.has_file(digest)).collect();
        tx.begin_epoch(Epoch(hub::entropy::bytes(&*self.dice)), now_ms).tried("restoring the hub")?;
        tx.next_job_number(&day_of(now_ms, offset), LOST_JOB_NUMBERS).tried("restoring the hub")?;
        lost::ask_for(tx.as_mut(), &gone, now_ms).tried("restoring the hub")?;
        tx.commit().tried("restoring the hub")?;
        self.noticed.extend(gone.iter().map(|_| Fault::LostFile));
        drop(storage);
        self.start(count)
    }

    /// The disk as it was. Gives how many hubs there are to be.
    fn put_back(&mut self, backup: &Backup) -> usize {
        let count = self.cores.len();
        self.cores.clear();
        self.disk = backup.copy.put_back("hub");
        self.said = backup.said.clone();
        self.backed_up = backup.files.keys().copied().collect();
        self.roll.restored();
        self.restores += 1;
        count
    }
}
