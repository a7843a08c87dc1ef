//! 今日: the day's visits, what is next, and what is missing to go offline.

use super::clock::ClockLine;
use super::outbox::OutboxLine;
use super::{Truth, words};
use crate::app::Field;
use crate::card::trade;
use crate::refused::FieldRefused;
use crate::view::job::{NextStep, next_step};
use domain::brief::{Brief, ReleaseRef, keys};
use domain::ids::{JobId, VisitNo};
use domain::outcome::Outcome;
use domain::pack::Words;
use domain::stage::Stage;
use domain::state::State;
use domain::timer::{Clock, Timer, pressing};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{JobCard, JobFilter, Order};
use ts_rs::TS;

/// Rows of the day; a technician has ten or so.
const MOST_ROWS: u32 = 60;
/// Jobs left today are looked for among this many.
const MOST_LEFT: u32 = 20;
pub(super) const DAY_MS: i64 = 86_400_000;

/// The Today screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Today {
    /// Now, Unix milliseconds.
    pub now_ms: i64,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
    /// What is where.
    pub outbox: OutboxLine,
    /// Left today, due today or earlier, then those without a time.
    pub visits: Vec<VisitRow>,
    /// Open jobs on later days.
    pub later: u32,
    /// The visit to go on with.
    pub next: Option<NextUp>,
    /// Jobs with something for a person to settle.
    pub to_settle: u32,
    /// What the open visits still lack to be done offline.
    pub lacking: Vec<Lacking>,
}

/// A visit in a list.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct VisitRow {
    /// The job.
    pub job: JobId,
    /// Its visit.
    pub visit: VisitNo,
    /// Who.
    pub customer: String,
    /// Phone.
    pub phone: String,
    /// Where.
    pub address: String,
    /// The trade.
    pub trade: Words,
    /// Where the visit stands.
    pub state: State,
    /// In words.
    pub state_name: Words,
    /// Agreed or offered: from.
    pub from_ms: Option<i64>,
    /// To.
    pub to_ms: Option<i64>,
    /// What was promised.
    pub promised_ms: Option<i64>,
    /// Last change.
    pub updated_ms: i64,
    /// Goes before others.
    pub urgent: bool,
    /// Something is still to be done.
    pub open: bool,
    /// Answers that differ and wait for a person.
    pub questions: u32,
    /// Asked for on site; the office has yet to make a job of it.
    pub asked: bool,
    /// The clock that presses, if one does.
    pub clock: Option<ClockLine>,
    /// Where its work is.
    pub truth: Truth,
    /// Of a search: what was found beside name and address, with the words around it.
    pub found: Option<String>,
}

/// The visit to go on with, and its next step.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct NextUp {
    /// The job.
    pub job: JobId,
    /// The step, if one is left.
    pub step: Option<NextStep>,
    /// The stage the visit is in.
    pub current: Option<Stage>,
}

/// Something a job needs that is not on this device yet.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Lacking {
    /// The job.
    pub job: JobId,
    /// Whose.
    pub customer: String,
    /// What.
    pub what: Words,
}

/// What a card carries for the screens beside its row ([`crate::card`]).
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct More {
    /// The visit.
    pub visit: u32,
    /// The key of its standard.
    #[serde(default)]
    pub pack: String,
    /// Asked for on site, and no job yet.
    #[serde(default)]
    pub asked: bool,
    /// Clocks of the visit that are not met.
    #[serde(default)]
    pub clocks: Vec<Timer>,
}

impl Field {
    /// The day.
    pub fn today(&mut self) -> Result<Today, FieldRefused> {
        let (now_ms, offset_minutes) = (self.now_ms(), self.clock.read().offset_minutes);
        let midnight = (now_ms + i64::from(offset_minutes) * 60_000).div_euclid(DAY_MS) * DAY_MS;
        let midnight = midnight - i64::from(offset_minutes) * 60_000;
        let tomorrow = midnight + DAY_MS;
        let left = JobFilter { open: false, order: Order::Updated, limit: MOST_LEFT, ..JobFilter::default() };
        let open = JobFilter { limit: MOST_ROWS, ..JobFilter::default() };
        let (left, open) = (self.store.cards(&left)?, self.store.cards(&open)?);
        // Whom nobody has agreed a time with yet is called today, however late the work was promised (APT-02).
        let due = |card: &JobCard| card.row.appointment_from;
        let mut cards: Vec<JobCard> = left.into_iter().filter(|card| card.row.updated >= midnight).collect();
        cards.sort_by_key(|card| card.row.updated);
        cards.extend(open.into_iter().filter(|card| due(card).is_none_or(|due| due < tomorrow)));
        let visits = cards.iter().map(|card| self.visit_row(card)).collect::<Result<Vec<_>, _>>()?;
        let lacking = self.lacking(&visits)?;
        Ok(Today {
            now_ms,
            offset_minutes,
            outbox: self.outbox_line()?,
            later: self.later(&visits)?,
            next: self.next_up(&visits, &lacking)?,
            to_settle: self.to_settle()?,
            lacking,
            visits,
        })
    }

