//! The one way a tap becomes durable: decide, make one change, sign it, commit change and projections in one
//! transaction. Only then does the caller hear that it is saved.

use crate::app::Field;
use crate::entropy::record_id;
use crate::refused::FieldRefused;
use domain::checklist::Checklist;
use domain::decide::{Draft, Refusal};
use domain::ids::{JobId, RecordId, VisitNo};
use domain::record::{Basis, Kind, Record};
use replica::author::Authorship;
use replica::document::DocRef;
use serde_json::Map;
use store::{RecordRow, Tap};

impl Field {
    /// Writes what an act decides, as one change. No drafts, no change.
    pub fn act(
        &mut self,
        job: &JobId,
        visit: VisitNo,
        act: impl FnOnce(&Checklist<'_>) -> Result<Vec<Draft>, Refusal>,
    ) -> Result<Vec<RecordId>, FieldRefused> {
        self.act_finishing(job, visit, &[], act)
    }

    /// [`Field::act`] on what was typed into these fields: their drafts go in the same transaction.
    pub(crate) fn act_finishing(
        &mut self,
        job: &JobId,
        visit: VisitNo,
        typed: &[String],
        act: impl FnOnce(&Checklist<'_>) -> Result<Vec<Draft>, Refusal>,
    ) -> Result<Vec<RecordId>, FieldRefused> {
        let drafts = self.look(job, visit, act)??;
        self.write(job, drafts, typed)
    }

    /// Makes drafts durable, as one change.
    pub(crate) fn write(
        &mut self,
        job: &JobId,
        drafts: Vec<Draft>,
        typed: &[String],
    ) -> Result<Vec<RecordId>, FieldRefused> {
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let records = self.records(job, drafts)?;
        let parts = records.iter().any(|(_, record)| record.kind == Kind::Part);
        let ids = records.iter().map(|(id, _)| id.clone()).collect();
        match self.commit(job, &records, typed) {
            Ok(()) => {
                if parts {
                    self.refit(job);
                }
                Ok(ids)
            }
            Err(refused) => {
                // What is in memory may hold a change that nobody kept.
                self.jobs.remove(job);
                self.session.new_actor(&*self.entropy);
                Err(refused)
            }
        }
    }

    /// An act that writes one record.
    pub fn one(
        &mut self,
        job: &JobId,
        visit: VisitNo,
        act: impl FnOnce(&Checklist<'_>) -> Result<Draft, Refusal>,
    ) -> Result<Vec<RecordId>, FieldRefused> {
        self.act(job, visit, |list| act(list).map(|draft| vec![draft]))
    }

    /// Since when what is confirmed with its block was on the screen, where this run of the app knows.
    fn opened(&self, job: &JobId, draft: &Draft) -> Option<String> {
        let item = draft.item.as_ref().filter(|_| draft.basis == Some(Basis::Block))?;
        let stage = self.jobs.get(job)?.pack.as_ref()?.stage_of(item)?;
        self.shown.get(&(job.clone(), draft.visit?, stage)).cloned()
    }

    fn records(&self, job: &JobId, drafts: Vec<Draft>) -> Result<Vec<(RecordId, Record)>, FieldRefused> {
        let (at, now_ms) = (self.now(), self.now_ms());
        let enrolment = self.session.enrolled()?;
        let record = |draft: Draft| Record {
            opened: self.opened(job, &draft),
            v: 1,
            kind: draft.kind,
            visit: draft.visit,
            item: draft.item,
            unit: draft.unit,
            by: enrolment.person.clone(),
            device: enrolment.device.clone(),
            at: at.clone(),
            basis: draft.basis,
            confirmed: None,
            value: draft.value,
            replaces: draft.replaces,
            later: Map::new(),
        };
        Ok(drafts.into_iter().map(|draft| (record_id(&*self.entropy, now_ms), record(draft))).collect())
    }

    fn commit(&mut self, job: &JobId, records: &[(RecordId, Record)], typed: &[String]) -> Result<(), FieldRefused> {
        self.takes_work()?;
        let now_ms = self.now_ms();
        self.present_actor(now_ms)?;
        let actor = self.session.actor();
        let company = self.session.enrolled()?.company.clone();
        let doc = DocRef::log(job.clone());
        let open = self.job(job)?;
        let change = open.log.append(actor, records)?;
        let touched = open.log.entries_of(&change.hash);
        let rows: Vec<RecordRow> = touched.iter().map(RecordRow::from).collect();
        open.take(touched);
        // A van is no job: lists and the search know nothing of it.
        let card = (!job.is_van()).then(|| open.card(job, now_ms));
        let authorship = Authorship::sign(&company, &doc, &change, self.session.key())?;
        Ok(self.store.commit_tap(Tap {
            doc: &doc,
            change: &change,
            authorship: &authorship,
            records: &rows,
            card: card.as_ref(),
            drafts_done: typed,
        })?)
    }

    /// Keeps the certificate of this run's actor before its first change.
    fn present_actor(&mut self, now_ms: i64) -> Result<(), FieldRefused> {
        if let Some(certificate) = self.session.new_actor_certificate(now_ms)? {
            self.store.save_own_actor(&certificate)?;
            self.session.actor_is_kept();
        }
        Ok(())
    }
}
