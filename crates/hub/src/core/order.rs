//! Where an order stands at the office: what it recorded, what of each visit has arrived, and the clocks by that. A job's
//! view and its moves read the same.

use crate::core::{CoreRefused, Moment, office};
use crate::reference::{PACK, SETTINGS};
use domain::brief::{Brief, ReleaseRef, keys};
use domain::digest::Digest;
use domain::fold::{Fold, Standing};
use domain::ids::{JobId, VisitNo};
use domain::order::fact::{Step, holding};
use domain::order::{Fact, Order};
use domain::pack::Pack;
use domain::record::{Kind, Record};
use domain::settings::{Settings, Values};
use domain::state::State;
use domain::time::rfc3339;
use domain::timer::{Clock, Known, Timer, Watched, timers};
use domain::value::Moved;
use hub_storage::documents::Received;
use hub_storage::media::BlobState;
use hub_storage::orders::{OfficeFact, OfficeMove};
use hub_storage::{StorageRefused, Tx};
use replica::document::DocRef;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the office knows of an order beside its documents.
pub(crate) struct Books {
    /// Everything somebody recorded, oldest first.
    pub facts: Vec<OfficeFact>,
    /// Every move of the office, oldest first.
    pub moves: Vec<OfficeMove>,
    /// For the clocks.
    pub known: Known,
    /// The settings the job keeps to.
    pub values: Values,
}

/// An order with its books open.
#[derive(Clone, Copy)]
pub(crate) struct Open<'a> {
    pub brief: &'a Brief,
    pub fold: &'a Fold,
    pub pack: Option<&'a Pack>,
    pub books: &'a Books,
}

/// Reads the books of a job that stands so.
pub(crate) fn books(
    tx: &dyn Tx,
    moment: Moment<'_>,
    job: &JobId,
    (brief, fold): (&Brief, &Fold),
) -> Result<Books, CoreRefused> {
    let offset = moment.identity.offset_minutes;
    let (facts, moves) = (tx.facts_of_job(job)?, tx.moves_of_job(job)?);
    let mut recorded: BTreeMap<Fact, Vec<String>> = BTreeMap::new();
    for fact in &facts {
        if let Some(known) = Fact::from_key(&fact.fact) {
            recorded.entry(known).or_default().push(rfc3339(fact.at, offset));
        }
    }
    let arrived: BTreeMap<Digest, Received> =
        tx.received(&DocRef::log(job.clone()))?.into_iter().map(|it| (it.hash, it)).collect();
    let mut received = BTreeMap::new();
    for visit in fold.visits.keys() {
        if let Some(at) = all_of_it(tx, fold, *visit, &arrived)? {
            received.insert(*visit, rfc3339(at, offset));
        }
    }
    let created = Some(rfc3339(office::known(tx, job)?.created, offset));
    Ok(Books { facts, moves, known: Known { created, received, recorded }, values: values(tx, brief)? })
}

impl Open<'_> {
    /// The order, with every fact that holds now.
    pub fn order(&self, now_ms: i64) -> Order<'_> {
        let mut recorded = holding(self.steps());
        let last = self.fold.visits.keys().next_back();
        // Of an order that was brought over from elsewhere there is nothing to come.
        if last.is_none_or(|visit| self.books.known.received.contains_key(visit)) {
            recorded.insert(Fact::Received);
        }
        let is_time = |timer: &Timer| {
            matches!(timer.clock, Clock::Followup | Clock::InstallContact)
                && timer.visit.as_ref() == last
                && timer.from <= now_ms
        };
        if self.timers().iter().any(is_time) {
            recorded.insert(Fact::FollowupDue);
        }
        Order { brief: self.brief, fold: self.fold, pack: self.pack, values: &self.books.values, recorded }
    }

    /// Every clock of the job.
    pub fn timers(&self) -> Vec<Timer> {
        let Books { values, known, .. } = self.books;
        timers(&Watched { brief: self.brief, fold: self.fold, pack: self.pack, values, known })
    }

    /// What was recorded and moved, oldest first.
    fn steps(&self) -> Vec<Step> {
        let facts =
            self.books.facts.iter().filter_map(|it| Some((it.number, 0, Step::Fact(Fact::from_key(&it.fact)?))));
        let moves = self.books.moves.iter().map(|it| (it.after, 1, Step::Move(it.row)));
        let mut steps: Vec<(u64, u8, Step)> = facts.chain(moves).collect();
        steps.sort_by_key(|(number, moved, _)| (*number, *moved));
        steps.into_iter().map(|(.., step)| step).collect()
    }
}

/// When the last of a visit that is over came in: its last move, its paper, every file it names. `None` while any is
/// missing.
fn all_of_it(
    tx: &dyn Tx,
    fold: &Fold,
    visit: VisitNo,
    arrived: &BTreeMap<Digest, Received>,
) -> Result<Option<i64>, StorageRefused> {
    if !matches!(fold.state(visit), State::Left | State::Uploaded) {
        return Ok(None);
    }
    let standing = fold.records.values().filter(|shown| shown.standing == Standing::Stands);
    let of_visit = standing.filter_map(|shown| Some((shown.change, shown.record.as_deref()?)));
    let records: Vec<(Digest, &Record)> = of_visit.filter(|(_, record)| record.visit == Some(visit)).collect();
    if fold.is_sealed(visit) && !records.iter().any(|(_, record)| record.kind == Kind::Paper) {
        return Ok(None);
    }
    let ends = |record: &Record| {
        record.kind == Kind::Paper
            || record.kind == Kind::Transition
                && Moved::deserialize(&record.value).is_ok_and(|it| matches!(it.to, State::Left | State::Uploaded))
    };
    let ended = records.iter().filter(|(_, record)| ends(record));
    let mut last = ended.filter_map(|(change, _)| Some(arrived.get(change)?.at)).max();
    let blobs: BTreeSet<Digest> = records.iter().flat_map(|(_, record)| record.blobs()).collect();
    for blob in blobs {
        match tx.blob(&blob)? {
            Some(blob) if blob.state == BlobState::Stored => last = last.max(Some(blob.changed)),
            _ => return Ok(None),
        }
    }
    Ok(last)
}

/// The values of the settings the brief names; the product's where this hub has not got them.
pub(crate) fn values(tx: &dyn Tx, brief: &Brief) -> Result<Values, StorageRefused> {
    let Some(pin) = brief.read::<ReleaseRef>(keys::SETTINGS) else { return Ok(Values::default()) };
    let release = tx.release(SETTINGS, &pin.name, &pin.version)?.filter(|release| release.digest == pin.digest);
    Ok(release.map(|release| values_of(&release.bytes)).unwrap_or_default())
}

/// The values in a release of settings; the product's where it cannot be read.
pub(crate) fn values_of(bytes: &[u8]) -> Values {
    serde_json::from_slice::<Settings>(bytes).map(|settings| settings.values).unwrap_or_default()
}

/// The pack the job keeps to, where this hub has it.
pub(crate) fn pack(tx: &dyn Tx, brief: &Brief) -> Result<Option<Pack>, StorageRefused> {
    let Some(pin) = brief.read::<ReleaseRef>(keys::PACK) else { return Ok(None) };
    let release = tx.release(PACK, &pin.name, &pin.version)?;
    Ok(release.and_then(|release| standards::from_release(&release.bytes, &pin.digest).ok()))
}
