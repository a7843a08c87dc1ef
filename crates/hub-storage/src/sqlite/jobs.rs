//! Jobs, assignments, grants in SQLite.

use super::SqliteTx;
use crate::jobs::{Job, JobGrant, Jobs, Mirror, Of};
use crate::refused::StorageRefused;
use domain::ids::{DeviceId, JobId, PersonId};
use rusqlite::{OptionalExtension, Row, named_params};

const JOB: &str = "SELECT id, fields, verdicts, created, coalesce(job_card.updated, created) AS updated
  FROM job JOIN brief_mirror ON brief_mirror.job = job.id LEFT JOIN job_card ON job_card.job = job.id";
/// The list's order needs no brief: these are read for the page alone.
const LISTED: &str = "SELECT job.id AS listed, coalesce(job_card.updated, created) AS at
  FROM job LEFT JOIN job_card ON job_card.job = job.id";
const GRANT: &str = "SELECT job, device, letter, number, ended, ended_at FROM job_grant";

impl Jobs for SqliteTx<'_> {
    fn save_job(&mut self, id: &JobId, mirror: &Mirror, at: i64) -> Result<(), StorageRefused> {
        self.prepare("INSERT INTO job (id, created) VALUES (:id, :at) ON CONFLICT (id) DO NOTHING")?
            .execute(named_params! { ":id": id.as_str(), ":at": at })?;
        self.prepare(
            "INSERT INTO brief_mirror (job, fields, verdicts) VALUES (:job, :fields, :verdicts)
             ON CONFLICT (job) DO UPDATE SET fields = excluded.fields, verdicts = excluded.verdicts",
        )?
        .execute(named_params! { ":job": id.as_str(), ":fields": mirror.fields, ":verdicts": mirror.verdicts })?;
        Ok(())
    }

    fn has_job(&self, id: &JobId) -> Result<bool, StorageRefused> {
        Ok(self.prepare("SELECT 1 FROM job WHERE id = :id")?.exists(named_params! { ":id": id.as_str() })?)
    }

    fn job(&self, id: &JobId) -> Result<Option<Job>, StorageRefused> {
        let mut statement = self.prepare(&format!("{JOB} WHERE id = :id"))?;
        Ok(statement.query_row(named_params! { ":id": id.as_str() }, job).optional()?)
    }

    fn jobs(&self, of: Of, before: Option<(i64, JobId)>, limit: u32) -> Result<Vec<Job>, StorageRefused> {
        let (updated, id) = before.unwrap_or((i64::MAX, JobId::new("")));
        let mut statement = self.prepare(&format!(
            "{JOB} JOIN ({LISTED} WHERE (at < :updated OR (at = :updated AND listed > :id))
               AND (:all OR listed NOT LIKE :van || '%')
               ORDER BY at DESC, listed LIMIT :limit) ON listed = job.id ORDER BY at DESC, listed"
        ))?;
        let values = named_params! { ":updated": updated, ":id": id.as_str(), ":limit": limit, ":all": of == Of::All, ":van": JobId::VAN };
        let rows = statement.query_map(values, job)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn next_job_number(&mut self, day: &str, skip: u32) -> Result<u32, StorageRefused> {
        let mut statement = self.prepare(
            "INSERT INTO job_number (day, last) VALUES (:day, 1 + :skip)
             ON CONFLICT (day) DO UPDATE SET last = last + 1 + :skip RETURNING last",
        )?;
        Ok(statement.query_row(named_params! { ":day": day, ":skip": skip }, |row| row.get("last"))?)
    }

    fn assign(&mut self, job: &JobId, person: &PersonId, at: i64) -> Result<(), StorageRefused> {
        self.prepare("INSERT INTO assignment (job, person, since) VALUES (:job, :person, :at) ON CONFLICT DO NOTHING")?
            .execute(named_params! { ":job": job.as_str(), ":person": person.as_str(), ":at": at })?;
        Ok(())
    }

    fn unassign(&mut self, job: &JobId, person: &PersonId) -> Result<(), StorageRefused> {
        self.prepare("DELETE FROM assignment WHERE job = :job AND person = :person")?
            .execute(named_params! { ":job": job.as_str(), ":person": person.as_str() })?;
        Ok(())
    }

    fn assigned(&self, job: &JobId) -> Result<Vec<PersonId>, StorageRefused> {
        let mut statement = self.prepare("SELECT person FROM assignment WHERE job = :job ORDER BY since, person")?;
        let rows = statement.query_map(named_params! { ":job": job.as_str() }, |row| {
            Ok(PersonId::new(row.get::<_, String>("person")?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn ungranted(&self, person: &PersonId, device: &DeviceId) -> Result<Vec<JobId>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT job FROM assignment WHERE person = :person AND NOT EXISTS
               (SELECT 1 FROM job_grant WHERE job_grant.job = assignment.job AND device = :device AND ended IS NULL)
             ORDER BY since, job",
        )?;
        let values = named_params! { ":person": person.as_str(), ":device": device.as_str() };
        let rows = statement.query_map(values, |row| Ok(JobId::new(row.get::<_, String>("job")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn save_grant(&mut self, grant: &JobGrant) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO job_grant (job, device, letter, number, ended, ended_at)
             VALUES (:job, :device, :letter, :number, :ended, :ended_at)
             ON CONFLICT (job, device, number) DO UPDATE SET ended = excluded.ended, ended_at = excluded.ended_at",
        )?
        .execute(named_params! {
            ":job": grant.job.as_str(), ":device": grant.device.as_str(), ":letter": grant.letter,
            ":number": grant.number, ":ended": grant.ended, ":ended_at": grant.ended_at,
        })?;
        Ok(())
    }

    fn grants_of_job(&self, job: &JobId) -> Result<Vec<JobGrant>, StorageRefused> {
        let mut statement = self.prepare(&format!("{GRANT} WHERE job = :job ORDER BY number, device"))?;
        let rows = statement.query_map(named_params! { ":job": job.as_str() }, grant)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn grants_of_device(&self, device: &DeviceId) -> Result<Vec<JobGrant>, StorageRefused> {
        let mut statement =
            self.prepare(&format!("{GRANT} WHERE device = :device AND ended IS NULL ORDER BY job, number"))?;
        let rows = statement.query_map(named_params! { ":device": device.as_str() }, grant)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn grants(&self, job: &JobId, device: &DeviceId) -> Result<Vec<JobGrant>, StorageRefused> {
        let mut statement = self.prepare(&format!("{GRANT} WHERE job = :job AND device = :device ORDER BY number"))?;
        let values = named_params! { ":job": job.as_str(), ":device": device.as_str() };
        let rows = statement.query_map(values, grant)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn job(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        id: JobId::new(row.get::<_, String>("id")?),
        fields: row.get("fields")?,
        verdicts: row.get("verdicts")?,
        created: row.get("created")?,
        updated: row.get("updated")?,
    })
}

fn grant(row: &Row<'_>) -> rusqlite::Result<JobGrant> {
    Ok(JobGrant {
        job: JobId::new(row.get::<_, String>("job")?),
        device: DeviceId::new(row.get::<_, String>("device")?),
        letter: row.get("letter")?,
        number: row.get("number")?,
        ended: row.get("ended")?,
        ended_at: row.get("ended_at")?,
    })
}
