//! Persons, and the codes that enrol their devices.

use super::session::Clerk;
use crate::core::{CoreRefused, enrol, office};
use crate::problem::Problem;
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use domain::digest::Digest;
use domain::ids::PersonId;
use hub_storage::people::Person;
use serde::Deserialize;
use serde_json::{Value, json};

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
    /// Where phones reach this hub, where that is not where it listens.
    address: Option<String>,
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
pub async fn list(State(shared): State<Shared>, _: Clerk) -> Result<Json<Value>, Problem> {
    let people = blocking(move || {
        shared.hub.read(|tx, _| {
            let mut people = Vec::new();
            for person in tx.persons()? {
                let devices = tx.devices_of(&person.id)?.into_iter().map(
                    |it| json!({"device": it.id, "facts": it.facts, "state": it.state.key(), "enrolled": it.enrolled}),
                );
                let devices: Vec<Value> = devices.collect();
                let Person { id, name, badge } = person;
                people.push(json!({"person": id, "name": name, "badge": badge, "devices": devices}));
            }
            Ok::<_, Problem>(people)
        })
    })
    .await??;
    Ok(Json(json!({ "people": people })))
}

/// Makes a code: the address, the pin of our root key and a one-time token, as a link for the QR and as its parts.
pub async fn enrolment(State(shared): State<Shared>, _: Clerk, body: Whole) -> Result<Response, Problem> {
    let asked: Enrol = read(&body.0)?;
    let address = asked.address.unwrap_or_else(|| format!("http://{}", shared.address));
    let person = PersonId::new(asked.person);
    let hub = shared.hub.clone();
    let code = blocking(move || hub.write(|tx, moment| enrol::invite(tx, moment, &person))).await??;
    let token = BASE64URL_NOPAD.encode(&code.token);
    let pin = Digest::of(shared.hub.identity().root.spki());
    let url = format!("doorstep://enrol?hub={}&pin={pin}&token={token}", escaped(&address));
    let answer = json!({"url": url, "hub": address, "pin": pin, "token": token, "expires": code.expires});
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// A query value (RFC 3986, unreserved characters as they are).
fn escaped(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let mut escaped = String::new();
    for byte in text.bytes() {
        if plain(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
