//! What technicians' vans hold, and what the warehouse does about it.

use super::jobs::act;
use super::session::Clerk;
use crate::core::once::once;
use crate::core::show::van;
use crate::core::show::view::{VanView, VansView};
use crate::core::van::{Said, say};
use crate::openapi::{self, Refused};
use crate::problem::Problem;
use crate::routes::asked::Path;
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::digest::Digest;
use domain::ids::PersonId;
use serde::Deserialize;
use utoipa::ToSchema;

/// What the warehouse says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VanSaid)]
struct Saying {
    /// The request's name: named again it is not done again.
    #[schema(pattern = "^[A-Za-z0-9-]{8,64}$")]
    request: Option<String>,
    /// One of them.
    #[schema(schema_with = openapi::van_saying)]
    say: Said,
}

/// Every technician's van, in short.
#[utoipa::path(get, path = "/vans", tag = "office", responses((status = 200, description = "All of them", body = VansView)))]
pub async fn all(State(shared): State<Shared>, _: Clerk) -> Result<Json<VansView>, Problem> {
    Ok(Json(blocking(move || shared.hub.read(|tx, _| van::all(tx))).await??))
}

/// A technician's van.
#[utoipa::path(
    get,
    path = "/vans/{person}",
    tag = "office",
    params(("person" = String, Path, description = "Whose")),
    responses((status = 200, description = "As it stands", body = VanView), Refused<404>)
)]
pub async fn one(State(shared): State<Shared>, _: Clerk, Path(person): Path<String>) -> Result<Json<VanView>, Problem> {
    let person = PersonId::new(person);
    Ok(Json(blocking(move || shared.hub.read(|tx, moment| van::one(tx, moment, &person))).await??))
}

/// Issues a part, answers a request, keeps a count, takes an old part back.
#[utoipa::path(
    post,
    path = "/vans/{person}",
    tag = "office",
    params(("person" = String, Path, description = "Whose")),
    request_body = Saying,
    responses((status = 204, description = "Kept"), Refused<404>, Refused<409>, Refused<422>)
)]
pub async fn tell(
    State(shared): State<Shared>,
    Clerk(clerk): Clerk,
    Path(person): Path<String>,
    body: Whole,
) -> Result<StatusCode, Problem> {
    let Saying { request, say: said } = read(&body.0)?;
    let person = PersonId::new(person);
    // The same name for something else is no second tap.
    let act_name = format!("van {person} {}", Digest::of(&body.0));
    act(shared, move |tx, moment, ledger| {
        once(tx, moment, request.as_deref(), &act_name, |tx| say(tx, moment, ledger, &clerk, &person, &said))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
