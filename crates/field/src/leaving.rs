//! Leaving the company on its order (DESIGN "Refusal never deletes"). Nothing else ever deletes a technician's work. The
//! order is kept before it is followed: a *retired* device hands in everything first, a *lost* one does not wait.
//!
//! To wipe is, in this order: a note in the folder, the keys, the files. Without its keys a database cannot be read, and a
//! start that finds the note goes on where an earlier one stopped. What is open in memory ends with the run: whoever
//! called [`leave`] ends the app.

use crate::app::{DATABASE_KEY, DEVICE_KEY, Field};
use crate::calling::{call, call_hub};
use crate::desk::Desk;
use crate::intake::from_place;
use crate::refused::FieldRefused;
use crate::transport::Transport;
use crate::vault::KeyVault;
use replica::author::Registry;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use store::MetaKey;
use sync::order::{Farewell, OrderKind, PATH, SignedOrder, VERSION};

/// Names what is being wiped, in the data folder.
const NOTE: &str = "wiping";
/// The databases, and what SQLite puts beside them.
const DATABASES: [&str; 2] = ["store.db", "media.db"];
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// How the hub answers a device whose last word it has heard.
const HEARD: [&str; 2] = ["device.retired", "device.lost"];

/// What became of the order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// There is none, or not everything is handed in yet.
    Stays,
    /// Everything of the company is gone from this device. The app must end; the next start is a fresh one.
    Wiped,
}

impl Field {
    /// What the office ordered this device to do.
    pub fn order(&self) -> Result<Option<OrderKind>, FieldRefused> {
        let kept = self.store.meta(MetaKey::ORDER)?;
        Ok(kept.and_then(|word| OrderKind::from_key(&word)))
    }

    /// Keeps an order of the office. One that is not the office's or not for this device is refused, and nothing happens.
    pub(crate) fn heed(&mut self, signed: &SignedOrder, registry: &Registry) -> Result<(), FieldRefused> {
        let order = signed.read(registry, &self.session.enrolled()?.device)?;
        Ok(self.store.set_meta(MetaKey::ORDER, order.kind.key().as_bytes())?)
    }

    /// Whether this device takes new work. One that was reported lost does not, and one that is retired does not from
    /// the moment on when everything is handed in: what came after its last word could never leave it.
    pub(crate) fn takes_work(&self) -> Result<(), FieldRefused> {
        match self.order()? {
            None => Ok(()),
            Some(OrderKind::Retire) if self.store.is_offering()? || !self.remains()?.is_nothing() => Ok(()),
            Some(_) => Err(FieldRefused::Leaving),
        }
    }

    /// What of this device's work is here alone.
    fn remains(&self) -> Result<Farewell, FieldRefused> {
        let changes = self.store.outbox_count()?.changes;
        let highest = Some(from_place(&self.store.highest()?));
        Ok(Farewell { v: VERSION, changes, blobs: self.media.count(None)?.waiting, highest })
    }

    fn wipe(&mut self) -> Result<(), FieldRefused> {
        if let Some(folder) = &self.folder {
            note(folder)?;
        }
        wipe(self.folder.as_deref(), &*self.vault)
    }
}

/// Follows the office's order as far as it can be followed now.
pub fn leave(desk: &impl Desk, hub: &dyn Transport) -> Result<Left, FieldRefused> {
    let Some(order) = desk.with(|field| field.order())? else { return Ok(Left::Stays) };
    let remains = desk.with(|field| field.remains())?;
    // While a hub that went backwards has not said what it lacks, nobody knows what is handed in.
    let is_offering = desk.with(|field| field.store.is_offering())?;
    match order {
        OrderKind::Retire if is_offering || !remains.is_nothing() => return Ok(Left::Stays),
        OrderKind::Retire => say_farewell(desk, hub, &remains)?,
        // The office would like to know what it will never get; the order does not wait for that.
        OrderKind::Lost => drop(say_farewell(desk, hub, &remains)),
    }
    desk.with(Field::wipe)?;
    Ok(Left::Wiped)
}

/// Says what remains. A hub that let this device in no more has heard it before.
fn say_farewell(desk: &impl Desk, hub: &dyn Transport, remains: &Farewell) -> Result<(), FieldRefused> {
    let called = call_hub(desk, hub, call("POST", PATH, &[], remains.to_bytes()))?;
    if (200..300).contains(&called.reply.status) {
        return Ok(());
    }
    match FieldRefused::from_reply(&called.reply) {
        FieldRefused::Hub { code, .. } if HEARD.contains(&code.as_str()) => Ok(()),
        refused => Err(refused),
    }
}

/// Goes on with a wipe that was begun.
pub(crate) fn finish_wiping(folder: &Path, vault: &dyn KeyVault) -> Result<(), FieldRefused> {
    if folder.join(NOTE).exists() {
        wipe(Some(folder), vault)?;
        forget(&folder.join(NOTE))?;
    }
    Ok(())
}

fn wipe(folder: Option<&Path>, vault: &dyn KeyVault) -> Result<(), FieldRefused> {
    vault.forget(DATABASE_KEY)?;
    vault.forget(DEVICE_KEY)?;
    for (name, beside) in DATABASES.iter().flat_map(|name| BESIDE.map(|beside| (name, beside))) {
        if let Some(folder) = folder {
            forget(&folder.join(format!("{name}{beside}")))?;
        }
    }
    Ok(())
}

fn note(folder: &Path) -> Result<(), FieldRefused> {
    let written = fs::File::create(folder.join(NOTE)).and_then(|file| file.sync_all());
    let kept = written.and_then(|()| fs::File::open(folder)?.sync_all());
    kept.map_err(|why| store::StoreRefused::NotAllowed(why.to_string()).into())
}

fn forget(file: &Path) -> Result<(), FieldRefused> {
    match fs::remove_file(file) {
        Err(why) if why.kind() != ErrorKind::NotFound => Err(store::StoreRefused::NotAllowed(why.to_string()).into()),
        _ => Ok(()),
    }
}
