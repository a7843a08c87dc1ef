//! Blobs on their way to the hub: announced, added to piece by piece, finished, given up, swept. An upload's id is the
//! SHA-256 it will have; when all of it is here the digest is checked, and only what is on the disk under its digest is
//! called stored. A stored blob is never deleted.
//!
//! Unfinished uploads that nobody has added to for a week are swept when the hub starts and when another is announced.
//!
//! It must not know HTTP.

mod refused;
mod shelf;

pub use refused::UploadRefused;
pub use shelf::{Files, Shelf};

use crate::blobs::Finished;
use crate::core::Moment;
use domain::digest::Digest;
use hub_storage::Tx;
use hub_storage::media::{Blob, BlobState, Quarantined};
use hub_storage::people::Device;

/// The largest blob, in bytes.
pub const LARGEST: u64 = 256 << 20;
/// Bytes of one device's uploads that are not stored yet, together.
pub const UNFINISHED: u64 = 2 << 30;
/// How long an unfinished upload is kept after its last piece, in milliseconds.
pub const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// How many are swept on one occasion, so that nobody waits for it.
const SWEPT: u32 = 100;

/// How an upload stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Its id.
    pub digest: Digest,
    /// How many bytes are here.
    pub offset: u64,
    /// How many there will be.
    pub size: u64,
    /// It is stored, and the last row of the feed has this number: a backup that goes further has it.
    pub stored: Option<u64>,
    /// Until when an unfinished one is kept, Unix milliseconds.
    pub kept_until: Option<i64>,
}

/// A piece of an upload.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    /// Where it begins.
    pub offset: u64,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// What they are, as their sender says.
    pub checksum: Option<Digest>,
}

/// Announces an upload. One that is stored, or under way, is found as it stands.
pub fn announce(hub: &impl Shelf, device: &Device, digest: &Digest, size: u64) -> Result<Standing, UploadRefused> {
    if size == 0 || size > LARGEST {
        return Err(UploadRefused::TooLarge);
    }
    sweep(hub);
    let _taken = take(hub, digest)?;
    let blob = hub.write(|tx, moment| begin(hub, tx, moment, device, digest, size))?;
    let standing = standing_of(hub, &blob)?;
    if blob.state == BlobState::Stored || standing.offset < standing.size {
        return Ok(standing);
    }
    // All of it is here, and a crash kept the hub from finishing.
    finish(hub, device, blob)
}

/// Where an upload ends.
pub fn standing(hub: &impl Shelf, digest: &Digest) -> Result<Standing, UploadRefused> {
    standing_of(hub, &known(hub, digest)?)
}

/// Adds a piece; the last one ends in *stored*, or in [`UploadRefused::OtherBytes`].
pub fn add(hub: &impl Shelf, device: &Device, digest: &Digest, piece: &Piece<'_>) -> Result<Standing, UploadRefused> {
    let _taken = take(hub, digest)?;
    let blob = known(hub, digest)?;
    let before = standing_of(hub, &blob)?;
    if before.stored.is_some() || before.offset != piece.offset {
        return Err(UploadRefused::WrongOffset(before.offset));
    }
    if piece.offset.saturating_add(piece.bytes.len() as u64) > blob.size {
        return Err(UploadRefused::TooLong(blob.size));
    }
    if piece.checksum.is_some_and(|checksum| checksum != Digest::of(piece.bytes)) {
        return Err(UploadRefused::Checksum(before.offset));
    }
    if hub.files().append(digest, piece.offset, piece.bytes)? == blob.size {
        return finish(hub, device, blob);
    }
    let blob = hub.write(|tx, moment| save(tx, moment, blob, BlobState::Arriving))?;
    standing_of(hub, &blob)
}

/// Gives an unfinished upload up, for the device that announced it.
pub fn give_up(hub: &impl Shelf, device: &Device, digest: &Digest) -> Result<(), UploadRefused> {
    let _taken = take(hub, digest)?;
    let blob = known(hub, digest)?;
    if is_here(hub, &blob) {
        return Err(UploadRefused::Stored);
    }
    if blob.device != device.id {
        return Err(UploadRefused::NotYours);
    }
    hub.files().discard(digest)?;
    hub.write(|tx, _| Ok(tx.forget_arriving(digest)?))
}

/// Sweeps what nobody has added to for [`KEPT_MS`]. What it cannot sweep today it leaves to the next occasion.
pub fn sweep(hub: &impl Shelf) {
    if let Err(why) = sweep_untouched(hub) {
        tracing::warn!(%why, "unfinished uploads could not be swept");
    }
}

