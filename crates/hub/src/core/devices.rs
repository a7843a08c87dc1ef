//! Phones that leave the company. The office marks a device: its grants end, and from then on its requests are refused
//! with a reason. Nothing on the phone is deleted by that (DESIGN "Refusal never deletes"); the signed orders that wipe
//! it are another matter.

use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, Moment};
use domain::ids::DeviceId;
use hub_storage::Tx;
use hub_storage::people::{Device, DeviceState};

/// Marks a device as retired or lost. Marked so already, nothing changes; a retired one may still be lost.
pub fn mark(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    id: &DeviceId,
    state: DeviceState,
) -> Result<Device, CoreRefused> {
    let device = tx.device(id)?.ok_or_else(|| CoreRefused::NoDevice(id.clone()))?;
    if device.state == state {
        return Ok(device);
    }
    if state == DeviceState::Active || device.state == DeviceState::Lost {
        return Err(CoreRefused::DeviceGone);
    }
    let device = Device { state, ..device };
    tx.save_device(&device, moment.now_ms)?;
    for grant in tx.grants_of_device(id)? {
        ledger.end(grant);
    }
    Ok(device)
}
