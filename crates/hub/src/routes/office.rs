//! The office API: JSON, with a session. A wrong input is a 4xx with a code and changes nothing.

pub mod jobs;
pub mod people;
pub mod session;

use crate::problem::Problem;
use crate::routes::Shared;
use axum::Router;
use axum::body::Bytes;
use axum::routing::{get, patch, post};
use serde::de::DeserializeOwned;

/// Every route of the office.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/session", post(session::open).delete(session::close))
        .route("/people", post(people::save).get(people::list))
        .route("/enrolments", post(people::enrolment))
        .route("/jobs", post(jobs::create).get(jobs::list))
        .route("/jobs/{job}/brief", patch(jobs::change_brief))
        .route("/jobs/{job}/notes", post(jobs::add_note))
        .route("/jobs/{job}/crew", post(jobs::assign))
        .route("/jobs/{job}/documents/{document}", get(jobs::document))
        .route("/jobs/{job}/heads", get(jobs::heads))
        .route("/jobs/{job}/set-aside", get(jobs::set_aside))
        .route("/media/{digest}", get(jobs::blob))
}

/// Reads a JSON body.
pub(crate) fn json<T: DeserializeOwned>(body: &Bytes) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        Problem::bad(
            "body.json",
            format!("请求内容读不懂（{error}），请核对字段。"),
            format!("the request cannot be read ({error}); check its fields"),
        )
    })
}
