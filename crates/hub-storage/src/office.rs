//! Who may use the office API.

use crate::refused::StorageRefused;

/// An account of the office.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admin {
    /// The name to sign in with.
    pub name: String,
    /// Argon2id, as a PHC string.
    pub password: String,
    /// The password was printed or dealt and must be replaced at the first session.
    pub one_time: bool,
    /// Wrong passwords in a row.
    pub failures: u32,
    /// No password is tried before this, Unix milliseconds.
    pub locked_until: i64,
}

/// Accounts and sessions.
pub trait Office {
    /// Adds an account or changes it.
    fn save_admin(&mut self, admin: &Admin) -> Result<(), StorageRefused>;
    /// The account of this name.
    fn admin(&self, name: &str) -> Result<Option<Admin>, StorageRefused>;
    /// Keeps a session by the SHA-256 of its token; forgets those that have expired.
    fn open_session(&mut self, token: &[u8; 32], admin: &str, expires: i64, now: i64) -> Result<(), StorageRefused>;
    /// The account of a session that has not expired.
    fn session(&self, token: &[u8; 32], now: i64) -> Result<Option<String>, StorageRefused>;
    /// Ends every session of an account.
    fn end_sessions(&mut self, admin: &str) -> Result<(), StorageRefused>;
}
