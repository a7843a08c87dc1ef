//! `POST /v1/sync`.

use crate::core::exchange::exchange;
use crate::hub::Hub;
use crate::openapi::Refused;
use crate::planted;
use crate::problem::Problem;
use crate::routes::proved::{Claim, NotProved, again, with_nonce};
use crate::routes::{Shared, Whole, blocking};
use ::sync::proof::Nonce;
use ::sync::wire::{self, Request, WireRefused};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a device wants to hear.
enum Said {
    Answer(Vec<u8>, Nonce),
    Again(Nonce),
}

/// One exchange of pages.
///
/// The page is read before the lock is taken; the answer leaves after the commit.
#[utoipa::path(
    post,
    path = wire::PATH,
    tag = "device",
    request_body(content = Vec<u8>, content_type = "application/vnd.doorstep", description = "`Request` as CBOR, zstd: docs/formats.md"),
    responses(
        (status = 200, description = "`Answer` as CBOR, zstd", body = Vec<u8>, content_type = "application/vnd.doorstep",
            headers(("doorstep-nonce" = String, description = "For the next request"))),
        Refused<422>,
    )
)]
pub async fn sync(State(shared): State<Shared>, parts: Parts, body: Whole) -> Result<Response, Problem> {
    match blocking(move || answer(&shared.hub, &parts, body.0.to_vec())).await?? {
        Said::Again(nonce) => Ok(again(nonce)),
        Said::Answer(page, nonce) => {
            Ok(with_nonce(([(header::CONTENT_TYPE, "application/vnd.doorstep")], page).into_response(), nonce))
        }
    }
}

fn answer(hub: &Hub, parts: &Parts, body: Vec<u8>) -> Result<Said, Problem> {
    let claim = Claim::of(parts, body);
    let request: Request = wire::decode(claim.body()).map_err(unreadable)?;
    let mut storage = hub.storage();
    let mut tx = storage.write()?;
    let moment = hub.moment();
    let device = match claim.admit(tx.as_mut(), moment, &request.device_certificates) {
        Ok(device) => device,
        Err(NotProved::Refused(problem)) => return Err(problem),
        Err(NotProved::Again(nonce)) => {
            tx.commit()?;
            return Ok(Said::Again(nonce));
        }
    };
    let answer = exchange(tx.as_mut(), moment, &device, &request)?;
    let nonce = Claim::next(tx.as_mut(), moment, &device)?;
    let page = wire::encode(&answer).map_err(unreadable)?;
    planted::commit(tx)?;
    hub.live().committed();
    Ok(Said::Answer(page, nonce))
}

fn unreadable(refused: WireRefused) -> Problem {
    let status = match refused {
        WireRefused::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::BAD_REQUEST,
    };
    Problem::new(status, refused.code(), refused.zh(), refused.to_string())
}
