//! A job as the office's page shows it, folded when it is asked for. Nothing here is stored.
//!
//! - [`view`]: the shapes the page is given; its TypeScript is generated from them
//! - [`list`]: the jobs list, read from cards
//! - [`order`]: what the office may do now, what it recorded, and the clocks
//! - [`settle`]: what waits for a person
//! - [`visit`]: one visit: stages, answers, readings, quote, photos, papers

pub mod list;
mod order;
pub mod settings;
pub mod settle;
pub mod standard;
pub mod van;
pub mod view;
mod visit;

use crate::blobs::BlobFolder;
use crate::core::settle::folded;
use crate::core::{CoreRefused, Moment, cards, office, order as books};
use domain::brief::{Brief, ReleaseRef, keys};
use domain::digest::Digest;
use domain::flag::Flag;
use domain::fold::{Crossing, Fold};
use domain::ids::{JobId, PersonId, RecordId, VisitNo};
use domain::pack::Pack;
use domain::record::{Kind, Record};
use domain::settings::Values;
use domain::state::State;
use domain::value::Noted;
use hub_storage::Tx;
use hub_storage::documents::Received;
use hub_storage::papers::PaperState;
use replica::document::DocRef;
use serde::Deserialize;
use std::collections::BTreeMap;
use view::{BriefView, CrewView, JobView, Named, NoteView, RequestedView, SpokenAt};

/// What everything of a job's view is made from.
pub(crate) struct Shelf<'a> {
    brief: Brief,
    fold: Fold,
    pack: Option<Pack>,
    /// The firm's settings, as the job is pinned to them.
    values: Values,
    /// When each change of the log came in.
    received: BTreeMap<Digest, Received>,
    /// Names by person.
    names: BTreeMap<PersonId, String>,
    /// How the job's papers stand, by file.
    papers: BTreeMap<Digest, PaperState>,
    /// Device of the log that is the office's own.
    hub: &'a str,
    blobs: &'a BlobFolder,
}

/// The job, folded at this moment.
pub fn job(tx: &dyn Tx, moment: Moment<'_>, job: &JobId, blobs: &BlobFolder) -> Result<JobView, CoreRefused> {
    let row = office::known(tx, job)?;
    let now_ms = moment.now_ms;
    let shelf = shelf(tx, job, &moment.identity.hub, blobs, now_ms)?;
    let visits: Vec<VisitNo> = match shelf.fold.visits.keys().copied().collect::<Vec<_>>() {
        none if none.is_empty() => vec![VisitNo(1)],
        some => some,
    };
    let books = books::books(tx, moment, job, (&shelf.brief, &shelf.fold))?;
    let open = books::Open { brief: &shelf.brief, fold: &shelf.fold, pack: shelf.pack.as_ref(), books: &books };
    let stands = open.order(now_ms);
    Ok(JobView {
        job: job.as_str().to_owned(),
        created: row.created,
        updated: row.updated,
        state: state(stands.state()),
        brief: brief_view(&shelf),
        crew: crew(&shelf.brief),
        requested: requested(&shelf),
        visits: visits.into_iter().map(|visit| visit::show(&shelf, visit)).collect(),
        notes: notes(&shelf),
        questions: settle::questions(&shelf),
        aside: settle::aside(tx, &shelf, job)?,
        verdicts: settle::verdicts(&shelf),
        overdue: shelf.fold.overdue,
        cancelled_but_happened: shelf.fold.crossings.contains(&Crossing::CancelledVisitHappened),
        heard: shelf.received.values().filter(|it| it.bearer.is_some()).map(|it| it.at).max(),
        moves: order::ways(&stands),
        recorded: order::recorded(&books),
        moved: order::moved(&books),
        timers: order::clocks(&open, now_ms),
        now: now_ms,
    })
}

pub(crate) fn shelf<'a>(
    tx: &dyn Tx,
    job: &JobId,
    hub: &'a str,
    blobs: &'a BlobFolder,
    now_ms: i64,
) -> Result<Shelf<'a>, CoreRefused> {
    let (brief, fold) = folded(tx, job, now_ms)?;
    let received = tx.received(&DocRef::log(job.clone()))?.into_iter().map(|it| (it.hash, it)).collect();
    let papers = tx.papers_of(job)?.into_iter().map(|paper| (paper.pdf, paper.state)).collect();
    let names = tx.persons()?.into_iter().map(|person| (person.id, person.name)).collect();
    Ok(Shelf {
        pack: books::pack(tx, &brief)?,
        values: crate::core::order::values(tx, &brief)?,
        brief,
        fold,
        received,
        names,
        papers,
        hub,
        blobs,
    })
}

pub(crate) fn state(state: State) -> Named {
    Named { key: state.key().into(), zh: state.zh().into(), en: state.en().into() }
}

