//! What a brief may say, as a schema: the rules of `core::office::check`, which decides.

use crate::core::office::{LONGEST_KEY, MOST_FIELDS, NEEDED, TEXTS, TIMES};
use crate::core::van::LONGEST_NOTE;
use crate::reference;
use domain::brief::keys;
use domain::flag::Flag;
use domain::order::{Fact, Source};
use domain::state::State;
use serde_json::{Map, Value, json};
use utoipa::openapi::Ref;

/// RFC 8785 with integers only: ±(2^53 − 1).
const LARGEST: i64 = (1 << 53) - 1;

/// A standard's key.
pub fn packs() -> Ref {
    Ref::from_schema_name("PackKey")
}

/// Fields of a brief.
pub fn brief() -> Ref {
    Ref::from_schema_name("Brief")
}

/// The fields a job begins with.
pub fn new_brief() -> Ref {
    Ref::from_schema_name("NewBrief")
}

/// What a clerk says to an open question.
pub fn settling() -> Ref {
    Ref::from_schema_name("Settling")
}

/// What the warehouse says about a van.
pub fn van_saying() -> Ref {
    Ref::from_schema_name("VanSaying")
}

/// A state of the lifecycle.
pub fn states() -> Ref {
    Ref::from_schema_name("StateKey")
}

/// A fact that a clerk can record.
pub fn facts() -> Ref {
    Ref::from_schema_name("FactKey")
}

/// Their schemas.
pub fn schemas() -> [(&'static str, Value); 8] {
    let packs: Vec<&str> = reference::names().iter().map(|pack| pack.key.as_str()).collect();
    let value = json!({"$ref": "#/components/schemas/BriefValue"});
    let recordable = Fact::ALL.iter().filter(|fact| fact.source() != Source::Papers);
    let recordable: Vec<&str> = recordable.map(|fact| fact.key()).collect();
    [
        ("StateKey", json!({"type": "string", "enum": state_keys()})),
        ("FactKey", json!({"type": "string", "enum": recordable})),
        ("PackKey", json!({"type": "string", "enum": packs})),
        ("Settling", one_of_settlings()),
        ("VanSaying", one_of_van_sayings()),
        ("Brief", fields(false, &value)),
        ("NewBrief", fields(true, &value)),
        (
            "BriefValue",
            json!({
                "description": "JSON with integers alone; at most 16 KiB in its canonical form",
                "anyOf": [
                    {"type": ["string", "boolean", "null"]},
                    {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST},
                    {"type": "array", "items": value},
                    {"type": "object", "additionalProperties": value},
                ],
            }),
        ),
    ]
}

/// `core::settle::Settling`.
fn one_of_settlings() -> Value {
    let one = |key: &str, value: Value| json!({"type": "object", "properties": {key: value}, "required": [key], "additionalProperties": false});
    let record = json!({"type": "string", "description": "A record's id"});
    let records = json!({"type": "array", "items": record, "uniqueItems": true});
    let choice = json!({
        "type": "object",
        "properties": {"record": record, "seen": records},
        "required": ["record", "seen"],
        "additionalProperties": false,
    });
    let wish = json!({
        "type": "object",
        "properties": {"wish": record, "adopt": {"type": "boolean"}, "reason": {"type": "string"}},
        "required": ["wish", "adopt"],
        "additionalProperties": false,
    });
    let change = json!({"type": "string", "pattern": "^[0-9a-f]{64}$"});
    json!({"oneOf": [one("choice", choice), one("beside", records), one("wish", wish), one("verdict", change)]})
}

/// `core::van::Said`.
fn one_of_van_sayings() -> Value {
    let text = |about: &str| json!({"type": "string", "description": about});
    let known = |name: &str| match name {
        "part" => text("Catalogue code"),
        "quantity" => json!({"type": "string", "pattern": "^[0-9]{1,9}(\\.[0-9]{1,6})?$"}),
        "note" => json!({"type": "string", "description": "What there is to say", "maxLength": LONGEST_NOTE}),
        _ => text("A record's id"),
    };
    let one = |key: &str, needed: &[&str], more: &[&str]| {
        let all = needed.iter().chain(more).map(|name| ((*name).to_owned(), known(name)));
        let properties: Map<String, Value> = all.collect();
        let said =
            json!({"type": "object", "properties": properties, "required": needed, "additionalProperties": false});
        json!({"type": "object", "properties": {key: said}, "required": [key], "additionalProperties": false})
    };
    json!({"oneOf": [
        one("issue", &["part", "quantity"], &["ask", "note"]),
        one("decline", &["ask", "note"], &[]),
        one("count", &["part", "quantity"], &["note"]),
        one("recover", &["fitted"], &["note"]),
    ]})
}

fn state_keys() -> Vec<&'static str> {
    State::ALL.iter().map(|state| state.key()).collect()
}

fn fields(new: bool, value: &Value) -> Value {
    let mut known = Map::new();
    for key in TEXTS {
        let needed = new && NEEDED.contains(&key);
        known.insert(
            key.into(),
            if needed { json!({"type": "string", "pattern": "\\S"}) } else { json!({"type": "string"}) },
        );
    }
    for key in TIMES {
        known.insert(key.into(), json!({"type": "string", "format": "date-time"}));
    }
    let flags: Vec<&str> = Flag::ALL.iter().map(|flag| flag.key()).collect();
    if new {
        known.insert(keys::STATE.into(), json!({"$ref": "#/components/schemas/StateKey"}));
    }
    known.insert(keys::FLAGS.into(), json!({"type": "array", "items": {"type": "string", "enum": flags}}));
    let needed: &[&str] = if new { &NEEDED } else { &[] };
    let own = if new { "id|requested" } else { "id|requested|state|visit" };
    json!({
        "type": "object",
        "description": "Dotted keys; release.…, assignment.…, job.id and job.requested are the hub's own; once a job has \
                        begun, job.state and job.visit are changed by moves",
        "properties": known,
        "required": needed,
        "additionalProperties": value,
        "propertyNames": {"pattern": format!("^(?!release\\.|assignment\\.|job\\.({own})$)[a-z0-9_.]{{1,{LONGEST_KEY}}}$")},
        "minProperties": 1,
        "maxProperties": MOST_FIELDS,
    })
}
