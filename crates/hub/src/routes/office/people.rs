//! Persons, and the codes that enrol their devices.

use super::session::Clerk;
use crate::core::show::view::{DeviceView, EnrolmentView, LeftView, PeopleView, PersonView};
use crate::core::{CoreRefused, enrol, office};
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
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Save {
    person: String,
    name: String,
    badge: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrol {
    person: String,
}

/// Adds a person, or changes name and badge.
pub async fn save(State(shared): State<Shared>, _: Clerk, body: Whole) -> Result<Response, Problem> {
    let asked: Save = read(&body.0)?;
    let person = Person { id: PersonId::new(asked.person), name: asked.name, badge: asked.badge };
    let saved = blocking(move || {
        shared.hub.write(|tx, moment| {
            office::save_person(tx, moment, &person)?;
            Ok::<_, CoreRefused>(json!({"person": person.id, "name": person.name, "badge": person.badge}))
        })
    })
    .await??;
    Ok((StatusCode::CREATED, Json(saved)).into_response())
}

/// Everybody, with their devices.
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

/// Makes a code: the address, the pin of our root key and a one-time token, as a link for the QR and as its parts.
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
