//! What a change may not do, done with Automerge's own API.

use super::*;
use crate::testing::foreign;
use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue};

type Work = fn(&mut Transaction<'_>, &ObjId) -> Result<(), AutomergeError>;

/// A log with record 1 in it.
fn begun() -> Document {
    let mut document = log();
    document.append(actor(1), &[(id(1), note("…"))]).unwrap();
    document
}

/// Applies a change of actor 2 and says the refusal's code; the document must be as before.
fn refusal(document: &mut Document, raw: &[u8]) -> &'static str {
    let (heads, saved) = (document.heads(), document.save().unwrap());
    let refused = Change::decode(raw).and_then(|change| document.apply(&change)).unwrap_err();
    assert_eq!((document.heads(), document.save().unwrap()), (heads, saved), "{refused}");
    document.clone().append(actor(3), &[(id(99), note("still works"))]).unwrap();
    refused.code()
}

fn done_to_log(work: Work) -> &'static str {
    let mut document = begun();
    let raw = foreign(&document, actor(2), |transaction| {
        let (_, records) = transaction.get(ROOT, "records")?.unwrap();
        work(transaction, &records)
    });
    refusal(&mut document, &raw)
}

#[test]
fn a_log_takes_nothing_but_new_records() {
    let key = "0192f0c4-7b1a-7c3e-8a55-0000000000aa";
    assert!(is_key(key));
    let operations: [(&str, Work); 12] = [
        ("a delete", |t, records| t.delete(records, id(1).as_str())),
        ("a nested map", |t, records| t.put_object(records, KEY, ObjType::Map).map(drop)),
        ("a list", |t, records| t.put_object(records, KEY, ObjType::List).map(drop)),
        ("a list with an item", |t, records| {
            let list = t.put_object(records, KEY, ObjType::List)?;
            t.insert(&list, 0, "x")
        }),
        ("text", |t, records| {
            let text = t.put_object(records, KEY, ObjType::Text)?;
            t.splice_text(&text, 0, 0, "collaborative")
        }),
        ("marked text", |t, records| {
            let text = t.put_object(records, KEY, ObjType::Text)?;
            t.splice_text(&text, 0, 0, "bold")?;
            t.mark(&text, Mark::new("bold".into(), true, 0, 4), ExpandMark::Both)
        }),
        ("a counter", |t, records| t.put(records, KEY, ScalarValue::counter(1))),
        ("a counted counter", |t, records| {
            t.put(records, KEY, ScalarValue::counter(1))?;
            t.increment(records, KEY, 5)
        }),
        ("a number", |t, records| t.put(records, KEY, 7)),
        ("a key of the root", |t, _| t.put(ROOT, "extra", "text")),
        ("another records map", |t, _| t.put_object(ROOT, "records", ObjType::Map).map(drop)),
        ("a record in another map", |t, _| {
            let map = t.put_object(ROOT, "mine", ObjType::Map)?;
            t.put(&map, KEY, "text")
        }),
    ];
    for (what, work) in operations {
        assert_eq!(done_to_log(work), "change.operation", "{what}");
    }
}

const KEY: &str = "0192f0c4-7b1a-7c3e-8a55-0000000000aa";

fn is_key(key: &str) -> bool {
    domain::record::is_record_id(key)
}

#[test]
fn what_stands_in_a_log_is_a_record_under_its_uuid() {
    let put = |key: &str, text: String| {
        let mut document = begun();
        let raw = foreign(&document, actor(2), |transaction| {
            let (_, records) = transaction.get(ROOT, "records")?.unwrap();
            transaction.put(&records, key, text)
        });
        refusal(&mut document, &raw)
    };
    let good = note("…").to_text().unwrap();
    assert_eq!(put("window-2", good.clone()), "change.operation");
    assert_eq!(put(&KEY.to_uppercase(), good.clone()), "change.operation");
    assert_eq!(put(KEY, format!(" {good}")), "record.not_canonical");
    assert_eq!(put(KEY, "{}".into()), "record.unreadable");
    assert_eq!(put(KEY, "not json".into()), "record.unreadable");
    assert_eq!(put(KEY, good.replace(r#""v":1"#, r#""v":0"#)), "record.version");
    assert_eq!(put(KEY, good.replace('…', &"长".repeat(22_000))), "record.too_long");
    assert_eq!(put(KEY, good.replace(r#""v":1"#, r#""v": 2"#)), "record.not_canonical");
}

#[test]
fn a_record_of_a_later_version_is_kept_as_it_is() {
    let mut document = begun();
    let text = r#"{"mood":"fine","v":2}"#;
    let raw = foreign(&document, actor(2), |transaction| {
        let (_, records) = transaction.get(ROOT, "records")?.unwrap();
        transaction.put(&records, KEY, text)
    });
    document.apply(&Change::decode(&raw).unwrap()).unwrap();
    let entry = document.entries().pop().unwrap();
    assert_eq!((entry.id.as_str(), entry.text.as_str()), (KEY, text));
    assert_eq!(entry.record, Err(domain::record::NotARecord::Version(2)));
    assert_eq!(document.fold_entries().pop().unwrap().record, Err("record.version".into()));
}

#[test]
fn an_overwrite_hides_nothing_on_any_device() {
    let text = |words| note(words).to_text().unwrap();
    let over = |document: &Document, by, words: &'static str| {
        let raw = foreign(document, actor(by), |transaction| {
            let (_, records) = transaction.get(ROOT, "records")?.unwrap();
            transaction.put(&records, id(1).as_str(), text(words))
        });
        Change::decode(&raw).unwrap()
    };
    let begun = begun();
    let first = over(&begun, 2, "first");
    let second = over(&begun, 3, "second");
    let (mut a, mut b) = (begun.clone(), begun);
    a.apply(&first).unwrap();
    a.apply(&second).unwrap();
    b.apply(&second).unwrap();
    b.apply(&first).unwrap();
    let named = |document: &Document| {
        let mut named: Vec<_> = document.entries().into_iter().map(|entry| (entry.id, entry.text)).collect();
        named.sort();
        named
    };
    assert_eq!(named(&a), named(&b));
    assert_eq!(named(&a).len(), 3);
    assert_eq!(named(&a)[0], (id(1), text("…")), "the original keeps its key");
}

#[test]
fn a_brief_takes_fields_and_verdicts_of_canonical_json() {
    let put = |shelf: &'static str, key: &str, text: &str| {
        let mut document = Document::genesis(DocKind::Brief).unwrap();
        let raw = foreign(&document, actor(2), |transaction| {
            let (_, map) = transaction.get(ROOT, shelf)?.unwrap();
            transaction.put(&map, key, text)
        });
        Change::decode(&raw).and_then(|change| document.apply(&change)).err().map(|refused| refused.code())
    };
    assert_eq!(put("fields", "customer.name", r#""王""#), None);
    assert_eq!(put("fields", "customer.name", "王"), Some("record.not_canonical"));
    assert_eq!(put("fields", "", "1"), Some("change.operation"));
    assert_eq!(put("verdicts", "no hash", "{}"), Some("change.operation"));
    assert_eq!(put("verdicts", &"ab".repeat(32), "{}"), None);
}

#[test]
fn an_unreadable_verdict_hides_no_record() {
    let mut document = Document::genesis(DocKind::Brief).unwrap();
    let raw = foreign(&document, actor(2), |transaction| {
        let (_, verdicts) = transaction.get(ROOT, "verdicts")?.unwrap();
        transaction.put(&verdicts, "ab".repeat(32), "{}")
    });
    document.apply(&Change::decode(&raw).unwrap()).unwrap();
    assert!(document.brief().verdicts.is_empty());
}
