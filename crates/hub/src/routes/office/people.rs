//! Persons, and the codes that enrol their devices.

use super::session::Clerk;
use crate::core::show::view::{DeviceView, EnrolmentView, LeftView, PeopleView, PersonView};
use crate::core::{enrol, office};
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::qr;
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use ::sync::wire::SCHEMA;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::PersonId;
use hub_storage::people::{Farewell, Person};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A person's name and badge.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PersonSaved)]
struct Save {
    /// Id; `office` is the office's own.
    #[schema(pattern = "^[a-z0-9_-]{1,32}$")]
    person: String,
    /// Name.
    #[schema(min_length = 1, max_length = 64, pattern = r"\S")]
    name: String,
    /// Staff number.
    #[schema(min_length = 1, max_length = 64, pattern = r"\S")]
    badge: String,
}

/// Whose phone is to be enrolled.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnrolmentAsked)]
struct Enrol {
    /// The person's id.
    person: String,
}

/// Adds a person, or changes name and badge.
#[utoipa::path(
    post,
    path = "/people",
    tag = "office",
    request_body = Save,
    responses((status = 201, description = "Saved", body = Save), Refused<422>)
)]
pub async fn save(State(shared): State<Shared>, _: Clerk, body: Whole) -> Result<Response, Problem> {
    let asked: Save = read(&body.0)?;
    let person = Person { id: PersonId::new(&asked.person), name: asked.name.clone(), badge: asked.badge.clone() };
    blocking(move || shared.hub.write(|tx, moment| office::save_person(tx, moment, &person))).await??;
    Ok((StatusCode::CREATED, Json(asked)).into_response())
}

/// Everybody, with their devices.
#[utoipa::path(get, path = "/people", tag = "office", responses((status = 200, description = "Everybody", body = PeopleView)))]
pub async fn list(State(shared): State<Shared>, _: Clerk) -> Result<Json<PeopleView>, Problem> {
    let people = blocking(move || {
        shared.hub.read(|tx, _| {
            let mut people = Vec::new();
            for person in tx.persons()? {
                let mut devices = Vec::new();
                for it in tx.devices_of(&person.id)? {
                    let seen = tx.last_seen(&it.id)?.unwrap_or(it.enrolled);
                    devices.push(DeviceView {
                        device: it.id.as_str().to_owned(),
                        facts: it.facts,
                        state: it.state.key().to_owned(),
                        enrolled: it.enrolled,
                        seen,
                        schema: tx.schema(&it.id)?,
                        schema_now: SCHEMA,
                        left: tx.farewell(&it.id)?.map(|Farewell { changes, blobs, at }| LeftView {
                            changes,
                            blobs,
                            at,
                        }),
                    });
                }
                let Person { id, name, badge } = person;
                people.push(PersonView { person: id.as_str().to_owned(), name, badge, devices });
            }
            Ok::<_, Problem>(people)
        })
    })
    .await??;
    Ok(Json(PeopleView { people }))
}

/// Makes a code for a phone.
///
/// It holds the address, the pin of our root key and a one-time token, as a link for the QR and as its parts.
#[utoipa::path(
    post,
    path = "/enrolments",
    tag = "office",
    request_body = Enrol,
    responses((status = 201, description = "Good for 15 minutes and one phone", body = EnrolmentView), Refused<422>)
)]
pub async fn enrolment(State(shared): State<Shared>, _: Clerk, body: Whole) -> Result<Response, Problem> {
    let asked: Enrol = read(&body.0)?;
    let address = shared.address.url().to_owned();
    let person = PersonId::new(asked.person);
    let hub = shared.hub.clone();
    let code = blocking(move || hub.write(|tx, moment| enrol::invite(tx, moment, &person))).await??;
    let (pin, token) = code.parts(shared.hub.identity());
    let url = code.link(shared.hub.identity(), &address);
    let qr = qr::svg(&url).unwrap_or_default();
    let answer = EnrolmentView { url, hub: address, pin: pin.hex(), token, expires: code.expires, qr };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}