fn sweep_untouched(hub: &impl Shelf) -> Result<(), UploadRefused> {
    let untouched = hub.read(|tx, moment| Ok(tx.untouched(moment.now_ms.saturating_sub(KEPT_MS), SWEPT)?))?;
    for Blob { digest, .. } in untouched {
        let Some(_taken) = hub.take(&digest) else { continue };
        hub.write(|tx, moment| match tx.blob(&digest)? {
            // A crash kept its row from saying that it is stored.
            Some(blob) if is_over(&blob, moment) && hub.files().has(&digest) => {
                save(tx, moment, blob, BlobState::Stored).map(|_| ())
            }
            Some(blob) if is_over(&blob, moment) => {
                hub.files().discard(&digest)?;
                Ok(tx.forget_arriving(&digest)?)
            }
            // Somebody went on with it meanwhile.
            _ => Ok(()),
        })?;
    }
    Ok(())
}

fn begin(
    hub: &impl Shelf,
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    device: &Device,
    digest: &Digest,
    size: u64,
) -> Result<Blob, UploadRefused> {
    match tx.blob(digest)? {
        Some(known) if known.state == BlobState::Stored => return Ok(known),
        Some(known) if known.size == size && !is_over(&known, moment) => {
            return save(tx, moment, known, BlobState::Arriving);
        }
        _ => {}
    }
    if tx.arriving_bytes(&device.id)?.saturating_add(size) > UNFINISHED {
        return Err(UploadRefused::TooManyUnfinished);
    }
    // Announced with another size before: one of the two was wrong, and what has arrived fits neither for sure.
    hub.files().discard(digest)?;
    let blob = Blob { digest: *digest, size, device: device.id.clone(), state: BlobState::Arriving, changed: 0 };
    save(tx, moment, blob, BlobState::Arriving)
}

fn finish(hub: &impl Shelf, device: &Device, blob: Blob) -> Result<Standing, UploadRefused> {
    let finished = match hub.files().has(&blob.digest) {
        true => Finished::Stored,
        false => hub.files().finish(&blob.digest)?,
    };
    match finished {
        Finished::Stored => {
            let stored = hub.write(|tx, moment| save(tx, moment, blob, BlobState::Stored))?;
            standing_of(hub, &stored)
        }
        Finished::Other { found } => {
            let (digest, size) = (blob.digest, blob.size);
            hub.write(|tx, moment| {
                tx.forget_arriving(&digest)?;
                let device = device.id.clone();
                Ok::<_, UploadRefused>(tx.quarantine(&Quarantined {
                    digest,
                    found,
                    size,
                    device,
                    at: moment.now_ms,
                })?)
            })?;
            Err(UploadRefused::OtherBytes)
        }
    }
}

/// Writes down how far the blob is now.
fn save(tx: &mut dyn Tx, moment: Moment<'_>, blob: Blob, state: BlobState) -> Result<Blob, UploadRefused> {
    let blob = Blob { state, changed: moment.now_ms, ..blob };
    tx.save_blob(&blob)?;
    Ok(blob)
}

fn take<'a, S: Shelf>(hub: &'a S, digest: &Digest) -> Result<S::Taken<'a>, UploadRefused> {
    hub.take(digest).ok_or(UploadRefused::Busy)
}

/// The upload with this id, unless its time is over.
fn known(hub: &impl Shelf, digest: &Digest) -> Result<Blob, UploadRefused> {
    let found = hub.read(|tx, moment| {
        let found = tx.blob(digest)?;
        Ok::<_, UploadRefused>(found.map(|blob| (is_over(&blob, moment), blob)))
    })?;
    match found {
        None => Err(UploadRefused::Unknown),
        Some((true, blob)) if !is_here(hub, &blob) => Err(UploadRefused::Expired),
        Some((_, blob)) => Ok(blob),
    }
}

fn is_over(blob: &Blob, moment: Moment<'_>) -> bool {
    blob.state == BlobState::Arriving && blob.changed.saturating_add(KEPT_MS) <= moment.now_ms
}

/// Whether all of it is in its place. A blob that lies there is stored even where a crash kept the row from saying so.
fn is_here(hub: &impl Shelf, blob: &Blob) -> bool {
    blob.state == BlobState::Stored || hub.files().has(&blob.digest)
}

fn standing_of(hub: &impl Shelf, blob: &Blob) -> Result<Standing, UploadRefused> {
    let Blob { digest, size, changed, .. } = *blob;
    if is_here(hub, blob) {
        let stored = Some(hub.read(|tx, _| Ok(tx.head()?.place.number))?);
        return Ok(Standing { digest, offset: size, size, stored, kept_until: None });
    }
    let (offset, kept_until) = (hub.files().arrived(&digest)?, Some(changed.saturating_add(KEPT_MS)));
    Ok(Standing { digest, offset, size, stored: None, kept_until })
}
