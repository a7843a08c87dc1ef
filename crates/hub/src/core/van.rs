//! What a technician's van holds (domain::van), and what the warehouse does about it: issues, says no, counts, takes old
//! parts back. The van's log is a document like a job's, granted to the technician's devices; it is opened with the first
//! thing the warehouse writes there, and no list of jobs shows it.

use crate::core::ledger::Ledger;
use crate::core::settle::folded;
use crate::core::{CoreRefused, Moment, crew, office, papers, show};
use crate::reference::PRICES;
use domain::brief::{CrewMember, keys};
use domain::fold::Fold;
use domain::ids::{JobId, PartCode, PersonId, RecordId};
use domain::settings::{CataloguePart, PriceList};
use domain::value::{Movement, MovementKind};
use domain::van::{self, Line, Step, Van};
use hub_storage::jobs::Mirror;
use hub_storage::people::Person;
use hub_storage::vans::Fitted;
use hub_storage::{StorageRefused, Tx};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

/// What the warehouse says about a van.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Said {
    /// A part goes into the van.
    Issue {
        /// Catalogue code.
        part: PartCode,
        /// A decimal.
        quantity: String,
        /// The request it answers.
        #[serde(default)]
        ask: Option<RecordId>,
        /// What there is to say.
        #[serde(default)]
        note: String,
    },
    /// What was asked for is not given.
    Decline {
        /// The request.
        ask: RecordId,
        /// Why.
        note: String,
    },
    /// A part was counted.
    Count {
        /// Catalogue code.
        part: PartCode,
        /// A decimal.
        quantity: String,
        /// What there is to say.
        #[serde(default)]
        note: String,
    },
    /// An old part is back.
    Recover {
        /// The record of the part that was fitted in its place.
        fitted: RecordId,
        /// What becomes of it.
        #[serde(default)]
        note: String,
    },
}

/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 1000;

impl Said {
    fn note(&self) -> &str {
        match self {
            Self::Issue { note, .. }
            | Self::Decline { note, .. }
            | Self::Count { note, .. }
            | Self::Recover { note, .. } => note,
        }
    }
}

/// A van as it stands, with everything that ever happened to it.
pub struct Opened {
    /// Whose.
    pub person: Person,
    /// As it stands; empty where nobody has opened it.
    pub van: Van,
    /// The movements of its log.
    pub log: Vec<Step>,
    /// What came out of it, by the jobs' logs.
    pub fitted: Vec<Step>,
}

/// Looks into a technician's van.
///
/// # Errors
/// Where there is no such person.
pub fn look(tx: &dyn Tx, person: &PersonId, now_ms: i64) -> Result<Opened, CoreRefused> {
    let known = tx.person(person)?.ok_or_else(|| CoreRefused::NoVan(person.clone()))?;
    let job = JobId::van(person);
    let log = if tx.has_job(&job)? { van::steps(&job, &folded(tx, &job, now_ms)?.1) } else { Vec::new() };
    let fitted: Vec<Step> = tx.fitted_by(person)?.into_iter().filter_map(step).collect();
    let van = van::van(person, &log, &fitted);
    Ok(Opened { person: known, van, log, fitted })
}

/// Writes what the warehouse says.
///
/// # Errors
/// For a part the catalogue does not have, a quantity that is none, and what was answered meanwhile.
pub fn say(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    clerk: &str,
    person: &PersonId,
    said: &Said,
) -> Result<(), CoreRefused> {
    if said.note().chars().count() > LONGEST_NOTE {
        return Err(CoreRefused::Field {
            key: "note".into(),
            en: format!("is longer than {LONGEST_NOTE} characters; shorten it"),
            zh: format!("太长，最多 {LONGEST_NOTE} 个字。"),
        });
    }
    let Opened { van, .. } = look(tx, person, moment.now_ms)?;
    let draft = match said {
        Said::Issue { part, quantity, ask, note } => {
            let unit = unit(tx, &van, part)?;
            van.issue(Line { part, quantity, unit: &unit, note }, ask.as_ref())?
        }
        Said::Count { part, quantity, note } => {
            let unit = unit(tx, &van, part)?;
            van.count(Line { part, quantity, unit: &unit, note })?
        }
        Said::Decline { ask, note } => van.decline(ask, note)?,
        Said::Recover { fitted, note } => van.recover(fitted, note)?,
    };
    let job = open(tx, moment, ledger, person)?;
    papers::append(tx, moment, ledger, &job, &[office::record(moment, clerk, draft)])?;
    Ok(())
}

