//! The jobs on this device as lists show them. `field` folds a job and hands the card over with the change that made
//! it; nothing here is computed from documents.

use crate::refused::{StoreRefused, unreadable};
use crate::search::{spaced, tails};
use crate::store::Store;
use domain::ids::JobId;
use domain::state::State;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use std::collections::BTreeMap;

/// What a list shows of a job. Times are Unix milliseconds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobRow {
    /// The job.
    pub job: JobId,
    /// Its state, folded.
    pub state: State,
    /// Whether there is still something to do for it on this device.
    pub open: bool,
    /// Whether it goes before others.
    pub urgent: bool,
    /// What was promised to the customer.
    pub promised_by: Option<i64>,
    /// The agreed time: from.
    pub appointment_from: Option<i64>,
    /// The agreed time: to.
    pub appointment_to: Option<i64>,
    /// The customer's name.
    pub customer: String,
    /// The customer's phone number.
    pub phone: String,
    /// Where to go.
    pub address: String,
    /// What it is about: the product's name or model.
    pub product: String,
    /// What the customer said.
    pub symptom: String,
    /// Differing answers that a person must settle.
    pub questions: u32,
    /// When it last changed.
    pub updated: i64,
    /// Whether changes of it still wait for the hub. Read from the outbox; ignored when a card is saved.
    pub unsent: bool,
}

/// A job's row with what only its own screen and the search need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobCard {
    /// The list's part.
    pub row: JobRow,
    /// What else the search finds it by: serial number, notes, parts.
    pub words: String,
    /// JSON for the screen, as `field` writes it.
    pub more: String,
}

/// In which order a list comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// The appointment, or the promise where there is none; then those without either.
    #[default]
    Due,
    /// The one that changed last comes first.
    Updated,
}

/// Which jobs a list shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobFilter {
    /// Open ones or the others.
    pub open: bool,
    /// Only these states; empty for all.
    pub states: Vec<State>,
    /// Only what is due from the first on and before the second, Unix milliseconds.
    pub due: Option<(i64, i64)>,
    /// In which order.
    pub order: Order,
    /// The last row of the page before.
    pub after: Option<JobRow>,
    /// At most this many.
    pub limit: u32,
}

impl Default for JobFilter {
    fn default() -> Self {
        Self { open: true, states: Vec::new(), due: None, order: Order::Due, after: None, limit: 100 }
    }
}

const WITHOUT_TIME: i64 = i64::MAX;

pub(crate) fn to_settle() -> String {
    format!(
        "SELECT {}, words, more FROM job JOIN job_card USING (n) WHERE questions > 0 ORDER BY due, job",
        row_columns()
    )
}

impl Store {
    /// A page of the list.
    pub fn jobs(&self, filter: &JobFilter) -> Result<Vec<JobRow>, StoreRefused> {
        self.listed(&format!("SELECT {} FROM job WHERE open = ?", row_columns()), filter, row_of)
    }

    /// A page of the list, each job with what its own screen knows.
    pub fn cards(&self, filter: &JobFilter) -> Result<Vec<JobCard>, StoreRefused> {
        let select = format!("SELECT {}, words, more FROM job JOIN job_card USING (n) WHERE open = ?", row_columns());
        self.listed(&select, filter, card_of)
    }

    fn listed<T>(
        &self,
        select: &str,
        filter: &JobFilter,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreRefused> {
        let mut sql = select.to_owned();
        let mut values: Vec<Sql> = vec![filter.open.into()];
        if !filter.states.is_empty() {
            sql.push_str(&format!(" AND state IN ({})", vec!["?"; filter.states.len()].join(", ")));
            values.extend(filter.states.iter().map(|state| Sql::from(state.key().to_owned())));
        }
        if let Some((from, to)) = filter.due {
            sql.push_str(" AND due >= ? AND due < ?");
            values.extend([from.into(), to.into()]);
        }
        if let Some(after) = &filter.after {
            let (due, job) = (after.appointment_from.or(after.promised_by).unwrap_or(WITHOUT_TIME), after.job.as_str());
            let place = match filter.order {
                Order::Due => due,
                Order::Updated => after.updated,
            };
            sql.push_str(match filter.order {
                Order::Due => " AND due >= ? AND (due, job) > (?, ?)",
                Order::Updated => " AND updated <= ? AND (updated < ? OR job > ?)",
            });
            values.extend([place.into(), place.into(), job.to_owned().into()]);
        }
        sql.push_str(match filter.order {
            Order::Due => " ORDER BY due, job LIMIT ?",
            Order::Updated => " ORDER BY updated DESC, job LIMIT ?",
        });
        values.push(filter.limit.into());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(rusqlite::params_from_iter(values), read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many open (or other) jobs there are in each state.
    pub fn count_jobs(&self, open: bool) -> Result<BTreeMap<State, u64>, StoreRefused> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT state, count(*) AS jobs FROM job WHERE open = :open GROUP BY state")?;
        let rows = statement
            .query_map(named_params! { ":open": open }, |row| Ok((state_of(row)?, row.get::<_, u64>("jobs")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The jobs with something for a person to settle, in the order they are due.
    pub fn cards_to_settle(&self) -> Result<Vec<JobCard>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(&to_settle())?;
        let rows = statement.query_map([], card_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One job's card.
    pub fn card(&self, job: &JobId) -> Result<Option<JobCard>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {}, words, more FROM job JOIN job_card USING (n) WHERE job = :job",
            row_columns()
        ))?;
        Ok(statement.query_row(named_params! { ":job": job.as_str() }, card_of).optional()?)
    }
}

/// The columns of [`row_of`].
pub(crate) fn row_columns() -> &'static str {
    "job, state, open, urgent, promised_by, appointment_from, appointment_to, customer, phone, address, product,
     symptom, questions, updated,
     EXISTS (SELECT 1 FROM change WHERE change.job = job.job AND pending = 1) AS unsent"
}

fn card_of(row: &Row<'_>) -> rusqlite::Result<JobCard> {
    Ok(JobCard { row: row_of(row)?, words: row.get("words")?, more: row.get("more")? })
}

pub(crate) fn row_of(row: &Row<'_>) -> rusqlite::Result<JobRow> {
    Ok(JobRow {
        job: JobId::new(row.get::<_, String>("job")?),
        state: state_of(row)?,
        open: row.get("open")?,
        urgent: row.get("urgent")?,
        promised_by: row.get("promised_by")?,
        appointment_from: row.get("appointment_from")?,
        appointment_to: row.get("appointment_to")?,
        customer: row.get("customer")?,
        phone: row.get("phone")?,
        address: row.get("address")?,
        product: row.get("product")?,
        symptom: row.get("symptom")?,
        questions: row.get("questions")?,
        updated: row.get("updated")?,
        unsent: row.get("unsent")?,
    })
}

fn state_of(row: &Row<'_>) -> rusqlite::Result<State> {
    let column = row.as_ref().column_index("state")?;
    let key = row.get_ref("state")?.as_str()?;
    State::from_key(key).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(unreadable("a state")))
    })
}

