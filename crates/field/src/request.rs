//! A job asked for on site (DESIGN "A phone may start a request"): its log begins on this phone, with no network; its
//! brief and its standard come once the office has made a job of it. Until then its screens read what was asked for.

use crate::app::Field;
use crate::entropy::bytes16;
use crate::job::OpenJob;
use crate::refused::FieldRefused;
use crate::view::sent::RequestSent;
use data_encoding::BASE32;
use domain::brief::{Brief, keys};
use domain::fold::Fold;
use domain::ids::{JobId, VisitNo};
use domain::pack::Words;
use domain::question;
use domain::record::{Kind, Record, Slot};
use domain::state::State;
use domain::value::Requested;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use ts_rs::TS;

/// What is typed into the form lies in the drafts under this, until the request has an id.
pub const FORM: &str = "request";

/// A trade that can be asked for.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ServiceLine {
    /// The key of its standard.
    pub pack: String,
    /// The trade.
    pub name: Words,
}

impl Field {
    /// Asks for a new job. It is on this phone at once, under an id of its own; the office hears of it with the next sync.
    pub fn begin_request(&mut self, sent: &RequestSent) -> Result<JobId, FieldRefused> {
        let draft = question::ask(sent.requested())?;
        let job = self.request_id();
        let open = self.load(&job)?;
        self.jobs.insert(job.clone(), open);
        self.write(&job, vec![draft], &[])?;
        // A kill before this leaves the words in the form, and the request in the list beside it.
        let form = JobId::new(FORM);
        for typed in self.store.drafts(&form)? {
            self.store.drop_draft(&form, &typed.slot)?;
        }
        Ok(job)
    }

    /// `RQ`, the day by this phone, and fifty random bits in RFC 4648 base32: no phone has to ask whether it is free.
    fn request_id(&self) -> JobId {
        let day = self.local_time(self.now_ms());
        let part = |from: usize| day.get(from..from + 2).unwrap_or("00").to_owned();
        let chance = BASE32.encode(&bytes16(&*self.entropy));
        let chance: String = chance.chars().take(10).collect();
        JobId::new(format!("{}{}{}{}-{chance}", JobId::REQUEST, part(2), part(5), part(8)))
    }

    /// The trades this device has a standard of.
    pub fn services(&mut self) -> Result<Vec<ServiceLine>, FieldRefused> {
        let mut keys: Vec<String> = self.store.releases("pack")?.into_iter().map(|release| release.name).collect();
        keys.sort();
        keys.dedup();
        let line = |pack: String| Ok(ServiceLine { name: self.trade(&pack)?, pack });
        keys.into_iter().map(line).collect()
    }
}

/// What was asked for, where the job began on site.
pub(crate) fn asked(fold: &Fold) -> Option<(&Record, Requested)> {
    let slot = Slot { visit: None, item: None, unit: None, kind: Kind::Request };
    let (_, record) = fold.standing(&slot).next()?;
    Some((record, Requested::deserialize(&record.value).ok()?))
}

/// The brief; what was asked for until there is one.
pub(crate) fn written<'a>(brief: &'a Brief, fold: &Fold) -> Cow<'a, Brief> {
    match asked(fold).filter(|_| brief.fields.is_empty()) {
        Some((_, asked)) => {
            let fields = asked.fields.into_iter().map(|(key, text)| (key, Value::String(text))).collect();
            Cow::Owned(Brief { fields, ..Brief::default() })
        }
        None => Cow::Borrowed(brief),
    }
}

/// Whether the office has yet to give the job its standard.
pub(crate) fn is_asked_for(job: &JobId, brief: &Brief) -> bool {
    job.is_request() && !brief.fields.contains_key(keys::PACK)
}

/// Where a job stands on the screens: where its visit is; where the office has it, as long as there is no visit to make.
pub(crate) fn state(job: &JobId, brief: &Brief, fold: &Fold, visit: VisitNo) -> State {
    let office = State::from_key(brief.text(keys::STATE));
    let reached = fold.state(visit);
    let called_off = office == Some(State::Cancelled) && fold.position(visit) < State::EnRoute;
    if is_asked_for(job, brief) || called_off { office.unwrap_or(State::New) } else { reached }
}

impl OpenJob {
    /// What the office wrote; what was asked for until it has.
    pub fn written(&self) -> Cow<'_, Brief> {
        written(&self.brief, self.folded())
    }
}
