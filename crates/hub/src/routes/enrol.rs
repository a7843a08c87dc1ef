//! `POST /v1/enrol`: a device with a one-time token becomes one of the company's.

use crate::core;
use crate::hub::Hub;
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::routes::proved::{Claim, with_nonce};
use crate::routes::{Shared, Whole, blocking};
use ::sync::enrol::{self, EnrolRefused};
use ::sync::proof::Nonce;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// Enrols a device; the answer brings its first nonce.
#[utoipa::path(
    post,
    path = enrol::PATH,
    tag = "device",
    request_body(content = Vec<u8>, content_type = "application/cbor", description = "`EnrolRequest`, signed: docs/formats.md"),
    responses(
        (status = 200, description = "`EnrolAnswer`, signed", body = Vec<u8>, content_type = "application/cbor",
            headers(("doorstep-nonce" = String, description = "For the next request"))),
        Refused<403>, Refused<409>, Refused<422>,
    )
)]
pub async fn enrol(State(shared): State<Shared>, body: Whole) -> Result<Response, Problem> {
    let (answer, nonce) = blocking(move || answer(&shared.hub, &body.0)).await??;
    Ok(with_nonce(([(header::CONTENT_TYPE, "application/cbor")], answer).into_response(), nonce))
}

fn answer(hub: &Hub, body: &[u8]) -> Result<(Vec<u8>, Nonce), Problem> {
    let request = enrol::read_request(body).map_err(refused)?;
    hub.write(|tx, moment| {
        let (device, answer) = core::enrol::enrol(tx, moment, &request)?;
        let bytes = enrol::answer(&answer, &request.nonce, &moment.identity.keys.office).map_err(refused)?;
        Ok((bytes, Claim::next(tx, moment, &device)?))
    })
}

fn refused(refused: EnrolRefused) -> Problem {
    Problem::bad(refused.code(), refused.zh(), refused.to_string())
}
