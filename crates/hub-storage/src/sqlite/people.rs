//! Persons, devices, tokens in SQLite.

use super::SqliteTx;
use crate::people::{Device, DeviceState, Enrolment, Farewell, People, Person};
use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::{DeviceId, PersonId};
use domain::key::KeyId;
use rusqlite::{OptionalExtension, Row, named_params};

const DEVICE: &str = "SELECT id, person, key, spki, certificate, facts, state, enrolled FROM device";

impl People for SqliteTx<'_> {
    fn save_person(&mut self, person: &Person, at: i64) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO person (id, name, badge, since) VALUES (:id, :name, :badge, :at)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, badge = excluded.badge",
        )?
        .execute(
            named_params! { ":id": person.id.as_str(), ":name": person.name, ":badge": person.badge, ":at": at },
        )?;
        Ok(())
    }

    fn person(&self, id: &PersonId) -> Result<Option<Person>, StorageRefused> {
        let mut statement = self.prepare("SELECT id, name, badge FROM person WHERE id = :id")?;
        Ok(statement.query_row(named_params! { ":id": id.as_str() }, person).optional()?)
    }

    fn persons(&self) -> Result<Vec<Person>, StorageRefused> {
        let mut statement = self.prepare("SELECT id, name, badge FROM person ORDER BY id")?;
        let rows = statement.query_map([], person)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn save_device(&mut self, device: &Device, at: i64) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO device (id, person, key, spki, certificate, facts, state, enrolled, seen)
             VALUES (:id, :person, :key, :spki, :certificate, :facts, :state, :enrolled, :at)
             ON CONFLICT (id) DO UPDATE SET person = excluded.person, key = excluded.key, spki = excluded.spki,
               certificate = excluded.certificate, facts = excluded.facts, state = excluded.state",
        )?
        .execute(named_params! {
            ":id": device.id.as_str(), ":person": device.person.as_str(), ":key": device.key.0, ":spki": device.spki,
            ":certificate": device.certificate, ":facts": device.facts, ":state": device.state.key(),
            ":enrolled": device.enrolled, ":at": at,
        })?;
        self.prepare(
            "INSERT INTO certificate_issued (digest, key, der, issued) VALUES (:digest, :key, :der, :at)
             ON CONFLICT (digest) DO NOTHING",
        )?
        .execute(named_params! {
            ":digest": Digest::of(&device.certificate).0, ":key": device.key.0, ":der": device.certificate, ":at": at,
        })?;
        Ok(())
    }

    fn device_of_key(&self, key: &KeyId) -> Result<Option<Device>, StorageRefused> {
        let mut statement = self.prepare(&format!("{DEVICE} WHERE key = :key"))?;
        Ok(statement.query_row(named_params! { ":key": key.0 }, device).optional()?)
    }

    fn device(&self, id: &DeviceId) -> Result<Option<Device>, StorageRefused> {
        let mut statement = self.prepare(&format!("{DEVICE} WHERE id = :id"))?;
        Ok(statement.query_row(named_params! { ":id": id.as_str() }, device).optional()?)
    }

    fn devices_of(&self, person: &PersonId) -> Result<Vec<Device>, StorageRefused> {
        let mut statement = self.prepare(&format!("{DEVICE} WHERE person = :person ORDER BY enrolled, id"))?;
        let rows = statement.query_map(named_params! { ":person": person.as_str() }, device)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn last_seen(&self, id: &DeviceId) -> Result<Option<i64>, StorageRefused> {
        let mut statement = self.prepare("SELECT seen FROM device WHERE id = :id")?;
        Ok(statement.query_row(named_params! { ":id": id.as_str() }, |row| row.get("seen")).optional()?)
    }

    fn seen(&mut self, id: &DeviceId, at: i64) -> Result<(), StorageRefused> {
        self.prepare("UPDATE device SET seen = :at WHERE id = :id")?
            .execute(named_params! { ":id": id.as_str(), ":at": at })?;
        Ok(())
    }

    fn schema(&self, id: &DeviceId) -> Result<u32, StorageRefused> {
        let mut statement = self.prepare("SELECT schema FROM device WHERE id = :id")?;
        let found = statement.query_row(named_params! { ":id": id.as_str() }, |row| row.get("schema")).optional()?;
        Ok(found.unwrap_or(1))
    }

    fn save_schema(&mut self, id: &DeviceId, schema: u32) -> Result<(), StorageRefused> {
        self.prepare("UPDATE device SET schema = :schema WHERE id = :id AND schema <> :schema")?
            .execute(named_params! { ":id": id.as_str(), ":schema": schema })?;
        Ok(())
    }

    fn is_welcomed(&self, id: &DeviceId) -> Result<bool, StorageRefused> {
        let mut statement = self.prepare("SELECT 1 FROM device WHERE id = :id AND welcomed")?;
        Ok(statement.exists(named_params! { ":id": id.as_str() })?)
    }

    fn welcome(&mut self, id: &DeviceId) -> Result<(), StorageRefused> {
        self.prepare("UPDATE device SET welcomed = 1 WHERE id = :id")?.execute(named_params! { ":id": id.as_str() })?;
        Ok(())
    }

    fn farewell(&self, id: &DeviceId) -> Result<Option<Farewell>, StorageRefused> {
        let mut statement = self.prepare("SELECT changes, blobs, at FROM farewell WHERE device = :id")?;
        let found = statement.query_row(named_params! { ":id": id.as_str() }, |row| {
            Ok(Farewell { changes: row.get("changes")?, blobs: row.get("blobs")?, at: row.get("at")? })
        });
        Ok(found.optional()?)
    }

    fn save_farewell(&mut self, id: &DeviceId, farewell: &Farewell) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO farewell (device, changes, blobs, at) VALUES (:id, :changes, :blobs, :at)
             ON CONFLICT (device) DO NOTHING",
        )?
        .execute(named_params! {
            ":id": id.as_str(), ":changes": farewell.changes, ":blobs": farewell.blobs, ":at": farewell.at,
        })?;
        Ok(())
    }

    fn save_token(&mut self, token: &[u8; 32], enrolment: &Enrolment) -> Result<(), StorageRefused> {
        self.prepare("INSERT INTO enrolment (token, person, expires, used) VALUES (:token, :person, :expires, :used)")?
            .execute(named_params! {
                ":token": token, ":person": enrolment.person.as_str(), ":expires": enrolment.expires,
                ":used": enrolment.used,
            })?;
        Ok(())
    }

    fn token(&self, token: &[u8; 32]) -> Result<Option<Enrolment>, StorageRefused> {
        let mut statement = self.prepare("SELECT person, expires, used FROM enrolment WHERE token = :token")?;
        let found = statement.query_row(named_params! { ":token": token }, |row| {
            Ok(Enrolment {
                person: PersonId::new(row.get::<_, String>("person")?),
                expires: row.get("expires")?,
                used: row.get("used")?,
            })
        });
        Ok(found.optional()?)
    }

    fn use_token(&mut self, token: &[u8; 32], device: &DeviceId, at: i64) -> Result<bool, StorageRefused> {
        let used = self
            .prepare("UPDATE enrolment SET used = :at, device = :device WHERE token = :token AND used IS NULL")?
            .execute(named_params! { ":token": token, ":device": device.as_str(), ":at": at })?;
        Ok(used == 1)
    }
}

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person { id: PersonId::new(row.get::<_, String>("id")?), name: row.get("name")?, badge: row.get("badge")? })
}

fn device(row: &Row<'_>) -> rusqlite::Result<Device> {
    let state: String = row.get("state")?;
    Ok(Device {
        id: DeviceId::new(row.get::<_, String>("id")?),
        person: PersonId::new(row.get::<_, String>("person")?),
        key: KeyId(row.get("key")?),
        spki: row.get("spki")?,
        certificate: row.get("certificate")?,
        facts: row.get("facts")?,
        // The column's own check knows these three words only.
        state: DeviceState::ALL.into_iter().find(|it| it.key() == state).unwrap_or(DeviceState::Lost),
        enrolled: row.get("enrolled")?,
    })
}