/// Saves a card over the one before; the search index is touched only where its words changed.
pub(crate) fn save_card(connection: &Connection, card: &JobCard) -> Result<(), StoreRefused> {
    let row = &card.row;
    let before = connection
        .prepare_cached("SELECT n, customer, phone, address, product, symptom, words FROM job JOIN job_card USING (n) WHERE job = :job")?
        .query_row(named_params! { ":job": row.job.as_str() }, |found| {
            let same = found.get_ref("customer")?.as_str()? == row.customer
                && found.get_ref("phone")?.as_str()? == row.phone
                && found.get_ref("address")?.as_str()? == row.address
                && found.get_ref("product")?.as_str()? == row.product
                && found.get_ref("symptom")?.as_str()? == row.symptom
                && found.get_ref("words")?.as_str()? == card.words;
            Ok((found.get::<_, i64>("n")?, same))
        })
        .optional()?;
    let n = save_row(connection, row)?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO job_card (n, words, more) VALUES (:n, :words, :more)
         ON CONFLICT (n) DO UPDATE SET words = excluded.words, more = excluded.more",
    )?;
    statement.execute(named_params! { ":n": n, ":words": card.words, ":more": card.more })?;
    match before {
        Some((_, true)) => Ok(()),
        Some((n, false)) => {
            connection.prepare_cached("DELETE FROM job_search WHERE rowid = :n")?.execute(named_params! { ":n": n })?;
            index(connection, n, card)
        }
        None => index(connection, n, card),
    }
}

fn save_row(connection: &Connection, row: &JobRow) -> Result<i64, StoreRefused> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO job (job, state, open, urgent, promised_by, appointment_from, appointment_to, customer, phone,
                          address, product, symptom, questions, updated)
         VALUES (:job, :state, :open, :urgent, :promised_by, :appointment_from, :appointment_to, :customer, :phone,
                 :address, :product, :symptom, :questions, :updated)
         ON CONFLICT (job) DO UPDATE SET state = excluded.state, open = excluded.open, urgent = excluded.urgent,
           promised_by = excluded.promised_by, appointment_from = excluded.appointment_from,
           appointment_to = excluded.appointment_to, customer = excluded.customer, phone = excluded.phone,
           address = excluded.address, product = excluded.product, symptom = excluded.symptom,
           questions = excluded.questions, updated = excluded.updated
         RETURNING n",
    )?;
    let n = statement.query_row(
        named_params! {
            ":job": row.job.as_str(), ":state": row.state.key(), ":open": row.open, ":urgent": row.urgent,
            ":promised_by": row.promised_by, ":appointment_from": row.appointment_from,
            ":appointment_to": row.appointment_to, ":customer": row.customer, ":phone": row.phone,
            ":address": row.address, ":product": row.product, ":symptom": row.symptom,
            ":questions": row.questions, ":updated": row.updated,
        },
        |found| found.get("n"),
    )?;
    Ok(n)
}

fn index(connection: &Connection, n: i64, card: &JobCard) -> Result<(), StoreRefused> {
    let row = &card.row;
    // A column each, so that no phrase begins in one field and ends in the next.
    let mut statement = connection.prepare_cached(
        "INSERT INTO job_search (rowid, job, customer, address, product, symptom, words, numbers)
         VALUES (:n, :job, :customer, :address, :product, :symptom, :words, :numbers)",
    )?;
    statement.execute(named_params! {
        ":n": n,
        ":job": row.job.as_str(),
        ":customer": spaced(&row.customer),
        ":address": spaced(&row.address),
        ":product": spaced(&row.product),
        ":symptom": spaced(&row.symptom),
        ":words": spaced(&card.words),
        ":numbers": tails([row.job.as_str(), row.phone.as_str()]),
    })?;
    Ok(())
}

/// Takes a job out of the list and the search.
pub(crate) fn drop_card(connection: &Connection, job: &JobId) -> Result<(), StoreRefused> {
    let job = named_params! { ":job": job.as_str() };
    connection.execute("DELETE FROM job_search WHERE rowid IN (SELECT n FROM job WHERE job = :job)", job)?;
    connection.execute("DELETE FROM job WHERE job = :job", job)?;
    Ok(())
}