/// Opens a technician's van where nobody has yet, and grants it to all their devices.
fn open(tx: &mut dyn Tx, moment: Moment<'_>, ledger: &mut Ledger, person: &PersonId) -> Result<JobId, CoreRefused> {
    let job = JobId::van(person);
    if tx.has_job(&job)? {
        return Ok(job);
    }
    let Person { id, name, badge } = tx.person(person)?.ok_or_else(|| CoreRefused::NoVan(person.clone()))?;
    tx.save_job(&job, &Mirror::empty(), moment.now_ms)?;
    tx.assign(&job, person, moment.now_ms)?;
    let letters = crew::dealt(tx, ledger, &job)?;
    // Whoever restores this hub learns from the crew whose it is.
    let crew = [CrewMember { person: id.as_str().to_owned(), name, badge }];
    let fields = [(office::JOB_ID, json!(job)), (keys::CREW, json!(crew)), (crew::LETTERS, letters)];
    papers::write_brief(tx, moment, ledger, &job, &fields.map(|(key, value)| (key.to_owned(), value)), &[])?;
    Ok(job)
}

/// Writes into a person's van what they fitted in jobs they are not sent to any more and its log does not tell: their next phone
/// will not get these jobs. Some of it was written late, some before the van was opened.
pub(crate) fn tell(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    person: &PersonId,
) -> Result<(), CoreRefused> {
    let van = JobId::van(person);
    if !tx.has_job(&van)? {
        return Ok(());
    }
    let log = look(tx, person, moment.now_ms)?.log;
    let gone: Vec<Step> = tx.fitted_out_of_sight(person)?.into_iter().filter_map(step).collect();
    let told = van::untold(&log, &gone).map(|step| office::record(moment, "", van::told(step)));
    let records: Vec<_> = told.collect();
    if !records.is_empty() {
        papers::append(tx, moment, ledger, &van, &records)?;
    }
    Ok(())
}

/// Keeps what was fitted in a job, where its log knows of any part, and the vans it came out of in short.
pub(crate) fn keep_fitted(tx: &mut dyn Tx, job: &JobId, fold: &Fold, now_ms: i64) -> Result<(), StorageRefused> {
    let is_part = |shown: &domain::fold::Shown| {
        shown.record.as_ref().is_some_and(|record| record.kind == domain::record::Kind::Part)
    };
    if !fold.records.values().any(is_part) {
        return Ok(());
    }
    let fits = van::steps(job, fold).into_iter().filter(|step| step.movement.movement == MovementKind::Fit);
    let fitted: Vec<Fitted> = fits
        .map(|Step { id, job, by, at, movement }| Fitted {
            record: id,
            job,
            person: by,
            at: json!(at).to_string(),
            movement: json!(movement).to_string(),
        })
        .collect();
    let before = tx.fitted_in(job)?;
    if before == fitted {
        return Ok(());
    }
    tx.save_fitted(job, &fitted)?;
    let persons: BTreeSet<PersonId> = before.into_iter().chain(fitted).map(|line| line.person).collect();
    persons.iter().try_for_each(|person| refresh(tx, person, now_ms))
}

/// Folds a van in short anew, where it is open. One that cannot be folded stays as it was: a push must not fail for a list.
pub(crate) fn refresh(tx: &mut dyn Tx, person: &PersonId, now_ms: i64) -> Result<(), StorageRefused> {
    if !tx.has_job(&JobId::van(person))? {
        return Ok(());
    }
    match look(tx, person, now_ms) {
        Ok(opened) => tx.save_van_card(person, &json!(show::van::line(&opened)).to_string()),
        Err(CoreRefused::Storage(refused)) => Err(refused),
        Err(why) => {
            tracing::error!(%person, %why, "a van cannot be folded");
            Ok(())
        }
    }
}

fn step(fitted: Fitted) -> Option<Step> {
    let Fitted { record, job, person, at, movement } = fitted;
    let movement: Movement = serde_json::from_str(&movement).ok()?;
    Some(Step { id: record, job, by: person, at: serde_json::from_str(&at).ok()?, movement })
}

/// The parts of the newest price list.
pub(crate) fn catalogue(tx: &dyn Tx) -> Result<Vec<CataloguePart>, StorageRefused> {
    let prices = tx.newest_release(PRICES, PRICES)?;
    let prices = prices.and_then(|release| serde_json::from_slice::<PriceList>(&release.bytes).ok());
    Ok(prices.map(|prices| prices.parts).unwrap_or_default())
}

fn unit(tx: &dyn Tx, van: &Van, part: &PartCode) -> Result<String, CoreRefused> {
    let known = catalogue(tx)?.into_iter().find(|known| known.code == *part).map(|known| known.unit);
    let unit = known.or_else(|| van.held.get(part).map(|held| held.unit.clone()));
    unit.ok_or_else(|| CoreRefused::NoPart(part.clone()))
}
