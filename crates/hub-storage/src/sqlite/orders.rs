//! Facts and moves of the office in SQLite.

use super::SqliteTx;
use crate::orders::{OfficeFact, OfficeMove, Orders};
use crate::refused::StorageRefused;
use domain::ids::{JobId, VisitNo};
use rusqlite::named_params;

impl Orders for SqliteTx<'_> {
    fn record_fact(
        &mut self,
        job: &JobId,
        fact: &str,
        clerk: &str,
        words: &str,
        at: i64,
    ) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO office_fact (job, fact, at, clerk, words) VALUES (:job, :fact, :at, :clerk, :words)",
        )?
        .execute(named_params! {
            ":job": job.as_str(), ":fact": fact, ":at": at, ":clerk": clerk, ":words": words,
        })?;
        Ok(())
    }

    fn facts_of_job(&self, job: &JobId) -> Result<Vec<OfficeFact>, StorageRefused> {
        let mut statement =
            self.prepare("SELECT number, fact, at, clerk, words FROM office_fact WHERE job = :job ORDER BY number")?;
        let facts = statement.query_map(named_params! { ":job": job.as_str() }, |row| {
            Ok(OfficeFact {
                number: row.get("number")?,
                fact: row.get("fact")?,
                at: row.get("at")?,
                clerk: row.get("clerk")?,
                words: row.get("words")?,
            })
        })?;
        Ok(facts.collect::<Result<_, _>>()?)
    }

    fn save_move(&mut self, job: &JobId, moved: &OfficeMove) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO office_move (job, row, from_state, to_state, visit, at, clerk, reason, after_fact)
             VALUES (:job, :row, :from, :to, :visit, :at, :clerk, :reason, :after)",
        )?
        .execute(named_params! {
            ":job": job.as_str(), ":row": moved.row, ":from": moved.from, ":to": moved.to,
            ":visit": moved.visit.map(|visit| visit.0), ":at": moved.at, ":clerk": moved.clerk,
            ":reason": moved.reason, ":after": moved.after,
        })?;
        Ok(())
    }

    fn moves_of_job(&self, job: &JobId) -> Result<Vec<OfficeMove>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT row, from_state, to_state, visit, at, clerk, reason, after_fact
             FROM office_move WHERE job = :job ORDER BY number",
        )?;
        let moves = statement.query_map(named_params! { ":job": job.as_str() }, |row| {
            Ok(OfficeMove {
                row: row.get("row")?,
                from: row.get("from_state")?,
                to: row.get("to_state")?,
                visit: row.get::<_, Option<u32>>("visit")?.map(VisitNo),
                at: row.get("at")?,
                clerk: row.get("clerk")?,
                reason: row.get("reason")?,
                after: row.get("after_fact")?,
            })
        })?;
        Ok(moves.collect::<Result<_, _>>()?)
    }
}
