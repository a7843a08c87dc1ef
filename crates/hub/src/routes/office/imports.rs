//! `POST /v1/office/imports`: a table as the body. Without `confirm` it is looked at and nothing is stored; with the
//! digest of what was looked at, its good rows become jobs.

use super::session::Clerk;
use crate::core::ledger::Ledger;
use crate::core::show::view::{ImportDone, ImportView};
use crate::core::{CoreRefused, import, once};
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::routes::asked::Query;
use crate::routes::whole::{self, Cut};
use crate::routes::{Shared, blocking};
use crate::table::{self, LARGEST, TableRefused};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// So much of a file that is too large is read and dropped, so that its sender hears why.
const DROPPED: usize = 64 << 20;

/// What to do with the table.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The standard of rows that name none.
    pack: String,
    /// SHA-256 of the file that was looked at.
    confirm: Option<String>,
    /// The request's name: named again it is not done again.
    request: Option<String>,
}

/// What the table would become, or what it did.
#[derive(ToSchema)]
#[schema(as = Imported)]
#[serde(untagged)]
#[allow(dead_code, reason = "the two answers, for the description")]
enum Imported {
    Looked(ImportView),
    Done(ImportDone),
}

/// Looks at a table, or takes it in.
#[utoipa::path(
    post,
    path = "/imports",
    tag = "office",
    params(Asked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "CSV or XLSX, at most 10 MiB"),
    responses((status = 200, description = "Looked at, or taken in", body = Imported), Refused<409>, Refused<422>)
)]
pub async fn import(
    State(shared): State<Shared>,
    _: Clerk,
    Query(asked): Query<Asked>,
    body: Body,
) -> Result<Response, Problem> {
    let bytes = whole::read(body, LARGEST, DROPPED, shared.patience).await.map_err(|cut| match cut {
        Cut::TooLong => TableRefused::TooLarge.into(),
        cut => Problem::from(cut),
    })?;
    match asked.confirm.clone() {
        None => Ok(Json(blocking(move || look(&shared, &asked, &bytes)).await??).into_response()),
        Some(confirm) => Ok(Json(blocking(move || take(&shared, &asked, &confirm, &bytes)).await??).into_response()),
    }
}

fn look(shared: &Shared, asked: &Asked, bytes: &[u8]) -> Result<ImportView, Problem> {
    let table = table::read(bytes)?;
    let view = shared.hub.read(|tx, moment| import::look(tx, moment, &table, &Digest::of(bytes), &asked.pack));
    Ok(view?)
}

fn take(shared: &Shared, asked: &Asked, confirm: &str, bytes: &[u8]) -> Result<ImportDone, Problem> {
    if Digest::from_hex(confirm) != Some(Digest::of(bytes)) {
        return Err(CoreRefused::OtherFile.into());
    }
    let table = table::read(bytes)?;
    let done = shared.hub.write(|tx, moment| {
        let (done, again) = once::once(tx, moment, asked.request.as_deref(), "import", |tx| {
            let mut ledger = Ledger::default();
            let done = import::take(tx, moment, &mut ledger, &table, &asked.pack)?;
            ledger.publish(tx, moment.now_ms)?;
            Ok(done)
        })?;
        Ok::<_, CoreRefused>(ImportDone { again, ..done })
    });
    Ok(done?)
}
