//! Company and releases in SQLite.

use super::SqliteTx;
use crate::company::{Companies, Company, Release};
use crate::feed::Feed as _;
use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::CompanyId;
use rusqlite::{OptionalExtension, Row, named_params};
use sync::feed::{CHAIN_START, Epoch};

const RELEASE: &str = "SELECT kind, name, version, digest, bytes FROM release";

impl Companies for SqliteTx<'_> {
    fn found(&mut self, company: &Company, epoch: Epoch, at: i64) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO company (one, id, name_zh, name_en, hub, root, issuing, office, offset_minutes, founded)
             VALUES (1, :id, :name_zh, :name_en, :hub, :root, :issuing, :office, :offset, :at)",
        )?
        .execute(named_params! {
            ":id": company.id.as_str(), ":name_zh": company.name_zh, ":name_en": company.name_en, ":hub": company.hub,
            ":root": company.root, ":issuing": company.issuing, ":office": company.office,
            ":offset": company.offset_minutes, ":at": at,
        })?;
        self.prepare("INSERT INTO feed_head (one, epoch, number, chain) VALUES (1, :epoch, 0, :chain)")?
            .execute(named_params! { ":epoch": epoch.0, ":chain": CHAIN_START.0 })?;
        self.begin_epoch(epoch, at)
    }

    fn company(&self) -> Result<Option<Company>, StorageRefused> {
        let mut statement = self.prepare(
            "SELECT id, name_zh, name_en, hub, root, issuing, office, offset_minutes FROM company WHERE one = 1",
        )?;
        let found = statement.query_row([], |row| {
            Ok(Company {
                id: CompanyId::new(row.get::<_, String>("id")?),
                name_zh: row.get("name_zh")?,
                name_en: row.get("name_en")?,
                hub: row.get("hub")?,
                root: row.get("root")?,
                issuing: row.get("issuing")?,
                office: row.get("office")?,
                offset_minutes: row.get("offset_minutes")?,
            })
        });
        Ok(found.optional()?)
    }

    fn save_release(&mut self, release: &Release, number: u64) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO release (kind, name, version, digest, bytes, number)
             VALUES (:kind, :name, :version, :digest, :bytes, :number)",
        )?
        .execute(named_params! {
            ":kind": release.kind, ":name": release.name, ":version": release.version, ":digest": release.digest.0,
            ":bytes": release.bytes, ":number": number,
        })?;
        Ok(())
    }

    fn release(&self, kind: &str, name: &str, version: &str) -> Result<Option<Release>, StorageRefused> {
        let mut statement =
            self.prepare(&format!("{RELEASE} WHERE kind = :kind AND name = :name AND version = :version"))?;
        let values = named_params! { ":kind": kind, ":name": name, ":version": version };
        Ok(statement.query_row(values, release).optional()?)
    }

    fn newest_release(&self, kind: &str, name: &str) -> Result<Option<Release>, StorageRefused> {
        let mut statement =
            self.prepare(&format!("{RELEASE} WHERE kind = :kind AND name = :name ORDER BY number DESC LIMIT 1"))?;
        Ok(statement.query_row(named_params! { ":kind": kind, ":name": name }, release).optional()?)
    }

    fn releases(&self, kind: &str, name: &str, limit: u32) -> Result<Vec<Release>, StorageRefused> {
        let mut statement =
            self.prepare(&format!("{RELEASE} WHERE kind = :kind AND name = :name ORDER BY number DESC LIMIT :limit"))?;
        let values = named_params! { ":kind": kind, ":name": name, ":limit": limit };
        let found = statement.query_map(values, release)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn release_of(&self, kind: &str, digest: &Digest) -> Result<Option<Release>, StorageRefused> {
        let mut statement =
            self.prepare(&format!("{RELEASE} WHERE kind = :kind AND digest = :digest ORDER BY number DESC LIMIT 1"))?;
        let values = named_params! { ":kind": kind, ":digest": digest.0 };
        Ok(statement.query_row(values, release).optional()?)
    }

    fn release_at(&self, number: u64) -> Result<Option<Release>, StorageRefused> {
        let mut statement = self.prepare(&format!("{RELEASE} WHERE number = :number"))?;
        Ok(statement.query_row(named_params! { ":number": number }, release).optional()?)
    }
}

fn release(row: &Row<'_>) -> rusqlite::Result<Release> {
    Ok(Release {
        kind: row.get("kind")?,
        name: row.get("name")?,
        version: row.get("version")?,
        digest: Digest(row.get("digest")?),
        bytes: row.get("bytes")?,
    })
}
