//! Who wrote what: signatures over changes, actors' certificates and the certificates of devices and office keys. They are
//! kept as they came; whether they hold is `replica::author`'s to say, which is fed from here at the start.

use crate::documents::doc_of;
use crate::refused::{StoreRefused, unreadable};
use crate::store::Store;
use domain::digest::Digest;
use domain::key::KeyId;
use replica::author::{Authorship, SignedActorCertificate};
use replica::change::ActorId;
use replica::document::DocRef;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// The certificate of a device's or office's key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceCertificate {
    /// The key it certifies.
    pub key: KeyId,
    /// X.509, DER.
    pub der: Vec<u8>,
}

impl Store {
    /// Keeps the certificate of this run's actor. Before the actor's first change; the next push hands it over.
    pub fn save_own_actor(&mut self, certificate: &SignedActorCertificate) -> Result<(), StoreRefused> {
        self.write(|transaction| save_actor(transaction, certificate, true))
    }

    /// Keeps the certificate of a key, over an older one of it.
    pub fn save_device_certificate(&mut self, certificate: &DeviceCertificate) -> Result<(), StoreRefused> {
        self.write(|transaction| save_device(transaction, certificate))
    }

    /// Every key's certificate, by key.
    pub fn device_certificates(&self) -> Result<Vec<DeviceCertificate>, StoreRefused> {
        let mut statement = self.connection.prepare_cached("SELECT key, der FROM device_certificate ORDER BY key")?;
        let rows = statement
            .query_map([], |row| Ok(DeviceCertificate { key: KeyId(row.get("key")?), der: row.get("der")? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every actor's certificate, by actor.
    pub fn actor_certificates(&self) -> Result<Vec<SignedActorCertificate>, StoreRefused> {
        let mut statement = self.connection.prepare_cached("SELECT raw FROM actor_certificate ORDER BY actor")?;
        let rows = statement.query_map([], certificate_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The certificate in a row's `raw`.
pub(crate) fn certificate_of(row: &Row<'_>) -> rusqlite::Result<SignedActorCertificate> {
    minicbor::decode(row.get_ref("raw")?.as_blob()?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(error)))
}

pub(crate) fn save_actor(
    connection: &Connection,
    certificate: &SignedActorCertificate,
    own: bool,
) -> Result<(), StoreRefused> {
    let not_one = || StoreRefused::Unexpected("an actor's certificate cannot be read".into());
    let actor = certificate.read().map_err(|_| not_one())?.actor;
    let raw = minicbor::to_vec(certificate).map_err(|_| not_one())?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO actor_certificate (actor, raw, own, handed) VALUES (:actor, :raw, :own, NOT :own)
         ON CONFLICT (actor) DO NOTHING",
    )?;
    statement.execute(named_params! { ":actor": actor.0, ":raw": raw, ":own": own })?;
    Ok(())
}

pub(crate) fn save_device(connection: &Connection, certificate: &DeviceCertificate) -> Result<(), StoreRefused> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO device_certificate (key, der) VALUES (:key, :der)
         ON CONFLICT (key) DO UPDATE SET der = excluded.der",
    )?;
    statement.execute(named_params! { ":key": certificate.key.0, ":der": certificate.der })?;
    Ok(())
}

/// Keeps a signature.
pub(crate) fn save_authorship(connection: &Connection, signed: &Authorship) -> Result<(), StoreRefused> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO authorship (job, kind, actor, seq, hash, key, signature)
         VALUES (:job, :kind, :actor, :seq, :hash, :key, :signature)
         ON CONFLICT (job, kind, actor, seq) DO UPDATE SET hash = excluded.hash, key = excluded.key,
           signature = excluded.signature",
    )?;
    statement.execute(named_params! {
        ":job": signed.doc.job.as_str(), ":kind": signed.doc.kind.number(), ":actor": signed.actor.0,
        ":seq": signed.seq, ":hash": signed.hash.0, ":key": signed.key.0, ":signature": signed.signature,
    })?;
    Ok(())
}

/// Keeps a signature that came from the hub. The newest of an actor covers the ones before, unless they are still to be
/// pushed from here.
pub(crate) fn save_foreign_authorship(connection: &Connection, signed: &Authorship) -> Result<(), StoreRefused> {
    save_authorship(connection, signed)?;
    let mut statement = connection.prepare_cached(
        "DELETE FROM authorship WHERE job = :job AND kind = :kind AND actor = :actor AND seq < :seq
           AND NOT EXISTS (SELECT 1 FROM change WHERE job = :job AND kind = :kind AND actor = :actor AND pending = 1)",
    )?;
    statement.execute(named_params! {
        ":job": signed.doc.job.as_str(), ":kind": signed.doc.kind.number(), ":actor": signed.actor.0, ":seq": signed.seq,
    })?;
    Ok(())
}

/// The signature of this actor over its change `seq`, or the next later one.
pub(crate) fn authorship_from(
    connection: &Connection,
    doc: &DocRef,
    actor: ActorId,
    seq: u64,
) -> Result<Option<Authorship>, StoreRefused> {
    let mut statement = connection.prepare_cached(
        "SELECT job, kind, actor, seq, hash, key, signature FROM authorship
         WHERE job = :job AND kind = :kind AND actor = :actor AND seq >= :seq ORDER BY seq LIMIT 1",
    )?;
    let found = statement.query_row(
        named_params! { ":job": doc.job.as_str(), ":kind": doc.kind.number(), ":actor": actor.0, ":seq": seq },
        authorship_of,
    );
    Ok(found.optional()?)
}

fn authorship_of(row: &Row<'_>) -> rusqlite::Result<Authorship> {
    let signature: Vec<u8> = row.get("signature")?;
    let signature = signature
        .try_into()
        .map_err(|_| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(unreadable("a signature"))))?;
    Ok(Authorship {
        doc: doc_of(row)?,
        actor: ActorId(row.get("actor")?),
        seq: row.get("seq")?,
        hash: Digest(row.get("hash")?),
        key: KeyId(row.get("key")?),
        signature,
    })
}

/// The hub has this change: its actor's certificate too, and the signatures over earlier ones of its chain are covered.
pub(crate) fn handed_over(connection: &Connection, hash: &Digest) -> Result<(), StoreRefused> {
    let hash = named_params! { ":hash": hash.0 };
    connection
        .prepare_cached(
            "UPDATE actor_certificate SET handed = 1 WHERE actor IN (SELECT actor FROM change WHERE hash = :hash)",
        )?
        .execute(hash)?;
    connection.prepare_cached(COVERED)?.execute(hash)?;
    Ok(())
}

/// Takes away the signatures that a later one of the chain covers, once the hub has the later one's change.
pub(crate) const COVERED: &str = "DELETE FROM authorship WHERE (job, kind, actor, seq) IN (
       SELECT earlier.job, earlier.kind, earlier.actor, earlier.seq
       FROM change JOIN authorship AS earlier USING (job, kind, actor)
       WHERE change.hash = :hash AND earlier.seq < change.seq)";