    /// How many jobs have something to settle, or set aside.
    fn to_settle(&self) -> Result<u32, FieldRefused> {
        let mut jobs: BTreeSet<JobId> = self.aside_counts()?.into_keys().collect();
        // The list behind it shows jobs; what was set aside of the van stands in the outbox.
        jobs.retain(|job| !job.is_van());
        jobs.extend(self.store.cards_to_settle()?.into_iter().map(|card| card.row.job));
        Ok(u32::try_from(jobs.len()).unwrap_or(u32::MAX))
    }

    pub(crate) fn visit_row(&mut self, card: &JobCard) -> Result<VisitRow, FieldRefused> {
        let more: More = serde_json::from_str(&card.more).unwrap_or_default();
        let row = &card.row;
        Ok(VisitRow {
            job: row.job.clone(),
            visit: VisitNo(more.visit.max(1)),
            customer: row.customer.clone(),
            phone: row.phone.clone(),
            address: row.address.clone(),
            trade: self.trade_or_none(&more.pack)?,
            state: row.state,
            state_name: words(row.state.zh(), row.state.en()),
            from_ms: row.appointment_from,
            to_ms: row.appointment_to,
            promised_ms: row.promised_by,
            updated_ms: row.updated,
            urgent: row.urgent,
            open: row.open,
            questions: row.questions,
            asked: more.asked,
            clock: self.pressing(&more.clocks, &row.job)?,
            truth: self.job_truth(&row.job)?,
            found: None,
        })
    }

    /// The clock to look at. What has left this device is handed in, whatever the office has yet to say of it.
    fn pressing(&self, clocks: &[Timer], job: &JobId) -> Result<Option<ClockLine>, FieldRefused> {
        let handed_in = self.job_truth(job)? >= Truth::AtOffice;
        let clocks: Vec<Timer> = clocks.iter().filter(|it| !handed_in || it.clock != Clock::Upload).copied().collect();
        let now = self.now_ms();
        Ok(pressing(&clocks, now).map(|timer| ClockLine::of(&timer, now)))
    }

    /// A trade's name by the key of its standard; the key itself where the standard is not here yet.
    pub(crate) fn trade(&mut self, pack: &str) -> Result<Words, FieldRefused> {
        if !self.trades.contains_key(pack) {
            for release in self.store.releases("pack")? {
                if let Ok(read) = standards::from_release(&release.bytes, &release.digest) {
                    self.trades.insert(release.name, read.name);
                }
            }
        }
        Ok(self.trades.get(pack).cloned().unwrap_or_else(|| words(pack, pack)))
    }

    /// A trade's name, also where nobody named one.
    pub(crate) fn trade_or_none(&mut self, pack: &str) -> Result<Words, FieldRefused> {
        if pack.is_empty() { Ok(words("现场报单", "Asked on site")) } else { self.trade(pack) }
    }

    /// A job's trade.
    pub(crate) fn trade_of(&mut self, job: &JobId) -> Result<Words, FieldRefused> {
        let open = self.job(job)?;
        match open.pack.as_ref().map(|pack| pack.name.clone()) {
            Some(name) => Ok(name),
            None => {
                let pack = trade(&open.brief, open.folded());
                self.trade_or_none(&pack)
            }
        }
    }

    /// Open jobs that the day does not show.
    fn later(&self, shown: &[VisitRow]) -> Result<u32, FieldRefused> {
        let open: u64 = self.store.count_jobs(true)?.values().sum();
        let shown = shown.iter().filter(|row| row.open).count() as u64;
        Ok(u32::try_from(open.saturating_sub(shown)).unwrap_or(u32::MAX))
    }

    /// The visit that is furthest along, else the first that is due.
    fn next_up(&mut self, visits: &[VisitRow], lacking: &[Lacking]) -> Result<Option<NextUp>, FieldRefused> {
        let open = || visits.iter().filter(|row| row.open && !row.asked);
        let under_way = open().filter(|row| row.state >= State::Preparing);
        // What waits for something comes after what is being worked on.
        let rank = |row: &&VisitRow| (Outcome::of_branch(row.state).is_none(), row.state);
        let Some(row) = under_way.max_by_key(rank).or_else(|| open().next()) else {
            return Ok(None);
        };
        let (step, current) = match lacking.iter().any(|lacking| lacking.job == row.job) {
            true => (None, None),
            false => self.look(&row.job, row.visit, |list| (next_step(list), list.current()))?,
        };
        Ok(Some(NextUp { job: row.job.clone(), step, current }))
    }

    /// The releases that briefs name and this device has not got.
    fn lacking(&self, visits: &[VisitRow]) -> Result<Vec<Lacking>, FieldRefused> {
        let mut lacking = Vec::new();
        for row in visits.iter().filter(|row| row.open && !row.asked) {
            let brief = self.store.brief(&row.job)?.unwrap_or_default();
            for (key, what) in [
                (keys::PACK, words("服务规范", "service standard")),
                (keys::PRICES, words("价目表", "price list")),
                (keys::SETTINGS, words("公司设置", "company settings")),
            ] {
                if !self.has_release(&brief, key)? {
                    lacking.push(Lacking { job: row.job.clone(), customer: row.customer.clone(), what });
                }
            }
        }
        Ok(lacking)
    }

    fn has_release(&self, brief: &Brief, key: &str) -> Result<bool, FieldRefused> {
        match brief.read::<ReleaseRef>(key) {
            Some(named) => Ok(self.store.has_release(&named.digest)?),
            None => Ok(false),
        }
    }
}
