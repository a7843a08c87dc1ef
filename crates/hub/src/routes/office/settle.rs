//! What waits for a person: the list of it, and what a clerk says.

use super::jobs::{act, look};
use super::session::Clerk;
use crate::core::once::once;
use crate::core::settle::Settling;
use crate::core::show::settle;
use crate::core::show::view::AllToSettleView;
use crate::core::{aside, settle as settling};
use crate::problem::Problem;
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::ids::JobId;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A page of the list, from 1.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    page: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    /// The request's name: named again it is not done again.
    request: Option<String>,
    settle: Settling,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Adopting {
    /// The request's name: named again it is not done again.
    request: Option<String>,
    changes: BTreeSet<Digest>,
}

/// Which changes to export, their hashes joined by commas.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    changes: String,
}

/// Every job with something to settle.
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
