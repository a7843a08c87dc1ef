//! How a clerk moves an order.

use super::jobs::act;
use super::session::Clerk;
use crate::core::moves::{self, Move};
use crate::core::once::once;
use crate::core::settle;
use crate::core::show::view::MoveMade;
use crate::openapi::{self, Refused};
use crate::problem::Problem;
use crate::routes::asked::Path;
use crate::routes::office::read;
use crate::routes::{Shared, Whole};
use axum::Json;
use axum::extract::State;
use domain::ids::JobId;
use domain::state;
use serde::Deserialize;
use utoipa::ToSchema;

/// A move of an order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrderMove)]
struct Asked {
    /// The request's name: named again it is not done again.
    #[schema(pattern = "^[A-Za-z0-9-]{8,64}$")]
    request: Option<String>,
    /// Where it shall go.
    #[schema(schema_with = openapi::states)]
    to: state::State,
    /// Why; some moves ask for it.
    #[serde(default)]
    reason: String,
    /// What is recorded first.
    #[serde(default)]
    records: Vec<Said>,
    /// From when somebody shall be there, as offered to the customer.
    #[schema(format = DateTime)]
    visit_from: Option<String>,
    /// Until when.
    #[schema(format = DateTime)]
    visit_to: Option<String>,
}

/// A fact that somebody records.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecordedFact)]
struct Said {
    /// Its key.
    #[schema(schema_with = openapi::facts)]
    fact: String,
    /// In words; most facts ask for them.
    #[serde(default)]
    words: String,
}

/// Moves an order by a transition of the standard: records what it waits for, judges it, and plans the next visit where
/// somebody is sent again.
#[utoipa::path(
    post,
    path = "/jobs/{job}/move",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    request_body = Asked,
    responses((status = 200, description = "Moved", body = MoveMade), Refused<404>, Refused<409>, Refused<422>)
)]
pub async fn make(
    State(shared): State<Shared>,
    Clerk(clerk): Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<Json<MoveMade>, Problem> {
    let Asked { request, to, reason, records, visit_from, visit_to } = read(&body.0)?;
    let window = match (visit_from, visit_to) {
        (None, None) => None,
        (from, to) => Some((from.unwrap_or_default(), to)),
    };
    let records = records.into_iter().map(|said| (said.fact, said.words)).collect();
    let asked = Move { to, reason, records, window };
    let job = JobId::new(job);
    let (made, _) = act(shared, move |tx, moment, ledger| {
        // Nonsense is refused also under the name of a request that was answered.
        moves::check(&asked)?;
        once(tx, moment, request.as_deref(), "move", |tx| {
            let clerk = settle::Clerk { job: &job, name: &clerk };
            moves::make(tx, moment, ledger, clerk, &asked)
        })
    })
    .await?;
    Ok(Json(made))
}
