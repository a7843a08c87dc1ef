//! Phones that leave the company.

use super::session::Clerk;
use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, devices};
use crate::problem::Problem;
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::ids::DeviceId;
use hub_storage::people::DeviceState;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    state: String,
}

/// Marks a device as retired or lost.
pub async fn mark(
    State(shared): State<Shared>,
    _: Clerk,
    Path(device): Path<String>,
    body: Whole,
) -> Result<StatusCode, Problem> {
    let Mark { state } = read(&body.0)?;
    let state = DeviceState::ALL.into_iter().find(|it| it.key() == state).ok_or_else(|| CoreRefused::Field {
        key: "state".into(),
        en: "must be retired or lost".into(),
        zh: "应为 retired 或 lost。".into(),
    })?;
    let device = DeviceId::new(device);
    blocking(move || {
        let head = shared.hub.write(|tx, moment| {
            let mut ledger = Ledger::default();
            devices::mark(tx, moment, &mut ledger, &device, state)?;
            ledger.publish(tx, moment.now_ms)
        })?;
        shared.hub.live().end(&device, head.place.into());
        Ok::<_, CoreRefused>(())
    })
    .await??;
    Ok(StatusCode::NO_CONTENT)
}
