//! What the firm has set.

use super::jobs::{act, look};
use super::session::Clerk;
use crate::core::settings::{self as setting, Change};
use crate::core::show::settings::settings;
use crate::core::show::view::SettingsView;
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::routes::office::read;
use crate::routes::{Shared, Whole};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What is set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SettingsChange)]
struct Set {
    /// The version that was looked at; refused where it is not the one in force.
    base: String,
    /// By key: the new value, or null for the product's default. `GET` of the same address says what each key takes.
    #[schema(value_type = Object)]
    values: BTreeMap<String, Value>,
}

/// Every setting, what is in force, and who set it when.
#[utoipa::path(
    get,
    path = "/settings",
    tag = "office",
    responses((status = 200, description = "The settings", body = SettingsView))
)]
pub async fn show(State(shared): State<Shared>, _: Clerk) -> Result<Json<SettingsView>, Problem> {
    Ok(Json(look(shared, |tx| settings(tx)).await?))
}

/// Sets some of them, all or none: a new version.
///
/// Jobs that begin from now on keep to it; jobs under way keep the version they began with.
#[utoipa::path(
    put,
    path = "/settings",
    tag = "office",
    request_body = Set,
    responses(
        (status = 200, description = "Set; the settings as they are now", body = SettingsView),
        Refused<409>, Refused<422>,
    )
)]
pub async fn change(
    State(shared): State<Shared>,
    Clerk(clerk): Clerk,
    body: Whole,
) -> Result<Json<SettingsView>, Problem> {
    let Set { base, values } = read(&body.0)?;
    let values = values.into_iter().map(|(key, value)| (key, Some(value).filter(|value| !value.is_null()))).collect();
    let change = Change { base, values };
    act(shared.clone(), move |tx, moment, ledger| setting::change(tx, moment, ledger, &clerk, &change)).await?;
    Ok(Json(look(shared, |tx| settings(tx)).await?))
}
