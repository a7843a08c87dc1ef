//! 存储: how much of the device the app takes, and what of it may go. Only photos of visits that are over go, and only
//! once they are *secured* (DESIGN "Two levels of safety"); signatures, papers and records stay, so that a signed sheet
//! can always be shown.

use crate::app::{Field, MEDIA, STORE};
use crate::refused::FieldRefused;
use domain::digest::Digest;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use store::media::{HeldMedia, MediaKind};
use ts_rs::TS;

/// Where the office announces no backup, a visit's photos stay for so long after its last change.
const WITHOUT_BACKUP_MS: i64 = 30 * 86_400_000;
/// Files one call frees: a screen shows how far it is, and the app answers between two calls.
const AT_ONCE: usize = 20;

/// The Storage screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct StorageView {
    /// All the app keeps on this device, bytes.
    pub total: u64,
    /// What the device has left, bytes; `null` where it does not say.
    pub left: Option<u64>,
    /// Jobs on this device.
    pub jobs: u32,
    /// What they, their records and standards take, bytes.
    pub records: u64,
    /// Photos and files.
    pub photos: Held,
    /// Signatures and papers.
    pub papers: Held,
    /// Photos that are not records yet.
    pub drafts: Held,
    /// Photos that may go now.
    pub may_go: Held,
    /// Photos whose bytes are at the office alone.
    pub gone: Held,
    /// The office announces how far its backup goes.
    pub backup: bool,
}

/// So many files of so many bytes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, TS)]
pub struct Held {
    /// How many.
    pub files: u32,
    /// Bytes.
    pub bytes: u64,
}

impl Held {
    fn add(&mut self, files: u64, bytes: u64) {
        self.files = self.files.saturating_add(u32::try_from(files).unwrap_or(u32::MAX));
        self.bytes = self.bytes.saturating_add(bytes);
    }

    fn of<'a>(files: impl IntoIterator<Item = &'a (Digest, u64)>) -> Self {
        let mut held = Self::default();
        files.into_iter().for_each(|(_, bytes)| held.add(1, *bytes));
        held
    }
}

impl Field {
    /// What takes how much, and what may go.
    pub fn storage_view(&mut self) -> Result<StorageView, FieldRefused> {
        let jobs: u64 =
            self.store.count_jobs(true)?.into_values().chain(self.store.count_jobs(false)?.into_values()).sum();
        let mut view = StorageView {
            total: 0,
            left: self.folder.as_deref().and_then(left_on),
            jobs: u32::try_from(jobs).unwrap_or(u32::MAX),
            records: self.size_of(STORE),
            photos: Held::default(),
            papers: Held::default(),
            drafts: Held::default(),
            may_go: Held::of(&self.may_go()?),
            gone: Held::default(),
            backup: self.store.secured()?.is_some(),
        };
        view.total = view.records + self.size_of(MEDIA);
        for HeldMedia { kind, freed, files, bytes } in self.media.held()? {
            let place = match kind {
                _ if freed => &mut view.gone,
                MediaKind::Photo | MediaKind::File => &mut view.photos,
                MediaKind::Ink | MediaKind::Facts | MediaKind::Paper => &mut view.papers,
                MediaKind::Unblurred | MediaKind::Thumbnail => &mut view.drafts,
            };
            place.add(files, bytes);
        }
        Ok(view)
    }

    /// Frees some of what may go, and says what went; nothing is left to free once it says zero files.
    pub fn free_some(&mut self) -> Result<Held, FieldRefused> {
        let mut some = self.may_go()?;
        some.truncate(AT_ONCE);
        for (digest, _) in &some {
            self.media.free(digest)?;
        }
        Ok(Held::of(&some))
    }

    /// Photos the office has in its backup and no visit needs here any more, the oldest first.
    fn may_go(&mut self) -> Result<Vec<(Digest, u64)>, FieldRefused> {
        // A hub that went backwards has yet to say what it lacks.
        if self.store.is_offering()? {
            return Ok(Vec::new());
        }
        let backup = self.store.secured()?;
        let mut some = self.media.at_office(&[MediaKind::Photo, MediaKind::File], backup)?;
        if some.is_empty() {
            return Ok(some);
        }
        let since = backup.is_none().then(|| self.now_ms() - WITHOUT_BACKUP_MS);
        let needed = self.needed(since)?;
        some.retain(|(digest, _)| !needed.contains(digest));
        Ok(some)
    }

    /// The files of visits that go on, or that changed after `since`.
    fn needed(&mut self, since: Option<i64>) -> Result<BTreeSet<Digest>, FieldRefused> {
        let mut needed = BTreeSet::new();
        for job in self.store.own_jobs(u32::MAX)? {
            let over = self.store.card(&job)?.is_some_and(|card| {
                !card.row.open && !card.row.unsent && since.is_none_or(|since| card.row.updated < since)
            });
            if !over {
                needed.extend(self.blobs_of(&job)?);
            }
        }
        Ok(needed)
    }

    fn size_of(&self, name: &str) -> u64 {
        let Some(folder) = &self.folder else { return 0 };
        let size = |name: String| std::fs::metadata(folder.join(name)).map_or(0, |file| file.len());
        size(name.to_owned()) + size(format!("{name}-wal"))
    }
}

/// Bytes an app may still write there.
fn left_on(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    return rustix::fs::statvfs(folder).ok().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}
