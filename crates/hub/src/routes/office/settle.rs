//! What waits for a person: the list of it, and what a clerk says.

use super::jobs::{act, look};
use super::session::Clerk;
use crate::core::once::once;
use crate::core::settle::Settling;
use crate::core::show::settle;
use crate::core::show::view::AllToSettleView;
use crate::core::{aside, settle as settling};
use crate::openapi::{self, Refused};
use crate::problem::Problem;
use crate::routes::asked::{Path, Query};
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::ids::JobId;
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

/// A page of the list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// From 1.
    #[param(value_type = Option<u64>, maximum = 4_294_967_295u64)]
    page: Option<u32>,
}

/// What settles a question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Settle)]
struct Said {
    /// The request's name: named again it is not done again.
    #[schema(pattern = "^[A-Za-z0-9-]{8,64}$")]
    request: Option<String>,
    /// One of them.
    #[schema(schema_with = openapi::settling)]
    settle: Settling,
}

/// What is taken over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AdoptedChanges)]
struct Adopting {
    /// The request's name: named again it is not done again.
    #[schema(pattern = "^[A-Za-z0-9-]{8,64}$")]
    request: Option<String>,
    /// Hashes of changes.
    #[schema(value_type = Vec<openapi::Hash>)]
    changes: BTreeSet<Digest>,
}

/// Which changes to export.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Changes {
    /// Their hashes, joined by commas.
    changes: String,
}

/// Every job with something to settle.
#[utoipa::path(
    get,
    path = "/settle",
    tag = "office",
    params(Page),
    responses((status = 200, description = "A page of them", body = AllToSettleView))
)]
pub async fn all(
    State(shared): State<Shared>,
    _: Clerk,
    Query(asked): Query<Page>,
) -> Result<Json<AllToSettleView>, Problem> {
    let view = blocking(move || {
        let hub = &shared.hub;
        let page = asked.page.unwrap_or(1);
        hub.read(|tx, moment| settle::all(tx, &moment.identity.hub, hub.blobs(), moment.now_ms, page))
    });
    Ok(Json(view.await??))
}

/// Settles one question of a job.
#[utoipa::path(
    post,
    path = "/jobs/{job}/settle",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    request_body = Said,
    responses((status = 204, description = "Settled"), Refused<404>, Refused<409>, Refused<422>)
)]
pub async fn say(
    State(shared): State<Shared>,
    Clerk(clerk): Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<StatusCode, Problem> {
    let Said { request, settle } = read(&body.0)?;
    let job = JobId::new(job);
    act(shared, move |tx, moment, ledger| {
        once(tx, moment, request.as_deref(), "settle", |tx| {
            let clerk = settling::Clerk { job: &job, name: &clerk };
            settling::settle(tx, moment, ledger, clerk, &settle)
        })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes over what was set aside.
#[utoipa::path(
    post,
    path = "/jobs/{job}/aside/adopt",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    request_body = Adopting,
    responses((status = 204, description = "Taken over"), Refused<404>, Refused<409>, Refused<422>)
)]
pub async fn adopt(
    State(shared): State<Shared>,
    Clerk(clerk): Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<StatusCode, Problem> {
    let Adopting { request, changes } = read(&body.0)?;
    let job = JobId::new(job);
    act(shared, move |tx, moment, ledger| {
        once(tx, moment, request.as_deref(), "adopt", |tx| aside::adopt(tx, moment, ledger, &job, &clerk, &changes))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was set aside, or waits, as a file.
#[utoipa::path(
    get,
    path = "/jobs/{job}/aside",
    tag = "office",
    params(("job" = String, Path, description = "Its number"), Changes),
    responses((status = 200, description = "Each change with what it says and its bytes", body = Object), Refused<404>)
)]
pub async fn export(
    State(shared): State<Shared>,
    _: Clerk,
    Path(job): Path<String>,
    Query(asked): Query<Changes>,
) -> Result<Response, Problem> {
    let job = JobId::new(job);
    let changes: BTreeSet<String> = asked.changes.split(',').map(str::to_owned).collect();
    let file = look(shared, move |tx| settle::export(tx, &job, &changes)).await?;
    let disposition = "attachment; filename=\"set-aside.json\"";
    Ok(([(header::CONTENT_DISPOSITION, disposition)], Json(file)).into_response())
}
