//! Phones that leave the company (DESIGN "Refusal never deletes"). The office marks a device: its grants end, and every
//! answer carries the office's signed order until the device has followed it. What it still brings is taken in, for it was
//! made before the phone knew. After its last word it is let in no more.

use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, Moment, place, revoking};
use domain::ids::DeviceId;
use domain::trust::Reason;
use hub_storage::Tx;
use hub_storage::people::{Device, DeviceState, Farewell};
use sync::order::{Order, OrderKind, SignedOrder, VERSION};

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
    if state == DeviceState::Lost {
        revoking::revoke(tx, moment, &device.key, Reason::Lost)?;
    }
    for grant in tx.grants_of_device(id)? {
        ledger.end(grant);
    }
    Ok(device)
}

/// What a device is ordered to do; nothing while it is in use.
pub fn order(moment: Moment<'_>, device: &Device) -> Result<Option<SignedOrder>, CoreRefused> {
    let kind = match device.state {
        DeviceState::Active => return Ok(None),
        DeviceState::Retired => OrderKind::Retire,
        DeviceState::Lost => OrderKind::Lost,
    };
    let identity = moment.identity;
    let order = Order {
        v: VERSION,
        company: identity.company.clone(),
        key: identity.office.key_id(),
        device: device.id.clone(),
        kind,
        at: moment.now_ms,
    };
    Ok(Some(order.sign(&identity.keys.office)?))
}

/// Keeps a device's last word. Only one that was ordered to leave has one.
pub fn farewell(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    device: &Device,
    said: &sync::order::Farewell,
) -> Result<(), CoreRefused> {
    if device.state == DeviceState::Active {
        return Err(CoreRefused::NotLeaving);
    }
    if let (DeviceState::Retired, Some(highest)) = (device.state, &said.highest)
        && !place::is_ours(tx, highest)?
    {
        return Err(CoreRefused::SyncFirst);
    }
    if device.state == DeviceState::Retired {
        revoking::revoke(tx, moment, &device.key, Reason::Retired)?;
    }
    let farewell = Farewell { changes: said.changes, blobs: said.blobs, at: moment.now_ms };
    Ok(tx.save_farewell(&device.id, &farewell)?)
}
