//! The records and briefs of the jobs as plain rows, so that folding a job needs no Automerge.

use crate::refused::{StoreRefused, unreadable};
use crate::store::Store;
use domain::brief::Brief;
use domain::digest::Digest;
use domain::fold;
use domain::ids::{JobId, RecordId};
use domain::record::{Kind, Record};
use replica::document::{Document, Entry};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One record as it stands in a log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordRow {
    /// Its key in the log.
    pub id: RecordId,
    /// The change that brought it.
    pub change: Digest,
    /// Its canonical JSON.
    pub text: String,
    /// Seals its author knew.
    pub knew_seals: BTreeSet<RecordId>,
    /// Seals that knew it.
    pub sealed_by: BTreeSet<RecordId>,
}

impl RecordRow {
    /// The rows of a log.
    #[must_use]
    pub fn of(log: &Document) -> Vec<Self> {
        log.entries().iter().map(Self::from).collect()
    }

    /// The rows that `change` added or altered: a seal alters every row it knew.
    #[must_use]
    pub fn of_change(log: &Document, change: &Digest) -> Vec<Self> {
        log.entries_of(change).iter().map(Self::from).collect()
    }

    /// As the fold takes it.
    #[must_use]
    pub fn entry(&self) -> fold::Entry {
        fold::Entry {
            id: self.id.clone(),
            change: self.change,
            record: Record::from_text(&self.text).map(Arc::new).map_err(|why| why.code().to_owned()),
            knew_seals: self.knew_seals.clone(),
            sealed_by: self.sealed_by.clone(),
        }
    }
}

impl From<&Entry> for RecordRow {
    fn from(entry: &Entry) -> Self {
        Self {
            id: entry.id.clone(),
            change: entry.change,
            text: entry.text.clone(),
            knew_seals: entry.knew_seals.clone(),
            sealed_by: entry.sealed_by.clone(),
        }
    }
}

impl Store {
    /// A job's records, by id and so nearly by time.
    pub fn records(&self, job: &JobId) -> Result<Vec<RecordRow>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, change, text, knew_seals, sealed_by FROM record WHERE job = :job ORDER BY id",
        )?;
        let rows = statement.query_map(named_params! { ":job": job.as_str() }, row_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The records of one kind over all jobs, by job and id: the movements of the van's stock, say.
    pub fn records_of_kind(&self, kind: &Kind) -> Result<Vec<(JobId, RecordRow)>, StoreRefused> {
        let mut statement = self.connection.prepare_cached(
            "SELECT job, id, change, text, knew_seals, sealed_by FROM record WHERE kind = :kind ORDER BY job, id",
        )?;
        let rows = statement.query_map(named_params! { ":kind": kind.key() }, |row| {
            Ok((JobId::new(row.get::<_, String>("job")?), row_of(row)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A job's brief, or none where none has come.
    pub fn brief(&self, job: &JobId) -> Result<Option<Brief>, StoreRefused> {
        let mut statement = self.connection.prepare_cached("SELECT json FROM brief WHERE job = :job")?;
        let json: Option<String> =
            statement.query_row(named_params! { ":job": job.as_str() }, |row| row.get("json")).optional()?;
        json.map(|json| serde_json::from_str(&json).map_err(|_| unreadable("a brief"))).transpose()
    }
}

fn row_of(row: &Row<'_>) -> rusqlite::Result<RecordRow> {
    let ids = |column: &str| {
        serde_json::from_str(row.get_ref(column)?.as_str()?)
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error)))
    };
    Ok(RecordRow {
        id: RecordId::new(row.get::<_, String>("id")?),
        change: Digest(row.get("change")?),
        text: row.get("text")?,
        knew_seals: ids("knew_seals")?,
        sealed_by: ids("sealed_by")?,
    })
}

/// Saves rows over those of the same ids.
pub(crate) fn save_records(connection: &Connection, job: &JobId, rows: &[RecordRow]) -> Result<(), StoreRefused> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO record (job, id, change, kind, visit, item, unit, text, knew_seals, sealed_by)
         VALUES (:job, :id, :change, :kind, :visit, :item, :unit, :text, :knew_seals, :sealed_by)
         ON CONFLICT (job, id) DO UPDATE SET change = excluded.change, kind = excluded.kind, visit = excluded.visit,
           item = excluded.item, unit = excluded.unit, text = excluded.text, knew_seals = excluded.knew_seals,
           sealed_by = excluded.sealed_by",
    )?;
    for row in rows {
        let record = Record::from_text(&row.text).ok();
        let record = record.as_ref();
        let ids = |ids: &BTreeSet<RecordId>| serde_json::to_string(ids).map_err(|_| unreadable("a seal's id"));
        statement.execute(named_params! {
            ":job": job.as_str(), ":id": row.id.as_str(), ":change": row.change.0,
            ":kind": record.map_or("", |record| record.kind.key()),
            ":visit": record.and_then(|record| record.visit).map(|visit| visit.0),
            ":item": record.and_then(|record| record.item.as_ref()).map(|item| item.as_str()),
            ":unit": record.and_then(|record| record.unit.as_ref()).map(|unit| unit.as_str()),
            ":text": row.text, ":knew_seals": ids(&row.knew_seals)?, ":sealed_by": ids(&row.sealed_by)?,
        })?;
    }
    Ok(())
}

/// Puts these rows in the place of all the job had: a foreign change may give an older record another id.
pub(crate) fn replace_records(connection: &Connection, job: &JobId, rows: &[RecordRow]) -> Result<(), StoreRefused> {
    connection
        .prepare_cached("DELETE FROM record WHERE job = :job")?
        .execute(named_params! { ":job": job.as_str() })?;
    save_records(connection, job, rows)
}

pub(crate) fn save_brief(connection: &Connection, job: &JobId, brief: &Brief) -> Result<(), StoreRefused> {
    let json = serde_json::to_string(brief).map_err(|_| unreadable("a brief"))?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO brief (job, json) VALUES (:job, :json) ON CONFLICT (job) DO UPDATE SET json = excluded.json",
    )?;
    statement.execute(named_params! { ":job": job.as_str(), ":json": json })?;
    Ok(())
}
