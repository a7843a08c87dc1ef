//! Nonces in SQLite.

use super::SqliteTx;
use crate::nonces::{A_DEVICE, Nonces, STRANGERS};
use crate::refused::StorageRefused;
use domain::key::KeyId;
use rusqlite::named_params;

impl Nonces for SqliteTx<'_> {
    fn open_nonce(&mut self, key: &KeyId, known: bool, nonce: &[u8; 16], at: i64) -> Result<(), StorageRefused> {
        self.prepare("INSERT INTO nonce (nonce, key, known, issued) VALUES (:nonce, :key, :known, :at)")?
            .execute(named_params! { ":nonce": nonce, ":key": key.0, ":known": known, ":at": at })?;
        if known {
            self.prepare(
                "DELETE FROM nonce WHERE key = :key AND rowid NOT IN
                   (SELECT rowid FROM nonce WHERE key = :key ORDER BY rowid DESC LIMIT :most)",
            )?
            .execute(named_params! { ":key": key.0, ":most": A_DEVICE })?;
        } else {
            self.prepare(
                "DELETE FROM nonce WHERE known = 0 AND rowid NOT IN
                   (SELECT rowid FROM nonce WHERE known = 0 ORDER BY rowid DESC LIMIT :most)",
            )?
            .execute(named_params! { ":most": STRANGERS })?;
        }
        Ok(())
    }

    fn use_nonce(&mut self, key: &KeyId, nonce: &[u8]) -> Result<bool, StorageRefused> {
        let used = self
            .prepare("DELETE FROM nonce WHERE nonce = :nonce AND key = :key")?
            .execute(named_params! { ":nonce": nonce, ":key": key.0 })?;
        Ok(used == 1)
    }
}
