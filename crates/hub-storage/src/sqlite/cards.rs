//! Cards in SQLite.

use super::SqliteTx;
use crate::cards::{Card, Cards, CardsAsked};
use crate::refused::StorageRefused;
use domain::ids::JobId;
use rusqlite::{OptionalExtension, Row, ToSql, named_params, params_from_iter};

const CARD: &str = "SELECT job, state, pack, customer, phone, phone_digits, address, product, symptom, urgent, crew,
  appointment_from, appointment_to, promised_by, external, questions, updated, search FROM job_card";

const TO_SETTLE: &str = "SELECT job FROM job_card WHERE questions > 0
  UNION SELECT job FROM set_aside WHERE adopted IS NULL
  UNION SELECT job FROM held WHERE received < :held";

impl Cards for SqliteTx<'_> {
    fn save_card(&mut self, card: &Card) -> Result<(), StorageRefused> {
        // An index is written for every column that a statement names, changed or not: what rarely changes is named by one
        // that does nothing then.
        self.prepare(
            "INSERT INTO job_card (job, state, pack, customer, phone, phone_digits, address, product, symptom, urgent, crew,
               appointment_from, appointment_to, promised_by, external, questions, updated, search)
             VALUES (:job, :state, :pack, :customer, :phone, :phone_digits, :address, :product, :symptom, :urgent, :crew,
               :appointment_from, :appointment_to, :promised_by, :external, :questions, :updated, :search)
             ON CONFLICT (job) DO UPDATE SET state = excluded.state, pack = excluded.pack, customer = excluded.customer,
               phone = excluded.phone, address = excluded.address, product = excluded.product,
               symptom = excluded.symptom, urgent = excluded.urgent, crew = excluded.crew,
               appointment_from = excluded.appointment_from, appointment_to = excluded.appointment_to,
               promised_by = excluded.promised_by, questions = excluded.questions, updated = excluded.updated,
               search = excluded.search",
        )?
        .execute(named_params! {
            ":job": card.job.as_str(), ":state": card.state, ":pack": card.pack, ":customer": card.customer,
            ":phone": card.phone, ":phone_digits": card.phone_digits, ":address": card.address, ":product": card.product, ":symptom": card.symptom,
            ":urgent": card.urgent, ":crew": card.crew, ":appointment_from": card.appointment_from,
            ":appointment_to": card.appointment_to, ":promised_by": card.promised_by, ":external": card.external,
            ":questions": card.questions, ":updated": card.updated, ":search": card.search,
        })?;
        self.prepare(
            "UPDATE job_card SET phone_digits = :phone_digits, external = :external
             WHERE job = :job AND (phone_digits <> :phone_digits OR external <> :external)",
        )?
        .execute(named_params! {
            ":job": card.job.as_str(), ":phone_digits": card.phone_digits, ":external": card.external,
        })?;
        Ok(())
    }

    fn cards(&self, asked: &CardsAsked) -> Result<Vec<Card>, StorageRefused> {
        let (condition, mut values) = condition(asked);
        values.push(Box::new(asked.limit));
        values.push(Box::new(asked.skip));
        let sql = format!("{CARD} WHERE {condition} ORDER BY updated DESC, job DESC LIMIT ? OFFSET ?");
        let mut statement = self.prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(values), card)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn count_cards(&self, asked: &CardsAsked) -> Result<u64, StorageRefused> {
        let (condition, values) = condition(asked);
        let mut statement = self.prepare(&format!("SELECT count(*) AS cards FROM job_card WHERE {condition}"))?;
        Ok(statement.query_row(params_from_iter(values), |row| row.get("cards"))?)
    }

    fn to_settle(&self, held: i64, skip: u32, limit: u32) -> Result<(Vec<JobId>, u64), StorageRefused> {
        let mut statement = self.prepare(&format!("{TO_SETTLE} ORDER BY job LIMIT :limit OFFSET :skip"))?;
        let asked = named_params! { ":held": held, ":limit": limit, ":skip": skip };
        let jobs = statement.query_map(asked, |row| Ok(JobId::new(row.get::<_, String>("job")?)))?;
        let jobs = jobs.collect::<Result<_, _>>()?;
        let mut statement = self.prepare(&format!("SELECT count(*) AS jobs FROM ({TO_SETTLE})"))?;
        let all = statement.query_row(named_params! { ":held": held }, |row| row.get("jobs"))?;
        Ok((jobs, all))
    }

    fn job_of_external(&self, external: &str) -> Result<Option<JobId>, StorageRefused> {
        let mut statement = self
            .prepare("SELECT job FROM job_card WHERE external = :external AND external <> '' ORDER BY job LIMIT 1")?;
        let found = statement
            .query_row(named_params! { ":external": external }, |row| Ok(JobId::new(row.get::<_, String>("job")?)));
        Ok(found.optional()?)
    }

    fn cards_of_phone(&self, digits: &str, limit: u32) -> Result<Vec<Card>, StorageRefused> {
        let mut statement =
            self.prepare(&format!("{CARD} WHERE phone_digits = :digits ORDER BY updated DESC, job DESC LIMIT :limit"))?;
        let rows = statement.query_map(named_params! { ":digits": digits, ":limit": limit }, card)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn answered(&self, request: &str) -> Result<Option<(String, String)>, StorageRefused> {
        let mut statement = self.prepare("SELECT act, answer FROM answered WHERE request = :request")?;
        let found =
            statement.query_row(named_params! { ":request": request }, |row| Ok((row.get("act")?, row.get("answer")?)));
        Ok(found.optional()?)
    }

    fn save_answered(
        &mut self,
        request: &str,
        act: &str,
        answer: &str,
        at: i64,
        forget: i64,
    ) -> Result<(), StorageRefused> {
        self.prepare("DELETE FROM answered WHERE at < :forget")?.execute(named_params! { ":forget": forget })?;
        self.prepare("INSERT INTO answered (request, act, answer, at) VALUES (:request, :act, :answer, :at)")?
            .execute(named_params! { ":request": request, ":act": act, ":answer": answer, ":at": at })?;
        Ok(())
    }
}

/// The page's condition with its values in order. `instr` needs no escapes, whatever somebody searches for.
fn condition(asked: &CardsAsked) -> (String, Vec<Box<dyn ToSql>>) {
    let mut parts = vec!["1".to_owned()];
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    if !asked.states.is_empty() {
        parts.push(format!("state IN ({})", vec!["?"; asked.states.len()].join(", ")));
        values.extend(asked.states.iter().map(|state| Box::new(state.clone()) as Box<dyn ToSql>));
    }
    for word in &asked.words {
        parts.push("instr(search, ?) > 0".to_owned());
        values.push(Box::new(word.clone()));
    }
    (parts.join(" AND "), values)
}

fn card(row: &Row<'_>) -> rusqlite::Result<Card> {
    Ok(Card {
        job: JobId::new(row.get::<_, String>("job")?),
        state: row.get("state")?,
        pack: row.get("pack")?,
        customer: row.get("customer")?,
        phone: row.get("phone")?,
        phone_digits: row.get("phone_digits")?,
        address: row.get("address")?,
        product: row.get("product")?,
        symptom: row.get("symptom")?,
        urgent: row.get("urgent")?,
        crew: row.get("crew")?,
        appointment_from: row.get("appointment_from")?,
        appointment_to: row.get("appointment_to")?,
        promised_by: row.get("promised_by")?,
        external: row.get("external")?,
        questions: row.get("questions")?,
        updated: row.get("updated")?,
        search: row.get("search")?,
    })
}
