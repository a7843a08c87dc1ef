//! Whether the file is sound: every page, index and reference.

use crate::refused::StorageRefused;
use rusqlite::Connection;

/// Faults SQLite names at most; one is enough to distrust the file.
const MOST: u32 = 20;

/// What is wrong. A file too damaged to be walked is one fault more, not an error.
pub(super) fn faults(connection: &Connection) -> Result<Vec<String>, StorageRefused> {
    let mut faults = Vec::new();
    for look in [pages, references] {
        match look(connection) {
            Ok(found) => faults.extend(found),
            Err(StorageRefused::Damaged(what)) => faults.push(what),
            Err(refused) => return Err(refused),
        }
    }
    Ok(faults)
}

fn pages(connection: &Connection) -> Result<Vec<String>, StorageRefused> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
    let said = statement.query_map([], |row| row.get::<_, String>(0))?;
    let said: Vec<String> = said.collect::<Result<_, _>>()?;
    Ok(said.into_iter().filter(|line| line != "ok").collect())
}

fn references(connection: &Connection) -> Result<Vec<String>, StorageRefused> {
    let mut statement = connection.prepare("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT :most")?;
    let broken = statement.query_map(rusqlite::named_params! { ":most": MOST }, |row| {
        let (table, parent): (String, String) = (row.get("table")?, row.get("parent")?);
        Ok(format!("a row of {table} names a row of {parent} that is not there"))
    })?;
    Ok(broken.collect::<Result<_, _>>()?)
}
