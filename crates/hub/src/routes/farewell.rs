//! `POST /v1/farewell`: the last word of a device that was ordered to leave. After it the device is let in no more.

use crate::core::devices;
use crate::hub::Hub;
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::routes::proved::{Claim, NotProved, again};
use crate::routes::{Shared, Whole, blocking};
use ::sync::order::{self, Farewell};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

/// Keeps it.
#[utoipa::path(
    post,
    path = order::PATH,
    tag = "device",
    request_body(content = Vec<u8>, content_type = "application/cbor", description = "`Farewell`: docs/formats.md"),
    responses((status = 204, description = "Heard: the device may wipe itself"), Refused<409>)
)]
pub async fn farewell(State(shared): State<Shared>, parts: Parts, body: Whole) -> Result<Response, Problem> {
    blocking(move || keep(&shared.hub, &parts, body.0.to_vec())).await?
}

fn keep(hub: &Hub, parts: &Parts, body: Vec<u8>) -> Result<Response, Problem> {
    let said: Farewell = Farewell::read(&body).map_err(|_| unreadable())?;
    let claim = Claim::of(parts, body);
    hub.write(|tx, moment| match claim.admit(tx, moment, &[]) {
        Ok(device) => {
            devices::farewell(tx, moment, &device, &said)?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Err(NotProved::Again(nonce)) => Ok(again(nonce)),
        Err(NotProved::Refused(problem)) => Err(problem),
    })
}

fn unreadable() -> Problem {
    Problem::bad(
        "farewell.unreadable",
        "这条告别消息读不出来，请更新应用。",
        "this farewell cannot be read; update the app",
    )
}
