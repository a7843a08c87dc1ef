//! The office API: JSON, with a session. A wrong input is a 4xx with a code and changes nothing.

pub mod devices;
pub mod files;
pub mod imports;
pub mod jobs;
pub mod own_page;
pub mod people;
pub mod session;
pub mod settle;

use crate::backup::{BackupRefused, back_up};
use crate::problem::Problem;
use crate::routes::{Shared, blocking};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use session::Clerk;

/// Every route of the office.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/session", post(session::open).get(session::here).delete(session::close))
        .route("/people", post(people::save).get(people::list))
        .route("/devices/{device}/state", post(devices::mark))
        .route("/enrolments", post(people::enrolment))
        .route("/jobs", post(jobs::create).get(jobs::all))
        .route("/cards", get(jobs::cards))
        .route("/imports", post(imports::import))
        .route("/jobs/{job}", get(jobs::show))
        .route("/jobs/{job}/brief", patch(jobs::change_brief))
        .route("/jobs/{job}/notes", post(jobs::add_note))
        .route("/jobs/{job}/crew", post(jobs::assign))
        .route("/jobs/{job}/adopt", post(jobs::adopt))
        .route("/jobs/{job}/documents/{document}", get(jobs::document))
        .route("/jobs/{job}/heads", get(jobs::heads))
        .route("/jobs/{job}/aside", get(settle::export))
        .route("/jobs/{job}/aside/adopt", post(settle::adopt))
        .route("/jobs/{job}/settle", post(settle::say))
        .route("/settle", get(settle::all))
        .route("/media/{digest}", get(files::blob))
        .route("/media/{digest}/ink.svg", get(files::ink))
        .route("/backup", post(backup))
        .layer(middleware::from_fn(own_page::guard))
}

/// Writes a backup into the folder given at the start, and announces it to the phones.
async fn backup(State(shared): State<Shared>, _: Clerk) -> Result<Json<Value>, Problem> {
    let made = blocking(move || {
        let hub = shared.hub.as_ref();
        let to = hub.backup_folder().ok_or(BackupRefused::NotConfigured)?;
        back_up(hub.folder(), to, hub.moment().now_ms, &mut |_| {})
    })
    .await??;
    Ok(Json(json!({ "secured": made.number })))
}

impl From<BackupRefused> for Problem {
    fn from(refused: BackupRefused) -> Self {
        match refused {
            BackupRefused::Storage(refused) => refused.into(),
            BackupRefused::Folder(_) => {
                Self::new(StatusCode::INSUFFICIENT_STORAGE, refused.code(), refused.zh(), refused.to_string())
            }
            _ => Self::conflict(refused.code(), refused.zh(), refused.to_string()),
        }
    }
}

/// Reads a JSON body.
pub(crate) fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        Problem::bad(
            "body.json",
            format!("请求内容读不懂（{error}），请核对字段。"),
            format!("the request cannot be read ({error}); check its fields"),
        )
    })
}
