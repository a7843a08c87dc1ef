//! What a file from outside may unpack to before anything reads it.

use std::io::{self, Cursor, Read};

/// Why an archive is not unpacked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TooHeavy {
    /// It is no archive, or is cut short or damaged.
    Damaged,
    /// It has too many files, or unpacks to too much.
    Bomb,
}

/// Unpacks every file of an archive to nowhere and counts: what its directory says about sizes is not believed.
pub fn weigh(bytes: &[u8], most_files: usize, most_unpacked: u64) -> Result<(), TooHeavy> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| TooHeavy::Damaged)?;
    if archive.len() > most_files {
        return Err(TooHeavy::Bomb);
    }
    let mut unpacked = 0;
    for place in 0..archive.len() {
        let file = archive.by_index(place).map_err(|_| TooHeavy::Damaged)?;
        let left = most_unpacked - unpacked;
        unpacked += io::copy(&mut file.take(left + 1), &mut io::sink()).map_err(|_| TooHeavy::Damaged)?;
        if unpacked > most_unpacked {
            return Err(TooHeavy::Bomb);
        }
    }
    Ok(())
}
