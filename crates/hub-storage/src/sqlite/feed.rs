//! The feed in SQLite. The write lock is held from the transaction's start, so Rust may count and link.

use super::SqliteTx;
use super::documents::kind_of;
use crate::feed::{Feed, FeedRow, Head, LinkedRow, NewRow};
use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};
use rusqlite::{OptionalExtension, Row as Found, named_params};
use std::collections::BTreeMap;
use sync::feed::{Audience, CHAIN_START, Epoch, Place, Row, RowKind, Subject, chain};

const EVERYBODY: &str = "all";
const JOB: &str = "job";
const DEVICE: &str = "device:";

/// The kinds and their numbers in the file.
const KINDS: [(RowKind, u8); 4] =
    [(RowKind::Changes, 1), (RowKind::Grant, 2), (RowKind::GrantEnded, 3), (RowKind::Release, 4)];

impl Feed for SqliteTx<'_> {
    fn head(&self) -> Result<Head, StorageRefused> {
        let mut statement = self.prepare("SELECT epoch, number, chain, secured FROM feed_head WHERE one = 1")?;
        Ok(statement.query_row([], |row| {
            let (epoch, chain) = (Epoch(row.get("epoch")?), Digest(row.get("chain")?));
            Ok(Head { place: Place { epoch, number: row.get("number")?, chain }, secured: row.get("secured")? })
        })?)
    }

    fn chain_at(&self, number: u64) -> Result<Option<Digest>, StorageRefused> {
        if number == 0 {
            return Ok(Some(CHAIN_START));
        }
        // A number no row can have is no row.
        let Ok(number) = i64::try_from(number) else { return Ok(None) };
        let mut statement = self.prepare("SELECT chain FROM feed WHERE number = :number")?;
        let chain = statement.query_row(named_params! { ":number": number }, |row| row.get("chain")).optional()?;
        Ok(chain.map(Digest))
    }

    fn publish(&mut self, rows: &[NewRow]) -> Result<Head, StorageRefused> {
        let mut head = self.head()?;
        for new in rows {
            let NewRow { audience, kind, subject, payload, changes, carries } = new.clone();
            let row = Row { number: head.place.number + 1, audience, kind, subject, payload };
            head.place.chain = chain(&head.place.chain, &row);
            head.place.number = row.number;
            self.insert_row(&row, &head.place.chain, carries)?;
            self.number(&row, &changes)?;
        }
        self.prepare("UPDATE feed_head SET number = :number, chain = :chain WHERE one = 1")?
            .execute(named_params! { ":number": head.place.number, ":chain": head.place.chain.0 })?;
        Ok(head)
    }

    fn rows_for(&self, device: &DeviceId, after: u64, limit: u32) -> Result<Vec<FeedRow>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT number, audience, kind, job, document, payload, after, upto FROM feed
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

    fn seen_by(&self, after: u64, upto: u64) -> Result<BTreeMap<DeviceId, u64>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT device, max(number) AS number FROM (
               SELECT device.id AS device, feed.number AS number FROM feed CROSS JOIN device
               WHERE feed.number > :after AND feed.number <= :upto AND audience = 'all'
               UNION ALL
               SELECT substr(audience, length(:device) + 1), number FROM feed
               WHERE number > :after AND number <= :upto AND audience LIKE :device || '%'
               UNION ALL
               SELECT job_grant.device, feed.number FROM feed JOIN job_grant ON job_grant.job = feed.job
                AND job_grant.number <= feed.number AND (job_grant.ended IS NULL OR feed.number < job_grant.ended)
               WHERE feed.number > :after AND feed.number <= :upto AND audience = 'job')
             GROUP BY device",
        )?;
        let values = named_params! { ":after": after, ":upto": upto, ":device": DEVICE };
        let rows = statement
            .query_map(values, |found| Ok((DeviceId::new(found.get::<_, String>("device")?), found.get("number")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn linked(&self, after: u64, limit: u32) -> Result<Vec<LinkedRow>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT number, audience, kind, job, document, payload, chain, after, upto FROM feed
             WHERE number > :after ORDER BY number LIMIT :limit",
        )?;
        let rows = statement.query_map(named_params! { ":after": after, ":limit": limit }, |found| {
            Ok(LinkedRow { row: feed_row(found)?.row, chain: Digest(found.get("chain")?) })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn begin_epoch(&mut self, epoch: Epoch, at: i64) -> Result<(), StorageRefused> {
        self.prepare("UPDATE feed_head SET epoch = :epoch WHERE one = 1")?
            .execute(named_params! { ":epoch": epoch.0 })?;
        self.prepare("INSERT INTO epoch (epoch, begun) VALUES (:epoch, :at)")?
            .execute(named_params! { ":epoch": epoch.0, ":at": at })?;
        Ok(())
    }

    fn began_anew(&self) -> Result<bool, StorageRefused> {
        let mut statement = self.prepare("SELECT count(*) > 1 AS anew FROM epoch")?;
        Ok(statement.query_row([], |row| row.get("anew"))?)
    }

    fn knows_epoch(&self, epoch: Epoch) -> Result<bool, StorageRefused> {
        let mut statement = self.prepare("SELECT 1 FROM epoch WHERE epoch = :epoch")?;
        Ok(statement.exists(named_params! { ":epoch": epoch.0 })?)
    }

    fn secure(&mut self, number: u64) -> Result<(), StorageRefused> {
        self.prepare("UPDATE feed_head SET secured = :number WHERE one = 1")?
            .execute(named_params! { ":number": number })?;
        Ok(())
    }
}

impl SqliteTx<'_> {
    fn insert_row(&self, row: &Row, chain: &Digest, carries: (u64, u64)) -> Result<(), StorageRefused> {
        let audience = match &row.audience {
            Audience::All => EVERYBODY.to_owned(),
            Audience::Device(device) => format!("{DEVICE}{device}"),
            Audience::Job => JOB.to_owned(),
        };
        let kind = KINDS.iter().find(|(kind, _)| *kind == row.kind).map(|(_, code)| *code);
        let job = row.subject.as_ref().map(|subject| subject.job.as_str());
        let document = row.subject.as_ref().and_then(|subject| subject.document).map(|kind| kind.number());
        self.prepare(
            "INSERT INTO feed (number, audience, kind, job, document, payload, chain, after, upto)
             VALUES (:number, :audience, :kind, :job, :document, :payload, :chain, :after, :upto)",
        )?
        .execute(named_params! {
            ":number": row.number, ":audience": audience, ":kind": kind, ":job": job, ":document": document,
            ":payload": row.payload.0, ":chain": chain.0, ":after": carries.0, ":upto": carries.1,
        })?;
        Ok(())
    }

    fn number(&self, row: &Row, changes: &[Digest]) -> Result<(), StorageRefused> {
        let Some(Subject { job, document: Some(document) }) = &row.subject else { return Ok(()) };
        let mut statement = self.prepare(
            "UPDATE change SET number = :number
             WHERE job = :job AND document = :document AND hash = :hash AND number IS NULL",
        )?;
        for hash in changes {
            statement.execute(named_params! {
                ":number": row.number, ":job": job.as_str(), ":document": document.number(), ":hash": hash.0,
            })?;
        }
        Ok(())
    }
}

fn feed_row(found: &Found<'_>) -> rusqlite::Result<FeedRow> {
    let audience: String = found.get("audience")?;
    let audience = match audience.as_str() {
        EVERYBODY => Audience::All,
        JOB => Audience::Job,
        other => Audience::Device(DeviceId::new(other.strip_prefix(DEVICE).unwrap_or(other))),
    };
    let code: u8 = found.get("kind")?;
    let column = found.as_ref().column_index("kind")?;
    let unknown = || rusqlite::Error::IntegralValueOutOfRange(column, code.into());
    let kind = KINDS.iter().find(|(_, number)| *number == code).map(|(kind, _)| *kind).ok_or_else(unknown)?;
    let document: Option<u8> = found.get("document")?;
    let document = document.map(|code| kind_of(found, code)).transpose()?;
    let job: Option<String> = found.get("job")?;
    let row = Row {
        number: found.get("number")?,
        audience,
        kind,
        subject: job.map(|job| Subject { job: JobId::new(job), document }),
        payload: Digest(found.get("payload")?),
    };
    Ok(FeedRow { row, carries: (found.get("after")?, found.get("upto")?) })
}
