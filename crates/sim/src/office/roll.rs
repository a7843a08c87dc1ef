//! What the office knows of who may see what: from what its people did, not from what the hub keeps. Each answer is held
//! against it before it leaves.

use super::Office;
use crate::broken::{Broken, Tried};
use domain::ids::{DeviceId, JobId, PersonId};
use hub_storage::Tx;
use hub_storage::people::Device;
use replica::change::Change;
use replica::document::DocRef;
use std::collections::{BTreeMap, BTreeSet};
use sync::wire::Answer;

/// Who was sent where.
#[derive(Default)]
pub(super) struct Roll {
    /// Everybody who ever was, by job.
    ever: BTreeMap<JobId, BTreeSet<PersonId>>,
    /// Up to which row of the feed somebody who was taken off may see the job.
    until: BTreeMap<(JobId, PersonId), u64>,
    /// The same for phones that are to leave.
    leaving: BTreeMap<DeviceId, u64>,
    /// Phones that are lost.
    lost: BTreeSet<DeviceId>,
    /// The hub was put back from a copy: rows are numbered anew, and the phones tell it who was sent.
    restored: bool,
}

impl Roll {
    /// Exactly these are sent from now on; the feed ends here.
    pub(super) fn sent(&mut self, job: &JobId, persons: &[PersonId], head: u64) {
        let ever = self.ever.entry(job.clone()).or_default();
        for person in ever.iter().filter(|person| !self.restored && !persons.contains(person)) {
            self.until.entry((job.clone(), person.clone())).or_insert(head);
        }
        for person in persons {
            self.until.remove(&(job.clone(), person.clone()));
            ever.insert(person.clone());
        }
    }

    /// A phone is to leave; the feed ends here.
    pub(super) fn leaves(&mut self, device: &DeviceId, lost: bool, head: u64) {
        if !self.restored {
            self.leaving.entry(device.clone()).or_insert(head);
        }
        if lost {
            self.lost.insert(device.clone());
        }
    }

    pub(super) fn restored(&mut self) {
        self.restored = true;
        self.until.clear();
        self.leaving.clear();
        self.lost.clear();
    }

    /// Whether the person was ever sent to the job.
    fn was_sent(&self, job: &JobId, person: &PersonId) -> bool {
        self.ever.get(job).is_some_and(|ever| ever.contains(person))
    }

    /// Nothing of this answer is for others' eyes.
    pub(super) fn allows(&self, tx: &dyn Tx, device: &Device, answer: &Answer) -> Result<(), Broken> {
        let whose = || format!("what the hub tells {} of {}", device.id, device.person);
        let told = answer.docs.iter().map(|docs| &docs.doc.job);
        let given = answer.grants.iter().map(|grant| &grant.job);
        if let Some(job) = told.chain(given).find(|job| !self.was_sent(job, &device.person)) {
            return Err(Broken::new(whose(), format!("names job {job}, to which nobody ever sent them")));
        }
        if self.lost.contains(&device.id) && !(answer.docs.is_empty() && answer.grants.is_empty()) {
            return Err(Broken::new(whose(), "is more than that the device is lost"));
        }
        for docs in &answer.docs {
            let off = self.until.get(&(docs.doc.job.clone(), device.person.clone()));
            let Some(upto) = off.into_iter().chain(self.leaving.get(&device.id)).min() else { continue };
            if let Some(number) = newest(tx, &docs.doc, &docs.changes)?.filter(|number| number > upto) {
                let what = format!("holds row {number} of job {}, which they were to see up to {upto}", docs.doc.job);
                return Err(Broken::new(whose(), what));
            }
        }
        Ok(())
    }
}

/// The row that announces the last of these changes.
fn newest(tx: &dyn Tx, doc: &DocRef, raws: &[Vec<u8>]) -> Result<Option<u64>, Broken> {
    let stored = tx.changes(doc).tried("the roll")?;
    let numbers: BTreeMap<_, _> = stored.into_iter().map(|change| (change.hash, change.number)).collect();
    let told = raws.iter().filter_map(|raw| Change::decode(raw).ok());
    Ok(told.filter_map(|change| numbers.get(&change.hash).copied().flatten()).max())
}

impl Office {
    /// Who is assigned, as the hub has it: after a start nobody was told of what came last.
    pub(super) fn read_the_roll(&mut self) -> Result<(), Broken> {
        self.next_turn();
        let jobs = self.jobs()?;
        let assigned = self.read(|tx| {
            let of = |job: JobId| tx.assigned(&job).map(|persons| (job, persons));
            jobs.into_iter().map(of).collect::<Result<Vec<_>, _>>().tried("who is assigned")
        })?;
        let head = self.head()?.number;
        assigned.iter().for_each(|(job, persons)| self.roll.sent(job, persons, head));
        Ok(())
    }

    /// Whether anybody ever sent this person to the job.
    #[must_use]
    pub fn ever_sent(&self, job: &JobId, person: &PersonId) -> bool {
        self.roll.was_sent(job, person)
    }
}
