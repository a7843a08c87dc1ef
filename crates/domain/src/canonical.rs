//! Canonical JSON: RFC 8785 with integers only (FORMATS: "canonical JSON"). Everything that is hashed, signed or kept
//! in a document goes through here, so that two devices write the same bytes for the same thing.

use serde::Serialize;
use serde_json::Value;

/// Why a value has no canonical form.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotCanonical {
    /// A number is not an integer within ±(2^53 − 1).
    #[error("a number here is not an integer within 53 bits; write it as a decimal string with its unit")]
    Number,
    /// The value cannot be written as JSON at all.
    #[error("this value cannot be written as JSON: {0}")]
    Json(String),
}

/// The canonical bytes of `value`.
pub fn to_string<T: Serialize>(value: &T) -> Result<String, NotCanonical> {
    let value = serde_json::to_value(value).map_err(|e| NotCanonical::Json(e.to_string()))?;
    only_integers(&value)?;
    serde_json_canonicalizer::to_string(&value).map_err(|e| NotCanonical::Json(e.to_string()))
}

/// Whether `text` is exactly the canonical form of the JSON it holds. Asked of every value of every document that is
/// opened, so that the canonical form is written only where it must be: with sorted members and plain integers
/// serde_json's own is the same.
pub fn is_canonical(text: &str) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return false };
    let written = if is_plain(&value) { serde_json::to_string(&value).ok() } else { to_string(&value).ok() };
    written.is_some_and(|written| written == text)
}

/// Whether members stand in RFC 8785's order, by UTF-16, and all numbers are integers, written as such.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_i64().is_some_and(|integer| (-LARGEST..=LARGEST).contains(&integer)),
        Value::Array(items) => items.iter().all(is_plain),
        Value::Object(members) => {
            members.keys().is_sorted_by(|a, b| a.encode_utf16().lt(b.encode_utf16())) && members.values().all(is_plain)
        }
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// RFC 8785 writes numbers as IEEE doubles, so beyond 2^53 two readers may disagree.
const LARGEST: i64 = (1 << 53) - 1;

fn only_integers(value: &Value) -> Result<(), NotCanonical> {
    match value {
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) if (-LARGEST..=LARGEST).contains(&integer) => Ok(()),
            // JSON has one kind of number: 5.0 is the integer 5, and written as 5.
            (None, Some(whole)) if whole.fract() == 0.0 && whole.abs() <= LARGEST as f64 => Ok(()),
            _ => Err(NotCanonical::Number),
        },
        Value::Array(items) => items.iter().try_for_each(only_integers),
        Value::Object(map) => map.values().try_for_each(only_integers),
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_and_space_is_gone() {
        assert_eq!(to_string(&json!({"b": 1, "a": [true, null, "窗"]})).unwrap(), r#"{"a":[true,null,"窗"],"b":1}"#);
    }

    #[test]
    fn a_fraction_has_no_canonical_form() {
        assert_eq!(to_string(&json!({"gap": 2.1})), Err(NotCanonical::Number));
        assert_eq!(to_string(&json!(1_u64 << 60)), Err(NotCanonical::Number));
    }

    #[test]
    fn a_whole_number_is_an_integer_however_it_was_written() {
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(to_string(&read("[5.0,-1e3,-0.0]")).unwrap(), "[5,-1000,0]");
        assert_eq!(to_string(&read("1e300")), Err(NotCanonical::Number));
    }

    #[test]
    fn text_in_another_order_or_with_spaces_is_not_canonical() {
        assert!(is_canonical(r#"{"a":1,"b":2}"#));
        for text in
            [r#"{"b":2,"a":1}"#, r#"{"a": 1}"#, r#"{"a":1.0}"#, "{", r#"{"a":1,"a":1}"#, "-0", "9007199254740992"]
        {
            assert!(!is_canonical(text), "{text}");
        }
    }

    #[test]
    fn members_are_sorted_by_utf_16_and_not_by_code_point() {
        let (last, first) = ("\u{ff5e}", "\u{1f6aa}");
        assert_eq!(to_string(&json!({last: 1, first: 2})).unwrap(), format!(r#"{{"{first}":2,"{last}":1}}"#));
        assert!(!is_canonical(&format!(r#"{{"{last}":1,"{first}":2}}"#)));
        assert!(is_canonical(&format!(r#"{{"{first}":2,"{last}":1}}"#)));
    }
}
