//! A hand-over file's changes (`sync::handover`): taken as if the device itself had brought them, by what proves them. Who
//! carries the file says nothing about what the device knew, so its work is late at worst.

use crate::core::exchange::by_document;
use crate::core::ledger::Ledger;
use crate::core::push::{self, Pushed};
use crate::core::writers::Writers;
use crate::core::{CoreRefused, Moment};
use hub_storage::Tx;
use hub_storage::people::Device;
use sync::handover::HandOver;
use sync::wire::ChangeAnswer;

/// Takes a file's changes in. The caller commits; the file's photos follow by themselves.
///
/// # Errors
/// Where this office never enrolled the device that wrote it.
pub fn take(tx: &mut dyn Tx, moment: Moment<'_>, file: &HandOver) -> Result<(Device, Vec<ChangeAnswer>), CoreRefused> {
    let mut writers = Writers::begin(moment);
    writers.admit_devices(tx, &file.device_certificates, moment.now_ms)?;
    writers.admit_actors(tx, &file.actor_certificates, moment.now_ms)?;
    let device = tx.device(&file.device)?.ok_or_else(|| CoreRefused::NoDevice(file.device.clone()))?;
    let mut ledger = Ledger::default();
    let mut answers = Vec::new();
    for (doc, pushed) in by_document(&file.documents) {
        let bearer = push::Bearer { device: &device, place: 0 };
        answers.extend(push::take(tx, moment, &mut writers, &mut ledger, bearer, Pushed { doc: &doc, pushed })?);
    }
    ledger.publish(tx, moment.now_ms)?;
    Ok((device, answers))
}
