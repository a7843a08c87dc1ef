//! Phones that leave the company.

use super::session::Clerk;
use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, devices};
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::routes::asked::Path;
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::DeviceId;
use hub_storage::people::DeviceState;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeviceMark)]
struct Mark {
    /// `retired`: hand everything in, then wipe. `lost`: wipe at once.
    #[schema(pattern = "^(active|retired|lost)$")]
    state: String,
}

/// Marks a device as retired or lost.
#[utoipa::path(
    post,
    path = "/devices/{device}/state",
    tag = "office",
    params(("device" = String, Path, description = "Its id")),
    request_body = Mark,
    responses((status = 204, description = "Marked"), Refused<404>, Refused<409>, Refused<422>)
)]
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
