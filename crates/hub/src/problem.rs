//! What the hub says when it does not do what was asked: `application/problem+json` (RFC 9457) with a stable `code`
//! and the words in both languages. A refusal changes nothing.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hub_storage::StorageRefused;
use serde::Serialize;
use utoipa::ToSchema;

/// A refusal on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable word.
    pub code: &'static str,
    /// What the person can do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// Where several values of one request are wrong: each with its words.
    pub errors: Vec<OfKey>,
}

/// What is wrong with one value of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProblemOfKey)]
pub struct OfKey {
    /// Its key in the request.
    pub key: String,
    /// Stable word.
    pub code: &'static str,
    /// What the person can do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// A refusal (RFC 9457): what was wrong and what the person can do. It changed nothing.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Body<'a> {
    /// `urn:doorstep:` and the code.
    r#type: String,
    /// The status in words.
    title: &'a str,
    /// HTTP status.
    status: u16,
    /// Stable word, for example `job.unknown`.
    code: &'a str,
    /// What the person can do, in Chinese.
    zh: &'a str,
    /// The same in English.
    en: &'a str,
    /// Where several values of the request are wrong: each with its words.
    #[serde(skip_serializing_if = "<[OfKey]>::is_empty")]
    #[schema(required = false)]
    errors: &'a [OfKey],
}

impl Problem {
    /// A refusal with this status, code and words.
    pub fn new(status: StatusCode, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status, code, zh: zh.into(), en: en.into(), errors: Vec::new() }
    }

    /// 400.
    pub fn bad(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, zh, en)
    }

    /// 401: who is asking was not proved.
    pub fn unproved(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, zh, en)
    }

    /// 404.
    pub fn missing(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, zh, en)
    }

    /// 409: it is not so any more, or not yet.
    pub fn conflict(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, zh, en)
    }
}

impl From<StorageRefused> for Problem {
    fn from(refused: StorageRefused) -> Self {
        let status = match &refused {
            StorageRefused::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            StorageRefused::Busy => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, refused.code(), refused.zh(), refused.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            r#type: format!("urn:doorstep:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            code: self.code,
            zh: &self.zh,
            en: &self.en,
            errors: &self.errors,
        };
        let mut response = (self.status, Json(body)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}
