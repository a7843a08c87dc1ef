//! `/v1/media`: uploads by tus 1.0.0 with creation, checksum (SHA-256), termination and expiration. An upload's id is the
//! SHA-256 it will have; what happens to it is [`crate::uploads`]'s matter.
//!
//! `POST /v1/media` with `Upload-Length` and `Upload-Metadata: digest BASE64(64 hex digits)`.
//!
//! A request is proved over its whole body, so a piece that is cut off on its way is nobody's and is not kept: the upload
//! goes on behind the last whole piece, and a piece may be of any length. The tus crate fileloft (fileloft-core 0.3, MIT,
//! last released in April 2026) was not adopted: it deals ids of its own where ours are the digests both ends check by,
//! reads the clock itself, and writes a piece down before its sender is proved and its checksum compared.

pub mod headers;

use crate::hub::Hub;
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::receiving;
use crate::routes::proved::{Claim, NotProved, again, with_nonce};
use crate::routes::{Shared, Whole, blocking};
use crate::uploads::{self, LARGEST, Piece, Standing, UploadRefused};
use ::sync::proof::Nonce;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use hub_storage::people::Device;

use headers::{OFFSET, TUS, TUS_VERSION};

/// What this hub can do.
#[utoipa::path(options, path = "/v1/media", tag = "media", responses((status = 204, description = "In `tus-…` headers")))]
pub async fn options() -> Response {
    abilities()
}

/// What this hub can do.
#[utoipa::path(
    options,
    path = "/v1/media/{id}",
    tag = "media",
    params(("id" = String, Path, description = "Any")),
    responses((status = 204, description = "In `tus-…` headers"))
)]
pub async fn options_of_one() -> Response {
    abilities()
}

fn abilities() -> Response {
    let headers = [
        ("tus-version", TUS_VERSION.to_owned()),
        ("tus-extension", "creation,checksum,termination,expiration".to_owned()),
        ("tus-max-size", LARGEST.to_string()),
        ("tus-checksum-algorithm", headers::CHECKSUM.to_owned()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Announces an upload. One that is stored, or under way, is found as it stands.
#[utoipa::path(
    post,
    path = "/v1/media",
    tag = "media",
    params(
        ("tus-resumable" = String, Header, pattern = "^1\\.0\\.0$", description = "Version of tus"),
        ("upload-length" = u64, Header, minimum = 1, maximum = 268_435_456, description = "How long the file is, in bytes"),
        ("upload-metadata" = String, Header, format = "upload-digest", description = "`digest BASE64(64 hex digits)`: its SHA-256"),
    ),
    responses(
        (status = 201, description = "How it stands", headers(
            ("upload-offset" = u64, description = "How many bytes are here"),
            ("upload-length" = u64, description = "How many there will be"),
            ("doorstep-stored" = bool, description = "Whether the file is stored: the office has it"),
            ("doorstep-number" = Option<u64>, description = "Of the last row of the feed, where the file is stored: a backup that goes further has it"),
        )),
        Refused<412>, Refused<413>, Refused<423>, Refused<460>,
    )
)]
pub async fn create(State(shared): State<Shared>, parts: Parts, body: Whole) -> Response {
    respond(shared, parts, body.0, |hub, parts, device| {
        let (size, digest) = (headers::number(parts, headers::LENGTH)?, headers::digest(parts)?);
        let standing = uploads::announce(hub, device, &digest, size)?;
        receive(hub, &standing);
        Ok((StatusCode::CREATED, standing).into_response())
    })
    .await
}

/// Where an upload ends.
#[utoipa::path(
    head,
    path = "/v1/media/{id}",
    tag = "media",
    params(("id" = String, Path, pattern = "^[0-9a-f]{64}$", description = "SHA-256 of the file"), ("tus-resumable" = String, Header, pattern = "^1\\.0\\.0$", description = "Version of tus")),
    responses(
        (status = 200, description = "How it stands", headers(
            ("upload-offset" = u64, description = "How many bytes are here"),
            ("upload-length" = u64, description = "How many there will be"),
            ("doorstep-stored" = bool, description = "Whether the file is stored: the office has it"),
            ("doorstep-number" = Option<u64>, description = "Of the last row of the feed, where the file is stored: a backup that goes further has it"),
        )),
        Refused<404>, Refused<410>, Refused<412>,
    )
)]
pub async fn head(State(shared): State<Shared>, parts: Parts) -> Response {
    respond(shared, parts, Bytes::new(), |hub, parts, _| {
        Ok((StatusCode::OK, uploads::standing(hub, &named(parts)?)?).into_response())
    })
    .await
}

