//! The headers of tus, read and written.

use crate::problem::Problem;
use crate::uploads::Standing;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use data_encoding::BASE64;
use domain::digest::Digest;
use sync::media::{NUMBER, STORED};

/// Which version of tus.
pub const TUS: &str = "tus-resumable";
/// Ours.
pub const TUS_VERSION: &str = "1.0.0";
/// Where an upload ends, or a piece begins.
pub const OFFSET: &str = "upload-offset";
/// How long an upload will be.
pub const LENGTH: &str = "upload-length";
/// The algorithm of checksums, as tus calls it.
pub const CHECKSUM: &str = "sha256";
const EXPIRES: &str = "upload-expires";
const PIECE: &str = "application/offset+octet-stream";

impl IntoResponse for Standing {
    fn into_response(self) -> Response {
        let headers = [
            (header::LOCATION, format!("/v1/media/{}", self.digest)),
            (header::CACHE_CONTROL, "no-store".to_owned()),
            (HeaderName::from_static(OFFSET), self.offset.to_string()),
            (HeaderName::from_static(LENGTH), self.size.to_string()),
            (HeaderName::from_static(STORED), self.stored.is_some().to_string()),
        ];
        let mut response = headers.into_response();
        if let Some(number) = self.stored {
            response.headers_mut().insert(NUMBER, HeaderValue::from(number));
        }
        if let Some(date) = self.kept_until.and_then(http_date) {
            response.headers_mut().insert(EXPIRES, date);
        }
        response
    }
}

/// RFC 9110, section 5.6.7.
fn http_date(unix_ms: i64) -> Option<HeaderValue> {
    let date = DateTime::from_timestamp_millis(unix_ms)?.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::from_str(&date).ok()
}

/// A number of bytes.
pub fn number(parts: &Parts, name: &'static str) -> Result<u64, Problem> {
    let text = text(parts, name);
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten().ok_or_else(|| wrong(name))
}

/// What a new upload will be.
pub fn digest(parts: &Parts) -> Result<Digest, Problem> {
    let value = text(parts, "upload-metadata").split(',').find_map(|pair| pair.trim().strip_prefix("digest "));
    let hex = value.and_then(|value| BASE64.decode(value.trim().as_bytes()).ok());
    hex.and_then(|hex| String::from_utf8(hex).ok()).and_then(|hex| Digest::from_hex(&hex)).ok_or_else(|| {
        Problem::bad(
            "media.digest_missing",
            "没有说明文件的 SHA-256，请更新应用。",
            "the SHA-256 of the file is missing; update the app",
        )
    })
}

/// What a piece is, where its sender says so.
pub fn checksum(parts: &Parts) -> Result<Option<Digest>, Problem> {
    const NAME: &str = "upload-checksum";
    if !parts.headers.contains_key(NAME) {
        return Ok(None);
    }
    let (algorithm, value) = text(parts, NAME).split_once(' ').ok_or_else(|| wrong(NAME))?;
    if algorithm != CHECKSUM {
        return Err(Problem::bad(
            "media.checksum_algorithm",
            format!("中台只会用 {CHECKSUM} 校验，请更新应用。"),
            format!("this hub knows no other checksum than {CHECKSUM}; update the app"),
        ));
    }
    let bytes = BASE64.decode(value.trim().as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(|bytes| Some(Digest(bytes))).ok_or_else(|| wrong(NAME))
}

/// Whether the body is a piece of an upload.
pub fn is_piece(parts: &Parts) -> Result<(), Problem> {
    if text(parts, header::CONTENT_TYPE.as_str()) == PIECE {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "media.kind",
        "文件片段的类型不对，请更新应用。",
        "a piece must be application/offset+octet-stream; update the app",
    ))
}

/// The answer to another version of tus.
pub fn other_version() -> Response {
    let problem = Problem::new(
        StatusCode::PRECONDITION_FAILED,
        "media.version",
        format!("上传须用 tus {TUS_VERSION} 协议，请更新应用。"),
        format!("uploads need version {TUS_VERSION} of tus; update the app"),
    );
    ([("tus-version", TUS_VERSION)], problem).into_response()
}

fn text<'a>(parts: &'a Parts, name: &str) -> &'a str {
    parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn wrong(name: &str) -> Problem {
    Problem::bad(
        "media.header",
        format!("缺少或写错了请求头 {name}，请更新应用。"),
        format!("the header {name} is missing or wrong; update the app"),
    )
}
