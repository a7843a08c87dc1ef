//! Tests of a paper's content as a whole.

use super::*;
use crate::facts::{Money, Text};
use crate::ids::VisitNo;
use crate::time::Trust;

fn at(time: &str) -> At {
    At { time: time.into(), trust: Trust::Verified, boot: None, elapsed_ms: None }
}

fn paper(values: impl IntoIterator<Item = (&'static str, Value)>) -> Paper {
    let layout = ReleaseRef { name: "d07".into(), version: "1".into(), digest: Digest::of(b"d07") };
    Paper {
        v: 1,
        paper: PaperRef {
            code: "D07".into(),
            number: "GD261120-0041-1-D07A1".into(),
            job: "GD261120-0041".into(),
            visit: VisitNo(1),
            replaces: None,
        },
        documents: Documents::default(),
        releases: Leans { layout, pack: None, price: None, settings: None },
        company: Company {
            name: Text::zh("云州安信到家服务有限公司"),
            short: Text::zh("云州安信到家"),
            hotline: "400-000-8210".into(),
            complaints: "400-000-8211".into(),
            address: String::new(),
            hours: String::new(),
            verify_host: "verify.anxin.example".into(),
        },
        issued: at("2026-11-20T15:17:00+08:00"),
        values: values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        photos: vec![],
    }
}

fn of_every_kind() -> Paper {
    let words = Text::new("主板损坏", "Board damaged");
    let row = Row::from([("name".into(), Value::zh("电源线")), ("count".into(), number("1", "根"))]);
    paper([
        ("text", Value::text("开不了机", "Does not start")),
        ("number", number("-12.60", "m")),
        ("money", Value::money(Money::fen(-53_480))),
        ("date", Value::Date { date: "2026-11-20".into() }),
        ("time", Value::Time { at: at("2026-11-20T15:17:00+08:00") }),
        ("window", Value::Window { from: "2026-11-20T13:30:00+08:00".into(), to: "2026-11-20T15:00:00+08:00".into() }),
        ("flag", Value::Flag { yes: false }),
        ("choice", Value::Choice { key: "board".into(), words: words.clone() }),
        ("choices", Value::Choices { chosen: vec![Chosen { key: "board".into(), words }] }),
        ("score", Value::Score { score: 0, of: 5 }),
        (
            "ink",
            Value::Ink {
                digest: Digest::of(b"ink"),
                who: "王淑敏".into(),
                relation: Text::zh("本人"),
                at: at("2026-11-20T15:17:00+08:00"),
            },
        ),
        ("lines", Value::Lines { rows: vec![row, Row::new()] }),
        ("code", Value::Code { text: "https://anxin.example/r/1".into() }),
    ])
}

fn number(value: &str, unit: &str) -> Value {
    Value::Number { value: value.into(), unit: unit.into() }
}

#[test]
fn a_paper_with_a_value_of_every_kind_comes_back_the_same_with_the_same_digest() {
    let paper = of_every_kind();
    let text = paper.to_text().unwrap();
    assert_eq!(Paper::from_text(&text).unwrap(), paper);
    assert_eq!(paper.digest().unwrap(), Digest::of(text.as_bytes()));
    assert_eq!(paper.check(), Ok(()));
    assert_eq!(paper.inks().collect::<Vec<_>>(), [Digest::of(b"ink")]);
    for (key, value) in &paper.values {
        assert_eq!(value.kind(), key);
    }
}

#[test]
fn the_written_form_of_each_kind_is_fixed() {
    let text = of_every_kind().to_text().unwrap();
    for written in [
        r#""choice":{"key":"board","kind":"choice","words":{"en":"Board damaged","zh":"主板损坏"}}"#,
        r#""date":{"date":"2026-11-20","kind":"date"}"#,
        r#""flag":{"kind":"flag","yes":false}"#,
        r#""lines":{"kind":"lines","rows":[{"count":{"kind":"number","unit":"根","value":"1"},"name":{"kind":"text","zh":"电源线"}},{}]}"#,
        r#""money":{"currency":"CNY","kind":"money","minor":-53480}"#,
        r#""score":{"kind":"score","of":5,"score":0}"#,
    ] {
        assert!(text.contains(written), "{written} in {text}");
    }
    assert!(!text.contains("null") && !text.contains("\"pack\""));
}

#[test]
fn what_this_version_does_not_know_is_refused_not_drawn_without_it() {
    let text = of_every_kind().to_text().unwrap();
    assert_eq!(Paper::from_text(&text.replace("\"v\":1", "\"v\":2")), Err(PaperRefused::Version(2)));
    assert_eq!(Paper::from_text(&format!("{text} ")), Err(PaperRefused::NotCanonical));
    for (from, to) in [
        ("{\"company\"", "{\"allergy\":\"cats\",\"company\""),
        ("\"kind\":\"flag\"", "\"kind\":\"flag\",\"maybe\":true"),
        ("\"kind\":\"score\"", "\"kind\":\"stars\""),
        ("\"minor\":-53480", "\"minor\":-534.5"),
        ("\"score\":0", "\"score\":-1"),
        ("\"yes\":false", "\"yes\":null"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        assert!(Paper::from_text(&changed).is_err(), "{to}");
    }
    for foreign in ["", "{", "[]", "null", "{\"v\":1}", "{\"v\":\"1\"}", "{\"v\":-1}", "{\"v\":1e400}"] {
        assert!(Paper::from_text(foreign).is_err(), "{foreign}");
    }
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Paper::from_text(&deep).is_err());
}

#[test]
fn what_is_no_time_number_or_score_cannot_be_sealed_and_its_field_is_named() {
    let bad = |value: Value| paper([("due", value)]).check();
    for date in ["2026-11-31", "2026-1-1", "20.11.2026", "+2026-11-2", ""] {
        let refused = bad(Value::Date { date: date.into() });
        assert_eq!(refused, Err(PaperRefused::Time { field: "due".into(), value: date.into() }));
    }
    assert!(matches!(bad(Value::Time { at: at("2026-11-20 15:17") }), Err(PaperRefused::Time { .. })));
    let backwards = Value::Window { from: "2026-11-20T15:00:00+08:00".into(), to: "2026-11-20T15:00:00+09:00".into() };
    assert_eq!(bad(backwards), Err(PaperRefused::Backwards("due".into())));
    for value in ["", "1,000", "1e3", "NaN", "１２"] {
        assert!(matches!(bad(number(value, "m")), Err(PaperRefused::Number { .. })), "{value}");
    }
    for (score, of) in [(1, 0), (6, 5), (1, 101), (u32::MAX, u32::MAX)] {
        assert_eq!(bad(Value::Score { score, of }), Err(PaperRefused::Score("due".into())));
    }
    let row = Row::from([("day".into(), Value::Date { date: "never".into() })]);
    let refused = bad(Value::Lines { rows: vec![row] });
    assert_eq!(refused, Err(PaperRefused::Time { field: "due.day".into(), value: "never".into() }));
    let mut wrong = paper([]);
    wrong.issued.time = "today".into();
    assert!(matches!(wrong.check(), Err(PaperRefused::Time { field, .. }) if field == "issued"));
}

#[test]
fn one_paper_has_one_currency_even_within_rows() {
    let euro = Value::Money { minor: 1, currency: "EUR".into() };
    let row = Row::from([("price".into(), euro)]);
    let wrong = paper([("total", Value::money(Money::fen(1))), ("lines", Value::Lines { rows: vec![row] })]);
    assert_eq!(wrong.check(), Err(PaperRefused::MixedCurrency));
}

#[test]
fn rows_within_rows_and_more_than_a_paper_takes_are_refused() {
    let inner = Value::Lines { rows: vec![] };
    let nested = paper([("parts", Value::Lines { rows: vec![Row::from([("more".into(), inner)])] })]);
    assert_eq!(nested.check(), Err(PaperRefused::Nested("parts.more".into())));
    let many = paper([("parts", Value::Lines { rows: vec![Row::new(); 5_001] })]);
    assert_eq!(many.check(), Err(PaperRefused::TooMuch("parts".into())));
    let long = paper([("note", Value::zh("长".repeat(100_000)))]);
    assert_eq!(long.check(), Err(PaperRefused::TooMuch("note".into())));
}

#[test]
fn an_amount_beyond_what_json_holds_has_no_canonical_form() {
    assert!(paper([("total", Value::money(Money::fen(i64::MAX)))]).to_text().is_err());
    assert!(paper([("total", Value::money(Money::fen(-9_007_199_254_740_991)))]).to_text().is_ok());
}

#[test]
fn every_refusal_has_a_word_of_its_own_and_says_it_in_chinese() {
    let field = || "f".to_owned();
    let all = [
        PaperRefused::Unreadable(field()),
        PaperRefused::NotCanonical,
        PaperRefused::Version(2),
        PaperRefused::Time { field: field(), value: field() },
        PaperRefused::Backwards(field()),
        PaperRefused::Number { field: field(), value: field() },
        PaperRefused::Score(field()),
        PaperRefused::MixedCurrency,
        PaperRefused::Nested(field()),
        PaperRefused::TooMuch(field()),
    ];
    let codes: std::collections::BTreeSet<_> = all.iter().map(PaperRefused::code).collect();
    assert_eq!(codes.len(), all.len());
    assert!(all.iter().all(|refused| refused.zh().ends_with('。')));
}
