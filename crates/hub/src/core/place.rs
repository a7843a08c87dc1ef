//! Where a device stands on the feed, and whether the hub went backwards (DESIGN "A hub that went backwards").

use crate::core::{CoreRefused, Moment};
use crate::entropy;
use crate::planted::{self, Planted};
use hub_storage::{StorageRefused, Tx};
use sync::feed::{Epoch, Place};
use sync::wire::Request;

/// How many job numbers of a day are left out after the hub went backwards: it may have dealt them before.
pub const LOST_JOB_NUMBERS: u32 = 1000;

/// Where to go on from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stand {
    /// The last row the device has, by number, in this life of the database.
    pub number: u64,
    /// The device must offer all its hashes.
    pub new_epoch: bool,
}

/// Compares what the device was told with what is here. Begins a new epoch where the device has seen what this database
/// has lost: then every device offers its hashes again.
pub fn stand(tx: &mut dyn Tx, moment: Moment<'_>, request: &Request) -> Result<Stand, CoreRefused> {
    let ours = tx.head()?.place.epoch;
    if lost(tx, ours, &request.place)? || lost(tx, ours, &request.highest)? {
        tx.begin_epoch(Epoch(entropy::bytes(moment.entropy)), moment.now_ms)?;
        tx.next_job_number(&crate::core::office::day(moment), LOST_JOB_NUMBERS)?;
        tracing::warn!("a device has seen what this database has lost; a new epoch begins and all devices refill it");
    }
    let epoch = tx.head()?.place.epoch;
    let fresh = request.place.epoch == Epoch::NONE;
    // Equal chains are equal histories, in whatever epoch they were told.
    let number = if on_our_chain(tx, &request.place)? { request.place.number } else { 0 };
    Ok(Stand { number, new_epoch: !fresh && request.place.epoch != epoch })
}

/// Whether this is a place of this life of the database: all that was stored up to it is here.
pub fn is_ours(tx: &dyn Tx, told: &Place) -> Result<bool, StorageRefused> {
    Ok(told.epoch == Epoch::NONE || told.epoch == tx.head()?.place.epoch && on_our_chain(tx, told)?)
}

/// Whether the device was told something that is not here.
fn lost(tx: &dyn Tx, ours: Epoch, told: &Place) -> Result<bool, StorageRefused> {
    if told.epoch == Epoch::NONE {
        return Ok(false);
    }
    if told.epoch != ours {
        return Ok(!tx.knows_epoch(told.epoch)?);
    }
    Ok(!on_our_chain(tx, told)?)
}

fn on_our_chain(tx: &dyn Tx, told: &Place) -> Result<bool, StorageRefused> {
    let ours = tx.chain_at(told.number)?;
    Ok(if planted::is_on(Planted::EpochWithoutChain) { ours.is_some() } else { ours == Some(told.chain) })
}
