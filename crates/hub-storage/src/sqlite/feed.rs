//! The feed in SQLite. The write lock is held from the transaction's start, so Rust may count and link.

use super::SqliteTx;
use super::documents::kind_of;
use crate::feed::{Audience, Feed, FeedRow, Head, Link, NewRow, RowKind};
use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};
use rusqlite::{OptionalExtension, Row, named_params};

const EVERYBODY: &str = "all";
const JOB: &str = "job";
const DEVICE: &str = "device:";

impl Feed for SqliteTx<'_> {
    fn head(&self) -> Result<Head, StorageRefused> {
        let mut statement = self.prepare("SELECT epoch, number, chain, secured FROM feed_head WHERE one = 1")?;
        Ok(statement.query_row([], |row| {
            Ok(Head {
                epoch: row.get("epoch")?,
                number: row.get("number")?,
                chain: row.get("chain")?,
                secured: row.get("secured")?,
            })
        })?)
    }

    fn chain_at(&self, number: u64) -> Result<Option<[u8; 32]>, StorageRefused> {
        if number == 0 {
            return Ok(Some([0; 32]));
        }
        let mut statement = self.prepare("SELECT chain FROM feed WHERE number = :number")?;
        Ok(statement.query_row(named_params! { ":number": number }, |row| row.get("chain")).optional()?)
    }

    fn publish(&mut self, rows: &[NewRow], link: Link<'_>) -> Result<Head, StorageRefused> {
        let mut head = self.head()?;
        for row in rows {
            head.number += 1;
            head.chain = link(&head.chain, head.number, row);
            self.insert_row(&head, row)?;
        }
        self.prepare("UPDATE feed_head SET number = :number, chain = :chain WHERE one = 1")?
            .execute(named_params! { ":number": head.number, ":chain": head.chain })?;
        Ok(head)
    }

    fn rows_for(&self, device: &DeviceId, after: u64, limit: u32) -> Result<Vec<FeedRow>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT number, audience, kind, job, document, payload, chain, after, upto FROM feed
             WHERE number > :after AND (audience IN ('all', :audience) OR audience = 'job' AND EXISTS
               (SELECT 1 FROM job_grant WHERE job_grant.job = feed.job AND job_grant.device = :device
                AND job_grant.number <= feed.number AND (job_grant.ended IS NULL OR feed.number < job_grant.ended)))
             ORDER BY number LIMIT :limit",
        )?;
        let audience = format!("{DEVICE}{device}");
        let values = named_params! {
            ":after": after, ":audience": audience, ":device": device.as_str(), ":limit": limit,
        };
        let rows = statement.query_map(values, feed_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn begin_epoch(&mut self, epoch: &[u8; 16]) -> Result<(), StorageRefused> {
        self.prepare("UPDATE feed_head SET epoch = :epoch WHERE one = 1")?
            .execute(named_params! { ":epoch": epoch })?;
        Ok(())
    }

    fn secure(&mut self, number: u64) -> Result<(), StorageRefused> {
        self.prepare("UPDATE feed_head SET secured = :number WHERE one = 1")?
            .execute(named_params! { ":number": number })?;
        Ok(())
    }
}

impl SqliteTx<'_> {
    fn insert_row(&self, head: &Head, row: &NewRow) -> Result<(), StorageRefused> {
        let audience = match &row.audience {
            Audience::All => EVERYBODY.to_owned(),
            Audience::Device(device) => format!("{DEVICE}{device}"),
            Audience::Job => JOB.to_owned(),
        };
        let job = row.job.as_ref().map(JobId::as_str);
        let document = row.document.map(|kind| kind as u8);
        self.prepare(
            "INSERT INTO feed (number, audience, kind, job, document, payload, chain, after, upto)
             VALUES (:number, :audience, :kind, :job, :document, :payload, :chain, :after, :upto)",
        )?
        .execute(named_params! {
            ":number": head.number, ":audience": audience, ":kind": row.kind.code(), ":job": job,
            ":document": document, ":payload": row.payload.0, ":chain": head.chain,
            ":after": row.carries.0, ":upto": row.carries.1,
        })?;
        if row.kind == RowKind::Changes {
            self.prepare(
                "UPDATE change SET number = :number WHERE job = :job AND document = :document AND number IS NULL",
            )?
            .execute(named_params! { ":number": head.number, ":job": job, ":document": document })?;
        }
        Ok(())
    }
}

fn feed_row(row: &Row<'_>) -> rusqlite::Result<FeedRow> {
    let audience: String = row.get("audience")?;
    let audience = match audience.as_str() {
        EVERYBODY => Audience::All,
        JOB => Audience::Job,
        other => Audience::Device(DeviceId::new(other.strip_prefix(DEVICE).unwrap_or(other))),
    };
    let code: u8 = row.get("kind")?;
    let column = row.as_ref().column_index("kind")?;
    let kind = RowKind::ALL
        .into_iter()
        .find(|kind| kind.code() == code)
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(column, code.into()))?;
    let document: Option<u8> = row.get("document")?;
    let new = NewRow {
        audience,
        kind,
        job: row.get::<_, Option<String>>("job")?.map(JobId::new),
        document: document.map(|code| kind_of(row, code)).transpose()?,
        payload: Digest(row.get("payload")?),
        carries: (row.get("after")?, row.get("upto")?),
    };
    Ok(FeedRow { number: row.get("number")?, row: new, chain: row.get("chain")? })
}
