//! `/v1/media`: uploads by tus 1.0.0 (creation; HEAD; PATCH). An upload's id is the SHA-256 it will have; when all of it
//! is here the digest is checked, and only what is on the disk under its digest is called stored (`doorstep-stored`).
//!
//! `POST /v1/media` with `Upload-Length` and `Upload-Metadata: digest BASE64(64 hex digits)`.

use crate::blobs::Finished;
use crate::core::Moment;
use crate::hub::Hub;
use crate::problem::Problem;
use crate::routes::proved::{Claim, NotProved, again, with_nonce};
use crate::routes::{Shared, Whole, blocking};
use ::sync::proof::Nonce;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use domain::digest::Digest;
use hub_storage::Tx;
use hub_storage::media::{Blob, BlobState, Quarantined};
use hub_storage::people::Device;
use std::io::ErrorKind;

/// The largest blob.
pub const LARGEST: u64 = 256 << 20;
/// Bytes of one device's uploads that are not stored yet, together.
pub const UNFINISHED: u64 = 2 << 30;
/// Answer header: whether the blob is stored, and so may leave the phone.
pub const STORED: &str = "doorstep-stored";

const TUS: &str = "tus-resumable";
const TUS_VERSION: &str = "1.0.0";
const OFFSET: &str = "upload-offset";
const LENGTH: &str = "upload-length";
const PIECE: &str = "application/offset+octet-stream";
/// tus, extension checksum: the bytes are not what was announced.
const CHECKSUM_MISMATCH: u16 = 460;

/// How an upload stands.
struct Standing {
    status: StatusCode,
    digest: Digest,
    offset: u64,
    size: u64,
    stored: bool,
}

