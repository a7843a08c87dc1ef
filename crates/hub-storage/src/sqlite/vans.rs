//! Fitted parts in SQLite.

use super::SqliteTx;
use crate::refused::StorageRefused;
use crate::vans::{Fitted, Vans};
use domain::ids::{JobId, PersonId, RecordId};
use rusqlite::named_params;

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

    fn fitted_by(&self, person: &PersonId) -> Result<Vec<Fitted>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT record, job, person, at, movement FROM fitted WHERE person = :person ORDER BY job, record",
        )?;
        let rows = statement.query_map(named_params! { ":person": person.as_str() }, |row| {
            Ok(Fitted {
                record: RecordId::new(row.get::<_, String>("record")?),
                job: JobId::new(row.get::<_, String>("job")?),
                person: PersonId::new(row.get::<_, String>("person")?),
                at: row.get("at")?,
                movement: row.get("movement")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
