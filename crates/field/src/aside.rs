//! What the office set aside of this device's work. The bytes stay here, whatever the office does with its own copy.

use crate::app::Field;
use crate::refused::FieldRefused;
use domain::brief::Brief;
use domain::digest::Digest;
use domain::ids::{JobId, RecordId};
use domain::record::{ADOPTED, Record};
use replica::change::Change;
use replica::document::DocRef;
use std::collections::{BTreeMap, BTreeSet};
use store::SetAside;

/// A change that was set aside.
pub(crate) struct Kept {
    /// What and why.
    pub aside: SetAside,
    /// The office has taken it over: as it is, or written again in its own name.
    pub taken_over: bool,
}

impl Field {
    /// What was set aside, oldest first.
    pub(crate) fn asides(&self) -> Result<Vec<Kept>, FieldRefused> {
        let mut taken: BTreeMap<JobId, BTreeSet<Digest>> = BTreeMap::new();
        let mut kept = Vec::new();
        for aside in self.store.set_aside()? {
            let job = aside.doc.job.clone();
            if !taken.contains_key(&job) {
                taken.insert(job.clone(), self.taken_over(&job)?);
            }
            let taken_over = taken.get(&job).is_some_and(|taken| taken.contains(&aside.hash));
            kept.push(Kept { aside, taken_over });
        }
        Ok(kept)
    }

    /// What is set aside still, by job.
    pub(crate) fn aside_counts(&self) -> Result<BTreeMap<JobId, u32>, FieldRefused> {
        let mut counts: BTreeMap<JobId, u32> = BTreeMap::new();
        for kept in self.asides()?.into_iter().filter(|kept| !kept.taken_over) {
            *counts.entry(kept.aside.doc.job).or_default() += 1;
        }
        Ok(counts)
    }

    /// The changes the office let into a job, or wrote again: the log or the brief names them.
    fn taken_over(&self, job: &JobId) -> Result<BTreeSet<Digest>, FieldRefused> {
        let brief: Brief = self.store.brief(job)?.unwrap_or_default();
        let lifted = brief.verdicts.iter().filter(|(_, verdict)| verdict.lifted_by.is_some());
        let mut taken: BTreeSet<Digest> = lifted.map(|(change, _)| *change).collect();
        for row in self.store.records(job)? {
            let record = Record::from_text(&row.text).ok();
            let named = record.as_ref().and_then(|record| record.later.get(ADOPTED)?.get("change")?.as_str());
            taken.extend(named.and_then(Digest::from_hex));
        }
        Ok(taken)
    }

    /// What a change of this device says.
    pub(crate) fn told(&self, doc: &DocRef, change: &Digest) -> Result<Vec<(RecordId, Record)>, FieldRefused> {
        let raw = self.store.raw_change(doc, change)?;
        let change = raw.and_then(|raw| Change::decode(&raw).ok());
        Ok(change.map(|change| change.told()).unwrap_or_default())
    }
}
