//! A database file damaged behind the back of its owner, in ways a disk or a careless hand can.

use rusqlite::Connection;
use std::path::Path;

/// Runs one statement on the file, without the owner's rules. Gives how many rows it changed.
pub fn run(file: &Path, sql: &str) -> rusqlite::Result<usize> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.execute(sql, [])
}
