//! A job in memory: its two documents, its standard, and what follows from them. Loaded on demand, dropped when a commit
//! failed.

use crate::app::Field;
use crate::card::card;
use crate::moved::MovedStandard;
use crate::refused::FieldRefused;
use crate::request;
use domain::brief::{Brief, ReleaseRef, keys};
use domain::checklist::Checklist;
use domain::fold::{Entry, Fold, fold};
use domain::ids::{JobId, VisitNo};
use domain::pack::Pack;
use domain::question::{Question, questions};
use domain::settings::{PriceList, Settings, Values};
use replica::document::{DocKind, DocRef, Document};
use std::sync::Arc;
use store::JobCard;

const STANDARD: &str = "服务规范 standard";

/// An open job.
pub struct OpenJob {
    pub(crate) brief_document: Document,
    pub(crate) log: Document,
    /// What the office wrote.
    pub brief: Brief,
    /// The log's records, parents first.
    pub entries: Vec<Entry>,
    /// The job's standard, in the version its brief names. None while the office has yet to make a job of a request, or
    /// while the standard is not on this device.
    pub pack: Option<Arc<Pack>>,
    /// The firm's settings, in the version its brief names; the product's own where that is not on this device.
    pub values: Values,
    /// In which visit the office has moved it to a newer version of its standard, and what is new there.
    pub(crate) moved: Option<(VisitNo, MovedStandard)>,
    /// Folded from brief and entries after each change of them.
    folded: Fold,
}

impl OpenJob {
    /// Everything current, at this time.
    pub fn fold(&mut self, now_ms: i64) -> &Fold {
        self.folded.tell_time(&self.brief, now_ms);
        &self.folded
    }

    /// As folded last; what time alone changes is as it was then.
    pub(crate) fn folded(&self) -> &Fold {
        &self.folded
    }

    /// What waits for a person.
    pub fn questions(&self) -> Vec<Question> {
        questions(&self.brief, &self.folded)
    }

    /// A visit held against its standard, at this time.
    pub fn checklist(&mut self, visit: VisitNo, now_ms: i64) -> Result<Checklist<'_>, FieldRefused> {
        self.folded.tell_time(&self.brief, now_ms);
        let pack = self.pack.as_deref().ok_or(FieldRefused::NoRelease(STANDARD))?;
        Ok(Checklist::new(pack, &self.brief, &self.folded, visit).under(&self.values))
    }

    /// What lists and the search know of it.
    pub(crate) fn card(&mut self, job: &JobId, now_ms: i64) -> JobCard {
        self.folded.tell_time(&self.brief, now_ms);
        card(job, &self.brief, &self.folded, &self.values, now_ms)
    }

    /// Takes in what a change of ours added or altered. Reading a long log anew at each tap would make taps slower from
    /// one to the next.
    pub(crate) fn take(&mut self, touched: Vec<replica::document::Entry>) {
        for entry in touched.into_iter().map(Entry::from) {
            match self.entries.iter_mut().rev().find(|known| known.id == entry.id) {
                Some(known) => *known = entry,
                None => self.entries.push(entry),
            }
        }
        self.folded = fold(&self.brief, &self.entries, 0);
    }
}

impl Field {
    /// Looks at a visit as it stands.
    pub fn look<R>(
        &mut self,
        job: &JobId,
        visit: VisitNo,
        at: impl FnOnce(&Checklist<'_>) -> R,
    ) -> Result<R, FieldRefused> {
        let now = self.now_ms();
        Ok(at(&self.job(job)?.checklist(visit, now)?))
    }

    /// The job, loaded if it is not open yet.
    pub fn job(&mut self, job: &JobId) -> Result<&mut OpenJob, FieldRefused> {
        if !self.jobs.contains_key(job) {
            let open = self.load(job)?;
            // A log alone is a job only where it asks for one.
            if open.brief_document.is_empty() && request::asked(&open.folded).is_none() {
                return Err(FieldRefused::NoJob(job.clone()));
            }
            self.jobs.insert(job.clone(), open);
        }
        self.jobs.get_mut(job).ok_or_else(|| FieldRefused::NoJob(job.clone()))
    }

    /// What there is of a job, be it nothing.
    pub(crate) fn load(&self, job: &JobId) -> Result<OpenJob, FieldRefused> {
        let brief_document = self.document(job, DocKind::Brief)?;
        let log = self.document(job, DocKind::Log)?;
        let (brief, entries) = (brief_document.brief(), log.fold_entries());
        let pack = self.pack(&brief)?;
        let values = self.values(&brief)?;
        let moved = self.moved(&brief, pack.as_deref())?;
        let folded = fold(&brief, &entries, 0);
        Ok(OpenJob { brief_document, log, brief, entries, pack, values, moved, folded })
    }

    pub(crate) fn document(&self, job: &JobId, kind: DocKind) -> Result<Document, FieldRefused> {
        let changes = self.store.changes(&DocRef { job: job.clone(), kind })?;
        Ok(Document::load(kind, changes)?.document)
    }

    /// The firm's settings that a brief names; the product's own where they are not on this device.
    pub(crate) fn values(&self, brief: &Brief) -> Result<Values, FieldRefused> {
        Ok(self.released::<Settings>(brief, keys::SETTINGS)?.map(|set| set.values).unwrap_or_default())
    }

    /// The standard the brief names, by digest.
    fn pack(&self, brief: &Brief) -> Result<Option<Arc<Pack>>, FieldRefused> {
        let Some(named) = brief.read::<ReleaseRef>(keys::PACK) else { return Ok(None) };
        let Some(release) = self.store.release(&named.digest)? else { return Ok(None) };
        let pack = standards::from_release(&release.bytes, &named.digest).map_err(FieldRefused::from)?;
        Ok(Some(Arc::new(pack)))
    }

    /// The firm's price list, in the version the job keeps to.
    pub fn prices(&mut self, job: &JobId) -> Result<PriceList, FieldRefused> {
        self.reference(job, keys::PRICES, "价目表 price list")
    }

    /// The firm's settings, in the version the job keeps to.
    pub fn settings(&mut self, job: &JobId) -> Result<Settings, FieldRefused> {
        self.reference(job, keys::SETTINGS, "公司设置 settings")
    }

    fn reference<T: for<'de> serde::Deserialize<'de>>(
        &mut self,
        job: &JobId,
        key: &str,
        what: &'static str,
    ) -> Result<T, FieldRefused> {
        let brief = self.job(job)?.brief.clone();
        self.released(&brief, key)?.ok_or(FieldRefused::NoRelease(what))
    }

    /// What a release says that the brief names under a key, where it is on this device and can be read.
    fn released<T: for<'de> serde::Deserialize<'de>>(
        &self,
        brief: &Brief,
        key: &str,
    ) -> Result<Option<T>, FieldRefused> {
        let Some(named) = brief.read::<ReleaseRef>(key) else { return Ok(None) };
        let release = self.store.release(&named.digest)?;
        Ok(release.and_then(|release| serde_json::from_slice(&release.bytes).ok()))
    }
}