fn brief_view(shelf: &Shelf<'_>) -> BriefView {
    let brief = &shelf.brief;
    let text = |key: &str| brief.text(key).to_owned();
    let pin = brief.read::<ReleaseRef>(keys::PACK);
    let pack = match (&shelf.pack, pin) {
        (Some(pack), _) => Named { key: pack.key.as_str().into(), zh: pack.name.zh.clone(), en: pack.name.en.clone() },
        (None, Some(pin)) => Named { zh: pin.name.clone(), en: pin.name.clone(), key: pin.name },
        (None, None) => Named::default(),
    };
    let flag = |flag: Flag| Named { key: flag.key().into(), zh: flag.zh().into(), en: flag.en().into() };
    let (from, to) = cards::appointment(brief, &shelf.fold);
    BriefView {
        pack,
        pack_version: shelf.pack.as_ref().map(|pack| pack.version.clone()).unwrap_or_default(),
        urgent: brief.text(keys::PRIORITY) == "urgent",
        customer: text(keys::CUSTOMER_NAME),
        phone: text(keys::CUSTOMER_PHONE),
        address: text(keys::CUSTOMER_ADDRESS),
        product: text(keys::PRODUCT_MODEL),
        serial: text(keys::PRODUCT_SERIAL),
        installed: text(keys::PRODUCT_INSTALLED),
        symptom: text(keys::SYMPTOM),
        entitlement: text(keys::ENTITLEMENT),
        entitlement_note: text(keys::ENTITLEMENT_NOTE),
        note: text(keys::NOTE),
        external: text(cards::EXTERNAL),
        flags: brief.flags().map(flag).collect(),
        appointment_from: from,
        appointment_to: to,
        promised_by: domain::time::unix_ms(brief.text(keys::PROMISED_BY)),
    }
}

fn crew(brief: &Brief) -> Vec<CrewView> {
    let member = |it: domain::brief::CrewMember| CrewView { person: it.person, name: it.name, badge: it.badge };
    brief.crew().into_iter().map(member).collect()
}

/// Who asked for it, as long as nobody at the office has made a job of it.
fn requested(shelf: &Shelf<'_>) -> Option<RequestedView> {
    let source = shelf.brief.fields.get(keys::REQUESTED)?;
    if shelf.brief.fields.contains_key(keys::PACK) || State::from_key(shelf.brief.text(keys::STATE)) != Some(State::New)
    {
        return None;
    }
    let text = |key: &str| source.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
    let person = PersonId::new(text("person"));
    Some(RequestedView {
        by: shelf.names.get(&person).cloned().unwrap_or_else(|| person.as_str().to_owned()),
        at: domain::time::unix_ms(text("at")),
        pack: text("pack").to_owned(),
    })
}

fn notes(shelf: &Shelf<'_>) -> Vec<NoteView> {
    let notes = shelf.fold.records.iter().filter(|(_, shown)| shown.standing == domain::fold::Standing::Stands);
    let mut notes: Vec<NoteView> = notes
        .filter_map(|(id, shown)| {
            let record = shown.record.as_ref().filter(|record| record.kind == Kind::Note)?;
            let text = Noted::deserialize(&record.value).ok()?.text;
            Some(NoteView { text, office: record.device.as_str() == shelf.hub, said: shelf.said(id, record) })
        })
        .collect();
    notes.sort_by(|a, b| (a.said.at, &a.said.order).cmp(&(b.said.at, &b.said.order)));
    notes
}

impl Shelf<'_> {
    /// Who said it, when, and when it came in.
    pub(crate) fn said(&self, id: &RecordId, record: &Record) -> SpokenAt {
        let office = record.later.get(office::CLERK).and_then(serde_json::Value::as_str);
        let known = self.names.get(&record.by).map(String::as_str);
        let change = self.fold.records.get(id).map(|shown| shown.change);
        SpokenAt {
            by: office.or(known).unwrap_or(record.by.as_str()).to_owned(),
            at: record.at.unix_ms(),
            order: id.as_str().to_owned(),
            verified: record.at.trust == domain::time::Trust::Verified,
            received: change.and_then(|change| self.received.get(&change)).map(|received| received.at),
        }
    }

    /// An item's key and words; the key alone where the pack is not here.
    pub(crate) fn item_named(&self, item: Option<&domain::ids::ItemKey>) -> Named {
        let Some(key) = item else { return Named::default() };
        match self.pack.as_ref().and_then(|pack| pack.item(key)) {
            Some(item) => Named { key: key.as_str().into(), zh: item.name.zh.clone(), en: item.name.en.clone() },
            None => Named { key: key.as_str().into(), zh: key.as_str().into(), en: key.as_str().into() },
        }
    }
}
