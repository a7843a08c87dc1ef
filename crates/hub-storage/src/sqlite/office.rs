//! Accounts and sessions in SQLite.

use super::SqliteTx;
use crate::office::{Admin, Office};
use crate::refused::StorageRefused;
use rusqlite::{OptionalExtension, named_params};

impl Office for SqliteTx<'_> {
    fn save_admin(&mut self, admin: &Admin) -> Result<(), StorageRefused> {
        self.prepare(
            "INSERT INTO admin (name, password, one_time, failures, locked_until)
             VALUES (:name, :password, :one_time, :failures, :locked_until)
             ON CONFLICT (name) DO UPDATE SET password = excluded.password, one_time = excluded.one_time,
               failures = excluded.failures, locked_until = excluded.locked_until",
        )?
        .execute(named_params! {
            ":name": admin.name, ":password": admin.password, ":one_time": admin.one_time,
            ":failures": admin.failures, ":locked_until": admin.locked_until,
        })?;
        Ok(())
    }

    fn admin(&self, name: &str) -> Result<Option<Admin>, StorageRefused> {
        let mut statement =
            self.prepare("SELECT name, password, one_time, failures, locked_until FROM admin WHERE name = :name")?;
        let found = statement.query_row(named_params! { ":name": name }, |row| {
            Ok(Admin {
                name: row.get("name")?,
                password: row.get("password")?,
                one_time: row.get("one_time")?,
                failures: row.get("failures")?,
                locked_until: row.get("locked_until")?,
            })
        });
        Ok(found.optional()?)
    }

    fn open_session(&mut self, token: &[u8; 32], admin: &str, expires: i64, now: i64) -> Result<(), StorageRefused> {
        self.prepare("DELETE FROM session WHERE expires <= :now")?.execute(named_params! { ":now": now })?;
        self.prepare("INSERT INTO session (token, admin, expires) VALUES (:token, :admin, :expires)")?
            .execute(named_params! { ":token": token, ":admin": admin, ":expires": expires })?;
        Ok(())
    }

    fn session(&self, token: &[u8; 32], now: i64) -> Result<Option<String>, StorageRefused> {
        let mut statement = self.prepare("SELECT admin FROM session WHERE token = :token AND expires > :now")?;
        Ok(statement.query_row(named_params! { ":token": token, ":now": now }, |row| row.get("admin")).optional()?)
    }

    fn end_sessions(&mut self, admin: &str) -> Result<(), StorageRefused> {
        self.prepare("DELETE FROM session WHERE admin = :admin")?.execute(named_params! { ":admin": admin })?;
        Ok(())
    }
}
