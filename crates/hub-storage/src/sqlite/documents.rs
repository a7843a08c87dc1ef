//! Changes and authorship in SQLite.

use super::SqliteTx;
use crate::documents::{
    Adopted, AsideChange, Documents, HeldChange, Received, SignedChange, StoredChange, WAITING_ROW, Waiting,
};
use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId};
use domain::key::KeyId;
use replica::change::ActorId;
use replica::document::{DocKind, DocRef};
use rusqlite::{OptionalExtension, Row, named_params};

const CHANGE: &str = "SELECT document, hash, actor, seq, raw, number, bearer, late FROM change";

impl Documents for SqliteTx<'_> {
    fn changes(&self, doc: &DocRef) -> Result<Vec<StoredChange>, StorageRefused> {
        let mut statement = self.prepare(&format!("{CHANGE} WHERE job = :job AND document = :document ORDER BY n"))?;
        let values = named_params! { ":job": doc.job.as_str(), ":document": doc.kind.number() };
        let rows = statement.query_map(values, change)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn changes_between(
        &self,
        job: &JobId,
        after: u64,
        upto: u64,
    ) -> Result<Vec<(DocKind, StoredChange)>, StorageRefused> {
        let mut statement = self.prepare(&format!(
            "{CHANGE} WHERE job = :job AND number > :after AND number <= :upto ORDER BY number, n"
        ))?;
        let values = named_params! { ":job": job.as_str(), ":after": after, ":upto": upto };
        let rows = statement.query_map(values, |row| Ok((kind_of(row, row.get("document")?)?, change(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn received(&self, doc: &DocRef) -> Result<Vec<Received>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT hash, received, bearer FROM change WHERE job = :job AND document = :document ORDER BY n",
        )?;
        let values = named_params! { ":job": doc.job.as_str(), ":document": doc.kind.number() };
        let rows = statement.query_map(values, |row| {
            Ok(Received {
                hash: Digest(row.get("hash")?),
                at: row.get("received")?,
                bearer: row.get::<_, Option<String>>("bearer")?.map(DeviceId::new),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn has_change(&self, doc: &DocRef, hash: &Digest) -> Result<bool, StorageRefused> {
        let mut statement =
            self.prepare("SELECT 1 FROM change WHERE job = :job AND document = :document AND hash = :hash")?;
        Ok(statement.exists(named_params! {
            ":job": doc.job.as_str(), ":document": doc.kind.number(), ":hash": hash.0,
        })?)
    }

    fn hashes(&self, doc: &DocRef) -> Result<Vec<Digest>, StorageRefused> {
        let mut statement =
            self.prepare("SELECT hash FROM change WHERE job = :job AND document = :document ORDER BY n")?;
        let values = named_params! { ":job": doc.job.as_str(), ":document": doc.kind.number() };
        let rows = statement.query_map(values, |row| Ok(Digest(row.get("hash")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn save_change(&mut self, doc: &DocRef, change: &StoredChange, at: i64) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO change (job, document, hash, actor, seq, raw, bearer, late, received)
             VALUES (:job, :document, :hash, :actor, :seq, :raw, :bearer, :late, :at)",
        )?
        .execute(named_params! {
            ":job": doc.job.as_str(), ":document": doc.kind.number(), ":hash": change.hash.0, ":actor": change.actor.0,
            ":seq": change.seq, ":raw": change.raw, ":bearer": change.bearer.as_ref().map(DeviceId::as_str),
            ":late": change.late, ":at": at,
        })?;
        Ok(())
    }

    fn hold(&mut self, doc: &DocRef, held: &HeldChange, at: i64) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO held (job, document, hash, raw, bearer, place, received)
             VALUES (:job, :document, :hash, :raw, :bearer, :place, :at) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":job": doc.job.as_str(), ":document": doc.kind.number(), ":hash": held.hash.0, ":raw": held.raw,
            ":bearer": held.bearer.as_str(), ":place": held.place, ":at": at,
        })?;
        Ok(())
    }

    fn held(&self, doc: &DocRef) -> Result<Vec<HeldChange>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT hash, raw, bearer, place FROM held WHERE job = :job AND document = :document ORDER BY received, hash",
        )?;
        let values = named_params! { ":job": doc.job.as_str(), ":document": doc.kind.number() };
        let rows = statement.query_map(values, |row| {
            Ok(HeldChange {
                hash: Digest(row.get("hash")?),
                raw: row.get("raw")?,
                bearer: DeviceId::new(row.get::<_, String>("bearer")?),
                place: row.get("place")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn waiting(&self, job: &JobId) -> Result<Vec<Waiting>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT document, hash, raw, bearer, place, received FROM held WHERE job = :job ORDER BY received, hash",
        )?;
        let rows = statement.query_map(named_params! { ":job": job.as_str() }, |row| {
            let held = HeldChange {
                hash: Digest(row.get("hash")?),
                raw: row.get("raw")?,
                bearer: DeviceId::new(row.get::<_, String>("bearer")?),
                place: row.get("place")?,
            };
            let doc = DocRef { job: job.clone(), kind: kind_of(row, row.get("document")?)? };
            Ok(Waiting { doc, held, received: row.get("received")? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn unhold(&mut self, doc: &DocRef, hash: &Digest) -> Result<(), StorageRefused> {
        self.prepare("DELETE FROM held WHERE job = :job AND document = :document AND hash = :hash")?
            .execute(named_params! { ":job": doc.job.as_str(), ":document": doc.kind.number(), ":hash": hash.0 })?;
        Ok(())
    }

    fn waiting_bytes(&self, bearer: &DeviceId) -> Result<u64, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT (SELECT coalesce(sum(length(raw) + :row), 0) FROM held WHERE bearer = :bearer)
                  + (SELECT coalesce(sum(length(raw) + :row), 0) FROM set_aside WHERE bearer = :bearer) AS bytes",
        )?;
        let asked = named_params! { ":bearer": bearer.as_str(), ":row": WAITING_ROW };
        Ok(statement.query_row(asked, |row| row.get("bytes"))?)
    }

    fn set_aside(&mut self, aside: &AsideChange) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO set_aside (job, document, hash, raw, rule, bearer, received)
             VALUES (:job, :document, :hash, :raw, :rule, :bearer, :at)
             ON CONFLICT (job, document, hash) DO UPDATE SET rule = excluded.rule",
        )?
        .execute(named_params! {
            ":job": aside.doc.job.as_str(), ":document": aside.doc.kind.number(), ":hash": aside.hash.0,
            ":raw": aside.raw, ":rule": aside.rule, ":bearer": aside.bearer.as_str(), ":at": aside.received,
        })?;
        Ok(())
    }

    fn adopt(&mut self, doc: &DocRef, hash: &Digest, adopted: &Adopted) -> Result<(), StorageRefused> {
        self.prepare(
            "UPDATE set_aside SET adopted_by = :by, adopted = :at
             WHERE job = :job AND document = :document AND hash = :hash",
        )?
        .execute(named_params! {
            ":job": doc.job.as_str(), ":document": doc.kind.number(), ":hash": hash.0, ":by": adopted.by,
            ":at": adopted.at,
        })?;
        Ok(())
    }

    fn aside(&self, doc: &DocRef, hash: &Digest) -> Result<Option<String>, StorageRefused> {
        let mut statement =
            self.prepare("SELECT rule FROM set_aside WHERE job = :job AND document = :document AND hash = :hash")?;
        let values = named_params! { ":job": doc.job.as_str(), ":document": doc.kind.number(), ":hash": hash.0 };
        Ok(statement.query_row(values, |row| row.get("rule")).optional()?)
    }

    fn take_back(&mut self, doc: &DocRef, hash: &Digest) -> Result<(), StorageRefused> {
        self.prepare("DELETE FROM set_aside WHERE job = :job AND document = :document AND hash = :hash")?
            .execute(named_params! { ":job": doc.job.as_str(), ":document": doc.kind.number(), ":hash": hash.0 })?;
        Ok(())
    }

    fn asides(&self, job: &JobId) -> Result<Vec<AsideChange>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT document, hash, raw, rule, bearer, received, adopted, adopted_by FROM set_aside WHERE job = :job
             ORDER BY received, document, hash",
        )?;
        let rows = statement.query_map(named_params! { ":job": job.as_str() }, |row| {
            let adopted = row.get::<_, Option<String>>("adopted_by")?.zip(row.get::<_, Option<i64>>("adopted")?);
            Ok(AsideChange {
                doc: DocRef { job: job.clone(), kind: kind_of(row, row.get("document")?)? },
                hash: Digest(row.get("hash")?),
                raw: row.get("raw")?,
                rule: row.get("rule")?,
                bearer: DeviceId::new(row.get::<_, String>("bearer")?),
                received: row.get("received")?,
                adopted: adopted.map(|(by, at)| Adopted { by, at }),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn save_authorship(&mut self, doc: &DocRef, signed: &SignedChange) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO authorship (job, document, actor, seq, hash, key, signature)
             VALUES (:job, :document, :actor, :seq, :hash, :key, :signature) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":job": doc.job.as_str(), ":document": doc.kind.number(), ":actor": signed.actor.0, ":seq": signed.seq,
            ":hash": signed.hash.0, ":key": signed.key.0, ":signature": signed.signature,
        })?;
        Ok(())
    }

    fn authorships(&self, doc: &DocRef) -> Result<Vec<SignedChange>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT actor, seq, hash, key, signature FROM authorship WHERE job = :job AND document = :document
             ORDER BY actor, seq",
        )?;
        let values = named_params! { ":job": doc.job.as_str(), ":document": doc.kind.number() };
        let rows = statement.query_map(values, |row| {
            Ok(SignedChange {
                actor: ActorId(row.get("actor")?),
                seq: row.get("seq")?,
                hash: Digest(row.get("hash")?),
                key: KeyId(row.get("key")?),
                signature: row.get("signature")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn save_actor(&mut self, actor: &ActorId, key: &KeyId, certificate: &[u8], at: i64) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO actor (actor, key, certificate, received) VALUES (:actor, :key, :certificate, :at)
             ON CONFLICT (actor) DO NOTHING",
        )?
        .execute(named_params! { ":actor": actor.0, ":key": key.0, ":certificate": certificate, ":at": at })?;
        Ok(())
    }

    fn actor(&self, actor: &ActorId) -> Result<Option<(KeyId, Vec<u8>)>, StorageRefused> {
        let mut statement = self.prepare("SELECT key, certificate FROM actor WHERE actor = :actor")?;
        let found = statement.query_row(named_params! { ":actor": actor.0 }, |row| {
            Ok((KeyId(row.get("key")?), row.get("certificate")?))
        });
        Ok(found.optional()?)
    }
}

pub(super) fn kind_of(row: &Row<'_>, code: u8) -> rusqlite::Result<DocKind> {
    let column = row.as_ref().column_index("document")?;
    DocKind::from_number(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, code.into()))
}

fn change(row: &Row<'_>) -> rusqlite::Result<StoredChange> {
    Ok(StoredChange {
        hash: Digest(row.get("hash")?),
        actor: ActorId(row.get("actor")?),
        seq: row.get("seq")?,
        raw: row.get("raw")?,
        number: row.get("number")?,
        bearer: row.get::<_, Option<String>>("bearer")?.map(DeviceId::new),
        late: row.get("late")?,
    })
}