/// What this hub can do.
pub async fn options() -> Response {
    let headers = [
        (TUS, TUS_VERSION.to_owned()),
        ("tus-version", TUS_VERSION.to_owned()),
        ("tus-extension", "creation".to_owned()),
        ("tus-max-size", LARGEST.to_string()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Announces an upload. One that is stored, or under way, is found as it stands.
pub async fn create(State(shared): State<Shared>, parts: Parts, body: Whole) -> Result<Response, Problem> {
    respond(shared, parts, body.0, |hub, parts, device| {
        let size = number(parts, LENGTH)?;
        let digest = metadata_digest(parts)?;
        if size == 0 || size > LARGEST {
            return Err(too_large(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let _busy = hub.upload(&digest).ok_or_else(busy)?;
        let blob = hub.write(|tx, moment| announce(hub, tx, moment, device, &digest, size))?;
        let found = standing(hub, &blob, StatusCode::CREATED)?;
        if blob.state == BlobState::Stored || found.offset < found.size {
            return Ok(found);
        }
        // All of it is here, and a crash kept the hub from finishing.
        Ok(Standing { status: StatusCode::CREATED, ..finish(hub, device, blob)? })
    })
    .await
}

/// Where an upload ends.
pub async fn head(State(shared): State<Shared>, Path(id): Path<String>, parts: Parts) -> Result<Response, Problem> {
    respond(shared, parts, Bytes::new(), move |hub, _, _| {
        let digest = Digest::from_hex(&id).ok_or_else(unknown)?;
        let blob = hub.read(|tx, _| Ok::<_, Problem>(tx.blob(&digest)?))?.ok_or_else(unknown)?;
        standing(hub, &blob, StatusCode::OK)
    })
    .await
}

/// Adds a piece; the last one ends in *stored*, or in *these are other bytes*.
pub async fn patch(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    parts: Parts,
    Whole(body): Whole,
) -> Result<Response, Problem> {
    let piece = body.clone();
    respond(shared, parts, body, move |hub, parts, device| {
        let digest = Digest::from_hex(&id).ok_or_else(unknown)?;
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if kind != Some(PIECE) {
            return Err(wrong_kind());
        }
        let offset = number(parts, OFFSET)?;
        let _busy = hub.upload(&digest).ok_or_else(busy)?;
        let blob = hub.read(|tx, _| Ok::<_, Problem>(tx.blob(&digest)?))?.ok_or_else(unknown)?;
        let before = standing(hub, &blob, StatusCode::NO_CONTENT)?;
        if before.stored || before.offset != offset {
            return Err(wrong_offset(before.offset));
        }
        if offset.saturating_add(piece.len() as u64) > blob.size {
            return Err(too_long(blob.size));
        }
        let offset = hub.blobs().append(&digest, offset, &piece).map_err(disk)?;
        if offset < blob.size {
            return Ok(Standing { offset, ..before });
        }
        finish(hub, device, blob)
    })
    .await
}

/// Checks the proof and answers with the next nonce, whatever becomes of the upload.
async fn respond(
    shared: Shared,
    parts: Parts,
    body: Bytes,
    work: impl FnOnce(&Hub, &Parts, &Device) -> Result<Standing, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let (answered, nonce) = blocking(move || {
        let hub = shared.hub.as_ref();
        let (device, nonce) = admit(hub, &parts, body.to_vec())?;
        let answered = match device {
            Some(device) => work(hub, &parts, &device).map_or_else(Problem::into_response, Standing::into_response),
            None => again(nonce),
        };
        Ok::<_, Problem>((answered, nonce))
    })
    .await??;
    let mut response = with_nonce(answered, nonce);
    response.headers_mut().insert(TUS, HeaderValue::from_static(TUS_VERSION));
    Ok(response)
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

fn announce(
    hub: &Hub,
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    device: &Device,
    digest: &Digest,
    size: u64,
) -> Result<Blob, Problem> {
    let known = tx.blob(digest)?;
    if let Some(known) = &known
        && (known.state == BlobState::Stored || known.size == size)
    {
        return Ok(known.clone());
    }
    if tx.arriving_bytes(&device.id)?.saturating_add(size) > UNFINISHED {
        return Err(too_large(StatusCode::INSUFFICIENT_STORAGE));
    }
    // Announced with another size before: one of the two was wrong, and what has arrived fits neither for sure.
    hub.blobs().discard(digest).map_err(disk)?;
    let blob = Blob { digest: *digest, size, device: device.id.clone(), state: BlobState::Arriving };
    tx.save_blob(&blob, moment.now_ms)?;
    Ok(blob)
}

fn finish(hub: &Hub, device: &Device, blob: Blob) -> Result<Standing, Problem> {
    let finished = match hub.blobs().has(&blob.digest) {
        true => Finished::Stored,
        false => hub.blobs().finish(&blob.digest).map_err(disk)?,
    };
    match finished {
        Finished::Stored => {
            let stored = Blob { state: BlobState::Stored, ..blob };
            hub.write(|tx, moment| Ok::<_, Problem>(tx.save_blob(&stored, moment.now_ms)?))?;
            standing(hub, &stored, StatusCode::NO_CONTENT)
        }
        Finished::Other { found } => {
            let (digest, size) = (blob.digest, blob.size);
            hub.write(|tx, moment| {
                tx.forget_arriving(&digest)?;
                let device = device.id.clone();
                Ok::<_, Problem>(tx.quarantine(&Quarantined { digest, found, size, device, at: moment.now_ms })?)
            })?;
            Err(other_bytes())
        }
    }
}

/// How an upload stands, from the disk. A blob that lies in its place is stored even where a crash kept the row from
/// saying so.
fn standing(hub: &Hub, blob: &Blob, status: StatusCode) -> Result<Standing, Problem> {
    let stored = blob.state == BlobState::Stored || hub.blobs().has(&blob.digest);
    let offset = if stored { blob.size } else { hub.blobs().arrived(&blob.digest).map_err(disk)? };
    Ok(Standing { status, digest: blob.digest, offset, size: blob.size, stored })
}

impl IntoResponse for Standing {
    fn into_response(self) -> Response {
        let headers = [
            (header::LOCATION, format!("/v1/media/{}", self.digest)),
            (header::CACHE_CONTROL, "no-store".to_owned()),
            (HeaderName::from_static(OFFSET), self.offset.to_string()),
            (HeaderName::from_static(LENGTH), self.size.to_string()),
            (HeaderName::from_static(STORED), self.stored.to_string()),
        ];
        (self.status, headers).into_response()
    }
}

fn number(parts: &Parts, name: &'static str) -> Result<u64, Problem> {
    let text = parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten().ok_or_else(|| {
        Problem::bad(
            "media.header",
            format!("缺少或写错了请求头 {name}，请更新应用。"),
            format!("the header {name} is missing or wrong; update the app"),
        )
    })
}

fn metadata_digest(parts: &Parts) -> Result<Digest, Problem> {
    let metadata = parts.headers.get("upload-metadata").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let value = metadata.split(',').find_map(|pair| pair.trim().strip_prefix("digest "));
    let hex = value.and_then(|value| BASE64.decode(value.trim().as_bytes()).ok());
    hex.and_then(|hex| String::from_utf8(hex).ok()).and_then(|hex| Digest::from_hex(&hex)).ok_or_else(|| {
        Problem::bad(
            "media.digest_missing",
            "没有说明文件的 SHA-256，请更新应用。",
            "the SHA-256 of the file is missing; update the app",
        )
    })
}

fn disk(error: std::io::Error) -> Problem {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Problem::new(
            StatusCode::INSUFFICIENT_STORAGE,
            "media.disk_full",
            "中台磁盘已满；文件仍在手机上，稍后会再传。",
            "the disk of the hub is full; the file stays on the phone and is sent again later",
        ),
        _ => Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "media.disk",
            format!("中台磁盘报错（{error}）；文件仍在手机上，稍后会再传。"),
            format!(
                "the disk of the hub reported an error ({error}); the file stays on the phone and is sent again later"
            ),
        ),
    }
}

fn unknown() -> Problem {
    Problem::missing("media.unknown", "没有这个上传，请重新开始。", "there is no such upload; begin it anew")
}

fn busy() -> Problem {
    Problem::new(
        StatusCode::LOCKED,
        "media.busy",
        "这个文件正由另一个请求上传，请稍后再试。",
        "another request is sending this file; try again soon",
    )
}

fn wrong_kind() -> Problem {
    Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "media.kind",
        "文件片段的类型不对，请更新应用。",
        "a piece must be application/offset+octet-stream; update the app",
    )
}

fn wrong_offset(offset: u64) -> Problem {
    Problem::conflict(
        "media.offset",
        format!("上传应从第 {offset} 字节继续。"),
        format!("this upload goes on at byte {offset}"),
    )
}

fn too_long(size: u64) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "media.too_long",
        format!("内容比宣布的 {size} 字节长，请重新上传。"),
        format!("there is more than the {size} bytes announced; send it anew"),
    )
}

fn too_large(status: StatusCode) -> Problem {
    Problem::new(
        status,
        "media.too_large",
        "文件为空、超过 256 MiB，或未完成的上传太多。",
        "the file is empty, larger than 256 MiB, or too many uploads are unfinished",
    )
}

fn other_bytes() -> Problem {
    Problem::new(
        StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::CONFLICT),
        "media.digest",
        "收到的内容与其 SHA-256 不符，已隔离；请从手机重新上传。",
        "the bytes are not those of this SHA-256 and were put apart; send them anew from the phone",
    )
}
