//! `POST /v1/office/handovers`: a hand-over file as the body. Taken in twice it changes nothing the second time.

use super::session::Clerk;
use crate::core::show::view::HandOverDone;
use crate::core::{CoreRefused, handover};
use crate::hub::Hub;
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::routes::whole::{self, Cut};
use crate::routes::{Shared, blocking};
use crate::uploads::{self, Piece};
use ::sync::handover::{HandOver, HandOverRefused, LARGEST};
use ::sync::wire::{ChangeAnswer, Said};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use domain::digest::Digest;
use hub_storage::people::Device;

/// Takes a hand-over file in: changes first, so that a photo finds its record here.
#[utoipa::path(
    post,
    path = "/handovers",
    tag = "office",
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file the app made, at most 256 MiB"),
    responses((status = 200, description = "What was in it", body = HandOverDone), Refused<404>, Refused<413>, Refused<422>)
)]
pub async fn take(State(shared): State<Shared>, _: Clerk, body: Body) -> Result<Json<HandOverDone>, Problem> {
    let longest = usize::try_from(LARGEST).unwrap_or(usize::MAX);
    let bytes = whole::read(body, longest, longest, shared.patience).await.map_err(|cut| match cut {
        Cut::TooLong => HandOverRefused::TooLarge.into(),
        cut => Problem::from(cut),
    })?;
    Ok(Json(blocking(move || take_in(&shared.hub, &bytes)).await??))
}

fn take_in(hub: &Hub, bytes: &[u8]) -> Result<HandOverDone, Problem> {
    let file = HandOver::open(bytes, hub.hand_over_key(), &hub.identity().company)?;
    let (device, answers) = hub.write(|tx, moment| handover::take(tx, moment, &file))?;
    let name = hub.read(|tx, _| Ok::<_, CoreRefused>(tx.person(&device.person)?.map(|person| person.name)))?;
    let mut done = HandOverDone {
        device: device.id.as_str().to_owned(),
        name: name.unwrap_or_default(),
        made: file.made_ms,
        part: file.part,
        parts: file.parts,
        ..HandOverDone::default()
    };
    count(&answers, &mut done);
    for bytes in &file.files {
        match keep(hub, &device, bytes)? {
            true => done.files += 1,
            false => done.files_known += 1,
        }
    }
    Ok(done)
}

fn count(answers: &[ChangeAnswer], done: &mut HandOverDone) {
    for answer in answers {
        match answer.said {
            Said::Stored => done.changes += 1,
            Said::Held(_) => done.held += 1,
            Said::SetAside(_) => done.aside += 1,
        }
    }
}

/// Stores a file; whether it was not here yet. It goes the way of an upload, and on where one ended.
fn keep(hub: &Hub, device: &Device, bytes: &[u8]) -> Result<bool, Problem> {
    let digest = Digest::of(bytes);
    let standing = uploads::announce(hub, device, &digest, bytes.len() as u64)?;
    if standing.stored.is_some() {
        return Ok(false);
    }
    let rest = usize::try_from(standing.offset).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
    uploads::add(hub, device, &digest, &Piece { offset: standing.offset, bytes: rest, checksum: None })?;
    Ok(true)
}

impl From<HandOverRefused> for Problem {
    fn from(refused: HandOverRefused) -> Self {
        let status = match refused {
            HandOverRefused::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, refused.code(), refused.zh(), refused.to_string())
    }
}
