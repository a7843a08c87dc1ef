//! Fitted parts in SQLite.

use super::SqliteTx;
use crate::refused::StorageRefused;
use crate::vans::{Fitted, Vans};
use domain::ids::{JobId, PersonId, RecordId};
use rusqlite::{Row, named_params};
use std::collections::BTreeMap;

const FITTED: &str = "SELECT record, job, person, at, movement FROM fitted";

impl Vans for SqliteTx<'_> {
    fn save_fitted(&mut self, job: &JobId, fitted: &[Fitted]) -> Result<(), StorageRefused> {
        self.prepare("DELETE FROM fitted WHERE job = :job")?.execute(named_params! { ":job": job.as_str() })?;
        let mut statement = self.prepare(
            "INSERT INTO fitted (record, job, person, at, movement) VALUES (:record, :job, :person, :at, :movement)",
        )?;
        for line in fitted {
            statement.execute(named_params! {
                ":record": line.record.as_str(), ":job": job.as_str(), ":person": line.person.as_str(),
                ":at": line.at, ":movement": line.movement,
            })?;
        }
        Ok(())
    }

    fn fitted_in(&self, job: &JobId) -> Result<Vec<Fitted>, StorageRefused> {
        let mut statement = self.prepare(&format!("{FITTED} WHERE job = :job ORDER BY record"))?;
        let rows = statement.query_map(named_params! { ":job": job.as_str() }, fitted)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn fitted_by(&self, person: &PersonId) -> Result<Vec<Fitted>, StorageRefused> {
        let mut statement = self.prepare(&format!("{FITTED} WHERE person = :person ORDER BY job, record"))?;
        let rows = statement.query_map(named_params! { ":person": person.as_str() }, fitted)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn fitted_out_of_sight(&self, person: &PersonId) -> Result<Vec<Fitted>, StorageRefused> {
        let mut statement = self.prepare(&format!(
            "{FITTED} WHERE person = :person AND NOT EXISTS
               (SELECT 1 FROM assignment WHERE assignment.job = fitted.job AND assignment.person = fitted.person)
             ORDER BY job, record"
        ))?;
        let rows = statement.query_map(named_params! { ":person": person.as_str() }, fitted)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn save_van_card(&mut self, person: &PersonId, line: &str) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO van_card (person, line) VALUES (:person, :line)
             ON CONFLICT (person) DO UPDATE SET line = excluded.line",
        )?
        .execute(named_params! { ":person": person.as_str(), ":line": line })?;
        Ok(())
    }

    fn van_cards(&self) -> Result<BTreeMap<PersonId, String>, StorageRefused> {
        let mut statement = self.prepare("SELECT person, line FROM van_card")?;
        let rows =
            statement.query_map([], |row| Ok((PersonId::new(row.get::<_, String>("person")?), row.get("line")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn fitted(row: &Row<'_>) -> rusqlite::Result<Fitted> {
    Ok(Fitted {
        record: RecordId::new(row.get::<_, String>("record")?),
        job: JobId::new(row.get::<_, String>("job")?),
        person: PersonId::new(row.get::<_, String>("person")?),
        at: row.get("at")?,
        movement: row.get("movement")?,
    })
}