/// Adds a piece.
#[utoipa::path(
    patch,
    path = "/v1/media/{id}",
    tag = "media",
    params(
        ("id" = String, Path, pattern = "^[0-9a-f]{64}$", description = "SHA-256 of the file"),
        ("tus-resumable" = String, Header, pattern = "^1\\.0\\.0$", description = "Version of tus"),
        ("upload-offset" = u64, Header, description = "Where the piece begins"),
        ("upload-checksum" = Option<String>, Header, format = "upload-checksum", description = "`sha256 BASE64(SHA-256 of the piece)`"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream", description = "The piece"),
    responses(
        (status = 204, description = "How it stands", headers(
            ("upload-offset" = u64, description = "How many bytes are here"),
            ("upload-length" = u64, description = "How many there will be"),
            ("doorstep-stored" = bool, description = "Whether the file is stored: the office has it"),
            ("doorstep-number" = Option<u64>, description = "Of the last row of the feed, where the file is stored: a backup that goes further has it"),
        )),
        Refused<404>, Refused<409>, Refused<410>, Refused<412>, Refused<415>, Refused<423>, Refused<460>,
    )
)]
pub async fn patch(State(shared): State<Shared>, parts: Parts, body: Whole) -> Response {
    let Whole(bytes) = body;
    let piece = bytes.clone();
    respond(shared, parts, bytes, move |hub, parts, device| {
        let digest = named(parts)?;
        headers::is_piece(parts)?;
        let (offset, checksum) = (headers::number(parts, OFFSET)?, headers::checksum(parts)?);
        let standing = uploads::add(hub, device, &digest, &Piece { offset, bytes: &piece, checksum })?;
        receive(hub, &standing);
        Ok((StatusCode::NO_CONTENT, standing).into_response())
    })
    .await
}

/// A file that is stored may be a paper that waits for its receipt.
fn receive(hub: &Hub, standing: &Standing) {
    if standing.stored.is_some() {
        receiving::receive(hub);
    }
}

/// Gives an unfinished upload up.
#[utoipa::path(
    delete,
    path = "/v1/media/{id}",
    tag = "media",
    params(("id" = String, Path, pattern = "^[0-9a-f]{64}$", description = "SHA-256 of the file"), ("tus-resumable" = String, Header, pattern = "^1\\.0\\.0$", description = "Version of tus")),
    responses((status = 204, description = "It is gone"), Refused<404>, Refused<409>, Refused<410>, Refused<412>, Refused<423>)
)]
pub async fn terminate(State(shared): State<Shared>, parts: Parts, body: Whole) -> Response {
    respond(shared, parts, body.0, |hub, parts, device| {
        uploads::give_up(hub, device, &named(parts)?)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

/// Lets requests of another version of tus no further, and names ours in every answer.
pub async fn guard(request: Request, next: Next) -> Response {
    let ours = request.headers().get(TUS).is_some_and(|version| version == TUS_VERSION);
    let mut response = match ours || request.method() == Method::OPTIONS {
        true => next.run(request).await,
        false => headers::other_version(),
    };
    response.headers_mut().insert(TUS, HeaderValue::from_static(TUS_VERSION));
    response
}

/// A refusal, and the byte the upload goes on at where its sender must know it.
struct Refusal {
    problem: Problem,
    offset: Option<u64>,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { problem, offset: None }
    }
}

impl From<UploadRefused> for Refusal {
    fn from(refused: UploadRefused) -> Self {
        Self { offset: refused.offset(), problem: refused.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.problem.into_response();
        if let Some(offset) = self.offset {
            response.headers_mut().insert(OFFSET, HeaderValue::from(offset));
        }
        response
    }
}

/// Checks the proof and answers with the next nonce, whatever becomes of the upload.
async fn respond(
    shared: Shared,
    parts: Parts,
    body: Bytes,
    work: impl FnOnce(&Hub, &Parts, &Device) -> Result<Response, Refusal> + Send + 'static,
) -> Response {
    let done = blocking(move || {
        let hub = shared.hub.as_ref();
        let (device, nonce) = admit(hub, &parts, body.to_vec())?;
        let Some(device) = device else { return Ok(again(nonce)) };
        Ok::<_, Problem>(with_nonce(work(hub, &parts, &device).unwrap_or_else(Refusal::into_response), nonce))
    });
    done.await.and_then(|answered| answered).unwrap_or_else(Problem::into_response)
}

/// The device and its next nonce; no device where the request is to be repeated with that nonce.
fn admit(hub: &Hub, parts: &Parts, body: Vec<u8>) -> Result<(Option<Device>, Nonce), Problem> {
    let claim = Claim::of(parts, body);
    hub.write(|tx, moment| match claim.admit(tx, moment, &[]) {
        Ok(device) => {
            let nonce = Claim::next(tx, moment, &device)?;
            Ok((Some(device), nonce))
        }
        Err(NotProved::Again(nonce)) => Ok((None, nonce)),
        Err(NotProved::Refused(problem)) => Err(problem),
    })
}

/// The upload the path names: 64 lower-case hex digits, written plainly, and nothing else.
fn named(parts: &Parts) -> Result<Digest, UploadRefused> {
    let id = parts.uri.path().strip_prefix("/v1/media/").unwrap_or_default();
    Digest::from_hex(id).ok_or(UploadRefused::Unknown)
}
