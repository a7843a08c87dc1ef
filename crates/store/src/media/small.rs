//! The small pictures of photos. They never leave the phone, and one that is missing can be made again.

use super::{Media, MediaKind, MediaRefused};
use crate::refused::StoreRefused;
use domain::digest::Digest;
use rusqlite::{Connection, OptionalExtension, named_params};

impl Media {
    /// Keeps the small picture of a photo.
    pub fn put_small(&mut self, photo: &Digest, bytes: &[u8]) -> Result<Digest, MediaRefused> {
        let small = self.put(bytes, MediaKind::Thumbnail)?;
        if small == *photo {
            // It is as small already.
            return Ok(small);
        }
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO small (photo, digest) VALUES (:photo, :digest)
                 ON CONFLICT (photo) DO UPDATE SET digest = excluded.digest",
                named_params! { ":photo": photo.0, ":digest": small.0 },
            )?;
            Ok(())
        })?;
        Ok(small)
    }

    /// The small picture of a photo, where there is one.
    pub fn small(&self, photo: &Digest) -> Result<Option<Digest>, StoreRefused> {
        let mut statement = self.connection.prepare_cached("SELECT digest FROM small WHERE photo = :photo")?;
        let found = statement.query_row(named_params! { ":photo": photo.0 }, |row| row.get("digest")).optional()?;
        Ok(found.map(Digest))
    }
}

/// Removes the small picture of a photo, unless it is another photo's too.
pub(super) fn forget(connection: &Connection, photo: &Digest) -> Result<(), StoreRefused> {
    let asked = named_params! { ":photo": photo.0 };
    let small: Option<[u8; 32]> = connection
        .query_row("SELECT digest FROM small WHERE photo = :photo", asked, |row| row.get("digest"))
        .optional()?;
    connection.execute("DELETE FROM small WHERE photo = :photo", asked)?;
    connection.execute(
        "DELETE FROM blob WHERE digest = :small AND kind = :kind
         AND NOT EXISTS (SELECT 1 FROM small WHERE digest = :small)",
        named_params! { ":small": small, ":kind": MediaKind::Thumbnail.key() },
    )?;
    Ok(())
}
