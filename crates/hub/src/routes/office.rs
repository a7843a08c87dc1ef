//! The office API: JSON, with a session. A wrong input is a 4xx with a code and changes nothing.

pub mod devices;
pub mod files;
pub mod handovers;
pub mod imports;
pub mod jobs;
pub mod moves;
pub mod own_page;
pub mod people;
pub mod session;
pub mod settings;
pub mod settle;
pub mod standard;
pub mod told;
pub mod vans;

use crate::backup::{BackupRefused, back_up};
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::routes::{Shared, blocking};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware;
use serde::de::DeserializeOwned;
use session::Clerk;
use told::Secured;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of the office.
pub fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(session::open, session::here, session::close))
        .routes(routes!(people::save, people::list))
        .routes(routes!(devices::mark))
        .routes(routes!(people::enrolment))
        .routes(routes!(jobs::create, jobs::all))
        .routes(routes!(jobs::cards))
        .routes(routes!(imports::import))
        .routes(routes!(handovers::take))
        .routes(routes!(jobs::show))
        .routes(routes!(jobs::change_brief))
        .routes(routes!(moves::make))
        .routes(routes!(jobs::add_note))
        .routes(routes!(jobs::assign))
        .routes(routes!(jobs::document))
        .routes(routes!(jobs::heads))
        .routes(routes!(jobs::adopt))
        .routes(routes!(settle::all))
        .routes(routes!(settle::say))
        .routes(routes!(settle::export))
        .routes(routes!(settle::adopt))
        .routes(routes!(settings::show, settings::change))
        .routes(routes!(standard::show, standard::change))
        .routes(routes!(vans::all))
        .routes(routes!(vans::one, vans::tell))
        .routes(routes!(files::blob))
        .routes(routes!(files::ink))
        .routes(routes!(backup))
        .layer(middleware::from_fn(own_page::guard))
}

/// Writes a backup into the folder given at the start, and announces it to the phones.
#[utoipa::path(
    post,
    path = "/backup",
    tag = "office",
    responses((status = 200, description = "Made", body = Secured), Refused<409>)
)]
async fn backup(State(shared): State<Shared>, _: Clerk) -> Result<Json<Secured>, Problem> {
    let made = blocking(move || {
        let hub = shared.hub.as_ref();
        let to = hub.backup_folder().ok_or(BackupRefused::NotConfigured)?;
        back_up(hub.folder(), to, hub.moment().now_ms, &mut |_| {})
    })
    .await??;
    Ok(Json(Secured { secured: made.number }))
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
