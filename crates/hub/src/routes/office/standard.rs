//! A job's version of its standard, and the step to a newer one.

use super::jobs::act;
use super::session::Clerk;
use crate::core::show::standard::standard;
use crate::core::show::view::StandardView;
use crate::core::standard::move_on;
use crate::openapi::{self, Refused};
use crate::problem::Problem;
use crate::routes::asked::Path;
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::Json;
use axum::extract::State;
use domain::digest::Digest;
use domain::ids::JobId;
use serde::Deserialize;
use utoipa::ToSchema;

/// Which version a job shall keep to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StandardMove)]
struct Move {
    /// The version's digest.
    #[schema(value_type = openapi::Hash)]
    to: Digest,
}

/// The version of its standard a job keeps to, the newest one, and what differs item by item.
#[utoipa::path(
    get,
    path = "/jobs/{job}/standard",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    responses((status = 200, description = "The standard", body = StandardView), Refused<404>, Refused<422>)
)]
pub async fn show(
    State(shared): State<Shared>,
    _: Clerk,
    Path(job): Path<String>,
) -> Result<Json<StandardView>, Problem> {
    let job = JobId::new(job);
    let view = blocking(move || shared.hub.read(|tx, moment| standard(tx, &job, moment.now_ms)));
    Ok(Json(view.await??))
}

/// Moves a job to a newer version of its standard. Every answer stays.
#[utoipa::path(
    post,
    path = "/jobs/{job}/standard",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    request_body = Move,
    responses((status = 200, description = "Moved; the standard as it is now", body = StandardView), Refused<404>, Refused<409>, Refused<422>)
)]
pub async fn change(
    State(shared): State<Shared>,
    Clerk(clerk): Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<Json<StandardView>, Problem> {
    let Move { to } = read(&body.0)?;
    let job = JobId::new(job);
    let moved = job.clone();
    act(shared.clone(), move |tx, moment, ledger| move_on(tx, moment, ledger, &clerk, (&moved, &to))).await?;
    let view = blocking(move || shared.hub.read(|tx, moment| standard(tx, &job, moment.now_ms)));
    Ok(Json(view.await??))
}
