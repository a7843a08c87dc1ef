//! The API for programs: an OpenAPI 3.1 description at `GET /v1/openapi.json`. What is a route's own (what it takes, its
//! answers, the refusals of its own) stands at its handler; what all routes of a kind have in common, because a layer or
//! an extractor makes it, is added here. So nothing can be routed that is not described.
//!
//! - [`brief`]: the schema of a brief's fields
//!
//! tests/interop/api holds a running hub against it (schemathesis).

mod brief;

use crate::problem;
use crate::routes::office::own_page;
use crate::routes::office::session::COOKIE;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::{OpenApi, Ref, RefOr};
use utoipa::{IntoResponses, PartialSchema};

pub use brief::{brief, facts, new_brief, packs, settling, states, van_saying};

/// Where it is served.
pub const PATH: &str = "/v1/openapi.json";
const PROBLEM: &str = "Problem";

/// A change's hash.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
pub struct Hash(pub String);

/// A file that is sent whole.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary, min_length = 1)]
pub struct File(pub Vec<u8>);

/// A refusal with this status, for the `responses` of a route.
pub struct Refused<const STATUS: u16>;

impl<const STATUS: u16> IntoResponses for Refused<STATUS> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(PROBLEM))).build();
        let response = ResponseBuilder::new().description(meaning(STATUS)).content("application/problem+json", content);
        BTreeMap::from([(STATUS.to_string(), response.build().into())])
    }
}

/// What a refusal with this status says, whichever route says it.
fn meaning(status: u16) -> &'static str {
    match status {
        400 => "The request cannot be read 请求读不懂",
        401 => "Who is asking was not proved 未证明身份",
        403 => "Whoever is asking may not do this 不允许",
        404 => "There is no such thing 没有",
        408 => "The request came too slowly 传得太慢",
        409 => "It is not so any more, or not yet 状态不符",
        410 => "Its time is over 已过期",
        412 => "Another version of tus tus 版本不符",
        413 => "Too much 太大",
        415 => "Another kind of body 类型不对",
        422 => "Understood, and wrong; the words say what 内容有误",
        423 => "Another request is at it 正被占用",
        429 => "Too many wrong passwords; wait 请稍候",
        460 => "The bytes are not what was said (tus) 校验不符",
        500 => "The hub failed 中台出错",
        503 => "The hub is busy 中台忙",
        507 => "The hub has no room 中台空间不足",
        _ => "Refused 已拒绝",
    }
}

/// The description as a whole.
pub fn whole(described: OpenApi) -> Value {
    let mut api = serde_json::to_value(described).unwrap_or_default();
    set(
        &mut api,
        "info",
        json!({
            "title": "Doorstep hub 上门中台",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "Apache-2.0"},
            "description": "The office speaks JSON with a session; devices speak CBOR (docs/formats.md), each request proved \
                            with the device's key. A refusal changes nothing and says in both languages what to do.",
        }),
    );
    if let Some(paths) = api.get_mut("paths").and_then(Value::as_object_mut) {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                complete(path, method, operation);
            }
        }
    }
    let mut schemas = api.pointer("/components/schemas").cloned().unwrap_or_else(|| json!({}));
    set(&mut schemas, PROBLEM, serde_json::to_value(problem::Body::schema()).unwrap_or_default());
    brief::schemas().into_iter().for_each(|(name, schema)| set(&mut schemas, name, schema));
    set(&mut api, "components", json!({"schemas": schemas, "securitySchemes": security_schemes()}));
    api
}

/// Adds what an operation has in common with others of its kind.
fn complete(path: &str, method: &str, operation: &mut Value) {
    if method == "options" || path == "/v1/ca.pem" {
        return;
    }
    let office = path.starts_with("/v1/office/");
    let changes = !matches!(method, "get" | "head");
    let signs_in = path == "/v1/office/session" && method == "post";
    let device = ["/v1/sync", "/v1/farewell", "/v1/live"].contains(&path) || path.starts_with("/v1/media");
    for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        never_null(parameter);
    }
    let has = |part: &str| operation.get(part).is_some_and(|it| !it.is_null());
    let mut refused = vec![500, 503];
    if has("parameters") {
        refused.push(400);
    }
    if has("requestBody") {
        refused.extend([400, 408, 413]);
    }
    if changes || device {
        refused.push(507);
    }
    if office && changes {
        refused.push(403);
    }
    if device {
        refused.extend([401, 403]);
        set(operation, "security", json!([{"deviceKey": [], "deviceNonce": [], "deviceProof": []}]));
    } else if office && !signs_in {
        refused.push(401);
        set(operation, "security", json!([{"cookie": []}, {"bearer": []}]));
    }
    if office && changes && !signs_in {
        parameter(
            operation,
            json!({
                "name": own_page::HEADER, "in": "header", "required": false, "schema": {"type": "string"},
                "description": "Any value; a request by cookie needs it, which no form of a foreign page can send",
            }),
        );
    }
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for status in refused {
        responses.entry(status.to_string()).or_insert_with(|| refusal(status));
    }
}

/// A parameter may be left out, but has no way to say null.
fn never_null(parameter: &mut Value) {
    if let Some(kind) = parameter.pointer_mut("/schema/type")
        && let Some(kinds) = kind.as_array()
        && let [one, null] = kinds.as_slice()
        && null == "null"
    {
        *kind = one.clone();
    }
}

fn refusal(status: u16) -> Value {
    debug_assert!(StatusCode::from_u16(status).is_ok());
    json!({"description": meaning(status),
           "content": {"application/problem+json": {"schema": {"$ref": format!("#/components/schemas/{PROBLEM}")}}}})
}

fn security_schemes() -> Value {
    let header = |name: &str, what: &str| json!({"type": "apiKey", "in": "header", "name": name, "description": what});
    json!({
        "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "From signing in; for browsers"},
        "bearer": {"type": "http", "scheme": "bearer", "description": "The session's token; for programs"},
        "deviceKey": header(::sync::proof::KEY, "The key's id: 16 hex digits"),
        "deviceNonce": header(::sync::proof::NONCE, "From the last answer; an unknown one is answered 401 with a fresh one"),
        "deviceProof": header(::sync::proof::PROOF, "ES256 over method, path, body, hub and nonce: docs/formats.md"),
    })
}

fn parameter(operation: &mut Value, parameter: Value) {
    let mut all = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    all.push(parameter);
    set(operation, "parameters", Value::Array(all));
}

fn set(object: &mut Value, key: &str, value: Value) {
    match object.as_object_mut() {
        Some(map) => drop(map.insert(key.to_owned(), value)),
        None => *object = Value::Object(Map::from_iter([(key.to_owned(), value)])),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// What `route` takes has no description; only the description itself may have none.
    #[test]
    fn nothing_is_routed_without_a_description() {
        let routes = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/routes");
        let mut files = vec![routes.with_extension("rs")];
        let mut folders = vec![routes];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        assert!(files.len() > 15);
        let plain = files.iter().flat_map(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            text.lines().filter(|line| line.contains(".route(")).map(str::trim).map(str::to_owned).collect::<Vec<_>>()
        });
        assert_eq!(plain.collect::<Vec<_>>(), [".route(openapi::PATH, get(move || async { Json(described) }))"]);
    }
}
